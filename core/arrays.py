"""The type of a NumPy array, for annotations: NumPy 1.20 has no `NDArray`, so it is looked up by type checkers only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]
else:
    Array = Any
