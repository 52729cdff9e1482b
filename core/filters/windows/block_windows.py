"""Hold what all ways to choose among the pixels of a window, or to count them, are given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Callable, Optional, Union

import numpy as np

from ...arrays import Array
from .moving import window_count
from .strips import strips
from .window import Window

RankRule = Callable[[Any], tuple[Any, Any, Any]]
"""`rule(count)`: (lower place, upper place, fraction of the way) of the wanted value among `count` sorted ones."""


@dataclass(frozen=True)
class BlockWindows:
    """One number for each window of a block, of the window's valid pixels."""

    block: Array
    good: Optional[Array]
    """Where pixels are valid; None: everywhere."""
    window: Window

    @classmethod
    def of(cls, block: Array, valid: Optional[Array], window: Window) -> BlockWindows:
        """Return the windows of a block; `valid` None: NaN marks nodata."""
        good = block == block if valid is None else valid
        return cls(block, None if good.all() else good, window)

    @property
    def inner(self) -> tuple[slice, slice]:
        """Rows and columns of the block without its halo."""
        halo = self.window.halo
        rows, cols = self.block.shape
        return slice(halo, rows - halo), slice(halo, cols - halo)

    @property
    def empty(self) -> bool:
        """Whether the block is all halo."""
        return min(self.block.shape) <= 2 * self.window.halo

    @cached_property
    def counts(self) -> Union[int, Array]:
        """Number of valid pixels in each window, (rows, columns) without the halo, or one number for all."""
        return self.window.count if self.good is None else counts_of(self.good, self.window)[self.inner]

    def mark_empty(self, out: Array) -> None:
        """Write NaN into `out`, a block of floats, where windows have no valid pixel; leave integers as they are."""
        if out.dtype.kind == "f" and self.good is not None:
            np.copyto(out[self.inner], np.nan, where=np.equal(self.counts, 0))


def counts_of(good: Array, window: Window) -> Array:
    """Return the number of valid pixels in each window, of the block's shape; unspecified in the halo."""
    counts = np.zeros(good.shape, np.min_scalar_type(window.count))
    for strip in strips(good.shape, window.halo):
        flat = np.ascontiguousarray(good[strip.source]).ravel()
        strip.store(np.broadcast_to(window_count(flat, window, strip), strip.length), counts)
    return counts


def reach_of(lines: Array, window: Window, box: tuple[int, int, int, int]) -> Array:
    """Return the part of a block that boxes (first row, first column, rows, columns) inside the window look at."""
    halo, (height, width) = window.halo, lines.shape
    top, left, rows, cols = box
    return lines[halo + top : height - halo + top + rows - 1, halo + left : width - halo + left + cols - 1]


@dataclass(frozen=True)
class Shape:
    """The part of a window that holds the valid pixels of all windows of a block."""

    box: tuple[int, int, int, int]
    """First row, first column, rows and columns of the box around it."""
    runs: Optional[tuple[tuple[int, int, int], ...]]
    """(row, first column, length) from the corner of the box; None: the whole box."""


def shape_within(windows: BlockWindows) -> Optional[Shape]:
    """Return the part of a window that holds the valid pixels of all windows; None: there is no valid pixel.

    Much of a window larger than the raster lies outside it, wherever its centre is.
    """
    box, good, halo = windows.window.box, windows.good, windows.window.halo
    window: Optional[Window] = windows.window
    if good is not None:
        reach = []
        for axis, length in enumerate(good.shape):
            lines = np.flatnonzero(good.any(axis=1 - axis))
            if not len(lines):
                return None
            reach.append((int(lines[0]) - (length - halo - 1), int(lines[-1]) - halo))
        window = windows.window.cropped(*reach)
        box = None if window is None else window.box
    if box is not None:
        return Shape(box, None)
    return None if window is None else _cornered(window)


def _cornered(window: Window) -> Shape:
    top, left = window.runs[0][0], min(col for _, col, _ in window.runs)
    right = max(col + length for _, col, length in window.runs)
    runs = tuple((row - top, col - left, length) for row, col, length in window.runs)
    return Shape((top, left, window.runs[-1][0] - top + 1, right - left), runs)


@dataclass(frozen=True)
class Choice:
    """The valid pixel that is wanted."""

    rule: RankRule
    blend: Callable[[Array, Array, Any], Array]
    """`blend(low, high, fraction)`: the value between the two places."""
