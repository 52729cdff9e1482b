"""Every form at the size it opens with, in English and in German; and a preview of what the map shows."""

from __future__ import annotations

from typing import Any

import processing
import runs
import windows
from qgis.core import QgsSettings
from qgis.PyQt.QtWidgets import QAbstractScrollArea, QDialog, QLabel, QPushButton

GEOMETRY = "Windows/QgsProcessingDialogBase/geometry"


def every_form(desk: Any) -> Any:
    """Open each dialog, take its picture and measure it."""
    from tiled_raster.algorithms import translation

    found = {}
    for language in ("en", "de"):
        translator = translation.install(language) if language != "en" else None
        for algorithm in windows.provider().algorithms():
            dialog = yield from opened(desk, algorithm.id())
            desk.picture(dialog, f"form-{algorithm.name()}-{language}")
            found[f"{algorithm.name()} {language}"] = measured(dialog)
            dialog.close()
        translation.remove(translator)
    yield from desk.pause(0.5)
    return {"forms": found}


def opened(desk: Any, name: str) -> Any:
    """Open a dialog at QGIS's own size, with the DEM, and let the plan appear."""
    QgsSettings().remove(GEOMETRY)
    dialog = processing.createAlgorithmDialog(name, {"INPUT": desk.orders["dem"]})
    dialog.show()
    yield from desk.pause(0.3)
    return dialog


def measured(dialog: Any) -> dict[str, Any]:
    """Return what a person would find wrong with a form: what must be scrolled to, and what is cut off."""
    panel = dialog.mainWidget()
    areas = panel.findChildren(QAbstractScrollArea)
    outputs = {each.name() for each in dialog.algorithm().destinationParameterDefinitions()}
    shown = [name for name, wrapper in panel.wrappers.items() if name not in outputs and is_shown(wrapper)]
    words = [one for one in dialog.findChildren(QLabel) if one.isVisible() and not one.wordWrap()]
    words += [one for one in dialog.findChildren(QPushButton) if one.isVisible() and one.text()]
    return {
        "scrolls": [type(area).__name__ for area in areas if area.horizontalScrollBar().isVisible()],
        "fields": shown,
        "cut": [one.text() for one in words if one.sizeHint().width() > one.width()],
        "size": [dialog.width(), dialog.height()],
    }


def is_shown(wrapper: Any) -> bool:
    """Return whether a field is in sight without opening the advanced ones."""
    widget = wrapper.wrappedWidget() if hasattr(wrapper, "wrappedWidget") else wrapper.widget
    return widget is not None and widget.isVisible()


def preview_of_the_map(desk: Any) -> Any:
    """Preview a filter on what the map shows, then cancel one by closing its window."""
    dialog = yield from opened(desk, "tiledraster:focalstatistics")
    windows.press(windows.button(dialog, "Preview"))
    window = yield from desk.until(lambda: preview_window(dialog), "the window of the preview")
    yield from desk.until(lambda: not window.is_busy, "the preview")
    yield from desk.pause(0.2)
    desk.picture(window, "preview")
    words, share = window.words.text(), window.pictures.share
    windows.press(windows.button(dialog, "Preview"))
    yield from desk.until(lambda: window.is_busy, "another preview")
    window.close()
    yield from desk.until(lambda: not runs.engines(desk.home), "the engine to be gone")
    dialog.close()
    yield from desk.pause(0.2)
    return {"words": words, "share": share}


def preview_window(dialog: Any) -> Any:
    """Return the window of a dialog's preview, None while there is none."""
    return next((one for one in dialog.findChildren(QDialog) if hasattr(one, "is_busy") and one.isVisible()), None)
