"""Open, close, and take top-hats: a minimum and a maximum, one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

import numpy as np

from ..arrays import Array
from ..errors import InvalidParameter
from ..parameters import Value
from .extremes import extreme
from .spec import FilterSpec
from .windows.window import WINDOW_PARAMETERS, Window, resolve_weights, window_of


def _reflected(window: Window) -> Window:
    """Return the window turned by half a circle, as the second step of an opening needs it."""
    return Window(tuple(sorted((-row, 1 - col - length, length) for row, col, length in window.runs)))


def _twice(block: Array, valid: Optional[Array], window: Window, first: np.ufunc, second: np.ufunc) -> Array:
    """Return the second extreme of the first one; both look at valid pixels and at results on valid pixels only."""
    middle = extreme(block, valid, window, first)
    if valid is None:
        np.copyto(middle, np.nan, where=block != block)
    return extreme(middle, valid, _reflected(window), second)


def opening(block: Array, valid: Optional[Array] = None, **window: Any) -> Array:
    """Return the largest of the minima around the valid pixels: bright spots smaller than the window vanish."""
    return _twice(block, valid, window_of(**window), np.minimum, np.maximum)


def closing(block: Array, valid: Optional[Array] = None, **window: Any) -> Array:
    """Return the smallest of the maxima around the valid pixels: dark spots smaller than the window vanish."""
    return _twice(block, valid, window_of(**window), np.maximum, np.minimum)


def white_tophat(block: Array, **window: Any) -> Array:
    """Return the block minus its opening, NaN where the centre is."""
    opened = opening(block, **window)
    with np.errstate(over="ignore"):
        return np.subtract(block, opened, out=opened)


def black_tophat(block: Array, **window: Any) -> Array:
    """Return the closing of the block minus the block, NaN where the centre is."""
    closed = closing(block, **window)
    with np.errstate(over="ignore"):
        return np.subtract(closed, block, out=closed)


def morphology_halo(**values: Any) -> int:
    """Return twice the reach of the window, for one extreme is taken of the other."""
    return 2 * window_of(**values).halo


def _resolve(values: Mapping[str, Value]) -> dict[str, Value]:
    resolved: dict[str, Any] = resolve_weights(values)
    if not window_of(**resolved).has_centre:
        raise InvalidParameter(
            f"shape={values['shape']}: opening and closing need a window with its centre, such as a square or a circle"
        )
    return resolved


def _spec(name: str, label: str, summary: str, function: Any, exact: bool, formula: str) -> FilterSpec:
    return FilterSpec(
        name=name,
        label=label,
        summary=summary,
        function=function,
        halo=morphology_halo,
        window=window_of,
        parameters=WINDOW_PARAMETERS,
        resolve=_resolve,
        family="edges",
        tool="morphology",
        output="keep" if exact else "float",
        meaning="value" if exact else "difference",
        results="selected" if exact else "positive",
        degree=1,
        exact=exact,
        formula=formula,
        source="Serra, Image analysis and mathematical morphology, 1982.",
    )


OPENING = _spec(
    "opening",
    "Opening",
    "Maximum of the minima: peaks and ridges smaller than the window vanish, all else stays.",
    opening,
    True,
    formula="max of the minima",
)
CLOSING = _spec(
    "closing",
    "Closing",
    "Minimum of the maxima: pits and valleys smaller than the window vanish, all else stays.",
    closing,
    True,
    formula="min of the maxima",
)
WHITE_TOPHAT = _spec(
    "white_tophat",
    "White top-hat",
    "The raster minus its opening: how far peaks and ridges smaller than the window stand out.",
    white_tophat,
    False,
    formula="z − opening",
)
BLACK_TOPHAT = _spec(
    "black_tophat",
    "Black top-hat",
    "The closing minus the raster: how deep pits and valleys smaller than the window are.",
    black_tophat,
    False,
    formula="closing − z",
)
