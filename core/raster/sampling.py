"""What is measured on a raster: statistics of a band."""

from __future__ import annotations

from typing import Any

from .cropping import band_of, mask_array


class Sampled:
    """Base of Raster: statistics."""

    def get_stats(self: Any, stats_name: Any = None, inlier_mask: Any = None, band: int = 1) -> Any:
        """Return statistics of the valid pixels of a band.

        :param stats_name: a name (gives a number), a list of names (gives a dictionary by these names), None for all.
            Names and aliases of GeoUtils, or functions of the band as a masked array, (rows, columns).
        :param inlier_mask: boolean `Raster` or array of the raster's rows and columns; only pixels where it is True are
            measured. Valid and total count, and the percentage of valid points, are of the whole band as in GeoUtils;
            four statistics more tell of the inliers.
        :raises InvalidParameter: an unknown name, the error lists the names; a band that is not there.
        """
        from ..statistics.tile import band_statistics

        return band_statistics(band_of(self, band), stats_name, _inliers(self, inlier_mask))


def _inliers(raster: Any, mask: Any) -> Any:
    """Return a mask as a boolean array of the raster's rows and columns; masked pixels are no inliers."""
    return None if mask is None else mask_array(raster, mask, "inlier_mask")
