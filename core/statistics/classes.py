"""Count how often each of few whole values occurs, such as codes of land cover."""

from __future__ import annotations

from typing import Optional

import numpy as np

from ..arrays import Number
from .distribution import Distribution, Wanted
from .keys import TOP_BITS

MOST_CLASSES = 256
"""Distinct whole values that are told one by one, as many as a colour table has."""
MOST_SPLIT = 32
"""Intervals that are split to see whether each holds one whole value; each takes 2^16 counters."""
ClassCounts = tuple[tuple[Number, int], ...]


def seek_classes(distribution: Distribution) -> Wanted:
    """Ask for the values within intervals that may each hold one whole number, where these are few.

    Of integers only a range is looked into that counters cover at once; no pass is made for rasters of many values.
    """
    unknown = np.flatnonzero(~distribution.resolved)
    if distribution.summary is not None or not 0 < len(unknown) <= MOST_SPLIT or len(distribution.count) > MOST_CLASSES:
        return Wanted()
    if distribution.line.integer:
        spans = distribution.high[unknown] - distribution.low[unknown]
        return Wanted(urgent=tuple(unknown.tolist())) if int(spans.sum()) < 1 << TOP_BITS else Wanted()
    first, last = distribution.first, distribution.last
    may_be_whole = (np.floor(first) == first) | (np.floor(last) == last)
    return Wanted(urgent=tuple(unknown.tolist())) if may_be_whole.all() else Wanted()


def class_counts(distribution: Distribution) -> Optional[ClassCounts]:
    """Return each value and the number of its pixels, ascending; None where they are many, not whole, or unknown.

    Without a valid pixel there is no class.
    """
    if distribution.summary is not None or not 0 < len(distribution.count) <= 2 * MOST_CLASSES:
        return None
    if not distribution.resolved.all():
        return None
    values, counts = distribution.values_and_counts()
    if len(values) > MOST_CLASSES or (np.floor(values) != values).any() or not np.isfinite(values).all():
        return None
    return tuple(
        (value if isinstance(value, int) else int(value), count)
        for value, count in zip(values.tolist(), counts.tolist())
    )
