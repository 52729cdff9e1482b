"""Numbers whose squares or sums float64 does not hold: right results, or NaN, never the largest float."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiled_raster.core import FILTERS, MultiprocConfig, Raster, filter_raster
from tiled_raster.core.filters.apply import FilterPass

sys.path.insert(0, str(Path(__file__).parent))
from tiling import filter_tiled, filter_whole  # noqa: E402

SCALED = [name for name, spec in FILTERS.items() if spec.degree is not None]
HELD = {"min", "max", "majority", "minority", "variety", "count", "outliers", "slope", "hillshade", "custom"}
"""What chooses or counts, and angles, in which too much is a cliff."""
LARGEST = float(np.finfo(np.float64).max)


def block(gaps: bool = True) -> np.ndarray:
    rng = np.random.default_rng(5)
    values = rng.uniform(-1, 1, (17, 21))
    values[:5, :6] = 0.5
    if gaps:
        values[rng.random(values.shape) < 0.1] = np.nan
    return values


def ground(name: str) -> dict[str, Any]:
    return {"cell_size": (1.0, 1.0)} if FILTERS[name].cell_size else {}


def test_every_filter_says_what_it_makes_of_larger_numbers() -> None:
    assert set(FILTERS) - set(SCALED) == HELD & set(FILTERS)


@pytest.mark.parametrize("power", [500, 515, 700, 1000, 1023])
@pytest.mark.parametrize("name", SCALED)
def test_larger_numbers_give_larger_results(name: str, power: int) -> None:
    """A power of two changes no digit, so results are those of small numbers times it, bit for bit.

    Only of an angle the last digit may change: some processors' arc tangent looks at how large its arguments are.
    """
    kernel, degree = FILTERS[name].bind(), FILTERS[name].degree
    assert degree is not None
    small = np.asarray(kernel(block(), **ground(name)), np.float64)
    with np.errstate(over="ignore"):
        wanted = np.ldexp(small, degree * power)
    wanted[np.isinf(wanted)] = np.nan
    large = np.ldexp(block(), power)
    before = large.copy()
    got = kernel(large, **ground(name))
    np.testing.assert_array_equal(large, before)
    halo = kernel.halo
    inner = np.s_[halo : got.shape[0] - halo, halo : got.shape[1] - halo]
    if FILTERS[name].results == "angle":
        np.testing.assert_array_max_ulp(got[inner], wanted[inner], maxulp=2)
    else:
        np.testing.assert_array_equal(got[inner], wanted[inner])


@pytest.mark.parametrize("name", ["std", "variance", "zscore", "sobel", "mean", "tpi", "percentile"])
def test_seams(name: str) -> None:
    """Only some tiles have huge numbers, and tiny ones lie near them."""
    values = block() * 1e-170
    values[3:9, 4:15] *= 1e330
    values[12, 10] = LARGEST
    values[13, 10] = -LARGEST
    valid = ~np.isnan(values)
    kernel = FILTERS[name].bind()
    filters = FilterPass((kernel,), "float64")
    whole = filter_whole(filters, values[np.newaxis], valid[np.newaxis])
    for chunk in ((4, 5), (7, 7)):
        tiled = filter_tiled(filters, values[np.newaxis], valid[np.newaxis], chunk)
        np.testing.assert_array_equal(tiled, whole)
    assert not (np.abs(whole) == LARGEST).any() or name == "percentile"


@pytest.mark.parametrize("scale", [1e160, 1e200, 1e306])
def test_walls(scale: float) -> None:
    """All that is left of a gradient that steep is its direction."""
    values = block(gaps=False)
    wall, cliff = (values * factor for factor in (1e60, scale))
    for name, settings in (("slope", {}), ("hillshade", {}), ("hillshade", {"light": "multidirectional"})):
        kernel = FILTERS[name].bind(**settings)
        got, wanted = (kernel(heights, cell_size=(1.0, 1.0))[1:-1, 1:-1] for heights in (cliff, wall))
        np.testing.assert_allclose(got, wanted, rtol=1e-9)
    percent = FILTERS["slope"].bind(slope_unit="percent")
    got, wanted = (percent(heights, cell_size=(1.0, 1.0))[1:-1, 1:-1] for heights in (cliff, wall))
    np.testing.assert_allclose(got, np.where(wanted * (scale / 1e60) < LARGEST, wanted * (scale / 1e60), np.nan))


def test_what_is_written(tmp_path: Path) -> None:
    """The largest float is nobody's result: the standard deviation is right, the variance has none."""
    pixels = np.where(np.indices((6, 6)).sum(0) % 2, 1e200, -1e200)
    raster = Raster.from_array(pixels, (30, 0, 0, 0, -30, 0), 32633)
    made = {
        name: filter_raster(raster, MultiprocConfig(4, tmp_path / f"{name}.tif"), name).data
        for name in ("std", "variance", "zscore", "sobel", "mean")
    }
    assert not made["std"].mask.any()
    assert made["variance"].mask.all()
    share = math.sqrt(80) / 9  # of nine pixels five are the one, four the other
    np.testing.assert_allclose(made["std"][1:-1, 1:-1], share * 1e200)
    np.testing.assert_allclose(np.abs(made["mean"][1:-1, 1:-1]), 1e200 / 9)
    np.testing.assert_allclose(np.abs(made["zscore"][1:-1, 1:-1]), (8 / 9) / share)
    np.testing.assert_array_equal(made["sobel"][1:-1, 1:-1], 0)
    tiny = Raster.from_array(np.full((4, 4), -1e-60), (30, 0, 0, 0, -30, 0), 32633)
    for name in ("mean", "max", "gaussian", "fill_gaps"):
        out = filter_raster(tiny, MultiprocConfig(4, tmp_path / "t.tif"), name, output_dtype="float32").data.data
        assert (out == 0).all()
        assert not np.signbit(out).any()
