"""Read the values and the validity of a tile from an open raster."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Any, Optional, Union

import numpy as np
from rasterio.errors import RasterioError
from rasterio.windows import Window

from ..errors import SourceError
from ..files.raster_names import file_within
from ..pixels import hide_ranges, valid_pixels
from ..tiles import Tile
from .block_cache import LARGEST_UNIT_BYTES, BlockCache, assembled, unit_shape
from .check import is_plain_path, open_source
from .gdal import as_stored, environment
from .source import SourceInfo, describe

if TYPE_CHECKING:
    from numpy.typing import NDArray


class BlockReader:
    """An open raster that gives the values and the validity of tiles. Of one thread at a time; a context manager."""

    def __init__(self, source: Union[SourceInfo, str, os.PathLike[str]], cache: Optional[BlockCache] = None) -> None:
        """`cache` is what the readers of a run share: pieces that several tiles need are unpacked once."""
        self.info = source if isinstance(source, SourceInfo) else describe(source)
        self._cache = cache
        self._stack = ExitStack()
        with environment():
            self._dataset = self._stack.enter_context(open_source(self.info.path))
        if (self._dataset.height, self._dataset.width, self._dataset.count) != (
            self.info.height,
            self.info.width,
            self.info.count,
        ):
            self.close()
            raise SourceError(f"{self.info.path}: the file was replaced by another raster during the run")

    def __enter__(self) -> BlockReader:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; closing twice does no harm."""
        self._stack.close()

    def read(self, tile: Tile, bands: Sequence[int]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return values and validity of `tile`, which lies inside the raster, each (bands, rows, columns).

        Values have the file's own type, the widest of the bands where they differ. Valid is False for nodata (each
        band its own), NaN, infinities, and where a mask band or alpha hides the pixel. Raises SourceError.
        """
        window = _window(tile)
        try:
            with environment():
                values = self._shared_values(tile, bands)
                valid = np.empty(values.shape, bool)
                self._fill_valid(window, bands, values, valid)
        except (RasterioError, OSError) as error:
            check_unchanged(self.info)  # a file that was cut or replaced meanwhile is the better explanation
            raise SourceError(f"{self.info.path}: {tile} cannot be read ({error.__cause__ or error})") from error
        return values, valid

    def read_halo(self, tile: Tile, halo: int, bands: Sequence[int]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return what `read` does for `tile` with `halo` more pixels on each side, as far as the raster reaches."""
        return self.read(tile.grown(halo).clipped(self.info.frame), bands)

    def _shared_values(self, tile: Tile, bands: Sequence[int]) -> NDArray[Any]:
        """Return the pixels of `tile`, put together from pieces that all threads share."""
        info = self.info
        unit = unit_shape(info.block_shape, info.height, info.width)
        pixel_bytes = sum(np.dtype(info.dtypes[band - 1]).itemsize for band in bands)
        cache = self._cache
        if cache is None or unit[0] * unit[1] * pixel_bytes > LARGEST_UNIT_BYTES:
            return self._values(_window(tile), bands)

        def piece(place: Tile) -> NDArray[Any]:
            return cache.piece((info.path, tuple(bands), place), lambda: self._values(_window(place), bands))

        return assembled(tile, unit, info.frame, piece)

    def _values(self, window: Window, bands: Sequence[int]) -> NDArray[Any]:
        dtypes = {self.info.dtypes[band - 1] for band in bands}
        if len(dtypes) == 1:
            return as_stored(self._dataset.read(list(bands), window=window), dtypes.pop())
        parts = [as_stored(self._dataset.read(band, window=window), self.info.dtypes[band - 1]) for band in bands]
        return np.stack(parts)

    def _fill_valid(self, window: Window, bands: Sequence[int], values: NDArray[Any], valid: NDArray[Any]) -> None:
        for index, band in enumerate(bands):
            valid_pixels(values[index], self.info.nodata[band - 1], out=valid[index])
            hide_ranges(values[index], self.info.ranges_of(band), valid[index])
            if self.info.needs_mask_band(band):
                valid[index] &= self._dataset.read_masks(band, window=window) != 0
        alpha = self.info.alpha_band
        if alpha is not None and set(bands) != {alpha}:
            opaque = self._dataset.read(alpha, window=window) != 0
            for index, band in enumerate(bands):
                if band != alpha:
                    valid[index] &= opaque


def _window(tile: Tile) -> Window:
    return Window(tile.col_min, tile.row_min, tile.width, tile.height)


def check_unchanged(info: SourceInfo) -> None:
    """Raise SourceError when the file vanished or was changed since `info` was made."""
    if not is_plain_path(info.path) and not info.size_bytes:
        return
    try:
        status = os.stat(file_within(info.path) or info.path)
    except OSError as error:
        raise SourceError(f"{info.path}: the file vanished during the run ({error.strerror})") from error
    if info.size_bytes and status.st_size != info.size_bytes:
        raise SourceError(
            f"{info.path}: the file changed during the run: it had {info.size_bytes} bytes, now {status.st_size}"
        )
    if info.modified_ns and status.st_mtime_ns != info.modified_ns:
        raise SourceError(
            f"{info.path}: the file was written again during the run, the result would be a mixture; run it once more"
        )
