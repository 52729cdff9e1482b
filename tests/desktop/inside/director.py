"""Plays scenarios in the running QGIS: each is a generator that is resumed by a timer, so that the window stays alive.

A scenario yields whenever it waits. What it returns goes into the results, under its name; what it raises too.
"""

from __future__ import annotations

import importlib
import json
import os
import time
import traceback
from pathlib import Path
from typing import Any, Callable, Optional

import windows
from qgis.core import Qgis, QgsApplication
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QDialog, QWidget
from qgis.utils import iface

TICK_MS = 20
WAIT_S = 300.0
"""Until a scenario gives up; on a machine at rest nothing takes longer than a few seconds."""


class Desk:
    """What a scenario has at hand: waiting, screenshots, and the messages that QGIS showed."""

    def __init__(self, orders: dict[str, Any]) -> None:
        self.orders = orders
        self.output = Path(orders["output"])
        self.home = Path(orders["home"])
        self.messages: list[str] = []
        self.asked: list[str] = []
        self.write: Callable[[], None] = lambda: None
        QgsApplication.messageLog().messageReceived.connect(self._take_message)

    def _take_message(self, message: str, tag: str, level: Any) -> None:
        if level in (Qgis.MessageLevel.Warning, Qgis.MessageLevel.Critical):
            self.messages.append(f"{tag}: {message}")

    def until(self, condition: Callable[[], Any], what: str, timeout_s: float = WAIT_S) -> Any:
        """Wait for a true answer and return it. Raises TimeoutError naming `what` was waited for."""
        end = time.monotonic() + timeout_s
        while not (answer := condition()):
            if time.monotonic() > end:
                self.picture(None, "timeout")
                raise TimeoutError(f"waited {timeout_s:g} s for {what}")
            yield
        return answer

    def pause(self, seconds: float) -> Any:
        """Let the window live for a while, so that what was opened is drawn."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            yield

    def picture(self, widget: Optional[QWidget], name: str) -> str:
        """Write what the widget, or the whole screen, looks like."""
        target = str(self.output / f"{name}.png")
        if widget is None:
            QApplication.primaryScreen().grabWindow(0).save(target)
        else:
            widget.grab().save(target)
        return target


class Director:
    """Plays the scenarios one after the other and writes the results after each."""

    def __init__(self, desk: Desk, scenarios: list[Callable[[Desk], Any]]) -> None:
        self.desk = desk
        self._waiting = list(scenarios)
        self._name = ""
        self._play: Any = None
        self._busy = False
        self._began = 0.0
        self.results: dict[str, Any] = {"pid": os.getpid(), "version": Qgis.QGIS_VERSION, "finished": False}
        desk.write = self.write
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)

    def _tick(self) -> None:
        if self._busy:  # a scenario's own call runs an event loop
            return
        self._busy = True
        try:
            self._go_on()
        finally:
            self._busy = False

    def _go_on(self) -> None:
        if self._play is None:
            if not self._waiting:
                self._timer.stop()
                self.write(finished=True)
                return
            scenario = self._waiting.pop(0)
            self._name, self._play, self._began = scenario.__name__, scenario(self.desk), time.monotonic()
        try:
            next(self._play)
        except StopIteration as end:
            self._close({"ok": True, **(end.value or {})})
        except Exception as error:
            self._close({"ok": False, "error": f"{type(error).__name__}: {error}", "details": traceback.format_exc()})

    def _close(self, result: dict[str, Any]) -> None:
        self._play = None
        result["seconds"] = round(time.monotonic() - self._began, 2)
        self.results[self._name] = result
        self.write()
        if not result["ok"]:
            self.desk.picture(None, f"failed-{self._name}")
            close_dialogs()

    def write(self, **more: Any) -> None:
        """Write the results as they are now; whole or not at all."""
        self.results.update(more, messages=self.desk.messages, asked=self.desk.asked)
        target = Path(self.desk.orders["results"])
        partial = target.with_suffix(".new")
        partial.write_text(json.dumps(self.results, indent=1, default=str), encoding="utf-8")
        partial.replace(target)


PLAYING: list[Director] = []
"""Keeps the director, and with it its timer, from Python's garbage collection."""


def close_dialogs() -> None:
    """End the runs of dialogs that a failed scenario left open, and close them."""
    for dialog in windows.dialogs():
        if windows.is_running(dialog):
            windows.press(windows.button(dialog, "Cancel"))
    for dialog in [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QDialog)]:
        dialog.close()


def start(orders: dict[str, Any]) -> None:
    """Play the scenarios of the module that the orders name, when the main window is there."""

    def begin() -> None:
        if not iface.mainWindow().isVisible():
            return
        timer.stop()
        desk = Desk(orders)
        try:
            iface.mainWindow().resize(1500, 950)
            iface.mainWindow().move(0, 0)
            scenarios = importlib.import_module(orders["scenarios"]).SCENARIOS
        except Exception:
            desk.messages.append(traceback.format_exc())
            scenarios = []
        PLAYING.append(Director(desk, scenarios))

    timer = QTimer(iface.mainWindow())
    timer.timeout.connect(begin)
    timer.start(50)
