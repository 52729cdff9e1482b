"""Whether the place named for an output can be written, found out before any work."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Sequence
from typing import Optional, Union

from ..errors import OutputError
from ..files.partial import side_files

_HEADERS = {
    ".bil": (".hdr", ".prj", ".stx", ".clr"),
    ".bsq": (".hdr",),
    ".dat": (".hdr",),
    ".ers": ("",),
    ".img": (".ige", ".rrd"),
    ".rst": (".rdc", ".ref", ".smp"),
    ".sdat": (".sgrd", ".mgrd", ".prj"),
    ".tif": (".tfw",),
    ".tiff": (".tfw",),
}
"""What a format of several files writes beside the target, after its stem, or may with an option."""


def check_target(target: Union[str, os.PathLike[str]], sources: Sequence[str]) -> str:
    """Return the absolute path of `target`. Raises OutputError when nothing can be written there.

    It must not be one of the rasters `sources`, nor a file that one is read from, also not by another name (a link,
    another spelling).
    """
    path = os.path.abspath(os.fspath(target))
    folder = os.path.dirname(path)
    if os.path.isdir(path):
        raise OutputError(f"output={path}: is a folder, give a file name in it")
    if not os.path.isdir(folder):
        raise OutputError(f"output={path}: the folder {folder} does not exist")
    for source in sources:
        _refuse_source(path, source)
    if not _is_writable(folder):
        raise OutputError(f"output={path}: no permission to write in the folder {folder}")
    if os.path.exists(path) and not os.access(path, os.W_OK):
        raise OutputError(f"output={path}: the file is there already and is write-protected")
    return path


def _refuse_source(path: str, source: str) -> None:
    from .check import files_behind

    never = "which is never overwritten; choose another name"
    if is_same_file(path, source):
        raise OutputError(f"output={path}: is the input itself, {never}")
    stem, extension = os.path.splitext(path)
    headers = [stem + ending for ending in _HEADERS.get(extension.lower(), ())]
    replaced = [name for name in (path, *side_files(path), *headers) if os.path.exists(name)]
    if replaced:
        files = files_behind(source)
        for name in replaced:
            if any(is_same_file(name, file) for file in files):
                what = "is" if name == path else f"{os.path.basename(name)}, which would be replaced with it, is"
                raise OutputError(f"output={path}: {what} a file of the input {source}, {never}")


def is_same_file(path: str, source: str) -> bool:
    """Return whether two paths name one file, also through links. No file has to be there."""
    if os.path.realpath(path) == os.path.realpath(source):
        return True
    try:
        return os.path.samefile(path, source)
    except OSError:
        return False


def _is_writable(folder: str) -> bool:
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
    if not _is_writable(folder):
        raise OutputError(f"temporary_folder={folder}: cannot be written")
    return os.path.join(folder, f"tiled_raster_{secrets.token_hex(8)}{extension}")


def check_space(folder: str, needed_bytes: int) -> None:
    """Raise OutputError when the disk of `folder` has less than `needed_bytes` left."""
    import shutil

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
