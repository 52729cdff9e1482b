"""Read the command line, `python -m tiled_raster filter|statistics|zonal|plan`; options follow from the registries."""

from __future__ import annotations

import argparse
import io
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from . import cli_zonal
from .cli_options import (
    add_common_options,
    add_mask_options,
    add_option,
    config_of,
    extent_of,
    function_of,
    source_nodata_of,
)
from .errors import InvalidParameter, RunCancelled, TilingError
from .files.leftovers import OURS, written_already
from .files.places import STANDARD_OUTPUT
from .filters import FILTERS
from .filters.policies import EDGE, MIN_VALID, NODATA_POLICY
from .filters.sizes import SIZE_UNIT, SIZES
from .interpreter.environment import refuse_python_in_rasters
from .jobs import CUSTOM, DEFAULT_STATISTICS, FilterJob, StatisticsJob, nodata_from_text
from .parameters import Parameter
from .processes.streams import check_standard_output, open_closed_streams, say, write_result
from .progress import spoken_duration
from .run_options import HISTOGRAM_BINS, OUTPUT_TYPE, OVERVIEWS, chosen_dtype
from .runs import plan, run
from .statistics import STATISTICS
from .terminal import TerminalProgress, shown_words


def main(argv: Sequence[str]) -> int:
    """Run one command. Returns 0, 1 for an error that is told in one line, 130 when interrupted."""
    open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a code page of Windows lacks most of the world's letters
    refuse_python_in_rasters(os.environ)
    arguments = parser().parse_args(argv)
    OURS.placed = []
    try:
        return int(arguments.command(arguments))
    except (RunCancelled, KeyboardInterrupt):
        say(f"cancelled; {written_already(OURS.placed)}\n")
        return 130
    except TilingError as error:
        say(f"error: {error}\n")
        return 1


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = argparse.ArgumentParser(
        prog="python -m tiled_raster", description="Filter and measure large rasters tile by tile, on every core."
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _filter_options(commands.add_parser("filter", help="filter a raster into a new one"), run_filter)
    _statistics_options(commands.add_parser("statistics", help="measure a raster, exactly"))
    cli_zonal.add_options(commands.add_parser("zonal", help="measure a raster zone by zone, exactly"))
    planning = commands.add_parser("plan", help="say how a filter would run, and do nothing")
    _filter_options(planning, show_plan)
    return top


def _filter_options(command: argparse.ArgumentParser, action: Any) -> None:
    command.set_defaults(command=action)
    command.add_argument("input", help="the raster to read; a folder or a pattern names many files that make one")
    command.add_argument("output", help="the raster to write; its extension chooses the format")
    command.add_argument(
        "--method",
        action="append",
        metavar="NAME",
        help=f"filter, several times for several: {', '.join([*FILTERS, CUSTOM])} (default: mean)",
    )
    for parameter in parameters_of(FILTERS.values()):
        add_option(command, parameter, dest=f"filter_{parameter.name}", default=None)
    add_option(command, NODATA_POLICY, default=None)
    for parameter in (MIN_VALID, EDGE, OUTPUT_TYPE, OVERVIEWS):
        add_option(command, parameter)
    command.add_argument("--output-nodata", default="", metavar="NUMBER", help="nodata value of the output")
    command.add_argument("--driver", help="GDAL's name of the format (default: by the extension)")
    command.add_argument(
        "--creation-option", action="append", default=[], metavar="KEY=VALUE", help="GDAL creation option, repeatable"
    )
    for record in (SIZES, SIZE_UNIT):
        add_option(command, record)
    add_mask_options(command)
    add_common_options(command)


def _statistics_options(command: argparse.ArgumentParser) -> None:
    command.set_defaults(command=run_statistics)
    command.add_argument("input", help="the raster to read; a folder or a pattern names many files that make one")
    command.add_argument(
        "--statistic",
        action="append",
        metavar="NAME",
        help=f"repeatable: {', '.join(STATISTICS)} (default: {', '.join(DEFAULT_STATISTICS)})",
    )
    command.add_argument("--percentile", action="append", type=float, default=[], help="from 0 to 100, repeatable")
    add_option(command, HISTOGRAM_BINS)
    command.add_argument("--csv", help="write a table, a row for each band; - prints it")
    command.add_argument("--json", help="write JSON here instead of printing it; - prints what the file would hold")
    command.add_argument("--html", help="write a report to be read in a browser")
    add_mask_options(command)
    add_common_options(command)


def parameters_of(specs: Iterable[Any]) -> list[Parameter]:
    """Return the parameters of all specs, each name once, in the order of the records."""
    found: dict[str, Parameter] = {}
    for spec in specs:
        for parameter in spec.parameters:
            found.setdefault(parameter.name, parameter)
    return list(found.values())


def run_filter(arguments: argparse.Namespace) -> int:
    """Do `filter`."""
    account = run(filter_job(arguments), TerminalProgress(arguments.quiet))
    if not arguments.quiet:
        say(f"{account['output']}: done in {spoken_duration(account['seconds'])}\n")
    return 0


def show_plan(arguments: argparse.Namespace) -> int:
    """Do `plan`."""
    check_standard_output()
    write_result("\n".join([*plan(filter_job(arguments)).sentences(), ""]))
    return 0


def run_statistics(arguments: argparse.Namespace) -> int:
    """Do `statistics`: files, and one text to standard output, JSON where nothing else is asked for."""
    printed = _printed(arguments)
    if printed:
        check_standard_output()
    job = StatisticsJob(
        source=arguments.input,
        further_sources=tuple(arguments.inputs),
        config=config_of(arguments, None),
        statistics=tuple(arguments.statistic or DEFAULT_STATISTICS),
        percentiles=tuple(arguments.percentile),
        bands=arguments.bands,
        histogram_bins=int(HISTOGRAM_BINS.checked(arguments.histogram_bins)),
        extent=extent_of(arguments),
        function=function_of(arguments) if arguments.function_file else None,
        source_crs=arguments.source_crs,
        source_nodata=source_nodata_of(arguments),
        mask=arguments.mask,
        mask_mode=arguments.mask_mode,
        table=None if printed == "csv" else arguments.csv,
        json=None if printed == "json" else arguments.json,
        html=arguments.html,
        commands=(
            (
                "Terminal",
                command_line(
                    [sys.executable, "-m", "tiled_raster", *shown_words(sys.argv[1:], arguments.record_arguments)]
                ),
            ),
        ),
    )
    from .runs.run_statistics import account_of, measure_and_write

    report = measure_and_write(job, TerminalProgress(arguments.quiet))
    if printed == "csv":
        write_result(report.to_csv())
    elif printed == "json":
        write_result(_json(report.to_json() if arguments.json else account_of(job, report)))
    return 0


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, indent=2, ensure_ascii=not _holds_every_letter(sys.stdout)) + "\n"


def _holds_every_letter(stream: Any) -> bool:
    return str(getattr(stream, "encoding", "")).lower().replace("-", "").startswith("utf")


def command_line(words: Sequence[str]) -> str:
    """Return the words as the user's shell reads them: cmd.exe on Windows, else a POSIX shell."""
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)


def _printed(arguments: argparse.Namespace) -> str:
    """Return which text goes to standard output, "" for none. Raises InvalidParameter for two, and for a report."""
    asked = [name for name in ("csv", "json", "html") if getattr(arguments, name) in STANDARD_OUTPUT]
    if "html" in asked:
        raise InvalidParameter(f"--html {arguments.html}: a report is written to a file; only CSV and JSON are printed")
    if len(asked) > 1:
        raise InvalidParameter("--csv and --json cannot both go to standard output: name a file for one of them")
    return asked[0] if asked else "json" if arguments.json is None else ""


def filter_job(arguments: argparse.Namespace) -> FilterJob:
    """Return the job that the options of `filter` ask for."""
    filters = tuple(arguments.method or ("mean",))
    values = {name[7:]: value for name, value in vars(arguments).items() if name.startswith("filter_")}
    return FilterJob(
        source=arguments.input,
        further_sources=tuple(arguments.inputs),
        config=config_of(arguments, arguments.output),
        filters=filters,
        parameters={name: value for name, value in values.items() if value is not None},
        sizes=arguments.sizes,
        size_unit=arguments.size_unit,
        bands=arguments.bands,
        nodata_policy=arguments.nodata_policy,
        min_valid=int(MIN_VALID.checked(arguments.min_valid)),
        edge=arguments.edge,
        extent=extent_of(arguments),
        output_dtype=chosen_dtype(arguments.output_type),
        output_nodata=nodata_from_text(arguments.output_nodata),
        overviews=arguments.overviews,
        function=function_of(arguments) if CUSTOM in filters else None,
        source_crs=arguments.source_crs,
        source_nodata=source_nodata_of(arguments),
        mask=arguments.mask,
        mask_mode=arguments.mask_mode,
    )
