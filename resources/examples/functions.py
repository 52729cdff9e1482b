"""Three functions to start from: name this file as FUNCTION_FILE and one of them as FUNCTION_NAME.

They run in worker processes, tile by tile. DEPTH is the margin that each tile needs beside its own pixels.
"""

from __future__ import annotations

import numpy as np
import scipy.ndimage


def despiked(raster, limit=30.0, size=5):
    """Raster style (takes and returns the tile): spikes further than `limit` from the median become nodata.

    Needs DEPTH=2 for size 5: half the window. FUNCTION_ARGUMENTS={"limit": 20}
    """
    values = raster.get_nanarray()
    known = np.isfinite(values)
    window = (1,) * (values.ndim - 2) + (size, size)
    # A gap may hide a low or a high value: the median lies between these two, whatever is missing.
    low = scipy.ndimage.median_filter(np.where(known, values, -np.inf), size=window, mode="nearest")
    high = scipy.ndimage.median_filter(np.where(known, values, np.inf), size=window, mode="nearest")
    spike = known & ((values < low - limit) | (values > high + limit))
    raster.data = np.ma.masked_where(spike | ~known, raster.data)
    return raster


def relative_height(block: np.ndarray, size: int = 31) -> np.ndarray:
    """Array style (2-D floats, NaN for nodata; `block: np.ndarray` says so): 0 at the lowest, 1 at the highest nearby.

    Needs DEPTH=15 for size 31.
    """
    known = np.isfinite(block)
    lowest = scipy.ndimage.minimum_filter(np.where(known, block, np.inf), size, mode="nearest")
    highest = scipy.ndimage.maximum_filter(np.where(known, block, -np.inf), size, mode="nearest")
    with np.errstate(invalid="ignore", divide="ignore"):
        place = (block - lowest) / (highest - lowest)
    return np.where(known & (highest > lowest), place, np.nan).astype(np.float32)


def relief(raster, step=1.0):
    """For Tiled statistics: a dictionary of numbers, which become attributes of the tile's polygon.

    FUNCTION_ARGUMENTS={"step": 10} rounds to tens.
    """
    values = raster.data.compressed().astype(float)
    if values.size == 0:
        return {"relief": None, "share_above_mean": None}
    span = float(values.max() - values.min())
    return {"relief": round(span / step) * step, "share_above_mean": float((values > values.mean()).mean())}
