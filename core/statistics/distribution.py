"""Keep what is known about the values of a band: how many pixels lie in each interval of keys.

Each pass over the raster makes some intervals finer, until what was asked for is known exactly. Intervals that hold
one value only are resolved. Memory is bounded by the counters of a pass, never by the number of pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Optional

import numpy as np

from ..arrays import Array
from .distinct import Summary
from .keys import TOP_BITS, Line


@dataclass(frozen=True)
class Wanted:
    """Intervals that have to be known better, as indices into a distribution's intervals."""

    urgent: tuple[int, ...] = ()
    """Few intervals, split as finely as possible in the next pass."""
    shared: tuple[int, ...] = ()
    """Any number of intervals, which share the counters of the next pass."""
    optional: tuple[int, ...] = ()
    """Intervals worth having only where so few pixels are wanted that all of them can be collected."""
    edges: tuple[int, ...] = ()
    """Keys below which the pixels have to be counted."""
    distinct: bool = False
    """Every distinct value has to be counted."""

    def __or__(self, other: Wanted) -> Wanted:
        return Wanted(
            _united(self.urgent, other.urgent),
            _united(self.shared, other.shared),
            _united(self.optional, other.optional),
            _united(self.edges, other.edges),
            self.distinct or other.distinct,
        )

    def __bool__(self) -> bool:
        return bool(self.urgent or self.shared or self.optional or self.edges or self.distinct)


def _united(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted({*one, *other}))


@dataclass(frozen=True)
class Distribution:
    """Disjoint intervals of keys in ascending order, each with the number of its pixels, which is never 0."""

    line: Line
    low: Array
    """uint64: first key of each interval."""
    high: Array
    """uint64: last key of each interval."""
    count: Array
    """int64: valid pixels in each interval."""
    summary: Optional[Summary] = None
    """What every distinct value together says, where they were counted and are too many to be intervals."""
    histogram_bins: int = field(default=0, compare=False)
    """Bins of the histogram that the user wants; 0 for none, AUTOMATIC (see `histogram`) for a picture of it."""

    @classmethod
    def of_top(cls, line: Line, counts: Array, low: int, high: int, bins: int = 0) -> Distribution:
        """Return what the counts of the top 16 bits tell (in the raw order of patterns), and the extreme keys."""
        ordered = np.zeros(len(counts), np.int64)
        ordered[line.ordered_top()] = counts
        top = np.flatnonzero(ordered).astype(np.uint64)
        shift = np.uint64(max(line.bits - TOP_BITS, 0))
        first = top << shift
        last = first + np.uint64((1 << int(shift)) - 1)
        if len(top):
            first[0], last[-1] = max(int(first[0]), low), min(int(last[-1]), high)
        return cls(line, first, last, ordered[top.astype(np.intp)], histogram_bins=bins)

    @classmethod
    def of_values(cls, line: Line, values: Array, bins: int = 0) -> Distribution:
        """Return the exact distribution of a 1-D array of valid pixels in the line's type."""
        keys, counts = np.unique(line.keys(values), return_counts=True)
        return cls.exact(line, keys.astype(np.uint64), counts.astype(np.int64), bins)

    @classmethod
    def exact(cls, line: Line, keys: Array, counts: Array, bins: int = 0) -> Distribution:
        """Return the distribution in which every distinct value is known."""
        return cls(line, keys, keys, counts, histogram_bins=bins)

    @cached_property
    def cumulated(self) -> Array:
        """Pixels up to the end of each interval."""
        return np.cumsum(self.count)

    @property
    def total(self) -> int:
        """Number of valid pixels."""
        return int(self.cumulated[-1]) if len(self.count) else 0

    @cached_property
    def first(self) -> Array:
        """Smallest value that each interval may hold: float64, or the integer type."""
        return self.line.values(self.low)

    @cached_property
    def last(self) -> Array:
        """Largest value that each interval may hold."""
        return self.line.values(self.high)

    @cached_property
    def resolved(self) -> Any:
        """Boolean: the interval holds one value only (-0.0 and 0.0 are one)."""
        return self.first == self.last

    def interval_of(self, rank: int) -> int:
        """Return the index of the interval that holds the pixel of this rank, counted from 0."""
        return int(np.searchsorted(self.cumulated, rank, side="right"))

    def value_at(self, rank: int) -> Any:
        """Return the value of the pixel of this rank, whose interval must be resolved."""
        return self.line.scalar(int(self.high[self.interval_of(rank)]))

    def below(self, key: int) -> Optional[int]:
        """Return how many pixels have a smaller key, or None where an interval must be cut there first."""
        index = int(np.searchsorted(self.low, np.uint64(key), side="left"))
        if index and int(self.high[index - 1]) >= key:
            return None
        return int(self.cumulated[index - 1]) if index else 0

    def values_and_counts(self) -> tuple[Array, Array]:
        """Return the distinct values and their counts; every interval must be resolved. -0.0 and 0.0 are one."""
        if self.line.integer or len(self.count) < 2:
            return self.last, self.count
        starts = np.flatnonzero(np.concatenate(([True], self.last[1:] != self.last[:-1])))
        return self.last[starts], np.add.reduceat(self.count, starts)
