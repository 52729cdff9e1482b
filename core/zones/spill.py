"""Let runs of zones that lie in several tiles wait in a file until all tiles are done, and join them zone by zone.

Memory holds some zones at a time. A zone too large for that is sorted on disk: its runs are dealt out by value to files
that fit, each of which is sorted by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ..arrays import Array
from ..statistics.keys import Line
from .runs import Runs, joined

MOST_RUNS = 1 << 20
"""Runs that are joined in memory at a time."""
SAMPLE = 1 << 18
"""Runs that are looked at to divide a large zone."""
SEGMENT = np.dtype([("zone", "i8"), ("offset", "i8"), ("runs", "i8"), ("bytes", "i8")])
"""Where the runs of one zone in one tile stand in the file: keys, then counts of so many bytes each (0: all are 1)."""


@dataclass
class Spill:
    """The file of one band, written by one process and read by any."""

    line: Line
    path: Path
    segments: list[Any] = field(default_factory=list)
    _size: int = 0

    def add(self, runs: Runs) -> None:
        """Keep the runs of zones of one more tile."""
        if not len(runs.zones):
            return
        lengths = np.diff(runs.start)
        most = int(runs.counts.max())
        wide = 0 if most == 1 else 4 if most < 1 << 32 else 8
        with open(self.path, "ab") as file:
            runs.keys.tofile(file)
            if wide:
                runs.counts.astype(f"u{wide}").tofile(file)
        made = np.zeros(len(lengths), SEGMENT)
        made["zone"], made["runs"], made["bytes"] = runs.zones, lengths, wide
        made["offset"] = self._size
        # All keys stand before all counts: a segment says where its keys are, and `_counts_at` where its counts.
        self.segments.append((made, runs.start[:-1], len(runs.keys)))
        self._size += len(runs.keys) * (self.line.bits // 8 + wide)

    def groups(self) -> Iterator[ZoneGroup]:
        """Yield the zones some at a time, in ascending order, with what is needed to read them anywhere."""
        if not self.segments:
            return
        index = np.concatenate([_placed(self.line, *part) for part in self.segments])
        index = index[np.argsort(index["zone"], kind="stable")]
        begins = np.flatnonzero(np.concatenate(([True], np.diff(index["zone"]) != 0)))
        sizes = np.add.reduceat(index["runs"], begins)
        first, taken = 0, 0
        for number, size in enumerate(sizes.tolist()):
            if taken and taken + size > MOST_RUNS:
                yield ZoneGroup(self.line, str(self.path), index[begins[first] : begins[number]])
                first, taken = number, 0
            taken += size
        yield ZoneGroup(self.line, str(self.path), index[begins[first] :])


PLACED = np.dtype([("zone", "i8"), ("keys_at", "i8"), ("counts_at", "i8"), ("runs", "i8"), ("bytes", "i8")])


def _placed(line: Line, segments: Array, first: Array, keys: int) -> Array:
    placed = np.zeros(len(segments), PLACED)
    for name in ("zone", "runs", "bytes"):
        placed[name] = segments[name]
    placed["keys_at"] = segments["offset"] + first * (line.bits // 8)
    placed["counts_at"] = segments["offset"] + keys * (line.bits // 8) + first * segments["bytes"]
    return placed


@dataclass(frozen=True)
class ZoneGroup:
    """Some zones of a spill: which parts of its file hold their runs."""

    line: Line
    path: str
    index: Array
    """Of PLACED, sorted by zone."""

    @property
    def is_large(self) -> bool:
        """Whether it is one zone that does not fit."""
        return int(self.index["runs"].sum()) > MOST_RUNS

    def runs(self) -> Runs:
        """Read and join the runs, in memory."""
        with open(self.path, "rb") as file:
            return joined(self.line, [self._read(file, *part) for part in self._parts()])

    def _parts(self) -> list[tuple[int, int, int, int, int]]:
        return [tuple(row) for row in self.index.tolist()]

    def _read(self, file: Any, zone: int, keys_at: int, counts_at: int, runs: int, wide: int) -> Runs:
        keys = self._array(file, keys_at, f"u{self.line.bits // 8}", runs)
        counts = self._array(file, counts_at, f"u{wide}", runs).astype(np.int64) if wide else np.ones(runs, np.int64)
        return Runs(self.line, np.array([zone]), np.array([0, runs]), keys, counts)

    def _array(self, file: Any, offset: int, kind: str, number: int) -> Array:
        file.seek(offset)
        return np.fromfile(file, kind, number)

    def sorted_runs(self, folder: Path) -> Runs:
        """Return the runs of one large zone, joined in files of `folder` that are mapped into memory."""
        zone = int(self.index["zone"][0])
        with open(self.path, "rb") as file:
            limits = self._limits(file)
            for part in self._parts():
                _deal(self._read(file, *part), limits, folder)
        total = 0
        with open(folder / "keys", "wb") as keys, open(folder / "counts", "wb") as counts:
            for number in range(len(limits) + 1):
                runs = _dealt(self.line, zone, number, folder)
                runs.keys.tofile(keys)
                runs.counts.tofile(counts)
                total += len(runs.keys)
        return Runs(
            self.line,
            np.array([zone]),
            np.array([0, total]),
            np.memmap(folder / "keys", f"u{self.line.bits // 8}", "r"),
            np.memmap(folder / "counts", np.int64, "r"),
        )

    def _limits(self, file: Any) -> Any:
        """Return keys that divide the runs into parts that fit: quantiles of a sample of each part."""
        every = -(-int(self.index["runs"].sum()) // SAMPLE)
        drawn = np.sort(np.concatenate([self._read(file, *part).keys[::every].copy() for part in self._parts()]))
        parts = 4 * -(-int(self.index["runs"].sum()) // MOST_RUNS)
        return np.unique(drawn[np.linspace(0, len(drawn) - 1, parts + 1).astype(np.int64)[1:-1]])


def _deal(runs: Runs, limits: Any, folder: Path) -> None:
    cuts = np.searchsorted(runs.keys, limits, side="right")
    edges = np.concatenate(([0], cuts, [len(runs.keys)]))
    for number in np.flatnonzero(np.diff(edges)).tolist():
        part = slice(edges[number], edges[number + 1])
        for name, values in (("k", runs.keys), ("c", runs.counts)):
            with open(folder / f"{name}{number}", "ab") as file:
                values[part].tofile(file)


def _dealt(line: Line, zone: int, number: int, folder: Path) -> Runs:
    files = folder / f"k{number}", folder / f"c{number}"
    if not files[0].exists():
        return joined(line, [])
    keys, counts = np.fromfile(files[0], f"u{line.bits // 8}"), np.fromfile(files[1], np.int64)
    for file in files:
        file.unlink()
    return joined(line, [Runs(line, np.array([zone]), np.array([0, len(keys)]), keys, counts)])
