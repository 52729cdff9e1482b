"""Filter one block in a worker: pad, filter, apply the nodata policy, trim, cast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

from ..arrays import Array, Nodata
from ..errors import GapsDiffer, InvalidParameter
from ..marking import Marking, SourceGaps, opacity, ways_of_any_values
from ..pixels import cast_into
from .padding import Pad, PaddedBand
from .spec import Kernel
from .windows.moving import window_any, window_count
from .windows.strips import strips
from .windows.window import SHAPES, Window


@dataclass(frozen=True)
class FilterPass:
    """One or several filters over the same blocks, with all that is needed to do it anywhere."""

    kernels: tuple[Kernel, ...]
    in_dtype: str
    nodata_policy: Optional[str] = None
    """None: each filter's own, see `Kernel.policy`."""
    min_valid: int = 1
    edge: str = "shrink"
    out_dtype: str = ""
    """Empty: by the rules of the filters."""
    out_nodata: Nodata = None
    """The value written where there is no data; None: by the rules, from no nodata value of the input."""
    marking: Optional[Marking] = None
    """How the output says where there is no data, in place of the two above; always set afterwards."""

    height_factors: tuple[float, ...] = ()
    """For each band what its heights, where they are heights, are multiplied by to be in units of the ground."""

    def __post_init__(self) -> None:
        from .policies import EDGE, MIN_VALID, NODATA_POLICY

        if not self.kernels:
            raise InvalidParameter("filters=: at least one filter is needed")
        for parameter in (NODATA_POLICY, MIN_VALID, EDGE):
            if getattr(self, parameter.name) is not None:
                parameter.checked(getattr(self, parameter.name))
        marking = self.marking or self._own_marking()
        object.__setattr__(self, "marking", marking)
        object.__setattr__(self, "out_dtype", marking.dtype)
        object.__setattr__(self, "out_nodata", marking.nodata)

    def _own_marking(self) -> Marking:
        """Return the marking for the type and nodata asked for, of an input without a nodata value."""
        from .output import output_dtype, ways_of_results

        asked = self.out_dtype or None
        if self.out_nodata is None:
            return ways_of_results(self.kernels, SourceGaps(), self.in_dtype, asked)[0]
        out_dtype = np.dtype(asked or output_dtype(self.kernels, self.in_dtype))
        return ways_of_any_values(out_dtype, self.out_nodata, SourceGaps(), False, chosen=True)[0]

    @property
    def halo(self) -> int:
        """Pixels of margin on each side that blocks need."""
        return max(kernel.halo for kernel in self.kernels)

    @property
    def block_dtype(self) -> np.dtype[Any]:
        """Type of the blocks for kernels that are not exact: float32 where input and output have no more digits."""
        return np.result_type(np.float32, self.in_dtype, self.out_dtype)

    @property
    def alpha(self) -> Optional[int]:
        """Which of the bands, from 0, is alpha and is carried along unfiltered; None for none.

        It is the output's band of the same number: the first filter's picture has the order of the input's bands.
        """
        return None if self.marking is None else self.marking.alpha

    def outputs(self, bands: int) -> list[tuple[int, Optional[Kernel]]]:
        """Return what each output band is made of: a band, from 0, and a filter; None where it is carried along.

        Filters are outermost, so that each one's picture stands together; alpha stands in the first one only.
        """
        return [(band, None if number is None else self.kernels[number]) for band, number in self._order(bands)]

    def _order(self, bands: int) -> list[tuple[int, Optional[int]]]:
        """Return the outputs with the number of the filter."""
        return [
            (band, None if band == self.alpha else number)
            for number in range(len(self.kernels))
            for band in range(bands)
            if number == 0 or band != self.alpha
        ]

    def __call__(self, values: Array, valid: Array, pad: Pad = (0, 0, 0, 0), cell_size: Any = None) -> Array:
        """Return the filtered tile, (filters * bands, rows, columns), filters outermost, of type `out_dtype`.

        Alpha that is carried along is one band, of the first filter's, and a mask band one more plane at the end, 0
        where there is no data.

        `values` (bands, rows, columns) are the tile grown by `halo` and clipped at the raster's edge, `valid` says
        where they are data, `pad` how much was clipped, `cell_size` is what `filters/ground.py` gives for the rows
        of the tile. Raises InvalidParameter for 64-bit integers too large for a filter that is not exact, NodataClash
        and GapsDiffer (see `Marking`) with the place in the tile.
        """
        return self.counted(values, valid, pad, cell_size)[0]

    def counted(
        self,
        values: Array,
        valid: Array,
        pad: Pad = (0, 0, 0, 0),
        cell_size: Any = None,
        inside: Optional[Array] = None,
    ) -> tuple[Array, tuple[int, ...]]:
        """Return what a call does, and for each filter how many valid pixels of all bands it lost to gaps near them.

        `inside` (rows, columns of the tile): only there results are wanted, and elsewhere there is no data.
        """
        marking, halo = self.marking, self.halo
        assert marking is not None
        rows = values.shape[1] + pad[0] + pad[1] - 2 * halo
        cols = values.shape[2] + pad[2] + pad[3] - 2 * halo
        places = {made_of: place for place, made_of in enumerate(self._order(len(values)))}
        out = np.empty((len(places) + marking.mask, rows, cols), self.out_dtype)
        lost = [0] * len(self.kernels)
        shared: Optional[Array] = None
        for band in range(len(values)):
            if band == self.alpha:
                continue
            block = PaddedBand(values[band], valid[band], pad, self.edge)
            for index, kernel in enumerate(self.kernels):
                kernel = kernel.with_heights(self.height_factors[band] if self.height_factors else 1.0)
                target = out[places[band, index]]
                good, gone = self._filter_into(target, kernel, block.margin(halo - kernel.halo), cell_size, inside)
                marking.mark(target, good)
                shared = good if marking.has_value else _same(shared, good)
                lost[index] += gone
        assert shared is not None
        if marking.mask:
            out[-1] = shared
        if marking.alpha is not None:
            top, left = halo - pad[0], halo - pad[2]
            cast_into(out[marking.alpha], values[self.alpha, top : top + rows, left : left + cols])
            out[marking.alpha] = opacity(out[marking.alpha], shared)
        if not (marking.is_shared or marking.has_value or shared.all()):
            raise GapsDiffer("the output has pixels without data, and nothing that could say so")
        return out, tuple(lost)

    def _filter_into(
        self, target: Array, kernel: Kernel, block: PaddedBand, cell_size: Any, inside: Optional[Array]
    ) -> tuple[Array, int]:
        """Write one filter's result for the tile in the middle of `block` into `target`, of the output's type.

        Returns where there is one (rows, columns), elsewhere the result is unspecified; and how many valid pixels it
        lost to gaps.
        """
        extra = {"cell_size": cell_size} if kernel.spec.cell_size else {}
        if kernel.spec.exact and block.values.dtype.kind in "iu" and not self._has_fractions(kernel):
            result = kernel(block.values, valid=block.valid, **extra)
        else:
            result = kernel(block.floats(kernel.spec, self.block_dtype), **extra)
        halo = kernel.halo
        inner = np.s_[halo : result.shape[0] - halo, halo : result.shape[1] - halo]
        trimmed = result[inner]
        cast_into(target, trimmed)
        missing = self._missing(kernel, block)[inner]
        lost = self._lost_to_gaps(kernel, block, missing, trimmed, inside)
        if trimmed.dtype.kind == "f":
            missing |= trimmed != trimmed
        return (~missing if inside is None else inside & ~missing), lost

    def _has_fractions(self, kernel: Kernel) -> bool:
        """Return whether the output holds what lies between whole numbers, and the filter gives such values."""
        return kernel.spec.results == "between" and np.dtype(self.out_dtype).kind == "f"

    def _missing(self, kernel: Kernel, block: PaddedBand) -> Array:
        """Return where the nodata policy leaves no data; unspecified in the halo."""
        window = kernel.window
        if window is None or not kernel.spec.policies:
            return np.zeros(block.valid.shape, bool)
        policy = kernel.policy(self.nodata_policy)
        missing = ~block.valid if policy == "keep" else np.zeros(block.valid.shape, bool)
        if block.complete:
            return missing if self.min_valid <= window.count else ~missing
        if policy == "propagate":
            gaps = ~block.valid if kernel.needs_whole_window else block.gaps()
            _each_strip(gaps, window, missing, _any_gap)
        maybe_empty = policy == "fill" or not window.has_centre
        if self.min_valid > 1 or (kernel.spec.exact and maybe_empty):
            _each_strip(block.valid, window, missing, _TooFew(self.min_valid))
        return missing

    def _lost_to_gaps(
        self, kernel: Kernel, block: PaddedBand, missing: Array, result: Array, inside: Optional[Array]
    ) -> int:
        """Return how many valid pixels have no result for a gap inside the raster in their window.

        `missing`, `result` and `inside`, where results are wanted, have no halo. What the raster's edge takes in any
        case is not counted.
        """
        if block.complete:
            return 0
        inner = tuple(slice(kernel.halo, side - kernel.halo) for side in block.valid.shape)
        lost = missing & block.valid[inner]
        if kernel.spec.spreads_gaps:
            lost |= block.valid[inner] & (result != result)
        if inside is not None:
            lost &= inside
        gaps = block.gaps()
        if not (lost.any() and gaps.any()):
            return 0
        near = np.zeros_like(gaps)
        _each_strip(gaps, _window_of(kernel), near, _any_gap)
        lost &= near[inner] & ~self._missing_at_edge(kernel, block)[inner]
        return int(np.count_nonzero(lost))

    def _missing_at_edge(self, kernel: Kernel, block: PaddedBand) -> Array:
        """Return where there would be no data if the raster had no gap: its edge is too near."""
        whole = block.without_gaps()
        missing = self._missing(kernel, whole)
        if not kernel.spec.policies:
            _each_strip(~whole.valid, _window_of(kernel), missing, _any_gap)
        return missing


def _window_of(kernel: Kernel) -> Window:
    """Return the pixels that the kernel looks at, where it has no window of its own all within its halo."""
    return kernel.window or SHAPES["square"](2 * kernel.halo + 1, 0, 0)


def _same(shared: Optional[Array], valid: Array) -> Array:
    """Return what all bands lack so far. Raises GapsDiffer where the next one lacks other pixels."""
    if shared is not None and not np.array_equal(shared, valid):
        raise GapsDiffer("the bands of the output lack different pixels, which one mask cannot say")
    return valid


def _each_strip(source: Array, window: Window, missing: Array, verdict: Any) -> None:
    """Set `missing` where the verdict over the window of `source` says so."""
    bad = np.zeros_like(missing)
    for strip in strips(source.shape, window.halo):
        strip.store(verdict(np.ascontiguousarray(source[strip.source]).ravel(), window, strip), bad)
    np.logical_or(missing, bad, out=missing)


def _any_gap(flat: Array, window: Window, strip: Any) -> Array:
    gap: Array = window_any(flat, window, strip)
    return gap


class _TooFew:
    def __init__(self, wanted: int) -> None:
        self.wanted = wanted

    def __call__(self, flat: Array, window: Window, strip: Any) -> Array:
        few: Array = np.less(window_count(flat, window, strip), self.wanted)
        return few
