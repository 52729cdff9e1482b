"""Number the different values of a block 0, 1, 2 … in ascending order, where they are few enough to be counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

from ...arrays import Array

SAMPLE = 1 << 12
"""Pixels that are looked at first: most blocks of many values are known by them."""
TABLE_BITS = 16
"""Integers of up to so many bits are numbered by a table of all values."""


@dataclass(frozen=True)
class Classes:
    """The different values of a block's valid pixels."""

    values: Array
    """Ascending."""
    numbers: Array
    """Of the block's shape: the place of each pixel's value, and the number of values where a pixel is not valid."""


def classes_of(block: Array, valid: Optional[Array], most: int) -> Optional[Classes]:
    """Return the classes of a block, or None where there are more than `most`; `valid` None: all pixels are.

    -0.0 and 0.0 are one value.
    """
    if block.dtype.kind in "iu" and block.dtype.itemsize * 8 <= TABLE_BITS:
        return _by_table(block, valid, most)
    step = max(block.size // SAMPLE, 1)
    sample = block.reshape(-1)[::step]
    if len(np.unique(sample if valid is None else sample[valid.reshape(-1)[::step]])) > most:
        return None
    return _by_search(block, valid, most)


def number_type(classes: int) -> Any:
    """Return the smallest unsigned type for class numbers and one more."""
    return np.min_scalar_type(classes)


def _by_table(block: Array, valid: Optional[Array], most: int) -> Optional[Classes]:
    unsigned = np.dtype(f"u{block.dtype.itemsize}")
    bias = unsigned.type(0 if block.dtype.kind == "u" else 1 << (8 * unsigned.itemsize - 1))
    raised = np.ascontiguousarray(block).view(unsigned) ^ bias
    present = np.zeros(1 << (8 * unsigned.itemsize), bool)
    present[(raised if valid is None else raised[valid])] = True
    values = np.flatnonzero(present)
    if len(values) > most:
        return None
    number = np.cumsum(present, dtype=np.int64) - 1
    numbers = number.astype(number_type(len(values)))[raised]
    if valid is not None:
        numbers[~valid] = len(values)
    return Classes((values.astype(unsigned) ^ bias).view(block.dtype), numbers)


def _by_search(block: Array, valid: Optional[Array], most: int) -> Optional[Classes]:
    """Return the classes by looking pixels up among the values known so far, and adding those not found."""
    flat = block.reshape(-1)
    good = None if valid is None else valid.reshape(-1)
    values = flat[:0]
    numbers = np.empty(flat.shape, number_type(most))
    for first in range(0, len(flat), SAMPLE):
        part = np.s_[first : first + SAMPLE]
        pixels = flat[part] if good is None else flat[part][good[part]]
        if len(values):
            place = np.minimum(np.searchsorted(values, pixels), len(values) - 1)
            pixels = pixels[values[place] != pixels]
        if len(pixels):
            values = np.union1d(values, pixels) + flat.dtype.type(0)  # which leaves no -0.0
            if len(values) > most:
                return None
    for first in range(0, len(flat), SAMPLE):
        part = np.s_[first : first + SAMPLE]
        numbers[part] = np.searchsorted(values, flat[part])
    if good is not None:
        numbers[~good] = len(values)
    return Classes(values, numbers.reshape(block.shape))
