"""What every record promises: words, defaults, pickling, untouched input, and a halo neither short nor wasteful."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from tiled_raster.core.filters import FILTERS
from tiled_raster.core.filters.output import OUTPUT_RULES

FAMILIES = ("focal", "smoothing", "edges", "terrain")


@pytest.mark.parametrize("spec", FILTERS.values(), ids=FILTERS)
def test_words(spec):
    assert spec.label
    assert spec.source
    assert spec.summary.endswith(".")
    assert spec.family in FAMILIES
    assert spec.output in OUTPUT_RULES
    assert spec.name == spec.name.lower()
    for parameter in spec.parameters:
        assert parameter.label
        assert parameter.help.endswith(".")
        assert parameter.checked(parameter.default) == parameter.default


def test_a_parameter_of_one_name_is_one_parameter():
    """The panel shows the union of all parameters, so a name must mean the same in every filter."""
    known = {}
    for spec in FILTERS.values():
        for parameter in spec.parameters:
            assert known.setdefault(parameter.name, parameter) is parameter


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_bound_without_values(name, dtype):
    """Runs, keeps shape, type and input, travels by pickle, and takes blocks of any memory layout."""
    rng = np.random.default_rng(1)
    block = rng.normal(100, 20, (31, 37)).astype(dtype)
    block[rng.random(block.shape) < 0.1] = np.nan
    before = block.copy()
    kernel = FILTERS[name].bind()
    result = kernel(block)
    assert result.shape == block.shape
    np.testing.assert_array_equal(block, before)
    again = pickle.loads(pickle.dumps(kernel))  # noqa: S301 - our own bytes
    inner = np.s_[kernel.halo : -kernel.halo, kernel.halo : -kernel.halo]
    np.testing.assert_array_equal(again(np.asfortranarray(block))[inner], result[inner])
    np.testing.assert_array_equal(again(np.pad(block, 3)[3:-3, 3:-3])[inner], result[inner])


REACH = [
    ("mean", {"size": 7}, 3),
    ("sum", {"size": 3, "shape": "rectangle", "columns": 9}, 4),
    ("sum", {"size": 9, "shape": "rectangle", "columns": 3}, 4),
    ("median", {"size": 1}, 0),
    ("max", {"size": 9, "shape": "circle"}, 4),
    ("min", {"size": 7, "shape": "annulus", "inner_size": 3}, 3),
    ("mean", {"shape": "weights", "weights": "0 0 0 0 0; 0 0 1 0 0; 0 0 1 2 0; 0 0 0 0 0; 0 0 0 0 0"}, 1),
    ("gaussian", {"sigma": 1.6, "truncate": 3.0}, 5),
    ("outliers", {"sigma": 1.0}, 4),
    ("log", {"sigma": 0.8}, 3),
    ("fill_gaps", {"distance": 6}, 6),
    ("opening", {"size": 5}, 4),
    ("black_tophat", {"size": 3}, 2),
    ("variety", {"size": 5}, 2),
    ("zscore", {"size": 5}, 2),
    ("difference", {"size": 5}, 2),
    ("tpi", {"size": 11, "shape": "annulus", "inner_size": 5}, 5),
    *[(name, {}, 1) for name in ("sobel", "prewitt", "laplacian", "slope", "aspect", "hillshade", "tri", "roughness")],
]


@pytest.mark.parametrize(("name", "values", "reach"), REACH)
def test_the_halo_is_neither_short_nor_wasteful(name, values, reach):
    """The result at a pixel hangs on pixels up to the halo away, and on none beyond."""
    kernel = FILTERS[name].bind(**values)
    assert kernel.halo == reach
    side = 2 * reach + 5
    centre = side // 2
    rng = np.random.default_rng(2)
    touched = 0
    for _ in range(60):
        block = rng.normal(100, 1, (side, side))
        if name == "fill_gaps":
            block[centre, centre] = np.nan
        result = kernel(block)[centre, centre]
        for distance, expected in ((reach + 1, False), (reach, True)):
            ring = np.zeros(block.shape, bool)
            ring[centre - distance : centre + distance + 1, centre - distance : centre + distance + 1] = True
            inner = distance - 1
            if distance:
                ring[centre - inner : centre + inner + 1, centre - inner : centre + inner + 1] = False
            changed = np.where(ring, 100.0 + rng.choice([-1, 1]) * 10.0 ** rng.integers(1, 7), block)
            same = np.array_equal(kernel(changed)[centre, centre], result, equal_nan=True)
            assert same or expected, "a pixel beyond the halo changes the result"
            touched += expected and not same
    assert touched, "no pixel at the halo's rim changes the result"
