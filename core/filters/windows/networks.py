"""Find ranks of a window by networks of minimum and maximum, for all pixels of a strip at once.

The columns of a window are sorted by merging runs of 1, 2, 4 … pixels, then the columns are merged the same way
(Batcher's odd-even merge). Whatever two neighbouring windows have in common is one node of the network, shifted, and
is computed once; whatever no wanted rank depends on is never computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Optional, Union

import numpy as np

from ...arrays import Array
from .window import Window

Ref = tuple[int, int, int]
"""(node, row, column): a node's value at that distance."""
LOW: Ref = (-1, 0, 0)
"""Less than or equal to everything: an element that cannot matter."""
HIGH: Ref = (-2, 0, 0)
"""Greater than or equal to everything."""


@dataclass(frozen=True)
class Step:
    """One operation: `node = smaller or larger of (left, right)`."""

    node: int
    larger: bool
    left: Ref
    right: Ref
    dying: tuple[int, ...]
    """Nodes that no later step needs."""


@dataclass(frozen=True)
class Network:
    """The steps that give the wanted ranks; rows and columns are relative to the window's centre."""

    steps: tuple[Step, ...]
    outputs: tuple[Ref, ...]

    def run(self, flat: Array, width: int, start: int, length: int) -> list[Array]:
        """Return each output at `flat[start : start + length]`, the places of the windows' centres.

        `flat` holds rows of `width` pixels, and no NaN; outputs must not be written to.
        """
        arrays: dict[int, Array] = {0: flat}
        pool: list[Array] = []
        for step in self.steps:
            left = arrays[step.left[0]][step.left[1] * width + step.left[2] :]
            right = arrays[step.right[0]][step.right[1] * width + step.right[2] :]
            size = min(len(left), len(right))
            buffer = pool.pop() if pool else np.empty(len(flat), flat.dtype)
            ufunc = np.maximum if step.larger else np.minimum
            arrays[step.node] = ufunc(left[:size], right[:size], out=buffer[:size])
            for node in step.dying:
                spent = arrays.pop(node)
                if node:
                    pool.append(spent if spent.base is None else spent.base)
        starts = [(node, start + row * width + col) for node, row, col in self.outputs]
        return [arrays[node][first : first + length] for node, first in starts]


class _Builder:
    """Makes nodes, each once: the same operation on the same two nodes at the same distance is the same node."""

    def __init__(self) -> None:
        self.known: dict[tuple[bool, int, int, int, int], int] = {}
        self.operands: list[tuple[bool, Ref, Ref]] = [(False, LOW, LOW)]

    def pick(self, a: Ref, b: Ref, larger: bool) -> Ref:
        """Return the smaller or larger of two values."""
        if a == b or a[0] < 0 or b[0] < 0:
            return self._pick_constant(a, b, larger)
        (row, col), node, other = min((ref[1:], ref[0], other) for ref, other in ((a, b), (b, a)))
        right = (other[0], other[1] - row, other[2] - col)
        key = (larger, node, *right)
        if key not in self.known:
            self.known[key] = len(self.operands)
            self.operands.append((larger, (node, 0, 0), right))
        return (self.known[key], row, col)

    @staticmethod
    def _pick_constant(a: Ref, b: Ref, larger: bool) -> Ref:
        if a == b:
            return a
        absorbing, neutral = (HIGH, LOW) if larger else (LOW, HIGH)
        if absorbing in (a, b):
            return absorbing
        return b if a == neutral else a

    def merge(self, a: list[Ref], b: list[Ref]) -> list[Ref]:
        """Return two sorted lists as one (Batcher; Knuth, The Art of Computer Programming 5.3.4)."""
        if not a or not b:
            return a or b
        if len(a) == 1 and len(b) == 1:
            return [self.pick(a[0], b[0], False), self.pick(a[0], b[0], True)]
        evens = self.merge(a[::2], b[::2])
        odds = self.merge(a[1::2], b[1::2])
        merged = [evens[0]]
        for low, high in zip(odds, evens[1:]):
            merged += [self.pick(low, high, False), self.pick(low, high, True)]
        pairs = min(len(odds), len(evens) - 1)
        return merged + odds[pairs:] + evens[1 + pairs :]


class _Ranks:
    """Builds the lists of one window, dropping what cannot reach the wanted ranks."""

    def __init__(self, total: int, lowest: int, highest: int) -> None:
        self.builder = _Builder()
        self.total, self.lowest, self.highest = total, lowest, highest

    def joined(self, a: list[Ref], b: list[Ref]) -> list[Ref]:
        """Return the merge of two lists: place j of m ends between places j and j + total - m of the window."""
        merged = self.builder.merge(a, b)
        others = self.total - len(merged)
        return [
            LOW if place + others < self.lowest else HIGH if place > self.highest else ref
            for place, ref in enumerate(merged)
        ]

    def run(self, single: list[Ref], count: int, row: int, col: int) -> list[Ref]:
        """Return the sorted list of `count` copies of `single`, each (row, col) from the one before."""
        level, place = single, 0
        result: list[Ref] = []
        for power in range(count.bit_length()):
            span = 1 << power
            if count & span:
                result = self.joined(result, _moved(level, place * row, place * col)) if result else level
                place += span
            if count >> (power + 1):
                level = self.joined(level, _moved(level, span * row, span * col))
        return result


def _moved(refs: list[Ref], row: int, col: int) -> list[Ref]:
    return [ref if ref[0] < 0 else (ref[0], ref[1] + row, ref[2] + col) for ref in refs]


def _sorted_window(window: Window, ranks: _Ranks) -> list[Ref]:
    box = window.box
    pixel: list[Ref] = [(0, 0, 0)]
    if box is not None:
        row, col, rows, cols = box
        return _moved(ranks.run(ranks.run(pixel, rows, 1, 0), cols, 0, 1), row, col)
    lists = [_moved(ranks.run(pixel, length, 1, 0), row, col) for col, row, length in window.columns]
    while len(lists) > 1:
        lists.sort(key=len)
        lists = [ranks.joined(lists[0], lists[1]), *lists[2:]]
    return lists[0]


@lru_cache(maxsize=32)
def rank_network(window: Window, wanted: tuple[int, ...]) -> Network:
    """Return the network that finds the values at places `wanted` (0 is the smallest) of the sorted window."""
    ranks = _Ranks(window.count, min(wanted), max(wanted))
    result = _sorted_window(window, ranks)
    outputs = tuple(result[place] for place in wanted)
    return Network(_scheduled(ranks.builder.operands, outputs), outputs)


def _scheduled(operands: list[tuple[bool, Ref, Ref]], outputs: tuple[Ref, ...]) -> tuple[Step, ...]:
    """Return the needed steps, each right before its first use, with the nodes that die at each."""
    order: list[int] = []
    seen = {0}
    stack: list[Union[int, tuple[int]]] = [ref[0] for ref in reversed(outputs)]
    while stack:
        top = stack.pop()
        if isinstance(top, tuple):
            order.append(top[0])
        elif top not in seen:
            seen.add(top)
            stack += [(top,), operands[top][2][0], operands[top][1][0]]
    last: dict[int, Optional[int]] = {}
    for node in order:
        for ref in operands[node][1:]:
            last[ref[0]] = node
    for ref in outputs:
        last[ref[0]] = None
    dying: dict[Optional[int], list[int]] = {}
    for node, user in last.items():
        dying.setdefault(user, []).append(node)
    return tuple(Step(node, *operands[node], tuple(dying.get(node, ()))) for node in order)
