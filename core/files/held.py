"""Tell whether a file is open in another program in a way that lets nobody replace it, as Windows has it."""

from __future__ import annotations

import os
import sys
from typing import Union

from ..errors import OutputError
from .places import refuse_special

_DELETE = 0x00010000
_SHARE_ALL = 7
_OPEN_EXISTING = 3
_BACKUP_SEMANTICS = 0x02000000
_SHARING_VIOLATIONS = (32, 33)
_INVALID_HANDLE = 2 ** (64 if sys.maxsize > 2**32 else 32) - 1

WAY_OUT = "remove the layer or choose another name"


def refuse_unfit(path: Union[str, os.PathLike[str]], name: str = "output") -> None:
    """Raise OutputError where no file can take the place `path`: for a device and its like, and for a file held open.

    What does not exist passes.
    """
    refuse_special(path, name)
    if is_held(path):
        raise OutputError(f"{name}={os.fspath(path)}: is open in another program, perhaps as a layer here: {WAY_OUT}")


def is_held(path: Union[str, os.PathLike[str]]) -> bool:
    """Return whether `path` cannot be replaced since it is open, here or elsewhere. Nothing of it is changed.

    Only Windows forbids that; elsewhere the old file lives on for those who have it open.
    """
    if sys.platform != "win32":
        return False
    import ctypes

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateFileW.restype = ctypes.c_void_p
    kernel.CreateFileW.argtypes = [
        ctypes.c_wchar_p,
        ctypes.c_uint32,
        ctypes.c_uint32,
        ctypes.c_void_p,
        ctypes.c_uint32,
        ctypes.c_uint32,
        ctypes.c_void_p,
    ]
    kernel.CloseHandle.argtypes = [ctypes.c_void_p]
    # Opened as one must who removes it, while all others may do what they like.
    handle = kernel.CreateFileW(
        os.path.abspath(os.fspath(path)), _DELETE, _SHARE_ALL, None, _OPEN_EXISTING, _BACKUP_SEMANTICS, None
    )
    if handle is None or handle == _INVALID_HANDLE:
        return ctypes.get_last_error() in _SHARING_VIOLATIONS
    kernel.CloseHandle(handle)
    return False
