"""What may happen around a run: full and read-only disks, sources that change, folders that vanish."""

from __future__ import annotations

import os
import subprocess

import numpy as np
import pytest


@pytest.fixture
def mounted():
    """Mount something, and take it off again."""
    mounts = []

    def mount(*arguments):
        done = subprocess.run(["mount", *arguments], capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"mounting needs root: {done.stderr.strip()}")
        if "remount" not in arguments[1]:
            mounts.append(arguments[-1])

    yield mount
    for place in reversed(mounts):
        subprocess.run(["umount", "-l", place], check=True)


@pytest.fixture
def ended(area):
    """Wait for the end of a run that has to fail, with its target untouched and nothing left."""

    def ended(host, old, *kinds):
        end = host.end()
        assert end.kind in kinds, (end.kind, end.message, end.result)
        assert "\n" not in end.message.strip()
        area.nothing_runs()
        if old is not None:
            assert area.target.read_bytes() == old
        assert area.left() == []
        return end.message

    return ended


def fill(folder):
    """Write a file until the disk is full, and return it."""
    path = folder.parent / "filler" if os.stat(folder.parent).st_dev == os.stat(folder).st_dev else folder / "filler"
    with open(path, "wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(1 << 14))
        except OSError:
            return path


@pytest.mark.parametrize("cluster", ["threads", "multi"])
@pytest.mark.parametrize("compress", ["DEFLATE", "NONE"])
def test_a_disk_too_small(area, start, tools, source, mounted, ended, cluster, compress):
    mounted("-t", "tmpfs", "-o", "size=1m", "tmpfs", str(area.folder))
    old = area.put_old()
    job = tools.filter_job(source, area.target, cluster)
    job["config"]["creation_options"] = {"COMPRESS": compress}
    message = ended(start(area, job), old, "OutputError")
    assert "needed" in message
    assert "MB" in message


@pytest.mark.parametrize("cluster", ["threads", "multi"])
def test_a_disk_that_others_fill_during_the_run(area, start, held_job, gate, mounted, cluster):
    mounted("-t", "tmpfs", "-o", "size=20m", "tmpfs", str(area.folder))
    old = area.put_old()
    host = start(area, held_job(cluster, held_from_row=300))
    host.wait_for_tiles(3)
    filler = fill(area.folder)
    gate.open()
    end = host.end()
    filler.unlink()
    assert end.kind == "OutputError", end
    assert "the disk is full" in end.message
    assert "needed" in end.message
    area.nothing_runs()
    assert area.target.read_bytes() == old
    assert area.left() == []


def test_a_temporary_folder_without_room(area, start, tools, source, wanted, mounted):
    mounted("-t", "tmpfs", "-o", "size=16k", "tmpfs", str(area.scratch))
    filler = fill(area.scratch)
    end = start(area, tools.filter_job(source, area.target, "multi")).end()
    assert end.result is not None, end.message
    np.testing.assert_array_equal(tools.read_raster(area.target), wanted)
    filler.unlink()
    assert area.left() == []


def test_a_read_only_folder(area, start, tools, source, mounted, ended):
    old = area.put_old()
    mounted("--bind", str(area.folder), str(area.folder))
    mounted("-o", "remount,ro,bind", str(area.folder))
    message = ended(start(area, tools.filter_job(source, area.target)), old, "OutputError")
    assert str(area.folder) in message
    assert "no permission" in message


def test_a_read_only_target(area, start, tools, source, mounted, ended):
    old = area.put_old()
    mounted("--bind", str(area.target), str(area.target))
    mounted("-o", "remount,ro,bind", str(area.target))
    message = ended(start(area, tools.filter_job(source, area.target)), old, "OutputError")
    assert str(area.target) in message


def test_a_target_folder_that_vanishes(area, start, held_job, gate):
    host = start(area, held_job("threads"))
    host.wait_for_tiles(5)
    area.folder.rename(area.folder.parent / "elsewhere")
    gate.open()
    end = host.end()
    assert end.kind == "OutputError", end
    assert "out.tif" in end.message
    area.nothing_runs()
    area.folder.mkdir()
    assert area.left() == []


def vanishes(path, tools):
    path.unlink()


def shrinks(path, tools):
    os.truncate(path, path.stat().st_size // 3)


def is_replaced_by_another(path, tools):
    tools.write_raster(path.with_name("other.tif"), tools.noise(300, seed=2)).replace(path)


def is_replaced_by_an_equal_size(path, tools):
    other = path.with_name("other.tif")
    other.write_bytes(path.read_bytes())
    os.truncate(other, path.stat().st_size)
    other.replace(path)


def is_rewritten_in_place(path, tools):
    with open(path, "r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(os.urandom(100_000))


@pytest.mark.parametrize("cluster", ["threads", "multi"])
@pytest.mark.parametrize(
    "change",
    [vanishes, shrinks, is_replaced_by_another, is_replaced_by_an_equal_size, is_rewritten_in_place],
)
def test_a_source_that_changes_during_the_run(area, start, tools, source, ended, tmp_path, cluster, change):
    own = tmp_path / "own.tif"
    with open(source, "rb") as file:
        own.write_bytes(file.read())
    old = area.put_old()
    host = start(area, tools.long_filter_job(str(own), area.target, cluster))
    host.wait_for_tiles(1)
    change(own, tools)
    message = ended(host, old, "SourceError")
    assert str(own) in message
    assert "during the run" in message


def test_a_failed_run_leaves_no_temporary_output(area, start, tools, small):
    job = tools.filter_job(small, None, "multi", chunk=75, function="sys_exit")
    assert start(area, job).end().kind == "TileFailed"
    area.nothing_runs()
    assert area.left() == []
