"""Values and validity of tiles, for every type, layout and kind of nodata."""

from __future__ import annotations

import os
import threading

import numpy as np
import pytest
import rasterio
import rasterio.shutil
from tiled_raster.core.errors import SourceError
from tiled_raster.core.pixels import typed_nodata, valid_pixels
from tiled_raster.core.raster import BlockReader, inspect, reader
from tiled_raster.core.raster.gdal import type_problem
from tiled_raster.core.raster.reader import close_run, readers_of
from tiled_raster.core.tiles import Tile, TileGrid

TYPES = ["uint8", "int8", "uint16", "int16", "uint32", "int32", "int64", "uint64", "float32", "float64"]
LAYOUTS = {
    "strips": {"blockysize": 3},
    "tiles": {"tiled": True, "blockxsize": 16, "blockysize": 32},
    "pixel interleaved": {"interleave": "pixel", "tiled": True, "blockxsize": 32, "blockysize": 16},
    "one strip": {"blockysize": 61, "compress": "deflate"},
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("side", [1, 7, 64, 200])
def test_tiles_give_the_whole(make, numbers, layout, side):
    data = numbers((3, 21, 33), "uint16", high=60000)
    info = inspect(make(data, nodata=5, **LAYOUTS[layout]))
    with BlockReader(info) as reader:
        for tile in TileGrid(info.frame, (side, side)):
            values, valid = reader.read(tile, (3, 1))
            expected = data[[2, 0], tile.row_min : tile.row_max, tile.col_min : tile.col_max]
            np.testing.assert_array_equal(values, expected)
            np.testing.assert_array_equal(valid, expected != 5)


@pytest.mark.parametrize("dtype", TYPES)
def test_every_type_comes_back_as_it_is(tmp_path, make, dtype):
    """64-bit types are written through a virtual raster of GDAL's own name, as rasterio 1.3 mixes their names up."""
    if type_problem(dtype):
        pytest.skip(type_problem(dtype))
    limits = np.finfo(dtype) if dtype.startswith("float") else np.iinfo(dtype)
    data = np.array([[limits.min, limits.max], [0, 1]], dtype)
    if dtype in ("int64", "uint64"):
        raw = tmp_path / "raw.bin"
        raw.write_bytes(data.astype("<" + data.dtype.str[1:]).tobytes())
        name = {"int64": "Int64", "uint64": "UInt64"}[dtype]
        path = tmp_path / "raw.vrt"
        path.write_text(
            f'<VRTDataset rasterXSize="2" rasterYSize="2"><VRTRasterBand dataType="{name}" band="1"'
            ' subClass="VRTRawRasterBand"><SourceFilename relativeToVRT="1">raw.bin</SourceFilename>'
            "<ByteOrder>LSB</ByteOrder></VRTRasterBand></VRTDataset>"
        )
    else:
        path = make(data)
    info = inspect(path)
    with BlockReader(info) as reader:
        values, valid = reader.read(info.frame, (1,))
    assert values.dtype == dtype
    np.testing.assert_array_equal(values[0], data)
    assert valid.all()


@pytest.mark.parametrize(
    ("dtype", "nodata", "marker"),
    [
        ("uint8", 255, 255),
        ("uint8", 255.0, 255),
        ("uint8", -9999, None),
        ("uint8", 0.5, None),
        ("uint8", float("nan"), None),
        ("int16", float("inf"), None),
        ("int64", 2**53 + 1, 2**53 + 1),
        ("int64", 2**63, None),
        ("uint64", 2**64 - 1, 2**64 - 1),
        ("float32", -3.4e38, np.float32(-3.4e38)),
        ("float32", -3.40282347e38, np.finfo("float32").min),
        ("float32", 0.1, np.float32(0.1)),
        ("float32", -1.7976931348623157e308, None),
        ("float64", -1.7976931348623157e308, -1.7976931348623157e308),
        ("float32", float("nan"), None),
        ("float32", None, None),
    ],
)
def test_what_marks_nodata(dtype, nodata, marker):
    found = typed_nodata(nodata, dtype)
    assert (found is None) == (marker is None)
    if marker is not None:
        assert found == marker
        assert found.dtype == dtype
        valid = valid_pixels(np.array([found, 1], dtype), nodata)
        assert valid.tolist() == [False, True]


def test_nan_and_infinities_are_never_valid(make):
    data = np.array([[1, np.nan, np.inf], [-np.inf, -9999, 0]], "float32")
    with BlockReader(make(data, nodata=-9999)) as reader:
        valid = reader.read(Tile(0, 2, 0, 3), (1,))[1]
    assert valid.tolist() == [[[True, False, False], [False, False, True]]]


@pytest.mark.parametrize("internal", [True, False])
def test_mask_band(make, numbers, internal):
    mask = np.array([[True, False], [False, True]])
    data = numbers((2, 2, 2), "uint8")
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=internal):
        path = make(data, mask=mask)
    assert os.path.exists(path + ".msk") is not internal
    with BlockReader(path) as reader:
        values, valid = reader.read(Tile(0, 2, 0, 2), (1, 2))
    np.testing.assert_array_equal(values, data)
    np.testing.assert_array_equal(valid, [mask, mask])


def test_mask_band_and_nodata_both_count(make):
    path = make(np.array([[7, 1], [2, 3]], "uint8"), nodata=7, mask=np.array([[True, True], [False, True]]))
    with BlockReader(path) as reader:
        valid = reader.read(Tile(0, 2, 0, 2), (1,))[1]
    assert valid.tolist() == [[[False, True], [False, True]]]


def test_alpha_hides_the_other_bands_and_not_itself(make):
    data = np.stack([np.full((2, 2), 9), np.full((2, 2), 8), np.full((2, 2), 7), [[0, 255], [128, 0]]]).astype("uint8")
    with BlockReader(make(data, photometric="RGB", alpha="YES")) as reader:
        valid = reader.read(Tile(0, 2, 0, 2), (1, 4))[1]
        only_alpha = reader.read(Tile(0, 2, 0, 2), (4,))[1]
    assert valid.tolist() == [[[False, True], [True, False]], [[True, True], [True, True]]]
    assert only_alpha.all()


def test_nodata_of_each_band_its_own(tmp_path, make, numbers):
    data = np.array([[[1, 2]], [[1, 2]]], "uint8")
    virtual = tmp_path / "each.vrt"
    rasterio.shutil.copy(make(data), str(virtual), driver="VRT")
    text = virtual.read_text()
    for band in (1, 2):
        text = text.replace(f'band="{band}">', f'band="{band}"><NoDataValue>{band}</NoDataValue>')
    virtual.write_text(text)
    with BlockReader(virtual) as reader:
        valid = reader.read(Tile(0, 1, 0, 2), (1, 2))[1]
    assert valid.tolist() == [[[False, True]], [[True, False]]]


def test_two_hundred_bands(make, numbers):
    data = numbers((200, 3, 4), "int16")
    with BlockReader(make(data)) as reader:
        np.testing.assert_array_equal(reader.read(Tile(1, 3, 0, 4), range(1, 201))[0], data[:, 1:3])


def test_halo_is_clipped_at_the_edge(make, numbers):
    data = numbers((9, 9))
    with BlockReader(make(data)) as reader:
        np.testing.assert_array_equal(reader.read_halo(Tile(0, 3, 6, 9), 2, (1,))[0][0], data[0:5, 4:9])


@pytest.fixture
def run():
    """The name of a run, which is surely ended after the test."""
    yield "a run of the test"
    close_run("a run of the test")
    reader._ENDED.clear()


def opened(monkeypatch):
    """Return a list that fills with the readers that are opened."""
    made = []
    true_init = BlockReader.__init__

    def init(reader, *args):
        made.append(reader)
        true_init(reader, *args)

    monkeypatch.setattr(BlockReader, "__init__", init)
    return made


def test_a_run_keeps_a_reader_for_each_thread_that_reads_at_the_same_time(make, numbers, run, monkeypatch):
    info = inspect(make(numbers((4, 4))))
    made, reading = opened(monkeypatch), threading.Barrier(2)

    def read_beside_another():
        with readers_of(run, 0, alone=False)._reader(info):
            reading.wait(60)

    for _ in range(2):
        threads = [threading.Thread(target=read_beside_another) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(made) == 2


@pytest.mark.parametrize("ended", ["before", "meanwhile"])
def test_nothing_stays_open_of_a_run_that_ended(make, numbers, run, monkeypatch, ended):
    info = inspect(make(numbers((4, 4))))
    made = opened(monkeypatch)
    readers_of(run, 1 << 20, alone=False).read_halo(info, info.frame, 0, (1,))
    if ended == "before":
        close_run(run)
    late = readers_of(run, 1 << 20, alone=False)
    with late._reader(info) as reader:
        close_run(run)
        assert reader.read(info.frame, (1,))[0].shape == (1, 4, 4)
    assert len(made) == (2 if ended == "before" else 1)
    assert all(reader._dataset.closed for reader in made)


def test_a_worker_keeps_one_run_open(make, numbers, run, monkeypatch):
    info = inspect(make(numbers((4, 4))))
    made = opened(monkeypatch)
    for name in (run, "another"):
        readers_of(name, 0, alone=True).read_halo(info, info.frame, 0, (1,))
    assert [reader._dataset.closed for reader in made] == [True, False]
    close_run("another")


def test_a_source_written_anew_is_read_anew(make, numbers, run):
    info = inspect(make(numbers((4, 4))))
    readers_of(run, 1 << 20, alone=False).read_halo(info, info.frame, 0, (1,))
    close_run(run)
    path = make(numbers((4, 4)) + 1000)
    os.utime(path, (1, 1))
    again = readers_of("another", 1 << 20, alone=False)
    assert again.read_halo(inspect(path), info.frame, 0, (1,))[0].min() >= 1000
    close_run("another")


@pytest.mark.parametrize("spoil", [os.unlink, lambda path: os.truncate(path, 200)])
def test_a_source_that_vanishes_or_shrinks_is_an_error(make, numbers, spoil, run):
    info = inspect(make(numbers((64, 64))))
    readers = readers_of(run, 1 << 20, alone=False)
    readers.read_halo(info, info.frame, 0, (1,))
    spoil(info.path)
    with pytest.raises(SourceError, match="during the run"):
        readers.read_halo(info, info.frame, 0, (1,))


def test_damage_in_the_middle_names_the_tile(make, numbers):
    path = make(numbers((64, 64), "uint16", high=9999), tiled=True, blockxsize=16, blockysize=16, compress="deflate")
    with open(path, "r+b") as file:
        file.seek(os.path.getsize(path) // 2)
        file.write(b"\xff" * 900)
    info = inspect(path)
    with pytest.raises(SourceError, match="rows 0 to 64"), BlockReader(info) as reader:
        reader.read(info.frame, (1,))
