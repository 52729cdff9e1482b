"""Pad one band of a block to its full halo where the raster ends, and say where its gaps are."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import Array
from ..errors import InvalidParameter
from .spec import FilterSpec

Pad = tuple[int, int, int, int]
"""Rows missing above and below, columns missing left and right, because they lie outside the raster."""

LARGEST_WHOLE = 1 << 53
"""Integers up to here are float64 numbers."""


class PaddedBand:
    """One band of a block, padded to its full halo."""

    def __init__(self, values: Array, valid: Array, pad: Pad, edge: str) -> None:
        self.pad: tuple[int, ...] = pad
        if not any(pad):
            self.values, self.valid = values, valid
        elif edge == "shrink":
            around = ((pad[0], pad[1]), (pad[2], pad[3]))
            self.values, self.valid = np.pad(values, around), np.pad(valid, around)
        else:
            places = np.ix_(
                _sources(values.shape[0], pad[0], pad[1], edge), _sources(values.shape[1], pad[2], pad[3], edge)
            )
            self.values, self.valid = values[places], valid[places]
        self.complete = bool(self.valid.all())

    def margin(self, spare: int) -> PaddedBand:
        """Return the block without its outer `spare` pixels."""
        if not spare:
            return self
        cut = (slice(spare, -spare), slice(spare, -spare))
        inner = object.__new__(PaddedBand)
        inner.values, inner.valid = self.values[cut], self.valid[cut]
        inner.pad = tuple(side - spare for side in self.pad)
        inner.complete = self.complete or bool(inner.valid.all())
        return inner

    def without_gaps(self) -> PaddedBand:
        """Return the block with all pixels inside the raster valid."""
        twin = object.__new__(PaddedBand)
        twin.values, twin.valid, twin.pad = self.values, self.valid | self.gaps(), self.pad
        twin.complete = bool(twin.valid.all())
        return twin

    def gaps(self) -> Array:
        """Return where pixels inside the raster are not valid."""
        top, bottom, left, right = (max(side, 0) for side in self.pad)
        rows, cols = self.valid.shape
        inside = np.zeros_like(self.valid)
        inside[top : rows - bottom, left : cols - right] = True
        inside &= ~self.valid
        return inside

    def floats(self, spec: FilterSpec, dtype: np.dtype[Any]) -> Array:
        """Return the values as `dtype`, a float, with NaN for nodata.

        Raises InvalidParameter beyond 2**53 for a filter that computes; one that chooses gets the nearest floats.
        """
        kind = self.values.dtype
        if kind.kind in "iu" and kind.itemsize == 8 and not spec.exact:
            lowest = -LARGEST_WHOLE if kind.kind == "i" else 0
            beyond = (self.values > LARGEST_WHOLE) | (self.values < lowest)
            if (beyond & self.valid).any():
                raise InvalidParameter(
                    f"{spec.name} computes with 53-bit numbers, but the raster has integers beyond ±2^53: "
                    "use min, max, range, median, percentile or majority, or convert the raster first"
                )
        block: Array = self.values.astype(dtype)
        if not self.complete:
            np.copyto(block, np.nan, where=~self.valid)
        return block


def _sources(count: int, before: int, after: int, edge: str) -> Array:
    """Return which of `count` lines stands at each place from `before` ahead of the first to `after` the last."""
    places = np.arange(-before, count + after)
    if edge == "nearest":
        return np.clip(places, 0, count - 1)
    folded = places % (2 * count)
    return np.where(folded < count, folded, 2 * count - 1 - folded)
