"""How pixels in memory become pixels of a file: types, rounding, nodata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional, Union

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Number = Union[int, float]


def stored_dtype(dtype: Any) -> np.dtype[Any]:
    """Return the type in which a file holds values of `dtype`: booleans become uint8, half floats float32."""
    kind = np.dtype(dtype)
    if kind.kind == "b":
        return np.dtype("uint8")
    return np.dtype("float32") if kind == np.float16 else kind.newbyteorder("=")


def default_nodata(dtype: Any) -> Number:
    """Return the nodata for a type where nothing else is said: NaN, the largest unsigned or the least signed value."""
    kind = np.dtype(dtype)
    if kind.kind == "f":
        return float("nan")
    if kind.kind == "b":
        return 255
    limits = np.iinfo(kind)
    return int(limits.max) if kind.kind == "u" else int(limits.min)


def converted(values: NDArray[Any], dtype: Any) -> NDArray[Any]:
    """Return `values` as `dtype`, rounded and clipped, never wrapped. NaN becomes 0 in integers: mask it before."""
    kind = np.dtype(dtype)
    if values.dtype == kind:
        return values
    if kind.kind == "f" or values.dtype.kind == "b":
        with np.errstate(over="ignore", invalid="ignore"):
            return values.astype(kind)
    limits = np.iinfo(kind)
    if values.dtype.kind == "f":
        return _rounded(values, kind, int(limits.min), int(limits.max))
    have = np.iinfo(values.dtype)
    lower, upper = max(int(limits.min), int(have.min)), min(int(limits.max), int(have.max))
    return np.clip(values, values.dtype.type(lower), values.dtype.type(upper)).astype(kind)


def _rounded(values: NDArray[Any], kind: np.dtype[Any], least: int, most: int) -> NDArray[Any]:
    whole = np.rint(np.nan_to_num(values.astype(np.float64, copy=False), nan=0.0, posinf=np.inf, neginf=-np.inf))
    # float64 has no exact 2**63 - 1: what reaches the limit is set apart, so that the cast never overflows.
    above, below = whole >= float(most), whole <= float(least)
    result = np.where(above | below, 0.0, whole).astype(kind)
    result[above] = most
    result[below] = least
    return result


def filled(values: NDArray[Any], valid: NDArray[Any], dtype: Any, nodata: Optional[Number]) -> NDArray[Any]:
    """Return `values` as `dtype` with `nodata` where they are not valid; they stay where nodata is None."""
    result = converted(values, dtype)
    if nodata is None or valid.all():
        return result
    marker = np.dtype(dtype).type(nodata)
    return np.where(valid, result, marker)
