"""Start a program, and end it with all that it has started: a candidate for the interpreter, or the engine."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any, Optional

_STEPS = 10
KILLED_ON_WINDOWS = {
    1: "ended with exit code 1, or was killed as the task manager does",
    9: "was killed",
    15: "was killed",
}
"""Windows keeps no record of a killing: there is only the exit code that the killer chose, and these are the usual."""


def start(command: list[str], environment: dict[str, str], **pipes: Any) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, without a console window. Its standard streams are pipes, or `pipes`."""
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **pipes}
    with _low_descriptors_taken():
        return subprocess.Popen(
            command,
            env=environment,
            start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            **streams,
        )


@contextlib.contextmanager
def _low_descriptors_taken() -> Iterator[None]:
    """Hold the descriptors 0 to 2 for a moment if the host has closed them.

    Our end of a pipe would otherwise get such a number, and whatever the host's native code prints would go to the
    engine.
    """
    held: list[int] = []
    try:
        while not held or held[-1] <= 2:
            held.append(os.open(os.devnull, os.O_RDWR))
        yield
    finally:
        for descriptor in held:
            os.close(descriptor)


def has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Return whether a program has ended. On Linux it is not reaped, so its group can still be killed safely."""
    if process.returncode is not None:
        return True
    if not hasattr(os, "waitid"):
        return process.poll() is not None
    with contextlib.suppress(ChildProcessError):  # somebody else, Qt perhaps, has reaped it
        return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None
    return True


def wait_until_ended(process: subprocess.Popen[bytes], timeout_s: float) -> bool:
    """Wait for the end of a program that is about to end by itself; return whether it has."""
    deadline = time.monotonic() + timeout_s
    while not has_ended(process):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True


def join_patiently(thread: threading.Thread, timeout_s: float) -> bool:
    """Wait for a thread that has little left to do; return whether it has ended.

    In steps: where this whole program stood still meanwhile, swapped out or stopped, time is up for all its threads at
    once, and that thread must get its turn before it is given up.
    """
    for _ in range(_STEPS):
        thread.join(timeout_s / _STEPS)
        if not thread.is_alive():
            return True
    return False


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a program that `start` started and what runs in its session, and wait until it is gone.

    May be called any number of times.
    """
    if process.returncode is not None:
        return
    with contextlib.suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def close_pipes(process: subprocess.Popen[bytes]) -> None:
    """Close our ends of a program's pipes."""
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()


def exit_in_words(code: Optional[int]) -> str:
    """Return what an exit code of a process means."""
    if code is None:
        return "did not end"
    if sys.platform == "win32" and code in KILLED_ON_WINDOWS:
        return KILLED_ON_WINDOWS[code]
    if code >= 0:
        return f"ended with exit code {code}" if code < 256 else f"crashed (0x{code:08X})"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        return f"was ended by signal {-code}"
    if name == "SIGKILL":
        return "was killed (SIGKILL), by the system if memory ran out"
    return f"was ended by {name} ({(signal.strsignal(-code) or name).lower()})"
