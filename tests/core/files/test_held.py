"""A place that cannot be taken: told before the work where the system tells it, and at the end no result is lost."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
import pytest
from tiled_raster.core import FilterJob, MultiprocConfig, Raster, StatisticsJob, run
from tiled_raster.core.errors import OutputError
from tiled_raster.core.files import held, partial
from tiled_raster.core.files.partial import Partial
from tiled_raster.core.files.whole_file import whole_files

windows_only = pytest.mark.skipif(sys.platform != "win32", reason="elsewhere an open file can be replaced")
SIDES = (".aux.xml", ".ovr", ".msk")


def content(folder):
    """Return all files below a folder and what is in them."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("latin-1")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def stuck(monkeypatch):
    """Return a function that lets nobody replace a path, as a program on Windows does that has it open."""

    def stick(place):
        move, real = os.replace, os.replace

        def refuses(source, to, *, _real=real):
            if os.path.abspath(to) == os.path.abspath(place):
                raise PermissionError(errno.EACCES, "Access is denied", str(source), None, str(to))
            _real(source, to)

        monkeypatch.setattr(os, "replace", refuses)
        return move

    return stick


def write(folder, name, text):
    (folder / name).write_text(text)


@pytest.mark.parametrize("taken", [(), ("out_2.tif",), ("out_2.tif", "out_3.tif.ovr")])
def test_a_result_that_cannot_take_its_place_is_kept(tmp_path, stuck, taken):
    """The old file stays whole, with its side files; nothing that is there already is touched."""
    for name in ("out.tif", *(f"out.tif{side}" for side in SIDES), *taken):
        write(tmp_path, name, "old")
    before = content(tmp_path)
    stuck(tmp_path / "out.tif")
    kept = f"out_{2 + len(taken)}.tif"
    with Partial(tmp_path / "out.tif") as partial:
        Path(partial.path).write_text("new")
        with pytest.raises(OutputError) as caught:
            partial.move()
    assert content(tmp_path) == {**before, kept: "new"}
    assert str(tmp_path / "out.tif") in str(caught.value)
    assert f"the result is kept as {tmp_path / kept}." in str(caught.value)
    assert "remove the layer or choose another name" in str(caught.value)


@pytest.mark.parametrize("place", ["out.img", "out.ige", "out.img.aux.xml"])
def test_several_files_are_kept_under_their_names(tmp_path, stuck, place):
    for name in ("out.img", "out.ige", "out.img.ovr"):
        write(tmp_path, name, "old")
    before = content(tmp_path)
    stuck(tmp_path / place)
    new = ("out.img", "out.ige", "out.img.aux.xml")
    with Partial(tmp_path / "out.img") as partial:
        for name in new:
            write(Path(partial.path).parent, name, "new")
        with pytest.raises(OutputError, match=re.escape(f"kept as {tmp_path / 'out_2' / 'out.img'}.")):
            partial.move()
    assert content(tmp_path) == {**before, **{f"out_2/{name}": "new" for name in new}}


@pytest.mark.parametrize("held_name", ["out.tif", *(f"out.tif{side}" for side in SIDES)])
def test_a_file_that_is_held_is_found_before_anything_is_moved(tmp_path, monkeypatch, held_name):
    """A side file too: it would stay beside the new raster, whose overviews it is not."""
    for name in ("out.tif", *(f"out.tif{side}" for side in SIDES)):
        write(tmp_path, name, "old")
    before = content(tmp_path)
    monkeypatch.setattr(partial, "is_held", lambda path: os.path.basename(path) == held_name)
    with Partial(tmp_path / "out.tif") as made:
        Path(made.path).write_text("new")
        with pytest.raises(OutputError, match=re.escape(f"output={tmp_path / held_name}: is open in another program")):
            made.move()
    assert content(tmp_path) == {**before, "out_2.tif": "new"}


def test_the_raster_itself_takes_its_place_first(tmp_path, monkeypatch):
    replace, order = os.replace, []

    def look(source, place):
        order.append(os.path.basename(place))
        replace(source, place)

    monkeypatch.setattr(os, "replace", look)
    with Partial(tmp_path / "out.tif") as partial:
        for name in ("out.aux", "out.tif", "out.tif.msk"):
            write(Path(partial.path).parent, name, "new")
        partial.move()
    assert order == ["out.tif", "out.aux", "out.tif.msk"]


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
@pytest.mark.parametrize("fails", [True, False])
def test_the_journal_of_a_database_goes_with_it_or_stays(tmp_path, stuck, ending, fails):
    write(tmp_path, "out.gpkg", "old")
    write(tmp_path, f"out.gpkg{ending}", "old")
    before = content(tmp_path)
    with ExitStack() as stack:
        made = stack.enter_context(Partial(tmp_path / "out.gpkg"))
        Path(made.path).write_text("new")
        if fails:
            move = stuck(tmp_path / "out.gpkg")
            assert move is not os.replace
            stack.enter_context(pytest.raises(OutputError, match="kept as"))
        made.move()
    assert content(tmp_path) == ({**before, "out_2.gpkg": "new"} if fails else {"out.gpkg": "new"})


def test_where_no_other_name_can_be_had_the_system_is_quoted(tmp_path, stuck, monkeypatch):
    def refuses(*paths):
        raise OSError(errno.EROFS, "Read-only file system", *map(str, paths))

    write(tmp_path, "out.tif", "old")
    stuck(tmp_path / "out.tif")
    monkeypatch.setattr(os, "rename", refuses)
    with Partial(tmp_path / "out.tif") as partial:
        Path(partial.path).write_text("new")
        with pytest.raises(PermissionError):
            partial.move()
    assert content(tmp_path) == {"out.tif": "old"}


def jobs(source, folder, at):
    """Yield jobs with an output in each kind of place, and the name of that."""
    config = MultiprocConfig(16, folder / "out.tif")
    if at == "out.tif":
        return FilterJob(source, config, ("min",), {"size": 3})
    return StatisticsJob(source, MultiprocConfig(16), ("mean",), table=str(folder / "o.csv"), json=str(folder / at))


@pytest.mark.parametrize("at", ["out.tif", "o.json"])
def test_whole_runs_keep_what_they_made(make_raster, tmp_path, stuck, at):
    source = str(make_raster(np.arange(400.0).reshape(20, 20)))
    write(tmp_path, at, "old")
    stuck(tmp_path / at)
    with pytest.raises(OutputError, match="kept as"):
        run(jobs(source, tmp_path, at))
    assert (tmp_path / at).read_text() == "old"
    stem, ending = at.split(".")
    kept = tmp_path / f"{stem}_2.{ending}"
    if ending == "tif":
        assert Raster(kept).data[0, 0] == 0
    else:
        assert '"mean": 199.5' in kept.read_text()
        assert "199.5" in (tmp_path / "o_2.csv").read_text()
        assert not (tmp_path / "o.csv").exists()


@pytest.mark.parametrize("at", ["out.tif", "out.tif.ovr", "out.tif.aux.xml", "o.json"])
def test_what_is_held_at_the_start_costs_no_work(make_raster, tmp_path, monkeypatch, at):
    source = str(make_raster(np.arange(400.0).reshape(20, 20)))
    for name in {"out.tif", at}:
        write(tmp_path, name, "old")
    before = content(tmp_path)
    monkeypatch.setattr(held, "is_held", lambda path: os.path.basename(path) == at)
    words = f"{re.escape(str(tmp_path / at))}: is open in another program, perhaps as a layer here: remove the layer or"
    with pytest.raises(OutputError, match=words):
        run(jobs(source, tmp_path, "out.tif" if at.startswith("out") else at))
    assert content(tmp_path) == before


def test_nothing_is_held_where_there_is_nothing(tmp_path):
    write(tmp_path, "out.tif", "old")
    assert not held.is_held(tmp_path / "out.tif")
    assert not held.is_held(tmp_path / "none.tif")
    assert not held.is_held(tmp_path)


@windows_only
@pytest.mark.parametrize("at", ["out.tif", "o.json"])
def test_a_layer_that_is_open_is_told_at_the_start(make_raster, tmp_path, at):
    source = str(make_raster(np.arange(400.0).reshape(20, 20)))
    (tmp_path / at).write_bytes(Path(source).read_bytes())
    before = sorted(os.listdir(tmp_path))
    with holder(tmp_path / at), pytest.raises(OutputError, match="is open in another program, perhaps as a layer here"):
        run(jobs(source, tmp_path, at))
    assert sorted(os.listdir(tmp_path)) == before
    run(jobs(source, tmp_path, at))


@windows_only
@pytest.mark.parametrize("name", ["out.tif", "out.tif.ovr"])
def test_one_that_is_opened_meanwhile_costs_no_result(tmp_path, name):
    for old in ("out.tif", "out.tif.ovr"):
        write(tmp_path, old, "old")
    with Partial(tmp_path / "out.tif") as made:
        Path(made.path).write_text("new")
        with holder(tmp_path / name), pytest.raises(OutputError, match="kept as"):
            made.move()
    assert content(tmp_path) == {"out.tif": "old", "out.tif.ovr": "old", "out_2.tif": "new"}


@windows_only
def test_a_table_that_is_open_costs_no_report(tmp_path):
    write(tmp_path, "a.csv", "old")
    with holder(tmp_path / "a.csv"), pytest.raises(OutputError, match="is open"), whole_files() as files:
        files.write(str(tmp_path / "a.csv"), "new")
    with ExitStack() as stack:
        stack.enter_context(pytest.raises(OutputError, match="the results are kept as"))
        files = stack.enter_context(whole_files())
        files.write(str(tmp_path / "a.csv"), "new")
        files.write(str(tmp_path / "b.csv"), "new")
        stack.enter_context(holder(tmp_path / "a.csv"))
        files.move()
    assert content(tmp_path) == {"a.csv": "old", "a_2.csv": "new", "b_2.csv": "new"}


def holder(path):
    """Let another program have a file open, as GDAL and most programs open it on Windows."""
    code = "import sys; file = open(sys.argv[1], 'rb'); print('open', flush=True); sys.stdin.read()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "open\n"

    class Holder:
        def close(self):
            process.stdin.close()
            process.wait(60)
            process.stdout.close()

    return closing(Holder())
