"""The zones or the mask of a run, as the panel knows them: the polygons of a layer, or a raster."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Optional

from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingException,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
)

from ..core.errors import InvalidParameter
from ..core.zones.wkb import STREAM, write_stream
from . import compat
from .inputs import RasterInput, file_of
from .values import Values
from .words import tr


class PolygonZones:
    """The polygons of a layer, read in any thread."""

    def __init__(
        self, layer: QgsVectorLayer, only_selected: bool, source: RasterInput, context: Any, name: str = "ZONES"
    ) -> None:
        """`name` is the parameter's, for errors."""
        self._name = name
        self._source = QgsVectorLayerFeatureSource(layer)
        self.fields = list(layer.fields())
        self.crs, self.kind = layer.crs(), layer.wkbType()
        self._chosen = sorted(layer.selectedFeatureIds()) if only_selected else None
        if only_selected and not self._chosen:
            raise InvalidParameter(f"{name.lower()}={layer.name()}: no feature is selected; select some, or take all")
        self._move = QgsCoordinateTransform(self.crs, source.crs, context.transformContext())

    def features(self) -> Iterator[QgsFeature]:
        """Yield the features, in the same order each time."""
        request = QgsFeatureRequest()
        if self._chosen is not None:
            request.setFilterFids(self._chosen)
        return iter(sorted(self._source.getFeatures(request), key=lambda one: one.id()))

    def write(self, path: str, feedback: Any) -> None:
        """Write the polygons in the raster's CRS, valid and without curves, for the engine."""
        write_stream(path, (self._binary(one) for one in self.features() if not feedback.isCanceled()))

    def _binary(self, feature: QgsFeature) -> bytes:
        shape = QgsGeometry(feature.geometry())
        if shape.isNull() or shape.isEmpty():
            return b""
        shape.convertToStraightSegment()
        if not shape.isGeosValid():
            shape = shape.makeValid()
        try:
            shape.transform(self._move)
        except QgsCsException as error:
            raise QgsProcessingException(
                tr("{}: feature {} cannot be brought to the raster's CRS: {}").format(self._name, feature.id(), error)
            ) from error
        parts = [part for part in shape.asGeometryCollection() if part.type() == compat.POLYGONS]
        return bytes(QgsGeometry.collectGeometry(parts).asWkb()) if parts else b""


def polygons_or_raster(values: Values, name: str, source: RasterInput) -> tuple[str, Optional[PolygonZones]]:
    """Return the path of a raster; for polygons the extension of the stream they go into, and themselves.

    `name` is the parameter's. Raises InvalidParameter for what is neither, SourceError for a raster in no file.
    """
    layer = values.algorithm.parameterAsLayer(values.parameters, name, values.context)
    given, word = values.raw(name), name.lower()
    if given is None or given == "":
        raise InvalidParameter(f"{word} is empty: choose a layer of polygons or a raster")
    if layer is None or not layer.isValid():
        raise InvalidParameter(f"{word}={given}: there is no such layer, or it is broken")
    if isinstance(layer, QgsRasterLayer):
        return file_of(layer, word), None
    if not isinstance(layer, QgsVectorLayer) or layer.geometryType() != compat.POLYGONS:
        raise InvalidParameter(f"{word}={layer.name()}: must be a layer of polygons, or a raster")
    only = values.algorithm.parameterAsBool(values.parameters, "SELECTED_ONLY", values.context)
    return STREAM, PolygonZones(layer, only, source, values.context, name)
