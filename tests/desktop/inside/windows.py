"""Finds and uses QGIS's own windows: the toolbox, the dialogs of algorithms, questions, the options."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsApplication, QgsProject, QgsRasterLayer
from qgis.gui import QgsProcessingAlgorithmDialogBase, QgsProcessingToolboxTreeView
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QMessageBox, QProgressBar, QPushButton, QTextEdit, QWidget
from qgis.utils import iface

PROVIDER = "tiledraster"


def provider() -> Any:
    """Return the plugin's provider, None where there is none."""
    return QgsApplication.processingRegistry().providerById(PROVIDER)


def toolbox() -> Any:
    """Return the toolbox, shown."""
    from processing.gui.ProcessingToolbox import ProcessingToolbox

    dock = iface.mainWindow().findChild(ProcessingToolbox)
    dock.setUserVisible(True)
    return dock


def rows(view: QgsProcessingToolboxTreeView, parent: Any = None, depth: int = 0) -> Any:
    """Yield (depth, text, index) of every row of the toolbox that its search leaves."""
    model = view.model()
    for number in range(model.rowCount() if parent is None else model.rowCount(parent)):
        index = model.index(number, 0) if parent is None else model.index(number, 0, parent)
        yield depth, model.data(index), index
        yield from rows(view, index, depth + 1)


def row_of(view: QgsProcessingToolboxTreeView, text: str) -> Any:
    """Return the index of the row with this text under the plugin's provider or another."""
    return next((index for _, shown, index in rows(view) if shown == text), None)


def double_click(view: QgsProcessingToolboxTreeView, index: Any) -> None:
    """Double-click a row of the toolbox; later, since the dialog that opens runs an event loop of its own."""
    view.expandAll()
    view.scrollTo(index)
    view.setCurrentIndex(index)
    place = view.visualRect(index).center()
    click(view.viewport(), place)
    later(lambda: QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place))


def later(action: Any) -> None:
    """Call `action` when the event loop is next at work, outside of the scenario."""
    QTimer.singleShot(0, action)


def click(widget: QWidget, place: Optional[QPoint] = None) -> None:
    """Click on a widget with the left button."""
    QTest.mouseClick(
        widget,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        widget.rect().center() if place is None else place,
    )


def press(button: QPushButton) -> None:
    """Click on a button, later, since what it starts may run an event loop of its own."""
    later(lambda: click(button))


def dialogs(title: str = "") -> list[Any]:
    """Return the visible dialogs of algorithms whose title holds `title`, the oldest first."""
    return [
        widget
        for widget in QApplication.topLevelWidgets()
        if isinstance(widget, QgsProcessingAlgorithmDialogBase) and widget.isVisible() and title in widget.windowTitle()
    ]


def new_dialog(known: list[Any], title: str = "") -> Any:
    """Return a visible dialog that is not among `known`, None while there is none."""
    return next((dialog for dialog in dialogs(title) if dialog not in known), None)


def questions() -> list[QMessageBox]:
    """Return the message boxes that wait for an answer."""
    return [
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMessageBox) and widget.isVisible()
    ]


def answer_yes(box: QMessageBox) -> str:
    """Answer a question with yes, or what stands for it, and return what was asked."""
    for kind in (QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.Ok, QMessageBox.StandardButton.Discard):
        if box.button(kind) is not None:
            press(box.button(kind))
            break
    return box.text()


def button(dialog: Any, text: str) -> QPushButton:
    """Return the visible button with this text."""
    for found in dialog.findChildren(QPushButton):
        if found.text().replace("&", "") == text and found.isVisibleTo(dialog):
            return found
    names = sorted(found.text() for found in dialog.findChildren(QPushButton))
    raise LookupError(f"{dialog.windowTitle()} has no button {text}, but {names}")


def bar(dialog: Any) -> QProgressBar:
    """Return the progress bar at the foot of an algorithm's dialog."""
    return dialog.findChild(QProgressBar)


def log_of(dialog: Any) -> str:
    """Return the text of the log tab, and not that of the help beside it."""
    texts = [found.toPlainText() for found in dialog.findChildren(QTextEdit)]
    return next((text for text in texts if "Input parameters:" in text), "")


def starts_of(dialog: Any) -> int:
    """Return how many runs the log tells of. A button tells too little: a run may be over before anybody looks."""
    return log_of(dialog).count("Input parameters:")


def ends_of(dialog: Any) -> int:
    """Return how many runs have ended, by the log; in that of a model its steps count too."""
    return sum(log_of(dialog).count(words) for words in ("Execution completed in", "Execution failed after"))


def fill(dialog: Any, **values: Any) -> None:
    """Set the widgets of a dialog, as choosing from the history does."""
    dialog.setParameters(values)


def is_running(dialog: Any) -> bool:
    """Return whether the dialog's run goes on."""
    return button(dialog, "Cancel").isEnabled()


def is_over(dialog: Any) -> bool:
    """Return whether the dialog's run has ended."""
    return not is_running(dialog)


def layer_of(path: str) -> Optional[QgsRasterLayer]:
    """Return the project's layer of a file."""
    return next((layer for layer in QgsProject.instance().mapLayers().values() if layer.source() == path), None)
