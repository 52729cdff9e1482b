"""The line above Run that says how the run will go, and follows the form."""

from __future__ import annotations

import contextlib
from typing import Any, Callable, Optional

from qgis.core import QgsProcessingContext, QgsProject
from qgis.PyQt.QtCore import QEvent, QObject, QTimer
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy

from ..core.errors import TilingError
from . import engine
from .planned import MakePlan, free_at, in_a_line, is_long, plan_in_background
from .values import Values
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
        self._task: Optional[MakePlan] = None
        self._target: Optional[str] = None
        self.label = QLabel(dialog)
        self.label.setObjectName("tiled_raster_plan")
        self.label.setWordWrap(True)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = dialog.layout()
        places = [number for number in range(layout.count()) if layout.itemAt(number).widget() is not None]
        layout.insertWidget(places[-1] if len(places) < 3 else places[2], self.label)
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
        algorithm = self._dialog.algorithm()
        values = self._values()
        if values is None or not values.get("INPUT"):
            self.label.setText("")
            return
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())  # the form names a layer by its id
        read = Values(algorithm, values, context)
        try:
            job = algorithm.make_job(read)
        except TilingError as error:
            self.label.setText(self._in_words(str(error)))
            return
        if getattr(job, "function", None) is not None:  # a user's code is not run before Run is pressed
            self.label.setText("")
            return
        self._target = read.destination("OUTPUT") or None
        settings = engine.settings_of(algorithm.provider())
        self._task = plan_in_background(job.to_json(), settings, self._show)

    def _values(self) -> Optional[dict[str, Any]]:
        """Return what the form holds, None while QGIS itself finds a value wrong."""
        from processing.gui.AlgorithmDialogBase import AlgorithmDialogBase

        wrong = tuple(
            getattr(AlgorithmDialogBase, name)
            for name in ("InvalidParameterValue", "InvalidOutputExtension")
            if hasattr(AlgorithmDialogBase, name)
        )
        try:
            found: dict[str, Any] = self._dialog.mainWidget().createProcessingParameters()
        except wrong:
            return None
        return found

    def _show(self) -> None:
        task = self._task
        if task is None:
            return
        if task.plan is None:
            self.label.setText(self._in_words(task.problem))
            return
        line = in_a_line(task.plan, free_at(self._target))
        self.label.setText(tr("{} - this will take long").format(line) if is_long(task.plan) else line)
