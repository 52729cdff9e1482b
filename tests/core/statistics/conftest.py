"""Slow, obvious references, and the loop over tiles that the engine does."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Optional

import numpy as np
import pytest
from tiled_raster.core.statistics import Measurement


def measure_tiles(
    values: np.ndarray,
    valid: np.ndarray,
    chunk: int,
    names: Sequence[str],
    percentiles: Sequence[float] = (),
    bins: int = 0,
) -> Measurement:
    """Measure a 2-D array tile by tile; each pass sees the tiles in row-major order."""
    measurement = Measurement(values.dtype, names, percentiles, bins)
    task = measurement.next_pass()
    while task is not None:
        for row in range(0, values.shape[0], chunk):
            for col in range(0, values.shape[1], chunk):
                tile = (slice(row, row + chunk), slice(col, col + chunk))
                measurement.absorb(task(values[tile], valid[tile]))
        measurement.end_pass()
        task = measurement.next_pass()
    return measurement


def reference(valid: np.ndarray, total: int, percentiles: Sequence[float]) -> dict[str, Any]:
    """Every exact statistic by NumPy, on all valid pixels at once (64-bit integers as they are, others as float64)."""
    kept = valid if valid.dtype.kind in "iu" and valid.dtype.itemsize == 8 else valid.astype(np.float64)
    found: dict[str, Any] = {"count": total, "valid_count": kept.size}
    if kept.size == 0:
        return found
    distinct, counts = np.unique(kept, return_counts=True)
    median = np.median(kept)
    found.update(min=kept.min(), max=kept.max(), median=median, nmad=1.4826 * np.median(np.abs(kept - median)))
    found.update(mode=distinct[counts.argmax()], variety=len(distinct))
    found["iqr"] = np.quantile(kept, 0.75) - np.quantile(kept, 0.25)
    found["le90"] = np.quantile(kept, 0.95) - np.quantile(kept, 0.05)
    found.update((f"p{percent:g}", np.quantile(kept, percent / 100)) for percent in percentiles)
    return found


def same(value: Any, expected: Optional[Any]) -> bool:
    """Return whether two numbers are equal, NaN included."""
    return value == expected or (isinstance(value, float) and math.isnan(value) and expected is None)


@pytest.fixture
def tools() -> Any:
    """The functions above, without an import between test files."""
    import types

    return types.SimpleNamespace(measure_tiles=measure_tiles, reference=reference, same=same)
