"""Translation of what the user reads. Ids, parameter names and JSON keys are never translated."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

CONTEXT = "TiledRaster"


def tr(text: str) -> str:
    """Return `text` in the user's language."""
    return QCoreApplication.translate(CONTEXT, text)
