"""Morphology, edges, deviations, outliers and gap filling against plain loops, and against SciPy without nodata."""

from __future__ import annotations

import math

import numpy as np
import pytest
import references
from tiled_raster.core.filters import FILTERS
from tiled_raster.core.filters.apply import FilterPass
from tiled_raster.core.filters.gaussian import gaussian_radius
from tiling import filter_whole

ndimage = pytest.importorskip("scipy.ndimage")
CENTRE = (0, 0)


def ground(rows=14, cols=17, share=0.15, seed=8):
    """Return one band of float64 ground, and where it is valid."""
    rng = np.random.default_rng(seed)
    return rng.normal(500, 30, (1, rows, cols)), rng.random((1, rows, cols)) >= share


def run(name, values, valid, policy="keep", edge="shrink", **parameters):
    """Return the filtered band and the kernel."""
    kernel = FILTERS[name].bind(**parameters)
    return filter_whole(FilterPass((kernel,), values.dtype.name, policy, edge=edge), values, valid)[0], kernel


def as_floats(wanted):
    """Return a reference's object array as float64, NaN for None."""
    return np.array([[math.nan if value is None else float(value) for value in row] for row in wanted])


def pairs(offsets, found):
    """Return the centre's value (None if missing) and ((row, column), value) of all found pixels."""
    placed = [(offsets[number], value) for number, value in found]
    return dict(placed).get(CENTRE), placed


def gaussian_mean(sigma, placed):
    """Return the mean with Gaussian weights."""
    weights = [math.exp(-(row * row + col * col) / (2 * sigma * sigma)) for (row, col), _ in placed]
    return sum(weight * value for weight, (_, value) in zip(weights, placed)) / sum(weights)


def derivative(weight_of, placed, centre):
    """Return the sum of weight times difference from the centre, or from the mean for a missing centre."""
    base = sum(value for _, value in placed) / len(placed) if centre is None else centre
    return sum(weight_of(*offset) * (value - base) for offset, value in placed)


def sobel_column(row, col):
    """Return the Sobel weight of the change along columns."""
    return col * (2 if row == 0 else 1)


LOCAL = {
    "gaussian": ({"sigma": 1.2}, lambda centre, placed: gaussian_mean(1.2, placed)),
    "outliers": (
        {"sigma": 1.0, "threshold": 25.0},
        lambda centre, placed: None if centre is None or abs(centre - gaussian_mean(1.0, placed)) > 25.0 else centre,
    ),
    "difference": (
        {"size": 5},
        lambda centre, placed: (
            None if centre is None else centre - float(references.mean([value for _, value in placed]))
        ),
    ),
    "zscore": (
        {"size": 3},
        lambda centre, placed: (
            None
            if centre is None
            else 0.0
            if len(placed) == 1
            else (centre - float(references.mean([v for _, v in placed]))) / references.std([v for _, v in placed])
        ),
    ),
    "sobel": (
        {},
        lambda centre, placed: math.hypot(
            derivative(sobel_column, placed, centre), derivative(lambda r, c: sobel_column(c, r), placed, centre)
        ),
    ),
    "prewitt": ({"direction": "rows"}, lambda centre, placed: derivative(lambda r, c: r, placed, centre)),
    "laplacian": (
        {"neighbours": "8"},
        lambda centre, placed: derivative(lambda r, c: 1, placed, centre),
    ),
}


@pytest.mark.parametrize("edge", ["shrink", "reflect", "nearest"])
@pytest.mark.parametrize("policy", ["keep", "fill", "propagate"])
@pytest.mark.parametrize("name", LOCAL)
def test_against_loops(name, policy, edge):
    parameters, formula = LOCAL[name]
    values, valid = ground()
    got, kernel = run(name, values, valid, policy, edge, **parameters)
    offsets = kernel.window.offsets
    wanted = references.filtered(
        lambda found: formula(*pairs(offsets, found)), offsets, values[0], valid[0], policy, edge=edge
    )
    np.testing.assert_allclose(got, as_floats(wanted), rtol=1e-11, atol=1e-10)


@pytest.mark.parametrize("shape", ["square", "circle", "weights"])
@pytest.mark.parametrize("name", ["opening", "closing", "white_tophat", "black_tophat"])
def test_morphology_against_loops(name, shape):
    values, valid = ground()
    parameters = {"size": 5, "shape": shape, "weights": "0 1 1; 0 1 0; 0 0 0"}
    got, kernel = run(name, values, valid, **parameters)
    offsets = kernel.window.offsets
    turned = [(-row, -col) for row, col in offsets]
    first, second = (min, max) if name in ("opening", "white_tophat") else (max, min)
    middle = references.filtered(references.plain(first), offsets, values[0], valid[0])
    wanted = as_floats(references.filtered(references.plain(second), turned, middle, valid[0]))
    if name == "white_tophat":
        wanted = values[0] - wanted
    if name == "black_tophat":
        wanted = wanted - values[0]
    np.testing.assert_array_equal(got, wanted)


def test_opening_of_large_integers_is_exact():
    values = np.full((1, 9, 9), 2**62 + 1, np.int64)
    values[0, 4, 4] += 1
    values[0, 0:4, 0:4] += 2
    got, _ = run("opening", values, np.ones(values.shape, bool), size=3)
    expected = values[0].copy()
    expected[4, 4] -= 1
    np.testing.assert_array_equal(got, expected)


@pytest.mark.parametrize("policy", ["keep", "fill", "propagate"])
def test_gaps_against_loops(policy):
    """Gap filling has its own way with nodata: the policy changes nothing."""
    values, valid = ground(share=0.5)
    got, _ = run("fill_gaps", values, valid, policy, distance=2, power=1.0)
    for row, col in np.ndindex(*got.shape):
        near = [
            (math.hypot(r - row, c - col), values[0, r, c])
            for r, c in np.ndindex(*got.shape)
            if valid[0, r, c] and (r - row) ** 2 + (c - col) ** 2 <= 4
        ]
        if valid[0, row, col]:
            assert got[row, col] == values[0, row, col]
        elif near:
            mean = sum(value / far for far, value in near) / sum(1 / far for far, _ in near)
            assert got[row, col] == pytest.approx(mean, rel=1e-12)
        else:
            assert math.isnan(got[row, col])


SCIPY = {
    "mean": ({"size": 5}, lambda a: ndimage.uniform_filter(a, 5)),
    "median": ({"size": 7}, lambda a: ndimage.median_filter(a, 7)),
    "min": ({"size": 9}, lambda a: ndimage.minimum_filter(a, 9)),
    "max": ({"size": 4 + 1}, lambda a: ndimage.maximum_filter(a, 5)),
    "gaussian": ({"sigma": 1.7}, lambda a: ndimage.gaussian_filter(a, 1.7)),
    "laplacian": ({}, ndimage.laplace),
    "prewitt": ({"direction": "columns"}, lambda a: ndimage.prewitt(a, 1)),
    "sobel": ({}, lambda a: np.hypot(ndimage.sobel(a, 0), ndimage.sobel(a, 1))),
    "opening": ({"size": 5}, lambda a: ndimage.grey_opening(a, 5)),
    "white_tophat": ({"size": 5}, lambda a: ndimage.white_tophat(a, 5)),
    "black_tophat": ({"size": 5}, lambda a: ndimage.black_tophat(a, 5)),
}


@pytest.mark.parametrize("name", SCIPY)
def test_against_scipy_without_nodata(name):
    parameters, peer = SCIPY[name]
    values, _ = ground(40, 50)
    valid = np.ones(values.shape, bool)
    got, kernel = run(name, values, valid, edge="reflect", **parameters)
    inner = np.s_[kernel.halo : -kernel.halo, kernel.halo : -kernel.halo]
    np.testing.assert_allclose(got[inner], peer(values[0])[inner], rtol=1e-12, atol=1e-10)


def test_laplacian_of_gaussian():
    """On a constant it is zero, where SciPy's weights leave a rest; else SciPy's, less that rest."""
    values, _ = ground(40, 50)
    valid = np.ones(values.shape, bool)
    got, kernel = run("log", values, valid, edge="reflect", sigma=1.5)
    rest = ndimage.gaussian_laplace(np.ones((40, 50)), 1.5)[20, 20]
    wanted = ndimage.gaussian_laplace(values[0], 1.5) - rest * values[0]
    np.testing.assert_allclose(got, wanted, rtol=1e-9, atol=1e-9)
    flat, _ = run("log", np.full_like(values, 1234.5), valid, sigma=1.5)
    np.testing.assert_allclose(flat, 0.0, atol=1e-11)


def test_a_gap_does_not_make_an_edge():
    values, valid = ground(share=0.3)
    constant = np.full_like(values, 77.0)
    for name in ("sobel", "prewitt", "laplacian", "log", "difference", "zscore", "white_tophat"):
        got, _ = run(name, constant, valid)
        np.testing.assert_allclose(got[valid[0]], 0.0, atol=1e-12)


def test_gaussian_reaches_as_far_as_scipys():
    for sigma, truncate in ((1.0, 4.0), (0.4, 4.0), (2.2, 3.0)):
        impulse = np.zeros((61, 61))
        impulse[30, 30] = 1.0
        reach = np.flatnonzero(ndimage.gaussian_filter(impulse, sigma, truncate=truncate)[30])
        assert gaussian_radius(sigma, truncate) == 30 - reach[0]
