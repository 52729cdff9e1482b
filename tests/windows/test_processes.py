"""How processes end on Windows, what they say, and what the system tells of itself."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from tiled_raster.core import MultiprocConfig, Raster
from tiled_raster.core.clusters import ClusterGenerator
from tiled_raster.core.functions import UserFunction
from tiled_raster.core.jobs import FilterJob

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="what is tested here only Windows does")

HERE = Path(__file__).resolve().parent
PATIENCE_S = 60


STILL_ACTIVE, QUERY = 259, 0x1000


def is_alive(pid):
    import ctypes

    kernel = ctypes.windll.kernel32
    handle, code = kernel.OpenProcess(QUERY, False, pid), ctypes.c_ulong()
    try:
        return bool(handle and kernel.GetExitCodeProcess(handle, ctypes.byref(code)) and code.value == STILL_ACTIVE)
    finally:
        kernel.CloseHandle(handle)


@pytest.fixture
def source(tmp_path):
    values = np.random.default_rng(5).normal(500, 90, (640, 640)).astype("float32")
    folder = tmp_path / "größe 日本"
    folder.mkdir()
    Raster.from_array(values, (1, 0, 500000, 0, -1, 4000000), "EPSG:32633").save(folder / "dem.tif")
    return folder / "dem.tif"


@pytest.fixture
def start(tmp_path, source):
    """Start a host with a job that lasts, and return it with a function that reads its next event of a kind."""
    started = []

    def start(kind):
        log = tmp_path / "pids"
        config = MultiprocConfig(
            chunk_size=64, outfile=str(source.with_name("out.tif")), cluster=ClusterGenerator(kind, nb_workers=2)
        )
        function = UserFunction(str(HERE / "slow_function.py"), "slow", {"log": str(log)}, 0)
        job = FilterJob(str(source), config, ("custom",), function=function)
        (tmp_path / "job.json").write_text(json.dumps(job.to_json()), encoding="utf-8")
        host = subprocess.Popen(
            [sys.executable, str(HERE / "host.py"), str(tmp_path / "job.json")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        started.append(host)
        return host, log

    yield start
    for host in started:
        host.kill()


def next_event(host, kind):
    for line in host.stdout:
        event = json.loads(line)
        if event["event"] == kind:
            return event
        assert event["event"] != "end", event
    raise AssertionError(f"the host has ended before it said {kind}")


def all_gone(pids):
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if not any(is_alive(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("kind", ["threads", "multi"])
def test_a_killed_host_takes_engine_and_workers_along(start, source, kind):
    old = b"the old file"
    target = source.with_name("out.tif")
    target.write_bytes(old)
    host, log = start(kind)
    engine = next_event(host, "start")["pid"]
    next_event(host, "progress")
    pids = {engine, *map(int, log.read_text(encoding="utf-8").split())}
    host.kill()
    assert all_gone(pids), [pid for pid in pids if is_alive(pid)]
    assert target.read_bytes() == old


@pytest.mark.parametrize("kind", ["threads", "multi"])
def test_cancel_ends_all_and_leaves_nothing(start, source, kind):
    host, log = start(kind)
    engine = next_event(host, "start")["pid"]
    next_event(host, "progress")
    host.stdin.write("cancel\n")
    host.stdin.flush()
    assert next_event_or_end(host)["kind"] == "RunCancelled"
    assert all_gone({engine, *map(int, log.read_text(encoding="utf-8").split())})
    assert sorted(path.name for path in source.parent.iterdir()) == ["dem.tif"]


def next_event_or_end(host):
    for line in host.stdout:
        event = json.loads(line)
        if event["event"] == "end":
            return event
    raise AssertionError("the host has ended without a word")


def test_a_killed_worker_is_told_in_words():
    from tiled_raster.core.processes.children import exit_in_words

    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    os.kill(sleeper.pid, signal.SIGTERM)
    assert "was killed" in exit_in_words(sleeper.wait())


def test_memory_is_the_machines():
    from tiled_raster.core.processes.machine import machine_memory_mb

    assert machine_memory_mb() > 256
    assert machine_memory_mb() != 4096


def test_a_name_outside_the_code_page_is_written(source, tmp_path):
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "tiled_raster", "statistics", str(source), "--cluster", "basic"]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=PATIENCE_S)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.decode("cp1252"))["bands"]


def test_the_reports_command_is_for_cmd():
    from tiled_raster.core.cli import command_line

    assert command_line(["C:\\my programs\\python.exe", "-m", "x"]) == '"C:\\my programs\\python.exe" -m x'
