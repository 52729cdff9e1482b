"""The command line under signals, crashes and kills: nothing is left behind, the old output stands, the code tells."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds processes by /proc")
PATIENCE_S = 60.0
FUNCTIONS = """
import ctypes, os, time

def sits(tile):
    open(os.environ["BEGUN"], "a").close()
    while True:
        time.sleep(0.05)

def sits_in_native_code(tile):
    open(os.environ["BEGUN"], "a").close()
    ctypes.PyDLL(None).sleep(600)  # keeps Python's lock
    return tile

def aborts(tile):
    open(os.environ["BEGUN"], "a").close()
    os.abort()

def half(tile):
    '''Sit at all tiles but those of the first row, with which the output is begun.'''
    return sits(tile) if tile.bounds.top < 5200000.0 else tile
"""


def hear_all_signals_but(ignored):
    """Undo what a `nohup` around the tests hands down, so that a run is told of every signal but those `ignored`."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        heard = signal.SIG_DFL if number != signal.SIGINT else signal.default_int_handler
        signal.signal(number, signal.SIG_IGN if number in ignored else heard)


def eventually(condition, what):
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, f"never came true: {what}"
        time.sleep(0.01)


class Run:
    """A started run with an old output; its processes are told by their environment."""

    def __init__(self, folder, function, cluster, command="filter", ignored=()):
        self.folder, self.begun = folder, folder.parent / "begun"
        self.old = {"out.tif": b"old"} if command == "filter" else {"out.csv": b"old", "out.json": b"old"}
        for name, content in self.old.items():
            (folder / name).write_bytes(content)
        outputs = [str(folder / "out.tif"), "--method", "custom"]
        if command == "statistics":
            outputs = ["--csv", str(folder / "out.csv"), "--json", str(folder / "out.json")]
        own = ["--function-file", str(folder.parent / "own.py"), "--function-name", function]
        words = [command, str(folder.parent / "in.tif"), *outputs, *own, "--chunk-size", "16", "--cluster", cluster]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tiled_raster", *words, "--workers", "2"],
            env={**os.environ, "BEGUN": str(self.begun)},
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: hear_all_signals_but(ignored),
        )

    def partial(self):
        return [name for name in os.listdir(self.folder) if "partial" in name]

    def alive(self):
        found = []
        for path in Path("/proc").glob("[0-9]*/environ"):
            try:
                if f"BEGUN={self.begun}".encode() in path.read_bytes():
                    found.append(int(path.parent.name))
            except OSError:
                continue
        return found

    def check_nothing_is_left(self):
        assert {path.name: path.read_bytes() for path in self.folder.iterdir()} == self.old
        eventually(lambda: not self.alive(), "no process is left")


@pytest.fixture
def start(make_raster, tmp_path):
    make_raster(np.arange(2500.0).reshape(50, 50)).rename(tmp_path / "in.tif")
    (tmp_path / "own.py").write_text(FUNCTIONS)
    (tmp_path / "folder").mkdir()
    runs = []

    def start(*arguments, **words):
        runs.append(Run(tmp_path / "folder", *arguments, **words))
        return runs[-1]

    yield start
    for run in runs:
        for pid in run.alive():
            os.kill(pid, signal.SIGKILL)
        run.process.communicate()


# The writer opens when the first tile is there: from then on a partial file stands in the folder.
@pytest.mark.parametrize("cluster", ["basic", "threads", "multi"])
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGABRT", "SIGQUIT"])
def test_a_signal_ends_the_run_and_leaves_nothing(start, name, cluster):
    number = signal.Signals[name]
    run = start("half", cluster)
    eventually(run.partial, "the partial file stands")
    run.process.send_signal(number)
    assert run.process.wait(PATIENCE_S) == -number
    run.check_nothing_is_left()


@pytest.mark.parametrize("cluster", ["basic", "multi"])
@pytest.mark.parametrize("whole_group", [False, True])
def test_ctrl_c_tells_the_truth_and_leaves_nothing(start, cluster, whole_group):
    run = start("half", cluster)
    eventually(run.partial, "the partial file stands")
    if whole_group:  # as a terminal does
        for pid in [run.process.pid, *children_of(run.process.pid)]:
            os.kill(pid, signal.SIGINT)
    else:
        run.process.send_signal(signal.SIGINT)
    _, said = run.process.communicate(timeout=PATIENCE_S)
    assert run.process.returncode == 130
    assert said.splitlines()[-1] == "cancelled; nothing was written"
    assert "Traceback" not in said
    run.check_nothing_is_left()


def children_of(parent):
    text = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(pid) for pid in text.split()]


def test_a_second_ctrl_c_does_not_wait(start):
    run = start("sits_in_native_code", "basic")
    eventually(run.begun.exists, "the function is called")
    for _ in range(2):
        run.process.send_signal(signal.SIGINT)
        time.sleep(0.2)
    _, said = run.process.communicate(timeout=PATIENCE_S)
    assert run.process.returncode == 130
    assert "nothing was written" in said
    run.check_nothing_is_left()


@pytest.mark.parametrize("cluster", ["basic", "threads"])
def test_a_crash_in_native_code_leaves_nothing(start, cluster):
    run = start("aborts", cluster, "statistics")
    _, said = run.process.communicate(timeout=PATIENCE_S)
    assert run.process.returncode == 128 + signal.SIGABRT
    assert "SIGABRT" in said.splitlines()[-1]
    assert "nothing was written" in said.splitlines()[-1]
    run.check_nothing_is_left()


@pytest.mark.parametrize("victim", ["guard", "worker"])
def test_kill_leaves_nothing(start, victim):
    run = start("half", "basic")
    eventually(run.partial, "the partial file stands")
    pid = run.process.pid if victim == "guard" else children_of(run.process.pid)[0]
    os.kill(pid, signal.SIGKILL)
    code = run.process.wait(PATIENCE_S)
    assert code == (-9 if victim == "guard" else 137)
    eventually(lambda: not run.alive(), "no process is left")
    run.check_nothing_is_left()


def test_what_is_ignored_stays_ignored(start):
    """As under nohup."""
    run = start("half", "basic", ignored=[signal.SIGHUP])
    eventually(run.partial, "the partial file stands")
    run.process.send_signal(signal.SIGHUP)
    time.sleep(0.3)
    assert run.process.poll() is None
    run.process.send_signal(signal.SIGTERM)
    assert run.process.wait(PATIENCE_S) == -signal.SIGTERM
    run.check_nothing_is_left()
