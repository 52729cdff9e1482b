"""Functions of a user, in a module that workers can import."""

from __future__ import annotations

import os
import time
from typing import Any

import numpy as np
import scipy.ndimage


class OwnError(Exception):
    """An error whose constructor does not take what `args` holds, so that it does not come back whole."""

    def __init__(self, first: int, second: int) -> None:
        super().__init__(f"{first} and {second}")


def maximum(raster: Any, size: int) -> Any:
    """Return the largest value in a window, as GeoUtils' documentation does it."""
    data = scipy.ndimage.maximum_filter(raster.data, size)
    if raster.nodata is not None:
        data = np.ma.masked_equal(data, raster.nodata)
    raster.data = data
    return raster


def scaled(raster: Any, factor: float = 1.0, *, offset: float = 0.0) -> Any:
    """Return the raster times `factor` plus `offset`."""
    return raster * factor + offset


def above(raster: Any, limit: float) -> Any:
    """Return a boolean raster."""
    return raster.copy(new_array=raster.data > limit)


def statistics(raster: Any) -> Any:
    """Return what GeoUtils' documentation collects."""
    return raster.get_stats(stats_name=["mean", "valid_count"])


def place(raster: Any) -> Any:
    """Return where a tile lies and how large it is."""
    return raster.transform[2], raster.transform[5], raster.shape


def fails_on_second(raster: Any) -> Any:
    """Fail on the tile that starts at column 10."""
    if raster.transform[2] > 500000:
        raise KeyError("no such thing")
    return raster


def own_error(raster: Any) -> Any:
    """Fail with an error that cannot be sent."""
    raise OwnError(1, 2)


def narrower(raster: Any) -> Any:
    """Return fewer columns."""
    return type(raster).from_array(raster.data[..., :-1], raster.transform, raster.crs)


def two_bands(raster: Any) -> Any:
    """Return two bands for one."""
    return raster.copy(new_array=np.ma.stack([raster.data, raster.data * 2]))


def masked_low(raster: Any, limit: float) -> Any:
    """Mask what is below `limit`, without setting a nodata value."""
    raster.data = np.ma.masked_less(raster.data, limit)
    return raster


def pid(raster: Any) -> int:
    """Return the worker's process."""
    time.sleep(0.01)
    return os.getpid()


def same(raster: Any) -> Any:
    """Return the tile with its margin."""
    return raster


def named(raster: Any) -> Any:
    """Return the tile beside something else."""
    return raster, "named"


def wrapped(raster: Any) -> Any:
    """Return rasters in a list and a dictionary."""
    return [raster, {"raster": raster, "rows": raster.height}]


def corner(raster: Any) -> Any:
    """Return a piece of the tile."""
    return raster.icrop((0, 0, 2, 1))
