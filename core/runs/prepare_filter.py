"""Make a filter job ready to run: check everything, plan the tiles, describe the output."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional, Union

from ..jobs import FilterJob
from ..tiles import Tile, TileGrid
from ..tiling.block import BlockTask
from ..tiling.chunks import ChunkNeeds, aligned_chunk, exact_chunk, workers_of
from ..tiling.extent import frame_of
from ..tiling.function_call import CallFunction
from ..tiling.plan import RunPlan
from ..tiling.save import DeferredWriter, function_plan, target_of
from ..tiling.source import Source
from ..version import PROGRAM
from .operations import FilterOperation

if TYPE_CHECKING:
    from ..config import MultiprocConfig
    from ..filters.apply import FilterPass
    from ..filters.spec import Kernel
    from ..raster import OutputProfile, Raster
    from ..raster.source import SourceInfo


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
    work: BlockTask
    plan: RunPlan
    profile: Optional[OutputProfile]
    """None for a user's function: its first result decides."""
    warnings: tuple[str, ...] = ()


def prepare_filter(job: FilterJob, raster: Union[str, Raster, None] = None) -> FilterRun:
    """Return the run, every check done and the plan made. `raster` stands for `job.source` when it is in memory."""
    job.check()
    source = Source.of(job.source if raster is None else raster, job.bands)
    bands = source.info.checked_bands(job.bands)
    frame = frame_of(source.info, job.extent)
    if job.is_custom:
        return _prepared_function(job, source, bands, frame)
    return _prepared_kernels(job, source, bands, frame)


def _prepared_function(job: FilterJob, source: Source, bands: tuple[int, ...], frame: Tile) -> FilterRun:
    function = job.function
    assert function is not None
    function.load()
    work = BlockTask(source.info, bands, function.depth, CallFunction(function, saves=True))
    DeferredWriter(source, frame, bands, job.config).check()
    tiles = TileGrid(frame, exact_chunk(job.config, source.info, function.depth, frame))
    plan = function_plan(work, job.config, tiles, _kind(job.config), workers_of(job.config))
    return FilterRun(job, source, frame, work, plan, None)


def _prepared_kernels(job: FilterJob, source: Source, bands: tuple[int, ...], frame: Tile) -> FilterRun:
    info = source.info
    kernels = job.kernels()
    filters = _filter_pass(job, info, bands, kernels)
    needs_ground = any(kernel.spec.cell_size for kernel in kernels)
    work = BlockTask(info, bands, filters.halo, FilterOperation(filters, needs_ground))
    profile = _profile(job, source, bands, frame, filters)
    needs = ChunkNeeds(
        frame,
        filters.halo,
        profile.block_shape,
        bytes_per_pixel(len(bands), filters),
        workers_of(job.config),
        job.config.memory_limit_mb,
    )
    tiles = TileGrid(frame, aligned_chunk(job.config, needs, info))
    plan = RunPlan(
        tiles=len(tiles),
        chunk=tiles.chunk,
        halo=filters.halo,
        cluster=_kind(job.config),
        workers=workers_of(job.config),
        memory_mb=needs.memory_mb(tiles.chunk),
        output=profile.target,
        output_mb=round(profile.raw_bytes / (1 << 20), 2),
        output_shape=(profile.count, profile.height, profile.width),
        output_dtype=profile.dtype,
    )
    return FilterRun(job, source, frame, work, plan, profile, _warnings(info, kernels))


def _filter_pass(job: FilterJob, info: SourceInfo, bands: tuple[int, ...], kernels: tuple[Kernel, ...]) -> FilterPass:
    import numpy as np

    from ..filters.apply import FilterPass
    from ..filters.output import leaves_no_gap, output_dtype, output_nodata

    in_dtype = np.result_type(*(info.dtypes[band - 1] for band in bands)).name
    out_dtype = np.dtype(job.output_dtype or output_dtype(kernels, in_dtype))
    # An integer raster without nodata, through a filter that leaves no gap: no value need be set apart for nodata.
    # White stays 255 in a picture.
    whole = in_dtype[:3] in ("int", "uin") and all(info.is_gapless(band) for band in bands)
    gapless = job.output_nodata is None and out_dtype.kind in "iu" and whole
    nodata = output_nodata(kernels, info.nodata[bands[0] - 1], out_dtype)
    return FilterPass(
        kernels,
        in_dtype,
        job.nodata_policy,
        job.min_valid,
        job.edge,
        out_dtype.name,
        nodata if job.output_nodata is None else job.output_nodata,
        gapless and leaves_no_gap(kernels, job.min_valid),
    )


def _warnings(info: SourceInfo, kernels: tuple[Kernel, ...]) -> tuple[str, ...]:
    """Return what the user should know before the run."""
    from ..filters.windows.window import check_window

    found = [check_window(kernel, info.height, info.width) for kernel in kernels]
    if info.is_geographic and any(kernel.spec.cell_size for kernel in kernels):
        found.append(
            f"{info.crs_name or 'the CRS'} measures in degrees: the local metres per degree at each row are used, "
            "for elevations in metres; reproject the raster to metres for the best result"
        )
    return tuple(warning for warning in found if warning)


def bytes_per_pixel(bands: int, filters: FilterPass) -> float:
    """Return about what a pixel of a tile takes: all bands as read, one band's working copies, all results."""
    import numpy as np

    read, made = np.dtype(filters.in_dtype).itemsize, np.dtype(filters.out_dtype).itemsize
    working = filters.block_dtype.itemsize
    results = made * bands * len(filters.kernels) * IN_FLIGHT
    return bands * (read + 1) + WORKING_COPIES * working + results


def _kind(config: MultiprocConfig) -> str:
    return str(config.cluster.kind)


def _profile(job: FilterJob, source: Source, bands: tuple[int, ...], frame: Tile, filters: FilterPass) -> OutputProfile:
    from ..raster import output_profile

    return output_profile(
        source.info,
        frame,
        len(bands) * len(filters.kernels),
        filters.out_dtype,
        None if filters.gapless else filters.out_nodata,
        target=target_of(job.config),
        driver=job.config.driver,
        creation_options=job.config.creation_options,
        num_threads=workers_of(job.config),
        source_bands=tuple(band for band in bands for _ in filters.kernels),
        meanings=tuple(kernel.spec.meaning for _ in bands for kernel in filters.kernels),
        descriptions=_descriptions(source, bands, filters.kernels),
        tags=provenance_tags(job),
    )


def _descriptions(source: Source, bands: tuple[int, ...], kernels: tuple[Kernel, ...]) -> tuple[Optional[str], ...]:
    """Name each output band: as the source band where the filter keeps its quantity, else with the filter's name."""
    names = [source.info.descriptions[band - 1] for band in bands]
    if len(kernels) > 1:
        pairs = [(name or f"Band {band}", kernel) for name, band in zip(names, bands) for kernel in kernels]
        return tuple(f"{name} {kernel.spec.name}" for name, kernel in pairs)
    if kernels[0].spec.meaning == "value":
        return tuple(names)
    return tuple(f"{name} {kernels[0].spec.name}" if name else kernels[0].spec.name for name in names)


def provenance_tags(job: FilterJob) -> dict[str, str]:
    """Return the tags that tell how a file was made: program, versions, filters and everything they were given."""
    from ..raster import provenance

    settings: dict[str, Any] = {"source": os.path.basename(job.source), "bands": job.bands, "extent": job.extent}
    if job.function is not None:
        settings["function"] = job.function.to_json()
    else:
        kernels = job.kernels()
        settings["parameters"] = {kernel.spec.name: dict(kernel.values) for kernel in kernels}
        policies = {kernel.spec.name: kernel.policy(job.nodata_policy) for kernel in kernels}
        one_policy = len(set(policies.values())) == 1
        settings.update(
            nodata_policy=policies[job.filters[0]] if one_policy else policies, min_valid=job.min_valid, edge=job.edge
        )
    return provenance(PROGRAM, job.filters, settings)
