"""`map_overlap_multiproc_save` and `map_multiproc_collect`: GeoUtils' contract, without its faults."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import numpy as np
import pytest
import rasterio
import scipy.ndimage
from tiled_raster.core import (
    CLUSTERS,
    ClusterGenerator,
    MultiprocConfig,
    Raster,
    filter_raster,
    map_multiproc_collect,
    map_overlap_multiproc_save,
)
from tiled_raster.core.errors import InvalidParameter, OutputError, SourceError, TileFailed
from tiled_raster.core.tiles import Tile

FOLDER = Path(__file__).parent
sys.path.append(str(FOLDER))
import functions_for_tiles as functions  # noqa: E402 - its folder must be on the path, for workers too


@pytest.fixture(scope="module", params=[None, *CLUSTERS])
def cluster(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.param is None:
        yield None
        return
    with ClusterGenerator(request.param, nb_workers=2) as made:
        yield made


@pytest.fixture
def source(make_raster: Callable[..., Path], make_terrain: Callable[..., np.ndarray]) -> Path:
    return make_raster(make_terrain(61, 47), nodata=-9999.0, holes=0.05)


@pytest.mark.parametrize("chunk", [7, 20, (5, 47), 200])
@pytest.mark.parametrize(("size", "depth"), [(1, 2), (5, 3), (9, 40)])
def test_saved_tiles_equal_the_whole(
    source: Path, tmp_path: Path, cluster: Any, chunk: Any, size: int, depth: int, read_raster: Any
) -> None:
    config = MultiprocConfig(chunk_size=chunk, outfile=tmp_path / "out.tif", cluster=cluster)
    made = map_overlap_multiproc_save(functions.maximum, source, config, size, depth=depth)
    whole = scipy.ndimage.maximum_filter(read_raster(source)[0], size)
    np.testing.assert_array_equal(read_raster(tmp_path / "out.tif")[0], whole)
    assert made.nodata == -9999.0
    assert not made.is_loaded
    assert made.shape == (61, 47)
    assert os.listdir(tmp_path).count("out.tif") == 1
    assert not [name for name in os.listdir(tmp_path) if "partial" in name]


def test_arguments_reach_the_function(source: Path, tmp_path: Path, cluster: Any) -> None:
    config = MultiprocConfig(chunk_size=20, outfile=tmp_path / "out.tif", cluster=cluster)
    made = map_overlap_multiproc_save(functions.scaled, str(source), config, 2.0, offset=1.0)
    expected = Raster(source).data * 2.0 + 1.0
    np.testing.assert_allclose(made.data.filled(0), expected.filled(0))


def test_a_raster_in_memory_is_as_good_as_a_file(source: Path, tmp_path: Path, cluster: Any) -> None:
    loaded = Raster(source)
    loaded.load()
    results = []
    for raster in (source, Raster(source), loaded):
        config = MultiprocConfig(chunk_size=13, outfile=tmp_path / "out.tif", cluster=cluster)
        results.append(map_overlap_multiproc_save(functions.maximum, raster, config, 3, depth=1).data.copy())
    for result in results[1:]:
        np.testing.assert_array_equal(result.filled(-1), results[0].filled(-1))


def test_booleans_become_uint8_with_255(source: Path, tmp_path: Path, cluster: Any) -> None:
    config = MultiprocConfig(chunk_size=20, outfile=tmp_path / "out.tif", cluster=cluster)
    made = map_overlap_multiproc_save(functions.above, source, config, 800.0)
    assert made.dtype == np.uint8
    assert made.nodata == 255
    before = Raster(source).data
    np.testing.assert_array_equal(made.get_mask(), np.ma.getmaskarray(before))
    np.testing.assert_array_equal(made.data.compressed(), (before.compressed() > 800).astype(np.uint8))


def test_more_bands_out_than_in(source: Path, tmp_path: Path) -> None:
    made = map_overlap_multiproc_save(functions.two_bands, source, MultiprocConfig(9, tmp_path / "out.tif"))
    assert made.count == 2
    np.testing.assert_array_equal(made.data[1].compressed(), made.data[0].compressed() * 2)


def test_all_bands_reach_the_function(make_raster: Any, tmp_path: Path, make_terrain: Any) -> None:
    path = make_raster(np.stack([make_terrain(20, 30, seed) for seed in (1, 2, 3)]))
    shapes = map_multiproc_collect(functions.place, path, MultiprocConfig(10))
    assert len(shapes) == 6
    made = map_overlap_multiproc_save(functions.scaled, path, MultiprocConfig(8, tmp_path / "out.tif"), 3.0)
    np.testing.assert_array_equal(made.data, Raster(path).data * np.float32(3))


def test_collected_statistics_merge_to_the_whole(source: Path, cluster: Any) -> None:
    config = MultiprocConfig(chunk_size=20, cluster=cluster)
    tiles = map_multiproc_collect(functions.statistics, source, config)
    valid = Raster(source).data.compressed().astype(float)
    total = sum(stats["valid_count"] for stats in tiles)
    mean = sum(stats["mean"] * stats["valid_count"] for stats in tiles) / total
    assert total == valid.size
    assert mean == pytest.approx(valid.mean(), rel=1e-12)


def test_a_tile_without_a_valid_pixel_gives_nan_and_zero(make_raster: Any) -> None:
    path = make_raster(np.full((10, 10), -9999.0, np.float32), nodata=-9999.0)
    (stats,) = map_multiproc_collect(functions.statistics, path, MultiprocConfig(50))
    assert np.isnan(stats["mean"])
    assert stats["valid_count"] == 0


def test_collect_is_row_major_and_gives_the_tile_without_its_margin(source: Path, cluster: Any) -> None:
    config = MultiprocConfig(chunk_size=(30, 25), cluster=cluster)
    results = map_multiproc_collect(functions.place, source, config, depth=4, return_tile=True)
    rows, cols = [(0, 30), (30, 60), (60, 61)], [(0, 25), (25, 47)]
    assert [tuple(tile) for _, tile in results] == [(*row, *col) for row in rows for col in cols]
    (x, y, shape), tile = results[3]
    assert isinstance(tile, Tile)
    assert (x, y) == (500000 + 30 * 21, 5200000 - 30 * 26)
    assert shape == (35, 26)


def test_a_tile_is_what_geoutils_gives(source: Path) -> None:
    ((_, tile),) = map_multiproc_collect(functions.place, source, MultiprocConfig(100), depth=4, return_tile=True)
    row_min, row_max, col_min, col_max = tile
    assert (row_min, row_max, col_min, col_max) == (0, 61, 0, 47)
    assert (tile[0], tile[1], tile[-1], tile[:2], len(tile)) == (0, 61, 47, (0, 61), 4)
    assert np.array_equal(tile, np.array([0, 61, 0, 47]))
    assert (np.asarray(tile) == [0, 61, 0, 47]).all()
    assert np.asarray(tile).dtype.kind == "i"
    assert tile in {Tile(0, 61, 0, 47)}
    assert str(tile) == "rows 0 to 61, columns 0 to 47"


@pytest.mark.parametrize(("chunk", "depth"), [(20, 3), ((7, 47), 10), (100, 5), (20, 0)])
def test_collected_rasters_come_without_their_margin(source: Path, cluster: Any, chunk: Any, depth: int) -> None:
    config = MultiprocConfig(chunk, cluster=cluster)
    whole = Raster(source)
    for raster, tile in map_multiproc_collect(functions.same, source, config, depth=depth, return_tile=True):
        rows, cols = tile.within(whole.header.frame)
        assert raster.raster_equal(whole.icrop((tile.col_min, tile.row_min, tile.col_max, tile.row_max)))
        np.testing.assert_array_equal(raster.data.filled(-1), whole.data[rows, cols].filled(-1))
    for (raster, name), tile in map_multiproc_collect(functions.named, source, config, depth=depth, return_tile=True):
        assert (raster.shape, name) == (tile.shape, "named")
    for (raster, more), tile in map_multiproc_collect(functions.wrapped, source, config, depth=depth, return_tile=True):
        assert raster.shape == more["raster"].shape == tile.shape
        assert more["rows"] >= tile.shape[0]
    # What does not cover the tile is the function's own.
    assert all(
        raster.shape == (1, 2) for raster in map_multiproc_collect(functions.corner, source, config, depth=depth)
    )


def test_the_config_by_its_newest_name(source: Path, tmp_path: Path) -> None:
    config = MultiprocConfig(20, tmp_path / "out.tif")
    made = map_overlap_multiproc_save(functions.maximum, source, mp_config=config, size=3, depth=1)
    again = map_overlap_multiproc_save(functions.maximum, source, MultiprocConfig(30), 3, depth=1)
    assert made.raster_equal(again)
    assert len(map_multiproc_collect(functions.place, raster_path=source, mp_config=config)) == 12
    for arguments in ({}, {"config": config, "mp_config": config}, {"mp_config": 200}):
        with pytest.raises(InvalidParameter, match="config"):
            map_multiproc_collect(functions.place, source, **arguments)


@pytest.mark.parametrize("kind", CLUSTERS)
def test_the_original_error_is_the_cause_and_the_old_output_stays(source: Path, tmp_path: Path, kind: str) -> None:
    (tmp_path / "out.tif").write_bytes(b"old")
    with ClusterGenerator(kind, nb_workers=2) as cluster:
        config = MultiprocConfig(chunk_size=10, outfile=tmp_path / "out.tif", cluster=cluster)
        with pytest.raises(TileFailed, match=r"rows 0 to 10, columns 10 to 20: KeyError.*functions_for_tiles.py, line"):
            map_overlap_multiproc_save(functions.fails_on_second, source, config)
        with pytest.raises(TileFailed) as caught:
            map_multiproc_collect(functions.fails_on_second, source, config)
        assert isinstance(caught.value.__cause__, KeyError)
        with pytest.raises(TileFailed, match="OwnError: 1 and 2"):
            map_multiproc_collect(functions.own_error, source, config)
        # The cluster is as good as new afterwards.
        assert len(map_multiproc_collect(functions.place, source, config)) == 35
    assert (tmp_path / "out.tif").read_bytes() == b"old"
    assert not [name for name in os.listdir(tmp_path) if "partial" in name]


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (functions.narrower, r"returned 10 x 9 pixels for a tile of 10 x 10"),
        (functions.place, r"it returned a tuple"),
        (os.getpid, r"TypeError"),
    ],
)
def test_what_a_function_must_return(source: Path, tmp_path: Path, function: Any, message: str) -> None:
    with pytest.raises(TileFailed, match=message):
        map_overlap_multiproc_save(function, source, MultiprocConfig(10, tmp_path / "out.tif"))
    assert not (tmp_path / "out.tif").exists()


def test_masked_floats_without_nodata_are_nan(make_raster: Any, tmp_path: Path, make_terrain: Any) -> None:
    path = make_raster(make_terrain(20, 20))
    made = map_overlap_multiproc_save(functions.masked_low, path, MultiprocConfig(7, tmp_path / "o.tif"), 800.0)
    np.testing.assert_array_equal(made.get_mask(), Raster(path).data.data < 800.0)


def test_masked_integers_without_nodata_get_a_mask_band(make_raster: Any, tmp_path: Path) -> None:
    path = make_raster(np.arange(400, dtype=np.int16).reshape(20, 20))
    # The first tile decides, and it has no masked pixel: the run begins again for those of the others.
    made = map_overlap_multiproc_save(_mask_high, path, MultiprocConfig(7, tmp_path / "o.tif"))
    np.testing.assert_array_equal(made.get_mask(), np.arange(400).reshape(20, 20) > 300)
    assert (made.dtype, made.nodata) == (np.int16, None)
    with rasterio.open(tmp_path / "o.tif") as dataset:
        assert dataset.mask_flag_enums == ([rasterio.enums.MaskFlags.per_dataset],)


def _mask_high(raster: Any) -> Any:
    raster.data = np.ma.masked_greater(raster.data, 300)
    return raster


def test_processes_do_the_work(source: Path) -> None:
    with ClusterGenerator("multi", nb_workers=2) as cluster:
        pids = set(map_multiproc_collect(functions.pid, source, MultiprocConfig(10, cluster=cluster)))
    assert len(pids) == 2
    assert os.getpid() not in pids


@pytest.mark.parametrize("depth", [-1, 1.5, True])
def test_bad_depth(source: Path, depth: Any) -> None:
    with pytest.raises(InvalidParameter, match="depth="):
        map_multiproc_collect(functions.place, source, MultiprocConfig(10), depth=depth)


def test_output_equal_to_input_is_refused(source: Path) -> None:
    before = source.read_bytes()
    with pytest.raises(OutputError, match="is the input itself"):
        map_overlap_multiproc_save(functions.maximum, source, MultiprocConfig(10, source), 3)
    assert source.read_bytes() == before


def test_a_missing_source(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nowhere.tif"):
        map_multiproc_collect(functions.place, tmp_path / "nowhere.tif", MultiprocConfig(10))


def test_no_outfile_means_a_temporary_file(source: Path, tmp_path: Path) -> None:
    config = MultiprocConfig(20, temporary_folder=str(tmp_path))
    made = map_overlap_multiproc_save(functions.maximum, source, config, 3, depth=1)
    assert Path(str(made.filename)).parent == tmp_path
    assert made.data.shape == (61, 47)


def test_config_copies_everything_and_goes_through_json() -> None:
    config = MultiprocConfig(
        (10, 20), "a.img", "HFA", ClusterGenerator("threads", 3), 100, {"COMPRESSED": "YES"}, "somewhere"
    )
    twin = config.copy()
    assert twin == config
    assert twin.cluster is config.cluster
    assert twin.creation_options is not config.creation_options
    again = MultiprocConfig.from_json(config.to_json())
    assert again.to_json() == config.to_json()
    assert MultiprocConfig.from_json(MultiprocConfig(5).to_json()) == MultiprocConfig(5)


def test_what_a_config_fills_in(source: Path, tmp_path: Path) -> None:
    config = MultiprocConfig(20, temporary_folder=str(tmp_path))
    assert config.cluster.kind == "basic"
    assert config.cluster is config.cluster
    assert config.driver == "GTiff"
    first = map_overlap_multiproc_save(functions.maximum, source, config, 3, depth=1)
    assert config.outfile == first.filename
    assert config.copy().outfile == first.filename
    assert config.to_json()["outfile"] is None
    # A second run has a temporary file of its own, so that the first may be its input.
    second = map_overlap_multiproc_save(functions.maximum, first, config.copy(), 3, depth=1)
    assert second.filename != first.filename
    assert np.array_equal(first.data, Raster(first.filename).data)
    config.outfile = tmp_path / "named.tif"
    map_overlap_multiproc_save(functions.maximum, source, config, 3, depth=1)
    assert Path(config.outfile) == tmp_path / "named.tif"
    filtered = MultiprocConfig(20, temporary_folder=str(tmp_path))
    assert filtered.outfile is None
    assert filter_raster(source, filtered, "mean").filename == filtered.outfile


@pytest.mark.parametrize(
    ("outfile", "driver"),
    [(None, "GTiff"), ("a.tif", "GTiff"), ("a", "GTiff"), ("a.img", "HFA"), ("a.dat", "ENVI"), ("a.xyzzy", None)],
)
def test_the_driver_follows_the_name(outfile: Any, driver: Any) -> None:
    assert MultiprocConfig(20, outfile).driver == driver
    assert MultiprocConfig(20, outfile, driver="COG").driver == "COG"
    assert MultiprocConfig(20, outfile).to_json()["driver"] is None


def test_multiprocessing_is_another_name() -> None:
    cluster = ClusterGenerator("multiprocessing", nb_workers=3)
    assert (cluster.kind, cluster.nb_workers) == ("multi", 3)


@pytest.mark.parametrize("chunk", [0, -5, 2.5, "big", (1, 2, 3), (0, 4)])
def test_bad_chunk(chunk: Any) -> None:
    with pytest.raises(InvalidParameter, match="chunk_size="):
        MultiprocConfig(chunk)


def test_a_script_without_a_guard_runs_once(source: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        f"""
import sys
sys.path.insert(0, {str(FOLDER)!r})
print("script starts", flush=True)
from functions_for_tiles import maximum, statistics
from tiled_raster.core import ClusterGenerator, MultiprocConfig, map_multiproc_collect, map_overlap_multiproc_save
config_basic = MultiprocConfig(chunk_size=20, outfile={str(tmp_path / "out.tif")!r}, cluster=None)
config_np = config_basic.copy()
config_np.cluster = ClusterGenerator("multi", nb_workers=4)
map_overlap_multiproc_save(maximum, {str(source)!r}, config_np, 3, depth=4)
results = map_multiproc_collect(statistics, {str(source)!r}, config_np)
print(sum(stats["valid_count"] for stats in results))
"""
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=True)
    valid = int(Raster(source).data.count())
    assert done.stdout.splitlines() == ["script starts", str(valid)]
    assert done.stderr == ""
    with rasterio.open(tmp_path / "out.tif") as dataset:
        assert dataset.shape == (61, 47)
