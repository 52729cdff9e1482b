"""Remove what must not outlive this process, however it ends: partial files, and process groups of workers.

A writer registers its partial file *before* it is created, and takes it off when it is moved or removed. In the engine
every change is also told to the host, which cleans up when the engine itself was killed.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from typing import Any, Callable, Optional

from .removal import remove_partial

Announce = Callable[[dict[str, Any]], None]


class Leftovers:
    """Partial files, and process groups, that have to go when their owner does."""

    def __init__(self, announce: Optional[Announce] = None) -> None:
        """`announce` receives an event for each change."""
        self.announce = announce
        self._lock = threading.Lock()
        self._files: set[str] = set()
        self._groups: set[int] = set()
        self.placed: list[str] = []
        """Results that were put in their places last."""

    def take(self, event: dict[str, Any]) -> None:
        """Follow a change that another process announced by an event "partial" or "group"."""
        if event["event"] == "partial":
            self.change_file(str(event["path"]), present=bool(event["present"]))
        else:
            self.change_group(int(event["pid"]), present=bool(event["present"]))

    def change_file(self, path: str, *, present: bool) -> None:
        """Add or take off a partial file."""
        path = os.path.abspath(path)
        with self._lock:
            (self._files.add if present else self._files.discard)(path)
        self.tell({"event": "partial", "path": path, "present": present})

    def change_group(self, pid: int, *, present: bool) -> None:
        """Add or take off the group (POSIX) that process `pid` leads."""
        with self._lock:
            (self._groups.add if present else self._groups.discard)(pid)
        self.tell({"event": "group", "pid": pid, "present": present})

    def holds(self, path: str) -> bool:
        """Return whether a partial file is one of ours."""
        return os.path.abspath(path) in self._files

    def tell(self, event: dict[str, Any]) -> None:
        """Announce an event."""
        if self.announce:
            self.announce(event)

    def remove(self) -> None:
        """Kill the groups, then remove the files; what cannot be removed is swept by the next run into that folder."""
        # Called when this process is about to end, perhaps while a thread that holds the lock will never go on.
        locked = self._lock.acquire(timeout=0.1)
        groups, files = list(self._groups), list(self._files)
        self._groups.clear()
        self._files.clear()
        if locked:
            self._lock.release()
        for pid in groups if os.name == "posix" else ():
            with contextlib.suppress(OSError):
                os.killpg(pid, signal.SIGKILL)
        for path in files:
            remove_partial(path)


OURS = Leftovers()
"""Those of this process."""


def written_already(placed: Sequence[str]) -> str:
    """Return what is to be said of the outputs of a run that did not come to its end."""
    return f"already written: {', '.join(placed)}" if placed else "nothing was written"


@contextlib.contextmanager
def placing(targets: Sequence[str]) -> Iterator[None]:
    """Tell the host that results are put in their places, which must not be disturbed, and then that they are there."""
    OURS.tell({"event": "placing", "paths": list(targets)})
    yield
    OURS.placed = list(targets)
    OURS.tell({"event": "placed", "paths": list(targets)})


def register_partial(path: str) -> None:
    """Note that `path` is about to be created, and must not be left behind."""
    OURS.change_file(path, present=True)


def unregister_partial(path: str) -> None:
    """Note that `path` is gone, or has become the result."""
    OURS.change_file(path, present=False)


def register_group(pid: int) -> None:
    """Note that the process `pid`, which leads a process group of its own, must not be left running."""
    OURS.change_group(pid, present=True)


def unregister_group(pid: int) -> None:
    """Note that the process `pid` has ended."""
    OURS.change_group(pid, present=False)
