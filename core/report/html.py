"""Write a report as one HTML page that stands alone: no script, no network, light and dark, for screen and paper."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path, PurePath
from string import Template
from typing import Any

from ..progress import spoken_duration
from ..statistics.lookup import find_statistic, is_percentile
from ..statistics.spec import GROUPS, StatisticSpec
from .charts import distribution_svg, tile_map_svg
from .classes import classes_table
from .facts import BandInfo, Findings, RunInfo
from .numbers import decimals_of, shown, significant, sized, unit_of

TEMPLATE = Path(__file__).resolve().parents[2] / "resources" / "report" / "report.html"
HEADLINE = ("mean", "median", "std", "nmad", "min", "max", "percentage_valid")
"""The figures shown large, the first four of them that were asked for."""


def to_html(report: Findings) -> str:
    """Return the page. All text of the file and of the user is escaped."""
    run = report.run
    bands = [_band(report, index) for index in range(len(report.bands))]
    page = Template(TEMPLATE.read_text(encoding="utf-8"))
    return page.substitute(
        title=escape(PurePath(run.source).name or run.source),
        summary=_summary(report),
        bands="\n".join(bands),
        run=_run(run),
        commands=_commands(run),
        made=_made(run),
    )


def _summary(report: Findings) -> str:
    run = report.run
    types = sorted({about.dtype for about in report.about if about.dtype})
    count = len(report.bands)
    parts = [
        f"{run.width:,} × {run.height:,} pixels",
        f"{count} band{'s' if count != 1 else ''}",
        *types,
        *([run.crs] if run.crs else []),
    ]
    return " · ".join(escape(part) for part in parts)


def _band(report: Findings, index: int) -> str:
    figures = report.bands[index]
    number = int(figures.get("band", index + 1))
    about = report.about[index] if index < len(report.about) else BandInfo(number)
    if report.classes_of(index):
        return _band_of_classes(report, index, number, about)
    histogram = report.histograms[index] if index < len(report.histograms) else None
    chart = distribution_svg(histogram, figures, about.unit) if histogram and histogram.counts else ""
    tiles = tile_map_svg(report.tiles, number, about.unit)
    pictures = "".join(
        f'<figure class="{kind}"><figcaption>{caption}</figcaption>{picture}</figure>'
        for kind, caption, picture in (
            ("chart", "Distribution, and share of pixels up to each value", chart),
            ("map", "Mean of each tile", tiles),
        )
        if picture
    )
    return (
        f"<section><h2>Band {number}{_described(about)}</h2>{_facts(about)}{_headline(figures, about)}"
        f'<div class="pictures">{pictures}</div>{_tables(figures, about)}</section>'
    )


def _band_of_classes(report: Findings, index: int, number: int, about: BandInfo) -> str:
    """Return the section of a map of classes: no mean of codes, no curve over them."""
    figures = report.bands[index]
    kept = {spec.name: figures[spec.name] for spec in _statistics(figures) if spec.of_codes}
    dropped = [spec.label.lower() for spec in _statistics(figures) if not spec.of_codes]
    note = (
        f"The values are taken for codes of classes, so {', '.join(dropped)} are left out here; "
        "the table and the JSON file have them."
    )
    remark = f'<p class="facts">{escape(note)}</p>' if dropped else ""
    return (
        f"<section><h2>Band {number}{_described(about)}</h2>{_facts(about)}{_headline(kept, about)}"
        f'<div class="tables">{classes_table(report.classes_of(index))}</div>{_tables(kept, about)}'
        f"{remark}</section>"
    )


def _described(about: BandInfo) -> str:
    return f' <span class="name">{escape(about.description)}</span>' if about.description else ""


def _facts(about: BandInfo) -> str:
    nodata = "no nodata value" if about.nodata is None else f"nodata {about.nodata:.10g}".replace("-", "\u2212")
    facts = [fact for fact in (about.dtype, f"in {about.unit}" if about.unit else "", nodata) if fact]
    return f'<p class="facts">{escape(" · ".join(facts))}</p>'


def _statistics(figures: Mapping[str, Any]) -> list[StatisticSpec]:
    return [find_statistic(name) for name in figures if name != "band"]


def _headline(figures: Mapping[str, Any], about: BandInfo) -> str:
    decimals = decimals_of(figures)
    chosen = [find_statistic(name) for name in HEADLINE if name in figures][:4]
    boxes = (
        f'<div class="box"><dt>{escape(spec.label)}</dt>'
        f"<dd>{_figure(figures[spec.name], spec, about.unit, decimals)}</dd></div>"
        for spec in chosen
    )
    return f'<dl class="headline">{"".join(boxes)}</dl>' if chosen else ""


def _figure(value: Any, spec: StatisticSpec, unit: str, decimals: Any) -> str:
    behind = unit_of(spec, unit)
    text = escape(shown(value, spec, decimals))
    return f'{text}&nbsp;<span class="unit">{escape(behind)}</span>' if behind else text


def _tables(figures: Mapping[str, Any], about: BandInfo) -> str:
    decimals, tables = decimals_of(figures), []
    specs = _statistics(figures)
    ranked = sorted((spec for spec in specs if is_percentile(spec.name)), key=lambda spec: float(spec.name[1:]))
    for group, heading in (*GROUPS.items(), ("percentiles", "Percentiles")):
        members = ranked if group == "percentiles" else [s for s in specs if s.group == group and s not in ranked]
        rows = "".join(
            f'<tr><th scope="row" title="{escape(spec.summary)}">{escape(spec.label)}</th>'
            f"<td>{_figure(figures[spec.name], spec, about.unit, decimals)}</td></tr>"
            for spec in members
        )
        if rows:
            tables.append(f"<table><caption>{heading}</caption>{rows}</table>")
    return f'<div class="tables">{"".join(tables)}</div>'


def _run(run: RunInfo) -> str:
    facts = {
        "Raster": run.source,
        "Tiles": f"{run.tiles:,}, of up to {run.chunk[1]:,} × {run.chunk[0]:,} pixels (columns × rows)",
        "Workers": f"{run.workers} ({run.cluster})",
        "Passes over the raster": f"{run.passes}",
        "Time": spoken_duration(run.seconds) if run.seconds >= 10 else f"{significant(run.seconds, 2)} s",
        "Pixels read": f"{sized(run.bytes_read)}, unpacked" if run.bytes_read else "",
    }
    return "".join(f"<dt>{escape(name)}</dt><dd>{escape(fact)}</dd>" for name, fact in facts.items() if fact)


def _made(run: RunInfo) -> str:
    day, _, time = run.finished.partition("T")
    clock, zone = time[:8], time[8:]
    when = " ".join(part for part in (day, clock, "UTC" if zone == "+00:00" else f"UTC{zone}" if zone else "") if part)
    return escape(" · ".join(part for part in (f"Tiled Raster {run.version}".strip(), when) if part))


def _commands(run: RunInfo) -> str:
    return "".join(f"<h3>To repeat it: {escape(where)}</h3><pre>{escape(what)}</pre>" for where, what in run.commands)
