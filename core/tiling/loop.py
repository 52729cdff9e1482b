"""Send tiles to a cluster and take the results back in order, a bounded number at a time."""

from __future__ import annotations

import concurrent.futures
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Optional

from ..errors import GapsDiffer, NodataClash, RunCancelled, SourceError, TileFailed, WorkerDied
from ..functions import described
from ..progress import Progress
from ..tiles import Tile
from .block import BlockTask
from .source import MemoryPieces

if TYPE_CHECKING:
    from ..clusters.base import AbstractCluster
    from ..config import MultiprocConfig


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

    work: BlockTask
    cluster: AbstractCluster
    counter: Counter
    memory: Optional[MemoryPieces] = None
    """A `Raster` in memory that the caller's process cuts the pieces from."""
    _pending: deque[tuple[Tile, concurrent.futures.Future[Any]]] = field(default_factory=deque)

    def results(self, tiles: Iterable[Tile]) -> Generator[tuple[Tile, Any], None, None]:
        """Yield each tile with its result, in the order of `tiles`. Raises TileFailed, WorkerDied, RunCancelled."""
        queue = iter(tiles)
        try:
            while self._filled(queue):
                tile, future = self._pending.popleft()
                result = self._taken(tile, future)
                self._filled(queue)
                yield tile, result
                self.counter.step()
            self._check_source()
        except BaseException:
            # Nobody will take what is still out: end it now, so that cancel and errors are heard at once.
            for _, future in self._pending:
                future.cancel()
            self._pending.clear()
            self.cluster.kill()
            raise

    def __post_init__(self) -> None:
        if self.cluster.own_process:
            self.work = replace(self.work, sharing=self.cluster.nb_workers)

    def _check_source(self) -> None:
        """Raise SourceError when the file was changed while the last tiles were read."""
        if self.memory is None:
            from ..raster.reader import check_unchanged

            check_unchanged(self.work.info)

    def _filled(self, queue: Iterator[Tile]) -> bool:
        while len(self._pending) < max(self.cluster.in_flight, 1):
            tile = next(queue, None)
            if tile is None:
                break
            self.counter.progress.check()
            self._pending.append((tile, self.cluster.launch_task(self.work, self._args(tile))))
        return bool(self._pending)

    def _args(self, tile: Tile) -> tuple[Any, ...]:
        if self.memory is None:
            return (tile,)
        return tile, self.memory.read_halo(tile, self.work.halo, self.work.bands)

    def _taken(self, tile: Tile, future: concurrent.futures.Future[Any]) -> Any:
        while not concurrent.futures.wait([future], timeout=POLL_S).done:
            self.counter.progress.check()
        self.counter.progress.check()
        try:
            return self.cluster.get_res(future)
        except concurrent.futures.CancelledError as error:
            raise RunCancelled("cancelled") from error
        except (SourceError, RunCancelled, NodataClash, GapsDiffer):
            raise
        except WorkerDied as error:
            raise WorkerDied(f"{tile}: {error}") from error
        except Exception as error:  # The one broad catch: whatever the work on a tile raised, it is named and kept.
            raise TileFailed(f"{tile}: {described(error)}") from error


@contextmanager
def open_cluster(config: MultiprocConfig) -> Iterator[AbstractCluster]:
    """Yield the config's cluster, which stays open for the caller's next run."""
    try:
        yield config.cluster
    finally:
        _put_away()


def _put_away() -> None:
    """Close what this process keeps open of sources and forget what it unpacked: others may replace the files now."""
    from ..raster.block_cache import SHELF
    from ..raster.reader import close_cached_readers

    close_cached_readers()
    SHELF.limit(0)
