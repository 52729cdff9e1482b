"""Choose pixels, and count classes, in windows of a block that has few different values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ...arrays import Array
from .bin_search import BinSearch, BoxSearch
from .block_windows import BlockWindows, Choice, RankRule, Shape, reach_of, shape_within
from .classes import Classes
from .footprints import FOOTPRINT_COLUMNS, FootprintSearch, read_footprints
from .histograms import PANEL_COLUMNS
from .tallies import Reading, read_tallies


def panels(lines: Array, shape: Shape) -> Iterator[tuple[slice, Array]]:
    """Yield columns of windows, and the part of `lines` (rows, columns) that they look at."""
    reach = shape.box[3] - 1
    width = lines.shape[1] - reach
    panel = PANEL_COLUMNS if shape.runs is None else FOOTPRINT_COLUMNS
    for col in range(0, width, panel):
        end = min(col + panel, width)
        yield slice(col, end), lines[:, col : end + reach]


def select_by_histograms(windows: BlockWindows, choice: Choice, classes: Classes, out: Array) -> None:
    """Write the wanted values into `out`, (rows, columns) without the halo; there are at most 256 classes."""
    shape = shape_within(windows)
    if shape is None:
        return
    counts = np.broadcast_to(windows.counts, out.shape)
    for panel, part in panels(reach_of(classes.numbers, windows.window, shape.box), shape):
        search = _search(part, len(classes.values), shape)
        for row in range(0, search.height, search.batch):
            here = np.s_[row : row + search.batch, panel]
            low, high, fraction = places(windows, choice.rule, counts[here].reshape(-1))
            lower, upper = search.find(low, high)
            values = classes.values.take(lower.bins, mode="clip")
            if high is not low:
                values = choice.blend(values, classes.values.take(upper.bins, mode="clip"), fraction)
            out[here] = values.reshape(-1, search.width)


def _search(lines: Array, bins: int, shape: Shape) -> BinSearch:
    if shape.runs is None:
        return BoxSearch(lines, bins, shape.box[2:])
    return FootprintSearch(lines, bins, shape.box[2:], shape.runs)


def places(windows: BlockWindows, rule: RankRule, counts: Array) -> tuple[Array, Array, Any]:
    """Return the two wanted places of windows with so many valid pixels; one array where they are the same."""
    if isinstance(windows.counts, int):
        low, high, fraction = rule(windows.counts)
        lower = np.full(len(counts), low, np.int64)
        return lower, lower if high == low else np.full(len(counts), high, np.int64), fraction
    return rule(np.maximum(counts, 1).astype(np.int64))


def tally_by_histograms(windows: BlockWindows, classes: Classes, reading: Reading) -> Array:
    """Return `reading` of each window, (rows, columns) without the halo, as uint32; any where none is valid."""
    shape = shape_within(windows) or Shape((0, 0, 1, 1), None)
    lines, number = reach_of(classes.numbers, windows.window, shape.box), len(classes.values)
    box = shape.box[2:]
    parts = [
        read_tallies(part, number, box, reading)
        if shape.runs is None
        else read_footprints(part, number, box, shape.runs, reading)
        for _, part in panels(lines, shape)
    ]
    return np.concatenate(parts, axis=1)
