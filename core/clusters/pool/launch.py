"""Start a worker: with which Python, in what environment, with which folders to import from."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ...interpreter.environment import ONE_THREAD, refuse_python_in_rasters
from ...processes.bootstrap import BOOTSTRAP


def runs_in_python() -> bool:
    """Return whether this program is a Python interpreter, and not one that has Python inside, as QGIS may be."""
    return os.path.basename(sys.executable or "").lower().startswith(("python", "pypy"))


def interpreter() -> tuple[str, dict[str, str]]:
    """Return the Python that workers run, and its environment; the caller's environment stays as it is.

    Raises EngineError when this program is no Python and none is found: it is never started as if it were one.
    """
    if runs_in_python():
        path, environment = sys.executable, dict(os.environ)
    else:
        from ...interpreter.find import find_interpreter

        found = find_interpreter(None)
        path, environment = str(found.path), dict(found.env)
    for name in ONE_THREAD:
        environment.setdefault(name, "1")
    refuse_python_in_rasters(environment)
    return path, environment


def import_path() -> list[str]:
    """Return the folders that a worker imports from before its own, so that it finds the user's modules.

    The folder that holds this package is left out: in QGIS it holds every other plugin as well. Where this program is
    no Python, what belongs to the Python inside it is left out too, since the worker's may be another version.
    """
    plugins = os.path.realpath(Path(BOOTSTRAP).resolve().parents[3])
    entries = [os.path.abspath(entry) for entry in sys.path]  # "" is the current folder
    entries = [entry for entry in dict.fromkeys(entries) if os.path.realpath(entry) != plugins]
    if runs_in_python():
        return entries
    own = {os.path.realpath(prefix) for prefix in (sys.prefix, sys.base_prefix, sys.exec_prefix)}
    return [entry for entry in entries if not any(_is_below(entry, prefix) for prefix in own)]


def _is_below(entry: str, folder: str) -> bool:
    path = os.path.realpath(entry)
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
