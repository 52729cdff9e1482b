"""The line above Run: the plan of what the form says, made in the background, and how it is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from plugin_tools import Feedback, algorithm, write_raster
from processing.gui.AlgorithmDialog import AlgorithmDialog
from qgis import processing
from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QThread
from qgis.PyQt.QtWidgets import QLabel
from tiled_raster.algorithms.planned import in_a_line, is_long

pytestmark = pytest.mark.usefixtures("provider")

PLAN = {"tiles": 12, "chunk": [512, 256], "workers": 4, "memory_mb": 64, "output_mb": 100.0, "seconds": 75.4}


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "12 tiles of 512 x 256 pixels · 4 workers · 64 MB in flight · output up to 104.9 MB, 2.0 GB free · "
             "about 1 min 15 s"),
        ({"tiles": 1, "workers": 1, "seconds": None}, "1 tile · 1 worker · 64 MB in flight · output up to 104.9 MB, "
                                                      "2.0 GB free"),
        ({"output_mb": None, "tiles": 1234}, "1,234 tiles of 512 x 256 pixels · 4 workers · 64 MB in flight · "
                                             "about 1 min 15 s"),
    ],
)  # fmt: skip
def test_a_plan_is_told_in_one_line(changes: dict[str, Any], line: str) -> None:
    assert in_a_line({**PLAN, **changes}, 2_000_000_000) == line


def test_more_than_an_hour_is_long() -> None:
    assert is_long({**PLAN, "seconds": 3601})
    assert not is_long({**PLAN, "seconds": 3599})
    assert not is_long({**PLAN, "seconds": None})


@pytest.fixture
def large(tmp_path: Path) -> str:
    rows, cols = np.mgrid[0:900, 0:1000]
    return write_raster(tmp_path / "large.tif", [np.sin(rows / 50.0).astype(np.float32) * cols])


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for module in ("ParametersPanel", "AlgorithmDialog"):
        monkeypatch.setattr(f"processing.gui.{module}.iface", None, raising=False)
    every: list[AlgorithmDialog] = []

    def open_one(name: str) -> AlgorithmDialog:
        every.append(AlgorithmDialog(algorithm(f"tiledraster:{name}")))
        every[-1].show()
        return every[-1]

    yield open_one
    for dialog in every:
        dialog.close()
        dialog.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def told(dialog: AlgorithmDialog, words: str) -> str:
    """Return the line once it holds the words, or after 30 seconds."""
    label = dialog.findChild(QLabel, "tiled_raster_plan")
    for _ in range(3000):
        if words in label.text():
            break
        QCoreApplication.processEvents()
        QThread.msleep(10)
    return str(label.text())


def test_the_line_follows_the_form(opened: Any, large: str) -> None:
    dialog = opened("focalstatistics")
    dialog.mainWidget().setParameters({"INPUT": large, "SIZE": 5, "CHUNK_SIZE": 256, "WORKERS": 2})
    line = told(dialog, "in flight")
    assert line.startswith("16 tiles of 256 x 256 pixels · 2 workers · ")
    assert " free · about " in line
    dialog.mainWidget().setParameters({"SIZE": 4})
    assert told(dialog, "even") == "Window size: 4 is even, try 3 or 5"
    dialog.mainWidget().setParameters({"SIZE": 7, "CHUNK_SIZE": 512})
    assert told(dialog, "4 tiles").startswith("4 tiles of 512 x 512 pixels · 2 workers")


def test_a_layer_of_the_project_is_planned_too(opened: Any, large: str) -> None:
    layer = QgsRasterLayer(large, "large")
    QgsProject.instance().addMapLayer(layer)
    try:
        dialog = opened("slope")
        dialog.mainWidget().setParameters({"INPUT": layer.id(), "WORKERS": 2})
        assert " · 2 workers · " in told(dialog, "in flight")
    finally:
        QgsProject.instance().removeMapLayer(layer.id())


def test_a_users_function_is_never_run_for_a_plan(opened: Any, large: str, tmp_path: Path) -> None:
    trap = tmp_path / "trap.py"
    trap.write_text("open(__file__ + '.ran', 'w')\n\ndef own(raster):\n    return raster\n")
    dialog = opened("ownfunction")
    dialog.mainWidget().setParameters({"INPUT": large, "FUNCTION_FILE": str(trap), "FUNCTION_NAME": "own"})
    for _ in range(120):
        QCoreApplication.processEvents()
        QThread.msleep(10)
    assert not Path(f"{trap}.ran").exists()


def test_the_log_says_the_same_before_the_run(large: str, tmp_path: Path) -> None:
    feedback = Feedback()
    values = {"INPUT": large, "SIZE": 5, "OUTPUT": str(tmp_path / "out.tif")}
    processing.run("tiledraster:focalstatistics", values, feedback=feedback)
    plan = [line for line in feedback.lines if line.startswith("Plan: ")]
    assert plan[-1].startswith("Plan: time: about ")
