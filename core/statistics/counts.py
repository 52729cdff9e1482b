"""How many pixels there are, and the smallest and largest of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..arrays import Array, Number
from .spec import StatisticSpec


@dataclass(frozen=True)
class Counts:
    """Pixels in all, and valid ones."""

    total: int = 0
    valid: int = 0

    def merged(self, other: Counts) -> Counts:
        """Return the counts of both."""
        return Counts(self.total + other.total, self.valid + other.valid)


@dataclass(frozen=True)
class Extremes:
    """Smallest and largest valid value, as int for integers; NaN without any."""

    low: Number = math.nan
    high: Number = math.nan

    @classmethod
    def of(cls, piece: Array) -> Extremes:
        """Return the extremes of a 1-D array of valid pixels; -0.0 becomes 0.0."""
        return cls(piece.min().item() + 0, piece.max().item() + 0) if piece.size else cls()

    def merged(self, other: Extremes) -> Extremes:
        """Return the extremes of both."""
        if self.low != self.low:
            return other
        if other.low != other.low:
            return self
        return Extremes(min(self.low, other.low), max(self.high, other.high))


def percentage_valid(counts: Counts) -> float:
    """Return the valid share in percent; NaN where there is no pixel at all."""
    return 100.0 * counts.valid / counts.total if counts.total else math.nan


SPECS = (
    StatisticSpec(
        "count",
        "All pixels",
        "Number of pixels, valid or not.",
        Counts,
        lambda counts: counts.total,
        title="Total count",
        aliases=("totalcount",),
        integer=True,
        unit="",
        group="pixels",
        of_codes=True,
    ),
    StatisticSpec(
        "valid_count",
        "Valid pixels",
        "Number of pixels with a value.",
        Counts,
        lambda counts: counts.valid,
        title="Valid count",
        aliases=("validcount",),
        integer=True,
        unit="",
        group="pixels",
        of_codes=True,
    ),
    StatisticSpec(
        "percentage_valid",
        "Valid share",
        "Valid pixels in percent of all pixels.",
        Counts,
        percentage_valid,
        title="Percentage valid points",
        aliases=("percentagevalidpoints",),
        unit="percent",
        group="pixels",
        of_codes=True,
    ),
    StatisticSpec(
        "min",
        "Minimum",
        "Smallest valid value.",
        Extremes,
        lambda extremes: extremes.low,
        title="Min",
        aliases=("minimum",),
    ),
    StatisticSpec(
        "max",
        "Maximum",
        "Largest valid value.",
        Extremes,
        lambda extremes: extremes.high,
        title="Max",
        aliases=("maximum",),
    ),
    StatisticSpec(
        "range",
        "Range",
        "Largest less smallest valid value.",
        Extremes,
        lambda extremes: extremes.high - extremes.low,
        group="spread",
    ),
)
