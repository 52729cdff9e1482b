"""The rest of the first session: statistics, settings, a model, a batch."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import runs
import windows
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtWidgets import QApplication, QFileDialog, QLineEdit, QTreeView
from qgis.utils import iface
from watch import Watch

MODEL = "Denoise and measure"
"""The name in the example model's file."""

BATCH_OVER = "Batch execution completed"


def statistics_with_a_report(desk: Any) -> Any:
    """Measure a raster; the report goes to the results viewer."""
    dialog = yield from runs.open_dialog(desk, runs.STATISTICS)
    desk.picture(None, "statistics-dialog")
    yield from runs.begin(desk, dialog, INPUT=desk.orders["dem"], PERCENTILES="5;95", OUTPUT_TILES="TEMPORARY_OUTPUT")
    yield from runs.finish(desk, dialog)
    yield from desk.pause(0.5)
    desk.picture(None, "statistics-done")
    log = windows.log_of(dialog)
    dialog.close()
    return {"log": log, "reports": reports()}


def the_engine_is_checked(desk: Any) -> Any:
    """Double-click "Check the engine": what it says must be there to be read."""
    dialog = yield from runs.open_dialog(desk, runs.CHECK)
    desk.picture(None, "check-dialog")
    yield from runs.begin(desk, dialog)
    yield from runs.finish(desk, dialog)
    desk.picture(None, "check-done")
    log = windows.log_of(dialog)
    dialog.close()
    return {"log": log, "reports": reports()}


def reports() -> list[str]:
    """Return the names of the pages in the results viewer."""
    from processing.core.ProcessingResults import resultsList

    return [result.name for result in resultsList.getResults()]


def settings_page(desk: Any) -> Any:
    """Open Processing's options and look for the provider's settings."""
    windows.later(lambda: iface.showOptionsDialog(iface.mainWindow(), "processingOptions"))

    def options() -> Any:
        shown = QApplication.activeModalWidget()
        return shown if shown is not None and shown.objectName() == "QgsOptionsBase" else None

    dialog = yield from desk.until(options, "the options")
    yield from desk.pause(0.5)
    tree = next(view for view in dialog.findChildren(QTreeView) if view.isVisible() and view.model().columnCount() == 2)
    tree.collapseAll()
    index = find(tree.model(), "Tiled raster", find(tree.model(), "Providers"))
    place = index
    while place.isValid():
        tree.expand(place)
        place = place.parent()
    tree.scrollTo(index, QTreeView.ScrollHint.PositionAtTop)
    yield from desk.pause(0.3)
    desk.picture(None, "settings")
    model = tree.model()
    texts = [model.data(model.index(row, 0, index)) for row in range(model.rowCount(index))]
    windows.later(dialog.reject)
    yield from desk.until(lambda: not options(), "the options to close")
    return {"settings": texts}


def find(model: Any, text: str, parent: Any = None) -> Any:
    """Return the index of the entry with this text, wherever it is in the tree."""
    for row in range(model.rowCount() if parent is None else model.rowCount(parent)):
        index = model.index(row, 0) if parent is None else model.index(row, 0, parent)
        found = index if model.data(index) == text else find(model, text, index)
        if found is not None:
            return found
    return None


def model(desk: Any) -> Any:
    """Run the example model from the toolbox: both algorithms are its children."""
    QgsApplication.processingRegistry().providerById("model").refreshAlgorithms()
    box = windows.toolbox()
    box.searchBox.setText(MODEL)
    view = box.algorithmTree
    index = yield from desk.until(lambda: windows.row_of(view, MODEL), "the model in the toolbox")
    windows.double_click(view, index)
    dialog = yield from desk.until(lambda: windows.new_dialog([]), "the model's dialog")
    desk.picture(None, "model-dialog")
    yield from runs.begin(desk, dialog, input=desk.orders["dem"])
    yield from runs.finish(desk, dialog)
    desk.picture(None, "model-done")
    log = windows.log_of(dialog)
    dialog.close()
    return {"log": log, "layers": [layer.name() for layer in QgsProject.instance().mapLayers().values()]}


def batch(desk: Any) -> Any:
    """Load the example batch into the batch dialog and run it."""
    rows = json.loads(Path(desk.orders["batch"]).read_text(encoding="utf-8"))
    for row in rows:
        row["PARAMETERS"]["INPUT"] = repr(desk.orders["dem"])
        row["OUTPUTS"]["OUTPUT"] = str(desk.home / row["OUTPUTS"]["OUTPUT"])
    dialog = yield from batch_dialog(desk, rows)
    desk.picture(None, "batch-dialog")
    windows.press(windows.button(dialog, "Run"))
    yield from desk.until(lambda: BATCH_OVER in windows.log_of(dialog), "the batch")
    yield from desk.pause(0.3)
    desk.picture(None, "batch-done")
    log = windows.log_of(dialog)
    dialog.close()
    return {"log": log, "written": [os.path.exists(row["OUTPUTS"]["OUTPUT"]) for row in rows]}


def cancel_a_batch(desk: Any) -> Any:
    """Cancel a batch in its first tile. QGIS 3.22 runs it in the main thread, which only we keep alive."""
    # One tile, in one native call of minutes.
    values = {"INPUT": desk.orders["dem"], "FILTER": ["median"], "SIZE": 501, "CHUNK_SIZE": 2048, "WORKERS": 2}
    parameters = {name: repr(value) for name, value in values.items()}
    row = {"PARAMETERS": parameters, "OUTPUTS": {"OUTPUT": str(desk.home / "never.tif")}}
    dialog = yield from batch_dialog(desk, [row, row])
    watch = Watch()
    windows.press(windows.button(dialog, "Run"))
    yield from desk.until(lambda: "Plan: output" in windows.log_of(dialog), "the first row to begin")
    yield from desk.pause(0.5)
    desk.picture(None, "batch-running")
    windows.press(windows.button(dialog, "Cancel"))
    yield from desk.until(lambda: "Cancelled: " in windows.log_of(dialog), "the run to be cancelled")
    yield from runs.finish(desk, dialog)
    seen, log = watch.stop(), windows.log_of(dialog)
    dialog.close()
    return {
        "run": seen,
        "log": log,
        "processes": runs.engines(desk.home),
        "written": (desk.home / "never.tif").exists(),
    }


def batch_dialog(desk: Any, rows: list[dict[str, Any]]) -> Any:
    """Open the batch dialog from the single one and load rows into it."""
    file = desk.home / "rows.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    first = yield from runs.open_dialog(desk, runs.FILTER)
    windows.press(windows.button(first, "Run as Batch Process…"))
    dialog = yield from desk.until(lambda: windows.new_dialog([first], "Batch"), "the batch dialog")
    dialog.resize(1200, 700)
    yield from load_rows(desk, dialog, str(file), len(rows))
    return dialog


def load_rows(desk: Any, dialog: Any, file: str, count: int) -> Any:
    """Load a file of rows through the panel's own button, answering what it asks."""
    panel = dialog.mainWidget()
    windows.later(panel.load)
    seen: list[Any] = []

    def is_loaded() -> bool:
        for box in [box for box in windows.questions() if box not in seen]:
            seen.append(box)
            windows.answer_yes(box)
        for chooser in choosers():
            if chooser in seen:
                windows.later(chooser.accept)
            else:
                seen.append(chooser)
                chooser.selectNameFilter("JSON files (*.json)")
                chooser.findChild(QLineEdit, "fileNameEdit").setText(file)
        return bool(panel.batchRowCount() == count)

    yield from desk.until(is_loaded, "the rows to be loaded")
    yield from desk.until(lambda: not choosers() and not windows.questions(), "the questions to close")
    yield from desk.pause(0.3)


def choosers() -> list[QFileDialog]:
    """Return the file dialogs that are open."""
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible()]
