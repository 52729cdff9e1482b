"""Sums of powers, and the statistics that follow from them: sum, mean, spread and shape.

Within a tile powers are summed as `powers` says, and between tiles as fractions, both without any rounding: values such
as 1e8 +- 1e-3 keep their standard deviation, and neither the tiles nor the order in which they are added make a
difference, not to the last bit. Only the finished statistic is rounded to float64.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..arrays import Number
from .powers import PowerSums
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

    @classmethod
    def nothing(cls, order: int) -> Moments:
        """Return the moments of no pixel at all."""
        return cls(0, (Fraction(0),) * order)

    @classmethod
    def of_counts(cls, values: Sequence[int], counts: Sequence[int]) -> Moments:
        """Return the moments, up to the fourth, of integers and how often each occurs."""
        pairs = [(int(value), int(count)) for value, count in zip(values, counts)]
        sums = tuple(Fraction(sum(count * value**power for value, count in pairs)) for power in (1, 2, 3, 4))
        return cls(sum(count for _, count in pairs), sums, True)

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
        "sum",
        "Sum",
        "Sum of the valid pixels.",
        Moments,
        total,
        title="Sum",
        aliases=("total",),
        group="sums",
    ),
    StatisticSpec(
        "sum_of_squares",
        "Sum of squares",
        "Sum of the squared valid pixels.",
        Moments,
        sum_of_squares,
        title="Sum of squares",
        aliases=("sum2",),
        unit="square",
        group="sums",
    ),
    StatisticSpec(
        "mean", "Mean", "Arithmetic mean of the valid pixels.", Moments, mean, title="Mean", aliases=("avg",)
    ),
    StatisticSpec(
        "std",
        "Standard deviation",
        "Square root of the variance, dividing by n.",
        Moments,
        std,
        title="Standard deviation",
        aliases=("standarddeviation", "stddev"),
        group="spread",
    ),
    StatisticSpec(
        "variance",
        "Variance",
        "Mean squared deviation from the mean, dividing by n.",
        Moments,
        variance,
        unit="square",
        group="spread",
    ),
    StatisticSpec(
        "coefficient_of_variation",
        "Coefficient of variation",
        "Standard deviation divided by the mean; empty where the mean is 0.",
        Moments,
        coefficient_of_variation,
        aliases=("cv",),
        unit="",
        group="spread",
    ),
    StatisticSpec(
        "rmse",
        "Root mean square",
        "Square root of the mean squared value: the RMSE when the raster holds differences.",
        Moments,
        rmse,
        title="RMSE",
        aliases=("rms",),
        group="spread",
    ),
    StatisticSpec(
        "skewness",
        "Skewness",
        "Third central moment over the cubed standard deviation: 0 for symmetric data; empty for constant data.",
        ShapeMoments,
        skewness,
        aliases=("skew",),
        unit="",
        group="shape",
    ),
    StatisticSpec(
        "kurtosis",
        "Kurtosis",
        "Fourth central moment over the squared variance, less 3: 0 for normal data; empty for constant data.",
        ShapeMoments,
        kurtosis,
        unit="",
        group="shape",
    ),
)
