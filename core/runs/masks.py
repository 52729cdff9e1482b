"""Make the mask of a job: from polygons, laid over the raster, or from another raster on its grid."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Optional, Union

import numpy as np

from ..arrays import Array
from ..files.run_folder import run_folder
from ..tiles import Tile
from ..tiling.mask import Mask
from ..zones.burn import covered
from .zonal_operation import loaded
from .zone_sources import aligned, polygons_of

if TYPE_CHECKING:
    from ..config import MultiprocConfig
    from ..jobs import FilterJob, StatisticsJob
    from ..raster.header import SourceInfo
    from ..tiling.mask import Area


@dataclass(frozen=True)
class PolygonArea:
    """The pixels whose centres lie in polygons, in files that `Polygons.save` wrote."""

    folder: str

    def inside(self, tile: Tile) -> Array:
        """Return for each pixel of the tile whether its centre lies in any of the polygons."""
        found: Array = covered(loaded(self.folder), tile)
        return found


@dataclass(frozen=True)
class RasterArea:
    """The pixels of a band that are not zero, in a raster on the same grid; what it does not cover is outside."""

    info: SourceInfo
    rows: int
    """The row of the masked raster in which row 0 of the mask lies."""
    cols: int
    band: int = 1

    def inside(self, tile: Tile) -> Array:
        """Return for each pixel of the tile whether the mask has a valid value there that is not zero."""
        from ..raster.reader import BlockReader

        found = np.zeros(tile.shape, bool)
        have = tile.moved(-self.rows, -self.cols).clipped(self.info.frame)
        if have.height < 1 or have.width < 1:
            return found
        with BlockReader(self.info) as reader:
            values, valid = reader.read(have, [self.band])
        found[have.moved(self.rows, self.cols).within(tile)] = valid[0] & (values[0] != 0)
        return found


@contextmanager
def mask_of(job: Union[FilterJob, StatisticsJob], info: SourceInfo) -> Iterator[Optional[Mask]]:
    """Give the mask of a run as long as it lasts, None where its job has none. Raises InvalidParameter, SourceError."""
    if job.mask is None:
        yield None
        return
    with run_folder() as folder:
        yield Mask(_area(job.mask, info, Path(folder)), hides=job.mask_mode == "see")


def _area(path: str, info: SourceInfo, folder: Path) -> Area:
    polygons = polygons_of("mask", path, info)
    if polygons is None:
        return RasterArea(*aligned("mask", path, 1, info))
    polygons.save(folder)
    return PolygonArea(str(folder))


def configured(job: FilterJob, info: SourceInfo) -> MultiprocConfig:
    """Return the config of a job, with what its mask adds: of a sparse GeoTIFF another one is made."""
    config = job.config
    if job.mask is None or "SPARSE_OK" in config.creation_options or not _is_sparse(info):
        return config
    return replace(config, creation_options={**config.creation_options, "SPARSE_OK": "TRUE"})


def _is_sparse(info: SourceInfo) -> bool:
    from ..raster.tiff import DamagedTiff, missing_blocks

    try:
        return info.driver == "GTiff" and bool(info.file) and missing_blocks(info.file) > 0
    except (DamagedTiff, OSError):
        return False
