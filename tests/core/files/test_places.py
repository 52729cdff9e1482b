"""Every kind of output at every kind of place that is no file: refused before any work, and the place stays as it is.

Real devices are only looked at, never named as an output.
"""

from __future__ import annotations

import os
import socket
import stat
from pathlib import Path

import numpy as np
import pytest
from tiled_raster.core import (
    FilterJob,
    MultiprocConfig,
    Raster,
    StatisticsJob,
    filter_raster,
    map_overlap_multiproc_save,
)
from tiled_raster.core import run as run_job_here
from tiled_raster.core.errors import OutputError
from tiled_raster.core.files.partial import Partial
from tiled_raster.core.files.places import is_windows_device, refuse_special, special_kind
from tiled_raster.core.files.whole_file import write_whole

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes and sockets with a name in a folder")


def pipe(path):
    os.mkfifo(path)


def bound_socket(path):
    with socket.socket(socket.AF_UNIX) as one:
        folder = os.getcwd()
        os.chdir(path.parent)  # the name of a socket must be short
        one.bind(path.name)
        os.chdir(folder)


def link_to_a_pipe(path):
    os.mkfifo(path.with_name("behind"))
    os.symlink("behind", path)


def link_to_a_stream(path):
    """Lead to what this program has open under number 1, which may be a plain file."""
    os.symlink("/dev/stdout", path)


PLACES = {"a pipe": [pipe, link_to_a_pipe], "a socket": [bound_socket], "an open stream": [link_to_a_stream]}
PLACES = [(place, words) for words, places in PLACES.items() for place in places]


def filtered(source, target):
    run_job_here(FilterJob(source, MultiprocConfig(outfile=target), ("max",), {"size": 3}))


def filtered_in_python(source, target):
    filter_raster(source, MultiprocConfig(outfile=target), "max", size=3)


def mapped(source, target):
    map_overlap_multiproc_save(lambda tile: tile, source, MultiprocConfig(outfile=target))


def saved(source, target):
    Raster(source).save(target)


def statistics(name):
    def run(source, target):
        run_job_here(StatisticsJob(source, MultiprocConfig(), per_tile=True, **{name: target}))

    run.__name__ = name
    return run


OUTPUTS = [(run, "out.tif") for run in (filtered, filtered_in_python, mapped, saved)]
OUTPUTS += [(statistics(name), f"out.{name}") for name in ("table", "json", "html", "tiles_file")]


@pytest.mark.parametrize(("place", "words"), PLACES, ids=lambda value: getattr(value, "__name__", ""))
@pytest.mark.parametrize(("run", "name"), OUTPUTS, ids=lambda value: getattr(value, "__name__", ""))
def test_no_output_replaces_what_is_no_file(make_raster, tmp_path, run, name, place, words):
    source = make_raster(np.arange(30.0).reshape(5, 6))
    target = tmp_path / "here" / name
    target.parent.mkdir()
    place(target)
    before = {path.name: os.lstat(path).st_ino for path in target.parent.iterdir()}
    with pytest.raises(OutputError, match=f"{name}: is an? .*, which is never replaced") as told:
        run(str(source), str(target))
    assert words in str(told.value) or "link_to" in place.__name__
    assert {path.name: os.lstat(path).st_ino for path in target.parent.iterdir()} == before


@pytest.mark.parametrize("beside", ["out.tif.aux.xml", "out.tif.msk", "out.tif.ovr", "out.tfw"])
def test_nor_do_the_files_beside_a_raster(make_raster, tmp_path, beside):
    source = str(make_raster(np.arange(30.0).reshape(5, 6)))
    pipe(tmp_path / beside)
    with pytest.raises(OutputError, match=f"{beside}: is a pipe"):
        filtered(source, str(tmp_path / "out.tif"))
    assert stat.S_ISFIFO(os.lstat(tmp_path / beside).st_mode)


def test_nor_one_that_came_during_the_run(tmp_path):
    pipe(tmp_path / "out.tif")
    with Partial(tmp_path / "out.tif") as partial:
        Path(partial.path).write_text("new")
        with pytest.raises(OutputError, match="is a pipe"):
            partial.move()
    with pytest.raises(OutputError, match="is a pipe"):
        write_whole(str(tmp_path / "out.tif"), "new")
    assert stat.S_ISFIFO(os.lstat(tmp_path / "out.tif").st_mode)


@pytest.mark.parametrize("device", ["/dev/null", "/dev/full", "/dev/zero", "/dev/tty"])
def test_devices_are_told_by_looking(device):
    if not os.path.exists(device):
        pytest.skip("this machine has no such device")
    assert special_kind(device) == "a device"
    with pytest.raises(OutputError, match=f"table={device}: is a device"):
        refuse_special(device, "table")


@pytest.mark.parametrize("stream", ["/dev/stdout", "/dev/stderr", "/dev/fd/1", "/proc/self/fd/1"])
def test_streams_are_told_whatever_they_lead_to(stream):
    if not os.path.lexists(stream):
        pytest.skip("this system has no such name")
    assert special_kind(stream) in ("a device", "a pipe", "a socket", "an open stream")


def test_files_folders_links_to_files_and_nothing_pass(tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "dangling").symlink_to("gone")
    (tmp_path / "circle").symlink_to("circle")
    for name in ("file", "link", "dangling", "circle", "gone", "."):
        assert special_kind(str(tmp_path / name)) is None
    assert special_kind(str(Path("/dev/shm/tiled raster, not there"))) is None


@pytest.mark.parametrize(
    ("path", "is_device"),
    [
        ("NUL", True),
        (r"C:\data\nul.tif", True),
        ("con", True),
        ("d:/x/COM1.csv", True),
        (r"\\.\PhysicalDrive0", True),
        ("nul .tif", True),
        ("null.tif", False),
        (r"C:\con\out.tif", False),
        ("com10.tif", False),
        (r"C:\data\console.json", False),
    ],
)
def test_devices_of_windows_are_told_by_their_names(path, is_device):
    assert is_windows_device(path) is is_device
