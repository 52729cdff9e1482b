"""Describe terrain by its gradient: slope, aspect and hillshade, with the numbers of gdaldem.

NaN spreads through the arithmetic, so a pixel with one of the nine missing has no data without further ado.
"""

from __future__ import annotations

import math
from typing import Any, Callable

import numpy as np

from ..arrays import Array
from ..parameters import Parameter
from .ground import as_steps
from .relief import terrain_spec, wide_strips
from .windows.strips import Strip, empty_like

Z_FACTOR = Parameter(
    "z_factor",
    "Z factor",
    "Elevations are multiplied by this before anything else: 0.3048 when they are in feet and the map is in metres. "
    "1: by what the units ask for that the band or the CRS declares.",
    default=1.0,
    above=0.0,
)
SLOPE_UNIT = Parameter(
    "slope_unit",
    "Slope unit",
    "degrees (0 to 90) or percent (100 is 45 degrees).",
    default="degrees",
    choices=("degrees", "percent"),
)
AZIMUTH = Parameter(
    "azimuth",
    "Azimuth",
    "Where the light comes from, in degrees clockwise from north: 315 is north-west.",
    default=315.0,
    minimum=0.0,
    maximum=360.0,
    only_with=("light", ("single",)),
)
ALTITUDE = Parameter(
    "altitude",
    "Altitude",
    "Height of the light above the horizon, in degrees: 90 is straight above.",
    default=45.0,
    minimum=0.0,
    maximum=90.0,
)
LIGHT = Parameter(
    "light",
    "Light",
    "single: from the azimuth; multidirectional: from west, north and the two directions beside them, weighted by "
    "how much each shows; the azimuth is not used then.",
    default="single",
    choices=("single", "multidirectional"),
)

WALL = 2.0**300
"""A gradient that no shade tells from a steeper one."""


def _gradient(flat: Array, strip: Strip, steps: tuple[Any, Any, Any, Any], z_factor: float) -> tuple[Array, Array]:
    """Return the rise per unit of ground towards east and towards north (Horn), NaN where one of nine is missing.

    The change per column and per row, put together along the true directions of columns and rows.
    """
    near = strip.near
    per_col = (near(flat, -1, 1) + 2.0 * near(flat, 0, 1) + near(flat, 1, 1)) - (
        near(flat, -1, -1) + 2.0 * near(flat, 0, -1) + near(flat, 1, -1)
    )
    per_row = (near(flat, 1, -1) + 2.0 * near(flat, 1, 0) + near(flat, 1, 1)) - (
        near(flat, -1, -1) + 2.0 * near(flat, -1, 0) + near(flat, -1, 1)
    )
    centre = near(flat, 0, 0) - near(flat, 0, 0)  # 0.0, or NaN where it is missing, which Horn does not look at
    per_col += centre
    per_row += centre
    col_east, col_north, row_east, row_north = steps
    scale = z_factor / (8.0 * (col_east * row_north - row_east * col_north))
    east = per_col * _spread(row_north * scale, strip)
    north = per_row * _spread(col_east * scale, strip)
    if np.any(col_north) or np.any(row_east):
        east -= per_row * _spread(col_north * scale, strip)
        north -= per_col * _spread(row_east * scale, strip)
    for part in (east, north):
        np.copyto(part, np.nan, where=np.isinf(part))
    return east, north


def _spread(factor: Any, strip: Strip) -> Any:
    """Return one factor for each row of a tile as one for each computed pixel of a strip."""
    if np.ndim(factor) == 0:
        return float(factor)
    rows = factor[strip.row_min - strip.halo : strip.row_max - strip.halo]
    return np.repeat(rows, strip.width)[: strip.length]


def _from_gradient(block: Array, cell_size: Any, z_factor: float, formula: Callable[[Array, Array], Array]) -> Array:
    steps = as_steps(cell_size)
    out = empty_like(block)
    with np.errstate(all="ignore"):
        for strip, flat in wide_strips(block, 1):
            strip.store(formula(*_gradient(flat, strip, steps, z_factor)), out)
    return out


def slope(block: Array, slope_unit: str, z_factor: float, cell_size: Any = None) -> Array:
    """Return the steepest slope in degrees or percent."""

    def formula(east: Array, north: Array) -> Array:
        rise = np.sqrt(east * east + north * north)
        if np.isinf(rise).any():
            np.copyto(rise, np.hypot(east, north), where=np.isinf(rise))
        return rise * 100.0 if slope_unit == "percent" else np.arctan(rise) * (180.0 / math.pi)

    return _from_gradient(block, cell_size, z_factor, formula)


def aspect(block: Array, cell_size: Any = None) -> Array:
    """Return the direction in which the ground falls, in degrees clockwise from north, 0 to below 360; flat: NaN."""
    narrow = block.dtype

    def formula(east: Array, north: Array) -> Array:
        flat = (east == 0.0) & (north == 0.0)
        # Taken from 0.0, -0.0 becomes 0.0, on which the arc tangent's quadrant hangs.
        np.subtract(0.0, east, out=east)
        np.subtract(0.0, north, out=north)
        angle = np.arctan2(east, north, out=east)
        np.multiply(angle, 180.0 / math.pi, out=angle)
        np.add(angle, 360.0, out=angle, where=angle < 0.0)
        # An angle just below 360 may round up to it in float32.
        np.copyto(angle, 0.0, where=angle.astype(narrow, copy=False) >= 360.0)
        np.copyto(angle, np.nan, where=flat)
        return angle

    return _from_gradient(block, cell_size, 1.0, formula)


def hillshade(
    block: Array, light: str, azimuth: float, altitude: float, z_factor: float, cell_size: Any = None
) -> Array:
    """Return 1 + 254 times the cosine of the angle between the light and the ground's normal, 1 in the shade."""
    low, high = math.sin(math.radians(altitude)), math.cos(math.radians(altitude))
    sun_east, sun_north = math.sin(math.radians(azimuth)) * high, math.cos(math.radians(azimuth)) * high

    def single(east: Array, north: Array) -> Array:
        east, north = _walls(east, north)
        lit = (low - (east * sun_east + north * sun_north)) / np.sqrt(1.0 + (east * east + north * north))
        shade: Array = 1.0 + 254.0 * np.maximum(lit, 0.0)
        return shade

    def multidirectional(east: Array, north: Array) -> Array:
        return _four_lights(*_walls(east, north), low, high)

    return _from_gradient(block, cell_size, z_factor, single if light == "single" else multidirectional)


def _walls(east: Array, north: Array) -> tuple[Array, Array]:
    """Return the gradient less steep where its powers would overflow: of a wall only the direction is seen."""
    steep = np.maximum(np.abs(east), np.abs(north))
    if not (steep > WALL).any():
        return east, north
    share = np.where(steep > WALL, WALL / steep, 1.0)
    return east * share, north * share


def _four_lights(east: Array, north: Array, low: float, high: float) -> Array:
    """Return the shade from 225, 270, 315 and 360 degrees, weighted by the squared sine of light against aspect.

    Mark, Multidirectional, oblique-weighted, shaded-relief image of the Island of Hawaii, USGS, 1992.
    """
    steep = east * east + north * north
    half = math.sqrt(0.5)
    total = np.zeros_like(steep)
    for sun_east, sun_north in ((-half, -half), (-1.0, 0.0), (-half, half), (0.0, 1.0)):
        lit = np.maximum(low - (east * sun_east + north * sun_north) * high, 0.0)
        along = east * sun_east + north * sun_north
        total += along * along * lit
    shade = 127.0 * (total / steep) / np.sqrt(1.0 + steep)
    result: Array = 1.0 + np.where(steep == 0.0, 254.0 * low, shade)
    return result


SLOPE = terrain_spec(
    "slope",
    "Slope",
    "Steepest slope of the ground, in degrees or percent, as gdaldem computes it.",
    slope,
    (SLOPE_UNIT, Z_FACTOR),
    "Horn, Hill shading and the reflectance map, 1981.",
    cell_size=True,
    results="positive",
    height_factor="z_factor",
    meaning="other",
    tool="slope",
    formula="arctan √(p² + q²) in degrees, or 100·√(p² + q²) in percent; p, q: gradients of nine pixels, weights 1 2 1",
)
ASPECT = terrain_spec(
    "aspect",
    "Aspect",
    "Direction in which the ground falls, in degrees clockwise from north; flat ground has no data.",
    aspect,
    (),
    "Horn, Hill shading and the reflectance map, 1981.",
    cell_size=True,
    results="angle",
    averaged=False,
    meaning="other",
    tool="aspect",
    degree=0,
    formula="direction of (−p, −q), clockwise from north; p, q: gradients to the east and the north",
)
HILLSHADE = terrain_spec(
    "hillshade",
    "Hillshade",
    "Brightness of the ground under a light, from 1 (shade) to 255; 0 is no data.",
    hillshade,
    (LIGHT, AZIMUTH, ALTITUDE, Z_FACTOR),
    "Horn, Hill shading and the reflectance map, 1981; Mark, USGS Open-File Report 92-422, 1992.",
    cell_size=True,
    results="shade",
    height_factor="z_factor",
    meaning="other",
    output="byte",
    output_nodata=0,
    tool="hillshade",
    formula="1 + 254·max(0, c), c = (sin h − cos h·(p·sin a + q·cos a)) / √(1 + p² + q²); h altitude, a azimuth",
)
