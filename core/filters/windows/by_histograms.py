"""Choices of pixels, and counts of classes, in box windows of a block that has few different values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ...arrays import Array
from .bin_search import BinSearch
from .block_windows import BlockWindows, Choice, RankRule, box_within, reach_of
from .classes import Classes
from .histograms import PANEL_COLUMNS
from .tallies import Reading, read_tallies


def panels(lines: Array, box: tuple[int, int]) -> Iterator[tuple[slice, Array]]:
    """Yield columns of windows, and the part of `lines` (rows, columns) that they look at."""
    width = lines.shape[1] - box[1] + 1
    for col in range(0, width, PANEL_COLUMNS):
        end = min(col + PANEL_COLUMNS, width)
        yield slice(col, end), lines[:, col : end + box[1] - 1]


def select_by_histograms(windows: BlockWindows, choice: Choice, classes: Classes, out: Array) -> None:
    """Write the wanted values into `out`, (rows, columns) without the halo; there are at most 256 classes."""
    box = box_within(windows)
    if box is None:
        return
    lines, (_, _, rows, cols) = reach_of(classes.numbers, windows.window, box), box
    counts = np.broadcast_to(windows.counts, out.shape)
    for panel, part in panels(lines, (rows, cols)):
        search = BinSearch(part, len(classes.values), (rows, cols))
        for row in range(0, search.height, search.batch):
            here = np.s_[row : row + search.batch, panel]
            low, high, fraction = places(windows, choice.rule, counts[here].reshape(-1))
            lower, upper = search.find(low, high)
            values = classes.values.take(lower.bins, mode="clip")
            if high is not low:
                values = choice.blend(values, classes.values.take(upper.bins, mode="clip"), fraction)
            out[here] = values.reshape(-1, search.width)


def places(windows: BlockWindows, rule: RankRule, counts: Array) -> tuple[Array, Array, Any]:
    """Return the two wanted places of windows with so many valid pixels; one array where they are the same."""
    if isinstance(windows.counts, int):
        low, high, fraction = rule(windows.counts)
        lower = np.full(len(counts), low, np.int64)
        return lower, lower if high == low else np.full(len(counts), high, np.int64), fraction
    return rule(np.maximum(counts, 1).astype(np.int64))


def tally_by_histograms(windows: BlockWindows, classes: Classes, reading: Reading) -> Array:
    """Return `reading` of each window, (rows, columns) without the halo, as uint32; any where none is valid."""
    box = box_within(windows) or (0, 0, 1, 1)
    lines, (_, _, rows, cols) = reach_of(classes.numbers, windows.window, box), box
    parts = [read_tallies(part, len(classes.values), (rows, cols), reading) for _, part in panels(lines, (rows, cols))]
    return np.concatenate(parts, axis=1)
