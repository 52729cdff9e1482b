"""The focal filters against plain Python loops: types, windows, nodata policies and edges."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
import references
from tiled_raster.core.filters import FILTERS
from tiled_raster.core.filters.apply import FilterPass
from tiling import filter_whole

WINDOWS = {
    "square 3": {"size": 3},
    "square 5": {"size": 5},
    "one pixel": {"size": 1},
    "rectangle": {"size": 3, "shape": "rectangle", "columns": 7},
    "circle": {"size": 7, "shape": "circle"},
    "annulus": {"size": 7, "shape": "annulus", "inner_size": 3},
    "weights": {"shape": "weights", "weights": "0 2 0; 1 0 0; 0 0 3"},
}
TYPES = ["uint8", "int8", "uint16", "int16", "uint32", "int32", "int64", "uint64", "float32", "float64"]
NAMES = [name for name in references.FOCAL if name in FILTERS]


def raster(dtype, rows=9, cols=11, share=0.2, seed=1):
    """Return one band of random values over the type's range where that is exact, and where it is valid."""
    rng = np.random.default_rng(seed)
    kind = np.dtype(dtype)
    if kind.kind == "f":
        values = (rng.normal(0, 100, (1, rows, cols)) + (1e9 + 0.1 if kind.itemsize == 8 else 0)).astype(kind)
    else:
        limits = np.iinfo(kind)
        values = rng.integers(limits.min, limits.max, (1, rows, cols), kind, endpoint=True)
    values[rng.random(values.shape) < 0.3] = values[0, 0, 0]
    return values, rng.random(values.shape) >= share


def within_53_bits(values):
    """Return 64-bit integers brought into the range that float64 holds."""
    return values // 4096 if values.dtype.itemsize == 8 and values.dtype.kind in "iu" else values


def validity(got, filter_pass):
    """Return where the first band of a filtered raster is valid, as it says itself."""
    if filter_pass.marking.mask:
        return got[-1] != 0
    nodata = filter_pass.out_nodata
    return ~np.isnan(got[0]) if math.isnan(nodata) else got[0] != nodata


def check(got, wanted, filter_pass, tolerance):
    """Compare the one band of `got` with the reference's numbers; `tolerance` is relative, 0 means exact."""
    valid = validity(got, filter_pass)
    got = got[0]
    kind = np.dtype(filter_pass.out_dtype)
    for place, value in np.ndenumerate(wanted):
        pixel = got[place]
        if value is None:
            assert not valid[place], (place, pixel)
            continue
        assert valid[place], (place, pixel)
        if kind.kind in "iu":
            limits = np.iinfo(kind)
            rounded = min(max(round(Fraction(value)), int(limits.min)), int(limits.max))
            assert int(pixel) == rounded, (place, pixel, value)
        elif tolerance == 0:
            assert pixel == kind.type(float(value)), (place, pixel, value)
        else:
            assert abs(Fraction(float(pixel)) - Fraction(value)) <= tolerance * max(abs(Fraction(value)), 1), place


TOLERANCE = {"float32": 1.2e-7, "float64": 1e-15}


def tolerance_of(name, filter_pass, values):
    """Return how far a result may be off: nothing for choices of pixels, rounding for sums."""
    if FILTERS[name].exact or name == "count":
        return 0
    return TOLERANCE[filter_pass.out_dtype] * 8


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("name", NAMES)
def test_every_type(name, dtype):
    values, valid = raster(dtype)
    if not FILTERS[name].exact:
        values = within_53_bits(values)
    kernel = FILTERS[name].bind(size=3)
    filter_pass = FilterPass((kernel,), dtype)
    wanted = references.filtered(references.plain(references.FOCAL[name]), kernel.window.offsets, values[0], valid[0])
    check(filter_whole(filter_pass, values, valid), wanted, filter_pass, tolerance_of(name, filter_pass, values))


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("mean", "sum")])
def test_every_window(name, window):
    values, valid = raster("float32")
    kernel = FILTERS[name].bind(**WINDOWS[window])
    filter_pass = FilterPass((kernel,), "float32")
    wanted = references.filtered(references.plain(references.FOCAL[name]), kernel.window.offsets, values[0], valid[0])
    check(filter_whole(filter_pass, values, valid), wanted, filter_pass, tolerance_of(name, filter_pass, values))


@pytest.mark.parametrize("edge", ["shrink", "reflect", "nearest"])
@pytest.mark.parametrize("policy", ["keep", "fill", "propagate"])
@pytest.mark.parametrize("min_valid", [1, 7, 60])
@pytest.mark.parametrize("dtype", ["int64", "float32"])
def test_policies_and_edges(policy, edge, min_valid, dtype):
    values, valid = raster(dtype, rows=6, cols=4)
    values = within_53_bits(values)
    for name, size in (("median", 3), ("max", 15), ("mean", 5)):
        kernel = FILTERS[name].bind(size=size)
        filter_pass = FilterPass((kernel,), dtype, policy, min_valid, edge)
        wanted = references.filtered(
            references.plain(references.FOCAL[name]),
            kernel.window.offsets,
            values[0],
            valid[0],
            policy,
            min_valid,
            edge,
        )
        got = filter_whole(filter_pass, values, valid)
        check(got, wanted, filter_pass, tolerance_of(name, filter_pass, values))
