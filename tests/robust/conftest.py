"""What the tests of robustness share: a host to kill, what its processes are, and what a run must leave behind."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PATIENCE_S = 60.0
"""Until a test gives up; no test asks how long something took."""
SOON_S = 20.0
"""In which time what has to be gone at once must be gone, on a machine that has much else to do, or stands still."""
QGIS_PROCESS = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
NODATA = -9999.0

collect_ignore = [] if sys.platform == "linux" else [name.name for name in HERE.glob("test_*.py")]
"""The tests find processes by /proc."""


def processes(marker):
    """Return command lines by process id of those that have `marker` in their environment or command line."""
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                command = Path(f"/proc/{name}/cmdline").read_bytes()
                text = command + Path(f"/proc/{name}/environ").read_bytes()
            except OSError:
                continue
            if marker.encode() in text:
                found[int(name)] = command.decode(errors="replace").split("\0")
    return found


def kill(pids):
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):  # it has just ended by itself
            os.kill(pid, signal.SIGKILL)


def eventually(condition, what, patience_s=PATIENCE_S):
    """Wait until something is true, and return how long that took."""
    begin = time.monotonic()
    while not condition():
        assert time.monotonic() < begin + patience_s, f"never came true: {what}"
        time.sleep(0.005)
    return time.monotonic() - begin


@dataclass
class Area:
    """A folder for targets and one for temporary files of one test; the name of the latter marks our processes."""

    folder: Path
    scratch: Path
    hosts: list = field(default_factory=list)

    @property
    def target(self):
        return self.folder / "out.tif"

    def put_old(self):
        """Put a raster where the target will be, and return its bytes."""
        write_raster(self.target, np.full((8, 8), 7, "f4"))
        return self.target.read_bytes()

    def engines(self):
        return [pid for pid, command in processes(str(self.scratch)).items() if "serve" in command]

    def workers(self):
        return [pid for pid, command in processes(str(self.scratch)).items() if "work" in command]

    def alive(self):
        """Return everything that a run has started and that is still there, by pid."""
        hosts = {host.process.pid for host in self.hosts}
        return {pid: command for pid, command in processes(str(self.scratch)).items() if pid not in hosts}

    def nothing_runs(self):
        """Wait until nothing of ours runs, and return how long that took."""
        try:
            return eventually(lambda: not self.alive(), "no process of ours is left", SOON_S)
        except AssertionError:
            raise AssertionError(f"still running: {self.alive()}") from None

    def left(self):
        """Return what a run left behind: partial and temporary files, and named shared memory."""
        beside = [str(path) for path in self.folder.iterdir() if path != self.target]
        return beside + [str(path) for path in self.scratch.iterdir()] + self._shared()

    def left_by_us(self):
        """Return the same where QGIS is the host, which leaves files of its own."""
        beside = [str(path) for path in self.folder.iterdir() if ".partial" in path.name]
        return beside + [str(path) for path in self.scratch.iterdir() if "tiled" in path.name] + self._shared()

    @staticmethod
    def _shared():
        return [name for name in os.listdir("/dev/shm") if "tiled" in name]


class HostRun:
    """A started host: a plain Python program, or QGIS."""

    def __init__(self, area, command, **options):
        self.area = area
        self.lines = []
        self.events = []
        self._fresh = queue.Queue()
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options
        )
        area.hosts.append(self)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.decode(errors="replace").rstrip())
            try:
                event = json.loads(line)
            except ValueError:
                continue
            self.events.append(event)
            self._fresh.put(event)
        self._fresh.put({"event": "gone"})

    def wait_for(self, kind, test=lambda event: True):
        """Return the next event of a kind that passes `test`; fail if the host ends before."""
        while True:
            event = self._fresh.get(timeout=PATIENCE_S)
            if event["event"] == kind and test(event):
                return event
            assert event["event"] not in ("end", "gone"), f"no {kind}: {self.text}"

    def wait_for_tiles(self, number):
        """Wait until so many tiles are done; 0 is when the engine has begun. Something has to hold the run there."""
        if number <= 0:
            eventually(self.area.engines, "the engine starts")
        else:
            self.wait_for("progress", lambda event: event["done"] >= number)

    def end(self):
        """Wait for the end and return what the host says of it."""
        event = self.wait_for("end")
        assert self.process.wait(PATIENCE_S) == 0, self.text
        return SimpleNamespace(**{"kind": None, "message": "", "result": None, **event})

    def cancel(self):
        self.process.stdin.write(b"cancel\n")
        self.process.stdin.flush()

    def join(self):
        code = self.process.wait(PATIENCE_S)
        self._reader.join(PATIENCE_S)
        return code

    @property
    def log(self):
        return "\n".join(event["message"] for event in self.events if event["event"] == "log")

    @property
    def text(self):
        return "\n".join(self.lines)[-4000:]


def write_raster(path, values):
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=values.shape[0],
        width=values.shape[1],
        count=1,
        dtype=values.dtype,
        nodata=NODATA,
        crs="EPSG:32633",
        transform=Affine(1, 0, 1000, 0, -1, 2000),
        tiled=values.shape[0] > 256,
    ) as dataset:
        dataset.write(values, 1)
    return path


def read_raster(path):
    with rasterio.open(path) as dataset:
        return dataset.read()


def noise(side, seed=1):
    values = (100 * np.random.default_rng(seed).standard_normal((side, side))).astype("f4")
    values[side // 2 : side // 2 + 9, 3:20] = NODATA
    return values


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory, monkeypatch):
    """Keep the user's cache out; all tests share one, so that the interpreter is looked for once."""
    monkeypatch.setenv("HOME", str(tmp_path_factory.getbasetemp() / "home"))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("TILED_RASTER_PYTHON", sys.executable)


@pytest.fixture(scope="session")
def source(tmp_path_factory):
    """A raster that keeps two workers busy for a second, and far longer with a large window."""
    return str(write_raster(tmp_path_factory.mktemp("source") / "source.tif", noise(1100)))


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """A raster of four tiles."""
    return str(write_raster(tmp_path_factory.mktemp("small") / "small.tif", noise(150)))


@pytest.fixture
def area(tmp_path):
    """A new `Area`. Whatever a test leaves running is killed."""
    made = Area(tmp_path / "folder", tmp_path / "scratch")
    made.folder.mkdir()
    made.scratch.mkdir()
    yield made
    for host in made.hosts:
        kill([] if host.process.poll() is not None else [host.process.pid])
        host.join()
    kill(made.alive())


def filter_job(source, target, cluster="threads", filters=("median",), chunk=256, function=None, **parameters):
    """Return a job as JSON: the one that takes a second, unless told otherwise.

    `parameters` are the filter's, or the function's arguments.
    """
    from tiled_raster.core.clusters import ClusterGenerator
    from tiled_raster.core.config import MultiprocConfig
    from tiled_raster.core.functions import UserFunction
    from tiled_raster.core.jobs import FilterJob

    limits = {"task_timeout_s": parameters.pop("task_timeout_s")} if "task_timeout_s" in parameters else {}
    config = MultiprocConfig(chunk, target, cluster=ClusterGenerator(cluster, 2, **limits))
    if function:
        user = UserFunction(str(HERE / "misbehaviour.py"), function, parameters, 0)
        return FilterJob(source, config, ("custom",), function=user).to_json()
    return FilterJob(source, config, filters, parameters or {"size": 9}).to_json()


def long_filter_job(source, target, cluster):
    """Return a job in native code of many seconds, in 25 tiles: for runs that are ended long before."""
    return filter_job(source, target, cluster, size=23)


class Gate:
    """What holds a run until a test lets it pass."""

    def __init__(self, path):
        self._path = path

    def arguments(self, chunk, held_from_row=None):
        """Return the arguments of `plus_one_at_a_gate` for `source`: the last tile is held, or all from a row on."""
        last = (1100 - 1) // chunk * chunk
        held_from = last * 1100 + last if held_from_row is None else held_from_row * 1100
        return {"gate": str(self._path), "held_from": held_from}

    def open(self):
        self._path.touch()


@pytest.fixture
def gate(tmp_path):
    """Return a closed gate."""
    return Gate(tmp_path / "gate")


@pytest.fixture
def held_job(area, gate, source):
    """Return a job on `source` that cannot end before the gate is open: 25 tiles with a short pause in each."""

    def held_job(cluster, held_from_row=None):
        arguments = gate.arguments(220, held_from_row)
        return filter_job(source, area.target, cluster, chunk=220, function="plus_one_at_a_gate", **arguments)

    return held_job


@pytest.fixture(scope="session")
def one_more(source):
    """Return what the held job makes."""
    values = read_raster(source)
    return np.where(values == NODATA, values, values + 1)


def statistics_job(source, cluster, function=None, **files):
    from tiled_raster.core.clusters import ClusterGenerator
    from tiled_raster.core.config import MultiprocConfig
    from tiled_raster.core.functions import UserFunction
    from tiled_raster.core.jobs import StatisticsJob

    user = UserFunction(str(HERE / "misbehaviour.py"), function, {}, 0) if function else None
    config = MultiprocConfig(75, cluster=ClusterGenerator(cluster, 2))
    names = () if function else ("mean", "median")
    return StatisticsJob(source, config, names, function=user, per_tile=True, **files).to_json()


@pytest.fixture
def start(tmp_path):
    """Start a plain host with a job."""

    def start(area, job, *arguments):
        file = tmp_path / f"job{len(area.hosts)}.json"
        file.write_text(json.dumps(job))
        return HostRun(area, [sys.executable, str(HERE / "host.py"), str(file), str(area.scratch), *arguments])

    return start


@pytest.fixture
def check_nothing_left(area, start, small):
    """Check that a run whose host was killed left nothing, or only what the next run into that folder sweeps away.

    The second comes about when the engine sat in native code, or the machine stood still, for the second that the
    system gives it.
    """

    def check(left=area.left):
        if left():
            print(f"left for the next run: {left()}")
            following = area.folder / "following.tif"
            host = start(area, filter_job(small, following, filters=("min",), size=3))
            assert host.end().result is not None, host.text
            following.unlink()
        assert left() == []

    return check


@pytest.fixture(scope="session")
def tools():
    """Give the test modules the helpers of this file."""
    return SimpleNamespace(
        filter_job=filter_job,
        long_filter_job=long_filter_job,
        statistics_job=statistics_job,
        kill=kill,
        eventually=eventually,
        read_raster=read_raster,
        write_raster=write_raster,
        noise=noise,
        HostRun=HostRun,
        QGIS_PROCESS=QGIS_PROCESS,
        ROOT=ROOT,
        MISBEHAVIOUR=HERE / "misbehaviour.py",
    )


@pytest.fixture(scope="session")
def wanted(source, tmp_path_factory):
    """Return what the job makes of `source`, computed here, one tile after the other."""
    from tiled_raster.core import MultiprocConfig, filter_raster

    path = tmp_path_factory.mktemp("wanted") / "wanted.tif"
    filter_raster(source, MultiprocConfig(None, path), "median", size=9)
    return read_raster(path)
