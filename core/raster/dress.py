"""Puts everything but pixels onto a new raster: names, units, colours, metadata, control points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rasterio.io import DatasetWriter

    from .bands import BandProfile
    from .profile import OutputProfile


def dress(dataset: DatasetWriter, profile: OutputProfile) -> None:
    """Write the profile's metadata onto a dataset that has no pixels yet.

    What the format itself cannot hold GDAL puts into a file beside it.
    """
    dataset.update_tags(**dict(profile.tags))
    profile.control.write(dataset)
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
