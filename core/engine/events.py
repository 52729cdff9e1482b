"""Write and read the lines between host and engine: JSON objects, at most ten a second of progress or of log.

From the host: the job, then perhaps `{"command": "cancel"}`. From the engine, told apart by "event":
start (pid), plan (plan), progress (done, total), log (message), warning (message), partial (path, present),
group (pid, present), error (kind, message, details), result (result).
"""

from __future__ import annotations

import json
import threading
import time
from typing import Any, Callable, Optional

from ..errors import listed
from ..files.removal import is_partial

Event = dict[str, Any]

ONLY_PLAN = "only_plan"
"""A key of a job's JSON with which nothing is run: its plan comes back, with an estimate of the time."""
PREVIEW = "preview"
"""A key of a job's JSON with which only the middle of its area is run: how many rows and columns, at most."""
INTERVAL_S = 0.1
"""The least time between two progress events, and between two of the log."""
LINES = 200
"""How many lines of the log, and warnings, may wait; of what comes beyond that only the number is told."""
LINE_LENGTH = 2000
MOST_BYTES = 1 << 28
"""How long a line may be. A result of a hundred bands with the largest histograms stays below."""


def encoded(message: Event) -> bytes:
    """Return one line. Letters beyond ASCII are escaped, so that any path survives, also one that is no Unicode."""
    return json.dumps(message, ensure_ascii=True).encode("ascii") + b"\n"


def decoded(line: bytes) -> Optional[Event]:
    """Return the object in a line, or None if it is no line of ours."""
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) else None


_FIELDS: dict[str, dict[str, tuple[type, ...]]] = {
    "start": {"pid": (int,)},
    "plan": {"plan": (dict,)},
    "progress": {"done": (int,), "total": (int,)},
    "log": {"message": (str,)},
    "warning": {"message": (str,)},
    "partial": {"path": (str,), "present": (bool,)},
    "group": {"pid": (int,), "present": (bool,)},
    "placing": {"paths": (list,)},
    "placed": {"paths": (list,)},
    "error": {"kind": (str,), "message": (str,), "details": (str,)},
    "result": {"result": (dict,)},
}
"""The kinds of events from the engine, and what each holds."""


def problem_of(event: Event) -> Optional[str]:
    """Return what is wrong with an event from the engine, None if nothing is. Its further fields do no harm."""
    kind = event.get("event")
    if not isinstance(kind, str) or kind not in _FIELDS:
        return f"event={_shown(kind)}: must be {listed(_FIELDS)}"
    for name, types in _FIELDS[kind].items():
        value = event.get(name)
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            return f"{name}={_shown(value)} in an event {kind}: must be of type {types[0].__name__}"
    if kind == "partial" and not is_partial(event["path"]):
        return f"path={_shown(event['path'])} in an event {kind}: is no partial file"
    # Numbers 0 and 1, and those below, stand for groups that are none of the engine's.
    if "pid" in _FIELDS[kind] and not 1 < event["pid"] < 1 << 31:
        return f"pid={event['pid']} in an event {kind}: is no process of an engine"
    return None


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


class Coalescer:
    """Passes events on, no faster than allowed: of progress the newest, of the log what came meanwhile as one text.

    All other events pass at once, after what waits, so that the order stays. Used at both ends of the pipe. `emit` is
    called by whichever thread calls `put`, `tick` or `flush`, one at a time.
    """

    def __init__(self, emit: Callable[[Event], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._emit = emit
        self._clock = clock
        self._lock = threading.RLock()
        self._progress: Optional[Event] = None
        self._lines: list[tuple[str, str]] = []
        self._skipped = {"log": 0, "warning": 0}
        self._progress_due = self._log_due = float("-inf")

    def put(self, event: Event) -> None:
        """Take one event."""
        kind = event.get("event")
        with self._lock:
            if kind == "progress":
                self._progress = event
                self.tick()
            elif kind in ("log", "warning"):
                self._keep(str(kind), str(event.get("message", "")))
                self.tick()
            else:
                self.flush()
                self._emit(event)

    def tick(self) -> None:
        """Emit what is due. To be called now and then when nothing comes in."""
        with self._lock:
            now = self._clock()
            if self._progress is not None and now >= self._progress_due:
                self._progress_due = now + INTERVAL_S
                self._emit_progress()
            if self._lines and now >= self._log_due:
                self._log_due = now + INTERVAL_S
                self._emit_lines()

    def flush(self) -> None:
        """Emit all that waits, as at most three events."""
        with self._lock:
            self._lines.sort(key=lambda line: line[0] != "warning")
            while self._lines:
                self._emit_lines()
            if self._progress is not None:
                self._emit_progress()

    def _keep(self, kind: str, message: str) -> None:
        # Counted apart, so that no flood of the log drowns a warning.
        if sum(other == kind for other, _ in self._lines) < LINES:
            text = message if len(message) <= LINE_LENGTH else f"{message[:LINE_LENGTH]} …"
            self._lines.append((kind, text))
        else:
            self._skipped[kind] += 1

    def _emit_progress(self) -> None:
        event, self._progress = self._progress, None
        if event is not None:
            self._emit(event)

    def _emit_lines(self) -> None:
        """Emit the lines at the head that are of one kind, as one text."""
        kind = self._lines[0][0]
        count = next((at for at, line in enumerate(self._lines) if line[0] != kind), len(self._lines))
        texts = [text for _, text in self._lines[:count]]
        del self._lines[:count]
        if self._skipped[kind] and not any(other == kind for other, _ in self._lines):
            texts.append(f"… and {self._skipped[kind]:,} more lines")
            self._skipped[kind] = 0
        self._emit({"event": kind, "message": "\n".join(texts)})
