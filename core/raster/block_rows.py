"""Gathers tiles of any size until whole rows of output blocks are complete, so that each block is compressed once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..arrays import Array
from ..tiles import Tile


class BlockRows:
    """Rows of output blocks that are not complete yet. Tiles may come in any order and must not overlap."""

    def __init__(self, frame: Tile, count: int, dtype: str, block_shape: tuple[int, int]) -> None:
        self._frame = frame
        self._count = count
        self._dtype = dtype
        self._block_shape = block_shape
        self._rows: dict[int, Array] = {}
        self._missing: dict[int, int] = {}

    def fits(self, tile: Tile) -> bool:
        """Return whether `tile` consists of whole output blocks, as far as the raster has them."""
        rows, cols = self._block_shape
        frame = self._frame
        return (
            tile.row_min % rows == 0
            and tile.col_min % cols == 0
            and (tile.row_max % rows == 0 or tile.row_max == frame.row_max)
            and (tile.col_max % cols == 0 or tile.col_max == frame.col_max)
        )

    def add(self, tile: Tile, values: Array) -> Iterator[tuple[Tile, Array]]:
        """Take in a tile's values (bands, rows, columns) and yield the rows of blocks that it completes."""
        height = self._block_shape[0]
        for index in range(tile.row_min // height, -(-tile.row_max // height)):
            row = Tile(index * height, (index + 1) * height, self._frame.col_min, self._frame.col_max)
            row = row.clipped(self._frame)
            part = tile.clipped(row)
            if index not in self._rows:
                self._rows[index] = np.empty((self._count, *row.shape), self._dtype)
                self._missing[index] = row.height * row.width
            self._rows[index][(slice(None), *part.within(row))] = values[(slice(None), *part.within(tile))]
            self._missing[index] -= part.height * part.width
            if self._missing[index] <= 0:
                del self._missing[index]
                yield row, self._rows.pop(index)
