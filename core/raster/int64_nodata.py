"""Nodata of 64-bit integers, which rasterio passes through float64: read and written as the very integer."""

from __future__ import annotations

import struct
import uuid
from typing import Optional

# The parsed text is written by GDAL a moment before, not taken from outside.
from xml.etree import ElementTree  # nosec B405

from ..arrays import Nodata
from .gdal import quietly
from .tiff import first_directory

_GDAL_NODATA = 42113
_ASCII = 2


def exact_nodata(path: str, rounded: tuple[Nodata, ...]) -> tuple[Nodata, ...]:
    """Return each band's nodata, whole numbers as int: GDAL's own description of the raster says it in full.

    `rounded` are the values as rasterio gives them, kept where the description says nothing else.
    """
    import rasterio
    import rasterio.shutil

    virtual = f"/vsimem/{uuid.uuid4().hex}.vrt"
    rasterio.shutil.copy(path, virtual, driver="VRT")
    try:
        with quietly(), rasterio.open(virtual) as dataset:
            text = dataset.tags(ns="xml:VRT")["xml:VRT"]
    finally:
        rasterio.shutil.delete(virtual)
    values: list[Nodata] = []
    for band in ElementTree.fromstring(text).iter("VRTRasterBand"):  # nosec B314
        if band.get("subClass") is None:
            values.append(_number(band.findtext("NoDataValue")))
    return tuple(values) if len(values) == len(rounded) else rounded


def _number(text: Optional[str]) -> Nodata:
    if text is None:
        return None
    try:
        return int(text)
    except ValueError:
        return float(text)


def write_exact_nodata(path: str, nodata: int) -> None:
    """Write `nodata` in full into the GeoTIFF at `path`, which has a nodata entry already.

    The text goes to the end of the file and the entry is pointed to it, so that nothing else moves.
    """
    text = str(nodata).encode("ascii") + b"\0"
    with open(path, "r+b") as file:
        directory = first_directory(file)
        file.seek(0, 2)
        place = file.tell() + file.tell() % 2
        file.seek(place)
        file.write(text.ljust(8, b"\0"))
        file.seek(directory.entries[_GDAL_NODATA].position)
        if directory.is_big:
            file.write(struct.pack(directory.order + "HHQ", _GDAL_NODATA, _ASCII, len(text)))
            file.write(text.ljust(8, b"\0") if len(text) <= 8 else struct.pack(directory.order + "Q", place))
        else:
            file.write(struct.pack(directory.order + "HHI", _GDAL_NODATA, _ASCII, len(text)))
            file.write(text.ljust(4, b"\0") if len(text) <= 4 else struct.pack(directory.order + "I", place))
