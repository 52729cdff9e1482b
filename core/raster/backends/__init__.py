"""The only room that imports a raster library: rasterio where it is, else osgeo.gdal, behind one contract.

`backend()` gives the library of this process. Which one it is changes no byte of a result.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from ...errors import EngineError, SourceError, listed
from .contract import LibraryError

if TYPE_CHECKING:
    from .contract import Backend, Dataset

VARIABLE = "TILED_RASTER_BACKEND"
"""The environment variable that forces one: its name in BACKENDS."""
BACKENDS = {"rasterio": (".rasterio_dataset", ".rasterio_files"), "gdal": (".gdal_files",)}
"""The modules of each back end, and below what they import: the first that can be imported serves. What opens and reads
a raster stands in the first module, so that a worker loads no other."""
NEEDS = {"rasterio": "rasterio", "gdal": "osgeo.gdal"}


class _Library:
    """The functions of a back end, each in the first of its modules that has it; later modules load when needed."""

    def __init__(self, first: str, *others: str) -> None:
        self._modules = [importlib.import_module(first, __name__)]
        self._others = list(others)

    def __getattr__(self, name: str) -> Any:
        for module in self._modules:
            if hasattr(module, name):
                return getattr(module, name)
        if not self._others:
            raise AttributeError(f"this back end has no {name!r}")
        self._modules.append(importlib.import_module(self._others.pop(0), __name__))
        return getattr(self, name)


@cache
def backend() -> Backend:
    """Return the back end of this process. Raises EngineError when none can be had, or the one that is asked for."""
    asked = os.environ.get(VARIABLE, "").strip().lower()
    if asked and asked not in BACKENDS:
        raise EngineError(f"{VARIABLE}={asked}: must be {listed(BACKENDS)}, or empty to choose for me")
    reasons = []
    for name in [asked] if asked else list(BACKENDS):
        try:
            return cast("Backend", _Library(*BACKENDS[name]))
        except (ImportError, OSError) as error:  # absent, too old, or without a library that it is linked with
            reasons.append(f"{NEEDS[name]}: {error}")
    wish = f"{VARIABLE}={asked}: " if asked else ""
    raise EngineError(
        f"{wish}this Python can import no raster library ({'; '.join(reasons)}): install rasterio 1.3 or newer, or "
        "GDAL's Python module"
    )


def library_in_words() -> str:
    """Return the name and the version of the library that serves, with GDAL's. Raises EngineError."""
    name, versions = backend().NAME, backend().versions()
    gdal = f"GDAL {versions['gdal']}"
    return f"osgeo.gdal of {gdal}" if name == "gdal" else f"{name} {versions[name]} with {gdal}"


def environment(**options: Any) -> AbstractContextManager[None]:
    """Set GDAL's options for this thread: those of the contract, a small cache, and what is given."""
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
    from ..tiff import is_tiff

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
