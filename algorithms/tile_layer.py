"""Dress the layer of tiles when it is loaded: graduated colours, half transparent, readable names of fields."""

from __future__ import annotations

import json
import math
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any, Optional

from qgis.core import (
    QgsFillSymbol,
    QgsGraduatedSymbolRenderer,
    QgsProcessingLayerPostProcessorInterface,
    QgsRendererRange,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from ..core.statistics import STATISTICS
from ..core.tiles import PLACE
from .words import tr

COLOURS = ("#fdf3c6", "#e6e6a0", "#bcd88a", "#8cc67f", "#5caf7c", "#37967b", "#247b78", "#215f71", "#254263")
"""Those of the map in the report: light to dark, also for those who confuse red and green."""
OPACITY = 0.5
PLACES = {"row_min": "First row", "row_max": "End of rows", "col_min": "First column", "col_max": "End of columns"}
LEADING = ("mean", "median", "sum", "max", "percentage_valid", "valid_count")
"""What the map shows, the first of these that was asked for, else the first statistic."""

_KEPT: deque[Any] = deque(maxlen=200)
"""QGIS keeps no reference of its own to a post-processor, and uses it after the algorithm is gone."""


class TilesStyle(QgsProcessingLayerPostProcessorInterface):
    """Styles the layer of tiles. Made and called in the main thread; `learn` finds out what it needs."""

    def __init__(self) -> None:
        super().__init__()
        self.field = ""
        self.limits: list[float] = []
        self.title = ""

    def learn(self, records: str) -> None:
        """Choose the field that the map shows, and its classes, from the records in a file, one JSON object a line."""
        with open(records, encoding="utf-8") as lines:
            self.field = leading_field(list(json.loads(lines.readline() or "{}")))
            lines.seek(0)
            found = (json.loads(line).get(self.field) for line in lines)
            self.limits = class_limits([float(value) for value in found if _is_number(value)])

    def postProcessLayer(self, layer: Any, context: Any, feedback: Any) -> None:  # noqa: ARG002
        """Style the layer."""
        if not isinstance(layer, QgsVectorLayer) or not layer.isValid():
            return
        names = layer.fields().names()
        for name, alias in aliases(names).items():
            layer.setFieldAlias(names.index(name), alias)
        shown = next((name for name in names if name.lower() == self.field.lower()), "")
        if shown and len(self.limits) > 1:
            layer.setRenderer(graduated(shown, self.limits))
        layer.setOpacity(OPACITY)
        layer.triggerRepaint()


def made(title: str) -> TilesStyle:
    """Return the style of one run, for a layer that is called `title` where the user gave it no name."""
    style = TilesStyle()
    style.title = title
    _KEPT.append(style)
    return style


def attach(style: TilesStyle, layer: str, context: Any) -> None:
    """Let the layer be styled when it is loaded, where it will be."""
    if not context.willLoadLayerOnCompletion(layer):
        return
    details = context.layerToLoadOnCompletionDetails(layer)
    if details.name in ("", tr("Statistics of each tile")):
        details.name = style.title
    details.setPostProcessor(style)


def leading_field(fields: Sequence[str]) -> str:
    """Return the field that the map shows: the best statistic of the first band, else none ("")."""
    measured = [name for name in fields if parts_of(name)]
    if not measured:
        return ""
    first = [name for name in measured if parts_of(name)[0] == parts_of(measured[0])[0]]  # type: ignore[index]
    by_name = {parts_of(name)[1]: name for name in first}  # type: ignore[index]
    return next((by_name[name] for name in LEADING if name in by_name), first[0])


def parts_of(field: str) -> Optional[tuple[int, str]]:
    """Return the band and the statistic of a field such as `b1_mean`, None of another one."""
    band, sign, name = field.partition("_")
    if not (sign and band[:1] == "b" and band[1:].isdigit()):
        return None
    known = name in STATISTICS or (name[:1] == "p" and name[1:].replace(".", "", 1).isdigit())
    return (int(band[1:]), name) if known else None


def aliases(fields: Sequence[str]) -> Mapping[str, str]:
    """Return the readable name of each field that has one: "Mean", or "Band 2: mean" where there are several bands."""
    measured = {name: parts for name in fields if (parts := parts_of(name))}
    several = len({band for band, _ in measured.values()}) > 1
    found = {"tile": tr("Tile"), "result": tr("Result of the function")}
    found.update({name: tr(PLACES[name]) for name in PLACE})
    for name, (band, statistic) in measured.items():
        label = tr(STATISTICS[statistic].label) if statistic in STATISTICS else _percentile(statistic)
        found[name] = tr("Band {}: {}").format(band, label[:1].lower() + label[1:]) if several else label
    return {name: alias for name, alias in found.items() if name in fields}


def _percentile(name: str) -> str:
    return tr("Percentile {}").format(name[1:])


def class_limits(values: Sequence[float]) -> list[float]:
    """Return the limits of up to nine classes with equally many tiles in each; [] without a number.

    Equal limits fall together: tiles of one value alone are one class.
    """
    ordered = sorted(values)
    if not ordered:
        return []
    last = len(ordered) - 1
    cuts = [ordered[round(last * part / len(COLOURS))] for part in range(len(COLOURS) + 1)]
    limits = sorted(set(cuts))
    return limits if len(limits) > 1 else [limits[0], limits[0]]


def graduated(field: str, limits: Sequence[float]) -> QgsGraduatedSymbolRenderer:
    """Return the renderer: a colour for each class, from light to dark, with thin outlines."""
    number = len(limits) - 1
    ranges = []
    for index, (low, high) in enumerate(zip(limits, limits[1:])):
        symbol = QgsFillSymbol.createSimple({"outline_color": "120,120,120,160", "outline_width": "0.1"})
        place = len(COLOURS) // 2 if number == 1 else round(index * (len(COLOURS) - 1) / (number - 1))
        symbol.setColor(QColor(COLOURS[place]))
        ranges.append(QgsRendererRange(low, high, symbol, f"{_shown(low)} – {_shown(high)}"))
    renderer = QgsGraduatedSymbolRenderer(f'"{field}"', ranges)
    renderer.setClassAttribute(field)
    return renderer


def _shown(value: float) -> str:
    return f"{value:.6g}"


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and math.isfinite(value)
