"""The floors of core, from the top down: what stands on one may import what stands below it, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Floor:
    """Rooms, files or folders of core, none of which knows another of the same floor."""

    about: str
    """In a few words, for the drawing."""
    rooms: tuple[str, ...]


FLOORS = (
    Floor("the public names", ("__init__",)),
    Floor("faces: what people call", ("api", "mapping", "points", "cli", "engine")),
    Floor("one command of the command line", ("cli_zonal",)),
    Floor("a job becomes work, in the parent", ("runs", "cli_options")),
    Floor("what a worker does with a block", ("operations",)),
    Floor("tiling: cut, loop, gather, save; jobs: what is asked, as plain data", ("tiling", "jobs")),
    Floor("what is asked zone by zone", ("zonal_job",)),
    Floor("what a job holds; the options of every run", ("config", "functions", "run_options")),
    Floor("arrays in, arrays out; the only room that knows a raster library", ("filters", "raster")),
    Floor("who does the work; how gaps are marked; what is shown; zones", ("clusters", "marking", "report", "zones")),
    Floor(
        "exact numbers; whole files; a Python that serves; casts and nodata",
        ("statistics", "files", "interpreter", "pixels", "job_checks", "terminal"),
    ),
    Floor(
        "programs and the machine; records of parameters; the caller's nodata",
        ("processes", "parameters", "progress", "source_nodata"),
    ),
    Floor("geometry and errors", ("tiles", "errors")),
    Floor("the ground: names of types, of the version, of GeoUtils", ("arrays", "version", "geoutils_names")),
)
"""From the top down. A new room is one word here; `tests/meta/test_floors.py` holds the code to it, and `make docs`
draws it."""
