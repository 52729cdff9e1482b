"""The only room that imports a raster library: rasterio where it is, else osgeo.gdal, behind one contract.

`backend()` gives the library of this process. Which one it is changes no byte of a result.
"""

from __future__ import annotations

import importlib
import os
from functools import cache
from typing import TYPE_CHECKING, cast

from ...errors import EngineError, listed

if TYPE_CHECKING:
    from .contract import Backend

VARIABLE = "TILED_RASTER_BACKEND"
"""The environment variable that forces one: its name in BACKENDS."""
BACKENDS = {"rasterio": ".rasterio_files", "gdal": ".gdal_files"}
"""The module of each back end, and below what it imports: the first that can be imported serves."""
NEEDS = {"rasterio": "rasterio", "gdal": "osgeo.gdal"}


@cache
def backend() -> Backend:
    """Return the back end of this process. Raises EngineError when none can be had, or the one that is asked for."""
    asked = os.environ.get(VARIABLE, "").strip().lower()
    if asked and asked not in BACKENDS:
        raise EngineError(f"{VARIABLE}={asked}: must be {listed(BACKENDS)}, or empty to choose for me")
    reasons = []
    for name in [asked] if asked else list(BACKENDS):
        try:
            return cast("Backend", importlib.import_module(BACKENDS[name], __name__))
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
