"""The same job gives the same bits, whichever way it is asked for: by a tool or by the one that can do everything."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Callable

import numpy as np
import pytest
from osgeo import gdal
from plugin_tools import FILTER, Feedback, read_raster, run_as_model_child
from qgis import processing

pytestmark = pytest.mark.usefixtures("provider")

JOBS: dict[str, tuple[str, dict[str, Any]]] = {
    "focalstatistics": ("percentile", {"PERCENTILE": 30.0, "SIZE": 7, "SHAPE": "annulus", "INNER_SIZE": 3}),
    "gaussiansmoothing": ("gaussian", {"SIGMA": 1.7, "NODATA_POLICY": "fill"}),
    "morphology": ("closing", {"SIZE": 5, "EDGE": "reflect"}),
    "hillshade": ("hillshade", {"AZIMUTH": 100.0, "ALTITUDE": 30.0}),
    "topographicposition": ("tpi", {"SIZE": 9, "SHAPE": "circle", "CHUNK_SIZE": 16}),
    "localrelief": ("zscore", {"SIZE": 5, "OUTPUT_TYPE": "float64"}),
}
"""A sample of tools: the filter, and values under the names of the parameters."""
EVERYWHERE = ("focalstatistics", "hillshade")
"""Those that are started as programs too, which takes seconds."""


def as_text(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def by_command(source: str, target: str, method: str, values: Mapping[str, Any]) -> list[str]:
    """Return the arguments of `python -m tiled_raster` for values that are called as in the panel."""
    options = [f"--{name.lower().replace('_', '-')}={as_text(value)}" for name, value in values.items()]
    return ["-m", "tiled_raster", "filter", source, target, "--method", method, *options]


def bits(path: str) -> tuple[bytes, str, Any]:
    """Return a raster's pixels, its type, and its nodata value as text."""
    values, dataset = read_raster(path), gdal.Open(path)  # a band does not keep its dataset
    return values.tobytes(), str(values.dtype), str(dataset.GetRasterBand(1).GetNoDataValue())


def choice_of(tool: str, method: str) -> dict[str, str]:
    """Return FILTER where the tool offers several."""
    from tiled_raster.algorithms.tools import TOOLS

    spec = next(one for one in TOOLS if one.name == tool)
    return {"FILTER": method} if len(spec.filters) > 1 else {}


@pytest.mark.parametrize("tool", JOBS)
def test_in_qgis_the_bits_are_the_same(tool: str, dem: str, tmp_path: Path, batch: Callable[..., list[str]]) -> None:
    method, values = JOBS[tool]
    given = {**values, **choice_of(tool, method)}
    name = f"tiledraster:{tool}"
    made = {way: str(tmp_path / f"{way}.tif") for way in ("tool", "everything", "child", "batch")}
    processing.run(name, {"INPUT": dem, **given, "OUTPUT": made["tool"]}, feedback=Feedback())
    everything = {"INPUT": dem, **values, "FILTER": [method], "OUTPUT": made["everything"]}
    processing.run(FILTER, everything, feedback=Feedback())
    run_as_model_child(name, {"INPUT": dem, **given, "OUTPUT": made["child"]}, "OUTPUT", Feedback())
    quoted = ", ".join(f'"{key}": "{value!r}"' for key, value in {"INPUT": "dem.tif", **given}.items())
    assert batch(f'[{{"PARAMETERS": {{{quoted}}}, "OUTPUTS": {{"OUTPUT": "batch.tif"}}}}]', name) == []
    wanted = bits(made["everything"])
    assert {way for way, path in made.items() if bits(path) != wanted} == set()
    assert np.unique(read_raster(made["tool"])).size > 20


@pytest.mark.parametrize("tool", EVERYWHERE)
def test_as_programs_the_bits_are_the_same(
    tool: str, dem: str, tmp_path: Path, qgis_process: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    method, values = JOBS[tool]
    made = {way: str(tmp_path / f"{way}.tif") for way in ("here", "process", "command")}
    processing.run(FILTER, {"INPUT": dem, **values, "FILTER": method, "OUTPUT": made["here"]}, feedback=Feedback())
    words = [f"{key}={as_text(value)}" for key, value in {**values, **choice_of(tool, method)}.items()]
    done = qgis_process("run", f"tiledraster:{tool}", "--", f"INPUT={dem}", *words, f"OUTPUT={made['process']}")
    assert done.returncode == 0, done.stdout + done.stderr
    command = [sys.executable, *by_command(dem, made["command"], method, values)]
    subprocess.run(command, check=True, env=os.environ, timeout=120)
    wanted = bits(made["here"])
    assert {way for way, path in made.items() if bits(path) != wanted} == set()
