"""Layers of the project that show an output which a run replaces."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import processing
import pytest
from plugin_tools import FILTER, STATISTICS, algorithm, values_of, write_raster
from qgis.core import (
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

PLACE = QgsPointXY(500205, 5199795)
"""The pixel of row 20 and column 20."""


@pytest.fixture
def project(plugin: Any) -> Iterator[QgsProject]:  # noqa: ARG001
    project = QgsProject.instance()
    yield project
    project.removeAllMapLayers()


def opened(project: QgsProject, path: str) -> QgsRasterLayer:
    """Open a raster as a layer, and have it read a pixel, so that the file is really open."""
    layer = QgsRasterLayer(path, "old")
    assert project.addMapLayer(layer).isValid()
    value_at(layer)
    return layer


def value_at(layer: QgsRasterLayer) -> float:
    value, found = layer.dataProvider().sample(PLACE, 1)
    assert found
    return float(value)


@pytest.mark.parametrize("name", ["out.tif", "out.vrt", "out.img"])
def test_an_open_layer_of_a_replaced_raster_shows_its_new_pixels(
    project: QgsProject, dem: str, tmp_path: Path, name: str
) -> None:
    words = {"INPUT": dem, "OUTPUT": str(tmp_path / name), "SIZE": 5}
    processing.run(FILTER, {**words, "FILTER": ["min"]})
    layer = opened(project, words["OUTPUT"])
    low = value_at(layer)
    processing.run(FILTER, {**words, "FILTER": ["max"]})
    assert value_at(layer) == values_of(60, 80)[18:23, 18:23].max() > low


def test_an_open_layer_has_the_new_extent_and_keeps_its_style(project: QgsProject, dem: str, tmp_path: Path) -> None:
    words = {"INPUT": dem, "OUTPUT": str(tmp_path / "out.tif"), "FILTER": ["min"]}
    processing.run(FILTER, words)
    layer = opened(project, words["OUTPUT"])
    layer.renderer().setOpacity(0.25)
    processing.run(FILTER, {**words, "EXTENT": "500000,500400,5199600,5200000"})
    assert (layer.width(), layer.height()) == (40, 40)
    assert layer.extent().width() == 400
    assert layer.renderer().opacity() == 0.25


def test_a_run_in_the_background_refreshes_the_layer_too(project: QgsProject, dem: str, tmp_path: Path) -> None:
    words = {"INPUT": dem, "OUTPUT": str(tmp_path / "out.tif"), "SIZE": 5}
    processing.run(FILTER, {**words, "FILTER": ["min"]})
    layer = opened(project, words["OUTPUT"])
    low, done = value_at(layer), []
    later = algorithm(FILTER)
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    assert later.prepare({**words, "FILTER": ["max"]}, context, feedback)
    thread = threading.Thread(
        target=lambda: done.append(later.runPrepared({**words, "FILTER": ["max"]}, QgsProcessingContext(), feedback))
    )
    thread.start()
    thread.join()
    assert done
    assert value_at(layer) == low  # layers belong to the main thread, which has not been asked yet
    end = time.monotonic() + 30
    while value_at(layer) == low and time.monotonic() < end:
        QCoreApplication.processEvents()
    assert value_at(layer) > low


def test_an_open_layer_of_replaced_tiles_shows_the_new_ones(project: QgsProject, tmp_path: Path) -> None:
    small = write_raster(tmp_path / "small.tif", [values_of(30, 30)])
    large = write_raster(tmp_path / "large.tif", [values_of(60, 60)])
    words = {"STATISTICS": ["mean"], "CHUNK_SIZE": 16, "OUTPUT_TILES": str(tmp_path / "tiles.gpkg")}
    processing.run(STATISTICS, {"INPUT": small, **words})
    layer = QgsVectorLayer(words["OUTPUT_TILES"], "old", "ogr")
    assert project.addMapLayer(layer).isValid()
    before = len(list(layer.getFeatures()))
    processing.run(STATISTICS, {"INPUT": large, **words})
    assert len(list(layer.getFeatures())) > before


def test_a_layer_of_another_file_is_left_alone(project: QgsProject, dem: str, tmp_path: Path) -> None:
    other = opened(project, dem)
    told: list[int] = []
    other.repaintRequested.connect(lambda: told.append(1))
    processing.run(FILTER, {"INPUT": dem, "FILTER": ["min"], "OUTPUT": str(tmp_path / "out.tif")})
    assert not told
