"""Keep what a process has open and unpacked of the source of a run, and let go of all of it when the run ends."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ..arrays import Array
from ..tiles import Tile
from .block_cache import BlockCache
from .reader import BlockReader, check_unchanged
from .source import SourceInfo


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
