"""Read the values and the validity of tiles: by one open reader, or by those that a run keeps open until it ends."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from types import TracebackType
from typing import Optional, Union

import numpy as np

from ..arrays import Array
from ..errors import SourceError
from ..pixels import hide_ranges, valid_pixels
from ..tiles import Tile
from .backends import environment, open_source
from .backends.contract import LibraryError
from .block_cache import LARGEST_UNIT_BYTES, BlockCache, assembled, unit_shape
from .header import SourceInfo


class BlockReader:
    """An open raster that gives the values and the validity of tiles. Of one thread at a time; a context manager."""

    def __init__(self, source: Union[SourceInfo, str, os.PathLike[str]], cache: Optional[BlockCache] = None) -> None:
        """`cache` is what the readers of a run share: pieces that several tiles need are unpacked once."""
        self.info = source if isinstance(source, SourceInfo) else _described(source)
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

    def read(self, tile: Tile, bands: Sequence[int]) -> tuple[Array, Array]:
        """Return values and validity of `tile`, which lies inside the raster, each (bands, rows, columns).

        Values have the file's own type, the widest of the bands where they differ. Valid is False for nodata (each
        band its own), NaN, infinities, and where a mask band or alpha hides the pixel. Raises SourceError.
        """
        try:
            with environment():
                values = self._shared_values(tile, bands)
                valid = np.empty(values.shape, bool)
                self._fill_valid(tile, bands, values, valid)
        except (LibraryError, OSError) as error:
            check_all_unchanged(self.info)  # a file that was cut or replaced meanwhile is the better explanation
            raise SourceError(f"{self.info.path}: {tile} cannot be read ({error})") from error
        return values, valid

    def read_halo(self, tile: Tile, halo: int, bands: Sequence[int]) -> tuple[Array, Array]:
        """Return what `read` does for `tile` with `halo` more pixels on each side, as far as the raster reaches."""
        return self.read(tile.grown(halo).clipped(self.info.frame), bands)

    def _shared_values(self, tile: Tile, bands: Sequence[int]) -> Array:
        """Return the pixels of `tile`, put together from pieces that all threads share."""
        info = self.info
        unit = unit_shape(info.block_shape, info.height, info.width)
        pixel_bytes = sum(np.dtype(info.dtypes[band - 1]).itemsize for band in bands)
        cache = self._cache
        if cache is None or unit[0] * unit[1] * pixel_bytes > LARGEST_UNIT_BYTES:
            return self._values(tile, bands)

        def piece(place: Tile) -> Array:
            return cache.piece((info.path, tuple(bands), place), lambda: self._values(place, bands))

        return assembled(tile, unit, info.frame, piece)

    def _values(self, tile: Tile, bands: Sequence[int]) -> Array:
        if len({self.info.dtypes[band - 1] for band in bands}) == 1:
            return self._dataset.read(bands, tile)
        return np.concatenate([self._dataset.read([band], tile) for band in bands])

    def _fill_valid(self, tile: Tile, bands: Sequence[int], values: Array, valid: Array) -> None:
        for index, band in enumerate(bands):
            valid_pixels(values[index], self.info.nodata[band - 1], out=valid[index])
            hide_ranges(values[index], self.info.ranges_of(band), valid[index])
            # Beside other bands alpha only says which of their pixels are valid, and lacks none, whatever a mask hides.
            if self.info.needs_mask_band(band) and (band != self.info.alpha_band or self.info.count == 1):
                valid[index] &= self._dataset.read_mask(band, tile) != 0
        alpha = self.info.alpha_band
        if alpha is not None and set(bands) != {alpha}:
            opaque = self._dataset.read([alpha], tile)[0] != 0
            for index, band in enumerate(bands):
                if band != alpha:
                    valid[index] &= opaque


def _described(path: Union[str, os.PathLike[str]]) -> SourceInfo:
    from .inspection import describe

    return describe(path)


def check_all_unchanged(info: SourceInfo) -> None:
    """Raise SourceError when the file, or one of those joined in it, vanished or was changed since `info` was made."""
    check_unchanged(info)
    for file, size_bytes, modified_ns in info.parts:
        check_unchanged(replace(info, path=file, file=file, size_bytes=size_bytes, modified_ns=modified_ns))


def check_unchanged(info: SourceInfo) -> None:
    """Raise SourceError when the file vanished or was changed since `info` was made."""
    if not info.file:
        return
    try:
        status = os.stat(info.file)
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


class RunReaders:
    """The open readers of one run, of which each is with one thread at a time, and the pieces that they share."""

    def __init__(self, cache_bytes: int) -> None:
        self._cache = BlockCache(cache_bytes)
        self._lock = threading.Lock()
        self._idle: dict[str, list[BlockReader]] = {}
        self._is_closed = False

    def read_halo(self, info: SourceInfo, tile: Tile, halo: int, bands: Sequence[int]) -> tuple[Array, Array]:
        """Return what `BlockReader.read_halo` does.

        Raises SourceError, also when the file vanished or was changed since `info` was made.
        """
        check_unchanged(info)
        with self._reader(info) as reader:
            return reader.read_halo(tile, halo, bands)

    def close(self) -> None:
        """Close the readers; what a thread still reads with is closed when it is done."""
        with self._lock:
            self._is_closed = True
            readers = [reader for idle in self._idle.values() for reader in idle]
            self._idle.clear()
        for reader in readers:
            reader.close()

    @contextmanager
    def _reader(self, info: SourceInfo) -> Iterator[BlockReader]:
        """Yield a reader that nobody else has, opened if none is idle. After an error it is not used again."""
        with self._lock:
            idle = self._idle.get(info.path)
            reader = idle.pop() if idle else None
        reader = reader or BlockReader(info, self._cache)
        is_fine = False
        try:
            yield reader
            is_fine = True
        finally:
            with self._lock:
                is_kept = is_fine and not self._is_closed
                if is_kept:
                    self._idle.setdefault(info.path, []).append(reader)
            if not is_kept:
                reader.close()


_OF_RUNS: dict[str, RunReaders] = {}
_ENDED: deque[str] = deque(maxlen=256)
"""Runs that ended: a thread that cannot be stopped may still come for its tile."""
_LOCK = threading.Lock()


def readers_of(run: str, cache_bytes: int, alone: bool) -> RunReaders:
    """Return this process's readers of a run; new ones share at most so many bytes of pieces.

    `alone`: the process is a worker, which is not told when a run ends; what other runs left is closed.
    """
    with _LOCK:
        found = _OF_RUNS.get(run)
        if found is not None:
            return found
        left = [_OF_RUNS.pop(other) for other in list(_OF_RUNS)] if alone else []
        made = RunReaders(cache_bytes)
        if run in _ENDED:
            made.close()
        else:
            _OF_RUNS[run] = made
    for readers in left:
        readers.close()
    return made


def close_run(run: str) -> None:
    """Close what this process has open for a run, and forget what it unpacked."""
    with _LOCK:
        readers = _OF_RUNS.pop(run, None)
        _ENDED.append(run)
    if readers is not None:
        readers.close()
