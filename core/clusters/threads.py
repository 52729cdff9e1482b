"""Run functions in threads of this process: no start-up, no copies; side by side where kernels release the GIL."""

from __future__ import annotations

from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any, Callable

from ..processes.threads import check_threads, no_thread
from .base import AbstractCluster


class ThreadsCluster(AbstractCluster):
    """A pool of threads. A thread cannot be stopped: `kill` drops waiting tasks and lets running ones run out."""

    kind = "threads"

    def _start(self) -> Executor:
        check_threads(2 * self.nb_workers)  # with GDAL's own, which compress the output
        return ThreadPoolExecutor(self.nb_workers, thread_name_prefix="tile")

    def _submit(
        self, executor: Executor, fun: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Future[Any]:
        try:
            return super()._submit(executor, fun, args, kwargs)
        except RuntimeError as error:
            if "thread" in str(error):
                raise no_thread(error) from error
            raise

    def _abandon(self, executor: Executor) -> None:
        executor.shutdown(wait=False, cancel_futures=True)
