"""Make, copy and delete files with rasterio, ask for drivers, and for coordinate systems."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Optional

import rasterio
import rasterio.shutil
from rasterio.control import GroundControlPoint
from rasterio.coords import BoundingBox
from rasterio.crs import CRS
from rasterio.drivers import raster_driver_extensions
from rasterio.errors import CRSError
from rasterio.io import DatasetWriter, get_writer_for_driver
from rasterio.transform import Affine, GCPTransformer
from rasterio.warp import transform, transform_bounds

from ...arrays import Transform
from .contract import Box, Creation, LibraryError, Place, Points, refuse_elsewhere
from .rasterio_dataset import RasterioDataset, environment, quietly, rasterio_type, told


def versions() -> dict[str, str]:
    return {"rasterio": rasterio.__version__, "gdal": rasterio.__gdal_version__}


@contextmanager
def heard() -> Iterator[list[str]]:
    heard: list[str] = []
    thread, logger, ear = threading.get_ident(), logging.getLogger("rasterio._env"), logging.Handler(logging.WARNING)

    def hear(record: logging.LogRecord) -> None:
        if record.thread == thread:
            heard.append(record.getMessage().partition(" in ")[2])

    ear.emit = hear  # type: ignore[method-assign]
    logger.addHandler(ear)
    try:
        yield heard
    finally:
        logger.removeHandler(ear)


def update(path: str) -> RasterioDataset:
    with told(), quietly():
        return RasterioDataset(rasterio.open(path, "r+"), path)


def create(creation: Creation) -> RasterioDataset:
    dtype, nodata = creation.dtype, creation.nodata
    if dtype in ("int64", "uint64") and nodata is not None:
        nodata = 0  # would pass through float64; the writer puts the true one into the finished file
    with told(), quietly():
        dataset = rasterio.open(
            creation.path,
            "w",
            **dict(creation.options),
            driver=creation.driver,
            height=creation.height,
            width=creation.width,
            count=creation.count,
            dtype=rasterio_type(dtype),
            nodata=nodata,
            crs=CRS.from_wkt(creation.crs_wkt) if creation.crs_wkt else None,
            transform=Affine(*creation.transform) if creation.transform is not None else None,
        )
        return RasterioDataset(dataset, creation.path)


def copy(source: str, target: str, driver: str, options: Mapping[str, str]) -> None:
    with told():
        rasterio.shutil.copy(source, target, driver=driver, **dict(options))


def exists(path: str) -> bool:
    return bool(rasterio.shutil.exists(path))


def delete(path: str) -> None:
    with told():
        rasterio.shutil.delete(path)


def drivers() -> list[str]:
    with rasterio.Env() as env:
        return list(env.drivers())


def can_create(driver: str) -> bool:
    with told():
        writer = get_writer_for_driver(driver)
    if writer is None:
        raise LibraryError(f"no raster can be written by {driver}")
    return writer is DatasetWriter


def driver_of_extension(extension: str) -> str:
    return str(raster_driver_extensions().get(extension, ""))


def wkt_of(crs: Any) -> Optional[str]:
    if isinstance(crs, str):
        refuse_elsewhere(crs)
    with told():
        return CRS.from_user_input(crs).to_wkt() or None


def crs_object(wkt: str) -> CRS:
    return CRS.from_wkt(wkt)


def crs_facts(wkt: str) -> tuple[bool, Optional[float]]:
    crs = CRS.from_wkt(wkt)
    if crs.is_geographic:
        return True, None
    try:
        return False, float(crs.linear_units_factor[1])
    except CRSError:
        return False, None


def affine_object(transform: Transform) -> Affine:
    return Affine(*transform)


def box_object(left: float, bottom: float, right: float, top: float) -> BoundingBox:
    return BoundingBox(left, bottom, right, top)


def transform_points(source_wkt: str, target_wkt: str, points: Sequence[Place]) -> list[Place]:
    xs, ys = zip(*points)
    with environment(), told():
        us, vs = transform(CRS.from_wkt(source_wkt), CRS.from_wkt(target_wkt), list(xs), list(ys))
    return list(zip(map(float, us), map(float, vs)))


def transform_box(source_wkt: str, target_wkt: str, box: Box, pieces: int) -> Box:
    with environment(), told():
        left, bottom, right, top = transform_bounds(
            CRS.from_wkt(source_wkt), CRS.from_wkt(target_wkt), *box, densify_pts=pieces
        )
    return left, bottom, right, top


def places(points: Points, pixels: Sequence[Place]) -> list[Place]:
    rows, cols = zip(*pixels)
    with environment(), GCPTransformer([GroundControlPoint(*point) for point in points]) as transformer:
        xs, ys = transformer.xy(list(rows), list(cols), offset="ul")
    return list(zip(map(float, xs), map(float, ys)))
