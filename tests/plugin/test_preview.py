"""The button Preview: what the map shows, filtered by the engine, beside what it was."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from plugin_tools import algorithm, read_raster, write_raster
from processing.gui.AlgorithmDialog import AlgorithmDialog
from qgis import processing
from qgis.core import QgsApplication, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QThread
from qgis.PyQt.QtGui import QColor, QImage
from qgis.PyQt.QtWidgets import QPushButton
from tiled_raster.algorithms import preview as previews

pytestmark = pytest.mark.usefixtures("provider")
LEFT, TOP, PIXEL = 500000.0, 5200000.0, 10.0
"""Of the rasters that `write_raster` writes."""


@pytest.fixture
def steps(tmp_path: Path) -> str:
    """1200 x 1500 pixels, black and white columns 3 pixels wide."""
    cols = np.arange(1500) // 3 % 2
    return write_raster(tmp_path / "steps.tif", [np.tile(cols.astype(np.float32) * 100, (1200, 1))])


@pytest.fixture
def canvas() -> Iterator[QgsMapCanvas]:
    one = QgsMapCanvas()
    one.resize(400, 300)
    yield one
    one.deleteLater()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, canvas: QgsMapCanvas) -> Iterator[Any]:
    for module in ("ParametersPanel", "AlgorithmDialog"):
        monkeypatch.setattr(f"processing.gui.{module}.iface", None, raising=False)
    monkeypatch.setattr("tiled_raster.algorithms.form.map_canvas", lambda: canvas)
    every: list[AlgorithmDialog] = []

    def open_one(name: str, **values: Any) -> AlgorithmDialog:
        every.append(AlgorithmDialog(algorithm(f"tiledraster:{name}")))
        every[-1].show()
        every[-1].mainWidget().setParameters(values)
        return every[-1]

    yield open_one
    for dialog in every:
        if not sip.isdeleted(dialog):  # QGIS deletes one that is closed
            dialog.close()
            dialog.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def results(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the engine has made, read before it is removed: pixels and the upper left corner."""
    found: list[dict[str, Any]] = []
    usual = previews.painted

    def noted(job: Any, before: Any, is_styled: bool, result: str) -> Any:
        after = usual(job, before, is_styled, result)
        found.append({"pixels": read_raster(result), "extent": after.extent(), "file": result})
        return after

    monkeypatch.setattr(previews, "painted", noted)
    return found


def press(dialog: AlgorithmDialog) -> Any:
    """Press Preview and return the window."""
    dialog.findChild(QPushButton, "tiled_raster_preview").click()
    return preview_of(dialog).window


def preview_of(dialog: AlgorithmDialog) -> Any:
    return dialog.findChild(previews.Preview)


def finished(dialog: AlgorithmDialog) -> Any:
    """Press Preview, and return the window once it has come to an end, or after a minute."""
    window = press(dialog)
    for _ in range(6000):
        if not window.is_busy:
            break
        QCoreApplication.processEvents()
        QThread.msleep(10)
    for _ in range(5):
        QCoreApplication.processEvents()
    return window


def look_at(canvas: QgsMapCanvas, layer: QgsRasterLayer, *sides: float) -> None:
    canvas.setDestinationCrs(layer.crs())
    canvas.setExtent(QgsRectangle(*sides))
    QCoreApplication.processEvents()


def test_the_preview_is_a_part_of_the_result_bit_for_bit(
    opened: Any, canvas: QgsMapCanvas, steps: str, results: list[dict[str, Any]], tmp_path: Path
) -> None:
    layer = QgsRasterLayer(steps, "steps")
    look_at(canvas, layer, LEFT + 1003, TOP - 3002, LEFT + 2997, TOP - 1504)
    values = {"INPUT": steps, "FILTER": "std", "SIZE": 9, "SHAPE": "circle"}
    window = finished(opened("focalstatistics", **values))
    whole = str(tmp_path / "whole.tif")
    processing.run("tiledraster:focalstatistics", {**values, "OUTPUT": whole})
    made = results[0]["pixels"]
    assert made.shape[1] < 1024
    top = round((TOP - results[0]["extent"].yMaximum()) / PIXEL)
    left = round((results[0]["extent"].xMinimum() - LEFT) / PIXEL)
    assert (top, left) == (round((TOP - canvas.extent().yMaximum()) // PIXEL), 100)
    np.testing.assert_array_equal(made, read_raster(whole)[:, top : top + made.shape[1], left : left + made.shape[2]])
    assert f"{made.shape[1]:,} x {made.shape[2]:,} pixels" in window.words.text()
    assert not os.path.exists(os.path.dirname(results[0]["file"]))


def test_of_a_large_part_the_middle_is_previewed_at_full_resolution(
    opened: Any, canvas: QgsMapCanvas, steps: str, results: list[dict[str, Any]]
) -> None:
    layer = QgsRasterLayer(steps, "steps")
    look_at(canvas, layer, LEFT - 90000, TOP - 90000, LEFT + 90000, TOP + 90000)
    window = finished(opened("focalstatistics", INPUT=steps))
    assert results[0]["pixels"].shape == (1, 1024, 1024)
    assert round((results[0]["extent"].xMinimum() - LEFT) / PIXEL) == (1500 - 1024) // 2
    assert "middle" not in window.words.text()


def test_where_the_map_shows_something_else_the_middle_is_previewed_and_it_is_said(
    opened: Any, canvas: QgsMapCanvas, steps: str, results: list[dict[str, Any]]
) -> None:
    layer = QgsRasterLayer(steps, "steps")
    look_at(canvas, layer, 0, 0, 1000, 1000)
    window = finished(opened("slope", INPUT=steps))
    assert results[0]["pixels"].shape == (1, 1024, 1024)
    assert "The map does not show this raster: this is its middle." in window.words.text()


def test_the_area_of_the_form_is_heeded(
    opened: Any, canvas: QgsMapCanvas, steps: str, results: list[dict[str, Any]]
) -> None:
    layer = QgsRasterLayer(steps, "steps")
    look_at(canvas, layer, LEFT, TOP - 5000, LEFT + 5000, TOP)
    area = f"{LEFT + 100},{LEFT + 600},{TOP - 700},{TOP - 300} [EPSG:32633]"
    finished(opened("slope", INPUT=steps, EXTENT=area))
    assert results[0]["pixels"].shape == (1, 40, 50)
    assert results[0]["extent"] == QgsRectangle(LEFT + 100, TOP - 700, LEFT + 600, TOP - 300)


def test_before_and_after_are_shown_on_their_sides_of_the_line(opened: Any, canvas: QgsMapCanvas, steps: str) -> None:
    layer = QgsRasterLayer(steps, "steps")
    look_at(canvas, layer, LEFT, TOP - 600, LEFT + 600, TOP)
    window = finished(opened("focalstatistics", INPUT=steps, FILTER="max", SIZE=13))
    pictures = window.pictures

    def colours(share: float) -> set[str]:
        """Return the colours along a line in the middle of what is shown left of the line, at `share`."""
        window.slider.setValue(round(share * 1000))
        picture: QImage = pictures.grab().toImage()
        frame = pictures.frame()
        row = frame.center().y()
        return {QColor(picture.pixel(col, row)).name() for col in range(frame.left() + 3, frame.right() - 3)}

    assert {"#000000", "#ffffff"} <= colours(1.0)
    assert colours(0.0) == {"#ffffff"}
    assert {"#000000", "#ffffff"} <= colours(0.5)
    assert pictures.share == 0.5


def test_the_pictures_have_the_style_of_the_layer(opened: Any, canvas: QgsMapCanvas, steps: str) -> None:
    layer = QgsRasterLayer(steps, "steps")
    layer.renderer().contrastEnhancement().setMinimumValue(-1e6)
    layer.renderer().contrastEnhancement().setMaximumValue(2e6)
    QgsProject.instance().addMapLayer(layer)
    try:
        look_at(canvas, layer, LEFT, TOP - 600, LEFT + 600, TOP)
        window = finished(opened("focalstatistics", INPUT=layer.id(), SIZE=3))
        before, after = window.pictures._pictures
        for picture in (before, after):
            assert 60 <= QColor(picture.pixel(30, 30)).red() <= 110
    finally:
        QgsProject.instance().removeMapLayer(layer.id())


def test_an_error_is_told_in_the_words_of_the_form(opened: Any, steps: str) -> None:
    dialog = opened("focalstatistics", INPUT=steps, SIZE=4)
    window = finished(dialog)
    assert window.words.text() == "Window size: 4 is even, try 3 or 5"
    dialog.mainWidget().setParameters({"SIZE": 5})
    assert " at full resolution, in " in finished(dialog).words.text()


SLOW = """
import time

def slow(raster):
    time.sleep(3600)
    return raster
"""


@pytest.mark.parametrize("way", ["cancel", "close", "dialog"])
def test_a_preview_can_be_cancelled_and_leaves_nothing(
    way: str, opened: Any, steps: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews.tempfile, "tempdir", str(tmp_path))
    (tmp_path / "slow.py").write_text(SLOW)
    dialog = opened("ownfunction", INPUT=steps, FUNCTION_FILE=str(tmp_path / "slow.py"), FUNCTION_NAME="slow")
    window = press(dialog)
    for _ in range(50):
        QCoreApplication.processEvents()
        QThread.msleep(10)
    assert window.is_busy
    {"cancel": window.button.click, "close": window.close, "dialog": dialog.close}[way]()
    for _ in range(3000):
        if not QgsApplication.taskManager().countActiveTasks():
            break
        QCoreApplication.processEvents()
        QThread.msleep(10)
    assert not QgsApplication.taskManager().countActiveTasks()
    assert sip.isdeleted(window) if way == "dialog" else not window.is_busy
    assert [name for name in os.listdir(tmp_path) if "preview" in name] == []


@pytest.mark.parametrize("name", ["tiledstatistics", "tilinggrid", "checkengine", "zonalstatistics"])
def test_what_makes_no_raster_has_no_preview(name: str, opened: Any) -> None:
    assert opened(name).findChild(QPushButton, "tiled_raster_preview") is None
