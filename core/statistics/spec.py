"""Declare a statistic in one record: its accumulator, its formula and its words together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Optional, Union

from ..arrays import Number

if TYPE_CHECKING:
    from .accumulator import Accumulator
    from .distribution import Distribution, Wanted

GROUPS = {"pixels": "Pixels", "position": "Position", "spread": "Spread", "shape": "Shape", "sums": "Sums"}
"""Headings of statistics in reports, in order."""


@dataclass(frozen=True)
class StatisticSpec:
    """One statistic. Panel outputs, checks, help, documentation and tests follow from it."""

    name: str
    label: str
    summary: str
    """One sentence, for help and documentation."""
    accumulator: type[Union[Accumulator, Distribution]]
    """The state that it reads; statistics with the same one share the work."""
    finish: Callable[[Any], Number]
    """`finish(state) -> number`; NaN when there is no valid pixel."""
    seek: Optional[Callable[[Distribution], Wanted]] = None
    """`seek(distribution) -> Wanted`: what has to be known better before `finish`; None where one pass is enough."""
    title: str = ""
    """The name under which GeoUtils' `get_stats` gives it, if it does."""
    aliases: tuple[str, ...] = ()
    """Other names that `get_stats` takes."""
    integer: bool = False
    """The value is a count."""
    group: str = "position"
    """Heading in reports: a key of GROUPS."""
    unit: str = "value"
    """What the value is measured in: "value" (the band's unit), "square" (its square), "percent" or "" (none)."""
    of_codes: bool = False
    """It has a meaning where values are codes of classes, of which there is no mean."""
