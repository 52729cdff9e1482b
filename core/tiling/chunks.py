"""Choose the size of a tile from blocks, halo, workers and memory, and how many side by side share what was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

from ..errors import InvalidParameter
from ..processes.machine import machine_memory_mb
from .block import BlockTask

if TYPE_CHECKING:
    from ..config import MultiprocConfig
    from ..raster.source import SourceInfo
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
    """What decides the size of a tile."""

    frame: Tile
    halo: int
    align: tuple[int, int]
    """Rows and columns of the blocks that a tile must be made of."""
    bytes_per_pixel: float
    """What one pixel of a tile with its margin takes while it is worked on, over all bands."""
    workers: int
    memory_limit_mb: Optional[int]

    @property
    def budget_pixels(self) -> int:
        """Pixels that one worker may hold, its margin included."""
        limit_bytes = (self.memory_limit_mb or default_memory_mb(self.workers)) * MEGABYTE / self.workers
        if not self.memory_limit_mb:
            # A wide margin would be read and computed many times over in small tiles: it is worth more memory.
            wide_bytes = (3 * self.halo) ** 2 * self.bytes_per_pixel
            limit_bytes = max(limit_bytes, min(wide_bytes, machine_memory_mb() * MEGABYTE / 4 / self.workers))
        return max(int(limit_bytes / self.bytes_per_pixel), 1)

    def memory_mb(self, chunk: tuple[int, int]) -> int:
        """Megabytes that all workers hold with tiles of this size."""
        pixels = grown_pixels(chunk, self.halo)
        return max(1, round(pixels * self.bytes_per_pixel * self.workers / MEGABYTE))


def grown_pixels(chunk: tuple[int, int], halo: int) -> int:
    """Pixels of a tile with its margin."""
    return (chunk[0] + 2 * halo) * (chunk[1] + 2 * halo)


def default_memory_mb(workers: int) -> int:
    """Return the megabytes for tiles in flight when no limit is asked for: never more than a quarter of all."""
    return max(16, min(DEFAULT_MB_PER_WORKER * workers, machine_memory_mb() // 4))


def exact_chunk(config: MultiprocConfig, info: SourceInfo, halo: int, frame: Optional[Tile] = None) -> tuple[int, int]:
    """Return the chunk as asked for, or one chosen for a user's function, whose own memory is unknown."""
    frame = frame or info.frame
    if config.chunk_size is None:
        return chosen_chunk(function_needs(config, info, frame, halo), info)
    return asked_chunk(config, frame)


def asked_chunk(config: MultiprocConfig, frame: Tile) -> tuple[int, int]:
    """Return the chunk that the config asks for, no larger than the frame."""
    rows, cols = config.chunk_size if isinstance(config.chunk_size, tuple) else (config.chunk_size, config.chunk_size)
    return min(int(rows or 1), frame.height), min(int(cols or 1), frame.width)


def function_needs(config: MultiprocConfig, info: SourceInfo, frame: Tile, halo: int) -> ChunkNeeds:
    """Return the needs of a user's function: it is given several copies of its tile."""
    import numpy as np

    size = max(np.dtype(dtype).itemsize for dtype in info.dtypes)
    return ChunkNeeds(
        frame, halo, info.block_shape, info.count * (size + 1) * 6.0, workers_of(config), config.memory_limit_mb
    )


def workers_of(config: MultiprocConfig) -> int:
    """Return the number of workers that the config's cluster has."""
    return int(config.cluster.nb_workers)


def aligned_chunk(config: MultiprocConfig, needs: ChunkNeeds, info: SourceInfo) -> tuple[int, int]:
    """Return the chunk asked for, rounded up to whole blocks, or a chosen one. Raises InvalidParameter."""
    if config.chunk_size is None:
        return chosen_chunk(needs, info)
    rows, cols = asked_chunk(config, needs.frame)
    chunk = (_up(rows, needs.align[0]), _up(cols, needs.align[1]))
    return min(chunk[0], needs.frame.height), min(chunk[1], needs.frame.width)


def chosen_chunk(needs: ChunkNeeds, info: SourceInfo) -> tuple[int, int]:
    """Return a chunk that suits blocks, halo, workers and memory.

    Raises InvalidParameter where a memory limit was asked for that cannot hold one tile a worker.
    """
    frame, halo = needs.frame, needs.halo
    share = frame.height * frame.width // (TILES_PER_WORKER * needs.workers)
    target = max(min(max(share, SMALLEST_TARGET), TARGET_PIXELS), halo**2)
    side = int(min(target**0.5, needs.budget_pixels**0.5 - 2 * halo))
    striped = info.block_shape[1] >= info.width and info.block_shape[0] < info.height
    if striped or needs.align[1] >= frame.width:
        # A strip is decoded whole whatever is read of it, so a tile takes as much of it as memory allows.
        rows = needs.align[0]
        cols = min(frame.width, max(needs.budget_pixels // (rows + 2 * halo) - 2 * halo, needs.align[1]))
        cols = cols if cols >= frame.width else _down(cols, needs.align[1])
        rows = max(rows, _down(min(target, needs.budget_pixels) // (cols + 2 * halo) - 2 * halo, needs.align[0]))
    else:
        rows, cols = _down(side, needs.align[0]), _down(side, needs.align[1])
    chunk = (min(rows, frame.height), min(cols, frame.width))
    if needs.memory_limit_mb and needs.memory_mb(chunk) > needs.memory_limit_mb * 1.5:
        raise InvalidParameter(
            f"memory_limit={needs.memory_limit_mb}: {needs.workers} workers need about {needs.memory_mb(chunk)} MB for "
            f"tiles of {chunk[0]} x {chunk[1]} pixels with a margin of {halo}; raise it or take fewer workers"
        )
    return chunk


def _up(pixels: int, step: int) -> int:
    return -(-pixels // step) * step


def _down(pixels: int, step: int) -> int:
    return max(pixels // step, 1) * step


def panel_cols(work: BlockTask, chunk: tuple[int, int]) -> int:
    """Return how many tiles side by side keep the source's pieces that two rows of them share on the shelf."""
    import numpy as np

    from ..raster.block_cache import SHELF_BYTES, unit_shape

    info = work.info
    unit = unit_shape(info.block_shape, info.height, info.width)
    pixel_bytes = sum(np.dtype(info.dtypes[band - 1]).itemsize for band in work.bands)
    rows = chunk[0] + 2 * (work.halo + unit[0])
    cols = SHELF_BYTES // (rows * pixel_bytes) - 2 * (work.halo + unit[1])
    return max(cols // chunk[1], 1)
