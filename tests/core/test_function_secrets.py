"""A user's file is run in workers alone, and outputs tell of a function's arguments no more than is wanted."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np
import pytest
import rasterio
from tiled_raster.core import ClusterGenerator, FilterJob, MultiprocConfig, StatisticsJob, run
from tiled_raster.core.engine.client import run_job
from tiled_raster.core.errors import FunctionError
from tiled_raster.core.functions import UserFunction
from tiled_raster.core.jobs import job_from_json
from tiled_raster.core.runs.prepare_filter import prepare_filter
from tiled_raster.core.runs.prepare_statistics import prepare_statistics
from tiled_raster.core.terminal import shown_words

OWN = """
import os
with open(os.path.join(os.path.dirname(__file__), "imported"), "a") as file:
    file.write(f"{os.getpid()}\\n")

def same(tile, key="", limit=0):
    return tile

def mean(tile, key=""):
    return float(tile.data.mean())
"""


@pytest.fixture
def own(make_raster, tmp_path, monkeypatch):
    """A raster, and a function whose file notes by which process it is imported."""
    monkeypatch.setenv("TILED_RASTER_PYTHON", sys.executable)
    (tmp_path / "own.py").write_text(OWN)
    return str(make_raster(np.arange(900.0).reshape(30, 30))), str(tmp_path / "own.py")


def jobs(source, function, folder, cluster):
    config = MultiprocConfig(16, folder / "out.tif", cluster=ClusterGenerator(cluster, 2))
    yield FilterJob(source, config, ("custom",), function=function)
    yield StatisticsJob(source, config, (), function=function, json=str(folder / "out.json"), per_tile=True)


@pytest.mark.parametrize("index", [0, 1])
def test_a_file_is_imported_in_workers_alone(own, tmp_path, index):
    source, file = own
    job = list(jobs(source, UserFunction(file, ("same", "mean")[index]), tmp_path, "multi"))[index]
    events = []
    run_job(job.to_json(), events.append, lambda: False)
    engine = next(event["pid"] for event in events if event["event"] == "start")
    importers = {int(line) for line in (tmp_path / "imported").read_text().split()}
    assert importers
    assert not importers & {engine, os.getpid()}


@pytest.mark.parametrize("cluster", ["basic", "threads", "multi"])
def test_planning_runs_nothing(own, tmp_path, cluster):
    source, file = own
    filtered, measured = jobs(source, UserFunction(file, "same"), tmp_path, cluster)
    prepare_filter(filtered)
    prepare_statistics(measured)
    assert not (tmp_path / "imported").exists()


@pytest.mark.parametrize("cluster", ["basic", "threads", "multi"])
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def same(tile:\n", "does not import: SyntaxError.*own.py, line 1"),
        ("import not_there\n", "does not import: ModuleNotFoundError.*not_there"),
        ("raise SystemExit(3)\n", r"called sys.exit\(3\) while being imported"),
        ("def other(tile):\n    pass\n", "function_name=same: .*has no such function; it has other"),
    ],
)
def test_a_file_that_does_not_serve_is_told_before_any_tile(own, tmp_path, cluster, text, words):
    source, file = own
    (tmp_path / "own.py").write_text(text)
    before = sorted(os.listdir(tmp_path))
    for job in jobs(source, UserFunction(file, "same"), tmp_path, cluster):
        with pytest.raises(FunctionError, match=words):
            run(job)
    assert [name for name in sorted(os.listdir(tmp_path)) if name != "__pycache__"] == before


@pytest.mark.parametrize("record", [False, True])
def test_tags_hold_names_and_values_only_where_wanted(own, tmp_path, record):
    source, file = own
    function = UserFunction(file, "same", {"key": "my secret", "limit": 123457}, 0, record)
    job = job_from_json(next(jobs(source, function, tmp_path, "basic")).to_json())
    assert job.function == function
    run(job)
    with rasterio.open(tmp_path / "out.tif") as dataset:
        tags = json.dumps(dataset.tags())
    content = (tmp_path / "out.tif").read_bytes()
    assert "key" in tags
    assert "limit" in tags
    for secret in ("my secret", "123457"):
        assert (secret in tags) is record
        assert (secret.encode() in content) is record


@pytest.mark.parametrize("record", [False, True])
def test_nor_do_reports_of_the_command_line(own, tmp_path, record):
    source, file = own
    words = ["statistics", source, "--html", str(tmp_path / "out.html"), "--json", str(tmp_path / "out.json")]
    words += ["--function-file", file, "--function-name", "mean", "--function-arguments", '{"key": "my secret"}']
    words += ["--record-arguments"] if record else []
    command = [sys.executable, "-m", "tiled_raster", *words, "--cluster", "basic"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    for name in ("out.html", "out.json"):
        assert ("my secret" in (tmp_path / name).read_text(encoding="utf-8")) is record


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["--function-arguments", "{1}", "--quiet"], ["--function-arguments", "…", "--quiet"]),
        (["--function-arguments={1}", "x"], ["--function-arguments=…", "x"]),
        (["--function-arg", "{1}", "x"], ["--function-arg", "…", "x"]),
        (["--function-a={1}", "x"], ["--function-a=…", "x"]),
        (["--function-file", "a.py"], ["--function-file", "a.py"]),
    ],
)
def test_every_spelling_of_the_option_is_hidden(words, shown):
    assert shown_words(words, record_arguments=False) == shown
    assert shown_words(words, record_arguments=True) == words
