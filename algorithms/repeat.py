"""Say how to repeat a run: the `qgis_process` command and the Python call, with the values that were given."""

from __future__ import annotations

import json
import math
import os
import shlex
import subprocess
from collections.abc import Mapping
from typing import Any

from qgis.core import (
    QgsMapLayer,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterBand,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterNumber,
    QgsRectangle,
    QgsReferencedRectangle,
)

from .values import Values, evaluated


def given_values(values: Values) -> dict[str, Any]:
    """Return the values that were given and differ from the defaults, as text, numbers and lists of them."""
    found: dict[str, Any] = {}
    given = values.with_lists()
    for definition in values.algorithm.parameterDefinitions():
        name = definition.name()
        value = _typed(_plain(evaluated(given.get(name), values.context), values), definition)
        if value is not None and value != definition.defaultValue() and value not in ("", []):
            found[name] = value
    return found


def _plain(value: Any, values: Values) -> Any:
    """Return a value as JSON has it: layers as what they read, outputs as where they go."""
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = evaluated(value.sink, values.context)
    if isinstance(value, str):
        layer = values.context.project().mapLayer(value) if values.context.project() else None
        value = value if layer is None else layer
    if isinstance(value, QgsMapLayer):
        return value.source()
    if isinstance(value, QgsRectangle):
        crs = value.crs().authid() if isinstance(value, QgsReferencedRectangle) else ""
        sides = (value.xMinimum(), value.xMaximum(), value.yMinimum(), value.yMaximum())
        return ",".join(f"{side:.15g}" for side in sides) + (f" [{crs}]" if crs else "")
    if isinstance(value, (list, tuple)):
        return [_plain(one, values) for one in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(one, values) for key, one in value.items()}
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def _typed(value: Any, definition: Any) -> Any:
    """Return a value as people write it in Python: the command line and old batch files give numbers as text."""
    if isinstance(value, list):
        return [_typed(one, definition) for one in value]
    if not isinstance(value, str):
        return value
    if isinstance(definition, QgsProcessingParameterBoolean):
        return {"true": True, "1": True, "false": False, "0": False}.get(value.strip().lower(), value)
    if isinstance(definition, (QgsProcessingParameterNumber, QgsProcessingParameterBand)):
        return _number(value)
    return value


def _number(text: str) -> Any:
    """Return the number that a text holds, whole ones as int; the text where it holds none, or one without end."""
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        return number if math.isfinite(number) else text
    return text


def python_call(name: str, values: Mapping[str, Any]) -> str:
    """Return the call for QGIS's Python console."""
    return f"processing.run({name!r}, {dict(values)!r})"


def process_command(name: str, values: Mapping[str, Any]) -> str:
    """Return the command line, quoted for this platform's shell."""
    words = ["qgis_process", "run", name, "--", *(f"{key}={_as_text(value)}" for key, value in values.items())]
    return subprocess.list2cmdline(words) if os.name == "nt" else " ".join(shlex.quote(word) for word in words)


def _as_text(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ";".join(str(one) for one in value)
    if isinstance(value, Mapping):
        return json.dumps(value)
    return str(value)
