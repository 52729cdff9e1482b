"""Write the results of tiles into one raster, by one writer."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Optional, Union

from ..errors import FunctionError
from ..progress import Progress
from ..tiles import Tile, TileGrid
from .block import BlockTask
from .chunks import exact_chunk, function_needs, workers_of
from .function_call import TileResult
from .loop import Counter, TileLoop, open_cluster
from .plan import RunPlan

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..config import MultiprocConfig
    from ..raster import OutputProfile, Raster
    from .source import Source


def save_tiles(
    work: BlockTask,
    source: Source,
    config: MultiprocConfig,
    progress: Progress,
    frame: Optional[Tile] = None,
    tags: Optional[Mapping[str, str]] = None,
) -> Raster:
    """Run a user's function on exact chunks of `frame` and write the results; the first one decides the profile."""
    frame = frame or source.info.frame
    tiles = TileGrid(frame, exact_chunk(config, source.info, work.halo, frame))
    sink = DeferredWriter(source, frame, work.bands, config, dict(tags or {}))
    sink.check()
    with open_cluster(config) as cluster:
        progress.plan(function_plan(work, config, tiles, cluster.kind, cluster.nb_workers).to_json())
        run = TileLoop(work, cluster, Counter(len(tiles), progress), source.memory)
        with sink, closing(run.results(tiles)) as results:
            for tile, result in results:
                sink.write(tile, result)
    config.note_output(sink.target)
    return sink.raster()


def function_plan(work: BlockTask, config: MultiprocConfig, tiles: TileGrid, kind: str, workers: int) -> RunPlan:
    """Return the plan of a run with a user's function; what it will put out is known after the first tile."""
    needs = function_needs(config, work.info, tiles.frame, work.halo)
    return RunPlan(len(tiles), tiles.chunk, work.halo, kind, workers, needs.memory_mb(tiles.chunk))


@dataclass
class DeferredWriter:
    """A writer that opens when the first result tells type, bands and nodata."""

    source: Source
    frame: Tile
    bands: tuple[int, ...]
    config: MultiprocConfig
    tags: dict[str, str] = field(default_factory=dict)
    _writer: Any = None
    _profile: Optional[OutputProfile] = None

    def check(self) -> None:
        """Raise OutputError or InvalidParameter for a target that cannot be written, before any work."""
        self._profile = self._made(1, "uint8", None)

    def __enter__(self) -> DeferredWriter:
        return self

    def __exit__(self, *error: Any) -> None:
        if self._writer is not None:
            self._writer.__exit__(*error)

    def write(self, tile: Tile, result: TileResult) -> None:
        """Write one tile's result. Raises FunctionError when it does not fit the first one's type or bands."""
        from ..pixels import filled

        values = result.values
        if self._writer is None:
            self._open(self._made(values.shape[0], str(values.dtype), self._nodata_for(result)))
        profile = self._profile
        assert profile is not None
        self._check_fit(tile, values, profile)
        if result.mask is not None:
            if profile.nodata is None and values.dtype.kind != "f":
                raise FunctionError(
                    f"{tile}: the function returned masked pixels of type {values.dtype} without a nodata value; "
                    "set raster.nodata in the function"
                )
            fill = float("nan") if profile.nodata is None else profile.nodata
            values = filled(values, ~result.mask, values.dtype, fill)
        place = tile.moved(-self.frame.row_min, -self.frame.col_min)
        self._writer.write(place, values.astype(profile.dtype, copy=False))

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
        """The path that is written, known after `check`."""
        assert self._profile is not None
        return self._profile.target

    def raster(self) -> Raster:
        """Return a lazy handle on what was written."""
        from ..raster import Raster

        return Raster(self.target)

    def _open(self, profile: OutputProfile) -> None:
        from ..raster import BlockWriter

        self._profile = profile
        self._writer = BlockWriter(profile).__enter__()

    def _made(self, count: int, dtype: str, nodata: Optional[Union[int, float]]) -> OutputProfile:
        from ..raster import output_profile

        info = self.source.info
        same = count == len(self.bands)
        return output_profile(
            info,
            self.frame,
            count,
            dtype,
            nodata,
            target=target_of(self.config) if self._profile is None else self._profile.target,
            driver=self.config.driver,
            creation_options=self.config.creation_options,
            num_threads=workers_of(self.config),
            source_bands=self.bands if same else None,
            meanings="other",
            descriptions=[info.descriptions[band - 1] for band in self.bands] if same else [None] * count,
            tags=self.tags,
        )


def target_of(config: MultiprocConfig) -> str:
    """Return where the output goes: `outfile`, or a new temporary file."""
    from ..files.paths import temporary_target

    return config.named_outfile or temporary_target(config.temporary_folder)
