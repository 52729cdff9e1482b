"""Windows and their parameters: shapes, reach, refusals."""

from __future__ import annotations

import json

import numpy as np
import pytest
from tiled_raster.core import FilterJob, MultiprocConfig
from tiled_raster.core.errors import InvalidParameter
from tiled_raster.core.filters import FILTERS
from tiled_raster.core.filters.windows.window import check_window


def footprint(**values):
    """Return the window of a maximum filter as text."""
    mask = FILTERS["max"].bind(**values).window.footprint
    return ["".join("#" if pixel else "." for pixel in row) for row in mask]


def test_shapes():
    assert footprint(size=3) == ["###", "###", "###"]
    assert footprint(size=3, shape="rectangle", columns=5) == ["#####", "#####", "#####"]
    assert footprint(size=5, shape="circle") == ["..#..", ".###.", "#####", ".###.", "..#.."]
    assert footprint(size=5, shape="annulus", inner_size=3) == ["..#..", ".#.#.", "#...#", ".#.#.", "..#.."]
    assert footprint(size=3, shape="annulus") == [".#.", "#.#", ".#."]
    assert footprint(shape="weights", weights="0 1 0; 2 0 -1; 0 0 0") == [".#.", "#.#"] + ["..."]


@pytest.mark.parametrize("size", [1, 3, 9, 31, 101])
def test_a_circle_is_what_the_definition_says(size):
    radius = size // 2
    row, col = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    window = FILTERS["max"].bind(size=size, shape="circle").window
    np.testing.assert_array_equal(window.footprint, row**2 + col**2 <= radius**2)
    assert window.count == window.footprint.sum()
    assert window.halo == radius


def test_weights_from_text_and_file(tmp_path):
    path = tmp_path / "weights.txt"
    path.write_text("# a comment\n1, 2, 1\n2 4 2\n\n1;2;1\n", encoding="utf-8")
    from_file = FILTERS["mean"].bind(shape="weights", weights_file=str(path))
    path.unlink()
    block = np.arange(49.0).reshape(7, 7) ** 2
    from_text = FILTERS["mean"].bind(shape="weights", weights="1 2 1;2 4 2;1 2 1")
    np.testing.assert_array_equal(from_file(block)[1:-1, 1:-1], from_text(block)[1:-1, 1:-1])


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]), "1 2 1; 2 4 2; 1 2 1"),
        ([[1, 2, 1], [2, 4, 2], [1, 2, 1]], "1 2 1; 2 4 2; 1 2 1"),
        ([1, 2.5, 1], "1 2.5 1"),
        (np.float32([[0.1], [0.2], [0.3]]), "0.10000000149011612; 0.20000000298023224; 0.30000001192092896"),
        (np.array([[True, False, True]]), "1 0 1"),
        ((np.array([0.5, 1, 2]), [np.float64(0.1), 1, 2], [np.int16(3)] * 3), "0.5 1 2; 0.1 1 2; 3 3 3"),
    ],
)
def test_weights_from_arrays_and_lists(given, text):
    block = np.arange(49.0).reshape(7, 7) ** 2
    made, wanted = (FILTERS["mean"].bind(shape="weights", weights=weights) for weights in (given, text))
    np.testing.assert_array_equal(made(block), wanted(block))
    job = FilterJob("dem.tif", MultiprocConfig(), parameters={"shape": "weights", "weights": given})
    again = FilterJob.from_json(json.loads(json.dumps(job.to_json())))
    assert again == job
    np.testing.assert_array_equal(again.kernels()[0](block), wanted(block))


@pytest.mark.parametrize(
    "given",
    [[[1, 2], [3, 4]], [[1, 2, 3], [4]], [["a"]], [[[1]]], np.ones((3, 3, 3)), [], [[np.nan]], 5j, None, [[None]]],
)
def test_what_are_no_weights(given):
    with pytest.raises(InvalidParameter, match="weights"):
        FILTERS["mean"].bind(shape="weights", weights=given)


def test_weighted_mean_and_sum():
    block = np.array([[1.0, 2.0, 4.0], [8.0, 16.0, np.nan], [64.0, 128.0, 256.0]])
    weights = "1 0 0; 0 2 5; 0 0 -1"
    total = 1 + 2 * 16 - 256
    assert FILTERS["sum"].bind(shape="weights", weights=weights)(block)[1, 1] == total
    assert FILTERS["mean"].bind(shape="weights", weights=weights)(block)[1, 1] == total / (1 + 2 - 1)
    assert FILTERS["sum"].bind(shape="weights", weights="-1 0 1")(block)[1, 1] == -8.0


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("mean", {"size": 4}, "size=4: must be odd, try 3 or 5"),
        ("mean", {"size": 4099}, "from 1 to 4097"),
        ("mean", {"size": "wide"}, "size=wide: must be a whole number"),
        ("mean", {"shape": "hexagon"}, "square, rectangle, circle, annulus or weights"),
        ("mean", {"sgima": 2}, "mean has no parameter sgima"),
        ("max", {"shape": "annulus", "size": 3, "inner_size": 3}, "must be below size=3"),
        ("sum", {"shape": "weights", "weights": "1 2; x"}, "rows of numbers"),
        ("sum", {"shape": "weights", "weights": "1 2 3; 1"}, "rows of numbers"),
        ("sum", {"shape": "weights", "weights": ""}, "rows of numbers"),
        ("sum", {"shape": "weights", "weights": "1 nan 1"}, "rows of numbers"),
        ("sum", {"shape": "weights", "weights": "1 2; 3 4"}, "both must be odd"),
        ("sum", {"shape": "weights", "weights": "0 0 0"}, "all zero"),
        ("mean", {"shape": "weights", "weights": "-1 0 1"}, "must not sum to zero"),
        ("sum", {"shape": "weights", "weights_file": "/no/such/file.txt"}, "cannot be read"),
        ("percentile", {"percentile": 101}, "from 0 to 100"),
        ("gaussian", {"sigma": 0}, "above 0"),
        ("outliers", {"threshold": -1}, "0 or more"),
        ("opening", {"shape": "annulus", "size": 5}, "a window with its centre"),
        ("tpi", {"size": 1}, "pixels beside the centre"),
        ("hillshade", {"altitude": 91}, "from 0 to 90"),
    ],
)
def test_refused_in_words(name, values, words):
    with pytest.raises(InvalidParameter) as caught:
        FILTERS[name].bind(**values)
    assert words in str(caught.value)


def test_a_window_larger_than_the_raster_is_told():
    assert check_window(FILTERS["mean"].bind(size=9), 100, 100) == ""
    assert check_window(FILTERS["mean"].bind(size=9), 5, 1) == ""
    assert "sees the whole raster" in check_window(FILTERS["mean"].bind(size=11), 5, 4)
