"""Filter or measure one block: what a worker does with the block of a tile in a run of a job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Optional

from ..arrays import Array
from ..errors import NodataClash
from ..tiling.block import Block

if TYPE_CHECKING:
    from ..filters.apply import FilterPass
    from ..statistics.measurement import PassTask


@dataclass(frozen=True)
class FilteredTile:
    """What the built-in kernels make of a tile."""

    pixels: Optional[Array]
    """(bands x filters, rows, columns) in the output's type; None where the mask of the run leaves no data."""
    valid: int
    """Valid pixels of all bands that were read, without the margin."""
    lost: tuple[int, ...]
    """For each filter: valid pixels without a result because of gaps near them."""


@dataclass(frozen=True)
class FilterOperation:
    """The operation that runs the built-in kernels on a block."""

    filters: FilterPass
    needs_ground: bool = False
    """Whether a filter is given the steps of columns and rows on the ground."""

    def __call__(self, block: Block) -> FilteredTile:
        """Return the tile without the margin, and what was lost of it to gaps. Raises NodataClash, GapsDiffer."""
        if block.is_outside:
            return FilteredTile(None, 0, (0,) * len(self.filters.kernels))
        inside, ground = block.inside, self._cell_size(block)
        try:
            pixels, lost = self.filters.counted(block.values, block.valid, block.pad, ground, inside)
        except NodataClash as clash:
            raise clash.at(block.tile.row_min, block.tile.col_min, block.info.transform) from None
        valid = block.valid[(slice(None), *block.tile.within(block.frame))]
        return FilteredTile(pixels, int((valid if inside is None else valid & inside).sum()), lost)

    def _cell_size(self, block: Block) -> Any:
        if not self.needs_ground:
            return None
        from ..filters.ground import ground_steps

        info, tile = block.info, block.tile
        return ground_steps(info.transform, tile.row_min, tile.row_max, info.width, info.is_geographic)


@dataclass(frozen=True)
class MeasureOperation:
    """The operation of one pass: what each band's measurement asks for, and per-tile records where wanted."""

    tasks: tuple[PassTask, ...]
    names: tuple[str, ...] = ()
    percentiles: tuple[float, ...] = ()
    function: Optional[Callable[[Block], Any]] = None

    def __call__(self, block: Block) -> tuple[list[Any], list[dict[str, Any]], Any]:
        """Return the states of the bands, their records for this tile, and what the user's function gave."""
        from ..statistics.tile import tile_record

        inner, inside = (slice(None), *block.tile.within(block.frame)), block.inside
        pairs = list(zip(block.values[inner], block.valid[inner]))
        if inside is not None:
            pairs = [(values[inside], valid[inside]) for values, valid in pairs]
        states = [task(values, valid) for task, (values, valid) in zip(self.tasks, pairs)]
        records = [
            tile_record(values, valid, self.names, self.percentiles)
            for values, valid in pairs
            if self.names or self.percentiles
        ]
        return states, records, None if self.function is None else self.function(block)
