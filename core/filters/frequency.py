"""Majority, minority and variety: how often values occur in a window."""

from __future__ import annotations

from typing import Any, Callable, Optional

import numpy as np

from ..arrays import Array
from .extremes import bounds, load_filled, within_data
from .focal import focal_spec
from .rank_filters import GATHERED, NETWORK_PIXELS
from .windows.moving import window_count
from .windows.networks import rank_network
from .windows.strips import Strip, empty_like, strips
from .windows.window import Window, window_of

Tally = Callable[[Array, Any], Array]
"""`tally(ordered, count)`: the wanted value of each column of sorted values, of which the first `count` are valid."""

CENTRE = Window(((0, 0, 1),))
"""Looked at where no window has a valid pixel."""
STRIP_BYTES = 1 << 21
"""Bytes that the sorted windows of one strip may take."""


def _tallied(block: Array, valid: Optional[Array], window: Window, tally: Tally, dtype: Any) -> Array:
    out = empty_like(block, dtype)
    fill = bounds(block.dtype)[1]
    small = window.count <= NETWORK_PIXELS
    pixels = max(STRIP_BYTES // (block.dtype.itemsize * window.count), 4096)
    for strip in strips(block.shape, window.halo, pixels):
        flat, good = load_filled(block, valid, strip, fill)
        count = window_count(good, window, strip)
        if small:
            result = _by_network(flat, count, window, strip, tally)
        else:
            near = within_data(window, good, strip) or CENTRE
            result = _by_sorting(flat, count, near, strip, tally)
        if out.dtype.kind == "f" and not isinstance(count, int):
            np.copyto(result, np.nan, where=count == 0)
        strip.store(result, out)
    return out


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


def majority(block: Array, valid: Optional[Array] = None, **window: Any) -> Array:
    """Return the most frequent of the valid pixels of each window, of several the smallest."""
    return _tallied(block, valid, window_of(**window), _most, block.dtype)


def minority(block: Array, valid: Optional[Array] = None, **window: Any) -> Array:
    """Return the least frequent of the valid pixels of each window, of several the smallest."""
    return _tallied(block, valid, window_of(**window), _least, block.dtype)


def variety(block: Array, valid: Optional[Array] = None, **window: Any) -> Array:
    """Return the number of different values among the valid pixels of each window, as float64."""
    return _tallied(block, valid, window_of(**window), _different, np.float64)


SOURCE = "Runs of equal values in the sorted window."
MAJORITY = focal_spec(
    "majority",
    "Majority",
    "Most frequent of the valid pixels of the window; of equally frequent values the smallest.",
    majority,
    SOURCE,
    output="keep",
    results="selected",
    exact=True,
)
MINORITY = focal_spec(
    "minority",
    "Minority",
    "Least frequent of the valid pixels of the window; of equally rare values the smallest.",
    minority,
    SOURCE,
    output="keep",
    results="selected",
    exact=True,
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
)
