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
from .backends.options import CACHE_BYTES, OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rasterio.io import DatasetReader

GDAL_ERRORS: tuple[type[Exception], ...] = (RasterioError, CPLE_BaseError, OSError, ValueError, TypeError)
"""What rasterio raises where GDAL refuses. Some of its functions pass GDAL's own errors on, which it does not derive
from RasterioError."""
_SWAPPED = {"int64": "uint64", "uint64": "int64"}
_OPENING = threading.RLock()


@contextmanager
def environment(**options: Any) -> Iterator[None]:
    """Set GDAL's options for this thread: a small cache, no threads of its own unless asked for."""
    with rasterio.Env(GDAL_CACHEMAX=CACHE_BYTES, **OPTIONS, **options):
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
