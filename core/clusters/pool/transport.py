"""Bring tasks and results across between a pool and a worker: pickle 5, and arrays through shared memory.

A message on the connection is always small, so that neither side ever waits for the other to read: what is larger lies
in one of the two slots of the worker. Task k uses slot k mod 2 for its arguments, then for its result. At most two
tasks are out at a worker, and the receiver copies at once, so a slot is free again when its turn comes.

A slot cannot outlive its two sides: it never has a name to be left behind. Linux: an anonymous memory file, inherited
by the worker. Elsewhere on POSIX: a temporary file that is unlinked before it is used. Windows: an anonymous mapping
with a tag, gone with its last handle.
"""

from __future__ import annotations

import io
import mmap
import os
import struct
import sys
from collections.abc import Sequence
from multiprocessing.reduction import ForkingPickler
from types import FunctionType
from typing import TYPE_CHECKING, Any, Optional, Union

from ...errors import FunctionError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Piece = Union[bytes, bytearray, memoryview]

QUEUED = 2
"""Tasks that may be out at one worker: one that runs and one that waits, so that the worker need not."""
INLINE_BYTES = 2048
"""What is not larger goes on the connection itself; two such messages fit into the smallest pipe of any system."""
OUT_OF_BAND_BYTES = 1024
"""Smaller arrays stay inside the pickle."""
SMALLEST = 1 << 20
"""Bytes of a slot when it is first used; pages cost nothing until they are written."""


class _Pickler(ForkingPickler):
    """Refuses what stands in the main program: a worker does not run that program, and could not find it."""

    def reducer_override(self, value: Any) -> Any:
        """Leave everything to pickle, save functions and classes of the main program."""
        if isinstance(value, (type, FunctionType)) and value.__module__ == "__main__":
            raise FunctionError(
                f"{value.__qualname__} is defined in the main program, which worker processes do not run: "
                "put it in a module (a .py file beside the program) and import it from there"
            )
        return NotImplemented


def pack(value: Any, out_of_band: bool = True) -> list[Piece]:
    """Return `value` pickled: the pickle first, then the arrays' own memory, which is not copied."""
    stream, arrays = io.BytesIO(), []

    def keep_inside(buffer: Any) -> bool:
        raw = buffer.raw()
        if raw.nbytes < OUT_OF_BAND_BYTES:
            return True
        arrays.append(raw)
        return False

    _Pickler(stream, 5, True, keep_inside if out_of_band else None).dump(value)
    return [stream.getvalue(), *arrays]


def unpack(pieces: Sequence[Piece]) -> Any:
    """Return the value that `pack` took apart; its arrays live in the pieces, which must be the receiver's own."""
    return ForkingPickler.loads(pieces[0], buffers=pieces[1:])


class Channel:
    """One end of the connection between a pool and a worker, with the slots they share."""

    def __init__(self, connection: Connection, slots: Sequence[Slot]) -> None:
        self.connection = connection
        self._slots = slots

    def stow(self, head: tuple[Any, ...], pieces: Sequence[Piece], slot: int) -> bytes:
        """Return the message for `head` and `pieces`, after large pieces have been put into the slot."""
        table = struct.pack(f"<{len(pieces) + 1}Q", len(pieces), *map(len, pieces))
        if len(table) + sum(map(len, pieces)) <= INLINE_BYTES:
            return bytes(ForkingPickler.dumps((head, None, 0, b"".join([table, *pieces])), 5))
        self._slots[slot].write([table, *pieces])
        return bytes(ForkingPickler.dumps((head, slot, self._slots[slot].capacity, b""), 5))

    def post(self, message: bytes) -> None:
        """Send a message that `stow` has made. Raises OSError when the other side is gone."""
        self.connection.send_bytes(message)

    def send(self, head: tuple[Any, ...], pieces: Sequence[Piece] = (), slot: int = 0) -> None:
        """Stow and post."""
        self.post(self.stow(head, pieces, slot))

    def receive(self) -> tuple[tuple[Any, ...], list[Piece]]:
        """Return the next message's head and own copies of its pieces. Raises EOFError or OSError at the end."""
        head, slot, capacity, inline = ForkingPickler.loads(self.connection.recv_bytes())
        if slot is None:
            return head, _cut(memoryview(inline))
        with self._slots[slot].view(capacity) as view:
            return head, _cut(view)

    def close(self) -> None:
        """Close the connection and give up the slots."""
        self.connection.close()
        for slot in self._slots:
            slot.close()


def _cut(view: memoryview) -> list[Piece]:
    """Return writable copies of the pieces that lie in `view` behind the table of their lengths."""
    (count,) = struct.unpack_from("<Q", view)
    begin = 8 * (count + 1)
    pieces: list[Piece] = []
    for length in struct.unpack_from(f"<{count}Q", view, 8):
        pieces.append(bytearray(view[begin : begin + length]))
        begin += length
    return pieces


class Recent:
    """The few functions last sent to a worker, by token; both sides keep one and so agree on what is known."""

    def __init__(self, limit: int = 8) -> None:
        self._limit = limit
        self._kept: dict[bytes, Any] = {}

    def __contains__(self, token: bytes) -> bool:
        return token in self._kept

    def get(self, token: bytes) -> Optional[Any]:
        """Return what is kept under `token`."""
        return self._kept.get(token)

    def keep(self, token: bytes, value: Any = None) -> None:
        """Keep one more, and forget the one kept longest when there are too many."""
        self._kept[token] = value
        while len(self._kept) > self._limit:
            del self._kept[next(iter(self._kept))]


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
