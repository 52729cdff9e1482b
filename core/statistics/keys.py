"""Turn pixel values into integer keys of the same order, so that one search serves every type of pixel.

A *line* knows one pixel type: key(a) <= key(b) exactly when a <= b, save that -0.0 comes just before 0.0. Keys are
unsigned integers of the type's own width, so floats are ordered by their bits (IEEE 754 numbers of one sign are
ordered like their bit patterns).
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from typing import Any, Union

import numpy as np

from ..arrays import Array, Number
from ..errors import InvalidParameter

Keys = Any
"""A uint64 array of keys."""

TOP_BITS = 16


@dataclass(frozen=True)
class FloatLine:
    """The line of float32 (`bits` 32) or float64 (64)."""

    bits: int
    integer = False

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type of the pixels."""
        return np.dtype(f"f{self.bits // 8}")

    def keys(self, values: Array) -> Any:
        """Return the keys of a contiguous 1-D array of the line's type, unsigned of the same width."""
        raw = values.view(f"u{self.bits // 8}")
        signed = values.view(f"i{self.bits // 8}") >> (self.bits - 1)
        # Positive: set the sign bit, so they come after the negative; negative: flip all bits, which turns them round.
        flip = signed.view(raw.dtype) | raw.dtype.type(1 << (self.bits - 1))
        return raw ^ flip

    def values(self, keys: Keys) -> Array:
        """Return the float64 values of a uint64 array of keys; -0.0 becomes 0.0."""
        keys = np.asarray(keys, np.uint64).astype(f"u{self.bits // 8}")
        top = keys.dtype.type(1 << (self.bits - 1))
        raw = np.where(keys >= top, keys ^ top, ~keys)
        return raw.view(self.dtype).astype(np.float64) + 0.0

    def key_of(self, value: Number) -> int:
        """Return the key of the smallest number of this type that is not below `value`, -0.0 for zero."""
        with np.errstate(over="ignore"):
            number = self.dtype.type(value)
        if float(number) < value:
            number = np.nextafter(number, self.dtype.type(np.inf))
        if number == 0:
            number = self.dtype.type(-0.0)
        return int(self.keys(np.array([number], self.dtype))[0])

    def last_key_of(self, value: Number) -> int:
        """Return the key of a number of this type, that of 0.0 for zero."""
        return int(self.keys(np.array([value], self.dtype) + self.dtype.type(0.0))[0])

    def scalar(self, key: int) -> float:
        """Return the value of one key."""
        return float(self.values([key])[0])

    def ordered_top(self) -> Array:
        """Return the position in order of each pattern of the top 16 bits."""
        raw = np.arange(1 << TOP_BITS)
        return np.where(raw < 0x8000, raw + 0x8000, 0xFFFF - raw)

    def midpoint(self, low: float, high: float) -> float:
        """Return the median of two numbers as numpy.median computes it; halves are added where the sum overflows."""
        total = low + high
        return total / 2 if math.isfinite(total) else low / 2 + high / 2

    def between(self, low: float, high: float, fraction: float) -> float:
        """Return the number at `fraction` of the way, rounded as numpy.quantile rounds it."""
        return _interpolated(low, high, fraction, high - low)


@dataclass(frozen=True)
class IntegerLine:
    """The line of an integer type."""

    bits: int
    signed: bool
    integer = True

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type of the pixels."""
        return np.dtype(f"{'i' if self.signed else 'u'}{self.bits // 8}")

    @property
    def lowest(self) -> int:
        """The smallest number of the type, whose key is 0."""
        return -(1 << (self.bits - 1)) if self.signed else 0

    def keys(self, values: Array) -> Array:
        """Return the keys of a contiguous 1-D array of the line's type, unsigned of the same width."""
        raw = values.view(f"u{self.bits // 8}")
        return raw ^ raw.dtype.type(1 << (self.bits - 1)) if self.signed else raw

    def values(self, keys: Keys) -> Any:
        """Return the values of a uint64 array of keys in the line's type."""
        keys = np.asarray(keys, np.uint64).astype(f"u{self.bits // 8}")
        return (keys ^ keys.dtype.type(1 << (self.bits - 1)) if self.signed else keys).view(self.dtype)

    def key_of(self, value: Number) -> int:
        """Return the key of the smallest integer of this type that is not below `value`."""
        return min(max(math.ceil(value) - self.lowest, 0), (1 << self.bits) - 1)

    def last_key_of(self, value: Number) -> int:
        """Return the key of an integer of this type."""
        return int(value) - self.lowest

    def scalar(self, key: int) -> int:
        """Return the value of one key."""
        return int(key) + self.lowest

    def ordered_top(self) -> Array:
        """Return the position in order of each pattern of the top bits (all of them for 8 and 16 bits)."""
        raw = np.arange(1 << min(TOP_BITS, self.bits))
        return raw ^ (len(raw) >> 1) if self.signed else raw

    def midpoint(self, low: int, high: int) -> Number:
        """Return the median of two integers: exact, and for 64 bits an integer where it is one."""
        total = low + high
        return total // 2 if self.bits == 64 and total % 2 == 0 else total / 2

    def between(self, low: int, high: int, fraction: float) -> Number:
        """Return the number at `fraction` of the way, rounded as numpy.quantile rounds it; at 0 exactly `low`."""
        if fraction == 0:
            return low if self.bits == 64 else float(low)
        return _interpolated(float(low), float(high), fraction, float(high - low))


Line = Union[FloatLine, IntegerLine]


def line_of(dtype: Any) -> Line:
    """Return the line of a pixel type. Raises InvalidParameter for types that have no order (complex, text)."""
    kind = np.dtype(dtype)
    if kind.kind == "f":
        return FloatLine(64 if kind.itemsize >= 8 else 32)
    if kind.kind in "iu":
        return IntegerLine(8 * kind.itemsize, kind.kind == "i")
    if kind.kind == "b":
        return IntegerLine(8, False)
    raise InvalidParameter(f"pixels of type {kind.name} have no order: statistics need integers or floats")


def in_line(values: Array, line: Line) -> Array:
    """Return `values` flat, contiguous, native byte order, in the line's type; a copy only where needed."""
    return np.ascontiguousarray(values, line.dtype).reshape(-1)


def raw_top(values: Array) -> Array:
    """Return the top 16 bits of each value's pattern (all bits of 8- and 16-bit types): a view, nothing is computed."""
    size = values.dtype.itemsize
    if size <= 2:
        return values.view(f"u{size}")
    halves = values.view(np.uint16).reshape(-1, size // 2)
    return halves[:, -1 if sys.byteorder == "little" else 0]


def _interpolated(low: float, high: float, fraction: float, step: float) -> float:
    if not math.isfinite(step):
        return low * (1 - fraction) + high * fraction
    return high - step * (1 - fraction) if fraction >= 0.5 else low + step * fraction
