"""Inspect a raster: read its header, and check at the door that it is whole and can be processed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Optional, Union

from ..files.raster_names import file_within
from .backends import environment, open_source
from .check import check_path, check_raw_size, check_structure, read_last_blocks, refuse_complex
from .crs import crs_facts
from .ground_control import ground_control
from .header import SourceInfo

if TYPE_CHECKING:
    from .backends.contract import Dataset


def inspect(path: Union[str, os.PathLike[str]], bands: Optional[Sequence[int]] = None) -> SourceInfo:
    """Return what is known of the raster at `path` after the checks at the door.

    Everything that can be found wrong cheaply is found here: the blocks of a GeoTIFF must lie inside the file, and the
    last block of each of `bands` (all for None) is read. Raises SourceError in words, InvalidParameter for a band
    that is not there.
    """
    info = describe(path)
    chosen = info.checked_bands(bands)
    refuse_complex(info.path, info.dtypes)
    check_structure(info.path, info.driver)
    check_raw_size(info.path, info.driver, info.height * info.width, info.dtypes)
    read_last_blocks(info.path, chosen, info.height, info.width)
    return info


def describe(path: Union[str, os.PathLike[str]]) -> SourceInfo:
    """Return what the raster's header says; no pixel is read. Raises SourceError if it cannot be opened."""
    name = check_path(path)
    with environment(), open_source(name) as dataset:
        return _described(name, dataset)


def _described(path: str, dataset: Dataset) -> SourceInfo:
    wkt, is_geographic, unit_m = crs_facts(dataset.crs_wkt)
    bands = range(1, dataset.count + 1)
    structure = dataset.tags(domain="IMAGE_STRUCTURE")
    file = file_within(path)
    return SourceInfo(
        path=path,
        driver=dataset.driver,
        height=dataset.height,
        width=dataset.width,
        count=dataset.count,
        dtypes=dataset.dtypes,
        nodata=dataset.nodata,
        transform=dataset.transform,
        crs_wkt=wkt,
        is_geographic=is_geographic,
        linear_unit_m=unit_m,
        block_shapes=dataset.block_shapes,
        interleave=structure.get("INTERLEAVE", "").lower(),
        compress=structure.get("COMPRESSION", ""),
        descriptions=dataset.descriptions,
        units=dataset.units,
        scales=dataset.scales,
        offsets=dataset.offsets,
        colorinterp=dataset.colorinterp,
        colormaps=tuple(dataset.colormap(band) for band in bands),
        tags=tuple(dataset.tags().items()),
        band_tags=tuple(tuple(dataset.tags(band).items()) for band in bands),
        mask_flags=dataset.mask_flags,
        file=file,
        size_bytes=os.path.getsize(file) if os.path.isfile(file) else 0,
        modified_ns=os.stat(file).st_mtime_ns if os.path.isfile(file) else 0,
        control=ground_control(dataset),
    )
