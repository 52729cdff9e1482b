"""Keep standard streams usable: closed ones lead to nothing, and a reader that has left does no harm."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from typing import Any, Optional, TextIO

from ..errors import OutputError


def open_closed_streams(inheritable: bool = True) -> None:
    """Open those of the descriptors 0 to 2 that are closed on nothing, and give what is said a stream.

    To programs that are started they are closed all the same where they are not `inheritable`.

    The next file that is opened would get such a number, and what a library prints would end in the midst of a raster.
    `sys.stdout` stays None where it is closed, since a result must not vanish in silence.
    """
    with contextlib.suppress(OSError):
        while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
            os.set_inheritable(descriptor, inheritable)
        os.close(descriptor)
    if sys.stderr is None:
        # Never closed: it is the program's own to its end.
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def say(text: str) -> None:
    """Write `text` to standard error, if anybody reads that."""
    stream: Any = sys.stderr
    with contextlib.suppress(ValueError, AttributeError):  # closed by the program around us
        try:
            stream.write(text)
            stream.flush()
        except OSError:
            _lead_to_nothing(stream)


def check_standard_output() -> None:
    """Raise OutputError where standard output is closed."""
    if sys.stdout is None or sys.stdout.closed:
        raise OutputError("the result was to be written to standard output, which is closed; name a file for it")


def write_result(text: str) -> None:
    """Write `text` to standard output; a reader that left had enough. Raises OutputError for all else that fails."""
    check_standard_output()
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        _lead_to_nothing(sys.stdout)
        # Windows says EINVAL of a pipe whose reader has left.
        if not isinstance(error, BrokenPipeError) and not (os.name == "nt" and error.errno == errno.EINVAL):
            raise OutputError(f"standard output cannot be written ({error.strerror}); name a file for it") from error


def _lead_to_nothing(stream: Optional[TextIO]) -> None:
    """Let what is held back, and all that follows, go to nothing: it would be tried again at the end, and fail."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())  # type: ignore[union-attr]
        os.close(nothing)
