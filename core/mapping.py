"""Run a user's function on every tile, by two calls that look and behave like GeoUtils': functions run in both."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Callable, Union

from .config import check_config
from .parameters import whole_number
from .progress import Progress
from .tiles import TileGrid
from .tiling.block import BlockTask
from .tiling.function_call import CallFunction
from .tiling.loop import Counter, TileLoop, open_cluster
from .tiling.source import Source

if TYPE_CHECKING:
    from .config import MultiprocConfig
    from .raster import Raster


def map_overlap_multiproc_save(
    func: Callable[..., Raster],
    raster_path: Union[str, os.PathLike[str], Raster],
    config: MultiprocConfig,
    *args: Any,
    depth: int = 0,
    **kwargs: Any,
) -> Raster:
    """Call `func(tile_raster, *args, **kwargs)` on every tile with a margin of `depth` pixels, and write the results.

    `func` receives all bands of the tile and its margin, clipped at the raster's edge, and returns a `Raster` of the
    same rows and columns; the margin of it is cut off. Type, band count and nodata of the output are those of the
    first result; booleans are stored as uint8 with nodata 255. Any depth is right, also one larger than the chunk.

    :param raster_path: a file, or a `Raster`.
    :param config: `outfile` None writes a temporary file.
    :returns: a lazy `Raster` on the written file.
    :raises TileFailed: if `func` raised; the original error is the `__cause__`.
    """
    from .tiling.save import save_tiles

    check_config(config)
    source = Source.of(raster_path)
    operation = CallFunction(func, args, tuple(kwargs.items()), saves=True)
    work = BlockTask(source.info, source.info.checked_bands(None), whole_number("depth", depth, "pixels"), operation)
    return save_tiles(work, source, config, Progress())


def map_multiproc_collect(
    func: Callable[..., Any],
    raster_path: Union[str, os.PathLike[str], Raster],
    config: MultiprocConfig,
    *args: Any,
    depth: int = 0,
    return_tile: bool = False,
    **kwargs: Any,
) -> list[Any]:
    """Call `func(tile_raster, *args, **kwargs)` on every tile and return the results in row-major order of the tiles.

    :param depth: pixels of margin that `func` sees around each tile, clipped at the raster's edge.
    :param return_tile: give `(result, Tile)` pairs; the `Tile` is the piece without its margin.
    :raises TileFailed: if `func` raised; the original error is the `__cause__`.
    """
    from .tiling.chunks import exact_chunk

    check_config(config)
    source = Source.of(raster_path)
    operation = CallFunction(func, args, tuple(kwargs.items()))
    work = BlockTask(source.info, source.info.checked_bands(None), whole_number("depth", depth, "pixels"), operation)
    tiles = TileGrid(source.info.frame, exact_chunk(config, source.info, work.halo))
    with open_cluster(config) as cluster:
        run = TileLoop(work, cluster, Counter(len(tiles), Progress()), source.memory)
        return [(result, tile) if return_tile else result for tile, result in run.results(tiles)]
