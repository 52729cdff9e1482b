"""Runs beside each other, and beside other plugins: nobody notices anybody."""

from __future__ import annotations

import numpy as np
import pytest


def check_untouched(end):
    assert end.changed == []
    assert end.loaded == []


@pytest.mark.parametrize("cluster", ["threads", "multi", "basic"])
def test_the_host_is_as_before(area, start, tools, source, wanted, cluster):
    end = start(area, tools.filter_job(source, area.target, cluster)).end()
    check_untouched(end)
    np.testing.assert_array_equal(tools.read_raster(area.target), wanted)
    assert area.left() == []


@pytest.mark.parametrize("name", ["segfault", "starts_a_program_and_dies", "prints_natively"])
def test_the_host_is_as_before_whatever_happens(area, start, tools, small, name):
    end = start(area, tools.filter_job(small, area.target, "multi", chunk=75, function=name)).end()
    check_untouched(end)


def test_a_host_whose_other_plugins_use_multiprocessing(area, start, tools, source, wanted):
    end = start(area, tools.filter_job(source, area.target, "multi"), "multiprocessing").end()
    check_untouched(end)
    right, wrong = end.neighbour
    assert right > 0
    assert wrong == 0
    np.testing.assert_array_equal(tools.read_raster(area.target), wanted)


def test_two_runs_at_once_on_one_source(area, start, tools, source, wanted):
    second = area.folder / "second.tif"
    hosts = [
        start(area, tools.filter_job(source, area.target, "multi")),
        start(area, tools.filter_job(source, second, "threads")),
    ]
    for host in hosts:
        assert host.end().result is not None, host.text
    for target in (area.target, second):
        np.testing.assert_array_equal(tools.read_raster(target), wanted)
    second.unlink()
    assert area.left() == []


def test_of_two_runs_on_one_target_the_last_wins_whole(area, start, tools, source, held_job, one_more, gate):
    area.put_old()
    slow = start(area, held_job("multi"))
    slow.wait_for_tiles(3)
    quick = start(area, tools.filter_job(source, area.target, "threads", filters=("min",), size=1)).end()
    assert quick.result is not None, quick.message
    np.testing.assert_array_equal(tools.read_raster(area.target), tools.read_raster(source))
    gate.open()
    end = slow.end()
    assert end.result is not None, end.message
    np.testing.assert_array_equal(tools.read_raster(area.target), one_more)
    assert area.left() == []


def test_one_of_two_runs_is_killed_and_the_other_goes_on(
    area, start, tools, source, wanted, held_job, check_nothing_left
):
    second = area.folder / "second.tif"
    killed = start(area, held_job("multi"))
    killed.wait_for_tiles(3)
    other = start(area, tools.filter_job(source, second, "multi"))
    other.wait_for_tiles(1)
    tools.kill([killed.process.pid])
    assert other.end().result is not None
    np.testing.assert_array_equal(tools.read_raster(second), wanted)
    area.nothing_runs()
    second.unlink()
    check_nothing_left()
