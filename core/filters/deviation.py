"""Measure how a pixel differs from its surroundings: difference from the mean, z-score, outliers."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import Array
from ..parameters import Parameter
from .focal_sums import mean
from .gaussian import SIGMA, TRUNCATE, gaussian, gaussian_halo, gaussian_window
from .spec import FilterSpec, without_overflow
from .spread import MOMENT_PIXELS, moments
from .windows.strips import empty_like, load, strips
from .windows.window import WINDOW_PARAMETERS, resolve_weights, window_halo, window_of

LEAST_SPREAD = 1e-140
"""Below it a standard deviation is none: what `NOTHING` leaves of pixels that are all equal."""
THRESHOLD = Parameter(
    "threshold",
    "Threshold",
    "Pixels that differ from the Gaussian mean of their surroundings by more than this, in the raster's unit, become "
    "no data.",
    default=10.0,
    minimum=0.0,
)


def difference(block: Array, **window: Any) -> Array:
    """Return the block minus the mean of the valid pixels of each window, NaN where the centre is.

    The mean is taken of the block as float64, so that float32 loses nothing before the difference.
    """
    wide = block.astype(np.float64)
    middle = mean(wide, **window)
    return np.subtract(wide, middle, out=middle).astype(block.dtype)


def zscore(block: Array, **window: Any) -> Array:
    """Return (pixel - mean) / standard deviation of each window, 0.0 where all its pixels are equal."""
    shape = window_of(**window)
    out = empty_like(block)
    with np.errstate(all="ignore"):
        for strip in strips(block.shape, shape.halo, MOMENT_PIXELS):
            flat, valid = load(block, strip, np.float64, 0.0)
            number, pivot, distance, deviations = moments(flat, valid, shape, strip, block.dtype.itemsize == 8)
            spread = np.sqrt(np.divide(deviations, number))
            result = (strip.near(flat, 0, 0) - pivot) - distance
            np.divide(result, spread, out=result)
            np.copyto(result, 0.0, where=spread < LEAST_SPREAD)
            np.copyto(result, np.nan, where=np.isinf(spread))
            if valid is not None:
                np.copyto(result, np.nan, where=~strip.near(valid, 0, 0) | (number < 1.0))
            strip.store(result, out)
    return out


def outliers(block: Array, sigma: float, truncate: float, threshold: float) -> Array:
    """Return the block with NaN for pixels further than `threshold` from the Gaussian mean around them."""
    middle = without_overflow(gaussian, 1, block.astype(np.float64), sigma=sigma, truncate=truncate)
    with np.errstate(invalid="ignore", over="ignore"):
        far = np.abs(block - middle) > threshold
    return np.where(far, block.dtype.type(np.nan), block)


DIFFERENCE = FilterSpec(
    name="difference",
    label="Difference from mean",
    summary="The pixel minus the mean of the valid pixels of its window: local relief, also beside gaps.",
    function=difference,
    halo=window_halo,
    window=window_of,
    parameters=WINDOW_PARAMETERS,
    resolve=resolve_weights,
    family="edges",
    tool="localrelief",
    output="float",
    meaning="difference",
    degree=1,
    signed=True,
    source="Wilson and Gallant, Terrain analysis, 2000: deviation from mean elevation.",
    formula="z − m, m = Σ w·v / Σ w",
)
ZSCORE = FilterSpec(
    name="zscore",
    label="Z-score",
    summary=(
        "The pixel minus the mean of its window, in standard deviations of the window; 0 where all pixels are equal."
    ),
    function=zscore,
    halo=window_halo,
    window=window_of,
    parameters=WINDOW_PARAMETERS,
    resolve=resolve_weights,
    family="edges",
    tool="localrelief",
    output="float",
    meaning="other",
    degree=0,
    signed=True,
    source="Standard score with the standard deviation divided by the count.",
    formula="(z − m) / s, s = √(Σ (v − m)² / n)",
)
OUTLIERS = FilterSpec(
    name="outliers",
    label="Outliers",
    summary="Pixels further than a threshold from the Gaussian mean of their surroundings become no data; others stay.",
    function=outliers,
    halo=gaussian_halo,
    window=gaussian_window,
    parameters=(SIGMA, TRUNCATE, THRESHOLD),
    family="smoothing",
    tool="removeoutliers",
    output="float",
    results="selected",
    makes_gaps=True,
    source="The distance filter of GeoUtils, with the reach of its Gaussian as margin.",
    formula="nodata where |z − g| > threshold, g = Σ w·v / Σ w, w = exp(−d² / 2σ²)",
)
