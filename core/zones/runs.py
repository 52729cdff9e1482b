"""Keep the pixels of zones as runs: each different value of a zone once, ascending, with how often it occurs.

Whatever is measured of a zone follows from its runs, so that neither tiles nor workers leave a trace in a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..arrays import Array
from ..statistics.keys import Line

LONGEST_BITS = 64


@dataclass(frozen=True)
class Runs:
    """The runs of some zones, zone after zone."""

    line: Line
    zones: Array
    """int64: the zones that have a valid pixel, ascending."""
    start: Array
    """int64 (zones + 1): where each zone begins in `keys`."""
    keys: Array
    """Unsigned, of the line's width: the values, ascending within a zone. May lie in a file mapped into memory."""
    counts: Array
    """int64: the weight of each value; the number of its pixels where each weighs 1."""

    def part(self, chosen: Array) -> Runs:
        """Return the runs of some zones, given by a boolean for each."""
        runs = np.repeat(chosen, np.diff(self.start))
        lengths = np.diff(self.start)[chosen]
        return Runs(
            self.line, self.zones[chosen], np.concatenate(([0], np.cumsum(lengths))), self.keys[runs], self.counts[runs]
        )


def runs_of(line: Line, zones: Array, values: Array, weights: Optional[Array]) -> Runs:
    """Return the runs of valid pixels: equally long 1-D arrays of zones (int64, from 0), values and weights.

    `weights` is None where each pixel weighs 1.
    """
    values = np.ascontiguousarray(values, line.dtype)
    keys = line.keys(values if line.integer else values + values.dtype.type(0.0))  # -0.0 and 0.0 are one value
    return counted(line, zones, keys, weights)


def counted(line: Line, zones: Array, keys: Array, weights: Optional[Array]) -> Runs:
    """Return the runs of pixels, or of runs, in any order; `weights` int64, None where each weighs 1."""
    if not keys.size:
        nothing = np.zeros(0, np.int64)
        return Runs(line, nothing, np.zeros(1, np.int64), keys, nothing)
    zones, keys, weights = _sorted(line, zones, keys, weights)
    other_zone = np.concatenate(([True], zones[1:] != zones[:-1]))
    first = np.flatnonzero(other_zone | np.concatenate(([True], keys[1:] != keys[:-1])))
    begin = np.flatnonzero(other_zone)
    start = np.concatenate((np.searchsorted(first, begin), [len(first)]))
    number = np.diff(np.concatenate((first, [len(keys)])))
    counts = number if weights is None else np.add.reduceat(weights, first)
    return Runs(line, zones[begin], start, keys[first], counts)


def _sorted(line: Line, zones: Array, keys: Array, weights: Optional[Array]) -> tuple[Array, Array, Optional[Array]]:
    """Return the three sorted by zone and key."""
    low, most = int(zones.min()), int(zones.max())
    if line.bits + (most - low).bit_length() <= LONGEST_BITS and line.bits < LONGEST_BITS:
        # Both in one number: one sort, and where nothing has a weight no index is needed.
        both = ((zones - low).astype(np.uint64) << np.uint64(line.bits)) | keys
        if weights is None:
            both.sort()
        else:
            order = np.argsort(both, kind="stable")
            both, weights = both[order], weights[order]
        return (both >> np.uint64(line.bits)).astype(np.int64) + low, both.astype(keys.dtype), weights
    order = np.lexsort((keys, zones))
    return zones[order], keys[order], None if weights is None else weights[order]


def joined(line: Line, parts: Sequence[Runs]) -> Runs:
    """Return the runs of all parts, of which several may have the same zones."""
    zones = [np.repeat(part.zones, np.diff(part.start)) for part in parts]
    keys = [part.keys for part in parts]
    nothing = np.zeros(0, f"u{line.bits // 8}")
    return counted(
        line,
        np.concatenate([np.zeros(0, np.int64), *zones]),
        np.concatenate([nothing, *keys]),
        np.concatenate([np.zeros(0, np.int64), *(part.counts for part in parts)]),
    )
