"""Statistics of distinct values: mode, variety and entropy; and the histogram.

Distinct values are counted one by one up to DISTINCT_LIMIT of them, for any type of pixel. Beyond, variety and the
entropy of integers are not given; the mode still is where one value outweighs whatever was not counted singly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Union

import numpy as np

from .distribution import Distribution, Wanted
from .keys import TOP_BITS
from .spec import StatisticSpec

Number = Union[int, float]
DEFAULT_BINS = 256
HEAVIEST = 16
"""Intervals with the most pixels, which are split so that a dominant value can be told from its neighbours."""


def _all_known(distribution: Distribution) -> bool:
    return bool(distribution.resolved.all())


def variety(distribution: Distribution) -> Number:
    """Return the number of distinct values; NaN where there are too many to count."""
    return len(distribution.values_and_counts()[1]) if _all_known(distribution) else math.nan


def seek_values(distribution: Distribution) -> Wanted:
    """Ask for every distinct value, by counters where the range is small."""
    if distribution.too_many_values or _all_known(distribution):
        return Wanted()
    unknown = np.flatnonzero(~distribution.resolved)
    spans = distribution.high[unknown] - distribution.low[unknown]
    if len(unknown) <= HEAVIEST and int(spans.max()) < 1 << TOP_BITS:
        return Wanted(urgent=tuple(unknown.tolist()))
    return Wanted(distinct=True)


def mode(distribution: Distribution) -> Number:
    """Return the most frequent value, the smallest of several; NaN where it cannot be told or nothing is valid."""
    known = distribution.resolved
    values, counts = _known_part(distribution)
    if len(counts) == 0:
        return math.nan
    best = int(np.argmax(counts))
    rivals = ~known & (
        (distribution.count > counts[best])
        | ((distribution.count == counts[best]) & (distribution.first < values[best]))
    )
    found: Number = values[best].item()
    return math.nan if rivals.any() else found


def seek_mode(distribution: Distribution) -> Wanted:
    """Ask for every distinct value, and for the heaviest intervals in case there are too many."""
    wanted = seek_values(distribution)
    if not wanted.distinct:
        return wanted
    weight = np.where(distribution.resolved, 0, distribution.count)
    heaviest = np.argsort(-weight, kind="stable")[:HEAVIEST]
    return wanted | Wanted(urgent=tuple(index for index in heaviest.tolist() if weight[index]))


def _known_part(distribution: Distribution) -> tuple[Any, Any]:
    known = distribution.resolved
    part = Distribution(distribution.line, distribution.low[known], distribution.high[known], distribution.count[known])
    return part.values_and_counts()


@dataclass(frozen=True)
class Histogram:
    """Pixels between edges: each bin holds its lower edge, the last one its upper edge too."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]

    def to_json(self) -> dict[str, Any]:
        """Return edges and counts as lists."""
        return {"edges": list(self.edges), "counts": list(self.counts)}


def histogram_edges(distribution: Distribution, bins: int) -> Any:
    """Return `bins + 1` edges from the smallest to the largest value, half a unit around where these are equal."""
    low, high = float(distribution.first[0]), float(distribution.last[-1])
    if low == high:
        low, high = low - 0.5, high + 0.5
    if math.isfinite(high - low):
        return np.linspace(low, high, bins + 1)
    share = np.arange(bins + 1) / bins
    return low * (1 - share) + high * share


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


def entropy(distribution: Distribution) -> float:
    """Return Shannon's entropy in bits: of the values of integers, of the histogram's bins for floats."""
    if distribution.total == 0:
        return math.nan
    if distribution.line.integer:
        if not _all_known(distribution):
            return math.nan
        counts = np.asarray(distribution.count, np.float64)
    else:
        counts = np.asarray(histogram(distribution, distribution.histogram_bins or DEFAULT_BINS).counts, np.float64)
    share = counts[counts > 0] / distribution.total
    return max(0.0, -math.fsum((share * np.log2(share)).tolist()))


def seek_entropy(distribution: Distribution) -> Wanted:
    """Ask for every value of integers, for the bins of floats."""
    if distribution.line.integer:
        return seek_values(distribution)
    return seek_histogram(distribution, distribution.histogram_bins or DEFAULT_BINS)


SPECS = (
    StatisticSpec(
        "mode",
        "Mode",
        "The most frequent value, the smallest of several; may be empty above 1,048,576 different values.",
        Distribution,
        mode,
        seek_mode,
        aliases=("majority",),
    ),
    StatisticSpec(
        "variety",
        "Variety",
        "Number of different values; empty where there are more than 1,048,576.",
        Distribution,
        variety,
        seek_values,
        aliases=("unique", "uniquecount"),
        integer=True,
        unit="",
        group="shape",
    ),
    StatisticSpec(
        "entropy",
        "Entropy",
        "Shannon's entropy in bits, of the values of integers and of the histogram's bins (256 by default) of floats.",
        Distribution,
        entropy,
        seek_entropy,
        unit="",
        group="shape",
    ),
)
