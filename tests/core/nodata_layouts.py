"""Rasters with every way of having no data, and what is true of them; written and read back by GDAL alone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Optional

import numpy as np
import rasterio
from rasterio.enums import ColorInterp
from tiled_raster.core import Raster
from tiled_raster.core.raster.backends.rasterio_dataset import rasterio_type

ROWS, COLS = 23, 19
PLACE = rasterio.Affine(30, 0, 500000, 0, -30, 5200000)
TYPES = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64", "int64", "uint64")
BLOCKS = {"tiled": True, "blockxsize": 16, "blockysize": 16}
SMALL_BLOCKS = {"BLOCKXSIZE": "16", "BLOCKYSIZE": "16"}
GDAL_TYPES = {
    "uint8": "Byte",
    "uint16": "UInt16",
    "int16": "Int16",
    "uint32": "UInt32",
    "int32": "Int32",
    "float32": "Float32",
    "float64": "Float64",
    "int64": "Int64",
    "uint64": "UInt64",
}


class NoSuchRaster(Exception):
    """There is no raster of this type and layout."""


@dataclass
class Case:
    """A raster and what is true of it."""

    source: Any
    values: np.ndarray
    valid: np.ndarray
    alpha: Optional[int] = None
    """Which band, from 0."""


Layout = Callable[[Path, str, int], Case]


def pixels(dtype: str, bands: int, seed: int) -> np.ndarray:
    """Return pixels of few values, with 0 and both ends of an integer type, in patches that are uniform.

    Of 64 bits the ends are such as a float holds.
    """
    rng = np.random.default_rng(seed)
    kind = np.dtype(dtype)
    if kind.kind == "f":
        pool = np.array([-9999.5, -1, 0, 1, 1.5, 2, 3, 255, 1000])
    else:
        least, most = int(np.iinfo(kind).min), int(np.iinfo(kind).max)
        if kind.itemsize == 8:
            least, most = max(least, -(2**50)), 2**50
        pool = np.array([least, 0, 1, 2, 3, 4, 10, 100, most - 1, most], object)
    values = rng.choice(pool, (bands, ROWS, COLS)).astype(dtype)
    values[:, :7, :9] = 3
    values[:, 10:16, 9:] = pool[-1]
    return values


def holes(bands: int, seed: int, shared: bool) -> np.ndarray:
    """Return where pixels are valid, all bands the same or each its own."""
    rng = np.random.default_rng(seed + 100)
    valid = rng.random((1 if shared else bands, ROWS, COLS)) > 0.15
    valid[:, 3:6, 3:6] = False
    return np.broadcast_to(valid, (bands, ROWS, COLS)).copy()


def write(path: Path, values: np.ndarray, **profile: Any) -> Path:
    """Write a GeoTIFF, also of 64 bits where rasterio 1.3 takes the two types for each other."""
    values = values.view(rasterio_type(values.dtype.name))
    with rasterio.open(
        path, "w", driver="GTiff", height=ROWS, width=COLS, count=len(values), dtype=values.dtype,
        crs="EPSG:32633", transform=PLACE, **BLOCKS, **profile,
    ) as dataset:  # fmt: skip
        dataset.write(values)
    return path


def holds(dtype: str, nodata: float) -> bool:
    kind = np.dtype(dtype)
    return kind.kind == "f" or int(np.iinfo(kind).min) <= nodata <= int(np.iinfo(kind).max)


def without(path: Path, dtype: str, seed: int) -> Case:
    values = pixels(dtype, 1, seed)
    return Case(write(path, values), values, np.ones(values.shape, bool))


def by_value(nodata: float, with_nan: bool = False) -> Layout:
    """Two bands that lack different pixels; a value that the type does not hold hides nothing."""

    def made(path: Path, dtype: str, seed: int) -> Case:
        values, valid = pixels(dtype, 2, seed), holes(2, seed, shared=False)
        if (math.isnan(nodata) or with_nan) and np.dtype(dtype).kind != "f":
            raise NoSuchRaster
        if not holds(dtype, nodata):
            write(path, values)
            return Case(virtual(path, dtype, [nodata, nodata]), values, np.ones(values.shape, bool))
        values[~valid] = nodata
        valid = ~np.isnan(values) if math.isnan(nodata) else values != values.dtype.type(nodata)
        if with_nan:
            values[:, 8:10, 2:5] = np.nan
            values[:, 8:10, 5] = np.inf
            valid &= np.isfinite(values)
        if np.dtype(dtype).name in ("int64", "uint64"):  # whose nodata rasterio 1.3 checks against the other type
            return Case(virtual(write(path, values), dtype, [nodata, nodata]), values, valid)
        return Case(write(path, values, nodata=nodata), values, valid)

    return made


def virtual(path: Path, dtype: str, nodata: list[float], masks: int = 0) -> Path:
    """Return a virtual raster of the bands of `path` with nodata values of its own, also such as no pixel can have.

    :param masks: so many bands more are the masks of the others.
    """
    if dtype == "int8" or "64" in dtype and "f" not in dtype and rasterio.__gdal_version__ < "3.5":
        raise NoSuchRaster  # virtual rasters of old GDAL have no such types

    def source(band: int) -> str:
        file = f'<SourceFilename relativeToVRT="1">{path.name}</SourceFilename>'
        return f"<SimpleSource>{file}<SourceBand>{band}</SourceBand></SimpleSource>"

    bands = ""
    for band in range(1, (masks or len(nodata)) + 1):
        mask = f'<MaskBand><VRTRasterBand dataType="Byte">{source(masks + band)}</VRTRasterBand></MaskBand>'
        value = f"<NoDataValue>{nodata[band - 1]}</NoDataValue>" if nodata else ""
        kind = f'dataType="{GDAL_TYPES[dtype]}" band="{band}"'
        bands += f"<VRTRasterBand {kind}>{value}{source(band)}{mask if masks else ''}</VRTRasterBand>"
    place = ", ".join(str(number) for number in PLACE.to_gdal())
    target = path.with_suffix(".vrt")
    size = f'rasterXSize="{COLS}" rasterYSize="{ROWS}"'
    target.write_text(f"<VRTDataset {size}><GeoTransform>{place}</GeoTransform>{bands}</VRTDataset>")
    return target


def by_mask(path: Path, dtype: str, seed: int) -> Case:
    values, valid = pixels(dtype, 3, seed), holes(3, seed, shared=True)
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True):
        write(path, values)
        with rasterio.open(path, "r+") as dataset:
            dataset.write_mask(valid[0])
    return Case(path, values, valid)


def by_masks(path: Path, dtype: str, seed: int) -> Case:
    """Each band has a mask of its own."""
    values, valid = pixels(dtype, 2, seed), holes(2, seed, shared=False)
    write(path, np.concatenate([values, (valid * 100).astype(dtype)]))
    return Case(virtual(path, dtype, [], masks=2), values, valid)


def by_alpha(bands: int) -> Layout:
    """Bands and an alpha band, which GDAL takes for a mask only of some types and counts of bands."""

    def made(path: Path, dtype: str, seed: int) -> Case:
        values, valid = pixels(dtype, bands + 1, seed), holes(bands + 1, seed, shared=True)
        values[bands] = np.where(valid[0], 100 + np.arange(COLS) % 20, 0)
        valid[bands] = True
        write(path, values, photometric="MINISBLACK", alpha="NO")
        with rasterio.open(path, "r+") as dataset:
            dataset.colorinterp = [ColorInterp.gray] + [ColorInterp.undefined] * (bands - 1) + [ColorInterp.alpha]
        return Case(path, values, valid, bands)

    return made


def by_band(path: Path, dtype: str, seed: int) -> Case:
    """Bands of nodata 1, 2 and 3, in each of which the others' values are data."""
    values = pixels(dtype, 3, seed)
    write(path, values)
    valid = np.stack([values[band] != band + 1 for band in range(3)])
    return Case(virtual(path, dtype, [1, 2, 3]), values, valid)


def in_memory(nodata: Optional[float], masked: bool) -> Layout:
    """A masked array without a nodata value, or a plain one with; or one masked by the user after it was made."""

    def made(_: Path, dtype: str, seed: int) -> Case:
        values = pixels(dtype, 2, seed)
        valid = holes(2, seed, shared=True) if masked else np.ones(values.shape, bool)
        if nodata is not None:
            valid &= values != nodata
        raster = Raster.from_array(np.ma.array(values, mask=~valid) if masked else values, PLACE, "EPSG:32633", nodata)
        return Case(raster, values, valid)

    return made


LAYOUTS: dict[str, Layout] = {
    "none": without,
    "nodata 0": by_value(0),
    "nodata 3": by_value(3),
    "nodata 255": by_value(255),
    "nodata -1": by_value(-1),
    "nodata -9999": by_value(-9999),
    "nodata huge": by_value(-3.4028234663852886e38),
    "nodata nan": by_value(math.nan),
    "nodata and nan": by_value(2, with_nan=True),
    "mask": by_mask,
    "masks": by_masks,
    "alpha": by_alpha(1),
    "rgb-alpha": by_alpha(3),
    "rgb-nir-alpha": by_alpha(4),
    "by band": by_band,
    "masked in memory": in_memory(None, masked=True),
    "nodata in memory": in_memory(3, masked=False),
    "both in memory": in_memory(4, masked=True),
}


def read_back(path: Any) -> tuple[np.ndarray, np.ndarray, Optional[int]]:
    """Return values, validity and alpha's index as GDAL alone tells them, which may see no alpha."""
    with rasterio.open(path) as dataset:
        values = dataset.read()
        valid = dataset.read_masks() != 0
        alpha = dataset.colorinterp.index(ColorInterp.alpha) if ColorInterp.alpha in dataset.colorinterp else None
    ours = Raster(path)
    if values.dtype.itemsize == 8 and values.dtype.kind in "iu":  # whose names rasterio 1.3 swaps
        values = values.view(ours.dtype)
    if values.dtype in (np.int8, np.int64, np.uint64) and ours.nodata is not None:  # which old GDAL calls all valid
        valid = values != ours.nodata
    if alpha is not None:
        valid[alpha] = True
    if values.dtype.kind == "f":
        valid &= np.isfinite(values)
    return values, valid, alpha
