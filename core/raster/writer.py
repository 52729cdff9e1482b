"""Writing: tiles go into a partial file beside the target, which replaces the target when it is whole."""

from __future__ import annotations

import contextlib
import os
from types import TracebackType
from typing import TYPE_CHECKING, Any, Optional, Protocol

import numpy as np

from ..arrays import Array
from ..errors import OutputError, TilingError
from ..files.partial import Partial
from ..files.paths import check_space, spoken_size
from ..pixels import valid_pixels
from ..tiles import Tile, whole
from .backends import backend, environment
from .backends.contract import Dataset, LibraryError
from .block_rows import BlockRows
from .creation_options import largest_packed
from .int64_nodata import write_exact_nodata
from .new_dataset import copy_into_format, creation, dress, is_sparse
from .overviews import BandStatistics, add_overviews
from .tiff import DamagedTiff, bytes_needed, missing_blocks

if TYPE_CHECKING:
    from .profile import OutputProfile

_BEST_RATIO = 1000
"""DEFLATE cannot make anything more than about this many times smaller."""
_READ_AT_THE_END = ("RST",)
"""While they close a raster they read all of it, for its extremes; not so what is cut to nothing before."""
_NEARLY_FULL = 4_000_000
_FULL = 16_000


class Growing(Protocol):
    """A place for a raster that is not whole yet, a context manager at whose end it is gone; as `Partial`."""

    @property
    def path(self) -> str:
        """Where the raster grows."""

    @property
    def station(self) -> str:
        """Where something may grow that is only on its way to the raster."""

    def __enter__(self) -> Any: ...

    def __exit__(self, *error: Any) -> None: ...

    def narrow(self) -> None:
        """Let nobody read the raster who may not read the one that it replaces."""

    def move(self) -> None:
        """Put the raster in its place."""


class BlockWriter:
    """Writes a raster by tiles; a context manager.

    Until it ends without an error, the target is untouched; with an error everything written is removed. A file
    that the target replaces is replaced in one step.
    """

    parts: None = None
    """Workers write none: all pixels come here."""

    def __init__(self, profile: OutputProfile, growing: Optional[Growing] = None) -> None:
        """`growing` is where the raster grows and what moves it when it is whole; None: beside the target."""
        self.profile = profile
        self._partial = Partial(profile.target) if growing is None else growing
        self._frame = whole(profile.height, profile.width)
        self._pixels_missing = profile.height * profile.width
        self._dataset: Optional[Dataset] = None
        self._rows: Optional[BlockRows] = None
        self._statistics = BandStatistics(profile) if profile.overviews else None

    @property
    def partial_path(self) -> str:
        """Where the raster grows; one that can only be copied into its format grows elsewhere before."""
        return self._partial.station if self.profile.copied else self._partial.path

    def __enter__(self) -> BlockWriter:
        self._check_space()
        try:
            self._partial.__enter__()
            with environment():
                self._dataset = backend().create(creation(self.profile, self.partial_path))
                dress(self._dataset, self.profile)
                shape = self._dataset.block_shapes[0]
            self._partial.narrow()
        except (LibraryError, OSError) as error:
            self._discard()
            raise self._failure(error) from error
        except BaseException:
            self._discard()
            raise
        self._rows = BlockRows(self._frame, self.profile.planes, self.profile.dtype, shape)
        return self

    def write(self, tile: Tile, values: Optional[Array]) -> None:
        """Write the values (bands, rows, columns) of `tile`, in pixels of the output. Raises OutputError.

        Where the profile has a mask band it comes as one more plane. None: there is no data in the whole tile.

        Every pixel is written once. Tiles that are no multiples of the output's blocks wait until their row of blocks
        is complete.
        """
        assert self._rows is not None, "the writer is open only inside `with`"
        if values is None:
            if self._is_left_out(tile):
                return
            values = self._nothing(tile)
        if values.shape != (self.profile.planes, *tile.shape):
            raise OutputError(f"{tile}: {values.shape} values for {(self.profile.planes, *tile.shape)} pixels")
        self._pixels_missing -= tile.height * tile.width
        values = values.astype(self.profile.dtype, copy=False)
        self._check_values(tile, values)
        try:
            if self._rows.fits(tile):
                self._write(tile, values)
            else:
                for row, content in self._rows.add(tile, values):
                    self._write(row, content)
            self._check_not_full()
        except (LibraryError, OSError) as error:
            raise self._failure(error) from error

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        try:
            if error is None:
                self._finish()
        finally:
            self._discard()

    def _nothing(self, tile: Tile) -> Array:
        """Return the planes of a tile without data."""
        nodata = 0 if self.profile.nodata is None else self.profile.nodata
        values = np.full((self.profile.planes, *tile.shape), nodata, self.profile.dtype)
        if self.profile.mask:
            values[-1] = 0
        return values

    def _is_left_out(self, tile: Tile) -> bool:
        """Return whether a tile without data need not be written: a sparse file lacks such blocks. It is counted."""
        profile = self.profile
        assert self._rows is not None
        if profile.driver != "GTiff" or not is_sparse(dict(profile.creation_options)) or not self._rows.fits(tile):
            return False
        self._pixels_missing -= tile.height * tile.width
        if self._statistics is not None:
            self._statistics.add_nothing()
        return True

    def _write(self, tile: Tile, values: Array) -> None:
        assert self._dataset is not None, "the writer is open only inside `with`"
        if self._statistics is not None:
            self._statistics.add(tile, values)
        with environment(GDAL_TIFF_INTERNAL_MASK=True):
            self._dataset.write(tile, values[: self.profile.count])
            if self.profile.mask:
                self._dataset.write_mask(tile, (values[-1] != 0) * np.uint8(255))

    def _check_values(self, tile: Tile, values: Array) -> None:
        """Raise OutputError for a pixel that would be another one, or none, in a file of this format."""
        profile, largest = self.profile, largest_packed(self.profile.creation_options)
        values = values[: profile.count]
        wrong, why = None, ""
        if profile.reserved is not None:
            wrong, why = ~valid_pixels(values, profile.reserved), f"which {profile.driver} takes for nodata"
        elif largest is not None and values.dtype.kind in "iu":
            wrong, why = values > largest, f"for which NBITS={dict(profile.creation_options)['NBITS']} has no room"
        if wrong is None or not wrong.any():
            return
        band, row, col = (int(place[0]) for place in np.nonzero(wrong))
        raise OutputError(
            f"output={profile.target}: the pixel in row {tile.row_min + row}, column {tile.col_min + col} is "
            f"{values[band, row, col]}, {why}; choose .tif (GeoTIFF), another type or other creation options"
        )

    def _finish(self) -> None:
        """Close the file, make sure that it is whole, and move it onto the target."""
        if self._pixels_missing:
            raise TilingError(f"{self._pixels_missing} pixels of the output were not written, or written twice")
        try:
            with environment():
                self._close()
                self._check_whole(self.partial_path)
                nodata = self.profile.nodata
                if self.profile.dtype in ("int64", "uint64") and nodata is not None:
                    write_exact_nodata(self.partial_path, int(nodata))
                if self.profile.overviews:
                    add_overviews(self.partial_path, self.profile, self._statistics)
                    self._check_whole(self.partial_path)
                if self.profile.copied:
                    self._copy()
            self._partial.move()
        except (LibraryError, OSError) as error:
            raise self._failure(error) from error

    def _copy(self) -> None:
        """Copy the finished GeoTIFF into the format that can only be copied into."""
        copy_into_format(self.profile, self.partial_path, self._partial.path)
        self._check_whole(self._partial.path)

    def _check_whole(self, path: str) -> None:
        """Raise OutputError when blocks are missing: GDAL does not tell every write that fails while closing."""
        if self.profile.driver not in ("GTiff", "COG"):
            return
        try:
            incomplete = missing_blocks(path) and not is_sparse(dict(self.profile.creation_options))
            if incomplete or bytes_needed(path) > os.path.getsize(path):
                raise self._failure(OSError("blocks are missing at the end"))
        except DamagedTiff as error:
            raise self._failure(OSError(str(error))) from error

    def _close(self) -> None:
        dataset, self._dataset = self._dataset, None
        if dataset is not None:
            dataset.close()

    def _discard(self) -> None:
        """Close and remove what is there of partial files; after success there is nothing."""
        if self._dataset is not None and self.profile.driver in _READ_AT_THE_END:
            with contextlib.suppress(OSError), environment(GDAL_CACHEMAX=1):  # nothing waits to be written after that
                os.truncate(self.partial_path, 0)
        # What could not be flushed goes with the file.
        with contextlib.suppress(LibraryError, OSError):
            self._close()
        self._partial.__exit__(None, None, None)

    def _check_space(self) -> None:
        options = dict(self.profile.creation_options)
        compressed = options.get("COMPRESS", "NONE").upper() != "NONE"
        least = self.profile.raw_bytes // _BEST_RATIO if compressed else self.profile.raw_bytes
        check_space(os.path.dirname(self.profile.target), least)

    def _check_not_full(self) -> None:
        # GDAL's compressing threads say nothing of a full disk before the file is closed, which may be hours later.
        if self._pixels_missing:
            check_space(os.path.dirname(self.profile.target), _FULL)

    def _failure(self, error: Exception) -> OutputError:
        """Return the error in words; a disk that is full is named as that, with what is needed."""
        target = self.profile.target
        try:
            check_space(os.path.dirname(target), _NEARLY_FULL)
        except OutputError:
            return OutputError(f"output={target}: the disk is full; {self._needed()}")
        except OSError:
            pass  # the folder itself has gone: `error` says so
        if isinstance(error, OutputError):
            return error
        return OutputError(f"output={target}: cannot be written ({error})")

    def _needed(self) -> str:
        """Say how much the output needs: at least what is written so far promises, at most all pixels as they are."""
        raw, total = self.profile.raw_bytes, self.profile.height * self.profile.width
        done = max(total - self._pixels_missing, 1)
        written = os.path.getsize(self.partial_path) if os.path.exists(self.partial_path) else 0
        return f"more than {spoken_size(min(written * total / done, raw))} are needed, up to {spoken_size(raw)}"
