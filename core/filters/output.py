"""The type and the nodata value of the output."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable, Optional

import numpy as np

from ..pixels import Number, default_nodata, held
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


def output_nodata(kernels: Sequence[Kernel], in_nodata: Optional[Number], out_dtype: Any) -> Number:
    """Return the nodata value of the output.

    What all filters prescribe (hillshade: 0), else the input's where the output's type holds it, else NaN, the
    highest unsigned or the lowest signed integer.
    """
    kind = np.dtype(out_dtype)
    prescribed = {kernel.spec.output_nodata for kernel in kernels}
    wanted = prescribed.pop() if len(prescribed) == 1 else None
    for value in (wanted, in_nodata):
        stored = held(value, kind)
        if stored is not None:
            return stored
    return default_nodata(kind)


def leaves_no_gap(kernels: Sequence[Kernel], min_valid: int) -> bool:
    """Return whether every pixel has a result where the input has no gap."""
    windows = [kernel.window for kernel in kernels]
    centred = all(window is None or window.has_centre for window in windows)
    return centred and min_valid <= 1 and not any(kernel.spec.makes_gaps for kernel in kernels)


def stepped_inward(nodata: Number, dtype: Any) -> Any:
    """Return the value next to `nodata`, towards zero (from zero: upward), as a scalar of `dtype`."""
    kind = np.dtype(dtype)
    if kind.kind == "f":
        value = kind.type(nodata)
        return np.nextafter(value, kind.type(1.0 if value == 0 else 0.0))
    return kind.type(int(nodata) + (1 if nodata <= 0 else -1))
