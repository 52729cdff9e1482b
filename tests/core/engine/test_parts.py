"""The parts under client and server: thinning of events, what is removed, temporary folders, the bootstrap."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tiled_raster.core.engine import client, events
from tiled_raster.core.errors import OutputError
from tiled_raster.core.files import leftovers, run_folder
from tiled_raster.core.interpreter import environment
from tiled_raster.core.interpreter.host import Host

ROOT = Path(__file__).resolve().parents[3]
BOOTSTRAP = ROOT / "core" / "processes" / "bootstrap.py"


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def thinned(interval_s, count, make):
    """Return the events that pass when one comes every `interval_s`, and their times."""
    clock, out = Clock(), []
    coalescer = events.Coalescer(lambda event: out.append((clock.now, event)), clock)
    for number in range(count):
        coalescer.put(make(number))
        clock.now += interval_s
    coalescer.flush()
    return out


@pytest.mark.parametrize("interval_s", [0.0005, 0.01, 0.03, 0.099])
def test_progress_and_log_pass_ten_times_a_second_and_the_last_always(interval_s):
    count = 3000
    for make in (
        lambda number: {"event": "progress", "done": number, "total": count},
        lambda number: {"event": "log", "message": f"{number}"},
        lambda number: {"event": ("log", "warning")[number % 2], "message": f"{number}"},
    ):
        out = thinned(interval_s, count, make)
        *passed, _ = out
        for (one, _), (_, _), (two, _) in zip(passed, passed[1:], passed[2:]):
            assert two - one >= events.INTERVAL_S - 1e-9  # the last three may come together
        texts = [event.get("message", str(event.get("done"))) for _, event in out]
        assert any(str(count - 1) in text or "more lines" in text for text in texts[-3:])


def test_slow_events_pass_at_once_and_unchanged():
    made = [{"event": "progress", "done": number, "total": 5} for number in range(5)]
    assert [event for _, event in thinned(0.2, 5, made.__getitem__)] == made


def test_the_order_between_kinds_stays():
    clock, out = Clock(), []
    coalescer = events.Coalescer(out.append, clock)
    for event in (
        {"event": "log", "message": "a"},
        {"event": "log", "message": "b"},
        {"event": "progress", "done": 1, "total": 2},
        {"event": "progress", "done": 2, "total": 2},
        {"event": "result", "result": {}},
    ):
        coalescer.put(event)
    assert [event.get("message") or event.get("done") or event["event"] for event in out] == ["a", 1, "b", 2, "result"]


def test_a_flood_of_log_lines_is_counted_and_drowns_no_warning():
    clock, out = Clock(), []
    coalescer = events.Coalescer(out.append, clock)
    for number in range(10_000):
        coalescer.put({"event": "log", "message": f"{number}"})
    coalescer.put({"event": "warning", "message": "look"})
    coalescer.flush()
    assert {"event": "warning", "message": "look"} in out
    lines = "\n".join(event["message"] for event in out if event["event"] == "log").splitlines()
    assert lines[:2] == ["0", "1"]
    assert lines[-1] == f"… and {10_000 - events.LINES - 1:,} more lines"
    assert len(lines) == events.LINES + 2


def test_a_line_survives_any_path_and_any_number():
    message = {"event": "result", "paths": ["/ä 図\n", "\udcff"], "numbers": [1e308, -0.0, 2**70, float("inf")]}
    line = events.encoded(message)
    assert line.count(b"\n") == 1
    assert events.decoded(line) == message


@pytest.mark.parametrize("line", [b"rubbish\n", b"[1]\n", b"3\n", b"\xff\n", b"\n", b"[" * 100_000])
def test_what_is_no_line_of_ours_is_told_apart(line):
    assert events.decoded(line) is None


def test_standard_error_comes_in_lines_however_it_is_cut():
    errors = client.StandardError()
    text = "".join(f"line {number} ä\n" for number in range(40)).encode()
    for at in range(0, len(text), 7):
        errors.add(text[at : at + 7])
    errors.add(b"unfinished")
    assert errors.take() == [f"line {number} ä" for number in range(40)]
    assert errors.take() == []
    assert errors.tail[-2:] == ["line 39 ä", "unfinished"]
    errors.add(b"x\n" * 100_000)
    assert errors.take()[-1] == f"… and {100_000 - events.LINES:,} more lines"


def test_what_is_registered_is_announced_and_removed(tmp_path):
    announced = []
    ours = leftovers.Leftovers(announced.append)
    kept, gone, file = (tmp_path / name for name in (".a.1-00.partial", ".b.1-01.partial", ".c.1-02.partial"))
    for path in (kept, gone):
        (path / "new").mkdir(parents=True)
        (path / "new" / "a.tif").write_text("half")
        ours.change_file(str(path), present=True)
    file.write_text("half")
    ours.change_file(str(file), present=True)
    ours.change_file(str(kept), present=False)
    host_side = leftovers.Leftovers()
    for event in announced:
        host_side.take(event)
    host_side.remove()
    assert (kept.exists(), gone.exists(), file.exists()) == (True, False, False)
    ours.remove()  # nothing is left to remove: no error
    assert [event["present"] for event in announced] == [True, True, True, False]


@pytest.mark.skipif(os.name != "posix", reason="process groups")
def test_a_registered_group_is_killed(eventually):
    worker = subprocess.Popen(["sleep", "600"], start_new_session=True)
    ours = leftovers.Leftovers()
    ours.change_group(worker.pid, present=True)
    ours.remove()
    eventually(lambda: worker.poll() is not None)


def test_a_run_has_a_folder_while_it_lasts_and_sweeps_those_of_dead_runs(tmp_path):
    with run_folder.run_folder(str(tmp_path)) as mine:
        leftover = tmp_path / f"{Path(mine).name[:-12]}0123456789ab"
        elsewhere = tmp_path / "tiled_raster-another_machine-0123456789ab"
        stranger = tmp_path / "tiled_raster-notes"
        for folder in (leftover, elsewhere, stranger):
            folder.mkdir()
            (folder / "file").write_text("x")
            Path(f"{folder}.lock").write_text("")
        others = [path for name in (elsewhere, stranger) for path in (name, Path(f"{name}.lock"))]
        with run_folder.run_folder(str(tmp_path)) as second:
            living = [Path(name + ending) for name in (mine, second) for ending in ("", ".lock")]
            assert sorted(tmp_path.iterdir()) == sorted([*living, *others])
    assert sorted(tmp_path.iterdir()) == sorted(others)


def test_a_temporary_folder_that_is_none_is_an_error_that_names_it(tmp_path):
    missing = str(tmp_path / "missing")
    with pytest.raises(OutputError, match="temporary_folder=.*missing"), run_folder.run_folder(missing):
        pass


def test_one_thread_each_and_no_plugins_folder_whatever_was_inherited(monkeypatch):
    plugins = str(Path(environment.__file__).parents[3])
    for name, value in {"OMP_NUM_THREADS": "9", "GDAL_NUM_THREADS": "ALL_CPUS", "AWS_REGION": "kept"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PYTHONPATH", plugins)
    host = Host.here()
    for kind in (environment.CLEAN, environment.BUNDLE, environment.INHERITED):
        made = environment.engine_environment(host, kind, sys.executable)
        assert [made[name] for name in environment.ONE_THREAD] == ["1"] * len(environment.ONE_THREAD)
        assert made["AWS_REGION"] == "kept"
        assert "PYTHONPATH" not in made


def run_bootstrap(*arguments, cwd=None, bootstrap=BOOTSTRAP, **options):
    return subprocess.run(
        [sys.executable, str(bootstrap), *arguments], cwd=cwd, capture_output=True, text=True, timeout=300, **options
    )


def test_the_bootstrap_names_its_modes():
    done = run_bootstrap("nonsense")
    assert done.returncode == 2
    for mode in ("serve", "work", "check", "cli"):
        assert f"  {mode} " in done.stderr


def test_the_bootstrap_registers_the_package_under_its_name_whatever_the_folder(tmp_path):
    """Copied as a plugin repository may name it, beside a plugin that would shadow a module of the library."""
    plugin = tmp_path / "plugins" / "raster-tiled-main"
    (plugin / "core" / "processes").mkdir(parents=True)
    (plugin / "__init__.py").write_text("")
    (plugin / "core" / "__init__.py").write_text("")
    (plugin / "core" / "processes" / "__init__.py").write_text("")
    (plugin / "core" / "processes" / "bootstrap.py").write_text(BOOTSTRAP.read_text())
    (plugin / "core" / "processes" / "json.py").write_text(
        "raise SystemExit('the folder of the bootstrap is on the path')"
    )
    (plugin.parent / "csv.py").write_text("raise SystemExit('the plugins folder is on the path')")
    (plugin / "core" / "cli.py").write_text(
        "import csv, json, sys\n"
        "def main(arguments):\n"
        "    import tiled_raster.core.cli as again\n"
        "    print(again is sys.modules[__name__], __name__, arguments, sys.dont_write_bytecode)\n"
        "    return 5\n"
    )
    done = run_bootstrap("cli", "a", "b", cwd=tmp_path, bootstrap=plugin / "core" / "processes" / "bootstrap.py")
    assert done.stdout == "True tiled_raster.core.cli ['a', 'b'] True\n", done.stderr
    assert done.returncode == 5
    assert not list(tmp_path.rglob("__pycache__"))


def test_the_client_side_loads_neither_rasterio_nor_scipy_nor_numpy():
    code = (
        "import sys; before = dict(__import__('os').environ)\n"
        "import tiled_raster.core.engine.client, tiled_raster.core.engine.check, os\n"
        "print(sorted({'numpy', 'scipy', 'rasterio', 'multiprocessing', 'qgis'} & set(sys.modules)))\n"
        "assert before == dict(os.environ)\n"
    )
    environ = {**os.environ, "PYTHONPATH": str(ROOT / ".build" / "import")}
    done = subprocess.run([sys.executable, "-B", "-c", code], env=environ, capture_output=True, text=True, timeout=300)
    assert done.stdout == "[]\n", done.stderr
