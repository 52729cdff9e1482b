"""Run functions in threads of this process: no start-up, no copies; side by side where kernels release the GIL."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor

from .base import AbstractCluster


class ThreadsCluster(AbstractCluster):
    """A pool of threads. A thread cannot be stopped: `kill` drops waiting tasks and lets running ones run out."""

    kind = "threads"

    def _start(self) -> Executor:
        return ThreadPoolExecutor(self.nb_workers, thread_name_prefix="tile")

    def _abandon(self, executor: Executor) -> None:
        executor.shutdown(wait=False, cancel_futures=True)
