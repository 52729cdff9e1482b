"""A look for an engine in the background, so that the first question whether one can be started is answered right."""

from __future__ import annotations

from typing import Any, Callable, Optional

from qgis.core import QgsTask

from ..core.errors import EngineError, RunCancelled
from ..core.interpreter.find import find_interpreter
from . import engine
from .background import start
from .words import tr


class LookForEngine(QgsTask):
    """Looks for a Python in the background; `advice` says what is wrong, empty where one was found."""

    def __init__(self, setting: Optional[str]) -> None:
        super().__init__(tr("Looking for the engine of Tiled raster"))
        self.setting = setting
        self.advice = ""

    def run(self) -> bool:
        """Look. True even where there is none: the task has done its work."""
        try:
            find_interpreter(self.setting, is_cancelled=self.isCanceled)
        except EngineError as error:
            self.advice = str(error)
        except RunCancelled:
            return False
        return True


def look_in_background(settings: Any, then: Optional[Callable[[], None]] = None) -> Optional[LookForEngine]:
    """Look where nobody has looked yet, and call `then` afterwards; what was found is remembered for all.

    Returns the task, None where it is known already. `then` is best a method of a QObject: Qt forgets it with that.
    """
    if engine.is_known(settings):
        return None
    task = LookForEngine(settings.python or None)
    if then is not None:
        task.taskCompleted.connect(then)
    start(task)
    return task
