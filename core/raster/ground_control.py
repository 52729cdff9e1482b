"""Rasters that are tied to the ground not by a transform but by control points (GCPs) or by a camera's model (RPCs)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional

from ..tiles import Tile
from .gdal import environment

if TYPE_CHECKING:
    from rasterio.io import DatasetReader, DatasetWriter

_ORIGIN = {"LINE_OFF": "row_min", "SAMP_OFF": "col_min"}
"""What of an RPC counts from the raster's first row and column."""


@dataclass(frozen=True)
class GroundControl:
    """Control points and RPCs, as plain values."""

    points: tuple[tuple[float, float, float, float, float], ...] = ()
    """row, column, x, y, z."""
    crs_wkt: Optional[str] = None
    """Of the points."""
    rpcs: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.points or self.rpcs)

    def of_piece(self, frame: Tile) -> GroundControl:
        """Return the control of the piece `frame` of the raster."""
        row, col = frame.row_min, frame.col_min
        points = tuple((point[0] - row, point[1] - col, *point[2:]) for point in self.points)
        rpcs = tuple(
            (key, repr(float(value) - getattr(frame, _ORIGIN[key])) if key in _ORIGIN else value)
            for key, value in self.rpcs
        )
        return GroundControl(points, self.crs_wkt, rpcs)

    def write(self, dataset: DatasetWriter) -> None:
        """Put the control onto a dataset that has no pixels yet."""
        from rasterio.control import GroundControlPoint
        from rasterio.crs import CRS

        if self.points:
            points = [GroundControlPoint(*point) for point in self.points]
            dataset.gcps = points, CRS.from_wkt(self.crs_wkt) if self.crs_wkt else None
        if self.rpcs:
            dataset.update_tags(ns="RPC", **dict(self.rpcs))

    def places(self, pixels: Sequence[tuple[float, float]]) -> Optional[list[tuple[float, float]]]:
        """Return x and y of the corners (row, column) of pixels, None where only a ground's heights would tell."""
        from rasterio.control import GroundControlPoint
        from rasterio.transform import GCPTransformer

        if not self.points:
            return None
        rows, cols = zip(*pixels)
        with environment(), GCPTransformer([GroundControlPoint(*point) for point in self.points]) as transformer:
            xs, ys = transformer.xy(list(rows), list(cols), offset="ul")
        return list(zip(map(float, xs), map(float, ys)))


def ground_control(dataset: DatasetReader) -> GroundControl:
    """Return the control points and RPCs of a dataset."""
    points, crs = dataset.gcps
    plain = tuple((point.row, point.col, point.x, point.y, point.z or 0.0) for point in points)
    tags: dict[str, Any] = dataset.tags(ns="RPC")
    return GroundControl(plain, crs.to_wkt() if points and crs else None, tuple(tags.items()))
