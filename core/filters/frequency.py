"""Majority, minority and variety: how often values occur in a window."""

from __future__ import annotations

from typing import Any, Callable, Optional

import numpy as np

from ..arrays import Array
from .focal import focal_spec
from .rank_filters import NETWORK_PIXELS
from .windows.block_windows import BlockWindows
from .windows.by_histograms import tally_by_histograms
from .windows.classes import Classes, classes_of
from .windows.moving import window_count, within_data
from .windows.networks import rank_network
from .windows.strips import Strip, bounds, empty_like, load_filled, strips
from .windows.tallies import Reading, different, least, most
from .windows.window import Window, window_of

Tally = Callable[[Array, Any], Array]
"""`tally(ordered, count)`: the wanted value of each column of sorted values, of which the first `count` are valid."""

CENTRE = Window(((0, 0, 1),))
"""Looked at where no window has a valid pixel."""
GATHERED = 1 << 21
"""Pixels of windows that are gathered and sorted at once."""
STRIP_BYTES = 1 << 21
"""Bytes that the sorted windows of one strip may take."""
SORTED_PIXEL_NS = 12.5
"""Measured cost of a window that is sorted, for each of its pixels; larger ones than a network takes are."""
COUNTED_NS = 60
"""Measured cost of a window whose classes are counted, and of each class."""
CLASS_NS = 0.9
MOST_CLASSES = 1 << 11
"""More would need too much memory."""


class _Frequency:
    """One way to look at the frequencies of a window, in sorted windows and in counts of classes."""

    def __init__(self, tally: Tally, reading: Reading, pixel_ns: float, of_values: bool) -> None:
        self.tally, self.reading = tally, reading
        self.pixel_ns = pixel_ns
        """Cost of a window by the network, for each of its pixels."""
        self.of_values = of_values
        """Whether the reading is the number of a class, whose value is wanted."""

    def classes(self, windows: BlockWindows) -> Optional[Classes]:
        """Return the block's classes where counting them costs less than sorting windows, else None."""
        window = windows.window
        if window.box is None:
            return None
        sorting_ns = (self.pixel_ns if window.count <= NETWORK_PIXELS else SORTED_PIXEL_NS) * window.count
        most = min(int((sorting_ns - COUNTED_NS) / CLASS_NS), MOST_CLASSES)
        return classes_of(windows.block, windows.good, most) if most > 0 else None

    def run(self, block: Array, valid: Optional[Array], window: Window, dtype: Any) -> Array:
        """Return the result for each window; without a valid pixel NaN (integers: unspecified)."""
        out = empty_like(block, dtype)
        windows = BlockWindows.of(block, valid, window)
        if windows.empty:
            return out
        classes = self.classes(windows)
        if classes is None:
            _by_strips(windows, self.tally, out)
        elif len(classes.values):
            found = out[windows.inner]
            readings = tally_by_histograms(windows, classes, self.reading)
            found[...] = classes.values.take(readings, mode="clip") if self.of_values else readings
        windows.mark_empty(out)
        return out


def _by_strips(windows: BlockWindows, tally: Tally, out: Array) -> None:
    block, window = windows.block, windows.window
    fill = bounds(block.dtype)[1]
    small = window.count <= NETWORK_PIXELS
    pixels = max(STRIP_BYTES // (block.dtype.itemsize * window.count), 4096)
    for strip in strips(block.shape, window.halo, pixels):
        flat, good = load_filled(block, windows.good, strip, fill)
        count = window_count(good, window, strip)
        if small:
            result = _by_network(flat, count, window, strip, tally)
        else:
            near = within_data(window, good, strip) or CENTRE
            result = _by_sorting(flat, count, near, strip, tally)
        strip.store(result, out)


def _by_network(flat: Array, count: Any, window: Window, strip: Strip, tally: Tally) -> Array:
    places = rank_network(window, tuple(range(window.count)))
    return tally(places.run(flat, strip.width, strip.at(0, 0), strip.length), count)  # type: ignore[arg-type]


def _by_sorting(flat: Array, count: Any, window: Window, strip: Strip, tally: Tally) -> Array:
    offsets = window.places(strip.width) + strip.at(0, 0)
    group = max(GATHERED // len(offsets), 1)
    parts = []
    for first in range(0, strip.length, group):
        chosen = np.arange(first, min(first + group, strip.length))
        ordered = np.sort(flat[chosen[:, None] + offsets], axis=1).T
        parts.append(tally(np.ascontiguousarray(ordered), count if isinstance(count, int) else count[chosen]))
    return np.concatenate(parts)


def _most(ordered: Any, count: Any) -> Array:
    """Return the value with the longest run; the first of equally long ones is the smallest value."""
    best: Array = ordered[0].copy()
    run = np.ones(best.shape, np.int32)
    longest = np.ones(best.shape, np.int32)
    for place in range(1, len(ordered)):
        run *= ordered[place] == ordered[place - 1]
        run += 1
        longer = (run > longest) & (place < count)
        np.copyto(best, ordered[place], where=longer)
        np.copyto(longest, run, where=longer)
    return best


def _least(ordered: Any, count: Any) -> Array:
    """Return the value with the shortest run; the first of equally short ones is the smallest value."""
    best: Array = ordered[0].copy()
    run = np.zeros(best.shape, np.int32)
    shortest = np.full(best.shape, len(ordered) + 1, np.int32)
    for place in range(len(ordered)):
        if place:
            run *= ordered[place] == ordered[place - 1]
        run += 1
        ends = np.equal(place, np.subtract(count, 1, dtype=np.int64))
        if place + 1 < len(ordered):
            ends = ends | (ordered[place + 1] != ordered[place])
        shorter = ends & (run < shortest) & (place < count)
        np.copyto(best, ordered[place], where=shorter)
        np.copyto(shortest, run, where=shorter)
    return best


def _different(ordered: Any, count: Any) -> Array:
    """Return the number of different values."""
    number = np.ones(ordered[0].shape, np.float64)
    for place in range(1, len(ordered)):
        number += (ordered[place] != ordered[place - 1]) & (place < count)
    return number


MOST = _Frequency(_most, most, 5.8, of_values=True)
LEAST = _Frequency(_least, least, 5.8, of_values=True)
DIFFERENT = _Frequency(_different, different, 2.5, of_values=False)


def majority(block: Array, valid: Optional[Array] = None, **window: Any) -> Array:
    """Return the most frequent of the valid pixels of each window, of several the smallest."""
    return MOST.run(block, valid, window_of(**window), block.dtype)


def minority(block: Array, valid: Optional[Array] = None, **window: Any) -> Array:
    """Return the least frequent of the valid pixels of each window, of several the smallest."""
    return LEAST.run(block, valid, window_of(**window), block.dtype)


def variety(block: Array, valid: Optional[Array] = None, **window: Any) -> Array:
    """Return the number of different values among the valid pixels of each window, as float64."""
    return DIFFERENT.run(block, valid, window_of(**window), np.float64)


SOURCE = "Counts of the classes of the window (Huang, Yang and Tang, 1979), or runs of equal values in it, sorted."
MAJORITY = focal_spec(
    "majority",
    "Majority",
    "Most frequent of the valid pixels of the window; of equally frequent values the smallest.",
    majority,
    SOURCE,
    output="keep",
    results="selected",
    averaged=False,
    exact=True,
    formula="the v of largest count",
)
MINORITY = focal_spec(
    "minority",
    "Minority",
    "Least frequent of the valid pixels of the window; of equally rare values the smallest.",
    minority,
    SOURCE,
    output="keep",
    results="selected",
    averaged=False,
    exact=True,
    formula="the v of smallest count",
)
VARIETY = focal_spec(
    "variety",
    "Variety",
    "Number of different values among the valid pixels of the window.",
    variety,
    SOURCE,
    output="count",
    results="count",
    meaning="other",
    exact=True,
    formula="number of different v",
)
