"""The statistics, run for real in their engine from QGIS: numbers, files, polygons."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from plugin_tools import (
    NODATA,
    STATISTICS,
    Feedback,
    algorithm,
    read_raster,
    run_as_model_child,
    values_of,
    write_raster,
)
from qgis import processing
from qgis.core import QgsProcessing, QgsProcessingContext, QgsProcessingException, QgsVectorLayer
from tiled_raster.core.statistics import STATISTICS as MEASURES

pytestmark = pytest.mark.usefixtures("provider")


def measure(values: dict[str, Any], feedback: Any = None) -> dict[str, Any]:
    return processing.run(STATISTICS, values, feedback=feedback or Feedback())


def valid_of(values: np.ndarray) -> np.ndarray:
    return values[values != NODATA].astype(np.float64)


def test_numbers_for_the_modeler(dem: str) -> None:
    results = measure({"INPUT": dem, "STATISTICS": list(MEASURES), "PERCENTILES": "5;33.3;95", "WORKERS": 2})
    valid = valid_of(values_of(60, 80))
    assert set(results) >= {name.upper() for name in MEASURES}
    assert results["COUNT"] == 60 * 80
    assert results["VALID_COUNT"] == valid.size
    assert results["MEAN"] == pytest.approx(valid.mean(), rel=1e-12)
    assert results["STD"] == pytest.approx(valid.std(), rel=1e-12)
    assert (results["MIN"], results["MAX"]) == (valid.min(), valid.max())
    assert results["MEDIAN"] == np.median(valid)
    assert results["P33.3"] == pytest.approx(np.quantile(valid, 0.333))


@pytest.mark.parametrize("cluster", ["basic", "threads", "multi"])
def test_numbers_do_not_depend_on_how_the_work_is_shared(cluster: str, dem: str) -> None:
    values = {"INPUT": dem, "STATISTICS": ["mean", "std", "sum"], "CHUNK_SIZE": 17}
    alone = measure({**values, "CLUSTER": "basic"})
    assert measure({**values, "CLUSTER": cluster, "WORKERS": 2}) == alone


def test_numbers_are_those_of_the_first_chosen_band(rgb: str) -> None:
    third = read_raster(rgb)[2].astype(np.float64)
    results = measure({"INPUT": rgb, "BANDS": "3;1", "STATISTICS": "mean,max"})
    assert results["MEAN"] == pytest.approx(third.mean(), rel=1e-12)
    assert results["MAX"] == third.max()


def test_files_for_people_and_programs(rgb: str, tmp_path: Path) -> None:
    table, data, page = (str(tmp_path / name) for name in ("t.csv", "t.json", "t.html"))
    results = measure(
        {"INPUT": rgb, "STATISTICS": ["mean"], "OUTPUT_TABLE": table, "OUTPUT_JSON": data, "OUTPUT_HTML": page}
    )
    means = [band.astype(np.float64).mean() for band in read_raster(rgb)]
    assert (results["OUTPUT_TABLE"], results["OUTPUT_JSON"], results["OUTPUT_HTML"]) == (table, data, page)
    with open(table, newline="", encoding="utf-8") as file:
        assert [float(row["mean"]) for row in csv.DictReader(file)] == pytest.approx(means)
    report = json.loads(Path(data).read_text(encoding="utf-8"))
    assert [band["mean"] for band in report["bands"]] == pytest.approx(means)
    text = Path(page).read_text(encoding="utf-8")
    assert "<html" in text
    assert "processing.run" in text
    assert sorted(os.listdir(tmp_path)) == ["t.csv", "t.html", "t.json"]


@pytest.mark.parametrize("target", ["memory:", "{folder}/tiles.gpkg"])
def test_a_polygon_for_each_tile(target: str, dem: str, tmp_path: Path) -> None:
    values = {"INPUT": dem, "STATISTICS": "mean,valid_count", "PERCENTILES": "50", "CHUNK_SIZE": 32}
    results = measure({**values, "OUTPUT_TILES": target.format(folder=tmp_path)})
    layer = results["OUTPUT_TILES"]
    layer = QgsVectorLayer(layer) if isinstance(layer, str) else layer
    assert layer.crs().authid() == "EPSG:32633"
    source = values_of(60, 80)
    features = list(layer.getFeatures())
    assert len(features) == 2 * 3
    assert sum(one["b1_valid_count"] for one in features) == results["VALID_COUNT"]
    for one in features:
        rows = slice(one["row_min"], one["row_max"])
        cols = slice(one["col_min"], one["col_max"])
        valid = valid_of(source[rows, cols])
        assert one["b1_mean"] == pytest.approx(valid.mean(), rel=1e-12)
        assert one["b1_p50"] == pytest.approx(np.median(valid))
        assert one.geometry().area() == pytest.approx(100.0 * source[rows, cols].size)
        box = one.geometry().boundingBox()
        assert box.xMinimum() == 500000 + 10 * one["col_min"]
        assert box.yMaximum() == 5200000 - 10 * one["row_min"]
    assert features[0]["tile"] == 1


def test_tiles_without_a_valid_pixel_are_null_and_not_a_failure(tmp_path: Path) -> None:
    surface = values_of(32, 64)
    surface[:, :32] = NODATA
    source = write_raster(tmp_path / "half.tif", [surface], epsg=None)
    values = {"INPUT": source, "STATISTICS": "valid_count,mean", "CHUNK_SIZE": 32, "OUTPUT_TILES": "memory:"}
    empty, full = list(measure(values)["OUTPUT_TILES"].getFeatures())
    assert empty["b1_valid_count"] == 0
    assert not isinstance(empty["b1_mean"], float)
    assert full["b1_mean"] == pytest.approx(surface[:, 32:].astype(np.float64).mean())


def test_an_empty_raster_gives_counts_of_zero(tmp_path: Path) -> None:
    source = write_raster(tmp_path / "empty.tif", [np.full((20, 20), NODATA, np.float32)])
    feedback = Feedback()
    results = measure({"INPUT": source, "STATISTICS": "valid_count,mean,median"}, feedback)
    assert results["VALID_COUNT"] == 0
    assert results["MEAN"] is None
    assert any("mean = no valid pixel" in line for line in feedback.lines)


def test_large_whole_numbers_reach_the_modeler(tmp_path: Path) -> None:
    values = np.full((16, 16), 4_000_000_000, np.uint32)
    source = write_raster(tmp_path / "large.tif", [values], nodata=None, kind=gdal.GDT_UInt32)
    results = measure({"INPUT": source, "STATISTICS": "max,sum_of_squares"})
    assert results["MAX"] == 4_000_000_000
    assert results["SUM_OF_SQUARES"] == pytest.approx(256 * 4.0e9**2)


def test_a_function_of_ones_own_is_called_on_each_tile(dem: str, folder: str) -> None:
    values = {
        "INPUT": dem,
        "STATISTICS": "mean",
        "FUNCTION_FILE": os.path.join(folder, "functions.py"),
        "FUNCTION_NAME": "spread",
        "CHUNK_SIZE": 40,
        "OUTPUT_TILES": "memory:",
    }
    layer = measure(values)["OUTPUT_TILES"]
    first = next(layer.getFeatures())
    valid = valid_of(values_of(60, 80)[:40, :40])
    assert first["result_spread"] == pytest.approx(valid.max() - valid.min())


def test_a_model_child_gives_numbers_and_files(dem: str, tmp_path: Path) -> None:
    out = str(tmp_path / "out.json")
    results = run_as_model_child(
        STATISTICS, {"INPUT": dem, "STATISTICS": ["mean"], "OUTPUT_JSON": out}, "OUTPUT_JSON", Feedback()
    )
    assert results["CHILD_RESULTS"]["step"]["MEAN"] == pytest.approx(valid_of(values_of(60, 80)).mean(), rel=1e-12)
    assert os.path.exists(out)


def test_a_truncated_raster_is_told_before_any_work(folder: str) -> None:
    out = os.path.join(folder, "out.json")
    with pytest.raises(QgsProcessingException, match=r"cut\.tif"):
        measure({"INPUT": os.path.join(folder, "cut.tif"), "OUTPUT_JSON": out})
    assert not os.path.exists(out)


def test_cancel_leaves_no_file(dem: str, folder: str) -> None:
    before = sorted(os.listdir(folder))
    values = {
        "INPUT": dem,
        "FUNCTION_FILE": os.path.join(folder, "functions.py"),
        "FUNCTION_NAME": "held_spread",
        "CHUNK_SIZE": 8,
        "OUTPUT_JSON": os.path.join(folder, "out.json"),
        "OUTPUT_TILES": QgsProcessing.TEMPORARY_OUTPUT,
    }
    feedback = Feedback(cancel_at_first_tile=True)
    results, fine = algorithm(STATISTICS).run(values, QgsProcessingContext(), feedback)
    assert fine
    assert results == {}
    assert sorted(os.listdir(folder)) == before
