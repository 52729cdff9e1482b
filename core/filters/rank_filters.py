"""Find the median or a percentile of the valid pixels of a window."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np

from ..arrays import Array
from ..parameters import Parameter
from .spec import FilterSpec
from .windows.block_windows import BlockWindows, Choice, RankRule
from .windows.moving import window_count, within_data
from .windows.networks import rank_network
from .windows.strips import STRIP_PIXELS, Strip, bounds, empty_like, load_filled, strips
from .windows.window import WINDOW_PARAMETERS, Window, resolve_weights, window_halo, window_of

NETWORK_PIXELS = 130
"""Larger windows are looked at one by one: a network's intermediate arrays would no longer stay in the cache."""
SMALL_BOX = {1: 169, 2: 81, 4: 81, 8: 49}
"""By bytes of a pixel: windows that a network searches quicker than histograms."""
SORTED_BOX = NETWORK_PIXELS
"""Larger boxes of many values are searched by the order of their block's pixels."""
FOUND_NS, RUN_NS, END_NS, PARTED_NS = 300, 3, 20, 7
"""Measured cost of a window that is no box: that is searched, each of its runs, each of its columns' runs; and each of
its pixels where it is parted."""
LARGE_STRIP = 1 << 20
"""Pixels of a strip for larger windows, of which little should be halo."""
MISSING = 4
"""Windows that lack up to so many pixels are also read from the network, when a strip has many of them."""
SCATTERED = 0.04
"""Share of such windows in a strip from which that pays."""
PARTED = 1 << 17
"""Pixels of windows that are gathered and parted at once: few enough for the cache."""

PERCENTILE = Parameter(
    "percentile",
    "Percentile",
    "From 0 (minimum) over 50 (median) to 100 (maximum); between two pixels it is interpolated linearly.",
    default=90.0,
    minimum=0.0,
    maximum=100.0,
)


def median_rule(count: Any) -> tuple[Any, Any, Any]:
    """Return the places of the two middle values and half the way."""
    return (count - 1) // 2, count // 2, 0.5


class PercentileRule:
    """The places around a percentile, linear between ranks: place q (n - 1)."""

    def __init__(self, percentile: float) -> None:
        self.share = percentile / 100.0

    def __call__(self, count: Any) -> tuple[Any, Any, Any]:
        """Return both places and the fraction, as Python numbers or as arrays."""
        place = self.share * (np.asarray(count, np.float64) - 1.0)
        low = np.floor(place)
        lower, upper = low.astype(np.int64), np.ceil(place).astype(np.int64)
        return (lower, upper, place - low) if np.ndim(count) else (int(lower), int(upper), float(place - low))


def between(low: Array, high: Array, fraction: Any) -> Array:
    """Return the value a `fraction` of the way from `low` to `high`; integers are rounded, halves to even.

    Integers are exact for halves, and for other fractions while they lie less than 2**53 apart.
    """
    if low.dtype.kind == "f":
        wide = low.astype(np.float64)
        mixed: Array = (wide + (high.astype(np.float64) - wide) * fraction).astype(low.dtype)
        return mixed
    unsigned = np.dtype(f"u{low.dtype.itemsize}")
    base = low.view(unsigned)
    gap = high.view(unsigned) - base
    step = np.where(np.equal(fraction, 0.5), gap >> unsigned.type(1), np.floor(gap * fraction).astype(unsigned))
    rest = np.where(np.equal(fraction, 0.5), (gap & unsigned.type(1)) * 0.5, gap * fraction - step)
    odd = (base + step) & unsigned.type(1)
    up = (rest > 0.5) | ((rest == 0.5) & (odd == 1))
    rounded: Array = (base + step + up.astype(unsigned)).view(low.dtype)
    return rounded


def _middle(low: Array, high: Array, fraction: Any) -> Array:
    """Return the mean of two values, rounded once."""
    if low.dtype.kind != "f":
        return between(low, high, fraction)
    half = low.dtype.type(0.5)
    middle: Array = low + high
    np.multiply(middle, half, out=middle)
    over = np.isinf(middle)  # halving first would round the smallest numbers twice
    if over.any():
        np.copyto(middle, low * half + high * half, where=over)
    return middle


def select(block: Array, valid: Optional[Array], window: Window, choice: Choice) -> Array:
    """Return the chosen value of the valid pixels of each window, NaN where there is none.

    However it is found, by a network, by histograms, by order or by partition, the result is the same
    choice of pixels.
    """
    out = empty_like(block)
    windows = BlockWindows.of(block, valid, window)
    if windows.empty:
        return out
    with np.errstate(all="ignore"):
        if not _by_search(windows, choice, out[windows.inner]):
            _by_strips(windows, choice, out)
    windows.mark_empty(out)
    return out


def _by_search(windows: BlockWindows, choice: Choice, out: Array) -> bool:
    """Write the chosen values of windows too large for a network; return whether they are.

    A block of few different values is counted, one of many is put in order.
    """
    count = windows.window.count
    if windows.window.box is None and not _worth_moving(windows.window):
        return False
    if count <= min(SMALL_BOX[out.dtype.itemsize], SORTED_BOX):
        return False
    from .windows.bin_search import MOST_BINS
    from .windows.by_histograms import select_by_histograms
    from .windows.by_ranks import select_by_ranks
    from .windows.classes import classes_of

    few = classes_of(windows.block, windows.good, MOST_BINS) if count > SMALL_BOX[out.dtype.itemsize] else None
    if few is None and count <= SORTED_BOX:
        return False
    if few is None:
        select_by_ranks(windows, choice, out)
    elif len(few.values):
        select_by_histograms(windows, choice, few, out)
    return True


def _worth_moving(window: Window) -> bool:
    """Return whether a window that is no box is counted quicker, by runs and by the ends of columns, than parted."""
    moved_ns = FOUND_NS + RUN_NS * len(window.runs) + END_NS * len(window.columns)
    return moved_ns < PARTED_NS * window.count


def _by_strips(windows: BlockWindows, choice: Choice, out: Array) -> None:
    block, window = windows.block, windows.window
    fill = bounds(block.dtype)[1]
    for strip in strips(block.shape, window.halo, STRIP_PIXELS if window.count <= NETWORK_PIXELS else LARGE_STRIP):
        flat, good = load_filled(block, windows.good, strip, fill)
        count = window_count(good, window, strip)
        result, rest = _select_in_strip(flat, count, window, strip, choice.rule, choice.blend)
        near = within_data(window, good, strip)
        if near is not None:
            _by_partition(flat, count, near, strip, choice.rule, choice.blend, strip.pixels(rest), result)
        strip.store(result, out)


def _select_in_strip(
    flat: Array, count: Any, window: Window, strip: Strip, rule: RankRule, blend: Any
) -> tuple[Array, Array]:
    """Return the wanted values, and where they are still missing and the window has valid pixels."""
    if window.count > NETWORK_PIXELS:
        result, rest = np.empty(strip.length, flat.dtype), np.ones(strip.length, bool)
    elif isinstance(count, int):
        return _by_network(flat, count, window, strip, rule, blend, 0), np.zeros(strip.length, bool)
    else:
        few = (count < window.count) & (count >= max(window.count - MISSING, 1))
        missing = min(MISSING, window.count - 1) if few.sum() > SCATTERED * few.size else 0
        result = _by_network(flat, count, window, strip, rule, blend, missing)
        rest = count < window.count - missing
    if not isinstance(count, int):
        rest &= count > 0
    return result, rest


def _by_network(
    flat: Array, count: Any, window: Window, strip: Strip, rule: RankRule, blend: Any, missing: int
) -> Array:
    """Return the wanted values of all windows that lack up to `missing` pixels."""
    rules = [rule(window.count - lacking) for lacking in range(missing + 1)]
    places = sorted({place for low, high, _ in rules for place in (low, high)})
    found = rank_network(window, tuple(places)).run(flat, strip.width, strip.at(0, 0), strip.length)
    values = dict(zip(places, found))

    def wanted(low: int, high: int, fraction: float) -> Array:
        result: Array = values[low].copy() if low == high else blend(values[low], values[high], fraction)
        return result

    result = wanted(*rules[0])
    for lacking, places_of in enumerate(rules[1:], 1):
        np.copyto(result, wanted(*places_of), where=count == window.count - lacking)
    return result


def _by_partition(
    flat: Array,
    count: Any,
    window: Window,
    strip: Strip,
    rule: RankRule,
    blend: Any,
    pixels: Array,
    result: Array,
) -> None:
    """Write the wanted values of the windows around `pixels` into `result`.

    Windows with as many valid pixels have their wanted values at the same places, and are parted there together.
    """
    offsets = window.places(strip.width) + strip.at(0, 0)
    group = max(PARTED // len(offsets), 1)
    counts = np.broadcast_to(count, strip.length)[pixels]
    pixels = pixels[np.argsort(counts, kind="stable")]
    numbers, sizes = np.unique(counts, return_counts=True)
    for number, end, size in zip(numbers, np.cumsum(sizes), sizes):
        low, high, fraction = rule(int(number))
        for first in range(end - size, end, group):
            chosen = pixels[first : min(first + group, end)]
            values = flat[chosen[:, None] + offsets]
            values.partition(sorted({low, high}), axis=1)
            result[chosen] = values[:, low] if low == high else blend(values[:, low], values[:, high], fraction)


MIDDLE = Choice(median_rule, _middle)


def median(block: Array, valid: Optional[Array] = None, **window: Any) -> Array:
    """Return the median of the valid pixels of each window, the mean of the two middle ones if they are even."""
    return select(block, valid, window_of(**window), MIDDLE)


def percentile(block: Array, percentile: float, valid: Optional[Array] = None, **window: Any) -> Array:
    """Return the percentile of the valid pixels of each window, linear between ranks."""
    return select(block, valid, window_of(**window), Choice(PercentileRule(percentile), between))


def _percentile_halo(percentile: float, **window: Any) -> int:
    return window_halo(**window)


def _percentile_window(percentile: float, **window: Any) -> Window:
    return window_of(**window)


MEDIAN = FilterSpec(
    name="median",
    label="Median",
    summary="Median of the valid pixels of the window; of an even number, the mean of the two middle ones.",
    function=median,
    halo=window_halo,
    window=window_of,
    parameters=WINDOW_PARAMETERS,
    resolve=resolve_weights,
    family="focal",
    tool="focalstatistics",
    results="between",
    degree=1,
    exact=True,
    source="Batcher, Sorting networks and their applications, 1968; columns are sorted once for all windows.",
    formula="the middle one of the sorted v; for even n the mean of the two middle ones",
)
PERCENTILE_FILTER = FilterSpec(
    name="percentile",
    label="Percentile",
    summary="Percentile of the valid pixels of the window, linear between ranks.",
    function=percentile,
    halo=_percentile_halo,
    window=_percentile_window,
    parameters=(PERCENTILE, *WINDOW_PARAMETERS),
    resolve=resolve_weights,
    family="focal",
    tool="focalstatistics",
    results="between",
    degree=1,
    exact=True,
    source="Hyndman and Fan, Sample quantiles in statistical packages, 1996, definition 7.",
    formula="v at rank (n − 1)·p / 100 of the sorted v, linear between ranks",
)
