"""Cut a block into strips: bands of rows so small that intermediate arrays stay in the processor's cache.

Inside a strip every array is flat and contiguous, and a neighbour is a fixed distance away: `row * width + column`.
Rows run into each other there, which only spoils pixels in the halo, and those are never used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

from ...arrays import Array

STRIP_PIXELS = 1 << 16
"""Pixels of a strip: 64 Ki, so that a few arrays fit into a level-2 cache and calls are long enough for threads."""

PANEL_COLUMNS = 64
"""Columns of a panel that is computed again by itself: several times the halo of usual windows."""


@dataclass(frozen=True)
class Strip:
    """Some rows of a block, without its halo, that are computed together."""

    row_min: int
    row_max: int
    halo: int
    width: int
    """Columns of the block, halo included."""

    @property
    def source(self) -> slice:
        """Rows of the block that the strip reads."""
        return slice(self.row_min - self.halo, self.row_max + self.halo)

    @property
    def length(self) -> int:
        """Flat distance from the first to the last computed pixel, both counted."""
        return (self.row_max - self.row_min - 1) * self.width + self.width - 2 * self.halo

    def at(self, row: int, col: int) -> int:
        """Flat index, in the strip's source, of the neighbour (row, col) of the first computed pixel."""
        return (self.halo + row) * self.width + self.halo + col

    def near(self, flat: Array, row: int, col: int) -> Array:
        """Return the neighbours (row, col) of all computed pixels: a view of length `length`."""
        start = self.at(row, col)
        return flat[start : start + self.length]

    def pixels(self, wanted: Array) -> Array:
        """Return the flat places where `wanted`, of length `length`, is true, without those between two rows."""
        places = np.flatnonzero(wanted)
        return places[places % self.width < self.width - 2 * self.halo]

    def computed(self, result: Array) -> Array:
        """Return a flat result of length `length` as rows and columns, without the halo."""
        lines = np.zeros((self.row_max - self.row_min) * self.width, result.dtype)
        lines[: self.length] = result
        return lines.reshape(-1, self.width)[:, : self.width - 2 * self.halo]

    def store(self, result: Array, out: Array) -> None:
        """Write a flat result of length `length` into its place in the block `out`."""
        rows, cols = self.row_max - self.row_min, self.width - 2 * self.halo
        target = out[self.row_min : self.row_max, self.halo : self.halo + cols]
        lines = (rows - 1) * self.width
        if rows > 1:
            target[:-1] = result[:lines].reshape(rows - 1, self.width)[:, :cols]
        target[-1] = result[lines : lines + cols]


def strips(shape: tuple[int, ...], halo: int, pixels: int = STRIP_PIXELS) -> Iterator[Strip]:
    """Yield the strips of a block of `shape`; none when the block is all halo.

    A strip is several times as high as its halo where memory allows, or most of the work would be done twice.
    """
    height, width = shape
    if height <= 2 * halo or width <= 2 * halo:
        return
    rows = max(pixels // width, min(8 * halo, 1024), 1)
    for row in range(halo, height - halo, rows):
        yield Strip(row, min(row + rows, height - halo), halo, width)


def load(block: Array, strip: Strip, dtype: Any, fill: float) -> tuple[Array, Optional[Array]]:
    """Return the strip's source, flat, with `fill` for nodata, and where it is valid (None: everywhere)."""
    part = block[strip.source]
    flat = np.empty(part.size, dtype)
    flat.reshape(part.shape)[...] = part
    valid = flat == flat
    if valid.all():
        return flat, None
    np.copyto(flat, fill, where=~valid)
    return flat, valid


def empty_like(block: Array, dtype: Any = None) -> Array:
    """Return the block that results are stored into: all NaN in the halo, which nobody reads."""
    kind = np.dtype(dtype or block.dtype)
    return np.full(block.shape, np.nan if kind.kind == "f" else 0, kind)


def narrowed(strip: Strip, wanted: Array) -> tuple[Strip, Array]:
    """Return a strip of those panels of columns where `wanted` (rows, columns) is true anywhere, side by side.

    And the columns of the strip's source that it reads: each panel brings its halo along, so that every computed
    pixel has the neighbours it had.
    """
    panel = max(PANEL_COLUMNS, 4 * strip.halo)
    starts = np.unique(np.flatnonzero(wanted.any(axis=0)) // panel) * panel
    parts = [np.arange(start, min(start + panel, wanted.shape[1]) + 2 * strip.halo) for start in starts]
    columns = np.concatenate(parts)
    return Strip(strip.row_min, strip.row_max, strip.halo, len(columns)), columns


def bounds(dtype: np.dtype[Any]) -> tuple[Any, Any]:
    """Return the lowest and highest value of a type: infinities for floats."""
    if dtype.kind == "f":
        return dtype.type(-np.inf), dtype.type(np.inf)
    limits = np.iinfo(dtype)
    return dtype.type(limits.min), dtype.type(limits.max)


def load_filled(block: Array, valid: Optional[Array], strip: Strip, fill: Any) -> tuple[Array, Optional[Array]]:
    """Return the strip's source, flat, of the block's own type, with `fill` for nodata, and where it is valid.

    `valid` None means that NaN marks nodata; validity None in the result means that all pixels are valid.
    """
    part = block[strip.source]
    flat = np.array(part, order="C").ravel()
    good = flat == flat if valid is None else np.ascontiguousarray(valid[strip.source]).ravel()
    if good.all():
        return flat, None
    np.copyto(flat, fill, where=~good)
    return flat, good
