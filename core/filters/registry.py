"""List every filter: a new one is its record here, in the order of the panel."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .deviation import DIFFERENCE, OUTLIERS, ZSCORE
from .edges import LAPLACIAN, LOG, PREWITT, SOBEL
from .extremes import MAX, MIN, RANGE
from .focal_sums import COUNT, MEAN, SUM
from .frequency import MAJORITY, MINORITY, VARIETY
from .gaps import FILL_GAPS
from .gaussian import GAUSSIAN
from .morphology import BLACK_TOPHAT, CLOSING, OPENING, WHITE_TOPHAT
from .rank_filters import MEDIAN, PERCENTILE_FILTER
from .relief import ROUGHNESS, TPI, TRI
from .spec import FilterSpec
from .spread import STD, VARIANCE
from .terrain import ASPECT, HILLSHADE, SLOPE


def _registry(*specs: FilterSpec) -> Mapping[str, FilterSpec]:
    return MappingProxyType({spec.name: spec for spec in specs})


FILTERS = _registry(
    MEAN,
    MEDIAN,
    MIN,
    MAX,
    RANGE,
    SUM,
    STD,
    VARIANCE,
    PERCENTILE_FILTER,
    MAJORITY,
    MINORITY,
    VARIETY,
    COUNT,
    GAUSSIAN,
    OUTLIERS,
    FILL_GAPS,
    SOBEL,
    PREWITT,
    LAPLACIAN,
    LOG,
    OPENING,
    CLOSING,
    WHITE_TOPHAT,
    BLACK_TOPHAT,
    DIFFERENCE,
    ZSCORE,
    SLOPE,
    ASPECT,
    HILLSHADE,
    TPI,
    TRI,
    ROUGHNESS,
)
"""Every filter by name, read-only."""
