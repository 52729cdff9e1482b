"""Count how often values occur in a window: majority, minority and variety."""

from __future__ import annotations

from typing import Any, Callable, Optional

import numpy as np

from ..arrays import Array
from .focal import focal_spec
from .rank_filters import NETWORK_PIXELS
from .windows import tallies
from .windows.block_windows import BlockWindows
from .windows.by_histograms import tally_by_histograms
from .windows.by_moving import tally_by_moving
from .windows.classes import Classes, classes_of
from .windows.moving import window_count
from .windows.networks import rank_network
from .windows.strips import bounds, empty_like, load_filled, strips
from .windows.tallies import Reading
from .windows.window import Window, window_of

Tally = Callable[[Array, Any], Array]
"""`tally(ordered, count)`: the wanted value of each column of sorted values, of which the first `count` are valid."""

STRIP_BYTES = 1 << 21
"""Bytes that the sorted windows of one strip may take."""
COUNTED_NS, CLASS_NS, RUN_NS = 60, 0.9, 0.2
"""Cost of a window whose classes are counted, of each class, and of each of its runs where it is no box."""
MOVED_NS, READ_NS, NUMBERED_NS = 12, 0.4, 200
"""The same by histograms that move: of each pixel that enters or leaves, of each class, and of the window.

Measured, one core, median of three: blocks of 512 x 512, squares and circles of 5 to 101, 6 to 2,000 classes.
"""
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
        """Return the block's classes where they are so few that counting all of them costs least, else None."""
        window = windows.window
        class_ns = CLASS_NS if window.box is not None else CLASS_NS + RUN_NS * len(window.runs)
        moved_ns = NUMBERED_NS + 2 * MOVED_NS * len(window.columns)
        most = (moved_ns - COUNTED_NS) / (class_ns - READ_NS)
        if window.count <= NETWORK_PIXELS:
            most = min(most, (self.pixel_ns * window.count - COUNTED_NS) / class_ns)
        return classes_of(windows.block, windows.good, int(min(most, MOST_CLASSES))) if most >= 1 else None

    def run(self, block: Array, valid: Optional[Array], window: Window, dtype: Any) -> Array:
        """Return the result for each window; without a valid pixel NaN (integers: unspecified)."""
        out = empty_like(block, dtype)
        windows = BlockWindows.of(block, valid, window)
        if windows.empty:
            return out
        classes = self.classes(windows)
        if classes is None and window.count <= NETWORK_PIXELS:
            _by_network(windows, self.tally, out)
        elif classes is None:
            tally_by_moving(windows, self.reading, self.of_values, out[windows.inner])
        elif len(classes.values):
            found = out[windows.inner]
            readings = tally_by_histograms(windows, classes, self.reading)
            found[...] = classes.values.take(readings, mode="clip") if self.of_values else readings
        windows.mark_empty(out)
        return out


def _by_network(windows: BlockWindows, tally: Tally, out: Array) -> None:
    """Write what is wanted of each window, all pixels of which are sorted by a network."""
    block, window = windows.block, windows.window
    pixels = max(STRIP_BYTES // (block.dtype.itemsize * window.count), 4096)
    places = rank_network(window, tuple(range(window.count)))
    for strip in strips(block.shape, window.halo, pixels):
        flat, good = load_filled(block, windows.good, strip, bounds(block.dtype)[1])
        ordered: Any = places.run(flat, strip.width, strip.at(0, 0), strip.length)
        strip.store(tally(ordered, window_count(good, window, strip)), out)


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


MOST = _Frequency(_most, tallies.MOST, 5.8, of_values=True)
LEAST = _Frequency(_least, tallies.LEAST, 5.8, of_values=True)
DIFFERENT = _Frequency(_different, tallies.DIFFERENT, 2.5, of_values=False)


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
