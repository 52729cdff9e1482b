"""Hold one worker process, as its pool sees it: start it, talk with it, notice its end, end it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import deque
from typing import TYPE_CHECKING, Any, Callable

from ...errors import EngineError
from ...files.leftovers import register_group, unregister_group
from ...processes.bootstrap import BOOTSTRAP
from ...processes.children import exit_in_words, join_patiently
from ...processes.threads import start_thread
from .transport import QUEUED, Channel, Recent, Slot

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from .task import Task

PIPE_BYTES = 1 << 17
TAIL_BYTES = 4000
TAIL_WAIT_S = 0.5


class WorkerProcess:
    """A started worker. `on_end(worker)` is called, in another thread, when its process has ended.

    To be made by the thread that serves the pool: on Linux the worker dies with the thread that started it.
    """

    def __init__(
        self, command: tuple[str, dict[str, str]], path: list[str], on_end: Callable[[WorkerProcess], None]
    ) -> None:
        """`command`: interpreter and environment; `path`: folders to import from."""
        self.tasks: deque[Task] = deque()
        """Tasks sent and not yet answered; the first is the one that runs."""
        self.known = Recent()
        self.ready = False
        self.begun = False
        """It has begun with a task that has ended a worker before; only of those it is told."""
        self.is_given_up = False
        """The connection has ended, or a message could not be sent; the process is ending or is being ended."""
        self.silent = False
        """Nothing more can be read from it."""
        self.since = time.monotonic()
        """When the worker was started, was ready, or began with the task that runs: its time limit counts from here."""
        self.timed_out = False
        self.sent = 0
        slots = [Slot.create() for _ in range(QUEUED)]
        own, other = _connections()
        self.channel = Channel(own, slots)
        try:
            self._process = _start(command, other, slots)
        except BaseException:
            self.channel.close()
            raise
        finally:
            other.close()
        # What a user's function starts in here does not die with the worker when this whole program is killed.
        register_group(self.pid)
        self._tail = bytearray()
        try:
            self._pump = start_thread(self._forward_output, name="worker output")
            self._watch = start_thread(self._wait, on_end, name="worker watch")
        except EngineError:
            self.kill()
            unregister_group(self.pid)
            self._process.wait()
            self.release()
            raise
        with contextlib.suppress(OSError):
            self.channel.send(("setup", path))

    @property
    def pid(self) -> int:
        """The worker's process id."""
        return self._process.pid

    def kill(self) -> None:
        """End the process and what it has started, now."""
        if self._process.returncode is not None:
            return
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                self._process.kill()
            else:
                os.killpg(self.pid, signal.SIGKILL)

    def give_up(self) -> None:
        """Send it nothing more, and see that it ends."""
        self.is_given_up = True
        self.kill()

    def has_said_more(self) -> bool:
        """Return whether a message waits to be read."""
        try:
            return not self.silent and self.channel.connection.poll()
        except OSError:
            return False

    def ask_to_stop(self) -> None:
        """Let it end after its last task."""
        with contextlib.suppress(OSError):
            self.channel.send(("stop",))

    def join(self, timeout_s: float) -> bool:
        """Wait until the process has ended; return whether it has."""
        self._watch.join(timeout_s)
        return not self._watch.is_alive()

    def release(self) -> None:
        """Give up connection and memory, when the process has ended."""
        self.channel.close()
        with contextlib.suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()

    def how_it_ended(self) -> str:
        """Return the cause of its end in words."""
        return exit_in_words(self._process.returncode)

    def last_words(self) -> str:
        """Return the last lines that the worker printed; at a crash, Python's own report of where it happened."""
        join_patiently(self._pump, TAIL_WAIT_S)
        return bytes(self._tail).decode("utf-8", "replace").strip()

    def _wait(self, on_end: Callable[[WorkerProcess], None]) -> None:
        if hasattr(os, "waitid"):
            # While the worker is dead but not reaped, its process group cannot be anybody else's.
            with contextlib.suppress(ChildProcessError):
                os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
            self.kill()
            unregister_group(self.pid)
            self._process.wait()
        else:
            self._process.wait()
            unregister_group(self.pid)
        on_end(self)

    def _forward_output(self) -> None:
        """Pass on what the worker prints to this program's standard error, and keep the end of it."""
        assert self._process.stdout is not None
        with self._process.stdout as output:
            for chunk in iter(lambda: os.read(output.fileno(), 65536), b""):
                self._tail = (self._tail + chunk)[-TAIL_BYTES:]
                if sys.stderr is not None:
                    with contextlib.suppress(OSError, ValueError):  # standard error is closed
                        sys.stderr.write(chunk.decode("utf-8", "replace"))
                        sys.stderr.flush()


def _connections() -> tuple[Connection, Connection]:
    """Return the two ends of a connection with room for a few small messages."""
    if sys.platform == "win32":
        from multiprocessing import Pipe

        return Pipe(duplex=True)
    import socket
    from multiprocessing.connection import Connection

    ends = socket.socketpair()
    for end in ends:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, PIPE_BYTES)
        end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, PIPE_BYTES)
    return Connection(ends[0].detach()), Connection(ends[1].detach())


def _start(command: tuple[str, dict[str, str]], other: Connection, slots: list[Slot]) -> subprocess.Popen[bytes]:
    interpreter, environment = command
    handle = other.fileno()
    arguments = ["work", str(os.getpid()), str(handle), *(slot.handle for slot in slots)]
    options: dict[str, Any] = {}
    if sys.platform == "win32":
        os.set_handle_inheritable(handle, True)
        startup = subprocess.STARTUPINFO(lpAttributeList={"handle_list": [handle]})
        options = {"startupinfo": startup, "creationflags": subprocess.CREATE_NO_WINDOW}
    else:
        # A session of its own: Ctrl-C does not reach it, and it can be killed with whatever it has started.
        options = {"pass_fds": [handle, *(int(slot.handle) for slot in slots)], "start_new_session": True}
    return subprocess.Popen(
        [interpreter, "-B", BOOTSTRAP, *arguments],
        stdin=subprocess.PIPE,  # nothing is ever written: its end tells the worker that this process is gone
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        **options,
    )
