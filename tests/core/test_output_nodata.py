"""No valid pixel is ever changed: types x ways of having no data x filters, functions and saved rasters, read back."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Optional

import numpy as np
import pytest
import rasterio
from rasterio.enums import ColorInterp
from tiled_raster.core import (
    FILTERS,
    MultiprocConfig,
    Raster,
    filter_raster,
)
from tiled_raster.core.filters.apply import FilterPass
from tiled_raster.core.filters.ground import ground_steps
from tiled_raster.core.marking import Marking

ROWS, COLS = 23, 19
PLACE = rasterio.Affine(30, 0, 500000, 0, -30, 5200000)
TYPES = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64")
SMALL_BLOCKS = {"BLOCKXSIZE": "16", "BLOCKYSIZE": "16"}
BLOCKS = {"tiled": True, "blockxsize": 16, "blockysize": 16}


@dataclass
class Case:
    """A raster and what is true of it."""

    source: Any
    values: np.ndarray
    valid: np.ndarray
    alpha: Optional[int] = None
    """Which band, from 0."""


def pixels(dtype: str, bands: int, seed: int) -> np.ndarray:
    """Return pixels of few values, with 0 and both ends of an integer type, in patches that are uniform."""
    rng = np.random.default_rng(seed)
    kind = np.dtype(dtype)
    if kind.kind == "f":
        pool = np.array([-9999.5, -1, 0, 1, 1.5, 2, 3, 255, 1000])
    else:
        least, most = int(np.iinfo(kind).min), int(np.iinfo(kind).max)
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
    with rasterio.open(
        path, "w", driver="GTiff", height=ROWS, width=COLS, count=len(values), dtype=values.dtype,
        crs="EPSG:32633", transform=PLACE, **BLOCKS, **profile,
    ) as dataset:  # fmt: skip
        dataset.write(values)
    return path


def by_value(nodata: float) -> Callable[..., Case]:
    def made(path: Path, dtype: str, seed: int) -> Case:
        values, valid = pixels(dtype, 2, seed), holes(2, seed, shared=False)
        kind = np.dtype(dtype)
        if math.isnan(nodata) and kind.kind != "f":
            pytest.skip("integers have no NaN")
        if kind.kind != "f" and not int(np.iinfo(kind).min) <= nodata <= int(np.iinfo(kind).max):
            write(path, values)
            return Case(virtual(path, dtype, [nodata, nodata]), values, np.ones(values.shape, bool))
        values[~valid] = nodata
        valid = ~np.isnan(values) if math.isnan(nodata) else values != nodata
        return Case(write(path, values, nodata=nodata), values, valid)

    return made


GDAL_TYPES = {
    "uint8": "Byte",
    "uint16": "UInt16",
    "int16": "Int16",
    "uint32": "UInt32",
    "int32": "Int32",
    "float32": "Float32",
    "float64": "Float64",
}


def virtual(path: Path, dtype: str, nodata: list[float]) -> Path:
    """Return a virtual raster of the bands of `path` with nodata values of its own, also such as no pixel can have."""
    if dtype == "int8":
        pytest.skip("virtual rasters of old GDAL have no int8")
    bands = "".join(
        f'<VRTRasterBand dataType="{GDAL_TYPES[dtype]}" band="{band}"><NoDataValue>{value}</NoDataValue><SimpleSource>'
        f'<SourceFilename relativeToVRT="1">{path.name}</SourceFilename><SourceBand>{band}</SourceBand>'
        "</SimpleSource></VRTRasterBand>"
        for band, value in enumerate(nodata, 1)
    )
    place = ", ".join(str(number) for number in PLACE.to_gdal())
    target = path.with_suffix(".vrt")
    size = f'rasterXSize="{COLS}" rasterYSize="{ROWS}"'
    target.write_text(f"<VRTDataset {size}><GeoTransform>{place}</GeoTransform>{bands}</VRTDataset>")
    return target


def without(path: Path, dtype: str, seed: int) -> Case:
    values = pixels(dtype, 1, seed)
    return Case(write(path, values), values, np.ones(values.shape, bool))


def by_mask(path: Path, dtype: str, seed: int) -> Case:
    values, valid = pixels(dtype, 3, seed), holes(3, seed, shared=True)
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True):
        write(path, values)
        with rasterio.open(path, "r+") as dataset:
            dataset.write_mask(valid[0])
    return Case(path, values, valid)


def by_alpha(bands: int) -> Callable[..., Case]:
    def made(path: Path, dtype: str, seed: int) -> Case:
        if np.dtype(dtype).kind == "f":
            pytest.skip("alpha is of integers")
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


def in_memory(nodata: Optional[float], masked: bool) -> Callable[..., Case]:
    """A masked array without a nodata value, or a plain one with; or one masked by the user after it was made."""

    def made(_: Path, dtype: str, seed: int) -> Case:
        values = pixels(dtype, 2, seed)
        valid = holes(2, seed, shared=True) if masked else np.ones(values.shape, bool)
        if nodata is not None:
            valid &= values != nodata
        raster = Raster.from_array(np.ma.array(values, mask=~valid) if masked else values, PLACE, "EPSG:32633", nodata)
        return Case(raster, values, valid)

    return made


LAYOUTS: dict[str, Callable[..., Case]] = {
    "none": without,
    "nodata 0": by_value(0),
    "nodata 3": by_value(3),
    "nodata 255": by_value(255),
    "nodata -1": by_value(-1),
    "nodata -9999": by_value(-9999),
    "nodata nan": by_value(math.nan),
    "mask": by_mask,
    "alpha": by_alpha(1),
    "rgb-nir-alpha": by_alpha(4),
    "by band": by_band,
    "masked in memory": in_memory(None, masked=True),
    "nodata in memory": in_memory(3, masked=False),
    "both in memory": in_memory(4, masked=True),
}


def read_back(path: Any) -> tuple[np.ndarray, np.ndarray, Optional[int]]:
    """Return values, validity and alpha's index as GDAL alone tells them; of alpha also where it sees only a band."""
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
        valid &= values[alpha] != 0
        valid[alpha] = True
    if values.dtype.kind == "f":
        valid &= np.isfinite(values)
    return values, valid, alpha


def expected(case: Case, name: str, policy: str, values: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """Return results in float64 and where there are any, from the whole raster at once, with NaN for nodata."""
    kernel = FILTERS[name].bind(**values)
    whole = FilterPass((kernel,), case.values.dtype.name, policy, marking=Marking("float64", math.nan))
    halo = whole.halo
    pad = (halo, halo, halo, halo)
    steps = ground_steps(tuple(PLACE)[:6], 0, ROWS, COLS, False) if kernel.spec.cell_size else None
    result = whole(case.values, case.valid, pad, cell_size=steps)
    return result, ~np.isnan(result)


def check(case: Case, path: Any, wanted: np.ndarray, valid: np.ndarray) -> None:
    """Compare a written raster, value by value and gap by gap."""
    got, good, alpha = read_back(path)
    assert got.shape == wanted.shape
    kind = got.dtype
    for band in range(len(got)):
        if band == alpha and kind.kind != "f":
            continue
        np.testing.assert_array_equal(good[band], valid[band], err_msg=f"validity of band {band + 1}")
        numbers = wanted[band][valid[band]]
        if kind.kind == "f":
            top = np.finfo(kind).max
            np.testing.assert_allclose(got[band][valid[band]], np.clip(numbers, -top, top), rtol=1e-6, atol=1e-6)
        else:
            np.testing.assert_array_equal(got[band][valid[band]].astype(float), np.rint(numbers))
    ours = Raster(path)
    stack, known = ours.band_stack()
    np.testing.assert_array_equal(stack, got)
    np.testing.assert_array_equal(known, good)


VALUES: dict[str, dict[str, Any]] = {"outliers": {"threshold": 1000.0}}


def cases() -> Iterator[tuple[str, str, str, str]]:
    """Yield every filter with every layout, the types taken in turns, and every type with every layout."""
    types, policies = itertools.cycle(TYPES), itertools.cycle(("keep", "keep", "fill", "propagate"))
    for layout, name in itertools.product(LAYOUTS, FILTERS):
        yield layout, name, next(types), next(policies)
    names = itertools.cycle(("max", "median", "range", "std", "count", "majority", "difference"))
    for layout, dtype in itertools.product(LAYOUTS, TYPES):
        yield layout, next(names), dtype, "keep"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_filters(layout: str, tmp_path: Path) -> None:
    for number, (_, name, dtype, policy) in enumerate(case for case in cases() if case[0] == layout):
        try:
            case = LAYOUTS[layout](tmp_path / f"in{number}.tif", dtype, number)
        except pytest.skip.Exception:
            continue
        values = VALUES.get(name, {})
        config = MultiprocConfig(16, tmp_path / "o.tif", creation_options=SMALL_BLOCKS)
        made = filter_raster(case.source, config, name, nodata_policy=policy, **values)
        wanted, valid = expected(case, name, policy, values)
        try:
            check(case, made.filename, wanted, valid)
        except AssertionError as error:
            raise AssertionError(f"{name} of {dtype}, {policy}: {made.dtype}, nodata {made.nodata}: {error}") from error
        _, _, alpha = read_back(made.filename)
        if case.alpha is not None and policy == "keep" and FILTERS[name].output == "keep":
            assert alpha == case.alpha
            np.testing.assert_array_equal(made.data.data[alpha], case.values[alpha])
