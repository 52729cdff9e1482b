"""Run a statistics job: as many passes over the tiles as it needs, merged in the order of the tiles."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Any, Callable, Optional

from ..files.whole_file import WholeFiles, whole_files
from ..jobs import StatisticsJob
from ..operations import MeasureOperation
from ..progress import Progress
from ..tiles import TileGrid
from ..tiling.block import BlockTask
from ..tiling.function_call import CallFunction
from ..tiling.loop import Counter, TileLoop, check_function
from ..tiling.one_raster import one_raster
from .masks import mask_of
from .prepare_statistics import BANDS_AT_ONCE, StatisticsRun, passes_left, prepare_statistics
from .statistics_output import record_keeper, report_of, tile_entry

if TYPE_CHECKING:
    from ..report.report import StatisticsReport
    from ..statistics.measurement import Measurement
    from ..tiling.mask import Mask


def run_statistics(run: StatisticsRun, progress: Progress, files: Optional[WholeFiles] = None) -> StatisticsReport:
    """Do the passes and return the report; `files` takes the records of the tiles, where the job names a file."""
    start = time.monotonic()
    tiles = TileGrid(run.frame, run.plan.chunk)
    counter = Counter(len(tiles) * run.plan.passes, progress)
    records: list[dict[str, Any]] = []
    if run.job.function is not None:
        check_function(run.job.function, run.job.config.cluster, progress)
    with ExitStack() as stack:
        for measurement in run.measurements:
            stack.callback(measurement.close)
        mask = stack.enter_context(mask_of(run.job, run.source.info))
        keep = record_keeper(run, records, files)
        progress.plan(run.plan.to_json())
        more = _one_pass(run, mask, tiles, counter, keep)
        while more:
            more = _one_pass(run, mask, tiles, counter, None)
    return report_of(run, records, time.monotonic() - start)


def _one_pass(
    run: StatisticsRun,
    mask: Optional[Mask],
    tiles: TileGrid,
    counter: Counter,
    keep: Optional[Callable[[dict[str, Any]], None]],
) -> bool:
    """Run one pass over the bands that still need one; in the first, `keep` takes what is known of each tile."""
    first = keep is not None
    active = _active(run.measurements, len(run.measurements) if first else BANDS_AT_ONCE)
    if not active:
        return False
    tasks = [run.measurements[index].next_pass() for index in active]
    operation = MeasureOperation(
        tasks=tuple(task for task in tasks if task is not None),
        names=run.tile_names if first else (),
        percentiles=run.job.percentiles if first and run.job.per_tile else (),
        function=CallFunction(run.job.function) if first and run.job.function is not None else None,
    )
    bands = tuple(run.bands[index] for index in active)
    task = BlockTask(run.source.info, bands, run.plan.halo if first else 0, operation, mask=mask)
    counter.total = counter.done + len(tiles) * passes_left(run.measurements)
    loop = TileLoop(task, run.job.config.cluster, counter, run.source.memory)
    with closing(loop.results(tiles)) as results:
        for tile, (states, found, value) in results:
            for index, state in zip(active, states):
                run.measurements[index].absorb(state)
            if keep is not None and (found or operation.function is not None):
                keep(tile_entry(run, tile, found, value))
    for index in active:
        run.measurements[index].end_pass()
    return True


def _active(measurements: Sequence[Measurement], most: int) -> list[int]:
    """Return which measurements take part in the next pass: the first ones that are not finished, up to a weight."""
    found: list[int] = []
    weight = 0
    for index, measurement in enumerate(measurements):
        task = measurement.next_pass() if weight < most else None
        if task is not None:
            found.append(index)
            weight += task.weight
    return found


def run_statistics_job(job: StatisticsJob, progress: Progress) -> dict[str, Any]:
    """Run a job, write the files it asks for and return an account of it as plain values."""
    return account_of(job, measure_and_write(job, progress))


def measure_and_write(job: StatisticsJob, progress: Progress) -> StatisticsReport:
    """Run a job, write the files it asks for and return its report. Raises as `raster_statistics`, and OutputError."""
    with one_raster((job.source, *job.further_sources)) as raster:
        return _measure_and_write(prepare_statistics(job, raster), progress)


def _measure_and_write(run: StatisticsRun, progress: Progress) -> StatisticsReport:
    from ..raster.target import check_target

    job = run.job
    for path in (job.table, job.json, job.html, job.tiles_file):
        if path is not None:
            check_target(path, [run.source.info.path, *job.other_sources])
    with whole_files() as files:
        report = run_statistics(run, progress, files)
        if job.table is not None:
            files.write(job.table, report.to_csv())
        if job.json is not None:
            files.write(job.json, json.dumps(report.to_json(), indent=2, ensure_ascii=False, allow_nan=False) + "\n")
        if job.html is not None:
            files.write(job.html, report.to_html())
    return report


def account_of(job: StatisticsJob, report: StatisticsReport) -> dict[str, Any]:
    """Return what a finished job tells of itself: the report as plain values, and how it went."""
    account = report.to_json()
    if job.tiles_file is not None:
        account.update(tiles=[], tiles_file=job.tiles_file)
    how = account["run"]
    return {**account, **{name: how[name] for name in ("passes", "workers", "seconds", "chunk")}}
