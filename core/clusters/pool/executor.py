"""Make a pool of worker processes a `concurrent.futures` executor.

Not `concurrent.futures.ProcessPoolExecutor`, nor multiprocessing's pool: those run the user's program again in each
worker, start `sys.executable` even where that is QGIS, lose every task when one worker dies, and share settings with
everybody else in the process. Here a worker is an ordinary child program with its own pipes and memory.
"""

from __future__ import annotations

import threading
import weakref
from concurrent.futures import Executor, Future
from typing import Any, Callable

from ...errors import FunctionError
from .dispatcher import Dispatcher
from .launch import import_path, interpreter
from .task import Task
from .worker_process import WorkerProcess


class ProcessExecutor(Executor):
    """Runs tasks in up to `max_workers` processes, which start when there is work for them.

    A task whose worker ends is run again, once; a task longer than `task_timeout_s` ends its worker.
    """

    def __init__(self, max_workers: int, task_timeout_s: float) -> None:
        command, path = interpreter(), import_path()

        def launch(on_end: Callable[[WorkerProcess], None]) -> WorkerProcess:
            return WorkerProcess(command, path, on_end)

        self._lock = threading.Lock()
        self._closed = False
        self._dispatcher = Dispatcher(max_workers, task_timeout_s, launch)
        # A pool that is dropped without `shutdown` finishes its tasks and ends.
        weakref.finalize(self, self._dispatcher.stop).atexit = False
        self._dispatcher.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Queue a call. What cannot be sent to another process gives a future that raises FunctionError."""
        try:
            task = Task.of(fn, args, kwargs)
        except FunctionError as error:
            failed: Future[Any] = Future()
            failed.set_exception(error)
            return failed
        with self._lock:
            if self._closed:
                raise RuntimeError("this pool is shut down")
            self._dispatcher.add(task)
        return task.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more tasks; end the workers when all is done, with `cancel_futures` when what runs is done."""
        with self._lock:
            self._closed = True
        if cancel_futures:
            self._dispatcher.cancel_waiting()
        self._dispatcher.stop()
        if wait:
            self._dispatcher.join()

    def kill(self) -> None:
        """End all workers now; what was running fails with RunCancelled, what was waiting is cancelled."""
        with self._lock:
            self._closed = True
        self._dispatcher.kill()

    def pids(self) -> list[int]:
        """Return the process ids of the workers."""
        return self._dispatcher.pids()
