"""kill -9, at random moments, of everything that can be killed.

A moment is a number of tiles, and a run that must not be over by then is held at a gate: so each kill meets the run
where it should, however fast the machine is.
"""

from __future__ import annotations

import random
import time

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine

TILES = 25
MOMENTS = [0, *sorted(random.Random(9).sample(range(1, TILES), 8)), TILES]
"""Tiles that are done: from the engine's start to the moment when the last one is, and the file is being finished."""
CLUSTERS = ("threads", "multi")


@pytest.fixture
def run_until(area, start, held_job, gate):
    """Start the held job and return host and old target at the moment. Before the last one it cannot end by itself."""

    def run_until(moment, cluster=None):
        old = area.put_old()
        host = start(area, held_job(cluster or CLUSTERS[MOMENTS.index(moment) % 2]))
        if moment == TILES:
            gate.open()
        host.wait_for_tiles(moment)
        time.sleep(random.Random(moment).random() / 50)
        return host, old

    return run_until


def check_target(area, tools, old, wanted, moment):
    """The target is whole and old, or, in the last moment only, whole and new. Return whether it is new."""
    if moment < TILES or area.target.read_bytes() == old:
        assert area.target.read_bytes() == old
        return False
    np.testing.assert_array_equal(tools.read_raster(area.target), wanted)
    return True


def report(capsys, what, moment, seconds):
    with capsys.disabled():
        print(f" [{what} at tile {moment}: all gone after {seconds * 1000:.0f} ms] ", end="")


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_host_takes_all_along(area, tools, run_until, check_nothing_left, one_more, moment, capsys):
    host, old = run_until(moment)
    tools.kill([host.process.pid])
    report(capsys, "host", moment, area.nothing_runs())
    check_target(area, tools, old, one_more, moment)
    check_nothing_left()


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_engine_is_one_clear_error(area, tools, run_until, one_more, moment, capsys):
    host, old = run_until(moment)
    tools.kill(area.engines())
    report(capsys, "engine", moment, area.nothing_runs())
    end = host.end()
    new = check_target(area, tools, old, one_more, moment)
    if end.result is None:
        assert end.kind == "EngineError"
        assert "SIGKILL" in end.message
    else:
        assert new
    assert area.left() == []


@pytest.mark.parametrize("moment", MOMENTS[1::4])
def test_what_is_left_by_both_goes_with_the_next_run(area, start, tools, run_until, source, one_more, moment):
    host, old = run_until(moment, "multi")
    tools.kill([host.process.pid, *area.engines()])
    area.nothing_runs()
    check_target(area, tools, old, one_more, moment)
    host.join()
    area.hosts.clear()
    assert start(area, tools.filter_job(source, area.target, chunk=None, filters=("mean",), size=3)).end().result
    assert area.left() == []


@pytest.fixture(scope="module")
def vast(tmp_path_factory):
    """A raster that takes minutes to measure in tiles of 75 pixels, and next to nothing on disk."""
    path = tmp_path_factory.mktemp("vast") / "vast.tif"
    options = {"driver": "GTiff", "count": 1, "dtype": "float32", "tiled": True, "sparse_ok": True}
    with rasterio.open(path, "w", height=20_000, width=20_000, transform=Affine(1, 0, 9, 0, -1, 9), **options):
        return str(path)


@pytest.mark.parametrize("cluster", CLUSTERS)
@pytest.mark.parametrize("victim", ["host", "engine", "both"])
def test_killed_while_it_measures(area, start, tools, check_nothing_left, small, vast, cluster, victim):
    """Neither half a table is left nor half a file of tiles; the old ones are still there."""
    files = {"table": area.folder / "table.csv", "json": area.folder / "all.json", "html": area.folder / "all.html"}
    for path in files.values():
        path.write_text("old")
    names = {name: str(path) for name, path in files.items()}
    names["tiles_file"] = str(area.scratch / "tiles.jsonl")
    host = start(area, tools.statistics_job(vast, cluster, **names))
    host.wait_for_tiles(20)
    tools.kill((area.engines() if victim != "host" else []) + ([host.process.pid] if victim != "engine" else []))
    area.nothing_runs()
    if victim == "engine":
        assert host.end().kind == "EngineError"
    assert [path.read_text() for path in files.values()] == ["old"] * 3
    if victim == "both":
        host.join()
        assert start(area, tools.statistics_job(small, cluster, **names)).end().result is not None
        (area.scratch / "tiles.jsonl").unlink()
    for path in files.values():
        path.unlink()
    check_nothing_left()


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("which", ["one", "all"])
def test_killed_workers_change_nothing(area, tools, run_until, gate, one_more, moment, which):
    host, _ = run_until(moment, "multi")
    if moment < TILES:
        tools.eventually(area.workers, "a worker starts")
    tools.kill(area.workers()[: 1 if which == "one" else None])
    gate.open()
    check_result(area, tools, host, one_more)


@pytest.mark.parametrize("number", range(3))
def test_workers_killed_during_a_filter_change_nothing(area, start, tools, source, wanted, number):
    """In native code. How far the run is at that moment does not matter; it may even be over."""
    host = start(area, tools.filter_job(source, area.target, "multi"))
    host.wait_for_tiles(1 + 8 * number)
    tools.kill(area.workers()[: 1 + number % 2])
    check_result(area, tools, host, wanted)


def check_result(area, tools, host, wanted):
    end = host.end()
    assert end.result is not None, end.message
    np.testing.assert_array_equal(tools.read_raster(area.target), wanted)
    area.nothing_runs()
    assert area.left() == []
