"""What ties a worker's life to that of its pool, however the pool's process ends. Runs in the worker.

Three ties, since each fails somewhere: the kernel's signal at the parent's death (Linux; holds also while native code
keeps Python's lock), the end of standard input (everywhere; also noticed when the parent is only wedged in exit), and
the parent's process id (POSIX; when a forked sibling of the parent holds the pipe open).
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading

from ...processes.ending import end_process

PR_SET_PDEATHSIG = 1
POLL_S = 1.0


def tie_to_parent(parent: int) -> None:
    """Make this process end when process `parent` does. Takes standard input over for it."""
    line = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    threading.Thread(target=_wait_for_end, args=(line, parent), name="lifeline", daemon=True).start()
    if sys.platform == "linux":
        die_with_parent()
        os.register_at_fork(after_in_child=die_with_parent)  # what a user's function forks goes the same way
        _offer_to_oom_killer()
    if sys.platform != "win32" and os.getppid() != parent:  # it died before it was tied
        end_group()


def die_with_parent() -> None:
    """Ask the kernel to kill this process when the thread that started it ends (Linux)."""
    import ctypes

    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _offer_to_oom_killer() -> None:
    """When memory runs out, a worker should go, which is replaced, not the engine or the user's QGIS."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as score:
        score.write("500")


def _wait_for_end(line: int, parent: int) -> None:
    """Block until standard input ends, to which nobody ever writes, or the parent is another; then end."""
    with contextlib.suppress(OSError):  # a user's function closed the descriptor, and the connection with it
        if sys.platform == "win32":
            os.read(line, 1)
        else:
            import select

            while os.getppid() == parent and not select.select([line], [], [], POLL_S)[0]:
                pass
    end_group()


def end_group() -> None:
    """End this process at once, and what it has started: the pool gives each worker a process group of its own."""
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    end_process(1)
