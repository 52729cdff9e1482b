"""Loads tables into the project, as layers without geometry. QGIS itself loads rasters and vectors only."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingMultiStepFeedback, QgsProcessingUtils


def load_table(path: Optional[str], name: str, context: Any, feedback: Any) -> None:
    """Let a table be loaded when the run is done, where QGIS loads results at all.

    Not for a step of a model: its author says which results are wanted.
    """
    if not path or isinstance(feedback, QgsProcessingMultiStepFeedback) or context.project() is None:
        return
    hint = QgsProcessingUtils.LayerHint.Vector
    details = QgsProcessingContext.LayerDetails(name, context.project(), "OUTPUT_TABLE", hint)
    context.addLayerToLoadOnCompletion(path, details)
