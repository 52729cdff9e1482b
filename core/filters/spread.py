"""Compute the standard deviation and the variance of the valid pixels of a window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional, Union

import numpy as np

from ..arrays import Array
from .focal import focal_spec
from .windows.moving import State, fold, window_count, window_sum
from .windows.strips import Strip, empty_like, load, narrowed, strips
from .windows.window import Window, window_of

NOTHING = 1e-300
"""The count of no pixel, where a division by zero would have to be mended. 1 + 1e-300 is 1, and as float32 it is 0."""
LEAST_SHARE = 2.0**-27
"""Share of the squared mean below which a variance from sums of squares is not believed."""
MOMENT_PIXELS = 1 << 14
"""Pixels of a strip where three float64 arrays are folded at once."""


def combine_moments(a: State, b: State) -> State:
    """Return (count, mean, sum of squared deviations) of two sets of pixels put together.

    Merged by the formula of Chan, Golub and LeVeque (1979), which keeps all digits where a mean of squares would
    cancel: 10000 ± 0.1 loses nothing. The mean of no pixel is 0.0 and weighs next to `NOTHING`.
    """
    count = a[0] + b[0]
    share = b[0] / count
    gap = b[1] - a[1]
    step = gap * share
    deviations = _deviations(gap, step, a, b)
    return count, np.add(a[1], step, out=step), deviations


def combine_pivoted(a: State, b: State) -> State:
    """Return (count, pivot, mean minus pivot, sum of squared deviations) of two sets of pixels put together.

    As `combine_moments`, but the mean is kept as its distance from one of the pixels: a float64 mean of 1e9 would
    have no digits left for deviations of 1e-3. The pivot of no pixel is nothing, so the other's is taken.
    """
    count = a[0] + b[0]
    share = b[0] / (np.maximum(count, 1.0) if isinstance(count, np.ndarray) else count)
    gap = b[1] - a[1]
    gap += b[2]
    gap -= a[2]
    step = gap * share
    deviations = _deviations(gap, step, a, b)
    pivot, distance = a[1], np.add(a[2], step, out=step)
    if isinstance(count, np.ndarray):
        none = a[0] == 0.0
        pivot = np.where(none, b[1], pivot)
        np.copyto(distance, b[2], where=none)
    return count, pivot, distance, deviations


def _deviations(gap: Array, step: Array, a: State, b: State) -> Array:
    """Return the squared deviations of both, and those of their means; overwrites `gap`."""
    np.multiply(gap, step, out=gap)
    np.multiply(gap, a[0], out=gap)
    for deviations in (a[-1], b[-1]):
        if isinstance(deviations, np.ndarray):
            np.add(gap, deviations, out=gap)
    return gap


def moments(flat: Array, valid: Optional[Array], window: Window, strip: Strip, pivoted: bool) -> State:
    """Return (count, pivot, mean minus pivot, sum of squared deviations) of each window; the count of none is below 1.

    `pivoted` is for pixels that are float64 and not float32 made wider; without it the pivot is the mean.
    """
    ones: Union[Array, float] = 1.0 if valid is None else valid.astype(np.float64)
    if pivoted:
        return fold((ones, flat, 0.0, 0.0), window, strip, combine_pivoted)
    if isinstance(ones, np.ndarray):
        np.maximum(ones, NOTHING, out=ones)
    count, mean_value, deviations = fold((ones, flat, 0.0), window, strip, combine_moments)
    return count, mean_value, 0.0, deviations


def variance(block: Array, **values: Any) -> Array:
    """Return the variance (divided by the count) of the valid pixels of each window, NaN where there is none."""
    return _spread(block, values, root=False)


def std(block: Array, **values: Any) -> Array:
    """Return the standard deviation (divided by the count) of the valid pixels of each window."""
    return _spread(block, values, root=True)


def _spread(block: Array, values: Mapping[str, Any], root: bool) -> Array:
    window = window_of(**values)
    out = empty_like(block)
    pivoted = block.dtype.itemsize == 8
    with np.errstate(all="ignore"):
        for strip in strips(block.shape, window.halo, MOMENT_PIXELS):
            flat, valid = load(block, strip, np.float64, 0.0)
            if pivoted:
                strip.store(_by_moments(flat, valid, window, strip, pivoted, root), out)
                continue
            result, cancelled = _by_squares(flat, valid, window, strip, root)
            strip.store(result, out)
            wanted = strip.computed(cancelled)
            if wanted.any():
                _mend(flat, valid, window, strip, root, wanted, out)
    return out


def _by_moments(flat: Array, valid: Optional[Array], window: Window, strip: Strip, pivoted: bool, root: bool) -> Array:
    """Return the variance, or its root, of each window, NaN where there is no valid pixel."""
    count, _, _, deviations = moments(flat, valid, window, strip, pivoted)
    result = np.divide(deviations, count, out=np.empty(strip.length))
    if root:
        np.sqrt(result, out=result)
    if valid is not None:
        np.copyto(result, np.nan, where=count < 1.0)
    return result


def _by_squares(flat: Array, valid: Optional[Array], window: Window, strip: Strip, root: bool) -> tuple[Array, Array]:
    """Return the same from the mean of the squares less the square of the mean, and where too many digits cancel.

    Less than half the work. For pixels that were float32: their squares are exact in float64, and a variance above
    `LEAST_SHARE` of the squared mean keeps more digits than float32 has. Each window is judged by itself.
    """
    count = np.asarray(window_count(valid, window, strip), np.float64)
    middle = np.divide(window_sum(flat, window, strip), count)
    np.multiply(middle, middle, out=middle)
    result = np.divide(window_sum(flat * flat, window, strip), count)
    np.subtract(result, middle, out=result)
    cancelled = np.less(result, np.multiply(middle, LEAST_SHARE, out=middle))
    np.logical_and(cancelled, np.greater(count, 1), out=cancelled)  # of one pixel nothing is left, and rightly so
    if root:
        np.sqrt(result, out=result)
    return result, cancelled


def _mend(
    flat: Array, valid: Optional[Array], window: Window, strip: Strip, root: bool, wanted: Array, out: Array
) -> None:
    """Write what `_by_moments` gives into `out` where `wanted` (rows, columns) is true."""
    panels, columns = narrowed(strip, wanted)
    values = flat.reshape(-1, strip.width)[:, columns].ravel()
    good = None if valid is None else valid.reshape(-1, strip.width)[:, columns].ravel()
    careful = panels.computed(_by_moments(values, good, window, panels, False, root))
    reach = 2 * strip.halo
    first = columns[: len(columns) - reach]
    whole = columns[reach:] - first == reach  # the others lie between two panels
    target = out[strip.row_min : strip.row_max, strip.halo : strip.width - strip.halo]
    places = first[whole]
    target[:, places] = np.where(wanted[:, places], careful[:, whole], target[:, places])


STD = focal_spec(
    "std",
    "Standard deviation",
    "Standard deviation of the valid pixels of the window, divided by their count (not count minus one).",
    std,
    "Chan, Golub and LeVeque, Updating formulae and a pairwise algorithm for computing sample variances, 1979.",
    meaning="difference",
    output="float",
    results="positive",
    degree=1,
    formula="√(Σ (v − m)² / n), m = Σ v / n",
)
VARIANCE = focal_spec(
    "variance",
    "Variance",
    "Variance of the valid pixels of the window, divided by their count (not count minus one).",
    variance,
    "Chan, Golub and LeVeque, Updating formulae and a pairwise algorithm for computing sample variances, 1979.",
    meaning="other",
    output="float",
    results="positive",
    degree=2,
    formula="Σ (v − m)² / n, m = Σ v / n",
)
