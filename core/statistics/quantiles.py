"""Compute median, percentiles and the spreads made of them, exactly as NumPy gives them for the whole array.

The pixel of a given rank is sought by narrowing: the interval that holds it is split in each pass. The normalised
median absolute deviation needs a second search, for distances from a median that is not yet known; both run at
once. The argument for its number of passes (float32: three in all):

- the k-th smallest distance is known to within the width of the interval in which it ends on the side away from
  zero, because intervals grow with the distance from zero; on that side it touches a handful of intervals, and the
  second pass resolves all of them together with the median;
- then the count of distances on that side is exact for any limit, and only one interval on the other side, however
  many there are near zero, can hold the limit sought; the third pass resolves it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from ..arrays import Array, Number
from .distribution import Distribution, Wanted
from .keys import IntegerLine
from .spec import StatisticSpec

NMAD_FACTOR = 1.4826
FEW = 16
"""Intervals on both sides of the median that are split at once; more than these are left for the next pass."""


def quantile(distribution: Distribution, fraction: float) -> Number:
    """Return the quantile as `numpy.quantile(valid, fraction)` (linear); NaN without a valid pixel."""
    total = distribution.total
    if total == 0:
        return math.nan
    position = (total - 1) * fraction
    below = math.floor(position)
    low = distribution.value_at(below)
    if position == below:
        # The neighbour has no weight, and was not sought.
        return distribution.line.between(low, low, 0.0)
    return distribution.line.between(low, distribution.value_at(below + 1), position - below)


def seek_quantile(distribution: Distribution, fraction: float) -> Wanted:
    """Return the intervals that hold the two pixels around a quantile, where they are not resolved yet."""
    return Wanted(shared=_unresolved(distribution, _ranks(distribution, fraction)))


def median(distribution: Distribution) -> Number:
    """Return the median as `numpy.median`, the mean of the two middle pixels; NaN without a valid pixel."""
    ranks = _middle(distribution)
    if not ranks:
        return math.nan
    low, high = (distribution.value_at(rank) for rank in ranks)
    return distribution.line.midpoint(low, high)


def seek_median(distribution: Distribution) -> Wanted:
    """Return the intervals that hold the middle pixels, where they are not resolved yet."""
    return Wanted(urgent=_unresolved(distribution, _middle(distribution)))


def percentile_range(distribution: Distribution, low: float, high: float) -> Number:
    """Return the difference of two percentiles, given in percent."""
    return quantile(distribution, high / 100) - quantile(distribution, low / 100)


def seek_percentile_range(distribution: Distribution, low: float, high: float) -> Wanted:
    """Return what both percentiles need."""
    return seek_quantile(distribution, low / 100) | seek_quantile(distribution, high / 100)


def _ranks(distribution: Distribution, fraction: float) -> tuple[int, ...]:
    if distribution.total == 0:
        return ()
    position = (distribution.total - 1) * fraction
    return tuple(sorted({math.floor(position), math.ceil(position)}))


def _middle(distribution: Distribution) -> tuple[int, ...]:
    total = distribution.total
    return ((total - 1) // 2, total // 2) if total else ()


def _unresolved(distribution: Distribution, ranks: tuple[int, ...]) -> tuple[int, ...]:
    holders = {distribution.interval_of(rank) for rank in ranks}
    return tuple(sorted(holder for holder in holders if not distribution.resolved[holder]))


@dataclass(frozen=True)
class Distances:
    """The distances of the pixels of each interval from the median, at least and at most, as far as that is known."""

    near: Array
    far: Array
    centre: Array
    """Boolean: the median may lie within the interval."""
    right: Array
    """Boolean: the interval lies above the median."""

    def bracket(self, count: Array, rank: int) -> tuple[Any, Any]:
        """Return limits of the distance of this rank."""
        low, high = (_ranked(distance, count, rank) for distance in (self.near, self.far))
        return low, high


def _ranked(distance: Array, count: Array, rank: int) -> Any:
    order = np.argsort(distance, kind="stable")
    return distance[order[np.searchsorted(np.cumsum(count[order]), rank, side="right")]]


def _distances(distribution: Distribution) -> Distances:
    low, high = (distribution.interval_of(rank) for rank in _middle(distribution))
    first, last, line = distribution.first, distribution.last, distribution.line
    if isinstance(line, IntegerLine):
        return _integer_distances(distribution, low, high)
    least = line.midpoint(float(first[low]), float(first[high]))
    most = line.midpoint(float(last[low]), float(last[high]))
    with np.errstate(over="ignore"):
        # Rounded subtraction is monotonic, so these are limits of numpy's rounded |x - median| as well.
        near = np.maximum(np.maximum(first - most, least - last), 0.0)
        far = np.maximum(last - least, most - first)
    return Distances(near, far, (first <= most) & (last >= least), first > most)


def _integer_distances(distribution: Distribution, low: int, high: int) -> Distances:
    """Return distances between keys as uint64, exact at any size.

    Where the median is known and lies half-way between two integers, all distances are half a unit too large.
    """
    first, last = distribution.low, distribution.high
    twice_least, twice_most = (int(edge[low]) + int(edge[high]) for edge in (first, last))
    least, most = np.uint64(twice_least // 2), np.uint64((twice_most + 1) // 2)
    right = first > (least if twice_least == twice_most else most)
    near = np.maximum(_above(first, most), _above(least, last))
    far = np.maximum(_above(last, least), _above(most, first))
    if twice_least == twice_most:
        near = np.where(right, _above(first, least), _above(most, last))
        far = np.where(right, _above(last, least), np.maximum(_above(most, first), _above(last, least)))
    return Distances(near, far, (first <= most) & (last >= least), right)


def _above(one: Any, other: Any) -> Array:
    return np.where(one > other, one - other, np.uint64(0))


def nmad(distribution: Distribution) -> float:
    """Return `1.4826 * numpy.median(numpy.abs(valid - numpy.median(valid)))`; NaN without a valid pixel."""
    ranks = _middle(distribution)
    if not ranks:
        return math.nan
    distances = _distances(distribution)
    ends = [distances.bracket(distribution.count, rank)[0] for rank in ranks]
    line = distribution.line
    if isinstance(line, IntegerLine):
        half = sum(int(distribution.high[distribution.interval_of(rank)]) for rank in ranks) % 2
        return NMAD_FACTOR * ((int(ends[0]) + int(ends[1]) - half) / 2)
    return NMAD_FACTOR * line.midpoint(float(ends[0]), float(ends[1]))


def seek_nmad(distribution: Distribution) -> Wanted:
    """Return the intervals that may hold the median, and those that may hold a pixel of the median distance."""
    ranks = _middle(distribution)
    if not ranks:
        return Wanted()
    distances = _distances(distribution)
    open_ = np.zeros(len(distribution.count), bool)
    for rank in ranks:
        low, high = distances.bracket(distribution.count, rank)
        open_ |= (distances.near < high) & (distances.far > low)
    open_ &= ~distribution.resolved
    centre = {*_unresolved(distribution, ranks), *_listed(open_ & distances.centre)}
    sides = [_listed(open_ & ~distances.centre & side) for side in (distances.right, ~distances.right)]
    if len(sides[0]) + len(sides[1]) <= FEW:
        return Wanted(urgent=tuple(sorted({*centre, *sides[0], *sides[1]})))
    smaller, larger = sorted(sides, key=len)
    if not smaller and not centre:
        return Wanted(shared=larger)
    if len(smaller) > FEW:
        return Wanted(urgent=tuple(sorted(centre)), shared=smaller, optional=larger)
    return Wanted(urgent=tuple(sorted({*centre, *smaller})), optional=larger)


def _listed(chosen: Array) -> tuple[int, ...]:
    return tuple(np.flatnonzero(chosen).tolist())


def percentile_name(percent: float) -> str:
    """Return the name of a percentile: `p5`, `p33.3`."""
    return f"p{float(percent):.12g}"


def percentile_spec(percent: float) -> StatisticSpec:
    """Return the record of one percentile, from 0 to 100."""
    shown = f"{float(percent):.12g}"
    return StatisticSpec(
        name=percentile_name(percent),
        label=f"Percentile {shown}",
        summary=f"The value below which {shown} percent of the valid pixels lie, linear between ranks.",
        accumulator=Distribution,
        finish=partial(quantile, fraction=percent / 100),
        seek=partial(seek_quantile, fraction=percent / 100),
        title="90th percentile" if percent == 90 else "",
    )


SPECS = (
    StatisticSpec(
        name="median",
        label="Median",
        summary="The middle value, exact at any size.",
        accumulator=Distribution,
        finish=median,
        seek=seek_median,
        title="Median",
    ),
    StatisticSpec(
        name="iqr",
        label="Interquartile range",
        summary="75th less 25th percentile.",
        accumulator=Distribution,
        finish=partial(percentile_range, low=25, high=75),
        seek=partial(seek_percentile_range, low=25, high=75),
        title="IQR",
        aliases=("interquartilerange",),
        group="spread",
    ),
    StatisticSpec(
        name="le90",
        label="LE90",
        summary="Linear error with 90 % confidence: 95th less 5th percentile.",
        accumulator=Distribution,
        finish=partial(percentile_range, low=5, high=95),
        seek=partial(seek_percentile_range, low=5, high=95),
        title="LE90",
        group="spread",
    ),
    StatisticSpec(
        name="nmad",
        label="NMAD",
        summary="Normalised median absolute deviation: 1.4826 times the median distance from the median.",
        accumulator=Distribution,
        finish=nmad,
        seek=seek_nmad,
        title="NMAD",
        group="spread",
    ),
)
