"""Declare what the commands share: the options of every run, and what follows from them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from typing import Any, Optional

from .clusters.auto import chosen_cluster
from .config import MultiprocConfig
from .errors import InvalidParameter, listed
from .functions import DEPTH, UserFunction
from .job_checks import MASK_MODE
from .parameters import Parameter
from .run_options import CHUNK_SIZE, CLUSTER, MEMORY_LIMIT, WORKERS
from .source_nodata import NodataRule, nodata_rules


def add_option(command: argparse.ArgumentParser, record: Parameter, **words: Any) -> None:
    """Add the option of a record; `words` are what `add_argument` takes. Core checks the value, and says what is wrong.

    Without a `default` among the words, what is not given has the record's.
    """
    names = "" if all(f"{name}:" in record.help for name in record.choices) else f" One of {listed(record.choices)}."
    default = f" (default: {record.default})" if record.default != "" else ""
    settings = {"default": record.default, "help": f"{record.help}{names}{default}".replace("%", "%%"), **words}
    command.add_argument(f"--{record.name.replace('_', '-')}", **settings)


def add_common_options(command: argparse.ArgumentParser, has_function: bool = True) -> None:
    """Add what every command takes; a user's function only where `has_function`."""
    command.add_argument(
        "--inputs",
        action="append",
        default=[],
        metavar="PATH",
        help="a further file, folder or pattern that makes one raster with the input; later ones lie upon earlier "
        "ones; repeatable",
    )
    command.add_argument("--bands", type=_whole_numbers, help="1-based, separated by commas (default: all)")
    command.add_argument(
        "--extent", nargs=4, type=float, metavar=("XMIN", "YMIN", "XMAX", "YMAX"), help="in the raster's CRS"
    )
    command.add_argument("--source-crs", metavar="CRS", help="the input's CRS, where it is another than the file says")
    command.add_argument(
        "--source-nodata",
        action="append",
        metavar="NUMBER",
        help="counts as nodata in the input too; LOWEST:HIGHEST is a range; repeatable",
    )
    for record in (CHUNK_SIZE, CLUSTER, WORKERS, MEMORY_LIMIT):
        add_option(command, record)
    command.add_argument("--quiet", action="store_true", help="no plan and no progress")
    if not has_function:
        command.set_defaults(function_file="")
        return
    command.add_argument("--function-file", default="", help="a Python file with your own function; it will be run")
    command.add_argument("--function-name", default="", help="the function's name in that file")
    command.add_argument("--function-arguments", default="{}", help="its keyword arguments, as a JSON object")
    command.add_argument(
        "--record-arguments",
        action="store_true",
        help="write the values of its arguments into the output too, not their names alone",
    )
    add_option(command, DEPTH)


def add_mask_options(command: argparse.ArgumentParser) -> None:
    """Add what commands take that can be limited to a mask."""
    command.add_argument(
        "--mask", metavar="FILE", help="polygons (.gpkg, .geojson), or a raster on the same grid that is not 0 inside"
    )
    add_option(command, MASK_MODE)


def config_of(arguments: argparse.Namespace, outfile: Optional[str]) -> MultiprocConfig:
    """Return how the raster is cut and who does the work."""
    return MultiprocConfig(
        chunk_size=int(CHUNK_SIZE.checked(arguments.chunk_size)) or None,
        outfile=outfile,
        driver=getattr(arguments, "driver", None),
        cluster=chosen_cluster(
            arguments.cluster,
            int(WORKERS.checked(arguments.workers)) or None,
            runs_user_code=bool(arguments.function_file),
        ),
        memory_limit_mb=int(MEMORY_LIMIT.checked(arguments.memory_limit)) or None,
        creation_options=creation_options(getattr(arguments, "creation_option", [])),
    )


def creation_options(pairs: Iterable[str]) -> dict[str, str]:
    """Return `KEY=VALUE` texts as a mapping. Raises InvalidParameter for one without an equals sign."""
    found = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise InvalidParameter(f"creation option {pair!r}: must be KEY=VALUE, such as COMPRESS=ZSTD")
        found[key.strip().upper()] = value.strip()
    return found


def function_of(arguments: argparse.Namespace) -> UserFunction:
    """Return the user's function that the options name."""
    try:
        values = json.loads(arguments.function_arguments or "{}")
    except ValueError as error:
        raise InvalidParameter(f"function_arguments={arguments.function_arguments}: is not JSON: {error}") from error
    return UserFunction(
        file=arguments.function_file,
        name=arguments.function_name,
        arguments=values,
        depth=int(DEPTH.checked(arguments.depth)),
        record_arguments=arguments.record_arguments,
    )


def extent_of(arguments: argparse.Namespace) -> Optional[tuple[float, float, float, float]]:
    """Return the extent, None for everything."""
    return None if arguments.extent is None else tuple(arguments.extent)


def source_nodata_of(arguments: argparse.Namespace) -> tuple[NodataRule, ...]:
    """Return what counts as nodata in the input too."""
    return nodata_rules([part.split(":") if ":" in part else part for part in arguments.source_nodata or ()])


def _whole_numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.replace(";", ",").split(","))
