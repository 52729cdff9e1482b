"""Let Ctrl-C wait until something that must not be half done is done."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def interrupts_wait() -> Iterator[None]:
    """Hold Ctrl-C back, and let it act when the block has ended. In other threads it never comes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[tuple[Any, int, Any]] = []
    usual = {number: handler for number in _interrupts() if callable(handler := signal.getsignal(number))}

    def hold_back(number: int, frame: Any) -> None:
        came.append((usual[number], number, frame))

    for number in usual:
        signal.signal(number, hold_back)
    try:
        yield
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
        for act, number, frame in came[:1]:
            act(number, frame)


def _interrupts() -> list[int]:
    """Return the signals that stand for Ctrl-C in this program."""
    guards: Any = getattr(signal, "SIGUSR1", None)
    is_guarded = guards is not None and signal.getsignal(guards) is signal.default_int_handler
    return [signal.SIGINT, guards] if is_guarded else [signal.SIGINT]


def take_interrupts_from_a_guard() -> None:
    """Let this program's guard, which sees Ctrl-C too, say when it counts: it would come twice otherwise."""

    def let_pass(number: int, frame: Any) -> None:  # not ignored: what this program starts would inherit that
        pass

    signal.signal(signal.SIGINT, let_pass)
    signal.signal(signal.SIGUSR1, signal.default_int_handler)
