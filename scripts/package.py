"""Build the zip that QGIS installs: dist/tiled_raster-VERSION.zip with one folder, `tiled_raster`, in it.

What goes in is listed here, so that a file lying about never does. The zip is the same, byte for byte, for the same
files: times and permissions are fixed.
"""

from __future__ import annotations

import configparser
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import translations

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "tiled_raster"
SHIPPED_FILES = ("__init__.py", "__main__.py", "py.typed", "metadata.txt", "LICENSE", "README.md", "CHANGELOG.md")
SHIPPED_FOLDERS = ("algorithms", "core", "provider", "resources")
SUFFIXES = {
    ".py",
    ".svg",
    ".png",
    ".jpg",
    ".html",
    ".css",
    ".js",
    ".json",
    ".qml",
    ".model3",
    ".md",
    ".txt",
    ".ts",
    ".qm",
}
EARLIEST_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def version(root: Path = ROOT) -> str:
    """Return the version that metadata.txt gives."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(root / "metadata.txt", encoding="utf-8")
    return metadata["general"]["version"]


def shipped(root: Path = ROOT) -> Iterator[Path]:
    """Yield the files of the package in the order of the zip, relative to the root. Raises for one that is missing."""
    for name in SHIPPED_FILES:
        if not (root / name).is_file():
            raise FileNotFoundError(f"{name} is missing: the package needs it")
        yield Path(name)
    for folder in SHIPPED_FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            inside = path.relative_to(root)
            if path.is_file() and "__pycache__" not in inside.parts and path.suffix in SUFFIXES:
                yield inside


def build(target: Path, root: Path = ROOT) -> Path:
    """Compile the translations, write the zip and return its path."""
    translations.compile_all(root / "resources" / "i18n")
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in shipped(root):
            entry = zipfile.ZipInfo(f"{PACKAGE}/{path.as_posix()}", EARLIEST_ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, (root / path).read_bytes())
    return target


def main() -> int:
    """Build the zip under dist, or where the command line says."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / f"{PACKAGE}-{version()}.zip"
    build(target)
    with zipfile.ZipFile(target) as archive:
        count = len(archive.namelist())
    print(f"{target}: {count} files, {target.stat().st_size / 1e3:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
