"""List the statistics, and find them by the names under which they are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Union

from ..errors import InvalidParameter
from . import counts, distinct_values, moments, quantiles
from .quantiles import percentile_spec
from .spec import StatisticSpec

_BY_NAME = {
    spec.name: spec
    for family in (counts.SPECS, moments.SPECS, quantiles.SPECS, distinct_values.SPECS)
    for spec in family
}
_ORDER = (
    "count",
    "valid_count",
    "percentage_valid",
    "min",
    "max",
    "range",
    "sum",
    "sum_of_squares",
    "mean",
    "std",
    "variance",
    "coefficient_of_variation",
    "rmse",
    "median",
    "iqr",
    "le90",
    "nmad",
    "mode",
    "variety",
    "entropy",
    "skewness",
    "kurtosis",
)
STATISTICS: Mapping[str, StatisticSpec] = MappingProxyType({name: _BY_NAME[name] for name in _ORDER})
"""Every statistic by name, in panel order; percentiles (`p5`, `p33.3`) come by `find_statistic`."""

GEOUTILS_NAMES = (
    "mean",
    "median",
    "max",
    "min",
    "sum",
    "sum_of_squares",
    "p90",
    "le90",
    "iqr",
    "nmad",
    "rmse",
    "std",
    "valid_count",
    "count",
    "percentage_valid",
)
"""What `get_stats` gives when no names are asked for."""

_PERCENTILE = re.compile(r"p\s*(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)\s*(?:st|nd|rd|th)?[\s_]*percentile")


def find_statistic(name: str) -> StatisticSpec:
    """Return the record of a statistic by name, title, alias or percentile; case and separators do not matter.

    Raises InvalidParameter, listing the names, for one that there is not.
    """
    spec = _KNOWN.get(plain_name(name))
    if spec is not None:
        return spec
    match = _PERCENTILE.fullmatch(name.strip().lower())
    if match:
        return percentile_spec(checked_percentiles([float(match[1] or match[2])])[0])
    raise InvalidParameter(f"statistic {name} is unknown: give {', '.join(STATISTICS)} or a percentile such as p5")


def checked_percentiles(percentiles: Iterable[Union[int, float, str]]) -> tuple[float, ...]:
    """Return percentiles as numbers, each once, in the order given. Raises InvalidParameter outside 0 to 100."""
    checked: dict[float, None] = {}
    for percentile in percentiles:
        try:
            number = float(percentile)
        except (TypeError, ValueError):
            number = float("nan")
        if not 0 <= number <= 100:
            raise InvalidParameter(f"percentile {percentile}: must be a number from 0 to 100, such as 5 or 33.3")
        checked[number] = None
    if len(checked) > MOST_PERCENTILES:
        raise InvalidParameter(f"{len(checked)} percentiles: at most {MOST_PERCENTILES} at once")
    return tuple(checked)


MOST_PERCENTILES = 500
"""So many percentiles still fit the counters that bound memory and passes."""


def is_percentile(name: str) -> bool:
    """Return whether a key of the results is a percentile's, `p5` or `p33.3`."""
    return name[:1] == "p" and name[1:2].isdigit()


def plain_name(name: str) -> str:
    """Return a name without case, blanks and separators, as names are compared."""
    return re.sub(r"[^a-z0-9.]", "", name.casefold())


_KNOWN = {
    plain_name(word): spec for spec in STATISTICS.values() for word in (spec.name, spec.title, *spec.aliases) if word
}
