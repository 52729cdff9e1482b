"""The temporary folder of a run: it carries its owner's machine and process, and goes with it, or with the next run."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from typing import Optional

from ..errors import OutputError
from .partial import is_alive, machine_name

_NAME = re.compile(r"^tiled_raster-(?P<machine>[0-9A-Za-z_]*)-(?P<pid>\d+)-\w+$")


@contextlib.contextmanager
def run_folder(parent: Optional[str] = None) -> Iterator[str]:
    """Make a folder for one run below `parent` (None: the system's), and remove it with all it holds at the end.

    Folders of runs whose process is dead are removed first. Raises OutputError if none can be made.
    """
    parent = parent or tempfile.gettempdir()
    sweep(parent)
    try:
        folder = tempfile.mkdtemp(prefix=f"tiled_raster-{machine_name()}-{os.getpid()}-", dir=parent)
    except OSError as error:
        raise OutputError(f"temporary_folder={parent}: cannot be written ({error.strerror or error})") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(parent: str) -> list[str]:
    """Remove what dead runs of this machine left below `parent`, and return what was removed."""
    try:
        names = os.listdir(parent)
    except OSError:
        return []
    removed = []
    for name in names:
        match = _NAME.match(name)
        if match and match["machine"] == machine_name() and not is_alive(int(match["pid"])):
            removed.append(os.path.join(parent, name))
            shutil.rmtree(removed[-1], ignore_errors=True)
    return removed


def variables_for(folder: str) -> dict[str, str]:
    """Return the environment variables that send temporary files of Python, C libraries and GDAL to `folder`."""
    return dict.fromkeys(("TMPDIR", "TEMP", "TMP", "CPL_TMPDIR"), folder)
