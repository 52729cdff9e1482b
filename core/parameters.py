"""Declare a parameter once: the panel, the command line, the checks and the documentation all read this record."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Optional, Union

from .arrays import Number
from .errors import InvalidParameter, listed

Value = Union[int, float, str]


@dataclass(frozen=True)
class Parameter:
    """One value that a filter, a statistic or a cluster takes. The type of `default` is the parameter's type."""

    name: str
    """Lower case; in upper case it is the QGIS parameter's id, never changed once released."""
    label: str
    help: str
    default: Value
    minimum: Optional[float] = None
    maximum: Optional[float] = None
    above: Optional[float] = None
    """An exclusive lower limit, where `minimum` would be an inclusive one."""
    choices: tuple[str, ...] = ()
    odd: bool = False
    length: str = ""
    """Of a length on the ground, how it is rounded to pixels: `odd`, `whole` or `exact`; empty: it is none."""
    advanced: bool = False
    widget: str = ""
    """What the panel shows for text: "" (a line), "file" or "matrix"."""
    only_with: tuple[str, tuple[str, ...]] = ("", ())
    """The parameter, and those of its choices, with which this one has an effect; `("", ())`: always."""

    def checked(self, value: Any) -> Value:
        """Return `value` with this parameter's type. Raises InvalidParameter, naming value and limits.

        Text that spells a number is taken for number parameters, since command lines and model children send text.
        """
        if isinstance(self.default, str):
            return self._checked_text(value)
        number = self._number(value)
        problem = self._limit_problem(number)
        if problem:
            raise InvalidParameter(f"{self.name}={value}: {problem}")
        return number

    def is_used(self, values: Mapping[str, Any]) -> bool:
        """Return whether this parameter has an effect beside `values`, by name; what is not among them is no hurdle."""
        name, choices = self.only_with
        return name not in values or str(values[name]) in choices

    def _checked_text(self, value: Any) -> str:
        text = matrix_text(value) if self.widget == "matrix" else str(value)
        if self.choices and text not in self.choices:
            raise InvalidParameter(f"{self.name}={value}: must be one of {listed(self.choices)}")
        return text

    def _number(self, value: Any) -> Number:
        kind = int if isinstance(self.default, int) else float
        try:
            if isinstance(value, bool):
                raise ValueError
            number = float(value)
            if not math.isfinite(number) or (kind is int and number != int(number)):
                raise ValueError
        except (TypeError, ValueError, OverflowError):
            wanted = "a whole number" if kind is int else "a number"
            raise InvalidParameter(f"{self.name}={value}: must be {wanted}{self._allowed()}") from None
        return kind(value) if isinstance(value, int) else kind(number)

    def _limit_problem(self, number: float) -> str:
        if (
            (self.minimum is not None and number < self.minimum)
            or (self.maximum is not None and number > self.maximum)
            or (self.above is not None and number <= self.above)
        ):
            return f"must be{self._allowed()}"
        if self.odd and number % 2 == 0:
            lower = max(int(number) - 1, 1)
            return f"must be odd, try {lower} or {int(number) + 1}"
        return ""

    def _allowed(self) -> str:
        parts = []
        if self.above is not None:
            parts.append(f"above {self.above:.15g}")
        if self.minimum is not None and self.maximum is not None:
            parts.append(f"from {self.minimum:.15g} to {self.maximum:g}")
        elif self.minimum is not None:
            parts.append(f"{self.minimum:.15g} or more")
        elif self.maximum is not None:
            parts.append(f"{'and ' if parts else ''}at most {self.maximum:.15g}")
        return f" {' '.join(parts)}" if parts else ""


def matrix_text(value: Any) -> str:
    """Return a matrix, an array or lists of numbers, as text: rows separated by semicolons. Text stays as it is.

    What is no matrix of numbers becomes text that is none either, for the reader of the text to refuse.
    """
    rows = plain(value)
    if not isinstance(rows, list):
        return str(rows)
    lines = rows if rows and all(isinstance(row, list) for row in rows) else [rows]
    return "; ".join(" ".join(str(int(cell) if isinstance(cell, bool) else cell) for cell in line) for line in lines)


def plain(value: Any) -> Any:
    """Return arrays and NumPy's numbers as lists and numbers of Python, however deep they stand."""
    if hasattr(value, "tolist"):
        return value.tolist()
    return [plain(part) for part in value] if isinstance(value, (list, tuple)) else value


def whole_number(name: str, value: Any, what: str) -> int:
    """Return `value`, a whole number from 0. Raises InvalidParameter, naming `what` is counted, for anything else."""
    try:
        number = int(value)
        fits = not isinstance(value, (bool, str, bytes)) and number == value and number >= 0
    except (TypeError, ValueError, OverflowError):
        fits = False
    if not fits:
        raise InvalidParameter(f"{name}={value}: must be a whole number of {what}, 0 or more")
    return number


def several(name: str, value: Any, one: str) -> tuple[Any, ...]:
    """Return a sequence of values, or one alone, as a tuple. Raises InvalidParameter, naming what `one` is, for None.

    Sets have no order and text is one value. What the values are is for others to check.
    """
    if value is None or isinstance(value, (bytes, Mapping, set, frozenset)):
        raise InvalidParameter(f"{name}={value!r}: must be {one}, or several as a list")
    if isinstance(value, Iterable) and not isinstance(value, str):
        return tuple(value)
    return (value,)


def checked_values(owner: str, parameters: Iterable[Parameter], values: Mapping[str, Any]) -> dict[str, Value]:
    """Return every parameter's checked value, defaults filled in. Raises InvalidParameter for an unknown name."""
    known = {parameter.name: parameter for parameter in parameters}
    for name in values:
        if name not in known:
            has = f"it has {listed(known)}" if known else "it has none"
            raise InvalidParameter(f"{owner} has no parameter {name}: {has}")
    return {name: parameter.checked(values.get(name, parameter.default)) for name, parameter in known.items()}
