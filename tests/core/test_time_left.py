"""When a run tells how long it will still take."""

from __future__ import annotations

import pytest
from tiled_raster.core.progress import TimeLeft


@pytest.mark.parametrize(
    ("so_far_s", "left_s", "words"),
    [
        (0.3, 0.2, ""),
        (0.3, 600.0, ""),  # the first tile started the workers
        (1.9, 30.0, ""),
        (2.0, 0.4, ""),
        (2.0, 30.0, "30 s"),
        (70.0, 200.0, "3 min 20 s"),
        (70.0, None, ""),
        (70.0, 0.0, ""),
    ],
)
def test_time_left_is_told_where_it_means_something(so_far_s: float, left_s: float, words: str) -> None:
    now = [100.0]
    left = TimeLeft(clock=lambda: now[0])
    now[0] += so_far_s
    assert left.spoken(left_s) == words
