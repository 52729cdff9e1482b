"""Tie the life of a process to that of the one that started it, and end it with all it has started.

A worker has three ties to its pool, since each fails somewhere: the kernel's signal at the parent's death (Linux; holds
also while native code keeps Python's lock), the end of standard input (everywhere; also noticed when the parent is only
wedged in exit), and the parent's process id (POSIX; when a forked sibling of the parent holds the pipe open). The
engine listens to its host (see `engine/host_watch.py`), and has the system's ties from here.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Callable, NoReturn

from ..errors import FunctionError

if TYPE_CHECKING:
    import ctypes

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
        _offer_to_oom_killer(500)  # a worker is replaced: it goes before the engine and the user's QGIS
    if sys.platform != "win32" and os.getppid() != parent:  # it died before it was tied
        end_group()


def die_with_parent() -> None:
    """Ask the kernel to kill this process when the thread that started it ends (Linux)."""
    import ctypes

    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _offer_to_oom_killer(score: int) -> None:
    """When memory runs out, let this process go before those with a lower score; from 0 to 1000."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
        file.write(str(score))


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


def tie_natively() -> None:
    """Ask the system to do what Python cannot while native code keeps its lock."""
    if sys.platform == "linux":
        _fuse_on_linux()
        _offer_to_oom_killer(300)  # the engine rather than the user's QGIS; its workers go before it
    elif sys.platform == "win32":
        _job_on_windows()


def _fuse_on_linux() -> None:
    """Let the kernel end this process one second after the host's death, should `listen` not get to run.

    The signal of the parent's death is SIGHUP, number 1, and its handler is the C library's `alarm`, which takes that
    number for seconds; the alarm ends the process. The signal comes when the *thread* that started this process ends,
    and that thread waits for this process.
    """
    import ctypes

    library = ctypes.CDLL(None)
    library.signal.argtypes = [ctypes.c_int, ctypes.c_void_p]
    library.signal.restype = ctypes.c_void_p
    library.signal(int(signal.SIGHUP), ctypes.cast(library.alarm, ctypes.c_void_p))
    library.prctl(PR_SET_PDEATHSIG, int(signal.SIGHUP))


def _job_on_windows() -> None:
    """Put this process into a job object of its own: whatever it starts is ended by the system when it ends."""
    import ctypes

    kill_on_close, extended_limits = 0x2000, 9
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = ctypes.c_void_p
    kernel.SetInformationJobObject.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint32]
    kernel.AssignProcessToJobObject.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    job = kernel.CreateJobObjectW(None, None)
    limits = _job_limits(kill_on_close)
    if job and kernel.SetInformationJobObject(job, extended_limits, ctypes.byref(limits), ctypes.sizeof(limits)):
        kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())


def _job_limits(flags: int) -> ctypes.Structure:
    """Return a JOBOBJECT_EXTENDED_LIMIT_INFORMATION with nothing set but its flags."""
    import ctypes

    class Limits(ctypes.Structure):
        _fields_ = [
            ("process_time", ctypes.c_int64),
            ("job_time", ctypes.c_int64),
            ("flags", ctypes.c_uint32),
            ("least_working_set", ctypes.c_size_t),
            ("most_working_set", ctypes.c_size_t),
            ("active_processes", ctypes.c_uint32),
            ("affinity", ctypes.c_size_t),
            ("priority", ctypes.c_uint32),
            ("scheduling", ctypes.c_uint32),
            ("counters", ctypes.c_uint64 * 6),
            ("memory", ctypes.c_size_t * 4),
        ]

    return Limits(flags=flags)


def end_process(code: int) -> NoReturn:
    """End this process now: no handler runs, no thread is waited for, nothing native is tidied up.

    On Windows `os._exit` still lets each library tidy up, and GDAL's then waits for threads that the system has ended
    already: the process would never go.
    """
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        kernel.TerminateProcess.argtypes = [ctypes.c_void_p, ctypes.c_uint]
        kernel.TerminateProcess(kernel.GetCurrentProcess(), code)
    os._exit(code)


def run_task(fun: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """Return `fun(*args, **kwargs)`. A function that calls `sys.exit` has failed: it must not end the program."""
    own_pid = os.getpid()
    try:
        return fun(*args, **kwargs)
    except SystemExit as error:
        ended = f"the function ended the program (sys.exit({error.code!r})): return a value instead"
        raise FunctionError(ended) from error
    finally:
        if os.getpid() != own_pid:  # the function has forked, and its child must not go on with the run as well
            os._exit(0)
