"""Place a raster on the ground: size, transform, CRS and what follows from them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Optional

import numpy as np

from ..arrays import Transform
from ..errors import InvalidParameter
from .array_header import crs_fields, numbers_of_transform
from .backends import backend
from .backends.contract import LibraryError

if TYPE_CHECKING:
    from .header import SourceInfo


def check_same_grid(here: SourceInfo, there: SourceInfo) -> None:
    """Raise InvalidParameter unless two rasters have the same rows, columns, transform and CRS."""
    if (here.height, here.width, here.transform) != (there.height, there.width, there.transform):
        raise InvalidParameter("the rasters do not lie on the same grid: their size or their transform differs")
    if not same_crs(here.crs_wkt, there.crs_wkt):
        names = [info.crs_name or "none" for info in (here, there)]
        raise InvalidParameter(
            f"the rasters do not lie on the same grid: their CRS differs, {names[0]} and {names[1]}; reproject one "
            "first, or use set_crs where it is named wrongly"
        )


def same_crs(one: Optional[str], other: Optional[str]) -> bool:
    """Return whether two CRS, as WKT, are the same; none is another one than any."""
    objects = backend().crs_object
    return one == other or bool(one and other and objects(one) == objects(other))


class Placed:
    """Base of Raster: the properties that the header alone answers."""

    _info: SourceInfo

    @property
    def height(self) -> int:
        """Number of rows."""
        return self._info.height

    @property
    def width(self) -> int:
        """Number of columns."""
        return self._info.width

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self._info.height, self._info.width

    @property
    def transform(self) -> Any:
        """From column and row to the coordinates of the CRS: rasterio's Affine, or one like it where it is absent."""
        return backend().affine_object(self._info.transform)

    @transform.setter
    def transform(self, new: Any) -> None:
        self.set_transform(new)

    @property
    def crs(self) -> Any:
        """The coordinate reference system: rasterio's CRS, or one like it where it is absent; None for none."""
        return backend().crs_object(self._info.crs_wkt) if self._info.crs_wkt else None

    @crs.setter
    def crs(self, new: Any) -> None:
        self.set_crs(new)

    def set_crs(self, new_crs: Any) -> None:
        """Name the CRS anew; nothing is reprojected. Raises InvalidParameter for what is no CRS."""
        self._info = replace(self._info, **crs_fields(new_crs))

    def set_transform(self, new_transform: Any) -> None:
        """Name the transform anew, an Affine or six numbers; None for none. Nothing is resampled."""
        numbers = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0) if new_transform is None else numbers_of_transform(new_transform)
        self._info = replace(self._info, transform=numbers)

    @property
    def bounds(self) -> Any:
        """left, bottom, right, top; of the box around it when the raster is rotated."""
        corners = [(col, row) for col in (0, self.width) for row in (0, self.height)]
        xs, ys = zip(*(_mapped(self._info.transform, *corner) for corner in corners))
        return backend().box_object(min(xs), min(ys), max(xs), max(ys))

    @property
    def res(self) -> tuple[float, float]:
        """Width and height of a pixel in units of the CRS, both positive, along its sides when it is rotated."""
        a, b, _, d, e, _ = self._info.transform
        return float(np.hypot(a, d)), float(np.hypot(b, e))


def transform_shift_px(wanted: Transform, found: Transform, height: int, width: int) -> float:
    """Return how far the corners of a raster lie apart under two transforms, at most, in pixels of the first."""
    a, b, _, d, e, _ = wanted
    side = min(float(np.hypot(a, d)), float(np.hypot(b, e))) or 1.0
    corners = [(col, row) for col in (0, width) for row in (0, height)]
    there, here = ([_mapped(transform, *corner) for corner in corners] for transform in (wanted, found))
    return max(float(np.hypot(x - u, y - v)) for (x, y), (u, v) in zip(there, here)) / side


def crs_shift_px(wanted_wkt: str, found_wkt: str, transform: Optional[Transform], height: int, width: int) -> float:
    """Return how far another CRS moves a raster on the ground, in its pixels; 0 for the same by another name.

    Infinite where the raster lies outside the CRS, or where nothing says where it lies.
    """
    if same_crs(wanted_wkt, found_wkt):
        return 0.0
    if transform is None:
        return float("inf")
    corners = [_mapped(transform, col, row) for col in (0, width / 2, width) for row in (0, height / 2, height)]
    try:
        found = backend().transform_points(found_wkt, wanted_wkt, corners)
    except LibraryError:
        return float("inf")
    a, b, _, d, e, _ = transform
    side = min(float(np.hypot(a, d)), float(np.hypot(b, e))) or 1.0
    return max(float(np.hypot(x - u, y - v)) for (x, y), (u, v) in zip(corners, found)) / side


def _mapped(transform: Transform, col: float, row: float) -> tuple[float, float]:
    a, b, c, d, e, f = transform
    return a * col + b * row + c, d * col + e * row + f
