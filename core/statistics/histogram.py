"""Count the pixels between edges, as NumPy's histogram does, from the known distribution of the values."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

from ..arrays import Array
from .distribution import Distribution, Wanted

DEFAULT_BINS = 256
AUTOMATIC = -1
"""In place of a number of bins: what suits a picture."""
AUTOMATIC_BINS = 100
WHOLE_BINS = 256
"""Of integers, so that each value of 8 bits has its own."""
EXACT_HALVES = 1 << 52
"""Below this size float64 tells an integer from half a unit more."""


@dataclass(frozen=True)
class Histogram:
    """Pixels between edges: each bin holds its lower edge, the last one its upper edge too."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]

    def to_json(self) -> dict[str, Any]:
        """Return edges and counts as lists."""
        return {"edges": list(self.edges), "counts": list(self.counts)}


def histogram_edges(distribution: Distribution, bins: int) -> Array:
    """Return `bins + 1` edges from the smallest to the largest value, as NumPy does.

    Where these are equal half a unit is added on both sides, and more where float64 has no numbers so close.
    """
    if bins == AUTOMATIC:
        edges = _whole_edges(distribution)
        return histogram_edges(distribution, AUTOMATIC_BINS) if edges is None else edges
    low, high = float(distribution.first[0]), float(distribution.last[-1])
    if low == high:
        step = bins * math.ulp(low)
        half = 0.5 if step <= 1 else step
        low, high = max(low - half, -sys.float_info.max), min(high + half, sys.float_info.max)
    if math.isfinite(high - low):
        return np.linspace(low, high, bins + 1)
    share = np.arange(bins + 1) / bins
    return low * (1 - share) + high * share


def _whole_edges(distribution: Distribution) -> Optional[Any]:
    """Return edges half-way between integers, with equally many in every bin, so that none looks fuller than it is.

    None for floats, and for integers so large that float64 has no halves there.
    """
    low, high = distribution.first[0].item(), distribution.last[-1].item()
    if not distribution.line.integer or max(abs(low), abs(high)) > EXACT_HALVES:
        return None
    if low == high:
        low, high = low - 1, high + 1
    width = -(-(high - low + 1) // WHOLE_BINS)
    return low - 0.5 + width * np.arange(-(-(high - low + 1) // width) + 1, dtype=np.float64)


def _edge_keys(distribution: Distribution, bins: int) -> list[int]:
    # 1 above the type's range: nothing is as large as that edge.
    end = 1 << distribution.line.bits
    largest = float(distribution.last[-1])
    edges = histogram_edges(distribution, bins)[1:-1].tolist()
    return [end if edge > largest else distribution.line.key_of(edge) for edge in edges]


def histogram(distribution: Distribution, bins: int) -> Histogram:
    """Return the counts of `numpy.histogram(valid, bins)`, the valid pixels as float64; no bin without a pixel."""
    if distribution.total == 0:
        return Histogram((), ())
    end = 1 << distribution.line.bits
    keys = _edge_keys(distribution, bins)
    below = [distribution.total if key == end else distribution.below(key) for key in keys]
    counts = np.diff(np.array([0, *below, distribution.total], np.int64))
    return Histogram(tuple(histogram_edges(distribution, bins).tolist()), tuple(counts.tolist()))


def seek_histogram(distribution: Distribution, bins: int) -> Wanted:
    """Ask for cuts at the edges of the bins that lie within an interval."""
    if distribution.total == 0:
        return Wanted()
    end = 1 << distribution.line.bits
    keys = _edge_keys(distribution, bins)
    return Wanted(edges=tuple(sorted({key for key in keys if key != end and distribution.below(key) is None})))
