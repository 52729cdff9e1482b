"""Measure a step of one column or one row on the ground: the `cell_size` that terrain filters are given."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Union

import numpy as np

from ..arrays import Array

Steps = tuple[Any, Any, Any, Any]
"""(east per column, north per column, east per row, north per row), numbers or one value for each row of a tile."""

SEMI_MAJOR_M = 6378137.0
ECCENTRICITY_SQUARED = 0.00669437999014
"""WGS 84."""


def metres_per_degree(latitude: Array) -> tuple[Array, Array]:
    """Return the metres that one degree of longitude, and one of latitude, are long at `latitude` in degrees.

    Radii of curvature of the WGS 84 ellipsoid (Snyder, Map projections, 1987, equations 4-18 to 4-20).
    """
    # Python's math, one latitude at a time: NumPy's sine may differ in the last digit with the place in an array.
    sines = np.array([math.sin(math.radians(value)) for value in latitude])
    cosines = np.array([math.cos(math.radians(value)) for value in latitude])
    bend = 1.0 - ECCENTRICITY_SQUARED * sines * sines
    root = np.sqrt(bend)
    longitude_m = SEMI_MAJOR_M * cosines / root
    latitude_m = SEMI_MAJOR_M * (1.0 - ECCENTRICITY_SQUARED) / (bend * root)
    return longitude_m * (math.pi / 180.0), latitude_m * (math.pi / 180.0)


def ground_steps(
    transform: Sequence[float],
    row_min: int,
    row_max: int,
    columns: int,
    geographic: bool = False,
    unit_m: float = 1.0,
) -> Steps:
    """Return the steps for the rows `row_min` to `row_max` of a raster with `columns` columns.

    `transform` is (a, b, c, d, e, f): x = a col + b row + c, y = d col + e row + f. Projected: in metres, with
    `unit_m` metres per unit of the CRS (leave it 1 for elevations in that same unit). Geographic: degrees become
    metres by the latitude of each row at the middle column; the poles count as 89.9 degrees.
    """
    a, b, _, d, e, f = (float(value) for value in transform[:6])
    if not geographic:
        return a * unit_m, d * unit_m, b * unit_m, e * unit_m
    rows = np.arange(row_min, row_max) + 0.5
    latitude = np.clip(d * (columns / 2.0) + e * rows + f, -89.9, 89.9)
    longitude_m, latitude_m = metres_per_degree(latitude)
    return a * longitude_m, d * latitude_m, b * longitude_m, e * latitude_m


def as_steps(cell_size: Union[None, Sequence[Any]]) -> Steps:
    """Return steps for what a kernel was given: steps, (dy, dx) of north-up pixels (dy below 0: south-up), or None."""
    if cell_size is None:
        return 1.0, 0.0, 0.0, -1.0
    if len(cell_size) == 2:
        return cell_size[1], 0.0, 0.0, -np.asarray(cell_size[0], np.float64)
    return cell_size[0], cell_size[1], cell_size[2], cell_size[3]
