"""Count bins in the box windows of a whole row at once, at a cost that does not grow with the window.

Each column keeps the histogram of its pixels in the window's rows; as the window moves down, one pixel comes in and one
goes out (Huang, Yang and Tang, 1979; Perreault and Hébert, 2007). Sums along the row, and their differences at the
window's width, are the histograms of the windows. Counts stand side by side in words of 64 bits, so that one addition
counts several bins: sums may run over from one count into the next, but differences of whole words are exact, since
the counts of one window fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ...arrays import Array

WORD = np.dtype("<u8")
"""Several counts, that of the lowest bin in the lowest bits."""
PANEL_COLUMNS = 1024
"""Windows of a row that are looked at together: enough to be worth NumPy's calls, few enough for the cache."""
BATCH_WINDOWS = 1 << 13
"""Windows that are searched together."""


class Fields:
    """The layout of counts in a word, wide enough for counts up to `largest`."""

    def __init__(self, largest: int) -> None:
        self.dtype = np.dtype("<u2" if largest < 1 << 16 else "<u4")
        self.number = WORD.itemsize // self.dtype.itemsize
        bits = 8 * self.dtype.itemsize
        self.ones = WORD.type(sum(1 << (bits * place) for place in range(self.number)))
        """Times this, a count stands in every field, and fields become running sums."""
        self.last = WORD.type(64 - bits)
        """Bits below the last field."""

    def words(self, bins: int) -> int:
        """Return how many words hold the counts of so many bins."""
        return -(-bins // self.number)

    def everywhere(self, counts: Any) -> Array:
        """Return counts as words that have them in every field."""
        words: Array = np.asarray(counts).astype(WORD) * self.ones
        return words

    def accumulate(self, words: Array, before: Any = None) -> None:
        """Turn `words` (words, windows), counts of consecutive bins, into counts up to and with each bin.

        `before`: words that have in every field what is to be added.
        """
        words *= self.ones
        if before is not None:
            words[0] += before
        for below, line in zip(words, words[1:]):
            line += (below >> self.last) * self.ones

    def reached(self, running: Array, places: Array) -> Array:
        """Return how many bins of `running` (words, windows) count at most `places`, words alike in every field."""
        flags = np.less_equal(running.view(self.dtype), places.view(self.dtype)).view(f"u{self.number}")
        total = flags[0].copy()  # the flags of a word side by side: few, so that bytes add up
        for line in flags[1:]:
            total += line
        number = total.view(np.uint8).reshape(-1, self.number)
        found: Array = number[:, 0].astype(np.intp)
        for column in range(1, self.number):
            found += number[:, column]
        return found

    def at(self, words: Array, bins: Array) -> Array:
        """Return the counts of one bin of each column of `words` (words, windows), as intp."""
        flat = words.view(self.dtype).reshape(-1)
        place = bins // self.number * (words.shape[1] * self.number) + bins % self.number
        counts: Array = flat[place + np.arange(words.shape[1]) * self.number].astype(np.intp)
        return counts


class ColumnHistograms:
    """The histogram of each column's pixels in the window's rows."""

    def __init__(self, bins: int, cells: tuple[int, int], cols: int, fields: Fields) -> None:
        """`cells`: number of parts that lie side by side, and columns of each; `cols`: of a window."""
        parts, width = cells
        columns = parts * width
        words = fields.words(bins)
        self.cols, self.cells = cols, cells
        self.columns = (np.arange(parts)[:, None] * width + np.arange(width - cols + 1)).reshape(-1)
        """The first columns of all windows."""
        self.counts = np.zeros((words + 1, columns), WORD)
        """(words, columns); the last word is for pixels that do not count."""
        self.sums = np.zeros((words, columns + cols), WORD)
        """Sums of all columns to the left of each, and of all."""
        number = np.append(np.arange(bins), words * fields.number)
        self._place = number // fields.number * (columns * fields.number) + number % fields.number
        self._column = np.arange(columns) * fields.number
        self._flat = self.counts.view(fields.dtype).reshape(-1)

    def slide(self, lines: Array, rows: int) -> Iterator[int]:
        """Yield the number of each row of windows, `rows` high, when the columns hold just its pixels.

        `lines` (rows, columns) are the numbers of the pixels' bins; that of all bins is for pixels that do not count.
        """
        for bottom, line in enumerate(lines):
            self._flat[self._place[line] + self._column] += 1
            top = bottom - rows + 1
            if top >= 0:
                yield top
                self._flat[self._place[lines[top]] + self._column] -= 1

    def summed(self, first: int, last: int) -> Array:
        """Bring the sums of the words from `first` up to `last`, not with it, up to date, and return them."""
        sums = self.sums[first:last]
        np.cumsum(self.counts[first:last], axis=1, out=sums[:, 1 : self.counts.shape[1] + 1])
        return sums

    def windows(self, out: Array) -> None:
        """Write the counts of the windows into `out`, words by windows."""
        sums = self.summed(0, len(self.sums))
        columns = self.counts.shape[1]
        shape = (len(sums), *self.cells)
        left, right = (sums[:, first : first + columns].reshape(shape) for first in (0, self.cols))
        windows = self.cells[1] - self.cols + 1
        np.subtract(right[..., :windows], left[..., :windows], out=out.reshape(len(sums), -1, windows))
