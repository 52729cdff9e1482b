"""Mark the pixels of an output that have no data, and never change one that has: by a value, alpha or a mask band.

A way of marking is chosen before the run from what is known of the input and of the results. Where a valid pixel turns
out to have the value that was to mark nodata, the run is begun again in the next way; a value that the user chose has
none, and the run ends with an error that names the pixel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

from .arrays import Array, Nodata
from .errors import GapsDiffer, InvalidParameter, NodataClash
from .pixels import BOOLEAN_NODATA, converted, default_nodata, differ_from_nodata, held, limits_of, stored_dtype

RARE = 7046029254386353131
"""A value of 64 bits that is no round number in any base, no end of a range and no sum of a few powers of two."""


@dataclass(frozen=True)
class SourceGaps:
    """The way in which the bands that a run reads say which of their pixels have no data."""

    possible: bool = True
    """False: every pixel is valid, but for NaN."""
    nodata: Nodata = None
    """The nodata value, as stored, where all bands have the same."""
    shared: bool = True
    """Whether all bands lack the same pixels; alpha, which lacks none, is not asked."""
    alpha: Optional[int] = None
    """Which of the bands, from 0, is alpha for the others."""
    bands: int = 1
    """How many bands are read."""


@dataclass(frozen=True)
class Marking:
    """A way to say which pixels of an output have no data: by a value, by its alpha band, by a mask band, or not."""

    dtype: str
    """Type of the pixels."""
    nodata: Nodata = None
    mask: bool = False
    """A mask band of all bands goes along: the last plane, 0 where there is no data."""
    alpha: Optional[int] = None
    """Which of the output's bands, from 0, says it by being 0; with a mask beside it where GDAL sees only a band."""

    @property
    def is_shared(self) -> bool:
        """Whether all bands must lack the same pixels."""
        return self.mask or self.alpha is not None

    @property
    def has_value(self) -> bool:
        """Whether a nodata value says it, so that each band may lack its own pixels."""
        return self.nodata is not None

    @property
    def words(self) -> str:
        """The way in words, for the log."""
        if self.mask and self.alpha is not None:
            return "the alpha band and a mask band say where there is no data"
        if self.mask:
            return "a mask band says where there is no data"
        if self.alpha is not None:
            return "the alpha band says where there is no data"
        return f"the output is {self.dtype}, with " + (
            "no nodata value" if self.nodata is None else f"nodata {self.nodata}"
        )

    def mark(self, values: Array, valid: Array) -> None:
        """Put nodata, or 0 where there is no nodata value, into a band (rows, columns) where `valid` is False.

        Raises NodataClash for a valid pixel that has this value: it would be taken for nodata.
        """
        nodata = values.dtype.type(self.nodata or 0)
        if self.nodata is not None and nodata == nodata:  # else it is NaN, which is no valid pixel's value
            clash = ~differ_from_nodata(values, nodata) if values.dtype.kind == "f" else values == nodata
            clash &= valid
            if clash.any():
                row, col = (int(place[0]) for place in np.nonzero(clash))
                raise NodataClash(self.nodata, row, col)
        np.copyto(values, nodata, where=~valid)

    def planes(self, values: Array, valid: Array) -> Array:
        """Return bands (bands, rows, columns), of type `dtype`, marked where `valid` (same shape) is False.

        They are changed in place; a mask band comes as one more plane. Raises NodataClash, and GapsDiffer where pixels
        are missing that cannot be marked: bands lack different ones, or nothing was thought to be missing.
        """
        if not self.is_shared:
            if self.nodata is None and not valid.all():
                raise GapsDiffer("the output has pixels without data, and nothing that could say so")
            for band, good in zip(values, valid):
                self.mark(band, good)
            return values
        others = valid if self.alpha is None else np.delete(valid, self.alpha, axis=0)
        shared = others[0]
        if not (others[1:] == shared).all():
            raise GapsDiffer("the bands of the output lack different pixels, which one mask cannot say")
        for number, band in enumerate(values):
            if number == self.alpha:
                band[...] = opacity(band, shared)
            else:
                self.mark(band, shared)
        if not self.mask:
            return values
        return np.concatenate([values, shared[np.newaxis].astype(values.dtype)])


def opacity(alpha: Array, valid: Array) -> Array:
    """Return an alpha band that hides what is not valid and shows what is; where it does both already, it stays."""
    opaque = 65535 if alpha.dtype == np.uint16 else min(255, int(limits_of(alpha.dtype)[1]))
    shown: Array = np.where(valid, np.where(alpha == 0, alpha.dtype.type(opaque), alpha), alpha.dtype.type(0))
    return shown


def is_mask_to_gdal(alpha: int, bands: int, dtype: Any) -> bool:
    """Return whether GDAL takes band `alpha`, from 0, of so many for the mask of the others: the last of 2 or 4."""
    return alpha == bands - 1 and bands in (2, 4) and np.dtype(dtype).name in ("uint8", "uint16")


def shared_way(dtype: Any, gaps: SourceGaps, can_mask: bool, filters: int = 1) -> tuple[Marking, ...]:
    """Return the way in which every value of an integer type may be valid, if there is one.

    The output has the bands that are read once for each of `filters`, and alpha once.
    """
    if not can_mask or not gaps.shared:
        return ()
    if gaps.alpha is None:
        return (Marking(np.dtype(dtype).name, mask=True),)
    bands = filters * (gaps.bands - 1) + 1
    is_enough = is_mask_to_gdal(gaps.alpha, bands, dtype)
    return (Marking(np.dtype(dtype).name, mask=not is_enough, alpha=gaps.alpha),)


def lossy_ways(ways: tuple[Marking, ...], gaps: SourceGaps, can_mask: bool) -> tuple[Marking, ...]:
    """Return the ways for an output whose compression changes values a little: those of the first's type, and a mask.

    Whether bands lack the same pixels, as one mask needs, may turn out only in the run.
    """
    dtype = ways[0].dtype
    masked = (Marking(dtype, mask=True),) if can_mask and gaps.alpha is None else ()
    return tuple(dict.fromkeys((*(way for way in ways if way.dtype == dtype), *masked)))


def wider_way(dtype: Any) -> tuple[Marking, ...]:
    """Return the next wider integer type with a value that the narrower one does not have.

    64 bits have none, but more values than a raster has pixels: ends of the type, then one that hardly ever comes up.
    """
    kind = np.dtype(dtype)
    if kind.kind not in "iu":
        return ()
    if kind.itemsize == 8:
        first, *ends = sorted(limits_of(kind), key=abs, reverse=True)
        return tuple(Marking(kind.name, value) for value in (first, *ends, RARE))
    wide = np.dtype(f"{kind.kind}{2 * kind.itemsize}")
    return (Marking(wide.name, default_nodata(wide)),)


def likely_ways(dtype: Any, nodata: Nodata) -> tuple[Marking, ...]:
    """Return ways by values of an integer type that valid pixels may have, and often none has."""
    kind = np.dtype(dtype)
    values = (default_nodata(kind), held(nodata, kind), *limits_of(kind))
    return tuple(Marking(kind.name, value) for value in dict.fromkeys(values) if value is not None)


def ways_of_any_values(
    dtype: Any, nodata: Nodata, gaps: SourceGaps, can_mask: bool, chosen: bool = False
) -> tuple[Marking, ...]:
    """Return the ways, the best first, to mark pixels of which nothing is known: a function's, a raster's in memory.

    :param nodata: what the raster itself says; the user's choice where `chosen`, beside which there is no other.
    :raises InvalidParameter: where the type does not hold the user's choice, or no way is left.
    """
    kind = stored_dtype(dtype)
    own = held(nodata, kind)
    if chosen:
        if own is None:
            raise InvalidParameter(f"output_nodata={nodata}: the output type {kind} does not hold it")
        return (Marking(kind.name, own),)
    if np.dtype(dtype).kind == "b":
        return (Marking(kind.name, BOOLEAN_NODATA),)
    first = () if own is None else (Marking(kind.name, own),)
    if kind.kind == "f":
        return (*first, Marking(kind.name, default_nodata(kind)))
    none = () if gaps.possible or first else (Marking(kind.name),)
    return checked_ways((*first, *none, *shared_way(kind, gaps, can_mask), *wider_way(kind)), kind)


def checked_ways(ways: tuple[Marking, ...], dtype: Any) -> tuple[Marking, ...]:
    """Return the ways without repetitions. Raises InvalidParameter where there is none."""
    if not ways:
        raise no_way(dtype)
    return tuple(dict.fromkeys(ways))


def no_way(dtype: Any) -> InvalidParameter:
    """Return the error for an output whose gaps cannot be marked."""
    return InvalidParameter(
        f"every value of {np.dtype(dtype)} may be valid, so none is left for nodata, and this output cannot have a "
        "mask band: write a single band to .tif, or choose another output_type or an output_nodata that does not "
        "occur"
    )


def marked(values: Array, valid: Array, nodata: Nodata, gaps: SourceGaps, can_mask: bool) -> tuple[Marking, Array]:
    """Return the way in which pixels that are all at hand can be marked, and what `planes` gives for them.

    `values` and `valid` are (bands, rows, columns). Raises InvalidParameter where there is no way.
    """
    ways = ways_of_any_values(values.dtype, nodata, gaps, can_mask)
    if gaps.possible and gaps.alpha is None and ways[0].nodata is None:
        ways = (Marking(ways[0].dtype, default_nodata(values.dtype)), *ways)
    for way in ways:
        try:
            return way, way.planes(converted(values, way.dtype), valid)
        except (NodataClash, GapsDiffer):
            continue
    raise InvalidParameter(f"{ways[-1].words}, which cannot say what pixels have no data: save the bands one by one")
