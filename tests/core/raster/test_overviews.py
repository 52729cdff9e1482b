"""Outputs that open at once: overviews and statistics in the same run, the same for every chunk and worker count."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio.enums import ColorInterp
from tiled_raster.core import ClusterGenerator, FilterJob, MultiprocConfig, UserFunction, filter_raster
from tiled_raster.core.errors import InvalidParameter
from tiled_raster.core.jobs import job_from_json
from tiled_raster.core.raster.overviews import exact_sum, factors_of

TYPES = ("uint8", "int16", "uint16", "int32", "float32", "float64")


def made(source: Any, out: Path, name: Any = "max", **values: Any) -> str:
    config = {key: values.pop(key) for key in ("chunk_size", "cluster", "creation_options", "driver") if key in values}
    filter_raster(source, MultiprocConfig(outfile=out, **config), name, **values)
    return str(out)


def levels(path: str) -> list[int]:
    with rasterio.open(path) as dataset:
        return list(dataset.overviews(1))


@pytest.mark.parametrize(
    ("shape", "asked", "wanted"),
    [
        ((30, 2048), "auto", []),
        ((30, 2049), "auto", [2, 4, 8, 16]),
        ((2064, 512), "auto", [2, 4, 8, 16]),
        ((30, 2049), "no", []),
        ((30, 300), "yes", [2]),
        ((30, 20), "yes", [2]),
        ((600, 300), "yes", [2, 4]),
    ],
)
def test_large_outputs_have_them_and_others_where_they_are_asked_for(
    make_raster: Any, tmp_path: Path, shape: tuple[int, int], asked: str, wanted: list[int]
) -> None:
    source = make_raster(np.arange(shape[0] * shape[1], dtype=np.float32).reshape(shape))
    out = made(source, tmp_path / "o.tif", overviews=asked)
    assert levels(out) == wanted
    assert wanted in ([], factors_of(*shape))
    with rasterio.open(out) as dataset:
        assert ("STATISTICS_MEAN" in dataset.tags(1)) == bool(wanted)
        assert dataset.files == [out]


@pytest.mark.parametrize("dtype", TYPES)
def test_they_average_valid_pixels_and_tell_the_truth(make_raster: Any, tmp_path: Path, dtype: str) -> None:
    rng = np.random.default_rng(1)
    values = rng.integers(3, 250, (2, 140, 330)).astype(dtype)
    values[:, 20:51, 30:61] = 0
    out = made(make_raster(values, nodata=0), tmp_path / "o.tif", "max", size=1, overviews="yes")
    with rasterio.open(out) as dataset:
        read = dataset.read(masked=True).astype(float)
        stored = dataset.tags(2)
    expected = read[1].compressed()
    np.testing.assert_array_equal(read.filled(0), values)
    assert float(stored["STATISTICS_MINIMUM"]) == expected.min()
    assert float(stored["STATISTICS_MAXIMUM"]) == expected.max()
    assert float(stored["STATISTICS_MEAN"]) == pytest.approx(expected.mean(), rel=1e-14)
    assert float(stored["STATISTICS_STDDEV"]) == pytest.approx(expected.std(), rel=1e-12)
    with rasterio.open(out, overview_level=0) as dataset:
        smaller = dataset.read(2, masked=True)
    quarters = read[1].reshape(70, 2, 165, 2).swapaxes(1, 2).reshape(70, 165, 4)
    np.testing.assert_array_equal(np.ma.getmaskarray(smaller), quarters.mask.all(axis=2))
    assert np.abs(smaller.astype(float) - quarters.mean(axis=2)).max() <= (0 if dtype[0] == "f" else 0.5) + 1e-4


@pytest.mark.parametrize("name", ["majority", "minority", "aspect", ("mean", "majority")])
def test_of_classes_and_angles_the_nearest_is_taken(make_raster: Any, tmp_path: Path, name: Any) -> None:
    values = np.random.default_rng(2).integers(0, 9, (90, 330)).astype(np.float32)
    out = made(make_raster(values, nodata=None), tmp_path / "o.tif", name, overviews="yes")
    with rasterio.open(out) as dataset:
        known = set(dataset.read().ravel().tolist())
    with rasterio.open(out, overview_level=0) as dataset:
        smaller = set(dataset.read().ravel().tolist())
    assert {one for one in smaller if one == one} <= known


def test_a_palette_is_never_averaged(make_raster: Any, tmp_path: Path) -> None:
    source = make_raster(np.random.default_rng(2).choice(np.array([1, 200], np.uint8), (90, 330)))
    with rasterio.open(source, "r+") as dataset:
        dataset.write_colormap(1, {1: (255, 0, 0, 255), 200: (0, 255, 0, 255)})
    out = made(source, tmp_path / "o.tif", "max", overviews="yes")
    with rasterio.open(out, overview_level=0) as dataset:
        assert set(np.unique(dataset.read())) <= {1, 200}


@pytest.mark.parametrize("kind", ["mask", "alpha"])
def test_what_a_mask_or_alpha_hides_is_not_counted(make_raster: Any, tmp_path: Path, kind: str) -> None:
    values = np.random.default_rng(2).integers(0, 256, (2, 90, 330)).astype(np.uint8)
    values[1] = 255
    values[1, 10:30, 40:60] = 0
    source = make_raster(values if kind == "alpha" else values[:1])
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(source, "r+") as dataset:
        if kind == "alpha":
            dataset.colorinterp = [ColorInterp.gray, ColorInterp.alpha]
        else:
            dataset.write_mask(values[1])
    out = made(source, tmp_path / "o.tif", "median", size=1, overviews="yes")
    shown = values[0][values[1] != 0].astype(float)
    with rasterio.open(out) as dataset:
        assert dataset.files == [out]
        np.testing.assert_array_equal(dataset.dataset_mask() != 0, values[1] != 0)
        assert float(dataset.tags(1)["STATISTICS_MEAN"]) == pytest.approx(shown.mean(), rel=1e-14)
    with rasterio.open(out, overview_level=0) as dataset:
        hidden = dataset.dataset_mask() == 0
    assert hidden[6:14, 21:29].all()
    assert not hidden[20:].any()


@pytest.mark.parametrize("dtype", ["uint8", "float32"])
def test_the_file_is_the_same_for_every_chunk_and_worker(make_raster: Any, tmp_path: Path, dtype: str) -> None:
    values = (np.random.default_rng(5).normal(1e4, 3, (620, 700)) % 251).astype(dtype)
    source = make_raster(values, nodata=7)
    whole = Path(made(source, tmp_path / "o.tif", "mean", overviews="yes")).read_bytes()
    for chunk, cluster in [(256, None), ((512, 256), None), (300, ClusterGenerator("threads", nb_workers=3))]:
        one = made(source, tmp_path / "p.tif", "mean", overviews="yes", chunk_size=chunk, cluster=cluster)
        with rasterio.open(one) as dataset, rasterio.open(tmp_path / "o.tif") as other:
            assert dataset.tags(1) == other.tags(1)
        for level in (0, 1):
            with rasterio.open(one, overview_level=level) as dataset:
                read = dataset.read()
            with rasterio.open(tmp_path / "o.tif", overview_level=level) as dataset:
                np.testing.assert_array_equal(read, dataset.read())
        assert Path(one).stat().st_size == pytest.approx(len(whole), abs=64)


@pytest.mark.parametrize(("asked", "count"), [("auto", 1), ("yes", 1), ("no", 0)])
def test_a_cog_makes_its_own(make_raster: Any, tmp_path: Path, asked: str, count: int) -> None:
    source = make_raster(np.random.default_rng(2).normal(size=(700, 90)).astype(np.float32))
    out = made(source, tmp_path / "o.tif", driver="COG", overviews=asked)
    assert len(levels(out)) == count


def test_other_formats_say_that_they_have_none(make_raster: Any, tmp_path: Path) -> None:
    source = make_raster(np.ones((30, 2100), np.uint8))
    made(source, tmp_path / "o.img")
    with pytest.raises(InvalidParameter, match=r"overviews=yes: HFA"):
        made(source, tmp_path / "p.img", overviews="yes")
    with pytest.raises(InvalidParameter, match=r"overviews=maybe: must be one of auto, yes or no"):
        made(source, tmp_path / "p.tif", overviews="maybe")
    assert not (tmp_path / "p.img").exists()


def test_a_users_function_gets_them_too(make_raster: Any, tmp_path: Path) -> None:
    file = tmp_path / "own.py"
    file.write_text("def same(raster):\n    return raster\n")
    source = make_raster(np.random.default_rng(2).normal(size=(40, 2100)).astype(np.float32))
    function = UserFunction(file=str(file), name="same", depth=0)
    assert levels(made(source, tmp_path / "o.tif", "custom", function=function)) == [2, 4, 8, 16]


def test_a_job_keeps_what_is_asked() -> None:
    job = FilterJob("dem.tif", MultiprocConfig(), overviews="yes")
    assert job_from_json(job.to_json()).overviews == "yes"
    assert FilterJob("dem.tif", MultiprocConfig()).overviews == "auto"


def test_a_sum_of_floats_loses_nothing_in_any_order() -> None:
    rng = np.random.default_rng(0)
    values = [*(rng.normal(size=300) * 10.0 ** rng.integers(-20, 20, 300)).tolist(), 1e16, 1.0, -1e16]
    exact = float(sum((Fraction(one) for one in values), Fraction(0)))
    for order in (values, values[::-1], sorted(values)):
        partials: list[float] = []
        for one in order:
            exact_sum(partials, one)
        assert math.fsum(partials) == exact
        assert len(partials) < 64
