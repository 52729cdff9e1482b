"""Keep sums of powers, and compute what follows from them: sum, mean, spread and shape.

Within a tile powers are summed as `powers` says, and between tiles as fractions, both without any rounding: values such
as 1e8 +- 1e-3 keep their standard deviation, and neither the tiles nor the order in which they are added make a
difference, not to the last bit. Only the finished statistic is rounded to float64.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from ..arrays import Number
from .powers import PowerSummer, PowerSums
from .spec import StatisticSpec

ROOT_BITS = 64
"""Binary digits of square roots, more than float64 keeps."""


@dataclass(frozen=True)
class Moments:
    """Moments of all tiles so far: `sums[k]` adds value ** (k + 1), exactly."""

    count: int
    sums: tuple[Fraction, ...]
    integer: bool = False
    """The values are integers, and so is their sum."""
    order: ClassVar[int] = 2
    """The highest power that is summed."""

    @classmethod
    def nothing(cls) -> Moments:
        """Return the moments of no pixel at all."""
        return cls(0, (Fraction(0),) * cls.order)

    @classmethod
    def gatherer(cls, pixels: int) -> PowerSummer:  # noqa: ARG003
        """Return what sums the powers of a tile."""
        return PowerSummer(cls.order)

    @classmethod
    def of_counts(cls, values: Sequence[Number], counts: Sequence[Any], pixels: Any) -> Moments:  # noqa: ARG003
        """Return the moments of values and how often each occurs."""
        integer = all(isinstance(number, int) for number in (*values, *counts))
        pairs = list(zip(values if integer else map(Fraction, values), counts))
        sums = tuple(Fraction(sum(count * value**power for value, count in pairs)) for power in range(1, cls.order + 1))
        return cls(sum(counts), sums, integer)

    def merged(self, tile: PowerSums) -> Moments:
        """Return the moments with those of one more tile."""
        if tile.count == 0:
            return self
        added = tuple(a + b for a, b in zip(self.sums, tile.sums))
        return type(self)(self.count + tile.count, added, tile.integer)

    def about_zero(self, power: int) -> Fraction:
        """Return the sum of value ** power."""
        return self.sums[power - 1]

    def central(self, power: int) -> Fraction:
        """Return the mean of (value - mean) ** power, by the binomial theorem; `count` must not be 0."""
        known, step = (Fraction(self.count), *self.sums), -self.sums[0] / self.count
        terms = (math.comb(power, k) * known[k] * step ** (power - k) for k in range(power + 1))
        return sum(terms, Fraction(0)) / self.count


class ShapeMoments(Moments):
    """Moments up to the fourth."""

    order = 4


def _number(exact: Fraction) -> float:
    """Return the nearest float64, infinite where there is none."""
    try:
        return float(exact)
    except OverflowError:
        return math.inf if exact > 0 else -math.inf


def _root(square: Fraction) -> Fraction:
    """Return the square root to ROOT_BITS digits, of any size."""
    if square == 0:
        return Fraction(0)
    size = square.numerator.bit_length() - square.denominator.bit_length()
    shift = max(ROOT_BITS - size // 2, 0)
    return Fraction(math.isqrt((square.numerator << 2 * shift) // square.denominator), 1 << shift)


def total(moments: Moments) -> Number:
    """Return the sum, an exact int for integers; NaN without a valid pixel."""
    if moments.count == 0:
        return math.nan
    exact = moments.about_zero(1)
    return exact.numerator if moments.integer else _number(exact)


def sum_of_squares(moments: Moments) -> float:
    """Return the sum of the squared values; NaN without a valid pixel."""
    return _number(moments.about_zero(2)) if moments.count else math.nan


def mean(moments: Moments) -> float:
    """Return the arithmetic mean; NaN without a valid pixel."""
    return _number(moments.about_zero(1) / moments.count) if moments.count else math.nan


def variance(moments: Moments) -> float:
    """Return the mean squared deviation from the mean (divided by n); NaN without a valid pixel."""
    return _number(moments.central(2)) if moments.count else math.nan


def std(moments: Moments) -> float:
    """Return the standard deviation (divided by n); NaN without a valid pixel."""
    return _number(_root(moments.central(2))) if moments.count else math.nan


def rmse(moments: Moments) -> float:
    """Return the square root of the mean squared value; NaN without a valid pixel."""
    return _number(_root(moments.about_zero(2) / moments.count)) if moments.count else math.nan


def coefficient_of_variation(moments: Moments) -> float:
    """Return standard deviation over mean; NaN where the mean is 0."""
    middle = moments.about_zero(1) / moments.count if moments.count else 0
    return _number(_root(moments.central(2)) / middle) if middle else math.nan


def skewness(moments: Moments) -> float:
    """Return the third central moment over the cube of the standard deviation; NaN for constant data."""
    spread = moments.central(2) if moments.count else Fraction(0)
    return _number(moments.central(3) / spread / _root(spread)) if spread > 0 else math.nan


def kurtosis(moments: Moments) -> float:
    """Return the fourth central moment over the squared variance, less 3 (a normal distribution has 0)."""
    spread = moments.central(2) if moments.count else Fraction(0)
    return _number(moments.central(4) / spread**2 - 3) if spread > 0 else math.nan


SPECS = (
    StatisticSpec(
        name="sum",
        label="Sum",
        summary="Sum of the valid pixels.",
        accumulator=Moments,
        finish=total,
        title="Sum",
        aliases=("total",),
        group="sums",
    ),
    StatisticSpec(
        name="sum_of_squares",
        label="Sum of squares",
        summary="Sum of the squared valid pixels.",
        accumulator=Moments,
        finish=sum_of_squares,
        title="Sum of squares",
        aliases=("sum2",),
        unit="square",
        group="sums",
    ),
    StatisticSpec(
        name="mean",
        label="Mean",
        summary="Arithmetic mean of the valid pixels.",
        accumulator=Moments,
        finish=mean,
        title="Mean",
        aliases=("avg",),
    ),
    StatisticSpec(
        name="std",
        label="Standard deviation",
        summary="Square root of the variance, dividing by n.",
        accumulator=Moments,
        finish=std,
        title="Standard deviation",
        aliases=("standarddeviation", "stddev"),
        group="spread",
    ),
    StatisticSpec(
        name="variance",
        label="Variance",
        summary="Mean squared deviation from the mean, dividing by n.",
        accumulator=Moments,
        finish=variance,
        unit="square",
        group="spread",
    ),
    StatisticSpec(
        name="coefficient_of_variation",
        label="Coefficient of variation",
        summary="Standard deviation divided by the mean; empty where the mean is 0.",
        accumulator=Moments,
        finish=coefficient_of_variation,
        aliases=("cv",),
        unit="",
        group="spread",
    ),
    StatisticSpec(
        name="rmse",
        label="Root mean square",
        summary="Square root of the mean squared value: the RMSE when the raster holds differences.",
        accumulator=Moments,
        finish=rmse,
        title="RMSE",
        aliases=("rms",),
        group="spread",
    ),
    StatisticSpec(
        name="skewness",
        label="Skewness",
        summary=(
            "Third central moment over the cubed standard deviation: 0 for symmetric data; empty for constant data."
        ),
        accumulator=ShapeMoments,
        finish=skewness,
        aliases=("skew",),
        unit="",
        group="shape",
    ),
    StatisticSpec(
        name="kurtosis",
        label="Kurtosis",
        summary="Fourth central moment over the squared variance, less 3: 0 for normal data; empty for constant data.",
        accumulator=ShapeMoments,
        finish=kurtosis,
        unit="",
        group="shape",
    ),
)
