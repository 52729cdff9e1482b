"""Cut a frame into tiles: pure geometry in pixels, rows before columns, no files and no NumPy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Union, overload

PLACE = ("row_min", "row_max", "col_min", "col_max")
"""The names of a tile's limits, in the order in which it unpacks."""


class Tile(NamedTuple):
    """A rectangle of pixels, `row_min <= row < row_max`, in the pixel coordinates of the source raster.

    It is the tuple `(row_min, row_max, col_min, col_max)`: GeoUtils gives these numbers as an array, and what people
    do with that (unpack it, index it, compare it as an array) works alike.
    """

    row_min: int
    row_max: int
    col_min: int
    col_max: int

    def __str__(self) -> str:
        return f"rows {self.row_min} to {self.row_max}, columns {self.col_min} to {self.col_max}"

    @property
    def height(self) -> int:
        """Number of rows."""
        return self.row_max - self.row_min

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.col_max - self.col_min

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.height, self.width

    def grown(self, halo: int) -> Tile:
        """Return this tile with `halo` more pixels on each side; it may reach outside the raster."""
        return Tile(self.row_min - halo, self.row_max + halo, self.col_min - halo, self.col_max + halo)

    def clipped(self, frame: Tile) -> Tile:
        """Return the part of this tile inside `frame`."""
        return Tile(
            max(self.row_min, frame.row_min),
            min(self.row_max, frame.row_max),
            max(self.col_min, frame.col_min),
            min(self.col_max, frame.col_max),
        )

    def middle(self, side: int) -> Tile:
        """Return the part in the middle with at most `side` rows and columns."""
        rows, cols = min(side, self.height), min(side, self.width)
        top, left = self.row_min + (self.height - rows) // 2, self.col_min + (self.width - cols) // 2
        return Tile(top, top + rows, left, left + cols)

    def within(self, frame: Tile) -> tuple[slice, slice]:
        """Return the slices that cut this tile out of an array covering `frame`, which must contain it."""
        return (
            slice(self.row_min - frame.row_min, self.row_max - frame.row_min),
            slice(self.col_min - frame.col_min, self.col_max - frame.col_min),
        )

    def moved(self, rows: int, cols: int) -> Tile:
        """Return this tile shifted by whole pixels."""
        return Tile(self.row_min + rows, self.row_max + rows, self.col_min + cols, self.col_max + cols)


@dataclass(frozen=True)
class TileGrid(Sequence[Tile]):
    """The tiles that cover `frame`, row-major, each `chunk` pixels large save at the right and bottom.

    Tiles are computed when asked for, so that a grid of millions costs nothing.
    """

    frame: Tile
    chunk: tuple[int, int]
    """Rows and columns of a whole tile."""

    @property
    def rows(self) -> int:
        """Number of rows of tiles."""
        return -(-self.frame.height // self.chunk[0])

    @property
    def cols(self) -> int:
        """Number of columns of tiles."""
        return -(-self.frame.width // self.chunk[1])

    def __len__(self) -> int:
        return self.rows * self.cols

    @overload
    def __getitem__(self, index: int) -> Tile: ...

    @overload
    def __getitem__(self, index: slice) -> list[Tile]: ...

    def __getitem__(self, index: Union[int, slice]) -> Any:
        if isinstance(index, slice):
            return [self[position] for position in range(*index.indices(len(self)))]
        position = index + len(self) if index < 0 else index
        if not 0 <= position < len(self):
            raise IndexError(f"tile {index} of {len(self)}")
        row, col = divmod(position, self.cols)
        row_min = self.frame.row_min + row * self.chunk[0]
        col_min = self.frame.col_min + col * self.chunk[1]
        return Tile(row_min, row_min + self.chunk[0], col_min, col_min + self.chunk[1]).clipped(self.frame)


def in_panels(grid: TileGrid, cols: int) -> Iterator[Tile]:
    """Yield the tiles of `grid` panel by panel, each `cols` tiles wide and worked through from top to bottom.

    Tiles that share source blocks then follow each other closely, however wide the raster is.
    """
    for left in range(0, grid.cols, max(cols, 1)):
        for row in range(grid.rows):
            for col in range(left, min(left + max(cols, 1), grid.cols)):
                yield grid[row * grid.cols + col]


def whole(height: int, width: int) -> Tile:
    """Return the tile that is the whole raster."""
    return Tile(0, height, 0, width)
