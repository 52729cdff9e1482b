"""Count many bins in windows of any shape, for a row of windows that moves down.

At each step a pixel enters and one leaves at the ends of each column of the window (Huang, Yang and Tang, 1979), so
that the cost grows with the window's columns, not with its pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ...arrays import Array
from .histograms import WORD
from .window import Window

Runs = tuple[tuple[int, int, int], ...]
"""(row, first column, length), from the corner of the box around the window."""
BRANCH = 16
"""Counts whose extreme is kept as one number above them."""
READ_AT_ONCE = 1 << 11
"""So many counts are looked through for each window; of more the extremes of `BRANCH` each are kept."""


class MovingCounts:
    """The histogram of each window of a row that moves down: `counts` (windows, bins and some more)."""

    none = 0
    """The count of a bin that does not occur."""

    def __init__(
        self, lines: Array, bins: int, cells: tuple[int, int], runs: Runs, dtype: np.dtype[Any], unit: int = 1
    ) -> None:
        """`lines` (rows, columns): numbers up to `bins`, that of pixels that do not count.

        `cells`: parts side by side, and windows of each; `unit`: histograms are multiples of it long, and pixels that
        do not count are in the last one alone.
        """
        parts, self.width = cells
        self.bins = (-(-bins // unit) + 1) * unit
        self.counts = np.full((parts * self.width, self.bins), dtype.type(self.none % (1 << 8 * dtype.itemsize)))
        self.columns = Window(runs).columns
        numbers = np.where(lines == bins, self.bins - 1, lines)
        step = np.arange(lines.shape[1] // parts) + np.arange(parts)[:, None] * self.width
        self._places = numbers.reshape(len(lines), parts, -1) + step * self.bins
        self._place = np.empty((parts, self.width), np.intp)
        self._flat = self.counts.reshape(-1)
        self._one, self._less = dtype.type(1), ~dtype.type(0)

    def slide(self, height: int) -> Iterator[int]:
        """Yield the number of each of `height` rows of windows when the counts are those of its windows."""
        for top in range(height):
            for col, row, length in self.columns:
                if top:
                    self.change(top + row - 1, col, self._less)
                for step in range(length - 1 if top else 0, length):
                    self.change(top + row + step, col, self._one)
            yield top

    def change(self, row: int, col: int, amount: Any) -> None:
        """Let pixels enter (1) or leave (the largest number, which takes one away)."""
        self._flat[self.places(row, col)] += amount

    def places(self, row: int, col: int) -> Array:
        """Return the places, in all counts, of the pixels (row, col) as seen from each window of the first row."""
        return np.subtract(self._places[row, :, col : col + self.width], col * self.bins, out=self._place)


class MovingVariety(MovingCounts):
    """Keeps the number of bins that occur, for each window."""

    def __init__(self, lines: Array, bins: int, cells: tuple[int, int], runs: Runs, dtype: np.dtype[Any]) -> None:
        super().__init__(lines, bins, cells, runs, dtype)
        self.number = np.zeros(self._place.shape, np.uint32)

    def change(self, row: int, col: int, amount: Any) -> None:
        """Count a pixel in or out, and its bin where it is the first or was the last."""
        place = self.places(row, col)
        counts = self._flat[place]
        counts += amount
        self._flat[place] = counts
        if amount == 1:
            self.number += counts == 1
        else:
            self.number -= counts == 0

    def read(self) -> Array:
        """Return the number of bins that occur in each window; pixels that do not count are in none."""
        number: Array = self.number.reshape(-1) - (self.counts[:, -1] > 0)
        return number


class MovingExtreme(MovingCounts):
    """Keeps which bin has the largest or smallest count, for each window.

    For the smallest, counts are one less: none is the largest number. Where there are many bins, extremes of
    consecutive ones are kept above them, and brought up to date where pixels entered or left.
    """

    ufunc: np.ufunc

    def __init__(self, lines: Array, bins: int, cells: tuple[int, int], runs: Runs, dtype: np.dtype[Any]) -> None:
        unit = 1
        while bins > unit * READ_AT_ONCE:
            unit *= BRANCH
        super().__init__(lines, bins, cells, runs, dtype, unit)
        self.levels = [self.counts]
        while unit > 1:
            self.levels.append(np.ascontiguousarray(self.levels[-1][:, ::BRANCH]))
            unit //= BRANCH
        self._changed: list[Array] = []

    def change(self, row: int, col: int, amount: Any) -> None:
        """Count a pixel in or out, and note where."""
        place = self.places(row, col)
        self._flat[place] += amount
        if len(self.levels) > 1:
            self._changed.append(place // BRANCH)
            if len(self._changed) == 2 * len(self.columns):
                self._renew()

    def _renew(self) -> None:
        """Bring the levels above the counts up to date."""
        if not self._changed:
            return
        blocks = np.concatenate(self._changed, axis=1).reshape(-1)
        self._changed.clear()
        for below, level in zip(self.levels, self.levels[1:]):
            words = below.reshape(-1).view(WORD)
            split = BRANCH * below.itemsize // WORD.itemsize
            gathered = np.empty((split, len(blocks)), WORD)
            place = blocks * split
            for line in gathered:
                words.take(place, out=line, mode="clip")
                place += 1
            fields = self.ufunc.reduce(gathered.view(below.dtype), axis=0).reshape(len(blocks), -1)
            found = fields[:, 0].copy()
            for column in fields.T[1:]:
                self.ufunc(found, column, out=found)
            level.reshape(-1)[blocks] = found
            blocks //= BRANCH

    def read(self) -> Array:
        """Return the number of the first bin with the extreme count in each window; any where nothing counts."""
        self._renew()
        window = np.arange(len(self.counts))
        found = self.first(self.levels[-1][:, :-1])
        for level in self.levels[-2::-1]:
            blocks = level.reshape(-1, BRANCH)[window * (level.shape[1] // BRANCH) + found]
            found = found * BRANCH + self.first(blocks)
        return found

    def first(self, counts: Array) -> Array:
        """Return the number of the first extreme count of each row."""
        raise NotImplementedError


class MovingMost(MovingExtreme):
    """Keeps the first of the bins that occur most often."""

    ufunc = np.maximum

    def first(self, counts: Array) -> Array:
        """Return the number of the first largest count of each row."""
        found: Array = counts.argmax(axis=1)
        return found


class MovingLeast(MovingExtreme):
    """Keeps the first of the bins that occur least often, but do occur."""

    ufunc = np.minimum
    none = -1

    def first(self, counts: Array) -> Array:
        """Return the number of the first smallest count of each row."""
        found: Array = counts.argmin(axis=1)
        return found
