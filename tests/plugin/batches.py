"""QGIS's own batch dialog, as a user fills it: from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from plugin_tools import Feedback, algorithm
from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop
from qgis.PyQt.QtWidgets import QFileDialog, QMessageBox


class BatchDialog(BatchAlgorithmDialog):
    """The real batch dialog, which keeps what went wrong; None until the last row has run."""

    errors: Optional[list[str]] = None

    def createSummaryTable(self, results: list[dict[str, Any]], errors: list[dict[str, Any]]) -> None:
        self.errors = [words for row in errors for words in row["errors"]]


def run_batch(name: str, text: str, folder: Path, monkeypatch: Any) -> list[str]:
    """Load a batch file into the batch dialog of an algorithm, run it, and return what went wrong."""
    # From 3.36 on QGIS asks whether the file is trusted, as our algorithms run Python, and batch files as of old do.
    monkeypatch.setattr(QMessageBox, "exec", lambda box: box.setResult(int(QMessageBox.StandardButton.Yes)))
    (folder / "batch.json").write_text(text, encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(folder / "batch.json"), ""))
    dialog = BatchDialog(algorithm(name))
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
