"""Sessions that end in the middle of a run: QGIS is closed, or killed from outside."""

from __future__ import annotations

from typing import Any

import runs
import windows
from qgis.core import QgsApplication, QgsProject
from qgis.utils import iface
from turnstile import Turnstile


def begin_a_long_run(desk: Any) -> Any:
    """Start a run that never ends by itself, over an existing file."""
    turnstile = Turnstile(desk.home / "leaving")
    turnstile.let(0)
    yield from desk.until(windows.provider, "the plugin that the profile enables")
    # A layer of the project: QGIS 3.22's own band chooser crashes at exit when it holds one of a file's name.
    layer = runs.load(desk.orders["dem"], "elevation")
    dialog = yield from runs.open_dialog(desk, runs.FILTER)
    yield from runs.begin(desk, dialog, INPUT=layer, OUTPUT=desk.orders["target"], **turnstile.values)
    yield from runs.under_way(desk, dialog)
    return {"processes": runs.engines(desk.home)}


def leave(desk: Any) -> Any:
    """Leave QGIS as the orders say, answering what it asks; or wait to be killed."""
    QgsProject.instance().setDirty(False)
    ways = {"menu": iface.actionExit().trigger, "window": iface.mainWindow().close}
    way = ways.get(desk.orders["leave"], lambda: None)
    windows.later(way)
    answered: list[Any] = []
    while True:
        for box in windows.questions():
            if box not in answered:
                answered.append(box)
                desk.picture(None, "leaving")
                desk.asked.append(windows.answer_yes(box))
                desk.write()
                yield from desk.until(lambda: not QgsApplication.taskManager().activeTasks(), "the tasks to end")
                windows.later(way)  # QGIS cancels the tasks and stays: the user has to ask again
        yield


SCENARIOS = [begin_a_long_run, leave]
