"""Sets of pixels as bits of 64-bit words: which of a list of pixels lie in a window, and the n-th of those that do."""

from __future__ import annotations

import numpy as np

from ...arrays import Array
from .histograms import WORD

BITS = 64
PAIRS, QUADS, HALVES, BYTES = (WORD.type(x) for x in (0x5555555555555555, 0x3333333333333333, 0x0F0F0F0F0F0F0F0F, 0x0101010101010101))
TOP = WORD.type(56)


def _places_in_bytes() -> Array:
    """Return, for each byte and n, the place of its n-th bit that is set, as byte * 8 + n."""
    table = np.zeros((256, 8), np.uint8)
    for byte in range(256):
        found = [place for place in range(8) if byte >> place & 1]
        table[byte, : len(found)] = found
    return table.reshape(-1)


PLACE = _places_in_bytes()


def running_counts(words: Array) -> Array:
    """Return words whose bytes count the bits that are set in the word's bytes up to each; the last counts all.

    As in Knuth, The Art of Computer Programming 7.1.3: sums of neighbours, then one product.
    """
    counts = words >> WORD.type(1)
    counts &= PAIRS
    np.subtract(words, counts, out=counts)
    pairs = counts >> WORD.type(2)
    pairs &= QUADS
    counts &= QUADS
    counts += pairs
    np.right_shift(counts, WORD.type(4), out=pairs)
    counts += pairs
    counts &= HALVES
    counts *= BYTES
    return counts


def nth_bit(words: Array, counts: Array, number: Array) -> Array:
    """Return the place of the bit that is set after `number` others, as intp; `counts` are the words' running counts."""
    wanted = number.astype(WORD)
    wanted *= BYTES
    before = np.less_equal(counts.view(np.uint8), wanted.view(np.uint8)).view(WORD)
    byte: Array = ((before * BYTES) >> TOP).astype(np.intp)
    np.minimum(byte, 7, out=byte)  # where there are not so many
    at = np.arange(0, 8 * len(words), 8)
    at += byte
    rest = number - np.where(byte > 0, counts.view(np.uint8)[at - 1], 0)
    bits = words.view(np.uint8)[at].astype(np.intp) * 8
    bits += rest
    byte *= 8
    byte += PLACE[bits & 2047]
    return byte


def line_masks(places: Array, shape: tuple[int, int], box: tuple[int, int]) -> tuple[Array, Array]:
    """Return which pixels lie in the rows, and which in the columns, of each window: words (windows, words) of bits.

    `places` (2, pixels) are the row and column of each pixel in a part of `shape`, pixels a multiple of 64; a place
    beyond the part is that of no pixel. `box` are the rows and columns of a window.
    """
    counts = [side - reach + 1 for side, reach in zip(shape, box)]
    words = places.shape[1] // BITS
    # A line that no window leaves or enters lies in all of them: such lines are one.
    steps = [_clipped(lines, reach, count) for lines, reach, count in zip(places.astype(np.intp), box, counts)]
    heights = [min(reach, count) + count for reach, count in zip(box, counts)]
    upto = np.zeros((sum(heights) + 2, words), WORD)
    flat = upto.reshape(-1)
    first = np.array([[1], [heights[0] + 2]])
    spots = (np.stack(steps) + first).reshape(2, words, BITS) * words + np.arange(words)[:, None]
    for bit, spot in enumerate(np.ascontiguousarray(spots.reshape(2 * words, BITS).T)):
        flat[spot] |= WORD.type(1 << bit)
    return tuple(
        _between(upto[start : start + height + 1], min(reach, count), count)
        for start, height, reach, count in zip((0, heights[0] + 1), heights, box, counts)
    )


def _clipped(lines: Array, reach: int, count: int) -> Array:
    spare = max(reach - count, 0)
    return np.where(lines < count, lines, np.maximum(lines - spare, count)) if spare else lines
