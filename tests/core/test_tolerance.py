"""What GDAL takes for nodata counts as nodata: its own mask band is the reference."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
from rasterio.io import MemoryFile
from tiled_raster.core import Raster, raster_statistics
from tiled_raster.core.config import MultiprocConfig
from tiled_raster.core.pixels import valid_pixels

LOWEST = -3.4028234663852886e38
MARKERS = [
    *(0.0, 1.0, 1.9999, 2.0, -9999.0, -32768.0, 0.1, 1e-40, -1e-45, 1e20, 1e30, 1e31, -1e36, 1e38, 1.7e38),
    *(-1.7014117e38, -1.7014119e38, -2e38, -3.4e38, -3.40282306e38, LOWEST, -3.4028235e38, 3.4028234663852886e38),
]
HUGE = [1e300, -1e308, 8.98e307, 8.99e307, -1.7976931348623157e308]


def neighbours(marker, kind):
    """Return floats near `marker`: single steps, and steps growing by halves up to far beyond any tolerance."""
    bits = {np.float32: np.int32, np.float64: np.int64}[kind]
    start = int(kind(abs(marker)).view(bits))
    steps = sorted({int(1.5**power) for power in range(90)} | set(range(20)))
    ranks = [start + sign * step for step in steps for sign in (-1, 1)]
    most = int(np.finfo(kind).max.view(bits))
    floats = np.array([rank for rank in ranks if 0 <= rank <= most], bits).view(kind)
    return np.copysign(floats, kind(marker))


def values_for(marker, kind):
    grid = np.array([*MARKERS, *(HUGE if kind is np.float64 else []), 0.0, np.nan, np.inf, -np.inf], kind)
    return np.unique(np.concatenate([neighbours(marker, kind), grid, -grid]))


def mask_of_gdal(values, nodata):
    with MemoryFile() as memory:
        header = {"driver": "GTiff", "height": 1, "width": values.size, "count": 1, "dtype": values.dtype.name}
        with memory.open(**header, nodata=nodata, transform=rasterio.Affine.scale(2.0)) as dataset:
            dataset.write(values[np.newaxis, np.newaxis])
        with memory.open() as dataset:
            return dataset.read_masks(1)[0] != 0


@pytest.mark.parametrize(
    ("marker", "kind"), [(m, np.float32) for m in MARKERS] + [(m, np.float64) for m in MARKERS + HUGE]
)
def test_validity_is_that_of_gdal(marker, kind):
    values = values_for(marker, kind)
    expected = mask_of_gdal(values, float(kind(marker))) & np.isfinite(values)
    np.testing.assert_array_equal(valid_pixels(values, marker), expected)


@pytest.mark.parametrize(
    ("nodata", "pixel"),
    [(-9999.0, np.nextafter(np.float32(-9999), np.float32(0))), (-3.4e38, LOWEST), (-3.40282306e38, LOWEST)],
)
def test_gaps_of_files_statistics_and_arrays(tmp_path, nodata, pixel):
    data = np.full((6, 7), 5, np.float32)
    data[2, 3] = pixel
    path = str(tmp_path / "dem.tif")
    header = {"driver": "GTiff", "height": 6, "width": 7, "count": 1, "dtype": "float32", "nodata": nodata}
    with rasterio.open(path, "w", **header, transform=rasterio.Affine.scale(9)) as dataset:
        dataset.write(data, 1)
    loaded = Raster.from_array(data, rasterio.Affine.scale(9), "EPSG:32633", nodata)
    for raster in (Raster(path), loaded):
        assert raster.get_mask().sum() == 1
        assert raster.get_stats("min") == 5
        report = raster_statistics(raster, MultiprocConfig(chunk_size=4), ["min", "valid_count"])
        assert (report.bands[0]["min"], report.bands[0]["valid_count"]) == (5, 41)
