"""Describe terrain by differences of heights: TPI, TRI and roughness, with the numbers of gdaldem.

In TRI and roughness NaN spreads through the arithmetic, so a pixel with one of nine missing has no data. TPI has a
window of any size and obeys the nodata policies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Optional, Union

import numpy as np

from ..arrays import Array
from ..errors import InvalidParameter
from ..parameters import Parameter, Value
from .edges import SQUARE_3, one
from .spec import FilterSpec
from .windows.moving import window_count, window_sum
from .windows.strips import Strip, empty_like, load, strips
from .windows.window import WINDOW_PARAMETERS, Window, resolve_weights, window_halo, window_of

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
    """Return the pixel minus the mean of the other valid pixels of its window, NaN where it or all others are missing.

    NaN is taken for 0.0 and not counted, so that a window without gaps has the same sum whatever stands around it.
    """
    shape = window_of(**window)
    out = empty_like(block)
    with np.errstate(all="ignore"):
        for strip in strips(block.shape, shape.halo):
            flat, valid = load(block, strip, np.float64, 0.0)
            centre = strip.near(flat, 0, 0)
            others, number = window_sum(flat, shape, strip), _other_pixels(valid, shape, strip)
            if shape.has_centre:
                others = others - centre
            result = centre - others / number
            if valid is not None:
                np.copyto(result, np.nan, where=~strip.near(valid, 0, 0))
            strip.store(result, out)
    return out


def _other_pixels(valid: Optional[Array], shape: Window, strip: Strip) -> Union[Array, float]:
    """Return how many pixels of each window are valid beside the centre; 0.0 makes a mean NaN."""
    if valid is None:
        return float(shape.count - shape.has_centre)
    number = np.asarray(window_count(valid, shape, strip), np.float64)
    return number - strip.near(valid, 0, 0) if shape.has_centre else number


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
    settings: dict[str, Any] = {"halo": one, "output": "float", "meaning": "difference", "policies": False, **more}
    return FilterSpec(
        name=name,
        label=label,
        summary=summary,
        function=function,
        parameters=parameters,
        family="terrain",
        makes_gaps=True,
        spreads_gaps=True,
        source=source,
        **settings,
    )


TPI = terrain_spec(
    "tpi",
    "Topographic position index",
    "The pixel minus the mean of the other valid pixels of its window, as gdaldem computes it for 3 x 3.",
    tpi,
    WINDOW_PARAMETERS,
    "Weiss, Topographic position and landforms analysis, 2001.",
    halo=window_halo,
    window=window_of,
    whole_window=SQUARE_3,
    policies=True,
    resolve=_resolve_tpi,
    tool="topographicposition",
    degree=1,
    signed=True,
    formula="z − Σ v / n over the other pixels",
)
TRI = terrain_spec(
    "tri",
    "Terrain ruggedness index",
    "How much the eight neighbours differ from the pixel.",
    tri,
    (TRI_METHOD,),
    "Riley, DeGloria and Elliot, 1999; Wilson and others, 2007.",
    tool="ruggedness",
    degree=1,
    results="positive",
    formula="riley: √(Σ (v − z)²); wilson: Σ |v − z| / 8, over the 8 neighbours",
)
ROUGHNESS = terrain_spec(
    "roughness",
    "Roughness",
    "Largest difference between any two of the three by three pixels.",
    roughness,
    (),
    "Wilson and others, Multiscale terrain analysis of multibeam bathymetry data, 2007.",
    tool="ruggedness",
    degree=1,
    results="positive",
    formula="max − min of the nine pixels",
)
