"""Find the minimum, maximum and range of the valid pixels of a window."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np

from ..arrays import Array
from .focal import focal_spec
from .windows.moving import window_extreme
from .windows.strips import bounds, empty_like, load_filled, strips
from .windows.window import Window, window_of


def extreme(block: Array, valid: Optional[Array], window: Window, ufunc: np.ufunc) -> Array:
    """Return `np.minimum` or `np.maximum` over each window; without a valid pixel NaN (integers: unspecified)."""
    low, high = bounds(block.dtype)
    fill = high if ufunc is np.minimum else low
    out = empty_like(block)
    for strip in strips(block.shape, window.halo):
        flat, good = load_filled(block, valid, strip, fill)
        result = window_extreme(flat, window, strip, ufunc)
        if good is not None and block.dtype.kind == "f":
            np.copyto(result, np.nan, where=result == fill)
        strip.store(result, out)
    return out


def minimum(block: Array, valid: Optional[Array] = None, **window: Any) -> Array:
    """Return the minimum of the valid pixels of each window; without any, NaN (integers: unspecified)."""
    return extreme(block, valid, window_of(**window), np.minimum)


def maximum(block: Array, valid: Optional[Array] = None, **window: Any) -> Array:
    """Return the maximum of the valid pixels of each window; without any, NaN (integers: unspecified)."""
    return extreme(block, valid, window_of(**window), np.maximum)


def value_range(block: Array, valid: Optional[Array] = None, **window: Any) -> Array:
    """Return maximum minus minimum of each window; signed integers come back as the unsigned type of their width."""
    high = maximum(block, valid, **window)
    low = minimum(block, valid, **window)
    if block.dtype.kind == "i":
        unsigned = np.dtype(f"u{block.dtype.itemsize}")
        high, low = high.view(unsigned), low.view(unsigned)
    with np.errstate(over="ignore"):
        return np.subtract(high, low, out=high)


SOURCE = "Separable over rows and columns; runs by doubling."
CHOICE: dict[str, Any] = {"output": "keep", "results": "selected", "exact": True}
MIN = focal_spec(
    "min",
    "Minimum",
    "Smallest of the valid pixels of the window.",
    minimum,
    SOURCE,
    **CHOICE,
    formula="min v",
)
MAX = focal_spec(
    "max",
    "Maximum",
    "Largest of the valid pixels of the window.",
    maximum,
    SOURCE,
    **CHOICE,
    formula="max v",
)
RANGE = focal_spec(
    "range",
    "Range",
    "Largest minus smallest of the valid pixels of the window.",
    value_range,
    SOURCE,
    output="range",
    results="range",
    meaning="difference",
    degree=1,
    exact=True,
    formula="max v − min v",
)
