"""Keep polygons in the pixel coordinates of a raster in a few arrays: x is the column, y the row, from 0.

They stand in files that every worker maps into memory, so that a hundred thousand polygons cost a worker nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..arrays import Array
from ..errors import InvalidParameter

Ring = Any
"""Float64 array (vertices, 2) of x and y, its last vertex the first one again."""
Shape = Sequence[Sequence[Ring]]
"""The parts of one zone; of each part the outer ring, then its holes."""
IN_PIXELS = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
LEAST_VERTICES = 3
"""A ring has more: three different ones, and the first one again."""
PARTS = ("vertices", "ring_start", "ring_zone", "boxes")


@dataclass(frozen=True)
class Polygons:
    """The rings of all zones, zone after zone. A zone without any ring has no pixel."""

    vertices: Array
    """Float64 (vertices, 2): x and y."""
    ring_start: Array
    """int64 (rings + 1): where each ring begins in `vertices`."""
    ring_zone: Array
    """int64 (rings): the zone that each ring belongs to, ascending."""
    boxes: Array
    """Float64 (zones, 4): smallest x, smallest y, largest x, largest y; NaN for a zone without a ring."""

    @property
    def count(self) -> int:
        """Number of zones."""
        return len(self.boxes)

    @classmethod
    def of(cls, shapes: Iterable[Shape], transform: Sequence[float] = IN_PIXELS, name: str = "zones") -> Polygons:
        """Return the polygons of zones 0, 1, 2, …, outer rings turned one way and holes the other.

        `transform` is a, b, c, d, e, f of the raster, where coordinates are those of the ground. Rings of fewer than
        three vertices enclose nothing and are left out. `name` is the parameter's, for errors. Raises InvalidParameter
        for a transform that cannot be inverted, and for coordinates that are not finite.
        """
        rings: list[Ring] = []
        owners: list[int] = []
        outer: list[bool] = []
        number = 0
        for zone, shape in enumerate(shapes):
            for part in shape:
                for place, ring in enumerate(part):
                    if len(ring) > LEAST_VERTICES:
                        rings.append(ring)
                        owners.append(zone)
                        outer.append(place == 0)
            number = zone + 1
        start = np.cumsum([0, *(len(ring) for ring in rings)], dtype=np.int64)
        vertices = to_pixels(np.concatenate(rings) if rings else np.zeros((0, 2)), transform, name)
        owner = np.array(owners, np.int64)
        _turn(vertices, start, np.array(outer, bool))
        return cls(vertices, start, owner, _boxes(vertices, start, owner, number))

    def save(self, folder: Path) -> None:
        """Write the arrays into a folder that exists."""
        for name in PARTS:
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, folder: Path) -> Polygons:
        """Return what `save` wrote, mapped into memory."""
        files = [folder / f"{name}.npy" for name in PARTS]
        # An empty array cannot be mapped.
        return cls(*(np.load(file, mmap_mode="r" if file.stat().st_size > 256 else None) for file in files))

    def edges_of(self, zones: Array) -> tuple[Array, Array]:
        """Return the edges of ascending zones: float64 (edges, 4) of x0, y0, x1, y1, and the place of each in `zones`.

        Every edge comes in the order of its ring.
        """
        first = np.searchsorted(self.ring_zone, zones, side="left")
        last = np.searchsorted(self.ring_zone, zones, side="right")
        begin, end = self.ring_start[first], self.ring_start[last]
        vertex, owner = expanded(begin, end - begin)
        if not vertex.size:
            return np.zeros((0, 4)), owner
        points = self.vertices[vertex]
        edges = np.concatenate((points[:-1], points[1:]), axis=1)
        # Where a ring ends, the next vertex begins another one.
        begins = self.ring_start[np.searchsorted(self.ring_start, vertex[1:])] == vertex[1:]
        within = ~begins & (vertex[1:] == vertex[:-1] + 1)
        return edges[within], owner[:-1][within]


def _turn(vertices: Array, start: Array, outer: Array) -> None:
    """Turn rings round, in place, that do not go the way of their kind: the sign of the area tells which they go."""
    if not len(outer):
        return
    near = vertices - np.repeat(vertices[start[:-1]], np.diff(start), axis=0)
    twice = np.zeros(len(vertices))
    twice[:-1] = near[:-1, 0] * near[1:, 1] - near[1:, 0] * near[:-1, 1]
    twice[start[1:] - 1] = 0.0
    wrong = (np.add.reduceat(twice, start[:-1]) > 0) != outer
    for begin, end in zip(start[:-1][wrong].tolist(), start[1:][wrong].tolist()):
        vertices[begin:end] = vertices[begin:end][::-1].copy()


def _boxes(vertices: Array, start: Array, owner: Array, number: int) -> Array:
    made = np.full((number, 4), np.nan)
    if len(owner):
        first = np.flatnonzero(np.concatenate(([True], np.diff(owner) != 0)))
        made[owner[first], :2] = np.minimum.reduceat(vertices, start[first], axis=0)
        made[owner[first], 2:] = np.maximum.reduceat(vertices, start[first], axis=0)
    return made


def expanded(first: Array, number: Array) -> tuple[Array, Array]:
    """Return `first[i], first[i] + 1, …`, `number[i]` of them, for all i in turn; and which i each is of."""
    number = np.maximum(number, 0)
    owner = np.repeat(np.arange(len(number)), number)
    ends = np.cumsum(number)
    return np.arange(int(ends[-1]) if len(ends) else 0) - (ends - number - first)[owner], owner


def to_pixels(points: Array, transform: Sequence[float], name: str = "zones") -> Array:
    """Return points on the ground, (points, 2) in the raster's CRS, in pixel coordinates."""
    a, b, c, d, e, f = transform
    determinant = a * e - b * d
    if determinant == 0:
        raise InvalidParameter("input: the raster's transform cannot be inverted, so no polygon can be laid over it")
    if not np.isfinite(points).all():
        raise InvalidParameter(f"{name}: a polygon has coordinates that are not finite numbers")
    return (points - (c, f)) @ (np.array([[e, -d], [-b, a]]) / determinant)
