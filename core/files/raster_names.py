"""Find the file on disk in what GDAL calls a raster: a path, a raster in an archive, one of several in a container."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

_QUOTED = re.compile(r'"([^"]+)"')
_ARCHIVES = ("vsizip", "vsitar", "vsigzip", "vsi7z", "vsirar", "vsisubfile", "vsisparse", "vsicrypt")
_PIECE = re.compile(r"^\d+(_-?\d+)?,")
"""Where a `/vsisubfile` begins and how long it is."""
_ADDRESS = re.compile(r"^\w+://")


def file_within(name: str) -> str:
    r"""Return the file (of some formats a folder) on disk that GDAL reads a raster from; "" where there is none.

    As in `/vsizip/a.zip/dem.tif`, `NETCDF:"climate.nc":t2m`, `GTIFF_DIR:2:scan.tif`, `HDF5:"l2.h5"://group/data`,
    `GPKG:C:\maps\all.gpkg:dem`, `vrt://dem.tif?bands=1`.
    """
    if name.startswith("/vsi"):
        return archive_of(name)
    for part in (name, *_parts(name)):
        found = archive_of(part) if part.startswith("/vsi") else part
        if os.path.exists(found):
            return found
    return ""


def archive_of(path: str) -> str:
    """Return the file on disk in which GDAL finds a `/vsi` path, such as a zip archive; "" where there is none."""
    while path.startswith("/vsi"):
        handler, _, path = path[1:].partition("/")
        if handler not in _ARCHIVES:
            return ""  # in memory, or far away
        path = _PIECE.sub("", path).replace("{", "").replace("}", "")  # they may enclose the archive's own name
    while path and not os.path.exists(path):
        outer = os.path.dirname(path)
        path = outer if outer != path else ""
    return path if os.path.isfile(path) else ""


def _parts(name: str) -> Iterator[str]:
    """Yield what may be a path in a name, what is quoted first, then the longest between colons first."""
    yield from _QUOTED.findall(name)
    plain = _ADDRESS.sub("", name).partition("?")[0]
    if plain != name:
        yield plain
    words = name.replace('"', "").split(":")
    for length in range(len(words) - 1, 0, -1):
        for start in range(1, len(words) - length + 1):
            yield ":".join(words[start : start + length])
