"""Make a job by zones ready to run: check everything, plan the tiles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..errors import InvalidParameter, OutputError
from ..files.paths import is_same_file
from ..tiles import Tile
from ..tiling.chunks import ChunkNeeds, planned
from ..tiling.extent import frame_of
from ..tiling.plan import RunPlan
from ..tiling.source import Source
from ..zonal_job import ZonalJob

BYTES_PER_PIXEL = 60.0
"""Values, zones, keys and their sorted copies of one tile, of one band after the other."""


@dataclass(frozen=True)
class ZonalRun:
    """A checked job, ready to run."""

    job: ZonalJob
    source: Source
    bands: tuple[int, ...]
    frame: Tile
    plan: RunPlan


def prepare_zonal(job: ZonalJob, raster: Any = None) -> ZonalRun:
    """Return the run, every check done that needs no look at the zones. Raises InvalidParameter, SourceError."""
    from ..raster.target import check_target
    from ..statistics.keys import line_of

    job.check()
    source = Source.of(job.source if raster is None else raster, job.bands, job.source_crs, job.source_nodata)
    info = source.info
    bands = info.checked_bands(job.bands)
    lines = [line_of(info.dtypes[band - 1]) for band in bands]
    if job.classes and not all(line.integer for line in lines):
        raise InvalidParameter("classes: only a raster of whole numbers has classes; take other bands, or leave it out")
    for path in (job.table, job.json, job.classes, job.records):
        if path is not None:
            check_target(path, [info.path])
            if is_same_file(path, job.zones):
                raise OutputError(f"output={path}: is the file of the zones, which is never overwritten")
    frame = frame_of(info, job.extent)
    needs = ChunkNeeds(info, frame, 0, info.block_shape, BYTES_PER_PIXEL + len(bands) * 10.0, exact=True)
    return ZonalRun(job, source, bands, frame, planned(needs, job.config))
