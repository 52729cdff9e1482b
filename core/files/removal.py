"""Remove what must not be left lying about, and tell it by its name."""

from __future__ import annotations

import contextlib
import os
import re
import shutil

LOCK = "lock"
"""The name of the lock in a partial folder: it goes last, so that what is left of the folder can still be swept."""
_PARTIAL = re.compile(r"^\..*\.partial(\.|$)", re.DOTALL)


def is_partial(path: str) -> bool:
    """Return whether a path has a name that is given to partial files and folders alone."""
    return bool(_PARTIAL.match(os.path.basename(path))) and "\0" not in path


def remove_partial(path: str) -> None:
    """Remove a partial folder with what is in it, or a partial file, as far as it is there."""
    with contextlib.suppress(OSError):
        for name in os.listdir(path):
            if name != LOCK:
                remove(os.path.join(path, name))
    remove(path)


def remove(path: str) -> None:
    """Remove a file, or a folder with what is in it. What is gone already, or cannot be removed, is let be."""
    # Held open by another program on Windows: then the next run sweeps it.
    with contextlib.suppress(OSError):
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.unlink(path)
