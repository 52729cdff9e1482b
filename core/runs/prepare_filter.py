"""Make a filter job ready to run: check everything, plan the tiles, describe the output."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Optional

from ..errors import GapsMoved, InvalidParameter
from ..files.many_files import shown
from ..filters.sizes import bound, labels
from ..jobs import FilterJob
from ..operations import FilterOperation
from ..tiles import Tile
from ..tiling.block import BlockTask
from ..tiling.chunks import ChunkNeeds, function_needs, planned
from ..tiling.extent import frame_of
from ..tiling.function_call import CallFunction
from ..tiling.plan import RunPlan
from ..tiling.save import DeferredWriter, target_of
from ..tiling.source import Source
from ..version import PROGRAM
from .heights import height_factors, height_notes, height_warnings
from .masks import configured

if TYPE_CHECKING:
    from ..filters.apply import FilterPass
    from ..filters.spec import Kernel
    from ..marking import Marking
    from ..raster import OutputProfile
    from ..raster.header import SourceInfo
    from ..tiling.source import Readable


WORKING_COPIES = 4
"""Copies of a band that a kernel and the nodata policy hold at once."""
IN_FLIGHT = 3
"""Results of a worker that exist at once: the one being made, and two that wait for the writer."""


@dataclass(frozen=True)
class FilterRun:
    """A checked job, ready to run: what is read, what is done, what is written."""

    job: FilterJob
    source: Source
    frame: Tile
    task: BlockTask
    plan: RunPlan
    profile: Optional[OutputProfile]
    """None for a user's function: its first result decides."""
    kernels: tuple[Kernel, ...] = ()
    """The filters with their values; none for a user's function."""
    warnings: tuple[str, ...] = ()
    ways: tuple[Marking, ...] = ()
    """How the output marks gaps: this run in the first way, the next is for when a valid pixel forbids it."""

    notes: tuple[str, ...] = ()
    """What the log should say before the work."""

    def next_way(self) -> Optional[FilterRun]:
        """Return the run that marks gaps in the next way, None where there is none."""
        if len(self.ways) < 2:
            return None
        bands = self.source.info.checked_bands(self.job.bands)
        return _prepared_kernels(self.job, self.source, bands, self.frame, self.kernels, self.ways[1:])


def prepare_filter(job: FilterJob, raster: Optional[Readable] = None, side_px: Optional[int] = None) -> FilterRun:
    """Return the run, every check done and the plan made. `raster` stands for what the job names.

    With `side_px` only the middle of the job's area is run, at most so many rows and columns.
    """
    kernels = job.check()
    source = Source.of(job.source if raster is None else raster, job.bands, job.source_crs, job.source_nodata)
    bands = source.info.checked_bands(job.bands)
    frame = frame_of(source.info, job.extent)
    frame = frame if side_px is None else frame.middle(side_px)
    if job.is_custom:
        return _prepared_function(job, source, bands, frame)
    notes: tuple[str, ...] = ()
    if job.size_unit == "map":
        kernels, notes = bound(job.specs(), job.parameters, job.sizes, _cell_of(source.info))
    run = _prepared_kernels(job, source, bands, frame, kernels)
    return replace(run, notes=(*notes, *run.notes))


def _cell_of(info: SourceInfo) -> tuple[float, float]:
    """Return the length of a pixel down and across in units of the map. Raises InvalidParameter where it has none."""
    if not info.is_georeferenced:
        raise InvalidParameter("size_unit=map: the raster lies nowhere on a map; give sizes in pixels")
    a, b, _, d, e, _ = info.transform
    return math.hypot(b, e), math.hypot(a, d)


def _prepared_function(job: FilterJob, source: Source, bands: tuple[int, ...], frame: Tile) -> FilterRun:
    function = job.function
    assert function is not None
    function.check_file()
    task = BlockTask(source.info, bands, function.depth, CallFunction(function, saves=True))
    config = configured(job, source.info)
    DeferredWriter(source, frame, bands, config, overviews=job.overviews, sources=job.other_sources).check()
    return FilterRun(job, source, frame, task, planned(function_needs(source.info, task.halo, frame), job.config), None)


def _prepared_kernels(
    job: FilterJob,
    source: Source,
    bands: tuple[int, ...],
    frame: Tile,
    kernels: tuple[Kernel, ...],
    ways: tuple[Marking, ...] = (),
) -> FilterRun:
    """Return the run of built-in filters that marks gaps in the first of `ways`; () chooses them."""
    info = source.info
    filters, profile, ways = _in_a_way_that_lasts(
        job, source, bands, frame, kernels, ways or _ways(job, info, bands, kernels)
    )
    needs_ground = any(kernel.spec.cell_size for kernel in kernels)
    task = BlockTask(info, bands, filters.halo, FilterOperation(filters, needs_ground))
    needs = ChunkNeeds(info, frame, filters.halo, profile.block_shape, bytes_per_pixel(len(bands), filters))
    plan = planned(
        needs,
        job.config,
        output=profile.target,
        output_mb=round(profile.raw_bytes / (1 << 20), 2),
        output_shape=(profile.count, profile.height, profile.width),
        output_dtype=profile.dtype,
    )
    warnings, notes = _warnings(info, bands, kernels), tuple(height_notes(info, bands, kernels))
    return FilterRun(job, source, frame, task, plan, profile, kernels, warnings, ways, notes)


def _in_a_way_that_lasts(
    job: FilterJob,
    source: Source,
    bands: tuple[int, ...],
    frame: Tile,
    kernels: tuple[Kernel, ...],
    ways: tuple[Marking, ...],
) -> tuple[FilterPass, OutputProfile, tuple[Marking, ...]]:
    """Return the filters, the output and the ways from the first on that the output's compression does not undo."""
    from ..filters.apply import FilterPass

    in_dtype, factors = _read_dtype(source.info, bands), height_factors(source.info, bands)
    for number, way in enumerate(ways, start=1):
        filters = FilterPass(
            kernels, in_dtype, job.nodata_policy, job.min_valid, job.edge, marking=way, height_factors=factors
        )
        try:
            return filters, _profile(job, source, bands, frame, filters), ways[number - 1 :]
        except GapsMoved:
            if number == len(ways):
                raise
    raise AssertionError("there is always a way")


def _read_dtype(info: SourceInfo, bands: tuple[int, ...]) -> str:
    """Return the type in which the bands are read together."""
    import numpy as np

    return str(np.result_type(*(info.dtypes[band - 1] for band in bands)).name)


def _ways(job: FilterJob, info: SourceInfo, bands: tuple[int, ...], kernels: tuple[Kernel, ...]) -> tuple[Marking, ...]:
    """Return how the output may say where there is no data, the best way first; the user's nodata is the only one."""
    from ..filters.output import leaves_no_gap, output_dtype, ways_of_results
    from ..marking import lossy_ways, ways_of_any_values
    from ..raster.creation_options import may_lose
    from ..raster.formats import keeps_masks

    in_dtype, gaps = _read_dtype(info, bands), info.gaps(bands)
    if job.output_nodata is not None:
        out_dtype = job.output_dtype or output_dtype(kernels, in_dtype)
        return ways_of_any_values(out_dtype, job.output_nodata, gaps, False, chosen=True)
    # An integer raster without gaps, through a filter that leaves none: no value need be set apart for nodata.
    has_gaps = gaps.possible or job.mask is not None
    gaps = replace(gaps, possible=has_gaps or not leaves_no_gap(kernels, job.min_valid))
    can_mask = keeps_masks(job.config.outfile, job.config.driver)
    ways = ways_of_results(kernels, gaps, in_dtype, job.output_dtype, can_mask)
    return lossy_ways(ways, gaps, can_mask) if may_lose(job.config.creation_options.items()) else ways


def _warnings(info: SourceInfo, bands: tuple[int, ...], kernels: tuple[Kernel, ...]) -> tuple[str, ...]:
    """Return what the user should know before the run."""
    from ..filters.windows.window import check_window

    found = [check_window(kernel, info.height, info.width) for kernel in kernels]
    if info.is_geographic and any(kernel.spec.cell_size for kernel in kernels):
        found.append(
            f"{info.crs_name or 'the CRS'} measures in degrees: the local metres per degree at each row are used; "
            "reproject the raster to metres for the best result"
        )
    found += height_warnings(info, bands, kernels)
    return tuple(warning for warning in found if warning)


def bytes_per_pixel(bands: int, filters: FilterPass) -> float:
    """Return about what a pixel of a tile takes: all bands as read, one band's working copies, all results."""
    import numpy as np

    read, made = np.dtype(filters.in_dtype).itemsize, np.dtype(filters.out_dtype).itemsize
    working = filters.block_dtype.itemsize
    results = made * bands * len(filters.kernels) * IN_FLIGHT
    return bands * (read + 1) + WORKING_COPIES * working + results


def _profile(job: FilterJob, source: Source, bands: tuple[int, ...], frame: Tile, filters: FilterPass) -> OutputProfile:
    from ..raster import output_profile
    from ..raster.overviews import OverviewWish

    outputs = filters.outputs(len(bands))
    return output_profile(
        source.info,
        frame,
        len(outputs),
        filters.out_dtype,
        filters.out_nodata,
        target=target_of(job.config),
        driver=job.config.driver,
        creation_options=configured(job, source.info).creation_options,
        num_threads=job.config.workers,
        sources=job.other_sources,
        source_bands=tuple(bands[index] for index, _ in outputs),
        meanings=tuple("same" if kernel is None else kernel.spec.meaning for _, kernel in outputs),
        descriptions=_descriptions(source, bands, filters),
        tags=provenance_tags(job, filters.kernels),
        mask=filters.marking is not None and filters.marking.mask,
        overviews=OverviewWish(job.overviews, all(kernel.spec.averaged for kernel in filters.kernels)),
    )


def _descriptions(source: Source, bands: tuple[int, ...], filters: FilterPass) -> tuple[Optional[str], ...]:
    """Name each output band: as the source band where the filter keeps its quantity, else with the filter's name."""
    names = []
    called = dict(zip(map(id, filters.kernels), labels(filters.kernels)))
    for index, kernel in filters.outputs(len(bands)):
        name = source.info.descriptions[bands[index] - 1]
        if kernel is None or (len(filters.kernels) == 1 and kernel.spec.meaning == "value"):
            names.append(name)
        elif len(filters.kernels) > 1:
            names.append(f"{name or f'Band {bands[index]}'} {called[id(kernel)]}")
        else:
            names.append(f"{name} {kernel.spec.name}" if name else kernel.spec.name)
    return tuple(names)


def provenance_tags(job: FilterJob, kernels: tuple[Kernel, ...]) -> dict[str, str]:
    """Return the tags that tell how a file was made: program, versions, filters and everything they were given."""
    from ..raster import provenance

    settings: dict[str, Any] = {
        "source": shown([os.path.basename(os.path.normpath(job.source)), *job.further_sources]),
        "bands": job.bands,
        "extent": job.extent,
    }
    if job.source_crs is not None:
        settings["source_crs"] = job.source_crs
    if job.source_nodata:
        settings["source_nodata"] = [rule.to_json() for rule in job.source_nodata]
    if job.mask is not None:
        settings.update(mask=os.path.basename(job.mask), mask_mode=job.mask_mode)
    if job.function is not None:
        settings["function"] = job.function.told()
    else:
        settings["parameters"] = {name: dict(kernel.values) for name, kernel in zip(labels(kernels), kernels)}
        if job.size_unit != "pixels":
            settings.update(size_unit=job.size_unit, asked=dict(job.parameters), sizes=job.sizes)
        policies = {kernel.spec.name: kernel.policy(job.nodata_policy) for kernel in kernels}
        one_policy = len(set(policies.values())) == 1
        settings.update(
            nodata_policy=policies[job.filters[0]] if one_policy else policies, min_valid=job.min_valid, edge=job.edge
        )
    return provenance(PROGRAM, job.filters, settings)
