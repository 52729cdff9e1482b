"""Decide which pixels are valid, and turn results into pixels of a file: one cast, one default nodata.

Reader, planner, workers and writer ask here, so that they cannot disagree.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Callable, Optional

import numpy as np

from .arrays import Array, Nodata, Number

QGIS_TOLERANCE = 4 * float(np.finfo(np.float64).eps)
"""By which QGIS lets a float lie beyond the ends of a range of nodata (qgsDoubleNear in QgsRasterRange)."""
BOOLEAN_NODATA = 255
"""Booleans are stored as uint8; this marks what was masked."""
_EPSILON = float(np.finfo(np.float32).eps)
"""Of float32 for both types: GDAL compares doubles as coarsely as floats."""
_BITS: dict[int, Any] = {4: np.int32, 8: np.int64}
_FARTHEST = {4: 2**4, 8: 2**34}
"""More floats than this beyond a value none is equal to it; twice as many as there are."""


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
        return math.nan
    if kind.kind == "b":
        return BOOLEAN_NODATA
    limits = np.iinfo(kind)
    return int(limits.max) if kind.kind == "u" else int(limits.min)


def held(value: Nodata, dtype: Any) -> Nodata:
    """Return `value` as `dtype` stores it, a plain number, or None when it does not hold it.

    Floats hold NaN and what rounds to a finite number: the digits of a double mean the nearest float32, as in GDAL.
    Integers hold whole numbers of their range.
    """
    kind = np.dtype(dtype)
    if value is None:
        return None
    if kind.kind == "f":
        if math.isnan(value):
            return math.nan
        with np.errstate(over="ignore"):
            stored = float(kind.type(value))
        return stored if math.isfinite(stored) else None
    if not isinstance(value, int) and (not math.isfinite(value) or value != math.floor(value)):
        return None
    least, most = limits_of(kind)
    return int(value) if least <= value <= most else None


def limits_of(dtype: Any) -> tuple[Number, Number]:
    """Return the least and the largest finite number of a type."""
    kind = np.dtype(dtype)
    if kind.kind == "b":
        return 0, 1
    if kind.kind == "f":
        return -float(np.finfo(kind).max), float(np.finfo(kind).max)
    limits = np.iinfo(kind)
    return int(limits.min), int(limits.max)


def typed_nodata(nodata: Nodata, dtype: Any) -> Any:
    """Return the value of type `dtype` that marks a pixel as nodata, or None when no pixel can be that.

    That is so for NaN, which is never valid anyway, for a value outside an integer type's range, and for fractions.
    """
    kind = np.dtype(dtype)
    if kind.kind not in "iufb":
        return None
    value = held(nodata, kind)
    return None if value is None or value != value else kind.type(value)


def free_nodata(values: Array, valid: Array, wanted: Nodata) -> Nodata:
    """Return a nodata value that no valid pixel of `values` is: `wanted`, or NaN, an end of the type's range, or None.

    None too for booleans, and where nothing is wanted.
    """
    if wanted is None or values.dtype.kind not in "iuf":
        return None
    others = (math.nan,) if values.dtype.kind == "f" else reversed(limits_of(values.dtype))
    choices: list[Number] = [wanted, *others]
    for nodata in choices:
        marker = held(nodata, values.dtype)
        if marker is not None and not (valid & ~valid_pixels(values, marker)).any():
            return nodata
    return None


def valid_pixels(values: Array, nodata: Nodata, out: Optional[Array] = None) -> Array:
    """Return where `values` (any shape) are neither nodata nor NaN nor infinite, into `out` if given.

    Floats are nodata as GDAL decides, within its tolerance.
    """
    valid = np.empty(values.shape, bool) if out is None else out
    marker = typed_nodata(nodata, values.dtype)
    if values.dtype.kind == "f":
        np.isfinite(values, out=valid)
        if marker is not None:
            valid &= differ_from_nodata(values, marker)
    elif marker is not None:
        np.not_equal(values, marker, out=valid)
    else:
        valid[...] = True
    return valid


def hide_ranges(values: Array, ranges: Sequence[tuple[Number, Number]], valid: Array) -> None:
    """Make `valid` False where `values` (same shape) lie in one of the ranges, both ends counted.

    A range of one value is a nodata value: floats are compared as GDAL does. The ends of a true range are compared as
    QGIS does, as doubles: the float32 next to 0.2 lies above it.
    """
    for low, high in ranges:
        if low == high:
            valid &= valid_pixels(values, low)
            continue
        least, most = _typed_range(low, high, values.dtype)
        if least is not None and most is not None:
            valid &= (values < least) | (values > most)


def _typed_range(low: Number, high: Number, dtype: np.dtype[Any]) -> tuple[Any, Any]:
    """Return the least and the largest value of a type within a range, None and None where there is none."""
    first, last = limits_of(dtype)
    if dtype.kind == "f":
        low, high = max(low - QGIS_TOLERANCE, first), min(high + QGIS_TOLERANCE, last)
        least, most = dtype.type(low), dtype.type(high)
        # As doubles, for NumPy 2 would round the ends to float32 first.
        least = np.nextafter(least, dtype.type(np.inf)) if float(least) < low else least
        most = np.nextafter(most, dtype.type(-np.inf)) if float(most) > high else most
        return (least, most) if least <= most else (None, None)
    least = first if low <= first else math.ceil(low)
    most = last if high >= last else math.floor(high)
    return (dtype.type(least), dtype.type(most)) if first <= least <= most <= last else (None, None)


def converted(values: Array, dtype: Any) -> Array:
    """Return `values` as `dtype`, rounded and clipped, never wrapped. NaN becomes 0 in integers; -0.0 becomes 0.0."""
    kind = np.dtype(dtype)
    if values.dtype.kind == "b":
        return values.astype(kind)
    if values.dtype.kind == "f" and kind.kind != "f":
        values = np.where(np.isnan(values), 0, values)
    result = np.empty(values.shape, kind)
    cast_into(result, values)
    return result


def cast_into(target: Array, values: Array) -> None:
    """Write `values` in the type of `target`: rounded to nearest for integers, clipped to the range, never wrapped.

    NaN stays in floats and becomes an unspecified integer. -0.0 becomes 0.0.
    """
    if target.dtype.kind == "f":
        _cast_into_floats(target, values)
    elif values.dtype == target.dtype:
        target[...] = values
    elif values.dtype.kind == "f":
        _cast_into_integers(target, np.rint(values))
    else:
        own, limits = limits_of(values.dtype), limits_of(target.dtype)
        low, high = max(own[0], limits[0]), min(own[1], limits[1])
        target[...] = np.clip(values, values.dtype.type(low), values.dtype.type(high)).astype(target.dtype)


def _cast_into_floats(target: Array, values: Array) -> None:
    if values.dtype == target.dtype:
        np.add(values, 0, out=target)  # -0.0 + 0 is 0.0
    else:
        with np.errstate(over="ignore", under="ignore"):
            target[...] = values
        np.add(target, 0, out=target)  # after the cast, which makes -0.0 of the smallest numbers
    if values.dtype.kind == "f":
        low, high = limits_of(target.dtype)
        np.clip(target, low, high, out=target)


def _cast_into_integers(target: Array, values: Array) -> None:
    """Cast whole floats; the limits of 64-bit types are no floats, so clip to the floats next to them, then mend."""
    limits = np.iinfo(target.dtype)
    top = values.dtype.type(limits.max)
    over = None
    if int(top) > limits.max:
        over = values >= top
        top = np.nextafter(top, values.dtype.type(0))
    with np.errstate(invalid="ignore"):
        target[...] = np.clip(values, values.dtype.type(limits.min), top, out=values).astype(target.dtype)
    if over is not None:
        target[over] = limits.max


def filled(values: Array, valid: Array, dtype: Any, nodata: Nodata) -> Array:
    """Return `values` as `dtype` with `nodata` where they are not valid; they stay where nodata is None."""
    result = converted(values, dtype)
    if nodata is None or valid.all():
        return result
    marker = np.dtype(dtype).type(nodata)
    marked: Array = np.where(valid, result, marker)
    return marked


def differ_from_nodata(values: Array, nodata: Any) -> Array:
    """Return where `values`, floats of any shape, are not what GDAL takes for `nodata`; False for NaN.

    `nodata` is a finite scalar of the type of `values`.
    """
    low, high, huge = equal_floats(float(nodata), values.dtype.name)
    differ: Array = values < low
    differ |= values > high
    if huge is not None:
        differ &= values < huge if huge > 0 else values > huge
    return differ


@lru_cache(maxsize=64)
def equal_floats(nodata: float, dtype: str) -> tuple[Any, Any, Any]:
    """Return the least and the greatest float around `nodata` that GDAL takes for it, and the least of the huge ones.

    A huge one is so large that its sum with `nodata` overflows: it and all beyond it are equal. None where there is
    none such. Source: ARE_REAL_EQUAL in GDAL's gdal_priv.h, which calculates in the type itself.
    """
    kind: Any = np.dtype(dtype).type
    marker, most = kind(abs(nodata)), np.finfo(kind).max

    def is_near(value: Any) -> bool:
        total = value + marker
        return bool(value == marker or np.isfinite(total) and abs(value - marker) < kind(_EPSILON) * total * kind(2))

    def overflows(value: Any) -> bool:
        return bool(np.isinf(value + marker))

    with np.errstate(over="ignore", under="ignore"):
        steps = _FARTHEST[marker.itemsize]
        low = _last(marker, _moved(marker, -steps), is_near)
        high = _last(marker, _moved(marker, steps), is_near)
        huge = _last(most, kind(0), overflows) if overflows(most) else None
    if math.copysign(1.0, nodata) > 0:
        return low, high, huge
    return -high, -low, None if huge is None else -huge


def _last(start: Any, stop: Any, holds: Callable[[Any], bool]) -> Any:
    """Return the float farthest from `start`, where `holds` is true, towards `stop` up to which it is true."""
    if holds(stop):
        return stop
    near, far = _rank(start), _rank(stop)
    while abs(far - near) > 1:
        middle = (near + far) // 2
        if holds(_float_of(middle, type(start))):
            near = middle
        else:
            far = middle
    return _float_of(near, type(start))


def _moved(value: Any, steps: int) -> Any:
    """Return the float so many floats beyond `value`, at least 0 and at most the largest."""
    most = _rank(np.finfo(type(value)).max)
    return _float_of(min(max(_rank(value) + steps, 0), most), type(value))


def _rank(value: Any) -> int:
    """Return the number of a float from 0 up: the bits of positive floats count like whole numbers."""
    return int(value.view(_BITS[value.itemsize]))


def _float_of(rank: int, kind: Any) -> Any:
    return _BITS[np.dtype(kind).itemsize](rank).view(kind)
