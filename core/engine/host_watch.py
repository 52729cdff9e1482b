"""Watch the host, and end the engine with all it has started when the host is gone. Runs in the engine."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from typing import Any, Callable, NoReturn

from ..files import leftovers
from ..files.run_folder import remove_run_folder
from ..processes.lifeline import end_process
from ..processes.threads import start_thread
from .events import decoded

POLL_S = 0.2
_ENDING = threading.Lock()


def end_at_once(folder: str, code: int = 1) -> NoReturn:
    """End this process now: kill its workers, remove partial files and the run's folder, wait for no thread."""
    # Never released: a second thread that wants the end must not bring it before the first one has cleaned up.
    _ENDING.acquire()
    try:
        leftovers.OURS.remove()
        remove_run_folder(folder)
    finally:
        # What a user's function has started in this process goes as well. Only in a session that is ours alone.
        if os.name == "posix" and code and os.getpgrp() == os.getpid():
            os.killpg(os.getpid(), signal.SIGKILL)
        end_process(code)


def listen(descriptor: int, on_message: Callable[[Any], None], on_end: Callable[[], None]) -> None:
    """Start a thread that passes on each line from the host, and calls `on_end` as soon as the host is gone.

    The host is gone when its end of the pipe is closed; or, where a fork of the host still holds that, when this
    process has another parent.
    """
    parent = os.getppid() if sys.platform != "win32" else 0

    def follow() -> None:
        with contextlib.suppress(OSError):
            for line in _lines(descriptor, parent):
                on_message(decoded(line))
        on_end()

    start_thread(follow, name="host")


def _lines(descriptor: int, parent: int) -> Any:
    pending = b""
    while True:
        if sys.platform != "win32":
            import select

            while not select.select([descriptor], [], [], POLL_S)[0]:
                if os.getppid() != parent:
                    return
        chunk = os.read(descriptor, 65536)
        if not chunk:
            return
        *lines, pending = (pending + chunk).split(b"\n")
        yield from lines
