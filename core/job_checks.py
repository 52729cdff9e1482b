"""Check what every job is asked: input, bands, extent, percentiles, mask."""

from __future__ import annotations

from typing import Any, Optional

from .errors import InvalidParameter, listed
from .parameters import Parameter, several, whole_number

PERCENTILE = Parameter("percentiles", "Percentile", "A number from 0 to 100.", default=50.0, minimum=0.0, maximum=100.0)

MASK_MODE = Parameter(
    "mask_mode",
    "Pixels outside the mask",
    "compute: they get no result, but windows still see them. see: they count as nodata, for windows too.",
    default="compute",
    choices=("compute", "see"),
    advanced=True,
)

Extent = tuple[float, float, float, float]


def checked_percentiles(given: Any) -> tuple[float, ...]:
    """Return percentiles as numbers. Raises InvalidParameter for one that is none from 0 to 100."""
    percentiles = several("percentiles", given, "a number from 0 to 100")
    return tuple(float(PERCENTILE.checked(percentile)) for percentile in percentiles)


def check_source(*sources: str) -> None:
    """Raise InvalidParameter where no input is named."""
    if not all(sources):
        raise InvalidParameter("input is empty: name a raster file")


def check_bands(bands: Optional[tuple[int, ...]]) -> None:
    """Raise InvalidParameter for bands that are no whole numbers from 1, each once. None: all."""
    if bands is None:
        return
    if not bands:
        raise InvalidParameter("bands is empty: name bands from 1, or leave it out for all")
    for band in bands:
        if whole_number("bands", band, "bands, counted from 1") < 1:
            raise InvalidParameter(f"bands={band}: bands are counted from 1")
    if len(set(bands)) < len(bands):
        raise InvalidParameter(f"bands={listed(bands)}: a band is named twice")


def check_extent(extent: Optional[Extent]) -> None:
    """Raise InvalidParameter for what is no (xmin, ymin, xmax, ymax). None: everything."""
    if extent is None:
        return
    try:
        xmin, ymin, xmax, ymax = extent
        fits = xmin < xmax and ymin < ymax
    except (TypeError, ValueError):
        fits = False
    if not fits:
        raise InvalidParameter(f"extent={extent}: must be (xmin, ymin, xmax, ymax) with xmin < xmax and ymin < ymax")


def check_mask(mask: Optional[str], mask_mode: str) -> None:
    """Raise InvalidParameter for a mask without a name and a mode that is none. None: no mask."""
    MASK_MODE.checked(mask_mode)
    if mask is not None and not str(mask):
        raise InvalidParameter("mask is empty: name polygons or a raster, or leave it out")
