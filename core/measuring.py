"""Measuring a raster: as many passes over the tiles as the statistics need, merged in the order of the tiles."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Optional, Union

from .extent import frame_of
from .functions import UserFunction
from .jobs import DEFAULT_STATISTICS, StatisticsJob, checked_percentiles
from .mapping import Block, CallFunction, Counter, TileRun, TileWork, cluster_of
from .measure_report import record_keeper, report_of, tile_entry, write_whole
from .parameters import several
from .plan import ChunkNeeds, RunPlan, asked_chunk, chosen_chunk, workers_of
from .progress import Progress
from .sources import Source
from .tiles import Tile, TileGrid

if TYPE_CHECKING:
    from .clusters.base import AbstractCluster
    from .config import MultiprocConfig
    from .raster import Raster
    from .report.report import StatisticsReport
    from .statistics.measurement import Measurement, PassTask

BANDS_AT_ONCE = 4
"""Bands that take part in a further pass: each may hold tens of megabytes until the pass ends."""
BYTES_PER_PIXEL = 40.0
"""Values, validity, keys and a sorted copy of one band of a tile while it is measured."""


@dataclass(frozen=True)
class MeasureOperation:
    """The operation of one pass: what each band's measurement asks for, and per-tile records where wanted."""

    tasks: tuple[PassTask, ...]
    names: tuple[str, ...] = ()
    percentiles: tuple[float, ...] = ()
    function: Optional[Callable[[Block], Any]] = None

    def __call__(self, block: Block) -> tuple[list[Any], list[dict[str, Any]], Any]:
        """Return the states of the bands, their records for this tile, and what the user's function gave."""
        from .statistics.tile import tile_record

        inner = (slice(None), *block.tile.within(block.frame))
        pairs = list(zip(block.values[inner], block.valid[inner]))
        states = [task(values, valid) for task, (values, valid) in zip(self.tasks, pairs)]
        records = [
            tile_record(values, valid, self.names, self.percentiles)
            for values, valid in pairs
            if self.names or self.percentiles
        ]
        return states, records, None if self.function is None else self.function(block)


@dataclass(frozen=True)
class StatisticsRun:
    """A checked job, ready to run."""

    job: StatisticsJob
    source: Source
    bands: tuple[int, ...]
    frame: Tile
    plan: RunPlan
    measurements: tuple[Measurement, ...]

    @property
    def tile_names(self) -> tuple[str, ...]:
        """Statistics of each tile: those asked for, and the mean for the small map of the HTML report."""
        asked = self.job.statistics if self.job.per_tile else ()
        return (*asked, "mean") if self.job.html and "mean" not in asked else asked


def raster_statistics(
    source: Union[str, Raster],
    config: MultiprocConfig,
    statistics: Sequence[str] = DEFAULT_STATISTICS,
    *,
    percentiles: Sequence[float] = (),
    bands: Optional[Sequence[int]] = None,
    histogram_bins: int = 0,
    extent: Optional[tuple[float, float, float, float]] = None,
    per_tile: bool = False,
    function: Optional[UserFunction] = None,
    progress: Optional[Progress] = None,
) -> StatisticsReport:
    """Measure a raster tile by tile; the result is that of the whole valid array at once.

    Counts, extremes and quantiles are exact at any size, moments are right to 1e-12. Empty input gives counts of 0
    and NaN for everything else.

    :param statistics: names in `STATISTICS`.
    :param percentiles: from 0 to 100; in the report as `p5`, `p33.3`.
    :param per_tile: keep the statistics of every tile too, in `report.tiles`.
    :raises InvalidParameter, SourceError: before any work, for what cannot be done.
    :raises TileFailed, WorkerDied, RunCancelled: during the work.
    """
    from .filtering import name_of

    job = StatisticsJob(
        source=name_of(source),
        config=config,
        statistics=several("statistics", statistics, "the name of a statistic"),
        percentiles=checked_percentiles(percentiles),
        bands=None if bands is None else several("bands", bands, "a number from 1"),
        histogram_bins=histogram_bins,
        extent=extent,
        per_tile=per_tile,
        function=function,
    )
    return measured(prepare_statistics(job, source), progress or Progress())


def prepare_statistics(job: StatisticsJob, raster: Union[str, Raster, None] = None) -> StatisticsRun:
    """Return the run, every check done and the plan made."""
    from .statistics.histogram import AUTOMATIC
    from .statistics.measurement import Measurement

    job.check()
    source = Source.of(job.source if raster is None else raster, job.bands)
    info = source.info
    bands = info.checked_bands(job.bands)
    frame = frame_of(info, job.extent)
    bins = job.histogram_bins or (AUTOMATIC if job.html else 0)
    measurements = tuple(Measurement(info.dtypes[band - 1], job.statistics, job.percentiles, bins) for band in bands)
    if job.function is not None:
        job.function.load()
    halo = 0 if job.function is None else job.function.depth
    needs = ChunkNeeds(
        frame,
        halo,
        info.block_shape,
        BYTES_PER_PIXEL + len(bands) * 10.0,
        workers_of(job.config),
        job.config.memory_limit_mb,
    )
    chunk = asked_chunk(job.config, frame) if job.config.chunk_size is not None else chosen_chunk(needs, info)
    plan = RunPlan(
        tiles=len(TileGrid(frame, chunk)),
        chunk=chunk,
        halo=halo,
        cluster="basic" if job.config.cluster is None else job.config.cluster.kind,
        workers=workers_of(job.config),
        memory_mb=needs.memory_mb(chunk),
        passes=_passes_left(measurements),
    )
    return StatisticsRun(job, source, bands, frame, plan, measurements)


def measured(run: StatisticsRun, progress: Progress) -> StatisticsReport:
    """Do the passes and return the report."""
    start = time.monotonic()
    job, tiles = run.job, TileGrid(run.frame, run.plan.chunk)
    counter = Counter(len(tiles) * run.plan.passes, progress)
    records: list[dict[str, Any]] = []
    with ExitStack() as stack:
        for measurement in run.measurements:
            stack.callback(measurement.close)
        cluster = stack.enter_context(cluster_of(job.config))
        keep = stack.enter_context(record_keeper(run, records))
        progress.plan(run.plan.to_json())
        more = _one_pass(run, tiles, cluster, counter, keep)
        while more:
            more = _one_pass(run, tiles, cluster, counter, None)
    return report_of(run, records, time.monotonic() - start)


def _one_pass(
    run: StatisticsRun,
    tiles: TileGrid,
    cluster: AbstractCluster,
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
    work = TileWork(
        run.source.info, tuple(run.bands[index] for index in active), run.plan.halo if first else 0, operation
    )
    counter.total = counter.done + len(tiles) * _passes_left(run.measurements)
    loop = TileRun(work, cluster, counter, run.source.memory)
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


def _passes_left(measurements: Sequence[Measurement]) -> int:
    """Return about how many passes over the tiles are left, the next one included."""
    if measurements[0].passes == 0:
        further = [measurement.passes_planned - 1 for measurement in measurements]
        return 1 + -(-sum(further) // BANDS_AT_ONCE) if len(further) > BANDS_AT_ONCE else 1 + max(further)
    unfinished = sum(1 for measurement in measurements if measurement.passes < 2 and measurement.passes_planned > 1)
    return max(1, -(-unfinished // BANDS_AT_ONCE))


def run_statistics_job(job: StatisticsJob, progress: Progress) -> dict[str, Any]:
    """Run a job, write the files it asks for and return an account of it as plain values."""
    from .raster.target import check_target

    run = prepare_statistics(job)
    for path in (job.table, job.json, job.html, job.tiles_file):
        if path is not None:
            check_target(path, [job.source])
    report = measured(run, progress)
    if job.table is not None:
        write_whole(job.table, report.to_csv())
    if job.json is not None:
        write_whole(job.json, json.dumps(report.to_json(), indent=2, ensure_ascii=False, allow_nan=False) + "\n")
    if job.html is not None:
        write_whole(job.html, report.to_html())
    account = report.to_json()
    if job.tiles_file is not None:
        account.update(tiles=[], tiles_file=job.tiles_file)
    how = account["run"]
    return {**account, **{name: how[name] for name in ("passes", "workers", "seconds", "chunk")}}
