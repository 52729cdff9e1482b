"""How a result looks when it is loaded: a style of its own where the filter has one, else a stretch.

A filter's own style is `resources/styles/<name>.qml`.
"""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsContrastEnhancement,
    QgsPalettedRasterRenderer,
    QgsProcessingLayerPostProcessorInterface,
    QgsRasterLayer,
    QgsRasterMinMaxOrigin,
    QgsRectangle,
)

STYLES = Path(__file__).resolve().parent.parent / "resources" / "styles"
SAMPLE_PIXELS = 250_000
"""What QGIS itself looks at to stretch a raster; a whole one would freeze the map."""

_KEPT: deque[Any] = deque(maxlen=200)
"""QGIS keeps no reference of its own to a post-processor, and uses it after the algorithm is gone."""


class ResultStyle(QgsProcessingLayerPostProcessorInterface):
    """Styles the filtered raster. Made and called in the main thread."""

    def __init__(self, style_file: Optional[Path], title: str, is_temporary: bool) -> None:
        super().__init__()
        self.title = title
        self.is_temporary = is_temporary
        self._style_file = style_file

    def postProcessLayer(self, layer: Any, context: Any, feedback: Any) -> None:  # noqa: ARG002
        """Style the layer; one that carries a colour table keeps it."""
        if not isinstance(layer, QgsRasterLayer) or not layer.isValid():
            return
        if self._style_file is not None:
            layer.loadNamedStyle(str(self._style_file))
        elif not isinstance(layer.renderer(), QgsPalettedRasterRenderer):
            stretch(layer)
        layer.triggerRepaint()


def stretch(layer: QgsRasterLayer) -> None:
    """Stretch grey, or the colours, over the values from the 2nd to the 98th percentile."""
    layer.setContrastEnhancement(
        QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum,
        QgsRasterMinMaxOrigin.Limits.CumulativeCut,
        QgsRectangle(),
        SAMPLE_PIXELS,
    )


def for_result(own: Optional[str], title: str, is_temporary: bool) -> ResultStyle:
    """Return the style for a result: that of the filter `own` if it has one, else a stretch.

    The layer will be called `title`, or as the file that the user chose, as QGIS's settings say.
    """
    file = STYLES / f"{own}.qml"
    _KEPT.append(ResultStyle(file if file.is_file() else None, title, is_temporary))
    return _KEPT[-1]


def attach(style: ResultStyle, output: str, context: Any, usual_name: str) -> None:
    """Let the layer be styled when it is loaded, and named where it would only have the output's `usual_name`.

    One that comes from a model has the name that the model's author gave it.
    """
    if not context.willLoadLayerOnCompletion(output):
        return
    details = context.layerToLoadOnCompletionDetails(output)
    if details.name in ("", usual_name):
        details.name = style.title
        details.forceName = style.is_temporary
    details.setPostProcessor(style)
