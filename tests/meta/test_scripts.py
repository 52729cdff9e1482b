"""The scripts behind `make`: the sample raster, the account of the test runner, the shell scripts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import rasterio
from project_tree import ROOT, files

sys.path.insert(0, str(ROOT / "scripts"))
import run_tests
import sample_dem
import windows


@pytest.fixture
def dem(tmp_path: Path) -> Path:
    target = tmp_path / "dem.tif"
    sample_dem.write_dem(target, 300, seed=3, gap_share=0.1)
    return target


def test_the_sample_is_georeferenced_and_has_gaps(dem: Path) -> None:
    with rasterio.open(dem) as dataset:
        data = dataset.read(1, masked=True)
        assert dataset.crs.to_epsg() == 32633
        assert dataset.res == (sample_dem.PIXEL_M, sample_dem.PIXEL_M)
        assert dataset.nodata == sample_dem.NODATA
    assert 0.02 < data.mask.mean() < 0.3
    assert data.std() > 20


def test_the_sample_does_not_depend_on_its_strips(dem: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample_dem, "STRIP_ROWS", 37)
    sample_dem.write_dem(tmp_path / "again.tif", 300, seed=3, gap_share=0.1)
    with rasterio.open(dem) as one, rasterio.open(tmp_path / "again.tif") as other:
        assert np.array_equal(one.read(1), other.read(1))


def test_another_seed_gives_another_sample() -> None:
    strips = [sample_dem.strip_of_dem(seed, range(20), 50, 0.0) for seed in (1, 2)]
    assert not np.array_equal(*strips)
    assert all((strip != sample_dem.NODATA).all() for strip in strips)


REPORT = '<testsuites><testsuite tests="9" failures="2" errors="1" skipped="3"/></testsuites>'


@pytest.mark.parametrize(
    ("report", "code", "expected"),
    [
        (REPORT, 1, "3 passed, 3 failed, 3 skipped"),
        (
            '<testsuites><testsuite tests="4" failures="0" errors="0" skipped="1"/></testsuites>',
            0,
            "3 passed, 0 failed, 1 skipped",
        ),
        (
            '<testsuites><testsuite tests="4" failures="0" errors="0" skipped="0"/></testsuites>',
            -11,
            "4 passed, 1 failed, 0 skipped",
        ),
        (None, 139, "0 passed, 1 failed, 0 skipped"),
    ],
)
def test_the_runner_counts_what_happened(
    report: str, code: int, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pretend(*_: object, **__: object) -> subprocess.CompletedProcess:
        if report is not None:
            (tmp_path / "core.xml").write_text(report, encoding="utf-8")
        return subprocess.CompletedProcess([], code)

    monkeypatch.setattr(run_tests, "REPORTS", tmp_path)
    monkeypatch.setattr(run_tests.subprocess, "run", pretend)
    assert run_tests.summary(run_tests.run_part("core", [])) == expected


@pytest.mark.parametrize(
    ("counts", "code"),
    [({"passed": 3}, 0), ({"passed": 3, "skipped": 1}, 0), ({"passed": 3, "failed": 1}, 1), ({}, 1)],
)
def test_the_runner_goes_on_after_a_failure_and_tells_it_by_its_exit_code(
    counts: dict, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = []
    monkeypatch.setattr(run_tests, "REPORTS", tmp_path)
    monkeypatch.setattr(run_tests, "run_part", lambda name, _: ran.append(name) or Counter(counts))
    assert run_tests.main([]) == code
    assert ran == run_tests.parts_here()
    times = len(ran)
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith(f"{times * counts.get('passed', 0)} passed, {times * counts.get('failed', 0)} failed")


def test_the_runner_knows_every_folder_of_tests() -> None:
    folders = {path.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").rglob("test_*.py")}
    parts = set(run_tests.parts_here()) - {"gdal"}  # that is a part of core once more
    assert folders - {"windows"} == parts, "tests/windows is run by `make windows`"


def test_what_runs_through_gdal_is_there_and_is_told_so() -> None:
    assert all((ROOT / path).exists() for path in run_tests.THROUGH_GDAL)
    assert run_tests.environment("gdal")["TILED_RASTER_BACKEND"] == "gdal"
    assert "TILED_RASTER_BACKEND" not in set(run_tests.environment("core")) - set(os.environ)


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
@pytest.mark.parametrize("path", [*files(".sh"), ROOT / ".ci" / "run"], ids=lambda path: path.name)
def test_a_shell_script_is_well_formed_and_can_be_run(path: Path) -> None:
    assert path.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", str(path)], check=True)


def test_what_runs_under_wine_is_there() -> None:
    assert all((ROOT / path).exists() for path in (*windows.WITH_RASTERIO.tests, *windows.STOCK.tests))
