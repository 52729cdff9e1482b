"""Sums of powers of the pixels of one tile, about a pivot near their mean."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Union

import numpy as np


@dataclass(frozen=True)
class PowerSums:
    """What one tile says about its moments: `sums[k]` adds (value - pivot) ** (k + 1) over `count` pixels."""

    count: int
    pivot: Union[int, float]
    sums: tuple[Union[int, float], ...]


class PowerSummer:
    """Adds up the powers of one tile, piece by piece."""

    def __init__(self, order: int) -> None:
        self._order = order
        self._count = 0
        self._pivot: Union[int, float, None] = None
        self._total = 0
        self._parts: list[list[float]] = [[] for _ in range(order)]

    def add(self, piece: Any) -> None:
        """Add a 1-D array of valid pixels."""
        if piece.size == 0:
            return
        self._count += piece.size
        if self._pivot is None:
            self._pivot = _pivot(piece)
        if piece.dtype.kind != "f":
            self._total += _integer_sum(piece)
        with np.errstate(all="ignore"):
            base = _differences(piece, self._pivot)
            power = base
            for parts in self._parts:
                parts.append(float(np.add.reduce(power)))
                if parts is not self._parts[-1]:
                    power = np.multiply(power, base, out=None if power is base else power)
        self._is_integer = piece.dtype.kind != "f"

    def state(self) -> PowerSums:
        """Return the sums of the tile."""
        if self._pivot is None:
            return PowerSums(0, 0, (0,) * self._order)
        sums: list[Union[int, float]] = [_added(parts) for parts in self._parts]
        if self._is_integer:
            sums[0] = self._total - self._count * int(self._pivot)
        return PowerSums(self._count, self._pivot, tuple(sums))


def _added(parts: Sequence[float]) -> float:
    try:
        return math.fsum(parts)
    except (OverflowError, ValueError):  # infinities of both signs, or a sum beyond float64
        return math.nan


def _pivot(piece: Any) -> Union[int, float]:
    with np.errstate(all="ignore"):
        mean = float(np.add.reduce(piece, dtype=np.float64)) / int(piece.size)
    if not math.isfinite(mean):
        return 0.0
    if piece.dtype.kind == "f":
        return mean
    limits = np.iinfo(piece.dtype)
    lowest, highest = int(limits.min), int(limits.max)
    return min(max(round(mean), lowest), highest)


def _integer_sum(piece: Any) -> int:
    if piece.dtype.itemsize < 8:
        return int(np.add.reduce(piece, dtype=np.int64))
    low = np.bitwise_and(piece, piece.dtype.type(0xFFFFFFFF))
    return (int(np.add.reduce(piece >> piece.dtype.type(32))) << 32) + int(np.add.reduce(low))


def _differences(piece: Any, pivot: Union[int, float]) -> Any:
    if piece.dtype.itemsize < 8 or piece.dtype.kind == "f":
        return np.subtract(piece, pivot, dtype=np.float64)
    # 64-bit integers: the difference is exact as an integer whenever it fits one, also where its parts pass 2^53.
    reach = max(int(piece.max()) - int(pivot), int(pivot) - int(piece.min()))
    if reach < 2**63:
        return (piece - piece.dtype.type(pivot)).view(np.int64).astype(np.float64)
    return piece.astype(np.float64) - float(pivot)
