"""Read and use the control points (GCPs) or the camera's model (RPCs) of rasters that have no transform."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Optional

from .backends import backend
from .header import GroundControl

if TYPE_CHECKING:
    from .backends.contract import Dataset


def ground_control(dataset: Dataset) -> GroundControl:
    """Return the control points and RPCs of a dataset."""
    return GroundControl(*dataset.control, tuple(dataset.tags(domain="RPC").items()))


def places(control: GroundControl, pixels: Sequence[tuple[float, float]]) -> Optional[list[tuple[float, float]]]:
    """Return x and y of the corners (row, column) of pixels, None where only a ground's heights would tell."""
    return backend().places(control.points, pixels) if control.points else None
