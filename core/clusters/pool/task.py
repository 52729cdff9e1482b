"""Hold a task of a process pool, and bring its answer to its future."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Callable, Optional

from ...errors import FunctionError, RunCancelled, TilingError
from .transport import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .transport import Piece


@dataclass(eq=False)
class Task:
    """A call, packed to be sent; it is kept until it is answered, so that it can be sent again."""

    function: bytes
    token: bytes
    """Stands for `function`, which is sent to a worker only once."""
    arguments: list[Piece]
    future: Future[Any] = field(default_factory=Future)
    deaths: int = 0
    """Workers that ended while they ran it."""

    @classmethod
    def of(cls, fun: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Task:
        """Pack a call. Raises FunctionError when it cannot be sent to another process."""
        try:
            stream = bytes(pack(fun, out_of_band=False)[0])
            arguments = pack((args, kwargs))
        except FunctionError:
            raise
        except Exception as error:
            raise FunctionError(
                f"{getattr(fun, '__qualname__', fun)} cannot be sent to a worker process: {error}; the function must "
                "stand at the top level of a module, and its arguments must be picklable"
            ) from error
        return cls(stream, blake2b(stream, digest_size=16).digest(), arguments)

    def begin(self) -> None:
        """Mark the future as running, at the first time; one that was cancelled meanwhile stays so."""
        if self.future.cancelled() or not (self.future.running() or self.future.done()):
            self.future.set_running_or_notify_cancel()

    def answer(self, kind: str, pieces: Sequence[Piece]) -> None:
        """Hand a worker's answer to the future."""
        try:
            content = unpack(pieces)
        except Exception as error:
            told = f"the function's result cannot be loaded here: {type(error).__name__}: {error}"
            self.fail(FunctionError(told), error)
            return
        if kind == "error":
            self.fail(raised_again(*content))
        elif not self.future.done():
            self.future.set_result(content)

    def fail(self, error: BaseException, cause: Optional[BaseException] = None) -> None:
        """Let the future raise `error`."""
        if cause is not None:  # one of our own errors; a user's may refuse it
            error.__cause__ = cause
        if not self.future.done():
            self.future.set_exception(error)

    def abandon(self) -> None:
        """Let nobody wait for it any longer: cancelled when it had not begun, else failed."""
        if self.future.cancel():
            self.future.set_running_or_notify_cancel()
        else:
            self.fail(RunCancelled("the work was abandoned"))


def raised_again(name: str, text: str, trace: str, stream: Optional[bytes]) -> BaseException:
    """Return the error that a task raised in a worker: itself, or a TilingError with its name and text."""
    error: BaseException = TilingError(f"{name}: {text}")
    if stream is not None:
        with contextlib.suppress(Exception):  # a class that only the worker can import
            error = unpack([stream])
    return with_report(error, trace)


def with_report(error: BaseException, report: str) -> BaseException:
    """Return `error` with what the worker said of it: as `remote_traceback`, and as a note where Python prints those.

    Not in its text, which is for the user.
    """
    with contextlib.suppress(AttributeError, TypeError):  # an exception with fixed attributes
        error.remote_traceback = report  # type: ignore[attr-defined]
        error.__notes__ = [*getattr(error, "__notes__", []), f"In the worker process:\n{report}"]
    return error
