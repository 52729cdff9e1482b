"""Many files as one raster: bit for bit the same raster in one file, gaps and overlaps, and files that do not fit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine
from tiled_raster.core import (
    FILTERS,
    ClusterGenerator,
    MultiprocConfig,
    cli,
    filter_raster,
    map_multiproc_collect,
    map_overlap_multiproc_save,
    raster_statistics,
)
from tiled_raster.core.errors import OutputError, SourceError
from tiled_raster.core.files.many_files import all_files
from tiled_raster.core.raster.mosaic import Mosaic
from tiled_raster.core.raster.reader import BlockReader
from tiled_raster.core.tiles import Tile
from tiled_raster.core.tiling.one_raster import one_raster

GROUNDS = {
    "north-up": Affine(30.0, 0, 500_000.1, 0, -30.0, 4_200_000.7),
    "south-up": Affine(30.0, 0, 500_000.1, 0, 30.0, 4_200_000.7),
    "turned": Affine.translation(500_000.1, 4_200_000.7) * Affine.rotation(33) * Affine.scale(2.0, -3.0),
}
RNG = np.random.default_rng(12)


def write(
    path: Path, values: Any, ground: Affine = GROUNDS["north-up"], row: int = 0, col: int = 0, **more: Any
) -> str:
    """Write (bands, rows, columns) where its first pixel is (row, col) of the ground's grid; `mask` goes beside it."""
    values, mask = np.atleast_3d(values) if values.ndim == 3 else values[None], more.pop("mask", None)
    profile = {"crs": "EPSG:32633", "transform": ground * Affine.translation(col, row), **more}
    count, height, width = values.shape
    with rasterio.open(
        path, "w", driver="GTiff", count=count, height=height, width=width, dtype=values.dtype, **profile
    ) as out:
        out.write(values)
        if mask is not None:
            out.write_mask(mask)
    return str(path)


def cut(
    folder: Path, values: Any, rows: int, cols: int, ground: Affine = GROUNDS["north-up"], **more: Any
) -> list[str]:
    """Write `values` as files of `rows` x `cols` pixels, the last ones smaller."""
    folder.mkdir(exist_ok=True)
    mask = more.pop("mask", None)
    made = []
    for row in range(0, values.shape[-2], rows):
        for col in range(0, values.shape[-1], cols):
            piece = np.s_[row : row + rows, col : col + cols]
            own = {} if mask is None else {"mask": mask[piece]}
            name = folder / f"{row:04d}_{col:04d}.tif"
            made.append(write(name, values[(..., *piece)], ground, row, col, **more, **own))
    return made


def config(path: Path, chunk: int = 40, cluster: Any = None) -> MultiprocConfig:
    return MultiprocConfig(chunk_size=chunk, outfile=str(path), cluster=cluster)


def pixels(path: str) -> tuple[Any, Any, Any]:
    with rasterio.open(path) as made:
        return made.read(), made.read_masks(), (made.transform, made.nodatavals, made.crs)


def assert_same(one: str, other: str) -> None:
    (a, mask_a, ground_a), (b, mask_b, ground_b) = pixels(one), pixels(other)
    assert a.dtype == b.dtype
    assert a.tobytes() == b.tobytes()
    np.testing.assert_array_equal(mask_a, mask_b)
    assert str(ground_a) == str(ground_b)


def read(sources: list[str]) -> tuple[Any, Any]:
    """Return values and validity of the whole as a run reads it."""
    with one_raster(sources) as joined, BlockReader(joined.path if hasattr(joined, "path") else joined) as reader:
        info = reader.info
        return reader.read(Tile(0, info.height, 0, info.width), range(1, info.count + 1))


@pytest.fixture(scope="module")
def five_hundred(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """One file, and the folder of 500 that it was cut into."""
    folder = tmp_path_factory.mktemp("many")
    values = RNG.integers(-50, 900, (100, 125)).astype("int16")
    values[RNG.random(values.shape) < 0.03] = -9999
    files = cut(folder / "tiles", values, 5, 5, nodata=-9999)
    assert len(files) == 500
    return write(folder / "one.tif", values, nodata=-9999), str(folder / "tiles")


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """One file, and the folder of 12 that it was cut into."""
    folder = tmp_path_factory.mktemp("few")
    values = RNG.integers(-50, 900, (45, 52)).astype("int16")
    values[RNG.random(values.shape) < 0.03] = -9999
    cut(folder / "tiles", values, 17, 13, nodata=-9999)
    return write(folder / "one.tif", values, nodata=-9999), str(folder / "tiles")


def test_500_files_are_one_raster(five_hundred: Any, tmp_path: Path) -> None:
    one, folder = five_hundred
    for source, target in ((one, "one.tif"), (folder, "many.tif")):
        filter_raster(source, config(tmp_path / target), ["median", "gaussian", "slope"], size=7)
    assert_same(str(tmp_path / "one.tif"), str(tmp_path / "many.tif"))


@pytest.mark.parametrize("name", list(FILTERS))
def test_files_are_one_raster_for_every_filter(name: str, few: Any, tmp_path: Path) -> None:
    one, folder = few
    for source, target in ((one, "one.tif"), (folder, "many.tif")):
        filter_raster(source, config(tmp_path / target), name)
    assert_same(str(tmp_path / "one.tif"), str(tmp_path / "many.tif"))


@pytest.mark.parametrize("kind", ["threads", "multi"])
def test_every_kind_of_cluster_reads_the_files(kind: str, few: Any, tmp_path: Path) -> None:
    one, folder = few
    filter_raster(one, config(tmp_path / "one.tif"), "median", size=7)
    with ClusterGenerator(kind, nb_workers=2) as cluster:
        filter_raster(folder, config(tmp_path / "many.tif", 33, cluster), "median", size=7)
    assert_same(str(tmp_path / "one.tif"), str(tmp_path / "many.tif"))


def _twice(tile: Any) -> Any:
    return tile * 2


def _sum(tile: Any) -> float:
    return float(tile.data.sum())


def test_statistics_and_own_functions_read_the_files_too(few: Any, tmp_path: Path) -> None:
    one, folder = few
    names = ["count", "mean", "std", "median", "min", "max"]
    reports = [raster_statistics(source, MultiprocConfig(chunk_size=32), names).bands for source in (one, folder)]
    assert reports[0] == reports[1]
    for source, target in ((one, "one.tif"), (folder, "many.tif")):
        map_overlap_multiproc_save(_twice, source, config(tmp_path / target), depth=3)
    assert_same(str(tmp_path / "one.tif"), str(tmp_path / "many.tif"))
    sums = [map_multiproc_collect(_sum, source, MultiprocConfig(chunk_size=32)) for source in (one, folder)]
    assert sums[0] == sums[1]


KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "uint8 without nodata": ("uint8", {}),
    "uint8 with nodata": ("uint8", {"nodata": 0}),
    "uint8 with a mask": ("uint8", {"mask": True}),
    "int8 without nodata": ("int8", {}),
    "int8 with a negative nodata": ("int8", {"nodata": -1}),
    "int8 with nodata": ("int8", {"nodata": 127}),
    "int32": ("int32", {"nodata": -(2**31)}),
    "int64 beyond 2**53": ("int64", {"nodata": -(2**62) - 1}),
    "float32 with NaN": ("float32", {"nodata": float("nan")}),
    "float32 with a rounded nodata": ("float32", {"nodata": -3.4028234663852886e38}),
    "float64 without nodata": ("float64", {}),
}


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("kind", KINDS)
def test_values_and_validity_are_those_of_one_file(kind: str, ground: str, tmp_path: Path) -> None:
    dtype, more = KINDS[kind]
    values = RNG.integers(0, 250, (2, 23, 31)).astype(dtype)  # of int8 those beyond 127 become negative
    if dtype == "int64":
        values += 2**60 + 1
    elif dtype.startswith("float"):
        values += values.dtype.type(0.1)
        values[1, 5, 7] = np.nan
    if "nodata" in more:
        values[:, 3:9, 20:] = more["nodata"]
    if "mask" in more:
        more = {"mask": (RNG.random((23, 31)) > 0.2).astype("uint8") * 255}
    one = write(tmp_path / "one.tif", values, GROUNDS[ground], **more)
    many = cut(tmp_path / "tiles", values, 7, 9, GROUNDS[ground], **more)
    expected, found = read([one]), read([str(tmp_path / "tiles")])
    assert found[0].dtype == expected[0].dtype
    assert found[0].tobytes() == expected[0].tobytes()
    np.testing.assert_array_equal(found[1], expected[1])
    mosaic = Mosaic.of(many)
    assert Affine(*mosaic.layout.transform) == GROUNDS[ground]


@pytest.mark.parametrize("kind", list(KINDS))
def test_gaps_between_files_are_nodata_and_no_valid_pixel_is(kind: str, tmp_path: Path) -> None:
    dtype, more = KINDS[kind]
    more = {name: value for name, value in more.items() if name == "nodata"}
    values = RNG.integers(0 if "nodata" not in more else 1, 127 if dtype == "int8" else 250, (2, 20, 30)).astype(dtype)
    many = cut(tmp_path / "tiles", values, 10, 10, **more)
    os.remove(many[1])
    found, valid = read([str(tmp_path / "tiles")])
    expected = np.ones(values.shape, bool)
    expected[:, :10, 10:20] = False
    np.testing.assert_array_equal(valid, expected)
    assert found[expected].tobytes() == values[expected].tobytes()


def test_different_nodata_values_hide_only_their_own_pixels(tmp_path: Path) -> None:
    values = np.arange(48, dtype="uint8").reshape(2, 4, 6)
    files = [
        write(tmp_path / "a.tif", values, nodata=5),
        write(tmp_path / "b.tif", values, row=4, nodata=7),
        write(tmp_path / "c.tif", values, row=8),
    ]
    found, valid = read(files)
    expected = np.concatenate([values != 5, values != 7, np.ones(values.shape, bool)], axis=1)
    np.testing.assert_array_equal(valid, expected)
    np.testing.assert_array_equal(found[expected], np.concatenate([values] * 3, axis=1)[expected])


@pytest.mark.skipif(shutil.which("gdalbuildvrt") is None, reason="needs gdalbuildvrt")
@pytest.mark.parametrize("nodata", [None, 0])
def test_overlaps_go_to_the_later_file_as_in_gdalbuildvrt(nodata: Any, tmp_path: Path) -> None:
    files = []
    for number, (row, col) in enumerate([(0, 0), (3, 4), (5, 1), (2, 2)]):
        values = RNG.integers(0, 9, (8, 9)).astype("uint8")
        files.append(write(tmp_path / f"{number}.tif", values, row=row, col=col, nodata=nodata))
    subprocess.run(["gdalbuildvrt", "-q", str(tmp_path / "theirs.vrt"), *files], check=True)
    found, valid = read(files)
    with rasterio.open(tmp_path / "theirs.vrt") as theirs:
        expected = theirs.read()
    np.testing.assert_array_equal(np.where(valid, found, 0), expected)


@pytest.mark.parametrize("nodata", [-1, -128, 5])
def test_a_gap_of_int8_shows_the_file_beneath(nodata: int, tmp_path: Path) -> None:
    lower, upper = (RNG.integers(-128, 128, (9, 11)).astype("int8") for _ in range(2))
    upper[2:4, 3:8] = nodata
    found, valid = read([write(tmp_path / f"{name}.tif", values, nodata=nodata) for name, values in
                         (("a", lower), ("b", upper))])  # fmt: skip
    expected = np.where(upper == nodata, lower, upper)
    np.testing.assert_array_equal(valid[0], expected != nodata)
    np.testing.assert_array_equal(found[0], expected)


def test_a_masked_pixel_shows_the_file_beneath(tmp_path: Path) -> None:
    lower, upper = np.full((4, 6), 10, "uint8"), np.full((4, 6), 20, "uint8")
    mask = np.full((4, 6), 255, "uint8")
    mask[1, 2] = mask[3, 5] = 0
    files = [write(tmp_path / "a.tif", lower), write(tmp_path / "b.tif", upper, row=1, mask=mask)]
    found, valid = read(files)
    expected = np.concatenate([lower[:1], np.where(mask, upper, lower)])
    lies_alone = np.ones((5, 6), bool)
    lies_alone[4, 5] = False  # the last row is the upper file's alone
    np.testing.assert_array_equal(valid[0], lies_alone)
    np.testing.assert_array_equal(found[0][lies_alone], expected[lies_alone])


PLAIN = np.ones((4, 6), "uint8")
MISFITS: dict[str, tuple[dict[str, Any], str]] = {
    "CRS": ({"crs": "EPSG:32634"}, "its CRS is WGS 84 / UTM zone 34N"),
    "type": ({"values": PLAIN.astype("int16")}, "its type is int16"),
    "bands": ({"values": np.stack([PLAIN, PLAIN])}, "its bands is 2"),
    "pixel size": ({"ground": Affine(31.0, 0, 500_000.1, 0, -30.0, 4_200_000.7)}, "its pixels measure 31 x 30"),
    "shift": ({"ground": Affine(30.0, 0, 500_010.1, 0, -30.0, 4_200_000.7)}, "it is shifted by 0.333 of a pixel"),
    "place": ({"crs": None, "ground": Affine.identity()}, "has no georeference"),
}


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
@pytest.mark.parametrize("what", MISFITS)
def test_a_file_that_does_not_fit_is_named(what: str, tmp_path: Path) -> None:
    more, said = MISFITS[what]
    files = [write(tmp_path / "a.tif", PLAIN), write(tmp_path / "b.tif", PLAIN, row=4)]
    more = {"values": PLAIN, "row": 0 if what == "place" else 8, **more}
    files.append(write(tmp_path / "odd.tif", **more))
    with pytest.raises(SourceError, match=r"odd\.tif") as told:
        filter_raster(files, config(tmp_path / "out.tif"))
    assert said in str(told.value)
    assert not (tmp_path / "out.tif").exists()


def test_a_truncated_file_and_one_that_is_missing_are_named(tmp_path: Path) -> None:
    files = [write(tmp_path / "a.tif", PLAIN), write(tmp_path / "b.tif", np.ones((400, 60), "float64"), row=4)]
    with pytest.raises(SourceError, match="there is no such file"):
        filter_raster([files[0], str(tmp_path / "c.tif")], config(tmp_path / "out.tif"))
    os.truncate(files[1], 20_000)
    with pytest.raises(SourceError, match=r"b\.tif: the file is truncated"):
        filter_raster(files, config(tmp_path / "out.tif"))


@pytest.mark.parametrize("name", ["https://host.test/a.tif?x=1", "/vsicurl/https://host.test/[a].tif", "s3://b/*.tif"])
def test_addresses_are_no_patterns(name: str) -> None:
    assert all_files([name]) == [name]


def test_patterns_folders_and_names_with_brackets(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    files = [write(tmp_path / "x" / f"{name}.tif", PLAIN * n, row=4 * n) for n, name in enumerate("cab")]
    bracket = write(tmp_path / "only[1].tif", PLAIN)
    assert read([bracket])[0].shape == (1, 4, 6)
    expected = read(files)[0]
    for source in (str(tmp_path / "x"), str(tmp_path / "x" / "?.tif"), str(tmp_path / "**" / "[abc].tif")):
        assert read([source])[0].tobytes() == expected.tobytes()
    for source, said in ((str(tmp_path / "x" / "*.img"), "no file matches"), (str(tmp_path), "is named twice")):
        with pytest.raises(SourceError, match=said):
            read([source] if said == "no file matches" else [files[0], str(tmp_path / "x")])
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="is a folder in which no raster lies"):
        read([str(tmp_path / "empty")])


def test_an_output_that_is_one_of_the_files_is_refused(few: Any, tmp_path: Path) -> None:
    shutil.copytree(few[1], tmp_path / "tiles")
    target = tmp_path / "tiles" / "0017_0013.tif"
    before = target.read_bytes()
    with pytest.raises(OutputError, match="is a file of the input"):
        filter_raster(str(tmp_path / "tiles"), config(target))
    assert target.read_bytes() == before


def test_a_file_that_changes_during_the_run_ends_it(few: Any, tmp_path: Path) -> None:
    shutil.copytree(few[1], tmp_path / "tiles")
    touched = tmp_path / "tiles" / "0000_0000.tif"

    def touch(tile: Any) -> float:
        os.utime(touched, ns=(1, 1))
        return 0.0

    with pytest.raises(SourceError, match=r"0000_0000\.tif: the file was written again during the run"):
        map_multiproc_collect(touch, str(tmp_path / "tiles"), MultiprocConfig(chunk_size=64))


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts the handles in /proc")
def test_a_bounded_number_of_files_is_open_at_once(five_hundred: Any) -> None:
    before = len(os.listdir("/proc/self/fd"))
    with one_raster([five_hundred[1]]) as joined, BlockReader(joined.path) as reader:
        reader.read(Tile(0, 100, 0, 125), [1])
        assert len(os.listdir("/proc/self/fd")) - before <= 110


def test_nothing_is_left_in_the_temporary_folder(few: Any, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    raster_statistics(few[1], MultiprocConfig(), ["mean"])
    assert os.listdir(tmp_path) == []


def test_64_bit_integers_with_nodata_may_not_overlap(tmp_path: Path) -> None:
    values = PLAIN.astype("int64")
    files = [write(tmp_path / "a.tif", values, nodata=0), write(tmp_path / "b.tif", values, row=2, nodata=0)]
    with pytest.raises(SourceError, match="64-bit integers with nodata"):
        read(files)


def test_the_command_line_takes_folders_patterns_and_lists(few: Any, tmp_path: Path, capsys: Any) -> None:
    one, folder = few
    first, *others = sorted(str(path) for path in Path(folder).iterdir())
    ways = {
        "folder": [folder],
        "pattern": [str(Path(folder) / "*.tif")],
        "list": [first, *(word for other in others for word in ("--inputs", other))],
    }
    assert cli.main(["filter", one, str(tmp_path / "one.tif"), "--method", "range", "--quiet"]) == 0
    for name, (source, *more) in ways.items():
        target = str(tmp_path / f"{name}.tif")
        assert cli.main(["filter", source, target, *more, "--method", "range", "--quiet"]) == 0
        assert_same(str(tmp_path / "one.tif"), target)
        capsys.readouterr()
        assert cli.main(["statistics", source, *more, "--statistic", "valid_count", "--quiet"]) == 0
        with rasterio.open(one) as raster:
            valid = int((raster.read_masks(1) > 0).sum())
        assert json.loads(capsys.readouterr().out)["bands"][0]["valid_count"] == valid
        assert cli.main(["plan", source, target, *more]) == 0
    assert cli.main(["filter", folder, str(tmp_path / "x.tif"), "--inputs", str(tmp_path / "one.tif"), "--quiet"]) == 1
    assert "cannot be one raster" in capsys.readouterr().err
