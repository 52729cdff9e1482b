"""The examples in resources/examples run as they stand; and with bad values each step says what is wrong."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable, Optional

import numpy as np
import pytest
from osgeo import gdal
from plugin_tools import FILTER, NODATA, Feedback, algorithm, read_raster, values_of
from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop
from qgis.PyQt.QtWidgets import QFileDialog, QMessageBox

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


class BatchDialog(BatchAlgorithmDialog):
    """The real batch dialog, which keeps what went wrong; None until the last row has run."""

    errors: Optional[list[str]] = None

    def createSummaryTable(self, results: list[dict[str, Any]], errors: list[dict[str, Any]]) -> None:
        self.errors = [words for row in errors for words in row["errors"]]


@pytest.fixture
def batch(monkeypatch: pytest.MonkeyPatch, dem: str, tmp_path: Path) -> Iterator[Callable[[str], list[str]]]:
    """Load a batch file into the batch dialog, as a user does, and run it."""
    shutil.copy(dem, tmp_path / "dem.tif")
    monkeypatch.chdir(tmp_path)
    # QGIS closes the input at its very end, and would write its statistics to a relative path then.
    gdal.SetConfigOption("GDAL_PAM_ENABLED", "NO")
    # From 3.36 on QGIS asks whether the file is trusted, as our algorithms run Python, and batch files as of old do.
    monkeypatch.setattr(QMessageBox, "exec", lambda box: box.setResult(int(QMessageBox.StandardButton.Yes)))

    def run(text: str) -> list[str]:
        (tmp_path / "batch.json").write_text(text, encoding="utf-8")
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "batch.json"), ""))
        dialog = BatchDialog(algorithm(FILTER))
        feedback = Feedback()
        monkeypatch.setattr(dialog, "createFeedback", lambda: feedback)
        dialog.mainWidget().checkLoadLayersOnCompletion.setChecked(False)
        dialog.mainWidget().load()
        dialog.show()  # one that is hidden when a row ends goes away in QGIS 3.44
        dialog.runAlgorithm()
        while dialog.errors is None:  # from 3.38 on the rows run in the background
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if feedback.receivers(feedback.progressChanged):
            # Before that the dialog's task lives as long as this connection, and QGIS waits for it at its end.
            feedback.progressChanged.disconnect()
        sip.delete(dialog)
        return dialog.errors

    yield run
    gdal.SetConfigOption("GDAL_PAM_ENABLED", None)


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
