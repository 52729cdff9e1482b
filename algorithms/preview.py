"""The button Preview in a dialog: the chosen filter on what the map shows, by the engine, before it is run on all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Callable, Optional

from qgis.core import QgsRasterLayer
from qgis.PyQt.QtCore import QEvent, QObject, QSize, QTimer
from qgis.PyQt.QtGui import QImage
from qgis.PyQt.QtWidgets import QPushButton

from ..core.engine.events import PREVIEW
from ..core.errors import TilingError
from ..core.jobs import FilterJob
from . import engine
from .asked import Question, ask
from .formed import Formed, formed
from .inputs import input_layer
from .preview_pictures import Drawing, area_of, painted, shown_by
from .preview_window import PreviewWindow
from .style import is_in_sight
from .words import tr

SIDE_PX = 1024
"""The most rows and columns that are previewed: the middle of what the map shows, at full resolution."""


@dataclass
class Making:
    """A preview under way: the engine's question, then two drawings."""

    job: FilterJob
    source: QgsRasterLayer
    is_styled: bool
    is_on_the_map: bool
    folder: str
    began: float
    question: Optional[Question] = None
    drawings: tuple[Drawing, ...] = ()

    def stop(self) -> None:
        """End whatever is at work, and remove the file that was made."""
        if self.question is not None:
            with contextlib.suppress(RuntimeError):  # QGIS deletes a task that has ended
                self.question.cancel()
        for drawing in self.drawings:
            drawing.stop()
        self.clear()

    def clear(self) -> None:
        """Remove the file that was made."""
        shutil.rmtree(self.folder, ignore_errors=True)


class Preview(QObject):
    """The button, its window, and the one preview that may be under way."""

    def __init__(self, dialog: Any, in_words: Callable[[str], str], canvas: Callable[[], Any]) -> None:
        """`in_words` puts an error of core into the words of the form; `canvas` returns the map, None without one."""
        super().__init__(dialog)
        self._dialog = dialog
        self._in_words = in_words
        self._canvas = canvas
        self._making: Optional[Making] = None
        self.window: Optional[PreviewWindow] = None
        self.button = QPushButton(tr("Preview"), dialog)
        self.button.setObjectName("tiled_raster_preview")
        self.button.setAutoDefault(False)
        told = tr(
            "Runs the filter on what the map shows, at full resolution and on at most {} x {} pixels, and compares "
            "before and after. Nothing is written."
        )
        self.button.setToolTip(told.format(f"{SIDE_PX:,}", f"{SIDE_PX:,}"))
        self.button.clicked.connect(lambda: self.begin())
        dialog.installEventFilter(self)

    def eventFilter(self, watched: Any, event: Any) -> bool:  # noqa: ARG002
        """Close the window with the dialog."""
        if event.type() == QEvent.Type.Close and self.window is not None:
            self.window.close()
        return False

    def begin(self) -> None:
        """Make a preview of what the form says now."""
        self.stop()
        window = self._opened()
        window.begin(tr("The engine filters what the map shows"))
        try:
            found = formed(self._dialog)
        except TilingError as error:
            window.end(self._in_words(str(error)))
            return
        if found is None:
            window.end(tr("Choose a raster first."))
            return
        self._ask(found)

    def stop(self) -> None:
        """Let go of the preview that is under way."""
        making, self._making = self._making, None
        if making is not None:
            making.stop()

    def _opened(self) -> PreviewWindow:
        if self.window is None:
            self.window = PreviewWindow(self._dialog, tr("Preview: {}").format(self._dialog.algorithm().displayName()))
            self.window.stopped.connect(self.stop)
        return self.window

    def _ask(self, found: Formed) -> None:
        """Let the engine run the job on the part, into a file of ours."""
        settings = engine.settings_of(self._dialog.algorithm().provider())
        layer = input_layer(found.values)
        assert layer is not None, "a job was made of it"
        extent, is_on_the_map = area_of(found.job, layer, shown_by(self._canvas(), layer))
        folder = tempfile.mkdtemp(prefix="tiled-raster-preview-", dir=settings.temporary_folder or None)
        # Ours: the user may take the layer out of the project meanwhile, and that of a file goes with the values.
        source = layer.clone()
        self._making = making = Making(found.job, source, is_in_sight(layer), is_on_the_map, folder, time.monotonic())
        plain = _plain(found.job, extent, os.path.join(folder, "preview.tif"))
        making.question = ask(
            tr("Preview: {}").format(self._dialog.algorithm().displayName()),
            {**plain, PREVIEW: SIDE_PX},
            settings,
            lambda question: self._answered(making, question),
        )

    def _answered(self, making: Making, question: Question) -> None:
        """Draw both pictures, unless another preview was begun, or this one stopped."""
        if making is not self._making:
            making.clear()
            return
        making.question = None
        if question.answer is None:
            self._end(self._in_words(question.problem))
            return
        before = making.source
        after = painted(making.job, before, making.is_styled, str(question.answer["output"]))
        extent, size = after.extent(), QSize(after.width(), after.height())
        pictures: dict[str, QImage] = {}

        def drawn(name: str, picture: QImage) -> None:
            pictures[name] = picture
            if len(pictures) == len(making.drawings):
                self._show(making, pictures)

        making.drawings = (
            Drawing(before, extent, size, lambda picture: drawn("before", picture)),
            Drawing(after, extent, size, lambda picture: drawn("after", picture)),
        )

    def _show(self, making: Making, pictures: Mapping[str, QImage]) -> None:
        before, after = pictures["before"], pictures["after"]
        sides = (f"{after.height():,}", f"{after.width():,}")
        took_s = f"{time.monotonic() - making.began:.1f}"
        told = tr("{} x {} pixels at full resolution, in {} s.").format(*sides, took_s)
        if not making.is_on_the_map:
            told += " " + tr("The map does not show this raster: this is its middle.")
        self._end(told, before, after)

    def _end(self, words: str, before: Optional[QImage] = None, after: Optional[QImage] = None) -> None:
        making, self._making = self._making, None
        if making is not None:
            making.drawings = ()
            QTimer.singleShot(0, lambda: making.clear())  # when the layers, still at work here, have closed it
        if self.window is not None:
            self.window.end(words, before, after)


def _plain(job: FilterJob, extent: Any, target: str) -> dict[str, Any]:
    """Return the job as JSON, on a part and into a plain GeoTIFF that nobody keeps."""
    config = job.config.copy()
    config.outfile, config.driver = target, "GTiff"
    config.creation_options = {"COMPRESS": "NONE"}
    plain: dict[str, Any] = replace(job, config=config, extent=extent, overviews="no").to_json()
    return plain


def map_canvas() -> Any:
    """Return the map of QGIS's window, None where there is no window."""
    from qgis.utils import iface

    return None if iface is None else iface.mapCanvas()
