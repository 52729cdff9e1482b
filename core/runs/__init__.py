"""Run a job, or plan it: what was asked becomes work, in the parent; a worker runs `operations`, on one block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Optional

from ..errors import InvalidParameter

if TYPE_CHECKING:
    from ..jobs import Job
    from ..progress import Progress
    from ..tiling.plan import RunPlan


def run(job: Job, progress: Optional[Progress] = None) -> dict[str, Any]:
    """Run a job and return a JSON-able account of it. Raises TilingError; outputs are whole or untouched.

    >>> import numpy as np
    >>> from tiled_raster.core import FilterJob, MultiprocConfig, Raster, run
    >>> Raster.from_array(np.ones((600, 500), np.uint8), (30, 0, 0, 0, -30, 60), 32633).save("dem.tif")
    >>> account = run(FilterJob("dem.tif", MultiprocConfig(chunk_size=256, outfile="smooth.tif"), filters=("mean",)))
    >>> account["tiles"]
    6
    """
    from ..progress import Progress

    _, do = _ways_of(job)
    account: dict[str, Any] = do(job, progress or Progress())
    return account


def preview(job: Job, side_px: int, progress: Optional[Progress] = None) -> dict[str, Any]:
    """Run a filter on the middle of its area, at most `side_px` rows and columns, and return an account as `run` does.

    Raises InvalidParameter for a job that writes no raster.
    """
    from ..jobs import FilterJob
    from ..progress import Progress
    from .run_filter import run_filter_job

    if not isinstance(job, FilterJob):
        raise InvalidParameter(f"job={type(job).__name__}: only a FilterJob has a preview")
    return run_filter_job(job, progress or Progress(), side_px)


def plan(job: Job) -> RunPlan:
    """Return tiles, workers, memory, passes and size, after checking all that can be checked before any work.

    >>> import numpy as np
    >>> from tiled_raster.core import FilterJob, MultiprocConfig, Raster, plan
    >>> Raster.from_array(np.ones((600, 500), np.uint8), (30, 0, 0, 0, -30, 60), 32633).save("dem.tif")
    >>> config = MultiprocConfig(chunk_size=256, outfile="smooth.tif")
    >>> found = plan(FilterJob("dem.tif", config, filters=("gaussian",), parameters={"sigma": 2}))
    >>> found.tiles, found.chunk, found.halo
    (6, (256, 256), 8)
    """
    from ..tiling.one_raster import one_raster  # no worker needs it, and workers load this package

    prepare, _ = _ways_of(job)
    with one_raster((job.source, *job.further_sources)) as raster:
        found: RunPlan = prepare(job, raster).plan
    return found


def plan_with_time(job: Job) -> dict[str, Any]:
    """Return the plan as plain values, with an estimate of the time where one can be made quickly; nothing is run."""
    from dataclasses import replace

    from .estimate import IN_A_FORM, estimated_s
    from .prepare_filter import FilterRun

    prepare, _ = _ways_of(job)
    run = prepare(job)
    seconds = estimated_s(run, IN_A_FORM) if isinstance(run, FilterRun) else None
    return replace(run.plan, seconds=seconds).to_json()  # type: ignore[no-any-return]


def _ways_of(job: Job) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return what prepares and what runs jobs of this class: the one place to name a new kind of job."""
    from ..jobs import FilterJob, StatisticsJob
    from ..zonal_job import ZonalJob
    from .prepare_filter import prepare_filter
    from .prepare_statistics import prepare_statistics
    from .prepare_zonal import prepare_zonal
    from .run_filter import run_filter_job
    from .run_statistics import run_statistics_job
    from .run_zonal import run_zonal_job

    ways: dict[type, tuple[Callable[..., Any], Callable[..., Any]]] = {
        FilterJob: (prepare_filter, run_filter_job),
        StatisticsJob: (prepare_statistics, run_statistics_job),
        ZonalJob: (prepare_zonal, run_zonal_job),
    }
    if type(job) not in ways:
        raise InvalidParameter(f"job={job!r}: must be a FilterJob, a StatisticsJob or a ZonalJob")
    return ways[type(job)]
