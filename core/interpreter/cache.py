"""Keep what the last look for an interpreter found in a file in the user's cache folder, and drop it when it is stale.

A look at it costs the reading of a small file and some calls of `stat`; nothing is run.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Iterable
from typing import Any, Optional

from .host import Host, variables_of

FORMAT = 2
"""Raised whenever what is kept, or what is asked of a candidate, changes."""
MOST = 16
"""Different hosts and settings that are remembered at once."""
_VARIABLES = (
    "PYTHONHOME",
    "PYTHONPATH",
    "GDAL_DATA",
    "GDAL_DRIVER_PATH",
    "PROJ_LIB",
    "PROJ_DATA",
    "FLATPAK_ID",
    "TILED_RASTER_BACKEND",
)


def cache_file(host: Host) -> str:
    """Return the path of the file."""
    return os.path.join(host.folder_of_cache(), "interpreters.json")


def recall(host: Host, wanted: str) -> Optional[dict[str, Any]]:
    """Return what was kept for this host and setting, or None if there is nothing or something watched has changed."""
    entry = _read(host).get(_key(host, wanted))
    if not isinstance(entry, dict) or not isinstance(entry.get("outcome"), dict):
        return None
    watched = entry.get("watched")
    if not isinstance(watched, dict) or any(_state(path) != state for path, state in watched.items()):
        return None
    outcome: dict[str, Any] = entry["outcome"]
    return outcome


def keep(host: Host, wanted: str, outcome: dict[str, Any], watched: Iterable[str]) -> None:
    """Remember an outcome for as long as nothing in `watched` changes; where no file can be written, not at all."""
    entries = _read(host)
    entries.pop(_key(host, wanted), None)
    entries[_key(host, wanted)] = {"outcome": outcome, "watched": {path: _state(path) for path in watched}}
    path = cache_file(host)
    partial = f"{path}.{os.getpid()}-{secrets.token_hex(4)}"
    with contextlib.suppress(OSError):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        try:
            with open(partial, "w", encoding="utf-8") as file:
                json.dump(dict(list(entries.items())[-MOST:]), file)
            os.replace(partial, path)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(partial)


def forget(host: Host) -> None:
    """Forget everything, so that the next look runs the candidates again."""
    with contextlib.suppress(OSError):
        os.unlink(cache_file(host))


def _read(host: Host) -> dict[str, Any]:
    try:
        with open(cache_file(host), encoding="utf-8") as file:
            entries = json.load(file)
    except (OSError, ValueError):
        return {}
    return entries if isinstance(entries, dict) else {}


def _key(host: Host, wanted: str) -> str:
    variables = sorted(variables_of(host.environ, _VARIABLES).items())
    identity = [FORMAT, wanted, host.executable, _state(host.executable), host.build, host.prefix, host.home, variables]
    return json.dumps(identity)


def _state(path: str) -> Optional[list[int]]:
    """Return what changes when a file is replaced, or something is installed into a folder; None if there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return [found.st_mtime_ns, found.st_size if os.path.isfile(path) else 0]
