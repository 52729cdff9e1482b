"""Declare what an accumulator is: a state of all tiles so far, and what gathers one tile for it in a worker.

The first pass over the tiles, and the zones, know accumulators by this protocol only: a new one is a class with these
four members, in a file of its own, which a `StatisticSpec` names. What has to be known more finely than one pass tells
goes by `Distribution` instead, which is refined in passes of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Callable, Protocol

from ..arrays import Array, Number


@dataclass(frozen=True)
class Piece:
    """Valid pixels of a tile: 1-D, not empty, finite, of one type."""

    values: Array

    @cached_property
    def limits(self) -> tuple[Number, Number]:
        """The smallest and the largest value, as int for integers; -0.0 is 0.0. Found once, for all that ask."""
        return self.values.min().item() + 0, self.values.max().item() + 0


class Gatherer(Protocol):
    """Gathers one tile, piece by piece, in a worker."""

    def add(self, piece: Piece) -> None:
        """Add one more piece of the tile."""

    def state(self) -> Any:
        """Return what the tile says, for `Accumulator.merged`: small, and fit to be pickled."""


class Accumulator(Protocol):
    """A state of all tiles so far. One whose class derives from another's serves the statistics of both."""

    @classmethod
    def nothing(cls) -> Accumulator:
        """Return the state before any pixel."""

    @classmethod
    def gatherer(cls, pixels: int) -> Gatherer:
        """Return what gathers a tile of so many pixels, valid or not."""

    def merged(self, tile: Any) -> Accumulator:
        """Return the state with one more tile: however a raster is cut, the same to the last bit."""

    @classmethod
    def of_counts(cls, values: Sequence[Number], counts: Sequence[Any], pixels: Any) -> Accumulator:
        """Return the state of values, ascending and not none, and how often each occurs, among `pixels` in all.

        Where pixels count in part, as at the edges of zones, `counts` and `pixels` are fractions.
        """


class Merging:
    """A gatherer for states that are cheap to merge: each piece becomes one."""

    def __init__(self, start: Accumulator, of: Callable[[Piece], Any]) -> None:
        self._state = start
        self._of = of

    def add(self, piece: Piece) -> None:
        """Merge the state of one more piece."""
        self._state = self._state.merged(self._of(piece))

    def state(self) -> Any:
        """Return the state of the tile."""
        return self._state


Kinds = tuple[type[Accumulator], ...]


def least_kinds(kinds: Sequence[type[Accumulator]]) -> Kinds:
    """Return each kind once, without those that another one serves."""
    once = dict.fromkeys(kinds)
    return tuple(kind for kind in once if not any(other is not kind and issubclass(other, kind) for other in once))


def serving(states: Sequence[Accumulator], kind: type[Accumulator]) -> Accumulator:
    """Return the state that statistics of a kind read."""
    return next(state for state in states if isinstance(state, kind))
