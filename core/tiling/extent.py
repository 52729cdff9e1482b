"""Turn an extent on the ground into pixels, and a tile into its corners on the ground."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Optional

from ..arrays import Transform
from ..errors import InvalidParameter
from ..tiles import Tile

if TYPE_CHECKING:
    from ..raster.header import SourceInfo


SNAP = 1e-6
"""An extent that misses a pixel's edge by less than this part of a pixel is taken to lie on it."""


def frame_of(info: SourceInfo, extent: Optional[tuple[float, float, float, float]]) -> Tile:
    """Return the pixels that an extent covers, snapped outward; the whole raster for None.

    `extent` is (xmin, ymin, xmax, ymax) in the raster's CRS. For a rotated raster it is the smallest rectangle of
    pixels around the four corners. Raises InvalidParameter if it does not meet the raster.
    """
    if extent is None:
        return info.frame
    xmin, ymin, xmax, ymax = extent
    if info.control and not info.is_georeferenced:
        raise InvalidParameter(
            f"extent={extent}: only control points tie the raster to the ground, so no rectangle of its pixels is "
            "an extent; leave it empty, or warp the raster first"
        )
    # A raster that lies nowhere is drawn downwards from 0 by QGIS; NumPy's way, y is the row, is taken too.
    transform = _drawn(info) if ymin + ymax <= 0 else info.transform
    corners = [_pixel(transform, x, y) for x, y in ((xmin, ymin), (xmin, ymax), (xmax, ymin), (xmax, ymax))]
    rows, cols = [row for row, _ in corners], [col for _, col in corners]
    frame = Tile(
        math.floor(min(rows) + SNAP),
        math.ceil(max(rows) - SNAP),
        math.floor(min(cols) + SNAP),
        math.ceil(max(cols) - SNAP),
    ).clipped(info.frame)
    if frame.height < 1 or frame.width < 1:
        inside = ", ".join(f"{side:.10g}" for side in bounds_of(info))
        raise InvalidParameter(f"extent={extent}: does not meet the raster, which covers ({inside})")
    return frame


def corners_of(info: SourceInfo, tile: Tile) -> list[tuple[float, float]]:
    """Return the tile's four corners as (x, y): upper left, upper right, lower right, lower left in pixel space.

    Where control points alone tie the raster to the ground, they say where the corners are.
    """
    from ..raster.ground_control import places

    pixels = (
        (tile.row_min, tile.col_min),
        (tile.row_min, tile.col_max),
        (tile.row_max, tile.col_max),
        (tile.row_max, tile.col_min),
    )
    placed = None if info.is_georeferenced else places(info.control, pixels)
    if placed is not None:
        return placed
    a, b, c, d, e, f = _drawn(info)
    return [(a * col + b * row + c, d * col + e * row + f) for row, col in pixels]


def bounds_of(info: SourceInfo) -> tuple[float, float, float, float]:
    """Return the raster's (xmin, ymin, xmax, ymax)."""
    corners = corners_of(info, info.frame)
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _drawn(info: SourceInfo) -> Transform:
    """Return the transform with which a GIS draws the raster: without one of its own, downwards from (0, 0)."""
    return info.transform if info.is_georeferenced else (1.0, 0.0, 0.0, 0.0, -1.0, 0.0)


def _pixel(transform: Transform, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = transform
    determinant = a * e - b * d
    if determinant == 0:
        raise InvalidParameter("extent: the raster's transform cannot be inverted, so it has no place on the ground")
    dx, dy = x - c, y - f
    return (a * dy - d * dx) / determinant, (e * dx - b * dy) / determinant
