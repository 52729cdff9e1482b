"""What rasterio is told when the partial file is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rasterio
import rasterio.crs

from .gdal import stored_type

if TYPE_CHECKING:
    from .profile import OutputProfile


def creation(profile: OutputProfile) -> dict[str, Any]:
    """Return what rasterio.open takes to make the partial file."""
    options = dict(profile.creation_options)
    driver = profile.driver
    if profile.copied:
        # Only a station on the way: fast to write and to read again.
        rows, cols = profile.block_shape
        options = {"TILED": "YES", "BLOCKXSIZE": str(cols), "BLOCKYSIZE": str(rows), "BIGTIFF": "IF_SAFER"}
        driver = "GTiff"
    if driver == "GTiff":
        options.setdefault("NUM_THREADS", str(profile.num_threads))
    creation: dict[str, Any] = {
        **options,
        "driver": driver,
        "height": profile.height,
        "width": profile.width,
        "count": profile.count,
        "dtype": stored_type(profile.dtype),
        "nodata": profile.nodata,
    }
    if profile.dtype in ("int64", "uint64") and profile.nodata is not None:
        # A place holder: rasterio would pass the number through float64. The true one is written at the end.
        creation["nodata"] = 0
    if profile.crs_wkt:
        creation["crs"] = rasterio.crs.CRS.from_wkt(profile.crs_wkt)
    if profile.transform is not None:
        creation["transform"] = rasterio.Affine(*profile.transform)
    return creation
