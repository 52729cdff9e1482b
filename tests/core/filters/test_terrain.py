"""Terrain against gdaldem, and the true ground gradient where gdaldem knows only square north-up pixels."""

from __future__ import annotations

import math
import shutil
import subprocess

import numpy as np
import pytest
from tiled_raster.core.filters import FILTERS
from tiled_raster.core.filters.apply import FilterPass
from tiled_raster.core.filters.ground import ground_steps, metres_per_degree
from tiling import filter_whole

needs_gdaldem = pytest.mark.skipif(shutil.which("gdaldem") is None, reason="gdaldem is not installed")
CASES = {
    "slope": ("slope", {}),
    "slope -p": ("slope", {"slope_unit": "percent"}),
    "hillshade": ("hillshade", {}),
    "hillshade -az 100 -alt 30 -z 2": ("hillshade", {"azimuth": 100.0, "altitude": 30.0, "z_factor": 2.0}),
    "hillshade -multidirectional": ("hillshade", {"light": "multidirectional"}),
    "TPI": ("tpi", {}),
    "TRI -alg Riley": ("tri", {}),
    "TRI -alg Wilson": ("tri", {"tri_method": "wilson"}),
    "roughness": ("roughness", {}),
}


def hills(rows=60, cols=70):
    """Return hilly float32 ground with noise, a plain and a hole, and where it is valid."""
    rng = np.random.default_rng(4)
    y, x = np.mgrid[:rows, :cols]
    values = 700 + 90 * np.sin(x / 9) * np.cos(y / 7) + rng.normal(0, 3, (rows, cols))
    values[30:40, 5:20] = 640.0
    valid = np.ones((1, rows, cols), bool)
    valid[0, 10:14, 30:33] = False
    return values.astype(np.float32)[np.newaxis], valid


def gdaldem(tmp_path, words, values, valid, pixel):
    """Return what gdaldem writes for square or oblong north-up pixels, as float64 with NaN."""
    rasterio = pytest.importorskip("rasterio")
    source, target = tmp_path / "in.tif", tmp_path / "out.tif"
    profile = {"driver": "GTiff", "height": values.shape[1], "width": values.shape[2], "count": 1, "dtype": "float32"}
    transform = rasterio.Affine(pixel[1], 0, 5e5, 0, -pixel[0], 5e6)
    with rasterio.open(source, "w", **profile, nodata=-9999.0, crs="EPSG:32633", transform=transform) as dataset:
        dataset.write(np.where(valid, values, np.float32(-9999.0)))
    mode, *options = words.split()
    subprocess.run(["gdaldem", mode, source, target, "-q", *options], check=True, timeout=60)
    with rasterio.open(target) as dataset:
        got = dataset.read(1).astype(float)
        got[got == dataset.nodata] = np.nan
    return got


def ours(name, parameters, values, valid, cell_size, edge="shrink"):
    """Return the filter's result as float64 with NaN."""
    filter_pass = FilterPass((FILTERS[name].bind(**parameters),), values.dtype.name, edge=edge)
    got = filter_whole(filter_pass, values, valid, cell_size=cell_size)[0].astype(float)
    got[got == filter_pass.out_nodata] = np.nan
    return got


@needs_gdaldem
@pytest.mark.parametrize("pixel", [(10.0, 10.0), (30.0, 20.0)])
@pytest.mark.parametrize("words", CASES)
def test_the_numbers_of_gdaldem(words, pixel, tmp_path):
    name, parameters = CASES[words]
    values, valid = hills()
    got = ours(name, parameters, values, valid, pixel)
    wanted = gdaldem(tmp_path, words, values, valid, pixel)
    # gdaldem adds in float32: a few units in the last place of the elevations, and one grey level where that decides.
    tolerance = 1 if name == "hillshade" else 1e-3
    np.testing.assert_allclose(got, wanted, rtol=2e-6, atol=tolerance)
    if name == "hillshade":
        assert np.nanmean(np.abs(got - wanted)) < 0.01


@needs_gdaldem
def test_aspect_of_gdaldem(tmp_path):
    values, valid = hills()
    got = ours("aspect", {}, values, valid, (10.0, 10.0))
    wanted = gdaldem(tmp_path, "aspect", values, valid, (10.0, 10.0))
    np.testing.assert_array_equal(np.isnan(got), np.isnan(wanted))
    turn = np.abs((got - wanted + 180) % 360 - 180)
    slope = np.radians(ours("slope", {}, values, valid, (10.0, 10.0)))
    assert np.nanmax(turn * np.tan(slope)) < 1e-3


def plane(transform, east, north, rows=9, cols=11):
    """Return a plane that rises by `east` and `north` per unit of ground, sampled by a geotransform."""
    a, b, c, d, e, f = transform
    row, col = np.mgrid[:rows, :cols] + 0.5
    return (east * (a * col + b * row + c) + north * (d * col + e * row + f))[np.newaxis]


@pytest.mark.parametrize("direction", [0, 33, 90, 135, 180, 270, 359])
@pytest.mark.parametrize(
    "transform",
    [
        (10.0, 0.0, 0.0, 0.0, -10.0, 0.0),
        (10.0, 0.0, 0.0, 0.0, 10.0, 0.0),
        (5.0, 0.0, 0.0, 0.0, -20.0, 0.0),
        (8.0, 6.0, 0.0, 6.0, -8.0, 0.0),
        (-10.0, 1.0, 0.0, 3.0, 7.0, 0.0),
    ],
    ids=["north-up", "south-up", "oblong", "rotated", "sheared"],
)
def test_planes_on_any_pixels(transform, direction):
    """A plane that falls towards `direction` has that aspect, and its slope, whatever the pixels look like."""
    fall = 0.3
    east, north = -fall * math.sin(math.radians(direction)), -fall * math.cos(math.radians(direction))
    values = plane(transform, east, north)
    valid = np.ones(values.shape, bool)
    steps = ground_steps(transform, 0, 9, 11)
    inner = np.s_[1:-1, 1:-1]
    aspect = ours("aspect", {}, values, valid, steps)[inner]
    assert np.abs((aspect - direction + 180) % 360 - 180).max() < 1e-9
    percent = ours("slope", {"slope_unit": "percent"}, values, valid, steps)[inner]
    np.testing.assert_allclose(percent, 100 * fall, rtol=1e-9)
    shade = ours("hillshade", {"azimuth": float(direction), "altitude": 45.0}, values, valid, steps)[inner]
    lit = math.cos(math.radians(45) - math.atan(fall))
    assert set(shade.ravel()) == {round(1 + 254 * lit)}


def test_degrees_become_metres_by_latitude():
    longitude_m, latitude_m = metres_per_degree(np.array([0.0, 45.0, 60.0]))
    np.testing.assert_allclose(longitude_m, [111319.49, 78846.81, 55800.0], rtol=1e-5)
    np.testing.assert_allclose(latitude_m, [110574.28, 111131.75, 111412.24], rtol=1e-5)
    steps = ground_steps((0.01, 0.0, 10.0, 0.0, -0.01, 60.005), 0, 1, 100, geographic=True)
    np.testing.assert_allclose([float(steps[0][0]), float(steps[3][0])], [558.0, -1114.1224], rtol=1e-5)


def test_outer_ring_and_edges():
    values, valid = hills(8, 9)
    for name in ("slope", "tri", "roughness", "tpi"):
        shrunk = ours(name, {}, values, valid, (10.0, 10.0))
        assert np.isnan(shrunk[0]).all()
        assert np.isnan(shrunk[:, -1]).all()
        assert not np.isnan(shrunk[1:-1, 1:-1]).any()
        assert not np.isnan(ours(name, {}, values, valid, (10.0, 10.0), edge="nearest")).any()
