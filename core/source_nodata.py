"""Say what counts as nodata beside what an input's file says: values, ranges by band, and whether the file's holds.

QGIS knows such of a layer; scripts name a number. Plain data, JSON both ways.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Optional

from .arrays import Number
from .errors import InvalidParameter

Range = tuple[Number, Number]
"""The lowest and the highest value, both counted; a single value is both."""


@dataclass(frozen=True)
class NodataRule:
    """The values that count as nodata in a band, beside the file's own nodata value or in its place."""

    band: int = 0
    """From 1; 0: every band."""
    ranges: tuple[Range, ...] = ()
    own: bool = True
    """Whether the file's own nodata value holds."""

    def to_json(self) -> dict[str, Any]:
        """Return what `source_nodata` takes in a job's JSON; an open end is null."""
        ranges = [[low if low != -math.inf else None, high if high != math.inf else None] for low, high in self.ranges]
        return {"band": self.band, "ranges": ranges, "own": self.own}


def nodata_rules(given: Any) -> tuple[NodataRule, ...]:
    """Return the rules for what a job or a script names. Raises InvalidParameter.

    A number; several numbers and (lowest, highest) pairs; a mapping from band to these; rules, or their JSON.
    """
    if given is None:
        return ()
    if isinstance(given, NodataRule):
        return (_checked(given),)
    if isinstance(given, Mapping):
        if "ranges" in given or "own" in given:
            return (_checked(_of_json(given)),)
        return tuple(_checked(NodataRule(_band(band), _ranges(values))) for band, values in given.items())
    parts = list(given) if isinstance(given, Iterable) and not isinstance(given, (str, bytes)) else [given]
    rules = [rule for part in parts if isinstance(part, (NodataRule, Mapping)) for rule in nodata_rules(part)]
    ranges = _ranges([part for part in parts if not isinstance(part, (NodataRule, Mapping))])
    return (*rules, NodataRule(0, ranges)) if ranges else tuple(rules)


def _of_json(data: Mapping[str, Any]) -> NodataRule:
    unknown = set(data) - {"band", "ranges", "own"}
    if unknown:
        raise _refusal(dict(data))
    return NodataRule(_band(data.get("band", 0)), _ranges(data.get("ranges", ())), bool(data.get("own", True)))


def _checked(rule: NodataRule) -> NodataRule:
    return NodataRule(_band(rule.band), _ranges(rule.ranges), bool(rule.own))


def _band(band: Any) -> int:
    """Return a band's number; JSON has text for it."""
    try:
        number = int(band)
        if isinstance(band, (bool, float)) and number != band or number < 0:
            raise ValueError
    except (TypeError, ValueError, OverflowError):
        raise InvalidParameter(f"source_nodata of band {band}: bands are counted from 1, 0 is every band") from None
    return number


def _ranges(given: Any) -> tuple[Range, ...]:
    values = given if isinstance(given, Iterable) and not isinstance(given, (str, bytes)) else [given]
    return tuple(found for found in map(_range, values) if found is not None)


def _range(part: Any) -> Optional[Range]:
    """Return a number or a pair as a range, None for NaN, which never is data."""
    try:
        if isinstance(part, Iterable) and not isinstance(part, (str, bytes)):
            low, high = part
            ends = (-math.inf if low is None else _number(low), math.inf if high is None else _number(high))
        else:
            ends = (_number(part), _number(part))
    except (TypeError, ValueError):
        raise _refusal(part) from None
    if ends[0] != ends[0] and ends[1] != ends[1]:
        return None
    if not ends[0] <= ends[1]:
        raise _refusal(part)
    return ends


def _number(value: Any) -> Number:
    """Return a plain number; integers keep all their digits."""
    if isinstance(value, bool):
        raise ValueError
    if isinstance(value, (str, bytes)):
        text = value.decode() if isinstance(value, bytes) else value
        return int(text) if text.strip().lstrip("+-").isdigit() else float(text)
    plain = value.item() if hasattr(value, "item") else value
    return plain if isinstance(plain, int) else float(plain)


def _refusal(part: Any) -> InvalidParameter:
    return InvalidParameter(
        f"source_nodata={part!r}: must be a number, several, or pairs (lowest, highest), or such by band as in "
        "{1: 99, 2: [(0, 5)]}"
    )


def crs_text(crs: Any) -> Optional[str]:
    """Return a CRS, given as text, a number of EPSG or an object that writes WKT, as text. Raises InvalidParameter."""
    if crs is None:
        return None
    if isinstance(crs, str) and crs.strip():
        return crs
    if isinstance(crs, int) and not isinstance(crs, bool):
        return f"EPSG:{crs}"
    writes = getattr(crs, "to_wkt", None) or getattr(crs, "toWkt", None) or getattr(crs, "ExportToWkt", None)
    if writes is None:
        raise InvalidParameter(f"source_crs={crs!r}: must be a CRS as text, such as EPSG:32633 or WKT")
    return str(writes())
