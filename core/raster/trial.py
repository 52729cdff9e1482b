"""A tiny GeoTIFF in memory with the options of the real one: what GDAL ignores or refuses is heard before any work."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

import numpy as np
import rasterio
import rasterio.shutil
from rasterio.errors import RasterioError

from ..errors import InvalidParameter
from .gdal import environment, quietly, stored_type

_SIDE = 64
_SIZED = ("BLOCKXSIZE", "BLOCKYSIZE", "TILED")


def try_options(options: Mapping[str, str], dtype: str, count: int) -> None:
    """Write and read a few pixels with GeoTIFF creation `options`. Raises InvalidParameter for one that fails.

    GDAL only warns of a compression that it does not know, and writes without any.
    """
    name = f"/vsimem/{uuid.uuid4().hex}.tif"
    named = " ".join(f"{key}={value}" for key, value in options.items())
    small = {key: value for key, value in options.items() if key not in _SIZED}
    pixels = np.full((min(count, 4), _SIDE, _SIDE), 100, stored_type(dtype))
    with environment(), quietly():
        try:
            with rasterio.open(
                name,
                "w",
                driver="GTiff",
                count=pixels.shape[0],
                height=_SIDE,
                width=_SIDE,
                dtype=stored_type(dtype),
                **small,
            ) as dataset:
                dataset.write(pixels)
            with rasterio.open(name) as dataset:
                found = dataset.tags(ns="IMAGE_STRUCTURE").get("COMPRESSION", "")
                written = bool(dataset.read().all())
        except (RasterioError, OSError, ValueError, TypeError) as error:
            raise InvalidParameter(f"creation_options: {named}: GDAL refuses ({error.__cause__ or error})") from error
        finally:
            if rasterio.shutil.exists(name):
                rasterio.shutil.delete(name)
    wanted = options.get("COMPRESS", "NONE")
    # What fails while a file is closed is only logged; then the pixels are not there.
    if not written or (wanted.upper() != "NONE" and not found):
        raise InvalidParameter(
            f"creation_options: COMPRESS={wanted}: this GDAL cannot write {dtype} so; try DEFLATE, LZW or ZSTD"
        )
