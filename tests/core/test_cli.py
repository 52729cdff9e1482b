"""What the command line makes of its words, and what it says when they are wrong."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, Callable

import numpy as np
import pytest
from tiled_raster.core import cli


def job_of(*words: str) -> Any:
    return cli.filter_job(cli.parser().parse_args(["filter", "in.tif", "out.tif", *words]))


@pytest.mark.parametrize(
    ("text", "value"), [("-9999", -9999), ("-9223372036854775807", -(2**63) + 1), ("0.5", 0.5), ("1e20", 1e20)]
)
def test_a_nodata_value_keeps_all_its_digits(text: str, value: float) -> None:
    found = job_of("--output-nodata", text).output_nodata
    assert found == value
    assert type(found) is type(value)


def test_nodata_may_be_nan_or_chosen() -> None:
    assert math.isnan(job_of("--output-nodata", "nan").output_nodata)
    assert job_of().output_nodata is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--output-nodata", "none"), "output_nodata=none: must be a number"),
        (("--method", "medium"), "filter=medium: must be one of mean, median"),
        (("--size", "4"), "size=4: must be odd, try 3 or 5"),
        (("--workers", "-1"), "workers=-1"),
    ],
)
def test_wrong_words_are_one_line_before_any_work(
    words: tuple[str, ...],
    said: str,
    make_raster: Callable[..., Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    source, target = make_raster(np.zeros((5, 5), np.uint8)), tmp_path / "out.tif"
    assert cli.main(["filter", str(source), str(target), *words]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("error: ")
    assert said in lines[0]
    assert not target.exists()


def test_many_inputs_are_named_by_a_repeated_option() -> None:
    assert job_of().further_sources == ()
    job = job_of("--inputs", "b.tif", "--inputs", "more/*.tif")
    assert (job.source, job.further_sources) == ("in.tif", ("b.tif", "more/*.tif"))
    assert type(job).from_json(json.loads(json.dumps(job.to_json()))) == job
