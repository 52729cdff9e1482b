"""The only room that imports a raster library: rasterio where it is, else osgeo.gdal, behind one contract.

`backend()` gives the library of this process. Which one it is changes no byte of a result.
"""

from __future__ import annotations

import importlib
import os
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, cast

from ...errors import EngineError, listed

if TYPE_CHECKING:
    from .contract import Backend

VARIABLE = "TILED_RASTER_BACKEND"
"""The environment variable that forces one: its name in BACKENDS."""
BACKENDS = {"rasterio": ".rasterio_files", "gdal": ".gdal_files"}
"""The module of each back end, and what must be importable for it: the first that is there serves."""
NEEDS = {"rasterio": "rasterio", "gdal": "osgeo.gdal"}


@cache
def backend() -> Backend:
    """Return the back end of this process. Raises EngineError when none can be had, or the one that is asked for."""
    asked = os.environ.get(VARIABLE, "").strip().lower()
    if asked and asked not in BACKENDS:
        raise EngineError(f"{VARIABLE}={asked}: must be {listed(BACKENDS)}, or empty to choose for me")
    names = [asked] if asked else list(BACKENDS)
    for name in names:
        if _is_there(NEEDS[name]):
            return cast("Backend", importlib.import_module(BACKENDS[name], __name__))
    wanted = listed([NEEDS[name] for name in names])
    raise EngineError(f"this Python can import no raster library ({wanted}): install rasterio, or GDAL's Python module")


def _is_there(library: str) -> bool:
    try:
        return find_spec(library) is not None
    except ModuleNotFoundError:  # of the package that holds it
        return False
