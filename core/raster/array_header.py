"""The header of a raster that lives in memory."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from ..arrays import Array, Nodata, Transform
from ..errors import InvalidParameter
from .crs import checked_crs, crs_facts
from .header import SourceInfo


def info_of_array(data: Array, transform: Iterable[float], crs: Any, nodata: Nodata, path: str = "") -> SourceInfo:
    """Return a header for `data`, (rows, columns) or (bands, rows, columns), that is not (or no longer) in a file.

    :param crs: anything rasterio takes for a CRS, or None.
    :raises InvalidParameter: for data that are no raster.
    """
    height, width = data.shape[-2:] if data.ndim in (2, 3) else (0, 0)
    place = SourceInfo(
        path=path,
        driver="MEM",
        height=height,
        width=width,
        count=0,
        dtypes=(),
        nodata=(),
        transform=numbers_of_transform(transform),
        **crs_fields(crs),
        interleave="band",
        compress="",
        tags=(),
        size_bytes=0,
        **_no_metadata(0),
    )
    return info_like(place, data, nodata)


def numbers_of_transform(transform: Any) -> Transform:
    """Return an Affine, or its first six numbers, as numbers. Raises InvalidParameter for what is no transform."""
    try:
        numbers = tuple(float(number) for number in transform)[:6]
    except (TypeError, ValueError):
        numbers = ()
    if len(numbers) != 6 or not all(map(math.isfinite, numbers)):
        raise InvalidParameter(f"transform={transform}: must be an Affine or six numbers")
    a, b, c, d, e, f = numbers
    if a * e == b * d:
        raise InvalidParameter(f"transform={transform}: its pixels have no area")
    return a, b, c, d, e, f


def crs_fields(crs: Any) -> dict[str, Any]:
    """Return what a header says of a CRS. Raises InvalidParameter for what is no CRS."""
    wkt, is_geographic, unit_m = crs_facts(checked_crs("crs", crs))
    return {"crs_wkt": wkt, "is_geographic": is_geographic, "linear_unit_m": unit_m}


def info_like(info: SourceInfo, data: Array, nodata: Nodata, path: str = "") -> SourceInfo:
    """Return the header of `data` in the place of `info`; what `info` says of its bands stays if there are as many.

    `nodata` is of all bands. Raises InvalidParameter for data that are no raster.
    """
    if data.ndim not in (2, 3) or not data.size:
        raise InvalidParameter(f"data of shape {data.shape}: must be (rows, columns) or (bands, rows, columns)")
    count = 1 if data.ndim == 2 else int(data.shape[0])
    height, width = (int(side) for side in data.shape[-2:])
    bands = {} if count == info.count else _no_metadata(count)
    return replace(
        info,
        path=path,
        height=height,
        width=width,
        count=count,
        dtypes=(str(data.dtype),) * count,
        nodata=(nodata,) * count,
        size_bytes=0,
        modified_ns=0,
        nodata_ranges=(),
        **bands,
    )


def info_of_bands(info: SourceInfo, bands: Sequence[int]) -> SourceInfo:
    """Return the header of a raster of these bands (from 1) of another."""
    if tuple(bands) == tuple(range(1, info.count + 1)):
        return info
    chosen: dict[str, Any] = {
        name: tuple(getattr(info, name)[band - 1] for band in bands) for name in (*_no_metadata(0), "dtypes", "nodata")
    }
    chosen["nodata_ranges"] = tuple(info.ranges_of(band) for band in bands) if info.nodata_ranges else ()
    return replace(info, count=len(bands), **chosen)


def info_with_gaps(info: SourceInfo, valid: Array) -> SourceInfo:
    """Return the header with mask flags that say how pixels in memory, valid (bands, rows, columns), lack data."""
    others = [good for band, good in enumerate(valid, 1) if band != info.alpha_band] or list(valid)
    if all(good.all() for good in others):
        flags: tuple[str, ...] = ("all_valid",)
    else:
        flags = ("per_dataset",) if all((good == others[0]).all() for good in others[1:]) else ()
    return replace(info, mask_flags=(flags,) * info.count)


def _no_metadata(count: int) -> dict[str, Any]:
    """Return what a header says of `count` bands of which nothing is known."""
    return {
        "block_shapes": ((1, 1),) * count,
        "descriptions": (None,) * count,
        "units": (None,) * count,
        "scales": (1.0,) * count,
        "offsets": (0.0,) * count,
        "colorinterp": ("undefined",) * count,
        "colormaps": (None,) * count,
        "band_tags": ((),) * count,
        "mask_flags": (("all_valid",),) * count,
    }
