"""Compute statistics of zones that go by the order of values: quantiles, the spread about the median, the mode."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import Array
from ..statistics.quantiles import NMAD_FACTOR
from .burn import FULL
from .zone_values import ZoneValues


def quantile(known: ZoneValues, fraction: float) -> Array:
    """Return the quantile of each zone, as `numpy.quantile` (linear); of shares as exactextract."""
    if known.is_share:
        return _share_quantile(known, fraction)
    position = (known.weight - 1) * fraction
    below = np.floor(position).astype(np.int64)
    step = position - below
    low = ranked(known, below)
    high = np.where(step > 0, ranked(known, np.minimum(below + 1, known.weight - 1)), low)
    with np.errstate(over="ignore", invalid="ignore"):
        width = high - low
        near = np.where(step >= 0.5, high - width * (1 - step), low + width * step)
        return np.where(np.isfinite(width), near, low * (1 - step) + high * step)


def ranked(known: ZoneValues, rank: Array) -> Array:
    """Return the value of the pixel of a rank, from 0, in each zone; pixels weigh 1."""
    found = np.searchsorted(known.cumulated, known.cumulated[known.runs.start[:-1]] + rank, side="right") - 1
    return known.values(found)


def median(known: ZoneValues) -> Array:
    """Return the median of each zone, the mean of its two middle pixels; of shares as exactextract."""
    if known.is_share:
        return _share_quantile(known, 0.5)
    return _midpoint(ranked(known, (known.weight - 1) // 2), ranked(known, known.weight // 2))


def _share_quantile(known: ZoneValues, fraction: float) -> Array:
    """Find, by halving in all zones at once, the last value whose place on the line is not beyond `fraction`."""
    begin, number = known.runs.start[:-1], known.variety
    wanted = fraction * (known.weight / FULL) * (number - 1)
    low, high = np.zeros_like(number), number.copy()
    while (high - low > 1).any():
        middle = (low + high) // 2
        beyond = _place(known, begin, middle, number) > wanted
        high, low = np.where(beyond, middle, high), np.where(beyond, low, np.maximum(middle, low))
    left, after = known.values(begin + low), np.minimum(low + 1, number - 1)
    right = known.values(begin + after)
    at, to = _place(known, begin, low, number), _place(known, begin, after, number)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(after > low, left + (wanted - at) * (right - left) / (to - at), left)


def _place(known: ZoneValues, begin: Array, index: Array, number: Array) -> Any:
    own = known.runs.counts[begin + index] / FULL
    before = (known.cumulated[begin + index] - known.cumulated[begin]) / FULL
    return index * own + (number - 1) * before


def nmad(known: ZoneValues) -> Array:
    """Return 1.4826 times the median distance from the median."""
    middle = median(known)
    half = (known.weight - 1) // 2, known.weight // 2
    return NMAD_FACTOR * _midpoint(*(_distance(known, middle, rank) for rank in half))


def _distance(known: ZoneValues, middle: Array, rank: Array) -> Array:
    """Return the distance from `middle` of the rank-th nearest pixel: weights from 0, halving in all zones at once.

    Distances to the left grow to the left, those to the right to the right. Taking the nearest ones first, `taken`
    of the left and as many of the right as are no farther; the halving is over those of the left.
    """
    begin, end = known.runs.start[:-1], known.runs.start[1:]
    split = _first_above(known, begin, end, middle, np.zeros_like(middle))
    low, high = np.zeros_like(begin), split - begin
    # The smallest number of runs to the left with which more than `rank` weight is taken.
    while (high > low).any():
        taken = (low + high) // 2
        enough = _weight_within(known, end, split, taken, middle) > rank
        open_ = high > low
        high, low = np.where(open_ & enough, taken, high), np.where(open_ & ~enough, taken + 1, low)
    return _last_distance(known, end, split, low, middle, rank)


def _left_distance(known: ZoneValues, split: Array, taken: Array, middle: Array) -> Array:
    """Return the distance of the farthest of `taken` runs to the left of the middle; 0 where none is taken."""
    index = np.maximum(split - taken, 0)
    return np.where(taken > 0, middle - known.values(np.minimum(index, len(known.runs.keys) - 1)), -1.0)


def _weight_within(known: ZoneValues, end: Array, split: Array, taken: Array, middle: Array) -> Any:
    reach = _left_distance(known, split, taken, middle)
    right = _first_above(known, split, end, middle, reach)
    return known.cumulated[right] - known.cumulated[split - taken]


def _last_distance(known: ZoneValues, end: Array, split: Array, taken: Array, middle: Array, rank: Array) -> Array:
    """Return the distance sought, when it is known that `taken` runs of the left suffice and one fewer does not.

    It is that of the last run taken on the left, unless the weight comes from the right already before that one;
    where all of the left do not suffice, it is on the right.
    """
    enough = _weight_within(known, end, split, taken, middle) > rank
    fewer = np.where(enough, np.maximum(taken - 1, 0), taken)
    left_weight = known.cumulated[split] - known.cumulated[split - fewer]
    need = np.maximum(rank - left_weight, 0)
    index = np.searchsorted(known.cumulated, known.cumulated[split] + need, side="right") - 1
    is_there = index < end
    right = known.values(np.minimum(index, end - 1)) - middle
    left = _left_distance(known, split, taken, middle)
    only_right = np.where(is_there, right, np.inf)
    return np.where(enough & (taken > 0), np.minimum(left, only_right), only_right)


def _first_above(known: ZoneValues, begin: Array, end: Array, middle: Array, reach: Array) -> Array:
    """Return the first run from `begin` on whose distance above `middle` is more than `reach`; `end` for none."""
    low, high = begin.copy(), end.copy()
    while (high > low).any():
        at = (low + high) // 2
        above = known.values(np.minimum(at, len(known.runs.keys) - 1)) - middle > reach
        open_ = high > low
        high, low = np.where(open_ & above, at, high), np.where(open_ & ~above, at + 1, low)
    return low


def mode(known: ZoneValues) -> Array:
    """Return the value of the greatest weight, the smallest of several."""
    best = np.zeros(len(known.runs.zones), np.int64)
    found = np.zeros(len(known.runs.zones), np.int64)
    for runs, owner, begin in known.pieces():
        counts = known.runs.counts[runs]
        most = np.maximum.reduceat(counts, begin)
        lengths = np.diff(np.concatenate((begin, [len(counts)])))
        top = np.flatnonzero(counts == np.repeat(most, lengths))
        first = top[np.searchsorted(top, begin)] + runs.start
        better = most > best[owner]
        best[owner[better]], found[owner[better]] = most[better], first[better]
    return known.exact_values(found)


def _midpoint(low: Array, high: Array) -> Array:
    with np.errstate(over="ignore"):
        total = low + high
    return np.where(np.isfinite(total), total / 2, low / 2 + high / 2)
