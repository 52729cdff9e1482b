"""Keep results whole or as they were: each grows in a folder of its own beside its target, and is moved when whole.

The folder is nobody else's to look into, and bears a lock that the system releases when its owner ends: what the dead
left is swept by the next run. Inside, a result has its final name already: some formats note it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import platform
import re
import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Optional, Union

from ..errors import OutputError
from ..processes.interrupts import interrupts_wait
from . import leftovers
from .held import is_held
from .kept import kept_aside, not_replaced
from .leftovers import placing, register_partial, unregister_partial
from .lock import make_locked, release, take_over
from .permissions import adopt, narrow
from .places import refuse_special
from .removal import LOCK, remove, remove_partial

_NAME = re.compile(r"^\..*\.(?P<machine>\w*)-[0-9a-f]{12}\.partial$", re.DOTALL)
"""`.{stem}.{machine}-{random}.partial`"""
_STEM = 24
"""Letters of the target's name that the folder's begins with: a name may be so long that no other fits to it."""
_NEW, _STATION, _OLD = "new", "station", "old"
"""What grows, what is only on its way to that, and what is replaced, until all is moved."""
_ATTEMPTS = 100
_SIDE_FILES = (".aux.xml", ".ovr", ".msk", ".msk.aux.xml")
"""What may stand beside an old target and would be wrong beside the new one, after its full name."""
_OLD_JOURNALS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside an open database, after its full name; it would be played back into the new one."""
_OLD_INDEXES = (".qix", ".sbn", ".sbx", ".idm", ".ind", ".cpg", ".qpj", ".prj")
"""What may stand beside an old shapefile, after its stem."""
_Move = tuple[str, str, Optional[str]]
"""From where a file came (empty: nothing came), where it went, and where the one is that stood there."""


class Partial:
    """A folder beside a target in which the result grows; a context manager, at whose end it is gone.

    `move` puts what is in it in the target's place. Without that the target stays as it is.
    """

    def __init__(self, target: Union[str, os.PathLike[str]]) -> None:
        self.target = os.path.abspath(os.fspath(target))
        self.folder = _name_beside(self.target)
        """The folder itself; it is made when the context is entered, perhaps under another name."""
        self._lock: Optional[int] = None

    @property
    def path(self) -> str:
        """Where the result grows: under the target's name."""
        return os.path.join(self.folder, _NEW, os.path.basename(self.target))

    @property
    def station(self) -> str:
        """Where something may grow that is only on its way to the result."""
        return os.path.join(self.folder, _STATION, os.path.basename(self.target))

    def old(self, ending: str) -> str:
        """Where a file beside the target, of its name and `ending`, is put until all is moved."""
        return os.path.join(self.folder, _OLD, os.path.basename(self.target) + ending)

    def __enter__(self) -> Partial:
        sweep_partials(os.path.dirname(self.target))
        for _ in range(_ATTEMPTS):
            register_partial(self.folder)
            try:
                if self._made():
                    return self
            except BaseException:
                self._gone()
                raise
            self._gone()
            self.folder = _name_beside(self.target)
        raise OutputError(f"output={self.target}: another program keeps removing files beside it")

    def _made(self) -> bool:
        """Make the folder; return False when a sweep of another run came between."""
        os.mkdir(self.folder, 0o777 if os.name == "nt" else 0o700)
        try:
            self._lock = make_locked(os.path.join(self.folder, LOCK))
            for name in (_NEW, _STATION, _OLD):
                os.mkdir(os.path.join(self.folder, name))
        except FileNotFoundError:
            return False
        return self._lock is not None

    def narrow(self) -> None:
        """Let nobody read the growing file who may not read the one that it replaces."""
        narrow(self.path, self.target)

    def move(self) -> None:
        """Put the result in its place; see `move_together`."""
        move_together([self])

    def moves(self) -> list[tuple[str, str]]:
        """Return what stands in the folder and where it goes: folders, the target's own file, then those beside it."""
        inside, place, first = os.path.dirname(self.path), os.path.dirname(self.target), os.path.basename(self.target)
        paths = {name: os.path.join(inside, name) for name in os.listdir(inside)}
        # What a file refers to stands before it does.
        names = sorted(paths, key=lambda name: (not os.path.isdir(paths[name]), name != first, name))
        return [(os.path.join(inside, name), os.path.join(place, name)) for name in names]

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self._gone()

    def _gone(self) -> None:
        lock, self._lock = self._lock, None
        if os.name == "nt":  # no open file can be removed there
            release(lock)
        remove_partial(self.folder)
        release(lock)
        unregister_partial(self.folder)


def move_together(partials: Sequence[Partial]) -> None:
    """Put the results of a run in their places, all of them or none, as nearly as the system allows.

    A single file is replaced in one step, several one right after the other, each target's own file before those beside
    it. What fails half way is undone, and the results are kept under other names, which the OutputError tells; Ctrl-C
    waits until all is done. Old side files go last, and only when the new results stand.
    Raises OutputError where a place cannot be taken, and OSError where no other name can be either.
    """
    moves = [move for partial in partials for move in partial.moves()]
    for _, place in moves:
        refuse_special(place)
    for partial in partials:
        for path, place in partial.moves():
            if not os.path.isdir(path):
                adopt(path, place if os.path.exists(place) else partial.target)
    with interrupts_wait():
        try:
            with placing([partial.target for partial in partials]):
                _replace_all(partials, moves)
        except OSError as error:
            _keep_aside(partials, error)
            raise


def _replace_all(partials: Sequence[Partial], moves: Sequence[tuple[str, str]]) -> None:
    """Put all in their places and remove what is stale beside them, or nothing of that. Raises OSError."""
    old_sides = _stale(partials, moves)
    for path in (*old_sides, *(place for _, place in moves)):
        if is_held(path):  # it would stay beside the new raster, whose overviews it is not
            raise OSError(errno.EACCES, "another program has it open", path)
    done: list[_Move] = []
    try:
        for partial in partials:
            _put_journals_away(partial, done)
        for at, (path, place) in enumerate(moves, 1):
            # The last one is moved or not: what it replaces need not be kept.
            old = _set_aside(path, place) if at < len(moves) else None
            os.replace(path, place)
            done.append((path, place, old))
    except OSError:
        for path, place, old in reversed(done):
            _undo(path, place, old)
        raise
    for path in old_sides:
        remove(path)


def _undo(path: str, place: str, old: Optional[str]) -> None:
    """Put the new file back to `path`, from where it came, and the old one into its place again."""
    with contextlib.suppress(OSError):
        if old is None:
            os.replace(place, path)
        elif path:
            try:
                os.link(place, path, follow_symlinks=False)  # so that the place is never empty
            except (OSError, NotImplementedError):
                os.replace(place, path)
    with contextlib.suppress(OSError):
        if old is not None:
            os.replace(old, place)


def _put_journals_away(partial: Partial, done: list[_Move]) -> None:
    """Move the journals of an old database away, which would be played back into the new one; note it in `done`."""
    for ending in _OLD_JOURNALS:
        place, old = partial.target + ending, partial.old(ending)
        if os.path.isfile(place):
            os.rename(place, old)
            done.append(("", place, old))


def _keep_aside(partials: Sequence[Partial], error: OSError) -> None:
    """Keep results whose places could not be taken. Raises OutputError that tells where; returns where that fails."""
    kept = []
    with contextlib.suppress(OSError):
        for partial in partials:
            kept.append(kept_aside(os.path.dirname(partial.path), partial.target, _SIDE_FILES))
    if kept:
        raise not_replaced(error, kept) from error


def _set_aside(path: str, place: str) -> Optional[str]:
    """Keep what `path` will replace under another name too; return that, None where nothing stands in the place."""
    if not os.path.lexists(place):
        return None
    old = os.path.join(os.path.dirname(os.path.dirname(path)), _OLD, os.path.basename(path))
    try:
        os.link(place, old, follow_symlinks=False)
    except (OSError, NotImplementedError):  # a file system without second names
        shutil.copy2(place, old, follow_symlinks=False)
    return old


def _stale(partials: Sequence[Partial], moves: Sequence[tuple[str, str]]) -> list[str]:
    """Return what stands beside the old targets and has no successor."""
    new = {place for _, place in moves}
    old = [partial.target + ending for partial in partials for ending in _SIDE_FILES]
    stems = [os.path.splitext(partial.target) for partial in partials]
    old += [stem + ending for stem, extension in stems if extension.lower() == ".shp" for ending in _OLD_INDEXES]
    return [path for path in old if path not in new and os.path.lexists(path)]


def side_files(target: str) -> list[str]:
    """Return the files that may stand beside an old target and go with it."""
    return [target + ending for ending in _SIDE_FILES]


def _name_beside(target: str) -> str:
    path = Path(target)
    return str(path.with_name(f".{path.stem[:_STEM]}.{machine_name()}-{secrets.token_hex(6)}.partial"))


def machine_name() -> str:
    """Return the machine's name: some network drives do not tell one machine of the locks of another."""
    return re.sub(r"[^0-9A-Za-z]", "_", platform.node())


def sweep_partials(folder: Union[str, os.PathLike[str]]) -> list[str]:
    """Remove what runs that have ended left in `folder`, and return the paths removed.

    What belongs to a run that lives stays, also to one of another container, and that of other machines.
    """
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    removed = []
    for name in names:
        match = _NAME.match(name)
        path = os.path.join(os.fspath(folder), name)
        # Some network drives do not tell a process of its own locks.
        if match and match["machine"] == machine_name() and not leftovers.OURS.holds(path):
            removed += [path] if sweep_folder(path, os.path.join(path, LOCK)) else []
    return removed


def sweep_folder(folder: str, lock: str) -> bool:
    """Remove a folder if the owner of its lock has ended, or if it is empty: a living owner makes another one then."""
    if not os.path.lexists(lock):
        with contextlib.suppress(OSError):
            os.rmdir(folder)
            return True
        return False
    taken = take_over(lock)
    if taken is None:
        return False
    if os.name == "nt":
        release(taken)
    remove_partial(folder)
    release(taken)
    return True
