"""Make a statistics job ready to run: check everything, plan tiles and passes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

from ..jobs import StatisticsJob
from ..tiles import Tile
from ..tiling.chunks import ChunkNeeds, planned
from ..tiling.extent import frame_of
from ..tiling.plan import RunPlan
from ..tiling.source import Source

if TYPE_CHECKING:
    from ..statistics.measurement import Measurement
    from ..tiling.source import Readable


BANDS_AT_ONCE = 4
"""Bands that take part in a further pass: each may hold tens of megabytes until the pass ends."""
BYTES_PER_PIXEL = 40.0
"""Values, validity, keys and a sorted copy of one band of a tile while it is measured."""


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


def prepare_statistics(job: StatisticsJob, raster: Optional[Readable] = None) -> StatisticsRun:
    """Return the run, every check done and the plan made."""
    from ..statistics.histogram import AUTOMATIC
    from ..statistics.measurement import Measurement

    job.check()
    source = Source.of(job.source if raster is None else raster, job.bands, job.source_crs, job.source_nodata)
    info = source.info
    bands = info.checked_bands(job.bands)
    frame = frame_of(info, job.extent)
    bins = job.histogram_bins or (AUTOMATIC if job.html else 0)
    measurements = tuple(Measurement(info.dtypes[band - 1], job.statistics, job.percentiles, bins) for band in bands)
    if job.function is not None:
        job.function.check_file()
    halo = 0 if job.function is None else job.function.depth
    needs = ChunkNeeds(info, frame, halo, info.block_shape, BYTES_PER_PIXEL + len(bands) * 10.0, exact=True)
    plan = planned(needs, job.config, passes=passes_left(measurements))
    return StatisticsRun(job, source, bands, frame, plan, measurements)


def passes_left(measurements: Sequence[Measurement]) -> int:
    """Return about how many passes over the tiles are left, the next one included."""
    if measurements[0].passes == 0:
        further = [measurement.passes_planned - 1 for measurement in measurements]
        return 1 + -(-sum(further) // BANDS_AT_ONCE) if len(further) > BANDS_AT_ONCE else 1 + max(further)
    unfinished = sum(1 for measurement in measurements if measurement.passes < 2 and measurement.passes_planned > 1)
    return max(1, -(-unfinished // BANDS_AT_ONCE))
