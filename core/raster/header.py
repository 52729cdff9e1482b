"""Hold what is known of a raster before a pixel of it is read, as plain values that travel to workers."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Optional

from ..arrays import Nodata, Transform
from ..errors import InvalidParameter
from ..pixels import held, typed_nodata
from ..tiles import Tile, whole

if TYPE_CHECKING:
    from ..marking import SourceGaps
    from ..source_nodata import NodataRule, Range

Part = tuple[str, int, int]
"""A file's path, size in bytes, and when it was last written, as in `SourceInfo`."""
_ORIGIN = {"LINE_OFF": "row_min", "SAMP_OFF": "col_min"}
"""What of an RPC counts from the raster's first row and column."""


@dataclass(frozen=True)
class GroundControl:
    """What ties a raster to the ground where no transform does: control points (GCPs) and a camera's model (RPCs)."""

    points: tuple[tuple[float, float, float, float, float], ...] = ()
    """row, column, x, y, z."""
    crs_wkt: Optional[str] = None
    """Of the points."""
    rpcs: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.points or self.rpcs)

    def of_piece(self, frame: Tile) -> GroundControl:
        """Return the control of the piece `frame` of the raster."""
        row, col = frame.row_min, frame.col_min
        points = tuple((point[0] - row, point[1] - col, *point[2:]) for point in self.points)
        rpcs = tuple(
            (key, repr(float(value) - getattr(frame, _ORIGIN[key])) if key in _ORIGIN else value)
            for key, value in self.rpcs
        )
        return GroundControl(points, self.crs_wkt, rpcs)


@dataclass(frozen=True)
class SourceInfo:
    """A raster's size, types, georeference and metadata; bands count from 1, tuples have one entry for each band."""

    path: str
    driver: str
    height: int
    width: int
    count: int
    dtypes: tuple[str, ...]
    """NumPy's names of the stored types."""
    nodata: tuple[Nodata, ...]
    """As stored: it may be NaN or outside the type's range; an exact int for 64-bit integers."""
    transform: Transform
    """a, b, c, d, e, f: x = a * column + b * row + c, y = d * column + e * row + f."""
    crs_wkt: Optional[str]
    is_geographic: bool
    linear_unit_m: Optional[float]
    """Metres in one unit of the CRS; None when it is geographic or there is none."""
    block_shapes: tuple[tuple[int, int], ...]
    """Rows and columns of the blocks in which each band is stored."""
    interleave: str
    """"band", "pixel" or "" when the format does not say."""
    compress: str
    descriptions: tuple[Optional[str], ...]
    units: tuple[Optional[str], ...]
    scales: tuple[float, ...]
    offsets: tuple[float, ...]
    colorinterp: tuple[str, ...]
    """Names as rasterio gives them: "gray", "red", "alpha", "palette", …"""
    colormaps: tuple[Optional[tuple[tuple[int, tuple[int, int, int, int]], ...]], ...]
    tags: tuple[tuple[str, str], ...]
    """The dataset's metadata."""
    band_tags: tuple[tuple[tuple[str, str], ...], ...]
    mask_flags: tuple[tuple[str, ...], ...]
    """GDAL's mask flags by name: "all_valid", "per_dataset", "alpha", "nodata"; none for a band's own mask."""
    size_bytes: int
    """Of the file; 0 where there is no file to ask."""
    file: str = ""
    """On disk: what the raster is read from, such as an archive around it; "" where there is none."""
    modified_ns: int = 0
    """When the file was last written, so that a run notices when that happens again; 0 where there is none to ask."""
    control: GroundControl = GroundControl()
    """What ties a raster without a transform to the ground."""
    own_crs_wkt: Optional[str] = None
    """The file's own CRS, where the caller set another one."""
    nodata_ranges: tuple[tuple[Range, ...], ...] = ()
    """Values that count as nodata too, by the caller's word; empty: none in any band."""
    parts: tuple[Part, ...] = ()
    """The files that a run has joined into this raster."""

    @property
    def frame(self) -> Tile:
        """The whole raster as a tile."""
        return whole(self.height, self.width)

    @property
    def block_shape(self) -> tuple[int, int]:
        """Rows and columns of a block of the first band."""
        return self.block_shapes[0]

    @property
    def dtype(self) -> str:
        """The type of the first band."""
        return self.dtypes[0]

    @property
    def crs_name(self) -> str:
        """The name of the CRS, such as "WGS 84 / UTM zone 33N"; empty where there is none."""
        return self.crs_wkt.split('"')[1] if self.crs_wkt and '"' in self.crs_wkt else ""

    @property
    def is_georeferenced(self) -> bool:
        """Whether the raster says by a transform where it lies."""
        return self.transform != (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)

    @property
    def alpha_band(self) -> Optional[int]:
        """The band (from 1) that says how opaque the others are, or None."""
        return self.colorinterp.index("alpha") + 1 if "alpha" in self.colorinterp else None

    def needs_mask_band(self, band: int) -> bool:
        """Return whether GDAL's mask of `band` says more than nodata values and alpha do: there is a real mask band."""
        flags = set(self.mask_flags[band - 1])
        return "all_valid" not in flags and "alpha" not in flags and flags != {"nodata"}

    @property
    def common_nodata(self) -> Nodata:
        """The nodata value of all bands but alpha; None where they have none, or different ones."""
        return self.gaps(range(1, self.count + 1)).nodata

    def gaps(self, bands: Sequence[int]) -> SourceGaps:
        """Return how `bands` (from 1) say which of their pixels have no data."""
        from ..marking import SourceGaps

        alpha = self.alpha_band
        others = [band for band in bands if band != alpha] or list(bands)
        values = {repr(self.nodata[band - 1]): self.nodata[band - 1] for band in others}
        floats = any(self.dtypes[band - 1].startswith("float") for band in others)
        own = any(self._has_nodata(band) or not self.mask_flags[band - 1] for band in others)
        return SourceGaps(
            possible=floats or not all(self.is_gapless(band) for band in others),
            nodata=next(iter(values.values())) if len(values) == 1 else None,
            shared=len(others) == 1 or not (floats or own),
            alpha=None if alpha is None or alpha in others or alpha not in bands else list(bands).index(alpha),
            bands=len(bands),
        )

    def _has_nodata(self, band: int) -> bool:
        """Return whether a pixel of `band` can have a nodata value."""
        own = typed_nodata(self.nodata[band - 1], self.dtypes[band - 1]) is not None
        return own or bool(self.ranges_of(band))

    def is_gapless(self, band: int) -> bool:
        """Return whether nothing in the file can say that a pixel of `band` has no data (but NaN)."""
        return self.alpha_band in (None, band) and not self.needs_mask_band(band) and not self._has_nodata(band)

    def ranges_of(self, band: int) -> tuple[Range, ...]:
        """Return the further values of `band` that count as nodata."""
        return self.nodata_ranges[band - 1] if self.nodata_ranges else ()

    def height_unit_m(self, band: int) -> Optional[float]:
        """Return the metres in the unit of a band's heights: as the band declares it, else the CRS; None: neither."""
        from .length_units import unit_m, vertical_unit_m

        metres = (unit_m(self.units[band - 1]), vertical_unit_m(self.crs_wkt), vertical_unit_m(self.own_crs_wkt))
        return next((known for known in metres if known is not None), None)

    def with_crs(self, crs: Optional[str]) -> SourceInfo:
        """Return the header with another CRS, anything rasterio takes for one. Raises InvalidParameter."""
        from .crs import checked_crs, crs_facts

        if crs is None:
            return self
        wkt, is_geographic, linear_unit_m = crs_facts(checked_crs("source_crs", crs))
        return replace(
            self, crs_wkt=wkt, is_geographic=is_geographic, linear_unit_m=linear_unit_m, own_crs_wkt=self.crs_wkt
        )

    def with_nodata(self, rules: Sequence[NodataRule]) -> SourceInfo:
        """Return the header where these values count as nodata too. Raises InvalidParameter for a band it lacks."""
        if not rules:
            return self
        self.checked_bands([rule.band for rule in rules if rule.band])
        nodata, flags = list(self.nodata), list(self.mask_flags)
        ranges: list[tuple[Range, ...]] = [self.ranges_of(band) for band in range(1, self.count + 1)]
        for rule in rules:
            for index in range(self.count) if rule.band == 0 else [rule.band - 1]:
                ranges[index] += rule.ranges
                if not rule.own:
                    nodata[index] = None
                    flags[index] = ("all_valid",) if set(flags[index]) == {"nodata"} else flags[index]
        for index, own in enumerate(nodata):
            single = [low for low, high in ranges[index] if low == high and held(low, self.dtypes[index]) is not None]
            if own is None and single:  # as if the file said so: the output then says it too
                nodata[index] = single[0]
                flags[index] = ("nodata",) if set(flags[index]) == {"all_valid"} else flags[index]
        return replace(self, nodata=tuple(nodata), mask_flags=tuple(flags), nodata_ranges=tuple(ranges))

    def checked_bands(self, bands: Optional[Sequence[int]]) -> tuple[int, ...]:
        """Return `bands`, or all of them for None. Raises InvalidParameter for one that the raster lacks."""
        if not bands:
            return tuple(range(1, self.count + 1))
        for band in bands:
            if not 1 <= band <= self.count:
                has = "has one band, 1" if self.count == 1 else f"has bands 1 to {self.count}"
                raise InvalidParameter(f"bands={band}: {os.path.basename(self.path)} {has}")
        return tuple(int(band) for band in bands)  # rasterio takes none of NumPy's integers
