"""Keep, fill and propagate hold for every filter with a window, and what is lost to gaps is counted."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import references
from tiled_raster.core.filters import FILTERS
from tiled_raster.core.filters.apply import FilterPass
from tiling import filter_tile, filter_tiled, filter_whole

WINDOWS = {
    "3": {"size": 3},
    "5": {"size": 5},
    "circle": {"size": 7, "shape": "circle"},
    "annulus": {"size": 5, "shape": "annulus", "inner_size": 1},
    "rectangle": {"size": 1, "shape": "rectangle", "columns": 5},
    "weights": {"shape": "weights", "weights": "0 1 0; 1 0 1; 0 1 2"},
    "larger than the raster": {"size": 101},
}
POLICIES = ("keep", "fill", "propagate")
EDGES = ("shrink", "reflect", "nearest")
WINDOWED = [name for name, spec in FILTERS.items() if spec.window is not None and spec.policies]
STRICT = [name for name, spec in FILTERS.items() if spec.spreads_gaps]


def raster(rows=14, cols=17, share=0.06, seed=7):
    """Return rough ground with scattered gaps and a hole, and where it is valid."""
    rng = np.random.default_rng(seed)
    valid = rng.random((1, rows, cols)) >= share
    valid[0, 3:6, 4:6] = False
    return rng.normal(500, 30, (1, rows, cols)).astype(np.float32), valid


def result(name, values, valid, policy=None, edge="shrink", min_valid=1, **parameters):
    """Return the filtered raster as float64 with NaN for nodata."""
    filter_pass = FilterPass((FILTERS[name].bind(**parameters),), "float32", policy, min_valid, edge)
    got = filter_whole(filter_pass, values, valid)[0].astype(float)
    got[got == filter_pass.out_nodata] = np.nan
    return got


def position(kernel):
    """Return the slow twin of tpi: the centre less the mean of the other valid pixels, None where one side lacks."""
    offsets = kernel.window.offsets

    def twin(values, valid, row, col, policy, edge):
        found, gap = references.gathered(values, valid, offsets, row, col, edge)
        others = [value for number, value in found if offsets[number] != (0, 0)]
        if not valid[row][col] or not others or (policy == "propagate" and gap):
            return np.nan
        return float(values[row][col] - references.mean(others))

    return twin


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("policy", POLICIES)
def test_tpi_against_its_slow_twin(policy, window):
    values, valid = raster(9, 11)
    if window == "larger than the raster":
        values, valid = values[:, :3, :4], valid[:, :3, :4]
    kernel = FILTERS["tpi"].bind(**WINDOWS[window])
    twin = position(kernel)
    for edge in EDGES:
        got = result("tpi", values, valid, policy, edge, **WINDOWS[window])
        rows, cols = values[0].tolist(), valid[0].tolist()
        wanted = np.array(
            [[twin(rows, cols, row, col, policy, edge) for col in range(len(cols[0]))] for row in range(len(rows))]
        )
        if kernel.needs_whole_window and policy == "propagate" and edge == "shrink":
            wanted[[0, -1]] = wanted[:, [0, -1]] = np.nan  # as gdaldem
        np.testing.assert_allclose(got, wanted, rtol=1e-5, atol=1e-3)


def test_tpi_of_3_by_3_is_gdaldems_unless_a_policy_is_asked_for():
    """Where nothing is asked for, a gap or the raster's edge among the nine leaves no data."""
    values, valid = raster()
    padded = np.pad(valid[0], 1)
    nine = np.lib.stride_tricks.sliding_window_view(padded, (3, 3)).all(axis=(2, 3))
    np.testing.assert_array_equal(~np.isnan(result("tpi", values, valid)), nine)
    np.testing.assert_array_equal(result("tpi", values, valid), result("tpi", values, valid, "propagate"))
    kept = result("tpi", values, valid, "keep")
    np.testing.assert_array_equal(~np.isnan(kept), valid[0])
    np.testing.assert_array_equal(kept[nine], result("tpi", values, valid)[nine])
    for window in ("5", "circle", "annulus", "weights"):
        asked = result("tpi", values, valid, "keep", **WINDOWS[window])
        np.testing.assert_array_equal(result("tpi", values, valid, **WINDOWS[window]), asked)


def test_a_wide_window_keeps_what_is_valid():
    values, valid = raster(150, 160, share=0.045)
    for size in (3, 31, 101):
        kept = result("tpi", values, valid, "keep", size=size)
        np.testing.assert_array_equal(~np.isnan(kept), valid[0])
    assert not np.isnan(result("tpi", values, valid, size=101)[valid[0]]).any()


@pytest.mark.parametrize("name", WINDOWED)
def test_policies_of_every_filter_with_a_window(name):
    """Keep: data where the centre is. Propagate: none where a gap is in the window. Fill: no less data than keep."""
    values, valid = raster()
    values[0, 0, 0] += 1000  # for outliers there is one
    kernel = FILTERS[name].bind()
    window = kernel.window.footprint
    rows, cols = (side // 2 for side in window.shape)
    around = np.pad(~valid[0], ((rows, rows), (cols, cols)))
    views = np.lib.stride_tricks.sliding_window_view(around, window.shape)
    touched = (views & window).any(axis=(2, 3))
    has = {policy: ~np.isnan(result(name, values, valid, policy)) for policy in POLICIES}
    own = np.ones_like(valid[0])
    if name == "outliers":
        own = ~np.isnan(result(name, values, np.ones_like(valid), "keep"))
        assert (~own).any()
        own = has["keep"] | ~valid[0]  # what is an outlier hangs on which pixels are there
    np.testing.assert_array_equal(has["keep"], valid[0] & own)
    inside = np.s_[1:-1, 1:-1] if kernel.needs_whole_window else np.s_[:]
    np.testing.assert_array_equal(has["propagate"][inside], (~touched & own)[inside])
    assert (has["fill"] | ~has["keep"]).all()


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("policy", [None, "propagate"])
def test_the_lost_pixels_are_counted_alike_in_tiles(name, policy):
    """The sum over tiles of any size is that of the whole, and is what the output shows: valid before, now gone."""
    values, valid = raster(19, 23)
    kernel = FILTERS[name].bind()
    filter_pass = FilterPass((kernel,), "float32", policy)
    pixels, (lost,) = _counted(filter_pass, values, valid, (0, 19, 0, 23))
    for chunk in ((4, 5), (1, 23), (19, 7)):
        tiles = itertools.product(range(0, 19, chunk[0]), range(0, 23, chunk[1]))
        counts = [
            _counted(filter_pass, values, valid, (row, min(row + chunk[0], 19), col, min(col + chunk[1], 23)))[1][0]
            for row, col in tiles
        ]
        assert sum(counts) == lost
    if name in ("outliers", "aspect"):  # these have no result for other reasons too
        return
    whole = filter_whole(filter_pass, values, np.ones_like(valid))[0]
    nodata = filter_pass.out_nodata
    gone = _is(pixels[0], nodata) & valid[0] & ~_is(whole, nodata)
    assert lost == np.count_nonzero(gone)
    if name in STRICT and (name != "tpi" or policy in (None, "propagate")):
        assert lost > 0
    if name in WINDOWED and name not in STRICT:
        assert (lost > 0) == (policy == "propagate")


def test_min_valid_loses_pixels_to_gaps_and_not_to_the_edge():
    values, valid = raster()
    kernel = FILTERS["median"].bind(size=3)
    filter_pass = FilterPass((kernel,), "float32", "keep", min_valid=9)
    pixels, (lost,) = _counted(filter_pass, values, valid, (0, 14, 0, 17))
    without_gaps = filter_whole(filter_pass, values, np.ones_like(valid))[0]
    edge = _is(without_gaps, filter_pass.out_nodata)
    assert edge[0].all()
    gone = _is(pixels[0], filter_pass.out_nodata) & valid[0] & ~edge
    assert lost == np.count_nonzero(gone) > 0


def _is(array, nodata):
    return np.isnan(array) if nodata != nodata else array == nodata


def _counted(filter_pass, values, valid, tile):
    class Counted:
        halo = filter_pass.halo

        def __call__(self, *given, **named):
            return filter_pass.counted(*given, **named)

    return filter_tile(Counted(), values, valid, tile)


def test_tiles_of_tpi_equal_the_whole():
    values, valid = raster(40, 45)
    for policy, window in itertools.product([None, *POLICIES], WINDOWS.values()):
        filter_pass = FilterPass((FILTERS["tpi"].bind(**window),), "float32", policy)
        whole = filter_whole(filter_pass, values, valid)
        for chunk in ((7, 9), (40, 4)):
            np.testing.assert_array_equal(filter_tiled(filter_pass, values, valid, chunk), whole)
