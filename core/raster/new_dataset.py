"""Make a new raster: what GDAL is told at its creation, then names, units, colours, metadata and control points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .backends import backend
from .backends.contract import Creation
from .creation_options import is_yes

if TYPE_CHECKING:
    from .backends.contract import Dataset
    from .bands import BandProfile
    from .header import GroundControl
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


def creation(profile: OutputProfile, path: str) -> Creation:
    """Return what a back end takes to make the partial file at `path`."""
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
    nodata = profile.nodata
    if profile.dtype in ("int64", "uint64") and nodata is not None:
        nodata = 0  # A place holder: it may pass through float64. The true one is written at the end.
    return Creation(
        path,
        driver,
        profile.height,
        profile.width,
        profile.count,
        profile.dtype,
        nodata,
        profile.crs_wkt or None,
        profile.transform,
        tuple(options.items()),
    )


def copy_into_format(profile: OutputProfile, path: str, copy: str) -> None:
    """Copy a finished GeoTIFF into the format that can only be copied into."""
    options = {**dict(profile.creation_options), "NUM_THREADS": str(profile.num_threads)}
    backend().copy(path, copy, profile.driver, options)


def dress(dataset: Dataset, profile: OutputProfile) -> None:
    """Write the profile's metadata onto a dataset that has no pixels yet.

    What the format itself cannot hold GDAL puts into a file beside it.
    """
    dataset.set_tags(dict(profile.tags))
    _set_control(dataset, profile.control)
    _set_scaling(dataset, profile)
    _set_colours(dataset, profile)
    for index, band in enumerate(profile.bands, start=1):
        _dress_band(dataset, index, band)


def _set_control(dataset: Dataset, control: GroundControl) -> None:
    if control.points:
        dataset.set_control(control.points, control.crs_wkt)
    if control.rpcs:
        dataset.set_tags(dict(control.rpcs), domain="RPC")


def _dress_band(dataset: Dataset, index: int, band: BandProfile) -> None:
    if band.description:
        dataset.set_description(index, band.description)
    if band.unit:
        dataset.set_unit(index, band.unit)
    if band.tags:
        dataset.set_tags(dict(band.tags), index)
    if band.colormap:
        dataset.set_colormap(index, band.colormap)


def _set_scaling(dataset: Dataset, profile: OutputProfile) -> None:
    scales = [band.scale for band in profile.bands]
    offsets = [band.offset for band in profile.bands]
    if any(scale != 1.0 for scale in scales) or any(offset != 0.0 for offset in offsets):
        dataset.set_scaling(scales, offsets)


def _set_colours(dataset: Dataset, profile: OutputProfile) -> None:
    wanted = [band.colorinterp or None for band in profile.bands]
    present = list(dataset.colorinterp)
    new = [have if want in (None, "palette") else str(want) for want, have in zip(wanted, present)]
    if new != present:
        dataset.set_colorinterp(new)
