"""Finds the floats that GDAL takes for a nodata value: those next to it, and those as huge as it."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, Callable

import numpy as np

from .arrays import Array

_EPSILON = float(np.finfo(np.float32).eps)
"""Of float32 for both types: GDAL compares doubles as coarsely as floats."""
_BITS: dict[int, Any] = {4: np.int32, 8: np.int64}
_FARTHEST = {4: 2**4, 8: 2**34}
"""More floats than this beyond a value none is equal to it; twice as many as there are."""


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
