"""Fold a window by doubling: of 2, 4, 8 … neighbours, then of the window's length.

Each pixel's result depends on its own window alone and is always put together in the same order, so a block and the
whole raster agree bit for bit. A running sum would be quicker for large windows, but carries rounding from afar.
"""

from __future__ import annotations

from typing import Any, Callable, Optional, Union

import numpy as np

from ...arrays import Array
from .strips import STRIP_PIXELS, Strip
from .window import Window

State = tuple[Any, ...]
"""Flat arrays of one length that are folded together; a scalar stands for a constant array."""
Combine = Callable[[State, State], State]


def part(state: State, start: int, length: int) -> State:
    """Return the same stretch of all arrays of a state."""
    return tuple(item[start : start + length] if isinstance(item, np.ndarray) else item for item in state)


def state_length(state: State) -> int:
    """Return the length of a state's arrays."""
    return next(len(item) for item in state if isinstance(item, np.ndarray))


class Doubling:
    """Folds of 1, 2, 4 … neighbours at a distance of `step`, kept so that runs of any length can be put together."""

    def __init__(self, state: State, step: int, combine: Combine, overlap: bool) -> None:
        self.levels = [state]
        self.step, self.combine, self.overlap = step, combine, overlap

    def level(self, power: int) -> State:
        """Return the fold of 2**power neighbours."""
        while len(self.levels) <= power:
            last = self.levels[-1]
            reach = self.step << (len(self.levels) - 1)
            length = state_length(last) - reach
            self.levels.append(self.combine(part(last, 0, length), part(last, reach, length)))
        return self.levels[power]

    def run(self, count: int, start: int = 0, length: int = -1) -> State:
        """Return the fold of `count` neighbours, from index `start`, `length` long (-1: as far as it goes)."""
        if length < 0:
            length = state_length(self.levels[0]) - start - (count - 1) * self.step
        pieces = self._pieces(count)
        power, offset = pieces[0]
        result = part(self.level(power), start + offset * self.step, length)
        for power, offset in pieces[1:]:
            result = self.combine(result, part(self.level(power), start + offset * self.step, length))
        return result

    def _pieces(self, count: int) -> list[tuple[int, int]]:
        """Return (power, offset) of the folds that make up a run; they may overlap where that does no harm."""
        top = count.bit_length() - 1
        if self.overlap:
            return [(top, 0)] if count == 1 << top else [(top, 0), (top, count - (1 << top))]
        pieces, offset = [], 0
        for power in range(top + 1):
            if count >> power & 1:
                pieces.append((power, offset))
                offset += 1 << power
        return pieces


def fold(state: State, window: Window, strip: Strip, combine: Combine, overlap: bool = False) -> State:
    """Return the fold of the window around every computed pixel of a strip: arrays of length `strip.length`.

    `overlap` says that counting a pixel twice does no harm, as for minimum and maximum.
    """
    box = window.box
    if box is None:
        return _fold_runs(state, window, strip, combine, overlap)
    row, col, rows, cols = box

    def down(columns: State, step: int) -> State:
        return Doubling(columns, step, combine, overlap).run(rows)

    def across(lines: State, start: int, length: int) -> State:
        return Doubling(lines, 1, combine, overlap).run(cols, start + col, length)

    return separable(state, strip, (row, rows), down, across)


def _fold_runs(state: State, window: Window, strip: Strip, combine: Combine, overlap: bool) -> State:
    lines = Doubling(state, 1, combine, overlap)
    result: State = ()
    for row, col, length in window.runs:
        line = lines.run(length, strip.at(row, col), strip.length)
        result = combine(result, line) if result else line
    return result


def separable(
    state: State,
    strip: Strip,
    reach: tuple[int, int],
    down: Callable[[State, int], State],
    across: Callable[[State, int, int], State],
) -> State:
    """Return `across` of `down` for every computed pixel of a strip: arrays of length `strip.length`.

    `reach` is (first row, rows) of the window. `down(columns, step)` takes flat rows of `step` pixels and gives that
    many rows less; `across(lines, start, length)` gives `length` pixels whose own place begins at `start`. A strip
    too large for the cache goes down in panels of columns, and across in groups of rows; each pixel's own sum is the
    same.
    """
    width, rows = strip.width, strip.row_max - strip.row_min
    lines = rows + reach[1] - 1
    top = (strip.halo + reach[0]) * width
    source = part(state, top, lines * width)
    panel = width if lines * width <= 2 * STRIP_PIXELS else max(STRIP_PIXELS // lines, 16)
    if panel >= width:
        return across(down(source, width), strip.halo, strip.length)
    middle = _Collected(rows * width)
    for col in range(0, width, panel):
        cut = np.s_[:, col : col + panel]
        columns = tuple(_copied(item, width, cut) for item in source)
        middle.put(down(columns, min(panel, width - col)), (rows, width), cut)
    result = _Collected(rows * width)
    group = max(STRIP_PIXELS // width, 1)
    for row in range(0, rows, group):
        count = min(group, rows - row)
        length = count * width - 2 * strip.halo
        done = across(part(middle.state, row * width, count * width), strip.halo, length)
        result.put(done, (rows * width,), np.s_[row * width : row * width + length])
    return part(result.state, 0, strip.length)


def _copied(item: Any, width: int, cut: Any) -> Any:
    return np.ascontiguousarray(item.reshape(-1, width)[cut]).ravel() if isinstance(item, np.ndarray) else item


class _Collected:
    """A state of whole arrays, put together from parts."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.state: State = ()

    def put(self, parts: State, shape: tuple[int, ...], cut: Any) -> None:
        """Write flat parts at `cut` of the arrays seen as `shape`; scalars are the same in all parts."""
        if not self.state:
            self.state = tuple(np.zeros(self.length, p.dtype) if isinstance(p, np.ndarray) else p for p in parts)
        for whole, piece in zip(self.state, parts):
            if isinstance(piece, np.ndarray):
                target = whole.reshape(shape)[cut]
                target[...] = piece.reshape(target.shape)


def _combine_sums(a: State, b: State) -> State:
    return (a[0] + b[0],)


def _combine_any(a: State, b: State) -> State:
    return (a[0] | b[0],)


def window_sum(flat: Array, window: Window, strip: Strip) -> Array:
    """Return the sum over the window."""
    result: Array = fold((flat,), window, strip, _combine_sums)[0]
    return result


def window_count(valid: Union[Array, None], window: Window, strip: Strip) -> Union[Array, int]:
    """Return the number of valid pixels in the window, in the smallest unsigned type, or one int for all pixels."""
    if valid is None:
        return window.count
    return window_sum(valid.astype(count_dtype(window.count)), window, strip)


def window_any(flat: Array, window: Window, strip: Strip) -> Array:
    """Return whether a boolean is true anywhere in the window."""
    result: Array = fold((flat.view(np.uint8),), window, strip, _combine_any, overlap=True)[0]
    return result.view(bool)


def window_extreme(flat: Array, window: Window, strip: Strip, ufunc: np.ufunc) -> Array:
    """Return the minimum or maximum (`np.minimum`, `np.maximum`) over the window."""

    def combine(a: State, b: State) -> State:
        return (ufunc(a[0], b[0]),)

    result: Array = fold((flat,), window, strip, combine, overlap=True)[0]
    return result


def count_dtype(largest: int) -> np.dtype[Any]:
    """Return the smallest unsigned type that counts to `largest`."""
    return np.min_scalar_type(largest)


def within_data(window: Window, good: Optional[Array], strip: Strip) -> Optional[Window]:
    """Return the pixels of a window that are valid for any computed pixel of a strip, and some more; None: no pixel.

    Much of a window larger than the raster lies outside it, wherever its centre is.
    """
    if good is None:
        return window
    lines = good.reshape(-1, strip.width)
    rows, cols = np.flatnonzero(lines.any(axis=1)), np.flatnonzero(lines.any(axis=0))
    if not len(rows):
        return None
    last_row, last_col = strip.halo + strip.row_max - strip.row_min - 1, strip.width - strip.halo - 1
    return window.cropped(
        (int(rows[0]) - last_row, int(rows[-1]) - strip.halo), (int(cols[0]) - last_col, int(cols[-1]) - strip.halo)
    )
