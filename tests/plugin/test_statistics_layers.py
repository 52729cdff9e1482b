"""What statistics leave in the project: tiles in graduated colours, tables, and results that name the raster."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from plugin_tools import STATISTICS, algorithm, model_of, write_raster
from qgis.core import (
    QgsGraduatedSymbolRenderer,
    QgsPalettedRasterRenderer,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

pytestmark = pytest.mark.usefixtures("provider")


@pytest.fixture
def project(context: Any) -> QgsProject:
    made = QgsProject()
    context.setProject(made)
    yield made
    context.setLayersToLoadOnCompletion({})


def run(name: str, values: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
    results, fine = algorithm(name).run(values, context, feedback)
    assert fine, feedback.errors
    return results


def shown(context: Any, feedback: Any) -> dict[str, tuple[str, Any]]:
    """Return name and layer of what QGIS would load, by output, styled as it does."""
    found = {}
    for path, details in context.layersToLoadOnCompletion().items():
        layer = QgsProcessingUtils.mapLayerFromString(path, context, True)
        if details.postProcessor() is not None:
            details.postProcessor().postProcessLayer(layer, context, feedback)
        found[details.outputName] = (details.name, layer)
    return found


def wanted(context: Any, project: QgsProject, output: str, path: str) -> Any:
    """Return a destination that is loaded into the project, as the dialog gives it."""
    from qgis.core import QgsProcessingOutputLayerDefinition

    return QgsProcessingOutputLayerDefinition(path, project)


def test_tiles_are_graduated_half_transparent_and_readable(
    dem: str, tmp_path: Path, context: Any, feedback: Any, project: QgsProject
) -> None:
    target = wanted(context, project, "OUTPUT_TILES", str(tmp_path / "tiles.gpkg"))
    values = {"INPUT": dem, "STATISTICS": ["std", "mean"], "CHUNK_SIZE": 16, "OUTPUT_TILES": target}
    run(STATISTICS, values, context, feedback)
    name, layer = shown(context, feedback)["OUTPUT_TILES"]
    assert name == "dem: statistics of each tile"
    assert isinstance(layer.renderer(), QgsGraduatedSymbolRenderer)
    assert layer.renderer().classAttribute() == "b1_mean"
    assert len(layer.renderer().ranges()) == 9
    assert layer.opacity() == 0.5
    fields = {field.name(): field.alias() for field in layer.fields()}
    assert fields["b1_mean"] == "Mean"
    assert fields["row_min"] == "First row"
    means = sorted(feature["b1_mean"] for feature in layer.getFeatures())
    assert layer.renderer().ranges()[0].lowerValue() == means[0]
    assert layer.renderer().ranges()[-1].upperValue() == means[-1]


def test_a_table_is_loaded_but_not_that_of_a_step_in_a_model(
    dem: str, tmp_path: Path, context: Any, feedback: Any, project: QgsProject
) -> None:
    table = str(tmp_path / "table.csv")
    run(STATISTICS, {"INPUT": dem, "STATISTICS": ["mean"], "OUTPUT_TABLE": table}, context, feedback)
    name, layer = shown(context, feedback)["OUTPUT_TABLE"]
    assert name == "dem: statistics"
    assert isinstance(layer, QgsVectorLayer)
    assert next(layer.getFeatures())["mean"] is not None
    context.setLayersToLoadOnCompletion({})
    model = model_of(STATISTICS, {"INPUT": dem, "STATISTICS": ["mean"], "OUTPUT_TABLE": table}, "OUTPUT_TABLE")
    model.run({}, context, feedback)
    assert "OUTPUT_TABLE" not in shown(context, feedback)


def test_the_results_viewer_is_told_the_raster(dem: str, context: Any) -> None:
    made = algorithm(STATISTICS)
    assert made.checkParameterValues({"INPUT": dem, "STATISTICS": ["mean"]}, context)[0]
    assert made.outputDefinition("OUTPUT_HTML").description() == "dem: report"
    assert algorithm(STATISTICS).outputDefinition("OUTPUT_HTML").description() == "Report (HTML)"


@pytest.mark.parametrize(
    ("size", "unit", "rows", "cols"), [(25, "pixels", 25, 25), (250, "map", 25, 25), (333, "map", 33, 33)]
)
def test_squares_of_the_side_asked_for(
    dem: str, tmp_path: Path, context: Any, feedback: Any, size: float, unit: str, rows: int, cols: int
) -> None:
    tiles = str(tmp_path / "tiles.gpkg")
    values = {"INPUT": dem, "STATISTICS": ["count"], "TILE_SIZE": size, "SIZE_UNIT": unit, "OUTPUT_TILES": tiles}
    run(STATISTICS, values, context, feedback)
    layer = QgsVectorLayer(tiles)
    first = next(layer.getFeatures())
    assert (first["row_max"] - first["row_min"], first["col_max"] - first["col_min"]) == (rows, cols)
    assert layer.featureCount() == -(-60 // rows) * -(-80 // cols)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"TILE_SIZE": 2.5, "OUTPUT_TILES": "memory:"}, "whole number of pixels"),
        ({"TILE_SIZE": 4, "SIZE_UNIT": "map", "OUTPUT_TILES": "memory:"}, "less than half a pixel"),
        ({"TILE_SIZE": 20}, "output_tiles"),
        ({"TILE_SIZE": 20, "CHUNK_SIZE": 16, "OUTPUT_TILES": "memory:"}, "leave chunk_size at 0"),
        ({"TILE_SIZE": 20, "SIZE_UNIT": "feet", "OUTPUT_TILES": "memory:"}, "must be one of pixels"),
    ],
)
def test_a_side_that_cannot_be_is_refused(dem: str, context: Any, values: dict[str, Any], words: str) -> None:
    fine, told = algorithm(STATISTICS).checkParameterValues({"INPUT": dem, **values}, context)
    assert not fine
    assert words in told


def test_classes_have_the_names_and_colours_of_the_layer(tmp_path: Path, context: Any, feedback: Any) -> None:
    values = np.random.default_rng(1).choice([1, 4, 9], (40, 50)).astype(np.uint8)
    layer = QgsRasterLayer(write_raster(tmp_path / "cover.tif", [values], nodata=None, kind=gdal.GDT_Byte), "cover")
    entry = QgsPalettedRasterRenderer.Class
    classes = [entry(1, QColor("#112233"), "Forest"), entry(4, QColor("#445566"), "4"), entry(9, QColor("red"), "Sea")]
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes))
    target = tmp_path / "report.json"
    run(STATISTICS, {"INPUT": layer, "STATISTICS": ["mean"], "OUTPUT_JSON": str(target)}, context, feedback)
    rows = json.loads(target.read_text(encoding="utf-8"))["bands"][0]["classes"]
    assert [(row["value"], row["name"], row["colour"]) for row in rows] == [
        (1, "Forest", "#112233"),
        (4, "", "#445566"),
        (9, "Sea", "#ff0000"),
    ]
    assert [row["pixels"] for row in rows] == [int((values == code).sum()) for code in (1, 4, 9)]
    assert sum(row["area_m2"] for row in rows) == 40 * 50 * 100.0


def test_the_log_lists_classes_and_no_mean_of_codes_which_outputs_still_have(
    tmp_path: Path, context: Any, feedback: Any
) -> None:
    values = np.zeros((40, 50), np.uint8)
    values[0, :3] = 200
    cover = write_raster(tmp_path / "cover.tif", [values], nodata=None, kind=gdal.GDT_Byte)
    given = {"INPUT": cover, "STATISTICS": ["mean", "valid_count", "mode"]}
    results = run(STATISTICS, given, context, feedback)
    assert results["MEAN"] == pytest.approx(600 / 2000)
    assert [line for line in feedback.lines if line.startswith("  ")] == [
        "  valid_count = 2000",
        "  mode = 0",
        "  0: 1,997 px, 99.85 %",
        "  200: 3 px, 0.15 %",
        "  Taken for codes of classes: mean left out here, and told in outputs and files.",
    ]


def test_the_log_of_many_classes_is_no_longer_than_can_be_read(tmp_path: Path, context: Any, feedback: Any) -> None:
    values = np.arange(50, dtype=np.uint8).repeat(40).reshape(50, 40)
    cover = write_raster(tmp_path / "cover.tif", [values], nodata=None, kind=gdal.GDT_Byte)
    run(STATISTICS, {"INPUT": cover, "STATISTICS": ["count"]}, context, feedback)
    assert sum(" px, 2.00 %" in line for line in feedback.lines) == 32
    assert "  and 18 more classes" in feedback.lines


def test_tiles_of_one_value_and_of_none_are_drawn_too(
    tmp_path: Path, context: Any, feedback: Any, project: QgsProject
) -> None:
    flat = np.full((20, 20), 7.0, np.float32)
    for name, values in (("flat", flat), ("empty", np.full((20, 20), -9999.0, np.float32))):
        source = write_raster(tmp_path / f"{name}.tif", [values])
        target = wanted(context, project, "OUTPUT_TILES", str(tmp_path / f"{name}.gpkg"))
        run(
            STATISTICS,
            {"INPUT": source, "STATISTICS": ["mean"], "CHUNK_SIZE": 16, "OUTPUT_TILES": target},
            context,
            feedback,
        )
        _, layer = shown(context, feedback)["OUTPUT_TILES"]
        assert isinstance(layer.renderer(), QgsGraduatedSymbolRenderer) == (name == "flat")
        context.setLayersToLoadOnCompletion({})
