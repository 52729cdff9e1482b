"""Bands of few whole values: which are reported by class, and what each class is said to have."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine
from tiled_raster.core.config import MultiprocConfig
from tiled_raster.core.jobs import StatisticsJob, job_from_json
from tiled_raster.core.progress import Progress
from tiled_raster.core.report.classes import class_rows
from tiled_raster.core.runs.run_statistics import measure_and_write
from tiled_raster.core.statistics import Measurement
from tiled_raster.core.statistics.histogram import AUTOMATIC
from tiled_raster.core.statistics.measurement import measured

CODES = np.array([1, 2, 5, 40, 111, 523])
INTEGERS = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64")
FLOATS = ("float32", "float64")


def land_cover(kind: str, seed: int = 3) -> np.ndarray:
    """Return 60 x 70 codes, those that the type holds, some negative where it has a sign."""
    limits = np.iinfo(kind) if kind in INTEGERS else np.finfo(kind)
    codes = CODES[limits.max >= CODES]
    if limits.min < 0:
        codes = np.append(codes, -3)
    return np.random.default_rng(seed).choice(codes, (60, 70)).astype(kind)


def counted(values: np.ndarray) -> tuple:
    return tuple((int(value), int(count)) for value, count in zip(*np.unique(values, return_counts=True)))


@pytest.mark.parametrize("kind", [*INTEGERS, *FLOATS])
@pytest.mark.parametrize("names", [("mean",), ("variety", "median"), ("count",)])
def test_few_whole_values_of_any_type_are_counted(kind: str, names: tuple) -> None:
    values = land_cover(kind)
    valid = np.random.default_rng(1).random(values.shape) > 0.1
    found = measured(values, valid, Measurement(values.dtype, names, (), AUTOMATIC))
    assert found.classes() == counted(values[valid])


@pytest.mark.parametrize("kind", ["uint16", "int32", "float32", "float64"])
def test_heights_are_no_classes_and_cost_no_further_pass(kind: str) -> None:
    values = (np.random.default_rng(5).normal(0, 1, (80, 90)).cumsum(axis=1) * 40 + 1500).astype(kind)
    valid = np.ones(values.shape, bool)
    plain = measured(values, valid, Measurement(values.dtype, ("median",), (), AUTOMATIC))
    assert plain.classes() is None
    assert plain.passes <= 3


@pytest.mark.parametrize(
    ("values", "styles", "is_quantity", "is_by_class"),
    [
        (range(64), (), False, True),
        (range(65), (), False, False),
        (range(200), ((7.0, "", "#00ff00"),), False, True),
        (range(9), (), True, False),
        (range(9), ((3.0, "forest", ""),), True, True),
        (range(65), ((900.0, "elsewhere", "#000000"),), False, False),
    ],
)
def test_what_is_reported_by_class(values: range, styles: tuple, is_quantity: bool, is_by_class: bool) -> None:
    rows = class_rows(tuple((value, 2) for value in values), styles, is_quantity, None)
    assert (rows is not None) == is_by_class


def test_nothing_valid_has_no_class() -> None:
    assert class_rows((), (), False, 1.0) is None
    assert class_rows(None, ((1.0, "a", ""),), False, 1.0) is None


def write(path, values: np.ndarray, crs: str, transform: Affine, **more) -> str:
    rows, cols = values.shape
    shape = {"height": rows, "width": cols, "count": 1, "dtype": values.dtype}
    with rasterio.open(path, "w", driver="GTiff", crs=crs, transform=transform, nodata=0, **shape) as dataset:
        dataset.write(values, 1)
        if more:
            dataset.write_colormap(1, more["colours"])
    return str(path)


def run(source: str, tmp_path, **more):
    outputs = {name: str(tmp_path / f"report.{name}") for name in ("json", "html")}
    job = StatisticsJob(source, MultiprocConfig(chunk_size=32), ("mean", "valid_count", "mode"), **outputs, **more)
    job = job_from_json(json.loads(json.dumps(job.to_json())))
    report = measure_and_write(job, Progress())
    return (
        report,
        json.loads((tmp_path / "report.json").read_text("utf-8")),
        (tmp_path / "report.html").read_text("utf-8"),
    )


def test_page_and_json_have_a_row_for_each_class_and_no_mean(tmp_path) -> None:
    values = land_cover("uint8")
    values[:4] = 0
    turned = Affine.translation(5e5, 5.2e6) * Affine.rotation(20) * Affine.scale(10, -25)
    source = write(tmp_path / "cover.tif", values, "EPSG:32633", turned)
    styles = ((1, 1, "Forest & <wood>", "#107a20"), (1, 111, "Water", "#2060c0"), (2, 5, "of another band", ""))
    report, told, page = run(source, tmp_path, classes=styles)
    band = told["bands"][0]
    expected = counted(values[values != 0])
    assert [(row["value"], row["pixels"]) for row in band["classes"]] == list(expected)
    assert sum(row["share"] for row in band["classes"]) == pytest.approx(100)
    assert band["classes"][0]["area_m2"] == pytest.approx(expected[0][1] * 250.0)
    assert [row["name"] for row in band["classes"] if row["name"]] == ["Forest & <wood>", "Water"]
    assert band["mean"] == pytest.approx(values[values != 0].mean())  # whoever reads the JSON still finds it
    section = page[page.index("<section>") : page.index("How it was made")]
    assert section.count('class="bar"') == len(expected)
    assert "Forest &amp; &lt;wood&gt;" in section
    assert "#107a20" in section
    assert not re.search(r"<(th|dt)[^>]*>Mean", section)
    assert "Mode" in section


def test_colours_come_from_the_file_where_no_style_is_given(tmp_path) -> None:
    values = land_cover("uint8")
    source = write(
        tmp_path / "cover.tif", values, "EPSG:4326", Affine(0.01, 0, 7, 0, -0.01, 46), colours={5: (9, 8, 7, 255)}
    )
    _, told, _ = run(source, tmp_path)
    rows = {row["value"]: row for row in told["bands"][0]["classes"]}
    assert rows[5]["colour"] == "#090807"
    assert rows[5]["area_m2"] is None  # degrees


def test_heights_keep_their_curve(tmp_path) -> None:
    values = np.random.default_rng(2).normal(500, 90, (60, 70)).astype("float32")
    _, told, page = run(write(tmp_path / "dem.tif", values, "EPSG:32633", Affine(10, 0, 0, 0, -10, 0)), tmp_path)
    assert "classes" not in told["bands"][0]
    assert 'class="bar"' not in page
    assert "Mean" in page
