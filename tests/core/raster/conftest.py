"""Rasters for these tests, written with rasterio alone so that the code under test does not judge itself."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
import rasterio

NORTH_UP = rasterio.Affine(30.0, 0.0, 500000.0, 0.0, -30.0, 4000000.0)


@pytest.fixture
def make(tmp_path):
    """Return a function that writes an array (bands, rows, columns) as a raster file and gives its path."""

    def write(data, name="source.tif", mask=None, band_units=None, **options):
        data = np.atleast_3d(data.T).T if data.ndim == 2 else data
        path = str(tmp_path / name)
        profile = {"driver": "GTiff", "crs": "EPSG:32718", "transform": NORTH_UP, **options}
        count, height, width = data.shape
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
            with rasterio.open(
                path, "w", count=count, height=height, width=width, dtype=data.dtype.name, **profile
            ) as dataset:
                dataset.write(data)
                if band_units:
                    dataset.units = band_units
                if mask is not None:
                    dataset.write_mask(mask)
        return path

    return write


@pytest.fixture
def numbers():
    """Return a function that gives an array of whole numbers, of any type, seeded."""

    def draw(shape, dtype="float32", low=0, high=100):
        return np.random.default_rng(7).integers(low, high, shape).astype(dtype)

    return draw
