"""TILE_SIZE: the side of the squares of which statistics are wanted, in pixels or in units of the map."""

from __future__ import annotations

import math
from typing import Optional

from ..core.config import MultiprocConfig
from ..core.errors import InvalidParameter, SourceError
from ..core.parameters import Parameter
from .inputs import RasterInput
from .options import CHUNK_SIZE
from .values import Values

PIXELS, MAP = "pixels", "map"
TILE_SIZE = Parameter(
    name="tile_size",
    label="Side of the squares of which statistics are wanted (0: the tiles of the run)",
    help="In the layer of tiles there is a polygon with its statistics for each square of this side. In units of the "
    "map it is rounded to whole pixels.",
    default=0.0,
    minimum=0.0,
    maximum=1e9,
    advanced=True,
)
SIZE_UNIT = Parameter(
    name="size_unit",
    label="Unit of that side",
    help="pixels: of the raster. map: units of the raster's CRS, as metres or degrees.",
    default=PIXELS,
    choices=(PIXELS, MAP),
    advanced=True,
)


def with_tile_size(config: MultiprocConfig, values: Values, source: RasterInput) -> MultiprocConfig:
    """Return `config` cut into the squares asked for. Raises InvalidParameter for what is no side of a square."""
    side = float(values.checked(TILE_SIZE))
    unit = str(values.checked(SIZE_UNIT))
    if side == 0:
        return config
    if values.destination("OUTPUT_TILES") is None:
        raise InvalidParameter(
            f"tile_size={side:g}: has an effect on the layer of tiles only; ask for output_tiles too"
        )
    if int(values.checked(CHUNK_SIZE)):
        raise InvalidParameter(f"tile_size={side:g}: the tiles have a size already; leave chunk_size at 0")
    twin = config.copy()
    twin.chunk_size = _whole(side) if unit == PIXELS else _in_pixels(side, source)
    return twin


def _whole(side: float) -> int:
    if side != int(side):
        raise InvalidParameter(f"tile_size={side:g}: must be a whole number of pixels; or choose size_unit=map")
    return int(side)


def _in_pixels(side: float, source: RasterInput) -> tuple[int, int]:
    """Return rows and columns of a square on the map."""
    cell = cell_size(source.path)
    if cell is None:
        raise InvalidParameter(f"tile_size={side:g}: the raster lies nowhere on a map; choose size_unit=pixels")
    rows, cols = (round(side / length) for length in cell)
    if min(rows, cols) < 1:
        raise InvalidParameter(
            f"tile_size={side:g}: is less than half a pixel, which is {cell[1]:g} x {cell[0]:g} in units of the map"
        )
    return rows, cols


def cell_size(path: str) -> Optional[tuple[float, float]]:
    """Return the length of a pixel down and across in units of the map, None for a raster without a transform."""
    from ..core.raster.backends.gdal_glance import glance

    try:
        transform = glance(path).placed
    except SourceError:
        return None  # that it cannot be read is said by the run
    if transform is None:
        return None
    return math.hypot(transform[2], transform[5]), math.hypot(transform[1], transform[4])
