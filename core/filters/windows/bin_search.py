"""Find the bin that holds the pixel at a place in order, for every window of a block.

Bins are numbers below 256. Groups of 16 are searched first, then the bins of the group (Perreault and Hébert, 2007).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Optional

import numpy as np

from ...arrays import Array
from .histograms import BATCH_WINDOWS, WORD, ColumnHistograms, Fields

GROUP = 16
"""Bins that are searched together."""
MOST_BINS = GROUP * GROUP
"""A search in two steps finds one of so many."""


@dataclass(frozen=True)
class Found:
    """The places of the wanted pixels: flat arrays over some rows of windows."""

    bins: Array
    below: Array
    """How many of the window's pixels lie in lower bins."""


class BinSearch:
    """Searches the windows of a block, rows from above, for the bins of the pixels at wanted places.

    `lines` (rows, columns), unsigned, are numbers of `bins` bins, and `bins` itself where a pixel does not count; `box`
    are the rows and columns around a window of `count` pixels; `cells`: number of parts that lie side by side.
    """

    def __init__(self, lines: Array, bins: int, box: tuple[int, int], count: int, cells: int = 1) -> None:
        self.height, self.width = lines.shape[0] - box[0] + 1, lines.shape[1] - cells * (box[1] - 1)
        self.batch = max(BATCH_WINDOWS // self.width, 1)
        """Rows of windows that are worth searching together."""
        self.fields = Fields(count)
        self.groups = -(-bins // GROUP)
        self.words = self.fields.words(GROUP)
        self.outside = self.groups * GROUP
        """The number of pixels that do not count."""
        self.numbers = lines if self.outside == bins else np.where(lines == bins, np.uint16(self.outside), lines)

    def find(self, lower: Array, upper: Array) -> tuple[Found, Found]:
        """Return what is found at the places `lower` and `upper` of the windows of the next rows, both flat.

        Places are from 0 to below the number of pixels that count; where none does, any bin is found.
        """
        low = self.fields.everywhere(lower)
        high = low if upper is lower else self.fields.everywhere(upper)
        return self._bins((low, high), self._groups(low, high))

    def _groups(self, low: Array, high: Array) -> tuple[Found, Found]:
        """Return the groups of bins that hold the wanted places."""
        running = self._counted(len(low) // self.width)
        self.fields.accumulate(running)
        found = self._found(running, low, self.groups, None)
        return found, found if high is low else self._found(running, high, self.groups, None)

    def _counted(self, count: int) -> Array:
        """Return the counts (words, windows) of the groups in the next `count` rows of windows."""
        raise NotImplementedError

    def _found(self, running: Array, places: Array, bins: int, before: Optional[Array]) -> Found:
        """Return the bin of each place in running counts, and the count below it; `before` is that of no bin."""
        found = np.minimum(self.fields.reached(running, places), bins - 1)
        below = self.fields.at(running, np.maximum(found - 1, 0))
        np.copyto(below, 0 if before is None else before, where=found == 0)
        return Found(found, below)

    def _bins(self, wanted: tuple[Array, Array], groups: tuple[Found, Found]) -> tuple[Found, Found]:
        """Return the bins that hold the wanted places, once their groups are known.

        Both places of a window mostly lie in one group; where they do not, the other group is looked at as well.
        """
        (low, high), (group, other) = wanted, groups
        apart = np.flatnonzero(group.bins != other.bins)
        part = Found(other.bins[apart], other.below[apart])
        running, further = self._gathered(group.bins, part.bins, apart)
        self.fields.accumulate(running, self.fields.everywhere(group.below))
        lower = self._found(running, low, GROUP, group.below)
        upper = lower if high is low else self._found(running, high, GROUP, group.below)
        lower.bins[...] += group.bins * GROUP
        if high is low:
            return lower, lower
        if len(apart):
            self.fields.accumulate(further, self.fields.everywhere(part.below))
            found = self._found(further, high[apart], GROUP, part.below)
            upper.bins[apart], upper.below[apart] = found.bins, found.below
        upper.bins[...] += other.bins * GROUP
        return lower, upper

    def _gathered(self, groups: Array, others: Array, apart: Array) -> tuple[Array, Array]:
        """Return the counts (words, windows) of the bins of `groups`, and of `others` for the windows `apart`.

        Of the rows of windows that were counted last.
        """
        raise NotImplementedError


class BoxSearch(BinSearch):
    """Searches windows that are boxes."""

    def __init__(self, lines: Array, bins: int, box: tuple[int, int], cells: int = 1) -> None:
        rows, self.cols = box
        super().__init__(lines, bins, box, rows * self.cols, cells)
        parts = (cells, lines.shape[1] // cells)
        self._fine = ColumnHistograms(self.outside, parts, self.cols, self.fields)
        self._fine_rows = self._fine.slide(self.numbers, rows)
        self._coarse = ColumnHistograms(self.groups, parts, self.cols, self.fields)
        self._coarse_rows = self._coarse.slide(self.numbers // GROUP, rows)

    def _counted(self, count: int) -> Array:
        counts = np.empty((len(self._coarse.sums), count * self.width), WORD)
        for number, _ in enumerate(islice(self._coarse_rows, count)):
            self._coarse.windows(counts[:, number * self.width : (number + 1) * self.width])
        return counts

    def _gathered(self, groups: Array, others: Array, apart: Array) -> tuple[Array, Array]:
        out, further = (np.empty((self.words, len(some)), WORD) for some in (groups, others))
        width = self.width
        starts = np.searchsorted(apart, np.arange(0, len(groups) + 1, width))
        columns = self._fine.columns
        for number, _ in enumerate(islice(self._fine_rows, len(groups) // width)):
            here, more = np.s_[number * width : (number + 1) * width], np.s_[starts[number] : starts[number + 1]]
            wanted = np.concatenate([groups[here], others[more]]) if len(others) else groups[here]
            self._fine.summed(int(wanted.min()) * self.words, (int(wanted.max()) + 1) * self.words)
            self._gather(groups[here], columns, out[:, here])
            if more.start < more.stop:
                self._gather(others[more], columns[apart[more] % width], further[:, more])
        return out, further

    def _gather(self, groups: Array, columns: Array, out: Array) -> None:
        flat, step = self._fine.sums.reshape(-1), self._fine.sums.shape[1]
        place = groups * (self.words * step) + columns
        for line in out:
            np.subtract(flat[place + self.cols], flat[place], out=line)
            place += step
