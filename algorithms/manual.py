"""Find the plugin's own pages: one for each algorithm and language, written by `make docs`, read offline."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QUrl

PAGES = Path(__file__).resolve().parent.parent / "resources" / "help"
LANGUAGES = ("en", "fr", "de")


def language() -> str:
    """Return the language of QGIS where there are pages in it, else English."""
    spoken = QgsApplication.locale()[:2].lower()
    return spoken if spoken in LANGUAGES else "en"


def page_url(name: str) -> str:
    """Return the address of the page of the algorithm `name`, in the language of QGIS."""
    return QUrl.fromLocalFile(str(PAGES / language() / f"{name}.html")).toString()
