"""Whatever name GDAL opens a raster by is a source, and the file behind it is known: never replaced, seen to change."""

from __future__ import annotations

import os
import zipfile

import numpy as np
import pytest
import rasterio
import rasterio.shutil
from tiled_raster.core import MultiprocConfig, filter_raster
from tiled_raster.core.errors import OutputError, SourceError
from tiled_raster.core.files.raster_names import file_within
from tiled_raster.core.raster import inspect
from tiled_raster.core.raster.reader import check_unchanged

NAMES = {
    'NETCDF:"{folder}/c d.nc":Band1': "c d.nc",
    "NETCDF:{folder}/plain.nc:Band1": "plain.nc",
    "GTIFF_DIR:1:{folder}/two.tif": "two.tif",
    "GTIFF_DIR:2:{folder}/two.tif": "two.tif",
    "GPKG:{folder}/g.gpkg:g": "g.gpkg",
    "vrt://{folder}/two.tif?bands=1": "two.tif",
    "/vsizip/{folder}/z.zip/in/side.tif": "z.zip",
    "/vsizip/{{{folder}/z.zip}}/in/side.tif": "z.zip",
    "DERIVED_SUBDATASET:LOGAMPLITUDE:{folder}/two.tif": "two.tif",
    "{folder}/v.vrt": "v.vrt",
}


@pytest.fixture
def folder(tmp_path, make, numbers):
    """Return a folder with rasters of every kind, all with the same pixels."""
    path = make(numbers((1, 30, 40), low=1), "a.tif", crs="EPSG:32633")
    for name, driver in (("c d.nc", "netCDF"), ("plain.nc", "netCDF"), ("g.gpkg", "GPKG"), ("v.vrt", "VRT")):
        rasterio.shutil.copy(path, str(tmp_path / name), driver=driver)
    for options in ({}, {"APPEND_SUBDATASET": "YES"}):
        rasterio.shutil.copy(path, str(tmp_path / "two.tif"), driver="GTiff", **options)
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.write(path, "in/side.tif")
    return tmp_path


@pytest.mark.parametrize("name", NAMES)
def test_a_raster_by_any_name_is_filtered(folder, name):
    source, file = name.format(folder=folder), str(folder / NAMES[name])
    assert file_within(source) == file
    with rasterio.open(source) as dataset:
        expected = dataset.read(1)
    result = filter_raster(source, MultiprocConfig(chunk_size=16, outfile=str(folder / "out.tif")), "max", size=1)
    np.testing.assert_array_equal(result.data, expected)
    with pytest.raises(OutputError, match="the input"):
        filter_raster(source, MultiprocConfig(chunk_size=16, outfile=file, driver="GTiff"), "max", size=1)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_behind_a_name_that_changes_is_noticed(folder, name):
    info = inspect(name.format(folder=folder))
    check_unchanged(info)
    os.utime(folder / NAMES[name], (1, 1))
    with pytest.raises(SourceError, match="written again during the run"):
        check_unchanged(info)
    os.unlink(folder / NAMES[name])
    with pytest.raises(SourceError, match="vanished during the run"):
        check_unchanged(info)


def test_a_relative_name(folder, monkeypatch):
    monkeypatch.chdir(folder)
    for source in ('NETCDF:"c d.nc":Band1', "GTIFF_DIR:2:two.tif", "GPKG:g.gpkg:g", "vrt://two.tif"):
        result = filter_raster(source, MultiprocConfig(chunk_size=16, outfile="out.tif"), "max", size=1)
        assert result.data.max() > 50


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ('NETCDF:"{0}/gone.nc":v', ""),
        ('HDF5:"{0}/f.h5"://group/data', "{0}/f.h5"),
        ('HDF4_SDS:UNKNOWN:"{0}/f.h5":0', "{0}/f.h5"),
        ("HDF4_SDS:UNKNOWN:{0}/f.h5:0", "{0}/f.h5"),
        ("SENTINEL2_L1C:{0}/f.h5:10m:EPSG_32632", "{0}/f.h5"),
        ("NITF_IM:0:{0}/f.h5", "{0}/f.h5"),
        ('ZARR:"{0}/store":/array', "{0}/store"),
        ('NETCDF:"/vsizip/{0}/z.zip/f.nc":v', "{0}/z.zip"),
        ("/vsitar//vsigzip/{0}/z.zip/f.tif", "{0}/z.zip"),
        ("/vsisubfile/100_20,{0}/f.h5", "{0}/f.h5"),
        ("/vsimem/{0}/f.h5", ""),
        ("/vsicurl/http://nowhere/{0}/f.h5", ""),
        ("GTIFF_DIR:1:{0}/a:b.tif", "{0}/a:b.tif"),
        ("PG:dbname=gis", ""),
        ("<GDAL_WMS><Service/></GDAL_WMS>", ""),
        ("", ""),
    ],
)
def test_the_file_in_a_name(tmp_path, name, found):
    for file in ("f.h5", "z.zip", *(["a:b.tif"] if os.name != "nt" else [])):
        (tmp_path / file).write_bytes(b"x")
    (tmp_path / "store").mkdir()
    if ":b" in name and os.name == "nt":
        pytest.skip("no colon in a file's name there")
    assert file_within(name.format(tmp_path)) == found.format(tmp_path)
