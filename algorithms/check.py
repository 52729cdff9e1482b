"""The algorithm "Check the engine": what a run would use, in words that can be copied into a report of a fault."""

from __future__ import annotations

from html import escape
from typing import Any

from qgis.core import QgsProcessingOutputString, QgsProcessingParameterFileDestination

from ..core.errors import RunCancelled
from ..core.files.whole_file import write_whole
from . import compat, engine
from .base import GroupedAlgorithm, errors_in_words, tell_cancelled
from .feedback import Reporter
from .inputs import check_file_target
from .words import tr

PAGE = "<!DOCTYPE html><meta charset='utf-8'><title>{title}</title><pre style='white-space: pre-wrap'>{text}</pre>\n"


class CheckEngine(GroupedAlgorithm):
    """Looks for a Python anew, and reports what it finds."""

    group_id = "helpers"

    def createInstance(self) -> CheckEngine:
        """Return a new instance, for one run."""
        return CheckEngine()

    def name(self) -> str:
        """Return the id, never changed."""
        return "checkengine"

    def displayName(self) -> str:
        """Return the name in the toolbox."""
        return tr("Check the engine")

    def shortDescription(self) -> str:
        """Return one sentence."""
        return tr("Reports which Python the tiled tools run with, its libraries, cores and memory.")

    def tags(self) -> list[str]:
        """Return words that find the algorithm."""
        return tr("rasterio,scipy,numpy,python,interpreter,dependencies,install,diagnose,bug,report").split(",")

    def shortHelpString(self) -> str:
        """Return the help beside the panel."""
        return tr(
            "<p>The tiled tools do their work in an engine process outside QGIS, which needs a Python with NumPy "
            "and rasterio or osgeo.gdal. This looks for it anew, forgetting what was remembered, and reports what was "
            "found, what was refused and why, and the command that mends it.</p><p>Another Python can be named under "
            "Settings &gt; Options &gt; Processing &gt; Providers &gt; Tiled raster. Copy the log into a report of a "
            "fault.</p>"
        )

    def initAlgorithm(self, configuration: Any = None) -> None:  # noqa: ARG002
        """Declare the outputs. QGIS runs an algorithm without any parameter unseen: its log would be lost."""
        page = QgsProcessingParameterFileDestination(
            "OUTPUT_HTML",
            tr("Report on the engine (HTML)"),
            tr("HTML files (*.html)"),
            optional=True,
            createByDefault=True,
        )
        self.addParameter(page)
        self.addOutput(QgsProcessingOutputString("REPORT", tr("Report")))

    def processAlgorithm(self, parameters: Any, context: Any, feedback: Any) -> dict[str, Any]:
        """Look, and report line by line."""
        from ..core.engine.check import as_text, check_engine

        page = self.parameterAsFileOutput(parameters, "OUTPUT_HTML", context)
        with errors_in_words():
            check_file_target("OUTPUT_HTML", page)
        provider, settings = self.provider(), engine.settings_of(self.provider())
        plugin = provider.versionInfo() if provider else tr("unknown")
        try:
            report = check_engine(
                settings.python or None,
                settings.workers,
                settings.memory_limit_mb,
                settings.temporary_folder or None,
                is_cancelled=Reporter(feedback).is_cancelled,
            )
        except RunCancelled:
            tell_cancelled(feedback, tr("Cancelled."))
            return {}
        text = f"Tiled Raster {plugin}, in QGIS {compat.version_text()}\n{as_text(report)}"
        for line in text.splitlines():
            feedback.pushInfo(line)
        if not page:
            return {"REPORT": text}
        with errors_in_words():
            write_whole(page, PAGE.format(title=escape(self.displayName()), text=escape(text)))
        return {"REPORT": text, "OUTPUT_HTML": page}
