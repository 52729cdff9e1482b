"""Reads what the user gave, as it was given.

QGIS 3.22 turns bad values into defaults without a word (an enum value that is none, a text for a number, `BANDS=1,2`),
and a model never calls `checkParameterValues` on its children. So values are read raw here, and checked by core.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Optional

from qgis.core import QgsProcessing, QgsProcessingOutputLayerDefinition, QgsProcessingParameterEnum, QgsProperty

from ..core.errors import InvalidParameter
from ..core.parameters import Parameter, Value

TEMPORARY = (QgsProcessing.TEMPORARY_OUTPUT, "memory:")


class Values:
    """The raw values of one run. Every reader raises InvalidParameter, naming the value and what is allowed."""

    def __init__(self, algorithm: Any, parameters: Mapping[str, Any], context: Any) -> None:
        self.algorithm = algorithm
        self.parameters = dict(parameters)
        self.context = context

    def raw(self, name: str) -> Any:
        """Return the value given, the default where none was, None where there is no default or no such parameter."""
        definition = self.algorithm.parameterDefinition(name)
        if definition is None:  # a tool does not ask for what its filters do not heed
            return None
        value = evaluated(self.parameters.get(name), self.context)
        return evaluated(definition.defaultValue(), self.context) if value is None else value

    def checked(self, record: Parameter) -> Value:
        """Return the checked value of a record's parameter."""
        given = self.raw(record.name.upper())
        return record.checked(record.default if given is None else given)

    def is_given(self, name: str) -> bool:
        """Return whether a value was given, the default's own or another: a script and a model may leave it out."""
        return evaluated(self.parameters.get(name), self.context) is not None

    def is_changed(self, record: Parameter) -> bool:
        """Return whether the value differs from the default; a bad value counts as changed."""
        try:
            return self.checked(record) != record.checked(record.default)
        except InvalidParameter:
            return True

    def text(self, name: str) -> str:
        """Return text, stripped; empty where nothing was given."""
        value = self.raw(name)
        return "" if value is None else str(value).strip()

    def names(self, name: str) -> tuple[str, ...]:
        """Return the chosen names of a parameter of several choices, unchecked."""
        return tuple(str(part).strip() for part in _parts(self.raw(name), ",;"))

    def layers(self, name: str) -> list[Any]:
        """Return what was given for a parameter of several layers: layers, their ids, and files, of a text by `;`."""
        return _parts(self.raw(name), ";")

    def bands(self, count: int) -> Optional[tuple[int, ...]]:
        """Return 1-based bands, None for all."""
        given = self.raw("BANDS")
        parts = _parts(given, ";,")
        return tuple(_band(part, given, count) for part in parts) or None

    def with_lists(self) -> dict[str, Any]:
        """Return the parameters as QGIS's own check takes them.

        Names and bands come as lists, since as text QGIS takes one separator for each; and a list of one name as that
        name where one is taken.
        """
        given = dict(self.parameters)
        for name, value in self.parameters.items():
            if isinstance(value, str) and self._is_several(name):
                given[name] = _parts(value, ",;")
            elif isinstance(value, (list, tuple)) and len(value) == 1 and self._is_choice(name):
                given[name] = value[0]
        return given

    def _is_choice(self, name: str) -> bool:
        """Return whether a parameter is one choice of several names."""
        definition = self.algorithm.parameterDefinition(name)
        return isinstance(definition, QgsProcessingParameterEnum) and not definition.allowMultiple()

    def _is_several(self, name: str) -> bool:
        """Return whether a parameter takes several names or bands; a tool's FILTER is one alone."""
        allows = getattr(self.algorithm.parameterDefinition(name), "allowMultiple", None)
        return allows is not None and bool(allows())

    def percentiles(self) -> tuple[float, ...]:
        """Return the percentiles named."""
        given = self.raw("PERCENTILES")
        try:
            return tuple(float(part) for part in _parts(given, ";, \t\n"))
        except (TypeError, ValueError):
            raise InvalidParameter(
                f"percentiles={given}: must be numbers from 0 to 100 separated by a semicolon, as in 5;50;95"
            ) from None

    def mapping(self, name: str) -> dict[str, Any]:
        """Return a JSON object; empty where nothing was given."""
        given = self.raw(name)
        wrong = InvalidParameter(f'{name.lower()}={given}: must be a JSON object, such as {{"threshold": 3}}')
        if isinstance(given, Mapping):
            return dict(given)
        if given is None or not str(given).strip():
            return {}
        try:
            found = json.loads(str(given))
        except ValueError:
            raise wrong from None
        if not isinstance(found, dict):
            raise wrong
        return found

    def creation_options(self) -> dict[str, str]:
        """Return the creation options of `KEY=VALUE|KEY=VALUE`, keys in upper case."""
        given = self.text("CREATION_OPTIONS")
        options = {}
        for part in filter(None, (piece.strip() for piece in given.split("|"))):
            key, sign, value = part.partition("=")
            if not sign or not key.strip() or not value.strip():
                raise InvalidParameter(
                    f"creation_options={given}: {part} is no KEY=VALUE; write them as COMPRESS=ZSTD|TILED=YES"
                )
            options[key.strip().upper()] = value.strip()
        return options

    def destination(self, name: str) -> Optional[str]:
        """Return where an output goes: a path, "" for a temporary one, None where it is not wanted."""
        value = evaluated(self.parameters.get(name), self.context)
        if isinstance(value, QgsProcessingOutputLayerDefinition):
            value = evaluated(value.sink, self.context)
        if value is None or not str(value).strip():
            return None
        text = str(value).strip()
        return "" if text in TEMPORARY else text


def evaluated(value: Any, context: Any) -> Any:
    """Return a value with expressions evaluated and null as None."""
    if isinstance(value, QgsProperty):
        value = value.value(context.expressionContext(), None)[0]
    is_null = getattr(value, "isNull", None)
    if type(value).__name__ == "QVariant" and is_null is not None and is_null():
        return None
    return value


def _parts(given: Any, separators: str) -> list[Any]:
    if given is None:
        return []
    if isinstance(given, str):
        return [part.strip() for part in re.split(f"[{re.escape(separators)}]", given) if part.strip()]
    return list(given) if isinstance(given, (list, tuple)) else [given]


def _band(part: Any, given: Any, count: int) -> int:
    shown = ";".join(str(one) for one in given) if isinstance(given, (list, tuple)) else given
    allowed = "the raster has only band 1" if count == 1 else f"the raster has bands 1 to {count}"
    try:
        number = float(part)
        if isinstance(part, bool) or number != int(number):
            raise ValueError
    except (TypeError, ValueError, OverflowError):
        raise InvalidParameter(
            f"bands={shown}: must be band numbers separated by a semicolon, as in BANDS=1;2; {allowed}"
        ) from None
    if not 1 <= number <= count:
        raise InvalidParameter(f"bands={shown}: there is no band {int(number)}; {allowed}")
    return int(number)
