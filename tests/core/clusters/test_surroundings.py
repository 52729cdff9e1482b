"""A pool of processes leaves everything around it as it was, and nothing behind, however its program ends."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import cluster_tasks as tasks
import pytest
import tiled_raster
from cluster_helpers import PATIENCE_S, runs, until
from tiled_raster.core.clusters import ClusterGenerator

HERE = os.path.dirname(__file__)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(textwrap.dedent(text))
    return path


PACKAGE_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(tiled_raster.__file__)))


def run_script(path: Path) -> str:
    """Run a program in its own folder, with the package importable; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-B", str(path)],
        cwd=path.parent,
        env={**os.environ, "PYTHONPATH": PACKAGE_FOLDER},
        capture_output=True,
        text=True,
        timeout=3 * PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


def shared_memory() -> set[str]:
    """Return what is ours; other programs come and go there as well."""
    names = os.listdir("/dev/shm") if os.path.isdir("/dev/shm") else []
    return {name for name in names if name.startswith("tiled")}


def test_nothing_is_left_after_close_or_kill():
    with ClusterGenerator("multi", 1) as warm:
        warm.launch_task(tasks.square, (1,)).result()
    gc.collect()
    files, memory = open_files(), shared_memory()
    for end in ("close", "kill"):
        cluster = ClusterGenerator("multi", 2)
        futures = [cluster.launch_task(tasks.array, ("f8", 1000)) for _ in range(6)]
        assert all(future.result().shape == (1000, 1000) for future in futures)
        pids = cluster.worker_pids()
        assert shared_memory() == memory
        getattr(cluster, end)()
        assert until(lambda pids=pids: not any(runs(pid) for pid in pids))
        assert until(lambda: open_files() <= files)
    assert shared_memory() == memory


def test_a_dropped_cluster_finishes_its_tasks_and_ends():
    cluster = ClusterGenerator("multi", 2)
    futures = [cluster.launch_task(tasks.slow_square, (i, 0.01)) for i in range(6)]
    pids = [cluster.launch_task(tasks.pid).result(timeout=PATIENCE_S)]
    del cluster
    gc.collect()
    assert [future.result(timeout=PATIENCE_S) for future in futures] == [i * i for i in range(6)]
    assert until(lambda: not any(runs(pid) for pid in pids))


HOST = """
    import os, signal, sys
    sys.path.insert(0, {here!r})
    import cluster_tasks as tasks
    from tiled_raster.core import ClusterGenerator

    folder, end = sys.argv[1:]
    cluster = ClusterGenerator("multi", 3)
    cluster.launch_task(tasks.hang_with_lock, (os.path.join(folder, "hung"),))
    cluster.launch_task(tasks.fork_and_stay, (os.path.join(folder, "children"),))
    cluster.launch_task(tasks.array, ("f8", 500)).result()
    while not all(os.path.exists(os.path.join(folder, name)) for name in ("hung", "children")):
        pass
    with open(os.path.join(folder, "pids.part"), "w") as pids:
        pids.write(" ".join(map(str, cluster.worker_pids())))
    os.rename(pids.name, os.path.join(folder, "pids"))
    if end == "wait":
        signal.pause()
    elif end == "raise":
        raise RuntimeError("the program ends by an error, its cluster open")
    elif end == "exit":
        os._exit(0)
"""


@pytest.mark.parametrize("end", ["kill -9", "terminate", "raise", "exit", "return"])
def test_no_worker_outlives_its_program(tmp_path: Path, end: str):
    script = write(tmp_path, "host.py", HOST.format(here=HERE))
    memory = shared_memory()
    way = end if end in ("raise", "exit", "return") else "wait"
    with subprocess.Popen([sys.executable, "-B", str(script), str(tmp_path), way], stderr=subprocess.DEVNULL) as host:
        assert until((tmp_path / "pids").exists)
        pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
        assert len(pids) == 3
        if way == "wait":
            assert all(runs(pid) for pid in pids)
            os.kill(host.pid, signal.SIGKILL if end == "kill -9" else signal.SIGTERM)
        host.wait(timeout=PATIENCE_S)
    forked, started = map(int, (tmp_path / "children").read_text().split())
    try:
        assert until(lambda: not any(runs(pid) for pid in pids))
        assert until(lambda: not runs(forked))
        assert shared_memory() == memory
    finally:
        if runs(started):  # a program that a function had started, when the worker itself was killed by the system
            os.kill(started, signal.SIGKILL)


def test_a_script_without_guard_and_with_its_functions_in_a_module(tmp_path: Path):
    write(tmp_path, "my_functions.py", "def cube(x):\n    return x ** 3\n")
    script = write(
        tmp_path,
        "my_script.py",
        """
        with open("runs.txt", "a") as log:
            log.write("x")
        import my_functions
        from tiled_raster.core import ClusterGenerator

        cluster = ClusterGenerator("multi", nb_workers=2)
        futures = [cluster.launch_task(my_functions.cube, (i,)) for i in range(10)]
        print([cluster.get_res(future) for future in futures])

        def here(x):
            return x

        try:
            cluster.get_res(cluster.launch_task(here, (1,)))
        except ValueError as error:
            print(error)
        cluster.close()
        """,
    )
    printed = run_script(script)
    assert str([i**3 for i in range(10)]) in printed
    assert "here is defined in the main program" in printed
    assert "put it in a module" in printed
    assert (tmp_path / "runs.txt").read_text() == "x"
    assert sorted(os.listdir(tmp_path)) == ["my_functions.py", "my_script.py", "runs.txt"]


def test_other_use_of_multiprocessing_is_not_touched(tmp_path: Path):
    script = write(
        tmp_path,
        "user_of_both.py",
        f"""
        import multiprocessing, multiprocessing.spawn, multiprocessing.resource_tracker, os, signal, sys, threading

        def square(x):
            return x * x

        if __name__ == "__main__":
            sys.path.insert(0, {HERE!r})
            import cluster_tasks as tasks
            from tiled_raster.core import ClusterGenerator

            def state():
                tracker = multiprocessing.resource_tracker._resource_tracker
                return (dict(os.environ), list(sys.path), multiprocessing.get_start_method(allow_none=True),
                        multiprocessing.spawn.get_executable(), tracker._fd, multiprocessing.active_children(),
                        [signal.getsignal(number) for number in (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM)],
                        sys.stdin, sys.stdout, sys.stderr, os.getcwd(), threading.excepthook)

            before = state()
            with ClusterGenerator("multi", 2) as cluster:
                ours = [cluster.launch_task(tasks.slow_square, (i, 0.01)) for i in range(20)]
                assert cluster.get_res(ours[0]) == 0
                assert state() == before
                for method in ("fork", "spawn"):
                    with multiprocessing.get_context(method).Pool(2) as pool:
                        assert pool.map(square, range(10)) == [i * i for i in range(10)]
                assert [cluster.get_res(future) for future in ours] == [i * i for i in range(20)]
            print("untouched")
        """,
    )
    assert run_script(script) == "untouched\n"


def test_a_fork_of_the_program_can_use_the_cluster_too(multi):
    assert multi.launch_task(tasks.square, (2,)).result() == 4
    child = os.fork()
    if not child:
        try:
            result = multi.launch_task(tasks.square, (3,)).result(timeout=PATIENCE_S)
            multi.kill()
            os._exit(result)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert multi.launch_task(tasks.square, (5,)).result() == 25


def test_a_fork_of_the_program_ends_without_the_workers(tmp_path: Path):
    script = write(
        tmp_path,
        "forks.py",
        f"""
        import os, sys
        sys.path.insert(0, {HERE!r})
        import cluster_tasks as tasks
        from tiled_raster.core import ClusterGenerator

        cluster = ClusterGenerator("multi", 1)
        before = cluster.launch_task(tasks.pid).result()
        child = os.fork()
        if child:
            os.waitpid(child, 0)
            print(cluster.launch_task(tasks.pid).result() == before)
        else:
            sys.exit()
        """,
    )
    assert run_script(script) == "True\n"


@pytest.mark.parametrize("function", [tasks.fork_and_return, tasks.fork_and_fail])
def test_a_function_that_forks_answers_once(multi, function):
    futures = [multi.launch_task(function) for _ in range(4)]
    assert [future.result(timeout=PATIENCE_S) for future in futures] == ["parent"] * 4
    assert multi.launch_task(tasks.square, (3,)).result() == 9


def test_what_a_function_prints_goes_to_standard_error(multi, capfd):
    assert multi.launch_task(tasks.shout, ("hear, hear",)).result(timeout=PATIENCE_S) == ""
    multi.close()
    seen = []

    def arrived() -> bool:
        out, err = capfd.readouterr()
        seen.append(err)
        assert out == ""
        return "".join(seen).count("hear, hear") == 2 and "straight to descriptor 1" in "".join(seen)

    assert until(arrived)


def test_a_worker_is_a_bare_python_of_our_own(multi, monkeypatch, tmp_path: Path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    seen = multi.launch_task(tasks.see_program).result(timeout=PATIENCE_S)
    assert os.path.basename(seen["main"]) == "bootstrap.py"
    assert seen["qt"] == []
    assert not {"rasterio", "scipy", "concurrent.futures"} & set(seen["modules"])
    assert seen["bytecode"] is True
    assert seen["threads"] == "1"
    assert "OMP_NUM_THREADS" not in os.environ
    assert seen["cwd"] == str(tmp_path)
    assert HERE in seen["path"]
    root = os.path.realpath(os.path.join(HERE, "..", "..", ".."))
    assert os.path.dirname(root) not in map(os.path.realpath, seen["path"])


def test_the_program_that_has_python_inside_is_never_started(monkeypatch, tmp_path: Path):
    host = tmp_path / "qgis-bin"
    host.write_text(f"#!/bin/sh\ntouch {tmp_path}/opened\n")
    host.chmod(0o755)
    real = sys.executable
    monkeypatch.setattr(sys, "executable", str(host))
    from tiled_raster.core.interpreter import find

    class Found:
        path = real
        env = {**os.environ, "FOUND": "yes"}

    monkeypatch.setattr(find, "find_interpreter", lambda _setting: Found)
    with ClusterGenerator("multi", 1) as cluster:
        assert cluster.launch_task(os.getenv, ("FOUND",)).result(timeout=PATIENCE_S) == "yes"
    assert not (tmp_path / "opened").exists()
