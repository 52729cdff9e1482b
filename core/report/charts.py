"""Draw the pictures of a report as SVG: histogram with cumulative curve, and the map of per-tile means.

Colours are classes that the page's style sheet knows, so that one picture suits light, dark and paper.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from itertools import accumulate
from typing import Any, Optional

from ..statistics.histogram import Histogram
from ..statistics.lookup import is_percentile
from .numbers import decimals_of, grouped, significant, tick_text, ticks

WIDTH, LEFT, RIGHT = 640, 56, 14
HISTOGRAM_HEIGHT, CURVE_HEIGHT, GAP, TOP, BOTTOM = 190, 110, 18, 36, 42
MAP_WIDTH, MAP_HEIGHT, MOST_CELLS = 300, 260, 48
SHADES = 9
LETTER = 7.0
"""About how wide a letter is."""


def distribution_svg(histogram: Histogram, figures: Mapping[str, Any], unit: str) -> str:
    """Return histogram and cumulative curve over one axis of values, with mean, median and percentiles marked."""
    low, high = histogram.edges[0], histogram.edges[-1]
    plot = WIDTH - LEFT - RIGHT

    part = 1.0 if math.isfinite(high - low) else 0.5  # the largest floats have no difference, their halves have one

    def across(value: float) -> float:
        return LEFT + plot * ((value * part - low * part) / (high * part - low * part))

    foot = TOP + HISTOGRAM_HEIGHT
    base = foot + GAP + CURVE_HEIGHT
    parts = [
        _svg(WIDTH, base + BOTTOM, "Histogram and cumulative curve"),
        *_count_axis(max(histogram.counts), foot),
        *_share_axis(base),
        *_value_axis(low, high, across, base, unit),
        _bars(histogram, across, foot),
        _curve(histogram, across, base),
        *_markers(figures, across, (low, high), base),
        "</svg>",
    ]
    return "".join(parts)


def _svg(width: float, height: float, title: str) -> str:
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{escape(title)}</title>'
    )


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{escape(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def _count_axis(highest: int, foot: float) -> list[str]:
    marks = [mark for mark in ticks(0, highest, 4) if mark == int(mark)]
    step = marks[1] if len(marks) > 1 else 1.0
    parts = [_text(LEFT - 8, TOP - 10, "pixels", "end")]
    for mark in marks:
        y = foot - HISTOGRAM_HEIGHT * mark / highest
        parts.append(_line(LEFT, y, WIDTH - RIGHT, y, "grid"))
        parts.append(_text(LEFT - 8, y + 4, tick_text(mark, step, marks[-1]), "end"))
    return parts


def _share_axis(base: float) -> list[str]:
    parts = []
    for share in (0, 50, 100):
        y = base - CURVE_HEIGHT * share / 100
        parts.append(_line(LEFT, y, WIDTH - RIGHT, y, "grid"))
        parts.append(_text(LEFT - 8, y + 4, f"{share} %", "end"))
    return parts


def _value_axis(low: float, high: float, across: Any, base: float, unit: str) -> list[str]:
    labels = _value_labels(low, high)
    parts = [_line(LEFT, base, WIDTH - RIGHT, base, "axis")]
    for mark, label in labels:
        x = across(mark)
        half = len(label) * LETTER / 2
        kind, at = ("end", WIDTH) if x + half > WIDTH else ("", 0.0) if x < half else ("middle", x)
        parts.append(_line(x, base, x, base + 4, "axis"))
        parts.append(_text(at, base + 18, label, kind))
    parts.append(_text(WIDTH - RIGHT, base + 36, f"value in {unit}" if unit else "value", "end"))
    return parts


def _value_labels(low: float, high: float) -> list[tuple[float, str]]:
    """Return round numbers and their labels: as many as have room beside each other, none that look alike."""
    for most in (7, 5, 3, 2):
        marks = ticks(low, high, most)
        step = marks[1] - marks[0] if len(marks) > 1 else max(abs(low), 1.0)
        labels = {tick_text(mark, step): mark for mark in reversed(marks)}
        if sum(len(label) + 3 for label in labels) * LETTER < WIDTH - LEFT:
            break
    return [(mark, label) for label, mark in labels.items()]


def _bars(histogram: Histogram, across: Any, foot: float) -> str:
    highest = max(histogram.counts)
    path = []
    for left, right, count in zip(histogram.edges, histogram.edges[1:], histogram.counts):
        if count:
            # At least half a pixel high, so that a few outliers are seen.
            height = max(HISTOGRAM_HEIGHT * count / highest, 0.5)
            path.append(f"M{across(left):.2f} {foot:.1f}V{foot - height:.2f}H{across(right):.2f}V{foot:.1f}z")
    return f'<path class="bars" d="{"".join(path)}"/>' + _line(LEFT, foot, WIDTH - RIGHT, foot, "axis")


def _curve(histogram: Histogram, across: Any, base: float) -> str:
    total = sum(histogram.counts)
    points = [f"{across(histogram.edges[0]):.2f} {base:.2f}"]
    for edge, below in zip(histogram.edges[1:], accumulate(histogram.counts)):
        points.append(f"{across(edge):.2f} {base - CURVE_HEIGHT * below / total:.2f}")
    line = "M" + "L".join(points)
    return f'<path class="area" d="{line}V{base:.1f}H{LEFT}z"/><path class="curve" d="{line}"/>'


def _markers(figures: Mapping[str, Any], across: Any, limits: tuple[float, float], base: float) -> list[str]:
    parts, labels = [], []
    for name, label in (("mean", "mean"), ("median", "median")):
        value = figures.get(name)
        if _within(value, limits):
            parts.append(_line(across(value), TOP - 4, across(value), base, f"mark {name}"))
            labels.append((across(value), label, name))
    parts.extend(_labels(labels))
    for name, value in figures.items():
        if is_percentile(name) and _within(value, limits):
            y = base - CURVE_HEIGHT * float(name[1:]) / 100
            place = f'cx="{across(value):.1f}" cy="{y:.1f}"'
            parts.append(f'<circle {place} r="3" class="dot"><title>{escape(name)}</title></circle>')
    return parts


def _labels(labels: list[tuple[float, str, str]]) -> list[str]:
    """Return the names of the marks above their lines: the first left of its line, the last right, or one above."""
    parts = []
    places = sorted(labels)
    crowded = len(places) > 1 and places[1][0] - places[0][0] < 60
    for index, (x, label, name) in enumerate(places):
        on_left = (index == 0 and len(places) > 1 and x > LEFT + 60) or x > WIDTH - 80
        raised = 13 if index == 0 and crowded and (not on_left or places[1][0] > WIDTH - 80) else 0
        parts.append(_text(x + (-5 if on_left else 5), TOP - 10 - raised, label, f"{'end ' if on_left else ''}{name}"))
    return parts


def _within(value: Any, limits: tuple[float, float]) -> bool:
    return isinstance(value, (int, float)) and limits[0] <= value <= limits[1]


def tile_map_svg(tiles: Sequence[Mapping[str, Any]], band: int, unit: str) -> str:
    """Return a map of the tiles coloured by their mean, "" where no tile has one. Many tiles are averaged."""
    cells = _cells(tiles, f"b{band}_mean", f"b{band}_valid_count")
    values = [value for *_, value in cells if value is not None]
    if not values:
        return ""
    low, high = min(values), max(values)
    height, width = max(cell[1] for cell in cells), max(cell[3] for cell in cells)
    scale = min(MAP_WIDTH / width, MAP_HEIGHT / height)
    parts = [_svg(MAP_WIDTH, height * scale + 58, "Mean of each tile")]
    for row_min, row_max, col_min, col_max, value in cells:
        place = (
            f'x="{col_min * scale:.2f}" y="{row_min * scale:.2f}" '
            f'width="{(col_max - col_min) * scale:.2f}" height="{(row_max - row_min) * scale:.2f}"'
        )
        told = "no valid pixel" if value is None else f"{significant(value, 6)} {unit}".strip()
        shade = "void" if value is None else f"s{_shade(value, low, high)}"
        parts.append(f'<rect {place} class="{shade}"><title>{escape(told)}</title></rect>')
    parts.extend(_legend(low, high, height * scale, unit))
    return "".join([*parts, "</svg>"])


def _shade(value: float, low: float, high: float) -> int:
    return min(int(SHADES * (value - low) / (high - low)), SHADES - 1) if high > low else SHADES // 2


def _legend(low: float, high: float, top: float, unit: str) -> list[str]:
    if low == high:
        return [
            f'<rect x="0" y="{top + 12:.1f}" width="24" height="10" class="s{_shade(low, low, high)}"/>',
            _text(32, top + 21, f"{significant(low, 6)} {unit}".strip(), ""),
        ]
    step = MAP_WIDTH / SHADES
    parts = [
        f'<rect x="{index * step:.2f}" y="{top + 12:.1f}" width="{step:.2f}" height="10" class="s{index}"/>'
        for index in range(SHADES)
    ]
    decimals = decimals_of({"range": high - low})
    first, last = grouped(low, decimals), f"{grouped(high, decimals)} {unit}".strip()
    below = 16 if (len(first) + len(last) + 3) * LETTER > MAP_WIDTH else 0
    parts.append(_text(0, top + 38, first, ""))
    parts.append(_text(MAP_WIDTH, top + 38 + below, last, "end"))
    return parts


Cell = tuple[int, int, int, int, Optional[float]]


def _cells(tiles: Sequence[Mapping[str, Any]], name: str, weight: str) -> list[Cell]:
    """Return row and column limits from 0 and the mean of each cell; neighbours are put together where many."""
    placed = [tile for tile in tiles if name in tile]
    rows = _starts(placed, "row_min")
    cols = _starts(placed, "col_min")
    every = max(math.ceil(max(len(rows), len(cols)) / MOST_CELLS), 1)
    cells: dict[tuple[int, int], list[Mapping[str, Any]]] = {}
    for tile in placed:
        cells.setdefault((rows[tile["row_min"]] // every, cols[tile["col_min"]] // every), []).append(tile)
    top, left = min(rows, default=0), min(cols, default=0)
    return [
        (
            min(tile["row_min"] for tile in group) - top,
            max(tile["row_max"] for tile in group) - top,
            min(tile["col_min"] for tile in group) - left,
            max(tile["col_max"] for tile in group) - left,
            _weighted_mean(group, name, weight),
        )
        for group in cells.values()
    ]


def _starts(tiles: Sequence[Mapping[str, Any]], edge: str) -> dict[int, int]:
    return {start: index for index, start in enumerate(sorted({tile[edge] for tile in tiles}))}


def _weighted_mean(tiles: Sequence[Mapping[str, Any]], name: str, weight: str) -> Optional[float]:
    pairs = [(float(tile[name]), float(tile.get(weight, 1))) for tile in tiles if _is_number(tile[name])]
    total = sum(share for _, share in pairs)
    return sum(value * share for value, share in pairs) / total if total else None


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and math.isfinite(value)
