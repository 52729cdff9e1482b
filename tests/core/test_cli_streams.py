"""The command line whose streams are closed, left by their readers, full, or asked for by name."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np
import pytest
import rasterio

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a shell")
PROGRAM = f"'{sys.executable}' -m tiled_raster"


def shell(line, folder):
    """Run a line of bash, in which $TILED stands for the program; return its code and what it said."""
    environment = {**os.environ, "TILED": PROGRAM}
    command = ["bash", "-o", "pipefail", "-c", line.replace("$TILED", PROGRAM)]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout, done.stderr


def read(path):
    with rasterio.open(path) as dataset:
        return dataset.read()


@pytest.fixture
def folder(make_raster, tmp_path):
    """A folder with a raster `in.tif` of many tiles."""
    make_raster(np.arange(10_000.0).reshape(100, 100)).rename(tmp_path / "in.tif")
    return tmp_path


FILTER = "$TILED filter in.tif out.tif --method max --chunk-size 16 --cluster basic"


@pytest.mark.parametrize("streams", ["2>&-", ">&- 2>&-", "<&- >&- 2>&-", "2>&1 | head -1", "2> >(true)", "2>/dev/full"])
def test_a_filter_does_its_work_whoever_listens(folder, streams):
    code, _, _ = shell(f"{FILTER} {streams}", folder)
    assert code == 0
    assert read(folder / "out.tif")[0, -1, -1] == 9999
    assert sorted(os.listdir(folder)) == ["in.tif", "out.tif"]


@pytest.mark.parametrize("streams", ["2>&-", "2>&1 | head -1", "2>/dev/full"])
def test_an_error_is_one_whoever_listens(folder, streams):
    code, _, _ = shell(f"$TILED filter nothing.tif out.tif {streams}", folder)
    assert code == 1
    assert os.listdir(folder) == ["in.tif"]


def test_a_reader_of_the_numbers_that_leaves_is_no_error(folder):
    code, out, err = shell("$TILED statistics in.tif --quiet --cluster basic | head -1", folder)
    assert (code, out, err) == (0, "{\n", "")


@pytest.mark.parametrize(("streams", "words"), [(">&-", "is closed"), (">/dev/full", "cannot be written")])
@pytest.mark.parametrize("option", ["", "--json -", "--csv -"])
def test_numbers_that_cannot_be_told_are_an_error(folder, streams, words, option):
    code, _, err = shell(f"$TILED statistics in.tif --quiet --cluster basic {option} {streams}", folder)
    assert code == 1
    assert err.startswith("error: ")
    assert words in err


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
@pytest.mark.parametrize("streams", ["| cat", "> told; cat told; rm told"])
def test_json_and_csv_go_to_standard_output(folder, name, streams):
    run = "$TILED statistics in.tif --quiet --cluster basic --statistic max"
    assert shell(f"{run} --json all.json --csv all.csv", folder)[0] == 0
    code, out, err = shell(f"{run} --json {name} {streams}", folder)
    assert (code, err) == (0, "")
    assert [band["max"] for band in json.loads(out)["bands"]] == [9999.0]
    assert list(json.loads(out)) == list(json.loads((folder / "all.json").read_text()))
    code, out, err = shell(f"{run} --csv {name} {streams}", folder)
    assert (code, err, out) == (0, "", (folder / "all.csv").read_text())
    assert sorted(os.listdir(folder)) == ["all.csv", "all.json", "in.tif"]


def test_one_goes_to_a_file_and_the_other_is_printed(folder):
    code, out, _ = shell("$TILED statistics in.tif --quiet --cluster basic --csv - --json all.json", folder)
    assert code == 0
    assert out.startswith("band")
    assert json.loads((folder / "all.json").read_text())["bands"][0]["max"] == 9999


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("statistics in.tif --csv - --json /dev/stdout", "--csv and --json cannot both"),
        ("statistics in.tif --html -", "--html -: a report is written to a file"),
        ("statistics in.tif --html /dev/stdout", "--html /dev/stdout: a report is written to a file"),
        ("statistics in.tif --json /dev/stderr", "is never replaced|which is never replaced"),
        ("filter in.tif /dev/stdout --driver GTiff", "which is never replaced"),
    ],
)
def test_what_is_not_printed_is_refused(folder, words, said):
    code, out, err = shell(f"$TILED {words} > told", folder)
    assert (code, out) == (1, "")
    assert any(part in err for part in said.split("|"))
    assert (folder / "told").read_text() == ""


def test_nothing_that_is_closed_gives_its_number_to_a_raster(folder):
    """What a library prints would end in the midst of it."""
    (folder / "own.py").write_text("import os\ndef noisy(tile):\n    os.write(2, b'noise' * 9)\n    return tile\n")
    own = "--method custom --function-file own.py --function-name noisy"
    assert shell(f"$TILED filter in.tif out.tif {own} --cluster basic <&- >&- 2>&-", folder)[0] == 0
    assert b"noise" not in (folder / "out.tif").read_bytes()
    np.testing.assert_array_equal(read(folder / "out.tif"), read(folder / "in.tif"))
