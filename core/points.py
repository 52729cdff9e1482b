"""Sample rasters of any size at points: pixels by chance, and values between pixels. GeoUtils' calls, tile by tile.

Whatever the chunk, the kind of cluster and the number of workers, the result is the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional

from .arrays import Array
from .config import MultiprocConfig, check_config
from .progress import Progress
from .tiles import TileGrid
from .tiling.block import BlockTask
from .tiling.chunks import chunk_for, function_needs
from .tiling.loop import Counter, TileLoop
from .tiling.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .tiles import Tile
    from .tiling.block import Block


def subsample_raster(
    source: Any,
    config: MultiprocConfig,
    subsample: float,
    *,
    band: int = 1,
    return_indices: bool = False,
    random_state: Any = None,
) -> Any:
    """Return valid pixels of a band taken by chance, each at most once: as many as asked for, or all that there are.

    Each pixel draws a number that follows from the seed and its place alone; those with the least ones are taken.

    :param source: a file, or a `Raster`.
    :param subsample: a share of the valid pixels up to 1, or their number above 1. Memory grows with their number only.
    :param return_indices: return (rows, columns) and not the values.
    :param random_state: seed, or NumPy generator that gives it.

    >>> import numpy as np
    >>> from tiled_raster.core import MultiprocConfig, Raster, subsample_raster
    >>> dem = Raster.from_array(np.array([[1, 2], [3, -1]], np.int16), (30, 0, 0, 0, -30, 60), 32633, nodata=-1)
    >>> sorted(subsample_raster(dem, MultiprocConfig(), 3, random_state=42).tolist())
    [1, 2, 3]
    """
    import numpy as np

    from .raster.sampling import wanted_number

    check_config(config)
    wanted_number(subsample, 1)
    opened = Source.of(source, [band])
    number = subsample
    if subsample <= 1:
        valid = sum(result for _, result in _results(opened, config, band, 0, count_valid))
        number = valid if subsample == 1 else wanted_number(subsample, valid)
    seed = int(np.random.default_rng(random_state).integers(2**63))
    draw = DrawPixels(int(number), seed, opened.info.width)
    taken: tuple[Any, ...] = (np.empty(0, np.uint64), np.empty(0, np.int64), np.empty(0, opened.info.dtypes[band - 1]))
    for _, more in _results(opened, config, band, 0, draw):
        taken = draw.least(*(np.concatenate(pair) for pair in zip(taken, more)))
    order = np.argsort(taken[0])
    places, values = taken[1][order], taken[2][order]
    return divmod(places, opened.info.width) if return_indices else values


def interpolate_points(
    source: Any,
    config: MultiprocConfig,
    points: Any,
    method: str = "linear",
    *,
    band: int = 1,
    dist_nodata_spread: Any = "half_order_up",
    shift_area_or_point: Optional[bool] = None,
) -> Any:
    """Return the values of a band at points, as `Raster.interp_points` does; only tiles with points are read.

    :param source: a file, or a `Raster`.
    :param points: (x, y), numbers or arrays, in the raster's CRS.

    >>> import numpy as np
    >>> from tiled_raster.core import MultiprocConfig, Raster, interpolate_points
    >>> dem = Raster.from_array(np.array([[1, 2], [3, 4]], np.int16), (30, 0, 0, 0, -30, 60), 32633)
    >>> x, y = dem.ij2xy([0, 0.5], [0, 0.5])
    >>> interpolate_points(dem, MultiprocConfig(), (x, y)).tolist()
    [1.0, 2.5]
    """
    import numpy as np

    from .raster import Raster
    from .raster.interpolation import check_method, is_inside, spread_of
    from .raster.sampling import fractions_of

    check_config(config)
    check_method(method)
    opened = Source.of(source, [band])
    raster = source if isinstance(source, Raster) else Raster(opened.info)
    rows, cols = fractions_of(raster, points, shift_area_or_point)
    inside = np.flatnonzero(is_inside(raster.shape, rows, cols))
    inside = inside[np.argsort(rows[inside], kind="stable")]
    spread = spread_of(method, dist_nodata_spread)
    work = InterpolateTile(rows[inside], cols[inside], method, spread)
    values = np.full(rows.shape, np.nan, np.result_type(opened.info.dtypes[band - 1], np.float32))
    for tile, found in _results(opened, config, band, spread + 1, work, work.has_points):
        values[inside[work.inside(tile)]] = found
    return values


def count_valid(block: Block) -> int:
    """Return the number of valid pixels of a tile."""
    import numpy as np

    return int(np.count_nonzero(block.valid))


@dataclass(frozen=True)
class DrawPixels:
    """The operation that takes those valid pixels of a tile which draw the least numbers."""

    number: int
    seed: int
    width: int
    """Columns of the raster."""

    def __call__(self, block: Block) -> tuple[Array, Array, Array]:
        """Return what they drew, their places (row x width + column) and their values."""
        import numpy as np

        rows, cols = np.nonzero(block.valid[0])
        places = (rows + block.tile.row_min).astype(np.int64) * self.width + cols + block.tile.col_min
        return self.least(drawn_numbers(places, self.seed), places, block.values[0][rows, cols])

    def least(self, numbers: Array, places: Array, values: Array) -> tuple[Array, Array, Array]:
        """Return the `number` pixels that drew the least numbers."""
        import numpy as np

        if numbers.size <= self.number:
            return numbers, places, values
        chosen = np.argpartition(numbers, self.number)[: self.number]
        return numbers[chosen], places[chosen], values[chosen]


def drawn_numbers(places: Array, seed: int) -> Array:
    """Return for each place a number of 64 bits, no two alike, that is as good as chance.

    The output function of SplitMix64: Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014.
    """
    import numpy as np

    with np.errstate(over="ignore"):
        mixed = (places.astype(np.uint64) + np.uint64(seed)) * np.uint64(0x9E3779B97F4A7C15)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
        return mixed ^ (mixed >> np.uint64(31))


@dataclass(frozen=True)
class InterpolateTile:
    """The operation that gives the values of the points of a tile."""

    rows: Array
    """Fractions of rows, ascending."""
    cols: Array
    method: str
    spread: int

    def inside(self, tile: Tile) -> Any:
        """Return which points belong to a tile, by the pixel to their upper left."""
        import numpy as np

        first, last = np.searchsorted(self.rows, (tile.row_min, tile.row_max))
        cols = self.cols[first:last]
        return first + np.flatnonzero((cols >= tile.col_min) & (cols < tile.col_max))

    def has_points(self, tile: Tile) -> bool:
        """Return whether a tile must be read."""
        return bool(self.inside(tile).size)

    def __call__(self, block: Block) -> Any:
        """Return the values of the points that belong to the block's tile."""
        import numpy as np

        from .raster.interpolation import interpolated

        chosen = self.inside(block.tile)
        values = block.values[0].astype(np.result_type(block.values.dtype, np.float32))
        values[~block.valid[0]] = np.nan
        origin = block.frame.row_min, block.frame.col_min
        return interpolated(values, origin, self.rows[chosen], self.cols[chosen], self.method, self.spread)


def _results(
    source: Source,
    config: MultiprocConfig,
    band: int,
    halo: int,
    operation: Callable[[Block], Any],
    wanted: Optional[Callable[[Tile], bool]] = None,
) -> Iterable[tuple[Tile, Any]]:
    """Yield each tile, or each wanted one, with what the operation gives for a band of it."""
    grid = TileGrid(source.info.frame, chunk_for(function_needs(source.info, halo), config))
    tiles = grid if wanted is None else [tile for tile in grid if wanted(tile)]
    task = BlockTask(source.info, (band,), halo, operation)
    loop = TileLoop(task, config.cluster, Counter(len(tiles), Progress()), source.memory)
    yield from loop.results(tiles)
