"""Tiled Raster: filter and measure large rasters tile by tile, in QGIS, from Python and from the command line."""

from __future__ import annotations

from typing import Any


def classFactory(iface: Any) -> Any:  # noqa: N802 - the name QGIS calls
    """Return the plugin object. QGIS calls this; nothing of QGIS is imported before."""
    from .provider.plugin import TiledRasterPlugin

    return TiledRasterPlugin(iface)
