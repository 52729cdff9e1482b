"""The polygons of the tiles, with their statistics as attributes.

QGIS writes a vector file straight under its name. Here it does so in a folder of its own beside the target, and what is
whole is moved from there: cancelled, failed or killed, a file that stood there before is still there.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from typing import Any, Callable, Optional

from qgis.core import (
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsProperty,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from ..core.errors import TilingError
from ..core.files.partial import Partial
from ..core.files.paths import is_same_file
from ..core.files.raster_names import file_within
from ..core.tiles import PLACE
from . import compat
from .inputs import RasterInput, check_file_target
from .values import Values
from .words import tr

OUTPUT = "OUTPUT_TILES"
SHAPEFILE = (".dbf", ".shx", ".prj", ".cpg")
"""What a shapefile is written with, after its stem."""
LARGEST_WHOLE = (1 << 63) - 1


def fitting(value: Any) -> Any:
    """Return a number that Qt can hold: whole numbers beyond 63 bits become decimal ones."""
    return float(value) if isinstance(value, int) and abs(value) > LARGEST_WHOLE else value


def is_file(target: Optional[str]) -> bool:
    """Return whether a sink's destination is a plain file, and not a memory layer or a database table.

    QGIS takes what stands before a colon for a data provider, but for the letter of a drive.
    """
    return bool(target) and ":" not in str(target)[3:]


def check_target(target: Optional[str]) -> None:
    """Raise OutputError where the polygons cannot go to a destination: files, also those that hold a table."""
    if not target:
        return
    table = re.search(r"dbname='([^']*)'|dbname=\"([^\"]*)\"", target)
    path = (table[1] or table[2]) if table else target
    if not table and not is_file(target):
        return
    stem, extension = os.path.splitext(path)
    # QGIS gives a name without an extension its own one.
    added = [] if extension else [f"{path}.{QgsProcessingUtils.defaultVectorExtension()}"]
    parts = [stem + ending for ending in SHAPEFILE] if extension.lower() == ".shp" else []
    for name in (path, *added, *parts):
        check_file_target(OUTPUT, name)


def write(
    algorithm: Any,
    parameters: Mapping[str, Any],
    context: Any,
    source: RasterInput,
    records: str,
    feedback: Any,
    output: str = OUTPUT,
    make: Optional[Callable[..., Optional[str]]] = None,
) -> Optional[str]:
    """Write the records, one JSON object a line, to the sink `output`; return the layer's id, None when cancelled.

    `make` fills the sink, called as `_written`; without it each record becomes the polygon of its tile.
    """
    written = make or _written
    target = Values(algorithm, parameters, context).destination(output)
    if target is None or not is_file(target) or _appends(parameters[output]):
        return written(algorithm, parameters, context, source, records, feedback, output)
    partial = Partial(target)
    try:
        with partial:
            moved = {**parameters, output: _redirected(parameters[output], partial.path)}
            layer = written(algorithm, moved, context, source, records, feedback, output)
            if layer is None:
                return None
            _check_whole(layer, records)
            return _put_in_place(partial, layer, target, source, context)
    except TilingError:
        raise
    except OSError as error:
        raise QgsProcessingException(
            tr("{}={}: cannot be written ({}); is it open in another program?").format(output, target, error.strerror)
        ) from error
    finally:
        waiting = context.layersToLoadOnCompletion()
        gone = tuple(key for key in waiting if key.startswith(partial.folder))
        if gone:
            context.setLayersToLoadOnCompletion({key: waiting[key] for key in waiting if key not in gone})


def _appends(given: Any) -> bool:
    """Return whether QGIS is asked to add to a layer that exists: it does so inside a transaction."""
    return isinstance(given, QgsProcessingOutputLayerDefinition) and given.useRemapping()


def _redirected(given: Any, path: str) -> QgsProcessingOutputLayerDefinition:
    """Return a destination with another path, everything else as given: options, name, project to load it into."""
    is_full = isinstance(given, QgsProcessingOutputLayerDefinition)
    definition = QgsProcessingOutputLayerDefinition(given) if is_full else QgsProcessingOutputLayerDefinition()
    definition.sink = QgsProperty.fromValue(path)
    return definition


def _check_whole(layer: str, records: str) -> None:
    """Raise QgsProcessingException where the file cannot be read or has too few polygons.

    QGIS says nothing of what fails while it closes a file, as on a full disk. What no driver reads is believed.
    """
    from ..core.raster.backends.gdal_glance import can_be_opened_again

    extension = os.path.splitext(layer.partition("|")[0])[1].lstrip(".")
    if not can_be_opened_again(QgsVectorFileWriter.driverForExtension(extension)):
        return
    read = QgsVectorLayer(layer, "", "ogr")
    if not read.isValid() or read.featureCount() < sum(1 for _ in read_records(records)):
        raise _unwritten(tr("the file was incomplete; is the disk full?"))


def _put_in_place(partial: Partial, layer: str, target: str, source: RasterInput, context: Any) -> str:
    """Move the finished files beside `target`, and return the layer's id there, under which QGIS will load it.

    QGIS may have added an extension to the name, or the name of the layer in the file to the id. Raises OSError.
    """
    place = os.path.dirname(target)
    for _, replaced in partial.moves():
        if is_same_file(replaced, file_within(source.path) or source.path):
            raise QgsProcessingException(tr("{}: would replace the input").format(target))
    path, bar, rest = layer.partition("|")
    final = os.path.join(place, os.path.basename(path))
    partial.target = os.path.abspath(final)
    partial.move()
    waiting = context.layersToLoadOnCompletion()
    if layer in waiting:
        context.setLayersToLoadOnCompletion(
            {final + bar + rest if key == layer else key: waiting[key] for key in waiting}
        )
    return final + bar + rest


def _written(
    algorithm: Any,
    parameters: Mapping[str, Any],
    context: Any,
    source: RasterInput,
    records: str,
    feedback: Any,
    output: str,
) -> Optional[str]:
    """Let QGIS make the layer, and return its id; None when cancelled."""
    kinds = _kinds(records)
    fields = QgsFields()
    for name, kind in kinds.items():
        fields.append(compat.field(name, kind))
    sink, layer = algorithm.parameterAsSink(dict(parameters), output, context, fields, compat.POLYGON, source.crs)
    if sink is None:
        raise QgsProcessingException(algorithm.invalidSinkError(dict(parameters), output))
    try:
        for number, record in enumerate(read_records(records), 1):
            if feedback.isCanceled():
                return None
            feature = QgsFeature(fields)
            feature.setGeometry(QgsGeometry.fromPolygonXY([[QgsPointXY(x, y) for x, y in record["corners"]]]))
            attributes = _attributes(record, number)
            feature.setAttributes([attributes.get(name) for name in kinds])
            if not sink.addFeature(feature, compat.FAST_INSERT):
                raise _unwritten(sink.lastError())
        if not sink.flushBuffer():
            raise _unwritten(sink.lastError())
    finally:
        del sink  # closes the file
    return str(layer)


def _unwritten(reason: str) -> QgsProcessingException:
    return QgsProcessingException(tr("The tiles could not be written: {}").format(reason))


def read_records(records: str) -> Iterator[dict[str, Any]]:
    """Yield the records of a file, one JSON object a line."""
    with open(records, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _kinds(records: str) -> dict[str, type]:
    """Return the attributes and their types over all records: whole numbers, numbers, or text."""
    kinds: dict[str, type] = {}
    for number, record in enumerate(read_records(records), 1):
        for name, value in _attributes(record, number).items():
            kind = type(value) if type(value) in (int, float) else str
            if value is None or kinds.get(name) == kind:
                kinds.setdefault(name, float)
            elif name in kinds and kinds[name] is not kind:
                kinds[name] = float if {kinds[name], kind} == {int, float} else str
            else:
                kinds[name] = kind
    return kinds


def _attributes(record: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Return a record's attributes: the tile's number and place, its statistics by band, a function's result by key."""
    found: dict[str, Any] = {"tile": number, **{name: record[name] for name in PLACE}}
    for name, value in record.items():
        if name in (*PLACE, "corners"):
            continue
        parts = {f"{name}_{key}": part for key, part in value.items()} if isinstance(value, dict) else {name: value}
        found.update({key: _attribute(part) for key, part in parts.items()})
    return found


def _attribute(value: Any) -> Any:
    """Return a value that a field holds: lists and mappings as JSON, numbers beyond 63 bits as decimal ones."""
    if isinstance(value, (dict, list)):
        return json.dumps(value)
    return fitting(value)
