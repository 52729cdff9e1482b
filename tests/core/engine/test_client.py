"""The engine seen from its host: results, errors, streams, cancelling, sudden ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from tiled_raster.core import errors
from tiled_raster.core.engine import client
from tiled_raster.core.engine.events import problem_of

HERE = Path(__file__).resolve().parent

posix_only = pytest.mark.skipif(os.name != "posix", reason="signals and process groups")


def never():
    return False


class Listener:
    """Keeps events with their time and thread, and cancels when told, or when the job says where it is."""

    def __init__(self, cancel_at_log=False):
        self.events = []
        self.times = []
        self.threads = set()
        self.cancel_at_log = cancel_at_log
        self.cancelled = False

    def __call__(self, event):
        self.events.append(event)
        self.times.append(time.monotonic())
        self.threads.add(threading.get_ident())

    def is_cancelled(self):
        return self.cancelled or (self.cancel_at_log and bool(self.of("log")))

    def of(self, kind):
        return [event for event in self.events if event["event"] == kind]

    @property
    def text(self):
        return "\n".join(event["message"] for event in self.of("log"))

    def pids(self):
        line = next(line for line in self.text.splitlines() if line.startswith("pids "))
        return [int(pid) for pid in line.split()[1:]]


def test_a_job_goes_and_its_result_comes_as_it_is(stand_in, tmp_path):
    job = {"kind": "echo", "path": "/données/карта 図.tif", "bad": "\udcff", "nan": float("inf"), "big": "x" * 300_000}
    listener = Listener()
    result = stand_in.run_job(job, listener, never, temporary_folder=str(tmp_path))
    assert result["job"] == job
    assert [event["event"] for event in listener.events] == ["start", "plan"]
    assert listener.of("plan") == [{"event": "plan", "plan": {"text": ["one tile"]}}]
    assert listener.threads == {threading.get_ident()}


def test_the_engine_has_an_environment_of_its_own_and_the_host_keeps_its_own(stand_in, tmp_path, monkeypatch):
    for name, value in {"PROJ_LIB": "/nowhere", "QT_PLUGIN_PATH": "/q", "OMP_NUM_THREADS": "8"}.items():
        monkeypatch.setenv(name, value)
    before, paths, cwd = dict(os.environ), list(sys.path), os.getcwd()
    result = stand_in.run_job({"kind": "echo"}, Listener(), never, temporary_folder=str(tmp_path))
    assert (dict(os.environ), sys.path, os.getcwd()) == (before, paths, cwd)
    environ = result["environ"]
    assert not {"PROJ_LIB", "QT_PLUGIN_PATH", "PYTHONHOME", "PYTHONPATH"} & set(environ)
    assert environ["OMP_NUM_THREADS"] == environ["OPENBLAS_NUM_THREADS"] == "1"
    assert environ["TMPDIR"] == environ["CPL_TMPDIR"] == result["argv"][2]
    assert Path(environ["TMPDIR"]).parent == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_nothing_that_is_printed_reaches_the_protocol_and_a_flood_is_thinned(stand_in):
    listener = Listener()
    start = time.monotonic()
    result = stand_in.run_job({"kind": "flood", "count": 2000, "stderr": 3_000_000}, listener, never)
    seconds = time.monotonic() - start
    assert result == {"done": True}
    # Ten a second, the one at the beginning, and what is left at the end.
    assert 1 <= len(listener.of("progress")) <= 10 * seconds + 2
    assert len(listener.of("log")) <= 10 * seconds + 3
    assert listener.of("progress")[-1] == {"event": "progress", "done": 2000, "total": 2000}
    assert "more lines" in listener.text
    assert [event["message"] for event in listener.of("warning")] == ["a warning"]
    assert max(len(line) for line in listener.text.splitlines()) < 3000


def test_a_host_that_does_not_read_for_a_while_loses_nothing(stand_in):
    seen = []

    def slow(event):
        if not seen:
            time.sleep(0.5)
        seen.append(event)

    assert stand_in.run_job({"kind": "stop_reading", "count": 1000}, slow, never) == {"done": True}
    assert [event["plan"]["number"] for event in seen if event["event"] == "plan"] == list(range(1000))


@pytest.mark.parametrize("kind", sorted(errors.ERROR_KINDS))
def test_an_error_comes_as_the_kind_that_was_raised(stand_in, kind):
    with pytest.raises(errors.ERROR_KINDS[kind]) as caught:
        stand_in.run_job({"kind": "fail", "error": kind, "message": "size=4: must be odd"}, Listener(), never)
    assert type(caught.value) is errors.ERROR_KINDS[kind]
    assert str(caught.value) == "size=4: must be odd"
    if kind != "RunCancelled":
        assert "KeyError: 'cause'" in caught.value.remote_traceback


@pytest.mark.parametrize(
    ("job", "words"),
    [
        ("leave", "SystemExit: 7"),
        ("break_down", "ZeroDivisionError: by zero"),
        ("unspeakable", "not JSON serializable"),
        ("vanish", "exit code 3. It said: this is the reason"),
        pytest.param("crash", "segmentation fault", marks=posix_only),
    ],
)
def test_what_nobody_foresaw_is_an_engine_error_that_says_so(stand_in, job, words):
    with pytest.raises(errors.EngineError) as caught:
        stand_in.run_job({"kind": job}, Listener(), never)
    assert words in str(caught.value)
    assert caught.value.remote_traceback


def test_an_engine_that_cannot_start_is_an_engine_error_with_its_last_words(stand_in, tmp_path, monkeypatch):
    broken = tmp_path / "broken.py"
    broken.write_text("import no_such_module_anywhere")
    monkeypatch.setattr(stand_in, "BOOTSTRAP", str(broken))
    with pytest.raises(errors.EngineError, match="No module named 'no_such_module_anywhere'"):
        stand_in.run_job({"kind": "echo"}, Listener(), never)


def test_a_run_that_is_cancelled_before_it_starts_starts_nothing(stand_in, monkeypatch):
    monkeypatch.setattr(stand_in, "start", None)
    with pytest.raises(errors.RunCancelled):
        stand_in.run_job({"kind": "echo"}, Listener(), lambda: True)


@posix_only
@pytest.mark.parametrize("how", ["wait", "native", "thread"])
def test_cancel_leaves_nothing(stand_in, tmp_path, how, is_running, eventually):
    partial, temporary = tmp_path / ".größe.partial.tif", tmp_path / "temporary"
    temporary.mkdir()
    listener = Listener(cancel_at_log=True)
    job = {"kind": "write_and_wait", "partial": str(partial), "how": how}
    with pytest.raises(errors.RunCancelled):
        stand_in.run_job(job, listener, listener.is_cancelled, temporary_folder=str(temporary))
    assert not partial.exists()
    assert list(temporary.iterdir()) == []
    engine, worker, child = listener.pids()
    assert not is_running(engine)
    eventually(lambda: not is_running(worker) and not is_running(child), "worker and child are gone")


@posix_only
@pytest.mark.parametrize("how", ["wait", "native"])
def test_an_engine_that_is_killed_leaves_nothing(stand_in, tmp_path, how, is_running, eventually):
    partial = tmp_path / ".a.partial.tif"
    listener = Listener()

    def kill_engine():
        if listener.of("log"):
            os.kill(listener.pids()[0], signal.SIGKILL)
        return False

    with pytest.raises(errors.EngineError, match="was killed .SIGKILL."):
        stand_in.run_job({"kind": "write_and_wait", "partial": str(partial), "how": how}, listener, kill_engine)
    assert not partial.exists()
    eventually(lambda: not any(map(is_running, listener.pids())), "all are gone")


@posix_only
@pytest.mark.parametrize(
    "how",
    [
        "wait",
        "forked",
        pytest.param("native", marks=pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help")),
    ],
)
def test_a_host_that_is_killed_takes_the_engine_along(tmp_path, how, is_running, eventually):
    partial, log, temporary = tmp_path / ".a.partial.tif", tmp_path / "log", tmp_path / "temporary"
    temporary.mkdir()
    host = subprocess.Popen([sys.executable, "-B", str(HERE / "host.py"), how, str(partial), str(log), str(temporary)])
    try:
        eventually(lambda: log.exists() and log.read_text().endswith("\n"), "the job runs")
    finally:
        host.kill()
        host.wait()
    engine, worker, child, forked = map(int, log.read_text().split()[1:])
    try:
        eventually(lambda: not is_running(engine), "the engine is gone")
    finally:
        if forked:
            os.kill(forked, signal.SIGKILL)
    if how != "native":
        eventually(lambda: not any(map(is_running, (worker, child))), "all are gone")
        assert not partial.exists()
        assert list(temporary.iterdir()) == []
    else:  # only a real worker, which the kernel ends, follows an engine that could not say farewell
        os.kill(worker, signal.SIGKILL)
        os.kill(child, signal.SIGKILL)


def test_an_error_in_the_host_ends_the_engine(stand_in, tmp_path, is_running, eventually):
    listener = Listener()

    def on_event(event):
        listener(event)
        if event["event"] == "log":
            raise LookupError("the dialog is gone")

    job = {"kind": "write_and_wait", "partial": str(tmp_path / ".a.partial.tif"), "how": "wait"}
    with pytest.raises(LookupError):
        stand_in.run_job(job, on_event, never)
    eventually(lambda: not any(map(is_running, listener.pids())), "all are gone")
    assert list(tmp_path.iterdir()) == []


def test_two_runs_at_once_do_not_meet(stand_in, tmp_path):
    results = {}

    def run(name):
        results[name] = stand_in.run_job({"kind": "echo", "name": name}, Listener(), never)

    threads = [threading.Thread(target=run, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {name: result["job"]["name"] for name, result in results.items()} == {name: name for name in "abc"}
    assert len({result["environ"]["TMPDIR"] for result in results.values()}) == 3


def test_the_real_server_knows_the_real_jobs():
    from tiled_raster.core.engine.client import run_job

    with pytest.raises(errors.TilingError) as caught:
        run_job({"kind": "no such job"}, Listener(), never)
    assert "no such job" in str(caught.value)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ({"event": "progress"}, "done=None in an event progress: must be of type int"),
        ({"event": "progress", "done": "1", "total": 2}, "done='1' in an event progress"),
        ({"event": "progress", "done": 1, "total": True}, "total=True in an event progress"),
        ({"event": "log"}, "message=None in an event log"),
        ({"event": "warning", "message": ["x"]}, "in an event warning: must be of type str"),
        ({"event": "plan", "plan": [1]}, "in an event plan: must be of type dict"),
        ({"event": "partial"}, "path=None in an event partial"),
        ({"event": "partial", "path": "/", "present": True}, "path='/' in an event partial: is no partial file"),
        ({"event": "partial", "path": "", "present": True}, "path='' in an event partial: is no partial file"),
        ({"event": "group", "present": True}, "pid=None in an event group"),
        ({"event": "group", "pid": 1, "present": True}, "pid=1 in an event group: is no process of an engine"),
        ({"event": "group", "pid": -1, "present": True}, "pid=-1 in an event group"),
        ({"event": "group", "pid": 10**20, "present": True}, "is no process of an engine"),
        ({"event": "result"}, "result=None in an event result"),
        ({"event": "result", "result": [1, 2]}, "in an event result: must be of type dict"),
        ({"event": "error", "kind": 3}, "kind=3 in an event error"),
        ({"event": "surprise"}, "event='surprise': must be start, plan"),
        ({"event": None}, "event=None: must be"),
        ({"event": ["log"]}, "must be start, plan"),
    ],
    ids=str,
)
def test_an_event_that_is_none_of_an_engines_is_told_in_words(event, words):
    assert words in problem_of(event)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ({"event": "progress"}, "done=None in an event progress: must be of type int"),
        ({"event": "partial", "path": "/", "present": True}, "is no partial file"),
        ({"event": None}, "event=None: must be"),
    ],
    ids=str,
)
def test_and_ends_the_run(stand_in, event, words):
    job = {"kind": "send_bytes", "bytes": json.dumps(event) + "\n"}
    with pytest.raises(errors.EngineError) as told:
        stand_in.run_job(job, Listener(), never)
    assert words in str(told.value)


@pytest.mark.parametrize("line", ["printed", '{"number": 1}', "[" * 100_000, "9" * 5000])
def test_what_is_no_event_at_all_is_what_somebody_printed(stand_in, line):
    listener = Listener(cancel_at_log=True)
    with pytest.raises(errors.RunCancelled):
        stand_in.run_job({"kind": "send_bytes", "bytes": line + "\n"}, listener, listener.is_cancelled)
    assert line[:100] in listener.text


def test_a_line_without_an_end_is_not_kept_for_ever(stand_in, monkeypatch):
    monkeypatch.setattr(client, "MOST_BYTES", 100_000)
    with pytest.raises(errors.EngineError, match="a line of more than 100,000 bytes"):
        stand_in.run_job({"kind": "send_bytes", "bytes": "x" * 1000, "times": 1000}, Listener(), never)


@posix_only
def test_a_python_that_has_lost_a_library_is_found_out_and_looked_for_anew(stand_in, tmp_path, monkeypatch):
    """The first engine of this Python cannot import what its probe could; the second one can again."""
    python, lost = tmp_path / "python3", tmp_path / "lost"
    python.write_text(
        f'''#!/bin/sh
case "$*" in *serve*) [ -e "{lost}" ] || {{ touch "{lost}"; export TILED_RASTER_BACKEND=gone; }};; esac
exec "{sys.executable}" "$@"
'''
    )
    python.chmod(0o755)
    listener = Listener()
    assert stand_in.run_job({"kind": "echo", "n": 1}, listener, never, str(python))
    assert len(listener.of("start")) == 2

    lost.unlink()
    python.write_text(python.read_text().replace(f'touch "{lost}";', ""))
    with pytest.raises(errors.LibraryLost, match="TILED_RASTER_BACKEND=gone"):
        stand_in.run_job({"kind": "echo", "n": 1}, listener, never, str(python))
