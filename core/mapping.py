"""The tiling engine: cut, send out, take back in order, write or collect. It knows no filter and no statistic.

`map_overlap_multiproc_save` and `map_multiproc_collect` have the names and the behaviour of GeoUtils' functions, so
that a function written for one runs in the other.
"""

from __future__ import annotations

import concurrent.futures
import os
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Callable, Optional, Union

from .config import check_config
from .errors import RunCancelled, SourceError, TileFailed, WorkerDied
from .functions import described
from .parameters import whole_number
from .progress import Progress
from .sources import MemoryPieces, Source
from .tiles import Tile, TileGrid, whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .clusters.base import AbstractCluster
    from .config import MultiprocConfig
    from .raster import Raster
    from .raster.source import SourceInfo

POLL_S = 0.05
"""How long the loop waits for a tile before it asks again whether the run is cancelled."""


@dataclass(frozen=True)
class Block:
    """The pixels of one tile with its margin, as a worker has read them."""

    info: SourceInfo
    tile: Tile
    """The piece without its margin."""
    halo: int
    values: NDArray[Any]
    """(bands, rows, columns) in the file's type; the margin is clipped at the raster's edge."""
    valid: NDArray[Any]
    """Boolean, same shape: False for nodata, NaN, infinities and masked pixels."""

    @property
    def frame(self) -> Tile:
        """The piece with its margin, clipped at the raster's edge: what `values` covers."""
        return self.tile.grown(self.halo).clipped(whole(self.info.height, self.info.width))

    @property
    def pad(self) -> tuple[int, int, int, int]:
        """Rows above, rows below, columns left and columns right that the margin lacks at the raster's edge."""
        wanted, have = self.tile.grown(self.halo), self.frame
        return (
            have.row_min - wanted.row_min,
            wanted.row_max - have.row_max,
            have.col_min - wanted.col_min,
            wanted.col_max - have.col_max,
        )


@dataclass(frozen=True)
class TileWork:
    """What a worker does with a tile: read the block, call the operation. Sent to a worker once per run."""

    info: SourceInfo
    bands: tuple[int, ...]
    halo: int
    operation: Callable[[Block], Any]
    sharing: int = 1
    """Processes that share the memory for unpacked pieces of the source."""

    def __call__(self, tile: Tile, piece: Optional[tuple[NDArray[Any], NDArray[Any]]] = None) -> Any:
        """Return the operation's result; `piece` is given where the raster lives in the caller's memory."""
        if piece is None:
            from .raster import cached_reader
            from .raster.block_cache import SHELF, SHELF_BYTES

            # Without a margin tiles share no block, but for those that blocks do not divide evenly.
            SHELF.limit((SHELF_BYTES if self.halo else SHELF_BYTES // 4) // self.sharing)
            piece = cached_reader(self.info).read_halo(tile, self.halo, self.bands)
        return self.operation(Block(self.info, tile, self.halo, *piece))


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
class TileRun:
    """The one loop under *save* and *collect*: a bounded window of tasks, results in row-major order."""

    work: TileWork
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
            from .raster.reader import check_unchanged

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
        except (SourceError, RunCancelled):
            raise
        except WorkerDied as error:
            raise WorkerDied(f"{tile}: {error}") from error
        except Exception as error:  # The one broad catch: whatever the work on a tile raised, it is named and kept.
            raise TileFailed(f"{tile}: {described(error)}") from error


@contextmanager
def cluster_of(config: MultiprocConfig) -> Iterator[AbstractCluster]:
    """Yield the config's cluster, which stays open for the caller's next run; or a sequential one, closed after."""
    from .clusters import ClusterGenerator

    try:
        if config.cluster is not None:
            yield config.cluster
        else:
            with ClusterGenerator("basic") as cluster:
                yield cluster
    finally:
        _put_away()


def _put_away() -> None:
    """Close what this process keeps open of sources and forget what it unpacked: others may replace the files now."""
    from .raster.block_cache import SHELF
    from .raster.reader import close_cached_readers

    close_cached_readers()
    SHELF.limit(0)


@dataclass(frozen=True)
class CallFunction:
    """The operation that calls a user's function on the tile `Raster`."""

    function: Callable[..., Any]
    args: tuple[Any, ...] = ()
    kwargs: tuple[tuple[str, Any], ...] = ()
    saves: bool = False

    def __call__(self, block: Block) -> Any:
        """Return the function's result; for *save*, `TileResult` without the margin."""
        from .functions import mark_where
        from .raster import Raster

        raster = Raster.of_tile(block.info, block.frame, block.values, block.valid)
        try:
            result = self.function(raster, *self.args, **dict(self.kwargs))
        except Exception as error:
            mark_where(error, self.function)
            raise
        if not self.saves:
            return result
        from .saving import trimmed

        return trimmed(result, block)


def map_overlap_multiproc_save(
    func: Callable[..., Raster],
    raster_path: Union[str, os.PathLike[str], Raster],
    config: MultiprocConfig,
    *args: Any,
    depth: int = 0,
    **kwargs: Any,
) -> Raster:
    """Call `func(tile_raster, *args, **kwargs)` on every tile with a margin of `depth` pixels, and write the results.

    `func` receives all bands of the tile and its margin, clipped at the raster's edge, and returns a `Raster` of the
    same rows and columns; the margin of it is cut off. Type, band count and nodata of the output are those of the
    first result; booleans are stored as uint8 with nodata 255. Any depth is right, also one larger than the chunk.

    :param raster_path: a file, or a `Raster`.
    :param config: `outfile` None writes a temporary file.
    :returns: a lazy `Raster` on the written file.
    :raises TileFailed: if `func` raised; the original error is the `__cause__`.
    """
    from .saving import save_tiles

    check_config(config)
    source = Source.of(raster_path)
    operation = CallFunction(func, args, tuple(kwargs.items()), saves=True)
    work = TileWork(source.info, source.info.checked_bands(None), whole_number("depth", depth, "pixels"), operation)
    return save_tiles(work, source, config, Progress())


def map_multiproc_collect(
    func: Callable[..., Any],
    raster_path: Union[str, os.PathLike[str], Raster],
    config: MultiprocConfig,
    *args: Any,
    depth: int = 0,
    return_tile: bool = False,
    **kwargs: Any,
) -> list[Any]:
    """Call `func(tile_raster, *args, **kwargs)` on every tile and return the results in row-major order of the tiles.

    :param depth: pixels of margin that `func` sees around each tile, clipped at the raster's edge.
    :param return_tile: give `(result, Tile)` pairs; the `Tile` is the piece without its margin.
    :raises TileFailed: if `func` raised; the original error is the `__cause__`.
    """
    from .plan import exact_chunk

    check_config(config)
    source = Source.of(raster_path)
    operation = CallFunction(func, args, tuple(kwargs.items()))
    work = TileWork(source.info, source.info.checked_bands(None), whole_number("depth", depth, "pixels"), operation)
    tiles = TileGrid(source.info.frame, exact_chunk(config, source.info, work.halo))
    with cluster_of(config) as cluster:
        run = TileRun(work, cluster, Counter(len(tiles), Progress()), source.memory)
        return [(result, tile) if return_tile else result for tile, result in run.results(tiles)]
