"""Plan one further pass: which intervals are split, how finely, and what each tile counts for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Optional

import numpy as np

from ..arrays import Array
from .distinct import Collected, collected
from .distribution import Distribution, Wanted
from .keys import TOP_BITS, Line, in_line, raw_top

SHARED_COUNTERS = 1 << 20
"""Counters that all shared intervals of a pass have together; urgent ones have 2^16 each, and are few."""
COLLECT_LIMIT = 1 << 18
"""Where no more pixels than these are wanted, they are collected themselves instead of counted."""
STEPS = 8
"""Where no pattern of the top bits has more intervals than these, walking along them is faster than bisection."""
PIECE = 1 << 18
"""Pixels that are worked on at a time, so that intermediate arrays stay in the processor's cache."""


@dataclass(frozen=True)
class Cuts:
    """Disjoint ascending intervals of keys, each divided into counters of 2^shift keys."""

    low: tuple[int, ...] = ()
    high: tuple[int, ...] = ()
    shift: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.low)

    @property
    def sizes(self) -> list[int]:
        """Counters of each interval."""
        return [((high - low) >> shift) + 1 for low, high, shift in zip(self.low, self.high, self.shift)]


@dataclass(frozen=True)
class Counted:
    """Pixels per counter: all counters, or those that are not 0 with their indices."""

    index: Optional[Any]
    count: Array


@dataclass(frozen=True)
class TileFindings:
    """The findings of one tile in a further pass."""

    counted: Optional[Counted] = None
    collected: Optional[Collected] = None
    distinct: Optional[Collected] = None
    """Every key of the tile, where these are asked for."""


def planned_cuts(distribution: Distribution, wanted: Wanted) -> tuple[Cuts, Cuts]:
    """Return the intervals whose pixels the next pass counts, and those whose pixels it collects.

    Collecting ends the search at once, and is chosen where counting would not and the wanted pixels are few.
    """
    bits = {index: _bits(distribution, index) for index in wanted.urgent}
    shared = [index for index in wanted.shared if index not in bits]
    share = max(SHARED_COUNTERS // max(len(shared), 1), 2).bit_length() - 1
    shifts = {index: max(width - TOP_BITS, 0) for index, width in bits.items()}
    shifts.update((index, max(_bits(distribution, index) - share, 0)) for index in shared)
    if any(shifts.values()) or wanted.optional:
        everything = sorted({*shifts, *wanted.optional})
        if int(distribution.count[everything].sum()) <= COLLECT_LIMIT:
            collected = Cuts(
                tuple(distribution.low[everything].tolist()),
                tuple(distribution.high[everything].tolist()),
                (0,) * len(everything),
            )
            return _cut(distribution, {}, wanted.edges, frozenset(everything)), collected
    return _cut(distribution, shifts, wanted.edges), Cuts()


def _bits(distribution: Distribution, index: int) -> int:
    return (int(distribution.high[index]) - int(distribution.low[index])).bit_length()


def _cut(
    distribution: Distribution, shifts: dict[int, int], edges: Sequence[int], without: frozenset[int] = frozenset()
) -> Cuts:
    inside: dict[int, list[int]] = {}
    for edge in edges:
        index = int(np.searchsorted(distribution.high, np.uint64(edge)))
        if index < len(distribution.low) and int(distribution.low[index]) < edge and index not in without:
            inside.setdefault(index, []).append(edge)
    rows: list[tuple[int, int, int]] = []
    for index in sorted({*shifts, *inside}):
        low, high = int(distribution.low[index]), int(distribution.high[index])
        starts = [low, *sorted(inside.get(index, []))]
        ends = [start - 1 for start in starts[1:]] + [high]
        # An interval wanted for its edges alone needs one counter between two edges, however wide it is.
        rows.extend(
            (start, end, shifts.get(index, min((end - start).bit_length(), 63))) for start, end in zip(starts, ends)
        )
    columns = tuple(zip(*rows)) or ((), (), ())
    return Cuts(*columns)


@dataclass(frozen=True)
class CutTask:
    """Looks, in one tile, at the pixels within intervals: counts those in some, collects those in others."""

    line: Line
    counted: Cuts
    collected: Cuts
    distinct: bool = False

    @property
    def weight(self) -> int:
        """Share of memory: every distinct value of the tiles in flight takes as much as counters do."""
        return 2 if self.distinct else 1

    def __call__(self, values: Array, valid: Array) -> TileFindings:
        """Return the findings of a tile: `values` of the band's type, `valid` boolean, of the same shape."""
        counting, collecting = (_finder(self.line, cuts) for cuts in (self.counted, self.collected))
        counters: list[Any] = [np.zeros(0, np.int64)]
        keys: list[Any] = [np.zeros(0, f"u{self.line.bits // 8}")]
        for piece in valid_pieces(values, valid, self.line):
            if len(self.counted):
                counters.append(counting.counters_of(piece))
            if len(self.collected):
                keys.append(collecting.keys_of(piece))
        distinct = _distinct(self.line, values, valid) if self.distinct else None
        return TileFindings(
            _tallied(np.concatenate(counters), counting.size) if len(self.counted) else None,
            collected(np.concatenate(keys)) if len(self.collected) else None,
            distinct,
        )


def valid_pieces(values: Array, valid: Array, line: Line) -> Iterable[Any]:
    """Yield the valid pixels of a tile as 1-D arrays of the line's type, not empty, in row-major order."""
    flat, mask = in_line(values, line), np.ascontiguousarray(valid).reshape(-1)
    for start in range(0, flat.size, PIECE):
        piece, inside = flat[start : start + PIECE], mask[start : start + PIECE]
        kept = piece if inside.all() else piece[inside]
        if kept.size:
            yield kept


def _tallied(found: Array, counters: int) -> Counted:
    if found.size * 4 < counters:
        index, count = np.unique(found, return_counts=True)
        return Counted(index.astype(np.uint32), count.astype(np.uint32))
    full = np.bincount(found, minlength=counters)
    index = np.flatnonzero(full)
    if index.size * 2 < counters:
        return Counted(index.astype(np.uint32), full[index].astype(np.uint32))
    return Counted(None, full.astype(np.uint32))


def _distinct(line: Line, values: Array, valid: Array) -> Collected:
    pixels = in_line(values, line)[np.ascontiguousarray(valid).reshape(-1)]
    # Adding 0 makes -0.0 and 0.0 one value.
    return collected(line.keys(pixels if line.integer else pixels + pixels.dtype.type(0.0)))


class _Finder:
    """Finds the counter of each pixel: a table over the top 16 bits first, which drops most pixels cheaply."""

    def __init__(self, line: Line, cuts: Cuts) -> None:
        self.line = line
        kind = np.dtype(f"u{line.bits // 8}")
        sizes = cuts.sizes
        self.low, self.high = np.array(cuts.low, kind), np.array(cuts.high, kind)
        self.span = self.high - self.low
        self.shift = np.array(cuts.shift, kind)
        self.size = sum(sizes)
        self.base = np.cumsum([0, *sizes[:-1]])
        self.table, self.crowd = self._top_table(cuts)

    def _top_table(self, cuts: Cuts) -> tuple[Any, int]:
        """Return the first cut (or -1) for each pattern of the top bits, and the most cuts that one pattern has."""
        drop = max(self.line.bits - TOP_BITS, 0)
        first = np.full(1 << min(TOP_BITS, self.line.bits), -1, np.intp)  # as indices are, so that none is converted
        number = np.zeros(first.size, np.intp)
        for index, (low, high) in enumerate(zip(cuts.low, cuts.high)):
            cells = slice(low >> drop, (high >> drop) + 1)
            first[cells] = np.where(number[cells] == 0, index, first[cells])
            number[cells] += 1
        return first[self.line.ordered_top()], int(number.max())

    def keys_of(self, piece: Array) -> Array:
        """Return the keys of the pixels of a 1-D array that lie within a cut."""
        slot, offset = self._found(piece)
        return self.low.take(slot) + offset

    def counters_of(self, piece: Array) -> Array:
        """Return the counters of the pixels of a 1-D array that lie within a cut."""
        slot, offset = self._found(piece)
        if len(set(self.shift.tolist())) == 1:
            offset = offset >> self.shift[0] if self.shift[0] else offset
        else:
            offset = offset >> self.shift.take(slot)
        counters = self.base.take(slot)
        counters += offset.view(f"i{offset.dtype.itemsize}")  # a counter's number fits a signed integer
        return counters

    def _found(self, piece: Array) -> tuple[Array, Array]:
        slot = self.table.take(raw_top(piece))
        near = slot >= 0
        if not near.all():
            chosen = np.flatnonzero(near)
            slot, piece = slot.take(chosen), piece.take(chosen)
        keys = self.line.keys(piece)
        if self.crowd > STEPS:
            slot = np.searchsorted(self.low, keys, side="right") - 1
        for _ in range(self.crowd - 1 if self.crowd <= STEPS else 0):
            slot = slot + (keys > self.high.take(slot, mode="clip"))
        # Keys below the interval wrap round to a large offset (unsigned), so one comparison sees both ends.
        offset = keys - self.low.take(slot, mode="clip")
        inside = offset <= self.span.take(slot, mode="clip")
        return (slot, offset) if inside.all() else (slot[inside], offset[inside])


@lru_cache(maxsize=16)
def _finder(line: Line, cuts: Cuts) -> _Finder:
    return _Finder(line, cuts)


def refined(distribution: Distribution, cuts: Cuts, totals: Array) -> Distribution:
    """Return the distribution in which the cut intervals are replaced by their counters that are not 0."""
    slots = np.repeat(np.arange(len(cuts)), cuts.sizes)
    filled = np.flatnonzero(totals)
    slot = slots[filled]
    low, high, shift = (np.array(column, np.uint64) for column in (cuts.low, cuts.high, cuts.shift))
    offset = (filled - np.cumsum([0, *cuts.sizes[:-1]])[slot]).astype(np.uint64)
    first = low[slot] + (offset << shift[slot])
    width = (np.uint64(1) << shift[slot]) - np.uint64(1)
    last = first + np.minimum(width, high[slot] - first)
    return _replaced(distribution, cuts, first, last, totals[filled])


def with_collected(distribution: Distribution, cuts: Cuts, keys: Array, counts: Array) -> Distribution:
    """Return the distribution in which the cut intervals are replaced by the very keys of their pixels."""
    return _replaced(distribution, cuts, keys.astype(np.uint64), keys.astype(np.uint64), counts)


def _replaced(distribution: Distribution, cuts: Cuts, low: Array, high: Array, count: Array) -> Distribution:
    # A cut lies within one interval, which starts with a cut of its own or is cut there for the first time.
    starts = np.array(cuts.low, np.uint64)
    holder = np.searchsorted(distribution.low, starts, side="right") - 1
    kept = np.ones(len(distribution.low), bool)
    kept[holder] = False
    lows = np.concatenate((distribution.low[kept], low))
    order = np.argsort(lows, kind="stable")
    return replace(
        distribution,
        low=lows[order],
        high=np.concatenate((distribution.high[kept], high))[order],
        count=np.concatenate((distribution.count[kept], count)).astype(np.int64)[order],
    )
