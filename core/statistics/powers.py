"""Sums of powers of the pixels of one tile, about a pivot near their mean.

The sum itself is exact for integers. For floats every value is split into a high part, whose sum has no rounding, and
a small remainder (ExtractVector of Rump, Ogita and Oishi 2008, Accurate floating-point summation), so that it is right
also where large values cancel. Higher powers have no such trouble: about a mean they are sums of like signs, or small
beside those.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from ..arrays import Array, Number
from .counts import Extremes

LEAST_SUM, MOST_SUM = 1e-200, 1e300
"""Where the highest power's sum lies between these, nothing that counts has left the range of float64."""
LARGEST_EXPONENT = 1000
"""Floats are scaled down for the sum where they, times the number of pixels, could pass this power of two."""


@dataclass(frozen=True)
class PowerSums:
    """What one tile says about its moments: `sums[k]` adds (value - pivot) ** (k + 1) over `count` pixels."""

    count: int
    pivot: Number
    sums: tuple[Fraction, ...]


class PowerSummer:
    """Adds up the powers of one tile, piece by piece."""

    def __init__(self, order: int) -> None:
        """Sum powers up to `order`, which is 2 or more."""
        self._count = 0
        self._pivot: Number = 0
        self._total = Fraction(0)
        self._higher = [Fraction(0)] * (order - 1)

    def add(self, piece: Array, limits: Extremes) -> None:
        """Add a 1-D array of valid pixels, not empty, all finite and of one type; `limits` are its own."""
        if self._count == 0:
            self._pivot = _pivot(piece, limits)
        self._count += piece.size
        is_float = piece.dtype.kind == "f"
        self._total += _float_sum(piece, limits) if is_float else _integer_sum(piece)
        higher = _float_powers if is_float else _integer_powers
        added = higher(piece, limits, self._pivot, len(self._higher) + 1)
        self._higher = [known + one for known, one in zip(self._higher, added)]

    def state(self) -> PowerSums:
        """Return the sums of the tile."""
        first = self._total - self._count * Fraction(self._pivot)
        return PowerSums(self._count, self._pivot, (first, *self._higher))


def _pivot(piece: Array, limits: Extremes) -> Number:
    """Return a number near the mean, which for equal pixels is their very value, and for integers one of their type."""
    with np.errstate(over="ignore", invalid="ignore"):
        mean = float(np.add.reduce(piece, dtype=np.float64)) / int(piece.size)
    if not math.isfinite(mean):
        mean = limits.low / 2 + limits.high / 2
    return min(max(mean if piece.dtype.kind == "f" else round(mean), limits.low), limits.high)


def _integer_sum(piece: Array) -> int:
    if piece.dtype.itemsize < 8:
        return int(np.add.reduce(piece, dtype=np.int64))
    low = np.bitwise_and(piece, piece.dtype.type(0xFFFFFFFF))
    return (int(np.add.reduce(piece >> piece.dtype.type(32))) << 32) + int(np.add.reduce(low))


def _float_sum(piece: Array, limits: Extremes) -> Fraction:
    """Return the sum of the pixels, with an error below 2^-67 of the largest of them."""
    exponent = _exponent(limits.low, limits.high) + int(piece.size).bit_length()
    scale = max(exponent - LARGEST_EXPONENT, 0)
    if scale:
        piece, exponent = np.ldexp(piece, -scale), exponent - scale
    # So large that adding it rounds every pixel to multiples of one step, of which 2^53 hold the sum of them all.
    sigma = math.ldexp(1.0, exponent)
    high = np.add(piece, sigma, dtype=np.float64)
    high -= sigma
    total = Fraction(float(np.add.reduce(high)))
    rest = np.subtract(piece, high, out=high)
    return (total + Fraction(float(np.add.reduce(rest)))) * (1 << scale)


def _float_powers(piece: Array, limits: Extremes, pivot: Number, order: int) -> list[Fraction]:
    """Return the sums of powers from 2 to `order`, scaled where these would leave float64."""
    with np.errstate(all="ignore"):
        sums = _power_sums(np.subtract(piece, pivot, dtype=np.float64), order)
    if LEAST_SUM < sums[-1] < MOST_SUM or limits.low == limits.high == pivot:
        return [Fraction(one) for one in sums]
    exponent = _exponent(limits.low, limits.high, pivot)
    with np.errstate(under="ignore"):
        scaled = np.ldexp(np.asarray(piece, np.float64), -exponent) - math.ldexp(pivot, -exponent)
        sums = _power_sums(scaled, order)
    return [Fraction(one) * Fraction(2) ** (exponent * power) for power, one in enumerate(sums, 2)]


def _integer_powers(piece: Array, limits: Extremes, pivot: Number, order: int) -> list[Fraction]:
    return [Fraction(one) for one in _power_sums(_differences(piece, limits, int(pivot)), order)]


def _power_sums(base: Array, order: int) -> list[float]:
    """Return the sums of base ** 2 up to base ** order; `base` is float64 and stays as it is."""
    power = np.multiply(base, base)
    sums = [float(np.add.reduce(power))]
    for _ in range(order - 2):
        np.multiply(power, base, out=power)
        sums.append(float(np.add.reduce(power)))
    return sums


def _exponent(*values: Number) -> int:
    """Return the power of two that no value reaches in size."""
    return math.frexp(max(abs(value) for value in values))[1]


def _differences(piece: Array, limits: Extremes, pivot: int) -> Any:
    if piece.dtype.itemsize < 8:
        return np.subtract(piece, pivot, dtype=np.float64)
    # 64-bit integers: the difference is exact as an integer whenever it fits one, also where its parts pass 2^53.
    if max(int(limits.high) - pivot, pivot - int(limits.low)) < 2**63:
        return (piece - piece.dtype.type(pivot)).view(np.int64).astype(np.float64)
    return piece.astype(np.float64) - float(pivot)
