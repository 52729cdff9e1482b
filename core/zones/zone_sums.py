"""Compute statistics of zones that are sums: the sum, the mean, and the spread and shape about it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..arrays import Array
from .zone_values import ZoneValues

SHORT = 1 << 11
"""So many numbers are added one after the other with an error below 1e-12 of them."""
PLAIN_EXPONENT = 200
"""Numbers nearer to 1 than 2 to this power, either way, are not scaled: not even their fourth powers leave float64."""


@dataclass(frozen=True)
class ZoneSums:
    """Sums over the values of zones, each computed once."""

    known: ZoneValues

    @cached_property
    def pivot(self) -> Array:
        """The middle value, from which the mean is no farther than the standard deviation: little cancels about it."""
        found = np.searchsorted(
            self.known.cumulated,
            self.known.cumulated[self.known.runs.start[:-1]] + self.known.weight // 2,
            side="right",
        )
        return self.known.values(found - 1)

    @cached_property
    def total(self) -> Any:
        """The sum of each zone."""
        return self.power_sums(np.zeros(len(self.known.pixels)), 1)[0]

    @cached_property
    def mean(self) -> Any:
        """The mean of each zone."""
        return self.total / self.known.pixels

    @cached_property
    def means_about_pivot(self) -> list[Array]:
        """The means of (value - pivot) to the powers 1 and 2."""
        return [total / self.known.pixels for total in self.power_sums(self.pivot, 2)]

    @cached_property
    def variance(self) -> Array:
        """The mean squared deviation from the mean, 0 for a single value."""
        first, second = self.means_about_pivot
        return np.where(self.known.variety == 1, 0.0, np.maximum(second - first * first, 0.0))

    @cached_property
    def central(self) -> dict[int, Array]:
        """The means of (value - mean) to the powers 3 and 4, by the binomial theorem from those about the pivot."""
        one, two, three, four = (total / self.known.pixels for total in self.power_sums(self.pivot, 4))
        return {
            3: three - 3 * one * two + 2 * one**3,
            4: four - 4 * one * three + 6 * one**2 * two - 3 * one**4,
        }

    def sum_of_squares(self) -> Any:
        """Return the sum of the squared values."""
        return self.power_sums(np.zeros(len(self.known.pixels)), 2)[1]

    def power_sums(self, about: Array, order: int) -> list[Array]:
        """Return the sums of weight * (value - about) ** power, of whole pixels, for each power up to `order`."""
        reach = np.maximum(np.abs(self.known.first - about), np.abs(self.known.last - about)).astype(np.float64)
        scale = np.frexp(reach)[1]
        scale[np.abs(scale) < PLAIN_EXPONENT] = 0
        made = [np.zeros(len(about)) for _ in range(order)]
        for runs, owner, begin in self.known.pieces():
            lengths = np.diff(np.concatenate((begin, [runs.stop - runs.start])))
            distance = self.known.values(runs)
            if scale[owner].any():
                distance = np.ldexp(distance, np.repeat(-scale[owner], lengths))
            if about.any():
                distance = distance - np.repeat(np.ldexp(about, -scale)[owner], lengths)
            term = distance if self.known.is_plain else distance * (self.known.runs.counts[runs] / self.known.unit)
            for power, known in enumerate(made, 1):
                np.add.at(known, owner, summed(term, begin, lengths))
                term = term * distance if power < order else term
        return [np.ldexp(known, scale * power) for power, known in enumerate(made, 1)]

    def standardised(self, power: int) -> Array:
        """Return a central moment over the power of the standard deviation; NaN where all values are one."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.variance > 0, self.central[power] / np.sqrt(self.variance) ** power, np.nan)

    def variation(self) -> Array:
        """Return standard deviation over mean; NaN where the mean is 0."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.mean == 0, np.nan, np.sqrt(self.variance) / self.mean)


def summed(term: Array, begin: Array, lengths: Array) -> Any:
    """Return the sum of each stretch of `term`, in long ones with a second sum of what the first would lose.

    The split is that of `statistics.powers`: adding a large number rounds each term to multiples of one step, whose sum
    has no rounding. Short ones lose too little to matter.
    """
    long_ones = lengths > SHORT
    if not long_ones.any():
        return np.add.reduceat(term, begin)
    most = np.maximum.reduceat(np.abs(term), begin)
    with np.errstate(over="ignore"):
        sigma = np.where(long_ones, np.ldexp(1.0, np.frexp(most)[1] + np.frexp(lengths.astype(np.float64))[1]), 0.0)
    spread = np.repeat(np.where(np.isfinite(sigma), sigma, 0.0), lengths)
    rounded = (term + spread) - spread
    return np.add.reduceat(rounded, begin) + np.add.reduceat(term - rounded, begin)
