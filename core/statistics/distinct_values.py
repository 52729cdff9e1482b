"""Compute the statistics of distinct values: mode, variety and entropy.

Every distinct value is counted, for any type of pixel: where the range is small by counters, else one by one, in memory
and beyond that on disk (see `distinct`).
"""

from __future__ import annotations

import math

import numpy as np

from ..arrays import Number
from .distribution import Distribution, Wanted
from .histogram import DEFAULT_BINS, histogram, seek_histogram
from .keys import TOP_BITS
from .spec import StatisticSpec

FEW = 16
"""So many intervals of a small range are counted by counters; of more, every distinct value is counted."""


def _all_known(distribution: Distribution) -> bool:
    return bool(distribution.resolved.all())


def seek_values(distribution: Distribution) -> Wanted:
    """Ask for every distinct value, by counters where the range is small."""
    if distribution.summary is not None or _all_known(distribution):
        return Wanted()
    unknown = np.flatnonzero(~distribution.resolved)
    spans = distribution.high[unknown] - distribution.low[unknown]
    if len(unknown) <= FEW and int(spans.max()) < 1 << TOP_BITS:
        return Wanted(urgent=tuple(unknown.tolist()))
    return Wanted(distinct=True)


def variety(distribution: Distribution) -> int:
    """Return the number of distinct values."""
    if distribution.summary is not None:
        return distribution.summary.variety
    return len(distribution.values_and_counts()[1])


def mode(distribution: Distribution) -> Number:
    """Return the most frequent value, the smallest of several; NaN without a valid pixel."""
    if distribution.summary is not None:
        return distribution.line.scalar(distribution.summary.mode)
    values, counts = distribution.values_and_counts()
    if len(counts) == 0:
        return math.nan
    found: Number = values[int(np.argmax(counts))].item()
    return found


def entropy(distribution: Distribution) -> float:
    """Return Shannon's entropy in bits: of the values of integers, of the histogram's bins for floats."""
    if distribution.total == 0:
        return math.nan
    if distribution.line.integer:
        if distribution.summary is not None:
            return distribution.summary.entropy
        counts = np.asarray(distribution.count, np.float64)
    else:
        counts = np.asarray(histogram(distribution, _entropy_bins(distribution)).counts, np.float64)
    share = counts[counts > 0] / distribution.total
    return max(0.0, -math.fsum((share * np.log2(share)).tolist()))


def seek_entropy(distribution: Distribution) -> Wanted:
    """Ask for every value of integers, for the bins of floats."""
    if distribution.line.integer:
        return seek_values(distribution)
    return seek_histogram(distribution, _entropy_bins(distribution))


def _entropy_bins(distribution: Distribution) -> int:
    """Return the bins that were asked for: what a picture takes must not change a number."""
    return distribution.histogram_bins if distribution.histogram_bins > 0 else DEFAULT_BINS


SPECS = (
    StatisticSpec(
        name="mode",
        label="Mode",
        summary="The most frequent value, the smallest of several.",
        accumulator=Distribution,
        finish=mode,
        seek=seek_values,
        aliases=("majority",),
        of_codes=True,
    ),
    StatisticSpec(
        name="variety",
        label="Variety",
        summary="Number of different values.",
        accumulator=Distribution,
        finish=variety,
        seek=seek_values,
        aliases=("unique", "uniquecount"),
        integer=True,
        unit="",
        group="shape",
        of_codes=True,
    ),
    StatisticSpec(
        name="entropy",
        label="Entropy",
        summary=(
            "Shannon's entropy in bits, of the values of integers and of the histogram's bins"
            " (256 by default) of floats."
        ),
        accumulator=Distribution,
        finish=entropy,
        seek=seek_entropy,
        unit="",
        group="shape",
        of_codes=True,
    ),
)
