"""Give a file that replaces another one the other's permissions, and its owner where the system allows it."""

from __future__ import annotations

import contextlib
import os
import stat

_ACCESS_LIST = "system.posix_acl_access"


def narrow(path: str, model: str) -> None:
    """Take from the new file `path` what `model`, the file that it will replace, does not allow either.

    Its owner may always read and write it. Without a `model` the file stays as the umask has it.
    """
    with contextlib.suppress(OSError):
        allowed = stat.S_IMODE(os.stat(model).st_mode)
        os.chmod(path, stat.S_IMODE(os.stat(path).st_mode) & (allowed | 0o600) & 0o777)


def adopt(path: str, model: str) -> None:
    """Give `path` the permissions, access list, group and owner of the file `model`, as far as the system allows it.

    Where the group cannot be kept, the new one gets no more than all others have. Without a `model` nothing changes.
    """
    if os.name == "nt":  # a file takes the access list of its folder there
        return
    try:
        old, new = os.stat(model), os.stat(path)
    except OSError:
        return
    mode = stat.S_IMODE(old.st_mode) & 0o777
    if not _owned(path, old, new):
        mode = (mode & 0o707) | (mode & 0o007) << 3
    elif hasattr(os, "getxattr"):
        _copy_access_list(path, model)
    with contextlib.suppress(OSError):  # a file system without permissions
        os.chmod(path, mode)


def _owned(path: str, old: os.stat_result, new: os.stat_result) -> bool:
    """Give the file owner and group of the old one, or the group alone; return whether it has that group."""
    if (old.st_uid, old.st_gid) == (new.st_uid, new.st_gid):
        return True
    for owner in (old.st_uid, -1):
        with contextlib.suppress(OSError):
            os.chown(path, owner, old.st_gid)
            return True
    return old.st_gid == new.st_gid


def _copy_access_list(path: str, model: str) -> None:
    """Copy the list of further users and groups, or take off the one that the folder gave."""
    with contextlib.suppress(OSError):
        try:
            entries = os.getxattr(model, _ACCESS_LIST)
        except OSError:
            os.removexattr(path, _ACCESS_LIST)
        else:
            os.setxattr(path, _ACCESS_LIST, entries)
