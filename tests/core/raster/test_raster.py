"""The Raster that a user's function gets, and that a script works with."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
import rasterio
import scipy.ndimage
from tiled_raster.core.errors import InvalidParameter, SourceError
from tiled_raster.core.pixels import converted, default_nodata, filled
from tiled_raster.core.raster import BlockReader, Raster, inspect
from tiled_raster.core.tiles import Tile

PLACE = rasterio.Affine(10.0, 0.0, 100.0, 0.0, -20.0, 900.0)


@pytest.fixture
def dem():
    data = np.array([[1.0, 2.0, -9999.0], [4.0, np.nan, 6.0]], "float32")
    return Raster.from_array(data, PLACE, "EPSG:32718", nodata=-9999)


def test_nothing_is_read_before_it_is_asked_for(make, numbers):
    data = numbers((4, 5), "int16")
    raster = Raster(make(data, nodata=3))
    assert not raster.is_loaded
    assert (raster.shape, raster.count, raster.dtype, raster.nodata) == ((4, 5), 1, "int16", 3)
    assert not raster.is_loaded
    np.testing.assert_array_equal(raster.data.data, data)
    np.testing.assert_array_equal(raster.get_mask(), data == 3)
    assert raster.is_loaded


def test_properties(dem):
    assert (dem.height, dem.width, dem.shape, dem.count) == (2, 3, (2, 3), 1)
    assert dem.transform == PLACE
    assert dem.crs.to_epsg() == 32718
    assert tuple(dem.bounds) == (100.0, 860.0, 130.0, 900.0)
    assert dem.res == (10.0, 20.0)
    assert dem.filename is None


def test_bounds_and_resolution_of_a_rotated_raster():
    rotated = PLACE * rasterio.Affine.rotation(30)
    raster = Raster.from_array(np.zeros((2, 3)), rotated, None)
    corners = [rotated * corner for corner in ((0, 0), (3, 0), (0, 2), (3, 2))]
    assert raster.bounds.left == min(x for x, _ in corners)
    assert raster.bounds.top == max(y for _, y in corners)
    assert raster.res == pytest.approx((np.hypot(rotated.a, rotated.d), np.hypot(rotated.b, rotated.e)))


def test_nodata_nan_and_infinity_are_masked(dem):
    assert dem.get_mask().tolist() == [[False, False, True], [False, True, False]]
    np.testing.assert_array_equal(dem.get_nanarray(), np.array([[1, 2, np.nan], [4, np.nan, 6]], "float32"))
    assert dem.get_nanarray().dtype == "float32"


def test_three_dimensions_for_several_bands(numbers):
    raster = Raster.from_array(numbers((3, 4, 5), "uint8"), PLACE, None)
    assert (raster.data.shape, raster.count, raster.shape) == ((3, 4, 5), 3, (4, 5))
    assert Raster.from_array(numbers((1, 4, 5)), PLACE, None).data.shape == (4, 5)


@pytest.mark.parametrize("data", [np.zeros(4), np.zeros((0, 3)), np.zeros((1, 2, 3, 4))])
def test_what_is_no_raster_is_refused(data):
    with pytest.raises(InvalidParameter, match="shape"):
        Raster.from_array(data, PLACE, None)


def test_what_is_no_crs_is_refused():
    with pytest.raises(InvalidParameter, match="crs=nowhere"):
        Raster.from_array(np.zeros((2, 2)), PLACE, "nowhere")


def test_assigned_data_keep_rows_and_columns(dem):
    dem.data = np.array([[-9999, 1, 2], [3, 4, 5]])
    assert dem.get_mask().tolist() == [[True, False, False], [False, False, False]]
    assert (dem.dtype, dem.header.dtype) == (np.dtype(int), np.dtype(int).name)
    dem.data = np.ones((2, 2, 3), "uint8")
    assert (dem.count, dem.header.count, dem.header.dtypes) == (2, 2, ("uint8", "uint8"))
    with pytest.raises(InvalidParameter, match=r"\(3, 3\).*2 rows and 3 columns"):
        dem.data = np.zeros((3, 3))
    with pytest.raises(InvalidParameter, match="type"):
        dem.data = np.array([["a"] * 3] * 2)


def maximum(raster, size):
    """Filter as a GeoUtils user writes it."""
    new_data = scipy.ndimage.maximum_filter(raster.data, size)
    if raster.nodata is not None:
        new_data = np.ma.masked_equal(new_data, raster.nodata)
    raster.data = new_data
    return raster


@pytest.mark.parametrize("nodata", [None, 3])
def test_a_function_of_geoutils_runs(make, numbers, nodata):
    data = numbers((30, 30), "int16", high=6)
    info = inspect(make(data, nodata=nodata))
    tile = Tile(5, 25, 3, 20)
    with BlockReader(info) as reader:
        piece = Raster.of_tile(info, tile, *reader.read(tile, (1,)))
    assert isinstance(piece.data, np.ma.MaskedArray)
    assert piece.transform == rasterio.Affine(*info.transform) * rasterio.Affine.translation(3, 5)
    np.testing.assert_array_equal(piece.data.data, data[5:25, 3:20])
    result = maximum(piece, 3)
    expected = scipy.ndimage.maximum_filter(data[5:25, 3:20], 3)
    np.testing.assert_array_equal(result.data.data, expected)
    np.testing.assert_array_equal(result.get_mask(), expected == nodata if nodata is not None else np.zeros((20, 17)))


def test_a_tile_travels_small(make, numbers):
    info = inspect(make(numbers((2, 50, 50), "uint8")))
    tile = Tile(0, 10, 0, 10)
    with BlockReader(info) as reader:
        piece = Raster.of_tile(info, tile, *reader.read(tile, (1, 2)))
    twin = pickle.loads(pickle.dumps(piece))
    np.testing.assert_array_equal(twin.data, piece.data)
    assert (twin.transform, twin.crs, twin.nodata) == (piece.transform, piece.crs, piece.nodata)
    assert len(pickle.dumps(piece)) < 2 * 2 * 100 + 4000


def test_copies_are_their_own(dem):
    twin = dem.copy()
    twin.data[0, 0] = 50
    assert dem.data[0, 0] == 1
    other = dem.copy(new_array=np.ones((2, 3), "uint8"))
    assert (other.dtype, other.nodata, other.crs) == ("uint8", 255, dem.crs)


def test_an_unloaded_copy_stays_unloaded(make, numbers):
    raster = Raster(make(numbers((4, 4))))
    assert not raster.copy().is_loaded


def test_arithmetic_keeps_place_and_mask(dem):
    for result in (dem + 1, 1 + dem, dem * dem, np.sqrt(dem), np.maximum(dem, 3), np.clip(dem, 0, 3), -dem):
        assert isinstance(result, Raster)
        np.testing.assert_array_equal(result.get_mask(), dem.get_mask())
        assert (result.transform, result.crs, result.nodata) == (dem.transform, dem.crs, dem.nodata)
    assert (dem + dem).data[1, 2] == 12
    assert (dem > 1).dtype == bool
    assert (dem > 1).data.tolist() == [[False, True, None], [True, None, True]]


def test_in_place(dem):
    before = dem
    dem += 1
    assert dem is before
    assert dem.data.tolist() == [[2.0, 3.0, None], [5.0, None, 7.0]]


def test_functions_see_the_mask(dem):
    valid = np.array([1, 2, 4, 6], "float32")
    assert np.mean(dem) == valid.mean()
    assert np.median(dem) == np.median(valid)
    assert np.nanmax(dem) == 6
    assert np.percentile(dem, 25) == np.percentile(valid, 25)
    assert np.sum(dem) == valid.sum()
    assert isinstance(np.where(dem > 1, dem, 0), Raster)
    assert np.where(dem > 1, dem, 0).data[0, 0] == 0


def test_rasters_of_another_place_do_not_mix(dem):
    other = Raster.from_array(np.ones((2, 3)), PLACE * rasterio.Affine.translation(1, 0), None)
    with pytest.raises(InvalidParameter, match="same grid"):
        dem + other


def test_saved_and_read_again(tmp_path, dem):
    dem.save(tmp_path / "dem.tif")
    again = Raster(tmp_path / "dem.tif")
    np.testing.assert_array_equal(again.get_nanarray(), dem.get_nanarray())
    assert (again.nodata, again.crs, again.transform) == (-9999, dem.crs, dem.transform)


def test_booleans_are_saved_as_bytes(tmp_path, dem):
    (dem > 1).save(tmp_path / "b.tif")
    again = Raster(tmp_path / "b.tif")
    assert (again.dtype, again.nodata) == ("uint8", 255)
    assert again.data.data.tolist() == [[0, 1, 255], [1, 255, 1]]


def test_masked_integers_without_nodata_get_one(tmp_path):
    data = np.ma.array([[1, 2], [3, 4]], "int16", mask=[[True, False], [False, False]])
    Raster.from_array(data, PLACE, None).save(tmp_path / "i.tif")
    again = Raster(tmp_path / "i.tif")
    assert again.nodata == -32768
    assert again.data.tolist() == [[None, 2], [3, 4]]


def test_a_file_that_is_none():
    with pytest.raises(SourceError, match="no such file"):
        Raster("nowhere.tif")


def test_statistics_come_from_the_records(dem):
    stats = dem.get_stats(stats_name=["mean", "valid_count"])
    assert stats == {"mean": 3.25, "valid_count": 4}
    assert dem.get_stats("max") == 6
    empty = Raster.from_array(np.full((2, 2), np.nan), PLACE, None).get_stats(["mean", "valid_count"])
    assert np.isnan(empty["mean"])
    assert empty["valid_count"] == 0


@pytest.mark.parametrize(
    ("values", "dtype", "expected"),
    [
        ([-1.0, 0.5, 1.5, 254.6, 300.0], "uint8", [0, 0, 2, 255, 255]),
        ([1e30, -1e30, 9.3e18, 2.5], "int64", [2**63 - 1, -(2**63), 2**63 - 1, 2]),
        ([1e30, -5.0], "uint64", [2**64 - 1, 0]),
        ([2**40, -(2**40)], "int32", [2**31 - 1, -(2**31)]),
        ([2**63 - 1, -5], "uint16", [65535, 0]),
    ],
)
def test_types_are_clipped_and_never_wrapped(values, dtype, expected):
    np.testing.assert_array_equal(converted(np.array(values), dtype), np.array(expected, dtype))


def test_masked_pixels_need_a_nodata_value_of_the_type():
    raster = Raster.from_array(np.array([[1.0, np.nan], [-5.0, 1e9]]), (30, 0, 0, 0, -30, 0), 32633)
    with pytest.raises(InvalidParameter, match="nodata=nan: uint8 does not hold it"):
        raster.stored("uint8")
    assert raster.stored("uint8", nodata=9).tolist() == [[[1, 9], [0, 255]]]
    whole = Raster.from_array(np.array([[-1e-60, 1e39]]), (30, 0, 0, 0, -30, 0), 32633)
    stored = whole.stored("float32")
    assert stored.tolist() == [[[0.0, float(np.finfo(np.float32).max)]]]
    assert not np.signbit(stored).any()


def test_what_is_not_valid_becomes_nodata():
    values = np.array([np.nan, 7.4])
    assert filled(values, np.array([False, True]), "uint8", default_nodata("uint8")).tolist() == [255, 7]
    assert (default_nodata("int16"), default_nodata("bool")) == (-32768, 255)


def test_statistics_are_of_one_band(numbers):
    data = numbers((3, 6, 7), "int16", high=50)
    raster = Raster.from_array(data, PLACE, None, nodata=7)
    for band in (1, 2, 3):
        valid = data[band - 1][data[band - 1] != 7]
        assert raster.get_stats("mean", band=band) == pytest.approx(valid.mean())
        assert raster.get_stats(["Valid count", "Total count"], band=band) == {
            "Valid count": valid.size,
            "Total count": 42,
        }
    assert raster.get_stats("max") == raster.get_stats("max", band=1)
    for band in (0, 4, 1.5, "1"):
        with pytest.raises(InvalidParameter, match="band="):
            raster.get_stats("mean", band=band)


def test_functions_of_statistics_get_the_band_as_a_masked_array(dem):
    seen = []
    dem.get_stats([lambda band: seen.append(band) or 1.0], inlier_mask=np.array([[True, False, True], [True] * 3]))
    (band,) = seen
    assert isinstance(band, np.ma.MaskedArray)
    assert band.tolist() == [[1.0, None, None], [4.0, None, 6.0]]
    assert dem.get_stats(lambda band: band.shape) == (2, 3)


@pytest.mark.parametrize("kind", ["raster", "array", "bytes"])
def test_statistics_of_inliers(dem, kind):
    mask = np.array([[True, True, True], [False, False, True]])
    given = (
        Raster.from_array(mask, PLACE, dem.crs) if kind == "raster" else mask.astype("u1") if kind == "bytes" else mask
    )
    stats = dem.get_stats(inlier_mask=given)
    assert (stats["Mean"], stats["Max"], stats["Min"]) == (3.0, 6.0, 1.0)
    # As GeoUtils: these three are of the whole band.
    assert (stats["Valid count"], stats["Total count"]) == (4, 6)
    assert stats["Percentage valid points"] == pytest.approx(100 * 4 / 6)
    assert (stats["Valid inlier count"], stats["Total inlier count"]) == (3, 4)
    assert (stats["Percentage inlier points"], stats["Percentage valid inlier points"]) == (75.0, 75.0)
    assert dem.get_stats(["mean", "valid_inlier_count"], inlier_mask=given) == {"mean": 3.0, "valid_inlier_count": 3}
    assert dem.get_stats("total inlier count", inlier_mask=given) == 4


def test_inliers_that_do_not_fit(dem):
    with pytest.raises(InvalidParameter, match=r"inlier_mask of shape \(3, 3\).*2 rows and 3 columns"):
        dem.get_stats("mean", inlier_mask=np.ones((3, 3), bool))
    with pytest.raises(InvalidParameter, match="CRS differ"):
        dem.get_stats("mean", inlier_mask=Raster.from_array(np.ones((2, 3), bool), PLACE, "EPSG:32719"))
    with pytest.raises(InvalidParameter, match="needs inlier_mask"):
        dem.get_stats("Valid inlier count")
    none = dem.get_stats(["mean", "Valid inlier count", "Valid count"], inlier_mask=np.zeros((2, 3), bool))
    assert np.isnan(none["mean"])
    assert (none["Valid inlier count"], none["Valid count"]) == (0, 4)
