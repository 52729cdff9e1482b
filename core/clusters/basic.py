"""Run each task in the calling thread while it is submitted: the sequential cluster, whose results are the truth."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from typing import Any, Callable, Optional

from .base import AbstractCluster


class ImmediateExecutor(Executor):
    """Runs each task inside `submit`."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run the task and return its finished future. Ctrl-C is not a task's error: it leaves at once."""
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # a task's error belongs to its future
            future.set_exception(error)
        return future


class BasicCluster(AbstractCluster):
    """One task after the other, in this process; it always has one worker."""

    kind = "basic"

    def __init__(self, nb_workers: Optional[int] = None) -> None:
        super().__init__(nb_workers)
        self.nb_workers = 1

    @property
    def in_flight(self) -> int:
        """One: the task is done when it has been submitted."""
        return 1

    def _start(self) -> Executor:
        return ImmediateExecutor()

    def _abandon(self, executor: Executor) -> None:
        """Do nothing: between two calls no task is running."""
