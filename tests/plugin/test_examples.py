"""The examples in resources/examples run as they stand; and with bad values each step says what is wrong."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Callable

import numpy as np
import pytest
from plugin_tools import FILTER, NODATA, Feedback, read_raster, values_of
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProject,
    QgsVectorLayer,
)

EXAMPLES = Path(__file__).resolve().parents[2] / "resources" / "examples"

pytestmark = pytest.mark.usefixtures("provider")


@pytest.fixture
def model() -> QgsProcessingModelAlgorithm:
    """The example that smooths and then measures."""
    made = QgsProcessingModelAlgorithm()
    assert made.fromFile(str(EXAMPLES / "denoise_and_measure.model3"))
    return made


def run_model(
    model: QgsProcessingModelAlgorithm, dem: str, folder: Path, **values: Any
) -> tuple[dict[str, Any], Feedback]:
    context, feedback = QgsProcessingContext(), Feedback()
    context.setProject(QgsProject.instance())
    parameters = {
        "input": dem,
        "window": 3,
        "denoise:Denoised raster": str(folder / "denoised.tif"),
        "measure:Report": str(folder / "report.html"),
        "measure:Tiles": str(folder / "tiles.gpkg"),
        **values,
    }
    results, fine = model.create().run(parameters, context, feedback)
    assert fine != bool(feedback.errors)
    return results, feedback


def test_the_model_chains_filter_and_statistics(model: QgsProcessingModelAlgorithm, dem: str, tmp_path: Path) -> None:
    results, feedback = run_model(model, dem, tmp_path)
    assert not feedback.errors
    made = read_raster(results["denoise:Denoised raster"])[0]
    assert made.shape == (60, 80)
    valid = made[values_of(60, 80) != NODATA].astype(np.float64)
    measured = results["CHILD_RESULTS"]["measure"]
    assert measured["VALID_COUNT"] == valid.size
    assert measured["MEDIAN"] == pytest.approx(np.median(valid))
    assert measured["MEAN"] == pytest.approx(valid.mean(), rel=1e-12)
    assert "<svg" in Path(results["measure:Report"]).read_text(encoding="utf-8")
    assert QgsVectorLayer(results["measure:Tiles"]).featureCount() >= 1


@pytest.mark.parametrize(
    ("child", "name", "value", "words"),
    [
        ("denoise", "SIZE", 4, "size=4: must be odd"),
        ("denoise", "FILTER", ["medain"], "filter=medain: must be one of"),
        ("denoise", "CLUSTER", "bascic", "cluster=bascic: must be one of"),
        ("denoise", "BANDS", "1,2", "bands=1,2: there is no band 2"),
        ("denoise", "BANDS", [5], "no band 5"),
        ("measure", "STATISTICS", ["meen"], "statistics=meen: must be one of"),
        ("measure", "PERCENTILES", "200", "must be from 0 to 100"),
    ],
)
def test_a_bad_value_in_a_step_stops_the_model_with_a_sentence(
    model: QgsProcessingModelAlgorithm, child: str, name: str, value: Any, words: str, dem: str, tmp_path: Path
) -> None:
    step = model.childAlgorithm(child)
    step.addParameterSources(name, [QgsProcessingModelChildParameterSource.fromStaticValue(value)])
    model.setChildAlgorithm(step)
    results, feedback = run_model(model, dem, tmp_path)
    assert any(words in error for error in feedback.errors), feedback.errors
    assert "Traceback" not in " ".join(feedback.errors)
    assert (tmp_path / "denoised.tif").exists() == (child == "measure")


def test_the_batch_runs(batch: Callable[[str], list[str]], tmp_path: Path) -> None:
    assert batch((EXAMPLES / "three_filters.batch.json").read_text(encoding="utf-8")) == []
    source = values_of(60, 80)
    assert (read_raster(str(tmp_path / "denoised.tif"))[0] == NODATA).sum() == (source == NODATA).sum()
    assert (read_raster(str(tmp_path / "gaps_filled.tif"))[0] == NODATA).sum() < (source == NODATA).sum()
    lowest, highest = read_raster(str(tmp_path / "lowest_and_highest.tif"))
    assert (lowest <= source).all()
    assert (highest >= source).all()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SIZE", "4", "size=4: must be odd"),
        ("BANDS", "[9]", "no band 9"),
        ("INPUT", "'nothing.tif'", "no such file"),
        ("EXTENT", "'0,1,0,1'", "outside the raster"),
    ],
)
def test_a_bad_row_of_a_batch_is_told_and_the_others_run(
    name: str, value: str, words: str, batch: Callable[[str], list[str]], tmp_path: Path
) -> None:
    rows = json.loads((EXAMPLES / "three_filters.batch.json").read_text(encoding="utf-8"))
    rows[1]["PARAMETERS"][name] = value
    errors = batch(json.dumps(rows))
    assert any(words in error for error in errors), errors
    made = sorted(one for one in os.listdir(tmp_path) if one.endswith(".tif"))
    assert made == ["dem.tif", "denoised.tif", "lowest_and_highest.tif"]


def test_the_batch_of_a_tool_runs(batch: Callable[..., list[str]], tmp_path: Path) -> None:
    text = (EXAMPLES / "focal_statistics.batch.json").read_text(encoding="utf-8")
    assert batch(text, "tiledraster:focalstatistics") == []
    source = values_of(60, 80)
    mean, high, spread = (
        read_raster(str(tmp_path / f"{name}.tif"))[0] for name in ("mean_5", "percentile_90", "std_annulus")
    )
    gaps = source == NODATA
    assert (np.isnan(mean) | (mean == NODATA)).sum() < gaps.sum()
    inside = np.s_[20:29, 30:39]
    assert high[24, 34] == pytest.approx(np.percentile(source[inside].astype(np.float64), 90))
    row, col = np.mgrid[-5:6, -5:6]
    ring = (row**2 + col**2 <= 25) & (row**2 + col**2 > 4)
    assert spread[24, 34] == pytest.approx(source[19:30, 29:40][ring].astype(np.float64).std(), rel=1e-5)


@pytest.mark.parametrize("name", ["three_filters", "focal_statistics"])
def test_a_batch_runs_with_the_tool_and_with_the_one_for_everything(
    name: str, batch: Callable[..., list[str]], tmp_path: Path
) -> None:
    rows = json.loads((EXAMPLES / f"{name}.batch.json").read_text(encoding="utf-8"))
    rows = [row for row in rows if "," not in row["PARAMETERS"]["FILTER"]]
    made = {}
    for way in ("tiledraster:focalstatistics", FILTER):
        assert batch(json.dumps(rows), way) == []
        made[way] = [read_raster(str(tmp_path / row["OUTPUTS"]["OUTPUT"])) for row in rows]
    for one, other in zip(*made.values()):
        np.testing.assert_array_equal(one, other)


def test_the_model_of_tools_runs(dem: str, tmp_path: Path) -> None:
    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(EXAMPLES / "landforms.model3"))
    context, feedback = QgsProcessingContext(), Feedback()
    context.setProject(QgsProject.instance())
    names = {"slope:Slope": "slope.tif", "tpi:TPI": "tpi.tif", "measure:Report": "report.html"}
    outputs = {name: str(tmp_path / file) for name, file in names.items()}
    results, fine = model.create().run({"input": dem, "window": 15, **outputs}, context, feedback)
    assert fine, feedback.errors
    slope, tpi = read_raster(outputs["slope:Slope"])[0], read_raster(outputs["tpi:TPI"])[0]
    valid = slope[slope != NODATA]
    measured = results["CHILD_RESULTS"]["measure"]
    assert measured["MAX"] == pytest.approx(valid.max())
    assert measured["MEDIAN"] == pytest.approx(np.median(valid.astype(np.float64)))
    assert abs(np.median(tpi[tpi != NODATA])) < 5


def test_the_first_model_runs_with_a_tool(model: QgsProcessingModelAlgorithm, dem: str, tmp_path: Path) -> None:
    """What a model of "Tiled filter (save)" holds, a list of one filter, is taken by a tool."""
    made = []
    for name in (FILTER, "tiledraster:focalstatistics"):
        step = model.childAlgorithm("denoise")
        step.setAlgorithmId(name)
        model.setChildAlgorithm(step)
        results, feedback = run_model(model, dem, tmp_path)
        assert not feedback.errors
        made.append(read_raster(results["denoise:Denoised raster"]))
    np.testing.assert_array_equal(*made)


def test_a_tool_refuses_several_filters_and_says_what_takes_them(
    model: QgsProcessingModelAlgorithm, dem: str, tmp_path: Path
) -> None:
    step = model.childAlgorithm("denoise")
    step.setAlgorithmId("tiledraster:focalstatistics")
    step.addParameterSources("FILTER", [QgsProcessingModelChildParameterSource.fromStaticValue(["min", "max"])])
    model.setChildAlgorithm(step)
    _, feedback = run_model(model, dem, tmp_path)
    assert any("filter=min, max: must be one, this tool" in error for error in feedback.errors), feedback.errors
