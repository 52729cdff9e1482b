"""A line of QGIS's dialogs that says how many things are chosen, made to name them."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import QEvent, QObject, QTimer
from qgis.PyQt.QtWidgets import QLineEdit, QWidget

PANEL_CLASS = "QgsProcessingEnumPanelWidget"


class Names(QObject):
    """Writes the names that are chosen into QGIS's line for several choices: QGIS 3.22 says only how many there are.

    Whoever makes one keeps it: sip lets go of a child whose parent Python no longer knows.
    """

    def __init__(self, widget: QWidget, value: Any) -> None:
        super().__init__(widget)
        self.widget, self.value = widget, value
        self.line: Optional[QLineEdit] = None
        widget.installEventFilter(self)
        self.later()

    def later(self) -> None:
        """Write when QGIS is done: before, a model's child does not have its new value yet."""
        timer = QTimer(self)  # as a child it goes when the widget goes
        timer.setSingleShot(True)
        timer.timeout.connect(self.write)
        timer.timeout.connect(timer.deleteLater)
        timer.start(0)

    def eventFilter(self, watched: Any, event: Any) -> bool:
        """Write when the widget is shown; every event goes on."""
        if event.type() == QEvent.Type.Show:
            self.later()
        return bool(super().eventFilter(watched, event))

    def write(self) -> None:
        """Write the names into the line."""
        chosen = self.value()
        names = ", ".join(str(one) for one in chosen) if isinstance(chosen, (list, tuple)) else str(chosen or "")
        panels = [one for one in (self.widget, *self.widget.findChildren(QWidget)) if class_of(one) == PANEL_CLASS]
        for line in (line for panel in panels for line in panel.findChildren(QLineEdit)):
            if line is not self.line:
                self.line = line
                line.textChanged.connect(lambda _: self.later())
            if names and line.text() != names:
                line.setText(names)


def class_of(widget: QWidget) -> str:
    """Return the name of the C++ class."""
    return str(widget.metaObject().className())
