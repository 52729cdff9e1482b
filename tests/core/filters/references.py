"""Slow and obvious twins of the filters: plain Python loops over pixels, with Python's own numbers."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from fractions import Fraction

import numpy as np


def inside(place, count, edge):
    """Return which of `count` lines stands at `place`, None outside a raster whose windows end at the edge."""
    if 0 <= place < count:
        return place
    if edge == "shrink":
        return None
    while not 0 <= place < count:
        if edge == "nearest":
            place = 0 if place < 0 else count - 1
        else:
            place = -1 - place if place < 0 else 2 * count - 1 - place
    return place


def gathered(values, valid, offsets, row, col, edge):
    """Return the valid pixels of a window as (offset number, value), and whether a pixel inside is missing."""
    found, gap = [], False
    for number, (down, right) in enumerate(offsets):
        place = inside(row + down, len(values), edge), inside(col + right, len(values[0]), edge)
        if None in place:
            continue
        if valid[place[0]][place[1]]:
            found.append((number, values[place[0]][place[1]]))
        elif 0 <= row + down < len(values) and 0 <= col + right < len(values[0]):
            gap = True
    return found, gap


def filtered(function, offsets, values, valid, policy="keep", min_valid=1, edge="shrink"):
    """Return `function(pairs)` of every window as an object array, None where the policy leaves no data."""
    rows, cols = values.tolist(), valid.tolist()
    out = np.empty(values.shape, object)
    for row in range(values.shape[0]):
        for col in range(values.shape[1]):
            found, gap = gathered(rows, cols, offsets, row, col, edge)
            hidden = (policy == "keep" and not cols[row][col]) or (policy == "propagate" and gap)
            out[row, col] = None if hidden or len(found) < max(min_valid, 1) else function(found)
    return out


def plain(function):
    """Return a reference that takes the values alone."""
    return lambda pairs, **_: function([value for _, value in pairs])


def exact_sum(values):
    """Return the sum as a fraction, without rounding."""
    return sum(map(Fraction, values), Fraction(0))


def mean(values):
    """Return the exact mean."""
    return exact_sum(values) / len(values)


def variance(values):
    """Return the exact variance, divided by the count."""
    middle = mean(values)
    return sum((Fraction(value) - middle) ** 2 for value in values) / len(values)


def std(values):
    """Return the standard deviation from the exact variance."""
    return math.sqrt(variance(values))


def median(values):
    """Return the exact median."""
    low, high = statistics.median_low(values), statistics.median_high(values)
    return (Fraction(low) + Fraction(high)) / 2


def percentile(values, share):
    """Return the percentile, linear between ranks; the place is a float64, the rest exact."""
    ordered = sorted(values)
    place = share / 100.0 * (len(ordered) - 1)
    low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
    return Fraction(low) + (Fraction(high) - Fraction(low)) * Fraction(place - math.floor(place))


def majority(values):
    """Return the most frequent value, of several the smallest."""
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value))


def minority(values):
    """Return the least frequent value, of several the smallest."""
    counts = Counter(values)
    return min(counts, key=lambda value: (counts[value], value))


FOCAL = {
    "mean": mean,
    "sum": exact_sum,
    "std": std,
    "variance": variance,
    "min": min,
    "max": max,
    "range": lambda values: Fraction(max(values)) - Fraction(min(values)),
    "median": median,
    "count": len,
    "variety": lambda values: len(set(values)),
    "majority": majority,
    "minority": minority,
}
"""References of the focal filters by name: a list of values in, a number out."""
