"""Compare rasters: their grids, and all of them."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from ..errors import InvalidParameter
from .georeference import Placed, same_crs

_ma: Any = np.ma


class Compared:
    """Base of Raster: equality. The operator `==` compares pixels and gives a raster."""

    def georeferenced_grid_equal(self: Any, raster: Any) -> bool:
        """Return whether rows, columns, transform and CRS are the same."""
        return not any(_grid_differs(self, _checked(raster)).values())

    def raster_equal(self: Any, other: Any, strict_masked: bool = True, warn_failure_reason: bool = False) -> bool:
        """Return whether pixels, mask, type, nodata and grid are the same.

        :param strict_masked: values under the mask must be the same too.
        :param warn_failure_reason: name what differs in a warning.
        """
        differs = {**_grid_differs(self, _checked(other)), **_pixels_differ(self, other, strict_masked)}
        reasons = [name for name, differ in differs.items() if differ]
        if reasons and warn_failure_reason:
            warnings.warn(f"the rasters differ in {', '.join(reasons)}", UserWarning, stacklevel=2)
        return not reasons


def _checked(other: Any) -> Any:
    if not isinstance(other, Placed):
        raise InvalidParameter(f"a {type(other).__name__}: only a Raster can be compared with a Raster")
    return other


def _grid_differs(one: Any, other: Any) -> dict[str, bool]:
    return {
        "shape": one.shape != other.shape,
        "transform": one.transform != other.transform,
        "crs": not same_crs(one.header.crs_wkt, other.header.crs_wkt),
    }


def _pixels_differ(one: Any, other: Any, strict_masked: bool) -> dict[str, bool]:
    same_nodata = one.nodata == other.nodata or (one.nodata != one.nodata and other.nodata != other.nodata)
    differs = {"count": one.count != other.count, "dtype": one.dtype != other.dtype, "nodata": not same_nodata}
    if one.count != other.count or one.shape != other.shape:
        return differs
    masks = _ma.getmaskarray(one.data), _ma.getmaskarray(other.data)
    values = [_ma.getdata(raster.data) for raster in (one, other)]
    if not strict_masked:
        values = [pixels[~masks[0] & ~masks[1]] for pixels in values]
    floats = all(pixels.dtype.kind == "f" for pixels in values)
    differs["mask"] = not np.array_equal(*masks)
    differs["data"] = not np.array_equal(values[0], values[1], equal_nan=floats)
    return differs
