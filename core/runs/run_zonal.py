"""Run a job by zones: one pass over the tiles, then the zones that lay in several of them."""

from __future__ import annotations

import concurrent.futures
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..files.run_folder import run_folder
from ..files.whole_file import whole_files
from ..progress import Progress
from ..tiles import TileGrid
from ..tiling.block import BlockTask
from ..tiling.loop import POLL_S, Counter, TileLoop
from ..tiling.one_raster import one_raster
from ..zonal_job import ZonalJob
from .prepare_zonal import ZonalRun, prepare_zonal

if TYPE_CHECKING:
    from ..clusters.base import AbstractCluster
    from .zonal_output import ZonalResult


def run_zonal_job(job: ZonalJob, progress: Progress) -> dict[str, Any]:
    """Run a job, write the files it asks for and return an account of it as plain values."""
    return measure_and_write(job, progress).account()


def measure_and_write(job: ZonalJob, progress: Progress) -> ZonalResult:
    """Run a job, write the files it asks for and return its result. Raises as `zonal_statistics`, and OutputError."""
    with one_raster((job.source, *job.further_sources)) as raster:
        result = measure_zones(prepare_zonal(job, raster), progress)
        with whole_files() as files:
            result.write(files)
    return result


def measure_zones(run: ZonalRun, progress: Progress) -> ZonalResult:
    """Measure all zones. Raises as `zonal_statistics`."""
    from .zonal_operation import Asked, SumUp, ZonalOperation
    from .zonal_output import ZonalResult
    from .zone_sources import zones_of

    start = time.monotonic()
    job = run.job
    with run_folder() as folder:
        zones = zones_of(job, run.source.info, Path(folder))
        asked = Asked(job.names, zones.is_share, job.classes is not None)
        result = ZonalResult.begun(run, zones, Path(folder))
        progress.plan(run.plan.to_json())
        tiles = TileGrid(run.frame, run.plan.chunk)
        counter = Counter(len(tiles), progress)
        task = BlockTask(run.source.info, run.bands, 0, ZonalOperation(zones.pixels, asked, run.frame))
        loop = TileLoop(task, job.config.cluster, counter, run.source.memory)
        with closing(loop.results(tiles)) as results:
            for _, found in results:
                result.absorb(found)
        groups = result.groups()
        counter.total += len(groups)
        sum_up = SumUp(asked, folder)
        with closing(_in_order(job.config.cluster, sum_up, [args for _, args in groups], counter)) as measured:
            for (band, _), found in zip(groups, measured):
                result.take(band, found)
        result.end(time.monotonic() - start)
    return result


def _in_order(
    cluster: AbstractCluster, task: Callable[..., Any], calls: Iterable[tuple[Any, ...]], counter: Counter
) -> Generator[Any, None, None]:
    """Yield the results of calls in their order, a bounded number at a time."""
    queue, pending = iter(calls), deque[concurrent.futures.Future[Any]]()
    try:
        while True:
            while len(pending) < max(cluster.in_flight, 1) and (call := next(queue, None)) is not None:
                pending.append(cluster.launch_task(task, call))
            if not pending:
                return
            while not concurrent.futures.wait([pending[0]], timeout=POLL_S).done:
                counter.progress.check()
            counter.progress.check()
            yield cluster.get_res(pending.popleft())
            counter.step()
    except BaseException:
        for future in pending:
            future.cancel()
        cluster.kill()
        raise
