"""Gather what tiles and groups say of zones, and write it: a row for each zone, a row for each class of a zone."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

import numpy as np

from ..arrays import Array
from ..files.many_files import shown
from ..files.whole_file import WholeFiles, errors_named
from ..statistics.keys import line_of
from ..version import VERSION
from ..zones.burn import FULL
from ..zones.spill import Spill
from ..zones.summary import nothing_of

if TYPE_CHECKING:
    from .prepare_zonal import ZonalRun
    from .zonal_operation import Measured, ZonalTile
    from .zone_sources import Zones

COMPACT = 1 << 20
"""Entries of totals that may wait until those of one zone are added up."""
WHOLE = ("count", "valid_count", "variety")


@dataclass
class Totals:
    """The weight of the pixels of each zone, valid or not."""

    zones: Any = field(default_factory=lambda: np.zeros(0, np.int64))
    weights: Any = field(default_factory=lambda: np.zeros(0, np.int64))
    _waiting: list[tuple[Any, Any]] = field(default_factory=list)
    _waits: int = 0

    def add(self, zones: Array, weights: Array) -> None:
        """Add what one tile says."""
        self._waiting.append((zones, weights))
        self._waits += len(zones)
        if self._waits > COMPACT:
            self.compact()

    def compact(self) -> None:
        """Add up what waits."""
        zones = np.concatenate([self.zones, *(one for one, _ in self._waiting)])
        weights = np.concatenate([self.weights, *(one for _, one in self._waiting)])
        self.zones, place = np.unique(zones, return_inverse=True)
        self.weights = np.zeros(len(self.zones), np.int64)
        np.add.at(self.weights, place, weights)
        self._waiting, self._waits = [], 0

    def of(self, zones: Array) -> Any:
        """Return the weights of zones that are there."""
        return self.weights[np.searchsorted(self.zones, zones)]


@dataclass
class ZonalResult:
    """The statistics of all zones of a run."""

    run: ZonalRun
    zones: Any
    """int64: the numbers of the zones, ascending; of polygons 0, 1, 2, …; of a raster those that occur in it."""
    unit: int
    totals: Totals
    spills: list[Spill]
    measured: list[list[Measured]]
    columns: list[dict[str, Any]] = field(default_factory=list)
    """For each band the statistics by name: 1-D arrays over `zones`."""
    seconds: float = 0.0

    @classmethod
    def begun(cls, run: ZonalRun, zones: Zones, folder: Path) -> ZonalResult:
        """Return the result before the first tile."""
        dtype = np.result_type(*(run.source.info.dtypes[band - 1] for band in run.bands))
        spills = [Spill(line_of(dtype), folder / f"band{band}") for band in run.bands]
        known = None if zones.count is None else np.arange(zones.count)
        return cls(run, known, FULL if zones.is_share else 1, Totals(), spills, [[] for _ in run.bands])

    def absorb(self, tile: ZonalTile) -> None:
        """Take what one tile says, in row-major order."""
        self.totals.add(tile.zones, tile.totals)
        for spill, measured, band in zip(self.spills, self.measured, tile.bands):
            measured += [one for one in band.done if len(one.zones)]
            for runs in band.open:
                spill.add(runs)

    def groups(self) -> list[tuple[int, tuple[Any, Any]]]:
        """Return what is left to sum up: the place of the band, a group of zones and the weights of their pixels."""
        self.totals.compact()
        return [
            (band, (group, self.totals.of(np.unique(group.index["zone"]))))
            for band, spill in enumerate(self.spills)
            for group in spill.groups()
        ]

    def take(self, band: int, found: Measured) -> None:
        """Take the statistics of a group."""
        self.measured[band].append(found)

    def end(self, seconds: float) -> None:
        """Put the zones in order."""
        self.seconds = seconds
        if self.zones is None:
            self.zones = self.totals.zones
        self.columns = [self._column(parts) for parts in self.measured]

    def _column(self, parts: list[Measured]) -> dict[str, Any]:
        known = np.concatenate([np.zeros(0, np.int64), *(part.zones for part in parts)])
        place = np.searchsorted(self.zones, known)
        return {name: self._values(name, place, parts) for name in self.run.job.names}

    def _values(self, name: str, place: Array, parts: list[Measured]) -> Array:
        """Return a statistic of every zone; of those without a valid pixel 0 for counts, NaN for the rest."""
        if name == "count":
            return self._weights() / self.unit if self.unit > 1 else self._weights()
        found = [part.columns[name] for part in parts]
        whole = name in WHOLE and (self.unit == 1 or name == "variety")
        made = np.full(len(self.zones), nothing_of(name), np.int64 if whole else np.float64)
        if found and not whole and all(one.dtype.kind in "iu" for one in found):
            made = made.astype(object)  # 64-bit integers as they are, NaN where there is none
        if found:
            made[place] = np.concatenate(found)
        if name == "percentage_valid":
            made = np.where((self._weights() > 0) & np.isnan(made.astype(float)), 0.0, made)
        return made

    def _weights(self) -> Array:
        made = np.zeros(len(self.zones), np.int64)
        made[np.searchsorted(self.zones, self.totals.zones)] = self.totals.weights
        return made

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the statistics of each zone by name; those of further bands with `b2_` before it."""
        named = [
            (name if number == 0 else f"b{band}_{name}", values.tolist())
            for number, (band, columns) in enumerate(zip(self.run.bands, self.columns))
            for name, values in columns.items()
        ]
        for index, zone in enumerate(self.zones.tolist()):
            yield {"zone": zone, **{name: plain(values[index]) for name, values in named}}

    def write(self, files: WholeFiles) -> None:
        """Write what the job asks for. Raises OutputError."""
        job = self.run.job
        if job.table:
            names = ["zone", *(name for name in next(self.rows(), {}) if name != "zone")]
            _write_table(files, job.table, names, self.rows())
        if job.classes:
            _write_table(files, job.classes, CLASS_COLUMNS, self.class_rows())
        if job.records:
            file = files.open(job.records)
            with errors_named(job.records):
                file.writelines(json.dumps(row) + "\n" for row in self.rows())
        if job.json:
            files.write(job.json, json.dumps(self.to_json(), indent=1, ensure_ascii=False, allow_nan=False) + "\n")

    def class_rows(self) -> Iterator[dict[str, Any]]:
        """Yield each value of each zone, with its pixels, its share of the zone's valid pixels and its area."""
        area = pixel_area(self.run.source.info)
        for band, parts in zip(self.run.bands, self.measured):
            for runs in sorted((part.classes for part in parts if part.classes), key=lambda one: int(one.zones[0])):
                for place, zone in enumerate(runs.zones.tolist()):
                    one = slice(runs.start[place], runs.start[place + 1])
                    counts = runs.counts[one] / self.unit if self.unit > 1 else runs.counts[one]
                    values = runs.line.values(runs.keys[one])
                    total = float(runs.counts[one].sum()) / self.unit
                    for value, count in zip(values.tolist(), counts.tolist()):
                        size = None if area is None else count * area
                        row = (zone, band, value, count, count / total, size)
                        yield dict(zip(CLASS_COLUMNS, row))

    def to_json(self) -> dict[str, Any]:
        """Return all of it as plain values."""
        made = {"zones": list(self.rows()), "run": self.account()}
        return {**made, "classes": list(self.class_rows())} if self.run.job.classes else made

    def account(self) -> dict[str, Any]:
        """Return what the run tells of itself."""
        job, plan = self.run.job, self.run.plan
        return {
            "source": shown([job.source, *job.further_sources]),
            "zones": len(self.zones),
            "empty": int((self._weights() == 0).sum()),
            "pixels": job.pixels,
            "tiles": plan.tiles,
            "chunk": list(plan.chunk),
            "workers": plan.workers,
            "cluster": plan.cluster,
            "seconds": round(self.seconds, 3),
            "version": VERSION,
        }


CLASS_COLUMNS = ("zone", "band", "class", "pixels", "share", "area")


def pixel_area(info: Any) -> Optional[float]:
    """Return the area of a pixel in square units of the CRS; None where that measures in degrees."""
    a, b, _, d, e, _ = info.transform
    return None if info.is_geographic or not info.is_georeferenced else abs(a * e - b * d)


def plain(value: Any) -> Any:
    """Return a number as JSON has it: None for NaN and infinities."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _write_table(files: WholeFiles, path: str, columns: Any, rows: Iterator[dict[str, Any]]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    files.write(path, text.getvalue())
