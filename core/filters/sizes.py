"""Bind filters to their values, a window of several sizes among them, in pixels or in units of the map."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Optional

from ..errors import InvalidParameter, listed
from ..parameters import Parameter, Value
from .spec import FilterSpec, Kernel
from .windows.window import SHAPE, SIZE

SIZES = Parameter(
    "sizes",
    "Several window sizes",
    "Sizes separated by semicolons, as in 5;21;101, in place of the one window size: the output has a band for each, "
    "all made in one pass over the raster. Sizes may have decimals where they are in units of the map.",
    default="",
    advanced=True,
)
SIZE_UNIT = Parameter(
    "size_unit",
    "Unit of sizes",
    "pixels: of the raster. map: units of the raster's CRS, as metres or degrees; sizes are rounded to the nearest odd "
    "number of pixels, rows and columns of a square each by themselves, distances to whole pixels; the log says it.",
    default="pixels",
    choices=("pixels", "map"),
    advanced=True,
)

Cell = tuple[float, float]
"""The length of a pixel down and across, in units of the map."""


def checked_sizes(given: Any) -> tuple[Any, ...]:
    """Return sizes, given as one, several, or text with semicolons; what they may be is for each filter to say."""
    if given is None:
        return ()
    if isinstance(given, str):
        given = [part for part in re.split(r"[;,\s]+", given.strip()) if part]
    sizes = tuple(given) if isinstance(given, Iterable) else (given,)
    for size in sizes:
        _positive("sizes", size)
    return sizes


def bound(
    specs: Sequence[FilterSpec],
    parameters: Mapping[str, Any],
    sizes: Sequence[Any] = (),
    cell: Optional[Cell] = None,
) -> tuple[tuple[Kernel, ...], tuple[str, ...]]:
    """Return the filters with their values, one with a window for each of `sizes`, and what was rounded, in words.

    `cell`: lengths are in units of the map, of which a pixel has so many. Raises InvalidParameter.
    """
    if sizes:
        _check_sizes(specs, parameters)
    kernels: list[Kernel] = []
    notes: dict[str, None] = {}
    for spec in specs:
        own = {one.name: parameters[one.name] for one in spec.parameters if one.name in parameters}
        for size in sizes if sizes and SIZE in spec.parameters else (None,):
            values = own if size is None else {**own, "size": size}
            kernels.append(_bound_one(spec, values, cell, notes))
    for label in labels(kernels):
        if sizes and labels(kernels).count(label) > 1:
            raise InvalidParameter(f"sizes={';'.join(map(str, sizes))}: {label} comes twice; leave one out")
    return tuple(kernels), tuple(notes)


def _check_sizes(specs: Sequence[FilterSpec], parameters: Mapping[str, Any]) -> None:
    if not any(SIZE in spec.parameters for spec in specs):
        raise InvalidParameter(
            f"sizes: {listed(spec.name for spec in specs)} has no window with a size; leave it empty"
        )
    if "size" in parameters:
        raise InvalidParameter(f"size={parameters['size']}: sizes are given too; leave one of them out")
    if not SIZE.is_used(parameters):
        raise InvalidParameter(f"sizes: have no effect with shape={parameters['shape']}; leave them empty")


def _bound_one(spec: FilterSpec, values: Mapping[str, Any], cell: Optional[Cell], notes: dict[str, None]) -> Kernel:
    if cell is None:
        return spec.bind(**values)
    try:
        return spec.bind(**_in_pixels(spec, values, cell, notes))
    except InvalidParameter as error:
        raise InvalidParameter(f"{error} (in pixels, rounded as size_unit=map asks)") from error


def _in_pixels(spec: FilterSpec, values: Mapping[str, Any], cell: Cell, notes: dict[str, None]) -> dict[str, Value]:
    """Return the values with lengths in pixels: rows and columns of a square or rectangle each by their own length.

    Anything round, for which the engine knows one length only, takes the mean (geometric) of both.
    """
    down, across = cell
    middle = math.sqrt(down * across)
    made = dict(values)
    shape = str(values.get("shape", SHAPE.default)) if SHAPE in spec.parameters else ""
    for record in spec.parameters:
        if not record.length or record.name not in values:
            continue
        if not record.is_used({"shape": shape, **values}):
            del made[record.name]
            continue
        number = _positive(record.name, values[record.name])
        side = across if record.name == "columns" else down if shape in ("square", "rectangle") else middle
        made[record.name] = rounded(record.length, number / side)
        if record is SIZE and shape == "square" and rounded(record.length, number / across) != made["size"]:
            made.update(shape="rectangle", columns=rounded(record.length, number / across))
        notes[_told(record, number, number / side, made)] = None
        if side == middle and not math.isclose(down, across, rel_tol=1e-3):
            notes[f"{record.name}: pixels are {across:.6g} x {down:.6g} on the map; {middle:.6g} is taken for both"] = (
                None
            )
    return made


def _told(record: Parameter, number: float, pixels: float, made: Mapping[str, Any]) -> str:
    taken = f"{made[record.name]:g}"
    if record is SIZE and made.get("shape") == "rectangle":
        taken += f" rows and {made.get('columns', record.default)} columns"
    return f"{record.name}: {number:.10g} in units of the map are {pixels:.6g} pixels; {taken} taken"


def rounded(length: str, pixels: float) -> Value:
    """Return a length in pixels as a parameter takes it: `odd`, the nearest odd number; `whole`; `exact`, as it is."""
    if length == "exact":
        return pixels
    return max(2 * math.floor(pixels / 2) + 1, 1) if length == "odd" else max(round(pixels), 1)


def labels(kernels: Sequence[Kernel]) -> tuple[str, ...]:
    """Return names for the filters: with the size of the window where one is there several times."""
    names = [kernel.spec.name for kernel in kernels]
    return tuple(
        f"{name} {_size_of(kernel)} px" if names.count(name) > 1 and "size" in kernel.values else name
        for name, kernel in zip(names, kernels)
    )


def _size_of(kernel: Kernel) -> str:
    size = kernel.values["size"]
    return f"{size} x {kernel.values['columns']}" if kernel.values.get("shape") == "rectangle" else str(size)


def check_lengths(specs: Sequence[FilterSpec], parameters: Mapping[str, Any], sizes: Sequence[Any]) -> None:
    """Raise InvalidParameter for what is wrong with values in units of the map, before the raster is known."""
    lengths = {record.name for spec in specs for record in spec.parameters if record.length}
    for name in lengths & set(parameters):
        _positive(name, parameters[name])
    if sizes:
        _check_sizes(specs, parameters)
    bound(specs, {name: value for name, value in parameters.items() if name not in lengths})


def _positive(name: str, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if isinstance(value, bool) or not 0 < number < math.inf:
        raise InvalidParameter(f"{name}={value}: must be a number above 0")
    return number
