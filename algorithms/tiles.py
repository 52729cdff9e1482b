"""The polygons of the tiles, with their statistics as attributes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Optional

from qgis.core import QgsFeature, QgsFields, QgsGeometry, QgsPointXY, QgsProcessingException

from . import compat
from .inputs import RasterInput
from .words import tr

PLACE = ("row_min", "row_max", "col_min", "col_max")


def is_file(target: Optional[str]) -> bool:
    """Return whether a sink's destination is a plain file, and not a memory layer or a database table."""
    return bool(target) and ":" not in str(target)[2:] and "=" not in str(target)


def write(
    algorithm: Any, parameters: Mapping[str, Any], context: Any, source: RasterInput, records: str, feedback: Any
) -> str:
    """Write the records, one JSON object a line, to OUTPUT_TILES and return the layer's id."""
    kinds = _kinds(records)
    fields = QgsFields()
    for name, kind in kinds.items():
        fields.append(compat.field(name, kind))
    sink, layer = algorithm.parameterAsSink(
        dict(parameters), "OUTPUT_TILES", context, fields, compat.POLYGON, source.crs
    )
    if sink is None:
        raise QgsProcessingException(algorithm.invalidSinkError(dict(parameters), "OUTPUT_TILES"))
    for number, record in enumerate(_read(records), 1):
        if feedback.isCanceled():
            break
        feature = QgsFeature(fields)
        feature.setGeometry(QgsGeometry.fromPolygonXY([[QgsPointXY(x, y) for x, y in record["corners"]]]))
        attributes = _attributes(record, number)
        feature.setAttributes([attributes.get(name) for name in kinds])
        if not sink.addFeature(feature, compat.FAST_INSERT):
            raise QgsProcessingException(
                tr("OUTPUT_TILES: the tiles could not be written: {}").format(sink.lastError())
            )
    del sink  # closes the file
    return str(layer)


def _read(records: str) -> Iterator[dict[str, Any]]:
    with open(records, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _kinds(records: str) -> dict[str, type]:
    """Return the attributes and their types over all records: whole numbers, numbers, or text."""
    kinds: dict[str, type] = {}
    for number, record in enumerate(_read(records), 1):
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
        found.update({key: json.dumps(one) if isinstance(one, (dict, list)) else one for key, one in parts.items()})
    return found
