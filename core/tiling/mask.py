"""Lay the mask of a job over the pixels of a tile: where a run computes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ..arrays import Array
from ..tiles import Tile


class Area(Protocol):
    """Pixels of a raster, told tile by tile; sent to workers."""

    def inside(self, tile: Tile) -> Array:
        """Return for each pixel of the tile (rows, columns) whether it lies in the area."""


@dataclass(frozen=True)
class Mask:
    """The area of a run, and what pixels outside it are."""

    area: Area
    hides: bool = False
    """Whether pixels outside count as nodata; otherwise they get no result, and windows still see them."""


def near(area: Array, reach: int) -> Array:
    """Return where a square of `reach` pixels to each side meets the area (boolean, rows, columns)."""
    found = area
    for axis in (0, 1):
        side = found.shape[axis]
        # The number of pixels inside before each one tells for any span whether one of them lies in it.
        before = np.concatenate((np.zeros_like(found.take([0], axis), np.int64), found.cumsum(axis)), axis)
        first = np.maximum(np.arange(side) - reach, 0)
        after = np.minimum(np.arange(side) + reach + 1, side)
        found = before.take(after, axis) > before.take(first, axis)
    return found
