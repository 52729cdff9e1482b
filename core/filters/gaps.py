"""Fill gaps: pixels without data get the distance-weighted mean of valid pixels near them."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np

from ..arrays import Array
from ..parameters import Parameter
from .spec import FilterSpec

DISTANCE = Parameter(
    "distance",
    "Distance",
    "How far, in pixels, a gap is filled from: pixels without a valid one within this radius stay without data.",
    default=5,
    minimum=1,
    maximum=256,
    length="whole",
)
POWER = Parameter(
    "power",
    "Power",
    "Weights fall with the distance to this power; 2 is usual, higher makes near pixels count more.",
    default=2.0,
    minimum=0.0,
    maximum=16.0,
    advanced=True,
)
GROUP = 1 << 15
"""Gap pixels that are filled at once."""


@lru_cache(maxsize=16)
def neighbours(distance: int, power: float) -> tuple[tuple[int, int, float], ...]:
    """Return (row, column, weight) of the pixels within a radius, the nearest first."""
    found = [
        (row * row + col * col, row, col)
        for row in range(-distance, distance + 1)
        for col in range(-distance, distance + 1)
        if 0 < row * row + col * col <= distance * distance
    ]
    return tuple((row, col, math.pow(square, -0.5 * power)) for square, row, col in sorted(found))


def fill_gaps(block: Array, distance: int, power: float) -> Array:
    """Return the block with its gaps filled as far as valid pixels are within `distance`; other pixels stay.

    Weights are distance ** -power; neighbours are added from the nearest outwards, in float64.
    """
    out = block.copy()
    height, width = block.shape
    if height <= 2 * distance or width <= 2 * distance:
        return out
    inner = np.zeros(block.shape, bool)
    inner[distance : height - distance, distance : width - distance] = True
    valid = (block == block).ravel()
    flat = np.where(valid, block.ravel(), 0.0).astype(np.float64)
    gaps = np.flatnonzero(inner.ravel() & ~valid)
    for first in range(0, len(gaps), GROUP):
        chosen = gaps[first : first + GROUP]
        out.ravel()[chosen] = _weighted_mean(flat, valid, chosen, width, neighbours(distance, power))
    return out


def _weighted_mean(
    flat: Array, valid: Array, places: Array, width: int, near: tuple[tuple[int, int, float], ...]
) -> Array:
    total, weights = np.zeros(len(places)), np.zeros(len(places))
    with np.errstate(invalid="ignore", over="ignore"):
        for row, col, weight in near:
            there = places + (row * width + col)
            total += flat[there] * weight
            weights += valid[there] * weight
        return total / weights


def gap_halo(distance: int, **_: Any) -> int:
    """Return the distance from which gaps are filled."""
    return distance


FILL_GAPS = FilterSpec(
    name="fill_gaps",
    label="Fill gaps",
    summary=(
        "Pixels without data get the mean of the valid pixels within a distance,"
        " nearer ones weighing more; others stay."
    ),
    function=fill_gaps,
    halo=gap_halo,
    window=None,
    parameters=(DISTANCE, POWER),
    family="smoothing",
    tool="fillgaps",
    output="float",
    results="between",
    degree=1,
    policies=False,
    source="Shepard, A two-dimensional interpolation function for irregularly-spaced data, 1968.",
    formula="Σ w·v / Σ w, w = 1 / dᵖ, d ≤ distance, where z is missing",
)
