"""Check what a run reads: a file that workers open for themselves, or a `Raster` in the caller's memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional

from ..tiles import Tile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..raster import Raster
    from ..raster.source import SourceInfo


@dataclass(frozen=True)
class MemoryPieces:
    """Cuts pieces from a loaded `Raster`, as a reader does from a file."""

    raster: Raster

    def read_halo(self, tile: Tile, halo: int, bands: Sequence[int]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return values and validity of the grown and clipped tile, each (bands, rows, columns)."""
        import numpy as np

        stack, known = self.raster.band_stack()
        frame = self.raster.info.frame
        rows, cols = tile.grown(halo).clipped(frame).within(frame)
        chosen = [band - 1 for band in bands]
        values = np.ascontiguousarray(stack[chosen, rows, cols])
        valid = np.ascontiguousarray(known[chosen, rows, cols])
        return values, valid & np.isfinite(values) if values.dtype.kind == "f" else valid


@dataclass(frozen=True)
class Source:
    """A checked input: what is known of it, and where it lives."""

    info: SourceInfo
    memory: Optional[MemoryPieces] = None

    @classmethod
    def of(cls, raster: Any, bands: Optional[Sequence[int]] = None) -> Source:
        """Return the source for a path or a `Raster`; a file is checked. Raises SourceError, InvalidParameter."""
        from ..raster import Raster, inspect

        if isinstance(raster, Raster):
            if raster.is_loaded:
                return cls(raster.info, MemoryPieces(raster))
            raster = raster.filename
        return cls(inspect(raster, bands))


def name_of(source: Any) -> str:
    """Return the name of a source for messages and provenance: its path, or "memory"."""
    from ..raster import Raster
    from ..raster.check import path_of

    return str(source.filename or "memory") if isinstance(source, Raster) else path_of(source)
