"""Cut rasters: by pixels, by the ground, by a mask, by bands."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..errors import InvalidParameter
from ..parameters import whole_number
from ..tiles import Tile
from .backends import backend
from .backends.contract import LibraryError
from .georeference import Placed, check_same_grid

_ma: Any = np.ma
_PIECES = 5000
"""Into how many each side of a box in another CRS is cut, as in GeoUtils."""
_ROUNDING = 1e-6
"""Part of a pixel by which coordinates may miss a pixel's side that they mean."""


class Cropped:
    """Base of Raster: its parts."""

    def icrop(self: Any, bbox: Any, *, inplace: bool = False) -> Any:
        """Return the piece between pixels (column min, row min, column max, row max), the last ones not included.

        What lies outside the raster is left out. `inplace`: this raster becomes the piece, and nothing is returned.
        Of a file that is not loaded only the piece is read.

        :raises InvalidParameter: for a piece without a pixel, or what is no box.
        """
        col_min, row_min, col_max, row_max = _box(bbox)
        return _cut(self, Tile(row_min, row_max, col_min, col_max), bbox, inplace)

    def crop(self: Any, bbox: Any, mode: str = "match_pixel", *, inplace: bool = False) -> Any:
        """Return the piece on the ground inside (xmin, ymin, xmax, ymax), or inside the bounds of another raster.

        Whole pixels: the piece begins with the pixel in which the box begins and has as many as its sides need, as in
        GeoUtils. A raster in another CRS gives the box around its reprojected outline. `inplace` as in `icrop`.

        :param mode: "match_pixel"; "match_extent" would resample, which tiles do not.
        :raises InvalidParameter: for a piece without a pixel, what is no box, another mode.
        """
        if mode != "match_pixel":
            raise InvalidParameter(f"mode={mode}: must be match_pixel; this raster is not resampled")
        bounds = _bounds_of(bbox, self)
        return _cut(self, _window(self, bounds), bbox, inplace)

    def split_bands(self: Any, copy: bool = False, bands: Any = None) -> list[Any]:
        """Return a raster for each band, or for each of `bands` (from 1); they share its pixels unless `copy`."""
        numbers = range(1, self.count + 1) if bands is None else [bands] if isinstance(bands, int) else bands
        parts = [band_of(self, number) for number in numbers]
        return [self.copy(new_array=part.copy() if copy else part) for part in parts]

    def __getitem__(self: Any, index: Any) -> Any:
        """Return pixels as an array.

        A boolean raster or array of the raster's rows and columns takes pixels of each band; the rest is for NumPy.
        """
        return self.data[mask_index(self, index, "index") if is_mask_like(index) else index]

    def __setitem__(self: Any, index: Any, values: Any) -> None:
        """Set pixels, by the same indices as they are read; masked values become masked pixels."""
        self.load()
        self.data[mask_index(self, index, "index") if is_mask_like(index) else index] = values


def band_of(raster: Any, band: int) -> Any:
    """Return a band (from 1) as a masked array, (rows, columns). Raises InvalidParameter for one that is not there."""
    number = whole_number("band", band, "bands, counted from 1")
    if not 1 <= number <= raster.count:
        has = "has one band, 1" if raster.count == 1 else f"has bands 1 to {raster.count}"
        raise InvalidParameter(f"band={band}: the raster {has}")
    return raster.data if raster.data.ndim == 2 else raster.data[number - 1]


def is_mask_like(index: Any) -> bool:
    """Return whether an index is a raster or a boolean array of rows and columns."""
    return isinstance(index, Placed) or isinstance(index, np.ndarray) and index.dtype.kind == "b" and index.ndim == 2


def mask_index(raster: Any, mask: Any, name: str) -> Any:
    """Return a mask, a raster or an array, as an index of the raster's pixels: of all bands alike, or of each band.

    Numbers are True where they are not 0; masked pixels are False. Raises InvalidParameter, with the argument's `name`.
    """
    array = mask_array(raster, mask, name)
    return array if array.ndim == 3 else (..., array)


def mask_array(raster: Any, mask: Any, name: str) -> Any:
    """Return a mask as a boolean array of the raster's rows and columns, or of each of its bands, see `mask_index`."""
    if isinstance(mask, Placed):
        check_same_grid(raster.header, mask.header)  # type: ignore[attr-defined]
        mask = mask.data  # type: ignore[attr-defined]
    array = np.asarray(_ma.filled(_ma.asanyarray(mask), 0)).astype(bool)
    if array.ndim == 3 and array.shape[0] == 1:
        array = array[0]
    if array.shape not in (raster.shape, (raster.count, *raster.shape)):
        raise InvalidParameter(
            f"{name} of shape {array.shape}: must have the raster's {raster.height} rows and {raster.width} columns"
        )
    return array


def _box(bbox: Any) -> tuple[int, int, int, int]:
    try:
        numbers = [float(number) for number in bbox]
    except (TypeError, ValueError):
        numbers = []
    if len(numbers) != 4 or any(number != int(number) for number in numbers if math.isfinite(number)):
        raise InvalidParameter(f"bbox={bbox}: must be four whole numbers, column min, row min, column max, row max")
    if not all(math.isfinite(number) for number in numbers):
        raise InvalidParameter(f"bbox={bbox}: must be finite")
    return int(numbers[0]), int(numbers[1]), int(numbers[2]), int(numbers[3])


def _bounds_of(bbox: Any, raster: Any) -> tuple[float, float, float, float]:
    """Return (xmin, ymin, xmax, ymax) in the raster's CRS."""
    if isinstance(bbox, Placed):
        left, bottom, right, top = bbox.bounds
        if raster.crs is None or bbox.crs is None or bbox.crs == raster.crs:
            return left, bottom, right, top
        here, there = bbox.crs.to_wkt(), raster.crs.to_wkt()
        try:
            return backend().transform_box(here, there, (left, bottom, right, top), _PIECES)
        except LibraryError as error:
            raise InvalidParameter(f"bbox={bbox}: does not lie where the raster's CRS holds ({error})") from error
    try:
        xmin, ymin, xmax, ymax = (float(number) for number in bbox)
        fits = xmin < xmax and ymin < ymax and all(map(math.isfinite, (xmin, ymin, xmax, ymax)))
    except (TypeError, ValueError):
        fits = False
    if not fits:
        raise InvalidParameter(f"bbox={bbox}: must be a Raster, or (xmin, ymin, xmax, ymax) with a width and a height")
    return xmin, ymin, xmax, ymax


def _window(raster: Any, bounds: tuple[float, float, float, float]) -> Tile:
    xmin, ymin, xmax, ymax = bounds
    place = ~raster.transform
    corners = [place * (x, y) for x in (xmin, xmax) for y in (ymin, ymax)]
    cols, rows = [col for col, _ in corners], [row for _, row in corners]
    row_min, row_max = _side(min(rows), max(rows), raster.height)
    col_min, col_max = _side(min(cols), max(cols), raster.width)
    return Tile(row_min, row_max, col_min, col_max)


def _side(first: float, last: float, length: int) -> tuple[int, int]:
    """Return the pixels from `first` to `last` inside a side: begun at the whole one, as many as the length needs."""
    first, last = max(first, 0.0), min(last, float(length))
    start = math.floor(first + _ROUNDING)
    return start, min(start + max(math.ceil(last - first - _ROUNDING), 0), length)


def _cut(raster: Any, wanted: Tile, asked: Any, inplace: bool) -> Any:
    frame = raster.header.frame
    tile = wanted.clipped(frame)
    if tile.height < 1 or tile.width < 1:
        raise InvalidParameter(f"bbox={asked}: holds none of the raster's {frame.height} x {frame.width} pixels")
    piece = raster.piece(tile)
    if not inplace:
        return piece
    raster.become(piece)
    return None
