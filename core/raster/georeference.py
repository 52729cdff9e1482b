"""Where a raster lies: size, transform, CRS and what follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

import numpy as np

from ..errors import InvalidParameter

if TYPE_CHECKING:
    from affine import Affine
    from rasterio.coords import BoundingBox
    from rasterio.crs import CRS

    from .source import SourceInfo


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
    from rasterio.crs import CRS

    return one == other or bool(one and other and CRS.from_wkt(one) == CRS.from_wkt(other))


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
    def transform(self) -> Affine:
        """From column and row to the coordinates of the CRS."""
        from affine import Affine

        return Affine(*self._info.transform)

    @property
    def crs(self) -> Optional[CRS]:
        """The coordinate reference system, or None."""
        from rasterio.crs import CRS

        return CRS.from_wkt(self._info.crs_wkt) if self._info.crs_wkt else None

    @property
    def bounds(self) -> BoundingBox:
        """left, bottom, right, top; of the box around it when the raster is rotated."""
        from rasterio.coords import BoundingBox

        a, b, c, d, e, f = self._info.transform
        corners = [(col, row) for col in (0, self.width) for row in (0, self.height)]
        xs = [a * col + b * row + c for col, row in corners]
        ys = [d * col + e * row + f for col, row in corners]
        return BoundingBox(min(xs), min(ys), max(xs), max(ys))

    @property
    def res(self) -> tuple[float, float]:
        """Width and height of a pixel in units of the CRS, both positive, along its sides when it is rotated."""
        a, b, _, d, e, _ = self._info.transform
        return float(np.hypot(a, d)), float(np.hypot(b, e))
