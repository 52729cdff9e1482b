"""Tell whether a name stands for a file, and not for a device, a pipe, a socket or an open stream of this program."""

from __future__ import annotations

import os
import stat
from typing import Optional, Union

from ..errors import OutputError

STANDARD_OUTPUT = ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")
"""Names under which the command line writes text to its standard output."""

_KINDS = (
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
)
_STREAMS = ("/dev/", "/proc/")
"""Where links lead to what this program has open, of which a plain file may be one."""
_SHARED_MEMORY = "/dev/shm/"  # nosec B108 - an ordinary folder in the midst of the devices, named to let it be
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$", *(f"{port}{at}" for port in ("com", "lpt") for at in "123456789")]
)
"""Names that are devices on Windows, in every folder and with any extension."""
_DEVICE_PATHS = ("\\\\.\\", "//./")


def refuse_special(path: Union[str, os.PathLike[str]], name: str = "output") -> None:
    """Raise OutputError where `path` is there and no file can take its place: a device, a pipe, a socket, a stream.

    Nothing is opened. Links are followed: what they lead to counts. Folders and files pass, and what does not exist.
    """
    kind = special_kind(os.fspath(path))
    if kind is not None:
        raise OutputError(f"{name}={os.fspath(path)}: is {kind}, which is never replaced; give the name of a file")


def special_kind(path: str) -> Optional[str]:
    """Return what `path` is in words, None for a file, a folder, or nothing at all."""
    if os.name == "nt":
        return "a device" if is_windows_device(path) else None
    try:
        mode = os.stat(path).st_mode
    except OSError:
        mode = 0
    found = next((words for is_kind, words in _KINDS if is_kind(mode)), None)
    return found or ("an open stream" if _is_stream(path) else None)


def _is_stream(path: str) -> bool:
    """Return whether a link among the devices or processes stands for `path`, such as /dev/stdout, sent to a file."""
    seen: set[str] = set()
    path = os.path.abspath(path)
    while os.path.islink(path) and path not in seen:
        seen.add(path)
        # The folder's own links are followed, the last one is looked at.
        place = os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
        if place.startswith(_STREAMS) and not place.startswith(_SHARED_MEMORY):
            return True
        path = os.path.join(os.path.dirname(place), os.readlink(path))
    return False


def is_windows_device(path: str) -> bool:
    """Return whether Windows takes `path` for a device, whatever its folder: `NUL`, `con.tif`, `//./PhysicalDrive0`."""
    stem = path.replace("\\", "/").rpartition("/")[2].partition(".")[0].partition(":")[0].strip(" ").lower()
    return path.startswith(_DEVICE_PATHS) or stem in _DEVICES
