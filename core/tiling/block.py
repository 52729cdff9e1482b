"""Read the block of a tile and give it to an operation: what a worker does with each tile, whatever the operation."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Callable, Optional

import numpy as np

from ..arrays import Array
from ..tiles import Tile, whole

if TYPE_CHECKING:
    from ..raster.header import SourceInfo
    from ..raster.reader import RunReaders
    from .mask import Mask


@dataclass(frozen=True)
class Block:
    """The pixels of one tile with its margin, as a worker has read them."""

    info: SourceInfo
    tile: Tile
    """The piece without its margin."""
    halo: int
    values: Array
    """(bands, rows, columns) in the file's type; the margin is clipped at the raster's edge."""
    valid: Array
    """Boolean, same shape: False for nodata, NaN, infinities and masked pixels."""
    bands: Optional[tuple[int, ...]] = None
    """Of the source, from 1, which the block holds; None: all."""
    area: Optional[Array] = None
    """Boolean (rows, columns) over `frame`: where the mask of the run lies; None: no mask."""
    hides: bool = False
    """Whether pixels outside the mask count as nodata, as `valid` then says; else they only get no result."""
    is_outside: bool = False
    """Whether the mask leaves nothing to do here: nothing was read, and no pixel is valid."""
    asked: Optional[Tile] = None
    """The tile of the run, where `tile` is the part of it that the mask leaves; None: `tile` itself."""

    @property
    def inside(self) -> Optional[Array]:
        """Where pixels of the tile, without its margin, get a result (rows, columns); None: wherever one can be."""
        return None if self.area is None or self.hides else self.area[self.tile.within(self.frame)]

    @property
    def in_reach(self) -> Optional[Array]:
        """Where something that sees the margin may give a result: inside the mask, or near what is seen of it."""
        if self.area is None or not self.hides:
            return self.inside
        from .mask import near  # few runs have a mask

        return near(self.area, self.halo)[self.tile.within(self.frame)]

    @property
    def frame(self) -> Tile:
        """The piece with its margin, clipped at the raster's edge: what `values` covers."""
        return self.tile.grown(self.halo).clipped(whole(self.info.height, self.info.width))

    @property
    def pad(self) -> tuple[int, int, int, int]:
        """Rows above, rows below, columns left and columns right that the margin lacks at the raster's edge."""
        wanted, have = self.tile.grown(self.halo), self.frame
        return (
            have.row_min - wanted.row_min,
            wanted.row_max - have.row_max,
            have.col_min - wanted.col_min,
            wanted.col_max - have.col_max,
        )


@dataclass(frozen=True)
class BlockTask:
    """The work on a tile: read the block, call the operation. Sent to a worker once per run."""

    info: SourceInfo
    bands: tuple[int, ...]
    halo: int
    operation: Callable[[Block], Any]
    run: str = field(default_factory=lambda: secrets.token_hex(8))
    """Names the run, for which the process that works on it keeps the source open, and pieces of it unpacked."""
    processes: int = 0
    """Workers that are processes and share the memory for unpacked pieces; 0: this process does the work."""
    mask: Optional[Mask] = None
    """Where the run computes; None: everywhere."""

    def __call__(self, tile: Tile, piece: Optional[tuple[Array, Array]] = None) -> Any:
        """Return the operation's result; `piece` is given where the raster lives in the caller's memory."""
        if self.mask is not None:
            return self.operation(self._masked(tile, piece, self.mask))
        return self.operation(Block(self.info, tile, self.halo, *(piece or self._read(tile)), bands=self.bands))

    def _masked(self, tile: Tile, piece: Optional[tuple[Array, Array]], mask: Mask) -> Block:
        """Return the block of a tile under a mask; of one that lies outside wholly nothing is read."""
        block = self._unread(tile, mask)
        if block.is_outside:
            return block
        if piece is None and self.operation.narrows(mask.hides):  # type: ignore[attr-defined]
            block = self._narrowed(block)
        values, valid = piece or self._read(block.tile)
        return replace(block, values=values, valid=valid & block.area if mask.hides else valid)

    def _narrowed(self, block: Block) -> Block:
        """Return an unread block of the part of its tile in which the mask leaves something to do."""
        tile, frame = block.tile, block.frame
        assert block.area is not None
        rows, cols = (np.flatnonzero(block.area.any(axis=axis)) for axis in (1, 0))
        reach = block.halo if block.hides else 0
        part = Tile(
            frame.row_min + int(rows[0]) - reach,
            frame.row_min + int(rows[-1]) + 1 + reach,
            frame.col_min + int(cols[0]) - reach,
            frame.col_min + int(cols[-1]) + 1 + reach,
        ).clipped(tile)
        narrow = replace(block, tile=part, asked=tile)
        return replace(narrow, area=block.area[narrow.frame.within(frame)])

    def _unread(self, tile: Tile, mask: Mask) -> Block:
        """Return the block with the mask, its pixels none of them valid, and without memory of their own."""
        area = mask.area.inside(tile.grown(self.halo).clipped(self.info.frame))
        dtype = np.result_type(*(self.info.dtypes[band - 1] for band in self.bands))
        values, valid = (
            np.broadcast_to(np.zeros((), kind), (len(self.bands), *area.shape)) for kind in (dtype, np.dtype(bool))
        )
        block = Block(self.info, tile, self.halo, values, valid, self.bands, area, mask.hides)
        wanted = area if block.inside is None else block.inside
        return replace(block, is_outside=not wanted.any())

    def is_outside(self, tile: Tile) -> bool:
        """Return whether the mask leaves nothing to do in a tile, so that it need not be read."""
        return self.mask is not None and self._unread(tile, self.mask).is_outside

    def _read(self, tile: Tile) -> tuple[Array, Array]:
        return self._readers().read_halo(self.info, tile, self.halo, self.bands)

    def _readers(self) -> RunReaders:
        from ..raster.block_cache import CACHE_BYTES
        from ..raster.reader import readers_of

        # Without a margin tiles share no block, but for those that blocks do not divide evenly.
        cache_bytes = (CACHE_BYTES if self.halo else CACHE_BYTES // 4) // max(self.processes, 1)
        return readers_of(self.run, cache_bytes, alone=self.processes > 0)
