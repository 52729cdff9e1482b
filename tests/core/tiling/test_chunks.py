"""The chunk that is chosen suits blocks, halo, workers and memory; extents become pixels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio.control import GroundControlPoint
from rasterio.crs import CRS
from rasterio.transform import Affine
from tiled_raster.core import ClusterGenerator, MultiprocConfig
from tiled_raster.core.errors import InvalidParameter
from tiled_raster.core.raster import SourceInfo, inspect
from tiled_raster.core.tiles import Tile, whole
from tiled_raster.core.tiling.chunks import ChunkNeeds, chunk_for, grown_pixels
from tiled_raster.core.tiling.extent import bounds_of, corners_of, frame_of
from tiled_raster.core.tiling.plan import RunPlan


@pytest.fixture
def info(make_raster: Any) -> SourceInfo:
    return inspect(make_raster(np.zeros((20, 30), np.float32)))


def large(info: SourceInfo, height: int, width: int, block: tuple[int, int]) -> SourceInfo:
    from dataclasses import replace

    return replace(info, height=height, width=width, block_shapes=(block,))


def config_of(workers: int, memory_limit_mb: Any = None) -> MultiprocConfig:
    """Return a config that leaves the chunk to be chosen."""
    return MultiprocConfig(cluster=ClusterGenerator("threads", workers), memory_limit_mb=memory_limit_mb)


@pytest.mark.parametrize("block", [(256, 256), (1, 40000), (3, 40000), (40000, 40000), (512, 512)])
@pytest.mark.parametrize("halo", [0, 2, 50, 500])
@pytest.mark.parametrize("workers", [1, 2, 16])
def test_chosen_chunk_fits_memory_and_blocks(info: SourceInfo, block: tuple[int, int], halo: int, workers: int) -> None:
    source = large(info, 40000, 40000, block)
    needs, config = ChunkNeeds(source, source.frame, halo, (256, 256), 40.0), config_of(workers)
    rows, cols = chunk_for(needs, config)
    assert rows % 256 == 0
    assert cols % 256 == 0 or cols == 40000
    least = grown_pixels((256, 256), halo)
    assert grown_pixels((rows, cols), halo) <= max(needs.budget_pixels(config), least)
    assert rows * cols >= 256 * 256


def test_strips_are_read_in_wide_tiles(info: SourceInfo) -> None:
    source = large(info, 8000, 8000, (1, 8000))
    rows, cols = chunk_for(ChunkNeeds(source, source.frame, 2, (256, 256), 40.0), config_of(2))
    assert rows == 256
    assert cols >= 4096


def test_a_small_raster_is_cut_for_every_worker(info: SourceInfo) -> None:
    source = large(info, 2048, 2048, (256, 256))
    needs = ChunkNeeds(source, source.frame, 2, (256, 256), 40.0)
    few, many = chunk_for(needs, config_of(2)), chunk_for(needs, config_of(16))
    assert many[0] * many[1] < few[0] * few[1]


def test_an_asked_chunk_is_rounded_up_to_blocks(info: SourceInfo) -> None:
    source = large(info, 1000, 1000, (256, 256))
    needs = ChunkNeeds(source, source.frame, 0, (256, 256), 40.0)
    assert chunk_for(needs, MultiprocConfig(1)) == (256, 256)
    assert chunk_for(needs, MultiprocConfig((300, 5000))) == (512, 1000)


def test_a_memory_limit_that_cannot_be_kept_is_refused_in_words(info: SourceInfo) -> None:
    source = large(info, 40000, 40000, (256, 256))
    needs = ChunkNeeds(source, source.frame, 2000, (256, 256), 40.0)
    with pytest.raises(InvalidParameter, match="memory_limit=64: 8 workers need about .* MB"):
        chunk_for(needs, config_of(8, 64))


def test_a_plan_in_words() -> None:
    plan = RunPlan(1200, (256, 512), 3, "threads", 4, 120, 3, "o.tif", 2048.0, (1, 16384, 32768), "float32")
    assert plan.sentences() == [
        "1,200 tiles of up to 256 x 512 pixels (rows x columns), with a margin of 3",
        "4 workers (threads), about 120 MB for tiles in flight, about 3 passes over the tiles",
        "output: 1 band of 16384 x 32768 float32, 2.00 GB before compression",
    ]


TRANSFORMS = {
    "north up": Affine(30, 0, 1000, 0, -30, 5000),
    "south up": Affine(30, 0, 1000, 0, 30, 5000),
    "rotated": Affine(24, 12, 1000, 18, -16, 5000),
    "mirrored": Affine(-2, 0, 10, 0, -3, 20),
}


@pytest.mark.parametrize("name", TRANSFORMS)
def test_extent_of_whole_pixels_comes_back(name: str, make_raster: Any, tmp_path: Path) -> None:
    info = inspect(make_raster(np.zeros((40, 50), np.uint8), transform=TRANSFORMS[name]))
    assert frame_of(info, None) == whole(40, 50)
    tile = Tile(3, 17, 5, 9)
    xs, ys = zip(*corners_of(info, tile))
    frame = frame_of(info, (min(xs), min(ys), max(xs), max(ys)))
    if name == "rotated":
        assert frame.clipped(tile) == tile
    else:
        assert frame == tile
    assert frame_of(info, bounds_of(info)) == whole(40, 50)


def test_extent_snaps_outward(make_raster: Any) -> None:
    info = inspect(make_raster(np.zeros((40, 50), np.uint8), transform=TRANSFORMS["north up"]))
    assert frame_of(info, (1000 + 31, 5000 - 89, 1000 + 59, 5000 - 61)) == Tile(2, 3, 1, 2)
    assert frame_of(info, (-1e9, -1e9, 1e9, 1e9)) == whole(40, 50)


@pytest.mark.parametrize("extent", [(10, -30, 20, -5), (10, 5, 20, 30)])
def test_a_raster_that_lies_nowhere_is_cut_as_qgis_draws_it_or_by_rows(
    extent: tuple[float, float, float, float], make_raster: Any
) -> None:
    info = inspect(make_raster(np.zeros((40, 50), np.uint8), transform=Affine.identity(), crs=None))
    assert frame_of(info, extent) == Tile(5, 30, 10, 20)
    assert corners_of(info, Tile(5, 30, 10, 20)) == [(10, -5), (20, -5), (20, -30), (10, -30)]
    assert bounds_of(info) == (0, -40, 50, 0)


def test_control_points_place_tiles_but_take_no_extent(make_raster: Any) -> None:
    path = make_raster(np.zeros((40, 50), np.uint8), transform=Affine.identity(), crs=None)
    with rasterio.open(path, "r+") as dataset:
        ground = [(0, 0, 8, 47), (0, 50, 9, 47), (40, 50, 9, 46), (40, 0, 8, 46)]
        dataset.gcps = [GroundControlPoint(*point) for point in ground], CRS.from_epsg(4326)
    info = inspect(path)
    xs, ys = zip(*corners_of(info, Tile(10, 40, 25, 50)))
    np.testing.assert_allclose((xs, ys), ((8.5, 9, 9, 8.5), (46.75, 46.75, 46, 46)), atol=1e-9)
    with pytest.raises(InvalidParameter, match="only control points tie the raster"):
        frame_of(info, (8.1, 46.2, 8.5, 46.7))
