"""Outputs are whole or absent, keep what still means something, and hold each block once."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import numpy as np
import pytest
import rasterio
import rasterio.control
import rasterio.shutil
import tiled_raster.core.files.partial as partial_module
from rasterio.crs import CRS
from tiled_raster.core.errors import InvalidParameter, OutputError, TilingError
from tiled_raster.core.files.removal import remove_partial
from tiled_raster.core.raster import BlockWriter, Raster, inspect, output_profile, provenance
from tiled_raster.core.raster.backends import backend
from tiled_raster.core.raster.gdal import gdal_version, type_problem
from tiled_raster.core.raster.tiff import missing_blocks
from tiled_raster.core.tiles import TileGrid, whole

OTHERS = ("img", "bil", "ers", "rst", "sdat", "pix", "dat", "bsq")
"""Extensions of the other formats that the panel offers."""
ROTATED = rasterio.Affine(20.0, 5.0, 500000.0, 4.0, -25.0, 4000000.0)
SOUTH_UP = rasterio.Affine(30.0, 0.0, 500000.0, 0.0, 30.0, 4000000.0)


def write(profile, data, side=None):
    """Write `data` by tiles of `side` pixels and return the target."""
    frame = whole(profile.height, profile.width)
    with BlockWriter(profile) as writer:
        for tile in TileGrid(frame, (side or 4000, side or 4000)):
            writer.write(tile, data[(slice(None), *tile.within(frame))])
    return profile.target


def profile_of(path, target, **changes):
    info = inspect(path)
    frame = changes.pop("frame", info.frame)
    values = {"count": info.count, "dtype": info.dtype, "nodata": info.nodata[0], "target": target, **changes}
    return output_profile(info, frame, **values)


@pytest.mark.parametrize("interleave", ["BAND", "PIXEL"])
@pytest.mark.parametrize("side", [50, 64, 128, 199, 1000])
def test_any_tiling_gives_the_file_of_a_plain_copy(tmp_path, make, numbers, side, interleave):
    data = numbers((2, 150, 330), "int16", high=3000)
    path = make(data, nodata=-1)
    options = {"BLOCKXSIZE": "64", "BLOCKYSIZE": "64", "INTERLEAVE": interleave}
    profile = profile_of(path, tmp_path / "out.tif", creation_options=options, num_threads=2)
    target = write(profile, data, side)
    with rasterio.open(target) as dataset:
        np.testing.assert_array_equal(dataset.read(), data)
    plain = str(tmp_path / "plain.tif")
    rasterio.shutil.copy(path, plain, driver="GTiff", **dict(profile.creation_options))
    assert abs(os.path.getsize(target) - os.path.getsize(plain)) <= 0.01 * os.path.getsize(plain)


@pytest.mark.parametrize("transform", [ROTATED, SOUTH_UP])
def test_place_and_metadata_stay(tmp_path, make, numbers, transform):
    path = make(numbers((2, 40, 50), "int16"), nodata=-1, transform=transform, band_units=("m", "K"))
    with rasterio.open(path, "r+") as dataset:
        dataset.descriptions = ("height", "warmth")
        dataset.scales, dataset.offsets = (0.5, 1.0), (10.0, 0.0)
        dataset.update_tags(AREA_OR_POINT="Point", SENSOR="X")
        dataset.update_tags(1, STATISTICS_MEAN="5", NOTE="kept")
    info = inspect(path)
    frame = whole(40, 50).clipped(whole(30, 20)).moved(10, 7)
    tags = provenance("Tiled Raster 9.9", ["median"], {"size": 5})
    profile = profile_of(path, tmp_path / "out.tif", frame=frame, tags=tags)
    result = inspect(write(profile, np.zeros((2, 30, 20), "int16")))
    expected = transform * rasterio.Affine.translation(7, 10)
    assert result.transform == pytest.approx(tuple(expected)[:6], abs=1e-9)
    for name in ("crs_wkt", "descriptions", "units", "scales", "offsets", "nodata", "dtypes"):
        assert getattr(result, name) == getattr(info, name), name
    tags = dict(result.tags)
    assert (tags["SENSOR"], tags["AREA_OR_POINT"], tags["TIFFTAG_SOFTWARE"]) == ("X", "Point", "Tiled Raster 9.9")
    assert json.loads(tags["TILED_RASTER_PARAMETERS"]) == {"size": 5}
    assert json.loads(tags["TILED_RASTER_VERSIONS"])["gdal"] == backend().versions()["gdal"]
    assert dict(result.band_tags[0]) == {"NOTE": "kept"}


@pytest.mark.parametrize(
    ("meaning", "unit", "scale", "offset"),
    [("value", "m", 0.5, 10.0), ("difference", "m", 0.5, 0.0), ("other", None, 1.0, 0.0)],
)
def test_scaling_stays_only_where_it_means_something(tmp_path, make, numbers, meaning, unit, scale, offset):
    path = make(numbers((1, 4, 4), "int16"), band_units=("m",))
    with rasterio.open(path, "r+") as dataset:
        dataset.scales, dataset.offsets = (0.5,), (10.0,)
    profile = profile_of(path, tmp_path / "out.tif", meanings=meaning, dtype="float32", nodata=None)
    result = inspect(write(profile, np.zeros((1, 4, 4), "float32")))
    assert (result.units, result.scales, result.offsets) == ((unit,), (scale,), (offset,))


def test_colours(tmp_path, make, numbers):
    data = numbers((4, 20, 20), "uint8")
    rgba = make(data, "rgba.tif", photometric="RGB", alpha="YES")
    assert inspect(write(profile_of(rgba, tmp_path / "a.tif"), data)).colorinterp == ("red", "green", "blue", "alpha")
    plain = make(data[:3], "plain.tif", photometric="MINISBLACK")
    assert "red" not in inspect(write(profile_of(plain, tmp_path / "b.tif"), data[:3])).colorinterp
    palette = make(data[:1], "palette.tif")
    with rasterio.open(palette, "r+") as dataset:
        dataset.write_colormap(1, {5: (1, 2, 3, 255)})
    kept = inspect(write(profile_of(palette, tmp_path / "c.tif"), data[:1]))
    assert kept.colorinterp == ("palette",)
    assert dict(kept.colormaps[0])[5] == (1, 2, 3, 255)
    other = write(profile_of(palette, tmp_path / "d.tif", meanings="other"), data[:1])
    assert inspect(other).colorinterp == ("gray",)


@pytest.mark.parametrize(
    ("dtype", "nodata"),
    [
        ("uint8", 255),
        ("int8", -128),
        ("uint16", 65535),
        ("int16", -32768),
        ("uint32", 2**32 - 1),
        ("int32", -(2**31)),
        ("int64", -(2**63)),
        ("int64", 2**53 + 1),
        ("uint64", 2**64 - 1),
        ("uint64", 3),
        ("float32", float("nan")),
        ("float64", -1e300),
        ("float32", None),
    ],
)
@pytest.mark.parametrize("big", ["YES", "NO"])
def test_every_type_with_its_nodata(tmp_path, make, numbers, dtype, nodata, big):
    if type_problem(dtype):
        pytest.skip(type_problem(dtype))
    limits = np.finfo(dtype) if dtype.startswith("float") else np.iinfo(dtype)
    data = np.array([[[limits.min, limits.max, 0, 1 if nodata is None else nodata]]], dtype)
    path = make(np.zeros((1, 1, 4), "uint8"))
    options = {"BIGTIFF": big}
    profile = profile_of(path, tmp_path / "o.tif", dtype=dtype, nodata=nodata, creation_options=options)
    raster = Raster(write(profile, data))
    assert raster.dtype == dtype
    np.testing.assert_array_equal(raster.data.data, data[0])
    assert str(raster.nodata) == str(nodata) or raster.nodata == nodata
    assert bool(raster.get_mask()[0, 3]) == (nodata is not None)


@pytest.mark.parametrize("name", ["out.img", "out.bil", "out.sdat", "out.dat", "cloud.COG"])
def test_other_formats(tmp_path, make, numbers, name):
    data = numbers((2, 300, 280), "int16") if not name.endswith("sdat") else numbers((1, 300, 280), "int16")
    path = make(data)
    driver = "COG" if name.endswith("COG") else None
    target = tmp_path / name.replace(".COG", ".tif")
    write(profile_of(path, target, driver=driver), data, 100)
    with rasterio.open(target) as dataset:
        np.testing.assert_array_equal(dataset.read(), data)
        assert dataset.crs is not None
        if driver:
            assert dataset.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
    assert not [file for file in os.listdir(tmp_path) if "partial" in file]


class Stop(Exception):
    """What a test raises in the middle of writing."""


def fail_halfway(profile):
    with BlockWriter(profile) as writer:
        writer.write(next(iter(TileGrid(whole(300, 300), (256, 256)))), np.zeros((1, 256, 256), "float32"))
        assert os.path.exists(writer.partial_path)
        raise Stop


def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path, make, numbers):
    path = make(numbers((1, 300, 300)))
    target = tmp_path / "out.tif"
    target.write_bytes(b"the old file")
    before = sorted(os.listdir(tmp_path))
    profile = profile_of(path, target)
    with pytest.raises(Stop):
        fail_halfway(profile)
    assert target.read_bytes() == b"the old file"
    assert sorted(os.listdir(tmp_path)) == before


def bytes_read():
    """Return what this process has read so far; 0 where the system does not count it."""
    counts = Path("/proc/self/io")
    return int(counts.read_text().split()[1]) if counts.exists() else 0


@pytest.mark.parametrize("name", ["out.tif", "plain.tif", "cloud.COG", *(f"out.{ending}" for ending in OTHERS)])
def test_what_is_discarded_was_not_written(tmp_path, make, numbers, monkeypatch, name):
    """Closing a file fills the blocks that it lacks, or reads all of them once more, if GDAL is left to do so."""
    sizes, read = [], []

    def weigh(partial):
        read.append(bytes_read())
        files = [path for path in tmp_path.rglob("*") if "partial" in str(path)]
        sizes.append(sum(getattr(path.stat(), "st_blocks", 0) * 512 for path in files))
        remove_partial(partial)

    monkeypatch.setattr(partial_module, "remove_partial", weigh)
    path = make(numbers((1, 4, 4), "float32"), nodata=-1, crs="EPSG:2056" if name == "out.ers" else "EPSG:32718")
    changes = {"driver": "COG"} if "COG" in name else {}
    if name == "plain.tif":
        changes["creation_options"] = {"COMPRESS": "NONE"}
    target = tmp_path / name.replace("COG", "tif")
    profile = profile_of(path, target, frame=whole(3000, 3000), **changes)
    with pytest.raises(Stop), BlockWriter(profile) as writer:
        writer.write(whole(256, 3000), np.ones((1, 256, 3000), "float32"))
        read.append(bytes_read())
        raise Stop
    assert read[1] - read[0] < 2_000_000, "closing"
    assert max(sizes) < 2 * 256 * 3000 * 4, "the first rows and no more, of 36 MB"
    assert os.listdir(tmp_path) == ["source.tif"]


@pytest.mark.parametrize(("sparse", "missing"), [("YES", 3), ("NO", 0), (None, 0)])
def test_blocks_of_nodata_are_left_out_only_if_asked_for(tmp_path, make, numbers, sparse, missing):
    data = np.full((1, 300, 300), -1, "float32")
    data[0, 0, 0] = 5
    options = {} if sparse is None else {"SPARSE_OK": sparse}
    profile = profile_of(make(data, nodata=-1), tmp_path / "out.tif", creation_options=options)
    target = write(profile, data)
    assert missing_blocks(target) == missing
    np.testing.assert_array_equal(Raster(target).data.data, data[0])


def test_an_output_with_gaps_is_an_error(tmp_path, make, numbers):
    profile = profile_of(make(numbers((1, 300, 300))), tmp_path / "out.tif")
    with pytest.raises(TilingError, match="pixels"), BlockWriter(profile) as writer:
        writer.write(next(iter(TileGrid(whole(300, 300), (256, 256)))), np.zeros((1, 256, 256), "float32"))
    assert os.listdir(tmp_path) == ["source.tif"]


def test_side_files_of_the_old_target_go(tmp_path, make, numbers):
    path = make(numbers((1, 5, 5)))
    target = tmp_path / "out.tif"
    for name in ("out.tif", "out.tif.aux.xml", "out.tif.ovr", "out.tif.msk"):
        (tmp_path / name).write_bytes(b"old")
    write(profile_of(path, target), np.zeros((1, 5, 5), "float32"))
    assert sorted(os.listdir(tmp_path)) == ["out.tif", "source.tif"]
    assert inspect(target).height == 5


def test_an_output_that_is_the_input_is_refused(tmp_path, make, numbers):
    path = make(numbers((1, 5, 5)))
    content = Path(path).read_bytes()
    os.symlink(path, tmp_path / "soft.tif")
    os.link(path, tmp_path / "hard.tif")
    os.makedirs(tmp_path / "inner")
    for name in ("source.tif", "soft.tif", "hard.tif", "inner/../source.tif"):
        with pytest.raises(OutputError, match="is the input itself"):
            profile_of(path, tmp_path / name)
    assert Path(path).read_bytes() == content


def test_control_points_and_rpcs_stay_and_count_from_the_piece(tmp_path, make, numbers):
    path = make(numbers((1, 40, 50)), transform=rasterio.Affine.identity(), crs=None)
    ground = [(0, 0, 8, 47, 1), (0, 50, 9, 47, 2), (40, 50, 9, 46, 3), (40.5, 0.25, 8, 46, 4)]
    coefficients = {name: " ".join(["1"] + ["0"] * 19) for name in ("LINE_NUM", "LINE_DEN", "SAMP_NUM", "SAMP_DEN")}
    rpcs = {f"{name}_COEFF": text for name, text in coefficients.items()}
    for name in ("LINE", "SAMP", "LAT", "LONG", "HEIGHT"):
        rpcs.update({f"{name}_OFF": "30", f"{name}_SCALE": "2"})
    with rasterio.open(path, "r+") as dataset:
        dataset.gcps = [rasterio.control.GroundControlPoint(*point) for point in ground], CRS.from_epsg(4326)
        dataset.update_tags(ns="RPC", **rpcs)
    frame = whole(20, 15).moved(10, 7)
    with rasterio.open(write(profile_of(path, tmp_path / "out.tif", frame=frame), numbers((1, 20, 15)))) as dataset:
        points, crs = dataset.gcps
        found = dataset.tags(ns="RPC")
    assert [(p.row, p.col, p.x, p.y, p.z) for p in points] == [(r - 10, c - 7, *rest) for r, c, *rest in ground]
    assert crs == CRS.from_epsg(4326)
    assert (float(found["LINE_OFF"]), float(found["SAMP_OFF"]), float(found["LAT_OFF"])) == (20, 23, 30)
    assert found["LINE_NUM_COEFF"].split() == rpcs["LINE_NUM_COEFF"].split()


def test_a_name_as_long_as_the_file_system_allows(tmp_path, make, numbers):
    name = "ü" * 125 + ".tif"
    data = numbers((1, 5, 5))
    write(profile_of(make(data), tmp_path / name), data)
    assert sorted(os.listdir(tmp_path)) == ["source.tif", name]


def test_no_file_that_the_input_is_read_from_is_replaced(tmp_path, make, numbers):
    first = make(numbers((1, 5, 5)), "first.tif")
    virtual, nested = str(tmp_path / "virtual.vrt"), str(tmp_path / "nested.vrt")
    rasterio.shutil.copy(first, virtual, driver="VRT")
    rasterio.shutil.copy(virtual, nested, driver="VRT")
    with zipfile.ZipFile(tmp_path / "packed.tif", "w") as archive:
        archive.write(first, "inside.tif")
    with_mask = make(numbers((1, 5, 5)), "masked.tif.msk")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    for source, target in (
        (virtual, "first.tif"),
        (nested, "first.tif"),
        (f"GTIFF_DIR:1:{first}", "first.tif"),
        (f"/vsizip/{{{tmp_path}/packed.tif}}/inside.tif", "packed.tif"),
    ):
        with pytest.raises(OutputError, match="is a file of the input"):
            profile_of(source, tmp_path / target)
    make(numbers((1, 5, 5)), "masked.tif")
    with pytest.raises(OutputError, match=r"masked\.tif\.msk, which would be replaced with it"):
        profile_of(with_mask, tmp_path / "masked.tif")
    profile_of(virtual, tmp_path / "another.tif")
    profile_of(first, tmp_path / "masked.tif")
    assert {name: (tmp_path / name).read_bytes() for name in before} == before


def test_the_header_of_the_input_is_not_replaced_by_that_of_the_output(tmp_path, make, numbers):
    source = str(tmp_path / "same.bil")
    rasterio.shutil.copy(make(numbers((1, 5, 5))), source, driver="EHdr")
    with pytest.raises(OutputError, match=r"same\.hdr, which would be replaced with it, is a file of the input"):
        profile_of(source, tmp_path / "same.dat")
    profile_of(source, tmp_path / "same.tif")
    profile_of(source, tmp_path / "other.dat")


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"target": "gone/out.tif"}, OutputError, "does not exist"),
        ({"target": "."}, OutputError, "is a folder"),
        ({"target": "out.xyzzy"}, OutputError, "no raster format has the extension .xyzzy"),
        ({"target": "out.png"}, OutputError, "PNG cannot be written tile by tile.*tif"),
        ({"target": "out.asc"}, OutputError, "cannot be written tile by tile"),
        ({"target": "out.mrf"}, OutputError, "MRF cannot be written tile by tile"),
        ({"driver": "Nothing"}, OutputError, "driver=Nothing"),
        ({"dtype": "uint8", "nodata": 256}, InvalidParameter, "output_nodata=256.*0 to 255"),
        ({"dtype": "uint8", "nodata": float("nan")}, InvalidParameter, "whole number"),
        ({"dtype": "float32", "nodata": 1e39}, InvalidParameter, "output_nodata"),
        ({"creation_options": {"BLOCKXSIZE": "100"}}, InvalidParameter, "multiples of 16"),
        ({"creation_options": {"BLOCKXSIZE": "wide"}}, InvalidParameter, "BLOCKXSIZE=wide"),
        ({"creation_options": {"COMPRESS": "NO_SUCH"}}, InvalidParameter, "COMPRESS=NO_SUCH.*DEFLATE"),
        ({"creation_options": {"COMPRESS": "JPEG"}}, InvalidParameter, "COMPRESS=JPEG"),
        ({"creation_options": {"COMPRES": "ZSTD"}}, InvalidParameter, "ignore one .*COMPRES"),
        ({"creation_options": {"ZLEVEL": "high"}}, InvalidParameter, "ignore one .*ZLEVEL"),
    ],
)
def test_refused_before_any_work(tmp_path, make, numbers, changes, error, words):
    path = make(numbers((1, 5, 5)))
    changes = {"target": "out.tif", **changes}
    changes["target"] = os.path.join(tmp_path, changes["target"])
    with pytest.raises(error, match=words):
        profile_of(path, **changes)
    assert os.listdir(tmp_path) == ["source.tif"]


def test_a_folder_without_permission(tmp_path, make, numbers, monkeypatch):
    """Tried with the folder of processes, which even root cannot write in."""
    if not os.path.isdir("/proc/self"):
        pytest.skip("needs a folder that nobody can write in")
    with pytest.raises(OutputError, match="no permission"):
        profile_of(make(numbers((1, 5, 5))), "/proc/self/out.tif")


def test_a_disk_too_small_is_said_before_work(tmp_path, make, numbers, monkeypatch):
    import shutil

    monkeypatch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(10**6, 10**6, 50))
    profile = profile_of(make(numbers((1, 5, 5))), tmp_path / "o.tif", creation_options={"COMPRESS": "NONE"})
    with pytest.raises(OutputError, match="100 bytes are needed.*50 bytes are free"):
        write(profile, np.zeros((1, 5, 5), "float32"))


def test_a_disk_that_fills_up_ends_the_run_at_once(tmp_path, make, numbers, monkeypatch):
    """GDAL's compressing threads do not tell of it before the file is closed."""
    import shutil

    free = iter([10**6, 10**6, 0, 0])
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(10**6, 10**6, next(free)))
    profile = profile_of(make(numbers((1, 1024, 1024))), tmp_path / "o.tif")
    with pytest.raises(OutputError, match="disk is full.*up to 4.2 MB"):
        write(profile, np.zeros((1, 1024, 1024), "float32"), 256)
    assert next(free, None) is None, "the second tile must not be asked for"
    assert os.listdir(tmp_path) == ["source.tif"]


def test_predictor_and_blocks_by_default(tmp_path, make, numbers):
    path = make(numbers((1, 300, 40), "float32"))
    result = write(profile_of(path, tmp_path / "o.tif"), np.zeros((1, 300, 40), "float32"))
    with rasterio.open(result) as dataset:
        assert dataset.block_shapes == [(256, 48)]
        assert dataset.compression.name == "deflate"
        if gdal_version() >= (3, 3):
            assert dataset.tags(ns="IMAGE_STRUCTURE")["PREDICTOR"] == "3"
