"""Describe windows: the pixels around a pixel that a focal filter looks at, and the parameters of their shape."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Callable, Optional

import numpy as np

from ...arrays import Array
from ...errors import InvalidParameter
from ...parameters import Parameter, Value

LARGEST = 4097
"""Largest side of a window, in pixels."""

SIZE = Parameter(
    "size",
    "Window size",
    "Side of the window in pixels: rows and columns of a square, rows of a rectangle, diameter of a circle, "
    "outer diameter of an annulus. An odd number, so that the window has a centre.",
    default=3,
    minimum=1,
    maximum=LARGEST,
    odd=True,
    length="odd",
    only_with=("shape", ("square", "rectangle", "circle", "annulus")),
)
SHAPE = Parameter(
    "shape",
    "Window shape",
    "square; rectangle (size rows, and as many columns as you say); circle (pixels whose centre is no further than "
    "size // 2 from the centre); annulus (a circle without an inner circle); weights (your own matrix).",
    default="square",
    choices=("square", "rectangle", "circle", "annulus", "weights"),
)
COLUMNS = Parameter(
    "columns",
    "Columns of a rectangle",
    "Width in pixels of a rectangular window, an odd number. Other shapes do not use it.",
    default=3,
    minimum=1,
    maximum=LARGEST,
    odd=True,
    length="odd",
    advanced=True,
    only_with=("shape", ("rectangle",)),
)
INNER_SIZE = Parameter(
    "inner_size",
    "Inner size of an annulus",
    "Diameter in pixels of the circle left out of an annulus, an odd number below the size; 1 leaves out the centre. "
    "Other shapes do not use it.",
    default=1,
    minimum=1,
    maximum=LARGEST,
    odd=True,
    length="odd",
    advanced=True,
    only_with=("shape", ("annulus",)),
)
WEIGHTS = Parameter(
    "weights",
    "Weights",
    'Matrix for the shape "weights", rows separated by semicolons, as in 1 2 1; 2 4 2; 1 2 1. Mean and sum use the '
    "weights; other filters look at the pixels whose weight is not zero. Odd numbers of rows and columns.",
    default="1 2 1; 2 4 2; 1 2 1",
    advanced=True,
    widget="matrix",
    only_with=("shape", ("weights",)),
)
WEIGHTS_FILE = Parameter(
    "weights_file",
    "Weights file",
    "Text file with the weights, a line for each row, numbers separated by blanks, commas or semicolons; lines that "
    "begin with # are skipped. It takes the place of the matrix.",
    default="",
    advanced=True,
    widget="file",
    only_with=("shape", ("weights",)),
)
WINDOW_PARAMETERS = (SIZE, SHAPE, COLUMNS, INNER_SIZE, WEIGHTS, WEIGHTS_FILE)


@dataclass(frozen=True)
class Window:
    """The pixels of a window as runs along rows, relative to the centre."""

    runs: tuple[tuple[int, int, int], ...]
    """(row, first column, length), rows ascending; never empty."""

    @property
    def halo(self) -> int:
        """Largest offset of a pixel of the window from its centre, along rows or columns."""
        return max(max(abs(row), abs(col), abs(col + length - 1)) for row, col, length in self.runs)

    @property
    def count(self) -> int:
        """Number of pixels."""
        return sum(length for _, _, length in self.runs)

    @property
    def has_centre(self) -> bool:
        """Whether the centre is one of the pixels."""
        return any(row == 0 and col <= 0 < col + length for row, col, length in self.runs)

    @property
    def box(self) -> Optional[tuple[int, int, int, int]]:
        """(first row, first column, rows, columns) when the window is one full rectangle, else None."""
        row0, col0, length0 = self.runs[0]
        full = all(run == (row0 + number, col0, length0) for number, run in enumerate(self.runs))
        return (row0, col0, len(self.runs), length0) if full else None

    @property
    def offsets(self) -> list[tuple[int, int]]:
        """(row, column) of every pixel, row by row."""
        return [(row, col + step) for row, col, length in self.runs for step in range(length)]

    @property
    def columns(self) -> tuple[tuple[int, int, int], ...]:
        """The window as runs along columns: (column, first row, length)."""
        runs: list[tuple[int, int, int]] = []
        for row, col in sorted(self.offsets, key=lambda pixel: (pixel[1], pixel[0])):
            if runs and runs[-1][0] == col and runs[-1][1] + runs[-1][2] == row:
                runs[-1] = (col, runs[-1][1], runs[-1][2] + 1)
            else:
                runs.append((col, row, 1))
        return tuple(runs)

    def places(self, width: int) -> Array:
        """Return the flat distance of every pixel from the centre in rows of `width` pixels, row by row."""
        return np.concatenate([row * width + np.arange(col, col + length) for row, col, length in self.runs])

    def cropped(self, rows: tuple[int, int], cols: tuple[int, int]) -> Optional[Window]:
        """Return the part between the first and last of these offsets, both counted; None where there is none."""
        runs = []
        for row, col, length in self.runs:
            first, last = max(col, cols[0]), min(col + length - 1, cols[1])
            if rows[0] <= row <= rows[1] and first <= last:
                runs.append((row, first, last - first + 1))
        return Window(tuple(runs)) if runs else None

    @property
    def footprint(self) -> Array:
        """The window as a boolean array with odd sides, centred."""
        rows = max(abs(row) for row, _, _ in self.runs)
        cols = max(max(abs(col), abs(col + length - 1)) for _, col, length in self.runs)
        mask = np.zeros((2 * rows + 1, 2 * cols + 1), bool)
        for row, col, length in self.runs:
            mask[row + rows, col + cols : col + cols + length] = True
        return mask


def window_of(size: int, shape: str, columns: int, inner_size: int, weights: str, weights_file: str) -> Window:
    """Return the window that these parameters describe. Raises InvalidParameter for an annulus without pixels."""
    if shape == "weights":
        return _of_mask(weight_matrix(weights, weights_file) != 0)
    return SHAPES[shape](size, columns, inner_size)


def window_halo(**values: Any) -> int:
    """Return the largest offset of the window that these parameters describe."""
    return window_of(**values).halo


def _square(size: int, columns: int, inner_size: int) -> Window:
    return _rectangle(size, size, inner_size)


@lru_cache(maxsize=64)
def _rectangle(size: int, columns: int, inner_size: int) -> Window:
    rows, cols = size // 2, columns // 2
    return Window(tuple((row, -cols, columns) for row in range(-rows, rows + 1)))


@lru_cache(maxsize=64)
def _circle(size: int, columns: int, inner_size: int) -> Window:
    radius = size // 2
    runs = []
    for row in range(-radius, radius + 1):
        reach = math.isqrt(radius * radius - row * row)
        runs.append((row, -reach, 2 * reach + 1))
    return Window(tuple(runs))


@lru_cache(maxsize=64)
def _annulus(size: int, columns: int, inner_size: int) -> Window:
    if inner_size >= size:
        raise InvalidParameter(f"inner_size={inner_size}: must be below size={size}, or the annulus has no pixel")
    inner = inner_size // 2
    runs: list[tuple[int, int, int]] = []
    for row, col, length in _circle(size, columns, inner_size).runs:
        if abs(row) > inner:
            runs.append((row, col, length))
            continue
        gap = math.isqrt(inner * inner - row * row)
        if -col > gap:
            runs += [(row, col, -col - gap), (row, gap + 1, -col - gap)]
    return Window(tuple(runs))


SHAPES: dict[str, Callable[[int, int, int], Window]] = {
    "square": _square,
    "rectangle": _rectangle,
    "circle": _circle,
    "annulus": _annulus,
}


def _of_mask(mask: Array) -> Window:
    """Return the window of the True pixels of a mask with odd sides."""
    middle = (mask.shape[0] // 2, mask.shape[1] // 2)
    runs = []
    for row, line in enumerate(mask):
        steps = np.flatnonzero(np.diff(np.concatenate(([0], line.astype(np.int8), [0]))))
        for first, last in zip(steps[::2], steps[1::2]):
            runs.append((row - middle[0], int(first) - middle[1], int(last - first)))
    return Window(tuple(runs))


def resolve_weights(values: Mapping[str, Value]) -> dict[str, Value]:
    """Return `values` with the weights file read into `weights`, so that workers need no file.

    Raises InvalidParameter for a file that cannot be read, and for weights that are no odd matrix of numbers.
    """
    resolved = dict(values)
    if values["shape"] != "weights":
        resolved["weights"] = resolved["weights_file"] = ""
        return resolved
    if values["weights_file"]:
        resolved["weights"] = _read_weights(str(values["weights_file"]))
        resolved["weights_file"] = ""
    weight_matrix(str(resolved["weights"]), "")
    return resolved


def _read_weights(path: str) -> str:
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise InvalidParameter(f"weights_file={path}: cannot be read ({reason}); give a text file of numbers") from None
    lines = [line.strip().replace(";", " ") for line in text.splitlines()]
    return ";".join(line for line in lines if line and not line.startswith("#"))


@lru_cache(maxsize=16)
def _parsed(text: str) -> Array:
    rows = [row.replace(",", " ").split() for row in re.split(r"[;\n]", text) if row.strip(" ,\t\r")]
    shown = text if len(text) <= 40 else text[:37] + "..."
    refusal = InvalidParameter(f"weights={shown}: must be rows of numbers of one length, as in 1 2 1; 2 4 2; 1 2 1")
    try:
        matrix = np.array([[float(cell) for cell in row] for row in rows])
    except ValueError:
        raise refusal from None
    if matrix.ndim != 2 or matrix.dtype == object or not np.isfinite(matrix).all():
        raise refusal
    if matrix.shape[0] % 2 == 0 or matrix.shape[1] % 2 == 0 or max(matrix.shape) > LARGEST:
        sides = f"{matrix.shape[0]} rows and {matrix.shape[1]} columns"
        raise InvalidParameter(f"weights have {sides}: both must be odd and at most {LARGEST}")
    if not matrix.any():
        raise InvalidParameter("weights are all zero: at least one must differ from zero")
    matrix.flags.writeable = False
    return matrix


def weight_matrix(weights: str, weights_file: str) -> Array:
    """Return the weights as a read-only float64 matrix. Raises InvalidParameter for text that is no odd matrix."""
    return _parsed(_read_weights(weights_file) if weights_file else weights)


def check_window(kernel: Any, height: int, width: int) -> str:
    """Return a warning in words when a window reaches across the whole raster from every pixel, else ""."""
    reach = kernel.halo
    if reach >= max(height, width) > 0:
        return (
            f"{kernel.spec.label}: the window reaches {reach} pixels, further than the raster of {height} by {width} "
            "pixels is large; every pixel then sees the whole raster"
        )
    return ""
