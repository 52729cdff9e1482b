"""Do what all algorithms share: checks on raw values, the engine's run, and errors in one sentence."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Optional

from qgis.core import Qgis, QgsMessageLog, QgsProcessingAlgorithm, QgsProcessingException
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from ..core.errors import EngineError, RunCancelled, TilingError
from ..core.interpreter.find import find_interpreter
from . import compat, engine, repeat
from .feedback import Reporter
from .inputs import loadable, scaled_bands
from .manual import page_url
from .open_layers import reopen_those_of
from .tools import GROUPS
from .values import Values
from .words import tr

LOG = "Tiled raster"
ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"


@contextmanager
def errors_in_words() -> Iterator[None]:
    """Turn core's errors into QGIS's. The traceback goes to the log panel, the sentence to the user."""
    try:
        yield
    except TilingError as error:
        details = getattr(error, "remote_traceback", "") or traceback.format_exc()
        QgsMessageLog.logMessage(details, LOG, Qgis.MessageLevel.Info)
        raise QgsProcessingException(str(error)) from error
    except KeyboardInterrupt as error:
        # Of `qgis_process`, where Ctrl-C is Python's: QGIS would take what is raised here for a result without outputs.
        told = error.args[0] if error.args else tr("not all outputs were written")
        raise QgsProcessingException(tr("Interrupted: {}.").format(told)) from error


def is_qgis_process() -> bool:
    """Return whether this program is `qgis_process`, which tells what an algorithm raises three times."""
    return Path(QCoreApplication.applicationFilePath()).stem.startswith("qgis_process")


def tell_cancelled(feedback: Any, told: str) -> None:
    """Tell of a run that was cancelled; in `qgis_process` by an error, else a script would take it for a success."""
    if is_qgis_process():
        raise QgsProcessingException(told)
    feedback.pushInfo(told)


class GroupedAlgorithm(QgsProcessingAlgorithm):
    """An algorithm in a group of the toolbox, with the group's icon."""

    group_id = ""
    """A key of `GROUPS`."""

    def group(self) -> str:
        """Return the group's name in the toolbox."""
        return tr(GROUPS[self.group_id])

    def groupId(self) -> str:
        """Return the group's id, never changed."""
        return self.group_id

    def icon(self) -> QIcon:
        """Return the group's icon."""
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        """Return the file of the group's icon."""
        return str(ICONS / f"{self.group_id}.svg")

    def helpUrl(self) -> str:
        """Return the address of the algorithm's page in the plugin."""
        return page_url(self.name())


class TiledAlgorithm(GroupedAlgorithm):
    """An algorithm that describes its run as a job and gives it to the engine.

    Subclasses make the job in `make_job`, which is called by `checkParameterValues` and again by `prepareAlgorithm`:
    a model calls only the latter.
    """

    runs_user_code = False
    """Whether a Python file of the user's is executed."""

    has_preview = False
    """Whether the dialog can show what the job makes of the part that the map shows."""

    def __init__(self) -> None:
        super().__init__()
        self.job: Any = None
        self._settings: Any = None
        self._refusal: Optional[TilingError] = None
        self._repeat: tuple[str, ...] = ()
        self.form: Any = None
        """The dialog in which the values are given, where there is one."""

    def createInstance(self) -> TiledAlgorithm:
        """Return a new instance, for one run."""
        return type(self)()

    def flags(self) -> Any:
        """Return the flags, with that of a security risk where a file of the user's is executed."""
        return compat.security_risk(super().flags()) if self.runs_user_code else super().flags()

    def settings(self) -> Any:
        """Return the provider's settings."""
        return engine.settings_of(self.provider())

    def canExecute(self) -> tuple[bool, str]:
        """Return whether an engine can be started; a cached look, with the advice for this platform."""
        return engine.can_execute(self.settings())

    def make_job(self, values: Values) -> Any:
        """Return the checked job, its outputs still open. Raises InvalidParameter, SourceError or OutputError."""
        raise NotImplementedError

    def prepare_outputs(self, values: Values) -> None:
        """Do what outputs need of the thread that owns the context. No layer may be registered here.

        In a background thread QGIS gives `processAlgorithm` another context, whose layers replace this one's.
        """

    def remarks(self, values: Values) -> list[str]:
        """Return what the user should know before the run."""
        scaled = scaled_bands(values)
        if not scaled:
            return []
        shown = ", ".join(str(band) for band in scaled)
        return [tr("Band {} has a scale or offset, which QGIS shows applied: here values are as stored.").format(shown)]

    def checkParameterValues(self, parameters: dict[str, Any], context: Any) -> tuple[bool, str]:
        """Return whether the values can be used, and what is wrong in words; our own check comes first."""
        values = Values(self, parameters, context)
        try:
            self.make_job(values)
        except TilingError as error:
            return False, str(error) if self.form is None else self.form.in_words(str(error))
        return super().checkParameterValues(loadable(values), context)

    def prepareAlgorithm(self, parameters: dict[str, Any], context: Any, feedback: Any) -> bool:
        """Make the job, every check done again: a model never calls `checkParameterValues` on its children.

        A bad value is only told by `processAlgorithm`: where a row of a batch fails here, newer QGIS ends the batch.
        """
        values = Values(self, parameters, context)
        self._settings = self.settings()
        try:
            self.job = self.make_job(values)
        except TilingError as error:
            self._refusal = error
            return True
        if is_qgis_process() and not self._told_of_engine(feedback):
            return False
        with errors_in_words():
            engine.check_known(self._settings)
        self.prepare_outputs(values)
        given = repeat.given_values(values)
        self._repeat = (repeat.process_command(self.id(), given), repeat.python_call(self.id(), given))
        for remark in self.remarks(values):
            feedback.pushWarning(remark)
        return True

    def _told_of_engine(self, feedback: Any) -> bool:
        """Return whether an engine can be started; look for it if nobody has. If not, say once what to do."""
        try:
            find_interpreter(self._settings.python or None, is_cancelled=feedback.isCanceled)
        except RunCancelled:
            return False
        except EngineError as error:
            feedback.pushInfo(str(error))
            feedback.reportError(tr("No engine can be started."), True)
            return False
        return True

    def processAlgorithm(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        """Run the job and return the outputs."""
        with errors_in_words():
            if self._refusal is not None:
                raise self._refusal
            results = self.make_outputs(parameters, context, feedback)
        reopen_those_of(results.values())
        if results:
            feedback.pushInfo(tr("To repeat this run, on the command line or in Python:"))
            for words in self._repeat:
                feedback.pushCommandInfo(words)
        return results

    def make_outputs(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        """Run the job, and return what QGIS is to know of its results."""
        raise NotImplementedError

    def run_job(self, feedback: Any) -> Optional[Mapping[str, Any]]:
        """Run the job in the engine and return its account, None when it was cancelled."""
        report = Reporter(feedback)
        with errors_in_words():
            try:
                return engine.run(self.job, self._settings, report, report.is_cancelled)
            except RunCancelled as error:
                told = str(error)
                tell_cancelled(feedback, f"{told[:1].upper()}{told[1:]}.")
                return None
