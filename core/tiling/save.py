"""Write the results of tiles into one raster, by one writer."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Callable, Optional, Protocol

from ..arrays import Array, Nodata
from ..errors import FunctionError, GapsDiffer, InvalidParameter, NodataClash
from ..marking import Marking, SourceGaps, ways_of_any_values
from ..progress import Progress
from ..tiles import Tile
from .function_call import TileResult
from .loop import TileLoop

if TYPE_CHECKING:
    from ..config import MultiprocConfig
    from ..raster import OutputProfile
    from .source import Source


class TileWriter(Protocol):
    """Takes the results of tiles, in pixels of the output, and makes one raster of them; a context manager."""

    def __enter__(self) -> Any: ...

    def __exit__(self, *error: Any) -> None: ...

    def write(self, tile: Tile, result: Any) -> None:
        """Write one tile's result."""


def save_tiles(
    begin: Callable[[], TileLoop],
    tiles: Iterable[Tile],
    frame: Tile,
    writer: TileWriter,
    take: Callable[[Any], Any] = lambda result: result,
) -> None:
    """Run the loop that `begin` makes over the tiles of `frame` and write what `take` gives for each result.

    The loop is made when the writer is open.
    """
    with writer, closing(begin().results(tiles)) as results:
        for tile, result in results:
            writer.write(tile.moved(-frame.row_min, -frame.col_min), take(result))


def save_results(
    begin: Callable[[], TileLoop],
    tiles: Iterable[Tile],
    writer: DeferredWriter,
    progress: Progress,
) -> None:
    """Run the loop that `begin` makes over `tiles` and write what a user's function gives.

    Where a valid pixel has the nodata value, or pixels are masked and nothing says so, the run begins again and says
    it in the next way (see `marking`). Raises NodataClash, GapsDiffer where there is none.
    """
    while True:
        try:
            save_tiles(begin, tiles, writer.frame, writer)
            return
        except (NodataClash, GapsDiffer) as clash:
            following = writer.next_way()
            if following is None:
                raise
            progress.warn(f"{clash.reason}: the run begins again, {following.words}")


@dataclass
class DeferredWriter:
    """A writer of what a user's function makes: it opens when the first result tells type, bands and nodata."""

    source: Source
    frame: Tile
    bands: tuple[int, ...]
    config: MultiprocConfig
    tags: dict[str, str] = field(default_factory=dict)
    nodata: Nodata = None
    """The output's, as the user chose it."""
    overviews: str = ""
    """As a job has it; empty: not asked."""
    sources: tuple[str, ...] = ()
    """Other files that are read, and must not be overwritten."""
    masked: bool = False
    """Whether the run has a mask: there will be pixels without data, whatever the first result says."""
    _ways: tuple[Marking, ...] = ()
    """How gaps may be marked, from the present way on; () before the first result."""
    _writer: Any = None
    _profile: Optional[OutputProfile] = None
    _target: str = ""
    _outside: list[Tile] = field(default_factory=list)
    """Tiles outside the mask that came before the first result, which says how they are written."""

    def check(self) -> None:
        """Raise OutputError or InvalidParameter for a target that cannot be written, before any work."""
        self._profile = self._made(1, Marking("uint8"), is_guess=True)

    def __enter__(self) -> DeferredWriter:
        return self

    def __exit__(self, *error: Any) -> None:
        writer, self._writer = self._writer, None
        outside, self._outside = self._outside, []
        if writer is not None:
            writer.__exit__(*error)
        elif outside and error[0] is None:
            raise InvalidParameter("mask: no pixel of the input lies in it, so the function was not called")

    def write(self, tile: Tile, result: Optional[TileResult]) -> None:
        """Write one tile's result, in pixels of the output; None where the run's mask leaves no data.

        Raises FunctionError when it does not fit the first one's type or bands, NodataClash or GapsDiffer where its
        gaps cannot be marked in the present way.
        """
        import numpy as np

        from ..pixels import converted

        if result is None:
            self._write_nothing(tile)
            return
        if self._writer is None:
            self._ways = self._ways or self._ways_for(result)
            self._open(self._made(result.values.shape[0], self._ways[0]))
        profile, marking = self._profile, self._ways[0]
        assert profile is not None
        place = tile.moved(self.frame.row_min, self.frame.col_min)
        self._check_fit(place, result.values, profile)
        valid = np.ones(result.values.shape, bool) if result.mask is None else ~result.mask
        try:
            planes = marking.planes(converted(result.values, marking.dtype), valid)
        except NodataClash as clash:
            raise clash.at(place.row_min, place.col_min, self.source.info.transform) from None
        self._writer.write(tile, planes)

    def next_way(self) -> Optional[Marking]:
        """Mark gaps in the next way from now on, and return it; None where there is none."""
        self._ways = self._ways[1:]
        return self._ways[0] if self._ways else None

    def _ways_for(self, first: TileResult) -> tuple[Marking, ...]:
        """Return the ways to mark gaps in results like the first one."""
        from ..raster.formats import keeps_masks

        info, own = self.source.info, first.nodata
        gaps = info.gaps(self.bands)
        if own == gaps.nodata and first.dtype not in {info.dtypes[band - 1] for band in self.bands}:
            own = None  # a number of the source's, which in another type may be a result
        gaps = SourceGaps(
            possible=self.masked or first.mask is not None or not all(info.is_gapless(band) for band in self.bands),
            nodata=own,
            alpha=gaps.alpha if len(first.values) == len(self.bands) else None,
            bands=len(first.values),
        )
        can_mask = keeps_masks(self.target, self.config.driver)
        if self.nodata is not None:
            return ways_of_any_values(first.dtype, self.nodata, gaps, can_mask, chosen=True)
        return ways_of_any_values(first.dtype, own, gaps, can_mask)

    @staticmethod
    def _check_fit(tile: Tile, values: Array, profile: OutputProfile) -> None:
        import numpy as np

        if values.shape[0] != profile.count:
            raise FunctionError(f"{tile}: the function returned {values.shape[0]} bands, before {profile.count}")
        if not np.can_cast(values.dtype, profile.dtype, "same_kind"):
            raise FunctionError(f"{tile}: the function returned type {values.dtype}, before {profile.dtype}")

    @property
    def target(self) -> str:
        """Where the raster is written; a temporary file gets its name once."""
        self._target = self._target or target_of(self.config)
        return self._target

    def _open(self, profile: OutputProfile) -> None:
        from ..raster import writer_of

        self._profile = profile
        self._writer = writer_of(profile).__enter__()
        for tile in self._outside:
            self._writer.write(tile, None)
        self._outside = []

    def _write_nothing(self, tile: Tile) -> None:
        if self._writer is None:
            self._outside.append(tile)
        else:
            self._writer.write(tile, None)

    def _made(self, count: int, marking: Marking, *, is_guess: bool = False) -> OutputProfile:
        from ..raster import output_profile
        from ..raster.overviews import OverviewWish

        info = self.source.info
        same = count == len(self.bands)
        return output_profile(
            info,
            self.frame,
            count,
            marking.dtype,
            marking.nodata,
            target=self.target,
            driver=self.config.driver,
            creation_options=self.config.creation_options,
            num_threads=self.config.workers,
            source_bands=self.bands if same else None,
            meanings=["same" if band == marking.alpha else "other" for band in range(count)],
            descriptions=[info.descriptions[band - 1] for band in self.bands] if same else [None] * count,
            tags=self.tags,
            sources=self.sources,
            mask=marking.mask,
            overviews=OverviewWish(self.overviews, marking.dtype.startswith("float")),  # whole numbers may be classes
            is_guess=is_guess,
        )


def target_of(config: MultiprocConfig) -> str:
    """Return where the output goes: `outfile`, or a new temporary file."""
    from ..files.paths import temporary_target

    return config.named_outfile or temporary_target(config.temporary_folder)
