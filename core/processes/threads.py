"""Start threads, and say in words where the system has none to give: work that went on without them would never end."""

from __future__ import annotations

import threading
from typing import Any, Callable

from ..errors import EngineError


def start_thread(target: Callable[..., Any], *args: Any, name: str) -> threading.Thread:
    """Start and return a thread that does not keep the program alive. Raises EngineError where there is none."""
    thread = threading.Thread(target=target, args=args, name=name, daemon=True)
    try:
        thread.start()
    except RuntimeError as error:
        raise no_thread(error) from error
    return thread


def check_threads(number: int) -> None:
    """Raise EngineError unless so many more threads can run at once, by starting them.

    To be asked before any of them is needed: GDAL, refused a thread while it writes, waits for ever when it closes the
    file.
    """
    may_end = threading.Event()
    started = []
    try:
        for _ in range(number):
            started.append(start_thread(may_end.wait, name="trial"))
    finally:
        may_end.set()
        for thread in started:
            thread.join()


def no_thread(error: BaseException) -> EngineError:
    """Return the error for a thread that could not be started."""
    return EngineError(
        f"the system gives this program no more threads ({error}): choose fewer workers (workers=), cluster=basic, or "
        "close other programs of this user"
    )
