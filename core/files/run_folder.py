"""Make the temporary folder of a run: it bears a lock of its owner's, and goes with it, or with the next run."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from typing import Optional

from ..errors import OutputError
from .lock import make_locked, release
from .partial import machine_name, sweep_folder
from .removal import remove

_NAME = re.compile(r"^(?P<folder>tiled_raster-(?P<machine>[0-9A-Za-z_]*)-[0-9a-f]{12})(\.lock)?$")
_ENDING = ".lock"
"""What the lock is called, beside the folder: everything in the folder is the run's."""
_ATTEMPTS = 100


@contextlib.contextmanager
def run_folder(parent: Optional[str] = None) -> Iterator[str]:
    """Make a folder for one run below `parent` (None: the system's), and remove it with all it holds at the end.

    Folders of runs that have ended are removed first. Raises OutputError if none can be made.
    """
    parent = parent or tempfile.gettempdir()
    sweep(parent)
    try:
        folder, lock = _made(parent)
    except OSError as error:
        raise OutputError(f"temporary_folder={parent}: cannot be written ({error.strerror or error})") from error
    try:
        yield folder
    finally:
        release(lock)
        remove_run_folder(folder)


def _made(parent: str) -> tuple[str, int]:
    """Return a new folder and its lock, which is there before it: what is locked by nobody may be swept."""
    for _ in range(_ATTEMPTS):
        folder = os.path.join(parent, f"tiled_raster-{machine_name()}-{secrets.token_hex(6)}")
        lock = make_locked(folder + _ENDING)
        if lock is not None:
            os.mkdir(folder, 0o777 if os.name == "nt" else 0o700)
            return folder, lock
    raise OSError("another program keeps removing files there")


def remove_run_folder(folder: str) -> None:
    """Remove the folder of a run, and then its lock."""
    remove(folder)
    if _NAME.match(os.path.basename(folder)):
        remove(folder + _ENDING)


def sweep(parent: str) -> list[str]:
    """Remove what runs of this machine that have ended left below `parent`, and return the folders removed."""
    try:
        names = os.listdir(parent)
    except OSError:
        return []
    removed = []
    for name in sorted({match["folder"] for name in names if (match := _NAME.match(name)) and _is_ours(match)}):
        folder = os.path.join(parent, name)
        if sweep_folder(folder, folder + _ENDING):
            remove(folder + _ENDING)
            removed.append(folder)
    return removed


def _is_ours(match: re.Match[str]) -> bool:
    return match["machine"] == machine_name()


def variables_for(folder: str) -> dict[str, str]:
    """Return the environment variables that send temporary files of Python, C libraries and GDAL to `folder`."""
    return dict.fromkeys(("TMPDIR", "TEMP", "TMP", "CPL_TMPDIR"), folder)
