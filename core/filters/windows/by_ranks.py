"""Choose pixels in windows of blocks of any values, at a cost that hardly grows with the window.

A block is cut into cells with their margin, and the pixels of each are put in order once. Runs of so many pixels in
order are the bins of histograms, by which the bin of a wanted pixel is found, and how many pixels of its window come
before. The pixels of a bin are bits of a few words, in order: those that lie in the window are found, and the wanted
one is the n-th bit that is set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Union

import numpy as np

from ...arrays import Array
from .bin_search import MOST_BINS, BinSearch, BoxSearch, Found
from .bits import BITS, TOP, BoxMasks, FootprintMasks, nth_bit, running_counts
from .block_windows import BlockWindows, Choice, reach_of, shape_within
from .by_histograms import places
from .footprints import FootprintSearch
from .moving_counts import Runs

CELL = 128
"""Rows and columns of windows in a cell: more pixels make longer lists, fewer are mostly margin."""
LONGEST_CELL = 512
"""Columns of windows in a cell of few rows."""
LANES = 1200
"""Pixels of a row of cells side by side, margins included, that are searched together."""


@dataclass(frozen=True)
class Cut:
    """A way to cut a block: all cells are of one size, the last ones of a row or column shifted back to be whole."""

    box: tuple[int, int]
    """Rows and columns of a window."""
    runs: Optional[Runs]
    """The window where it is no whole box."""
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


def cut_of(shape: tuple[int, ...], box: tuple[int, int], runs: Optional[Runs]) -> Cut:
    """Return how (rows, columns) of windows are cut."""
    rows = min(shape[0], CELL)
    cols = min(shape[1], max(CELL, min(CELL * CELL // rows, LONGEST_CELL)))
    pixels = (rows + box[0] - 1) * (cols + box[1] - 1)
    return Cut(box, runs, (rows, cols), -(-pixels // (BITS * MOST_BINS)))


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
        places[0, : len(order)], places[1, : len(order)] = np.divmod(
            order.astype(np.uint32), np.uint32(pixels.shape[1])
        )
        places[0, len(order) :], places[1, len(order) :] = pixels.shape
        self.last = cut.bins * cut.words - 1
        """The last word, where a search ends that finds nothing."""
        sides = cut.cell, pixels.shape
        masks = (
            BoxMasks(places, pixels.shape, cut.box) if cut.runs is None else FootprintMasks(places, *sides, cut.runs)
        )
        self.inside = masks.words

    def pick(self, window: Array, bins: Array, number: Array) -> Array:
        """Return the values of the pixels that come, in their window and bin, after `number` others.

        `window` is the window's place in the cell, row by row.
        """
        word = np.minimum(bins * self.cut.words, self.last)
        place = np.empty(len(window), np.intp)
        rest = np.arange(len(window))
        number = number.copy()
        while True:
            words = self.inside(window, word)
            counts = running_counts(words)
            total = counts >> TOP
            found = nth_bit(words, counts, number)
            found += word * BITS
            beyond = np.flatnonzero((number >= total) & (word < self.last))
            place[rest] = found
            if not len(beyond):
                break
            number = number[beyond] - total[beyond].astype(np.intp)
            window, word, rest = window[beyond], word[beyond] + 1, rest[beyond]
        return self.values.take(place, mode="clip") if len(self.values) else np.zeros(len(place), self.values.dtype)


def _masks(places: Array, sides: tuple[int, ...], cut: Cut) -> Union[BoxMasks, FootprintMasks]:
    return BoxMasks(places, sides, cut.box) if cut.runs is None else FootprintMasks(places, cut.cell, sides, cut.runs)


def starts(length: int, cell: int) -> list[int]:
    """Return the first lines of cells that together have all of `length` lines."""
    return [min(first, length - cell) for first in range(0, length, cell)]


def select_by_ranks(windows: BlockWindows, choice: Choice, out: Array) -> None:
    """Write the wanted values into `out`, (rows, columns) without the halo."""
    shape = shape_within(windows)
    if shape is None:
        return
    cut = cut_of(out.shape, shape.box[2:], shape.runs)
    lines = reach_of(windows.block, windows.window, shape.box)
    good = None if windows.good is None else reach_of(windows.good, windows.window, shape.box)
    side = max(LANES // cut.source[1], 1)
    firsts = starts(out.shape[1], cut.cell[1])
    for row in starts(out.shape[0], cut.cell[0]):
        for number in range(0, len(firsts), side):
            corners = [(row, col) for col in firsts[number : number + side]]
            cells = [_cell(lines, good, cut, corner) for corner in corners]
            _select_in_cells(windows, choice, cells, corners, out)


def _cell(lines: Array, good: Optional[Array], cut: Cut, corner: tuple[int, int]) -> Cell:
    here = tuple(slice(first, first + side) for first, side in zip(corner, cut.source))
    return Cell(lines[here], None if good is None else good[here], cut)


def _select_in_cells(
    windows: BlockWindows, choice: Choice, cells: list[Cell], corners: list[tuple[int, int]], out: Array
) -> None:
    """Write the wanted values of cells side by side, whose first windows are at `corners`."""
    cut = cells[0].cut
    search = _search(cells, cut)
    height, width = cut.cell
    counts = np.broadcast_to(windows.counts, out.shape)
    number = np.concatenate([counts[row : row + height, col : col + width] for row, col in corners], axis=1)
    for top in range(0, height, search.batch):
        low, high, fraction = places(windows, choice.rule, number[top : top + search.batch].reshape(-1))
        lower, upper = search.find(low, high)
        values = _picked(cells, top, lower, low)
        if high is not low:
            values = choice.blend(values, _picked(cells, top, upper, high), fraction)
        lines = values.reshape(-1, len(cells), width)
        for index, (row, col) in enumerate(corners):
            out[row + top : row + top + len(lines), col : col + width] = lines[:, index]


def _search(cells: list[Cell], cut: Cut) -> BinSearch:
    lines = np.concatenate([cell.bins for cell in cells], axis=1)
    if cut.runs is not None:
        return FootprintSearch(lines, cut.bins, cut.box, cut.runs, len(cells))
    return BoxSearch(lines, cut.bins, cut.box, len(cells))


def _picked(cells: list[Cell], top: int, found: Found, wanted: Array) -> Array:
    """Return the values at the wanted places, whose bins are found, of rows of windows from `top` of cells."""
    width = cells[0].cut.cell[1]
    bins, rest = (item.reshape(-1, len(cells), width) for item in (found.bins, wanted - found.below))
    values = np.empty(bins.shape, cells[0].values.dtype)
    window = np.arange(top * width, (top + len(bins)) * width)
    for index, cell in enumerate(cells):
        picked = cell.pick(window, bins[:, index].reshape(-1), rest[:, index].reshape(-1))
        values[:, index] = picked.reshape(-1, width)
    return values.reshape(-1)
