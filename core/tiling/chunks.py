"""Choose the size of a tile from blocks, halo, workers and memory, and how many side by side share what was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional

from ..errors import InvalidParameter
from ..processes.machine import machine_memory_mb
from ..raster.backends import library_in_words
from ..tiles import TileGrid
from .block import BlockTask
from .plan import RunPlan

if TYPE_CHECKING:
    from ..config import MultiprocConfig
    from ..raster.header import SourceInfo
    from ..tiles import Tile

TARGET_PIXELS = 1 << 20
"""Pixels of a tile when nothing else decides: large enough that a task's cost is small, small enough for caches."""
SMALLEST_TARGET = 1 << 16
TILES_PER_WORKER = 4
"""A small raster is cut smaller, so that every worker gets several tiles and none waits long for the last one."""
DEFAULT_MB_PER_WORKER = 64
MEGABYTE = 1 << 20


@dataclass(frozen=True)
class ChunkNeeds:
    """The needs that decide the size of a tile, beside the config."""

    info: SourceInfo
    frame: Tile
    halo: int
    align: tuple[int, int]
    """Rows and columns of the blocks that a tile should be made of."""
    bytes_per_pixel: float
    """What one pixel of a tile with its margin takes while it is worked on, over all bands."""
    exact: bool = False
    """Whether a chunk that was asked for is taken as it is, not rounded up to whole blocks."""

    @property
    def is_striped(self) -> bool:
        """Whether the source has blocks as wide as itself."""
        return self.info.block_shape[1] >= self.info.width and self.info.block_shape[0] < self.info.height

    def budget_pixels(self, config: MultiprocConfig) -> int:
        """Return the pixels that one worker may hold, its margin included."""
        workers = config.workers
        limit_bytes = (config.memory_limit_mb or default_memory_mb(workers)) * MEGABYTE / workers
        if not config.memory_limit_mb:
            # A wide margin would be read and computed many times over in small tiles: it is worth more memory.
            wide_bytes = (3 * self.halo) ** 2 * self.bytes_per_pixel
            limit_bytes = max(limit_bytes, min(wide_bytes, machine_memory_mb() * MEGABYTE / 4 / workers))
        return max(int(limit_bytes / self.bytes_per_pixel), 1)

    def memory_mb(self, chunk: tuple[int, int], workers: int) -> int:
        """Return the megabytes that so many workers hold with tiles of this size."""
        return max(1, round(grown_pixels(chunk, self.halo) * self.bytes_per_pixel * workers / MEGABYTE))


def grown_pixels(chunk: tuple[int, int], halo: int) -> int:
    """Pixels of a tile with its margin."""
    return (chunk[0] + 2 * halo) * (chunk[1] + 2 * halo)


def default_memory_mb(workers: int) -> int:
    """Return the megabytes for tiles in flight when no limit is asked for: never more than a quarter of all."""
    return max(16, min(DEFAULT_MB_PER_WORKER * workers, machine_memory_mb() // 4))


def function_needs(info: SourceInfo, halo: int, frame: Optional[Tile] = None) -> ChunkNeeds:
    """Return the needs of a user's function: it is given several copies of its tile, and the chunk as asked for."""
    import numpy as np

    size = max(np.dtype(dtype).itemsize for dtype in info.dtypes)
    return ChunkNeeds(info, frame or info.frame, halo, info.block_shape, info.count * (size + 1) * 6.0, exact=True)


def chunk_for(needs: ChunkNeeds, config: MultiprocConfig) -> tuple[int, int]:
    """Return the chunk that the config asks for, no larger than the frame, or one that suits the needs.

    Raises InvalidParameter where a memory limit was asked for that cannot hold one tile a worker.
    """
    if config.chunk_size is None:
        return _chosen(needs, config)
    frame, asked = needs.frame, config.chunk_size
    rows, cols = asked if isinstance(asked, tuple) else (asked, asked)
    if not needs.exact:
        rows, cols = _up(min(rows, frame.height), needs.align[0]), _up(min(cols, frame.width), needs.align[1])
    return min(rows, frame.height), min(cols, frame.width)


def planned(needs: ChunkNeeds, config: MultiprocConfig, **output: Any) -> RunPlan:
    """Return the plan of a run with these needs; `output` is what the plan says besides."""
    chunk = chunk_for(needs, config)
    return RunPlan(
        tiles=len(TileGrid(needs.frame, chunk)),
        chunk=chunk,
        halo=needs.halo,
        cluster=config.cluster_kind,
        workers=config.workers,
        memory_mb=needs.memory_mb(chunk, config.workers),
        library=library_in_words(),
        **output,
    )


def _chosen(needs: ChunkNeeds, config: MultiprocConfig) -> tuple[int, int]:
    """Return a chunk that suits blocks, halo, workers and memory. Raises InvalidParameter."""
    frame, halo = needs.frame, needs.halo
    share = frame.height * frame.width // (TILES_PER_WORKER * config.workers)
    target = max(min(max(share, SMALLEST_TARGET), TARGET_PIXELS), halo**2)
    budget = needs.budget_pixels(config)
    if needs.is_striped or needs.align[1] >= frame.width:
        # A strip is decoded whole whatever is read of it, so a tile takes as much of it as memory allows.
        rows = needs.align[0]
        cols = min(frame.width, max(budget // (rows + 2 * halo) - 2 * halo, needs.align[1]))
        cols = cols if cols >= frame.width else _down(cols, needs.align[1])
        rows = max(rows, _down(min(target, budget) // (cols + 2 * halo) - 2 * halo, needs.align[0]))
    else:
        side = int(min(target**0.5, budget**0.5 - 2 * halo))
        rows, cols = _down(side, needs.align[0]), _down(side, needs.align[1])
    chunk = (min(rows, frame.height), min(cols, frame.width))
    memory_mb = needs.memory_mb(chunk, config.workers)
    if config.memory_limit_mb and memory_mb > config.memory_limit_mb * 1.5:
        raise InvalidParameter(
            f"memory_limit={config.memory_limit_mb}: {config.workers} workers need about {memory_mb} MB for "
            f"tiles of {chunk[0]} x {chunk[1]} pixels with a margin of {halo}; raise it or take fewer workers"
        )
    return chunk


def _up(pixels: int, step: int) -> int:
    return -(-pixels // step) * step


def _down(pixels: int, step: int) -> int:
    return max(pixels // step, 1) * step


def panel_cols(task: BlockTask, chunk: tuple[int, int]) -> int:
    """Return how many tiles side by side keep the source's pieces that two rows of them share in the cache."""
    import numpy as np

    from ..raster.block_cache import CACHE_BYTES, unit_shape

    info = task.info
    unit = unit_shape(info.block_shape, info.height, info.width)
    pixel_bytes = sum(np.dtype(info.dtypes[band - 1]).itemsize for band in task.bands)
    rows = chunk[0] + 2 * (task.halo + unit[0])
    cols = CACHE_BYTES // (rows * pixel_bytes) - 2 * (task.halo + unit[1])
    return max(cols // chunk[1], 1)
