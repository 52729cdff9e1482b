"""Formats that can be written by windows, their default options and blocks."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Optional, Union

import numpy as np

from ..errors import InvalidParameter, OutputError
from .backends import backend, environment
from .backends.contract import LibraryError
from .creation_options import is_yes, whole_number
from .gdal import type_problem

BLOCK = 256
"""Side of a block of a GeoTIFF unless the user's options say otherwise."""
ADVICE = "choose .tif (GeoTIFF)"

_EXTENSIONS = {
    "": "GTiff",
    "tif": "GTiff",
    "tiff": "GTiff",
    "gtiff": "GTiff",
    "img": "HFA",
    "dat": "ENVI",
    "bsq": "ENVI",
}
"""Where GDAL's own list says nothing or something unexpected, as newer GDAL does of .img."""
_NO_FILES = ("MEM",)
"""They can be created, and hold no pixels on disk."""
_FORGETFUL = ("netCDF", "MRF")
"""Written by windows they lose what they are told: MRF the CRS, netCDF almost everything."""
_DEFAULTS = {"PCIDSK": {"INTERLEAVING": "TILED"}}
"""Pixels by bands, as PCIDSK has them by itself, are all written when the file is made, and then once more."""
_HFA_LARGEST = 2_000_000_000
"""Beyond this, Erdas puts the pixels into a second file whose name it notes: such a pair cannot be renamed."""


@dataclass(frozen=True)
class OutputFormat:
    """A format, with the creation options and blocks for one output."""

    driver: str
    creation_options: tuple[tuple[str, str], ...]
    block_shape: tuple[int, int]
    copied: bool = False
    """It can only be made by copying a finished raster."""
    parts: bool = False
    """It joins GeoTIFFs, which are what is written: `driver` and the options are theirs."""
    fallbacks: tuple[Mapping[str, str], ...] = ()
    """What else to try, one after the other, where GDAL cannot do with the defaults."""


def output_format(
    path: str, driver: Optional[str], dtype: str, shape: tuple[int, int, int], options: Mapping[str, str]
) -> OutputFormat:
    """Return the format for `path`, of `driver` or by the extension; `shape` is (bands, rows, columns).

    Raises OutputError for a format that is unknown or cannot be written by windows, InvalidParameter for a type or
    an option that it cannot have.
    """
    wanted = {str(key).upper(): str(value) for key, value in options.items()}
    name = _driver(path, driver)
    problem = type_problem(dtype)
    if problem:
        raise InvalidParameter(f"output_type={dtype}: {problem}")
    if name in ("GTiff", "VRT"):
        return replace(_geotiff(dtype, shape, wanted), parts=name == "VRT")
    if name == "COG":
        side = whole_number(wanted, "BLOCKSIZE", 512)
        defaults = {"COMPRESS": "DEFLATE", "PREDICTOR": "YES", "BIGTIFF": "IF_SAFER"}
        return OutputFormat(name, tuple({**defaults, **wanted}.items()), (side, side), copied=True)
    if dtype in ("int64", "uint64"):
        raise InvalidParameter(f"output_type={dtype}: is written to GeoTIFF and COG only, not to {name}")
    _refuse_containers(name, path, dtype, shape)
    wanted = {**_DEFAULTS.get(name, {}), **wanted}
    side = whole_number(wanted, "BLOCKSIZE", 64) if name == "HFA" else 0
    return OutputFormat(name, tuple(wanted.items()), (side, side) if side else (1, shape[2]))


def _driver(path: str, driver: Optional[str]) -> str:
    """Return GDAL's name of the format. Raises OutputError when there is none that can be written by windows."""
    with environment():
        known = {name.lower(): name for name in backend().drivers()}
        if driver:
            name = known.get(driver.lower(), "")
            if not name:
                raise OutputError(f"driver={driver}: is no raster format of this GDAL; try GTiff, COG, HFA or ENVI")
        else:
            name = driver_by_name(path) or ""
            if not name:
                extension = os.path.splitext(path)[1]
                raise OutputError(f"output={path}: no raster format has the extension {extension}; {ADVICE}")
        if name in ("COG", "VRT"):
            return name
        try:
            by_windows = backend().can_create(name) and name not in (*_NO_FILES, *_FORGETFUL)
        except LibraryError as error:
            raise OutputError(f"output={path}: {name} cannot be written ({error}); {ADVICE}") from error
    if not by_windows:
        raise OutputError(f"output={path}: {name} cannot be written tile by tile; {ADVICE} and convert it after")
    return name


def driver_by_name(path: str) -> Optional[str]:
    """Return GDAL's name of the format that the extension of `path` asks for, None where no format has it."""
    extension = os.path.splitext(path)[1].lstrip(".").lower()
    return _EXTENSIONS.get(extension) or backend().driver_of_extension(extension) or None


def keeps_masks(target: Optional[Union[str, os.PathLike[str]]], driver: Optional[str]) -> bool:
    """Return whether the format of `target` (None: a temporary GeoTIFF) has mask bands and knows alpha."""
    if target is None:
        return True
    try:
        return _driver(os.fspath(target), driver) in ("GTiff", "COG", "VRT")
    except OutputError:
        return False  # said in full when the output's profile is made


def _geotiff(dtype: str, shape: tuple[int, int, int], wanted: Mapping[str, str]) -> OutputFormat:
    tiled = is_yes(wanted.get("TILED", "YES"))
    options = {
        "TILED": "YES" if tiled else "NO",
        "COMPRESS": "DEFLATE",
        "BIGTIFF": "IF_SAFER",
        "INTERLEAVE": "BAND",
        **wanted,
    }
    if options["COMPRESS"].upper() in ("DEFLATE", "LZW", "ZSTD"):
        options.setdefault("PREDICTOR", "3" if np.dtype(dtype).kind == "f" else "2")
    fallbacks = _fallbacks(options, wanted)
    if not tiled:
        rows = whole_number(wanted, "BLOCKYSIZE", _default_strip(dtype, shape, options))
        return OutputFormat("GTiff", tuple(options.items()), (min(rows, shape[1]), shape[2]), fallbacks=fallbacks)
    rows = whole_number(wanted, "BLOCKYSIZE", _side(shape[1]))
    cols = whole_number(wanted, "BLOCKXSIZE", _side(shape[2]))
    if rows % 16 or cols % 16:
        raise InvalidParameter(f"creation_options: BLOCKXSIZE={cols}, BLOCKYSIZE={rows}: must be multiples of 16")
    options.update(BLOCKXSIZE=str(cols), BLOCKYSIZE=str(rows))
    return OutputFormat("GTiff", tuple(options.items()), (rows, cols), fallbacks=fallbacks)


def _fallbacks(options: Mapping[str, str], wanted: Mapping[str, str]) -> tuple[Mapping[str, str], ...]:
    """Return what to try instead of the defaults.

    Older versions of libtiff, whose number GDAL does not tell, cannot take differences of 64-bit integers. WebP, and
    JPEG with PHOTOMETRIC=YCBCR, need the bands of a pixel together.
    """
    plain = {"PREDICTOR": "1"} if "PREDICTOR" in options and "PREDICTOR" not in wanted else {}
    mixed = {"INTERLEAVE": "PIXEL"} if "INTERLEAVE" not in wanted else {}
    return tuple(changes for changes in (plain, mixed, {**mixed, **plain} if mixed and plain else {}) if changes)


def _side(length: int) -> int:
    """Return the side of a block for `length` pixels: no larger than the raster, as TIFF's multiples of 16 allow."""
    return min(BLOCK, -(-length // 16) * 16)


def _default_strip(dtype: str, shape: tuple[int, int, int], options: Mapping[str, str]) -> int:
    """Return the rows of a strip when nothing is said: libtiff's 8 kB of pixels."""
    samples = shape[0] if options["INTERLEAVE"].upper() == "PIXEL" else 1
    return max(8192 // (shape[2] * samples * np.dtype(dtype).itemsize), 1)


def _refuse_containers(name: str, path: str, dtype: str, shape: tuple[int, int, int]) -> None:
    if name == "GPKG" and os.path.exists(path):
        raise OutputError(f"output={path}: the GeoPackage exists and may hold other layers; choose a new file, or .tif")
    size = int(np.prod([int(side) for side in shape])) * np.dtype(dtype).itemsize
    if name == "HFA" and size > _HFA_LARGEST:
        raise OutputError(f"output={path}: too large for Erdas Imagine in one file; {ADVICE}")
