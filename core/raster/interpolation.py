"""Values of a raster between its pixels: of the nearest one, or linear between four."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import Array
from ..errors import InvalidParameter

METHODS = {"nearest": 0, "linear": 1}
"""Methods by name, with the pixels around a place that they look at; others would look at the whole raster."""


def check_method(method: Any) -> None:
    """Raise InvalidParameter for a method that is none."""
    if method not in METHODS:
        raise InvalidParameter(f"method={method}: must be {' or '.join(METHODS)}; others need the whole raster at once")


def spread_of(method: str, dist_nodata_spread: Any) -> int:
    """Return the pixels by which missing ones spread. Raises InvalidParameter."""
    named = {"half_order_up": (METHODS[method] + 1) // 2, "half_order_down": METHODS[method] // 2}
    spread = dist_nodata_spread
    if isinstance(spread, str):
        spread = named.get(spread)
    if isinstance(spread, bool) or not isinstance(spread, (int, np.integer)) or spread < 0:
        names = ", ".join(named)
        raise InvalidParameter(f"dist_nodata_spread={dist_nodata_spread}: must be {names} or a number of pixels from 0")
    return int(spread)


def is_inside(shape: tuple[int, int], rows: Array, cols: Array) -> Array:
    """Return whether places lie between the first and last pixels of a raster of `shape`, whose values they need."""
    return (rows >= 0) & (cols >= 0) & (rows <= shape[0] - 1) & (cols <= shape[1] - 1)


def interpolated(block: Array, origin: tuple[int, int], rows: Array, cols: Array, method: str, spread: int) -> Array:
    """Return a raster's values at fractions of its rows and columns, 1-D and inside it, in float64.

    `block`, 2-D with NaN for nodata, is the part of the raster that begins at `origin` and holds `spread` pixels more
    than are looked at. A pixel's value stands where its indices are whole numbers. NaN where the nearest pixel, or one
    within `spread` steps along rows and columns of it, is missing; and where a pixel is missing that counts.
    """
    near = np.floor(rows + 0.5).astype(int) - origin[0], np.floor(cols + 0.5).astype(int) - origin[1]
    values = block[near].astype(float) if method == "nearest" else _linear(block, origin, rows, cols)
    values[_near_gaps(np.isnan(block), *near, spread)] = np.nan
    return values


def _linear(block: Array, origin: tuple[int, int], rows: Array, cols: Array) -> Array:
    """Return values between four pixels; those that do not count may be missing."""
    top, left = np.floor(rows), np.floor(cols)
    down, right = rows - top, cols - left
    first_row, first_col = top.astype(int) - origin[0], left.astype(int) - origin[1]
    total = np.zeros(rows.shape)
    for below, weight_row in ((0, 1 - down), (1, down)):
        for beside, weight_col in ((0, 1 - right), (1, right)):
            row = np.minimum(first_row + below, block.shape[0] - 1)
            col = np.minimum(first_col + beside, block.shape[1] - 1)
            weight = weight_row * weight_col
            total += np.where(weight > 0, block[row, col] * weight, 0.0)
    return total


def _near_gaps(missing: Array, rows: Array, cols: Array, spread: int) -> Array:
    """Return whether a missing pixel lies within `spread` steps of pixels, counted along rows and columns."""
    found = np.zeros(rows.shape, bool)
    for down in range(-spread, spread + 1):
        reach = spread - abs(down)
        for right in range(-reach, reach + 1):
            row, col = rows + down, cols + right
            inside = (row >= 0) & (col >= 0) & (row < missing.shape[0]) & (col < missing.shape[1])
            found[inside] |= missing[row[inside], col[inside]]
    return found
