"""Statistics of one tile in memory, under the names of GeoUtils' `get_stats`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable, Union

import numpy as np

from ..errors import InvalidParameter
from ..parameters import several
from .lookup import GEOUTILS_NAMES, find_statistic
from .measurement import Measurement, measured

Number = Union[int, float]
Asked = Union[str, Callable[[Any], Any]]


def tile_statistics(
    values: Any, total_count: int, names: Union[Asked, Sequence[Asked], None] = None
) -> Union[Any, dict[str, Any]]:
    """Return statistics of the valid pixels of a tile.

    `values` are the valid pixels, 1-D, of any real type; values that are not finite are left out. `total_count` is
    the number of all pixels. No `names`: a dictionary by GeoUtils' titles. One name or function: its value. Several:
    a dictionary by the names as asked, a function under its `__name__`; functions are called with `values`.

    Without a valid pixel counts are 0 and everything else is NaN, and no function is called.
    Raises InvalidParameter for an unknown name.
    """
    pixels = np.asarray(values).reshape(-1)
    if pixels.dtype.kind == "f":
        finite = np.isfinite(pixels)
        pixels = pixels if finite.all() else pixels[finite]
    if names is None:
        found = _by_name(pixels, total_count, GEOUTILS_NAMES)
        return {find_statistic(name).title: found[name] for name in GEOUTILS_NAMES}
    if isinstance(names, str) or callable(names):
        return _as_asked(pixels, total_count, [names])[0][1]
    return dict(_as_asked(pixels, total_count, names))


def _as_asked(pixels: Any, total_count: int, names: Sequence[Asked]) -> list[tuple[str, Any]]:
    asked = several("stats_name", names, "a name or a function")
    for name in asked:
        if not isinstance(name, str) and not callable(name):
            raise InvalidParameter(f"statistic {name!r}: must be a name or a function")
    specs = {name: find_statistic(name).name for name in asked if isinstance(name, str)}
    found = _by_name(pixels, total_count, tuple(specs.values()))
    return [
        (name, found[specs[name]])
        if isinstance(name, str)
        else (getattr(name, "__name__", repr(name)), name(pixels) if pixels.size else np.nan)
        for name in asked
    ]


def _by_name(pixels: Any, total_count: int, names: Sequence[str]) -> dict[str, Number]:
    measurement = measured(pixels, np.ones(pixels.shape, bool), Measurement(pixels.dtype, names))
    measurement.count_invalid(total_count - pixels.size)
    return measurement.results()


def tile_record(values: Any, valid: Any, names: Sequence[str], percentiles: Sequence[float] = ()) -> dict[str, Number]:
    """Return statistics and percentiles of one tile of one band by name, as `Measurement.results` gives them."""
    return measured(values, valid, Measurement(values.dtype, names, percentiles)).results()
