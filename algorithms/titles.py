"""Name the layer of a result: after its source, its filter, and what tells it apart from others."""

from __future__ import annotations

from typing import Any

from ..core.filters import FILTERS
from ..core.filters.spec import FilterSpec
from ..core.filters.windows.window import SIZE
from ..core.parameters import Parameter
from .words import tr

SHORT = {"tpi": "TPI", "tri": "TRI", "log": "LoG"}
PIXELS = {"size", "sigma", "distance"}
"""Lengths, which are told without their name."""
DEGREES = {"azimuth", "altitude"}


def title_of(source_name: str, job: Any) -> str:
    """Return such as "dem: TPI 101 px" or "dem: median, percentile 90"."""
    if job.is_custom:
        return f"{source_name}: {job.function.name}"
    return f"{source_name}: {', '.join(_told(FILTERS[name], job) for name in job.filters)}"


def _told(spec: FilterSpec, job: Any) -> str:
    """Return a filter's name with each value that is not the usual one."""
    label = tr(spec.label)
    words = [SHORT.get(spec.name, label[:1].lower() + label[1:])]
    unit = "px" if job.size_unit == "pixels" else tr("units of the map")
    if job.sizes and SIZE in spec.parameters:
        words.append(f"{', '.join(map(str, job.sizes))} {unit}")
    values = job.parameters
    for record in spec.parameters:
        value = values.get(record.name, record.default)
        if value != record.default and record.is_used(values) and record.widget == "":
            words.append(_value(record, value, unit))
    return " ".join(words)


def _value(record: Parameter, value: Any, unit: str) -> str:
    shown = f"{value:g}" if isinstance(value, float) else str(value)
    if record.name in PIXELS:
        return f"{shown} {unit}"
    if record.name in DEGREES:
        return f"{shown}\N{DEGREE SIGN}"
    if record.choices and not shown.isdigit():
        return shown
    label = tr(record.label)
    return f"{label[:1].lower()}{label[1:]} {shown}" if record.name != "percentile" else shown
