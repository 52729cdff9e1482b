"""Send tiles to a cluster and take the results back in order, a bounded number at a time."""

from __future__ import annotations

import concurrent.futures
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Optional

from ..errors import GapsDiffer, NodataClash, OutputError, RunCancelled, SourceError, TileFailed, WorkerDied
from ..functions import UserFunction, described, load_in_a_worker
from ..progress import Progress
from ..tiles import Tile
from .block import BlockTask

if TYPE_CHECKING:
    from ..clusters.base import AbstractCluster
    from ..config import MultiprocConfig
    from .plan import RunPlan
    from .source import MemoryPieces, Source


POLL_S = 0.05
"""How long the loop waits for a tile before it asks again whether the run is cancelled."""


@dataclass
class Counter:
    """Tiles done over all passes of a run, told to a Progress."""

    total: int
    progress: Progress
    done: int = 0

    def step(self) -> None:
        """Count one tile."""
        self.done += 1
        self.progress.update(self.done, self.total)


@dataclass
class TileLoop:
    """The one loop under *save* and *collect*: a bounded window of tasks, results in row-major order."""

    task: BlockTask
    cluster: AbstractCluster
    counter: Counter
    memory: Optional[MemoryPieces] = None
    """A `Raster` in memory that the caller's process cuts the pieces from."""
    _pending: deque[tuple[Tile, concurrent.futures.Future[Any]]] = field(default_factory=deque)

    def results(self, tiles: Iterable[Tile]) -> Generator[tuple[Tile, Any], None, None]:
        """Yield each tile with its result, in the order of `tiles`. Raises TileFailed, WorkerDied, RunCancelled."""
        from ..raster.reader import check_all_unchanged, close_run

        queue = iter(tiles)
        try:
            while self._submit_ahead(queue):
                tile, future = self._pending.popleft()
                result = self._result_of(tile, future)
                self._submit_ahead(queue)
                yield tile, result
                self.counter.step()
            if self.memory is None:
                check_all_unchanged(self.task.info)  # while the last tiles were read
        except BaseException:
            # Nobody will take what is still out: end it now, so that cancel and errors are heard at once.
            for _, future in self._pending:
                future.cancel()
            self._pending.clear()
            self.cluster.kill()
            raise
        finally:
            close_run(self.task.run)  # others may replace the file now

    def __post_init__(self) -> None:
        if self.cluster.own_process:
            self.task = replace(self.task, processes=self.cluster.nb_workers)

    def _submit_ahead(self, queue: Iterator[Tile]) -> bool:
        while len(self._pending) < max(self.cluster.in_flight, 1):
            tile = next(queue, None)
            if tile is None:
                break
            self.counter.progress.check()
            self._pending.append((tile, self.cluster.launch_task(self.task, self._args(tile))))
        return bool(self._pending)

    def _args(self, tile: Tile) -> tuple[Any, ...]:
        if self.memory is None or self.task.is_outside(tile):
            return (tile,)
        return tile, self.memory.read_halo(tile, self.task.halo, self.task.bands)

    def _result_of(self, tile: Tile, future: concurrent.futures.Future[Any]) -> Any:
        while not concurrent.futures.wait([future], timeout=POLL_S).done:
            self.counter.progress.check()
        self.counter.progress.check()
        try:
            return self.cluster.get_res(future)
        except concurrent.futures.CancelledError as error:
            raise RunCancelled("cancelled") from error
        except (OutputError, SourceError, RunCancelled, NodataClash, GapsDiffer):
            raise
        except WorkerDied as error:
            raise WorkerDied(f"{tile}: {error}") from error
        except Exception as error:  # The one broad catch: whatever the work on a tile raised, it is named and kept.
            raise TileFailed(f"{tile}: {described(error)}") from error


def check_function(function: UserFunction, cluster: AbstractCluster, progress: Progress) -> None:
    """Let a worker import a user's file, before any tile. Raises FunctionError, WorkerDied, RunCancelled."""
    future = cluster.launch_task(load_in_a_worker, (function,))
    try:
        while not concurrent.futures.wait([future], timeout=POLL_S).done:
            progress.check()
        cluster.get_res(future)
    except WorkerDied as error:
        cluster.kill()
        raise WorkerDied(f"function_file={function.file}, while it is imported: {error}") from error
    except BaseException:
        cluster.kill()
        raise


def begin_loop(task: BlockTask, source: Source, plan: RunPlan, config: MultiprocConfig, progress: Progress) -> TileLoop:
    """Return the loop of a run that goes over its tiles once, when its plan is told. The cluster stays open after."""
    progress.plan(plan.to_json())
    return TileLoop(task, config.cluster, Counter(plan.tiles, progress), source.memory)
