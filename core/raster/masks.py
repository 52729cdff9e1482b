"""Which pixels are valid: not nodata, not NaN or infinite, not hidden by a mask band or alpha."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Optional, Union

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .source import SourceInfo


def typed_nodata(nodata: Optional[Union[int, float]], dtype: Any) -> Any:
    """Return the value of type `dtype` that marks a pixel as nodata, or None when no pixel can be that.

    That is so for NaN, which is never valid anyway, for a value outside an integer type's range, and for fractions. A
    float32 raster whose nodata was written with the digits of a double means the nearest float32, as in GDAL.
    """
    kind = np.dtype(dtype)
    if nodata is None or (isinstance(nodata, float) and not math.isfinite(nodata)):
        return None
    if kind.kind == "f":
        with np.errstate(over="ignore"):
            value = kind.type(nodata)
        return value if np.isfinite(value) else None
    if kind.kind == "b":
        return kind.type(nodata) if nodata in (0, 1) else None
    if kind.kind not in "iu":
        return None
    limits = np.iinfo(kind)
    if nodata != int(nodata) or not limits.min <= int(nodata) <= limits.max:
        return None
    return kind.type(int(nodata))


def valid_pixels(
    values: NDArray[Any], nodata: Optional[Union[int, float]], out: Optional[NDArray[Any]] = None
) -> NDArray[Any]:
    """Return where `values` (any shape) are neither nodata nor NaN nor infinite, into `out` if given."""
    valid = np.empty(values.shape, bool) if out is None else out
    marker = typed_nodata(nodata, values.dtype)
    if values.dtype.kind == "f":
        np.isfinite(values, out=valid)
        if marker is not None:
            valid &= values != marker
    elif marker is not None:
        np.not_equal(values, marker, out=valid)
    else:
        valid[...] = True
    return valid


def alpha_band(info: SourceInfo) -> Optional[int]:
    """Return the band (from 1) that says how opaque the others are, or None."""
    return info.colorinterp.index("alpha") + 1 if "alpha" in info.colorinterp else None


def mask_band_needed(info: SourceInfo, band: int) -> bool:
    """Return whether GDAL's mask of `band` says more than nodata values and alpha do: there is a real mask band."""
    flags = set(info.mask_flags[band - 1])
    return "all_valid" not in flags and "alpha" not in flags and flags != {"nodata"}
