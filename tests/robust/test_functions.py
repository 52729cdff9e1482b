"""What users' functions may do to the process they run in: each is survived, or ends in one clear error."""

from __future__ import annotations

import numpy as np
import pytest

SURVIVED = (
    "plus_one",
    "prints",
    "prints_natively",
    "reads_standard_input",
    "changes_its_surroundings",
    "forks_and_both_return",
    "forks_and_the_child_fails",
    "forks_and_the_child_lives_on",
    "starts_a_program",
    "starts_threads",
    "uses_a_pool",
    "leaves_a_pool",
)
ALSO_IN_THE_ENGINE = (
    "prints_natively",
    "forks_and_both_return",
    "forks_and_the_child_fails",
    "forks_and_the_child_lives_on",
    "starts_a_program",
    "starts_threads",
)
ANYWHERE = {
    "sys_exit": ("TileFailed", "sys.exit(3)"),
    "out_of_memory": ("TileFailed", "MemoryError"),
    "recursion": ("TileFailed", "maximum recursion depth"),
    "raises_what_does_not_unpickle": ("TileFailed", "Unloadable: this and that"),
    "returns_nothing": ("TileFailed", "it returned nothing"),
    "returns_text": ("TileFailed", "it returned a str"),
    "returns_too_few_pixels": ("TileFailed", "75 x 74 pixels for a tile of 75 x 75"),
    "returns_complex_numbers": ("TileFailed", ": must be real numbers"),
    "returns_other_bands_each_time": ("FunctionError", "returned 2 bands, before 1"),
}
"""Kind and words of the error, in processes and in the engine itself."""
IN_PROCESSES = {
    **ANYWHERE,
    "raises_what_is_hostile": ("TileFailed", "Hostile"),
    "raises_keyboard_interrupt": ("TileFailed", "KeyboardInterrupt"),
    "os_exit": ("WorkerDied", "exit code 3"),
    "segfault": ("WorkerDied", "SIGSEGV"),
    "abort": ("WorkerDied", "SIGABRT"),
    "killed_by_the_system": ("WorkerDied", "SIGKILL"),
    "starts_a_program_and_dies": ("WorkerDied", "exit code 3"),
    "closes_all_files": ("WorkerDied", "twice"),
}
IN_THE_ENGINE = {
    **ANYWHERE,
    "os_exit": ("EngineError", "exit code 3"),
    "segfault": ("EngineError", "SIGSEGV"),
    "killed_by_the_system": ("EngineError", "SIGKILL"),
    "starts_a_program_and_dies": ("EngineError", "exit code 3"),
    "raises_keyboard_interrupt": ("", "KeyboardInterrupt"),
}
UNSENDABLE = {
    "returns_a_function": "cannot send back",
    "returns_a_lock": "cannot send back",
    "returns_what_does_not_unpickle": "cannot be loaded here",
}


def run(area, start, job):
    host = start(area, job)
    end = host.end()
    area.nothing_runs()
    assert area.left() == []
    return host, end


@pytest.mark.parametrize(
    ("cluster", "name"),
    [("multi", name) for name in SURVIVED]
    + [("threads", name) for name in ALSO_IN_THE_ENGINE]
    + [("basic", name) for name in ALSO_IN_THE_ENGINE],
)
def test_survived(area, start, tools, small, cluster, name):
    _, end = run(area, start, tools.filter_job(small, area.target, cluster, chunk=75, function=name))
    assert end.result is not None, end.message
    before, after = tools.read_raster(small), tools.read_raster(area.target)
    np.testing.assert_array_equal(after, np.where(before == -9999, before, before + 1))


def test_what_is_printed_is_in_the_log(area, start, tools, small):
    for name, words in (("prints", "printed in Python"), ("prints_natively", "printed in C")):
        host, _ = run(area, start, tools.filter_job(small, area.target, "multi", chunk=75, function=name))
        assert words in host.log


@pytest.mark.parametrize(
    ("cluster", "name"),
    [("multi", name) for name in IN_PROCESSES] + [("threads", name) for name in IN_THE_ENGINE],
)
def test_one_clear_error(area, start, tools, small, cluster, name):
    kind, words = (IN_PROCESSES if cluster == "multi" else IN_THE_ENGINE)[name]
    old = area.put_old()
    _, end = run(area, start, tools.filter_job(small, area.target, cluster, chunk=75, function=name))
    assert kind in end.kind
    assert words in end.message
    assert "Traceback" not in end.message
    assert area.target.read_bytes() == old


@pytest.mark.parametrize("name", UNSENDABLE)
def test_what_cannot_be_sent(area, start, tools, small, name):
    _, end = run(area, start, tools.statistics_job(small, "multi", name))
    assert end.kind == "TileFailed"
    assert UNSENDABLE[name] in end.message


@pytest.mark.parametrize("name", ["hangs", "stops_itself"])
def test_a_worker_that_hangs_for_good_is_ended_at_the_time_limit(area, start, tools, small, name):
    old = area.put_old()
    job = tools.filter_job(small, area.target, "multi", chunk=75, function=name, task_timeout_s=0.5)
    _, end = run(area, start, job)
    assert end.kind == "WorkerDied"
    assert "did not finish it within 0.5 s" in end.message
    assert "rows 0 to 75" in end.message
    assert area.target.read_bytes() == old


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        ("import sys; sys.exit(3)", "FunctionError", "sys.exit(3)"),
        ("import os; os._exit(3)", "WorkerDied", "exit code 3"),
        ("import ctypes; ctypes.string_at(0)", "WorkerDied", "SIGSEGV"),
        ("def f(raster:", "FunctionError", "SyntaxError"),
        ("1 / 0", "FunctionError", "ZeroDivisionError"),
    ],
)
def test_a_file_that_misbehaves_when_it_is_imported(area, start, tools, small, tmp_path, code, kind, words):
    file = tmp_path / "functions.py"
    file.write_text(code)
    old = area.put_old()
    job = tools.filter_job(small, area.target, "multi", chunk=75, function="f")
    job["function"]["file"] = str(file)
    _, end = run(area, start, job)
    assert end.kind == kind
    assert words in end.message
    assert area.target.read_bytes() == old
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "functions.py", "job0.json", "scratch"]
