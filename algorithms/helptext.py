"""The words beside the panels and at the end of the log, made from the registries."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from ..core.progress import spoken_duration
from ..core.statistics.lookup import find_statistic
from .words import tr

TRUST = (
    "Your own function's file is executed on this computer, in a worker process outside QGIS, with your rights: only "
    "name files that you trust."
)
CLASS_LINES = 32
"""More classes than these are counted in the log, not listed: the report has them all."""
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
    parts = [_paragraph(first), _paragraph(names), _families(specs, own), _paragraph(bands)]
    parts += [_paragraph(tr(PREVIEW)), _paragraph(tr(AS_STORED))]
    return "\n".join([*parts, _trust()])


HOW = (
    "The raster may have any size: it is cut into tiles with a margin, and the result is that of the whole raster at "
    "once, bit for bit. The work is shared by all cores, outside QGIS, in bounded memory, and can be cancelled at any "
    "moment."
)
PREVIEW = (
    "Preview, in the dialog, shows what the map shows before and after, with a line to be dragged between: at full "
    "resolution, at most 1,024 x 1,024 pixels. It goes through the same engine, and its pixels are those of the run."
)


def of_tool(tool: Any) -> str:
    """Return the help of a tool: what it is for, its choices by the names that scripts use, and the sources."""
    specs = tool.filters
    parts = [_paragraph(tr(tool.summary))]
    if len(specs) > 1:
        items = "".join(_item(spec.name, f"{tr(spec.label)}. {tr(spec.summary)}") for spec in specs)
        parts += [_paragraph(tr("{}, by the names that scripts and models use:").format(tr(tool.choice))), _list(items)]
    else:
        parts.append(_paragraph(tr(specs[0].summary)))
    parts += [_paragraph(tr(HOW)), _paragraph(tr(PREVIEW)), _paragraph(tr(AS_STORED))]
    sources = list(dict.fromkeys(spec.source for spec in specs if spec.source))
    parts += [_paragraph(tr("Sources:")), _list("".join(f"<li>{escape(source)}</li>" for source in sources))]
    return "\n".join(parts)


def of_own_function() -> str:
    """Return the help of the tool that runs a user's function."""
    what = tr(
        "Runs a Python function of yours on every tile of a raster, on all cores, and puts the results together. The "
        "function takes a tile as a Raster with all bands and the margin, or, where its first parameter is annotated "
        "as numpy.ndarray, each band as a 2-D array with NaN for nodata; it returns the same kind of thing, of the "
        "same rows and columns."
    )
    margin = tr(
        "The margin is what the function sees around each tile; the margin of its result is cut off. Give as many "
        "pixels as the function looks at around a pixel, else the seams of the tiles show."
    )
    return "\n".join([_paragraph(what), _paragraph(margin), _paragraph(tr(HOW)), _paragraph(tr(PREVIEW)), _trust()])


def of_grid() -> str:
    """Return the help of the grid's preview."""
    what = tr(
        "Draws the tiles into which a run would cut the raster, one polygon each with its rows and columns, and with a "
        "margin a second polygon each: what is read for that tile. No pixel is read."
    )
    size = tr(
        "A tile size of 0 shows what a run of a function with this margin would choose on this computer; filters may "
        "round it to whole blocks of the output. The result of a run never depends on it."
    )
    return "\n".join([_paragraph(what), _paragraph(size)])


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


def measured_zones(account: Mapping[str, Any]) -> str:
    """Return one line on a run by zones."""
    told = tr("{} zones measured in {} s").format(account["zones"], account["seconds"])
    return told + (tr("; {} of them have no pixel").format(account["empty"]) if account["empty"] else "") + "."


def measured(account: Mapping[str, Any]) -> list[str]:
    """Return the statistics as lines for the log: a line for each number, or of a map of classes for each class."""
    lines = []
    for band in account["bands"]:
        lines.append(tr("Band {}").format(band["band"]))
        classes = band.get("classes") or []
        numbers = {name: value for name, value in band.items() if is_number(name, value)}
        kept = {name: value for name, value in numbers.items() if not classes or find_statistic(name).of_codes}
        lines += [f"  {name} = {_shown(value)}" for name, value in kept.items()]
        lines += [_class_line(row) for row in classes[:CLASS_LINES]]
        if len(classes) > CLASS_LINES:
            lines.append("  " + tr("and {} more classes").format(len(classes) - CLASS_LINES))
        if len(kept) < len(numbers):
            left = ", ".join(name for name in numbers if name not in kept)
            lines.append(
                "  " + tr("Taken for codes of classes: {} left out here, and told in outputs and files.").format(left)
            )
    lines.append(tr("Done in {}.").format(_duration(account["seconds"])))
    return lines


def _class_line(row: Mapping[str, Any]) -> str:
    """Return a class by value and name, its pixels and share: neither 0 nor 100 % where it is not all or nothing."""
    name, share = f" {row['name']}" if row["name"] else "", row["share"]
    text = f"{share:.2f}" if 0.005 <= share < 99.995 or share in (0, 100) else f"{share:.6g}"
    return f"  {row['value']}{name}: {row['pixels']:,} px, {text} %"


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


def _list(items: str) -> str:
    return f"<ul>{items}</ul>"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _trust() -> str:
    return _paragraph(tr(TRUST))
