"""Work as one worker process: receive a task, run it, send the result back, until told to stop.

Started by `core/processes/bootstrap.py work PARENT CONNECTION SLOT SLOT`; see `worker_process.py` for the other side.
"""

from __future__ import annotations

import faulthandler
import os
import sys
import traceback
from typing import TYPE_CHECKING, Any, Optional

from ...errors import FunctionError
from ...processes.lifeline import end_process, run_task, tie_to_parent
from .transport import Channel, Recent, Slot, pack, unpack

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection

    from .transport import Piece


def main(arguments: Sequence[str]) -> int:
    """Be a worker; returns when the pool says so, and never returns when the pool is gone."""
    parent, connection, *slots = arguments
    tie_to_parent(int(parent))
    faulthandler.enable()
    sys.stdout = sys.stderr  # line by line, so that nothing is lost in a crash; both lead to the same pipe
    channel = Channel(_connect(int(connection)), [Slot(handle) for handle in slots])
    (_, path), _ = channel.receive()
    sys.path[:] = [*path, *(entry for entry in sys.path if entry not in path)]
    channel.send(("ready",))
    _serve(channel)
    sys.stderr.flush()
    end_process(0)  # nothing here is worth the time of an orderly end: no file is open for writing


def _connect(handle: int) -> Connection:
    if sys.platform == "win32":
        from multiprocessing.connection import PipeConnection

        return PipeConnection(handle)
    from multiprocessing.connection import Connection

    return Connection(handle)


def _serve(channel: Channel) -> None:
    functions, own_pid = Recent(), os.getpid()
    while True:
        try:
            head, pieces = channel.receive()
        except (EOFError, OSError):
            return
        if head[0] == "stop":
            return
        _, slot, token, brings_function, is_second_try = head
        if is_second_try:
            channel.send(("begun",))
        if brings_function:
            functions.keep(token, _Function(pieces.pop(0)))
        answer, parcel = _answer(functions.get(token), pieces)
        if os.getpid() != own_pid:  # the user's function has forked, and this is the child, which has no business here
            end_process(0)
        try:
            message = channel.stow((answer,), parcel, slot)
        except (OSError, MemoryError) as error:
            message = channel.stow(("error",), _described(_too_large(parcel, error)), slot)
        del parcel, pieces  # the result and its arguments are not kept while waiting
        channel.post(message)


class _Function:
    """A function as it came, loaded when first called: a failure belongs to every task that wants it."""

    def __init__(self, stream: Piece) -> None:
        self._stream = stream
        self._loaded: Any = None

    def load(self) -> Any:
        if self._loaded is None:
            try:
                self._loaded = unpack([self._stream])
            except Exception as error:
                told = f"a worker process cannot import the function: {type(error).__name__}: {error}"
                raise FunctionError(told) from error
        return self._loaded


def _answer(function: Optional[_Function], pieces: Sequence[Piece]) -> tuple[str, list[Piece]]:
    """Return "result" and the packed result, or "error" and the packed description of what went wrong."""
    try:
        assert function is not None
        fun = function.load()
        args, kwargs = _arguments(pieces)
        return "result", _sendable(run_task(fun, args, kwargs))
    except BaseException as error:  # whatever a task raises is its answer; the worker goes on
        return "error", _described(error)


def _arguments(pieces: Sequence[Piece]) -> tuple[Sequence[Any], dict[str, Any]]:
    try:
        args, kwargs = unpack(pieces)
    except Exception as error:
        raise FunctionError(
            f"a worker process cannot load the function's arguments: {type(error).__name__}: {error}"
        ) from error
    return args, kwargs


def _sendable(result: Any) -> list[Piece]:
    try:
        return pack(result)
    except Exception as error:
        raise FunctionError(
            f"the function returned {_kind(result)}, which a worker process cannot send back: "
            f"{_text(error)}; return arrays, numbers, text or lists of them"
        ) from error


def _too_large(parcel: Sequence[Piece], error: BaseException) -> FunctionError:
    megabytes = sum(map(len, parcel)) / 1e6
    return FunctionError(f"the function returned {megabytes:.0f} MB, for which there is no memory: {_text(error)}")


def _described(error: BaseException) -> list[Piece]:
    """Return an error packed so that it always arrives: name, text, traceback, and itself where it survives that."""
    told = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    return pack((type(error).__name__, _text(error), told, _surviving(error)))


def _surviving(error: BaseException) -> Optional[bytes]:
    """Return the pickled error if an equal one comes out of it, else None: many exceptions do not unpickle.

    Nor for one such as KeyboardInterrupt, which is none of the caller's: raised there it would end the program.
    """
    if not isinstance(error, Exception):
        return None
    try:
        (stream,) = pack(error, out_of_band=False)
        return bytes(stream) if type(unpack([stream])) is type(error) else None
    except BaseException:  # user code runs here, and may raise anything
        return None


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # a user's __str__
        return "(an error that cannot be put into words)"


def _kind(value: Any) -> str:
    return f"{type(value).__module__}.{type(value).__qualname__}".replace("builtins.", "")
