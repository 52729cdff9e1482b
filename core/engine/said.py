"""Keep what an engine prints: the newest lines, and those not yet shown. Standard library only."""

from __future__ import annotations

import threading
from collections import deque

from .events import LINE_LENGTH, LINES


class StandardError:
    """The lines that the engine printed: the newest, and those not yet shown; of a flood only their number is kept."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pending = b""
        self._tail: deque[str] = deque(maxlen=50)
        self._fresh: list[str] = []
        self._skipped = 0

    def add(self, chunk: bytes) -> None:
        """Take bytes as they come."""
        with self._lock:
            *lines, self._pending = (self._pending + chunk).splitlines(keepends=True) or [b""]
            if self._pending.endswith((b"\n", b"\r")) or len(self._pending) > 65536:
                lines.append(self._pending)
                self._pending = b""
            for line in lines:
                self._add_line(line.decode("utf-8", "replace").rstrip())

    def _add_line(self, line: str) -> None:
        if line:
            self._tail.append(line[:LINE_LENGTH])
            if len(self._fresh) < LINES:
                self._fresh.append(line)
            else:
                self._skipped += 1

    def take(self) -> list[str]:
        """Return the lines that were not taken yet."""
        with self._lock:
            fresh, skipped = self._fresh, self._skipped
            self._fresh, self._skipped = [], 0
        return [*fresh, f"… and {skipped:,} more lines"] if skipped else fresh

    @property
    def tail(self) -> list[str]:
        """The last lines."""
        with self._lock:
            last = self._pending.decode("utf-8", "replace").rstrip()
            return [*self._tail, last] if last else list(self._tail)
