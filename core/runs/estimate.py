"""Say about how long a filter will take: as such runs took before, else its work is timed on a block of this raster."""

from __future__ import annotations

import time
import zlib
from collections.abc import Sequence
from typing import Optional

import numpy as np

from ..errors import TilingError
from ..processes.machine import usable_cpus
from ..tiles import Tile
from ..tiling.chunks import grown_pixels
from .prepare_filter import FilterRun
from .timings import note, recalled_s

IN_A_RUN, IN_A_FORM = 0.01, 0.2
"""The share of a run's pixels that may be spent on timing: in a run it is lost, in a form nobody waits for it."""
SIDES = (64, 128, 256, 512)
"""Of the block that is timed, as far as the share allows; the next one where this one took too little time."""
ENOUGH_S = 0.1
WARM_UP = 8
LONG_ENOUGH_S = 2.0
"""A run that took less is not remembered: it mostly began and ended."""
BEGIN_S = 0.5
"""About what it takes to start the workers and to close the output."""


def estimated_s(run: FilterRun, share: float) -> Optional[float]:
    """Return about how many seconds a run will take; None where it is too short for timing, or runs a user's code.

    What a run of the same kind took is remembered; where there was none, reading, the kernels and the compression of
    the output are timed. What one core does in a second is shared by the workers, as far as there are cores for them.
    """
    plan, frame = run.plan, run.frame
    most = frame.height * frame.width * share
    fits = (side for side in SIDES if side <= min(frame.height, frame.width))
    sides = [side for side in fits if grown_pixels((side, side), plan.halo) <= most]
    # Of a run under a mask nobody knows before how much there is to do.
    if run.profile is None or run.source.memory is not None or run.job.mask is not None or not sides:
        return None
    cost_s = recalled_s(run)
    if cost_s is None:
        try:
            cost_s = _cost_of_a_pixel_s(run, sides)
        except TilingError:  # the run itself will tell
            return None
    return BEGIN_S + cost_s * _pixels_of_a_core(run)


def remember(run: FilterRun, seconds: float) -> None:
    """Remember what a run of built-in filters on a whole file took, where that was long enough to say something."""
    source = run.source
    is_one_file = source.memory is None and not source.info.parts
    is_like_others = run.profile is not None and is_one_file and run.job.mask is None
    if seconds >= LONG_ENOUGH_S and is_like_others:
        note(run, (seconds - BEGIN_S) / _pixels_of_a_core(run))


def _pixels_of_a_core(run: FilterRun) -> float:
    """Return how many pixels each core works on, margins counted."""
    plan, frame = run.plan, run.frame
    whole = grown_pixels(plan.chunk, plan.halo) / (plan.chunk[0] * plan.chunk[1])
    return whole * frame.height * frame.width / min(plan.workers, usable_cpus(), plan.tiles)


def _cost_of_a_pixel_s(run: FilterRun, sides: Sequence[int]) -> float:
    """Return the seconds that one core spends on a pixel of a block in the middle of the raster, its margin counted."""
    _time_of(run, WARM_UP)  # what is loaded and made once
    took_s, side = 0.0, sides[0]
    for side in sides:
        took_s = _time_of(run, side)
        if took_s > ENOUGH_S:
            break
    return took_s / grown_pixels((side, side), run.plan.halo)


def _time_of(run: FilterRun, side: int) -> float:
    """Return the seconds that one core takes for a block: to read, filter and pack it."""
    frame = run.frame
    top = frame.row_min + (frame.height - side) // 2
    left = frame.col_min + (frame.width - side) // 2
    begin = time.perf_counter()
    made = run.task(Tile(top, top + side, left, left + side))
    assert run.profile is not None
    if dict(run.profile.creation_options).get("COMPRESS", "NONE").upper() not in ("NONE", "PACKBITS"):
        zlib.compress(np.ascontiguousarray(made.pixels).tobytes())
    return time.perf_counter() - begin
