"""A tiny GeoTIFF in memory with the options of the real one: what GDAL ignores or refuses is heard before any work."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

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

    GDAL only warns of what it does not know, such as a misspelt COMPRESS, and writes without it.
    """
    name = f"/vsimem/{uuid.uuid4().hex}.tif"
    named = " ".join(f"{key}={value}" for key, value in options.items())
    small = {key: value for key, value in options.items() if key not in _SIZED}
    pixels = np.full((min(count, 4), _SIDE, _SIDE), 100, stored_type(dtype))
    with environment(), quietly(), _heard() as warnings:
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
    ignored = [warning for warning in warnings if " creation option " in warning]
    wanted = options.get("COMPRESS", "NONE")
    # What fails while a file is closed is only logged; then the pixels are not there.
    if not written or (wanted.upper() != "NONE" and not found):
        raise InvalidParameter(
            f"creation_options: COMPRESS={wanted}: this GDAL cannot write {dtype} so; try DEFLATE, LZW or ZSTD"
        )
    if ignored:
        raise InvalidParameter(
            f"creation_options: {named}: GDAL would ignore one ({ignored[0]}); correct it or leave it"
        )


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Yield a list that fills with what GDAL warns of in this thread; rasterio logs it."""
    heard: list[str] = []
    thread, logger, ear = threading.get_ident(), logging.getLogger("rasterio._env"), logging.Handler(logging.WARNING)

    def hear(record: logging.LogRecord) -> None:
        if record.thread == thread:
            heard.append(record.getMessage().partition(" in ")[2])

    ear.emit = hear  # type: ignore[method-assign]
    logger.addHandler(ear)
    try:
        yield heard
    finally:
        logger.removeHandler(ear)
