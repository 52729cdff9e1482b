"""Filter or measure a raster with one call: the built-in filters and statistics, and users' functions, for scripts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Optional, Union

from .arrays import Nodata
from .filters.sizes import SIZE_UNIT
from .functions import UserFunction
from .job_checks import checked_percentiles
from .jobs import DEFAULT_STATISTICS, FilterJob, StatisticsJob
from .parameters import several
from .progress import Progress
from .runs.prepare_filter import prepare_filter
from .runs.prepare_statistics import prepare_statistics
from .runs.prepare_zonal import prepare_zonal
from .runs.run_filter import run_filter
from .runs.run_statistics import run_statistics
from .runs.run_zonal import measure_zones
from .source_nodata import crs_text, nodata_rules
from .tiling.one_raster import one_raster
from .tiling.source import names_of
from .zonal_job import DEFAULT_STATISTICS as ZONAL_STATISTICS
from .zonal_job import ZonalJob

if TYPE_CHECKING:
    from .config import MultiprocConfig
    from .raster import Raster
    from .report.report import StatisticsReport

    Source = Union[str, Raster, Sequence[str]]


def filter_raster(
    source: Source,
    config: MultiprocConfig,
    filters: Union[str, Sequence[str]] = "mean",
    *,
    bands: Optional[Sequence[int]] = None,
    nodata_policy: Optional[str] = None,
    min_valid: int = 1,
    edge: str = "shrink",
    extent: Optional[tuple[float, float, float, float]] = None,
    output_dtype: Optional[str] = None,
    output_nodata: Nodata = None,
    overviews: str = "auto",
    function: Optional[UserFunction] = None,
    source_crs: Any = None,
    source_nodata: Any = None,
    mask: Any = None,
    mask_mode: str = "compute",
    progress: Optional[Progress] = None,
    **parameters: Any,
) -> Raster:
    """Filter a raster tile by tile and write the result to `config.outfile`, a temporary file where it is None.

    :param source: a file, or a `Raster`; a folder, a pattern or a list, whose files are read as one raster.
    :param filters: one of `FILTERS`, or several: the output has a band for each filter and band, filters outermost.
    :param nodata_policy: `keep` nodata where the centre is nodata; `fill` where valid pixels are near; `propagate`
        nodata to wherever the window touches it. None: keep, but for TPI of 3 x 3 propagate, as gdaldem.
    :param edge: `shrink` the window at the raster's edge, `reflect` (d c b a | a b c d) or take the `nearest` pixel.
    :param extent: (xmin, ymin, xmax, ymax) in the raster's CRS; the margin is still read outside it.
    :param overviews: `auto`: GeoTIFFs of more than 2048 pixels get overviews and statistics; `yes` or `no`.
    :param source_crs: the raster's CRS where it is another than the file says.
    :param source_nodata: what counts as nodata too: a number, numbers and (lowest, highest) pairs, or such by band.
    :param mask: polygons (GeoPackage or GeoJSON), or a raster on the same grid whose pixels count where they are not 0.
    :param mask_mode: `compute`: pixels outside get no result, windows see them; `see`: they are nodata for windows too.
    :param parameters: the filters' own, as `size=5`; `sizes=(5, 21)`: a band for each; `size_unit="map"`: of the CRS.
    :returns: a lazy `Raster` on the written file.
    :raises InvalidParameter, SourceError, OutputError: before any work, for what cannot be done.
    :raises TileFailed, WorkerDied, RunCancelled: during the work; the target is then as it was.

    >>> from tiled_raster.core import MultiprocConfig, Raster, filter_raster
    >>> dem = Raster.from_array([[1, 9, 2]], (30, 0, 500_000, 0, -30, 5_000_000), 32633)
    >>> filter_raster(dem, MultiprocConfig(outfile="smooth.tif"), "median", size=3).data.tolist()
    [[5, 2, 6]]
    """
    job = FilterJob(
        config=config,
        filters=several("filter", filters, "the name of a filter"),
        **_sized(parameters),
        nodata_policy=nodata_policy,
        min_valid=min_valid,
        edge=edge,
        extent=extent,
        output_dtype=output_dtype,
        output_nodata=output_nodata,
        overviews=overviews,
        function=function,
        **_of_source(names_of(source), bands, source_crs, source_nodata, mask, mask_mode),
    )
    return _run_filter_job(job, source, progress or Progress())


def _run_filter_job(job: FilterJob, source: Source, progress: Progress) -> Raster:
    from .raster import Raster

    with one_raster((job.source, *job.further_sources), source) as raster:
        made, _ = run_filter(prepare_filter(job, raster), progress)
    return Raster(made)


def raster_statistics(
    source: Source,
    config: MultiprocConfig,
    statistics: Sequence[str] = DEFAULT_STATISTICS,
    *,
    percentiles: Sequence[float] = (),
    bands: Optional[Sequence[int]] = None,
    histogram_bins: int = 0,
    extent: Optional[tuple[float, float, float, float]] = None,
    per_tile: bool = False,
    function: Optional[UserFunction] = None,
    source_crs: Any = None,
    source_nodata: Any = None,
    mask: Any = None,
    mask_mode: str = "compute",
    progress: Optional[Progress] = None,
) -> StatisticsReport:
    """Measure a raster tile by tile; the result is that of the whole valid array at once.

    Counts, extremes and quantiles are exact at any size, moments are right to 1e-12. Empty input gives counts of 0
    and NaN for everything else.

    :param statistics: names in `STATISTICS`.
    :param percentiles: from 0 to 100; in the report as `p5`, `p33.3`.
    :param source_crs: the raster's CRS where it is another than the file says.
    :param source_nodata: what counts as nodata too: a number, several numbers and (lowest, highest) pairs, or such by
        band.
    :param mask: polygons (GeoPackage or GeoJSON), or a raster on the same grid whose pixels count where they are not 0.
    :param mask_mode: `compute`: pixels outside the mask are not counted at all; `see`: they are counted as nodata.
    :param per_tile: keep the statistics of every tile too, in `report.tiles`.
    :raises InvalidParameter, SourceError: before any work, for what cannot be done.
    :raises TileFailed, WorkerDied, RunCancelled: during the work.

    >>> import numpy as np
    >>> from tiled_raster.core import MultiprocConfig, Raster, raster_statistics
    >>> heights = np.array([[1, 2, 3], [4, -1, 6]], np.int16)
    >>> dem = Raster.from_array(heights, (30, 0, 500_000, 0, -30, 5_000_000), 32633, nodata=-1)
    >>> report = raster_statistics(dem, MultiprocConfig(), ["valid_count", "mean"], percentiles=[50])
    >>> report.bands[0]
    {'band': 1, 'valid_count': 5, 'mean': 3.2, 'p50': 3.0}
    """
    names = names_of(source)
    job = StatisticsJob(
        config=config,
        statistics=several("statistics", statistics, "the name of a statistic"),
        percentiles=checked_percentiles(percentiles),
        histogram_bins=histogram_bins,
        extent=extent,
        per_tile=per_tile,
        function=function,
        **_of_source(names, bands, source_crs, source_nodata, mask, mask_mode),
    )
    with one_raster(names, source) as raster:
        return run_statistics(prepare_statistics(job, raster), progress or Progress())


def zonal_statistics(
    source: Source,
    zones: str,
    config: MultiprocConfig,
    statistics: Sequence[str] = ZONAL_STATISTICS,
    *,
    percentiles: Sequence[float] = (),
    bands: Optional[Sequence[int]] = None,
    zone_band: int = 1,
    pixels: str = "centre",
    extent: Optional[tuple[float, float, float, float]] = None,
    source_crs: Any = None,
    source_nodata: Any = None,
    progress: Optional[Progress] = None,
) -> list[dict[str, Any]]:
    """Measure a raster in each of many zones: exact, in one pass, whatever the number and the size of the zones.

    :param zones: polygons (GeoPackage or GeoJSON), or a raster of whole numbers on the grid of `source`.
    :param statistics: names in `STATISTICS`.
    :param zone_band: the band that holds the numbers, where `zones` is a raster.
    :param pixels: when a pixel belongs to a polygon: `centre`, `touched`, or by the `share` that is covered.
    :returns: for each zone its number under `zone` and its statistics by name, those of further bands with `b2_`
        before it. Polygons are numbered from 0 in the order of the file. None where a zone has no valid pixel.
    :raises InvalidParameter, SourceError: before any work, for what cannot be done.
    :raises TileFailed, WorkerDied, RunCancelled: during the work.

    >>> import numpy as np
    >>> from tiled_raster.core import MultiprocConfig, Raster, zonal_statistics
    >>> place = (30, 0, 500_000, 0, -30, 5_000_000), 32633
    >>> Raster.from_array(np.array([[1, 1, 2], [1, 2, 2]], np.uint8), *place).save("zones.tif")
    >>> dem = Raster.from_array(np.array([[10, 20, 5], [30, 7, 6]], np.int16), *place)
    >>> zonal_statistics(dem, "zones.tif", MultiprocConfig(), ["count", "mean"])
    [{'zone': 1, 'count': 3, 'mean': 20.0}, {'zone': 2, 'count': 3, 'mean': 6.0}]
    """
    names = names_of(source)
    job = ZonalJob(
        source=names[0],
        further_sources=names[1:],
        config=config,
        zones=os.fspath(zones),
        zone_band=zone_band,
        pixels=pixels,
        statistics=several("statistics", statistics, "the name of a statistic"),
        percentiles=checked_percentiles(percentiles),
        bands=None if bands is None else several("bands", bands, "a number from 1"),
        extent=extent,
        source_crs=crs_text(source_crs),
        source_nodata=nodata_rules(source_nodata),
    )
    with one_raster(names, source) as raster:
        return list(measure_zones(prepare_zonal(job, raster), progress or Progress()).rows())


def _of_source(names: Sequence[str], bands: Any, crs: Any, nodata: Any, mask: Any, mask_mode: str) -> dict[str, Any]:
    """Return what jobs hold of the input, as the calls are given it."""
    return {
        "source": names[0],
        "further_sources": tuple(names[1:]),
        "bands": None if bands is None else several("bands", bands, "a number from 1"),
        "source_crs": crs_text(crs),
        "source_nodata": nodata_rules(nodata),
        "mask": None if mask is None else os.fspath(mask),
        "mask_mode": mask_mode,
    }


def _sized(parameters: dict[str, Any]) -> dict[str, Any]:
    """Return what a job holds of the filters' values: theirs, and those that say how their lengths are meant."""
    return {
        "parameters": {name: value for name, value in parameters.items() if name not in ("sizes", "size_unit")},
        "sizes": parameters.get("sizes", ()),
        "size_unit": parameters.get("size_unit", SIZE_UNIT.default),
    }
