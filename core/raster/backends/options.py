"""The settings of GDAL under which every back end opens, reads and writes."""

from __future__ import annotations

from typing import Any

CACHE_BYTES = 32 * 2**20
"""GDAL's block cache in each process. Measured from 8 to 64 MB: larger ones made nothing faster and held memory, since
readers of a run share their pieces and the writer hands over whole blocks. In bytes: rasterio gives the number to GDAL
as it is, without taking small ones for megabytes as GDAL's own option does."""

OPTIONS: dict[str, Any] = {
    "GDAL_ERROR_ON_LIBJPEG_WARNING": True,
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    "GDAL_MAX_DATASET_POOL_SIZE": 100,
}
"""What is missing of a JPEG that was cut is an error: by itself GDAL gives grey pixels and a warning. Python in a
virtual raster is never run, whatever the surroundings allow. Of the files that a virtual raster reads no more than
these stay open at once: macOS lets a process have 256."""
