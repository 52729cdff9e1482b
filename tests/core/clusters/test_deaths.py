"""Worker processes that are killed, crash, hang or leave: the rest of the work does not notice."""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import CancelledError, wait
from pathlib import Path

import cluster_tasks as tasks
import pytest
from cluster_helpers import PATIENCE_S, runs, until
from tiled_raster.core.clusters import ClusterGenerator
from tiled_raster.core.clusters.pool import worker_process, workers
from tiled_raster.core.errors import EngineError, FunctionError, InvalidParameter, RunCancelled, TilingError, WorkerDied

DEATHS = {
    "segfault": (tasks.segfault, (), r"SIGSEGV \(segmentation fault\)"),
    "left": (tasks.leave, (3,), "ended with exit code 3"),
    "left in peace": (tasks.leave, (0,), "ended with exit code 0"),
    "killed": (tasks.kill_self, (signal.SIGKILL,), "was killed .SIGKILL., by the system if memory ran out"),
    "terminated": (tasks.kill_self, (signal.SIGTERM,), "SIGTERM"),
    "aborted": (os.abort, (), "SIGABRT"),
    "unplugged": (tasks.close_all_files, (), "SIGKILL"),
}


@pytest.mark.parametrize("name", DEATHS)
def test_a_task_that_ends_its_worker_twice_fails_alone(multi, name):
    how, args, words = DEATHS[name]
    before = [multi.launch_task(tasks.square, (i,)) for i in range(20)]
    bad = multi.launch_task(how, args)
    after = [multi.launch_task(tasks.square, (i,)) for i in range(20)]
    with pytest.raises(WorkerDied, match=words):
        bad.result(timeout=PATIENCE_S)
    assert [future.result() for future in before + after] == [i * i for i in range(20)] * 2


@pytest.mark.parametrize("name", DEATHS)
def test_a_task_that_ends_one_worker_is_run_again(multi, tmp_path: Path, name):
    how, args, _ = DEATHS[name]
    others = [multi.launch_task(tasks.square, (i,)) for i in range(20)]
    again = multi.launch_task(tasks.die, (tmp_path / "log", 1, how, *args))
    assert again.result(timeout=PATIENCE_S) == 2
    assert [future.result() for future in others] == [i * i for i in range(20)]


def test_one_worker_killed(multi, tmp_path: Path):
    release = tmp_path / "release"
    futures = [multi.launch_task(tasks.note_and_wait, (tmp_path / str(i), release)) for i in range(6)]
    assert until(lambda: (tmp_path / "0").exists() and (tmp_path / "1").exists())
    victim = multi.worker_pids()[0]
    os.kill(victim, signal.SIGKILL)
    release.touch()
    assert victim not in [future.result(timeout=PATIENCE_S) for future in futures]


def test_all_workers_killed_again_and_again(multi):
    for _ in range(5):
        futures = [multi.launch_task(tasks.slow_square, (i, 0.005)) for i in range(30)]
        assert futures[0].result(timeout=PATIENCE_S) == 0
        for pid in multi.worker_pids():
            os.kill(pid, signal.SIGKILL)
        assert [future.result(timeout=PATIENCE_S) for future in futures] == [i * i for i in range(30)]


def test_a_task_is_not_blamed_for_a_worker_that_had_not_begun_it(multi, tmp_path: Path):
    release = tmp_path / "release"
    one, other = (multi.launch_task(tasks.note_and_wait, (tmp_path / name, release)) for name in ("one", "other"))
    assert until(lambda: (tmp_path / "one").exists() and (tmp_path / "other").exists())
    before = multi.worker_pids()
    release.touch()
    idle = [one.result(timeout=PATIENCE_S), other.result(timeout=PATIENCE_S)]
    release.unlink()
    again = multi.launch_task(tasks.note_and_wait, (tmp_path / "again", release))
    assert until(lambda: (tmp_path / "again").exists() and (tmp_path / "again").read_text() != "")
    busy = int((tmp_path / "again").read_text())
    (stopped,) = set(idle) - {busy}
    os.kill(stopped, signal.SIGSTOP)  # it is given the task now, and cannot begin
    (tmp_path / "again").unlink()
    os.kill(busy, signal.SIGKILL)
    assert until(lambda: busy not in multi.worker_pids())
    os.kill(stopped, signal.SIGKILL)
    assert until(lambda: (tmp_path / "again").exists())
    release.touch()
    assert again.result(timeout=PATIENCE_S) not in before


def test_idle_workers_killed(multi):
    assert multi.launch_task(tasks.square, (2,)).result() == 4
    for pid in multi.worker_pids():
        os.kill(pid, signal.SIGKILL)
    assert [multi.launch_task(tasks.square, (i,)).result(timeout=PATIENCE_S) for i in range(5)] == [0, 1, 4, 9, 16]


def test_many_deadly_tasks_among_good_ones(multi):
    futures = [multi.launch_task(tasks.leave if i % 5 == 0 else tasks.square, (i,)) for i in range(40)]
    wait(futures, timeout=PATIENCE_S)
    for i, future in enumerate(futures):
        if i % 5 == 0:
            assert isinstance(future.exception(timeout=0), WorkerDied)
        else:
            assert future.result(timeout=0) == i * i


class Clock:
    """The time by which pools take workers for hung: it stands still until a test moves it."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Clock:
    """Give the pools a clock of the test's own, at which they look all the time."""
    made = Clock()
    for module in (workers, worker_process):
        monkeypatch.setattr(module, "time", made)
    monkeypatch.setattr(workers, "LONGEST_WAIT_S", 0.02)
    return made


def test_a_hang_that_holds_the_lock_ends_at_the_time_limit(clock, tmp_path: Path):
    with ClusterGenerator("multi", 2, task_timeout_s=0.4) as cluster:
        hung = cluster.launch_task(tasks.hang_with_lock, (tmp_path / "hung",))

        def is_over() -> bool:
            pid = (tmp_path / "hung").read_text() if (tmp_path / "hung").exists() else ""
            if pid and runs(int(pid)):  # only while it hangs: a start may take as long as this machine needs
                clock.now += 0.05
            return hung.done()

        assert until(is_over)
        with pytest.raises(WorkerDied, match=r"did not finish it within 0\.4 s"):
            hung.result(timeout=0)
        others = [cluster.launch_task(tasks.square, (i,)) for i in range(10)]
        assert [future.result(timeout=PATIENCE_S) for future in others] == [i * i for i in range(10)]


def test_the_time_limit_is_for_one_task_not_for_all(clock, tmp_path: Path):
    with ClusterGenerator("multi", 1, task_timeout_s=1.0) as cluster:
        futures = [
            cluster.launch_task(tasks.note_and_wait, (tmp_path / f"{i}", tmp_path / f"release {i}")) for i in range(5)
        ]
        pids = set()
        for i, future in enumerate(futures):
            assert until((tmp_path / f"{i}").exists)
            clock.now += 0.9
            (tmp_path / f"release {i}").touch()
            pids.add(future.result(timeout=PATIENCE_S))
        assert len(pids) == 1  # it was never taken for hung, and replaced


def test_an_answer_that_waits_when_the_pool_is_late_counts(clock, multi, monkeypatch, tmp_path: Path):
    """As after a pause in which the whole program stood still."""
    release, stand_still = tmp_path / "release", threading.Event()
    future = multi.launch_task(tasks.note_and_wait, (tmp_path / "it", release))
    assert until((tmp_path / "it").exists)
    (worker,) = multi._executor._dispatcher._crew._workers
    assert until(lambda: worker.ready)
    look = workers.Crew.end_the_hung

    def late(self):
        stand_still.set()
        while not worker.has_said_more():
            release.touch()
        clock.now += 10_000
        monkeypatch.setattr(workers.Crew, "end_the_hung", look)
        return look(self)

    monkeypatch.setattr(workers.Crew, "end_the_hung", late)
    assert stand_still.wait(PATIENCE_S)
    assert future.result(timeout=PATIENCE_S) == worker.pid
    assert runs(worker.pid)


@pytest.mark.parametrize("limit", [0, -1, "soon"])
def test_wrong_time_limits(limit):
    with pytest.raises(InvalidParameter, match="task_timeout_s"):
        ClusterGenerator("multi", 2, task_timeout_s=limit)


def test_kill_ends_a_worker_in_native_code_and_what_it_has_started(multi, tmp_path: Path):
    hung = multi.launch_task(tasks.hang_with_lock, (tmp_path / "hung",))
    parent = multi.launch_task(tasks.fork_and_stay, (tmp_path / "children",))
    waiting = [multi.launch_task(tasks.square, (i,)) for i in range(10)]
    assert until(
        lambda: all((tmp_path / name).exists() and (tmp_path / name).read_text() for name in ("hung", "children"))
    )
    pids = [*multi.worker_pids(), *map(int, (tmp_path / "children").read_text().split())]
    assert len(pids) == 4
    assert all(runs(pid) for pid in pids)
    multi.kill()
    assert until(lambda: not any(runs(pid) for pid in pids))
    for future in [hung, parent, *waiting]:
        with pytest.raises((RunCancelled, CancelledError)):
            future.result(timeout=PATIENCE_S)


def test_what_a_dead_worker_has_started_ends_with_it(multi, tmp_path: Path):
    parent = multi.launch_task(tasks.fork_and_stay, (tmp_path / "children",))
    assert until(lambda: (tmp_path / "children").exists() and (tmp_path / "children").read_text())
    children = [int(pid) for pid in (tmp_path / "children").read_text().split()]
    (tmp_path / "children").unlink()
    os.kill(multi.worker_pids()[0], signal.SIGKILL)
    assert until(lambda: not any(runs(pid) for pid in children))
    assert not parent.done()


def test_kill_while_workers_are_starting(tmp_path: Path):
    for _ in range(10):
        cluster = ClusterGenerator("multi", 2)
        futures = [cluster.launch_task(tasks.square, (i,)) for i in range(4)]
        until(lambda cluster=cluster: len(cluster.worker_pids()) > 0)
        pids = cluster.worker_pids()
        cluster.kill()
        assert until(lambda pids=pids: not any(runs(pid) for pid in pids))
        assert all(future.done() for future in futures) or wait(futures, timeout=PATIENCE_S).not_done == set()


def test_two_pools_do_not_touch_each_other(tmp_path: Path):
    release, go_on = tmp_path / "release", tmp_path / "go on"
    with ClusterGenerator("multi", 2) as first, ClusterGenerator("multi", 2) as second:
        kept = [first.launch_task(tasks.note_and_wait, (tmp_path / f"kept {i}", go_on)) for i in range(20)]
        lost = [second.launch_task(tasks.note_and_wait, (tmp_path / str(i), release)) for i in range(4)]
        assert until(lambda: len(second.worker_pids()) == 2 and len(first.worker_pids()) == 2)
        assert not set(first.worker_pids()) & set(second.worker_pids())
        pids = set(first.worker_pids())
        second.kill()
        go_on.touch()
        assert {future.result(timeout=PATIENCE_S) for future in kept} <= pids
        assert not any(future.done() and not future.cancelled() and future.exception() is None for future in lost)


def test_an_interpreter_that_does_not_start_is_an_error_not_a_hang(monkeypatch, tmp_path: Path):
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho no module named encodings >&2\nexit 1\n")
    broken.chmod(0o755)
    for program, words in ((broken, "no module named encodings"), (tmp_path / "python-gone", "No such file")):
        monkeypatch.setattr("sys.executable", str(program))
        cluster = ClusterGenerator("multi", 2)
        futures = [cluster.launch_task(tasks.square, (i,)) for i in range(4)]
        for future in futures:
            with pytest.raises(EngineError, match=f"(?s)no worker process could be started.*{words}"):
                future.result(timeout=PATIENCE_S)
        with pytest.raises(EngineError):
            cluster.launch_task(tasks.square, (2,)).result(timeout=PATIENCE_S)
        monkeypatch.undo()
        cluster.close()
        assert cluster.launch_task(tasks.square, (2,)).result(timeout=PATIENCE_S) == 4
        cluster.close()


def test_the_report_of_a_crash_is_kept_beside_the_message(multi):
    error = multi.launch_task(tasks.say_and_die, ("I was reading block 7",)).exception(timeout=PATIENCE_S)
    assert "I was reading block 7" not in str(error)
    assert "I was reading block 7" in error.remote_traceback
    crash = multi.launch_task(tasks.segfault).exception(timeout=PATIENCE_S)
    assert "in segfault" in crash.remote_traceback


def test_a_task_that_comes_while_another_thread_still_wakes_the_pool_is_run(multi):
    """On a busy machine the pool may have read a thread's call before that thread has returned from making it."""
    assert multi.launch_task(tasks.square, (2,)).result(timeout=PATIENCE_S) == 4
    dispatcher = multi._executor._dispatcher
    called, release = threading.Event(), threading.Event()
    waker = dispatcher._waker

    class Slow:
        def send_bytes(self, message: bytes) -> None:
            waker.send_bytes(message)
            dispatcher._waker = waker  # this once
            called.set()
            release.wait(PATIENCE_S)

    dispatcher._waker = Slow()
    caller = threading.Thread(target=dispatcher._wake)
    caller.start()
    assert called.wait(PATIENCE_S)
    assert until(lambda: not dispatcher._awake)  # the pool has read it, and waits for the next
    future = multi.launch_task(tasks.square, (3,))
    release.set()
    caller.join()
    assert future.result(timeout=PATIENCE_S) == 9


def test_callbacks_may_use_and_end_the_cluster(multi):
    ended = threading.Event()

    def end(_) -> None:
        multi.kill()
        ended.set()

    multi.launch_task(tasks.square, (2,)).add_done_callback(end)
    assert ended.wait(PATIENCE_S)
    assert multi.launch_task(tasks.square, (3,)).result(timeout=PATIENCE_S) == 9


UNSENDABLE = {
    "lambda": (lambda: 3, (), "main program|top level of a module"),
    "lock": (tasks.echo, (threading.Lock(),), "cannot be sent to a worker process"),
    "not to be loaded": (tasks.echo, (tasks.OpensHereOnly(),), "cannot load the function's arguments.*not at home"),
    "result": (tasks.unpicklable, (), r"returned _thread\.lock, which a worker process cannot send back"),
    "result not to be loaded": (tasks.opens_here_only, (), "result cannot be loaded here.*not at home"),
}


@pytest.mark.parametrize("name", UNSENDABLE)
def test_what_cannot_be_sent_is_a_clear_error(multi, name):
    function, args, words = UNSENDABLE[name]
    with pytest.raises(FunctionError, match=words):
        multi.launch_task(function, args).result(timeout=PATIENCE_S)
    assert multi.launch_task(tasks.square, (3,)).result(timeout=PATIENCE_S) == 9


@pytest.mark.parametrize(
    ("kind", "args", "words"),
    [(tasks.Odd, ("first", "second"), "Odd: first"), (tasks.Shuts, ("x",), "Shuts")],
)
def test_errors_that_do_not_come_through_are_told(multi, kind, args, words):
    with pytest.raises(TilingError, match=words) as caught:
        multi.launch_task(tasks.fail, (kind, *args)).result(timeout=PATIENCE_S)
    assert "in fail" in caught.value.remote_traceback
    assert multi.launch_task(tasks.square, (3,)).result(timeout=PATIENCE_S) == 9


def test_an_error_without_words_comes_through(multi):
    error = multi.launch_task(tasks.fail, (tasks.Mute,)).exception(timeout=PATIENCE_S)
    assert type(error) is tasks.Mute
    assert "in fail" in error.remote_traceback


def test_the_worker_says_where_an_error_was_raised(multi):
    error = multi.launch_task(tasks.fail_with_cause).exception(timeout=PATIENCE_S)
    assert isinstance(error, ValueError)
    assert "in fail_with_cause" in error.remote_traceback
    assert "OSError: the disk" in error.remote_traceback
    assert any("OSError: the disk" in note for note in error.__notes__)
