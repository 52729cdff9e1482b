"""The names of GeoUtils on `Raster`: that they are there, and what they do, against slow and obvious references."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
import rasterio
import rasterio.warp
import tiled_raster.core as core
from tiled_raster.core.errors import InvalidParameter
from tiled_raster.core.geoutils_names import ABSENT, FUNCTIONS, RASTER
from tiled_raster.core.raster import Raster

PLACE = rasterio.Affine(10.0, 0.0, 100.0, 0.0, -20.0, 900.0)
ROTATED = PLACE * rasterio.Affine.rotation(30)


@pytest.fixture
def dem():
    data = np.array([[1.0, 2.0, -9999.0, 3.5], [4.0, np.nan, 6.0, 7.0], [8.0, 9.0, 10.0, 11.0]], "float32")
    return Raster.from_array(data, PLACE, "EPSG:32718", nodata=-9999)


@pytest.fixture
def bands(numbers):
    return Raster.from_array(numbers((3, 6, 8), "uint8"), PLACE, 32718, nodata=7)


def test_the_table_says_what_is_there():
    names = [name for name, _ in RASTER]
    assert names == sorted(set(names))
    public = {name for name in dir(Raster) if not name.startswith("_")}
    assert set(names) <= public | {"filename", "tags"}
    assert not {name for name, _ in ABSENT} & public
    assert not {name for name, _ in FUNCTIONS} - set(core.__all__)
    for name, _ in FUNCTIONS:
        assert getattr(core, name)


def test_a_band_and_nothing_else(make, numbers):
    data = numbers((3, 6, 8), "int16")
    path = make(data, nodata=4)
    second = Raster(path, bands=2)
    assert not second.is_loaded
    assert (second.count, second.bands, second.indexes, second.bands_on_disk) == (1, (2,), (2,), (1, 2, 3))
    np.testing.assert_array_equal(second.data.data, data[1])
    two = Raster(path, [3, 1], load_data=True)
    assert two.is_loaded
    np.testing.assert_array_equal(two.data.data, data[[2, 0]])
    assert (two.bands, two.count_on_disk) == ((1, 2), 3)
    np.testing.assert_array_equal(Raster(path, bands=2).icrop((1, 2, 5, 4)).data.data, data[1, 2:4, 1:5])
    assert core.map_multiproc_collect(lambda raster: raster.count, Raster(path, [3, 1]), core.MultiprocConfig(100)) == [
        2
    ]
    again = Raster(path)
    again.load(bands=3)
    np.testing.assert_array_equal(again.data.data, data[2])
    for wrong in (0, 4, [1, 9]):
        with pytest.raises(InvalidParameter, match="bands="):
            Raster(path, bands=wrong)


def test_another_nodata_value_than_the_files(make, numbers):
    data = numbers((6, 8), "int16", high=9)
    path = make(data, nodata=4)
    for raster in (Raster(path, force_nodata=5), Raster(path, nodata=5)):
        assert raster.nodata == 5
        np.testing.assert_array_equal(raster.get_mask(), data == 5)
    counts = core.map_multiproc_collect(
        lambda tile: int(tile.get_mask().sum()), Raster(path, force_nodata=5), core.MultiprocConfig(3)
    )
    assert sum(counts) == (data == 5).sum()


def test_facts_of_file_and_array(make, numbers, dem, capsys):
    raster = Raster(make(numbers((6, 8), "int16")))
    assert (raster.driver, raster.name, raster.is_modified) == ("GTiff", raster.filename, False)
    raster.data[0, 0] += 1
    assert raster.is_modified
    assert (dem.driver, dem.name, dem.is_modified, dem.count_on_disk, dem.bands_on_disk) == (
        None,
        None,
        True,
        None,
        None,
    )
    assert dem.info() is None
    text = dem.info(stats=True, verbose=False)
    assert capsys.readouterr().out.splitlines()[:12] == text.splitlines()[:12]
    for words in ("Number of bands: ", "EPSG:32718", "-9999", "Statistics of band 1", "Valid count"):
        assert words in text


@pytest.mark.filterwarnings("ignore:dtype conversion")
@pytest.mark.parametrize("inplace", [False, True])
@pytest.mark.parametrize(
    ("kind", "nodata"),
    [("float64", -99999), ("int16", -32768), ("uint16", 65535), ("int32", -99999), ("uint8", 255), ("uint32", 99999)],
)
def test_another_type(dem, kind, nodata, inplace):
    before = dem.copy()
    result = dem.astype(kind, inplace=inplace) if inplace else dem.astype(kind)
    assert (result is None) is inplace
    made = dem if inplace else result
    assert (made.dtype, made.nodata, made.crs, made.transform) == (kind, nodata, before.crs, before.transform)
    np.testing.assert_array_equal(made.get_mask(), before.get_mask())
    np.testing.assert_array_equal(made.data.compressed(), before.data.compressed().astype(kind))
    assert before.dtype == "float32"


@pytest.mark.filterwarnings("ignore:dtype conversion")
def test_another_type_changes_no_valid_pixel_into_nodata():
    white = Raster.from_array(np.ma.array([[255, 3], [4, 5]], "int16", mask=[[0, 1], [0, 0]]), PLACE, None, nodata=-1)
    made = white.astype("uint8")
    assert made.data.tolist() == [[255, None], [4, 5]]
    assert made.nodata == 0
    assert white.astype("float32", convert_nodata=False).nodata == -1
    assert white.astype(bool).nodata is None
    assert white.astype(bool).is_mask
    assert not white.is_mask
    with pytest.raises(InvalidParameter, match="dtype="):
        white.astype("complex64")


def test_a_cast_that_loses_warns(dem):
    with pytest.warns(UserWarning, match="loss of information"):
        dem.astype("uint8")  # 3.5


def test_casts_that_lose_nothing_are_silent(recwarn):
    Raster.from_array(np.array([[1, 200]], "int16"), PLACE, None).astype("uint8")
    Raster.from_array(np.array([[1.0, 200.0]]), PLACE, None).astype("uint8")
    assert not recwarn.list


@pytest.mark.parametrize("update_array", [True, False])
@pytest.mark.parametrize("update_mask", [True, False])
@pytest.mark.parametrize("new", [9, 5, None, -9999])
@pytest.mark.filterwarnings("ignore:pixels that are")
def test_set_nodata(dem, update_array, update_mask, new):
    values, mask = dem.data.data.copy(), dem.get_mask()
    dem.set_nodata(new, update_array=update_array, update_mask=update_mask)
    if update_mask:
        if not update_array or new is None:
            mask &= values != -9999
        mask |= values == (np.inf if new is None else new)
    if update_array and new is not None:
        mask |= (values == -9999) if update_mask else False
        values[values == -9999] = new
    np.testing.assert_array_equal(dem.data.data, values)
    np.testing.assert_array_equal(dem.get_mask(), mask)
    assert dem.nodata == new


def test_nodata_assigned_is_set(dem):
    dem.nodata = -1
    assert dem.data.data[0, 2] == -1
    assert dem.get_mask().sum() == 2
    for wrong in ("a", True):
        with pytest.raises(InvalidParameter, match="nodata="):
            dem.set_nodata(wrong)
    with pytest.raises(InvalidParameter, match="uint8 holds"):
        Raster.from_array(np.zeros((2, 2), "uint8"), PLACE, None).set_nodata(-5)


def test_set_mask(dem, bands):
    wanted = np.zeros((3, 4), bool)
    wanted[0, :2] = True
    before = dem.get_mask()
    for given in (wanted, wanted.astype(int), Raster.from_array(wanted, PLACE, dem.crs), wanted[np.newaxis]):
        raster = dem.copy()
        raster.set_mask(given)
        np.testing.assert_array_equal(raster.get_mask(), before | wanted)
    plane = np.zeros((6, 8), bool)
    plane[2] = True
    bands.set_mask(plane)
    assert bands.get_mask()[:, 2].all()
    with pytest.raises(InvalidParameter, match=r"mask of shape \(2, 2\)"):
        dem.set_mask(np.zeros((2, 2), bool))


def test_arrays_with_nan(dem, bands):
    values, mask = dem.get_nanarray(return_mask=True)
    np.testing.assert_array_equal(np.isnan(values), mask)
    assert values.dtype == "float32"
    assert bands.get_nanarray(floating_dtype="float64").dtype == "float64"
    assert bands.get_nanarray().dtype == "float32"
    assert dem.astype("float64").get_nanarray("float32").dtype == "float64"
    with pytest.raises(InvalidParameter, match="floating_dtype="):
        bands.get_nanarray("int16")


def test_indexing(dem, bands):
    chosen = dem > 3
    np.testing.assert_array_equal(np.ma.compressed(dem[chosen]), dem.data.compressed()[dem.data.compressed() > 3])
    np.testing.assert_array_equal(bands[np.eye(6, 8, dtype=bool)].data, bands.data.data[:, np.eye(6, 8, dtype=bool)])
    assert dem[0, 1] == 2
    assert dem[1:].shape == (2, 4)
    dem[chosen] = 0
    assert dem.data.max() == 2
    dem[0, 0] = np.ma.masked
    assert dem.get_mask()[0, 0]
    bands[np.ones((6, 8), bool)] = 3
    assert (bands.data.data == 3).all()
    with pytest.raises(InvalidParameter, match="transform differs"):
        dem[Raster.from_array(np.ones((3, 4), bool), ROTATED, dem.crs)]


@pytest.mark.parametrize("transform", [PLACE, ROTATED])
@pytest.mark.parametrize("box", [(1, 0, 4, 2), (0, 0, 8, 6), (-3, 2, 100, 4), (7, 5, 8, 6)])
def test_icrop(bands, transform, box):
    bands.set_transform(transform)
    col_min, row_min, col_max, row_max = (max(side, 0) for side in box)
    part = bands.icrop(box)
    np.testing.assert_array_equal(part.data, bands.data[:, row_min:row_max, col_min:col_max])
    np.testing.assert_array_equal(part.get_mask(), bands.get_mask()[:, row_min:row_max, col_min:col_max])
    assert part.transform.almost_equals(transform * rasterio.Affine.translation(col_min, row_min))
    assert (part.nodata, part.crs) == (7, bands.crs)
    part[0, 0, 0] = 99
    assert bands.data.data[0, row_min, col_min] != 99 or bands.data.data[0, row_min, col_min] == 99 != part.nodata
    assert bands.icrop(box, inplace=True) is None
    assert bands.shape == part.shape


@pytest.mark.parametrize(
    "box", [(9, 0, 12, 3), (2, 2, 2, 4), (0, 0, 1), "abcd", (0.5, 0, 2, 2), (float("nan"), 0, 1, 1)]
)
def test_boxes_without_pixels(bands, box):
    with pytest.raises(InvalidParameter, match="bbox="):
        bands.icrop(box)


@pytest.mark.parametrize(
    ("box", "window"),
    [
        ((120, 800, 160, 860), (slice(2, 5), slice(2, 6))),  # whole pixels
        ((121, 801, 159, 859), (slice(2, 5), slice(2, 6))),
        ((0, 0, 115, 1000), (slice(0, 6), slice(0, 2))),  # reaches outside
        ((120.0000001, 800, 160, 860), (slice(2, 5), slice(2, 6))),
    ],
)
def test_crop(bands, box, window):
    part = bands.crop(box)
    np.testing.assert_array_equal(part.data, bands.data[(slice(None), *window)])
    assert part.transform == PLACE * rasterio.Affine.translation(window[1].start, window[0].start)
    assert bands.crop(part).raster_equal(part)
    with pytest.raises(InvalidParameter, match="mode="):
        bands.crop(box, mode="match_extent")
    for wrong in ((5, 5, 6, 6), (120, 860, 160, 800), "abcd"):
        with pytest.raises(InvalidParameter, match="bbox="):
            bands.crop(wrong)


def test_crop_to_a_raster_in_another_crs(bands):
    bands.set_transform((30.0, 0.0, 500000.0, 0.0, -30.0, 5200000.0))
    part = bands.icrop((2, 1, 6, 4))
    west, south, east, north = rasterio.warp.transform_bounds(part.crs, "EPSG:4326", *part.bounds)
    step = rasterio.Affine((east - west) / 4, 0, west, 0, (south - north) / 3, north)
    other = Raster.from_array(np.zeros((3, 4)), step, 4326)
    assert bands.crop(other).shape >= part.shape


def test_split_bands(bands):
    for index, band in enumerate(bands.split_bands()):
        np.testing.assert_array_equal(band.data, bands.data[index])
        assert (band.count, band.nodata) == (1, 7)
    (third,) = bands.split_bands(copy=True, bands=3)
    np.testing.assert_array_equal(third.data, bands.data[2])
    assert [band.count for band in bands.split_bands(bands=[2, 1])] == [1, 1]
    with pytest.raises(InvalidParameter, match="band="):
        bands.split_bands(bands=[4])


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda r: r.data.__setitem__((0, 0), 50), "data"),
        (lambda r: r.data.__setitem__((0, 0), np.ma.masked), "mask"),
        (lambda r: r.astype("float64", inplace=True), "dtype"),
        (lambda r: r.set_nodata(-5), "nodata"),
        (lambda r: r.set_crs(32719), "crs"),
        (lambda r: r.translate(1, 0, inplace=True), "transform"),
    ],
)
def test_equality(dem, change, name):
    twin = dem.copy()
    assert dem.raster_equal(twin)
    change(twin)
    with pytest.warns(UserWarning, match=f"differ in .*{name}"):
        assert not dem.raster_equal(twin, warn_failure_reason=True)
    assert dem.georeferenced_grid_equal(twin) is (name not in ("crs", "transform"))
    with pytest.raises(InvalidParameter, match="a MaskedArray"):
        dem.raster_equal(dem.data)


def test_values_under_the_mask_may_differ(dem):
    twin = dem.copy()
    twin.data.data[0, 2] = 1
    assert not dem.raster_equal(twin)
    assert dem.raster_equal(twin, strict_masked=False)


@pytest.mark.parametrize("transform", [PLACE, ROTATED])
@pytest.mark.parametrize("meaning", [None, "Area", "Point"])
@pytest.mark.parametrize("shift", [None, False])
def test_coordinates_there_and_back(dem, transform, meaning, shift):
    raster = Raster.from_array(dem.data, transform, dem.crs, area_or_point=meaning)
    assert raster.area_or_point == meaning
    half = 0.5 if meaning == "Point" and shift is None else 0.0
    rows, cols = np.mgrid[0:3, 0:4]
    wanted = [transform * (col - half, row - half) for row, col in zip(rows.flat, cols.flat)]
    x, y = raster.ij2xy(rows, cols, shift_area_or_point=shift)
    np.testing.assert_allclose(np.c_[x.flat, y.flat], wanted)
    i, j = raster.xy2ij(x.ravel(), y.ravel(), shift_area_or_point=shift)
    assert i.dtype.kind == j.dtype.kind == "i"
    np.testing.assert_array_equal(np.r_[i, j], np.r_[rows.ravel(), cols.ravel()])
    grid = raster.coords(shift_area_or_point=shift)
    np.testing.assert_array_equal(np.r_[grid], np.r_[x, y])
    i, j = raster.xy2ij(*raster.ij2xy(1.25, 2.5), op=np.float64)
    np.testing.assert_allclose((i[0], j[0]), (1.25, 2.5))
    centre = raster.ij2xy(1, 2, force_offset="center")
    np.testing.assert_allclose(centre, transform * (2.5, 1.5))


def test_coordinates_of_sides(dem):
    xs, ys = dem.coords(grid=False)
    assert xs.tolist() == [100.0, 110.0, 120.0, 130.0]
    assert ys.tolist() == [860.0, 880.0, 900.0]
    dem.set_transform(ROTATED)
    with pytest.raises(InvalidParameter, match="rotated"):
        dem.coords(grid=False)
    with pytest.raises(InvalidParameter, match="force_offset"):
        dem.ij2xy(0, 0, force_offset="middle")
    assert not dem.outside_image(4, 3)
    assert dem.outside_image(-1, 0)
    assert dem.outside_image(0, 3.5)


def test_a_place_said_anew(dem, tmp_path):
    dem.crs = 32719
    dem.transform = (5.0, 0.0, 0.0, 0.0, -5.0, 10.0)
    dem.tags["who"] = "me"
    assert (dem.crs.to_epsg(), tuple(dem.bounds)) == (32719, (0.0, -5.0, 20.0, 10.0))
    dem.save(tmp_path / "dem.tif")
    again = Raster(tmp_path / "dem.tif")
    assert (again.crs, again.transform, again.tags["who"]) == (dem.crs, dem.transform, "me")
    again.set_crs(None)
    assert again.crs is None
    ((found, name),) = core.map_multiproc_collect(
        lambda tile: (tile.crs, tile.tags["who"]), again, core.MultiprocConfig(50)
    )
    assert (found, name) == (None, "me")
    for wrong in ((1, 2), "abc", (0, 0, 0, 0, 0, 0), [np.nan] * 6):
        with pytest.raises(InvalidParameter, match="transform="):
            dem.set_transform(wrong)
    with pytest.raises(InvalidParameter, match="crs=nowhere"):
        dem.set_crs("nowhere")
    moved = dem.translate(1, 1, "pixel")
    assert moved.transform == dem.transform * rasterio.Affine.translation(1, 1)
    assert dem.translate(3, 4).bounds.left == 3


def test_areas_and_points(dem):
    dem.area_or_point = "Area"
    before = dem.transform
    dem.area_or_point = "point"
    assert dem.transform == before * rasterio.Affine.translation(0.5, 0.5)
    dem.set_area_or_point("Area", shift_area_or_point=False)
    assert dem.transform == before * rasterio.Affine.translation(0.5, 0.5)
    dem.set_area_or_point(None)
    assert "AREA_OR_POINT" not in dem.tags
    with pytest.raises(InvalidParameter, match="area_or_point="):
        dem.set_area_or_point("line")


def test_a_nodata_value_that_the_new_type_does_not_hold(dem):
    made = dem.copy(new_array=np.zeros((3, 4), "uint8"))
    assert made.nodata == 255
    assert dem.copy(new_array=np.full((3, 4), 255, "uint8")).nodata == 0
    assert Raster.from_array(np.zeros((2, 2), "int16"), PLACE, None, nodata=-99999).nodata == -32768
    with pytest.raises(InvalidParameter, match="cast_nodata=True"):
        dem.copy(new_array=np.zeros((3, 4), "uint8"), cast_nodata=False)
    with pytest.raises(InvalidParameter, match="cast_nodata=True"):
        Raster.from_array(np.zeros((2, 2), "uint8"), PLACE, None, nodata=-1, cast_nodata=False)
    # It stands in only: what is assigned later is not masked by it.
    made.data = np.full((3, 4), 255, "uint8")
    assert not made.get_mask().any()


@pytest.mark.parametrize("share", [1, 0.5, 4, 3.0, 100])
def test_subsample(dem, share):
    taken = dem.subsample(share, random_state=3)
    number = {1: 10, 0.5: 5, 4: 4, 3.0: 3, 100: 10}[share]
    assert len(taken) == len(set(taken.tolist())) == number
    assert set(taken.tolist()) <= set(dem.data.compressed().tolist())
    places = dem.subsample(share, return_indices=True, random_state=3)
    np.testing.assert_array_equal(dem.data[places], taken)
    for wrong in (0, -1, "a", None, True, float("nan")):
        with pytest.raises(InvalidParameter, match="subsample="):
            dem.subsample(wrong)


def test_masks_of_each_band(bands):
    before = bands.get_mask()
    wanted = bands.data.data > 100
    for given in (wanted, bands > 100, (bands > 100).astype("uint8")):
        raster = bands.copy()
        raster.set_mask(given)
        np.testing.assert_array_equal(raster.get_mask(), before | wanted)
        assert np.ma.compressed(bands[given]).size == (wanted & ~before).sum()
        assert bands.get_stats("valid_inlier_count", inlier_mask=given, band=2) == (wanted & ~before)[1].sum()
    bands[bands > 100] = 3
    assert bands.data.max() <= 100


def test_bands_share_pixels_unless_copied(bands):
    shared, own = bands.split_bands()[1], bands.split_bands(copy=True)[1]
    bands.data.data[1, 0, 0] = 99
    assert shared.data.data[0, 0] == 99
    assert not np.shares_memory(own.data.data, bands.data.data)


def test_a_mask_of_a_file_leaves_it_unread(make, numbers):
    data = numbers((6, 8), "int16", high=9)
    raster = Raster(make(data, nodata=4))
    np.testing.assert_array_equal(raster.get_mask(), data == 4)
    assert not raster.is_loaded


def test_a_raster_of_a_raster_and_its_words(dem, tmp_path):
    twin = Raster(dem)
    assert twin.raster_equal(dem)
    assert twin.data is dem.data
    dem.save(tmp_path / "dem.tif")
    with rasterio.open(tmp_path / "dem.tif") as dataset:
        assert Raster(dataset).raster_equal(Raster(tmp_path / "dem.tif"))
        profile = Raster(dataset).profile
        assert {name: dataset.profile[name] for name in profile} == profile
    for word in ("data=1 x 3 x 4 float32", "transform=(10.0", "UTM zone 18S", "nodata=-9999"):
        assert word in repr(dem)
    with rasterio.open(tmp_path / "a.tif", "w", **dem.profile) as dataset:
        dataset.write(dem.data.filled(), 1)
    assert Raster(tmp_path / "a.tif").raster_equal(dem.copy(new_array=dem.data.filled()), strict_masked=False)


def test_everything_travels(dem):
    dem.set_crs(32719)
    dem.tags["a"] = "b"
    again = pickle.loads(pickle.dumps(dem))
    assert again.raster_equal(dem)
    assert again.tags == dem.tags
