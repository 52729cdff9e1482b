"""Read from a layer's style what a map of classes means: the name and colour of each value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Optional

from qgis.core import QgsColorRampShader, QgsPalettedRasterRenderer, QgsRasterLayer, QgsSingleBandPseudoColorRenderer

from . import compat

ClassStyle = tuple[int, float, str, str]


def classes_of(layer: Optional[QgsRasterLayer]) -> tuple[ClassStyle, ...]:
    """Return band, value, name and colour (`#rrggbb`) of each class of a palette, or of a ramp of exact values.

    A name that only repeats the value is none.
    """
    renderer = None if layer is None else layer.renderer()
    if not isinstance(renderer, (QgsPalettedRasterRenderer, QgsSingleBandPseudoColorRenderer)):
        return ()
    band = renderer.usesBands()[0]
    found = []
    for value, label, colour in _entries(renderer):
        try:
            is_number = float(label) == value
        except ValueError:
            is_number = False
        found.append((band, value, "" if is_number else label.strip(), colour.name()))
    return tuple(found)


def _entries(renderer: Any) -> Iterator[tuple[float, str, Any]]:
    if isinstance(renderer, QgsPalettedRasterRenderer):
        yield from ((float(one.value), one.label, one.color) for one in renderer.classes())
        return
    function = renderer.shader().rasterShaderFunction() if renderer.shader() else None
    if isinstance(function, QgsColorRampShader) and function.colorRampType() == compat.EXACT_COLOURS:
        yield from ((float(one.value), one.label, one.color) for one in function.colorRampItemList())
