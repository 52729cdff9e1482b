"""Choices of pixels in box windows of blocks of any values, at a cost that hardly grows with the window.

A block is cut into cells with their margin, and the pixels of each are put in order once. Runs of so many pixels in
order are the bins of histograms, by which the bin of a wanted pixel is found, and how many pixels of its window come
before. The pixels of a bin are bits of a few words, in order: those in the window's rows, and in its columns, are the
window's, and the wanted one is the n-th bit that is set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

from ...arrays import Array
from .bin_search import BinSearch
from .bits import BITS, TOP, line_masks, nth_bit, running_counts
from .block_windows import BlockWindows, Choice, reach_of
from .by_histograms import places

LANES = 1200
"""Pixels of a row of cells side by side, margins included, that are searched together."""


@dataclass(frozen=True)
class Cut:
    """How a block is cut: all cells are of one size, the last ones of a row or column shifted back to be whole."""

    box: tuple[int, int]
    """Rows and columns of a window."""
    cell: tuple[int, int]
    """Rows and columns of windows in a cell."""
    words: int
    """Words of the pixels of a bin."""

    @property
    def source(self) -> tuple[int, int]:
        """Rows and columns that a cell looks at."""
        return self.cell[0] + self.box[0] - 1, self.cell[1] + self.box[1] - 1

    @property
    def bins(self) -> int:
        """Number of bins of a cell."""
        return -(-self.source[0] * self.source[1] // (BITS * self.words))


class Cell:
    """The pixels of a cell with its margin, in order."""

    def __init__(self, pixels: Array, good: Optional[Array], cut: Cut) -> None:
        order = np.argsort(pixels, axis=None, kind="stable" if pixels.dtype.itemsize <= 2 else None)
        if good is not None:
            order = order[good.reshape(-1)[order]]
        self.cut = cut
        self.values = pixels.reshape(-1)[order]
        size = BITS * cut.words
        self.bins = np.full(pixels.shape, cut.bins, np.uint16)
        self.bins.reshape(-1)[order] = np.arange(len(order)) // size
        places = np.zeros((2, cut.bins * size), np.uint16)
        places[0, : len(order)], places[1, : len(order)] = np.divmod(order.astype(np.uint32), np.uint32(pixels.shape[1]))
        places[0, len(order) :], places[1, len(order) :] = pixels.shape
        self.rows, self.cols = (
            line_masks(lines.reshape(-1, BITS), count, reach).reshape(-1)
            for lines, count, reach in zip(places, pixels.shape, cut.box)
        )

    def pick(self, window: Array, bins: Array, number: Array) -> Array:
        """Return the values of the pixels that come, in their window and bin, after `number` others.

        `window` is the window's place in the cell, row by row.
        """
        row, col = np.divmod(window, self.cut.cell[1])
        word = bins * self.cut.words
        step = self.cut.bins * self.cut.words
        row *= step
        col *= step
        place = np.empty(len(window), np.intp)
        rest = np.arange(len(window))
        number = number.copy()
        while True:
            words = self.rows[row + word] & self.cols[col + word]
            counts = running_counts(words)
            total = counts >> TOP
            found = nth_bit(words, counts, number)
            found += word * BITS
            beyond = np.flatnonzero(number >= total)
            place[rest] = found
            if not len(beyond):
                break
            number = number[beyond] - total[beyond].astype(np.intp)
            row, col, word, rest = row[beyond], col[beyond], word[beyond] + 1, rest[beyond]
        return self.values.take(place, mode="clip")


def starts(length: int, cell: int) -> range:
    return [min(first, length - cell) for first in range(0, length, cell)]


def select_by_ranks(windows: BlockWindows, choice: Choice, cut: Cut, out: Array) -> None:
    """Write the wanted values into `out`, (rows, columns) without the halo."""
    lines = reach_of(windows.block, windows.window, windows.window.box)
    good = None if windows.good is None else reach_of(windows.good, windows.window, windows.window.box)
    counts = np.broadcast_to(windows.counts, out.shape)
    side = max(LANES // cut.source[1], 1)
    firsts = starts(out.shape[1], cut.cell[1])
    for row in starts(out.shape[0], cut.cell[0]):
        for number in range(0, len(firsts), side):
            cols = firsts[number : number + side]
            _select_in_cells(windows, choice, cut, lines, good, counts, row, cols, out)

def _select_in_cells(windows, choice, cut, lines, good, counts, row, cols, out):
    rows = slice(row, row + cut.source[0])
    cells = []
    for col in cols:
        here = rows, slice(col, col + cut.source[1])
        cells.append(Cell(lines[here], None if good is None else good[here], cut))
    search = BinSearch(np.concatenate([cell.bins for cell in cells], axis=1), cut.bins, cut.box, len(cells))
    height, width = cut.cell
    bins = np.empty((height, len(cols), width), np.intp)
    rest = np.empty_like(bins)
    number = np.concatenate([counts[row : row + height, col : col + width] for col in cols], axis=1)
    for top in range(0, height, search.batch):
        here = np.s_[top : top + search.batch]
        low, high, fraction = places(windows, choice.rule, number[here].reshape(-1))
        lower, upper = search.find(low, high)
        bins[here] = lower.bins.reshape(-1, len(cols), width)
        rest[here] = (low - lower.below).reshape(-1, len(cols), width)
    window = np.arange(height * width)
    for index, (col, cell) in enumerate(zip(cols, cells)):
        values = cell.pick(window, bins[:, index].reshape(-1), rest[:, index].reshape(-1))
        out[row : row + height, col : col + width] = values.reshape(height, width)
