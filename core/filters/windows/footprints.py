"""Count few bins in windows of any shape, for some rows of windows at once.

Sums of the one-bit counts of all pixels before each, row after row, differ at the ends of a run by the counts of the
run: two operations for each run of the window. As in `histograms`, counts stand side by side in words, and differences
of whole words are exact.
"""

from __future__ import annotations

from itertools import islice

import numpy as np

from ...arrays import Array
from .bin_search import GROUP, BinSearch
from .histograms import BATCH_WINDOWS, WORD, Fields
from .moving_counts import MovingCounts, Runs
from .tallies import Reading

FOOTPRINT_COLUMNS = 512
"""Windows of a row that are looked at together: few enough for the cache with the rows that they look at."""


class RunCounts:
    """Counts of few bins in windows whose corners lie in some rows of pixels."""

    def __init__(self, pitch: int, runs: Runs, fields: Fields) -> None:
        """`pitch`: pixels of a row, of which the last are no corners."""
        self.fields = fields
        self.ends = [(row * pitch + col, length) for row, col, length in runs]
        """Where runs begin, as seen from the corner, and their lengths."""

    def sums(self, numbers: Array, bins: int) -> Array:
        """Return the counts in all pixels before each, (words, pixels + 1); numbers from `bins` do not count."""
        table = np.zeros((self.fields.words(bins), int(numbers.max(initial=bins)) + 1), WORD)
        field = np.arange(bins)
        bits = (field % self.fields.number * (8 * self.fields.dtype.itemsize)).astype(WORD)
        table[field // self.fields.number, field] = WORD.type(1) << bits
        sums = np.zeros((len(table), len(numbers) + 1), WORD)
        for line, counts in zip(sums, table):
            np.cumsum(counts[numbers], out=line[1:])
        return sums

    def windows(self, numbers: Array, bins: int, corners: Array) -> Array:
        """Return the counts (words, windows) of the windows with these corners, ascending places in flat `numbers`."""
        sums = self.sums(numbers, bins)
        length = int(corners[-1]) + 1
        counts = np.zeros((len(sums), length), WORD)
        for total, line in zip(counts, sums):
            for place, run in self.ends:
                total += line[place + run : place + run + length]
                total -= line[place : place + length]
        return counts.take(corners, axis=1)


class FootprintSearch(BinSearch):
    """Searches windows of any shape."""

    def __init__(self, lines: Array, bins: int, box: tuple[int, int], runs: Runs, cells: int = 1) -> None:
        super().__init__(lines, bins, box, sum(length for _, _, length in runs), cells)
        self.rows, pitch = box[0], lines.shape[1]
        self.columns = (np.arange(cells)[:, None] * (pitch // cells) + np.arange(self.width // cells)).reshape(-1)
        """The first columns of all windows."""
        self._coarse = RunCounts(pitch, runs, self.fields)
        bins = self.outside + GROUP - 1  # so that groups of counts are whole words
        self._fine = MovingCounts(self.numbers, bins, (cells, self.width // cells), runs, self.fields.dtype)
        self._fine_rows = self._fine.slide(self.height)
        self._next = 0

    def _counted(self, count: int) -> Array:
        lines = self.numbers[self._next : self._next + count + self.rows - 1]
        self._next += count
        corners = np.arange(count)[:, None] * lines.shape[1] + self.columns
        return self._coarse.windows(lines.reshape(-1) // GROUP, self.groups, corners.reshape(-1))

    def _gathered(self, groups: Array, others: Array, apart: Array) -> tuple[Array, Array]:
        counts, further = (np.empty((self.words, len(some)), WORD) for some in (groups, others))
        width, number = self.width, self._fine.bins // GROUP
        starts = np.searchsorted(apart, np.arange(0, len(groups) + 1, width))
        words = self._fine.counts.view(WORD).reshape(-1, self.words)
        for row, _ in enumerate(islice(self._fine_rows, len(groups) // width)):
            here, more = np.s_[row * width : (row + 1) * width], np.s_[starts[row] : starts[row + 1]]
            counts[:, here] = words.take(np.arange(0, width * number, number) + groups[here], axis=0).T
            if more.start < more.stop:
                further[:, more] = words.take(apart[more] % width * number + others[more], axis=0).T
        return counts, further


def read_footprints(lines: Array, classes: int, box: tuple[int, int], runs: Runs, reading: Reading) -> Array:
    """Return `reading` of the counts of all classes, for each window, as `read_tallies` does for boxes."""
    fields = Fields(sum(length for _, _, length in runs))
    counts = RunCounts(lines.shape[1], runs, fields)
    height, width = lines.shape[0] - box[0] + 1, lines.shape[1] - box[1] + 1
    out = np.empty((height, width), np.uint32)
    batch = max(BATCH_WINDOWS // width, 1)
    for row in range(0, height, batch):
        count = min(batch, height - row)
        corners = (np.arange(count)[:, None] * lines.shape[1] + np.arange(width)).reshape(-1)
        numbers = lines[row : row + count + box[0] - 1].reshape(-1)
        out[row : row + count] = reading.of_words(counts.windows(numbers, classes, corners), fields).reshape(-1, width)
    return out
