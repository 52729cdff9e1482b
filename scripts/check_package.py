"""Look at the plugin's zip as QGIS's plugin repository does at upload, before it does.

    python scripts/check_package.py [dist/tiled_raster-0.1.0.zip]

The rules are those of the repository's own checks: one folder with a valid name, the files that must be there, kinds of
files that must not, the keys of metadata.txt, and the two scanners whose findings block an upload.
"""

from __future__ import annotations

import configparser
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import package

LARGEST_BYTES = 25_000_000
REQUIRED_FILES = ("__init__.py", "metadata.txt", "LICENSE")
REQUIRED_KEYS = (
    "name", "description", "about", "version", "author", "email", "qgisMinimumVersion", "qgisMaximumVersion",
    "homepage", "tracker", "repository", "hasProcessingProvider",
)  # fmt: skip
REFUSED = re.compile(
    r"(^|/)(\.git|__pycache__|__MACOSX|\.DS_Store|\.svn)(/|$)|\.(pyc|pyo|exe|dll|so|dylib|sh|bat|ui~)$|\\"
)
SKIPPABLE = {"B101", "B110", "B112", "B311", "B403", "B603", "B607", "B108"}
"""What the repository reports as a warning only; every other finding of bandit blocks."""
DISABLED = "B404,B410,B411"


def problems(archive: Path, scan: bool = True) -> list[str]:
    """Return a sentence for each thing that the repository would refuse."""
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
        found = name_problems(names) + size_problems(archive)
        with tempfile.TemporaryDirectory() as folder:
            opened.extractall(folder)  # noqa: S202 - our own zip
            root = Path(folder) / package.PACKAGE
            found += metadata_problems(root)
            if scan:
                found += bandit_problems(root) + secret_problems(root)
    return found


def size_problems(archive: Path) -> list[str]:
    """Return the complaint about a zip that is too large, if it is."""
    size = archive.stat().st_size
    return [f"the zip has {size} bytes, at most {LARGEST_BYTES} are taken"] if size > LARGEST_BYTES else []


def name_problems(names: list[str]) -> list[str]:
    """Return the complaints about the names in the zip."""
    found = [f"{name}: this kind of file is refused" for name in names if REFUSED.search(name)]
    tops = {name.partition("/")[0] for name in names}
    if tops != {package.PACKAGE}:
        found.append(f"the zip must hold one folder, {package.PACKAGE}, and holds {', '.join(sorted(tops))}")
    found += [f"{name} is missing" for name in REQUIRED_FILES if f"{package.PACKAGE}/{name}" not in names]
    return found


def metadata_problems(root: Path) -> list[str]:
    """Return the complaints about metadata.txt."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(root / "metadata.txt", encoding="utf-8")
    if "general" not in metadata:
        return ["metadata.txt has no section [general]"]
    general = metadata["general"]
    found = [f"metadata.txt: {key} is missing or empty" for key in REQUIRED_KEYS if not general.get(key, "").strip()]
    if "plugin" in general.get("name", "").lower():
        found.append("metadata.txt: the name must not contain the word plugin")
    icon = general.get("icon", "")
    if not icon or not (root / icon).is_file():
        found.append(f"metadata.txt: icon={icon} is no file of the package")
    for key in ("homepage", "tracker", "repository"):
        if not general.get(key, "").startswith("https://"):
            found.append(f"metadata.txt: {key} must be an https address")
    return found


def bandit_problems(root: Path) -> list[str]:
    """Return bandit's findings that block an upload. Raises if bandit is not installed."""
    require("bandit")
    done = subprocess.run(
        [sys.executable, "-m", "bandit", "-q", "-r", "-f", "json", "--skip", DISABLED, str(root)],
        capture_output=True,
        text=True,
    )
    results = json.loads(done.stdout)["results"]
    blocking = [found for found in results if found["test_id"] not in SKIPPABLE]
    return [
        f"bandit {found['test_id']} {Path(found['filename']).relative_to(root)}:{found['line_number']}: "
        f"{found['issue_text']}"
        for found in blocking
    ]


def secret_problems(root: Path) -> list[str]:
    """Return the findings of detect-secrets. Raises if it is not installed."""
    require("detect_secrets")
    done = subprocess.run(
        [sys.executable, "-m", "detect_secrets", "scan", "--all-files", "."],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    results = json.loads(done.stdout)["results"]
    return [f"{found['type']} {path}:{found['line_number']}" for path, all_of in results.items() for found in all_of]


def require(module: str) -> None:
    """Raise if a scanner is not there: a check that was not made must not look like one that passed."""
    if importlib.util.find_spec(module) is None:
        raise ModuleNotFoundError(f"{module} is not installed: run scripts/setup.sh")


def main() -> int:
    """Check the zip named, or the one that `make package` writes; print what is wrong."""
    default = package.ROOT / "dist" / f"{package.PACKAGE}-{package.version()}.zip"
    found = problems(Path(sys.argv[1]) if len(sys.argv) > 1 else default)
    print("\n".join(found) or "nothing that the plugin repository refuses")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
