"""Measure the zones of one block, and sum up zones that lay in several: what a worker does in a run by zones."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional, Union

import numpy as np

from ..arrays import Array
from ..statistics.keys import line_of
from ..tiles import Tile
from ..tiling.block import Block
from ..zones.burn import pixels_of
from ..zones.polygons import Polygons
from ..zones.runs import Runs, runs_of
from ..zones.spill import ZoneGroup
from ..zones.summary import summarised

if TYPE_CHECKING:
    from ..raster.header import SourceInfo


@dataclass(frozen=True)
class Measured:
    """Zones that are done, in one band: a 1-D array for each statistic, over `zones`."""

    zones: Array
    columns: dict[str, Any]
    classes: Optional[Runs] = None
    """Their values one by one, where classes are asked for."""


@dataclass(frozen=True)
class BandZones:
    """The zones of one tile in one band."""

    done: list[Measured]
    open: list[Runs]
    """Of zones that reach beyond the tile."""


@dataclass(frozen=True)
class ZonalTile:
    """The zones of one tile: the weight of each one's pixels, valid or not, and its bands."""

    zones: Array
    totals: Array
    bands: list[BandZones]


@dataclass(frozen=True)
class PolygonZones:
    """Zones that are polygons, in files that `Polygons.save` wrote."""

    folder: str
    rule: str

    def pixels(self, tile: Tile) -> Iterator[tuple[Array, Array, Optional[Array]]]:
        """Yield zones, pixels of the tile and weights, as `pixels_of`."""
        return pixels_of(loaded(self.folder), tile, self.rule)

    def are_whole(self, zones: Array, tile: Tile, frame: Tile) -> Any:
        """Return, for each zone, whether no pixel of it lies outside the tile; `frame` is all that is measured."""
        x_min, y_min, x_max, y_max = np.asarray(loaded(self.folder).boxes)[zones].T
        return (
            (np.maximum(x_min, frame.col_min) >= tile.col_min)
            & (np.minimum(x_max, frame.col_max) <= tile.col_max)
            & (np.maximum(y_min, frame.row_min) >= tile.row_min)
            & (np.minimum(y_max, frame.row_max) <= tile.row_max)
        )


@lru_cache(maxsize=2)
def loaded(folder: str) -> Polygons:
    """Return the polygons of a folder, mapped once in each process."""
    return Polygons.load(Path(folder))


@dataclass(frozen=True)
class RasterZones:
    """Zones that are the numbers of a band of a raster on the same grid."""

    info: SourceInfo
    band: int
    rows: int
    """The row of the measured raster in which row 0 of the zones lies."""
    cols: int

    def pixels(self, tile: Tile) -> Iterator[tuple[Array, Array, Optional[Array]]]:
        """Yield the number of each pixel of the tile that has one, the pixel, and None: each weighs 1."""
        from ..raster.reader import BlockReader

        have = tile.moved(-self.rows, -self.cols).clipped(self.info.frame)
        if have.height < 1 or have.width < 1:
            return
        with BlockReader(self.info) as reader:
            values, valid = reader.read(have, [self.band])
        row, col = np.nonzero(valid[0])
        place = (row + have.row_min + self.rows - tile.row_min) * tile.width
        yield values[0][row, col].astype(np.int64), place + col + have.col_min + self.cols - tile.col_min, None

    def are_whole(self, zones: Array, tile: Tile, frame: Tile) -> Array:
        """Return, for each zone, whether no pixel of it lies outside the tile: nobody knows before all is read."""
        return np.full(len(zones), tile == frame)


@dataclass(frozen=True)
class Asked:
    """The statistics that are asked of every zone."""

    names: tuple[str, ...]
    is_share: bool = False
    classes: bool = False

    def of(self, runs: Runs, totals: Array) -> Measured:
        """Return the statistics of the zones of `runs`, whose pixels weigh `totals`."""
        return Measured(runs.zones, summarised(runs, totals, self.names, self.is_share), runs if self.classes else None)


@dataclass(frozen=True)
class ZonalOperation:
    """The operation that finds the pixels of each zone in a block: what lies wholly in it is measured at once."""

    zones: Union[PolygonZones, RasterZones]
    asked: Asked
    frame: Tile

    def __call__(self, block: Block) -> ZonalTile:
        """Return what the tile says of its zones."""
        values = block.values.reshape(len(block.values), -1)
        valid = block.valid.reshape(values.shape)
        lines = [line_of(values.dtype)] * len(values)
        found: list[tuple[Any, Any]] = []
        bands = [BandZones([], []) for _ in values]
        for zones, pixel, weight in self.zones.pixels(block.tile):
            known, totals = _weighed(zones, weight)
            found.append((known, totals))
            whole = self.zones.are_whole(known, block.tile, self.frame)
            for band, line, pixels, good in zip(bands, lines, values, valid):
                kept = good[pixel]
                runs = runs_of(line, zones[kept], pixels[pixel[kept]], None if weight is None else weight[kept])
                place = np.searchsorted(known, runs.zones)
                is_whole = whole[place]
                band.done.append(self.asked.of(runs.part(is_whole), totals[place[is_whole]]))
                band.open.append(runs.part(~is_whole))
        nothing = np.zeros(0, np.int64)
        known = np.concatenate([nothing, *(zones for zones, _ in found)])
        return ZonalTile(known, np.concatenate([nothing, *(totals for _, totals in found)]), bands)


def _weighed(zones: Array, weight: Optional[Array]) -> tuple[Array, Array]:
    """Return the different zones, ascending, and the weight of the pixels of each."""
    if weight is None:
        return np.unique(zones, return_counts=True)
    known, place = np.unique(zones, return_inverse=True)
    totals = np.zeros(len(known), np.int64)
    np.add.at(totals, place, weight)
    return known, totals


@dataclass(frozen=True)
class SumUp:
    """Sums up zones whose runs lie in a file."""

    asked: Asked
    folder: str
    """Where a zone too large for memory may be sorted."""

    def __call__(self, group: ZoneGroup, totals: Array) -> Measured:
        """Return the statistics of the zones of a group, whose pixels weigh `totals`."""
        if not group.is_large:
            return self.asked.of(group.runs(), totals)
        # It goes with the folder of the run: on Windows a file that is mapped into memory cannot be removed.
        runs = group.sorted_runs(Path(tempfile.mkdtemp(dir=self.folder)))
        measured = self.asked.of(runs, totals)
        if measured.classes is None:
            return measured
        kept = Runs(runs.line, runs.zones, runs.start, np.array(runs.keys), np.array(runs.counts))
        return Measured(measured.zones, measured.columns, kept)
