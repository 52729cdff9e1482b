"""The pictures of a preview: which part of the raster the map shows, and that part before and after."""

from __future__ import annotations

from typing import Any, Callable, Optional

from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsSingleBandGrayRenderer,
)
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QColor, QImage

from ..core.jobs import Extent, FilterJob
from . import style

CLEAR = QColor(0, 0, 0, 0)


def shown_by(canvas: Any, layer: QgsRasterLayer) -> Optional[QgsRectangle]:
    """Return what a map shows, in the layer's CRS; None where there is no map, or it lies where that CRS does not."""
    if canvas is None:
        return None
    settings = canvas.mapSettings()
    rectangle = QgsRectangle(settings.visibleExtent())
    if rectangle.isEmpty() or not rectangle.isFinite():
        return None
    if not (settings.destinationCrs().isValid() and layer.crs().isValid()):
        return rectangle
    transform = QgsCoordinateTransform(settings.destinationCrs(), layer.crs(), QgsProject.instance())
    try:
        found = transform.transformBoundingBox(rectangle)
    except QgsCsException:
        return None
    return found if found.isFinite() else None


def area_of(job: FilterJob, layer: QgsRasterLayer, shown: Optional[QgsRectangle]) -> tuple[Optional[Extent], bool]:
    """Return what is to be previewed, (xmin, ymin, xmax, ymax) or None for everything, and whether the map shows it.

    Where the map shows nothing of what the job runs on, that is the job's own area.
    """
    asked = layer.extent() if job.extent is None else QgsRectangle(*job.extent)
    if shown is None or not shown.intersects(asked):
        return job.extent, False
    if shown.contains(asked):
        return job.extent, True
    part = shown.intersect(asked)
    return (part.xMinimum(), part.yMinimum(), part.xMaximum(), part.yMaximum()), True


def painted(job: FilterJob, before: QgsRasterLayer, is_styled: bool, result: str) -> QgsRasterLayer:
    """Return the layer after, styled as it will be in the map; `result` is the file of the part that is compared.

    The layer before stays as it is where the user sees its style (`is_styled`); one that is in no project, and chosen
    bands, are stretched over that part.
    """
    after = QgsRasterLayer(result, "", "gdal")
    if job.bands is not None:
        before.setRenderer(QgsSingleBandGrayRenderer(before.dataProvider(), job.bands[0]))
    if job.bands is not None or not is_styled:
        style.stretch(before, after.extent())
    style.paint_for(job, before, is_shown=True)(after)
    return after


class Drawing:
    """Draws a layer in QGIS's threads, pixel by pixel, and calls `then` with the picture."""

    def __init__(
        self, layer: QgsRasterLayer, extent: QgsRectangle, size: QSize, then: Callable[[QImage], None]
    ) -> None:
        self._layer: Optional[QgsRasterLayer] = layer  # it must live until it is drawn
        settings = QgsMapSettings()
        settings.setLayers([layer])
        settings.setDestinationCrs(layer.crs())
        settings.setOutputSize(size)
        settings.setExtent(extent)
        settings.setBackgroundColor(CLEAR)
        self._then = then
        self._job: Any = QgsMapRendererParallelJob(settings)
        self._job.finished.connect(self._finished, Qt.ConnectionType.QueuedConnection)
        self._job.start()

    def _finished(self) -> None:
        then, self._then = self._then, lambda _: None
        picture = self._job.renderedImage()
        self._job = self._layer = None  # an open file cannot be removed on Windows
        then(picture)

    def stop(self) -> None:
        """Draw no more, and call nobody."""
        self._then = lambda _: None
        if self._job is not None:
            self._job.cancelWithoutBlocking()
