"""Run functions in worker processes: side by side, a crash costs one try of one tile, and `kill` is at once."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING, Any, Callable, Optional

from .base import AbstractCluster

if TYPE_CHECKING:
    from .pool.executor import ProcessExecutor


class MultiCluster(AbstractCluster):
    """A pool of processes. Functions must stand in a module; arguments and results must be picklable."""

    kind = "multi"
    own_process = True
    _executor: Optional[ProcessExecutor]

    def __init__(self, nb_workers: Optional[int] = None, task_timeout_s: float = 1800.0) -> None:
        super().__init__(nb_workers)
        self.task_timeout_s = task_timeout_s

    def to_json(self) -> dict[str, Any]:
        """Return what `ClusterGenerator` needs to make such a cluster again."""
        return {**super().to_json(), "task_timeout_s": self.task_timeout_s}

    def worker_pids(self) -> list[int]:
        """Return the process ids of the workers that run now."""
        return [] if self._executor is None else self._executor.pids()

    def _start(self) -> Executor:
        from ..processes.threads import check_threads
        from .pool.executor import ProcessExecutor

        # The pool's own, two here and two within for each process, and GDAL's, which compress the output here.
        check_threads(1 + 5 * self.nb_workers)
        return ProcessExecutor(self.nb_workers, self.task_timeout_s)

    def _submit(
        self, executor: Executor, fun: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Future[Any]:
        return executor.submit(fun, *args, **kwargs)  # the worker itself wraps the call in `run_task`

    def _abandon(self, executor: Executor) -> None:
        if TYPE_CHECKING:
            assert isinstance(executor, ProcessExecutor)
        executor.kill()
