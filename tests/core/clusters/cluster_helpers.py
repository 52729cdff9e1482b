"""A look at the processes there are, for the tests of the clusters."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Callable

PATIENCE_S = 120.0
"""Far more than anything here takes; no test is about how long something takes."""


def until(true: Callable[[], bool]) -> bool:
    """Wait until a condition holds; return whether it did."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.005)
    return True


def runs(pid: int) -> bool:
    """Return whether a process is there and is not merely waiting to be reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
