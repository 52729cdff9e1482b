"""Read the block of a tile and give it to an operation: what a worker does with each tile, whatever the operation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Optional

from ..tiles import Tile, whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..raster.source import SourceInfo


@dataclass(frozen=True)
class Block:
    """The pixels of one tile with its margin, as a worker has read them."""

    info: SourceInfo
    tile: Tile
    """The piece without its margin."""
    halo: int
    values: NDArray[Any]
    """(bands, rows, columns) in the file's type; the margin is clipped at the raster's edge."""
    valid: NDArray[Any]
    """Boolean, same shape: False for nodata, NaN, infinities and masked pixels."""

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
    sharing: int = 1
    """Processes that share the memory for unpacked pieces of the source."""

    def __call__(self, tile: Tile, piece: Optional[tuple[NDArray[Any], NDArray[Any]]] = None) -> Any:
        """Return the operation's result; `piece` is given where the raster lives in the caller's memory."""
        if piece is None:
            from ..raster import cached_reader
            from ..raster.block_cache import SHELF, SHELF_BYTES

            # Without a margin tiles share no block, but for those that blocks do not divide evenly.
            SHELF.limit((SHELF_BYTES if self.halo else SHELF_BYTES // 4) // self.sharing)
            piece = cached_reader(self.info).read_halo(tile, self.halo, self.bands)
        return self.operation(Block(self.info, tile, self.halo, *piece))
