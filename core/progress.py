"""Report how far a run is, and ask whether it is cancelled. Core never learns who listens."""

from __future__ import annotations

import time
from collections import deque
from statistics import median
from typing import Any, Callable, Optional

from .errors import RunCancelled

RECENT, STRETCH = 64, 16
"""Moments that an estimate of the time left looks back to, and those between the ends of a stretch."""
TELLING_S = 2.0
"""A younger run tells nothing of the time left: its first tiles start the workers, and a short one is over."""


class Progress:
    """Receives what happens in a run. This base class listens to nothing and never cancels."""

    def plan(self, plan: dict[str, Any]) -> None:
        """Receive the plan of the run, once, before the first tile: tiles, workers, memory, size of the output."""

    def update(self, done: int, total: int) -> None:
        """Receive the number of finished tiles, out of `total` over all passes; `total` may shrink or grow."""

    def log(self, message: str) -> None:
        """Receive a sentence for the log."""

    def warn(self, message: str) -> None:
        """Receive something the user should know, though the run goes on."""

    def is_cancelled(self) -> bool:
        """Return whether the run should stop. Asked between tiles and while waiting, many times a second."""
        return False

    def check(self) -> None:
        """Raise RunCancelled if the run should stop."""
        if self.is_cancelled():
            raise RunCancelled("cancelled")


class RecordingProgress(Progress):
    """Keeps everything it is told, and cancels when `cancel_after` tiles are done: for tests and scripts."""

    def __init__(self, cancel_after: Optional[int] = None) -> None:
        self.plans: list[dict[str, Any]] = []
        self.updates: list[tuple[int, int]] = []
        self.messages: list[str] = []
        self.warnings: list[str] = []
        self._cancel_after = cancel_after

    def plan(self, plan: dict[str, Any]) -> None:
        """Keep the plan."""
        self.plans.append(plan)

    def update(self, done: int, total: int) -> None:
        """Keep the numbers."""
        self.updates.append((done, total))

    def log(self, message: str) -> None:
        """Keep the message."""
        self.messages.append(message)

    def warn(self, message: str) -> None:
        """Keep the warning."""
        self.warnings.append(message)

    def is_cancelled(self) -> bool:
        """Return whether enough tiles are done."""
        return self._cancel_after is not None and bool(self.updates) and self.updates[-1][0] >= self._cancel_after


class TimeLeft:
    """Estimates the seconds that remain from the pace of the last tiles: the first ones start the workers."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._start = clock()
        self._seen: deque[tuple[float, int]] = deque([(self._start, 0)], maxlen=RECENT)

    def seconds(self, done: int, total: int) -> Optional[float]:
        """Return the seconds left, or None before the first tile is done.

        The pace is the median over stretches of recent moments, each long enough to hold a burst of several workers'
        tiles: one slow tile or a pause says little of the others. Until there are two, it is that from the start on.
        """
        if done <= 0:
            return None
        if done > self._seen[-1][1]:
            self._seen.append((self._clock(), done))
        moments = list(self._seen)[1 if len(self._seen) > STRETCH + 1 else 0 :]  # the first moment starts the workers
        apart = min(STRETCH, len(moments) - 1)
        paces = [(late[0] - soon[0]) / (late[1] - soon[1]) for soon, late in zip(moments, moments[apart:])]
        return median(paces) * max(total - done, 0)

    def spoken(self, seconds: Optional[float]) -> str:
        """Return the seconds left in words; empty where they are not known, less than one, or not worth a word yet."""
        if seconds is None or round(seconds) < 1 or self._clock() - self._start < TELLING_S:
            return ""
        return spoken_duration(seconds)


def place_in_passes(done: int, total: int, tiles: int) -> tuple[int, int, int, int]:
    """Return tile, tiles, pass and passes, for `done` of `total` tiles over all passes; `tiles` is those of one pass.

    Where the plan did not say how many tiles a pass has (0), all are of one pass.
    """
    passes = max(-(-total // tiles), 1) if tiles else 1
    if passes == 1:
        return done, total, 1, 1
    number = min(max(done - 1, 0) // tiles, passes - 1)
    return done - number * tiles, tiles, number + 1, passes


def spoken_duration(seconds: float) -> str:
    """Return a duration as people say it: `"8 s"`, `"3 min 05 s"`, `"2 h 10 min"`."""
    whole = int(round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"
