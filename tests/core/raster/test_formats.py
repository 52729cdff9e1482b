"""A format keeps an output bit for bit, or it is refused before any work with a type and a format that can."""

from __future__ import annotations

import os

import numpy as np
import pytest
import rasterio
from tiled_raster.core.errors import InvalidParameter, OutputError
from tiled_raster.core.raster import BlockWriter, inspect, output_profile
from tiled_raster.core.tiles import TileGrid, whole

ENDINGS = ("tif", "COG", "img", "bil", "ers", "rst", "sdat", "pix", "dat", "bsq", "grd", "bt", "map", "kro", "gpkg")
TYPES = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64")
PLACE = rasterio.Affine(25.0, 0.0, 500000.0, 0.0, -25.0, 4000000.0)


def crs_for(ending):
    """Return a CRS that the format keeps with any GDAL: for UTM, ERS needs a table that not all of them have."""
    return "EPSG:2056" if ending == "ers" else "EPSG:32633"


def pixels_of(dtype, nodata, count=1, side=70):
    """Return pixels all over the type's range, nodata among them."""
    random = np.random.default_rng(3)
    kind = np.dtype(dtype)
    if kind.kind == "f":
        data = (random.normal(size=(count, side, side)) * 10.0 ** random.integers(-30, 30, (count, side, side))).astype(
            kind
        )
        limits = np.finfo(kind)
    else:
        limits = np.iinfo(kind)
        data = random.integers(limits.min, limits.max, (count, side, side), kind, endpoint=True)
    data[:, 3, :2] = limits.min, limits.max
    if nodata is not None:
        data[:, random.random((side, side)) < 0.2] = nodata
    return data


def nodata_of(dtype):
    if dtype.startswith("float"):
        return -9999.0
    limits = np.iinfo(dtype)
    return int(limits.max if dtype.startswith("u") else limits.min)


def profile_for(tmp_path, make, ending, dtype, nodata, count=1, **changes):
    source = make(
        np.zeros((1, 4, 4), "uint8"), crs=changes.pop("crs", crs_for(ending)), transform=changes.pop("place", PLACE)
    )
    name = "out.tif" if ending == "COG" else f"out.{ending}"
    driver = "COG" if ending == "COG" else changes.pop("driver", None)
    frame = whole(70, 70)
    return output_profile(
        inspect(source), frame, count, dtype, nodata, target=tmp_path / name, driver=driver, meanings="other", **changes
    )


def write(profile, data):
    frame = whole(*data.shape[1:])
    with BlockWriter(profile) as writer:
        for tile in TileGrid(frame, (33, 70)):
            writer.write(tile, data[(slice(None), *tile.within(frame))])
    return profile.target


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("ending", ENDINGS)
def test_kept_bit_for_bit_or_refused_in_words(tmp_path, make, ending, dtype):
    for nodata in (nodata_of(dtype), None):
        try:
            profile = profile_for(tmp_path, make, ending, dtype, nodata)
        except InvalidParameter as refusal:
            words = str(refusal)
            assert dtype in words or str(nodata) in words, words
            assert ".tif (GeoTIFF)" in words, words
            assert sorted(os.listdir(tmp_path)) == ["source.tif"], "before any work"
            assert ending not in ("tif", "COG", "img")
            continue
        data = pixels_of(dtype, nodata)
        if profile.reserved is not None:
            data[data == np.dtype(dtype).type(profile.reserved)] = 1
        with rasterio.open(write(profile, data)) as dataset:
            np.testing.assert_array_equal(dataset.read(), data)
            assert dataset.dtypes == (dtype,)
            assert dataset.nodata == (nodata if profile.reserved is None else profile.reserved)
            assert dataset.crs == rasterio.crs.CRS.from_user_input(crs_for(ending))
            assert dataset.transform.almost_equals(PLACE, 1e-3)
        for name in os.listdir(tmp_path):
            os.unlink(tmp_path / name)


@pytest.mark.parametrize(
    ("ending", "dtype", "nodata", "words"),
    [
        ("rst", "uint16", None, "output_type=uint16: RST would store int16; .*float32.*choose .tif"),
        ("rst", "float64", None, "output_type=float64: RST would store float32; .*choose .tif"),
        ("pix", "int32", None, "output_type=int32: PCIDSK would store uint8; set output_type to .*float32"),
        ("pix", "float64", 5, "output_type=float64: PCIDSK .*float32, which PCIDSK holds"),
        ("sdat", "int8", -5, "output_type=int8: SAGA .*int16"),
        ("dat", "int8", None, "output_type=int8: ENVI .*int16"),
        ("bil", "uint32", 2**32 - 1, "output_nodata=4294967295: EHdr would store nothing.*uint16"),
        ("bil", "int32", -(2**31), "output_nodata=-2147483648: EHdr would store -2147483600 "),
        ("bil", "float64", -1, "output_type=float64: EHdr refuses .*float32"),
        ("bt", "uint8", None, "output_type=uint8: BT refuses .*int16"),
    ],
)
def test_what_a_format_cannot_hold_is_named_with_what_it_can(tmp_path, make, ending, dtype, nodata, words):
    with pytest.raises(InvalidParameter, match=words):
        profile_for(tmp_path, make, ending, dtype, nodata)


ROTATED = rasterio.Affine(20.0, 5.0, 500000.0, 4.0, -25.0, 4000000.0)
SOUTH_UP = rasterio.Affine(30.0, 0.0, 500000.0, 0.0, 30.0, 4000000.0)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("place", [ROTATED, SOUTH_UP])
def test_a_place_is_kept_or_refused(tmp_path, make, ending, place):
    try:
        profile = profile_for(tmp_path, make, ending, "int16", -1, place=place)
    except InvalidParameter:
        assert ending not in ("tif", "COG", "img")
        return
    with rasterio.open(write(profile, pixels_of("int16", -1))) as dataset:
        assert dataset.transform.almost_equals(place, 0.01)


def test_a_pixel_of_the_value_that_a_format_reserves_ends_the_run(tmp_path, make):
    profile = profile_for(tmp_path, make, "sdat", "uint8", None)
    assert profile.reserved == 255
    data = np.full((1, 70, 70), 7, "uint8")
    data[0, 50, 9] = 255
    with pytest.raises(OutputError, match="pixel in row 50, column 9 is 255, which SAGA takes for nodata.*tif"):
        write(profile, data)
    assert os.listdir(tmp_path) == ["source.tif"]


@pytest.mark.parametrize("bits", [1, 4, 7, 12])
def test_nbits_holds_what_it_has_room_for(tmp_path, make, bits):
    dtype = "uint8" if bits < 8 else "uint16"
    profile = profile_for(tmp_path, make, "tif", dtype, None, creation_options={"NBITS": str(bits)})
    data = np.random.default_rng(1).integers(0, 2**bits, (1, 70, 70), dtype)
    with rasterio.open(write(profile, data)) as dataset:
        np.testing.assert_array_equal(dataset.read(), data)
    data[0, 2, 3] = 2**bits
    with pytest.raises(OutputError, match=f"row 2, column 3 is {2**bits}, for which NBITS={bits} has no room"):
        write(profile, data)


@pytest.mark.parametrize(
    ("ending", "options", "words"),
    [
        ("COG", {"COMPRES": "ZSTD"}, "GDAL would ignore one .*COMPRES"),
        ("COG", {"COMPRESS": "NO_SUCH"}, "COMPRESS=NO_SUCH"),
        ("COG", {"COMPRESS": "JPEG"}, "JPEG.*float32"),
        ("COG", {"OVERVIEW_RESAMPLING": "WRONG"}, "OVERVIEW_RESAMPLING"),
        ("img", {"COMPRESSD": "YES"}, "GDAL would ignore one .*COMPRESSD"),
        ("img", {"COMPRESSED": "PERHAPS"}, "COMPRESSED"),
        ("pix", {"INTERLEAVNG": "BAND"}, "GDAL would ignore one .*INTERLEAVNG"),
        ("dat", {"INTERLEAVES": "BIL"}, "GDAL would ignore one .*INTERLEAVES"),
        ("bil", {"COMPRESS": "LZW"}, "COMPRESS=LZW"),
        ("sdat", {"COMPRESS": "LZW"}, "COMPRESS=LZW: SAGA takes none"),
        ("rst", {"COMPRESS": "LZW"}, "COMPRESS=LZW: RST takes none"),
        ("bt", {"COMPRESS": "LZW"}, "COMPRESS=LZW"),
        ("tif", {"JPEG_QUALITY": "999"}, "JPEG_QUALITY=999 value not recognised"),
        ("tif", {"PREDICTOR": "7"}, "PREDICTOR=7"),
        ("tif", {"COMPRESS": "WEBP"}, "COMPRESS=WEBP"),
    ],
)
def test_options_are_checked_before_any_work(tmp_path, make, ending, options, words):
    with pytest.raises(InvalidParameter, match=words):
        profile_for(tmp_path, make, ending, "float32", None, creation_options=options)
    assert os.listdir(tmp_path) == ["source.tif"]


@pytest.mark.parametrize(
    ("ending", "options"),
    [
        ("tif", {"COMPRESS": "JPEG", "PHOTOMETRIC": "YCBCR"}),
        ("tif", {"COMPRESS": "JPEG"}),
        ("tif", {"COMPRESS": "WEBP"}),
        ("tif", {"COMPRESS": "WEBP", "WEBP_LOSSLESS": "YES"}),
        ("tif", {"COMPRESS": "JPEG", "TILED": "NO"}),
        ("COG", {"COMPRESS": "JPEG"}),
        ("COG", {"COMPRESS": "WEBP"}),
        ("COG", {"COMPRESS": "LZW", "PREDICTOR": "NO"}),
        ("tif", {"COMPRESS": "LERC", "MAX_Z_ERROR": "2"}),
        ("tif", {"ENDIANNESS": "BIG"}),
        ("img", {"COMPRESSED": "YES"}),
        ("dat", {"INTERLEAVE": "BIL"}),
        ("pix", {"INTERLEAVING": "BAND"}),
    ],
)
def test_options_that_work(tmp_path, make, ending, options):
    data = np.broadcast_to(np.linspace(50, 200, 70).astype("uint8"), (3, 70, 70)).copy()
    profile = profile_for(tmp_path, make, ending, "uint8", None, 3, creation_options=options)
    with rasterio.open(write(profile, data)) as dataset:
        assert np.abs(dataset.read().astype(int) - data).max() <= 12


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("predictor", ["1", "2", "3"])
@pytest.mark.parametrize("compress", ["DEFLATE", "LZW", "ZSTD"])
def test_big_endian_files_hold_the_pixels_or_are_refused(tmp_path, make, compress, predictor, dtype):
    """Some versions of libtiff lose those of floats with predictor 3."""
    options = {"ENDIANNESS": "BIG", "PREDICTOR": predictor, "COMPRESS": compress}
    try:
        profile = profile_for(tmp_path, make, "tif", dtype, None, creation_options=options)
    except InvalidParameter:
        assert predictor == "3"
        return
    data = pixels_of(dtype, None)
    with rasterio.open(write(profile, data)) as dataset:
        np.testing.assert_array_equal(dataset.read(), data)


def test_bands_that_a_format_cannot_hold_are_not_laid_to_the_options(tmp_path, make):
    with pytest.raises(InvalidParameter, match="output_type=int16: SAGA refuses .*1 band.*choose .tif"):
        profile_for(tmp_path, make, "sdat", "int16", None, 3, creation_options={"A": "B"})


def test_a_cog_on_the_grid_of_web_maps(tmp_path, make):
    options = {"TILING_SCHEME": "GoogleMapsCompatible"}
    profile = profile_for(tmp_path, make, "COG", "uint8", None, creation_options=options)
    with rasterio.open(write(profile, pixels_of("uint8", None))) as dataset:
        assert dataset.crs.to_epsg() == 3857


@pytest.mark.parametrize("ending", ["tif", "COG"])
@pytest.mark.parametrize("nodata", [0, 255, 7])
@pytest.mark.parametrize("compress", ["JPEG", "WEBP"])
def test_a_lossy_compression_that_moves_gaps_is_refused(tmp_path, make, ending, nodata, compress):
    with pytest.raises(InvalidParameter, match=f"COMPRESS={compress}.*pixels without data.*lossless"):
        profile_for(tmp_path, make, ending, "uint8", nodata, 3, creation_options={"COMPRESS": compress})
