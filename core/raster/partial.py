"""Files beside the target that hold a result until it is whole: their names, how they replace it, how they go."""

from __future__ import annotations

import contextlib
import glob
import os
import platform
import re
import secrets
from pathlib import Path
from typing import Union

_NAME = re.compile(r"^\..+\.(?P<machine>\w*)-(?P<pid>\d+)-[0-9a-f]{8}\.partial(\.|$)")
"""`.{stem}.{machine}-{process}-{random}.partial{extension}`, and the files that GDAL puts beside it."""
_SIDE_FILES = (".aux.xml", ".ovr", ".msk", ".msk.aux.xml")
"""What may stand beside an old target and would be wrong beside the new one, after its full name."""


def partial_path(target: str) -> str:
    """Return a new name in the folder of `target`, with its extension, that no other run uses."""
    path = Path(target)
    run = f"{machine_name()}-{os.getpid()}-{secrets.token_hex(4)}"
    return str(path.with_name(f".{path.stem}.{run}.partial{path.suffix}"))


def machine_name() -> str:
    """Return the machine's name: a process number means nothing on another, or in another container."""
    return re.sub(r"[^0-9A-Za-z]", "_", platform.node())


def _prefix(partial: str) -> str:
    name = os.path.basename(partial)
    return name[: name.index(".partial") + len(".partial")]


def _files_of(partial: str) -> list[str]:
    pattern = os.path.join(glob.escape(os.path.dirname(partial)), glob.escape(_prefix(partial)) + "*")
    return sorted(glob.glob(pattern))


def move_into_place(partial: str, target: str) -> None:
    """Replace `target` by `partial`, with the files that GDAL put beside it; the old one's side files are removed.

    The target itself comes last and in one step, so that at every moment the old or the new one is there.
    """
    folder, stem = os.path.dirname(target), Path(target).stem
    beside = {os.path.basename(path)[len(_prefix(partial)) :]: path for path in _files_of(partial) if path != partial}
    for ending, path in beside.items():
        os.replace(path, os.path.join(folder, stem + ending))
    extension = Path(target).suffix
    for ending in _SIDE_FILES:
        if extension + ending not in beside:
            _remove(target + ending)
    os.replace(partial, target)


def remove_partial(partial: str) -> None:
    """Remove `partial` and the files beside it, as far as they exist."""
    for path in [partial, *_files_of(partial)]:
        _remove(path)


def _remove(path: str) -> None:
    # Gone already, or held open by another program on Windows: then the next run sweeps it.
    with contextlib.suppress(OSError):
        os.unlink(path)


def sweep_partials(folder: Union[str, os.PathLike[str]]) -> list[str]:
    """Remove what runs that were killed left in `folder`, and return the paths removed.

    Partial files of processes that are still alive stay, and those of other machines in a shared folder.
    """
    removed = []
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    for name in names:
        match = _NAME.match(name)
        if match and match["machine"] == machine_name() and not is_alive(int(match["pid"])):
            path = os.path.join(os.fspath(folder), name)
            _remove(path)
            removed.append(path)
    return removed


def is_alive(process: int) -> bool:
    """Return whether a process of this number runs on this machine."""
    if process == os.getpid():
        return True
    if os.name == "nt":
        return _is_alive_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return not _is_zombie(process)


def _is_zombie(process: int) -> bool:
    """Return whether a process has ended and only its number is left: in many containers nobody clears those away."""
    try:
        with open(f"/proc/{process}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()[:1] in ([b"Z"], [b"X"])
    except OSError:  # it is gone by now, or this is no Linux
        return False


def _is_alive_on_windows(process: int) -> bool:
    # os.kill(process, 0) would end the process there.
    import ctypes

    limited_information, still_active, denied = 0x1000, 259, 5
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(limited_information, False, process)
    if not handle:
        return bool(ctypes.get_last_error() == denied)  # type: ignore[attr-defined,unused-ignore]
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == still_active
