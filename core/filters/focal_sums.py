"""Sum, average and count the valid pixels of a window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

import numpy as np

from ..arrays import Array
from ..errors import InvalidParameter
from ..parameters import Value
from .focal import focal_spec
from .windows.moving import window_count, window_sum
from .windows.strips import Strip, empty_like, load, strips
from .windows.window import Window, resolve_weights, weight_matrix, window_of


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


def count(block: Array, **values: Any) -> Array:
    """Return the number of valid pixels of each window as float64, NaN where there is none."""
    window = window_of(**values)
    out = empty_like(block, np.float64)
    for strip in strips(block.shape, window.halo):
        _, valid = load(block, strip, block.dtype, 0.0)
        result = np.full(strip.length, window_count(valid, window, strip), np.float64)
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
    results="mean",
    output="float",
    degree=1,
    formula="Σ w·v / Σ w",
)
SUM = focal_spec(
    "sum",
    "Sum",
    "Sum of the valid pixels of the window, weighted if the window is a matrix of weights.",
    total,
    "Sum over the window by doubling, in float64.",
    meaning="other",
    output="float",
    degree=1,
    formula="Σ w·v",
)
COUNT = focal_spec(
    "count",
    "Valid count",
    "Number of valid pixels in the window.",
    count,
    "A sum of ones.",
    output="count",
    results="count",
    meaning="other",
    formula="n",
)
