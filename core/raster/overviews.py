"""A GeoTIFF that opens at once: reduced copies of it (overviews) and statistics of its bands, in the file itself."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Optional

import numpy as np

from ..arrays import Array
from ..errors import InvalidParameter, OutputError
from ..pixels import valid_pixels
from ..tiles import Tile
from .backends import backend
from .backends.contract import LibraryError

if TYPE_CHECKING:
    from .profile import OutputProfile

AUTO_SIDE = 2048
"""A raster with a side above this has overviews where nobody says otherwise."""
SMALLEST = 256
"""The smallest overview is no larger than this."""


@dataclass(frozen=True)
class OverviewWish:
    """What the caller wants of overviews."""

    asked: str = ""
    """`auto`, `yes` or `no`; empty: as the driver has it by itself."""
    averaged: bool = True
    """Whether a mean of pixels means something: not that of classes and of angles."""

    def resampling(self, driver: str, shape: tuple[int, int]) -> str:
        """Return how overviews are resampled, `average` or `nearest`; empty where this raster gets none from us.

        Raises InvalidParameter where they are asked for, and the format has none.
        """
        if self.asked == "yes" and driver not in ("GTiff", "COG"):
            raise InvalidParameter(f"overviews=yes: {driver} gets none; choose auto, or write to .tif (GeoTIFF)")
        if driver != "GTiff" or self.asked not in ("auto", "yes"):
            return ""
        if self.asked == "auto" and max(shape) <= AUTO_SIDE:
            return ""
        return "average" if self.averaged else "nearest"

    def cog_options(self) -> dict[str, str]:
        """Return what a COG, which makes its own overviews, is told of them."""
        if self.asked in ("", "no"):
            return {"OVERVIEWS": "NONE"} if self.asked else {}
        return {"OVERVIEW_RESAMPLING": "AVERAGE" if self.averaged else "NEAREST"}


NOT_ASKED = OverviewWish()


def factors_of(height: int, width: int) -> list[int]:
    """Return by how much each overview is smaller: powers of two, up to one of at most 256 pixels."""
    factors = [2]
    while max(height, width) / factors[-1] > SMALLEST:
        factors.append(2 * factors[-1])
    return factors


def add_overviews(path: str, profile: OutputProfile, statistics: Optional[BandStatistics]) -> None:
    """Write overviews and statistics into a finished GeoTIFF. Raises OutputError."""
    library = backend()
    options: dict[str, Any] = {"GDAL_NUM_THREADS": str(profile.num_threads), "GDAL_TIFF_INTERNAL_MASK": True}
    if "ZLEVEL" not in dict(profile.creation_options):
        options["ZLEVEL_OVERVIEW"] = "1"  # a third less time, and a file that is hardly larger
    try:
        with library.environment(**options), library.update(path) as dataset:
            dataset.build_overviews(factors_of(profile.height, profile.width), profile.overviews)
            for band in range(1, profile.count + 1):
                found = {} if statistics is None else statistics.tags(band)
                if found:
                    dataset.set_tags(found, band)
    except LibraryError as error:
        raise OutputError(
            f"output={profile.target}: overviews cannot be written ({error}); overviews=no leaves them out"
        ) from error


@dataclass
class BandStatistics:
    """Least, largest, mean and standard deviation of each band, of all pixels that are written.

    Blocks of the output are what is summed first: they are the same for every chunk, and their sums are added without
    rounding, in whatever order they come. So the result does not depend on how a run was cut.
    """

    profile: OutputProfile
    _bands: list[_Sums] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._bands = [_Sums() for _ in range(self.profile.count)]

    def add(self, tile: Tile, values: Array) -> None:
        """Count the planes (planes, rows, columns) of a tile whose sides lie between blocks of the output."""
        shown = self._shown(values)
        rows, cols = self.profile.block_shape
        for number, sums in enumerate(self._bands):
            band = values[number]
            valid = valid_pixels(band, self.profile.nodata)
            if shown is not None:
                valid &= shown
            for top in range(0, tile.height, rows):
                for left in range(0, tile.width, cols):
                    piece = np.s_[top : top + rows, left : left + cols]
                    sums.add(band[piece], valid[piece])

    def add_nothing(self) -> None:
        """Count blocks without a valid pixel."""
        for sums in self._bands:
            sums.pivot = sums.pivot or 0.0

    def _shown(self, values: Array) -> Optional[Array]:
        """Return what a mask or an alpha band shows; None where there is neither."""
        if self.profile.mask:
            return np.asarray(values[-1] != 0)
        alpha = [number for number, band in enumerate(self.profile.bands) if band.colorinterp == "alpha"]
        return np.asarray(values[alpha[0]] != 0) if alpha else None

    def tags(self, band: int) -> dict[str, str]:
        """Return the metadata of a band, from 1, under GDAL's names; nothing where no pixel is valid."""
        return self._bands[band - 1].tags()


@dataclass
class _Sums:
    count: int = 0
    least: float = math.inf
    most: float = -math.inf
    pivot: Optional[float] = None
    sums: list[float] = field(default_factory=list)
    squares: list[float] = field(default_factory=list)

    def add(self, values: Array, valid: Array) -> None:
        """Count one block."""
        if self.pivot is None:  # the first block comes first however the raster is cut
            self.pivot = float(values[valid].mean(dtype=np.float64)) if valid.any() else 0.0
        pixels = np.ravel(values) if valid.all() else values[valid]
        if not pixels.size:
            return
        self.count += pixels.size
        self.least, self.most = min(self.least, float(pixels.min())), max(self.most, float(pixels.max()))
        away = pixels.astype(np.float64) - self.pivot
        exact_sum(self.sums, float(away.sum()))
        exact_sum(self.squares, float((away * away).sum()))

    def tags(self) -> dict[str, str]:
        """Return GDAL's metadata."""
        if not self.count:
            return {}
        assert self.pivot is not None
        shift = math.fsum(self.sums) / self.count
        variance = max(math.fsum(self.squares) / self.count - shift * shift, 0.0)
        found = {
            "MINIMUM": self.least,
            "MAXIMUM": self.most,
            "MEAN": self.pivot + shift,
            "STDDEV": math.sqrt(variance),
        }
        return {f"STATISTICS_{name}": f"{value:.17g}" for name, value in found.items()}


def exact_sum(partials: list[float], value: float) -> None:
    """Add a number to a sum that is kept as floats which do not overlap, and so lose nothing.

    Source: Shewchuk, Adaptive precision floating-point arithmetic, 1997.
    """
    kept = 0
    for partial in list(partials):
        large, small = (value, partial) if abs(value) >= abs(partial) else (partial, value)
        total = large + small
        rest = small - (total - large)
        if rest:
            partials[kept] = rest
            kept += 1
        value = total
    partials[kept:] = [value]
