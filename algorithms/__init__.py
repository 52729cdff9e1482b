"""The panels: Processing algorithms that declare, read and translate, and leave the work to the engine."""

from __future__ import annotations

from .check import CheckEngine
from .filter import TiledFilter
from .grid import TilingGrid
from .own import OwnFunction
from .statistics import TiledStatistics
from .tool import FILTER_TOOLS
from .zonal import ZonalStatistics

ALGORITHMS = (TiledFilter, TiledStatistics, *FILTER_TOOLS, ZonalStatistics, OwnFunction, TilingGrid, CheckEngine)
"""What makes each algorithm, in the order of the toolbox."""
