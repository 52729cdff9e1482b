"""End this very process at once, and say in words how another one ended."""

from __future__ import annotations

import os
import signal
import sys
from typing import NoReturn, Optional

KILLED_ON_WINDOWS = {
    1: "ended with exit code 1, or was killed as the task manager does",
    9: "was killed",
    15: "was killed",
}
"""Windows keeps no record of a killing: there is only the exit code that the killer chose, and these are the usual."""


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
