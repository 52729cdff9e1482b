"""The plugin in qgis_process, enabled through a link in a profile of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any, Callable

import pytest
from plugin_tools import FILTER, STATISTICS, read_raster, start_qgis_process, values_of

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_the_algorithms_are_listed(qgis_process: Run) -> None:
    listed = qgis_process("list").stdout
    for line in (f"{FILTER}", f"{STATISTICS}", "tiledraster:checkengine", "Tiled filter (save)"):
        assert line in listed


def test_the_help_tells_names_and_not_numbers(qgis_process: Run) -> None:
    shown = qgis_process("help", FILTER).stdout
    for words in (
        "FILTER=median",
        "BANDS=1,2 or BANDS=1;2",
        "only name files that you trust",
        "Used by:",
    ):
        assert words in shown


@pytest.mark.parametrize("look", ["first", "remembered"])
def test_without_an_engine_what_to_do_is_said_once(qgis_process: Run, rgb: str, tmp_path: Path, look: str) -> None:
    out = tmp_path / "out.tif"
    arguments = ("run", "tiledraster:slope", "--", f"INPUT={rgb}", f"OUTPUT={out}")
    variables = {"TILED_RASTER_PYTHON": str(tmp_path / "python3"), "XDG_CACHE_HOME": str(tmp_path)}
    for _ in range(1 if look == "first" else 2):
        done = qgis_process(*arguments, **variables)
    told = done.stdout + done.stderr
    assert done.returncode != 0
    assert told.count("cannot be used:") == 1
    assert "No engine can be started." in told
    assert not out.exists()


def test_a_raster_is_filtered(qgis_process: Run, rgb: str, tmp_path: Path) -> None:
    out = str(tmp_path / "out.tif")
    done = qgis_process(
        "run",
        FILTER,
        "--",
        f"INPUT={rgb}",
        "FILTER=min",
        "FILTER=max",
        "BANDS=1;3",
        "SIZE=3",
        "WORKERS=2",
        f"OUTPUT={out}",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Plan: " in done.stdout
    assert read_raster(out).shape == (4, 40, 50)


def test_results_come_as_json(qgis_process: Run, dem: str) -> None:
    done = qgis_process("run", FILTER, "--json", "--", f"INPUT={dem}", "FILTER=mean", "OUTPUT=TEMPORARY_OUTPUT")
    answer = json.loads(done.stdout)
    assert answer["results"]["OUTPUT"].endswith(".tif")
    assert answer["inputs"]["FILTER"] == "mean"


def test_numbers_come_as_json(qgis_process: Run, dem: str, tmp_path: Path) -> None:
    tiles = str(tmp_path / "tiles.gpkg")
    done = qgis_process(
        "run",
        STATISTICS,
        "--json",
        "--",
        f"INPUT={dem}",
        "STATISTICS=mean,valid_count",
        "PERCENTILES=50",
        "CHUNK_SIZE=32",
        f"OUTPUT_TILES={tiles}",
    )
    results: dict[str, Any] = json.loads(done.stdout)["results"]
    valid = values_of(60, 80)
    valid = valid[valid > 0].astype(float)
    assert results["VALID_COUNT"] == valid.size
    assert results["MEAN"] == pytest.approx(valid.mean(), rel=1e-12)
    assert os.path.exists(tiles)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["FILTER=median", "SIZE=4"], "size=4: must be odd, try 3 or 5"),
        (["FILTER=medain"], "filter=medain: must be one of mean, median"),
        (["FILTER=1"], "filter=1: must be one of mean, median"),
        (["FILTER=median", "BANDS=1,2"], "bands=1,2: there is no band 2; the raster has only band 1"),
        (["FILTER=median", "BANDS=7"], "no band 7"),
        (["FILTER=custom", "FUNCTION_FILE=no.py", "FUNCTION_NAME=f"], "no.py: there is no such file"),
    ],
)
def test_a_bad_value_ends_with_one_sentence(
    arguments: list[str], words: str, qgis_process: Run, dem: str, tmp_path: Path
) -> None:
    out = str(tmp_path / "out.tif")
    done = qgis_process("run", FILTER, "--", f"INPUT={dem}", *arguments, f"OUTPUT={out}")
    told = done.stdout + done.stderr
    assert words in told
    assert "Traceback" not in told
    assert done.returncode != 0
    assert not os.path.exists(out)


def test_the_engine_is_reported(qgis_process: Run) -> None:
    done = qgis_process("run", "tiledraster:checkengine")
    assert "rasterio" in done.stdout
    assert "Engine: " in done.stdout


@pytest.mark.parametrize(
    ("algorithm", "words"),
    [
        (FILTER, ["FILTER=custom", "FUNCTION_NAME=endless"]),
        (STATISTICS, ["STATISTICS=mean", "FUNCTION_NAME=endless"]),
    ],
)
def test_ctrl_c_is_an_error_of_the_program(
    algorithm: str, words: list[str], qgis_home: Path, dem: str, tmp_path: Path
) -> None:
    began, out = tmp_path / "began", tmp_path / "out.tif"
    functions = tmp_path / "functions.py"
    functions.write_text(
        f"import pathlib, time\ndef endless(raster):\n    pathlib.Path({str(began)!r}).touch()\n    time.sleep(300)\n",
        encoding="utf-8",
    )
    words = [*words, f"FUNCTION_FILE={functions}", f"INPUT={dem}"]
    words.append(f"OUTPUT={out}" if algorithm == FILTER else f"OUTPUT_JSON={out}")
    with start_qgis_process(qgis_home, "run", algorithm, "--", *words) as process:
        while not began.exists() and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        told = "".join(process.communicate(timeout=60))
    assert process.returncode != 0, told
    assert "ancelled" in told or "nterrupted" in told
    assert not out.exists()
