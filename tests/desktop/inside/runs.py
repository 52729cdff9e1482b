"""What the scenarios share: a raster in the project, a dialog opened from the toolbox, a run that is followed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import windows
from qgis.core import QgsProject, QgsRasterLayer
from qgis.utils import iface

FILTER, STATISTICS, CHECK = "Tiled filter (save)", "Tiled statistics (collect)", "Check the engine"


def load(path: str, name: str) -> QgsRasterLayer:
    """Put a raster into the project, once, and show all of it."""
    layer = windows.layer_of(path)
    if layer is None:
        layer = QgsRasterLayer(path, name)
        QgsProject.instance().addMapLayer(layer)
        QgsProject.instance().setCrs(layer.crs())
        iface.mapCanvas().setExtent(layer.extent())
        iface.mapCanvas().refresh()
    return layer


def open_dialog(desk: Any, name: str) -> Any:
    """Open an algorithm's dialog by a double click in the toolbox."""
    box = windows.toolbox()
    box.searchBox.setText("tiled")
    view = box.algorithmTree
    index = yield from desk.until(lambda: windows.row_of(view, name), f"{name} in the toolbox")
    known = windows.dialogs()
    windows.double_click(view, index)
    dialog = yield from desk.until(lambda: windows.new_dialog(known), f"the dialog of {name}")
    dialog.resize(900, 700)
    yield from desk.pause(0.2)
    return dialog


def begin(desk: Any, dialog: Any, **values: Any) -> Any:
    """Fill in the dialog, press Run, and wait until the run has begun; a short one may be over already."""
    if values:
        windows.fill(dialog, **values)
    starts, ends = windows.starts_of(dialog), windows.ends_of(dialog)
    windows.press(windows.button(dialog, "Run"))

    def has_begun() -> bool:
        if windows.starts_of(dialog) == starts:
            return False
        return windows.is_running(dialog) or windows.ends_of(dialog) > ends

    yield from desk.until(lambda: has_begun() or windows.questions(), "the run to begin")
    if windows.questions():
        raise RuntimeError(f"the dialog asks: {windows.questions()[0].text()}")


def finish(desk: Any, dialog: Any, loaded: str = "") -> Any:
    """Wait until the run is over and its result, if one is named, is loaded. Return the layer."""
    yield from desk.until(lambda: windows.is_over(dialog), "the run to end")
    if loaded:
        yield from desk.until(lambda: windows.layer_of(loaded), f"{loaded} to be loaded")
    yield from desk.pause(0.2)
    return windows.layer_of(loaded)


def under_way(desk: Any, dialog: Any) -> Any:
    """Wait until the progress bar has left zero, in a run that cannot end by itself so soon."""
    yield from desk.until(lambda: windows.bar(dialog).value() > 0, "the progress bar to move")


def engines(home: Path) -> list[int]:
    """Return the processes of ours that run now: engines and workers."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if b"bootstrap.py" in words and os.fsencode(home) + b"/" in words:
                found.append(int(entry.name))
    return found


def digest(path: Any) -> str:
    """Return a number that tells whether a file's bytes have changed."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()
