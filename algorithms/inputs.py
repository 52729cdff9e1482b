"""Read what a run reads and where it writes, as the panel knows it: layers become paths, extents rectangles."""

from __future__ import annotations

import math
import os
import re
from dataclasses import dataclass
from typing import Any, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsMapLayer,
    QgsProcessingUtils,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
)

from ..core.errors import InvalidParameter, OutputError, SourceError
from ..core.files.held import refuse_unfit
from ..core.files.paths import is_same_file
from ..core.files.raster_names import file_within
from .values import Values

MEMORY_PREFIXES = ("/vsimem/", "MEM:")
FORMATS = ("tif", "tiff", "img", "bil", "ers", "rst", "sdat", "pix", "dat", "bsq", "vrt")
"""Extensions of the usual formats that can be written by windows, the default first."""


@dataclass(frozen=True)
class RasterInput:
    """A raster layer as plain values, so that the algorithm's thread touches no layer."""

    path: str
    """What GDAL opens: a file, a `/vsi` path or a subdataset."""
    name: str
    count: int
    crs: QgsCoordinateReferenceSystem
    extent: QgsRectangle
    """Of the input and the further ones together."""
    further: tuple[str, ...] = ()
    """The paths of the layers of INPUTS, which make one raster with the input."""


def raster_input(values: Values) -> RasterInput:
    """Return the input. Raises InvalidParameter or SourceError for what is no raster file."""
    given = values.raw("INPUT")
    if given is None or given == "":
        raise InvalidParameter("input is empty: choose a raster layer or name a raster file")
    layer = input_layer(values)
    if layer is None or not layer.isValid():
        raise _unreadable(given)
    path, extent_of_all = file_of(layer), QgsRectangle(layer.extent())
    further = {file_of(one, "inputs"): one for one in _further_layers(values)}
    further.pop(path, None)
    for one in further.values():
        extent_of_all.combineExtentWith(one.extent())
    return RasterInput(
        path=path,
        name=layer.name(),
        count=layer.bandCount(),
        crs=layer.crs(),
        extent=extent_of_all,
        further=tuple(further),
    )


def _further_layers(values: Values) -> list[QgsRasterLayer]:
    """Return the layers of INPUTS, in the order given. QGIS itself leaves out what is none without a word."""
    layers = []
    for given in values.layers("INPUTS"):
        layer = given
        if isinstance(given, str):
            layer = QgsProcessingUtils.mapLayerFromString(given, values.context) or _contained(given)
        if not isinstance(layer, QgsRasterLayer) or not layer.isValid():
            raise _unreadable(given, "inputs")
        layers.append(layer)
    return layers


def input_layer(values: Values) -> Optional[QgsRasterLayer]:
    """Return the layer of the input, or None. QGIS makes none of a text that names a raster in a container."""
    layer = values.algorithm.parameterAsRasterLayer(values.parameters, "INPUT", values.context)
    return layer or _contained(values.raw("INPUT"))


def loadable(values: Values) -> dict[str, Any]:
    """Return the values as QGIS's own check takes them: with a layer for a text of which it makes none itself."""
    given = values.with_lists()
    if "INPUTS" in given:
        given["INPUTS"] = [_contained(one) or one for one in values.layers("INPUTS")]
    layer = _contained(given.get("INPUT"))
    return given if layer is None else {**given, "INPUT": layer}


def _contained(given: Any) -> Optional[QgsRasterLayer]:
    """Return the raster that a text names as one in a file, such as `NETCDF:"climate.nc":t2m`; else None."""
    file = file_within(given) if isinstance(given, str) else ""
    return QgsRasterLayer(given, os.path.basename(file), "gdal") if file and file != given else None


def scaled_bands(values: Values) -> list[int]:
    """Return the bands of the input, from 1, with a scale or an offset."""
    layer = input_layer(values)
    provider = layer.dataProvider()
    bands = range(1, layer.bandCount() + 1)
    return [band for band in bands if (provider.bandScale(band), provider.bandOffset(band)) != (1.0, 0.0)]


def _unreadable(given: Any, name: str = "input") -> Exception:
    shown = given.name() if isinstance(given, QgsMapLayer) else str(given)
    if isinstance(given, QgsRasterLayer):
        return SourceError(f"{name}={shown}: the layer is broken; its file may have been moved or deleted")
    if os.path.isdir(shown):
        return SourceError(f"{name}={shown}: is a folder; name a raster file in it")
    if not os.path.exists(shown):
        return SourceError(f"{name}={shown}: there is no such file or layer")
    return SourceError(f"{name}={shown}: is no raster that GDAL can read, or it is damaged")


def file_of(layer: QgsRasterLayer, name: str = "input") -> str:
    """Return what GDAL opens for a layer: a file, or a raster in one, as it is named in the layer.

    `name` is the parameter's. Raises SourceError for a layer that is in no file on disk.
    """
    provider, source = layer.providerType(), layer.source()
    advice = "save it to a GeoTIFF first (right-click the layer, Export > Save As)"
    if provider != "gdal":
        raise SourceError(f"{name}={layer.name()}: is a {provider} layer and no file on disk; {advice}")
    if "|option:" in source:
        raise SourceError(f"{name}={layer.name()}: is opened with options, which the engine would not see; {advice}")
    path = source if os.path.exists(source) else source.split("|")[0]
    virtual = path.startswith("/vsi") and not path.startswith(MEMORY_PREFIXES)
    if path.startswith(MEMORY_PREFIXES) or not (virtual or file_within(path)):
        raise SourceError(f"{name}={layer.name()}: is no file on disk ({_shortened(source)}); {advice}")
    return path


def _shortened(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "..."


def extent(values: Values, source: RasterInput) -> Optional[tuple[float, float, float, float]]:
    """Return (xmin, ymin, xmax, ymax) in the raster's CRS, None for the whole raster.

    An extent without a CRS is taken to be in the raster's. Raises InvalidParameter for what is no extent, cannot be
    reprojected, or lies outside the raster.
    """
    given = values.raw("EXTENT")
    if given is None or given == "" or (isinstance(given, QgsRectangle) and given.isNull()):
        return None
    wrong = InvalidParameter(
        f"extent={_described(given)}: must be xmin,xmax,ymin,ymax with xmin below xmax and ymin below ymax, "
        "optionally followed by a CRS as in [EPSG:4326]"
    )
    rectangle = values.algorithm.parameterAsExtent(values.parameters, "EXTENT", values.context)
    sides = (rectangle.xMinimum(), rectangle.yMinimum(), rectangle.xMaximum(), rectangle.yMaximum())
    if not all(map(math.isfinite, sides)) or rectangle.isEmpty():
        raise wrong
    rectangle = _reprojected(rectangle, _crs_of(given, values), source, values)
    if not rectangle.intersects(source.extent):
        raise InvalidParameter(
            f"extent={_described(given)}: lies outside the raster, which covers {_sides(source.extent)} "
            f"({source.crs.authid() or 'no CRS'})"
        )
    return rectangle.xMinimum(), rectangle.yMinimum(), rectangle.xMaximum(), rectangle.yMaximum()


def _crs_of(given: Any, values: Values) -> QgsCoordinateReferenceSystem:
    """Return the CRS that the value names, an invalid one where it names none."""
    numbers_only = isinstance(given, str) and re.fullmatch(r"[\s\d.,eE+-]+", given)
    plain = isinstance(given, QgsRectangle) and not isinstance(given, QgsReferencedRectangle)
    if numbers_only or plain:
        return QgsCoordinateReferenceSystem()
    crs = values.algorithm.parameterAsExtentCrs(values.parameters, "EXTENT", values.context)
    if not crs.isValid() and isinstance(given, str) and "[" in given:
        raise InvalidParameter(f"extent={given}: the CRS in brackets is unknown; name it as in [EPSG:4326]")
    return crs


def _reprojected(
    rectangle: QgsRectangle, crs: QgsCoordinateReferenceSystem, source: RasterInput, values: Values
) -> QgsRectangle:
    if not crs.isValid() or not source.crs.isValid() or crs == source.crs:
        return rectangle
    transform = QgsCoordinateTransform(crs, source.crs, values.context.transformContext())
    try:
        return transform.transformBoundingBox(rectangle)
    except QgsCsException as error:
        raise InvalidParameter(
            f"extent={_sides(rectangle)} [{crs.authid()}]: cannot be reprojected to {source.crs.authid()}: {error}"
        ) from None


def _described(given: Any) -> str:
    return _sides(given) if isinstance(given, QgsRectangle) else str(given)


def _sides(rectangle: QgsRectangle) -> str:
    return ",".join(
        f"{side:.15g}"
        for side in (rectangle.xMinimum(), rectangle.xMaximum(), rectangle.yMinimum(), rectangle.yMaximum())
    )


def check_file_target(name: str, path: Optional[str]) -> None:
    """Raise OutputError for a file that cannot be written. Temporary and unwanted outputs (empty, None) pass."""
    if not path:
        return
    refuse_unfit(path, name.lower())
    folder = os.path.dirname(os.path.abspath(path))
    if os.path.isdir(path):
        raise OutputError(f"{name.lower()}={path}: is a folder; name a file in it")
    if not os.path.isdir(folder):
        raise OutputError(f"{name.lower()}={path}: there is no folder {folder}; make it first")
    if not os.access(folder, os.W_OK):
        raise OutputError(f"{name.lower()}={path}: the folder {folder} cannot be written to; choose another one")


def check_raster_target(name: str, path: Optional[str], source: RasterInput) -> None:
    """Raise OutputError or InvalidParameter for a raster that cannot be written, or that is the input."""
    if not path:
        return
    check_file_target(name, path)
    extension = os.path.splitext(path)[1].lstrip(".").lower()
    if extension not in FORMATS:
        ending = f".{extension} is no format" if extension else "without an extension there is no format"
        raise InvalidParameter(
            f"{name.lower()}={path}: {ending} that can be written tile by tile; choose .tif, or one of "
            f"{', '.join(f'.{known}' for known in FORMATS[1:])}"
        )
    if any(is_same_file(path, file_within(one) or one) for one in (source.path, *source.further)):
        raise OutputError(f"{name.lower()}={path}: is the input itself; choose another file")
