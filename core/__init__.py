"""The tiling engine: usable alone as a library, from the command line, and by the QGIS plugin. Never imports qgis.

Names are imported when first asked for, so that a panel can read the registries without rasterio and scipy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api import filter_raster, raster_statistics, zonal_statistics
    from .clusters import CLUSTERS, ClusterGenerator
    from .config import MultiprocConfig
    from .errors import TilingError
    from .filters import FILTERS
    from .functions import UserFunction
    from .jobs import FilterJob, StatisticsJob
    from .mapping import map_multiproc_collect, map_overlap_multiproc_save
    from .points import interpolate_points, subsample_raster
    from .progress import Progress, RecordingProgress
    from .raster import Raster
    from .report.report import StatisticsReport
    from .runs import plan, run
    from .statistics import STATISTICS
    from .tiles import Tile, TileGrid
    from .tiling.grid_array import compute_tiling
    from .zonal_job import ZonalJob

_HOME_OF = {
    "CLUSTERS": ".clusters",
    "ClusterGenerator": ".clusters",
    "FILTERS": ".filters",
    "FilterJob": ".jobs",
    "MultiprocConfig": ".config",
    "Progress": ".progress",
    "Raster": ".raster",
    "RecordingProgress": ".progress",
    "STATISTICS": ".statistics",
    "StatisticsJob": ".jobs",
    "StatisticsReport": ".report.report",
    "Tile": ".tiles",
    "TileGrid": ".tiles",
    "TilingError": ".errors",
    "UserFunction": ".functions",
    "ZonalJob": ".zonal_job",
    "compute_tiling": ".tiling.grid_array",
    "filter_raster": ".api",
    "interpolate_points": ".points",
    "map_multiproc_collect": ".mapping",
    "map_overlap_multiproc_save": ".mapping",
    "plan": ".runs",
    "raster_statistics": ".api",
    "run": ".runs",
    "subsample_raster": ".points",
    "zonal_statistics": ".api",
}

__all__ = [
    "CLUSTERS",
    "ClusterGenerator",
    "FILTERS",
    "FilterJob",
    "MultiprocConfig",
    "Progress",
    "Raster",
    "RecordingProgress",
    "STATISTICS",
    "StatisticsJob",
    "StatisticsReport",
    "Tile",
    "TileGrid",
    "TilingError",
    "UserFunction",
    "ZonalJob",
    "compute_tiling",
    "filter_raster",
    "interpolate_points",
    "map_multiproc_collect",
    "map_overlap_multiproc_save",
    "plan",
    "raster_statistics",
    "run",
    "subsample_raster",
    "zonal_statistics",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name], __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
