"""Filter or measure one block: what a worker does with the block of a tile in a run of a job."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Callable, Optional, Union

import numpy as np

from .arrays import Array
from .errors import NodataClash
from .tiles import Tile
from .tiling.block import Block

if TYPE_CHECKING:
    from .filters.apply import FilterPass
    from .raster.parts import Parts, WrittenPart
    from .statistics.measurement import PassTask


@dataclass(frozen=True)
class FilteredTile:
    """A tile as the built-in kernels make it."""

    pixels: Union[Array, WrittenPart, None]
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

    def narrows(self, hides: bool) -> bool:  # noqa: ARG002
        """Return True: only the part of a tile is filtered that the mask leaves."""
        return True

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
        valid_count = int((valid if inside is None else valid & inside).sum())
        return FilteredTile(self._widened(pixels, block), valid_count, lost)

    def _widened(self, pixels: Array, block: Block) -> Array:
        """Return the planes of the tile of the run, without data where the mask left nothing to do."""
        if block.asked is None or block.asked == block.tile:
            return pixels
        marking = self.filters.marking
        nodata = 0 if marking is None or marking.nodata is None else marking.nodata
        wide = np.full((len(pixels), *block.asked.shape), nodata, pixels.dtype)
        if marking is not None and marking.mask:
            wide[-1] = 0
        wide[(slice(None), *block.tile.within(block.asked))] = pixels
        return wide

    def _cell_size(self, block: Block) -> Any:
        if not self.needs_ground:
            return None
        from .filters.ground import ground_steps

        info, tile = block.info, block.tile
        return ground_steps(info.transform, tile.row_min, tile.row_max, info.width, info.is_geographic)


@dataclass(frozen=True)
class WritePart:
    """The operation that filters a block and writes the tile as a part of the output: no pixel goes to the client."""

    operation: FilterOperation
    parts: Parts
    frame: Tile
    """The piece of the source that the output covers."""

    def narrows(self, hides: bool) -> bool:
        """Return whether only the part of a tile is filtered that the mask leaves."""
        return self.operation.narrows(hides)

    def __call__(self, block: Block) -> FilteredTile:
        """Return the tile, written, and what was lost of it to gaps. Raises OutputError, NodataClash, GapsDiffer."""
        made = self.operation(block)
        tile = (block.asked or block.tile).moved(-self.frame.row_min, -self.frame.col_min)
        assert made.pixels is None or isinstance(made.pixels, np.ndarray)
        return replace(made, pixels=self.parts.write(tile, made.pixels))


@dataclass(frozen=True)
class MeasureOperation:
    """The operation of one pass: what each band's measurement asks for, and per-tile records where wanted."""

    tasks: tuple[PassTask, ...]
    names: tuple[str, ...] = ()
    percentiles: tuple[float, ...] = ()
    function: Optional[Callable[[Block], Any]] = None

    def narrows(self, hides: bool) -> bool:
        """Return whether only the part of a tile need be read that the mask leaves: where other pixels do not count."""
        return not hides and self.function is None

    def __call__(self, block: Block) -> tuple[list[Any], list[dict[str, Any]], Any]:
        """Return the states of the bands, their records for this tile, and what the user's function gave."""
        from .statistics.tile import tile_record

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
