"""Write text files in one step: nobody ever sees half of one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from ..errors import OutputError, TilingError
from .leftovers import register_partial, unregister_partial
from .partial import partial_path, remove_partial, sweep_partials
from .places import refuse_special


def write_whole(path: str, text: str) -> None:
    """Write a text file in one step: nobody ever sees half of it. Raises OutputError."""
    with whole_file(path) as file:
        file.write(text)


@contextmanager
def whole_file(path: str) -> Iterator[TextIO]:
    """Yield a text file that becomes `path` when the block ends without an error. Raises OutputError."""
    refuse_special(path)
    sweep_partials(os.path.dirname(os.path.abspath(path)))
    partial = partial_path(path)
    register_partial(partial)
    try:
        with open(partial, "w", encoding="utf-8", newline="") as file:
            yield file
        refuse_special(path)
        os.replace(partial, path)
    except TilingError:  # of what was done meanwhile; some are an OSError too
        raise
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from error
    finally:
        remove_partial(partial)
        unregister_partial(partial)
