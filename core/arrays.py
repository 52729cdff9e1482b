"""Names the types that annotations speak of: arrays, numbers, nodata values, transforms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional, Union

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]
else:
    Array = Any
"""A NumPy array of any type: NumPy 1.20 has no `NDArray`, so it is looked up by type checkers only."""

Number = Union[int, float]
Nodata = Optional[Number]
"""The value that marks a gap; None: no value does."""
Transform = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f of x = a * col + b * row + c, y = d * col + e * row + f."""
