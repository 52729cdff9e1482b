"""Find the most and the least frequent class and the number of classes of every box window of a block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Union

import numpy as np

from ...arrays import Array
from .histograms import BATCH_WINDOWS, WORD, ColumnHistograms, Fields
from .moving_counts import MovingExtreme, MovingLeast, MovingMost, MovingVariety


@dataclass(frozen=True)
class Reading:
    """A number that is read from the counts of classes."""

    of_words: Callable[[Array, Fields], Array]
    """`of_words(counts, fields)`: one number for each column of `counts` (words, windows), which it may overwrite."""
    moving: type[Union[MovingExtreme, MovingVariety]]
    """The same from histograms that move."""


def read_tallies(lines: Array, classes: int, box: tuple[int, int], reading: Reading) -> Array:
    """Return `reading` of the counts of all classes, for each window of `box` rows and columns, as uint32.

    `lines` (rows, columns) are numbers of classes, and `classes` itself where a pixel does not count.
    """
    rows, cols = box
    height, width = lines.shape[0] - rows + 1, lines.shape[1] - cols + 1
    fields = Fields(rows * cols)
    histograms = ColumnHistograms(classes, (1, lines.shape[1]), cols, fields)
    words = len(histograms.sums)
    out = np.empty((height, width), np.uint32)
    batch = max(BATCH_WINDOWS * fields.words(16) // (width * words), 1)
    counts = np.empty((words, batch * width), WORD)
    for top in histograms.slide(lines, rows):
        place = top % batch
        histograms.windows(counts[:, place * width : (place + 1) * width])
        if place == batch - 1 or top == height - 1:
            first = top - place
            some = counts if place == batch - 1 else counts[:, : (place + 1) * width].copy()
            out[first : top + 1] = reading.of_words(some, fields).reshape(-1, width)
    return out


def _most(counts: Array, fields: Fields) -> Array:
    """Return the number of the first of the classes that occur most often."""
    split = counts.view(fields.dtype)
    largest = np.maximum.reduce(split, axis=0).reshape(-1, fields.number).max(axis=1)
    return _first(np.equal(split, fields.everywhere(largest).view(fields.dtype)), fields)


def _least(counts: Array, fields: Fields) -> Array:
    """Return the number of the first of the classes that occur least often, but do occur."""
    split = counts.view(fields.dtype)
    split -= fields.dtype.type(1)  # none becomes the largest number
    smallest = np.minimum.reduce(split, axis=0).reshape(-1, fields.number).min(axis=1)
    return _first(np.equal(split, fields.everywhere(smallest).view(fields.dtype)), fields)


def _different(counts: Array, fields: Fields) -> Array:
    """Return the number of classes that occur."""
    occur = np.not_equal(counts.view(fields.dtype), 0)
    number: Array = np.add.reduce(occur, axis=0, dtype=np.uint32).reshape(-1, fields.number).sum(axis=1)
    return number


def _first(flags: Array, fields: Fields) -> Array:
    """Return the number of the first flag (words, windows x fields) of each window that is set."""
    words = len(flags)
    kind = np.min_scalar_type(words)
    back = np.arange(words, 0, -1, dtype=kind)[:, None]
    masks = flags.view(np.uint8) if kind == np.uint8 else flags.astype(kind)
    np.negative(masks, out=masks)
    masks &= back
    word = words - np.maximum.reduce(masks, axis=0).astype(np.intp).reshape(-1, fields.number)
    number = word * fields.number + np.arange(fields.number)
    found: Array = number.min(axis=1)
    return found


MOST = Reading(_most, MovingMost)
LEAST = Reading(_least, MovingLeast)
DIFFERENT = Reading(_different, MovingVariety)
