"""Choose the type in which integers are computed, so that arithmetic on rasters never wraps.

The type follows from the operands' types and from plain numbers alone, never from pixels: tiles of one raster come out
alike. Where 64 bits do not hold all that results could be, the pixels decide, and what does not fit is an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Callable, Optional

import numpy as np

from ..arrays import Nodata, Number
from ..errors import InvalidParameter
from ..pixels import default_nodata

Range = tuple[int, int]
"""The least and the greatest value."""
_ma: Any = np.ma
_UNBOUNDED = 1 << 200
"""Stands for results that no type holds."""


@dataclass(frozen=True)
class Widened:
    """How a function of integers is computed."""

    dtype: np.dtype[Any]
    limits: Range
    """What results can be, from the types."""

    @property
    def fits(self) -> bool:
        """Whether every result that can be is a value of the type."""
        return _holds(self.dtype, self.limits)

    def nodata(self, wanted: Nodata) -> Nodata:
        """Return a value for pixels without data that no result can be: `wanted`, or one in its place."""
        if wanted is None or _is_free(wanted, self):
            return wanted
        least, most = _type_range(self.dtype)
        choices = (default_nodata(self.dtype), most, least)
        return next((value for value in choices if _is_free(value, self)), wanted)


def widened(ufunc: np.ufunc, operands: Sequence[Any], spare: bool) -> Optional[Widened]:
    """Return how a universal function of `operands` is computed, None where NumPy's own way is right.

    `operands` are arrays and numbers. `spare`: the type must hold one value more than results need, for nodata.
    """
    rule = _RULES.get(ufunc.__name__)
    ranges = [_range_of(operand) for operand in operands]
    arrays = [operand.dtype for operand in operands if _is_array(operand)]
    if rule is None or any(found is None for found in ranges) or all(kind.kind == "b" for kind in arrays):
        return None
    base = np.result_type(*arrays)
    if base.kind not in "iu":  # int64 with uint64 is float64
        return None
    known = [found for found in ranges if found is not None]
    limits = rule(*known)
    if known == [limits]:  # the absolute of what is never negative
        return None
    spare = spare and ufunc.__name__ not in _SELECTING
    return Widened(_type_for(base, known, limits, spare), limits)


def compute(ufunc: np.ufunc, operands: Sequence[Any], way: Widened) -> Any:
    """Return `ufunc(*operands)` in the type of `way`. Raises InvalidParameter where a result is no value of it."""
    if ufunc is np.power and _valid_range(operands[1])[0] < 0:
        raise InvalidParameter(
            'power: integers to negative powers are no integers; take raster.astype("float64") first'
        )
    limits = way.limits if way.fits else _RULES[ufunc.__name__](*(_valid_range(operand) for operand in operands))
    if _UNBOUNDED in (limits[1], -limits[0]):
        raise _too_large(ufunc, "more than 64 bits", way.dtype)
    hidden = _hidden(ufunc, operands)
    plain: list[Any] = [_shown(operand, hidden) if _is_array(operand) else int(operand) for operand in operands]
    if _holds(way.dtype, limits):
        results = ufunc(*(each.astype(way.dtype) if _is_array(each) else way.dtype.type(each) for each in plain))
    else:
        results = _exact(ufunc, plain, way.dtype)
    if isinstance(results, tuple):
        return tuple(_ma.MaskedArray(part, mask=hidden) for part in results)
    return _ma.MaskedArray(results, mask=hidden)


def _exact(ufunc: np.ufunc, operands: Sequence[Any], dtype: np.dtype[Any]) -> Any:
    """Return the results by Python's integers, which have no limit."""
    by_objects = np.frompyfunc(_fmod, 2, 1) if ufunc is np.fmod else ufunc
    results = by_objects(*(each.astype(object) if _is_array(each) else each for each in operands))
    least, most = _type_range(dtype)
    for part in results if isinstance(results, tuple) else (results,):
        if part.min() < least or part.max() > most:
            raise _too_large(ufunc, part.min() if part.min() < least else part.max(), dtype)
    return tuple(part.astype(dtype) for part in results) if isinstance(results, tuple) else results.astype(dtype)


def _fmod(one: int, other: int) -> int:
    """Return the remainder with the sign of the first, as in C; NumPy has it for no objects."""
    return abs(one) % abs(other) * (1 if one >= 0 else -1)


def _hidden(ufunc: np.ufunc, operands: Sequence[Any]) -> Any:
    """Return where an operand is masked, and where integers are divided by 0, in the shape of the result."""
    shape = np.broadcast(*(operand for operand in operands if _is_array(operand))).shape
    hidden = np.zeros(shape, bool)
    for operand in filter(_is_array, operands):
        hidden |= _ma.getmaskarray(operand)
    return hidden | (_ma.getdata(operands[-1]) == 0) if ufunc.__name__ in _DIVIDING else hidden


def _shown(array: Any, hidden: Any) -> Any:
    """Return an array's values, 1 where pixels are hidden."""
    values = _ma.getdata(array)
    return np.where(hidden, values.dtype.type(1), values)


def _too_large(ufunc: np.ufunc, value: Any, dtype: np.dtype[Any]) -> InvalidParameter:
    return InvalidParameter(
        f"{ufunc.__name__} gives {value}, which {dtype} does not hold: "
        'compute with floats, as in raster.astype("float64")'
    )


def _is_array(operand: Any) -> bool:
    return isinstance(operand, np.ndarray) and operand.ndim > 0


def _range_of(operand: Any) -> Optional[Range]:
    """Return what an operand's type, or the number that it is, can be; None for what is no integer."""
    if not _is_array(operand):
        whole = (
            isinstance(operand, (int, np.integer, np.bool_)) or getattr(operand, "dtype", np.dtype(float)).kind in "biu"
        )
        return (int(operand), int(operand)) if whole else None
    if operand.dtype.kind == "b":
        return 0, 1
    return _type_range(operand.dtype) if operand.dtype.kind in "iu" else None


def _valid_range(operand: Any) -> Range:
    if not _is_array(operand):
        return int(operand), int(operand)
    valid = _ma.compressed(operand)
    return (int(valid.min()), int(valid.max())) if valid.size else (0, 0)


def _type_range(dtype: np.dtype[Any]) -> Range:
    limits = np.iinfo(dtype)
    return int(limits.min), int(limits.max)


def _holds(dtype: np.dtype[Any], limits: Range) -> bool:
    least, most = _type_range(dtype)
    return bool(least <= limits[0] and limits[1] <= most)


def _is_free(value: Number, way: Widened) -> bool:
    """Return whether the type holds `value` and no result can be it."""
    if value != value or value in (float("inf"), -float("inf")) or value != int(value):
        return False
    return _holds(way.dtype, (int(value), int(value))) and not way.limits[0] <= value <= way.limits[1]


def _type_for(base: np.dtype[Any], operands: Sequence[Range], limits: Range, spare: bool) -> np.dtype[Any]:
    """Return NumPy's type, `base`, or the next one that holds operands and results; the largest where none does."""
    span = (min(limits[0], *(each[0] for each in operands)), max(limits[1], *(each[1] for each in operands)))
    signed, unsigned = ("int8", "int16", "int32", "int64"), ("uint8", "uint16", "uint32", "uint64")
    order = signed + unsigned if base.kind == "i" or span[0] < 0 else unsigned
    wider = [kind for kind in map(np.dtype, order) if kind.itemsize >= base.itemsize]
    for kind in (base, *wider):
        least, most = _type_range(kind)
        if _holds(kind, span) and not (spare and limits[0] <= least and most <= limits[1]):
            return kind
    largest = np.dtype("uint64" if base.kind == "u" else "int64")
    return next((kind for kind in (base, *wider) if _holds(kind, span)), largest)


def _corners(function: Callable[[int, int], int]) -> Callable[[Range, Range], Range]:
    """Return the rule of a function of two integers whose extremes are at the extremes of these."""

    def rule(first: Range, second: Range) -> Range:
        results = [function(one, other) for one in first for other in second]
        return min(results), max(results)

    return rule


def _quotient(first: Range, second: Range) -> Range:
    if second[0] == second[1] != 0:
        return min(first[0] // second[0], first[1] // second[0]), max(first[0] // second[0], first[1] // second[0])
    most = max(abs(first[0]), abs(first[1]))
    return (-most, most) if min(first[0], second[0]) < 0 else (0, most)


def _power(base: Range, exponent: Range) -> Range:
    largest = max(abs(base[0]), abs(base[1]))
    if exponent[1] * largest.bit_length() > 200:
        most = 1 if largest <= 1 else _UNBOUNDED
    else:
        most = max(largest ** max(exponent[1], 0), 1)
    even = exponent[0] == exponent[1] and exponent[0] % 2 == 0
    return (0 if base[0] >= 0 or even else -most), most


def _shifted(value: Range, count: Range) -> Range:
    if not 0 <= count[0] <= count[1] <= 128:
        return -_UNBOUNDED, _UNBOUNDED
    results = [one << by for one in value for by in count]
    return min(results), max(results)


def _negative(value: Range) -> Range:
    return -value[1], -value[0]


def _absolute(value: Range) -> Range:
    return (0 if value[0] <= 0 <= value[1] else min(map(abs, value))), max(map(abs, value))


def _hull(*operands: Range) -> Range:
    return min(each[0] for each in operands), max(each[1] for each in operands)


_RULES: dict[str, Callable[..., Range]] = {
    "add": _corners(lambda one, other: one + other),
    "subtract": _corners(lambda one, other: one - other),
    "multiply": _corners(lambda one, other: one * other),
    "floor_divide": _quotient,
    "divmod": lambda first, second: _hull(_quotient(first, second), second),
    "power": _power,
    "left_shift": _shifted,
    "square": lambda value: _power(value, (2, 2)),
    "negative": _negative,
    "absolute": _absolute,
    "remainder": _hull,
    "fmod": _hull,
    "maximum": _hull,
    "minimum": _hull,
    "fmax": _hull,
    "fmin": _hull,
    "lcm": lambda first, second: _absolute(_RULES["multiply"](first, second)),
}
"""What integers can become, by the name of NumPy's function; others cannot leave the type."""
_DIVIDING = ("floor_divide", "remainder", "fmod", "divmod")
"""Functions that no number has for a divisor of 0: such pixels have no data, as in NumPy's masked arrays."""
_SELECTING = ("maximum", "minimum", "fmax", "fmin", "remainder", "fmod")
"""Functions that make no value which the operands did not have: nodata stays free."""
