"""Mean, sum, standard deviation, variance and count of the valid pixels of a window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional, Union

import numpy as np

from ..arrays import Array
from ..errors import InvalidParameter
from ..parameters import Value
from .focal import focal_spec
from .moving import State, fold, window_count, window_sum
from .strips import Strip, empty_like, load, strips
from .windows import Window, resolve_weights, weight_matrix, window_of

NOTHING = 1e-300
"""The count of no pixel, where a division by zero would have to be mended. 1 + 1e-300 is 1, and as float32 it is 0."""
MOMENT_PIXELS = 1 << 14
"""Pixels of a strip where three float64 arrays are folded at once."""


def mean(block: Array, **window: Any) -> Array:
    """Return the (weighted) mean of the valid pixels of each window, NaN where there is none."""
    return _sum_or_mean(block, _weighted_mean if window["shape"] == "weights" else _plain_mean, window)


def total(block: Array, **window: Any) -> Array:
    """Return the (weighted) sum of the valid pixels of each window, NaN where there is none."""
    return _sum_or_mean(block, _weighted_sum if window["shape"] == "weights" else _plain_sum, window)


def _sum_or_mean(block: Array, formula: Any, values: Mapping[str, Any]) -> Array:
    window = window_of(**values)
    matrix = weight_matrix(values["weights"], "") if values["shape"] == "weights" else None
    out = empty_like(block)
    with np.errstate(all="ignore"):
        for strip in strips(block.shape, window.halo):
            flat, valid = load(block, strip, np.float64, 0.0)
            strip.store(formula(flat, valid, window, strip, matrix), out)
    return out


def _plain_sum(flat: Array, valid: Optional[Array], window: Window, strip: Strip, _: Any) -> Array:
    result = window_sum(flat, window, strip)
    if valid is not None:
        np.copyto(result, np.nan, where=window_count(valid, window, strip) == 0)
    return result


def _plain_mean(flat: Array, valid: Optional[Array], window: Window, strip: Strip, _: Any) -> Array:
    result = window_sum(flat, window, strip)
    count = window_count(valid, window, strip)
    return np.divide(result, count, out=_own(result, flat))


def _own(result: Array, flat: Array) -> Array:
    """Return an array to write into: a window of one pixel gives a view of the strip's own copy."""
    return np.empty_like(result) if np.shares_memory(result, flat) else result


def _weighted_sum(flat: Array, valid: Optional[Array], window: Window, strip: Strip, matrix: Array) -> Array:
    result = correlate(flat, strip, matrix)
    if valid is not None:
        np.copyto(result, np.nan, where=window_count(valid, window, strip) == 0)
    return result


def _weighted_mean(flat: Array, valid: Optional[Array], window: Window, strip: Strip, matrix: Array) -> Array:
    result = correlate(flat, strip, matrix)
    if valid is None:
        valid = np.ones(1, bool)
        return np.divide(result, _sum_in_order(matrix), out=result)
    weights = correlate(valid.astype(np.float64), strip, matrix)
    np.copyto(weights, np.nan, where=weights == 0.0)
    return np.divide(result, weights, out=result)


def correlate(flat: Array, strip: Strip, matrix: Array) -> Array:
    """Return the sum of weight times neighbour, weights in the order of the matrix, zeros skipped."""
    rows, cols = matrix.shape[0] // 2, matrix.shape[1] // 2
    result: Array = np.zeros(strip.length)
    term = np.empty(strip.length)
    for row, col in np.argwhere(matrix):
        np.multiply(strip.near(flat, int(row) - rows, int(col) - cols), matrix[row, col], out=term)
        np.add(result, term, out=result)
    return result


def _sum_in_order(matrix: Array) -> float:
    """Return what `correlate` gives for ones: the same additions in the same order."""
    result = 0.0
    for weight in matrix[matrix != 0]:
        result += float(weight)
    return result


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
    with np.errstate(all="ignore"):
        for strip in strips(block.shape, window.halo, MOMENT_PIXELS):
            flat, valid = load(block, strip, np.float64, 0.0)
            count, _, _, deviations = moments(flat, valid, window, strip, block.dtype.itemsize == 8)
            result = np.divide(deviations, count, out=np.empty(strip.length))
            if root:
                np.sqrt(result, out=result)
            if valid is not None:
                np.copyto(result, np.nan, where=count < 1.0)
            strip.store(result, out)
    return out


def count(block: Array, **values: Any) -> Array:
    """Return the number of valid pixels of each window, NaN where there is none."""
    window = window_of(**values)
    out = empty_like(block)
    for strip in strips(block.shape, window.halo):
        _, valid = load(block, strip, block.dtype, 0.0)
        result = np.full(strip.length, window_count(valid, window, strip), block.dtype)
        np.copyto(result, np.nan, where=result == 0)
        strip.store(result, out)
    return out


def _resolve_mean(values: Mapping[str, Value]) -> dict[str, Value]:
    resolved = resolve_weights(values)
    if resolved["shape"] == "weights" and _sum_in_order(weight_matrix(str(resolved["weights"]), "")) == 0.0:
        raise InvalidParameter("weights of a mean must not sum to zero: use sum for weights such as an edge detector's")
    return resolved


MEAN = focal_spec(
    "mean",
    "Mean",
    "Mean of the valid pixels of the window, weighted if the window is a matrix of weights.",
    mean,
    "Sum over the window by doubling, in float64, divided by the count of valid pixels.",
    resolve=_resolve_mean,
    output="float",
)
SUM = focal_spec(
    "sum",
    "Sum",
    "Sum of the valid pixels of the window, weighted if the window is a matrix of weights.",
    total,
    "Sum over the window by doubling, in float64.",
    meaning="other",
    output="float",
)
STD = focal_spec(
    "std",
    "Standard deviation",
    "Standard deviation of the valid pixels of the window, divided by their count (not count minus one).",
    std,
    "Chan, Golub and LeVeque, Updating formulae and a pairwise algorithm for computing sample variances, 1979.",
    meaning="difference",
    output="float",
)
VARIANCE = focal_spec(
    "variance",
    "Variance",
    "Variance of the valid pixels of the window, divided by their count (not count minus one).",
    variance,
    "Chan, Golub and LeVeque, Updating formulae and a pairwise algorithm for computing sample variances, 1979.",
    meaning="other",
    output="float",
)
COUNT = focal_spec(
    "count",
    "Valid count",
    "Number of valid pixels in the window.",
    count,
    "A sum of ones.",
    output="count",
    meaning="other",
)
