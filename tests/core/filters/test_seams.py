"""The law of seams: whatever the tiles, the bytes are those of the whole raster at once."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from tiled_raster.core.filters import FILTERS
from tiled_raster.core.filters.apply import FilterPass
from tiled_raster.core.filters.ground import ground_steps
from tiling import filter_tiled, filter_whole

POLICIES = ("keep", "fill", "propagate")
EDGES = ("shrink", "reflect", "nearest")
WINDOWS = {
    "square": {"size": 5},
    "rectangle": {"size": 3, "shape": "rectangle", "columns": 7},
    "circle": {"size": 7, "shape": "circle"},
    "annulus": {"size": 5, "shape": "annulus", "inner_size": 1},
    "weights": {"shape": "weights", "weights": "0 2 0.3; 1 1 0; 0 0 -3"},
    "large": {"size": 25},
}
NEED_THE_CENTRE = ("opening", "closing", "white_tophat", "black_tophat")
VARIANTS = {
    "gaussian": [{"sigma": 0.7}, {"sigma": 2.5}],
    "outliers": [{"sigma": 1.5, "threshold": 60.0}],
    "log": [{"sigma": 1.3}],
    "fill_gaps": [{"distance": 4}],
    "sobel": [{}, {"direction": "rows"}],
    "laplacian": [{}, {"neighbours": "8"}],
    "slope": [{}, {"slope_unit": "percent", "z_factor": 2.0}],
    "hillshade": [{}, {"light": "multidirectional"}],
    "tri": [{}, {"tri_method": "wilson"}],
}


def kernels_of(name):
    """Return the filter with each window that it takes, or with the values listed for it."""
    spec = FILTERS[name]
    if any(parameter.name == "shape" for parameter in spec.parameters):
        refused = ("annulus",) if name in NEED_THE_CENTRE else ()
        return [spec.bind(**values) for window, values in WINDOWS.items() if window not in refused]
    return [spec.bind(**values) for values in VARIANTS.get(name, [{}])]


def raster(rows, cols, dtype="float32", share=0.1, bands=1, seed=3):
    """Return bands of rough ground, and where they are valid: scattered gaps and one large hole."""
    rng = np.random.default_rng(seed)
    values = (rng.normal(1000, 60, (bands, rows, cols)) / (8 if np.dtype(dtype).itemsize == 1 else 1)).astype(dtype)
    valid = rng.random(values.shape) >= share
    valid[:, rows // 3 : rows // 2, cols // 4 : cols // 3] = False
    return values, valid


def geographic(rows, cols):
    """Return a function that gives the ground steps of a tile of a slightly rotated geographic raster."""

    def steps(tile):
        return ground_steps((1e-4, 2e-6, 10.0, 3e-6, -1e-4, 60.0), tile[0], tile[1], cols, geographic=True)

    return steps


def check(filter_pass, values, valid, chunk):
    """Compare the bytes of tiles of `chunk` with those of the whole raster."""
    rows, cols = values.shape[1:]
    steps = geographic(rows, cols)
    whole = filter_whole(filter_pass, values, valid, cell_size=steps((0, rows, 0, cols)))
    tiled = filter_tiled(filter_pass, values, valid, chunk, steps)
    different = np.argwhere(whole.view(f"u{whole.dtype.itemsize}") != tiled.view(f"u{tiled.dtype.itemsize}"))
    assert not len(different), (filter_pass.kernels, chunk, different[:5], whole[tuple(different[0])])


@pytest.mark.parametrize("chunk", [(1, 1), (7, 7), (64, 64)])
@pytest.mark.parametrize("name", FILTERS)
def test_policies_edges_and_windows(name, chunk):
    values, valid = raster(8, 9) if chunk == (1, 1) else raster(19, 24)
    turns = itertools.cycle(itertools.product(POLICIES, EDGES))
    for kernel in kernels_of(name):
        for _ in range(2 if chunk == (1, 1) else 5):
            policy, edge = next(turns)
            check(FilterPass((kernel,), "float32", policy, edge=edge), values, valid, chunk)


@pytest.mark.parametrize("share", [0.0, 0.02, 0.3])
@pytest.mark.parametrize("name", FILTERS)
def test_blocks_of_several_strips(name, share):
    """Wide tiles of odd sides: strips, panels and the tails of vector instructions fall elsewhere in each."""
    values, valid = raster(131, 517, share=share)
    for kernel in kernels_of(name)[:5:4]:
        check(FilterPass((kernel,), "float32"), values, valid, (64, 64))
        check(FilterPass((kernel,), "float32"), values, valid, (67, 239))


@pytest.mark.parametrize("dtype", ["uint8", "int16", "int64", "float64"])
@pytest.mark.parametrize("name", FILTERS)
def test_types(name, dtype):
    values, valid = raster(15, 17, dtype, bands=2)
    if dtype != "float64":
        valid[1] = valid[0]  # integers of every value have one mask for all bands
    kernel = kernels_of(name)[0]
    check(FilterPass((kernel,), dtype, min_valid=2), values, valid, (4, 7))


def test_several_filters_share_one_pass():
    values, valid = raster(20, 23, bands=2)
    kernels = tuple(FILTERS[name].bind() for name in ("median", "gaussian", "slope", "count"))
    filter_pass = FilterPass(kernels, "float32")
    check(filter_pass, values, valid, (7, 7))
    whole = filter_whole(filter_pass, values, valid)
    for band, (number, kernel) in itertools.product(range(2), enumerate(kernels)):
        alone = FilterPass((kernel,), "float32", out_dtype=filter_pass.out_dtype)
        expected = filter_whole(alone, values[band : band + 1], valid[band : band + 1])[0]
        np.testing.assert_array_equal(whole[number * 2 + band], expected)


def test_one_row_one_column_one_pixel_and_nothing_valid():
    for shape in ((1, 9), (9, 1), (1, 1)):
        values, valid = raster(*shape, share=0.0)
        for name in FILTERS:
            for good in (valid, np.zeros_like(valid)):
                for edge in EDGES:
                    check(FilterPass((FILTERS[name].bind(),), "float32", "fill", edge=edge), values, good, (1, 4))
