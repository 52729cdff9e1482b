"""The layer of tiles as a file: whole or as it was, whatever happens while QGIS writes it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from plugin_tools import STATISTICS, Feedback, algorithm, left_over, model_of, output_of, write_raster
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsVectorLayer,
)
from tiled_raster.algorithms import tiles

pytestmark = pytest.mark.usefixtures("provider")

FORMATS = ("gpkg", "shp", "geojson", "tab", "gml")
OLD = {"shp": ("cpg", "dbf", "prj", "shp", "shx"), "tab": ("dat", "id", "map", "tab"), "gml": ("gml", "xsd")}


def values(dem: str, target: Any) -> dict[str, Any]:
    return {"INPUT": dem, "STATISTICS": ["mean"], "CHUNK_SIZE": 32, "OUTPUT_TILES": target}


def run(dem: str, target: Any, context: QgsProcessingContext, feedback: Any = None) -> dict[str, Any]:
    results, fine = algorithm(STATISTICS).run(values(dem, target), context, feedback or Feedback())
    assert fine
    return results


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def count_in(layer: str) -> int:
    read = QgsVectorLayer(layer)
    assert read.isValid()
    return int(read.featureCount())


@pytest.mark.parametrize("extension", FORMATS)
def test_a_file_is_replaced_by_a_whole_one(
    extension: str, dem: str, tmp_path: Path, context: QgsProcessingContext
) -> None:
    target = tmp_path / f"tiles.{extension}"
    for ending in OLD.get(extension, (extension,)):
        (tmp_path / f"tiles.{ending}").write_text("old")
    assert run(dem, str(target), context)["OUTPUT_TILES"] == str(target)
    assert count_in(str(target)) == 2 * 3
    names = {f"tiles.{ending}" for ending in OLD.get(extension, (extension,))}
    assert set(os.listdir(tmp_path)) == names
    assert not [name for name, content in contents(tmp_path).items() if content == b"old"]


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize("how", ["fails", "cancelled"])
def test_what_fails_in_the_middle_leaves_the_old_file(
    how: str,
    extension: str,
    dem: str,
    tmp_path: Path,
    context: QgsProcessingContext,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = str(tmp_path / f"tiles.{extension}")
    run(dem, target, context)
    before, feedback = contents(tmp_path), Feedback()
    destination = QgsProcessingOutputLayerDefinition(target, QgsProject.instance())
    made: list[Any] = []

    def geometry(*arguments: Any) -> Any:
        made.append(arguments)
        if len(made) == 3:
            assert len(left_over(str(tmp_path))) == 1
            if how == "fails":
                raise QgsProcessingException("the third tile fails")
            feedback.cancel()
        return from_polygon(*arguments)

    from_polygon = tiles.QgsGeometry.fromPolygonXY
    monkeypatch.setattr(tiles.QgsGeometry, "fromPolygonXY", geometry)
    if how == "fails":
        with pytest.raises(QgsProcessingException, match="the third tile fails"):
            algorithm(STATISTICS).run(values(dem, destination), context, feedback, catchExceptions=False)
    else:
        assert "OUTPUT_TILES" not in run(dem, destination, context, feedback)
    assert len(made) == 3
    assert not context.layersToLoadOnCompletion()
    assert contents(tmp_path) == before


KILLED = """
import os, sys
sys.path[:0] = {path!r}
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback
application = QgsApplication([], False)
application.initQgis()
import tiled_raster
from tiled_raster.algorithms import tiles
plugin = tiled_raster.classFactory(None)
plugin.initProcessing()
from_polygon, written = tiles.QgsGeometry.fromPolygonXY, []

def geometry(*arguments):
    written.append(arguments)
    if len(written) == 3:
        os.kill(os.getpid(), {signal})
    return from_polygon(*arguments)

tiles.QgsGeometry.fromPolygonXY = geometry
algorithm = QgsApplication.processingRegistry().createAlgorithmById("tiledraster:tiledstatistics")
algorithm.run({values!r}, QgsProcessingContext(), QgsProcessingFeedback())
"""


@pytest.mark.parametrize("extension", ["gpkg", "shp"])
def test_qgis_killed_in_the_middle_leaves_the_old_file(
    extension: str, dem: str, tmp_path: Path, context: QgsProcessingContext
) -> None:
    target = str(tmp_path / f"tiles.{extension}")
    run(dem, target, context)
    before = contents(tmp_path)
    code = KILLED.format(path=sys.path, signal=int(signal.SIGKILL), values=values(dem, target))
    done = subprocess.run([sys.executable, "-B", "-c", textwrap.dedent(code)], check=False, timeout=300)
    assert done.returncode == -signal.SIGKILL
    left = left_over(str(tmp_path))
    assert len(left) == 1
    assert contents(tmp_path) == before
    run(dem, target, context)
    assert not left_over(str(tmp_path)), "the next run clears away what the killed one left"


@pytest.mark.parametrize(("given", "final"), [("tiles.gpkg", "tiles.gpkg"), ("tiles", "tiles.gpkg")])
def test_the_layer_is_loaded_from_its_place(
    given: str, final: str, dem: str, tmp_path: Path, context: QgsProcessingContext
) -> None:
    project = QgsProject.instance()
    destination = QgsProcessingOutputLayerDefinition(str(tmp_path / given), project)
    destination.destinationName = "my tiles"
    assert run(dem, destination, context)["OUTPUT_TILES"] == str(tmp_path / final)
    waiting = context.layersToLoadOnCompletion()
    assert list(waiting) == [str(tmp_path / final)]
    details = waiting[str(tmp_path / final)]
    assert (details.name, details.outputName, details.project) == ("my tiles", "OUTPUT_TILES", project)


def test_the_name_of_the_layer_in_the_file_is_kept(dem: str, tmp_path: Path, context: QgsProcessingContext) -> None:
    destination = QgsProcessingOutputLayerDefinition(str(tmp_path / "tiles.gpkg"))
    destination.createOptions = {"layerName": "grid"}
    layer = run(dem, destination, context)["OUTPUT_TILES"]
    assert layer == f"{tmp_path / 'tiles.gpkg'}|layername=grid"
    assert count_in(layer) == 2 * 3


def test_a_layer_is_added_to_a_geopackage(dem: str, tmp_path: Path, context: QgsProcessingContext) -> None:
    path = tmp_path / "all.gpkg"
    run(dem, str(path), context)
    run(dem, f"ogr:dbname='{path}' table=\"more\" (geom)", context)
    assert count_in(f"{path}|layername=all") == count_in(f"{path}|layername=more") == 2 * 3
    assert not left_over(str(tmp_path))


def test_a_model_child_writes_a_whole_file(dem: str, tmp_path: Path, context: QgsProcessingContext) -> None:
    given = {key: value for key, value in values(dem, None).items() if key != "OUTPUT_TILES"}
    model = model_of(STATISTICS, given, "OUTPUT_TILES").create()
    target = str(tmp_path / "tiles.shp")
    destination = QgsProcessingOutputLayerDefinition(target, QgsProject.instance())
    results, fine = model.run({output_of(model): destination}, context, Feedback())
    assert fine
    assert results[output_of(model)] == target
    assert list(context.layersToLoadOnCompletion()) == [target]
    assert count_in(target) == 2 * 3
    assert not left_over(str(tmp_path))


def test_a_file_of_several_never_replaces_the_input(tmp_path: Path, context: QgsProcessingContext) -> None:
    source = tmp_path / "same.dat"
    tif = write_raster(tmp_path / "same.tif", [np.ones((40, 40), np.float32)])
    gdal.Translate(str(source), tif, format="ENVI")
    before = source.read_bytes()
    with pytest.raises(QgsProcessingException, match="would replace the input"):
        algorithm(STATISTICS).run(
            values(str(source), str(tmp_path / "same.tab")), context, Feedback(), catchExceptions=False
        )
    assert source.read_bytes() == before
    assert not left_over(str(tmp_path))


@pytest.mark.parametrize("extension", ["gpkg", "geojson"])
def test_a_file_that_was_cut_while_closing_is_an_error(
    extension: str, dem: str, tmp_path: Path, context: QgsProcessingContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    # QGIS tells nothing of a disk that is full when it closes a file.
    target = str(tmp_path / f"tiles.{extension}")
    run(dem, target, context)
    before, written = contents(tmp_path), tiles._written

    def cut(*arguments: Any) -> Any:
        layer = written(*arguments)
        os.truncate(layer, os.path.getsize(layer) // 2)
        return layer

    monkeypatch.setattr(tiles, "_written", cut)
    with pytest.raises(QgsProcessingException, match="incomplete"):
        algorithm(STATISTICS).run(values(dem, target), context, Feedback(), catchExceptions=False)
    assert contents(tmp_path) == before
    assert not left_over(str(tmp_path))


def test_a_format_that_cannot_be_read_back_is_written(dem: str, tmp_path: Path, context: QgsProcessingContext) -> None:
    target = tmp_path / "tiles.sql"
    run(dem, str(target), context)
    assert target.read_text(encoding="utf-8").count("INSERT INTO") == 2 * 3
