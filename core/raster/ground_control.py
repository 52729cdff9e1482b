"""Read, use and write the control points (GCPs) or the camera's model (RPCs) of rasters that have no transform."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Optional

from .gdal import environment
from .header import GroundControl

if TYPE_CHECKING:
    from rasterio.io import DatasetReader, DatasetWriter


def ground_control(dataset: DatasetReader) -> GroundControl:
    """Return the control points and RPCs of a dataset."""
    points, crs = dataset.gcps
    plain = tuple((point.row, point.col, point.x, point.y, point.z or 0.0) for point in points)
    tags: dict[str, Any] = dataset.tags(ns="RPC")
    return GroundControl(plain, crs.to_wkt() if points and crs else None, tuple(tags.items()))


def write_control(dataset: DatasetWriter, control: GroundControl) -> None:
    """Put control points and RPCs onto a dataset that has no pixels yet."""
    from rasterio.control import GroundControlPoint
    from rasterio.crs import CRS

    if control.points:
        points = [GroundControlPoint(*point) for point in control.points]
        dataset.gcps = points, CRS.from_wkt(control.crs_wkt) if control.crs_wkt else None
    if control.rpcs:
        dataset.update_tags(ns="RPC", **dict(control.rpcs))


def places(control: GroundControl, pixels: Sequence[tuple[float, float]]) -> Optional[list[tuple[float, float]]]:
    """Return x and y of the corners (row, column) of pixels, None where only a ground's heights would tell."""
    from rasterio.control import GroundControlPoint
    from rasterio.transform import GCPTransformer

    if not control.points:
        return None
    rows, cols = zip(*pixels)
    with environment(), GCPTransformer([GroundControlPoint(*point) for point in control.points]) as transformer:
        xs, ys = transformer.xy(list(rows), list(cols), offset="ul")
    return list(zip(map(float, xs), map(float, ys)))
