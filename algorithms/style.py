"""Choose the look of a result when it is loaded: the filter's own style where it has one, the input's, or a stretch.

A filter's own style is `resources/styles/<name>.qml`.
"""

from __future__ import annotations

import math
from collections import deque
from pathlib import Path
from typing import Any, Callable, Optional

from qgis.core import (
    QgsColorRampShader,
    QgsContrastEnhancement,
    QgsPalettedRasterRenderer,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
    QgsRasterLayer,
    QgsRasterMinMaxOrigin,
    QgsRasterShader,
    QgsRectangle,
    QgsSingleBandGrayRenderer,
    QgsSingleBandPseudoColorRenderer,
)
from qgis.PyQt.QtGui import QColor

from ..core.filters import FILTERS
from ..core.filters.spec import FilterSpec
from ..core.jobs import FilterJob
from . import compat

STYLES = Path(__file__).resolve().parent.parent / "resources" / "styles"
SAMPLE_PIXELS = 250_000
"""What QGIS itself looks at to stretch a raster; a whole one would freeze the map."""
DIVERGING = ((-1.0, "#2166ac"), (-0.5, "#92c5de"), (0.0, "#f7f7f7"), (0.5, "#f4a582"), (1.0, "#b2182b"))
"""Blue to red through white (ColorBrewer's RdBu), which people who confuse red and green can tell apart."""

PICTURE = (compat.RED, compat.GREEN, compat.BLUE)

_KEPT: deque[Any] = deque(maxlen=200)
"""QGIS keeps no reference of its own to a post-processor, and uses it after the algorithm is gone."""


class ResultStyle(QgsProcessingLayerPostProcessorInterface):
    """Styles the filtered raster. Made and called in the main thread."""

    def __init__(self, title: str, is_temporary: bool, paint: Callable[[QgsRasterLayer], None]) -> None:
        super().__init__()
        self.title = title
        self.is_temporary = is_temporary
        self._paint = paint

    def postProcessLayer(self, layer: Any, context: Any, feedback: Any) -> None:  # noqa: ARG002
        """Style the layer."""
        if isinstance(layer, QgsRasterLayer) and layer.isValid():
            self._paint(layer)
            layer.triggerRepaint()


def for_result(job: FilterJob, title: str, is_temporary: bool, source: Optional[QgsRasterLayer]) -> ResultStyle:
    """Return the style for a job's result; `source` is the layer that is filtered.

    The layer will be called `title`, or as the file that the user chose, as QGIS's settings say.
    """
    _KEPT.append(ResultStyle(title, is_temporary, paint_for(job, source, is_in_sight(source))))
    return _KEPT[-1]


def paint_for(
    job: FilterJob, source: Optional[QgsRasterLayer], is_shown: bool = False
) -> Callable[[QgsRasterLayer], None]:
    """Return what styles the result: by the first filter; several are never shown as the parts of one colour.

    `is_shown`: the style of `source` is one that the user sees.
    """
    spec = FILTERS.get(job.filters[0])
    file = STYLES / f"{job.filters[0]}.qml"
    if spec is None:
        return keep_or_stretch
    if file.is_file() and _as_usual(job, spec):
        return lambda layer: layer.loadNamedStyle(str(file))
    if spec.signed:
        return diverge
    if spec.meaning == "value" and job.bands is None and is_shown:
        renderer = source.renderer().clone()  # type: ignore[union-attr]
        return lambda layer: layer.setRenderer(renderer.clone())
    if len(job.filters) * max(len(job.sizes), 1) > 1 and not _is_picture(source):
        return stretch_first
    return keep_or_stretch


def _is_picture(source: Optional[QgsRasterLayer]) -> bool:
    """Return whether the first three bands are red, green and blue; each filter's three stand together then."""
    provider = None if source is None else source.dataProvider()
    if provider is None or provider.bandCount() < len(PICTURE):
        return False
    return [provider.colorInterpretation(band) for band in (1, 2, 3)] == list(PICTURE)


def _as_usual(job: FilterJob, spec: FilterSpec) -> bool:
    """Return whether the filter's choices are the default ones: its style is made for these, slope's for degrees."""
    return all(job.parameters[record.name] == record.default for record in spec.parameters if record.choices)


def is_in_sight(source: Optional[QgsRasterLayer]) -> bool:
    """Return whether a layer stands in the project, with a style that the user sees, and not only in this run."""
    return (
        source is not None and source.renderer() is not None and QgsProject.instance().mapLayer(source.id()) is not None
    )


def keep_or_stretch(layer: QgsRasterLayer) -> None:
    """Keep a colour table that the file carries; stretch everything else."""
    if not isinstance(layer.renderer(), QgsPalettedRasterRenderer):
        stretch(layer)


def stretch_first(layer: QgsRasterLayer) -> None:
    """Show the first band in grey, stretched."""
    layer.setRenderer(QgsSingleBandGrayRenderer(layer.dataProvider(), 1))
    stretch(layer)


def diverge(layer: QgsRasterLayer) -> None:
    """Show the first band in blue below 0, white at 0 and red above, as far to both sides as its values go."""
    low, high = layer.dataProvider().cumulativeCut(1, 0.02, 0.98, QgsRectangle(), SAMPLE_PIXELS)
    reach = max(abs(low), abs(high))
    if not math.isfinite(reach) or reach == 0:
        stretch_first(layer)
        return
    ramp = QgsColorRampShader(-reach, reach)
    ramp.setColorRampItemList(
        [
            QgsColorRampShader.ColorRampItem(share * reach, QColor(colour), f"{share * reach:.6g}")
            for share, colour in DIVERGING
        ]
    )
    shader = QgsRasterShader(-reach, reach)
    shader.setRasterShaderFunction(ramp)
    renderer = QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, shader)
    renderer.setClassificationMin(-reach)
    renderer.setClassificationMax(reach)
    layer.setRenderer(renderer)


def stretch(layer: QgsRasterLayer, extent: Optional[QgsRectangle] = None) -> None:
    """Stretch grey, or the colours, over the values from the 2nd to the 98th percentile, in a part of the raster."""
    layer.setContrastEnhancement(
        QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum,
        QgsRasterMinMaxOrigin.Limits.CumulativeCut,
        QgsRectangle() if extent is None else extent,
        SAMPLE_PIXELS,
    )


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
