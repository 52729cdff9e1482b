"""Find what every statistic of zones asks for in their runs; each part when it is needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Union

import numpy as np

from ..arrays import Array
from .burn import FULL
from .runs import Runs

PIECE = 1 << 20
"""Runs that are worked on at a time where all of them have to be looked at."""


@dataclass(frozen=True)
class ZoneValues:
    """The runs of some zones. Arrays over zones are in the order of `runs.zones`."""

    runs: Runs
    totals: Array
    """int64: the weight of all pixels of each zone, valid or not."""
    is_share: bool = False
    """Weights are parts of FULL, and definitions those of shares."""

    @property
    def unit(self) -> int:
        """The weight of one whole pixel."""
        return FULL if self.is_share else 1

    @cached_property
    def cumulated(self) -> Array:
        """int64: weights up to the end of each run, over all zones; with a 0 in front."""
        total = np.empty(len(self.runs.counts) + 1, np.int64)
        total[0] = 0
        np.cumsum(self.runs.counts, out=total[1:])
        return total

    @cached_property
    def weight(self) -> Array:
        """int64: the weight of the valid pixels of each zone, never 0."""
        return np.diff(self.cumulated[self.runs.start])

    @property
    def pixels(self) -> Array:
        """The number of valid pixels: int64, or float64 where pixels have shares."""
        return self.weight / FULL if self.is_share else self.weight

    def values(self, index: Union[Array, slice]) -> Array:
        """Return the values of some runs in float64, integers beyond 2^53 rounded."""
        return self._known[index] if len(self.runs.keys) <= PIECE else self._decoded(index)

    @cached_property
    def _known(self) -> Array:
        return self._decoded(slice(None))

    def _decoded(self, index: Union[Array, slice]) -> Array:
        return self.runs.line.values(self.runs.keys[index]).astype(np.float64, copy=False)

    def exact_values(self, index: Array) -> Array:
        """Return the values of some runs: float64, 64-bit integers as they are."""
        known = self.runs.line.values(self.runs.keys[index])
        return known if known.dtype.itemsize == 8 else known.astype(np.float64)

    @cached_property
    def first(self) -> Array:
        """The smallest values."""
        return self.exact_values(self.runs.start[:-1])

    @cached_property
    def last(self) -> Array:
        """The largest values."""
        return self.exact_values(self.runs.start[1:] - 1)

    @cached_property
    def variety(self) -> Array:
        """The number of different values."""
        return np.diff(self.runs.start)

    @cached_property
    def is_plain(self) -> bool:
        """Whether every run weighs 1."""
        return not self.is_share and int(self.runs.counts.max()) == 1

    def pieces(self) -> Iterator[tuple[slice, Array, Array]]:
        """Yield runs, the zones that they are of (places) and where each of these begins among them.

        A zone is cut at multiples of PIECE from its own begin, so that sums do not depend on its neighbours.
        """
        start = self.runs.start
        cuts = [np.arange(begin, end, PIECE) for begin, end in zip(start[:-1], start[1:]) if end - begin > PIECE]
        begins = np.unique(np.concatenate([start[:-1], *cuts]))
        owner = np.searchsorted(start, begins, side="right") - 1
        ends = np.concatenate((begins[1:], start[-1:]))
        group = (ends - 1) // PIECE
        for own in np.split(np.arange(len(begins)), np.flatnonzero(np.diff(group)) + 1):
            if own.size:
                yield slice(begins[own[0]], ends[own[-1]]), owner[own], begins[own] - begins[own[0]]
