"""Sum powers of the pixels of one tile without any rounding: however a raster is cut, they add up to the same.

Pixels are cut into digits, as in ExtractVector of Rump, Ogita and Oishi (2008, Accurate floating-point summation): a
digit of DIGIT bits is what adding and taking away a large number leaves of a pixel, and the rest is cut again. Sums of
products of two digits are whole multiples of one step, and so few that float64 holds them all exactly, in whatever
order they are added. Sums of squares are those of the digits of the pixels, third and fourth powers those of the
digits of their squares, of which Dekker's product (1971, A floating-point technique for extending the available
precision) gives both halves.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Optional

import numpy as np

from ..arrays import Array
from .accumulator import Piece

DIGIT = 19
"""Bits of a digit."""
BLOCK = 1 << 15
"""Pixels at a time: so many products of two digits have 53 bits together."""
MOST_DIGITS = 4
"""Pixels that have more digits than these below the largest pixel's first are added up on their own."""
FEW = 64
"""One pixel of so many is cheaper on its own than a further digit of all."""
PLAIN_EXPONENT = 100
"""Pixels below 2 to this power, and not all below its inverse, need no scaling: their products stay in float64."""
SCALED_RANGE = 500
"""Pixels that are smaller than the largest by more than 2 to this power are not scaled together with it."""
SPLITTER = 2.0**27 + 1
"""Halves the digits of a float64 (Dekker 1971)."""
NARROW_TYPES = ("f2", "f4")
"""Types whose squares float64 holds."""


@dataclass(frozen=True)
class PowerSums:
    """The sums of powers of one tile: `sums[k]` adds value ** (k + 1) over `count` pixels."""

    count: int
    sums: tuple[Fraction, ...]
    integer: bool
    """The values are integers."""


@dataclass(frozen=True)
class Digits:
    """One digit of each pixel: float64, whole multiples of 2 to the power of `step`."""

    values: Array
    step: int


@dataclass(frozen=True)
class Term:
    """One of the float64 numbers that make up each pixel when they are added; all are below 2 to the `exponent`."""

    values: Array
    exponent: int


class PowerSummer:
    """Adds up the powers of one tile, piece by piece."""

    def __init__(self, order: int) -> None:
        """Sum powers up to `order`, which is 2 or 4."""
        self._order = order
        self._count = 0
        self._integer = False
        self._aside: list[Array] = []
        self._steps: list[dict[int, int]] = [{} for _ in range(order)]
        """For each power: how many steps of 2 to the power of the key."""

    def add(self, piece: Piece) -> None:
        """Add one more piece of the tile."""
        self._count += piece.values.size
        self._integer = piece.values.dtype.kind != "f"
        largest = max(map(abs, piece.limits))
        for block in _blocks(piece.values):
            if not self._integer:
                self._add_floats(block, _exponent(largest))
            elif largest < 1 << 53:
                self._add_terms([Term(block.astype(np.float64), _exponent(largest))])
            else:
                self._add_terms(_halves(block))
        while self._aside:
            alone, self._aside = np.concatenate(self._aside), []
            for block in _blocks(alone):
                self._add_floats(block, _exponent(np.abs(block).max()))

    def state(self) -> PowerSums:
        """Return the sums of the tile."""
        sums = (
            sum((number * Fraction(2) ** step for step, number in known.items()), Fraction(0)) for known in self._steps
        )
        return PowerSums(self._count, tuple(sums), self._integer)

    def _add_floats(self, block: Array, exponent: int) -> None:
        """Add pixels below 2 to the `exponent`, but for those that are set aside: much smaller or finer than most."""
        scale = 0 if -PLAIN_EXPONENT < exponent < PLAIN_EXPONENT else exponent
        if scale:
            block = block.astype(np.float64)
            self._set_aside(block, (block != 0) & (np.abs(block) < math.ldexp(1.0, scale - SCALED_RANGE)), 0)
            block = np.ldexp(block, -scale)
        term = Term(block, exponent - scale)
        digits, far = _leading_digits(term)
        if far.any():
            block = block.copy()
            self._set_aside(block, far, scale)
            for digit in digits:
                digit.values[far] = 0.0
        self._add_powers([Term(block, term.exponent)], digits, block.dtype.str[1:] in NARROW_TYPES, scale)

    def _set_aside(self, block: Array, far: Array, scale: int) -> None:
        """Keep some pixels for later, times 2 to the `scale`, and put 0 in their place."""
        self._aside.append(np.ldexp(block[far].astype(np.float64), scale))
        block[far] = 0.0

    def _add_terms(self, terms: list[Term]) -> None:
        digits = [digit for term in terms for digit in _digits(term)]
        self._add_powers(terms, digits, False, 0)

    def _add_powers(self, terms: list[Term], digits: list[Digits], is_narrow: bool, scale: int) -> None:
        """Add powers of pixels, divided by 2 to the `scale`: the sums of `terms`, and of `digits`."""
        for digit in digits:
            self._count_steps(1, float(np.add.reduce(digit.values)), digit.step, scale)
        self._add_squared(2, digits, scale)
        if self._order > 2:
            squares = [digit for term in _squares(terms, is_narrow) for digit in _digits(term)]
            for one in squares:
                for other in digits:
                    self._count_steps(3, float(np.dot(one.values, other.values)), one.step + other.step, scale)
            self._add_squared(4, squares, scale)

    def _add_squared(self, power: int, digits: list[Digits], scale: int) -> None:
        """Add the square of the sum of `digits`."""
        for place, one in enumerate(digits):
            self._count_steps(power, float(np.dot(one.values, one.values)), 2 * one.step, scale)
            for other in digits[place + 1 :]:
                product = 2.0 * float(np.dot(one.values, other.values))
                self._count_steps(power, product, one.step + other.step, scale)

    def _count_steps(self, power: int, total: float, step: int, scale: int) -> None:
        known, key = self._steps[power - 1], step + power * scale
        known[key] = known.get(key, 0) + int(math.ldexp(total, -step))


def _cut(term: Term) -> Iterator[tuple[Digits, Array]]:
    """Yield the digits of a term, without an end, and what is left after each (the same array, which changes)."""
    rest, step = term.values, term.exponent - DIGIT
    while True:
        # So large that adding it rounds every pixel to multiples of one step.
        large = math.ldexp(1.5, 52 + step)
        digit = np.add(rest, large, dtype=np.float64)
        digit -= large
        rest = np.subtract(rest, digit, dtype=np.float64, out=None if rest is term.values else rest)
        yield Digits(digit, step), rest
        step -= 1 + DIGIT


def _digits(term: Term) -> list[Digits]:
    """Return all digits of a term."""
    digits: list[Digits] = []
    for digit, rest in _cut(term):
        digits.append(digit)
        if not _is_any(rest):
            break
    return digits


def _leading_digits(term: Term) -> tuple[list[Digits], Array]:
    """Return digits of a term that are all digits of most pixels, and (boolean) which have more."""
    digits: list[Digits] = []
    far = np.zeros(term.values.shape, bool)
    for digit, rest in _cut(term):
        digits.append(digit)
        far = rest != 0
        if len(digits) == MOST_DIGITS or np.count_nonzero(far) * FEW <= (len(digits) > 1) * far.size:
            break
    return digits, far


def _blocks(piece: Array) -> Iterator[Array]:
    for start in range(0, piece.size, BLOCK):
        yield piece[start : start + BLOCK]


def _is_any(rest: Array) -> bool:
    """Return whether a number is not 0; extremes are found faster than `any` finds it."""
    return bool(rest.max() > 0 or rest.min() < 0)


def _squares(terms: list[Term], is_narrow: bool) -> Iterator[Term]:
    """Yield terms that make up the square of the sum of `terms`; `is_narrow`: float64 holds each product."""
    for place, one in enumerate(terms):
        for other in terms[place:]:
            exponent = one.exponent + other.exponent + (one is not other)
            twice = other.values if one is other else 2.0 * other.values
            product, error = _product(one.values, twice, is_narrow)
            yield Term(product, exponent)
            if error is not None and _is_any(error):
                yield Term(error, exponent - 53)


def _product(one: Array, other: Array, is_narrow: bool) -> tuple[Array, Optional[Array]]:
    """Return products and what their rounding took from them."""
    product = np.multiply(one, other, dtype=np.float64)
    if is_narrow:
        return product, None
    (high, low), (other_high, other_low) = _halved(one), _halved(other)
    return product, low * other_low - (((product - high * other_high) - low * other_high) - high * other_low)


def _halved(values: Array) -> tuple[Array, Array]:
    large = values * SPLITTER
    high = large - (large - values)
    return high, values - high


def _halves(block: Array) -> list[Term]:
    """Return the upper and lower 32 bits of integers of 64."""
    high = np.ldexp((block >> block.dtype.type(32)).astype(np.float64), 32)
    low = np.bitwise_and(block, block.dtype.type(0xFFFFFFFF)).astype(np.float64)
    return [Term(high, 64), Term(low, 32)]


def _exponent(largest: float) -> int:
    """Return the power of two that no value reaches in size."""
    return math.frexp(largest)[1]
