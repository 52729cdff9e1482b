"""Write text files in one step, those of a run together: nobody sees half of one, nor a new one beside an old one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TextIO

from ..errors import OutputError, TilingError
from .held import refuse_unfit
from .partial import Partial, move_together


class WholeFiles:
    """The text files of a run. They grow beside their places, and are put there together."""

    def __init__(self, stack: ExitStack) -> None:
        """`stack` is what closes and removes them however the run ends."""
        self._stack = stack
        self._made: list[tuple[Partial, TextIO]] = []

    def open(self, path: str) -> TextIO:
        """Return a text file that will become `path`. Raises OutputError."""
        refuse_unfit(path)
        with errors_named(path):
            partial = self._stack.enter_context(Partial(path))
            file = open(partial.path, "w", encoding="utf-8", newline="")  # noqa: SIM115 - closed by the stack
            self._stack.enter_context(file)
            partial.narrow()
        self._made.append((partial, file))
        return file

    def write(self, path: str, text: str) -> None:
        """Write a text that will become `path`. Raises OutputError."""
        with errors_named(path), self.open(path) as file:
            file.write(text)

    def move(self) -> None:
        """Put all of them in their places, which are the old files' until then. Raises OutputError."""
        for partial, file in self._made:
            with errors_named(partial.target):
                file.close()
        partials = [partial for partial, _ in self._made]
        with errors_named(", ".join(partial.target for partial in partials)):
            move_together(partials)


@contextmanager
def whole_files() -> Iterator[WholeFiles]:
    """Yield the text files of a run, which are put in their places when the block ends without an error."""
    with ExitStack() as stack:
        made = WholeFiles(stack)
        yield made
        made.move()


def write_whole(path: str, text: str) -> None:
    """Write a text file in one step: nobody ever sees half of it. Raises OutputError."""
    with whole_files() as files:
        files.write(path, text)


@contextmanager
def errors_named(path: str) -> Iterator[None]:
    """Turn what the system says of a file into words that name it."""
    try:
        yield
    except TilingError:  # of what was done meanwhile; some are an OSError too
        raise
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from error
