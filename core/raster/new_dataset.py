"""Make a new raster: what GDAL is told at its creation, then names, units, colours, metadata and control points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import rasterio
import rasterio.crs

from .creation_options import is_yes
from .gdal import stored_type
from .ground_control import write_control

if TYPE_CHECKING:
    from rasterio.io import DatasetWriter

    from .bands import BandProfile
    from .profile import OutputProfile

_NOTHING_BY_ITSELF = {
    "GTiff": {"SPARSE_OK": "TRUE", "@WRITE_EMPTY_TILES_SYNCHRONOUSLY": "TRUE"},
    "SAGA": {"FILL_NODATA": "NO"},
}
"""Options under which a driver writes every block that it is given, also one of nothing but nodata, and no other.

By themselves some fill a raster while they make it, and GeoTIFF what is missing of one while it is closed: then an
error or a cancelled run first writes as much as a whole run, only for that to be removed."""


def is_sparse(options: Mapping[str, str]) -> bool:
    """Return whether the user wants blocks of nothing but nodata left out of a GeoTIFF."""
    return is_yes(options.get("SPARSE_OK", "NO"))


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
    if not is_sparse(options):
        options = {**options, **_NOTHING_BY_ITSELF.get(driver, {})}
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


def copy_into_format(profile: OutputProfile, path: str, copy: str) -> None:
    """Copy a finished GeoTIFF into the format that can only be copied into."""
    import rasterio.shutil

    options = {**dict(profile.creation_options), "NUM_THREADS": str(profile.num_threads)}
    rasterio.shutil.copy(path, copy, driver=profile.driver, **options)


def dress(dataset: DatasetWriter, profile: OutputProfile) -> None:
    """Write the profile's metadata onto a dataset that has no pixels yet.

    What the format itself cannot hold GDAL puts into a file beside it.
    """
    dataset.update_tags(**dict(profile.tags))
    write_control(dataset, profile.control)
    _set_scaling(dataset, profile)
    _set_colours(dataset, profile)
    for index, band in enumerate(profile.bands, start=1):
        _dress_band(dataset, index, band)


def _dress_band(dataset: DatasetWriter, index: int, band: BandProfile) -> None:
    if band.description:
        dataset.set_band_description(index, band.description)
    if band.unit:
        dataset.set_band_unit(index, band.unit)
    if band.tags:
        dataset.update_tags(index, **dict(band.tags))
    if band.colormap:
        dataset.write_colormap(index, dict(band.colormap))


def _set_scaling(dataset: DatasetWriter, profile: OutputProfile) -> None:
    scales = tuple(band.scale for band in profile.bands)
    offsets = tuple(band.offset for band in profile.bands)
    if any(scale != 1.0 for scale in scales) or any(offset != 0.0 for offset in offsets):
        dataset.scales = scales
        dataset.offsets = offsets


def _set_colours(dataset: Any, profile: OutputProfile) -> None:
    from rasterio.enums import ColorInterp

    wanted = [ColorInterp[band.colorinterp] if band.colorinterp else None for band in profile.bands]
    present = list(dataset.colorinterp)
    new = [have if want is None or want is ColorInterp.palette else want for want, have in zip(wanted, present)]
    if new != present:
        dataset.colorinterp = new
