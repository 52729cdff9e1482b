"""The checks at the door: is there a raster, is it whole, and can it be processed. All answers are in words."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Union

import numpy as np

from ..errors import InvalidParameter, SourceError
from ..files.raster_names import file_within
from ..tiles import Tile
from .backends import environment, open_source
from .backends.contract import LibraryError
from .tiff import DamagedTiff, bytes_needed, is_tiff


def is_plain_path(path: str) -> bool:
    """Return whether `path` names a file, not one of GDAL's virtual paths, subdatasets or addresses."""
    return os.path.exists(path) or not (path.startswith("/vsi") or ":" in path[2:])


def path_of(source: Any) -> str:
    """Return the path that was given as a source, as text. Raises InvalidParameter for what is no path."""
    try:
        return os.fsdecode(source)
    except (TypeError, ValueError):
        text = repr(source)
        shown = text if len(text) <= 60 and "\n" not in text else f"a {type(source).__name__}"
        raise InvalidParameter(f"source={shown}: must be one path or one Raster") from None


def check_path(path: Union[str, os.PathLike[str]]) -> str:
    """Return `path` as text.

    Raises SourceError when it names a file that is not there or cannot be read, InvalidParameter for what is no path.
    """
    name = path_of(path)
    if not is_plain_path(name):
        return name
    if not os.path.exists(name):
        raise SourceError(f"{name}: there is no such file")
    if os.path.isfile(name):
        if os.path.getsize(name) == 0:
            raise SourceError(f"{name}: the file is empty")
        if not os.access(name, os.R_OK):
            raise SourceError(f"{name}: no permission to read it")
    return name


def files_behind(path: str) -> list[str]:
    """Return the files that a raster is read from: those of a virtual raster, the archive or container around it.

    Only the name itself where it cannot be opened.
    """
    found: dict[str, None] = {path: None}
    ahead = [path]
    while ahead:
        try:
            with environment(), open_source(ahead.pop()) as dataset:
                files = [file for file in dataset.files if file not in found]
        except SourceError:
            continue
        found.update(dict.fromkeys(files))
        ahead += [file for file in files if file.lower().endswith(".vrt")]
    return [file_within(file) or file for file in found]


def refuse_complex(path: str, dtypes: Sequence[str]) -> None:
    """Raise SourceError when a band holds complex numbers."""
    for band, dtype in enumerate(dtypes, start=1):
        if dtype.startswith("complex"):
            raise SourceError(
                f"{path}: band {band} holds complex numbers ({dtype}), which have no order; convert them to real ones"
            )


_RAW = ("ENVI", "EHdr")
"""Pixels as they are, in a file without any header: GDAL gives zeros for what is missing at the end."""


def check_raw_size(path: str, driver: str, pixels: int, dtypes: Sequence[str]) -> None:
    """Raise SourceError when a file of raw pixels is too small for them."""
    if driver not in _RAW or not os.path.isfile(path):
        return
    with environment(), open_source(path) as dataset:
        is_packed = any("NBITS" in dataset.tags(band, "IMAGE_STRUCTURE") for band in range(1, dataset.count + 1))
    with open(path, "rb") as file:
        is_packed = is_packed or file.read(2) == b"\x1f\x8b"  # ENVI's are packed by gzip at times
    size, needed = os.path.getsize(path), pixels * sum(np.dtype(dtype).itemsize for dtype in dtypes)
    if size < needed and not is_packed:
        raise SourceError(f"{path}: the file is truncated: it has {size} bytes, its pixels need {needed}")


def check_structure(path: str, driver: str) -> None:
    """Raise SourceError when a GeoTIFF's blocks reach beyond the end of the file."""
    if driver not in ("GTiff", "COG") or not os.path.isfile(path) or not is_tiff(path):
        return
    size = os.path.getsize(path)
    try:
        needed = bytes_needed(path)
    except DamagedTiff as damage:
        raise SourceError(f"{path}: the file is truncated or damaged: {damage}") from damage
    if needed > size:
        raise SourceError(f"{path}: the file is truncated: it has {size} bytes, its pixels end at byte {needed}")


_FROM_THE_TOP = ("AAIGrid", "GRASSASCIIGrid", "ISG")
"""Text, in which GDAL finds a row by reading those before it. Asked for the last one of a file that is cut it tries all
of them again and again, without end; row by row it stops at the cut, and needs no longer."""


def read_last_blocks(path: str, bands: Sequence[int], height: int, width: int) -> None:
    """Read the last pixel of each band. Raises SourceError when that fails."""
    with environment(), open_source(path) as dataset:
        rows = range(height) if dataset.driver in _FROM_THE_TOP else (height - 1,)
        for band in bands:
            try:
                for row in rows:
                    dataset.read([band], Tile(row, row + 1, width - 1, width))
            except (LibraryError, OSError) as error:
                raise SourceError(f"{path}: the last block of band {band} cannot be read ({error})") from error
