"""kill -9, at random moments, of everything that can be killed.

A moment is a part of the run's tiles, so that each kill meets the run where it should however fast the machine is.
"""

from __future__ import annotations

import random
import time

import numpy as np
import pytest

MOMENTS = [(number + random.Random(number).random()) / 10 if number else 0.0 for number in range(9)] + [1.0]
"""From the engine's start to the moment when the last tile is done and the file is being finished."""
CLUSTERS = ("threads", "multi")


def run_until(area, start, job, moment):
    """Start a job and return host and old target at the moment."""
    old = area.put_old()
    host = start(area, job)
    host.wait_for_fraction(moment)
    time.sleep(random.Random(moment).random() / 50)
    return host, old


@pytest.fixture
def steady(area, tools, source):
    """Return a job that takes its time, whatever the machine: 25 tiles with a pause in each."""

    def steady(cluster):
        return tools.filter_job(source, area.target, cluster, chunk=220, function="plus_one_slowly")

    return steady


@pytest.fixture(scope="module")
def one_more(tools, source):
    """Return what the steady job makes."""
    values = tools.read_raster(source)
    return np.where(values == -9999, values, values + 1)


def check_target(area, tools, old, wanted):
    """The target is whole and old, or whole and new. Return whether it is new."""
    if area.target.read_bytes() == old:
        return False
    np.testing.assert_array_equal(tools.read_raster(area.target), wanted)
    return True


def report(capsys, what, moment, seconds):
    with capsys.disabled():
        print(f" [{what} at {moment:.2f}: all gone after {seconds * 1000:.0f} ms] ", end="")


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_host_takes_all_along(area, start, tools, steady, one_more, moment, capsys):
    host, old = run_until(area, start, steady(CLUSTERS[MOMENTS.index(moment) % 2]), moment)
    tools.kill([host.process.pid])
    report(capsys, "host", moment, area.nothing_runs())
    check_target(area, tools, old, one_more)
    assert area.left() == []


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_engine_is_one_clear_error(area, start, tools, steady, one_more, moment, capsys):
    host, old = run_until(area, start, steady(CLUSTERS[MOMENTS.index(moment) % 2]), moment)
    tools.kill(area.engines())
    report(capsys, "engine", moment, area.nothing_runs())
    end = host.end()
    assert check_target(area, tools, old, one_more) >= (end.result is not None)
    if end.result is None:
        assert end.kind == "EngineError"
        assert "SIGKILL" in end.message
    assert area.left() == []


@pytest.mark.parametrize("moment", MOMENTS[1::4])
def test_what_is_left_by_both_goes_with_the_next_run(area, start, tools, steady, source, one_more, moment):
    host, old = run_until(area, start, steady("multi"), moment)
    tools.kill([host.process.pid, *area.engines()])
    area.nothing_runs()
    check_target(area, tools, old, one_more)
    host.join()
    area.hosts.clear()
    assert start(area, tools.filter_job(source, area.target, chunk=None, filters=("mean",), size=3)).end().result
    assert area.left() == []


@pytest.mark.parametrize("cluster", CLUSTERS)
@pytest.mark.parametrize("victim", ["host", "engine", "both"])
def test_killed_while_it_measures(area, start, tools, source, cluster, victim):
    """Neither half a table is left nor half a file of tiles; the old ones are still there."""
    files = {"table": area.folder / "table.csv", "json": area.folder / "all.json", "html": area.folder / "all.html"}
    for path in files.values():
        path.write_text("old")
    names = {name: str(path) for name, path in files.items()}
    job = tools.statistics_job(source, cluster, **names, tiles_file=str(area.scratch / "tiles.jsonl"))
    host = start(area, job)
    host.wait_for_fraction(0.2)
    tools.kill((area.engines() if victim != "host" else []) + ([host.process.pid] if victim != "engine" else []))
    area.nothing_runs()
    if victim == "engine":
        assert host.end().kind == "EngineError"
    assert [path.read_text() for path in files.values()] == ["old"] * 3
    if victim == "both":
        host.join()
        assert start(area, job).end().result is not None
        (area.scratch / "tiles.jsonl").unlink()
    for path in files.values():
        path.unlink()
    assert area.left() == []


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("which", ["one", "all"])
def test_killed_workers_change_nothing(area, start, tools, steady, source, wanted, one_more, moment, which):
    job = tools.filter_job(source, area.target, "multi") if which == "one" else steady("multi")
    host, _ = run_until(area, start, job, moment)
    if moment == 0:
        tools.eventually(area.workers, "a worker starts")
    tools.kill(area.workers()[: 1 if which == "one" else None])
    end = host.end()
    assert end.result is not None, end.message
    np.testing.assert_array_equal(tools.read_raster(area.target), wanted if which == "one" else one_more)
    area.nothing_runs()
    assert area.left() == []
