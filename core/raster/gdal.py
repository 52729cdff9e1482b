"""Open files with rasterio, under this package's settings; even out what its versions do differently."""

from __future__ import annotations

import os
import threading
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Optional

import rasterio
from rasterio._err import CPLE_BaseError
from rasterio.errors import NotGeoreferencedWarning, RasterioError

from ..arrays import Array
from ..errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rasterio.io import DatasetReader

CACHE_BYTES = 32 * 2**20
"""GDAL's block cache in each process. Measured from 8 to 64 MB: larger ones made nothing faster and held memory, since
readers of a run share their pieces and the writer hands over whole blocks. In bytes: rasterio gives the number to GDAL
as it is, without taking small ones for megabytes as GDAL's own option does."""
POOL_SIZE = 100
"""Of the files that a virtual raster reads no more than these stay open at once: macOS lets a process have 256."""

GDAL_ERRORS: tuple[type[Exception], ...] = (RasterioError, CPLE_BaseError, OSError, ValueError, TypeError)
"""What rasterio raises where GDAL refuses. Some of its functions pass GDAL's own errors on, which it does not derive
from RasterioError."""
_SWAPPED = {"int64": "uint64", "uint64": "int64"}
_OPENING = threading.RLock()


@contextmanager
def environment(**options: Any) -> Iterator[None]:
    """Set GDAL's options for this thread: a small cache, no threads of its own unless asked for.

    What is missing of a JPEG that was cut is an error: by itself GDAL gives grey pixels and a warning. Python in a
    virtual raster is never run, whatever the surroundings allow.
    """
    settings = {"GDAL_CACHEMAX": CACHE_BYTES, "GDAL_ERROR_ON_LIBJPEG_WARNING": True, "GDAL_VRT_ENABLE_PYTHON": "NO"}
    with rasterio.Env(**settings, GDAL_MAX_DATASET_POOL_SIZE=POOL_SIZE, **options):
        yield


@contextmanager
def quietly() -> Iterator[None]:
    """Silence rasterio's warning about rasters without georeference: they are welcome here.

    Python's warning filters are the process's, so only one thread at a time changes them.
    """
    with _OPENING, warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        yield


@contextmanager
def open_source(path: str) -> Iterator[DatasetReader]:
    """Open a raster for reading. Raises SourceError when GDAL cannot, or finds no bands."""
    try:
        with quietly():
            dataset = rasterio.open(path)
    except (RasterioError, OSError, ValueError, TypeError) as error:
        raise SourceError(_unreadable(path, error)) from error
    with dataset:
        if dataset.count == 0:
            raise SourceError(_without_bands(path, dataset))
        yield dataset


def _unreadable(path: str, error: Exception) -> str:
    from .tiff import is_tiff

    if os.path.isdir(path):
        return f"{path}: is a folder, not a raster file"
    if os.path.isfile(path) and is_tiff(path):
        return f"{path}: the TIFF file is damaged or truncated ({error})"
    return f"{path}: is not a raster that GDAL can read ({error})"


def _without_bands(path: str, dataset: DatasetReader) -> str:
    if dataset.subdatasets:
        names = "\n".join(dataset.subdatasets[:10])
        return f"{path}: holds several rasters, name one of them:\n{names}"
    return f"{path}: has no raster bands"


def names_64_swapped() -> bool:
    """Return whether this rasterio takes GDAL's Int64 for UInt64 and the other way round, as 1.3 does."""
    return bool(rasterio.dtypes.dtype_fwd.get(12) == "int64")


def stored_type(name: str) -> str:
    """Return the true type of what rasterio calls `name`, and the name under which to give a type to rasterio."""
    return _SWAPPED.get(name, name) if names_64_swapped() else name


def as_stored(values: Array, dtype: str) -> Array:
    """Return `values`, as rasterio read them, with their true type; the bits are right already."""
    return values if values.dtype == dtype else values.view(dtype)


def gdal_version() -> tuple[int, int]:
    """Return GDAL's major and minor version."""
    major, minor = rasterio.__gdal_version__.split(".")[:2]
    return int(major), int(minor)


def type_problem(dtype: str) -> Optional[str]:
    """Return why this rasterio cannot write `dtype`, or None."""
    if dtype in ("int64", "uint64") and gdal_version() < (3, 5):
        return f"{dtype} needs GDAL 3.5 or newer, this is {rasterio.__gdal_version__}"
    if dtype == "float16":
        return "float16 cannot be written: use float32"
    return None
