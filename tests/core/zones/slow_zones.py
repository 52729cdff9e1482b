"""Zones the slow, obvious way: each pixel of each polygon by itself, by cutting the polygon to the pixel."""

from __future__ import annotations

from typing import Any

import numpy as np


def star(rng: np.random.Generator, x: float, y: float, radius: float, points: int = 11) -> np.ndarray:
    """Return a closed ring around a point, of any shape that does not cross itself."""
    angles = np.sort(rng.uniform(0, 2 * np.pi, points))
    reach = radius * rng.uniform(0.4, 1, points)
    ring = np.stack((x + reach * np.cos(angles), y + reach * np.sin(angles)), axis=1)
    return np.concatenate((ring, ring[:1]))


def cut(ring: list[tuple[float, float]], axis: int, limit: float, keep_above: bool) -> list[tuple[float, float]]:
    """Return the part of a ring on one side of a line (Sutherland and Hodgman 1974)."""
    made: list[tuple[float, float]] = []
    for before, here in zip([ring[-1], *ring[:-1]], ring):
        was, is_in = ((one[axis] >= limit) == keep_above for one in (before, here))
        if was != is_in:
            part = (limit - before[axis]) / (here[axis] - before[axis])
            made.append(tuple(a + part * (b - a) for a, b in zip(before, here)))  # type: ignore[arg-type]
        if is_in:
            made.append(here)
    return made


def covered(ring: np.ndarray, row: int, col: int) -> float:
    """Return the area of a pixel that lies within a ring."""
    left = [tuple(point) for point in ring[:-1].tolist()]
    for axis, limit, keep_above in ((0, col, True), (0, col + 1, False), (1, row, True), (1, row + 1, False)):
        left = cut(left, axis, limit, keep_above) if left else left
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(left, [*left[1:], left[0]]))) / 2 if left else 0.0


def holds(ring: np.ndarray, x: float, y: float) -> bool:
    """Return whether a point lies within a ring: a line from it to one side crosses the ring an odd number of times."""
    crossed = 0
    for (x0, y0), (x1, y1) in zip(ring[:-1].tolist(), ring[1:].tolist()):
        if (y0 > y) != (y1 > y):
            crossed += x < x0 + (y - y0) * (x1 - x0) / (y1 - y0)
    return bool(crossed % 2)


def weights(shape: Any, rule: str, height: int, width: int) -> np.ndarray:
    """Return the weight of each pixel in a zone, 0 to 1."""
    made = np.zeros((height, width))
    for row in range(height):
        for col in range(width):
            for rings in shape:
                if rule == "centre":
                    inside = sum(holds(ring, col + 0.5, row + 0.5) for ring in rings) % 2
                    made[row, col] = max(made[row, col], inside)
                else:
                    area = covered(rings[0], row, col) - sum(covered(hole, row, col) for hole in rings[1:])
                    made[row, col] += area if rule == "share" else area > 1e-12
    return np.minimum(made, 1.0)
