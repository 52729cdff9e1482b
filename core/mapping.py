"""Run a user's function on every tile, by two calls that look and behave like GeoUtils': functions run in both."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Callable, Optional, Union

from .config import check_config
from .errors import InvalidParameter
from .parameters import whole_number
from .progress import Progress
from .tiles import TileGrid
from .tiling.block import BlockTask
from .tiling.chunks import function_needs, planned
from .tiling.function_call import CallFunction
from .tiling.loop import begin_loop
from .tiling.one_raster import one_raster
from .tiling.save import DeferredWriter, save_results
from .tiling.source import Source, names_of

if TYPE_CHECKING:
    from .config import MultiprocConfig
    from .raster import Raster


def map_overlap_multiproc_save(
    func: Callable[..., Raster],
    raster_path: Union[str, os.PathLike[str], Raster, Sequence[str]],
    config: Optional[MultiprocConfig] = None,
    *args: Any,
    depth: int = 0,
    mp_config: Optional[MultiprocConfig] = None,
    **kwargs: Any,
) -> Raster:
    """Call `func(tile_raster, *args, **kwargs)` on every tile with a margin of `depth` pixels, and write the results.

    `func` receives all bands of the tile and its margin, clipped at the raster's edge, and returns a `Raster` of the
    same rows and columns; the margin of it is cut off. Type, band count and nodata of the output are those of the
    first result; booleans are stored as uint8 with nodata 255. Integers without a nodata value get the source's alpha
    or a mask band where pixels are masked; no valid pixel is changed, and `func` may be called on the tiles once more
    when one turns out to have the nodata value. Any depth is right, also one larger than the chunk.

    :param raster_path: a file, or a `Raster`; a folder, a pattern or a list of files that make one raster.
    :param config: `outfile` None writes a temporary file, whose name then stands there.
    :param mp_config: another name of `config`, GeoUtils' newest.
    :returns: a lazy `Raster` on the written file.
    :raises TileFailed: if `func` raised; the original error is the `__cause__`.

    >>> import numpy as np
    >>> from tiled_raster.core import MultiprocConfig, Raster, map_overlap_multiproc_save
    >>> def doubled(tile):
    ...     return tile * 2
    >>> dem = Raster.from_array(np.array([[1, 2], [3, 4]], np.int16), (30, 0, 500_000, 0, -30, 5_000_000), 32633)
    >>> map_overlap_multiproc_save(doubled, dem, MultiprocConfig(outfile="doubled.tif")).data.tolist()
    [[2, 4], [6, 8]]
    """
    from .raster import Raster

    config = _config_of(config, mp_config)
    with one_raster(names_of(raster_path), raster_path) as raster:
        source, task = _prepared(func, raster, depth, args, kwargs, saves=True)
        writer = DeferredWriter(source, source.info.frame, task.bands, config)
        writer.check()
        plan = planned(function_needs(source.info, task.halo), config)
        progress = Progress()
        save_results(
            lambda: begin_loop(task, source, plan, config, progress),
            TileGrid(source.info.frame, plan.chunk),
            writer,
            progress,
        )
    config.note_output(writer.target)
    return Raster(writer.target)


def map_multiproc_collect(
    func: Callable[..., Any],
    raster_path: Union[str, os.PathLike[str], Raster, Sequence[str]],
    config: Optional[MultiprocConfig] = None,
    *args: Any,
    depth: int = 0,
    mp_config: Optional[MultiprocConfig] = None,
    return_tile: bool = False,
    **kwargs: Any,
) -> list[Any]:
    """Call `func(tile_raster, *args, **kwargs)` on every tile and return the results in row-major order of the tiles.

    :param depth: pixels of margin that `func` sees around each tile, clipped at the raster's edge.
    :param return_tile: give `(result, Tile)` pairs; the `Tile` is the piece without its margin. A `Raster` that `func`
        returns, alone or in a tuple, loses its margin too, where it has the tile's rows and columns.
    :param mp_config: another name of `config`, GeoUtils' newest.
    :raises TileFailed: if `func` raised; the original error is the `__cause__`.

    >>> import numpy as np
    >>> from tiled_raster.core import MultiprocConfig, Raster, map_multiproc_collect
    >>> def highest(tile):
    ...     return int(tile.data.max())
    >>> dem = Raster.from_array(np.array([[1, 2], [3, 4]], np.int16), (30, 0, 500_000, 0, -30, 5_000_000), 32633)
    >>> map_multiproc_collect(highest, dem, MultiprocConfig(chunk_size=1))
    [1, 2, 3, 4]
    """
    config = _config_of(config, mp_config)
    with one_raster(names_of(raster_path), raster_path) as raster:
        source, task = _prepared(func, raster, depth, args, kwargs, saves=False)
        plan = planned(function_needs(source.info, task.halo), config)
        loop = begin_loop(task, source, plan, config, Progress())
        results = loop.results(TileGrid(source.info.frame, plan.chunk))
        return [(result, tile) if return_tile else result for tile, result in results]


def _config_of(config: Optional[MultiprocConfig], mp_config: Optional[MultiprocConfig]) -> MultiprocConfig:
    """Return the config, given by either of its names. Raises InvalidParameter where both were given, or none."""
    if config is not None and mp_config is not None:
        raise InvalidParameter("config and mp_config are two names of one argument: give one of them")
    given = config if mp_config is None else mp_config
    check_config(given)
    assert given is not None
    return given


def _prepared(
    func: Callable[..., Any],
    raster: Any,
    depth: Any,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    saves: bool,
) -> tuple[Source, BlockTask]:
    """Return the checked source, and the task that calls the function on each of its tiles."""
    source = Source.of(raster)
    operation = CallFunction(func, args, tuple(kwargs.items()), saves)
    return source, BlockTask(
        source.info, source.info.checked_bands(None), whole_number("depth", depth, "pixels"), operation
    )
