"""Show the user what the engine tells: the plan, progress with time left, warnings."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import Any, Callable, Optional

from qgis.PyQt.QtCore import QCoreApplication, QThread
from qgis.PyQt.QtWidgets import QApplication

from ..core.progress import TimeLeft, place_in_passes, spoken_duration
from .words import tr

PAUSE_S = 1.0
PAUSE_SHARE = 0.05
"""A text comes after a second, later after this share of the time so far: QGIS keeps each as a line of the log."""
BEAT_S = 1.0
"""Where nothing comes for so long, the bar moves on inside the tile."""
SLOW_TILE_S = 10.0
"""How long a tile may take while no tile was done and no plan told a time."""


class Reporter:
    """Receives the engine's events in the algorithm's thread; the client sends at most ten a second."""

    def __init__(self, feedback: Any, clock: Callable[[], float] = time.monotonic) -> None:
        self._feedback = feedback
        self._clock = clock
        self._began = clock()
        self._next_text = self._began
        self._time_left = TimeLeft(clock)
        self._left_s: Optional[float] = None
        self._percent = 0.0
        self._tiles = 0
        self._done, self._total = 0, 0
        self._tile_began = self._beaten = self._began
        self._planned_s: Optional[float] = None
        self._tell: dict[str, Callable[[Mapping[str, Any]], None]] = {
            "plan": self._plan,
            "progress": self._progress,
            "log": lambda event: feedback.pushInfo(str(event["message"])),
            "warning": lambda event: feedback.pushWarning(str(event["message"])),
        }

    def __call__(self, event: Mapping[str, Any]) -> None:
        """Show one event; kinds that mean nothing to the user are passed over."""
        self._beaten = self._clock()
        tell = self._tell.get(str(event.get("event")))
        if tell is not None:
            tell(event)

    def is_cancelled(self) -> bool:
        """Return whether the user cancelled; asked many times a second, between tiles too."""
        self._beat()
        if is_awaited_by_a_dialog():
            QCoreApplication.processEvents()
        return bool(self._feedback.isCanceled())

    def _plan(self, event: Mapping[str, Any]) -> None:
        plan = event.get("plan", event)
        for line in plan.get("text", ()):
            self._feedback.pushInfo(tr("Plan: {}").format(line))
        self._tiles = int(plan.get("tiles", 0))
        self._planned_s = plan.get("seconds")
        self._time_left = TimeLeft(self._clock)
        self._tile_began = self._clock()

    def _beat(self) -> None:
        """Show that the run lives where no event has told so for a while: nobody waits for a tile in silence."""
        now = self._clock()
        if now - self._beaten < BEAT_S:
            return
        self._beaten = now
        if self._total or self._tiles:
            self._move_on(now)
        if now >= self._next_text and now - self._tile_began >= BEAT_S:  # "at work for 0 s" tells nothing
            self._next_text = now + max(PAUSE_S, PAUSE_SHARE * (now - self._began))
            self._feedback.setProgressText(self._at_work(now))

    def _move_on(self, now: float) -> None:
        """Move the bar inside the tile that is being worked on; it comes near to the tile's end, and never there."""
        total = self._total or self._tiles
        left_s = self._left_s if self._done else self._planned_s
        pace_s = left_s / max(total - self._done, 1) if left_s else SLOW_TILE_S
        inside = 1 - math.exp(-(now - self._tile_began) / pace_s)
        percent = 100.0 * min(self._done + inside, total) / total
        if percent > self._percent:
            self._percent = percent
            self._feedback.setProgress(percent)

    def _at_work(self, now: float) -> str:
        total = self._total or self._tiles
        if not total:
            return tr("Starting the engine")
        if self._done >= total:
            return tr("Finishing the output")
        if self._done and self._left_s is not None:
            return self._place(self._done, total, self._counted_down_s(now, total))
        waited = spoken_duration(now - self._tile_began)
        return tr("Tile {} of {}: at work for {}").format(f"{self._done + 1:,}", f"{total:,}", waited)

    def _progress(self, event: Mapping[str, Any]) -> None:
        done, total = int(event["done"]), max(int(event["total"]), 1)
        self._percent = max(self._percent, min(100.0 * done / total, 100.0))  # never backwards, when passes are added
        self._feedback.setProgress(self._percent)
        now = self._clock()
        if done != self._done:
            self._tile_began = now
        self._done, self._total = done, total
        self._left_s = self._time_left.seconds(done, total)
        if now >= self._next_text or done >= total:
            self._next_text = now + max(PAUSE_S, PAUSE_SHARE * (now - self._began))
            self._say(done, total)

    def _counted_down_s(self, now: float, total: int) -> float:
        """Return the seconds left while a tile is being worked on; where it is late, those of the tiles after it."""
        assert self._left_s is not None
        tiles = total - self._done
        return max(self._left_s - (now - self._tile_began), self._left_s * (tiles - 1) / tiles)

    def _say(self, done: int, total: int) -> None:
        self._feedback.setProgressText(self._place(done, total, self._left_s))

    def _place(self, done: int, total: int, seconds: Optional[float]) -> str:
        """Return which tile is done, and what is left: the one line that the log repeats."""
        spoken = self._time_left.spoken(seconds)
        left = tr(", {} left").format(spoken) if spoken else ""
        tile, tiles, number, passes = place_in_passes(done, total, self._tiles)
        part = tr(", pass {} of {}").format(number, passes) if passes > 1 else ""
        return tr("Tile {} of {}{}{}").format(f"{tile:,}", f"{tiles:,}", part, left)


def is_awaited_by_a_dialog() -> bool:
    """Return whether this is the main thread and a dialog of Processing is open, as when a batch runs.

    There QGIS attends to its windows, and to the Cancel button, only when a run reports something. A script that
    calls `processing.run` is left alone: it need not expect that the user acts in the middle of it.
    """
    application = QCoreApplication.instance()
    if not isinstance(application, QApplication) or QThread.currentThread() != application.thread():
        return False
    shown = [widget for widget in application.topLevelWidgets() if widget.isVisible()]
    if not shown:
        return False
    from qgis.gui import QgsProcessingAlgorithmDialogBase

    return any(isinstance(widget, QgsProcessingAlgorithmDialogBase) for widget in shown)
