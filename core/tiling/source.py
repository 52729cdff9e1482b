"""Check what a run reads: a file that workers open for themselves, or a `Raster` in the caller's memory."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Optional, Union

from ..arrays import Array
from ..errors import InvalidParameter
from ..tiles import Tile

if TYPE_CHECKING:
    from ..raster import Raster
    from ..raster.header import Part, SourceInfo
    from ..raster.mosaic import Joined
    from ..source_nodata import NodataRule

    Readable = Union[str, os.PathLike[str], Raster, Joined]
    """The raster that a run reads: a file, a `Raster`, or files that were joined."""


@dataclass(frozen=True)
class MemoryPieces:
    """Cuts pieces from a loaded `Raster`, as a reader does from a file."""

    raster: Raster
    info: SourceInfo
    """The raster's header with what the caller says of nodata."""

    def read_halo(self, tile: Tile, halo: int, bands: Sequence[int]) -> tuple[Array, Array]:
        """Return values and validity of the grown and clipped tile, each (bands, rows, columns)."""
        import numpy as np

        from ..pixels import hide_ranges

        stack, known = self.raster.band_stack()
        frame = self.raster.header.frame
        rows, cols = tile.grown(halo).clipped(frame).within(frame)
        chosen = [band - 1 for band in bands]
        values = np.ascontiguousarray(stack[chosen, rows, cols])
        valid = np.array(known[chosen, rows, cols], order="C")
        for band, plane, good in zip(bands, values, valid):
            hide_ranges(plane, self.info.ranges_of(band), good)
        return values, valid & np.isfinite(values) if values.dtype.kind == "f" else valid


@dataclass(frozen=True)
class Source:
    """A checked input: what is known of it, and where it lives."""

    info: SourceInfo
    memory: Optional[MemoryPieces] = None

    @classmethod
    def of(
        cls,
        raster: Any,
        bands: Optional[Sequence[int]] = None,
        crs: Optional[str] = None,
        nodata: Sequence[NodataRule] = (),
    ) -> Source:
        """Return the source for what is `Readable`; a file is checked. Raises SourceError, InvalidParameter.

        :param crs: holds instead of the raster's own.
        :param nodata: what counts as nodata too.
        """
        from ..raster import Raster, inspect
        from ..raster.array_header import info_with_gaps
        from ..raster.mosaic import Joined

        parts: tuple[Part, ...] = ()
        if isinstance(raster, Joined):
            raster, parts = raster.path, raster.parts
        if isinstance(raster, Raster):
            if raster.is_loaded or raster.differs_from_file():
                known = info_with_gaps(raster.header, raster.band_stack()[1])
                info = known.with_crs(crs).with_nodata(nodata)
                return cls(info, MemoryPieces(raster, info))
            raster = raster.filename
        return cls(replace(inspect(raster, bands).with_crs(crs).with_nodata(nodata), parts=parts))


def name_of(source: Any) -> str:
    """Return the name of a source for messages and provenance: its path, or "memory"."""
    from ..raster import Raster
    from ..raster.check import path_of

    return str(source.filename or "memory") if isinstance(source, Raster) else path_of(source)


def names_of(source: Any) -> tuple[str, ...]:
    """Return the names of all that a script gives as source: of a list those of its files, folders and patterns."""
    if not isinstance(source, (list, tuple)):
        return (name_of(source),)
    from ..raster.check import path_of

    if not source:
        raise InvalidParameter("source is an empty list: name a raster file")
    return tuple(path_of(one) for one in source)
