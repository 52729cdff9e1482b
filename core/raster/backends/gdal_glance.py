"""Tell what GDAL itself says of a file's header, in a host's own process, whose GDAL is left as it is.

A panel in QGIS asks here, with the osgeo.gdal that every QGIS has: no exceptions are switched on, nothing stays open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from osgeo import gdal

from ...errors import SourceError


@dataclass(frozen=True)
class Glance:
    """The size, the blocks and the place of a raster."""

    height: int
    width: int
    item_sizes: tuple[int, ...]
    """Bytes of a pixel of each band."""
    block_shape: tuple[int, int]
    """Rows and columns of a block of the first band."""
    placed: Optional[tuple[float, ...]]
    """The transform in GDAL's order, x, pixel width, row rotation, y, column rotation, pixel height; None for none."""
    by_control: Optional[tuple[float, ...]]
    """The transform that fits its control points best, in the same order; None where it has none."""


def glance(path: str) -> Glance:
    """Return what stands in a raster's header. Raises SourceError."""
    try:
        dataset = gdal.Open(path)
    except RuntimeError as error:
        raise SourceError(f"input={path}: cannot be read: {error}") from error
    if dataset is None:
        raise SourceError(f"input={path}: is no raster that GDAL can read, or it is damaged")
    bands = [dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1)]
    cols, rows = bands[0].GetBlockSize() if bands else (1, 1)
    points = dataset.GetGCPs()
    return Glance(
        dataset.RasterYSize,
        dataset.RasterXSize,
        tuple(max(gdal.GetDataTypeSize(band.DataType) // 8, 1) for band in bands),
        (rows, cols),
        _numbers(dataset.GetGeoTransform(can_return_null=True)),
        _numbers(gdal.GCPsToGeoTransform(points)) if points else None,
    )


def _numbers(transform: Any) -> Optional[tuple[float, ...]]:
    return tuple(transform) if transform else None


def can_be_opened_again(driver: str) -> bool:
    """Return whether GDAL reads what its driver of this name writes."""
    known = gdal.GetDriverByName(driver)
    return known is not None and known.GetMetadataItem("DCAP_OPEN") is not None
