"""Computes filters of numbers so huge that float64 overflows on the way: of a copy made smaller where that happened."""

from __future__ import annotations

from typing import Any, Callable, Optional

import numpy as np

from ..arrays import Array

HUGE = 2.0**450
"""Squares of smaller numbers, and sums of as many as a window holds, do not overflow."""
SHIFT = 600
"""Blocks are made smaller by this power of two, which changes no digit; what is lost is too small to matter to HUGE."""


def without_overflow(function: Callable[..., Array], degree: Optional[int], block: Array, **values: Any) -> Array:
    """Return `function(block, **values)`; where numbers overflow on the way the right ones, NaN where the result does.

    Which pixels are computed a second time depends on their own results, so that every cut gives the same bits.

    :param degree: the function of the block times c is its function of the block, times c to this power; None: there
        is no such power.
    """
    result = function(block, **values)
    if block.dtype != np.float64 or result.dtype != np.float64 or not _has_huge(block):
        return result
    if degree is None:
        return np.where(np.isfinite(result), result, np.nan)
    small = np.asarray(function(np.ldexp(block, -SHIFT), **values), np.float64)
    with np.errstate(over="ignore"):
        scaled = np.ldexp(small, degree * SHIFT)
    better = np.where(np.isfinite(result), result, scaled)
    finite: Array = np.where(np.isfinite(better), better, np.nan)
    return finite


def _has_huge(block: Array) -> bool:
    return bool(np.fmax.reduce(block, axis=None) > HUGE or np.fmin.reduce(block, axis=None) < -HUGE)
