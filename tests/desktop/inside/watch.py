"""Watches a run from inside the window: pauses of the event loop, values of a progress bar, a map that is panned."""

from __future__ import annotations

import time
from typing import Any, Optional

from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QProgressBar
from qgis.utils import iface

BEAT_MS = 10
PAN_EVERY = 6
STEP_PIXELS = 25


class Watch:
    """Beats every ten milliseconds from its making until `stop`."""

    def __init__(self, bar: Optional[QProgressBar] = None, pan: bool = False) -> None:
        self._bar, self._pan = bar, pan
        self.longest_ms = 0.0
        self.beats = 0
        self.pans = 0
        self.drawn = 0
        self.values: list[int] = []
        iface.mapCanvas().mapCanvasRefreshed.connect(self._count_drawing)
        self._began = self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest_ms = max(self.longest_ms, (now - self._last) * 1000)
        self.beats += 1
        if self._bar is not None and (not self.values or self._bar.value() != self.values[-1]):
            self.values.append(self._bar.value())
        if self._pan and self.beats % PAN_EVERY == 0:
            pan_map(STEP_PIXELS if self.pans // 20 % 2 == 0 else -STEP_PIXELS)
            self.pans += 1
        self._last = time.perf_counter()  # what the beat itself took is the test's doing, not a pause

    def _count_drawing(self) -> None:
        self.drawn += 1

    def stop(self) -> dict[str, Any]:
        """Stop beating and return what was seen."""
        self._timer.stop()
        iface.mapCanvas().mapCanvasRefreshed.disconnect(self._count_drawing)
        return {
            "seconds": round(time.perf_counter() - self._began, 2),
            "beats": self.beats,
            "longest_pause_ms": round(self.longest_ms, 1),
            "pans": self.pans,
            "maps_drawn": self.drawn,
            "progress": self.values,
        }


def pan_map(pixels: int) -> None:
    """Move the map sideways, as dragging it does."""
    canvas = iface.mapCanvas()
    centre = canvas.center()
    canvas.setCenter(QgsPointXY(centre.x() + pixels * canvas.mapUnitsPerPixel(), centre.y()))
    canvas.refresh()
