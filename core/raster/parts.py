"""Write an output in parts: a GeoTIFF for each tile, by whoever computed it, and a virtual raster that joins them.

The parts stand in a folder beside the virtual raster (VRT), which names them relative to itself. All of it grows in a
hidden folder and is moved when it is whole: the folder of parts first, under a name that was free, then the VRT, in one
step. The parts of an older VRT go when the new one stands in its place.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Optional, Union

from ..arrays import Array
from ..errors import OutputError, TilingError
from ..files.partial import Partial
from ..files.paths import check_space
from ..files.permissions import narrow
from ..files.removal import remove
from ..tiles import Tile, whole
from .backends import environment
from .inspection import describe
from .old_parts import parts_of
from .output import moved_transform
from .virtual_raster import Layer, Layout, virtual_raster
from .writer import BlockWriter

if TYPE_CHECKING:
    from types import TracebackType

    from .profile import OutputProfile

_SIDE_FILE = ".aux.xml"
_NOWHERE = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
_MOST_FOLDERS = 1000


@dataclass(frozen=True)
class WrittenPart:
    """Stands for the pixels of a tile that are written already."""


@dataclass
class _Station:
    """Where a part grows, as `Partial` for a file of its own: a name that no other try of the same tile has."""

    path: str
    place: str
    model: str
    """The file whose permissions hold for the part too: the older output."""

    @property
    def station(self) -> str:
        return self.path

    def __enter__(self) -> _Station:
        return self

    def __exit__(self, *error: Any) -> None:
        for ending in ("", _SIDE_FILE):
            with contextlib.suppress(OSError):  # it is in its place
                os.unlink(self.path + ending)

    def narrow(self) -> None:
        narrow(self.path, self.model)

    def move(self) -> None:
        for ending in (_SIDE_FILE, ""):
            with contextlib.suppress(FileNotFoundError):
                os.replace(self.path + ending, self.place + ending)


@dataclass(frozen=True)
class Parts:
    """Writes parts; goes to the workers."""

    profile: OutputProfile
    """Of the whole."""
    folder: str
    """Where parts are that are whole."""
    station: str
    """Where they grow."""

    def write(self, tile: Tile, values: Optional[Array]) -> WrittenPart:
        """Write the planes of a tile, in pixels of the output, as its part; None: no data. Raises OutputError."""
        profile, name = self.profile, name_of(tile)
        part = replace(
            profile,
            height=tile.height,
            width=tile.width,
            transform=None if profile.transform is None else moved_transform(profile.transform, tile),
            num_threads=1,
            parts=False,
        )
        grown = os.path.join(self.station, f"{secrets.token_hex(6)}_{name}")
        with BlockWriter(part, _Station(grown, os.path.join(self.folder, name), profile.target)) as writer:
            writer.write(whole(tile.height, tile.width), values)
        return WrittenPart()


class PartsWriter:
    """Joins the parts of an output, as `BlockWriter` makes one file; a context manager.

    Until it ends without an error the target is untouched; with an error everything written is removed.
    """

    def __init__(self, profile: OutputProfile) -> None:
        self.profile = profile
        self.parts: Optional[Parts] = None
        """What writes parts, as long as the writer is open."""
        self._partial = Partial(profile.target)
        self._tiles: list[Tile] = []

    def __enter__(self) -> PartsWriter:
        check_space(os.path.dirname(self.profile.target), 0)
        try:
            self._partial.__enter__()
            folder = os.path.join(os.path.dirname(self._partial.path), _free_name(self.profile.target))
            os.mkdir(folder)
        except OSError as error:
            self._partial.__exit__(None, None, None)
            raise self._failure(error) from error
        self.parts = Parts(self.profile, folder, os.path.dirname(self._partial.station))
        return self

    def write(self, tile: Tile, values: Union[Array, WrittenPart, None]) -> None:
        """Write the planes of a tile as its part, or note that a worker has. Raises OutputError."""
        assert self.parts is not None, "the writer is open only inside `with`"
        if not isinstance(values, WrittenPart):
            self.parts.write(tile, values)
        self._tiles.append(tile)

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        try:
            if error is None:
                self._finish()
        except OSError as failure:
            if isinstance(failure, OutputError):
                raise
            raise self._failure(failure) from failure
        finally:
            self.parts = None
            self._partial.__exit__(None, None, None)

    def _finish(self) -> None:
        """Write the virtual raster, move all into its place, and remove the parts of the older one."""
        missing = self.profile.height * self.profile.width - sum(tile.height * tile.width for tile in self._tiles)
        if missing:
            raise TilingError(f"{missing} pixels of the output were not written, or written twice")
        with open(self._partial.path, "w", encoding="utf-8") as file:
            file.write(self._joined())
        self._partial.narrow()
        old = parts_of(self.profile.target)
        self._partial.move()
        if old is not None:
            remove(old)

    def _joined(self) -> str:
        """Return the text of the virtual raster: all that its first part says of itself, and where each part lies."""
        assert self.parts is not None
        folder, tiles = self.parts.folder, sorted(self._tiles, key=lambda tile: (tile.row_min, tile.col_min))
        with environment():
            first = describe(os.path.join(folder, name_of(tiles[0])))
        layers = [
            Layer(
                replace(first, height=tile.height, width=tile.width),
                tile.row_min,
                tile.col_min,
                f"{os.path.basename(folder)}/{name_of(tile)}",
            )
            for tile in tiles
        ]
        profile = self.profile
        layout = Layout(profile.height, profile.width, profile.transform or _NOWHERE, has_gaps=False, overlaps=False)
        return virtual_raster(layers, layout)

    def _failure(self, error: Exception) -> OutputError:
        return OutputError(f"output={self.profile.target}: cannot be written ({error})")


def writer_of(profile: OutputProfile) -> Union[BlockWriter, PartsWriter]:
    """Return what writes an output: one file, or parts."""
    return PartsWriter(profile) if profile.parts else BlockWriter(profile)


def name_of(tile: Tile) -> str:
    """Return the name of the part that holds a tile, in pixels of the output."""
    return f"r{tile.row_min:07d}_c{tile.col_min:07d}.tif"


def _free_name(target: str) -> str:
    """Return the name of a folder for parts that nothing beside `target` has."""
    stem = os.path.splitext(target)[0]
    names = (f"{stem}_parts" if number == 1 else f"{stem}_parts-{number}" for number in range(1, _MOST_FOLDERS))
    for name in names:
        if not os.path.lexists(name):
            return os.path.basename(name)
    raise OutputError(f"output={target}: too many folders {stem}_parts-… beside it; remove those not needed")
