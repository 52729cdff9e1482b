"""Filtering a raster with the built-in kernels or a user's function: from a job to a written file."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any, Optional, Union

from .filter_run import FilterRun, Losses, panel_cols, prepare_filter, provenance_tags
from .functions import UserFunction
from .jobs import FilterJob
from .mapping import Counter, TileRun, cluster_of
from .parameters import several
from .progress import Progress
from .saving import save_tiles
from .tiles import TileGrid, in_panels

if TYPE_CHECKING:
    from .config import MultiprocConfig
    from .raster import Raster


def filter_raster(
    source: Union[str, Raster],
    config: MultiprocConfig,
    filters: Union[str, Sequence[str]] = "mean",
    *,
    bands: Optional[Sequence[int]] = None,
    nodata_policy: Optional[str] = None,
    min_valid: int = 1,
    edge: str = "shrink",
    extent: Optional[tuple[float, float, float, float]] = None,
    output_dtype: Optional[str] = None,
    output_nodata: Optional[Union[int, float]] = None,
    function: Optional[UserFunction] = None,
    progress: Optional[Progress] = None,
    **parameters: Any,
) -> Raster:
    """Filter a raster tile by tile and write the result to `config.outfile`, a temporary file where it is None.

    :param source: a file, or a `Raster`.
    :param filters: a name in `FILTERS`, or several: the output has a band for each band and filter.
    :param bands: 1-based; None: all.
    :param nodata_policy: `keep` nodata where the centre is nodata; `fill` where valid pixels are near; `propagate`
        nodata to wherever the window touches it. None: keep, but for TPI of 3 x 3 propagate, as gdaldem.
    :param edge: `shrink` the window at the raster's edge, `reflect` (d c b a | a b c d) or take the `nearest` pixel.
    :param extent: (xmin, ymin, xmax, ymax) in the raster's CRS; the margin is still read outside it.
    :param parameters: the filters' own, such as `size=5` or `sigma=2.0`.
    :returns: a lazy `Raster` on the written file.
    :raises InvalidParameter, SourceError, OutputError: before any work, for what cannot be done.
    :raises TileFailed, WorkerDied, RunCancelled: during the work; the target is then as it was.
    """
    from .raster import Raster

    job = FilterJob(
        source=name_of(source),
        config=config,
        filters=several("filter", filters, "the name of a filter"),
        parameters=parameters,
        bands=None if bands is None else several("bands", bands, "a number from 1"),
        nodata_policy=nodata_policy,
        min_valid=min_valid,
        edge=edge,
        extent=extent,
        output_dtype=output_dtype,
        output_nodata=output_nodata,
        function=function,
    )
    made, _ = _run(prepare_filter(job, source), progress or Progress())
    return Raster(made)


def name_of(source: Any) -> str:
    """Return the name of a source for messages and provenance: its path, or "memory"."""
    from .raster import Raster
    from .raster.check import path_of

    return str(source.filename or "memory") if isinstance(source, Raster) else path_of(source)


def run_filter_job(job: FilterJob, progress: Progress) -> dict[str, Any]:
    """Run a job and return an account of it as plain values."""
    start = time.monotonic()
    run = prepare_filter(job)
    target, losses = _run(run, progress)
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
    from .raster import inspect

    info = inspect(target)
    return {
        "dtype": info.dtypes[0],
        "nodata": None if info.nodata[0] is None or math.isnan(info.nodata[0]) else info.nodata[0],
        "nodata_is_nan": info.nodata[0] is not None and math.isnan(info.nodata[0]),
        "bands": list(info.descriptions),
    }


def _run(run: FilterRun, progress: Progress) -> tuple[str, Losses]:
    """Do the work and return the path of what was written, and what was lost to gaps."""
    losses = Losses(run.job.filters)
    for warning in run.warnings:
        progress.warn(warning)
    if run.profile is None:
        made = save_tiles(run.work, run.source, run.job.config, progress, run.frame, provenance_tags(run.job))
        return str(made.filename), losses
    from .raster import BlockWriter

    tiles = TileGrid(run.frame, run.plan.chunk)
    panel = panel_cols(run.work, run.plan.chunk)
    with cluster_of(run.job.config) as cluster:
        progress.plan(run.plan.to_json())
        loop = TileRun(run.work, cluster, Counter(len(tiles), progress), run.source.memory)
        with BlockWriter(run.profile) as writer, closing(loop.results(in_panels(tiles, panel))) as results:
            for tile, filtered in results:
                losses.add(filtered)
                writer.write(tile.moved(-run.frame.row_min, -run.frame.col_min), filtered.pixels)
    for sentence in losses.sentences():
        progress.log(sentence)
    return run.profile.target, losses
