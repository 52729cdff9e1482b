"""Reads in which unit heights are measured: from a band's unit, and from the vertical part of a CRS in WKT."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Any, Optional

SURVEY_FOOT_M = 1200 / 3937
_METRES = {
    "m": 1.0,
    "metre": 1.0,
    "meter": 1.0,
    "km": 1000.0,
    "kilometre": 1000.0,
    "kilometer": 1000.0,
    "dm": 0.1,
    "decimetre": 0.1,
    "decimeter": 0.1,
    "cm": 0.01,
    "centimetre": 0.01,
    "centimeter": 0.01,
    "mm": 0.001,
    "millimetre": 0.001,
    "millimeter": 0.001,
    "ft": 0.3048,
    "foot": 0.3048,
    "feet": 0.3048,
    "internationalfoot": 0.3048,
    "internationalfeet": 0.3048,
    "footinternational": 0.3048,
    "ftus": SURVEY_FOOT_M,
    "usft": SURVEY_FOOT_M,
    "usfoot": SURVEY_FOOT_M,
    "usfeet": SURVEY_FOOT_M,
    "footus": SURVEY_FOOT_M,
    "feetus": SURVEY_FOOT_M,
    "ussurveyfoot": SURVEY_FOOT_M,
    "ussurveyfeet": SURVEY_FOOT_M,
    "surveyfoot": SURVEY_FOOT_M,
    "surveyfeet": SURVEY_FOOT_M,
    "footussurvey": SURVEY_FOOT_M,
    "in": 0.0254,
    "inch": 0.0254,
    "inches": 0.0254,
    "yd": 0.9144,
    "yard": 0.9144,
    "fathom": 1.8288,
    "link": 0.201168,
    "chain": 20.1168,
}
"""Metres in a unit, by its name in lower case without blanks, underscores and brackets, and without a plural s."""
_TOKEN = re.compile(r'"(?:[^"]|"")*"|[A-Za-z_][A-Za-z0-9_]*|[\[\](),]|[^\s\[\](),"]+')
_VERTICAL = ("VERT_CS", "VERTCS", "VERTCRS", "VERTICALCRS")
_UNITS = ("UNIT", "LENGTHUNIT")


def unit_m(name: Optional[str]) -> Optional[float]:
    """Return the metres in a unit by its name, such as "ft" or "US survey foot"; None for what is no known length."""
    word = re.sub(r"[\s_().-]", "", (name or "").lower())
    plural = word.endswith("s") and len(word) > 3
    return _METRES.get(word, _METRES.get(word[:-1]) if plural else None)


@lru_cache(maxsize=64)
def vertical_unit_m(wkt: Optional[str]) -> Optional[float]:
    """Return the metres in the unit of heights that a CRS declares, in WKT of either version.

    None where it has no vertical part, which most have not, or where the text is no WKT.
    """
    if not wkt:
        return None
    try:
        return _unit_of_heights(_tree(wkt))
    except (ValueError, IndexError):
        return None


def _unit_of_heights(root: list[Any]) -> Optional[float]:
    for node in _walk(root):
        if node[0].upper() in _VERTICAL:
            return _unit_in(node)
        # A CRS of three dimensions has its unit of heights in the axis that goes up.
        if node[0].upper() == "AXIS" and any(str(part).lower() == "up" for part in node[1:]):
            found = _unit_in(node)
            if found is not None:
                return found
    return None


def _unit_in(node: list[Any]) -> Optional[float]:
    for inner in _walk(node):
        if inner[0].upper() in _UNITS and len(inner) > 2:
            metres = float(inner[2])
            return metres if math.isfinite(metres) and metres > 0 else None
    return None


def _walk(node: list[Any]) -> Any:
    """Yield a node and all nodes in it, outer ones first."""
    yield node
    for part in node[1:]:
        if isinstance(part, list):
            yield from _walk(part)


def _tree(wkt: str) -> list[Any]:
    """Return WKT as nested lists, the keyword first. Raises ValueError or IndexError for what is none."""
    tokens = _TOKEN.findall(wkt)
    node, end = _node(tokens, 0)
    if end != len(tokens):
        raise ValueError("more than one node")
    return node


def _node(tokens: list[str], at: int) -> tuple[list[Any], int]:
    node: list[Any] = [tokens[at]]
    at += 1
    if tokens[at] not in "[(":
        raise ValueError("a keyword without brackets")
    at += 1
    while tokens[at] not in "])":
        if tokens[at] == ",":
            at += 1
        elif tokens[at + 1] in "[(":
            inner, at = _node(tokens, at)
            node.append(inner)
        else:
            node.append(tokens[at].strip('"'))
            at += 1
    return node, at + 1
