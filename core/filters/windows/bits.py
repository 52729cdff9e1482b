"""Keep sets of pixels as bits of 64-bit words: which of a list lie in a window, and the n-th of those that do."""

from __future__ import annotations

import numpy as np

from ...arrays import Array
from .histograms import WORD

BITS = 64
PAIRS, QUADS, HALVES, BYTES = (
    WORD.type(x) for x in (0x5555555555555555, 0x3333333333333333, 0x0F0F0F0F0F0F0F0F, 0x0101010101010101)
)
TOP = WORD.type(56)
TESTED = 1 << 10
"""Windows whose words of pixels are tested together: few enough for the cache."""


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
    """Return the place of the bit that is set after `number` others, as intp; `counts` are running counts."""
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


def line_masks(lines: Array, side: int, reach: int) -> Array:
    """Return which pixels lie in each `reach` of `side` consecutive lines: (places, words) of bits.

    `lines` are the line of each pixel, a multiple of 64; `side` is that of no pixel.
    """
    count = side - reach + 1
    words = len(lines) // BITS
    steps = lines.astype(np.intp)
    spare = max(reach - count, 0)
    if spare:  # A line that no window leaves or enters lies in all of them: such lines are one.
        np.copyto(steps, np.maximum(steps - spare, count - 1), where=steps >= count)
    upto = np.zeros((side - spare + 2, words), WORD)
    flat = upto.reshape(-1)
    spots = (steps.reshape(words, BITS) + 1) * words + np.arange(words)[:, None]
    for bit, spot in enumerate(np.ascontiguousarray(spots.T)):
        flat[spot] |= WORD.type(1 << bit)
    for before, here in zip(upto, upto[1:]):
        here |= before
    reach -= spare
    return upto[reach : reach + count] ^ upto[:count]


class BoxMasks:
    """The pixels in the box windows of a cell: those in the window's rows and in its columns."""

    def __init__(self, places: Array, sides: tuple[int, ...], box: tuple[int, int]) -> None:
        """`places`: (2, pixels) rows and columns of pixels, `sides` themselves for none; `box`: of a window."""
        self.width = sides[1] - box[1] + 1
        self.step = places.shape[1] // BITS
        self.rows, self.cols = (
            line_masks(lines, side, reach).reshape(-1) for lines, side, reach in zip(places, sides, box)
        )

    def words(self, window: Array, word: Array) -> Array:
        """Return, as bits, which pixels of words lie in windows, numbered row by row."""
        row, col = np.divmod(window, self.width)
        row *= self.step
        row += word
        col *= self.step
        col += word
        found: Array = self.rows[row]
        found &= self.cols[col]
        return found


class FootprintMasks:
    """The pixels in the windows of any shape of a cell: a picture of the window is looked at for each pixel."""

    def __init__(
        self, places: Array, cell: tuple[int, int], sides: tuple[int, ...], runs: tuple[tuple[int, int, int], ...]
    ) -> None:
        """`places`: (2, pixels) rows and columns of pixels, `sides` themselves for none; `cell`: of windows."""
        rows, self.cols = cell
        self.pitch = sides[1] + self.cols
        self.first = (rows - 1) * self.pitch + self.cols - 1
        beyond = self.first + sides[0] * self.pitch + sides[1]
        self.picture = np.zeros(beyond + 1, np.uint8)
        for row, col, length in runs:
            place = self.first + row * self.pitch + col
            self.picture[place : place + length] = 1
        spots = self.first + places[0].astype(np.intp) * self.pitch + places[1]
        self.spots = spots.reshape(-1, BITS)

    def words(self, window: Array, word: Array) -> Array:
        """Return, as bits, which pixels of words lie in windows, numbered row by row."""
        row, col = np.divmod(window, self.cols)
        row *= self.pitch
        row += col
        found = np.empty((len(window), BITS // 8), np.uint8)
        for first in range(0, len(window), TESTED):
            part = slice(first, first + TESTED)
            spots = self.spots[word[part]]
            spots -= row[part, None]
            found[part] = np.packbits(self.picture.take(spots), axis=1, bitorder="little")
        return found.view(WORD).reshape(-1)
