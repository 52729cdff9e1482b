"""A lossy compression never moves a gap: a mask band tells of them, or the output is refused before any work."""

from __future__ import annotations

import os

import numpy as np
import pytest
import rasterio
from tiled_raster.core import MultiprocConfig, filter_raster
from tiled_raster.core.errors import InvalidParameter, TilingError

LOSSY = {
    "jpeg": {"COMPRESS": "JPEG"},
    "ycbcr": {"COMPRESS": "JPEG", "PHOTOMETRIC": "YCBCR"},
    "webp": {"COMPRESS": "WEBP"},
    "lerc": {"COMPRESS": "LERC", "MAX_Z_ERROR": "4"},
    "bits": {"COMPRESS": "DEFLATE", "DISCARD_LSB": "3"},
    "lower case": {"compress": "jpeg"},
}


def picture(tmp_path, nodata, dtype="uint8", shared=True):
    """Write three smooth bands with single gaps and a hole, and return path and validity (bands, rows, columns)."""
    rows, cols = np.indices((90, 110))
    data = np.stack([60 + (rows + cols) // (2 + band) for band in range(3)]).astype(dtype)
    gaps = np.random.default_rng(5).random((3, 90, 110)) < 0.2
    gaps[:, 20:40, 30:60] = True
    if shared:
        gaps[:] = gaps[0]
    data[gaps] = nodata
    path = str(tmp_path / "source.tif")
    header = {"driver": "GTiff", "height": 90, "width": 110, "count": 3, "dtype": dtype, "nodata": nodata}
    with rasterio.open(
        path, "w", crs="EPSG:32633", transform=rasterio.Affine(9, 0, 5e5, 0, -9, 4e6), **header
    ) as dataset:
        dataset.write(data)
    return path, ~gaps, data


@pytest.mark.parametrize("driver", ["GTiff", "COG"])
@pytest.mark.parametrize("nodata", [0, 255, 7])
@pytest.mark.parametrize("options", LOSSY)
def test_gaps_stay_where_they_are(tmp_path, options, nodata, driver):
    if driver == "COG" and options in ("ycbcr", "bits"):
        pytest.skip("COG has no such option")
    path, valid, data = picture(tmp_path, nodata)
    config = MultiprocConfig(
        chunk_size=32, outfile=str(tmp_path / "out.tif"), driver=driver, creation_options=LOSSY[options]
    )
    result = filter_raster(path, config, "median", size=1)
    np.testing.assert_array_equal(~result.get_mask(), valid)
    change = np.abs(result.data.data.astype(int) - data)[valid]
    assert change.mean() < 12, "a loss, but the same picture"


@pytest.mark.parametrize("options", [name for name in LOSSY if name != "bits"])
def test_refused_where_the_user_wants_a_value(tmp_path, options):
    path, _, _ = picture(tmp_path, 0)
    config = MultiprocConfig(chunk_size=32, outfile=str(tmp_path / "out.tif"), creation_options=LOSSY[options])
    with pytest.raises(InvalidParameter, match=r"pixels without data.*lossless"):
        filter_raster(path, config, "median", size=1, output_nodata=0)
    assert os.listdir(tmp_path) == ["source.tif"]


def test_bands_that_lack_different_pixels_have_no_mask(tmp_path):
    path, _, _ = picture(tmp_path, 0, shared=False)
    config = MultiprocConfig(chunk_size=32, outfile=str(tmp_path / "out.tif"), creation_options=LOSSY["jpeg"])
    with pytest.raises(TilingError, match="lack different pixels"):
        filter_raster(path, config, "median", size=1)
    assert os.listdir(tmp_path) == ["source.tif"]


@pytest.mark.parametrize("nodata", [-9999.0, float("nan"), 0.0])
def test_floats(tmp_path, nodata):
    path, valid, data = picture(tmp_path, nodata, "float32")
    config = MultiprocConfig(chunk_size=32, outfile=str(tmp_path / "out.tif"), creation_options=LOSSY["lerc"])
    result = filter_raster(path, config, "median", size=1)
    np.testing.assert_array_equal(~result.get_mask(), valid)
    assert np.abs(result.data.data - data)[valid].max() <= 4
