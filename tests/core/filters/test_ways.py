"""Every way to choose or count pixels of a window gives the same bits as sorting windows one by one."""

from __future__ import annotations

import numpy as np
import pytest
from tiled_raster.core.filters import FILTERS, frequency, rank_filters
from tiled_raster.core.filters.windows import (
    bin_search,
    by_histograms,
    by_moving,
    by_ranks,
    footprints,
    moving_counts,
    tallies,
)
from tiled_raster.core.filters.windows.block_windows import Choice

WINDOWS = {
    "square": {"size": 5},
    "larger": {"size": 13},
    "rectangle": {"size": 3, "shape": "rectangle", "columns": 21},
    "circle": {"size": 15, "shape": "circle"},
    "annulus": {"size": 13, "shape": "annulus", "inner_size": 7},
    "row": {"size": 1, "shape": "rectangle", "columns": 31},
    "mask": {"shape": "weights", "weights": "1 0 1 0 1; 0 0 0 0 0; 1 1 0 1 1; 0 0 0 0 0; 1 0 1 0 0"},
    "one sided": {"shape": "weights", "weights": "0 0 0 0 0; 0 0 0 1 1; 0 0 0 1 1"},
}
TYPES = ["uint8", "int8", "uint16", "int16", "uint32", "int64", "uint64", "float32", "float64"]
VALUES = [1, 2, 16, 17, 200, 256, 257, 100_000]
GAPS = [0.0, 0.05, 0.6, 1.0]
NAMES = {"median": {}, "percentile": {"percentile": 37.5}, "majority": {}, "minority": {}, "variety": {}}
CHOICES = {"median": rank_filters.MIDDLE, "percentile": Choice(rank_filters.PercentileRule(37.5), rank_filters.between)}
ALWAYS, NEVER = dict.fromkeys((1, 2, 4, 8), 0), dict.fromkeys((1, 2, 4, 8), 1 << 30)
WAYS = {
    "by cost": {},
    "histograms": {"SMALL_BOX": ALWAYS, "COUNTED_NS": -1e9, "PARTED_NS": 1e9},
    "order, or moving histograms": {
        "SMALL_BOX": NEVER,
        "SORTED_BOX": 0,
        "PARTED_NS": 1e9,
        "NETWORK_PIXELS": 0,
        "COUNTED_NS": 1e9,
    },
    "no histograms": {"SORTED_BOX": 1 << 30, "SMALL_BOX": NEVER, "COUNTED_NS": 1e9, "PARTED_NS": 0},
}


def block_of(dtype, different, share, shape, seed):
    """Return a block of about so many different values, spread over the type, and where it is valid."""
    rng = np.random.default_rng(seed)
    numbers = rng.integers(0, different, shape)
    if np.dtype(dtype).kind == "f":
        values = rng.normal(0, 1e3, different).astype(dtype)[numbers]
        values[numbers == 0] = 0.0
    else:
        limits = np.iinfo(dtype)
        values = rng.integers(limits.min, limits.max, different, dtype, endpoint=True)[numbers]
    return values, rng.random(shape) >= share


def slowly(name, window, values, valid):
    """Return the filter's result for each window of a block without its halo, None where no pixel is valid."""
    halo, offsets = window.halo, np.array(window.offsets)
    out = np.full([side - 2 * halo for side in values.shape], None, object)
    for row, col in np.ndindex(*out.shape):
        places = tuple((offsets + (row + halo, col + halo)).T)
        pixels = np.sort(values[places][valid[places]])
        if len(pixels):
            out[row, col] = chosen(pixels, CHOICES[name]) if name in CHOICES else counted(name, pixels)
    return out


def chosen(pixels, choice):
    """Return the choice among sorted pixels."""
    low, high, fraction = choice.rule(len(pixels))
    return pixels[low] if low == high else choice.blend(pixels[[low]], pixels[[high]], fraction)[0]


def counted(name, pixels):
    """Return the most or least frequent of sorted pixels, the smallest of several, or how many differ."""
    values, counts = np.unique(pixels, return_counts=True)
    if name == "variety":
        return len(values)
    return values[np.argmax(counts) if name == "majority" else np.argmin(counts)]


def check(name, window, values, valid, **changes):
    """Compare a filter with the slow one, where any pixel is valid, and NaN elsewhere."""
    kernel = FILTERS[name].bind(**{**NAMES[name], **window})
    block = np.where(valid, values, np.nan).astype(values.dtype) if values.dtype.kind == "f" else values
    before = block.copy()
    got = kernel(block, **({} if values.dtype.kind == "f" else {"valid": valid}))
    np.testing.assert_array_equal(block, before)
    halo = kernel.halo
    got = got[halo : got.shape[0] - halo, halo : got.shape[1] - halo]
    for place, value in np.ndenumerate(slowly(name, kernel.window, values, valid)):
        if value is not None:
            assert got[place] == value, (name, window, values.dtype, place, got[place], value)
        elif got.dtype.kind == "f":
            assert np.isnan(got[place])


@pytest.fixture(params=WAYS)
def way(request, monkeypatch):
    """Force one way, whatever it costs, and cut work small, so that a small block has several parts of each."""
    for module in (rank_filters, frequency):
        for name, value in WAYS[request.param].items():
            if hasattr(module, name):
                monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(by_histograms, "PANEL_COLUMNS", 7)
    monkeypatch.setattr(by_ranks, "CELL", 7)
    monkeypatch.setattr(by_ranks, "LANES", 40)
    monkeypatch.setattr(bin_search, "BATCH_WINDOWS", 20)
    monkeypatch.setattr(tallies, "BATCH_WINDOWS", 20)
    monkeypatch.setattr(footprints, "BATCH_WINDOWS", 20)
    monkeypatch.setattr(by_histograms, "FOOTPRINT_COLUMNS", 7)
    monkeypatch.setattr(by_moving, "CELL", 7)
    monkeypatch.setattr(by_moving, "MOST_COUNTS", 5000)
    monkeypatch.setattr(moving_counts, "READ_AT_ONCE", 3)
    monkeypatch.setattr(moving_counts, "BRANCH", 4)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("name", NAMES)
def test_every_way_gives_the_same_bits(name, dtype, way):
    """Each type and filter meets another part of the table; all parts are met."""
    start = TYPES.index(dtype) + 4 * list(NAMES).index(name)
    for turn in range(start, start + 6):
        window = list(WINDOWS.values())[turn % len(WINDOWS)]
        different, share = VALUES[turn % len(VALUES)], GAPS[turn // 2 % len(GAPS)]
        halo = FILTERS[name].bind(**window).halo
        values, valid = block_of(dtype, different, share, (2 * halo + 9, 2 * halo + 11), turn)
        check(name, window, values, valid)


@pytest.mark.parametrize("name", NAMES)
def test_windows_of_more_pixels_than_16_bits_count(name):
    """All pixels but a few are alike, so that counts run over in the sums, and full in the windows."""
    values, valid = block_of("uint8", 3, 0.0, (260, 261), 1)
    values[:, 5:] = values[0, 0]
    check(name, {"size": 259}, values, valid)


def test_the_places_of_a_percentile_may_lie_far_apart():
    values = np.repeat(np.array([[0, 250]], np.uint8), [10, 11], axis=1) * np.ones((21, 1), np.uint8)
    valid = np.ones(values.shape, bool)
    valid[::2, 3] = False
    for name in CHOICES:
        check(name, {"size": 17}, values, valid)
