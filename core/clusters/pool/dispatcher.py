"""Serve a pool of worker processes from one thread: hand out tasks, receive answers, and wait in between.

Other threads only leave a task or a flag and wake it. It lives as long as the workers: on Linux a worker dies with the
thread that has started it.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import threading
from collections import deque
from multiprocessing import Pipe
from multiprocessing.connection import wait
from typing import Callable, Optional

from ...errors import EngineError
from ...processes.threads import start_thread
from .task import Task
from .worker_process import WorkerProcess
from .workers import Crew

STOP_WAIT_S = 2.0
KILL_WAIT_S = 0.08


class Dispatcher:
    """Owner of queue and workers. `launch(on_end)` starts a worker; `task_timeout_s` is the time limit of a task."""

    def __init__(
        self,
        nb_workers: int,
        task_timeout_s: float,
        launch: Callable[[Callable[[WorkerProcess], None]], WorkerProcess],
    ) -> None:
        self._crew = Crew(nb_workers, task_timeout_s, lambda: launch(self._note_end))
        self._waiting: deque[Task] = deque()
        self._ended: deque[WorkerProcess] = deque()
        self._stopping = self._killed = False
        self._over: Optional[EngineError] = None
        self._adding = threading.Lock()
        self._wakes, self._waker = Pipe(duplex=False)
        self._waking = threading.Lock()
        self._wake_wanted = self._awake = False
        self._thread: Optional[threading.Thread] = None

    def start(self) -> None:
        """Start the thread; workers start with the first task. A pool still open when the program ends is killed."""
        self._thread = start_thread(self._serve, name="worker pool")
        atexit.register(self._kill_at_exit, os.getpid())

    def add(self, task: Task) -> None:
        """Queue a task."""
        with self._adding:
            if self._over is None:
                self._waiting.append(task)
            else:
                task.fail(self._over)
        self._wake()

    def stop(self) -> None:
        """Let the thread end when all tasks are done."""
        self._stopping = True
        self._wake()

    def join(self) -> None:
        """Wait until it has ended; not in its own thread, where callbacks of futures run."""
        if self._thread is not None and threading.current_thread() is not self._thread:
            self._thread.join()

    def cancel_waiting(self) -> None:
        """Cancel the tasks that no worker has yet; the thread drops them when it comes upon them."""
        for task in list(self._waiting):
            task.future.cancel()

    def kill(self) -> None:
        """End all workers now and abandon all tasks. Returns as soon as they are gone, after 0.08 s at the latest."""
        self._killed = True
        self._crew.kill()
        self._wake()
        if self._thread is not None and threading.current_thread() is not self._thread:
            self._thread.join(KILL_WAIT_S)

    def _kill_at_exit(self, owner: int) -> None:
        if os.getpid() == owner:  # a forked child of this program ends without its parent's workers
            self.kill()

    def pids(self) -> list[int]:
        """Return the process ids of the workers."""
        return self._crew.pids()

    def _note_end(self, worker: WorkerProcess) -> None:
        self._ended.append(worker)
        self._wake()

    def _wake(self) -> None:
        # Never blocks: the garbage collector calls it too, at any point of any thread. Who finds the lock taken leaves
        # its wish to the holder, who looks for one after the lock is free again: what he sent may be read already.
        self._wake_wanted = True
        while self._wake_wanted and not self._awake and self._waking.acquire(blocking=False):
            try:
                self._wake_wanted, self._awake = False, True
                with contextlib.suppress(OSError):  # the thread has ended
                    self._waker.send_bytes(b"")
            finally:
                self._waking.release()

    def _serve(self) -> None:
        broken: Optional[BaseException] = None
        try:
            while not self._killed:
                self._hand_out()
                if self._stopping and not self._waiting and not self._crew.tasks():
                    break
                self._receive()
        except BaseException as error:  # a fault in here must reach those who wait, not leave them waiting
            broken = error
        self._finish(broken)

    def _hand_out(self) -> None:
        while self._waiting and not self._killed:
            task = self._waiting[0]
            if not task.future.cancelled() and not self._crew.assign(task):
                return
            self._waiting.popleft().begin()

    def _receive(self) -> None:
        talking = self._crew.connections()
        for source in wait([self._wakes, *talking], self._crew.end_the_hung()):
            if source is self._wakes:
                while self._wakes.poll():
                    self._wakes.recv_bytes()
                self._awake = False  # before the queue and the flags are looked at
            else:
                self._crew.receive(talking[source])  # type: ignore[index]
        while self._ended:
            self._waiting.extendleft(reversed(self._crew.reap(self._ended.popleft())))

    def _finish(self, broken: Optional[BaseException]) -> None:
        with self._adding:
            told = "the pool of workers has ended" + (f": {broken}" if broken is not None else "")
            self._over = broken if isinstance(broken, EngineError) else EngineError(told)
            self._over.__cause__ = self._over.__cause__ or (None if broken is self._over else broken)
        if broken is not None:
            self._crew.kill()
        for task in [*self._crew.tasks(), *self._waiting]:
            if broken is None:
                task.abandon()
            else:
                task.fail(self._over)
        self._crew.dismiss(STOP_WAIT_S)
        atexit.unregister(self._kill_at_exit)
        self._wakes.close()
        self._waker.close()
