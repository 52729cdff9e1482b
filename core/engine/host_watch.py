"""What ties the engine's life to its host's, and its workers' lives to its own. Runs in the engine."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any, Callable, NoReturn

from ..files import leftovers
from ..files.run_folder import remove_run_folder
from ..processes.ending import end_process
from .events import decoded

if TYPE_CHECKING:
    import ctypes

POLL_S = 0.2
PR_SET_PDEATHSIG = 1


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

    threading.Thread(target=follow, name="host", daemon=True).start()


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


def tie_natively() -> None:
    """Ask the system to do what Python cannot while native code keeps its lock."""
    if sys.platform == "linux":
        _fuse_on_linux()
        _offer_to_oom_killer()
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


def _offer_to_oom_killer() -> None:
    """When memory runs out, the engine should go rather than the user's QGIS; its workers go before it."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as score:
        score.write("300")


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
