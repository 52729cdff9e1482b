"""Both back ends read the same, and write the same bytes where they run on the same GDAL."""

from __future__ import annotations

import numpy as np
import pytest
from tiled_raster.core.raster import backends
from tiled_raster.core.raster.backends.contract import Creation, LibraryError
from tiled_raster.core.tiles import Tile, whole

FACTS = (
    *("driver", "height", "width", "count", "dtypes", "nodata", "transform", "crs_wkt", "block_shapes"),
    *("descriptions", "units", "scales", "offsets", "colorinterp", "mask_flags", "control", "files", "subdatasets"),
)
TYPES = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float32", "float64")
UTM = (
    'PROJCS["WGS 84 / UTM zone 33N",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",15],PARAMETER["scale_factor",0.9996],'
    'PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1],AXIS["Easting",EAST],'
    'AXIS["Northing",NORTH]]'
)
OPTIONS = (("TILED", "YES"), ("BLOCKXSIZE", "64"), ("BLOCKYSIZE", "64"), ("COMPRESS", "DEFLATE"))


def module(name):
    pytest.importorskip("osgeo.gdal_array" if name == "gdal" else "rasterio", exc_type=ImportError)
    return backends._Library(*backends.BACKENDS[name])


@pytest.fixture
def both():
    return module("rasterio"), module("gdal")


def made(backend, path, dtype, count=2, driver="GTiff", options=OPTIONS, nodata=7, mask=False):
    """Write a raster with everything that it can be told."""
    nodata = None if mask else nodata
    shape = (count, 90, 130)
    rng = np.random.default_rng(3)
    values = rng.integers(0, 100, shape).astype(dtype)
    creation = Creation(str(path), driver, 90, 130, count, dtype, nodata, UTM, (2, 0, 5e5, 0, -2, 4e6), options)
    with backend.environment(GDAL_TIFF_INTERNAL_MASK=True), backend.create(creation) as dataset:
        dataset.set_tags({"A": "b c", "TIFFTAG_SOFTWARE": "tests"})
        dataset.set_tags({"STATION": "7"}, band=1)
        dataset.set_description(1, "elevation")
        dataset.set_unit(1, "m")
        dataset.set_scaling([0.5] * count, [10.0] * count)
        for tile in (Tile(0, 64, 0, 130), Tile(64, 90, 0, 130)):
            dataset.write(tile, values[:, slice(tile.row_min, tile.row_max)])
            if mask:
                dataset.write_mask(tile, (values[0, slice(tile.row_min, tile.row_max)] > 9).astype("uint8") * 255)
    return values


def facts_of(backend, path):
    with backend.environment(), backend.open_dataset(str(path)) as dataset:
        found = {name: getattr(dataset, name) for name in FACTS}
        found["tags"] = dataset.tags()
        found["structure"] = dataset.tags(domain="IMAGE_STRUCTURE")
        found["structure"].pop("LAYOUT", None)  # from GDAL 3.13 on a file that is laid out so by chance is called COG
        bands = range(1, dataset.count + 1)
        found["band tags"] = [dataset.tags(band) for band in bands]
        found["colormaps"] = [dataset.colormap(band) for band in bands]
        frame = whole(dataset.height, dataset.width)
        found["pixels"] = [dataset.read([band], frame).tolist() for band in bands]
        found["masks"] = [dataset.read_mask(band, frame).tolist() for band in bands]
    return found


def same_gdal(both):
    return both[0].versions()["gdal"] == both[1].versions()["gdal"]


@pytest.mark.parametrize("dtype", TYPES)
def test_what_one_writes_both_read_alike(both, tmp_path, dtype):
    for writer in both:
        path = tmp_path / f"{writer.NAME}.tif"
        values = made(writer, path, dtype)
        first, second = (facts_of(reader, path) for reader in both)
        assert first == second
        assert np.array_equal(np.array(first["pixels"])[:, 0], values)
        # rasterio passes the number of 64-bit integers through float64: it is written at the end, by the writer.
        exact = writer.NAME == "gdal" or dtype not in ("int64", "uint64")
        assert first["nodata"] == ((7, 7) if exact else (0, 0))
    if same_gdal(both) and dtype not in ("int64", "uint64"):
        assert (tmp_path / "rasterio.tif").read_bytes() == (tmp_path / "gdal.tif").read_bytes()


@pytest.mark.parametrize("dtype", ["uint8", "float32"])
def test_masks_are_the_same_bytes(both, tmp_path, dtype):
    for writer in both:
        made(writer, tmp_path / f"{writer.NAME}.tif", dtype, mask=True)
    assert facts_of(both[0], tmp_path / "gdal.tif")["mask_flags"][0] == ("per_dataset",)
    if same_gdal(both):
        assert (tmp_path / "rasterio.tif").read_bytes() == (tmp_path / "gdal.tif").read_bytes()


def test_colours_points_and_overviews(both, tmp_path):
    palette = tuple((index, (index, 255 - index, 7, 255)) for index in range(256))
    points = tuple((float(r), float(c), 1000.0 + c, 2000.0 - r, 0.0) for r, c in ((0, 0), (0, 90), (90, 0), (50, 60)))
    for backend in both:
        path = str(tmp_path / f"{backend.NAME}.tif")
        with backend.environment(), backend.create(Creation(path, "GTiff", 90, 130, 1, "uint8")) as dataset:
            dataset.set_colormap(1, palette)
            dataset.set_control(points, UTM)
            dataset.write(Tile(0, 90, 0, 130), np.ones((1, 90, 130), "uint8"))
        with backend.environment(), backend.update(path) as dataset:
            dataset.build_overviews([2, 4], "nearest")
        first, second = (facts_of(reader, path) for reader in both)
        assert first == second
        assert first["colormaps"][0] == palette
        assert first["control"][0] == points
        pixels = [(1.5, 2.5), (80.0, 90.0)]
        np.testing.assert_allclose(*(reader.places(points, pixels) for reader in both), rtol=1e-12)
    if same_gdal(both):
        assert (tmp_path / "rasterio.tif").read_bytes() == (tmp_path / "gdal.tif").read_bytes()


def test_formats_are_known_alike(both):
    first, second = both
    assert set(first.drivers()) == set(second.drivers()) or not same_gdal(both)
    for extension in ("tif", "img", "asc", "sdat", "rst", "pix", "jpg", "png", "vrt", "bil", "no"):
        assert first.driver_of_extension(extension) == second.driver_of_extension(extension), extension
    for driver in ("GTiff", "COG", "HFA", "AAIGrid", "PNG", "SAGA"):
        assert first.can_create(driver) == second.can_create(driver), driver
    for backend in both:
        with pytest.raises(LibraryError):
            backend.can_create("AIG")


@pytest.mark.parametrize("crs", ["EPSG:32633", 4326, UTM, "EPSG:2263", "EPSG:7405", "+proj=utm +zone=33 +datum=WGS84"])
def test_coordinate_systems_are_told_alike(both, crs):
    first, second = both
    wkt = first.wkt_of(crs)
    assert wkt == second.wkt_of(crs)
    assert first.crs_facts(wkt) == second.crs_facts(wkt)
    one, other = first.crs_object(wkt), second.crs_object(wkt)
    assert other == one
    for name in ("is_geographic", "is_projected"):
        assert getattr(one, name) == getattr(other, name)
    assert one.to_epsg() == other.to_epsg() or other.to_epsg() is None
    assert other.to_wkt() == wkt


def test_errors_are_of_one_kind(both, tmp_path):
    (tmp_path / "no.tif").write_bytes(b"II*\0 nothing here")
    for backend in both:
        with pytest.raises(LibraryError):
            backend.open_dataset(str(tmp_path / "no.tif"))
        with pytest.raises(LibraryError):
            backend.open_dataset(str(tmp_path / "missing.tif"))
        with pytest.raises(LibraryError):
            backend.wkt_of("EPSG:nonsense")
        with pytest.raises(LibraryError):
            backend.create(Creation(str(tmp_path / "no folder" / "x.tif"), "GTiff", 9, 9, 1, "uint8"))


def test_warnings_are_heard(both):
    for backend in both:
        name = "/vsimem/heard.tif"
        with backend.environment(), backend.heard() as warnings:
            backend.create(Creation(name, "GTiff", 9, 9, 1, "uint8", options=(("COMPRES", "LZW"),))).close()
        assert any("COMPRES" in warning for warning in warnings), backend.NAME
        backend.delete(name)
        assert not backend.exists(name)


def test_places_go_from_one_crs_to_another_alike(both):
    first, second = both
    wgs84, utm = first.wkt_of(4326), first.wkt_of(32633)
    points = [(15.0, 48.0), (12.5, 50.25), (17.0, -3.0)]
    np.testing.assert_allclose(*(backend.transform_points(wgs84, utm, points) for backend in both), rtol=1e-12)
    back = second.transform_points(utm, wgs84, second.transform_points(wgs84, utm, points))
    np.testing.assert_allclose(back, points, atol=1e-9)
    for pieces in (0, 21, 5000):
        boxes = [backend.transform_box(wgs84, utm, (12.0, 40.0, 18.0, 50.0), pieces) for backend in both]
        np.testing.assert_allclose(*boxes, rtol=1e-12)
    for backend in both:
        with pytest.raises(LibraryError):
            backend.transform_points(wgs84, utm, [(500.0, 100.0)])


def test_small_objects_are_alike(both):
    six = (10.0, 2.0, 500.0, 1.0, -10.0, 900.0)
    for backend in both:
        place = backend.affine_object(six)
        assert tuple(place)[:6] == six
        assert place * (3, 4) == (538.0, 863.0)
        np.testing.assert_allclose(~place * (538.0, 863.0), (3, 4))
        box = backend.box_object(1.0, 2.0, 3.0, 4.0)
        assert (box.left, box.bottom, box.right, box.top) == tuple(box) == (1.0, 2.0, 3.0, 4.0)
    one, other = (backend.affine_object(six) for backend in both)
    assert one == other
    assert other == one
    assert (other != one) is False
    assert other != both[0].affine_object((1.0, *six[1:]))
    assert other != 7
    assert other.almost_equals(one)
    assert not other.almost_equals(both[0].affine_object((10.001, *six[1:])))
    for left, right in ((one, other), (other, one), (other, other)):
        assert tuple(left * right)[:6] == tuple(one * one)[:6]


def test_a_file_or_an_address_is_no_crs(both, tmp_path):
    (tmp_path / "crs.wkt").write_text(UTM)
    for backend in both:
        for name in (str(tmp_path / "crs.wkt"), "http://example.org/crs.wkt"):
            with pytest.raises(LibraryError):
                backend.wkt_of(name)


def test_warnings_without_a_listener_stay_off_standard_error(both, capfd):
    for backend in both:
        with backend.environment():
            backend.create(Creation("/vsimem/q.tif", "GTiff", 9, 9, 1, "uint8", options=(("COMPRES", "LZW"),))).close()
            backend.delete("/vsimem/q.tif")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("is_of_thread", [True, False])
def test_options_of_the_whole_process_are_not_taken_from_another_thread(both, monkeypatch, is_of_thread):
    """Before GDAL 3.6 a thread that leaves would let another one read what was cut of a JPEG as grey."""
    from tiled_raster.core.raster.backends import gdal_files
    from tiled_raster.core.raster.backends.contract import OPTIONS

    set_options = {}
    monkeypatch.setattr(gdal_files, "_IS_OF_THREAD", is_of_thread)
    monkeypatch.setattr(gdal_files, "_get", set_options.get)
    monkeypatch.setattr(gdal_files, "_set", set_options.__setitem__)
    with both[1].environment(GDAL_TIFF_INTERNAL_MASK=True):
        assert set_options["GDAL_TIFF_INTERNAL_MASK"] == "ON"
        with both[1].environment():
            pass
        assert set_options["GDAL_ERROR_ON_LIBJPEG_WARNING"] == "ON"
    assert set_options["GDAL_TIFF_INTERNAL_MASK"] is None
    assert {set_options[name] is None for name in OPTIONS} == {is_of_thread}


def test_what_cannot_be_closed_is_not_freed_a_second_time(both):
    """From GDAL 3.8 on a dataset is gone when Close fails, and osgeo still holds it for its own."""

    class Full:
        this, thisown = object(), True

        def Close(self):  # noqa: N802
            raise RuntimeError("the disk is full")

    with both[1].create(Creation("/vsimem/x.tif", "GTiff", 9, 9, 1, "uint8")) as dataset:
        own = dataset.own
        full = dataset._dataset = Full()
        with pytest.raises(LibraryError, match="the disk is full"):
            dataset.close()
    assert full.thisown is False
    assert dataset.closed
    del own
    both[1].delete("/vsimem/x.tif")
