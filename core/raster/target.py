"""Find out before any work whether the place named for an output can be written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Union

from ..errors import OutputError
from ..files.held import refuse_unfit
from ..files.partial import side_files
from ..files.paths import is_same_file, is_writable
from .old_parts import parts_of

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

    It must not be a device, a pipe or a socket, nor one of the rasters `sources`, nor a file that one is read from,
    also not by another name (a link, another spelling).
    """
    path = os.path.abspath(os.fspath(target))
    folder = os.path.dirname(path)
    for name in (os.fspath(target), *_beside(path)):
        refuse_unfit(name)
    if os.path.isdir(path):
        raise OutputError(f"output={path}: is a folder, give a file name in it")
    if not os.path.isdir(folder):
        raise OutputError(f"output={path}: the folder {folder} does not exist")
    for source in sources:
        _refuse_source(path, source)
    if not is_writable(folder):
        raise OutputError(f"output={path}: no permission to write in the folder {folder}")
    if os.path.exists(path) and not os.access(path, os.W_OK):
        raise OutputError(f"output={path}: the file is there already and is write-protected")
    return path


def _refuse_source(path: str, source: str) -> None:
    from .check import files_behind

    never = "which is never overwritten; choose another name"
    if is_same_file(path, source):
        raise OutputError(f"output={path}: is the input itself, {never}")
    old_parts = parts_of(path)
    if old_parts and any(os.path.dirname(os.path.abspath(file)) == old_parts for file in files_behind(source)):
        raise OutputError(f"output={path}: its parts in {old_parts}, which would be replaced, are the input, {never}")
    replaced = [name for name in (path, *_beside(path)) if os.path.exists(name)]
    if replaced:
        files = files_behind(source)
        for name in replaced:
            if any(is_same_file(name, file) for file in files):
                what = "is" if name == path else f"{os.path.basename(name)}, which would be replaced with it, is"
                raise OutputError(f"output={path}: {what} a file of the input {source}, {never}")


def _beside(path: str) -> list[str]:
    """Return the names beside `path` that may be replaced with it: side files and headers."""
    stem, extension = os.path.splitext(path)
    return side_files(path) + [stem + ending for ending in _HEADERS.get(extension.lower(), ())]
