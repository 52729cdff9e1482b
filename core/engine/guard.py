"""Stand guard over the command line: a small parent starts the program that works, and cleans up however that ends.

SIGTERM and SIGHUP end the work at once, Ctrl-C lets it end by itself, and a crash in native code leaves nothing behind
either. Should the guard be killed, the program that works notices, cleans up and ends.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any, Callable, NoReturn, Optional

from ..files.leftovers import OURS, Leftovers, written_already
from ..processes.children import exit_in_words
from ..processes.interrupts import take_interrupts_from_a_guard
from ..processes.streams import open_closed_streams, say
from .events import Event, decoded, encoded, problem_of

VARIABLE = "TILED_RASTER_GUARD"
"""Tells the program that works the descriptor of its line to the guard."""
GRACE_S = 3.0
"""How long the work may take to end after Ctrl-C; a second Ctrl-C does not wait."""
PLACING_S = 10.0
"""How long whole results may take to be put in their places."""
POLL_S = 0.05
_ENDING = ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGABRT", "SIGXCPU")
_INTERRUPTED = 130


def guarded(package: str, argv: Sequence[str], work: Callable[[Sequence[str]], int]) -> int:
    """Run `work(argv)` in a program of its own, `python -m package`, and return its exit code.

    `work` runs here where this is that program, on systems other than POSIX, and where no program can be started.
    """
    open_closed_streams(inheritable=False)
    line = os.environ.pop(VARIABLE, "")
    if line:
        _serve(int(line))
        return work(argv)
    if os.name != "posix" or not sys.executable:
        return work(argv)
    try:
        watch = _Watch(package, argv)
    except OSError:  # no more processes to be had
        return work(argv)
    return watch.follow()


def _serve(descriptor: int) -> None:
    """Tell the guard what must not be left behind, hear from it of Ctrl-C, and end when it is gone."""
    os.set_inheritable(descriptor, False)
    line = socket.socket(fileno=descriptor)
    sending = threading.Lock()

    def announce(event: Event) -> None:
        with sending, contextlib.suppress(OSError):  # the guard is gone: `_end_with` sees it too
            line.sendall(encoded(event))

    OURS.announce = announce
    take_interrupts_from_a_guard()
    with contextlib.suppress(RuntimeError):  # no threads to be had
        threading.Thread(target=_end_with, args=(line,), name="guard", daemon=True).start()


def _end_with(line: socket.socket) -> NoReturn:
    """Wait for the end of the guard, then clean up and end."""
    with contextlib.suppress(OSError):
        line.recv(1)
    OURS.remove()
    os.kill(os.getpid(), signal.SIGKILL)
    raise SystemExit


class _Watch:
    """Follows the program that works."""

    def __init__(self, package: str, argv: Sequence[str]) -> None:
        self._leftovers = Leftovers()
        self._interrupts = 0
        self._ending: Optional[int] = None
        self._placing_since: Optional[float] = None
        self._placed: list[str] = []
        self._pending = b""
        self._line, other = socket.socketpair()
        flags = subprocess._args_from_interpreter_flags()  # type: ignore[attr-defined]
        with other, self._signals_noted():
            self._process = subprocess.Popen(
                [sys.executable, *flags, "-m", package, *argv],
                env={**os.environ, VARIABLE: str(other.fileno())},
                pass_fds=[other.fileno()],
            )

    @contextlib.contextmanager
    def _signals_noted(self) -> Iterator[None]:
        """Note what comes from now on; as it was again only where the program cannot be started."""
        usual = {}
        for name in ("SIGINT", *_ENDING):
            number = getattr(signal, name, None)
            # What is ignored, as under nohup, stays so.
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                usual[number] = signal.signal(number, self._note)
        try:
            yield
        except BaseException:
            for number, handler in usual.items():
                signal.signal(number, handler)
            raise

    def _note(self, number: int, frame: Any) -> None:  # noqa: ARG002
        if number == signal.SIGINT:
            self._interrupts += 1
        else:
            self._ending = number

    def follow(self) -> int:
        """Wait for the end of the work, or bring it about, and return the exit code."""
        passed_on, deadline = 0, float("inf")
        while not self._has_ended():
            if self._interrupts > passed_on:
                passed_on = self._interrupts
                deadline = min(deadline, time.monotonic() + GRACE_S) if passed_on == 1 else 0.0
                self._process.send_signal(signal.SIGUSR1)
            if (self._ending is not None or time.monotonic() > deadline) and not self._is_placing():
                self._process.kill()
                break
        self._process.wait()
        self._take_rest()
        self._leftovers.remove()
        if self._ending is not None:
            _die_of(self._ending)
        # What comes while Python shuts down would end this program by the signal, and hide the exit code.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return self._exit_code()

    def _has_ended(self) -> bool:
        """Listen for a moment; return whether the program has ended."""
        if select.select([self._line], [], [], POLL_S)[0]:
            self._take(self._line.recv(65536))
        return self._process.poll() is not None

    def _take_rest(self) -> None:
        """Read what was told last: a child of a user's function may hold the line open for ever."""
        self._line.setblocking(False)
        with contextlib.suppress(OSError):
            while chunk := self._line.recv(65536):
                self._take(chunk)

    def _take(self, chunk: bytes) -> None:
        if not chunk:  # it is about to end, or has closed all its files
            time.sleep(POLL_S)
        *lines, self._pending = (self._pending + chunk).split(b"\n")
        for event in map(decoded, lines):
            if event is None or problem_of(event) is not None:
                continue
            if event["event"] in ("partial", "group"):
                self._leftovers.take(event)
            elif event["event"] == "placing":
                self._placing_since = time.monotonic()
            elif event["event"] == "placed":
                self._placing_since, self._placed = None, event["paths"]

    def _is_placing(self) -> bool:
        return self._placing_since is not None and time.monotonic() < self._placing_since + PLACING_S

    def _exit_code(self) -> int:
        code = self._process.returncode
        if code >= 0:
            return code
        if self._interrupts:
            say(f"cancelled; {written_already(self._placed)}\n")
            return _INTERRUPTED
        say(f"error: the program {exit_in_words(code)}; {written_already(self._placed)}\n")
        return 128 - code


def _die_of(number: int) -> NoReturn:
    """End as the signal would have ended this program."""
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    raise SystemExit(128 + number)
