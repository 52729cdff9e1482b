"""The tool "Tiling grid (preview)": the tiles into which a run would cut a raster, and their margins, as polygons."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Optional

from qgis.core import QgsProcessingException, QgsProcessingParameterFeatureSink, QgsProcessingUtils

from ..core.errors import InvalidParameter, TilingError
from ..core.functions import DEPTH
from ..core.parameters import Parameter
from ..core.tiles import PLACE, Tile, TileGrid, whole
from ..core.tiling.chunks import chunk_for, function_needs
from . import compat, engine, helptext, options, tiles
from .base import GroupedAlgorithm, errors_in_words
from .inputs import RasterInput, check_file_target, raster_input
from .panel import declared
from .values import Values
from .words import tr

TAGS = "tile,tiles,grid,fishnet,index,footprint,chunk,block,halo,overlap,margin,preview,tiling,tile index,polygons"
MOST_TILES = 1_000_000
NOWHERE = (0.0, 1.0, 0.0, 0.0, 0.0, -1.0)
"""The transform with which QGIS draws a raster that has none: from the upper left corner at (0, 0) downwards."""


@dataclass(frozen=True)
class GridSource:
    """What decides how a raster is cut, and where its pixels lie."""

    height: int
    width: int
    count: int
    dtypes: tuple[str, ...]
    block_shape: tuple[int, int]
    transform: tuple[float, ...]
    """As GDAL gives it: x, pixel width, row rotation, y, column rotation, pixel height."""

    @property
    def frame(self) -> Tile:
        """The whole raster as a tile."""
        return whole(self.height, self.width)

    def corners(self, tile: Tile) -> list[tuple[float, float]]:
        """Return the tile's corners on the ground, going round."""
        x, a, b, y, d, e = self.transform
        pixels = (
            (tile.row_min, tile.col_min),
            (tile.row_min, tile.col_max),
            (tile.row_max, tile.col_max),
            (tile.row_max, tile.col_min),
        )
        return [(x + a * col + b * row, y + d * col + e * row) for row, col in pixels]


class TilingGrid(GroupedAlgorithm):
    """Shows how a raster would be cut, without reading a pixel of it."""

    group_id = "helpers"

    def __init__(self) -> None:
        super().__init__()
        self._refusal: Optional[TilingError] = None
        self._input: Optional[RasterInput] = None
        self._grid: Any = None

    def createInstance(self) -> TilingGrid:
        """Return a new instance, for one run."""
        return TilingGrid()

    def name(self) -> str:
        """Return the id, never changed."""
        return "tilinggrid"

    def displayName(self) -> str:
        """Return the name in the toolbox."""
        return tr("Tiling grid (preview)")

    def shortDescription(self) -> str:
        """Return one sentence."""
        return tr("Draws the tiles into which a raster is cut, and their margins, as polygons.")

    def tags(self) -> list[str]:
        """Return words that find the tool."""
        return [*TAGS.split(","), *tr(TAGS).split(",")]

    def shortHelpString(self) -> str:
        """Return the help beside the panel."""
        return helptext.of_grid()

    def initAlgorithm(self, configuration: Any = None) -> None:  # noqa: ARG002
        """Declare the parameters."""
        output = QgsProcessingParameterFeatureSink("OUTPUT", tr("Tiles"), type=compat.POLYGON_SOURCE)
        for parameter in (options.raster_parameters()[0], *map(in_sight, (options.CHUNK_SIZE, DEPTH)), output):
            self.addParameter(parameter)

    def checkParameterValues(self, parameters: dict[str, Any], context: Any) -> tuple[bool, str]:
        """Return whether the values can be used, and what is wrong in words."""
        try:
            self._look(Values(self, parameters, context))
        except TilingError as error:
            return False, str(error)
        return super().checkParameterValues(parameters, context)

    def prepareAlgorithm(self, parameters: dict[str, Any], context: Any, feedback: Any) -> bool:  # noqa: ARG002
        """Look at the raster; what is wrong is told by `processAlgorithm`, so that a batch goes on."""
        try:
            self._input, self._grid = self._look(Values(self, parameters, context))
        except TilingError as error:
            self._refusal = error
        return True

    def processAlgorithm(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        """Write the polygons."""
        with errors_in_words():
            if self._refusal is not None:
                raise self._refusal
        source, grid, depth = self._grid
        rows, cols = grid.chunk
        feedback.pushInfo(tr("{} tiles of up to {} x {} pixels (rows x columns).").format(f"{len(grid):,}", rows, cols))
        records = QgsProcessingUtils.generateTempFilename("tiles.jsonl")
        try:
            with open(records, "w", encoding="utf-8") as lines:
                lines.writelines(json.dumps(record) + "\n" for record in _records(source, grid, depth))
            layer = tiles.write(self, parameters, context, self._input, records, feedback, output="OUTPUT")
        except OSError as error:
            raise QgsProcessingException(tr("The tiles cannot be written: {}").format(error.strerror)) from error
        finally:
            if os.path.exists(records):
                os.remove(records)
        return {} if layer is None else {"OUTPUT": layer}

    def _look(self, values: Values) -> tuple[RasterInput, tuple[GridSource, TileGrid, int]]:
        """Return the input, and its grid with the margin."""
        given = raster_input(values)
        target = values.destination("OUTPUT")
        if tiles.is_file(target):
            check_file_target("OUTPUT", target)
        source = _opened(given.path)
        side, depth = int(values.checked(options.CHUNK_SIZE)), int(values.checked(DEPTH))
        config = options.config(values, engine.settings_of(self.provider()), None, has_function=True)
        grid = TileGrid(source.frame, chunk_for(function_needs(source, depth), config))  # type: ignore[arg-type]
        if len(grid) > MOST_TILES:
            raise InvalidParameter(
                f"chunk_size={side}: gives {len(grid):,} tiles; choose a size that gives at most {MOST_TILES:,}"
            )
        return given, (source, grid, depth)


def in_sight(record: Parameter) -> Any:
    """Return the parameter of a record, in sight whatever the record says."""
    parameter = declared(record)
    parameter.setFlags(parameter.flags() & ~compat.ADVANCED)
    return parameter


def _opened(path: str) -> GridSource:
    """Return what GDAL says of the raster, from its header. Raises SourceError."""
    from ..core.raster.backends.gdal_glance import glance

    found = glance(path)
    return GridSource(
        found.height,
        found.width,
        len(found.item_sizes),
        tuple(f"V{size}" for size in found.item_sizes),
        found.block_shape,
        found.placed or found.by_control or NOWHERE,
    )


def _records(source: GridSource, grid: TileGrid, depth: int) -> Iterator[dict[str, Any]]:
    """Yield a record for each tile, and one for the tile with its margin where there is one."""
    for number, tile in enumerate(grid, 1):
        parts = {"tile": tile}
        if depth:
            parts["halo"] = tile.grown(depth).clipped(source.frame)
        for part, place in parts.items():
            shape = {"rows": place.height, "columns": place.width}
            yield {"tile": number, **dict(zip(PLACE, place)), "part": part, **shape, "corners": source.corners(place)}
