"""Choose the type of the output, and how it says where there is no data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Callable, Optional

import numpy as np

from ..arrays import Nodata, Number
from ..marking import Marking, SourceGaps, checked_ways, likely_ways, shared_way, wider_way
from ..pixels import default_nodata, held, limits_of
from .spec import Kernel


def _keep(dtype: np.dtype[Any], kernel: Kernel) -> np.dtype[Any]:
    """Keep the input's type."""
    return dtype


def _range(dtype: np.dtype[Any], kernel: Kernel) -> np.dtype[Any]:
    """Take the input's type; of signed integers the next wider one, which holds max - min (uint64 for int64)."""
    if dtype.kind != "i":
        return dtype
    return np.dtype(f"i{2 * dtype.itemsize}") if dtype.itemsize < 8 else np.dtype(np.uint64)


def _count(dtype: np.dtype[Any], kernel: Kernel) -> np.dtype[Any]:
    """Take uint16, or uint32 where the window has more pixels than that counts."""
    window = kernel.window
    return np.dtype(np.uint16 if window is None or window.count < 65535 else np.uint32)


def _float(dtype: np.dtype[Any], kernel: Kernel) -> np.dtype[Any]:
    """Take float32; float64 from float64 and from integers of 32 bits and more."""
    wide = dtype.itemsize >= (8 if dtype.kind == "f" else 4)
    return np.dtype(np.float64 if wide else np.float32)


def _byte(dtype: np.dtype[Any], kernel: Kernel) -> np.dtype[Any]:
    """Take uint8."""
    return np.dtype(np.uint8)


OUTPUT_RULES: dict[str, Callable[[np.dtype[Any], Kernel], np.dtype[Any]]] = {
    "keep": _keep,
    "range": _range,
    "count": _count,
    "float": _float,
    "byte": _byte,
}
"""Type rules by the name that a record gives in `output`."""


def output_dtype(kernels: Sequence[Kernel], in_dtype: Any) -> np.dtype[Any]:
    """Return the type that holds the results of all `kernels` on bands of `in_dtype` (NumPy's `result_type`)."""
    source = np.dtype(in_dtype)
    return np.result_type(*(OUTPUT_RULES[kernel.spec.output](source, kernel) for kernel in kernels))


Bounds = tuple[Number, Number]
"""The least and the largest number that something can be."""


def _of_pixels(pixels: Bounds, kernel: Kernel) -> Bounds:
    """Lie between the least and the largest pixel."""
    return pixels


def _mean(pixels: Bounds, kernel: Kernel) -> Bounds:
    """Lie between the least and the largest pixel, but for weights, which may be negative."""
    return _any(pixels, kernel) if kernel.values["shape"] == "weights" else pixels


def _difference(pixels: Bounds, kernel: Kernel) -> Bounds:
    """Reach from 0 to what lies between the bounds of pixels."""
    return 0, pixels[1] - pixels[0]


def _any(pixels: Bounds, kernel: Kernel) -> Bounds:
    """Reach everywhere."""
    return -math.inf, math.inf


def _positive(pixels: Bounds, kernel: Kernel) -> Bounds:
    """Reach from 0 upwards."""
    return 0, math.inf


def _counts(pixels: Bounds, kernel: Kernel) -> Bounds:
    """Reach from 1 to the pixels of the window."""
    return 1, math.inf if kernel.window is None else kernel.window.count


def _degrees(pixels: Bounds, kernel: Kernel) -> Bounds:
    """Reach all the way round."""
    return 0, 360


def _shade(pixels: Bounds, kernel: Kernel) -> Bounds:
    """Reach from shade, 1, to light, 255."""
    return 1, 255


RESULT_RULES: dict[str, Callable[[Bounds, Kernel], Bounds]] = {
    "selected": _of_pixels,
    "between": _of_pixels,
    "mean": _mean,
    "range": _difference,
    "positive": _positive,
    "signed": _any,
    "count": _counts,
    "angle": _degrees,
    "shade": _shade,
}
"""The bounds of what a filter can give, from those of valid pixels, by the name that a record gives in `results`:
"selected" is always one of the pixels, "between" may lie between two of them."""

LIKELY = ("selected", "between", "mean")
"""Results in the midst of which the input's nodata value is not expected, though it may come up."""


def ways_of_results(
    kernels: Sequence[Kernel],
    gaps: SourceGaps,
    in_dtype: Any,
    out_dtype: Any = None,
    can_mask: bool = True,
) -> tuple[Marking, ...]:
    """Return the ways to mark the gaps of an output, the best first; the last can say all that must be said.

    A value comes first if no filter can give it, or hardly: what all filters prescribe (hillshade: 0), the input's
    own, the type's default. Then NaN for floats. Integers of which every value may be valid keep their type and get
    what the input has, alpha or a mask band, where it is pixels that are chosen; else a wider type has a value to
    spare. In a type that the user chose, where one mask may not do, values are tried that may come up; the run fails
    only where all of them do.

    :param out_dtype: as the user chose it; None: by the filters' rules, then it may become wider.
    :param can_mask: whether the output's format has mask bands.
    :raises InvalidParameter: where there is no way.
    """
    source = np.dtype(in_dtype)
    kind = np.dtype(out_dtype) if out_dtype is not None else output_dtype(kernels, source)
    spare = _spare(kernels, gaps.nodata, source, kind)
    if kind.kind == "f":
        return checked_ways((*spare, Marking(kind.name, math.nan)), kind)
    shared = shared_way(kind, gaps, can_mask, len(kernels))
    if out_dtype is None or kind.itemsize == 8:
        wider = wider_way(kind)
    else:
        last = spare[-1].nodata if spare else None
        certain = last is not None and all(_is_free(last, kernel, gaps.nodata, source, kind) for kernel in kernels)
        may_differ = not gaps.shared or len(kernels) > 1  # so that a mask may not say it
        wider = likely_ways(kind, gaps.nodata) if may_differ and not certain else ()
    # Not every format and version has integers of 64 bits.
    keeps = kind.itemsize > 2 or all(kernel.spec.output == "keep" for kernel in kernels)
    none = () if gaps.possible else (Marking(kind.name),)
    return checked_ways((*none, *spare, *(shared + wider if keeps else wider + shared)), kind)


def _spare(
    kernels: Sequence[Kernel], in_nodata: Nodata, source: np.dtype[Any], kind: np.dtype[Any]
) -> tuple[Marking, ...]:
    """Return the markings by values that the results do not have; a likely one is followed by certain ones."""
    prescribed = {kernel.spec.output_nodata for kernel in kernels}
    wanted = prescribed.pop() if len(prescribed) == 1 else None
    found = []
    for value in (wanted, in_nodata, default_nodata(kind)):
        stored = held(value, kind)
        if stored is None:
            continue
        free = [_is_free(stored, kernel, in_nodata, source, kind) for kernel in kernels]
        if None not in free:
            found.append(Marking(kind.name, stored))
            if all(free):
                break
    return tuple(found)


def _is_free(
    value: Number, kernel: Kernel, in_nodata: Nodata, source: np.dtype[Any], kind: np.dtype[Any]
) -> Optional[bool]:
    """Return True where the filter cannot give `value`, False where it hardly does, None where it well may."""
    if value != value:
        return True
    least, most = limits_of(kind)
    low, high = RESULT_RULES[kernel.spec.results](_pixel_bounds(source, in_nodata), kernel)
    if value < max(low, least) or value > min(high, most):
        return True
    if value != held(in_nodata, kind):
        return None
    fits = np.can_cast(source, kind)
    if not fits and kind.kind != "f" and value in (least, most):
        return None  # what is clipped ends here
    if kernel.spec.results in LIKELY:
        return kernel.spec.results == "selected" and fits
    return False if kernel.spec.results == "signed" and value < 0 else None


def _pixel_bounds(dtype: np.dtype[Any], nodata: Nodata) -> Bounds:
    """Return the bounds of valid pixels of a type, which are not nodata."""
    low, high = limits_of(dtype)
    marker = held(nodata, dtype)
    if marker not in (low, high):
        return low, high
    if dtype.kind == "f":
        inner = float(np.nextafter(dtype.type(marker), dtype.type(0)))
        return (inner, high) if marker == low else (low, inner)
    return (low + 1, high) if marker == low else (low, high - 1)


def leaves_no_gap(kernels: Sequence[Kernel], min_valid: int) -> bool:
    """Return whether every pixel has a result where the input has no gap."""
    windows = [kernel.window for kernel in kernels]
    centred = all(window is None or window.has_centre for window in windows)
    return centred and min_valid <= 1 and not any(kernel.spec.makes_gaps for kernel in kernels)
