"""How long a filter will take: what is timed, where nothing is, and what is said. No test asks how fast it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiled_raster.core import FilterJob, MultiprocConfig, Raster, UserFunction, plan, run
from tiled_raster.core.engine.events import ONLY_PLAN
from tiled_raster.core.engine.server import _run_job
from tiled_raster.core.progress import Progress, RecordingProgress
from tiled_raster.core.runs import estimate, plan_with_time, preview, run_filter, timings
from tiled_raster.core.runs.prepare_filter import prepare_filter


@pytest.fixture
def source(make_raster: Any, make_terrain: Any) -> str:
    return str(make_raster(make_terrain(600, 700), nodata=-9999.0))


def job_on(source: str, out: Path, **values: Any) -> FilterJob:
    return FilterJob(source, MultiprocConfig(chunk_size=256, outfile=out), ("mean",), {"size": 5}, **values)


def test_a_plan_with_its_time_writes_nothing(source: str, tmp_path: Path) -> None:
    job = job_on(source, tmp_path / "out.tif")
    made = plan_with_time(job)
    assert made["seconds"] > 0
    assert made["text"][-1].startswith("time: about ")
    assert {key: made[key] for key in ("tiles", "chunk")} == {"tiles": 9, "chunk": plan(job).chunk}
    assert plan(job).seconds is None
    assert not list(tmp_path.glob("out*"))


def test_the_engine_gives_it_for_a_job_that_asks_for_it_only(source: str, tmp_path: Path) -> None:
    data = job_on(source, tmp_path / "out.tif").to_json()
    assert _run_job({**data, ONLY_PLAN: True}, Progress())["tiles"] == 9
    assert not (tmp_path / "out.tif").exists()
    assert _run_job(data, Progress())["tiles"] == 9
    assert (tmp_path / "out.tif").exists()


def test_a_runs_plan_has_it_and_the_result_is_the_same(source: str, tmp_path: Path, monkeypatch: Any) -> None:
    progress = RecordingProgress()
    monkeypatch.setattr(run_filter, "IN_A_RUN", 0.5)
    run(job_on(source, tmp_path / "with.tif"), progress)
    assert progress.plans[0]["seconds"] > 0
    monkeypatch.setattr(run_filter, "estimated_s", lambda run, share: None)
    run(job_on(source, tmp_path / "out.tif"), RecordingProgress())
    made, other = Raster(str(tmp_path / "with.tif")), Raster(str(tmp_path / "out.tif"))
    assert made.data.tobytes() == other.data.tobytes()


@pytest.mark.parametrize(("seconds", "warned"), [(3599.0, False), (3700.0, True), (None, False)])
def test_over_an_hour_is_a_warning(source: str, tmp_path: Path, monkeypatch: Any, seconds: Any, warned: bool) -> None:
    monkeypatch.setattr(run_filter, "estimated_s", lambda run, share: seconds)
    progress = RecordingProgress()
    run(job_on(source, tmp_path / "out.tif"), progress)
    assert bool(progress.warnings) == warned
    assert not warned or progress.warnings == ["this will take about 1 h 01 min"]


def test_what_is_small_or_a_users_own_is_not_timed(make_raster: Any, source: str, tmp_path: Path) -> None:
    small = make_raster(np.ones((60, 70), np.float32))
    assert plan_with_time(job_on(small, tmp_path / "out.tif"))["seconds"] is None
    file = tmp_path / "own.py"
    file.write_text("def same(raster):\n    return raster\n")
    function = UserFunction(file=str(file), name="same", depth=0)
    own = FilterJob(source, MultiprocConfig(outfile=tmp_path / "out.tif"), ("custom",), function=function)
    assert plan_with_time(own)["seconds"] is None


def test_the_estimate_grows_with_the_raster_and_shrinks_with_the_workers(
    source: str, tmp_path: Path, monkeypatch: Any
) -> None:
    """With a clock of its own: a second for each grown pixel."""
    monkeypatch.setattr(estimate, "_time_of", lambda run, side: float((side + 2 * run.plan.halo) ** 2))
    monkeypatch.setattr(estimate, "usable_cpus", lambda: 3)
    one = prepare_filter(job_on(source, tmp_path / "out.tif"))
    rows, cols = one.plan.chunk
    grown = (rows + 4) * (cols + 4) / (rows * cols)
    whole = estimate.estimated_s(one, 1.0)
    assert whole == pytest.approx(estimate.BEGIN_S + 600 * 700 * grown / min(one.plan.workers, 3))
    half = prepare_filter(job_on(source, tmp_path / "out.tif", extent=_half(source)))
    part = estimate.estimated_s(half, 1.0)
    assert whole is not None
    assert part is not None
    assert part < whole


def _half(source: str) -> tuple[float, float, float, float]:
    left, bottom, right, top = Raster(source).bounds
    return left, bottom, (left + right) / 2, top


def test_what_a_run_took_is_remembered_for_its_like_and_no_other(
    source: str, tmp_path: Path, monkeypatch: Any, own_home: Path
) -> None:
    job = job_on(source, tmp_path / "out.tif")
    timed: list[Any] = []
    monkeypatch.setattr(estimate, "_cost_of_a_pixel_s", lambda run, sides: timed.append(run) or 1e-6)
    first = plan_with_time(job)["seconds"]
    assert len(timed) == 1
    estimate.remember(prepare_filter(job), 1.9)  # too short to say something
    assert plan_with_time(job)["seconds"] == first
    estimate.remember(prepare_filter(job), 80.0)
    assert plan_with_time(job)["seconds"] == pytest.approx(80.0)
    estimate.remember(prepare_filter(job), 40.0)
    assert plan_with_time(job)["seconds"] == pytest.approx(60.0)
    assert len(timed) == 2
    like = replace(job, extent=None, config=MultiprocConfig(chunk_size=128, outfile=tmp_path / "o.tif"))
    assert 40 < plan_with_time(like)["seconds"] < 80
    others = [replace(job, parameters={"size": 7}), replace(job, filters=("max",)), replace(job, nodata_policy="fill")]
    for other in others:
        assert plan_with_time(other)["seconds"] == pytest.approx(first, rel=0.1)
    assert len(timed) == 5


@pytest.mark.parametrize("content", ["", "[]", '{"', "[1, 2]", '{"a": "b"}', "null"])
def test_a_file_of_timings_that_is_none_is_as_good_as_none(
    content: str, source: str, tmp_path: Path, own_home: Path
) -> None:
    run_made = prepare_filter(job_on(source, tmp_path / "out.tif"))
    file = Path(timings._file())
    assert own_home in file.parents
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content)
    assert timings.recalled_s(run_made) is None
    timings.note(run_made, 2e-7)
    assert timings.recalled_s(run_made) == 2e-7
    timings.note(run_made, float("nan"))
    assert timings.recalled_s(run_made) == 2e-7


def test_timings_that_nobody_may_write_are_not_kept(source: str, tmp_path: Path, own_home: Path) -> None:
    run_made = prepare_filter(job_on(source, tmp_path / "out.tif"))
    blocked = Path(timings._file()).parent
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_text("a file where the folder would be")
    timings.note(run_made, 2e-7)
    assert timings.recalled_s(run_made) is None


def test_a_run_leaves_what_it_took_and_a_preview_does_not(
    source: str, tmp_path: Path, monkeypatch: Any, own_home: Path
) -> None:
    job = job_on(source, tmp_path / "out.tif")
    monkeypatch.setattr(estimate, "LONG_ENOUGH_S", 0.0)
    monkeypatch.setattr(estimate, "BEGIN_S", 0.0)
    preview(job, 64)
    assert timings.recalled_s(prepare_filter(job)) is None
    run(job)
    assert timings.recalled_s(prepare_filter(job)) > 0
