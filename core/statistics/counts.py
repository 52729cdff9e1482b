"""Count pixels, and find the smallest and the largest of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..arrays import Number
from .accumulator import Merging, Piece
from .spec import StatisticSpec


@dataclass(frozen=True)
class Counts:
    """Pixels in all, and valid ones."""

    total: int = 0
    valid: int = 0

    @classmethod
    def nothing(cls) -> Counts:
        """Return the counts of no pixel."""
        return cls()

    @classmethod
    def gatherer(cls, pixels: int) -> Merging:
        """Return what counts the valid pixels of a tile."""
        return Merging(cls(pixels), lambda piece: cls(0, piece.values.size))

    @classmethod
    def of_counts(cls, values: Sequence[Number], counts: Sequence[Any], pixels: Any) -> Counts:  # noqa: ARG003
        """Return the counts of pixels of which it is known how often each value occurs."""
        return cls(pixels, sum(counts))

    def merged(self, other: Counts) -> Counts:
        """Return the counts of both."""
        return Counts(self.total + other.total, self.valid + other.valid)


@dataclass(frozen=True)
class Extremes:
    """Smallest and largest valid value, as int for integers; NaN without any."""

    low: Number = math.nan
    high: Number = math.nan

    @classmethod
    def nothing(cls) -> Extremes:
        """Return the extremes of no pixel."""
        return cls()

    @classmethod
    def of(cls, piece: Piece) -> Extremes:
        """Return the extremes of one piece."""
        return cls(*piece.limits)

    @classmethod
    def gatherer(cls, pixels: int) -> Merging:  # noqa: ARG003
        """Return what finds the extremes of a tile."""
        return Merging(cls(), cls.of)

    @classmethod
    def of_counts(cls, values: Sequence[Number], counts: Sequence[Any], pixels: Any) -> Extremes:  # noqa: ARG003
        """Return the extremes of values, ascending."""
        return cls(values[0], values[-1])

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
        name="count",
        label="All pixels",
        summary="Number of pixels, valid or not.",
        accumulator=Counts,
        finish=lambda counts: counts.total,
        title="Total count",
        aliases=("totalcount",),
        integer=True,
        unit="",
        group="pixels",
        of_codes=True,
    ),
    StatisticSpec(
        name="valid_count",
        label="Valid pixels",
        summary="Number of pixels with a value.",
        accumulator=Counts,
        finish=lambda counts: counts.valid,
        title="Valid count",
        aliases=("validcount",),
        integer=True,
        unit="",
        group="pixels",
        of_codes=True,
    ),
    StatisticSpec(
        name="percentage_valid",
        label="Valid share",
        summary="Valid pixels in percent of all pixels.",
        accumulator=Counts,
        finish=percentage_valid,
        title="Percentage valid points",
        aliases=("percentagevalidpoints",),
        unit="percent",
        group="pixels",
        of_codes=True,
    ),
    StatisticSpec(
        name="min",
        label="Minimum",
        summary="Smallest valid value.",
        accumulator=Extremes,
        finish=lambda extremes: extremes.low,
        title="Min",
        aliases=("minimum",),
    ),
    StatisticSpec(
        name="max",
        label="Maximum",
        summary="Largest valid value.",
        accumulator=Extremes,
        finish=lambda extremes: extremes.high,
        title="Max",
        aliases=("maximum",),
    ),
    StatisticSpec(
        name="range",
        label="Range",
        summary="Largest less smallest valid value.",
        accumulator=Extremes,
        finish=lambda extremes: extremes.high - extremes.low,
        group="spread",
    ),
)
