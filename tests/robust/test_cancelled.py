"""Cancelling: nothing runs any more at once, wherever the run is, also while native code keeps Python's lock."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("cluster", ["multi", "threads", "basic"])
@pytest.mark.parametrize("name", ["sits", "sits_on_the_lock", "computes", "stops_itself"])
def test_cancel_while_a_function_sits(area, start, tools, small, cluster, name, capsys):
    old = area.put_old()
    host = start(area, tools.filter_job(small, area.target, cluster, chunk=75, function=name))
    if cluster != "multi" and name == "stops_itself":
        tools.eventually(lambda: any(is_stopped(pid) for pid in area.engines()), "the engine has stopped")
    else:
        host.wait_for("log", lambda event: "sitting" in event["message"])
    check_cancel(area, host, old, f"{name}, {cluster}", capsys)


@pytest.mark.parametrize("cluster", ["multi", "threads", "basic"])
@pytest.mark.parametrize("tiles", [0, 2])
def test_cancel_during_a_filter(area, start, tools, source, cluster, tiles, capsys):
    old = area.put_old()
    host = start(area, tools.long_filter_job(source, area.target, cluster))
    host.wait_for_tiles(tiles)
    check_cancel(area, host, old, f"filter, {cluster}, after {tiles} tiles", capsys)


@pytest.mark.parametrize("cluster", ["multi", "threads", "basic"])
def test_cancel_during_one_long_call(area, start, tools, source, cluster, capsys):
    old = area.put_old()
    host = start(area, tools.filter_job(source, area.target, cluster, chunk=2048, size=301))
    host.wait_for("plan")
    check_cancel(area, host, old, f"one long call, {cluster}", capsys)


def check_cancel(area, host, old, what, capsys):
    host.cancel()
    seconds = area.nothing_runs()
    with capsys.disabled():
        print(f" [{what}: nothing runs {seconds * 1000:.0f} ms after cancel] ", end="")
    end = host.end()
    assert end.kind == "RunCancelled", end.message
    assert area.target.read_bytes() == old
    assert area.left() == []


def is_stopped(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] in "Tt"
    except OSError:
        return False
