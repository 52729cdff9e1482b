"""Make the records of focal statistics: the window's parameters, its reach, and weights read at the door."""

from __future__ import annotations

from typing import Any

from .spec import FilterSpec
from .windows.window import WINDOW_PARAMETERS, resolve_weights, window_halo, window_of


def focal_spec(name: str, label: str, summary: str, function: Any, source: str, **more: Any) -> FilterSpec:
    """Return the record of a statistic over a window of any shape; `more` are further fields of `FilterSpec`."""
    settings = {"resolve": resolve_weights, "family": "focal", "tool": "focalstatistics", **more}
    return FilterSpec(
        name=name,
        label=label,
        summary=summary,
        function=function,
        halo=window_halo,
        window=window_of,
        parameters=WINDOW_PARAMETERS,
        source=source,
        **settings,
    )
