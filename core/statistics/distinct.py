"""Count distinct values: in memory while they are few, in sorted runs on disk where they are not.

It is a merge sort outside memory. Tiles give their distinct keys in order; what is held grows until it is too much and
is written to a temporary file as one sorted run; in the end all runs are read side by side, a block of each at a time.
Memory is bounded by what is held and by these blocks; the file takes at most a key and a count for each pixel.
"""

from __future__ import annotations

import heapq
import math
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any, Optional, Union

import numpy as np

from ..arrays import Array
from ..errors import OutputError

DISTINCT_LIMIT = 1 << 18
"""Distinct values that are kept; of more, only what they say together."""
HELD_LIMIT = 1 << 19
"""Values of all tiles that are held before they are put together."""
MERGED_LIMIT = 1 << 19
"""Values that are read of all runs at a time."""


@dataclass(frozen=True)
class Collected:
    """Distinct keys, ascending, and how often each occurs."""

    keys: Array
    count: Array


@dataclass(frozen=True)
class Summary:
    """The figures of all distinct values together, where they are too many to be kept."""

    variety: int
    mode: int
    """Key of the most frequent value, the smallest of several."""
    entropy: float
    """Of the values, in bits."""


def collected(keys: Array) -> Collected:
    """Return the distinct ones of a 1-D array of keys."""
    distinct, count = np.unique(keys, return_counts=True)
    return Collected(distinct, count.astype(np.uint32))


def added_up(findings: Sequence[Collected]) -> Collected:
    """Return distinct keys and their counts (int64) over all findings."""
    if not findings:
        return Collected(np.zeros(0, np.uint64), np.zeros(0, np.int64))
    if len(findings) == 1:
        return Collected(findings[0].keys, findings[0].count.astype(np.int64))
    keys = np.concatenate([one.keys for one in findings])
    order = np.argsort(keys, kind="stable")  # runs of sorted keys: merged, not sorted anew
    keys = keys[order]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if keys.size else order
    count = np.concatenate([one.count for one in findings]).astype(np.int64)[order]
    return Collected(keys[starts], np.add.reduceat(count, starts) if keys.size else count)


class Tally:
    """Counts every distinct key of a band, tile by tile."""

    def __init__(self, pixels: int) -> None:
        """Expect up to `pixels` valid pixels, of which an error can tell what disk they would take."""
        self._pixels = pixels
        self._held: list[Collected] = []
        self._runs: Optional[_Runs] = None

    def add(self, found: Collected) -> None:
        """Add the distinct keys of a tile. Raises OutputError where there is no disk for them."""
        self._held.append(found)
        if sum(one.keys.size for one in self._held) <= HELD_LIMIT:
            return
        held = added_up(self._held)
        self._held = [held]
        if held.keys.size > DISTINCT_LIMIT:
            self._runs = self._runs or _Runs(self._pixels)
            self._runs.append(held)
            self._held = []

    def outcome(self) -> Union[Collected, Summary]:
        """Return all keys, or what they say together where they are more than DISTINCT_LIMIT."""
        held = added_up(self._held)
        if self._runs is None:
            return held if held.keys.size <= DISTINCT_LIMIT else _summary([held], int(held.count.sum()))
        if held.keys.size:
            self._runs.append(held)
        self._held = []
        return _summary(self._runs.merged(), self._runs.pixels)

    def close(self) -> None:
        """Give up what is held, in memory and on disk."""
        self._held = []
        if self._runs is not None:
            self._runs.close()
            self._runs = None


def _summary(parts: Iterable[Collected], pixels: int) -> Summary:
    """Return what keys say that come in ascending parts."""
    variety = mode = most = 0
    alike: dict[int, int] = {}  # how many values occur so many times: these do not depend on where parts begin
    for part in parts:
        variety += part.keys.size
        best = int(np.argmax(part.count))
        if part.count[best] > most:
            mode, most = int(part.keys[best]), int(part.count[best])
        for times, values in zip(*(found.tolist() for found in np.unique(part.count, return_counts=True))):
            alike[times] = alike.get(times, 0) + values
    bits = (values * times / pixels * math.log2(times / pixels) for times, values in alike.items())
    return Summary(variety, mode, max(0.0, -math.fsum(bits)))


class _Runs:
    """Sorted runs in one temporary file, which the system removes even when this process is killed."""

    def __init__(self, pixels: int) -> None:
        self.pixels = 0
        self._most = pixels
        self._runs: list[_Run] = []
        self._file = tempfile.TemporaryFile(prefix="tiled_raster_")  # noqa: SIM115 (`close` closes it)

    def append(self, run: Collected) -> None:
        """Write a run, which is not empty. Raises OutputError."""
        count = run.count.astype(np.min_scalar_type(run.count.max()))
        try:
            start = self._file.seek(0, os.SEEK_END)
            self._file.write(run.keys.data)
            self._file.write(count.data)
            self._file.flush()
        except OSError as error:
            most_mb = self._most * (run.keys.itemsize + 1) / 1e6
            raise OutputError(
                f"{tempfile.gettempdir()}: cannot hold all different values of the raster, up to {most_mb:,.0f} MB "
                f"({error.strerror}): make room there, name another folder in TMPDIR, or leave out mode and variety"
            ) from error
        self.pixels += int(run.count.sum())
        self._runs.append(_Run(self._file, start, run.keys.dtype, count.dtype, run.keys.size))

    def merged(self) -> Iterator[Collected]:
        """Yield all keys in ascending order with their counts, each key once, many at a time."""
        block = max(MERGED_LIMIT // len(self._runs), 1)
        for run in self._runs:
            run.fill(block)
        order = [(run.first, index) for index, run in enumerate(self._runs)]
        heapq.heapify(order)
        while order:
            reached: list[int] = []
            # Keys up to this one are all in memory: of the runs that reach it, what is still on disk comes after.
            bound: Optional[int] = None
            while order and (bound is None or order[0][0] <= bound):
                reached.append(heapq.heappop(order)[1])
                end = self._runs[reached[-1]].end
                bound = end if bound is None else bound if end is None else min(bound, end)
            yield added_up([self._runs[index].take(bound) for index in reached])
            for index in reached:
                run = self._runs[index]
                run.fill(block)
                if run.keys.size:
                    heapq.heappush(order, (run.first, index))

    def close(self) -> None:
        """Remove the file."""
        self._file.close()


class _Run:
    """A sorted run in the file, of which a block is in memory."""

    def __init__(self, file: IO[bytes], start: int, keys: np.dtype[Any], count: np.dtype[Any], size: int) -> None:
        self._file = file
        self._keys_at, self._count_at = start, start + size * keys.itemsize
        self._left = size
        self.keys, self._count = np.zeros(0, keys), np.zeros(0, count)

    @property
    def first(self) -> int:
        """The smallest key in memory."""
        return int(self.keys[0])

    @property
    def end(self) -> Optional[int]:
        """The largest key in memory; None where nothing is left on disk."""
        return int(self.keys[-1]) if self._left else None

    def fill(self, block: int) -> None:
        """Read on until that many keys are in memory, or all that are left."""
        number = min(block - self.keys.size, self._left)
        if number > 0:
            self.keys = np.concatenate((self.keys, self._read(self._keys_at, self.keys.dtype, number)))
            self._count = np.concatenate((self._count, self._read(self._count_at, self._count.dtype, number)))
            self._keys_at += number * self.keys.itemsize
            self._count_at += number * self._count.itemsize
            self._left -= number

    def _read(self, start: int, kind: np.dtype[Any], number: int) -> Array:
        self._file.seek(start)
        return np.frombuffer(self._file.read(number * kind.itemsize), kind)

    def take(self, bound: Optional[int]) -> Collected:
        """Take the keys up to `bound` (None: all) out of memory, and return them."""
        keys, count = self.keys, self._count
        end = keys.size if bound is None else int(np.searchsorted(keys, keys.dtype.type(bound), side="right"))
        self.keys, self._count = keys[end:], count[end:]
        return Collected(keys[:end], count[:end])
