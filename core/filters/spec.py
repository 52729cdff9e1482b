"""Declare a filter in one record: kernel, halo, window, parameters and words; and hold it with its values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Callable, Optional

import numpy as np

from ..arrays import Array
from ..parameters import Parameter, Value, checked_values
from .windows.window import Window

Block = Any
"""A 2-D floating array, NaN where there is no data."""
HUGE = 2.0**450
"""Squares of smaller numbers, and sums of as many as a window holds, do not overflow."""
SHIFT = 600
"""Blocks are made smaller by this power of two, which changes no digit; what is lost is too small to matter to HUGE."""


def _unchanged(values: Mapping[str, Value]) -> dict[str, Value]:
    return dict(values)


@dataclass(frozen=True)
class FilterSpec:
    """One filter. Everything that the panel, checks, help, documentation and tests need follows from it."""

    name: str
    label: str
    summary: str
    """One sentence, for help and documentation."""
    function: Callable[..., Block]
    """`function(block, **values) -> block` of the same shape; module level; leaves its input untouched."""
    halo: Callable[..., int]
    """`halo(**values)`: pixels of margin the kernel needs; receives the very values that the kernel gets."""
    window: Optional[Callable[..., Window]] = None
    """`window(**values)`: the pixels that the nodata policies and `min_valid` look at; None: no policy applies."""
    parameters: tuple[Parameter, ...] = ()
    resolve: Callable[[Mapping[str, Value]], dict[str, Value]] = _unchanged
    """Checks that concern several values at once, and files read; returns the values that travel to workers."""
    family: str = ""
    """Heading under which documentation lists it: focal, smoothing, edges, terrain."""
    tool: str = ""
    """Which tool of the toolbox offers it: the id of a record in `algorithms/tools.py`."""
    output: str = "keep"
    """Type rule, a key of `OUTPUT_RULES` in `filters/output.py`."""
    results: str = "signed"
    """What values it can give, a key of `RESULT_RULES` in `filters/output.py`: the output's nodata is none of them."""
    output_nodata: Optional[float] = None
    """A nodata value that the filter prescribes (hillshade: 0)."""
    meaning: str = "value"
    """What the result is to the band's own quantity: "value" (the same: unit, scale and colours hold), "difference"
    (unit and scale hold, an offset cancels), "other" (an angle, a count, a square)."""
    signed: bool = False
    """Results lie on both sides of 0, which means something: they are shown in colours that part there."""
    averaged: bool = True
    """Overviews may average the results; False for classes and angles, of which the nearest pixel is taken."""
    degree: Optional[int] = None
    """Pixels times c give results times c to this power (1: a mean, 0: a share, 2: a variance), see `overflow.py`;
    None: no such power, or nothing that could overflow."""
    exact: bool = False
    """Integers reach the kernel as they are, as `function(block, valid=..., **values)`: all digits, and speed."""
    cell_size: bool = False
    """The kernel is also given `cell_size`; see `filters/ground.py`."""
    height_factor: str = ""
    """The parameter that pixels are multiplied by to be in units of the ground; where it is 1 it is given what the
    declared units ask for."""
    makes_gaps: bool = False
    """Pixels may have no result although all of the window is data (terrain at the edge, outliers)."""
    whole_window: Optional[Window] = None
    """With this window, and `propagate` or no policy asked for, pixels beyond the raster's edge count as gaps too, as
    they do for gdaldem."""
    spreads_gaps: bool = False
    """A gap in the window leaves a valid pixel without a result, whatever the policy (terrain)."""
    policies: bool = True
    """False: the filter decides about nodata itself, the nodata policies do not apply (terrain)."""
    formula: str = ""
    """What is computed, in signs: z the pixel, v the valid pixels of its window, n their number, w weights, d the
    distance from the pixel in pixels."""
    source: str = ""
    """Paper or page behind the formula."""

    def bind(self, **values: Any) -> Kernel:
        """Return the filter with checked values. Raises InvalidParameter for unknown names and bad values."""
        kernel = Kernel(self, self.resolve(checked_values(self.name, self.parameters, values)))
        kernel.window  # noqa: B018 - a window that cannot be is refused here, not at the first tile
        return kernel


@dataclass(frozen=True)
class Kernel:
    """A filter with its values: travels to workers, and is called on a block."""

    spec: FilterSpec
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def halo(self) -> int:
        """Pixels of margin needed on each side."""
        return self.spec.halo(**self.values)

    @property
    def window(self) -> Optional[Window]:
        """The pixels that the nodata policies look at."""
        return None if self.spec.window is None else self.spec.window(**self.values)

    @property
    def needs_whole_window(self) -> bool:
        """Whether gdaldem's rule holds where no policy is asked for: no result where one pixel is missing."""
        return self.spec.whole_window is not None and self.window == self.spec.whole_window

    @property
    def takes_heights(self) -> bool:
        """Whether declared units of height matter: the caller has not said himself what to multiply by."""
        return bool(self.spec.height_factor) and self.values[self.spec.height_factor] == 1.0

    def with_heights(self, factor: float) -> Kernel:
        """Return the kernel for pixels that, times `factor`, are in units of the ground."""
        if factor == 1.0 or not self.takes_heights:
            return self
        return replace(self, values={**self.values, self.spec.height_factor: factor})

    def policy(self, asked: Optional[str]) -> str:
        """Return the nodata policy that holds: the one asked for, else keep, or propagate as gdaldem has it."""
        return asked or ("propagate" if self.needs_whole_window else "keep")

    def __call__(self, block: Block, **extra: Any) -> Block:
        """Return the filtered block, same shape; values within `halo` of its edge are unspecified.

        Computed over the valid pixels of each window wherever there is one, else NaN: the nodata policies and the
        edges of the raster are the caller's business (`FilterPass`).
        """
        return without_overflow(self.spec.function, self.spec.degree, block, **self.values, **extra)


def without_overflow(function: Callable[..., Array], degree: Optional[int], block: Array, **values: Any) -> Array:
    """Return `function(block, **values)`; where numbers overflow on the way the right ones, NaN where the result does.

    Which pixels are computed a second time depends on their own results, so that every cut gives the same bits.

    :param degree: the function of the block times c is its function of the block, times c to this power; None: there
        is no such power.
    """
    result = function(block, **values)
    if block.dtype != np.float64 or result.dtype != np.float64 or not _has_huge(block):
        return result
    if degree is None:
        return np.where(np.isfinite(result), result, np.nan)
    small = np.asarray(function(np.ldexp(block, -SHIFT), **values), np.float64)
    with np.errstate(over="ignore"):
        scaled = np.ldexp(small, degree * SHIFT)
    better = np.where(np.isfinite(result), result, scaled)
    finite: Array = np.where(np.isfinite(better), better, np.nan)
    return finite


def _has_huge(block: Array) -> bool:
    return bool(np.fmax.reduce(block, axis=None) > HUGE or np.fmin.reduce(block, axis=None) < -HUGE)
