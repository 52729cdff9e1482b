"""Read the zones of a job: from polygons, laid over the raster, or from another raster on its grid."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Optional

import numpy as np

from ..arrays import Array, Transform
from ..errors import InvalidParameter
from ..zones.burn import SHARE
from ..zones.polygons import Polygons, Shape
from ..zones.wkb import VectorZones, read_zones
from .zonal_operation import PolygonZones, RasterZones

if TYPE_CHECKING:
    from ..raster.header import SourceInfo
    from ..zonal_job import ZonalJob

ALIGNED = 1e-3
"""By how much of a pixel the grids of raster and zones may differ over the whole raster."""


@dataclass(frozen=True)
class Zones:
    """The zones of a run."""

    pixels: Any
    """What finds the pixels of a tile: PolygonZones or RasterZones."""
    count: Optional[int]
    """How many zones there are, numbered from 0; None where a raster holds their numbers."""
    is_share: bool


def zones_of(job: ZonalJob, info: SourceInfo, folder: Path) -> Zones:
    """Return the zones of a job; polygons are written into `folder` for the workers.

    Raises InvalidParameter, SourceError: for what is neither polygons nor a fitting raster.
    """
    polygons = polygons_of("zones", job.zones, info)
    if polygons is None:
        if job.pixels == SHARE:
            raise InvalidParameter("pixels=share: pixels of a raster of zones belong to one zone; take centre")
        return Zones(_raster_zones(job, info), None, is_share=False)
    polygons.save(folder)
    return Zones(PolygonZones(str(folder), job.pixels), polygons.count, job.pixels == SHARE)


def polygons_of(name: str, path: str, info: SourceInfo) -> Optional[Polygons]:
    """Return the polygons of a file in the pixels of a raster, None for what is no file of polygons.

    `name` is the parameter's, for errors. Raises InvalidParameter, SourceError.
    """
    vector = read_zones(path, name)
    if vector is None:
        return None
    if info.control and not info.is_georeferenced:
        raise InvalidParameter("input: only control points tie the raster to the ground, warp it first")
    return Polygons.of(_in_crs_of(info, vector), info.transform, name)


def _in_crs_of(info: SourceInfo, vector: VectorZones) -> list[Shape]:
    """Return the polygons in the raster's CRS, each vertex carried over."""
    if vector.crs is None or info.crs_wkt is None:
        return vector.shapes
    from ..raster.backends import backend

    source = info.with_crs(vector.crs).crs_wkt
    if source is None or source == info.crs_wkt:
        return vector.shapes
    target = info.crs_wkt

    def moved(ring: Array) -> Array:
        return np.array(backend().transform_points(source, target, [tuple(point) for point in ring.tolist()]))

    return [[[moved(ring) for ring in part] for part in shape] for shape in vector.shapes]


def _raster_zones(job: ZonalJob, info: SourceInfo) -> RasterZones:
    """Return the raster of zones. Raises InvalidParameter where it cannot be one."""
    zones, rows, cols = aligned("zones", job.zones, job.zone_band, info)
    dtype = np.dtype(zones.dtypes[job.zone_band - 1])
    if dtype.kind not in "iu" or dtype == np.uint64:
        raise InvalidParameter(f"zones={job.zones}: has pixels of type {dtype}; zones are whole numbers, up to int64")
    return RasterZones(zones, job.zone_band, rows, cols)


def aligned(name: str, path: str, band: int, info: SourceInfo) -> tuple[SourceInfo, int, int]:
    """Return a raster on the grid of `info`, and the row and column of `info` in which its first pixel lies.

    `name` is the parameter's, for errors. Raises SourceError, and InvalidParameter where its grid is another one.
    """
    from ..raster import inspect

    other = inspect(path, [band])
    other.checked_bands([band])
    if other.transform == info.transform:
        return other, 0, 0
    inverse = _inverse(info.transform)
    a, b, c, d, e, f = other.transform
    steps = [inverse(x, y) for x, y in ((a, d), (b, e))]
    reach = max(other.height, other.width)
    straight = math.dist((*steps[0], *steps[1]), (1.0, 0.0, 0.0, 1.0)) * reach < ALIGNED
    col, row = inverse(c - info.transform[2], f - info.transform[5])
    if not straight or max(abs(col - round(col)), abs(row - round(row))) > ALIGNED:
        raise InvalidParameter(
            f"{name}={path}: lies on another grid than the input: align it first, to the same pixels"
        )
    return other, round(row), round(col)


def _inverse(transform: Transform) -> Callable[[float, float], tuple[float, float]]:
    a, b, _, d, e, _ = transform
    determinant = a * e - b * d
    if determinant == 0:
        raise InvalidParameter("input: the raster's transform cannot be inverted, so no zones can be laid over it")
    return lambda x, y: ((x * e - y * b) / determinant, (y * a - x * d) / determinant)
