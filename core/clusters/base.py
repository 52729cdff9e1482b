"""Declare a cluster: a `concurrent.futures` executor that starts at its first task, and the record of a kind."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Optional

from ..parameters import Parameter, checked_values
from ..processes.lifeline import run_task
from ..processes.machine import usable_cpus

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future
    from types import TracebackType

    from typing_extensions import Self

WORKERS = Parameter(
    name="workers",
    label="Workers",
    help="Number of tiles that are computed at the same time; 0 takes as many as there are processors.",
    default=0,
    minimum=0,
    maximum=1024,
)


def checked_workers(nb_workers: Optional[int]) -> int:
    """Return a number of workers, 1 or more; None and 0 choose for you. Raises InvalidParameter."""
    return int(WORKERS.checked(0 if nb_workers is None else nb_workers)) or usable_cpus()


class AbstractCluster(ABC):
    """Runs tasks. Starts nothing before its first task; a closed one starts again at the next task.

    As a context manager it closes at the end, and abandons the work when the block ends by an error.
    """

    kind = ""
    own_process = False
    """Tasks run in other processes: functions, arguments and results must be picklable."""

    def __init__(self, nb_workers: Optional[int] = None) -> None:
        self.nb_workers = checked_workers(nb_workers)
        self._executor: Optional[Executor] = None
        self._started_in = 0

    @property
    def in_flight(self) -> int:
        """Number of tasks to keep submitted so that no worker waits; more would only hold memory."""
        return 2 * self.nb_workers

    @abstractmethod
    def _start(self) -> Executor:
        """Return a new executor with `nb_workers` workers."""

    @abstractmethod
    def _abandon(self, executor: Executor) -> None:
        """Stop `executor` now: waiting tasks never run, running ones are not waited for."""

    def launch_task(
        self, fun: Callable[..., Any], args: Sequence[Any] = (), kwargs: Optional[Mapping[str, Any]] = None
    ) -> Future[Any]:
        """Submit `fun(*args, **kwargs)` and return its future, which raises whatever goes wrong with the task.

        Raises EngineError when no worker can be started at all.
        """
        if self._executor is None or self._started_in != os.getpid():  # the executor of a forked parent is dead here
            self._executor = self._start()
            self._started_in = os.getpid()
        return self._submit(self._executor, fun, tuple(args), dict(kwargs or {}))

    def _submit(
        self, executor: Executor, fun: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Future[Any]:
        return executor.submit(run_task, fun, args, kwargs)

    def get_res(self, future: Future[Any]) -> Any:
        """Wait for a task and return its result, or raise the error that its function raised."""
        return future.result()

    def close(self) -> None:
        """Wait for the submitted tasks and end the workers. May be called again."""
        executor = self._detach()
        if executor is not None:
            executor.shutdown(wait=True)

    def kill(self) -> None:
        """Abandon all work at once and end the workers; what cannot be stopped (threads) is left to run out."""
        executor = self._detach()
        if executor is not None:
            self._abandon(executor)

    def _detach(self) -> Optional[Executor]:
        executor, self._executor = self._executor, None
        return executor if self._started_in == os.getpid() else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        if error is None:
            self.close()
        else:
            self.kill()

    def __repr__(self) -> str:
        return f"ClusterGenerator({self.kind!r}, nb_workers={self.nb_workers})"

    def to_json(self) -> dict[str, Any]:
        """Return what `ClusterGenerator` needs to make such a cluster again."""
        return {"kind": self.kind, "nb_workers": self.nb_workers}


@dataclass(frozen=True)
class ClusterSpec:
    """One kind of cluster. The panel's choices, the checks, the documentation and the tests follow from it."""

    name: str
    label: str
    summary: str
    """One sentence: what it is and when it pays."""
    load: Callable[[], type[AbstractCluster]]
    """Imports and returns the class; the import waits until such a cluster is asked for."""
    parameters: tuple[Parameter, ...] = ()
    """What the class takes besides `nb_workers`."""
    requires: tuple[str, ...] = ()
    """Importable names of optional packages; missing ones are named in the error."""
    own_process: bool = False
    """Tasks run in other processes."""
    aliases: tuple[str, ...] = ()
    """Other names by which scripts may ask for it."""

    def build(self, nb_workers: Optional[int] = None, **values: Any) -> AbstractCluster:
        """Return a cluster with checked values. Raises InvalidParameter, and MissingDependency for `requires`."""
        checked = checked_values(self.name, self.parameters, values)
        return self.load()(nb_workers, **checked)
