"""Terrain from differences of heights: TPI, TRI and roughness, with the numbers of gdaldem.

NaN spreads through the arithmetic, so a pixel with one of the window missing has no data without further ado.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ..arrays import Array
from ..errors import InvalidParameter
from ..parameters import Parameter, Value
from .edges import one
from .focal import window_halo
from .spec import FilterSpec
from .windows.moving import window_sum
from .windows.strips import Strip, empty_like, strips
from .windows.window import WINDOW_PARAMETERS, resolve_weights, window_of

TRI_METHOD = Parameter(
    "tri_method",
    "TRI method",
    "riley: root of the sum of squared differences, for land; wilson: mean absolute difference, for the sea floor.",
    default="riley",
    choices=("riley", "wilson"),
)
NEIGHBOURS = tuple((row, col) for row in (-1, 0, 1) for col in (-1, 0, 1) if row or col)


def wide_strips(block: Array, halo: int) -> Iterator[tuple[Strip, Array]]:
    """Yield each strip with its source as flat float64, NaN where there is no data: it spreads by itself."""
    for strip in strips(block.shape, halo, 1 << 15):
        yield strip, np.array(block[strip.source], np.float64, order="C").ravel()


def tpi(block: Array, **window: Any) -> Array:
    """Return the pixel minus the mean of the other pixels of its window, NaN where one of them is missing."""
    shape = window_of(**window)
    others = shape.count - shape.has_centre
    out = empty_like(block)
    with np.errstate(all="ignore"):
        for strip, flat in wide_strips(block, shape.halo):
            centre = strip.near(flat, 0, 0)
            total = window_sum(flat, shape, strip)
            mean = (total - centre if shape.has_centre else total) / others
            strip.store(centre - mean, out)
    return out


def _resolve_tpi(values: Mapping[str, Value]) -> dict[str, Value]:
    resolved: dict[str, Any] = resolve_weights(values)
    shape = window_of(**resolved)
    if shape.count - shape.has_centre == 0:
        raise InvalidParameter("tpi needs a window with pixels beside the centre: try size=3")
    return resolved


def tri(block: Array, tri_method: str) -> Array:
    """Return the ruggedness index of the eight differences from the centre."""
    out = empty_like(block)
    with np.errstate(all="ignore"):
        for strip, flat in wide_strips(block, 1):
            total = np.zeros(strip.length)
            for row, col in NEIGHBOURS:
                gap = strip.near(flat, row, col) - strip.near(flat, 0, 0)
                total += gap * gap if tri_method == "riley" else np.abs(gap)
            strip.store(np.sqrt(total) if tri_method == "riley" else total / 8.0, out)
    return out


def roughness(block: Array) -> Array:
    """Return the largest minus the smallest of the nine pixels."""
    out = empty_like(block)
    with np.errstate(all="ignore"):
        for strip, flat in wide_strips(block, 1):
            high = np.array(strip.near(flat, 0, 0))
            low = high.copy()
            for row, col in NEIGHBOURS:
                np.maximum(high, strip.near(flat, row, col), out=high)
                np.minimum(low, strip.near(flat, row, col), out=low)
            strip.store(high - low, out)
    return out


def terrain_spec(
    name: str, label: str, summary: str, function: Any, parameters: Any, source: str, **more: Any
) -> FilterSpec:
    """Return the record of a terrain filter."""
    settings: dict[str, Any] = {"halo": one, "output": "float", "meaning": "difference", **more}
    return FilterSpec(
        name,
        label,
        summary,
        function,
        parameters=parameters,
        family="terrain",
        makes_gaps=True,
        policies=False,
        source=source,
        **settings,
    )


TPI = terrain_spec(
    "tpi",
    "Topographic position index",
    "The pixel minus the mean of the other pixels of its window; beside gaps use the difference from the mean.",
    tpi,
    WINDOW_PARAMETERS,
    "Weiss, Topographic position and landforms analysis, 2001.",
    halo=window_halo,
    resolve=_resolve_tpi,
    tool="topographicposition",
)
TRI = terrain_spec(
    "tri",
    "Terrain ruggedness index",
    "How much the eight neighbours differ from the pixel.",
    tri,
    (TRI_METHOD,),
    "Riley, DeGloria and Elliot, 1999; Wilson and others, 2007.",
    tool="ruggedness",
)
ROUGHNESS = terrain_spec(
    "roughness",
    "Roughness",
    "Largest difference between any two of the three by three pixels.",
    roughness,
    (),
    "Wilson and others, Multiscale terrain analysis of multibeam bathymetry data, 2007.",
    tool="ruggedness",
)
