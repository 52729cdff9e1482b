"""Shared memory, messages and the count of processors, without any process."""

from __future__ import annotations

import os
import sys
from multiprocessing import Pipe
from pathlib import Path

import numpy as np
import pytest
from tiled_raster.core.clusters.pool import transport
from tiled_raster.core.clusters.pool.transport import SMALLEST, Channel, Recent, Slot, pack, unpack
from tiled_raster.core.processes.machine import usable_cpus

WINDOWS = sys.platform == "win32"


@pytest.fixture(params=["tagged mapping"] if WINDOWS else ["memory file", "unlinked file"])
def ends(request, monkeypatch):
    """The two channels of a pool and a worker, over the memory of Linux and over that of other systems."""
    if request.param == "unlinked file":
        monkeypatch.delattr(os, "memfd_create")
    slots = [Slot.create(), Slot.create()]
    others = [Slot(slot.handle if WINDOWS else str(os.dup(int(slot.handle)))) for slot in slots]
    near, far = Pipe()
    channels = Channel(near, slots), Channel(far, others)
    yield channels
    for channel in channels:
        channel.close()


@pytest.mark.parametrize("size", [0, 1, 1000, 2048, SMALLEST - 8, SMALLEST + 1, 5 * SMALLEST])
def test_both_sides_write_the_same_slot_by_turns(ends, size):
    near, far = ends
    for first, second in ((near, far), (far, near)):
        value = {"array": np.arange(size, dtype="u1"), "text": "x" * size}
        for slot in (0, 1):
            first.send(("task", slot), pack(value), slot)
        for slot in (0, 1):
            head, pieces = second.receive()
            assert head == ("task", slot)
            got = unpack(pieces)
            assert got["text"] == value["text"]
            assert np.array_equal(got["array"], value["array"])
            assert got["array"].flags.writeable


def test_a_small_message_after_a_large_one_and_growth_on_either_side(ends):
    near, far = ends
    for sender, receiver, size in ((near, far, 10), (far, near, 3), (near, far, 1), (far, near, 30), (near, far, 12)):
        sent = np.random.default_rng(size).bytes(size * SMALLEST // 4)
        sender.send(("x",), [sent], 1)
        assert receiver.receive()[1] == [sent]


def test_growing_never_cuts_off_what_the_other_side_has(ends):
    near, far = ends
    near.send(("x",), [bytes(8 * SMALLEST)], 0)
    far.send(("x",), [bytes(2 * SMALLEST)], 0)
    near.send(("x",), [b"z" * (8 * SMALLEST)], 0)
    far.receive()
    assert far.receive()[1] == [b"z" * (8 * SMALLEST)]


def test_messages_are_small_whatever_they_bring(ends):
    near, far = ends
    many = [np.full(2000, i) for i in range(500)]
    assert len(near.stow(("task",), pack(many), 0)) < 500
    near.send(("task",), pack(many), 0)
    assert [array[0] for array in unpack(far.receive()[1])] == list(range(500))


def test_arrays_are_not_copied_into_the_pickle():
    array = np.zeros((1000, 1000))
    stream, *arrays = pack({"a": array, "small": np.zeros(3)})
    assert len(stream) < 1000
    assert [len(piece) for piece in arrays] == [array.nbytes]
    assert len(pack(array, out_of_band=False)) == 1


@pytest.mark.skipif(WINDOWS, reason="the memory of Windows is no file")
def test_no_name_is_left_in_the_file_system(monkeypatch, tmp_path: Path):
    monkeypatch.delattr(os, "memfd_create")
    monkeypatch.setattr(transport.os, "access", lambda *_: False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    slot = Slot.create()
    slot.write([b"abc"])
    assert bytes(slot.view(SMALLEST)[:3]) == b"abc"
    assert os.listdir(tmp_path) == []
    slot.close()


def test_recent_forgets_the_same_on_both_sides():
    here, there = Recent(3), Recent(3)
    for token in (b"a", b"b", b"c", b"a", b"d", b"e"):
        if token not in here:
            here.keep(token)
            there.keep(token, token.decode())
        assert there.get(token) == token.decode()
    assert [token for token in (b"a", b"b", b"c", b"d", b"e") if token in here] == [b"c", b"d", b"e"]


GROUPS = {
    "no groups": ({}, None),
    "no limit": ({"sys/fs/cgroup/cpu.max": "max 100000"}, None),
    "container": ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "150000 100000"}, 2),
    "of a parent group": (
        {
            "proc/self/cgroup": "0::/a/b\n",
            "sys/fs/cgroup/a/cpu.max": "50000 100000",
            "sys/fs/cgroup/a/b/cpu.max": "max 100000",
        },
        1,
    ),
    "version 1": (
        {
            "proc/self/cgroup": "3:cpu,cpuacct:/box\n2:memory:/box\n",
            "sys/fs/cgroup/cpu/box/cpu.cfs_quota_us": "100000",
            "sys/fs/cgroup/cpu/box/cpu.cfs_period_us": "100000",
        },
        1,
    ),
    "version 1 without limit": (
        {
            "proc/self/cgroup": "3:cpu:/\n",
            "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1",
            "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000",
        },
        None,
    ),
    "rubbish": ({"proc/self/cgroup": "0::/../x\n", "sys/fs/cgroup/cpu.max": "many"}, None),
}


@pytest.mark.parametrize("name", GROUPS)
def test_processors_are_those_a_container_allows(tmp_path: Path, monkeypatch, name):
    files, limit = GROUPS[name]
    for path, text in {"proc/self/cgroup": "", **files}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(6)), raising=False)
    assert usable_cpus(tmp_path) == (limit or 6)


def test_processors_here():
    assert 1 <= usable_cpus() <= (os.cpu_count() or 1)
