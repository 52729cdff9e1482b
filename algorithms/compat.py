"""Even out what differs between QGIS 3.22 and 4.x, and nothing else.

Enumerations moved from their classes into `Qgis` in 3.36 and later; the old places are gone in some builds of 4.x.
What exists is asked for, never the version.
"""

from __future__ import annotations

from typing import Any

from qgis import core as qgis_core
from qgis.core import QgsField
from qgis.PyQt import QtCore


def either(*names: str) -> Any:
    """Return the first of the dotted names of `qgis.core` that exists. Raises AttributeError when none does."""
    for name in names:
        found: Any = qgis_core
        for part in name.split("."):
            found = getattr(found, part, None)
        if found is not None:
            return found
    raise AttributeError(f"this QGIS has none of {', '.join(names)}")


ADVANCED = either("Qgis.ProcessingParameterFlag.Advanced", "QgsProcessingParameterDefinition.FlagAdvanced")
HIDDEN = either("Qgis.ProcessingParameterFlag.Hidden", "QgsProcessingParameterDefinition.FlagHidden")
WHOLE_NUMBER = either("Qgis.ProcessingNumberParameterType.Integer", "QgsProcessingParameterNumber.Integer")
DECIMAL_NUMBER = either("Qgis.ProcessingNumberParameterType.Double", "QgsProcessingParameterNumber.Double")
POLYGON_SOURCE = either("Qgis.ProcessingSourceType.VectorPolygon", "QgsProcessing.TypeVectorPolygon")
RASTER_SOURCE = either("Qgis.ProcessingSourceType.Raster", "QgsProcessing.TypeRaster")
POLYGONS = either("Qgis.GeometryType.Polygon", "QgsWkbTypes.PolygonGeometry")
NO_GEOMETRY = either("Qgis.WkbType.NoGeometry", "QgsWkbTypes.NoGeometry")
POLYGON = either("Qgis.WkbType.Polygon", "QgsWkbTypes.Polygon")
FAST_INSERT = either("QgsFeatureSink.Flag.FastInsert", "QgsFeatureSink.FastInsert")
EXACT_COLOURS = either(
    "Qgis.ShaderInterpolationMethod.Exact", "QgsColorRampShader.Type.Exact", "QgsColorRampShader.Exact"
)
RED, GREEN, BLUE = (
    either(f"Qgis.RasterColorInterpretation.{name}Band", f"QgsRaster.{name}Band") for name in ("Red", "Green", "Blue")
)


def security_risk(flags: Any) -> Any:
    """Return an algorithm's `flags`, marked as a security risk where this QGIS knows that mark (3.40 and later)."""
    holder = getattr(qgis_core.Qgis, "ProcessingAlgorithmFlag", None)
    risk = getattr(holder, "SecurityRisk", None)
    return flags if risk is None else flags | risk


def field(name: str, kind: type) -> QgsField:
    """Return an attribute field for `int`, `float` or `str` values."""
    meta = getattr(QtCore.QMetaType, "Type", None)
    names = {int: "LongLong", float: "Double", str: "QString"}
    if meta is not None:
        try:
            return QgsField(name, getattr(meta, names[kind]))
        except (TypeError, AttributeError):
            pass  # QgsField takes a QMetaType.Type only from 3.38 on
    variant = {int: "LongLong", float: "Double", str: "String"}
    return QgsField(name, getattr(QtCore.QVariant, variant[kind]))


def show_raster_options(parameter: Any) -> None:
    """Let `parameter`, a text of `KEY=VALUE|KEY=VALUE`, be edited with QGIS's panel of creation options."""
    version = qgis_core.Qgis.QGIS_VERSION_INT if hasattr(qgis_core.Qgis, "QGIS_VERSION_INT") else 0
    if version >= 34000:  # a widget type leaves no trace that could be asked for
        wrapper = {"widget_type": "rasteroptions"}
    else:
        wrapper = {"class": "processing.algs.gdal.ui.RasterOptionsWidget.RasterOptionsWidgetWrapper"}
    parameter.setMetadata({"widget_wrapper": wrapper})


def version_text() -> str:
    """Return the version of QGIS and Qt, for reports."""
    return f"{qgis_core.Qgis.QGIS_VERSION} with Qt {QtCore.QT_VERSION_STR}"
