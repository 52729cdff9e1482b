"""What all ways to choose among the pixels of a window, or to count them, are given."""

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


def box_within(windows: BlockWindows) -> Optional[tuple[int, int, int, int]]:
    """Return the part of a box window that holds the valid pixels of all windows; None: there is no valid pixel.

    Much of a window larger than the raster lies outside it, wherever its centre is.
    """
    box, good, halo = windows.window.box, windows.good, windows.window.halo
    assert box is not None
    if good is None:
        return box
    sides = []
    for axis, (first, length) in enumerate(zip(box[:2], box[2:])):
        lines = np.flatnonzero(good.any(axis=1 - axis))
        if not len(lines):
            return None
        start = max(first, int(lines[0]) - (good.shape[axis] - halo - 1))
        sides.append((start, min(first + length - 1, int(lines[-1]) - halo) - start + 1))
    (row, rows), (col, cols) = sides
    return (row, col, rows, cols) if rows > 0 and cols > 0 else None


@dataclass(frozen=True)
class Choice:
    """Which of the valid pixels is wanted."""

    rule: RankRule
    blend: Callable[[Array, Array, Any], Array]
    """`blend(low, high, fraction)`: the value between the two places."""
