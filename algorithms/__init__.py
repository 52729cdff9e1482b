"""The panels: Processing algorithms that declare, read and translate, and leave the work to the engine."""

from __future__ import annotations

from .check import CheckEngine
from .filter import TiledFilter
from .statistics import TiledStatistics

ALGORITHMS = (TiledFilter, TiledStatistics, CheckEngine)
"""Every algorithm, in the order of the toolbox."""
