"""Tasks in QGIS's background outlive whoever asked for them."""

from __future__ import annotations

import gc
import threading
import time
from types import SimpleNamespace
from typing import Any, Callable

import pytest
from qgis.PyQt.QtCore import QCoreApplication, QObject


def eventually(is_so: Callable[[], bool]) -> bool:
    """Attend to events until it is so; False where it is not so for long."""
    end = time.monotonic() + 60
    while not is_so() and time.monotonic() < end:
        QCoreApplication.processEvents()
        time.sleep(0.01)
    return is_so()


class Dialog(QObject):
    """Who asked, and wants to be told."""

    told: list[str] = []

    def tell(self) -> None:
        """Note that the answer came."""
        self.told.append(self.objectName())


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_look_whose_dialog_is_closed_goes_on_and_tells_nobody(
    provider: Any, monkeypatch: pytest.MonkeyPatch, is_closed: bool
) -> None:
    from tiled_raster.algorithms import engine, look

    may_end, ended = threading.Event(), threading.Event()

    def find(setting: Any, is_cancelled: Any) -> None:  # noqa: ARG001
        may_end.wait(60)
        ended.set()

    monkeypatch.setattr(look, "find_interpreter", find)
    monkeypatch.setattr(engine, "is_known", lambda settings: False)  # noqa: ARG005
    monkeypatch.setattr(Dialog, "told", [])
    dialog = Dialog()
    dialog.setObjectName("asked")
    look.look_in_background(SimpleNamespace(python=""), dialog.tell)  # nobody keeps the task
    later = Dialog()
    later.setObjectName("later")
    look.look_in_background(SimpleNamespace(python=""), later.tell)
    if is_closed:
        dialog.deleteLater()
        QCoreApplication.sendPostedEvents(dialog, 52)  # QEvent::DeferredDelete
        del dialog
    gc.collect()
    may_end.set()
    assert eventually(ended.is_set)
    assert eventually(lambda: "later" in Dialog.told and (is_closed or "asked" in Dialog.told))
    assert ("asked" in Dialog.told) == (not is_closed)
