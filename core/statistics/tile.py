"""Measure one tile in memory, under the names of GeoUtils' `get_stats`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Callable, Optional, Union

import numpy as np

from ..arrays import Array, Number
from ..errors import InvalidParameter
from ..parameters import several
from .lookup import GEOUTILS_NAMES, find_statistic, plain_name
from .measurement import Measurement, measured

_ma: Any = np.ma
Asked = Union[str, Callable[[Any], Any]]


INLIER_TITLES = (
    "Valid inlier count",
    "Total inlier count",
    "Percentage inlier points",
    "Percentage valid inlier points",
)
"""GeoUtils' titles of what a mask of inliers adds: of valid pixels inside it, of its pixels, and shares of both."""


def band_statistics(band: Any, names: Union[Asked, Sequence[Asked], None] = None, inliers: Any = None) -> Any:
    """Return statistics of a band, a masked array (rows, columns), as `tile_statistics` does.

    Functions are called with the band as a masked array in which only what counts is not masked. `inliers`, boolean of
    the band's shape: only pixels where it is True count. Valid count and percentage of valid points stay those of the
    whole band, and `INLIER_TITLES` are there too, as in GeoUtils.
    """
    values, valid = _ma.getdata(band), ~_ma.getmaskarray(band)
    if values.dtype.kind == "f":
        valid &= np.isfinite(values)
    chosen = valid if inliers is None else valid & inliers
    known = {} if inliers is None else _inlier_counts(valid, inliers, chosen)
    masked = _ma.MaskedArray(values, mask=~chosen)
    return tile_statistics(values[chosen], values.size, names, masked, known)


def _inlier_counts(valid_pixels: Any, inliers: Any, chosen: Array) -> dict[str, Number]:
    valid, inside, valid_inside = (int(np.count_nonzero(pixels)) for pixels in (valid_pixels, inliers, chosen))
    return {
        "Valid count": valid,
        "Percentage valid points": 100.0 * valid / valid_pixels.size,
        "Valid inlier count": valid_inside,
        "Total inlier count": inside,
        "Percentage inlier points": 100.0 * valid_inside / valid if valid else 0.0,
        "Percentage valid inlier points": 100.0 * valid_inside / inside if inside else 0.0,
    }


def tile_statistics(
    values: Array,
    total_count: int,
    names: Union[Asked, Sequence[Asked], None] = None,
    masked: Any = None,
    known: Optional[Mapping[str, Number]] = None,
) -> Union[Any, dict[str, Any]]:
    """Return statistics of the valid pixels of a tile.

    `values` are the valid pixels, 1-D, of any real type; values that are not finite are left out. `total_count` is
    the number of all pixels. No `names`: a dictionary by GeoUtils' titles. One name or function: its value. Several:
    a dictionary by the names as asked, a function under its `__name__`; functions are called with `masked`, or the
    values as a masked array. `known`: figures by title that are known already, in place of those of `values`.

    Without a valid pixel counts are 0 and everything else is NaN, and no function is called.
    Raises InvalidParameter for an unknown name.
    """
    pixels = np.asarray(values).reshape(-1)
    if pixels.dtype.kind == "f":
        finite = np.isfinite(pixels)
        pixels = pixels if finite.all() else pixels[finite]
    known = known or {}
    if names is None:
        found = _by_name(pixels, total_count, GEOUTILS_NAMES)
        return {**{find_statistic(name).title: found[name] for name in GEOUTILS_NAMES}, **known}
    given = _ma.MaskedArray(pixels) if masked is None else masked
    if isinstance(names, str) or callable(names):
        return _as_asked(pixels, total_count, [names], given, known)[0][1]
    return dict(_as_asked(pixels, total_count, names, given, known))


def _as_asked(
    pixels: Any, total_count: int, names: Sequence[Asked], given: Any, known: Mapping[str, Number]
) -> list[tuple[str, Any]]:
    asked = several("stats_name", names, "a name or a function")
    for name in asked:
        if not isinstance(name, str) and not callable(name):
            raise InvalidParameter(f"statistic {name!r}: must be a name or a function")
    titles = {name: _known_title(name, known) for name in asked if isinstance(name, str)}
    specs = {name: find_statistic(name).name for name, title in titles.items() if title not in known}
    found = _by_name(pixels, total_count, tuple(specs.values()))
    results: list[tuple[str, Any]] = []
    for name in asked:
        if not isinstance(name, str):
            results.append((getattr(name, "__name__", repr(name)), name(given) if pixels.size else np.nan))
        else:
            results.append((name, found[specs[name]] if name in specs else known[titles[name]]))
    return results


def _known_title(name: str, known: Mapping[str, Number]) -> str:
    """Return the title of the statistic called `name`. Raises InvalidParameter for one that there is not."""
    title = next((title for title in INLIER_TITLES if plain_name(title) == plain_name(name)), "")
    if title and title not in known:
        raise InvalidParameter(f"statistic {name}: needs inlier_mask, the pixels that it counts")
    return title or find_statistic(name).title


def _by_name(pixels: Any, total_count: int, names: Sequence[str]) -> dict[str, Number]:
    measurement = measured(pixels, np.ones(pixels.shape, bool), Measurement(pixels.dtype, names))
    measurement.count_invalid(total_count - pixels.size)
    return measurement.results()


def tile_record(
    values: Array, valid: Array, names: Sequence[str], percentiles: Sequence[float] = ()
) -> dict[str, Number]:
    """Return statistics and percentiles of one tile of one band by name, as `Measurement.results` gives them."""
    return measured(values, valid, Measurement(values.dtype, names, percentiles)).results()
