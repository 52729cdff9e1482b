"""Sums of powers, and the statistics that follow from them: sum, mean, spread and shape.

Within a tile, powers of (value - pivot) are summed in float64 by NumPy's pairwise summation; the pivot is near the
tile's mean, so nothing cancels. Between tiles they are brought to one common pivot and added as fractions, without
any rounding: values such as 1e8 +- 1e-3 keep their standard deviation, and neither the number of tiles nor the
order in which they are added makes a difference.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Optional, Union

from .powers import PowerSums
from .spec import StatisticSpec

Sum = Optional[Fraction]
"""None: left the range of float64."""


@dataclass(frozen=True)
class Moments:
    """Moments of all tiles so far: exact sums of the powers of (value - pivot)."""

    count: int
    pivot: Fraction
    sums: tuple[Sum, ...]
    integer: bool = False
    """The values are integers, and so is their sum."""

    @classmethod
    def nothing(cls, order: int) -> Moments:
        """Return the moments of no pixel at all."""
        return cls(0, Fraction(0), (Fraction(0),) * order)

    @classmethod
    def of_counts(cls, values: Sequence[int], counts: Sequence[int]) -> Moments:
        """Return the exact moments, up to the fourth, of integers and how often each occurs."""
        pairs = [(int(value), int(count)) for value, count in zip(values, counts)]
        sums = tuple(Fraction(sum(count * value**power for value, count in pairs)) for power in (1, 2, 3, 4))
        return cls(sum(count for _, count in pairs), Fraction(0), sums, True)

    def merged(self, tile: PowerSums) -> Moments:
        """Return the moments with those of one more tile."""
        if tile.count == 0:
            return self
        sums = tuple(Fraction(part) if math.isfinite(part) else None for part in tile.sums)
        if self.count == 0:
            return type(self)(tile.count, Fraction(tile.pivot), sums, isinstance(tile.pivot, int))
        moved = _moved(tile.count, sums, Fraction(tile.pivot) - self.pivot)
        added = tuple(None if a is None or b is None else a + b for a, b in zip(self.sums, moved))
        return type(self)(self.count + tile.count, self.pivot, added, self.integer)

    def about_zero(self, power: int) -> Sum:
        """Return the sum of value ** power."""
        return _moved(self.count, self.sums, self.pivot)[power - 1]

    def central(self, power: int) -> Sum:
        """Return the mean of (value - mean) ** power; `count` must not be 0."""
        first = self.sums[0]
        if first is None:
            return None
        total = _moved(self.count, self.sums, -first / self.count)[power - 1]
        return None if total is None else total / self.count


class ShapeMoments(Moments):
    """Moments up to the fourth."""


def _moved(count: int, sums: tuple[Sum, ...], step: Fraction) -> tuple[Sum, ...]:
    """Return the sums of (value + step) powers, by the binomial theorem."""
    if step == 0:
        return sums
    known: list[Sum] = [Fraction(count), *sums]
    moved: list[Sum] = []
    for power in range(1, len(known)):
        below = known[: power + 1]
        if any(part is None for part in below):
            moved.append(None)
            continue
        terms = (math.comb(power, k) * part * step ** (power - k) for k, part in enumerate(below) if part is not None)
        moved.append(sum(terms, Fraction(0)))
    return tuple(moved)


def _number(value: Sum) -> float:
    try:
        return math.inf if value is None else float(value)
    except OverflowError:
        return math.inf


def total(moments: Moments) -> Union[int, float]:
    """Return the sum, an exact int for integers; NaN without a valid pixel."""
    exact = moments.about_zero(1)
    if moments.count == 0 or exact is None:
        return math.nan
    return exact.numerator if moments.integer else float(exact)


def sum_of_squares(moments: Moments) -> float:
    """Return the sum of the squared values; NaN without a valid pixel."""
    return _number(moments.about_zero(2)) if moments.count else math.nan


def mean(moments: Moments) -> float:
    """Return the arithmetic mean; NaN without a valid pixel."""
    exact = moments.about_zero(1)
    return math.nan if moments.count == 0 or exact is None else float(exact / moments.count)


def variance(moments: Moments) -> float:
    """Return the mean squared deviation from the mean (divided by n); NaN without a valid pixel."""
    return _number(moments.central(2)) if moments.count else math.nan


def std(moments: Moments) -> float:
    """Return the standard deviation (divided by n); NaN without a valid pixel."""
    return math.sqrt(max(variance(moments), 0.0)) if moments.count else math.nan


def rmse(moments: Moments) -> float:
    """Return the square root of the mean squared value; NaN without a valid pixel."""
    exact = moments.about_zero(2)
    return math.sqrt(_number(None if exact is None else exact / moments.count)) if moments.count else math.nan


def coefficient_of_variation(moments: Moments) -> float:
    """Return standard deviation over mean; NaN where the mean is 0."""
    middle = mean(moments)
    return std(moments) / middle if middle else math.nan


def skewness(moments: Moments) -> float:
    """Return the third central moment over the cube of the standard deviation; NaN for constant data."""
    return _shape(moments, 3)


def kurtosis(moments: Moments) -> float:
    """Return the fourth central moment over the squared variance, less 3 (a normal distribution has 0)."""
    return _shape(moments, 4) - 3.0


def _shape(moments: Moments, power: int) -> float:
    spread = moments.central(2) if moments.count else None
    part = moments.central(power) if moments.count else None
    if not spread or part is None or spread < 0:
        return math.nan
    # Even powers of the standard deviation stay fractions, so that large and small values do not overflow.
    return float(part / spread ** (power // 2)) / (math.sqrt(float(spread)) if power % 2 else 1.0)


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
