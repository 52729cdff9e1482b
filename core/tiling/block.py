"""Read the block of a tile and give it to an operation: what a worker does with each tile, whatever the operation."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Callable, Optional

from ..arrays import Array
from ..tiles import Tile, whole

if TYPE_CHECKING:
    from ..raster.header import SourceInfo
    from ..raster.reader import RunReaders


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
    """What a worker does with a tile: read the block, call the operation. Sent to a worker once per run."""

    info: SourceInfo
    bands: tuple[int, ...]
    halo: int
    operation: Callable[[Block], Any]
    run: str = field(default_factory=lambda: secrets.token_hex(8))
    """Names the run, for which the process that works on it keeps the source open, and pieces of it unpacked."""
    processes: int = 0
    """Workers that are processes and share the memory for unpacked pieces; 0: this process does the work."""

    def __call__(self, tile: Tile, piece: Optional[tuple[Array, Array]] = None) -> Any:
        """Return the operation's result; `piece` is given where the raster lives in the caller's memory."""
        if piece is None:
            piece = self._readers().read_halo(self.info, tile, self.halo, self.bands)
        return self.operation(Block(self.info, tile, self.halo, *piece, bands=self.bands))

    def _readers(self) -> RunReaders:
        from ..raster.block_cache import CACHE_BYTES
        from ..raster.reader import readers_of

        # Without a margin tiles share no block, but for those that blocks do not divide evenly.
        cache_bytes = (CACHE_BYTES if self.halo else CACHE_BYTES // 4) // max(self.processes, 1)
        return readers_of(self.run, cache_bytes, alone=self.processes > 0)
