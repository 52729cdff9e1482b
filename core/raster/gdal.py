"""The settings under which this package opens and reads files, and what this GDAL can do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Optional

from ..errors import SourceError
from .backends import backend
from .backends.contract import Dataset, LibraryError


def environment(**options: Any) -> AbstractContextManager[None]:
    """Set GDAL's options for this thread: those of `backends.options`, a small cache, and what is given."""
    return backend().environment(**options)


@contextmanager
def open_source(path: str) -> Iterator[Dataset]:
    """Open a raster for reading. Raises SourceError when GDAL cannot, or finds no bands."""
    try:
        dataset = backend().open_dataset(path)
    except LibraryError as error:
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


def _without_bands(path: str, dataset: Dataset) -> str:
    if dataset.subdatasets:
        names = "\n".join(dataset.subdatasets[:10])
        return f"{path}: holds several rasters, name one of them:\n{names}"
    return f"{path}: has no raster bands"


def gdal_version() -> tuple[int, int]:
    """Return GDAL's major and minor version."""
    major, minor = backend().versions()["gdal"].split(".")[:2]
    return int(major), int(minor)


def type_problem(dtype: str) -> Optional[str]:
    """Return why this GDAL cannot write `dtype`, or None."""
    if dtype in ("int64", "uint64") and gdal_version() < (3, 5):
        return f"{dtype} needs GDAL 3.5 or newer, this is {backend().versions()['gdal']}"
    if dtype == "float16":
        return "float16 cannot be written: use float32"
    return None
