"""The words beside the panels and at the end of the log, made from the registries."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from ..core.progress import spoken_duration
from .words import tr

TRUST = (
    "Your own function's file is executed on this computer, in a worker process outside QGIS, with your rights: only "
    "name files that you trust."
)
AS_STORED = "Values are taken as the file stores them: a band's scale and offset are not applied, as in gdaldem."


def of_filters(specs: Iterable[Any]) -> str:
    """Return the help of the filter algorithm."""
    first = tr(
        "Filters a raster of any size into a new one. The raster is cut into tiles with a margin, the tiles are worked "
        "on by all cores, and the result is that of the whole raster at once, bit for bit. The work happens outside "
        "QGIS, in bounded memory, and can be cancelled at any moment; an existing output is replaced only when the new "
        "one is whole."
    )
    names = tr("The filters, by the names that scripts and models use:")
    own = _item("custom", tr("your own Python function: choose its file and name under Advanced parameters."))
    bands = tr("In scripts and on the command line bands are separated by a comma or a semicolon: BANDS=1,2.")
    parts = [_paragraph(first), _paragraph(names), _families(specs, own), _paragraph(bands), _paragraph(tr(AS_STORED))]
    return "\n".join([*parts, _trust()])


def of_statistics(specs: Iterable[Any]) -> str:
    """Return the help of the statistics algorithm."""
    first = tr(
        "Measures a raster of any size, and gives numbers for models, a table, JSON, a report, and a polygon for each "
        "tile. Counts, extremes, median and percentiles are exact, and memory does not grow with the raster. The "
        "numbers handed to a model are those of the first chosen band."
    )
    names = tr("The statistics, by the names that scripts and models use:")
    items = "".join(_item(spec.name, tr(spec.summary)) for spec in specs)
    return "\n".join([_paragraph(first), _paragraph(names), f"<ul>{items}</ul>", _paragraph(tr(AS_STORED)), _trust()])


def done(account: Mapping[str, Any]) -> str:
    """Return the last line of a filter's log."""
    nodata = account.get("nodata")
    is_nan = bool(account.get("nodata_is_nan"))
    shown = "nan" if is_nan else tr("none") if nodata is None else f"{nodata:.15g}"
    return tr("Done in {}: {} ({}, nodata {}).").format(
        _duration(account["seconds"]), account["output"], account["dtype"], shown
    )


def measured(account: Mapping[str, Any]) -> list[str]:
    """Return the statistics as lines for the log, a line for each number."""
    lines = []
    for band in account["bands"]:
        lines.append(tr("Band {}").format(band["band"]))
        lines += [f"  {name} = {_shown(value)}" for name, value in band.items() if is_number(name, value)]
    lines.append(tr("Done in {}.").format(_duration(account["seconds"])))
    return lines


def _duration(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 10 else spoken_duration(seconds)


def is_number(name: str, value: Any) -> bool:
    """Return whether an entry of a band's account is a statistic; null is one without a valid pixel."""
    return name != "band" and (value is None or isinstance(value, (int, float)))


def _shown(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return tr("no valid pixel")
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _families(specs: Iterable[Any], own: str) -> str:
    families: dict[str, list[str]] = {}
    for spec in specs:
        families.setdefault(spec.family, []).append(_item(spec.name, tr(spec.summary)))
    families["your own"] = [own]
    return "".join(
        f"<p><b>{escape(name.capitalize())}</b></p><ul>{''.join(items)}</ul>" for name, items in families.items()
    )


def _item(name: str, summary: str) -> str:
    return f"<li><b>{escape(name)}</b>: {escape(summary)}</li>"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _trust() -> str:
    return _paragraph(tr(TRUST))
