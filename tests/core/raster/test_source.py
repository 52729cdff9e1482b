"""The checks at the door, and what is known of a raster before it is read."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys

import numpy as np
import pytest
import rasterio
import rasterio.shutil
from tiled_raster.core.errors import InvalidParameter, SourceError
from tiled_raster.core.raster import inspect
from tiled_raster.core.raster.gdal import gdal_version
from tiled_raster.core.raster.tiff import bytes_needed

TILED = {"tiled": True, "blockxsize": 16, "blockysize": 32}


def test_header_as_rasterio_gives_it(make, numbers):
    path = make(numbers((2, 40, 50), "int16"), nodata=-1, compress="deflate", **TILED)
    info = inspect(path)
    assert (info.height, info.width, info.count, info.dtypes) == (40, 50, 2, ("int16", "int16"))
    assert info.nodata == (-1, -1)
    assert info.transform == (30.0, 0.0, 500000.0, 0.0, -30.0, 4000000.0)
    assert info.block_shape == (32, 16)
    assert (info.is_geographic, info.linear_unit_m, info.compress) == (False, 1.0, "DEFLATE")
    assert rasterio.crs.CRS.from_wkt(info.crs_wkt).to_epsg() == 32718
    assert info.size_bytes == os.path.getsize(path)
    assert pickle.loads(pickle.dumps(info)) == info


def test_no_crs_and_no_transform(make, numbers):
    info = inspect(make(numbers((5, 6)), crs=None, transform=rasterio.Affine.identity()))
    assert (info.crs_wkt, info.is_geographic, info.linear_unit_m, info.is_georeferenced) == (None, False, None, False)


@pytest.mark.parametrize(
    ("crs", "geographic", "metres"), [("EPSG:4326", True, None), ("EPSG:2263", False, 1200 / 3937)]
)
def test_units_of_the_crs(make, numbers, crs, geographic, metres):
    info = inspect(make(numbers((5, 6)), crs=crs))
    assert info.is_geographic is geographic
    assert info.linear_unit_m == (metres if metres is None else pytest.approx(metres, rel=1e-12))


def damaged(path, keep):
    with open(path, "r+b") as file:
        file.truncate(int(os.path.getsize(path) * keep))
    return path


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path + ".gone", "no such file"),
        (lambda path: os.path.dirname(path), "folder"),
        (lambda path: damaged(path, 0), "empty"),
        (lambda path: damaged(path, 0.5), "truncated"),
        (lambda path: damaged(path, 0.999), "truncated"),
    ],
)
@pytest.mark.parametrize("layout", [TILED, {}], ids=["tiles", "strips"])
def test_damage_is_named(make, numbers, spoil, words, layout):
    path = make(numbers((3, 100, 90), "uint16", high=60000), **layout)
    with pytest.raises(SourceError, match=words):
        inspect(spoil(path))


@pytest.mark.parametrize("driver", ["ENVI", "EHdr", "JPEG", "PNG"])
def test_other_formats_that_were_cut_are_refused(driver, make, numbers, tmp_path):
    path = str(tmp_path / "cut.bil")
    rasterio.shutil.copy(make(numbers((1, 200, 90), "uint8")), path, driver=driver)
    assert inspect(path).driver == driver
    damaged(path, 0.9)
    with pytest.raises(SourceError, match="truncated|cannot be read"):
        inspect(path)


def test_packed_bits_need_fewer_bytes_than_their_type(make, numbers, tmp_path):
    path = str(tmp_path / "bits.bil")
    rasterio.shutil.copy(make(numbers((1, 20, 90), "uint8", high=2)), path, driver="EHdr", NBITS="1")
    assert inspect(path).dtypes == ("uint8",)


def test_a_text_grid_that_was_cut_is_refused_and_does_not_read_without_end(make, numbers, tmp_path):
    grid = str(tmp_path / "cut.asc")
    rasterio.shutil.copy(make(numbers((1, 200, 20))), grid, driver="AAIGrid")
    assert inspect(grid).height == 200
    damaged(grid, 0.5)
    code = (
        "from tiled_raster.core.raster import inspect\n"
        f"try: inspect({grid!r})\n"
        "except OSError as error: print(type(error).__name__, error)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=120)
    assert done.stdout.startswith("SourceError")
    assert "cannot be read" in done.stdout


def test_a_text_file_is_no_raster(tmp_path):
    (tmp_path / "a.tif").write_text("no pixels in here")
    with pytest.raises(SourceError, match="not a raster"):
        inspect(tmp_path / "a.tif")


def test_complex_numbers_are_refused(make):
    with pytest.raises(SourceError, match="complex"):
        inspect(make(np.zeros((1, 4, 4), "complex64")))


@pytest.mark.parametrize("band", [0, -1, 3])
def test_band_out_of_range(make, numbers, band):
    with pytest.raises(InvalidParameter, match=f"bands={band}.*1 to 2"):
        inspect(make(numbers((2, 4, 4))), [band])


@pytest.mark.parametrize(
    "options", [{}, {"BIGTIFF": "YES"}, TILED, {"compress": "lzw", **TILED}, {"endianness": "BIG"}]
)
def test_blocks_end_where_the_file_says(make, numbers, options):
    path = make(numbers((2, 70, 65), "uint16"), **options)
    assert 0 < bytes_needed(path) <= os.path.getsize(path)
    with open(path, "r+b") as file:
        file.truncate(bytes_needed(path) - 1)
    with pytest.raises(SourceError):
        inspect(path)


@pytest.mark.parametrize(
    ("dtype", "text", "expected"),
    [
        ("Int64", "-9223372036854775808", -(2**63)),
        ("Int64", "9007199254740993", 2**53 + 1),
        ("UInt64", "18446744073709551615", 2**64 - 1),
        ("Byte", "7", 7),
    ],
)
def test_nodata_of_64_bits_is_exact(tmp_path, make, numbers, dtype, text, expected):
    if gdal_version() < (3, 5) and dtype != "Byte":
        pytest.skip("GDAL has no 64-bit integers before 3.5")
    plain = make(numbers((4, 4), "uint8"))
    virtual = tmp_path / "virtual.vrt"
    rasterio.shutil.copy(plain, str(virtual), driver="VRT")
    described = virtual.read_text().replace('dataType="Byte" band', f'dataType="{dtype}" band')
    virtual.write_text(described.replace("<ColorInterp>", f"<NoDataValue>{text}</NoDataValue><ColorInterp>"))
    real = tmp_path / "real.tif"
    rasterio.shutil.copy(str(virtual), str(real), driver="GTiff")
    info = inspect(real)
    assert info.nodata == (expected,)
    assert isinstance(info.nodata[0], int) or dtype == "Byte"
    assert info.dtypes == ({"Int64": "int64", "UInt64": "uint64", "Byte": "uint8"}[dtype],)


def test_the_package_imports_without_rasterio():
    code = (
        "import sys, tiled_raster.core.raster as r, tiled_raster.core.files.partial\n"
        "assert not {'rasterio', 'scipy', 'numpy'} & set(sys.modules), 'imported too early'\n"
        "assert set(r.__all__) <= set(dir(r)) and all(getattr(r, name) for name in r.__all__)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_unknown_name_is_an_attribute_error():
    import tiled_raster.core.raster as package

    with pytest.raises(AttributeError, match="no_such"):
        package.no_such  # noqa: B018
