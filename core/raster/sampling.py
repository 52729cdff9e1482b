"""Measure a raster: statistics of a band, pixels by chance, values between pixels."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..errors import InvalidParameter
from .cropping import band_of, mask_array
from .interpolation import check_method, interpolated, is_inside, spread_of

_ma: Any = np.ma


class Sampled:
    """Base of Raster: statistics and samples."""

    def get_stats(self: Any, stats_name: Any = None, inlier_mask: Any = None, band: int = 1) -> Any:
        """Return statistics of the valid pixels of a band.

        :param stats_name: a name (gives a number), a list of names (gives a dictionary by these names), None for all.
            Names and aliases of GeoUtils, or functions of the band as a masked array, (rows, columns).
        :param inlier_mask: boolean `Raster` or array of the raster's rows and columns, or of each band; only pixels
            where it is True are measured. Valid and total count, and the percentage of valid points, are of the whole
            band as in GeoUtils; four statistics more tell of the inliers.
        :raises InvalidParameter: an unknown name, the error lists the names; a band that is not there.
        """
        from ..statistics.tile import band_statistics

        data = band_of(self, band)
        inliers = None if inlier_mask is None else mask_array(self, inlier_mask, "inlier_mask")
        if inliers is not None and inliers.ndim == 3:
            inliers = inliers[band - 1]
        return band_statistics(data, stats_name, inliers)

    def subsample(self: Any, subsample: float, return_indices: bool = False, random_state: Any = None) -> Any:
        """Return valid pixels taken by chance, each at most once: as many as asked for, or all where there are fewer.

        :param subsample: a share of the valid pixels up to 1, or their number above 1.
        :param return_indices: return where they are, as NumPy indexes `.data`, and not their values.
        :param random_state: seed or NumPy generator; one seed always takes the same pixels.
        """
        valid = np.flatnonzero(~self.get_mask())
        number = wanted_number(subsample, valid.size)
        chosen = valid
        if subsample != 1:
            chosen = np.random.default_rng(random_state).choice(valid, number, replace=False)
        places = np.unravel_index(chosen, self.data.shape)
        return places if return_indices else self.data.data[places]

    def interp_points(
        self: Any,
        points: Any,
        method: str = "linear",
        dist_nodata_spread: Any = "half_order_up",
        band: int = 1,
        *,
        as_array: bool = True,
        shift_area_or_point: Any = None,
    ) -> Any:
        """Return the values of a band at points, 1-D; NaN outside the raster and beside missing pixels.

        A pixel's value stands at its upper left corner, or its centre for "Point", as `xy2ij` has it.

        :param points: (x, y), numbers or arrays, in the raster's CRS.
        :param method: "nearest" or "linear"; others look at the whole raster, which a tile is not.
        :param dist_nodata_spread: "half_order_up", "half_order_down" or a number of pixels by which missing ones
            spread; at least those that count for a value must be there.
        :param as_array: must be True: there are no point clouds here.
        """
        check_method(method)
        if not as_array:
            raise InvalidParameter("as_array=False: there are no point clouds here; take the array of values")
        rows, cols = fractions_of(self, points, shift_area_or_point)
        block, inside = nan_block(band_of(self, band)), is_inside(self.shape, rows, cols)
        values = np.full(rows.shape, np.nan, block.dtype)
        spread = spread_of(method, dist_nodata_spread)
        values[inside] = interpolated(block, (0, 0), rows[inside], cols[inside], method, spread)
        return values


def wanted_number(subsample: Any, valid: int) -> int:
    """Return how many of `valid` pixels a sample takes. Raises InvalidParameter."""
    if isinstance(subsample, bool) or not isinstance(subsample, (int, float, np.number)) or not subsample > 0:
        raise InvalidParameter(f"subsample={subsample}: must be a share above 0 and up to 1, or a number of pixels")
    return int(subsample * valid) if subsample <= 1 else int(min(subsample, valid))


def fractions_of(raster: Any, points: Any, shift_area_or_point: Any = None) -> tuple[Any, Any]:
    """Return points (x, y) as fractions of rows and columns, 1-D. Raises InvalidParameter for what are no points."""
    try:
        x, y = (np.atleast_1d(np.asarray(part, float)) for part in points)
        fits = x.shape == y.shape and x.ndim == 1
    except (TypeError, ValueError):
        fits = False
    if not fits:
        raise InvalidParameter("points: must be (x, y), two numbers or two arrays of one length")
    rows, cols = raster.xy2ij(x, y, shift_area_or_point=shift_area_or_point)
    return rows.astype(float), cols.astype(float)


def nan_block(data: Any) -> Any:
    """Return a masked array as floats with NaN for what is masked; float32 where that holds every value."""
    block = _ma.getdata(data).astype(np.result_type(data.dtype, np.float32))
    block[_ma.getmaskarray(data)] = np.nan
    return block
