"""Serve as the engine process: receive one job by standard input, run it, report by lines of JSON, and end.

The lines go through private copies of the standard descriptors. What anything else here prints, Python or native code,
goes to standard error, which the host keeps and shows in its log.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from typing import Any, Callable, NoReturn

from ..errors import EngineError, LibraryLost, RunCancelled, TilingError, kind_of
from ..files import leftovers
from ..processes.lifeline import tie_natively
from ..processes.threads import start_thread
from ..progress import Progress
from .events import ONLY_PLAN, PREVIEW, Coalescer, Event, encoded
from .host_watch import end_at_once, listen

TICK_S = 0.1


def main(arguments: Sequence[str]) -> NoReturn:
    """Serve one job; `arguments` is the run's temporary folder. Never returns."""
    serve(arguments[0] if arguments else "", _run_job)


def _run_job(data: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    from ..jobs import job_from_json
    from ..runs import plan_with_time, preview, run

    job = job_from_json({key: value for key, value in data.items() if key not in (ONLY_PLAN, PREVIEW)})
    if ONLY_PLAN in data:
        return plan_with_time(job)
    return preview(job, int(data[PREVIEW]), progress) if PREVIEW in data else run(job, progress)


RunJob = Callable[[Mapping[str, Any], Progress], dict[str, Any]]
"""Runs a job, given as plain values, and returns a JSON-able account of it."""


def serve(folder: str, run_job: RunJob) -> NoReturn:
    """Run the job that comes by standard input, by `run_job`, and end the process."""
    incoming, outgoing = _private_streams()
    faulthandler.enable()
    progress = EngineProgress(outgoing, folder)
    progress.send({"event": "start", "pid": os.getpid()})
    leftovers.OURS.announce = progress.send
    jobs = Mailbox()
    listen(incoming, lambda message: _take(message, jobs, progress), lambda: end_at_once(folder))
    tie_natively()
    last = _outcome(jobs, run_job, progress, folder)
    progress.send(last)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    # Not an orderly end: a thread that still computes after a cancelled run would be waited for.
    end_at_once(folder, 0)


def _private_streams() -> tuple[int, int]:
    """Return private descriptors of standard input and output; the public ones become nothing, and standard error."""
    incoming, outgoing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    # Line by line, so that what was printed before a crash is seen; and in order with standard error.
    sys.stdout = sys.stderr
    return incoming, outgoing


class Mailbox:
    """The place in which the thread that listens leaves the job for the main thread."""

    def __init__(self) -> None:
        self._arrived = threading.Event()
        self._message: Any = None

    def put(self, message: Any) -> None:
        """Put the job in."""
        self._message = message
        self._arrived.set()

    @property
    def is_filled(self) -> bool:
        """Whether the job has come."""
        return self._arrived.is_set()

    def get(self) -> Any:
        """Wait for the job and return it."""
        self._arrived.wait()
        return self._message


class EngineProgress(Progress):
    """Tells the host what happens in a run, at most ten times a second, and hears from it when to stop."""

    def __init__(self, descriptor: int, folder: str) -> None:
        self._descriptor = descriptor
        self._folder = folder
        self._cancelled = threading.Event()
        self._events = Coalescer(self._write)
        self._ticks = False

    def send(self, event: Event) -> None:
        """Send an event; progress and log may be held back for a moment."""
        self._events.put(event)

    def cancel(self) -> None:
        """Let the run stop."""
        self._cancelled.set()

    def plan(self, plan: dict[str, Any]) -> None:
        """Send the plan."""
        self.send({"event": "plan", "plan": plan})

    def update(self, done: int, total: int) -> None:
        """Send the number of finished tiles, if it is time."""
        self._keep_ticking()
        self.send({"event": "progress", "done": done, "total": total})

    def log(self, message: str) -> None:
        """Send a sentence for the log, with others if they come fast."""
        self._keep_ticking()
        self.send({"event": "log", "message": message})

    def warn(self, message: str) -> None:
        """Send a warning, with others if they come fast."""
        self._keep_ticking()
        self.send({"event": "warning", "message": message})

    def is_cancelled(self) -> bool:
        """Return whether the host has said so."""
        return self._cancelled.is_set()

    def _keep_ticking(self) -> None:
        """Start, once, the thread that sends what was held back while nothing new comes."""
        if not self._ticks:
            self._ticks = True
            start_thread(self._tick, name="events")

    def _tick(self) -> None:
        pause = threading.Event()
        while not pause.wait(TICK_S):
            self._events.tick()

    def _write(self, event: Event) -> None:
        line = memoryview(encoded(event))
        try:
            while line:
                line = line[os.write(self._descriptor, line) :]
        except OSError:  # nobody reads any more
            end_at_once(self._folder)


def _take(message: Any, jobs: Mailbox, progress: EngineProgress) -> None:
    """Take a line from the host: the first is the job, the next may cancel it."""
    if not jobs.is_filled:
        jobs.put(message)
    elif isinstance(message, dict) and message.get("command") == "cancel":
        progress.cancel()


def _outcome(jobs: Mailbox, run_job: RunJob, progress: EngineProgress, folder: str) -> Event:
    """Run the job and return the last event: its result, or what went wrong."""
    try:
        data = jobs.get()
        if not isinstance(data, dict):
            raise EngineError("the job did not arrive as JSON")
        _check_libraries()
        result = run_job(_with_lasting_folder(data, folder), progress)
        event = {"event": "result", "result": result}
        encoded(event)
        return event
    except BaseException as error:  # also SystemExit of a user's function: the host must be told, whatever it was
        return _described(error)


def _check_libraries() -> None:
    """Raise LibraryLost when this Python has lost what it had when it was verified."""
    from ..raster.backends import backend

    try:
        backend()
    except (ImportError, OSError, EngineError) as error:
        raise LibraryLost(f"{sys.executable} cannot import what a run needs ({error})") from error


def _with_lasting_folder(data: dict[str, Any], folder: str) -> dict[str, Any]:
    """Let a result without a name go beside the run's folder, which is removed at the end, and not into it."""
    config = data.get("config")
    if not folder or not isinstance(config, dict) or config.get("temporary_folder"):
        return data
    return {**data, "config": {**config, "temporary_folder": os.path.dirname(folder)}}


def _described(error: BaseException) -> Event:
    text = str(error) or type(error).__name__
    if isinstance(error, MemoryError):
        text = "the engine ran out of memory: lower the memory limit, the chunk size or the number of workers"
    elif not isinstance(error, TilingError):
        text = f"{type(error).__name__}: {text}"
    kind = kind_of(error if isinstance(error, TilingError) else EngineError())
    details = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    if isinstance(error, RunCancelled):
        details = ""
    return {"event": "error", "kind": kind, "message": text, "details": details}
