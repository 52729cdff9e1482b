"""The zip, the Python package and the version: what a user installs is whole, clean and says the same everywhere."""

from __future__ import annotations

import configparser
import importlib.metadata
import importlib.util
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from project_tree import ROOT, files, in_package

sys.path.insert(0, str(ROOT / "scripts"))
import check_package
import package

SCANNERS = pytest.mark.skipif(
    importlib.util.find_spec("bandit") is None or importlib.util.find_spec("detect_secrets") is None,
    reason="bandit and detect-secrets are not installed",
)
NEW_SETUPTOOLS = pytest.mark.skipif(
    int(importlib.metadata.version("setuptools").partition(".")[0]) < 77, reason="setuptools is older than 77"
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return package.build(tmp_path_factory.mktemp("dist") / "plugin.zip")


@SCANNERS
def test_the_plugin_repository_would_take_the_zip(archive: Path) -> None:
    assert check_package.problems(archive) == []


def test_the_zip_holds_every_module_and_nothing_else(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        names = {name for name in opened.namelist() if name.endswith(".py")}
    assert names == {f"tiled_raster/{path.relative_to(ROOT).as_posix()}" for path in files(".py") if in_package(path)}


def test_no_resource_is_left_out_of_the_zip(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        names = set(opened.namelist())
    resources = [path for path in (ROOT / "resources").rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert resources
    assert {f"tiled_raster/{path.relative_to(ROOT).as_posix()}" for path in resources} <= names


def test_the_zip_is_the_same_twice(archive: Path, tmp_path: Path) -> None:
    assert package.build(tmp_path / "again.zip").read_bytes() == archive.read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("tiled_raster/core/__pycache__/x.pyc", "", "kind of file"),
        ("tiled_raster/tool.exe", "", "kind of file"),
        ("elsewhere/x.py", "", "one folder"),
        ("tiled_raster/bad.py", "import pickle\npickle.loads(b'')\n", "bandit B301"),
        ("tiled_raster/bad.py", "import subprocess\nsubprocess.run('ls', shell=True)\n", "bandit B602"),
        # Put together here, or this very file would be the finding.
        ("tiled_raster/key.py", "aws_key = 'AKIA" + "IOSFODNN7" + "EXAMPLQ'\n", "key.py"),
    ],
)
@SCANNERS
def test_what_the_repository_refuses_is_found(tmp_path: Path, name: str, content: str, complaint: str) -> None:
    spoilt = tmp_path / "spoilt.zip"
    with zipfile.ZipFile(spoilt, "w") as opened:
        opened.write(ROOT / "metadata.txt", "tiled_raster/metadata.txt")
        opened.writestr(name, content)
    found = check_package.problems(spoilt)
    assert any(complaint in problem for problem in found)
    assert "LICENSE is missing" in found


def test_bad_metadata_is_found(tmp_path: Path) -> None:
    (tmp_path / "metadata.txt").write_text("[general]\nname=A plugin\nhomepage=http://x\n", encoding="utf-8")
    found = " ".join(check_package.metadata_problems(tmp_path))
    for complaint in ("author is missing", "word plugin", "icon=", "homepage must be"):
        assert complaint in found


@pytest.mark.skipif(shutil.which("git") is None or not (ROOT / ".git").exists(), reason="no git repository here")
def test_git_archive_leaves_out_what_the_zip_leaves_out() -> None:
    def git(*words: str) -> list[str]:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    tops = sorted({name.split("/")[0] for name in git("ls-files")})
    kept = {line.split(":")[0] for line in git("check-attr", "export-ignore", *tops) if line.endswith(": unspecified")}
    assert kept <= {*package.SHIPPED_FILES, *package.SHIPPED_FOLDERS}
    assert {"__init__.py", "metadata.txt", "core"} <= kept


def project_table() -> str:
    return (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_every_part_says_the_same_version() -> None:
    declared = re.search(r'^version = "([^"]+)"', project_table(), re.MULTILINE)
    assert declared
    assert package.version() == declared.group(1)
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[([^\]]+)\]", changelog, re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert headings[1:2] in ([], [package.version()])


def test_the_changelog_says_each_thing_once() -> None:
    """Joining two changes to it easily keeps a bullet twice, in two layouts."""
    lines = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    beginnings = [re.sub(r"\W", "", line)[:50] for line in lines if line.startswith("- ")]
    assert [begun for begun in set(beginnings) if beginnings.count(begun) > 1] == []
    assert [line for line in lines if len(line) > 120] == []


def test_the_python_package_lists_every_folder_that_is_one() -> None:
    listed = set(re.findall(r'^    "(tiled_raster[\w.]*)",', project_table(), re.MULTILINE))
    folders = {path.parent.relative_to(ROOT) for path in files(".py") if in_package(path)}
    here = {".".join(("tiled_raster", *folder.parts)) for folder in folders if folder.parts[:1] != ("resources",)}
    assert listed == here


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `pip install .` installs, built from a copy so that this tree stays clean, and unpacked."""
    home = tmp_path_factory.mktemp("wheel")
    for path in [*package.shipped(), Path("pyproject.toml")]:
        (home / "source" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, home / "source" / path)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    done = subprocess.run([*command, "-w", str(home), str(home / "source")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (built,) = home.glob("*.whl")
    with zipfile.ZipFile(built) as opened:
        opened.extractall(home / "installed")
    return home / "installed"


@NEW_SETUPTOOLS
def test_pip_installs_every_module_and_resource(wheel: Path) -> None:
    wanted = {path for path in package.shipped() if path.suffix == ".py" or path.parts[0] == "resources"}
    wanted.add(Path("py.typed"))
    installed = {path.relative_to(wheel / "tiled_raster") for path in (wheel / "tiled_raster").rglob("*")}
    assert wanted <= installed


@NEW_SETUPTOOLS
def test_what_pip_installs_runs_as_a_command(wheel: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-B", "-m", "tiled_raster", "--help"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(wheel), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "statistics" in done.stdout


def test_metadata_is_for_qgis_3_22_to_4() -> None:
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    general = metadata["general"]
    assert (general["qgisMinimumVersion"], general["qgisMaximumVersion"]) == ("3.22", "4.99")
    assert general["hasProcessingProvider"] == "yes"
