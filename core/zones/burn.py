"""Find which pixels of a tile belong to which polygon: by their centre, by any touch, or by the share covered.

Every rule works row by row on all edges that cross a row, wherever these lie, so that a pixel gets the same answer
whatever the tile. Overlapping polygons are each found by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Callable, Optional

import numpy as np

from ..arrays import Array
from ..tiles import Tile
from .polygons import Polygons, expanded

FULL = 1 << 24
"""The weight of a pixel that is covered wholly, under the rule `share`: weights are counted in such parts."""
FINE = 1 << 32
"""What is covered of a pixel is added up in whole parts of this size, so that no order of adding matters."""
BATCH_PIXELS = 1 << 20
"""Pixels of polygons' boxes that are worked on at a time: overlapping polygons may have many times those of a tile."""

SHARE = "share"

Spans = tuple[Array, Array, Array, Array, Array]
"""Runs of pixels in a row, as arrays: place of the zone, row, first column, column after the last, weight."""


def pixels_of(polygons: Polygons, tile: Tile, rule: str) -> Iterator[tuple[Array, Array, Optional[Array]]]:
    """Yield, some zones at a time in ascending order, the pixels of the tile that belong to zones.

    Three arrays: the zone, the pixel (row * width + column within the tile), its weight (1 to FULL under `share`, else
    None: each weighs 1). Sorted by zone. `rule` is a key of RULES.
    """
    for zones in _batches(polygons, tile):
        at, row, first, after, weight = RULES[rule](*_edges_near(polygons, zones, tile), tile)
        first, after = np.maximum(first, tile.col_min), np.minimum(after, tile.col_max)
        column, span = expanded(first, after - first)
        if column.size:
            pixel = (row[span] - tile.row_min) * tile.width + column - tile.col_min
            yield zones[at[span]], pixel, weight[span] if rule == SHARE else None


def covered(polygons: Polygons, tile: Tile) -> Array:
    """Return for each pixel of the tile (rows, columns) whether its centre lies in any of the polygons."""
    ends = np.zeros((tile.height, tile.width + 1), np.int32)
    for zones in _batches(polygons, tile):
        _, row, first, after, _ = by_centre(*_edges_near(polygons, zones, tile), tile)
        first, after = (np.clip(column, tile.col_min, tile.col_max) - tile.col_min for column in (first, after))
        np.add.at(ends, (row - tile.row_min, first), 1)
        np.add.at(ends, (row - tile.row_min, after), -1)
    return ends[:, :-1].cumsum(axis=1) > 0 if ends.any() else np.zeros(tile.shape, bool)


def _edges_near(polygons: Polygons, zones: Array, tile: Tile) -> tuple[Array, Array]:
    """Return the edges of zones that reach into the rows of the tile, and the place of each in `zones`."""
    edges, place = polygons.edges_of(zones)
    high, low = np.maximum(edges[:, 1], edges[:, 3]), np.minimum(edges[:, 1], edges[:, 3])
    near = (high >= tile.row_min) & (low <= tile.row_max)
    return edges[near], place[near]


def _batches(polygons: Polygons, tile: Tile) -> Iterator[Array]:
    x_min, y_min, x_max, y_max = np.asarray(polygons.boxes).T
    meets = (x_max >= tile.col_min) & (x_min <= tile.col_max) & (y_max >= tile.row_min) & (y_min <= tile.row_max)
    zones = np.flatnonzero(meets)
    if not zones.size:
        return
    wide = np.minimum(x_max[zones], tile.col_max) - np.maximum(x_min[zones], tile.col_min) + 2
    tall = np.minimum(y_max[zones], tile.row_max) - np.maximum(y_min[zones], tile.row_min) + 2
    batch = (np.cumsum(wide * tall) // BATCH_PIXELS).astype(np.int64)
    yield from np.split(zones, np.flatnonzero(np.diff(batch)) + 1)


def by_centre(edges: Array, place: Array, tile: Tile) -> Spans:
    """Return the spans of pixels whose centre lies within; one on a border belongs to the polygon right of it."""
    upward = edges[:, 1] > edges[:, 3]
    x0, y0, x1, y1 = np.where(upward[:, None], edges[:, [2, 3, 0, 1]], edges).T  # so that neighbours agree to the bit
    first = np.maximum(np.ceil(y0 - 0.5), tile.row_min).astype(np.int64)
    after = np.minimum(np.ceil(y1 - 0.5), tile.row_max).astype(np.int64)
    row, edge = expanded(first, after - first)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (x1 - x0) / (y1 - y0)
    column = np.ceil(x0[edge] + (row + 0.5 - y0[edge]) * slope[edge] - 0.5)
    order = np.lexsort((column, row, place[edge]))
    column, row, at = column[order].astype(np.int64), row[order], place[edge][order]
    # Every ring crosses a row's line an even number of times, so that crossings pair up into what lies inside.
    return at[::2], row[::2], column[::2], column[1::2], np.ones(len(at[::2]), np.int64)


def by_touch(edges: Array, place: Array, tile: Tile) -> Spans:
    """Return the spans of pixels of which any part lies within, each pixel once."""
    row, edge, _, _, x_low, x_high = _cut_by_rows(edges, tile)
    first, after = np.floor(x_low).astype(np.int64), np.ceil(x_high).astype(np.int64)
    centre = by_centre(edges, place, tile)
    at = np.concatenate((place[edge], centre[0]))
    row = np.concatenate((row, centre[1]))
    first, after = np.concatenate((first, centre[2])), np.concatenate((after, centre[3]))
    return _united(at, row, np.maximum(first, tile.col_min), np.minimum(after, tile.col_max))


def _united(at: Array, row: Array, first: Array, after: Array) -> Spans:
    """Return the union of spans, those of a zone and row that overlap or touch made one."""
    kept = after > first
    order = np.lexsort((first[kept], row[kept], at[kept]))
    at, row, first, after = (values[kept][order] for values in (at, row, first, after))
    if not at.size:
        return at, row, first, after, at
    line = np.concatenate(([0], np.cumsum((np.diff(at) != 0) | (np.diff(row) != 0))))
    # One axis for all lines, so that the furthest end so far is that of this line.
    step = int(after.max()) - int(first.min()) + 1
    reach = np.maximum.accumulate(after + line * step)
    starts = np.concatenate(([True], (first + line * step)[1:] > reach[:-1]))
    begin = np.flatnonzero(starts)
    end = np.concatenate((begin[1:], [len(at)])) - 1
    return at[begin], row[begin], first[begin], reach[end] - line[end] * step, np.ones(len(begin), np.int64)


def by_share(edges: Array, place: Array, tile: Tile) -> Spans:
    """Return the spans of pixels with the part of each that is covered, in FULL parts.

    The part is the exact area: each edge adds, to the pixels right of it in a row, the height that it covers there,
    and to those that it crosses what lies right of it.
    """
    row, edge, down, height, x_low, x_high = _cut_by_rows(edges, tile)
    first, after = np.floor(x_low).astype(np.int64), np.maximum(np.ceil(x_high), np.floor(x_low) + 1).astype(np.int64)
    column, piece = expanded(first, after - first)
    left, right = np.maximum(x_low[piece], column), np.minimum(x_high[piece], column + 1)
    width = (x_high - x_low)[piece]
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.where(width > 0, (right - left) / width, 1.0)
    cover = down[piece] * height[piece] * part
    own = cover * (1.0 - ((left + right) / 2 - column))
    order = np.lexsort((column, row[piece], place[edge[piece]]))
    at, line, column = place[edge[piece]][order], row[piece][order], column[order]
    if not at.size:
        return at, line, column, column, at
    cells = np.flatnonzero(np.concatenate(([True], (np.diff(at) != 0) | (np.diff(line) != 0) | (np.diff(column) != 0))))
    own, cover = (_added(values[order], cells) for values in (own, cover))
    return _filled(at[cells], line[cells], column[cells], own, cover)


def _added(values: Array, starts: Array) -> Any:
    return np.rint(np.add.reduceat(values, starts) * FINE).astype(np.int64)


def _filled(at: Array, row: Array, column: Array, own: Array, cover: Array) -> Spans:
    """Return the spans of the pixels that edges cross, and of those between them, whose cover is that of all before.

    Covers of a row add up to 0, so that the sum over everything before it is 0 too.
    """
    before = np.cumsum(cover) - cover
    row_start = np.concatenate(([True], (np.diff(at) != 0) | (np.diff(row) != 0)))
    base = before[np.flatnonzero(row_start)][np.cumsum(row_start) - 1]  # what rounding left over
    weight = np.abs(before - base + own)
    between = np.abs(before - base + cover)
    end = np.where(np.concatenate((row_start[1:], [True])), column + 1, np.concatenate((column[1:], [0])))
    found = [np.concatenate(pair) for pair in ((at, at), (row, row), (column, column + 1), (column + 1, end))]
    parts = np.minimum((np.concatenate((weight, between)) * FULL + FINE // 2) // FINE, FULL)
    order = np.lexsort((found[2], found[1], found[0]))
    order = order[(parts > 0)[order]]
    return tuple(values[order] for values in (*found, parts))


def _cut_by_rows(edges: Array, tile: Tile) -> tuple[Array, Array, Array, Array, Array, Array]:
    """Cut edges by the rows of the tile.

    Returns row, edge, direction (1 down, -1 up), height within the row, smallest and largest x there, for each piece.
    """
    upward = edges[:, 1] > edges[:, 3]
    x0, y0, x1, y1 = np.where(upward[:, None], edges[:, [2, 3, 0, 1]], edges).T
    first = np.maximum(np.floor(y0), tile.row_min).astype(np.int64)
    after = np.minimum(np.ceil(y1), tile.row_max).astype(np.int64)
    level = (y0 == y1) & (np.floor(y0) != y0) & (first >= tile.row_min) & (y0 < tile.row_max)
    row, edge = expanded(first, np.where(level, 1, after - first))
    top, bottom = np.maximum(y0[edge], row), np.minimum(y1[edge], row + 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = ((x1 - x0) / (y1 - y0))[edge]
    with np.errstate(invalid="ignore"):  # level edges have no slope, and need none
        at_top = np.where(top == y0[edge], x0[edge], x0[edge] + (top - y0[edge]) * slope)
        at_bottom = np.where(bottom == y1[edge], x1[edge], x0[edge] + (bottom - y0[edge]) * slope)
    low, high = np.minimum(at_top, at_bottom), np.maximum(at_top, at_bottom)
    flat = level[edge]
    low, high = np.where(flat, np.minimum(x0, x1)[edge], low), np.where(flat, np.maximum(x0, x1)[edge], high)
    return row, edge, np.where(upward[edge], -1.0, 1.0), np.maximum(bottom - top, 0.0), low, high


RULES: dict[str, Callable[[Array, Array, Tile], Spans]] = {"centre": by_centre, "touched": by_touch, SHARE: by_share}
"""How a pixel belongs to a polygon, by the value of the parameter `pixels`."""
