"""Keep unpacked pieces of a run's source for all threads of a process: margins are not unpacked again and again.

Two tiles side by side need the same blocks of the file for their margins, and blocks are rarely as large as tiles:
without sharing, each thread would unpack most blocks two to four times, and unpacking costs more than most kernels.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from concurrent.futures import Future
from typing import Callable

import numpy as np

from ..arrays import Array
from ..tiles import Tile

CACHE_BYTES = 64 * 2**20
UNIT_PIXELS = 1 << 17
"""Small blocks are read this many pixels at a time: a call costs as much as unpacking some thousand pixels."""
LARGEST_UNIT_BYTES = 16 * 2**20
"""Blocks beyond this are left to GDAL, which unpacks them whole whatever is asked for."""


class BlockCache:
    """Keeps the pieces used last, up to a number of bytes. Two threads that want one piece make it once."""

    def __init__(self, limit_bytes: int = CACHE_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._held_bytes = 0
        self._pieces: OrderedDict[Hashable, Future[Array]] = OrderedDict()
        self._lock = threading.Lock()

    def piece(self, key: Hashable, make: Callable[[], Array]) -> Array:
        """Return the piece of this key, made by `make` if it is not there. What `make` raises is raised to all."""
        with self._lock:
            held = self._pieces.get(key)
            if held is not None:
                self._pieces.move_to_end(key)
            else:
                promised: Future[Array] = Future()
                self._pieces[key] = promised
        return held.result() if held is not None else self._made(key, promised, make)

    def _made(self, key: Hashable, promised: Future[Array], make: Callable[[], Array]) -> Array:
        try:
            piece = make()
        except BaseException as error:
            with self._lock:
                self._pieces.pop(key, None)
            promised.set_exception(error)
            raise
        promised.set_result(piece)
        with self._lock:
            self._held_bytes += piece.nbytes
            self._drop_oldest()
        return piece

    def _drop_oldest(self) -> None:
        for key in list(self._pieces):
            if self._held_bytes <= self._limit_bytes:
                return
            if self._pieces[key].done():
                self._held_bytes -= self._pieces.pop(key).result().nbytes


def unit_shape(block: tuple[int, int], height: int, width: int) -> tuple[int, int]:
    """Return the rows and columns of the pieces in which a raster of these blocks is read: whole blocks."""
    rows, cols = min(block[0], height), min(block[1], width)
    while rows * cols < UNIT_PIXELS and cols < width:
        cols = min(2 * cols, -(-width // block[1]) * block[1])
    while rows * cols < UNIT_PIXELS and rows < height:
        rows *= 2
    return rows, cols


def assembled(tile: Tile, unit: tuple[int, int], frame: Tile, read: Callable[[Tile], Array]) -> Array:
    """Return `tile` put together from pieces, each the part of `frame` at a multiple of `unit`.

    `read(piece)` gives (bands, rows, columns); the result is a new array.
    """
    found = None
    for row in range(tile.row_min // unit[0], -(-tile.row_max // unit[0])):
        for col in range(tile.col_min // unit[1], -(-tile.col_max // unit[1])):
            piece = Tile(row * unit[0], (row + 1) * unit[0], col * unit[1], (col + 1) * unit[1]).clipped(frame)
            values = read(piece)
            if found is None:
                found = np.empty((values.shape[0], *tile.shape), values.dtype)
            part = tile.clipped(piece)
            found[(slice(None), *part.within(tile))] = values[(slice(None), *part.within(piece))]
    assert found is not None, "a tile has pixels"
    return found
