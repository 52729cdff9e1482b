"""The line above Run that says how the run will go, and follows the form."""

from __future__ import annotations

import contextlib
from typing import Any, Callable, Optional

from qgis.PyQt.QtCore import QEvent, QObject, QTimer
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QSizePolicy

from ..core.errors import TilingError
from . import engine
from .asked import Question
from .formed import formed
from .planned import free_at, in_a_line, is_long, plan_in_background
from .words import tr

PAUSE_MS = 500
"""A plan is made once the form has been left alone for so long."""


class PlanLine(QObject):
    """A label in a dialog, and the task that makes the plan that it shows."""

    def __init__(self, dialog: Any, in_words: Callable[[str], str]) -> None:
        """`in_words` puts an error of core into the words of the form."""
        super().__init__(dialog)
        self._dialog = dialog
        self._in_words = in_words
        self._task: Optional[Question] = None
        self._target: Optional[str] = None
        self.label = QLabel(dialog)
        self.label.setObjectName("tiled_raster_plan")
        self.label.setWordWrap(True)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = dialog.layout()
        places = [number for number in range(layout.count()) if layout.itemAt(number).widget() is not None]
        self.row = QHBoxLayout()
        """The line, with room for a button beside it."""
        self.row.addWidget(self.label, 1)
        layout.insertLayout(places[-1] if len(places) < 3 else places[2], self.row)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._begin)
        dialog.installEventFilter(self)

    def follow(self) -> None:
        """Make a new plan, once the form is left alone."""
        self._cancel()
        self._timer.start(PAUSE_MS)

    def eventFilter(self, watched: Any, event: Any) -> bool:  # noqa: ARG002
        """Make no plan any more when the dialog closes."""
        if event.type() == QEvent.Type.Close:
            self._timer.stop()
            self._cancel()
        return False

    def _cancel(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            with contextlib.suppress(RuntimeError):  # QGIS deletes a task that has ended
                task.cancel()

    def _begin(self) -> None:
        try:
            found = formed(self._dialog)
        except TilingError as error:
            self.label.setText(self._in_words(str(error)))
            return
        # A user's code is not run before a button is pressed.
        if found is None or getattr(found.job, "function", None) is not None:
            self.label.setText("")
            return
        self._target = found.values.destination("OUTPUT") or None
        settings = engine.settings_of(self._dialog.algorithm().provider())
        self._task = plan_in_background(found.job.to_json(), settings, self._show)

    def _show(self, task: Question) -> None:
        if task is not self._task:  # the form has changed meanwhile
            return
        if task.answer is None:
            self.label.setText(self._in_words(task.problem))
            return
        line = in_a_line(task.answer, free_at(self._target))
        self.label.setText(tr("{} - this will take long").format(line) if is_long(task.answer) else line)
