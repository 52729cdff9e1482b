"""Minimum, maximum and range of the valid pixels of a window."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np

from ..arrays import Array
from .focal import focal_spec
from .windows.moving import window_extreme
from .windows.strips import Strip, empty_like, strips
from .windows.window import Window, window_of


def bounds(dtype: np.dtype[Any]) -> tuple[Any, Any]:
    """Return the lowest and highest value of a type: infinities for floats."""
    if dtype.kind == "f":
        return dtype.type(-np.inf), dtype.type(np.inf)
    limits = np.iinfo(dtype)
    return dtype.type(limits.min), dtype.type(limits.max)


def load_filled(block: Array, valid: Optional[Array], strip: Strip, fill: Any) -> tuple[Array, Optional[Array]]:
    """Return the strip's source, flat, of the block's own type, with `fill` for nodata, and where it is valid.

    `valid` None means that NaN marks nodata; validity None in the result means that all pixels are valid.
    """
    part = block[strip.source]
    flat = np.array(part, order="C").ravel()
    good = flat == flat if valid is None else np.ascontiguousarray(valid[strip.source]).ravel()
    if good.all():
        return flat, None
    np.copyto(flat, fill, where=~good)
    return flat, good


def within_data(window: Window, good: Optional[Array], strip: Strip) -> Optional[Window]:
    """Return the pixels of a window that are valid for any computed pixel of a strip, and some more; None: no pixel.

    Much of a window larger than the raster lies outside it, wherever its centre is.
    """
    if good is None:
        return window
    lines = good.reshape(-1, strip.width)
    rows, cols = np.flatnonzero(lines.any(axis=1)), np.flatnonzero(lines.any(axis=0))
    if not len(rows):
        return None
    last_row, last_col = strip.halo + strip.row_max - strip.row_min - 1, strip.width - strip.halo - 1
    return window.cropped(
        (int(rows[0]) - last_row, int(rows[-1]) - strip.halo), (int(cols[0]) - last_col, int(cols[-1]) - strip.halo)
    )


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
MIN = focal_spec("min", "Minimum", "Smallest of the valid pixels of the window.", minimum, SOURCE, **CHOICE)
MAX = focal_spec("max", "Maximum", "Largest of the valid pixels of the window.", maximum, SOURCE, **CHOICE)
RANGE = focal_spec(
    "range",
    "Range",
    "Largest minus smallest of the valid pixels of the window.",
    value_range,
    SOURCE,
    output="range",
    results="range",
    meaning="difference",
    exact=True,
)
