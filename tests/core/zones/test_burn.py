"""Which pixels belong to a polygon: against cutting each polygon to each pixel, and the same for every tile."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from slow_zones import star, weights
from tiled_raster.core.tiles import Tile, TileGrid
from tiled_raster.core.zones.burn import FULL, RULES, pixels_of
from tiled_raster.core.zones.polygons import Polygons

HEIGHT, WIDTH = 23, 31


def shapes() -> list[Any]:
    rng = np.random.default_rng(7)
    single = [
        [[star(rng, *rng.uniform((-3, -3), (WIDTH + 3, HEIGHT + 3)), radius)]] for radius in (0.3, 0.8, 2, 5, 9, 40)
    ]
    hole = [[star(rng, 15, 12, 9), star(rng, 15, 12, 2.5)]]
    parts = [[star(rng, 6, 6, 4)], [star(rng, 24, 17, 4)]]
    square = np.array([[4, 4], [9, 4], [9, 8], [4, 8], [4, 4]], float)
    sliver = np.array([[2.2, 1.1], [20.3, 1.4], [20.3, 1.45], [2.2, 1.15], [2.2, 1.1]])
    return [*single, hole, parts, [[square]], [[square + 0.25]], [[sliver]], [], [[star(rng, 90, 90, 5)]]]


def burned(rule: str, chunk: tuple[int, int]) -> np.ndarray:
    polygons = Polygons.of(shapes())
    made = np.zeros((polygons.count, HEIGHT, WIDTH))
    for tile in TileGrid(Tile(0, HEIGHT, 0, WIDTH), chunk):
        for zones, pixel, weight in pixels_of(polygons, tile, rule):
            row, col = tile.row_min + pixel // tile.width, tile.col_min + pixel % tile.width
            assert not made[zones, row, col].any(), "a pixel comes once"
            made[zones, row, col] = 1 if weight is None else weight / FULL
    return made


@pytest.mark.parametrize("rule", RULES)
def test_pixels_are_those_of_cutting_each_polygon_to_each_pixel(rule: str) -> None:
    found = burned(rule, (HEIGHT, WIDTH))
    for number, shape in enumerate(shapes()):
        np.testing.assert_allclose(found[number], weights(shape, rule, HEIGHT, WIDTH), atol=2e-7, err_msg=str(number))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("chunk", [(1, 31), (5, 7), (23, 4), (16, 16)])
def test_no_tile_leaves_a_trace(rule: str, chunk: tuple[int, int]) -> None:
    np.testing.assert_array_equal(burned(rule, chunk), burned(rule, (HEIGHT, WIDTH)))


@pytest.mark.parametrize("rule", ["centre", "share"])
def test_neighbours_share_their_border_out(rule: str) -> None:
    """Triangles around a point cover each pixel once, whatever the border."""
    rng = np.random.default_rng(1)
    corners = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT], [0, 0]], float)
    middle = rng.uniform((5, 5), (25, 18))
    fan = [[[np.array([middle, a, b, middle])]] for a, b in zip(corners[:-1], corners[1:])]
    total = np.zeros(HEIGHT * WIDTH)
    for _, pixel, weight in pixels_of(Polygons.of(fan), Tile(0, HEIGHT, 0, WIDTH), rule):
        np.add.at(total, pixel, 1 if weight is None else weight / FULL)
    np.testing.assert_allclose(total, 1, atol=1e-6)


def test_the_direction_of_a_ring_means_nothing() -> None:
    rng = np.random.default_rng(2)
    outer, hole = star(rng, 15, 12, 9), star(rng, 15, 12, 2)
    ways = [[[outer, hole]], [[outer[::-1], hole]], [[outer, hole[::-1]]], [[outer[::-1], hole[::-1]]]]
    found = [list(pixels_of(Polygons.of([way]), Tile(0, HEIGHT, 0, WIDTH), "share")) for way in ways]
    for one in found[1:]:
        np.testing.assert_array_equal(one[0][2], found[0][0][2])
