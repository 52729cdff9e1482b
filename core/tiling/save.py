"""Write the results of tiles into one raster, by one writer."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Callable, Optional, Protocol, Union

from ..errors import FunctionError
from ..tiles import Tile
from .function_call import TileResult
from .loop import TileLoop

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
    loop: TileLoop,
    tiles: Iterable[Tile],
    frame: Tile,
    writer: TileWriter,
    take: Callable[[Any], Any] = lambda result: result,
) -> None:
    """Run the loop over the tiles of `frame` and write what `take` gives for each result."""
    with writer, closing(loop.results(tiles)) as results:
        for tile, result in results:
            writer.write(tile.moved(-frame.row_min, -frame.col_min), take(result))


@dataclass
class DeferredWriter:
    """A writer of what a user's function makes: it opens when the first result tells type, bands and nodata."""

    source: Source
    frame: Tile
    bands: tuple[int, ...]
    config: MultiprocConfig
    tags: dict[str, str] = field(default_factory=dict)
    _writer: Any = None
    _profile: Optional[OutputProfile] = None

    def check(self) -> None:
        """Raise OutputError or InvalidParameter for a target that cannot be written, before any work."""
        self._profile = self._made(1, "uint8", None, is_guess=True)

    def __enter__(self) -> DeferredWriter:
        return self

    def __exit__(self, *error: Any) -> None:
        if self._writer is not None:
            self._writer.__exit__(*error)

    def write(self, tile: Tile, result: TileResult) -> None:
        """Write one tile's result, in pixels of the output.

        Raises FunctionError when it does not fit the first one's type or bands.
        """
        from ..pixels import filled

        values = result.values
        if self._writer is None:
            self._open(self._made(values.shape[0], str(values.dtype), self._nodata_for(result)))
        profile = self._profile
        assert profile is not None
        place = tile.moved(self.frame.row_min, self.frame.col_min)
        self._check_fit(place, values, profile)
        if result.mask is not None:
            if profile.nodata is None and values.dtype.kind != "f":
                raise FunctionError(
                    f"{place}: the function returned masked pixels of type {values.dtype} without a nodata value; "
                    "set raster.nodata in the function"
                )
            fill = float("nan") if profile.nodata is None else profile.nodata
            values = filled(values, ~result.mask, values.dtype, fill)
        self._writer.write(tile, values.astype(profile.dtype, copy=False))

    def _nodata_for(self, first: TileResult) -> Optional[Union[int, float]]:
        """Return the output's nodata: the function's, or where pixels may come back masked one that the type holds."""
        from ..pixels import default_nodata

        flags = [self.source.info.mask_flags[band - 1] for band in self.bands]
        may_be_masked = first.mask is not None or any("all_valid" not in flag for flag in flags)
        if first.nodata is None and may_be_masked and first.values.dtype.kind != "f":
            return default_nodata(first.values.dtype)
        return first.nodata

    @staticmethod
    def _check_fit(tile: Tile, values: NDArray[Any], profile: OutputProfile) -> None:
        import numpy as np

        if values.shape[0] != profile.count:
            raise FunctionError(f"{tile}: the function returned {values.shape[0]} bands, before {profile.count}")
        if not np.can_cast(values.dtype, profile.dtype, "same_kind"):
            raise FunctionError(f"{tile}: the function returned type {values.dtype}, before {profile.dtype}")

    @property
    def target(self) -> str:
        """Where the raster is written."""
        assert self._profile is not None
        return self._profile.target

    def _open(self, profile: OutputProfile) -> None:
        from ..raster import BlockWriter

        self._profile = profile
        self._writer = BlockWriter(profile).__enter__()

    def _made(
        self, count: int, dtype: str, nodata: Optional[Union[int, float]], *, is_guess: bool = False
    ) -> OutputProfile:
        from ..raster import output_profile

        info = self.source.info
        same = count == len(self.bands)
        return output_profile(
            info,
            self.frame,
            count,
            dtype,
            nodata,
            target=target_of(self.config) if self._profile is None else self.target,
            driver=self.config.driver,
            creation_options=self.config.creation_options,
            num_threads=self.config.workers,
            source_bands=self.bands if same else None,
            meanings="other",
            descriptions=[info.descriptions[band - 1] for band in self.bands] if same else [None] * count,
            tags=self.tags,
            is_guess=is_guess,
        )


def target_of(config: MultiprocConfig) -> str:
    """Return where the output goes: `outfile`, or a new temporary file."""
    from ..files.paths import temporary_target

    return config.named_outfile or temporary_target(config.temporary_folder)
