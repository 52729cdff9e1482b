"""Cut a raster into tiles as GeoUtils' `compute_tiling` does, for scripts that loop over tiles by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional, Union

from ..errors import InvalidParameter
from ..parameters import whole_number

if TYPE_CHECKING:
    from ..arrays import Array


def compute_tiling(
    tile_size: Union[int, tuple[int, int]],
    raster_shape: tuple[int, int],
    ref_shape: Optional[tuple[int, int]] = None,
    overlap: int = 0,
) -> Array:
    """Return the tiles as an array (rows of tiles, columns of tiles, 4), each row min, row max, column min, column max.

    Tiles reach `overlap` pixels into their neighbours. A last row or column of tiles that would be no wider than that
    is left out, since its neighbour reaches over it.

    :param tile_size: pixels of a side, or (rows, columns).
    :param ref_shape: rows and columns of a second raster, which must be the same.

    >>> from tiled_raster.core import compute_tiling
    >>> compute_tiling(512, (600, 500), overlap=8).tolist()
    [[[0, 520, 0, 500]], [[504, 600, 0, 500]]]
    """
    import numpy as np

    if ref_shape is not None and tuple(raster_shape) != tuple(ref_shape):
        raise InvalidParameter(f"ref_shape={ref_shape}: must be that of the raster, {tuple(raster_shape)}")
    if not isinstance(overlap, (int, np.integer)) or isinstance(overlap, bool):
        raise TypeError(f"overlap={overlap}: must be a whole number of pixels")
    reach = whole_number("overlap", overlap, "pixels")
    sizes = tile_size if isinstance(tile_size, (tuple, list)) else (tile_size, tile_size)
    sides = [_sides(int(length), size, reach) for length, size in zip(raster_shape, sizes)]
    return np.array([[[*rows, *cols] for cols in sides[1]] for rows in sides[0]], dtype=int)


def _sides(length: int, size: Any, overlap: int) -> list[tuple[int, int]]:
    """Return the first pixel of each tile along a side, and the one after its last."""
    step = whole_number("tile_size", size, "pixels")
    if step < 1:
        raise InvalidParameter(f"tile_size={size}: must be 1 or more")
    count = -(-length // step)
    if 0 < length % step <= overlap:
        count = max(count - 1, 1)
    return [(max(index * step - overlap, 0), min((index + 1) * step + overlap, length)) for index in range(count)]
