"""Find the files that are read as one raster: those of a folder, of a pattern, of a list."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable

from ..errors import SourceError
from .raster_names import file_within

EXTENSIONS = (
    *(".tif", ".tiff", ".asc", ".bil", ".bip", ".bsq", ".dem", ".dt0", ".dt1", ".dt2", ".ers", ".flt", ".grd"),
    *(".hgt", ".img", ".jp2", ".jpeg", ".jpg", ".nc", ".pix", ".png", ".rst", ".sdat"),
)
"""Of the files that are taken from a folder. Virtual rasters are not: they would give the folder's own files again."""
_MARKS = "*?["


def names_many(source: str) -> bool:
    """Return whether a text names a folder that holds files, or is a pattern of names; no file is opened."""
    if source.startswith("/vsi") or "://" in source:
        return False
    if os.path.isdir(source):
        return bool(_in_folder(source)) or not os.listdir(source)
    return any(mark in source for mark in _MARKS) and not os.path.isfile(file_within(source) or source)


def expanded(source: str) -> list[str]:
    """Return the files that one text names, sorted by name; the text itself where it names no folder and no pattern.

    In a pattern `*`, `?` and `[…]` stand for letters of a name, `**` for folders. Raises SourceError where a folder
    holds no raster, or nothing matches.
    """
    if not names_many(source):
        return [source]
    if os.path.isdir(source):
        found = _in_folder(source)
        wrong = f"{source}: is a folder in which no raster lies; name another one, or a pattern such as {source}/*.xyz"
    else:
        found = sorted(name for name in glob.glob(source, recursive=True) if os.path.isfile(name))
        wrong = f"{source}: no file matches this pattern"
    if not found:
        raise SourceError(wrong)
    return found


def all_files(sources: Iterable[str]) -> list[str]:
    """Return the files of all texts, in the order given. Raises SourceError for one that is named twice."""
    files = [file for source in sources for file in expanded(source)]
    seen: dict[str, str] = {}
    for file in files:
        place = os.path.realpath(file) if os.path.exists(file) else file
        if place in seen:
            raise SourceError(f"{file}: is named twice among the files that make one raster")
        seen[place] = file
    return files


def shown(sources: Iterable[str]) -> str:
    """Return a name for what is read: the first text, and how many more."""
    first, *more = sources
    return f"{first} and {len(more)} more" if more else first


def _in_folder(folder: str) -> list[str]:
    paths = (os.path.join(folder, name) for name in os.listdir(folder) if not name.startswith("."))
    return sorted(path for path in paths if path.lower().endswith(EXTENSIONS) and os.path.isfile(path))
