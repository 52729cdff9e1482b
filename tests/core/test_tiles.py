"""Tiles cover a frame once, in row-major order, whatever the chunk."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiled_raster.core.tiles import Tile, TileGrid, whole

SIDES = st.integers(1, 40)


@given(SIDES, SIDES, SIDES, SIDES, st.integers(0, 9), st.integers(0, 9))
def test_every_pixel_is_in_one_tile(
    rows: int, cols: int, chunk_rows: int, chunk_cols: int, top: int, left: int
) -> None:
    frame = Tile(top, top + rows, left, left + cols)
    seen = np.zeros((rows, cols), int)
    grid = TileGrid(frame, (chunk_rows, chunk_cols))
    for tile in grid:
        assert tile.height >= 1
        assert tile.width >= 1
        seen[tile.within(frame)] += 1
    assert (seen == 1).all()
    assert len(grid) == len(list(grid)) == len(grid[:])


def test_row_major_order_and_negative_index() -> None:
    grid = TileGrid(whole(5, 7), (3, 4))
    assert [tuple(tile) for tile in grid] == [(0, 3, 0, 4), (0, 3, 4, 7), (3, 5, 0, 4), (3, 5, 4, 7)]
    assert grid[-1] == grid[3]
    assert grid[1:3] == [grid[1], grid[2]]


def test_index_beyond_the_grid() -> None:
    grid = TileGrid(whole(5, 7), (3, 4))
    with pytest.raises(IndexError, match="tile 4 of 4"):
        grid[4]
    with pytest.raises(IndexError):
        grid[-5]


def test_grown_tile_is_clipped_at_the_frame() -> None:
    frame = whole(10, 10)
    tile = Tile(0, 4, 6, 10)
    assert tile.grown(3) == Tile(-3, 7, 3, 13)
    assert tile.grown(3).clipped(frame) == Tile(0, 7, 3, 10)
    assert tuple(tile) == (0, 4, 6, 10)
    assert str(tile) == "rows 0 to 4, columns 6 to 10"


def test_a_grid_of_millions_costs_nothing() -> None:
    grid = TileGrid(whole(10**6, 10**6), (1, 1))
    assert len(grid) == 10**12
    assert grid[10**12 - 1] == Tile(10**6 - 1, 10**6, 10**6 - 1, 10**6)


@given(SIDES, SIDES, SIDES, st.integers(-9, 9), st.integers(-9, 9))
def test_the_middle_lies_within_and_as_far_from_both_sides(
    rows: int, cols: int, side: int, top: int, left: int
) -> None:
    frame = Tile(top, top + rows, left, left + cols)
    middle = frame.middle(side)
    assert middle.shape == (min(side, rows), min(side, cols))
    assert middle.clipped(frame) == middle
    for before, after in (
        (middle.row_min - frame.row_min, frame.row_max - middle.row_max),
        (middle.col_min - frame.col_min, frame.col_max - middle.col_max),
    ):
        assert 0 <= after - before <= 1
