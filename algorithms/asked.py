"""Ask an engine in the background, for a dialog: a job and a word that says what is wanted, and then the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable, Optional

from qgis.core import QgsTask

from ..core.errors import TilingError
from . import engine
from .background import start


class Question(QgsTask):
    """Runs a job in an engine of its own; cancelled, the engine ends at once."""

    def __init__(self, title: str, job: Mapping[str, Any], settings: Any, then: Callable[[Question], None]) -> None:
        super().__init__(title)
        self._then = then
        self._job = job
        self._settings = settings
        self.answer: Optional[Mapping[str, Any]] = None
        self.problem = ""

    def run(self) -> bool:
        """Ask. True even where the job cannot be done: `problem` says why."""
        try:
            self.answer = engine.run_plain(self._job, self._settings, lambda _: None, self.isCanceled)
        except TilingError as error:
            self.problem = str(error)
        return True

    def finished(self, result: bool) -> None:  # noqa: ARG002
        """Hand over what was answered; QGIS calls this in the main thread, also for what was cancelled."""
        then, self._then = self._then, lambda _: None  # it knows the dialog, which is not kept
        then(self)


def ask(title: str, job: Mapping[str, Any], settings: Any, then: Callable[[Question], None]) -> Question:
    """Ask, and call `then` with the question, in the main thread, once it is answered or cancelled."""
    question = Question(title, job, settings, then)
    start(question)
    return question
