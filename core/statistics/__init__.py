"""Measure values by states that merge: accumulators, and the statistics that read them. No tiles, files or clusters."""

from __future__ import annotations

from .lookup import GEOUTILS_NAMES, STATISTICS, checked_percentiles, find_statistic
from .measurement import Measurement
from .spec import StatisticSpec
from .tile import band_statistics, tile_record, tile_statistics

__all__ = [
    "GEOUTILS_NAMES",
    "STATISTICS",
    "Measurement",
    "StatisticSpec",
    "checked_percentiles",
    "find_statistic",
    "band_statistics",
    "tile_record",
    "tile_statistics",
]
