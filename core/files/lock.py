"""Lock files so that the system itself releases them when their owner ends, however and in whatever container.

A process number tells nothing of another container, nor after a restart. Where a file system knows no locks, as some
network drives, nobody can tell whether an owner lives, and nothing is removed.
"""

from __future__ import annotations

import contextlib
import errno
import os
from typing import Optional

_HELD = (errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK, errno.EDEADLK)


def make_locked(path: str) -> Optional[int]:
    """Make the file `path` and lock it; return its descriptor, None when another process took or removed it meanwhile.

    The lock lasts until the descriptor is closed or this process ends. Raises OSError where no file can be made.
    """
    descriptor = _above_streams(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        if _lock(descriptor) is not False and _is_still(path, descriptor):
            return descriptor
    except BaseException:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


def take_over(path: str) -> Optional[int]:
    """Lock the file `path` if its owner has ended; return its descriptor, None where it lives or nobody can tell."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return None
    if _lock(descriptor) and _is_still(path, descriptor):
        return descriptor
    os.close(descriptor)
    return None


def release(descriptor: Optional[int]) -> None:
    """Give a lock up."""
    if descriptor is not None:
        with contextlib.suppress(OSError):
            os.close(descriptor)


def _above_streams(descriptor: int) -> int:
    """Return the descriptor under a number above 2: a host that has closed its streams still prints to those."""
    if descriptor > 2 or os.name == "nt":
        return descriptor
    import fcntl

    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 3)
    os.close(descriptor)
    return moved


def _lock(descriptor: int) -> Optional[bool]:
    """Return True when it is locked, False when another has locked it, None where the file system knows no locks."""
    try:
        _lock_natively(descriptor)
    except OSError as error:
        return False if error.errno in _HELD else None
    return True


def _lock_natively(descriptor: int) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_still(path: str, descriptor: int) -> bool:
    """Return whether the name still leads to the file that was locked, and not to nothing or to a successor."""
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except OSError:
        return False
