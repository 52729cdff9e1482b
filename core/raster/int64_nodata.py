"""Nodata of 64-bit integers, which may pass through float64 on the way into a file: written as the very integer."""

from __future__ import annotations

import struct

from .tiff import first_directory

_GDAL_NODATA = 42113
_ASCII = 2


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
