"""Describe an output raster in full, for those who try, write and read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..arrays import Nodata, Transform
from .bands import BandProfile
from .header import GroundControl


@dataclass(frozen=True)
class OutputProfile:
    """Everything a `BlockWriter` needs to know; made by `output.output_profile`."""

    target: str
    driver: str
    """GDAL's name of the format that the target will have."""
    height: int
    width: int
    count: int
    dtype: str
    nodata: Nodata
    crs_wkt: Optional[str]
    transform: Optional[Transform]
    """None when the source has no georeference."""
    block_shape: tuple[int, int]
    """Rows and columns of an output block: tiles that are multiples of it pass through the writer unbuffered."""
    creation_options: tuple[tuple[str, str], ...]
    bands: tuple[BandProfile, ...]
    tags: tuple[tuple[str, str], ...]
    num_threads: int
    control: GroundControl = GroundControl()
    mask: bool = False
    """A mask band goes along: tiles come with one more plane, 0 where there is no data."""
    copied: bool = False
    """The format can only be copied into: a tiled GeoTIFF is written first, and copied at the end."""
    overviews: str = ""
    """How the overviews that are written into the file are resampled; empty: there are none."""
    parts: bool = False
    """The target is a virtual raster (VRT); what is written are GeoTIFFs, its parts, one for each tile."""
    reserved: Nodata = None
    """A value that the format itself takes for nodata, though the output has none: no pixel may have it."""

    @property
    def planes(self) -> int:
        """Bands, and the mask band if there is one."""
        return self.count + self.mask

    @property
    def raw_bytes(self) -> int:
        """Size of the pixels before compression."""
        return self.height * self.width * self.count * int(np.dtype(self.dtype).itemsize)
