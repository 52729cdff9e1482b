"""Run a job in an engine process, and follow it. Standard library only: this runs inside QGIS."""

from __future__ import annotations

import contextlib
import os
import queue
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Callable, Optional

from ..errors import ERROR_KINDS, EngineError, LibraryLost, RunCancelled
from ..files.leftovers import Leftovers, written_already
from ..files.run_folder import run_folder, variables_for
from ..interpreter.cache import forget
from ..interpreter.find import Interpreter, find_interpreter
from ..interpreter.host import Host
from ..processes.bootstrap import BOOTSTRAP
from ..processes.children import close_pipes, end, exit_in_words, has_ended, join_patiently, start, wait_until_ended
from ..processes.threads import start_thread
from .events import LINE_LENGTH, MOST_BYTES, Coalescer, Event, decoded, encoded, problem_of
from .said import StandardError

TICK_S = 0.05
"""How often cancelling is asked for while nothing comes."""
GRACE_S = 0.25
"""How long a cancelled engine may take to stop by itself."""
FAREWELL_S = 2.0
"""How long an engine may take to end after its result, and one that closed its pipe to really be gone."""
CANCELLED = "cancelled"
PLACING_S = 10.0
"""How much longer a cancelled engine may take when its results are there and are being put in their places."""
_DRAIN_S = 0.3
_OVER = {"event": "over"}


def run_job(
    job: Mapping[str, Any],
    on_event: Callable[[Event], None],
    is_cancelled: Callable[[], bool],
    interpreter: Optional[str] = None,
    temporary_folder: Optional[str] = None,
) -> dict[str, Any]:
    """Run a job, given as JSON, in a process of its own and return its account of the run.

    `on_event` is called by the calling thread only, with the events that `events` lists, at most ten times a second
    each for progress and log. `is_cancelled` is asked twenty times a second. `interpreter` names the Python to use,
    None: the one that is found. `temporary_folder` is where this run makes, and removes, a folder of its own.

    Raises the very kind of error that the job raised; RunCancelled; EngineError when the engine could not be started
    or ended without a result. An error carries `remote_traceback`, text for the log. However this ends, the engine
    and its workers are gone, and so are partial files.
    """

    def run() -> dict[str, Any]:
        python = find_interpreter(interpreter, is_cancelled=is_cancelled)
        return _run_with(python, job, on_event, is_cancelled, temporary_folder)

    try:
        return run()
    except LibraryLost:
        # What was remembered is true no more, and no file that is watched has changed: look anew, once.
        forget(Host.here())
    return run()


def _run_with(
    python: Interpreter,
    job: Mapping[str, Any],
    on_event: Callable[[Event], None],
    is_cancelled: Callable[[], bool],
    temporary_folder: Optional[str],
) -> dict[str, Any]:
    if is_cancelled():
        raise RunCancelled(CANCELLED)
    with run_folder(temporary_folder) as folder:
        engine = EngineProcess(python, folder)
        try:
            with engine:
                engine.send(dict(job))
                return _Run(engine, on_event).follow(is_cancelled)
        except RunCancelled as error:
            if str(error) != CANCELLED:
                raise
            # What was told last is read while the context is left.
            raise RunCancelled(f"{error}: {written_already(engine.placed)}") from error
        except KeyboardInterrupt as interrupt:
            interrupt.args = (written_already(engine.placed),)
            raise


class EngineProcess:
    """A started engine and the threads that serve its pipes. Leaving the context ends it, whatever it does."""

    def __init__(self, python: Interpreter, folder: str) -> None:
        """`folder` is where everything in the engine puts its temporary files."""
        command = [python.path, "-B", BOOTSTRAP, "serve", folder]
        try:
            self._process = start(command, {**python.environment(), **variables_for(folder)})
        except OSError as error:
            raise EngineError(f"{python.path} could not be started: {error.strerror or error}") from error
        self.events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        """What the engine reports; the last is "over"."""
        self.errors = StandardError()
        self.is_placing = False
        """The results are being put in their places, which takes a moment and must not be disturbed."""
        self.placed: list[str] = []
        """Results that stand in their places."""
        self._leftovers = Leftovers()
        self._outgoing: queue.SimpleQueue[Optional[bytes]] = queue.SimpleQueue()
        try:
            self._threads = [
                start_thread(target, name=f"engine {target.__name__}")
                for target in (self._read_events, self._read_errors, self._write)
            ]
        except EngineError:
            end(self._process)
            raise

    def __enter__(self) -> EngineProcess:
        return self

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        end(self._process)
        self._outgoing.put(None)
        # What was announced last may still be in the pipe; and a worker that is left may hold the other pipe open.
        join_patiently(self._threads[0], _DRAIN_S)
        self._leftovers.remove()
        # A pipe that a grandchild still holds open is left to its thread: closing it here would wait for the reader.
        if all(join_patiently(thread, _DRAIN_S) for thread in self._threads):
            close_pipes(self._process)

    @property
    def has_ended(self) -> bool:
        """Whether the engine process has ended."""
        return has_ended(self._process)

    def send(self, message: Event) -> None:
        """Send a line; never blocks, not even when the engine does not read."""
        self._outgoing.put(encoded(message))

    def wait(self, timeout_s: float) -> None:
        """Wait for the engine to end by itself, kill it if it does not, and wait until its pipes are read."""
        wait_until_ended(self._process, timeout_s)
        end(self._process)
        events, errors, _ = self._threads
        join_patiently(events, FAREWELL_S)
        join_patiently(errors, _DRAIN_S)

    @property
    def exit_code(self) -> Optional[int]:
        """As `subprocess` gives it: negative for a signal."""
        return self._process.returncode

    def _read_events(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(OSError, ValueError):
            while line := self._process.stdout.readline(MOST_BYTES):
                if len(line) == MOST_BYTES and not line.endswith(b"\n"):
                    self.events.put(_malformed(f"a line of more than {MOST_BYTES:,} bytes"))
                    break
                self._take(line)
        self.events.put(_OVER)

    def _take(self, line: bytes) -> None:
        """Pass on the event in a line. One that is none of the engine's ends the run: nothing after it is believed."""
        event = decoded(line)
        if event is None or "event" not in event:
            # Printed before the engine had taken its streams: by a sitecustomize, say.
            self.errors.add(line[:LINE_LENGTH].rstrip(b"\n") + b"\n")
            return
        problem = problem_of(event)
        if problem is not None:
            self.events.put(_malformed(problem))
        elif event["event"] in ("placing", "placed"):
            self.is_placing = event["event"] == "placing"
            self.placed += [] if self.is_placing else event["paths"]
        elif event["event"] in ("partial", "group"):
            # Here and not in the calling thread, so that none is missed when the calling thread has given up.
            self._leftovers.take(event)
        else:
            self.events.put(event)

    def _read_errors(self) -> None:
        assert self._process.stderr is not None
        with contextlib.suppress(OSError, ValueError):
            while chunk := os.read(self._process.stderr.fileno(), 65536):
                self.errors.add(chunk)

    def _write(self) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, ValueError):  # the engine has ended: the reader tells
            while (line := self._outgoing.get()) is not None:
                self._process.stdin.write(line)
                self._process.stdin.flush()


class _Run:
    """Follows one run in the calling thread."""

    def __init__(self, engine: EngineProcess, on_event: Callable[[Event], None]) -> None:
        self._engine = engine
        self._shown = Coalescer(on_event)
        self._deadline: Optional[float] = None
        """When a cancelled engine is given up; None: it was not cancelled."""

    def follow(self, is_cancelled: Callable[[], bool]) -> dict[str, Any]:
        while True:
            event = self._next_event()
            if event is not None and event["event"] in ("result", "error", "over"):
                self._engine.wait(0 if event.get("malformed") else FAREWELL_S)
                self._show_log()
                self._shown.flush()
                return self._conclude(event)
            if event is not None:
                self._shown.put(event)
            self._show_log()
            self._shown.tick()
            self._attend_to_cancel(is_cancelled)

    def _next_event(self) -> Optional[Event]:
        """Return the next event, None if none came for a moment. The death of the engine is one: "over"."""
        try:
            return self._engine.events.get(timeout=TICK_S)
        except queue.Empty:
            if not self._engine.has_ended:
                return None
        # The end of its pipe usually tells; not if a process that it forked still holds that.
        self._engine.wait(0)
        with contextlib.suppress(queue.Empty):
            return self._engine.events.get_nowait()
        return _OVER

    def _show_log(self) -> None:
        for line in self._engine.errors.take():
            self._shown.put({"event": "log", "message": line})

    def _attend_to_cancel(self, is_cancelled: Callable[[], bool]) -> None:
        if self._deadline is None:
            if is_cancelled():
                self._deadline = time.monotonic() + GRACE_S
                self._engine.send({"command": "cancel"})
        elif time.monotonic() >= self._deadline + (PLACING_S if self._engine.is_placing or self._engine.placed else 0):
            raise RunCancelled(CANCELLED)

    def _conclude(self, event: Event) -> dict[str, Any]:
        if event["event"] == "result":
            result: dict[str, Any] = event["result"]
            return result
        if self._deadline is not None:
            raise RunCancelled(CANCELLED)
        if event["event"] == "error":
            kind = ERROR_KINDS.get(str(event.get("kind")), EngineError)
            raise _with_traceback(kind(str(event.get("message"))), str(event.get("details", "")))
        raise self._death()

    def _death(self) -> Exception:
        """Return the error for an engine that ended without a result."""
        tail = self._engine.errors.tail
        text = f"The engine ended without a result: it {exit_in_words(self._engine.exit_code)}."
        if tail and (self._engine.exit_code or 0) > 0:
            text += f" It said: {tail[-1]}"
        return _with_traceback(EngineError(text), "\n".join(tail))


def _malformed(problem: str) -> Event:
    """Return the event that ends a run whose engine has sent what no engine sends."""
    text = f"The engine sent {problem}."
    return {"event": "error", "kind": "EngineError", "message": text, "details": "", "malformed": True}


def _with_traceback(error: Exception, text: str) -> Exception:
    error.remote_traceback = text  # type: ignore[attr-defined]
    return error
