"""Run a filter job: from what was prepared to the written file and an account of it."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Optional, Union

from ..arrays import Array
from ..errors import GapsDiffer, NodataClash
from ..filters.sizes import labels
from ..jobs import FilterJob
from ..marking import no_way
from ..operations import FilteredTile, FilterOperation, WritePart
from ..progress import Progress, spoken_duration
from ..tiles import TileGrid, in_panels
from ..tiling.chunks import panel_cols
from ..tiling.loop import begin_loop, check_function
from ..tiling.one_raster import one_raster
from ..tiling.save import DeferredWriter, save_results, save_tiles
from .estimate import IN_A_RUN, estimated_s, remember
from .masks import configured, mask_of
from .prepare_filter import FilterRun, prepare_filter, provenance_tags

if TYPE_CHECKING:
    from ..raster.parts import Parts, WrittenPart
    from ..tiles import Tile
    from ..tiling.block import BlockTask
    from ..tiling.loop import TileLoop
    from ..tiling.mask import Mask

LONG_S = 3600.0


@dataclass
class Losses:
    """Valid pixels that each filter lost to gaps, over the tiles so far."""

    filters: tuple[str, ...]
    lost: list[int] = field(default_factory=list)
    valid: int = 0

    def count(self, tile: FilteredTile) -> Union[Array, WrittenPart, None]:
        """Count one more tile, and return its pixels; None where there is no data in all of it, or what wrote them."""
        self.valid += tile.valid
        self.lost = [a + b for a, b in zip(self.lost or [0] * len(tile.lost), tile.lost)]
        return tile.pixels

    def by_filter(self) -> dict[str, int]:
        """Return the lost pixels of each filter; nothing for a user's function."""
        return dict(zip(self.filters, self.lost))

    def sentences(self) -> list[str]:
        """Return a line for each filter that lost pixels."""
        return [
            f"{name}: {lost:,} of {self.valid:,} valid pixels ({_share(lost, self.valid)}) "
            "became nodata, because their window touches a gap"
            for name, lost in self.by_filter().items()
            if lost
        ]


def _share(part: int, whole: int) -> str:
    percent = 100 * part / whole
    return f"{percent:.2g} %" if percent < 1 else f"{percent:.1f} %"


def run_filter_job(job: FilterJob, progress: Progress, side_px: Optional[int] = None) -> dict[str, Any]:
    """Run a job and return an account of it as plain values; with `side_px` only the middle of its area is run."""
    start = time.monotonic()
    with one_raster((job.source, *job.further_sources)) as raster:
        run = prepare_filter(job, raster, side_px)
        target, losses = run_filter(run, progress)
    if side_px is None:
        remember(run, time.monotonic() - start)
    account = {
        "output": target,
        "filters": list(job.filters),
        "tiles": run.plan.tiles,
        "workers": run.plan.workers,
        "seconds": round(time.monotonic() - start, 3),
        "lost_to_gaps": losses.by_filter(),
    }
    return {**account, **_described_output(target)}


def _described_output(target: str) -> dict[str, Any]:
    from ..raster import inspect

    info = inspect(target)
    return {
        "dtype": info.dtypes[0],
        "nodata": None if info.nodata[0] is None or math.isnan(info.nodata[0]) else info.nodata[0],
        "nodata_is_nan": info.nodata[0] is not None and math.isnan(info.nodata[0]),
        "bands": list(info.descriptions),
    }


def run_filter(run: FilterRun, progress: Progress) -> tuple[str, Losses]:
    """Do the work and return the path of what was written, and what was lost to gaps."""
    for warning in run.warnings:
        progress.warn(warning)
    for note in run.notes:
        progress.log(note)
    run = _estimate_time(run, progress)
    with mask_of(run.job, run.source.info) as mask:
        return _run_under(mask, run, progress)


def _run_under(mask: Optional[Mask], run: FilterRun, progress: Progress) -> tuple[str, Losses]:
    """Do the work under a mask, None where there is none; begin again in the next way where gaps cannot be marked."""
    if run.profile is None:
        return _run_function(run, mask, progress), Losses(run.job.filters)
    while True:
        try:
            return _run_filters(run, mask, progress)
        except (NodataClash, GapsDiffer) as clash:
            following = run.next_way()
            if following is None:
                if isinstance(clash, NodataClash) and run.job.output_nodata is None:
                    raise no_way(run.profile.dtype) from clash
                raise
            progress.warn(f"{clash.reason}: the run begins again, {following.ways[0].words}")
            run = following


def _estimate_time(run: FilterRun, progress: Progress) -> FilterRun:
    """Return the run with an estimate of its time in its plan; one of more than an hour is a warning."""
    seconds = estimated_s(run, IN_A_RUN)
    if seconds is not None and seconds > LONG_S:
        progress.warn(f"this will take about {spoken_duration(seconds)}")
    return replace(run, plan=replace(run.plan, seconds=seconds))


def _run_filters(run: FilterRun, mask: Optional[Mask], progress: Progress) -> tuple[str, Losses]:
    """Run the built-in filters. Raises NodataClash or GapsDiffer where gaps cannot be marked as the run does it."""
    from ..raster import writer_of

    assert run.profile is not None
    losses = Losses(labels(run.kernels))
    tiles = TileGrid(run.frame, run.plan.chunk)
    in_order = in_panels(tiles, panel_cols(run.task, run.plan.chunk))
    task, writer = replace(run.task, mask=mask), writer_of(run.profile)

    def begin() -> TileLoop:
        writing = task if writer.parts is None else replace(task, operation=_writes(task, writer.parts, run.frame))
        return begin_loop(writing, run.source, run.plan, run.job.config, progress)

    save_tiles(begin, in_order, run.frame, writer, losses.count)
    for sentence in losses.sentences():
        progress.log(sentence)
    run.job.config.note_output(run.profile.target)
    return run.profile.target, losses


def _writes(task: BlockTask, parts: Parts, frame: Tile) -> WritePart:
    """Return the operation of a task of filters as one that writes what it makes."""
    assert isinstance(task.operation, FilterOperation)
    return WritePart(task.operation, parts, frame)


def _run_function(run: FilterRun, mask: Optional[Mask], progress: Progress) -> str:
    """Run a user's function, whose first result says what is written."""
    config = run.job.config
    if run.job.function is not None:
        check_function(run.job.function, config.cluster, progress)
    tags = provenance_tags(run.job, run.kernels)
    job, frame, task = run.job, run.frame, replace(run.task, mask=mask)
    written = configured(job, run.source.info)
    writer = DeferredWriter(
        run.source,
        frame,
        task.bands,
        written,
        tags,
        job.output_nodata,
        job.overviews,
        job.other_sources,
        masked=mask is not None,
    )
    save_results(
        lambda: begin_loop(task, run.source, run.plan, config, progress),
        TileGrid(run.frame, run.plan.chunk),
        writer,
        progress,
    )
    config.note_output(writer.target)
    return writer.target
