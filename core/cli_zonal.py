"""Run the command `zonal`: measure a raster zone by zone."""

from __future__ import annotations

import argparse
import json

from .cli_options import add_common_options, config_of, extent_of, source_nodata_of
from .processes.streams import check_standard_output, write_result
from .statistics import STATISTICS
from .terminal import TerminalProgress
from .zonal_job import DEFAULT_STATISTICS, PIXELS, ZonalJob


def add_options(command: argparse.ArgumentParser) -> None:
    """Add the options of `zonal`."""
    command.set_defaults(command=run_zonal)
    command.add_argument("input", help="the raster to read; a folder or a pattern names many files that make one")
    command.add_argument("zones", help="polygons (.gpkg, .geojson), or a raster of whole numbers on the same grid")
    command.add_argument("--zone-band", type=int, default=1, help="the band with the numbers, of a raster of zones")
    command.add_argument("--pixels", default="centre", help=f"{', '.join(PIXELS)}: when a pixel belongs to a polygon")
    command.add_argument(
        "--statistic",
        action="append",
        metavar="NAME",
        help=f"repeatable: {', '.join(STATISTICS)} (default: {', '.join(DEFAULT_STATISTICS)})",
    )
    command.add_argument("--percentile", action="append", type=float, default=[], help="from 0 to 100, repeatable")
    command.add_argument("--csv", help="write a table, a row for each zone")
    command.add_argument("--json", help="write JSON here instead of printing it")
    command.add_argument("--classes", help="write a table, a row for each value that occurs in a zone")
    add_common_options(command, has_function=False)


def run_zonal(arguments: argparse.Namespace) -> int:
    """Do `zonal`: files, and JSON to standard output where no file is asked for."""
    is_printed = not (arguments.csv or arguments.json or arguments.classes)
    if is_printed:
        check_standard_output()
    job = ZonalJob(
        source=arguments.input,
        further_sources=tuple(arguments.inputs),
        config=config_of(arguments, None),
        zones=arguments.zones,
        zone_band=arguments.zone_band,
        pixels=arguments.pixels,
        statistics=tuple(arguments.statistic or DEFAULT_STATISTICS),
        percentiles=tuple(arguments.percentile),
        bands=arguments.bands,
        extent=extent_of(arguments),
        table=arguments.csv,
        json=arguments.json,
        classes=arguments.classes,
        source_crs=arguments.source_crs,
        source_nodata=source_nodata_of(arguments),
    )
    from .runs.run_zonal import measure_and_write

    result = measure_and_write(job, TerminalProgress(arguments.quiet))
    if is_printed:
        write_result(json.dumps(result.to_json(), indent=2) + "\n")
    return 0
