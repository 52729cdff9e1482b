"""Count many classes in windows of any shape, by histograms that move."""

from __future__ import annotations

from typing import Optional

import numpy as np

from ...arrays import Array
from .block_windows import BlockWindows, Shape, reach_of, shape_within
from .by_ranks import starts
from .histograms import Fields
from .moving_counts import Runs
from .tallies import Reading

CELL = 128
"""Rows and columns of windows of which the classes are numbered together."""
LANES = 512
"""Windows of a row of cells side by side that move together."""
MOST_COUNTS = 1 << 23
"""Counts of all their histograms: few enough for memory."""


def tally_by_moving(windows: BlockWindows, reading: Reading, of_values: bool, out: Array) -> None:
    """Write `reading` of each window into `out`, (rows, columns) without the halo: a class's value, or the number."""
    shape = shape_within(windows)
    if shape is None:
        return
    lines = reach_of(windows.block, windows.window, shape.box)
    good = None if windows.good is None else reach_of(windows.good, windows.window, shape.box)
    runs = shape.runs or tuple((row, 0, shape.box[3]) for row in range(shape.box[2]))
    rows, cols = _cell_of(out.shape, shape)
    side = max(min(LANES, MOST_COUNTS // _pixels((rows, cols), shape)) // cols, 1)
    firsts = starts(out.shape[1], cols)
    for row in starts(out.shape[0], rows):
        source = slice(row, row + rows + shape.box[2] - 1)
        for number in range(0, len(firsts), side):
            corners = firsts[number : number + side]
            parts = [np.s_[source, col : col + cols + shape.box[3] - 1] for col in corners]
            cells = [_numbered(lines[part], None if good is None else good[part]) for part in parts]
            read = _read(cells, (rows, cols), runs, reading)
            for index, col in enumerate(corners):
                found = read[:, index]
                target = out[row : row + rows, col : col + cols]
                target[...] = cells[index][0].take(found, mode="clip") if of_values and len(cells[index][0]) else found


def _pixels(cell: tuple[int, int], shape: Shape) -> int:
    """Return the number of pixels that a cell looks at."""
    return (cell[0] + shape.box[2] - 1) * (cell[1] + shape.box[3] - 1)


def _cell_of(windows: tuple[int, ...], shape: Shape) -> tuple[int, int]:
    """Return the rows and columns of windows of a cell, narrow where the histograms would be too large."""
    rows, cols = min(windows[0], CELL), min(windows[1], CELL)
    while cols > 1 and cols * _pixels((rows, cols), shape) > MOST_COUNTS:
        cols //= 2
    return rows, cols


def _numbered(pixels: Array, good: Optional[Array]) -> tuple[Array, Array]:
    """Return the different values of valid pixels, ascending, and their numbers; that of all where not valid."""
    some = pixels.reshape(-1) if good is None else pixels[good]
    values, inverse = np.unique(some, return_inverse=True)
    numbers = np.full(pixels.size, len(values), np.intp)
    numbers[slice(None) if good is None else good.reshape(-1)] = inverse.reshape(-1)
    return values + values.dtype.type(0), numbers.reshape(pixels.shape)  # which leaves no -0.0


def _read(cells: list[tuple[Array, Array]], cell: tuple[int, int], runs: Runs, reading: Reading) -> Array:
    """Return what is read for each window, (rows, cells, columns)."""
    bins = max(len(values) for values, _ in cells)
    lines = np.concatenate([np.where(numbers == len(values), bins, numbers) for values, numbers in cells], axis=1)
    dtype = Fields(sum(length for _, _, length in runs)).dtype
    moving = reading.moving(lines, bins, (len(cells), cell[1]), runs, dtype)
    out = np.empty((cell[0], len(cells), cell[1]), np.intp)
    for row in moving.slide(cell[0]):
        out[row] = moving.read().reshape(len(cells), -1)
    return out
