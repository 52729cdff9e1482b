"""Compute the statistics of the registry from the runs of zones, for all zones at once.

A zone's number does not depend on which other zones are summed up with it. `FULL` of `burn` is the weight of a pixel
that is covered wholly, where pixels have shares; there the definitions are those of exactextract (Baston 2024). Counts
are sums of covered shares, and moments are weighted by them. A quantile lies between distinct values x1 < x2 < … of
weights w1, w2, … at the places s_k = (k - 1) w_k + (n - 1) (w1 + … + w_(k-1)) of a line that ends at (n - 1) times
the sum of all weights.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Callable

import numpy as np

from ..arrays import Array
from ..statistics.distribution import Distribution
from ..statistics.lookup import find_statistic, is_percentile
from . import zone_ranks
from .burn import FULL
from .runs import Runs
from .zone_sums import ZoneSums
from .zone_values import ZoneValues

LONGEST_BITS = 64


@dataclass(frozen=True)
class Summary:
    """The statistics of zones, each computed when it is asked for, as a 1-D array in the order of the zones."""

    known: ZoneValues

    def of(self, name: str) -> Array:
        """Return the statistic `name`, a name of the registry or a percentile, of every zone."""
        if is_percentile(name):
            return self.quantile(float(name[1:]) / 100)
        made = SUMMED.get(name)
        return made(self) if made is not None else self._one_by_one(name)

    def _one_by_one(self, name: str) -> Array:
        """Return a statistic that has no form of its own here: the registry's, zone by zone."""
        spec, start = find_statistic(name), self.known.runs.start.tolist()
        zones = zip(map(slice, start[:-1], start[1:]), self.known.totals.tolist())
        return np.array([spec.finish(self._state(spec.accumulator, one, total)) for one, total in zones], np.float64)

    def _state(self, kind: Any, one: slice, total: int) -> Any:
        """Return the accumulator of one zone, whose runs are `one`."""
        line, keys, counts = self.known.runs.line, self.known.runs.keys[one], self.known.runs.counts[one]
        if kind is Distribution:  # its statistics go by shares of the whole, whatever one pixel weighs
            return Distribution.exact(line, keys.astype(np.uint64), counts)
        weights: list[Any] = [*counts.tolist(), total]
        if self.known.is_share:
            weights = [Fraction(weight, FULL) for weight in weights]
        return kind.of_counts(line.values(keys).tolist(), weights[:-1], weights[-1])

    @cached_property
    def sums(self) -> ZoneSums:
        """The sums, shared by the statistics that need them."""
        return ZoneSums(self.known)

    @property
    def totals(self) -> Array:
        """The number of pixels, valid or not: int64, or float64 where pixels have shares."""
        return self.known.totals / FULL if self.known.is_share else self.known.totals

    def quantile(self, fraction: float) -> Array:
        """Return a quantile, from 0 to 1."""
        return zone_ranks.quantile(self.known, fraction)

    def range(self) -> Array:
        """Return the largest less the smallest value."""
        low, high, line = self.known.first, self.known.last, self.known.runs.line
        if line.integer and line.bits == LONGEST_BITS:
            return np.array([int(b) - int(a) for a, b in zip(low, high)], np.float64)
        return high - low


SUMMED: dict[str, Callable[[Summary], Any]] = {
    "count": lambda found: found.totals,
    "valid_count": lambda found: found.known.pixels,
    "percentage_valid": lambda found: 100.0 * found.known.weight / found.known.totals,
    "min": lambda found: found.known.first,
    "max": lambda found: found.known.last,
    "range": Summary.range,
    "sum": lambda found: found.sums.total,
    "sum_of_squares": lambda found: found.sums.sum_of_squares(),
    "mean": lambda found: found.sums.mean,
    "std": lambda found: np.sqrt(found.sums.variance),
    "variance": lambda found: found.sums.variance,
    "coefficient_of_variation": lambda found: found.sums.variation(),
    "rmse": lambda found: np.sqrt(found.sums.sum_of_squares() / found.known.pixels),
    "median": lambda found: zone_ranks.median(found.known),
    "iqr": lambda found: found.quantile(0.75) - found.quantile(0.25),
    "le90": lambda found: found.quantile(0.95) - found.quantile(0.05),
    "nmad": lambda found: zone_ranks.nmad(found.known),
    "mode": lambda found: zone_ranks.mode(found.known),
    "variety": lambda found: found.known.variety,
    "skewness": lambda found: found.sums.standardised(3),
    "kurtosis": lambda found: found.sums.standardised(4) - 3,
}
"""How each statistic of the registry follows for many zones at once; what is not here is computed zone by zone."""


def summarised(runs: Runs, totals: Array, names: Sequence[str], is_share: bool) -> dict[str, Any]:
    """Return the statistics by name, each a 1-D array over `runs.zones`."""
    known = Summary(ZoneValues(runs, totals, is_share))
    return {name: known.of(name) for name in names} if len(runs.zones) else {name: np.zeros(0) for name in names}


def nothing_of(name: str) -> float:
    """Return a statistic of a zone without a valid pixel: 0 for counts, NaN for everything else."""
    return 0 if name in ("count", "valid_count", "variety") else math.nan
