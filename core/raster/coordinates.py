"""Go from pixels to the ground and back."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np

from ..errors import InvalidParameter
from .georeference import Placed

_OFFSETS = {"center": (0.5, 0.5), "ul": (0.0, 0.0), "ur": (0.0, 1.0), "ll": (1.0, 0.0), "lr": (1.0, 1.0)}
"""Rows and columns from a pixel's upper left corner to a place of it."""
_ROUNDING = 1e-6
"""Part of a pixel below which a place counts as a pixel's corner: coordinates have finitely many digits."""
_TAG = "AREA_OR_POINT"


class Located(Placed):
    """Base of Raster: coordinates of pixels."""

    tags: dict[str, str]
    """The metadata; can be changed."""

    def translate(
        self: Any, xoff: float, yoff: float, distance_unit: str = "georeferenced", inplace: bool = False
    ) -> Any:
        """Return the raster shifted on the ground, to the right and up; its pixels stay.

        :param distance_unit: "georeferenced", units of the CRS; or "pixel", columns to the right and rows down.
        """
        if distance_unit not in ("georeferenced", "pixel"):
            raise InvalidParameter(f"distance_unit={distance_unit}: must be georeferenced or pixel")
        a, b, c, d, e, f = self._info.transform
        x, y = (a * xoff + b * yoff, d * xoff + e * yoff) if distance_unit == "pixel" else (xoff, yoff)
        moved = self if inplace else self.copy()
        moved.set_transform((a, b, c + x, d, e, f + y))
        return None if inplace else moved

    @property
    def area_or_point(self) -> Optional[str]:
        """What the metadata says of what a pixel's value stands for: "Area", "Point" or None.

        Setting it shifts the raster by half a pixel, as `set_area_or_point`.
        """
        return self.tags.get(_TAG)

    @area_or_point.setter
    def area_or_point(self, new: Optional[str]) -> None:
        self.set_area_or_point(new)

    def set_area_or_point(
        self: Any, new_area_or_point: Optional[str], shift_area_or_point: Optional[bool] = None
    ) -> None:
        """Say what a pixel's value stands for: "Area", "Point" or None.

        :param shift_area_or_point: shift the raster by half a pixel when "Area" becomes "Point" (right and down) or
            back, so that values keep their coordinates; None: yes.
        """
        new = new_area_or_point.capitalize() if isinstance(new_area_or_point, str) else new_area_or_point
        if new not in ("Area", "Point", None):
            raise InvalidParameter(f"area_or_point={new_area_or_point}: must be Area, Point or None")
        old = self.area_or_point
        if new is None:
            self.tags.pop(_TAG, None)
        else:
            self.tags[_TAG] = new
        if shift_area_or_point is not False and {old, new} == {"Area", "Point"}:
            half = 0.5 if new == "Point" else -0.5
            self.translate(half, half, "pixel", inplace=True)

    def ij2xy(
        self, i: Any, j: Any, shift_area_or_point: Optional[bool] = None, force_offset: Optional[str] = None
    ) -> tuple[Any, Any]:
        """Return the coordinates of pixels by row `i` and column `j`, numbers or arrays, fractions too.

        They are those of the upper left corner, or with "Point" what `xy2ij` takes back.

        :param force_offset: "center", "ul", "ur", "ll" or "lr" of the pixel instead.
        """
        if force_offset is not None and force_offset not in _OFFSETS:
            raise InvalidParameter(f"force_offset={force_offset}: must be one of {', '.join(_OFFSETS)}")
        down, right = _OFFSETS[force_offset or "ul"]
        back = self._point_shift(shift_area_or_point) if force_offset is None else 0.0
        rows, cols = np.asarray(i, float) + down - back, np.asarray(j, float) + right - back
        a, b, c, d, e, f = self._info.transform
        x, y = a * cols + b * rows + c, d * cols + e * rows + f
        return (x, y) if np.ndim(x) else (float(x), float(y))

    def xy2ij(
        self,
        x: Any,
        y: Any,
        op: Any = np.float64,
        precision: Optional[float] = None,  # noqa: ARG002 - GeoUtils has it
        shift_area_or_point: Optional[bool] = None,
    ) -> tuple[Any, Any]:
        """Return rows and columns, two arrays, of coordinates; whole numbers where all are pixels' corners.

        Fractions count from a pixel's upper left corner, with "Point" from its centre. They may lie outside the raster.

        :param op: type of the fractions, a type of floats. They are computed in float64.
        :param precision: GeoUtils hands it to rasterio, which ignores it for floats; so does this.
        """
        if np.dtype(op).kind != "f":
            raise InvalidParameter(f"op={op}: must be a type of floats, as numpy.float64")
        place = ~self.transform
        xs, ys = np.atleast_1d(np.asarray(x, float)), np.atleast_1d(np.asarray(y, float))
        shift = self._point_shift(shift_area_or_point)
        rows, cols = place.d * xs + place.e * ys + place.f + shift, place.a * xs + place.b * ys + place.c + shift
        near = [np.where(abs(each - np.rint(each)) < _ROUNDING, np.rint(each), each) for each in (rows, cols)]
        whole = all((each == np.rint(each)).all() for each in near)
        return near[0].astype(int if whole else op), near[1].astype(int if whole else op)

    def coords(
        self, grid: bool = True, shift_area_or_point: Optional[bool] = None, force_offset: Optional[str] = None
    ) -> tuple[Any, Any]:
        """Return x and y of all pixels, as `ij2xy` gives them.

        :param grid: two arrays of (rows, columns); False: x of the columns, and y of the rows from the last to the
            first, as in GeoUtils, for rasters that are not rotated.
        """
        rows, cols = np.arange(self.height), np.arange(self.width)
        if grid:
            return self.ij2xy(rows[:, np.newaxis], cols[np.newaxis], shift_area_or_point, force_offset)
        if self._info.transform[1] or self._info.transform[3]:
            raise InvalidParameter("grid=False: a rotated raster has no x of its columns; take grid=True")
        xs, _ = self.ij2xy(np.zeros(1), cols, shift_area_or_point, force_offset)
        _, ys = self.ij2xy(rows[::-1], np.zeros(1), shift_area_or_point, force_offset)
        return xs, ys

    def outside_image(self, xi: Any, yj: Any, index: bool = True) -> bool:
        """Return whether any place lies outside the raster: column `xi`, row `yj`; coordinates with `index` False."""
        rows, cols = (np.asarray(yj), np.asarray(xi)) if index else self.xy2ij(xi, yj)
        return bool(((rows < 0) | (rows > self.height) | (cols < 0) | (cols > self.width)).any())

    def _point_shift(self, shift_area_or_point: Optional[bool]) -> float:
        return 0.5 if shift_area_or_point is not False and self.area_or_point == "Point" else 0.0
