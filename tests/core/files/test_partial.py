"""What grows beside a target: who may sweep it, who may read it, and how it takes the target's place."""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
import tiled_raster.core.files.lock as lock_module
import tiled_raster.core.files.partial as partial_module
from tiled_raster.core import FilterJob, MultiprocConfig, StatisticsJob
from tiled_raster.core import run as run_job_here
from tiled_raster.core.errors import OutputError
from tiled_raster.core.files.leftovers import OURS
from tiled_raster.core.files.partial import Partial, machine_name, move_together, sweep_partials
from tiled_raster.core.files.whole_file import whole_files, write_whole

posix_only = pytest.mark.skipif(os.name != "posix", reason="permissions and signals of POSIX")
HOLD = """
import sys
from tiled_raster.core.files.partial import Partial
with Partial(sys.argv[1]) as partial:
    open(partial.path, "w").write("half")
    print(partial.folder, flush=True)
    sys.stdin.read()
"""
SWEEP = "import sys; from tiled_raster.core.files.partial import sweep_partials; print(sweep_partials(sys.argv[1]))"


def holder(target):
    """Start a process that holds a partial folder; return it and the folder."""
    command = [sys.executable, "-c", HOLD, str(target)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    return process, process.stdout.readline().strip()


def test_what_a_killed_owner_left_is_swept_and_what_a_living_one_has_is_not(tmp_path):
    process, folder = holder(tmp_path / "out.tif")
    assert sweep_partials(tmp_path) == []
    process.kill()
    process.communicate()
    assert sweep_partials(tmp_path) == [folder]
    assert os.listdir(tmp_path) == []


def test_an_owner_that_ends_in_good_order_leaves_nothing(tmp_path):
    process, _ = holder(tmp_path / "out.tif")
    process.communicate("")
    assert process.returncode == 0
    assert os.listdir(tmp_path) == []


def test_a_living_owner_is_seen_from_another_container(tmp_path):
    """In which no process has its number: only the kernel's lock tells."""
    contained = ["unshare", "--pid", "--fork", "--mount-proc"]
    if not shutil.which("unshare") or subprocess.run([*contained, "true"], capture_output=True).returncode:
        pytest.skip("this system lets nobody make a container")
    process, folder = holder(tmp_path / "out.tif")
    sweep = [*contained, sys.executable, "-c", SWEEP, str(tmp_path)]
    assert subprocess.run(sweep, capture_output=True, text=True, timeout=60).stdout == "[]\n"
    assert os.path.exists(os.path.join(folder, "new", "out.tif"))
    process.kill()
    process.communicate()
    assert subprocess.run(sweep, capture_output=True, text=True, timeout=60).stdout == f"{[folder]}\n"


def test_sweeping_touches_nothing_else(tmp_path):
    here = machine_name()
    names = {
        f".out.{here}-0123456789ab.partial": False,
        ".out.another_machine-0123456789ab.partial": True,
        f"out.{here}-0123456789ab.partial": True,
        f".out.{here}-0123456789ab.partially": True,
        f".out.{here}-0123456789.partial": True,
        "out": True,
    }
    for name in names:
        (tmp_path / name / "new").mkdir(parents=True)
        (tmp_path / name / "lock").write_text("")
    (tmp_path / f".file.{here}-0123456789ab.partial").write_text("a file of somebody's")
    sweep_partials(tmp_path)
    kept = [name for name, stays in names.items() if stays]
    assert sorted(os.listdir(tmp_path)) == sorted([*kept, f".file.{here}-0123456789ab.partial"])
    assert sweep_partials(tmp_path / "gone") == []


def test_where_nobody_can_tell_nothing_is_swept(tmp_path, monkeypatch):
    def without_locks(descriptor):
        raise OSError(errno.ENOLCK, "no locks on this drive")

    monkeypatch.setattr(lock_module, "_lock_natively", without_locks)
    with Partial(tmp_path / "out.tif") as partial:
        folder = partial.folder
        left = tmp_path / f".left.{machine_name()}-0123456789ab.partial"
        left.mkdir()
        (left / "lock").write_text("")
        assert sweep_partials(tmp_path) == []
        assert os.path.exists(folder)
    assert os.listdir(tmp_path) == [left.name]


@pytest.mark.parametrize("moment", ["made", "locked", "between"])
def test_a_sweep_that_comes_between_costs_an_owner_nothing(tmp_path, monkeypatch, moment):
    """Of another process: its own partial files a process knows by name."""
    monkeypatch.setattr(OURS, "holds", lambda path: False)
    begun, swept = [], []

    def sweep():
        if not begun:
            begun.append(True)
            swept.append(sweep_partials(tmp_path))

    usual_lock, usual_made = lock_module._lock, partial_module.make_locked

    def lock(descriptor):
        if moment == "between":
            sweep()
        return usual_lock(descriptor)

    def made(path):
        if moment == "made":
            sweep()
        found = usual_made(path)
        if moment == "locked":
            sweep()
        return found

    monkeypatch.setattr(lock_module, "_lock", lock)
    monkeypatch.setattr(partial_module, "make_locked", made)
    with Partial(tmp_path / "out.txt") as partial:
        Path(partial.path).write_text("new")
        partial.move()
    assert len(swept[0]) == (moment != "locked")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"out.txt": "new"}


def test_threads_that_write_side_by_side(tmp_path):
    def write(number):
        for turn in range(20):
            write_whole(str(tmp_path / f"{number % 2}.txt"), f"{number} {turn}")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(os.listdir(tmp_path)) == ["0.txt", "1.txt"]


def modes(folder):
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in sorted(folder.iterdir())}


@pytest.fixture
def umask():
    """Set the umask, and the old one at the end."""
    before = os.umask(0o022)
    yield os.umask
    os.umask(before)


def filtered(source, folder):
    run_job_here(FilterJob(source, MultiprocConfig(outfile=folder / "out.tif"), ("max",), {"size": 3}))
    return ["out.tif"]


def filtered_to_img(source, folder):
    run_job_here(FilterJob(source, MultiprocConfig(outfile=folder / "out.img"), ("max",), {"size": 3}))
    return ["out.img"]


def cloud(source, folder):
    run_job_here(FilterJob(source, MultiprocConfig(outfile=folder / "out.tif", driver="COG"), ("max",), {"size": 3}))
    return ["out.tif"]


def reports(source, folder):
    names = {name: str(folder / name) for name in ("table", "json", "html", "tiles_file")}
    run_job_here(StatisticsJob(source, MultiprocConfig(), per_tile=True, **names))
    return list(names)


@posix_only
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664, 0o666, 0o755, 0o400])
@pytest.mark.parametrize("run", [filtered, filtered_to_img, cloud, reports])
def test_the_permissions_of_a_replaced_file_stay(make_raster, tmp_path, umask, run, mode):
    if mode == 0o400 and os.getuid():
        pytest.skip("a file that is write-protected is replaced by nobody but root")
    source = str(make_raster(np.arange(30.0).reshape(5, 6)))
    folder = tmp_path / "folder"
    folder.mkdir()
    names = run(source, folder)
    assert set(modes(folder).values()) == {0o644}
    for name in names:
        (folder / name).chmod(mode)
        os.utime(folder / name, (1, 1))
    run(source, folder)
    assert {modes(folder)[name] for name in names} == {mode}
    assert all((folder / name).stat().st_mtime > 1 for name in names)


@posix_only
@pytest.mark.parametrize("mask", [0o022, 0o027, 0o077, 0o002, 0o000])
@pytest.mark.parametrize("run", [filtered, cloud, reports])
def test_new_files_follow_the_umask(make_raster, tmp_path, umask, run, mask):
    source = str(make_raster(np.arange(30.0).reshape(5, 6)))
    folder = tmp_path / "folder"
    folder.mkdir()
    umask(mask)
    run(source, folder)
    assert set(modes(folder).values()) == {0o666 & ~mask}


@posix_only
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_nobody_looks_into_what_grows(make_raster, tmp_path, umask, mode):
    from tiled_raster.core.raster import BlockWriter, inspect, output_profile

    info = inspect(str(make_raster(np.zeros((5, 6)))))
    (tmp_path / "out.tif").write_text("old")
    (tmp_path / "out.tif").chmod(mode)
    profile = output_profile(info, info.frame, 1, "float64", None, target=tmp_path / "out.tif")
    with BlockWriter(profile) as writer:
        grown = stat.S_IMODE(os.stat(writer.partial_path).st_mode)
        around = stat.S_IMODE(os.stat(Path(writer.partial_path).parents[1]).st_mode)
        writer.write(info.frame, np.zeros((1, 5, 6)))
    assert around == 0o700
    assert grown & ~mode == 0
    with whole_files() as files:
        file = files.open(str(tmp_path / "out.tif"))
        assert stat.S_IMODE(os.stat(file.name).st_mode) & ~mode == 0


@posix_only
@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root gives files away")
def test_the_owner_of_a_replaced_file_stays(make_raster, tmp_path, umask):
    source = str(make_raster(np.arange(30.0).reshape(5, 6)))
    for name in (*filtered(source, tmp_path), *reports(source, tmp_path)):
        os.chown(tmp_path / name, 4321, 1234)
        (tmp_path / name).chmod(0o640)
    for name in (*filtered(source, tmp_path), *reports(source, tmp_path)):
        status = os.stat(tmp_path / name)
        assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (4321, 1234, 0o640)


@posix_only
def test_a_group_that_cannot_be_kept_is_given_no_more_than_all_have(tmp_path, monkeypatch):
    import tiled_raster.core.files.permissions as permissions

    old = tmp_path / "old"
    old.write_text("old")
    old.chmod(0o664)
    (tmp_path / "new").write_text("new")
    monkeypatch.setattr(permissions, "_owned", lambda path, old, new: False)
    permissions.adopt(str(tmp_path / "new"), str(old))
    assert stat.S_IMODE(os.stat(tmp_path / "new").st_mode) == 0o644


def grown(stack, folder, *names):
    partials = [stack.enter_context(Partial(folder / name)) for name in names]
    for partial in partials:
        Path(partial.path).write_text("new")
    return partials


def content(folder):
    return {path.name: path.read_text() for path in sorted(folder.iterdir()) if not path.name.startswith(".")}


@pytest.mark.parametrize("failing", [0, 1, 2])
@pytest.mark.parametrize("links", [True, False])
def test_what_fails_half_way_is_undone(tmp_path, monkeypatch, failing, links):
    """The second of three is new, the others replace an old one. Also where a file has only one name.

    No result is lost: each is kept under another name.
    """
    for name in ("a", "c"):
        (tmp_path / name).write_text("old")
    replace = os.replace

    def fails(source, place):
        if os.path.basename(place) == "abc"[failing] and "new" in str(source):
            raise OSError(errno.EBUSY, "in use")
        replace(source, place)

    def no_link(*args, **options):
        raise OSError(errno.EPERM, "no second names")

    monkeypatch.setattr(os, "replace", fails)
    if not links:
        monkeypatch.setattr(os, "link", no_link)
    with ExitStack() as stack:
        partials = grown(stack, tmp_path, "a", "b", "c")
        kept = ", ".join(str(tmp_path / f"{name}_2") for name in "abc")
        with pytest.raises(OutputError, match=re.escape(f"(in use). It is as it was; the results are kept as {kept}.")):
            move_together(partials)
    assert content(tmp_path) == {"a": "old", "c": "old", "a_2": "new", "b_2": "new", "c_2": "new"}
    assert len(os.listdir(tmp_path)) == 5


def test_a_device_among_them_stops_all(tmp_path):
    if os.name == "nt":
        pytest.skip("pipes with a name in a folder")
    (tmp_path / "a").write_text("old")
    with ExitStack() as stack:
        partials = grown(stack, tmp_path, "a", "b")
        os.mkfifo(tmp_path / "b")
        with pytest.raises(OutputError, match="b: is a pipe"):
            move_together(partials)
        assert (tmp_path / "a").read_text() == "old"


@posix_only
@pytest.mark.parametrize("at", range(3))
def test_ctrl_c_between_two_outputs_waits_for_the_last(tmp_path, monkeypatch, at):
    replace = os.replace

    def interrupted(source, place):
        replace(source, place)
        if os.path.basename(place) == "abc"[at]:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(os, "replace", interrupted)
    (tmp_path / "b").write_text("old")
    with ExitStack() as stack:
        partials = grown(stack, tmp_path, "a", "b", "c")
        OURS.placed = []
        with pytest.raises(KeyboardInterrupt):
            move_together(partials)
        assert content(tmp_path) == dict.fromkeys("abc", "new")
        assert OURS.placed == [str(tmp_path / name) for name in "abc"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_old_side_files_go_after_the_new_raster_stands(tmp_path, monkeypatch):
    replace, seen = os.replace, []

    def look(source, place):
        seen.append(os.path.exists(tmp_path / "out.tif.ovr"))
        replace(source, place)

    (tmp_path / "out.tif").write_text("old")
    for ending in (".ovr", ".msk", ".aux.xml"):
        (tmp_path / f"out.tif{ending}").write_text("old")
    monkeypatch.setattr(os, "replace", look)
    with Partial(tmp_path / "out.tif") as partial:
        Path(partial.path).write_text("new")
        Path(partial.path + ".aux.xml").write_text("new")
        partial.move()
    assert seen == [True, True]
    assert content(tmp_path) == {"out.tif": "new", "out.tif.aux.xml": "new"}
