"""Dress parameters for the dialogs: which widget each names in its metadata. Their values stay plain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qgis.core import QgsProcessingParameterEnum

from ..core.filters.policies import EDGE, MIN_VALID, NODATA_POLICY
from ..core.filters.spec import FilterSpec
from ..core.jobs import CUSTOM
from ..core.parameters import Parameter
from .panel import union
from .words import tr

WIDGETS = f"{__package__}.widgets"
"""The module is imported when a dialog opens, and never without one."""
Families = Mapping[str, Sequence[str]]
NAMED = {
    "gtiff": "GeoTIFF",
    "cog": "COG",
    "compute": "No result there, but windows see them",
    "see": "Nodata, for windows too",
}
OWN = ("FUNCTION_FILE", "FUNCTION_NAME", "FUNCTION_ARGUMENTS", "DEPTH")
OWN_FUNCTION = "Your own function"


def dress(parameters: Iterable[Any], filters: Sequence[FilterSpec] = ()) -> None:
    """Give each parameter of a filter's form its widget: labels for choices, fields that come and go, odd steps."""
    known = {parameter.name(): parameter for parameter in parameters}
    records = {record.name.upper(): record for record, _ in union(filters)}
    needs = {record.only_with[0].upper() for record in records.values()}
    for name, parameter in known.items():
        record = records.get(name)
        if name == "FILTER":
            _dress_filter(parameter, filters, known)
        elif parameter.type() == QgsProcessingParameterEnum.typeName():
            _set(parameter, "Choosing", labels=labels_of(parameter.options()), **_led_by(name, records, needs))
        elif record is not None and record.odd:
            _set(parameter, "OddNumber")
        elif name == "FUNCTION_NAME":
            _set(parameter, "FunctionName")
        elif name == "CHUNK_SIZE":
            _set(parameter, "Watched")


def dress_several(parameter: Any, labels: Mapping[str, str], notes: Mapping[str, str], families: Families) -> None:
    """Let several choices be made in a list: `families` are headings with names, `notes` has a sentence for each."""
    _set(parameter, "ChoosingSeveral", labels=dict(labels), notes=dict(notes), families=_pairs(families))


def labels_of(names: Iterable[str]) -> dict[str, str]:
    """Return what choices are called in the dialogs: their names as words."""
    return {name: tr(NAMED.get(name, name[:1].upper() + name[1:].replace("_", " "))) for name in names}


def _pairs(families: Families) -> list[list[Any]]:
    """Return the families as lists: QGIS sorts a mapping by its keys."""
    return [[heading, list(names)] for heading, names in families.items()]


def _set(parameter: Any, widget: str, **words: Any) -> None:
    parameter.setMetadata({"widget_wrapper": {"class": f"{WIDGETS}.{widget}", **words}})


def _led_by(name: str, records: Mapping[str, Parameter], needs: set[str]) -> dict[str, Any]:
    """Return which parameters depend on the choice `name`, and that they stand below it."""
    if name not in needs:
        return {}
    led = {other: record.only_with[1] for other, record in records.items() if record.only_with[0].upper() == name}
    return {"dependents": {other: list(choices) for other, choices in led.items()}, "moves": list(led)}


def _dress_filter(parameter: Any, filters: Sequence[FilterSpec], known: Mapping[str, Any]) -> None:
    labels = {spec.name: tr(spec.label) for spec in filters}
    led = _led_by_filters(filters, known)
    if not parameter.allowMultiple():
        _set(parameter, "Choosing", labels=labels, **led)
        return
    families: dict[str, list[str]] = {}
    for spec in filters:
        families.setdefault(tr(spec.family.capitalize()), []).append(spec.name)
    families[tr("Your own")] = [CUSTOM]
    labels[CUSTOM] = tr(OWN_FUNCTION)
    notes = {spec.name: tr(spec.summary) for spec in filters}
    notes[CUSTOM] = tr("A Python function in a file of yours, called on every tile.")
    _set(parameter, "ChoosingSeveral", labels=labels, notes=notes, families=_pairs(families), **led)


def _led_by_filters(filters: Sequence[FilterSpec], known: Mapping[str, Any]) -> dict[str, Any]:
    """Return which parameters depend on the choice of the filter, and which of them stand below it."""
    every = {spec.name for spec in filters} | ({CUSTOM} if "FUNCTION_FILE" in known else set())
    led = {record.name.upper(): [spec.name for spec in users] for record, users in union(filters)}
    moves = [record.name.upper() for record, _ in union(filters) if not record.advanced and record.only_with[0] == ""]
    with_policies = [spec.name for spec in filters if spec.policies]
    led.update({record.name.upper(): with_policies for record in (NODATA_POLICY, MIN_VALID)})
    led[EDGE.name.upper()] = [spec.name for spec in filters]
    if CUSTOM in every:
        led.update({name: [CUSTOM] for name in OWN})
        moves += OWN
    return {
        "dependents": {name: users for name, users in led.items() if name in known and set(users) != every},
        "moves": moves,
    }
