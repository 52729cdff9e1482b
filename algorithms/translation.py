"""Loads the translation into the language of QGIS: `tiled_raster_<language>.qm`, made of the .ts beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "i18n"


def install(locale: str = "") -> Optional[QTranslator]:
    """Install the translation for a locale, QGIS's own by default; return it, None where there is none (English)."""
    file = FOLDER / f"tiled_raster_{(locale or QgsApplication.locale())[:2].lower()}.qm"
    translator = QTranslator()
    if not file.is_file() or not translator.load(str(file)):
        return None
    QCoreApplication.installTranslator(translator)
    return translator


def remove(translator: Optional[QTranslator]) -> None:
    """Take a translation away."""
    if translator is not None:
        QCoreApplication.removeTranslator(translator)
