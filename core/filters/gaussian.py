"""Smooth by a Gaussian, normalised over the valid pixels."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np

from ..arrays import Array
from ..parameters import Parameter
from .spec import FilterSpec
from .windows.moving import State, separable
from .windows.strips import Strip, empty_like, load, strips
from .windows.window import Window

SIGMA = Parameter(
    "sigma",
    "Sigma",
    "Standard deviation of the Gaussian, in pixels.",
    default=1.0,
    above=0.0,
    maximum=512.0,
    length="exact",
)
TRUNCATE = Parameter(
    "truncate",
    "Truncate",
    "How many sigmas the Gaussian reaches; weights further away are left out.",
    default=4.0,
    above=0.0,
    maximum=16.0,
    advanced=True,
)


def gaussian_radius(sigma: float, truncate: float) -> int:
    """Return the reach of the weights in pixels, as SciPy rounds it."""
    return int(truncate * sigma + 0.5)


def gaussian_halo(sigma: float, truncate: float, **_: Any) -> int:
    """Return the reach of the weights in pixels."""
    return gaussian_radius(sigma, truncate)


def gaussian_window(sigma: float, truncate: float, **_: Any) -> Window:
    """Return the square on which the weights are."""
    radius = gaussian_radius(sigma, truncate)
    return Window(tuple((row, -radius, 2 * radius + 1) for row in range(-radius, radius + 1)))


@lru_cache(maxsize=16)
def gaussian_weights(sigma: float, radius: int) -> tuple[float, ...]:
    """Return the weights at distances 0 to `radius`; both sides and the middle sum to one."""
    raw = [math.exp(-0.5 * (distance / sigma) ** 2) for distance in range(radius + 1)]
    total = raw[0] + 2.0 * math.fsum(raw[1:])
    return tuple(weight / total for weight in raw)


def symmetric(flat: Array, weights: tuple[float, ...], step: int, start: int, length: int) -> Array:
    """Return weighted sums of neighbours at multiples of `step` on both sides of `flat[start : start + length]`.

    From the smallest weights to the middle, which also rounds least.
    """
    result = np.zeros(length)
    pair = np.empty(length)
    for distance in range(len(weights) - 1, 0, -1):
        shift = distance * step
        np.add(flat[start - shift : start - shift + length], flat[start + shift : start + shift + length], out=pair)
        np.multiply(pair, weights[distance], out=pair)
        np.add(result, pair, out=result)
    np.multiply(flat[start : start + length], weights[0], out=pair)
    return np.add(result, pair, out=result)


def smooth(flat: Array, strip: Strip, weights: tuple[float, ...]) -> Array:
    """Return the separable weighted sum around every computed pixel of a strip, of length `strip.length`."""
    radius = len(weights) - 1

    def down(columns: State, step: int) -> State:
        return (symmetric(columns[0], weights, step, radius * step, len(columns[0]) - 2 * radius * step),)

    def across(lines: State, start: int, length: int) -> State:
        return (symmetric(lines[0], weights, 1, start, length),)

    result: Array = separable((flat,), strip, (-radius, 2 * radius + 1), down, across)[0]
    return result


def symmetric_of(value: float, weights: tuple[float, ...]) -> float:
    """Return what `symmetric` gives where all pixels are `value`: the same operations on single numbers."""
    result = 0.0
    for weight in weights[:0:-1]:
        result += (value + value) * weight
    return result + value * weights[0]


def weights_sum(weights: tuple[float, ...]) -> float:
    """Return what `smooth` gives for ones."""
    return symmetric_of(symmetric_of(1.0, weights), weights)


def local_mean(block: Array, strip: Strip, weights: tuple[float, ...]) -> Array:
    """Return the Gaussian mean of the valid pixels around every computed pixel, NaN where there is none."""
    flat, valid = load(block, strip, np.float64, 0.0)
    result = smooth(flat, strip, weights)
    if valid is None:
        return np.divide(result, weights_sum(weights), out=result)
    total = smooth(valid.astype(np.float64), strip, weights)
    return np.divide(result, total, out=result)


def gaussian(block: Array, sigma: float, truncate: float) -> Array:
    """Return the mean of the valid pixels with Gaussian weights, NaN where the window has none."""
    radius = gaussian_radius(sigma, truncate)
    weights = gaussian_weights(sigma, radius)
    out = empty_like(block)
    with np.errstate(all="ignore"):
        for strip in strips(block.shape, radius):
            strip.store(local_mean(block, strip, weights), out)
    return out


GAUSSIAN = FilterSpec(
    name="gaussian",
    label="Gaussian",
    summary=(
        "Mean with Gaussian weights, normalised over the valid pixels, so that gaps do not darken their surroundings."
    ),
    function=gaussian,
    halo=gaussian_halo,
    window=gaussian_window,
    parameters=(SIGMA, TRUNCATE),
    family="smoothing",
    tool="gaussiansmoothing",
    output="float",
    results="between",
    degree=1,
    source="Knutsson and Westin, Normalized and differential convolution, 1993.",
    formula="Σ w·v / Σ w, w = exp(−d² / 2σ²), d ≤ truncate·σ",
)
