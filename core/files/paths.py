"""Tell whether paths name one file, whether a folder can be written, and whether a disk has room."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from typing import Optional

from ..errors import OutputError


def is_same_file(path: str, source: str) -> bool:
    """Return whether two paths name one file, also through links. No file has to be there."""
    if os.path.realpath(path) == os.path.realpath(source):
        return True
    try:
        return os.path.samefile(path, source)
    except OSError:
        return False


def is_writable(folder: str) -> bool:
    """Return whether files can be made in a folder."""
    # Tried, not asked: access rights lie for root, for network drives and on Windows.
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def temporary_target(folder: Optional[str] = None, extension: str = ".tif") -> str:
    """Return a path in `folder`, or in the system's temporary folder, that nobody uses. Raises OutputError.

    Nothing is put there: a run that fails would have to remove it.
    """
    folder = os.path.abspath(folder or tempfile.gettempdir())
    if not is_writable(folder):
        raise OutputError(f"temporary_folder={folder}: cannot be written")
    return os.path.join(folder, f"tiled_raster_{secrets.token_hex(8)}{extension}")


def check_space(folder: str, needed_bytes: int) -> None:
    """Raise OutputError when the disk of `folder` has less than `needed_bytes` left."""
    free = shutil.disk_usage(folder).free
    if free < needed_bytes:
        raise OutputError(
            f"output: at least {spoken_size(needed_bytes)} are needed in {folder}, only {spoken_size(free)} are free"
        )


def spoken_size(size_bytes: float) -> str:
    """Return a size as people say it: `"3.2 GB"`."""
    size, units = float(size_bytes), ["bytes", "kB", "MB", "GB", "TB"]
    while size >= 1000 and len(units) > 1:
        size /= 1000
        units.pop(0)
    return f"{size:.0f} {units[0]}" if units[0] == "bytes" else f"{size:.1f} {units[0]}"
