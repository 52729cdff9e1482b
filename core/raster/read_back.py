"""Compares a small raster that was read back with what was to be written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional

import numpy as np

from ..arrays import Array
from ..pixels import valid_pixels
from ..tiles import whole
from .creation_options import as_text, keeps_nodata, may_lose
from .georeference import crs_shift_px, transform_shift_px

if TYPE_CHECKING:
    from .backends.contract import Dataset
    from .profile import OutputProfile

_TOLERANCE_PX = 0.01
"""By how much a corner of the raster may move, as text in a header has few digits."""
_LOSS = 0.25
"""Part of the values' range by which a lossy compression may change them on average: more is no picture any more."""
_COMPRESSION_TOLD = ("GTiff", "COG")


@dataclass(frozen=True)
class Problem:
    """What a format does not hold of an output, in words."""

    text: str
    advice: str = ""
    of_type: bool = False
    """Whether another type of the pixels may mend it."""
    of_gaps: bool = False
    """Whether another way to mark pixels without data may mend it."""


def difference(profile: OutputProfile, dataset: Dataset, pixels: Array) -> Optional[Problem]:
    """Return what the trial's file holds otherwise than `profile` says, or than `pixels` were written; else None."""
    if _is_regridded(profile):
        return None
    return (
        _type_problem(profile, dataset, pixels)
        or _pixel_problem(profile, _pixels(dataset), pixels, dataset)
        or _nodata_problem(profile, dataset)
        or _place_problem(profile, dataset)
        or _band_problem(profile, dataset)
        or _mask_problem(profile, dataset)
    )


def _is_regridded(profile: OutputProfile) -> bool:
    """Return whether the user wants a COG on the grid of web maps: then GDAL resamples it, and little stays."""
    scheme = dict(profile.creation_options).get("TILING_SCHEME", "CUSTOM")
    return profile.driver == "COG" and scheme.upper() != "CUSTOM"


def sample_mask(height: int, width: int) -> Array:
    """Return the mask of the trial: pixels here and there have no data."""
    rows, cols = np.indices((height, width))
    shown: Array = (rows * 7 + cols * 3) % 5 != 0
    return shown


def _mask_problem(profile: OutputProfile, dataset: Dataset) -> Optional[Problem]:
    frame = whole(dataset.height, dataset.width)
    if not profile.mask or np.array_equal(dataset.read_mask(1, frame) != 0, sample_mask(*frame.shape)):
        return None
    return Problem(f"output={profile.target}: {profile.driver} does not keep a mask band")


def _type_problem(profile: OutputProfile, dataset: Dataset, pixels: Array) -> Optional[Problem]:
    found = dataset.dtypes[0]
    if found != profile.dtype:
        return Problem(f"output_type={profile.dtype}: {profile.driver} would store {found}", of_type=True)
    if (dataset.count, dataset.height, dataset.width) != pixels.shape:
        return Problem(f"output={profile.target}: {profile.driver} does not keep the number of bands, rows and columns")
    return None


def _pixel_problem(profile: OutputProfile, found: Array, pixels: Array, dataset: Dataset) -> Optional[Problem]:
    options = dict(profile.creation_options)
    shown = as_text(profile.creation_options) or "its own compression"
    wanted = options.get("COMPRESS", "NONE")
    # What fails while a file is closed is only logged; then the pixels are not there, or are not compressed.
    told = dataset.tags(domain="IMAGE_STRUCTURE").get("COMPRESSION", "")
    if profile.driver in _COMPRESSION_TOLD and wanted.upper() != "NONE" and not told:
        return Problem(f"creation_options: COMPRESS={wanted}: this GDAL cannot write {profile.dtype} so", of_type=True)
    if np.array_equal(found, pixels, equal_nan=pixels.dtype.kind == "f"):
        return None
    shown = f"creation_options: {shown}: {profile.driver}"
    if not may_lose(profile.creation_options) or _is_lost(found, pixels):
        return Problem(f"{shown} does not give back the pixels of type {profile.dtype} that it was given", of_type=True)
    # What a compression does to a value in a picture that is not yet known no trial can tell.
    at_risk = profile.nodata is not None and np.isfinite(profile.nodata) and not keeps_nodata(options.items())
    if at_risk or not np.array_equal(_validity(profile, found), _validity(profile, pixels)):
        gaps = "pixels without data get values, and others lose theirs"
        return Problem(
            f"{shown} changes pixels a little, so that {gaps}", "choose a lossless compression", of_gaps=True
        )
    return None


def _pixels(dataset: Dataset) -> Array:
    return dataset.read(range(1, dataset.count + 1), whole(dataset.height, dataset.width))


def _is_lost(found: Array, pixels: Array) -> bool:
    """Return whether so much was changed that it is no loss of a compression."""
    before, after = pixels.astype(np.float64), found.astype(np.float64)
    change = float(np.mean(np.abs(np.nan_to_num(after) - np.nan_to_num(before))))
    spread = float(np.nanmax(before) - np.nanmin(before))
    return not change <= _LOSS * max(spread, 1.0)


def _validity(profile: OutputProfile, pixels: Array) -> Any:
    valid = valid_pixels(pixels, profile.nodata)
    for index, band in enumerate(profile.bands[: len(pixels)]):
        if band.colorinterp == "alpha":
            valid &= pixels[index] != 0
    return valid


def _nodata_problem(profile: OutputProfile, dataset: Dataset) -> Optional[Problem]:
    if profile.nodata is None or profile.dtype in ("int64", "uint64"):  # of those the nodata is written at the end
        return None
    marked = np.array([profile.nodata], profile.dtype)
    for found in dataset.nodata:
        is_nan = profile.nodata != profile.nodata
        if found is None or (found == found if is_nan else valid_pixels(marked, found)[0]):
            kept = "nothing" if found is None else f"{found:.10g}"
            text = f"output_nodata={profile.nodata}: {profile.driver} would store {kept} for {profile.dtype}"
            return Problem(text, of_type=True)
    return None


def _place_problem(profile: OutputProfile, dataset: Dataset) -> Optional[Problem]:
    begin = f"output={profile.target}: {profile.driver}"
    transform = profile.transform
    if transform is not None:
        shift = transform_shift_px(transform, dataset.transform, profile.height, profile.width)
        if not shift <= _TOLERANCE_PX:
            return Problem(f"{begin} would not keep the transform {transform}")
    if profile.crs_wkt is None or profile.driver in _COMPRESSION_TOLD:
        return None
    if dataset.crs_wkt is None:
        return Problem(f"{begin} would not keep the CRS")
    shift = crs_shift_px(profile.crs_wkt, dataset.crs_wkt, transform, profile.height, profile.width)
    if not shift <= _TOLERANCE_PX:
        where = f"which moves the raster by {shift:.2g} pixels" if np.isfinite(shift) else "in which it lies elsewhere"
        return Problem(f"{begin} would store another CRS, {where}")
    return None


def _band_problem(profile: OutputProfile, dataset: Dataset) -> Optional[Problem]:
    begin = f"output={profile.target}: {profile.driver}"
    for index, band in enumerate(profile.bands[: dataset.count]):
        scaling = dataset.scales[index], dataset.offsets[index]
        if not np.allclose(scaling, (band.scale, band.offset), rtol=1e-9, atol=0):
            return Problem(f"{begin} would not keep scale {band.scale:g} and offset {band.offset:g}")
        if band.colorinterp == "alpha" and dataset.colorinterp[index] != "alpha":
            return Problem(f"{begin} would not keep the alpha band")
    return None
