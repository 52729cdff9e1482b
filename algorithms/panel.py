"""Builds QGIS's parameters from the records of core, so that a filter's parameter is declared once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from qgis.core import (
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..core.errors import listed
from ..core.filters.spec import FilterSpec
from ..core.parameters import Parameter
from . import compat
from .words import tr


class Choices(QgsProcessingParameterEnum):
    """An enumeration of static strings that can be written as Python; QGIS 3.22 writes `''` for several of them."""

    def valueAsPythonString(self, value: Any, context: Any) -> str:
        """Return `value` as Python code, for history, batch files, exported models and `asPythonCommand`."""
        if isinstance(value, (list, tuple)):
            return repr([str(one) for one in value])
        return str(super().valueAsPythonString(value, context))


FIRST_SIGHT = 4
"""A parameter that fewer filters than this use stands under "Advanced parameters"."""
MARKED = 5
"""The label of a parameter that fewer filters than this use names them."""


def declared(record: Parameter, used_by: Sequence[FilterSpec] = (), in_sight: bool = False) -> Any:
    """Return the QGIS parameter of a record. Where filters use it, its label or its help names them.

    What few filters use stands under "Advanced", unless `in_sight`.
    """
    label = tr(record.label)
    if 0 < len(used_by) < MARKED and not in_sight:
        label = tr("{} (for {})").format(label, ", ".join(spec.name for spec in used_by))
    build = _number if not isinstance(record.default, str) else _choice if record.choices else _text
    parameter = build(record, label)
    if record.advanced or (0 < len(used_by) < FIRST_SIGHT and not in_sight):
        parameter.setFlags(parameter.flags() | compat.ADVANCED)
    words = tr(record.help) if record.help else ""  # Qt gives the file's head for an empty text
    if record.choices:
        words += " " + named_as(record.name, record.choices[0])
    if used_by:
        words += " " + tr("Used by: {}.").format(", ".join(tr(spec.label) for spec in used_by))
    parameter.setHelp(words)
    return parameter


def choices(
    record_name: str,
    label: str,
    names: Iterable[str],
    default: list[str],
    words: str,
    optional: bool = False,
) -> Choices:
    """Return a parameter of several choices, as static strings."""
    names = list(names)
    parameter = Choices(
        record_name.upper(),
        tr(label),
        options=names,
        allowMultiple=True,
        defaultValue=default,
        optional=optional,
        usesStaticStrings=True,
    )
    parameter.setHelp(f"{tr(words)} {named_as(record_name, default[0] if default else names[0])}")
    return parameter


def named_as(name: str, example: str) -> str:
    """Return the sentence that corrects what QGIS 3.22's command-line help says about choices."""
    return tr("On the command line and in scripts give the name, as in {}={}, not a number.").format(
        name.upper(), example
    )


def _number(record: Parameter, label: str) -> QgsProcessingParameterNumber:
    whole = isinstance(record.default, int)
    parameter = QgsProcessingParameterNumber(
        record.name.upper(),
        label,
        type=compat.WHOLE_NUMBER if whole else compat.DECIMAL_NUMBER,
        defaultValue=record.default,
    )
    lowest = record.minimum if record.minimum is not None else record.above
    if lowest is not None:
        parameter.setMinimum(lowest)
    if record.maximum is not None:
        parameter.setMaximum(record.maximum)
    return parameter


def _choice(record: Parameter, label: str) -> QgsProcessingParameterEnum:
    return Choices(
        record.name.upper(),
        label,
        options=list(record.choices),
        defaultValue=record.default,
        usesStaticStrings=True,
    )


def _text(record: Parameter, label: str) -> Any:
    if record.widget == "file":
        return QgsProcessingParameterFile(record.name.upper(), label, optional=True)
    return QgsProcessingParameterString(
        record.name.upper(),
        label,
        defaultValue=record.default,
        multiLine=record.widget == "matrix",
        optional=True,
    )


def union(specs: Iterable[FilterSpec]) -> list[tuple[Parameter, list[FilterSpec]]]:
    """Return every parameter of the filters once, in order, with the filters that use it."""
    found: dict[str, tuple[Parameter, list[FilterSpec]]] = {}
    for spec in specs:
        for record in spec.parameters:
            found.setdefault(record.name, (record, []))[1].append(spec)
    return list(found.values())


def changed_but_unused(specs: Iterable[FilterSpec], chosen: Iterable[str], values: Any) -> list[str]:
    """Return a sentence for each filter parameter that was changed and that no chosen filter uses."""
    wanted = set(chosen)
    return [
        tr("{}={} has no effect: it is used by {}.").format(
            record.name.upper(), values.raw(record.name.upper()), listed(spec.name for spec in users)
        )
        for record, users in union(specs)
        if not wanted & {spec.name for spec in users} and values.is_changed(record)
    ]
