"""Detect edges: Sobel, Prewitt, Laplacian and Laplacian of Gaussian.

All are sums of weight times (neighbour - centre). A missing neighbour counts as the centre does and adds nothing; a
missing centre is replaced by the mean of the valid pixels of the window, which is seen only where the policy is fill.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Optional

import numpy as np

from ..arrays import Array
from ..parameters import Parameter
from .gaussian import (
    SIGMA,
    TRUNCATE,
    gaussian_halo,
    gaussian_radius,
    gaussian_weights,
    gaussian_window,
    symmetric,
    symmetric_of,
)
from .spec import FilterSpec
from .windows.moving import State, separable, window_count, window_sum
from .windows.strips import Strip, empty_like, load, strips
from .windows.window import Window

Weights = tuple[tuple[int, int, float], ...]
"""(row, column, weight) of the neighbours."""

DIRECTION = Parameter(
    "direction",
    "Direction",
    "magnitude: the length of the gradient; columns: the change from left to right; rows: from top to bottom.",
    default="magnitude",
    choices=("magnitude", "columns", "rows"),
)
NEIGHBOURS = Parameter(
    "neighbours",
    "Neighbours",
    "How many neighbours the Laplacian takes: 4 (sides) or 8 (sides and corners).",
    default="4",
    choices=("4", "8"),
)
SQUARE_3 = Window(((-1, -1, 3), (0, -1, 3), (1, -1, 3)))


def square_3(**_: Any) -> Window:
    """Return the three by three pixels around the centre."""
    return SQUARE_3


def one(**_: Any) -> int:
    """Return the reach of three by three pixels."""
    return 1


def _across(middle: float) -> Weights:
    """Return the weights of a gradient from left to right, 1 in the outer rows and `middle` between."""
    return tuple((row, col, col * (1.0 if row else middle)) for row in (-1, 0, 1) for col in (-1, 1))


def _turned(weights: Weights) -> Weights:
    return tuple((col, row, weight) for row, col, weight in weights)


SOBEL_WEIGHTS = _across(2.0)
PREWITT_WEIGHTS = _across(1.0)
LAPLACIAN_WEIGHTS: dict[str, Weights] = {
    "4": ((-1, 0, 1.0), (0, -1, 1.0), (0, 1, 1.0), (1, 0, 1.0)),
    "8": tuple((row, col, 1.0) for row in (-1, 0, 1) for col in (-1, 0, 1) if row or col),
}


def _reference(flat: Array, valid: Optional[Array], strip: Strip) -> Array:
    """Return the centres, missing ones replaced by the mean of the valid pixels around them."""
    centre = strip.near(flat, 0, 0)
    if valid is None:
        return centre
    mean = window_sum(flat, SQUARE_3, strip) / window_count(valid, SQUARE_3, strip)
    return np.where(strip.near(valid, 0, 0), centre, mean)


def _differences(flat: Array, ones: Optional[Array], centre: Array, strip: Strip, offsets: Weights) -> Array:
    """Return the sum of weight times (neighbour - centre); `ones` is 1.0 where a pixel is valid, else 0.0."""
    result: Array = np.zeros(strip.length)
    term = np.empty(strip.length)
    for row, col, weight in offsets:
        np.subtract(strip.near(flat, row, col), centre, out=term)
        if ones is not None:
            np.multiply(term, strip.near(ones, row, col), out=term)
        np.multiply(term, weight, out=term)
        np.add(result, term, out=result)
    return result


def _convolved(block: Array, parts: tuple[Weights, ...]) -> Array:
    """Return the sum for one set of weights, or the root of the sum of squares for two."""
    out = empty_like(block)
    with np.errstate(all="ignore"):
        for strip in strips(block.shape, 1):
            flat, valid = load(block, strip, np.float64, 0.0)
            centre = _reference(flat, valid, strip)
            ones = None if valid is None else valid.astype(np.float64)
            sums = [_differences(flat, ones, centre, strip, offsets) for offsets in parts]
            result = sums[0] if len(sums) == 1 else np.sqrt(sums[0] * sums[0] + sums[1] * sums[1])
            strip.store(np.where(centre == centre, result, np.nan), out)
    return out


def _gradient(block: Array, weights: Weights, direction: str) -> Array:
    parts = {"magnitude": (weights, _turned(weights)), "columns": (weights,), "rows": (_turned(weights),)}
    return _convolved(block, parts[direction])


def sobel(block: Array, direction: str) -> Array:
    """Return the Sobel gradient (weights 1 2 1, not divided by 8, as SciPy's), in units per pixel times 8."""
    return _gradient(block, SOBEL_WEIGHTS, direction)


def prewitt(block: Array, direction: str) -> Array:
    """Return the Prewitt gradient (weights 1 1 1, not divided by 6, as SciPy's), in units per pixel times 6."""
    return _gradient(block, PREWITT_WEIGHTS, direction)


def laplacian(block: Array, neighbours: str) -> Array:
    """Return the sum of the differences of 4 or 8 neighbours from the centre."""
    return _convolved(block, (LAPLACIAN_WEIGHTS[neighbours],))


@lru_cache(maxsize=16)
def second_weights(sigma: float, radius: int) -> tuple[float, ...]:
    """Return the second derivative of the Gaussian at distances 0 to `radius`."""
    return tuple(
        weight * (distance * distance / sigma**4 - 1.0 / sigma**2)
        for distance, weight in enumerate(gaussian_weights(sigma, radius))
    )


def _both_ways(flat: Array, strip: Strip, first: tuple[float, ...], second: tuple[float, ...]) -> Array:
    """Return `first` down the columns and `second` along the rows, plus the other way round."""
    radius = len(first) - 1

    def down(columns: State, step: int) -> State:
        start, length = radius * step, len(columns[0]) - 2 * radius * step
        return tuple(symmetric(columns[0], weights, step, start, length) for weights in (first, second))

    def across(lines: State, start: int, length: int) -> State:
        return (symmetric(lines[0], second, 1, start, length) + symmetric(lines[1], first, 1, start, length),)

    result: Array = separable((flat,), strip, (-radius, 2 * radius + 1), down, across)[0]
    return result


def log(block: Array, sigma: float, truncate: float) -> Array:
    """Return the Laplacian of Gaussian: weights times (pixel - centre) over the valid pixels.

    A missing centre is replaced by 0.0, and seen nowhere: the result is NaN there.
    """
    radius = gaussian_radius(sigma, truncate)
    weights, second = gaussian_weights(sigma, radius), second_weights(sigma, radius)
    whole = symmetric_of(symmetric_of(1.0, weights), second) + symmetric_of(symmetric_of(1.0, second), weights)
    out = empty_like(block)
    with np.errstate(all="ignore"):
        for strip in strips(block.shape, radius):
            flat, valid = load(block, strip, np.float64, 0.0)
            result = _both_ways(flat, strip, weights, second)
            if valid is None:
                total: Any = whole
            else:
                total = _both_ways(valid.astype(np.float64), strip, weights, second)
            result = result - total * strip.near(flat, 0, 0)
            if valid is not None:
                np.copyto(result, np.nan, where=~strip.near(valid, 0, 0))
            strip.store(result, out)
    return out


def _three(
    name: str, label: str, summary: str, function: Any, parameter: Parameter, source: str, **more: Any
) -> FilterSpec:
    return FilterSpec(
        name=name,
        label=label,
        summary=summary,
        function=function,
        halo=one,
        window=square_3,
        parameters=(parameter,),
        family="edges",
        tool="edgedetection",
        output="float",
        meaning="other",
        degree=1,
        source=source,
        **more,
    )


SOBEL = _three(
    "sobel",
    "Sobel",
    "Gradient of three by three pixels with the weights 1 2 1, which marks edges.",
    sobel,
    DIRECTION,
    "Sobel and Feldman, A 3x3 isotropic gradient operator for image processing, 1968; scaled as scipy.ndimage.sobel.",
    formula="√(x² + y²), x and y: differences of neighbours with the weights 1 2 1",
)
PREWITT = _three(
    "prewitt",
    "Prewitt",
    "Gradient of three by three pixels with the weights 1 1 1, which marks edges.",
    prewitt,
    DIRECTION,
    "Prewitt, Object enhancement and extraction, 1970; scaled as scipy.ndimage.prewitt.",
    formula="√(x² + y²), x and y: differences of neighbours with the weights 1 1 1",
)
LAPLACIAN = _three(
    "laplacian",
    "Laplacian",
    "Sum of the neighbours' differences from the pixel: positive in pits, negative on peaks.",
    laplacian,
    NEIGHBOURS,
    "Second differences, as scipy.ndimage.laplace for 4 neighbours.",
    signed=True,
    formula="Σ (v − z) over the 4 or 8 neighbours",
)
LOG = FilterSpec(
    name="log",
    label="Laplacian of Gaussian",
    summary="Laplacian of the raster smoothed by a Gaussian, which marks spots of about 1.4 sigma in radius.",
    function=log,
    halo=gaussian_halo,
    window=gaussian_window,
    parameters=(SIGMA, TRUNCATE),
    family="edges",
    tool="edgedetection",
    output="float",
    meaning="other",
    signed=True,
    degree=1,
    source="Marr and Hildreth, Theory of edge detection, 1980; weights as scipy.ndimage.gaussian_laplace.",
    formula="Σ w·(v − z), w = (d² − 2σ²) / σ⁴ · exp(−d² / 2σ²), normalised",
)
