"""Files beside the target that hold a result until it is whole: their names, how they replace it, how they go."""

from __future__ import annotations

import contextlib
import glob
import os
import platform
import re
import secrets
import shutil
from pathlib import Path
from typing import Union

from .places import refuse_special

_NAME = re.compile(r"^\..+\.(?P<machine>\w*)-(?P<pid>\d+)-[0-9a-f]{8}\.partial(\.|$)")
"""`.{stem}.{machine}-{process}-{random}.partial{extension}`, and the files that GDAL puts beside it."""
_ANY = re.compile(r"^\..*\.partial(\.|$)", re.DOTALL)
_STEM = 24
"""Letters of the target's name that the partial file's begins with: a name may be so long that no other fits to it."""
_SIDE_FILES = (".aux.xml", ".ovr", ".msk", ".msk.aux.xml")
"""What may stand beside an old target and would be wrong beside the new one, after its full name."""
_OLD_JOURNALS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside an open database, after its full name; it would be played back into the new one."""
_OLD_INDEXES = (".qix", ".sbn", ".sbx", ".idm", ".ind", ".cpg", ".qpj", ".prj")
"""What may stand beside an old shapefile, after its stem."""


def partial_path(target: str) -> str:
    """Return a new name in the folder of `target`, with its extension, that no other run uses."""
    path = Path(target)
    return str(path.with_name(_partial_name(path.stem) + path.suffix))


def make_partial_folder(target: str) -> str:
    """Make a folder beside `target`, for a result that is written under its final name, and return its path.

    For formats of several files, and those that note their name inside. Raises OSError.
    """
    path = Path(target)
    folder = path.with_name(_partial_name(path.stem))
    folder.mkdir()
    return str(folder)


def _partial_name(stem: str) -> str:
    return f".{stem[:_STEM]}.{machine_name()}-{os.getpid()}-{secrets.token_hex(4)}.partial"


def machine_name() -> str:
    """Return the machine's name: a process number means nothing on another, or in another container."""
    return re.sub(r"[^0-9A-Za-z]", "_", platform.node())


def is_partial(path: str) -> bool:
    """Return whether a path, or one it would stand beside, has a name that is given to partial files alone."""
    return bool(_ANY.match(os.path.basename(path))) and "\0" not in path


def _prefix(partial: str) -> str:
    name = os.path.basename(partial)
    return name[: name.index(".partial") + len(".partial")]


def _files_of(partial: str) -> list[str]:
    pattern = os.path.join(glob.escape(os.path.dirname(partial)), glob.escape(_prefix(partial)) + "*")
    return sorted(glob.glob(pattern))


def side_files(target: str) -> list[str]:
    """Return the files that may stand beside an old target and go with it."""
    return [target + ending for ending in _SIDE_FILES]


def move_into_place(partial: str, target: str) -> None:
    """Replace `target` by `partial`, with the files that GDAL put beside it; the old one's side files are removed.

    The target itself comes last and in one step, so that at every moment the old or the new one is there. Raises
    OSError, and OutputError where a device, a pipe or a socket stands in the place meanwhile.
    """
    folder, stem = os.path.dirname(target), Path(target).stem
    beside = {os.path.basename(path)[len(_prefix(partial)) :]: path for path in _files_of(partial) if path != partial}
    for name in (target, *(os.path.join(folder, stem + ending) for ending in beside)):
        refuse_special(name)
    for ending, path in beside.items():
        os.replace(path, os.path.join(folder, stem + ending))
    extension = Path(target).suffix
    for ending in _SIDE_FILES:
        if extension + ending not in beside:
            _remove(target + ending)
    os.replace(partial, target)


def move_files_into_place(folder: str, target: str) -> None:
    """Move the files of a partial folder beside `target`; those of the old target that have no successor are removed.

    The file of the target's own name comes last. Where there is only one, as of a GeoPackage, the old or the new one is
    there at every moment; several, as of a shapefile, are replaced one right after the other. Raises OSError, and
    OutputError where a device, a pipe or a socket stands in the place of one.
    """
    place, stem = os.path.dirname(target), os.path.splitext(target)[0]
    names = sorted(os.listdir(folder), key=lambda name: name == os.path.basename(target))
    for name in names:
        refuse_special(os.path.join(place, name))
    old = side_files(target) + [target + ending for ending in _OLD_JOURNALS]
    if target.lower().endswith(".shp"):
        old += [stem + ending for ending in _OLD_INDEXES]
    for path in old:
        if os.path.basename(path) not in names:
            _remove(path)
    for name in names:
        os.replace(os.path.join(folder, name), os.path.join(place, name))


def remove_partial(partial: str) -> None:
    """Remove `partial`, a file with those beside it or a folder, as far as it exists."""
    for path in [partial, *_files_of(partial)]:
        _remove(path)


def _remove(path: str) -> None:
    # Gone already, or held open by another program on Windows: then the next run sweeps it.
    with contextlib.suppress(OSError):
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
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
