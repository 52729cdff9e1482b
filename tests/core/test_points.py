"""Pixels by chance and values between pixels, tile by tile: the same for every chunk and cluster, and as in memory."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from tiled_raster.core import (
    CLUSTERS,
    ClusterGenerator,
    MultiprocConfig,
    Raster,
    compute_tiling,
    interpolate_points,
    subsample_raster,
)
from tiled_raster.core.errors import InvalidParameter, SourceError
from tiled_raster.core.points import drawn_numbers

CHUNKS = (7, (5, 47), (61, 3), 20, None)


@pytest.fixture
def source(make_raster, make_terrain):
    return make_raster(make_terrain(61, 47), nodata=-9999.0, holes=0.05)


@pytest.fixture(scope="module", params=CLUSTERS)
def cluster(request):
    with ClusterGenerator(request.param, nb_workers=2) as made:
        yield made


@pytest.mark.parametrize("share", [1, 0.1, 250, 10**9])
def test_samples_do_not_depend_on_the_tiling(source, cluster, share):
    raster = Raster(source)
    valid = ~raster.get_mask()
    whole = subsample_raster(source, MultiprocConfig(100), share, random_state=5)
    for chunk in CHUNKS:
        config = MultiprocConfig(chunk, cluster=cluster)
        np.testing.assert_array_equal(subsample_raster(source, config, share, random_state=5), whole)
    rows, cols = subsample_raster(raster, config, share, random_state=5, return_indices=True)
    number = {1: valid.sum(), 0.1: int(0.1 * valid.sum()), 250: 250, 10**9: valid.sum()}[share]
    assert len(set(zip(rows.tolist(), cols.tolist()))) == number == whole.size
    assert valid[rows, cols].all()
    np.testing.assert_array_equal(raster.data.data[rows, cols], whole)


def test_another_seed_takes_other_pixels(source):
    config = MultiprocConfig(20)
    first, second = (subsample_raster(source, config, 100, random_state=seed) for seed in (1, 2))
    assert set(first.tolist()) != set(second.tolist())
    generator = np.random.default_rng(1)
    np.testing.assert_array_equal(subsample_raster(source, config, 100, random_state=generator), first)
    assert subsample_raster(source, config, 100).size == 100


def test_every_pixel_has_the_same_chance():
    places = np.arange(10_000)
    taken = np.zeros(10_000)
    for seed in range(200):
        numbers = drawn_numbers(places, seed * 7919)
        assert np.unique(numbers).size == places.size
        taken[np.argsort(numbers)[:1000]] += 1
    # Binomial with n = 200 and p = 0.1: mean 20, standard deviation 4.24.
    assert abs(taken.mean() - 20) < 1e-9
    assert 3.9 < taken.std() < 4.6
    assert abs(np.corrcoef(taken[:-1], taken[1:])[0, 1]) < 0.05


def test_nothing_to_take(make_raster):
    path = make_raster(np.full((9, 9), -9999.0, "float32"), nodata=-9999.0)
    for share in (1, 0.5, 10):
        assert subsample_raster(path, MultiprocConfig(4), share).size == 0
    for wrong in (0, -2, "many", None):
        with pytest.raises(InvalidParameter, match="subsample="):
            subsample_raster(path, MultiprocConfig(4), wrong)
    with pytest.raises(InvalidParameter, match="bands=2"):
        subsample_raster(path, MultiprocConfig(4), 1, band=2)
    with pytest.raises(SourceError):
        subsample_raster("nowhere.tif", MultiprocConfig(4), 1)


def bilinear(raster, row, col, method, spread):
    """Return the value at a place of a raster in memory, one pixel after the other."""
    data, mask = raster.data.data.astype(float), raster.get_mask()
    height, width = raster.shape
    if not (0 <= row <= height - 1 and 0 <= col <= width - 1):
        return np.nan
    near_row, near_col = int(np.floor(row + 0.5)), int(np.floor(col + 0.5))
    for other_row, other_col in itertools.product(range(height), range(width)):
        if mask[other_row, other_col] and abs(other_row - near_row) + abs(other_col - near_col) <= spread:
            return np.nan
    if method == "nearest":
        return data[near_row, near_col]
    total = 0.0
    for down, right in itertools.product((0, 1), (0, 1)):
        pixel_row, pixel_col = int(np.floor(row)) + down, int(np.floor(col)) + right
        weight = (1 - abs(row - pixel_row)) * (1 - abs(col - pixel_col))
        if weight > 0:
            total += np.nan if mask[pixel_row, pixel_col] else weight * data[pixel_row, pixel_col]
    return total


@pytest.mark.parametrize(
    ("method", "spread"), [("linear", "half_order_up"), ("nearest", 0), ("linear", 0), ("linear", 2)]
)
def test_values_between_pixels(make_raster, make_terrain, method, spread):
    raster = Raster(make_raster(make_terrain(9, 11), nodata=-9999.0, holes=0.06))
    rng = np.random.default_rng(2)
    rows = np.r_[rng.uniform(-1, 9.5, 60), 0, 8, 8, 3, 3.5, 4]
    cols = np.r_[rng.uniform(-1, 11.5, 60), 0, 10, 9.5, 2, 2, 6.5]
    points = raster.ij2xy(rows, cols)
    got = raster.interp_points(points, method=method, dist_nodata_spread=spread)
    steps = 1 if spread == "half_order_up" else spread
    want = [bilinear(raster, row, col, method, steps) for row, col in zip(rows, cols)]
    np.testing.assert_allclose(got, want, rtol=1e-6)
    assert got.dtype == "float32"
    assert np.isfinite(got).sum() > 10


@pytest.mark.parametrize("method", ["linear", "nearest"])
def test_points_do_not_depend_on_the_tiling(source, cluster, method):
    raster = Raster(source)
    rng = np.random.default_rng(4)
    rows, cols = rng.uniform(-3, 64, 400), rng.uniform(-3, 50, 400)
    rows[:60] = np.rint(rows[:60])
    points = raster.ij2xy(rows, cols)
    whole = raster.interp_points(points, method)
    assert 200 < np.isfinite(whole).sum() < 400
    for chunk in CHUNKS:
        config = MultiprocConfig(chunk, cluster=cluster)
        np.testing.assert_array_equal(interpolate_points(source, config, points, method), whole)
    np.testing.assert_array_equal(interpolate_points(raster, config, points, method), whole)
    one = interpolate_points(source, config, (points[0][7], points[1][7]), method)
    np.testing.assert_array_equal(one, whole[7:8])


def test_only_tiles_with_points_are_read(source):
    raster = Raster(source)
    seen = []
    with ClusterGenerator("basic") as cluster:
        launch = cluster.launch_task
        cluster.launch_task = lambda task, args: seen.append(args[0]) or launch(task, args)
        interpolate_points(source, MultiprocConfig(10, cluster=cluster), raster.ij2xy([5.5, 25.5], [5.5, 33.2]))
    assert [tuple(tile) for tile in seen] == [(0, 10, 0, 10), (20, 30, 30, 40)]


def test_bad_points(source):
    config = MultiprocConfig(20)
    for points in (5, (1, 2, 3), ([1, 2], [3]), "ab", [["a"], ["b"]]):
        with pytest.raises(InvalidParameter, match="points"):
            interpolate_points(source, config, points)
    with pytest.raises(InvalidParameter, match="method=cubic: must be nearest or linear"):
        interpolate_points(source, config, (1, 2), "cubic")
    with pytest.raises(InvalidParameter, match="dist_nodata_spread"):
        interpolate_points(source, config, (1, 2), dist_nodata_spread="far")
    assert interpolate_points(source, config, ([], [])).size == 0


def test_tilings_of_geoutils():
    assert compute_tiling(50, (100, 100)).tolist() == [
        [[0, 50, 0, 50], [0, 50, 50, 100]],
        [[50, 100, 0, 50], [50, 100, 50, 100]],
    ]
    assert compute_tiling(50, (100, 100), (100, 100), overlap=5)[1, 1].tolist() == [45, 100, 45, 100]
    # What is left over is no wider than the overlap: the tile before it reaches over it.
    assert compute_tiling(50, (55, 55), overlap=5).tolist() == [[[0, 55, 0, 55]]]
    assert compute_tiling((7, 20), (10, 30)).shape == (2, 2, 4)
    with pytest.raises(ValueError, match="overlap=-1"):
        compute_tiling(50, (100, 100), overlap=-1)
    with pytest.raises(TypeError, match=r"overlap=0\.5"):
        compute_tiling(50, (100, 100), overlap=0.5)
    with pytest.raises(InvalidParameter, match="ref_shape"):
        compute_tiling(50, (100, 100), (100, 99))
    with pytest.raises(InvalidParameter, match="tile_size=0"):
        compute_tiling(0, (100, 100))


@pytest.mark.parametrize("size", [1, 7, 20, (9, 13), 100])
@pytest.mark.parametrize("overlap", [0, 3, 8])
def test_tilings_cover_every_pixel(size, overlap):
    covered = np.zeros((41, 33), int)
    for row_min, row_max, col_min, col_max in compute_tiling(size, (41, 33), overlap=overlap).reshape(-1, 4):
        covered[row_min:row_max, col_min:col_max] += 1
    assert (covered > 0).all()
    assert overlap or (covered == 1).all()
