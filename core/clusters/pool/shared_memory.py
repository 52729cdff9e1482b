"""Share memory between a pool and one worker, so that it cannot outlive them: it never has a name to be left behind.

Linux: an anonymous memory file, inherited by the worker. Elsewhere on POSIX: a temporary file that is unlinked before
it is used. Windows: an anonymous mapping with a tag, gone with its last handle.
"""

from __future__ import annotations

import mmap
import os
import sys
from collections.abc import Sequence
from typing import Optional, Union

Piece = Union[bytes, bytearray, memoryview]

SMALLEST = 1 << 20
"""Bytes of a slot when it is first used; pages cost nothing until they are written."""


class Slot:
    """A piece of shared memory that grows on demand, written and read by turns by both sides."""

    def __init__(self, handle: str) -> None:
        """`handle` is the text that names the memory to the other side: a file descriptor, on Windows a tag."""
        self.handle = handle
        self.capacity = 0
        self._map: Optional[mmap.mmap] = None

    @classmethod
    def create(cls) -> Slot:
        """Return a new, empty slot."""
        if sys.platform == "win32":
            return cls(f"tiled-raster-{os.getpid()}-{os.urandom(12).hex()}")
        return cls(str(_anonymous_file()))

    def write(self, pieces: Sequence[Piece]) -> None:
        """Put the pieces one after the other at the beginning of the slot, which grows if it must."""
        total = sum(len(piece) for piece in pieces)
        shared = self._reaching(max(SMALLEST, 1 << (total - 1).bit_length()) if total > self.capacity else 0)
        begin = 0
        for piece in pieces:
            shared[begin : begin + len(piece)] = piece
            begin += len(piece)

    def view(self, capacity: int) -> memoryview:
        """Return the memory as the other side has written it; `capacity` is that side's. Release it when read."""
        return memoryview(self._reaching(capacity))

    def close(self) -> None:
        """Give the memory up on this side."""
        if self._map is not None:
            self._map.close()
            self._map = None
        if sys.platform != "win32":
            os.close(int(self.handle))

    def _reaching(self, capacity: int) -> mmap.mmap:
        """Return the mapping, of `capacity` bytes or of what it has if that is more."""
        if self._map is None or capacity > self.capacity:
            if self._map is not None:
                self._map.close()
            self._map = self._map_file(capacity)
            self.capacity = capacity
        return self._map

    def _map_file(self, capacity: int) -> mmap.mmap:
        if sys.platform == "win32":
            # A tagged mapping cannot grow: each size has a tag of its own.
            return mmap.mmap(-1, capacity, tagname=f"{self.handle}-{capacity}")
        file = int(self.handle)
        if os.fstat(file).st_size < capacity:  # the other side may have grown it beyond that already
            os.ftruncate(file, capacity)
        return mmap.mmap(file, capacity)


def _anonymous_file() -> int:
    """Return the descriptor of a file without a name, in memory where the system can."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("tiled-raster", os.MFD_CLOEXEC)
    import tempfile

    folder = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - unlinked at once
    file, path = tempfile.mkstemp(prefix="tiled-raster-", dir=folder)
    os.unlink(path)
    return file
