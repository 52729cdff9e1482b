"""Masks: results inside alone, windows that see the outside or do not, and tiles outside that cost nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine
from rasterio.warp import transform_geom
from tiled_raster.core import (
    CLUSTERS,
    FILTERS,
    STATISTICS,
    ClusterGenerator,
    FilterJob,
    MultiprocConfig,
    Raster,
    StatisticsJob,
    UserFunction,
    filter_raster,
    raster_statistics,
)
from tiled_raster.core.cli import main
from tiled_raster.core.errors import InvalidParameter, OutputError, SourceError
from tiled_raster.core.jobs import job_from_json
from tiled_raster.core.raster.reader import BlockReader
from tiled_raster.core.raster.tiff import missing_blocks

PLACED = Affine.rotation(11) * Affine(10.0, 0.0, 500000.0, 0.0, -10.0, 5200000.0)
ROWS, COLS = 50, 61
STAR = [(20.3, 4.2), (27.1, 20.4), (44.6, 22.2), (30.0, 31.7), (34.9, 47.3), (20.1, 37.6), (6.2, 44.8), (10.4, 28.0)]
BLOCKS = {"tiled": True, "blockxsize": 16, "blockysize": 16}
SMALL = {"BLOCKXSIZE": "16", "BLOCKYSIZE": "16"}
EVEN = """
def beyond(raster):
    raster.data = raster.data.filled(0) * 2 + 1
    return raster

def blurred(raster):
    import numpy as np
    data = raster.data
    out = np.ma.masked_all_like(data)
    padded = np.pad(np.where(np.ma.getmaskarray(data), 0, np.ma.getdata(data)).astype("f8"), 2)
    out[...] = sum(padded[r:r + data.shape[0], c:c + data.shape[1]] for r in range(5) for c in range(5))
    return raster.copy(out.astype("f4"))
"""


def holds(ring: list[Any], x: float, y: float) -> bool:
    """Return whether a point lies in a ring, by the edges that a line to its right crosses."""
    crossed = 0
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]]):
        if (y0 > y) != (y1 > y):
            crossed += x < x0 + (y - y0) * (x1 - x0) / (y1 - y0)
    return bool(crossed % 2)


def star_mask(rows: int = ROWS, cols: int = COLS) -> np.ndarray:
    return np.array([[holds(STAR, col + 0.5, row + 0.5) for col in range(cols)] for row in range(rows)])


INSIDE = star_mask()


@pytest.fixture
def star(tmp_path: Path) -> Path:
    return polygons(tmp_path / "star.geojson", [STAR])


def polygons(path: Path, rings: list[Any], crs: str = "EPSG:32633", source: str = "EPSG:32633") -> Path:
    shapes = [{"type": "Polygon", "coordinates": [[list(PLACED * one) for one in [*ring, ring[0]]]]} for ring in rings]
    if crs != source:
        shapes = [transform_geom(source, crs, shape) for shape in shapes]
    features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in shapes]
    named = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": named, "features": features}))
    return path


def surface(seed: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).normal(100, 20, (ROWS, COLS)).astype(np.float32)


def plain(path: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the bands of a file and where they are valid; what is not valid is 0."""
    with rasterio.open(path) as dataset:
        values, valid = dataset.read(), dataset.read_masks() != 0
    if values.dtype.kind == "f":
        valid &= ~np.isnan(values)
    return np.where(valid, values, 0), valid


def config(tmp_path: Path, name: str, chunk: Any = 16, cluster: Any = None, **options: str) -> MultiprocConfig:
    return MultiprocConfig(chunk, str(tmp_path / f"{name}.tif"), cluster=cluster, creation_options={**SMALL, **options})


@pytest.mark.parametrize(
    ("name", "policy"), [(name, ("fill", "keep", "propagate")[place % 3]) for place, name in enumerate(FILTERS)]
)
def test_both_modes_equal_the_whole_raster(
    name: str, policy: str, star: Path, make_raster: Any, tmp_path: Path
) -> None:
    data = surface()
    data[np.random.default_rng(1).random(data.shape) < 0.02] = -9999
    source = make_raster(data, nodata=-9999, transform=PLACED)
    cut = make_raster(np.where(INSIDE, data, -9999), nodata=-9999, transform=PLACED)
    given: dict[str, Any] = {"filters": name, "nodata_policy": policy}
    wanted, good = plain(filter_raster(source, config(tmp_path, "whole", None), **given).filename)
    compute = plain(filter_raster(source, config(tmp_path, "compute"), mask=star, **given).filename)
    np.testing.assert_array_equal(compute[1], good & INSIDE)
    np.testing.assert_array_equal(compute[0], np.where(INSIDE, wanted, 0))
    wanted, good = plain(filter_raster(cut, config(tmp_path, "cut", None), **given).filename)
    see = plain(filter_raster(source, config(tmp_path, "see"), mask=star, mask_mode="see", **given).filename)
    np.testing.assert_array_equal(see[1], good)
    np.testing.assert_array_equal(see[0], wanted)


@pytest.fixture(scope="module")
def clusters() -> Iterator[dict[str, Any]]:
    made = {name: ClusterGenerator(name, nb_workers=2) for name in CLUSTERS if name != "dask"}
    yield made
    for cluster in made.values():
        cluster.close()


PICTURES = ("bytes", "nodata", "alpha", "int64")


def picture(kind: str, make_raster: Any) -> Any:
    rng = np.random.default_rng(9)
    full = rng.integers(0, 256, (4, ROWS, COLS))
    full[:, :16, :16] = 7  # flat, so that a value that marks gaps occurs late
    if kind == "int64":
        return make_raster(full[:1] + (1 << 60), transform=PLACED, **BLOCKS)
    if kind == "alpha":
        full[3] = 255
        return make_raster(full.astype("u1"), transform=PLACED, photometric="RGB", alpha="YES", **BLOCKS)
    return make_raster(full[:2].astype("u1"), nodata=9 if kind == "nodata" else None, transform=PLACED, **BLOCKS)


@pytest.mark.parametrize("mode", ["compute", "see"])
@pytest.mark.parametrize("kind", PICTURES)
def test_no_chunk_and_no_cluster_leaves_a_trace(
    kind: str, mode: str, clusters: Any, star: Path, make_raster: Any, tmp_path: Path
) -> None:
    source = picture(kind, make_raster)
    given: dict[str, Any] = {"filters": ["median"], "size": 5, "mask": star, "mask_mode": mode}
    whole = filter_raster(source, config(tmp_path, "whole", 4096), **given).filename
    wanted, valid = plain(whole)
    for chunk, name in ((16, "basic"), (32, "threads"), (48, "multi")):
        made = filter_raster(source, config(tmp_path, name, chunk, clusters[name]), **given).filename
        with rasterio.open(whole) as one, rasterio.open(made) as other:
            np.testing.assert_array_equal(other.read(), one.read())
            np.testing.assert_array_equal(other.read_masks(), one.read_masks())
            assert other.profile["dtype"] == one.profile["dtype"]
    shown = valid[:3] if kind == "alpha" else valid
    np.testing.assert_array_equal(shown.any(axis=0), INSIDE if kind != "nodata" else shown.any(axis=0) & INSIDE)
    if mode == "compute":
        values, good = plain(filter_raster(source, config(tmp_path, "all", None), ["median"], size=5).filename)
        bands = 3 if kind == "alpha" else len(values)
        np.testing.assert_array_equal(wanted[:bands], np.where(INSIDE & good, values, 0)[:bands])


@pytest.mark.parametrize("mode", ["compute", "see"])
def test_statistics_are_those_of_the_pixels_inside(mode: str, star: Path, make_raster: Any) -> None:
    data = surface()
    data[5:9, 18:25] = -9999
    source = make_raster(data, nodata=-9999, transform=PLACED)
    names = tuple(STATISTICS)
    if mode == "see":
        alone = make_raster(np.where(INSIDE, data, -9999), nodata=-9999, transform=PLACED)
    else:
        alone = make_raster(data[INSIDE][np.newaxis], nodata=-9999, transform=PLACED)
    wanted = raster_statistics(alone, MultiprocConfig(None), names, percentiles=(3, 50)).bands[0]
    for chunk in (7, 16, 100):
        report = raster_statistics(
            source, MultiprocConfig(chunk), names, percentiles=(3, 50), mask=star, mask_mode=mode, per_tile=True
        )
        for name, value in report.bands[0].items():
            assert value == pytest.approx(wanted[name], rel=1e-11, nan_ok=True), name
        counts = [tile["b1_count"] for tile in report.tiles]
        assert sum(counts) == report.bands[0]["count"] == (data.size if mode == "see" else INSIDE.sum())
        assert sum(tile["b1_valid_count"] for tile in report.tiles) == (INSIDE & (data != -9999)).sum()


def test_a_function_gives_nothing_that_a_chunk_decides(star: Path, make_raster: Any, tmp_path: Path) -> None:
    source = make_raster(surface(), transform=PLACED, nodata=-9999)
    (tmp_path / "own.py").write_text(EVEN)
    for name, depth in (("beyond", 0), ("beyond", 3), ("blurred", 2)):
        function = UserFunction(str(tmp_path / "own.py"), name, {}, depth)
        for mode in ("compute", "see"):
            given: dict[str, Any] = {"filters": "custom", "function": function, "mask": star, "mask_mode": mode}
            wanted = plain(filter_raster(source, config(tmp_path, "whole", 4096), **given).filename)
            for chunk in (9, 16):
                found = plain(filter_raster(source, config(tmp_path, "cut", chunk), **given).filename)
                np.testing.assert_array_equal(found[1], wanted[1])
                np.testing.assert_array_equal(found[0], wanted[0])
            near = np.zeros_like(INSIDE)
            for row, col in np.argwhere(INSIDE):
                near[max(row - depth, 0) : row + depth + 1, max(col - depth, 0) : col + depth + 1] = True
            np.testing.assert_array_equal(wanted[1][0], near if mode == "see" else INSIDE)


def test_a_function_that_no_pixel_needs_is_an_error(make_raster: Any, tmp_path: Path) -> None:
    source = make_raster(surface(), transform=PLACED)
    (tmp_path / "own.py").write_text(EVEN)
    away = polygons(tmp_path / "away.geojson", [[(200, 200), (220, 200), (210, 230)]])
    job = FilterJob(
        str(source),
        config(tmp_path, "none"),
        ("custom",),
        function=UserFunction(str(tmp_path / "own.py"), "beyond", {}, 0),
        mask=str(away),
    )
    with pytest.raises(InvalidParameter, match="mask: no pixel of the input lies in it"):
        filter_raster(source, job.config, "custom", function=job.function, mask=away)
    assert not (tmp_path / "none.tif").exists()
    found = filter_raster(source, job.config, "mean", mask=away)
    assert not plain(found.filename)[1].any()
    band = raster_statistics(source, MultiprocConfig(16), ("count", "mean"), mask=away).bands[0]
    assert band["count"] == 0
    assert np.isnan(band["mean"])


@pytest.mark.parametrize(("mode", "reach"), [("compute", 0), ("see", 2)])
def test_tiles_outside_are_not_read(
    mode: str, reach: int, make_raster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make_raster(np.tile(surface(), (3, 3)), transform=PLACED, **BLOCKS)
    corner = [(18.0, 17.0), (30.0, 17.0), (30.0, 33.5), (18.0, 33.5)]
    mask = polygons(tmp_path / "corner.geojson", [corner])
    seen: list[Any] = []
    read = BlockReader.read
    monkeypatch.setattr(BlockReader, "read", lambda self, tile, bands: seen.append(tile) or read(self, tile, bands))
    filter_raster(source, config(tmp_path, "out"), size=5, mask=mask, mask_mode=mode)
    tiles = {(tile.row_min + 2) // 16 if tile.row_min else 0 for tile in seen}
    assert tiles == ({1, 2} if mode == "compute" else {0, 1, 2})
    assert all(tile.row_min - reach <= 34 and tile.col_min - reach <= 30 for tile in seen)


def test_a_sparse_file_stays_sparse(star: Path, make_raster: Any, tmp_path: Path) -> None:
    source = make_raster(np.tile(surface(), (2, 2)), nodata=-9999, transform=PLACED, **BLOCKS)
    full = filter_raster(source, config(tmp_path, "full"), "median", mask=star).filename
    sparse = filter_raster(source, config(tmp_path, "sparse", SPARSE_OK="TRUE"), "median", mask=star).filename
    assert missing_blocks(full) == 0
    assert missing_blocks(sparse) > 35
    np.testing.assert_array_equal(plain(sparse)[0], plain(full)[0])
    with rasterio.open(
        tmp_path / "holes.tif",
        "w",
        driver="GTiff",
        height=200,
        width=200,
        count=1,
        dtype="uint8",
        transform=PLACED,
        crs="EPSG:32633",
        sparse_ok=True,
        **BLOCKS,
    ) as dataset:
        dataset.write(np.full((1, 32, 32), 5, "u1"), window=rasterio.windows.Window(16, 16, 32, 32))
    for overviews in ("no", "yes"):
        made = filter_raster(tmp_path / "holes.tif", config(tmp_path, overviews), mask=star, overviews=overviews)
        assert missing_blocks(made.filename) > 100
        assert plain(made.filename)[1].sum() == INSIDE.sum()


@pytest.mark.parametrize("dtype", ["uint8", "float32", "int64"])
def test_a_raster_counts_where_it_is_not_zero(dtype: str, make_raster: Any, tmp_path: Path) -> None:
    data = surface()
    source = make_raster(data, nodata=-9999, transform=PLACED)
    marks = np.random.default_rng(4).integers(0, 3, (40, 90)).astype(dtype)
    mask = make_raster(marks, nodata=2, transform=PLACED * Affine.translation(-7, 5))
    inside = np.zeros((ROWS, COLS), bool)
    inside[5:45, :] = marks[:, 7 : 7 + COLS] == 1
    found = plain(filter_raster(source, config(tmp_path, "out"), "max", mask=mask).filename)
    wanted = plain(filter_raster(source, config(tmp_path, "all"), "max").filename)
    np.testing.assert_array_equal(found[1][0], inside)
    np.testing.assert_array_equal(found[0][0], np.where(inside, wanted[0][0], 0))


def test_overlapping_polygons_of_another_crs_are_one_area(make_raster: Any, tmp_path: Path) -> None:
    source = make_raster(surface(), transform=PLACED)
    boxes = [
        [(3.2, 4.1), (20.4, 4.3), (20.2, 30.6), (3.1, 30.4)],
        [(10.3, 20.2), (55.7, 20.4), (55.6, 44.3), (10.2, 44.4)],
    ]
    same = polygons(tmp_path / "same.geojson", boxes)
    other = polygons(tmp_path / "other.geojson", boxes, crs="EPSG:4326")
    wanted = plain(filter_raster(source, config(tmp_path, "same"), mask=same).filename)[1][0]
    inside = np.array([[any(holds(box, c + 0.5, r + 0.5) for box in boxes) for c in range(COLS)] for r in range(ROWS)])
    np.testing.assert_array_equal(wanted, inside)
    found = plain(filter_raster(source, config(tmp_path, "other"), mask=other).filename)[1][0]
    np.testing.assert_array_equal(found, inside)


def test_a_raster_in_memory_is_masked_too(star: Path, make_raster: Any, tmp_path: Path) -> None:
    source = Raster(str(make_raster(surface(), transform=PLACED)))
    assert source.data is not None
    for mode in ("compute", "see"):
        found = filter_raster(source, config(tmp_path, "memory"), size=5, mask=star, mask_mode=mode)
        wanted = filter_raster(source.filename, config(tmp_path, "file"), size=5, mask=star, mask_mode=mode)
        np.testing.assert_array_equal(plain(found.filename)[0], plain(wanted.filename)[0])


def test_what_cannot_be_a_mask_is_told(star: Path, make_raster: Any, tmp_path: Path) -> None:
    source = make_raster(surface(), transform=PLACED)
    shifted = make_raster(np.ones((ROWS, COLS), "u1"), transform=PLACED * Affine.translation(0.5, 0))
    coarser = make_raster(np.ones((ROWS, COLS), "u1"), transform=PLACED * Affine.scale(2))
    broken = tmp_path / "broken.geojson"
    broken.write_text("{")
    wrong: list[tuple[Any, Any, str]] = [
        (shifted, InvalidParameter, "mask=.*lies on another grid than the input"),
        (coarser, InvalidParameter, "mask=.*lies on another grid than the input"),
        (tmp_path / "missing.gpkg", SourceError, "mask=.*missing.gpkg: cannot be read"),
        (broken, SourceError, "mask=.*is damaged"),
        (tmp_path / "missing.tif", SourceError, "missing.tif"),
        ("", InvalidParameter, "mask is empty"),
    ]
    for mask, error, words in wrong:
        with pytest.raises(error, match=words):
            filter_raster(source, config(tmp_path, "out"), mask=mask)
        with pytest.raises(error, match=words):
            raster_statistics(source, MultiprocConfig(16), mask=mask)
        assert not (tmp_path / "out.tif").exists()
    with pytest.raises(InvalidParameter, match="mask_mode=hide.*compute"):
        filter_raster(source, config(tmp_path, "out"), mask=star, mask_mode="hide")
    own = make_raster(np.ones((ROWS, COLS), "u1"), transform=PLACED)
    with pytest.raises(OutputError):
        filter_raster(source, MultiprocConfig(16, str(own)), mask=own)


def test_a_job_keeps_its_mask_and_the_file_tells_of_it(star: Path, make_raster: Any, tmp_path: Path) -> None:
    source = str(make_raster(surface(), transform=PLACED))
    for job in (FilterJob(source, config(tmp_path, "out")), StatisticsJob(source, MultiprocConfig(16))):
        masked = replace(job, mask=str(star), mask_mode="see")
        again = job_from_json(json.loads(json.dumps(masked.to_json())))
        assert (again.mask, again.mask_mode) == (str(star), "see")
    out = tmp_path / "cli.tif"
    words = ["--mask", str(star), "--mask-mode", "see", "--chunk-size", "16", "--cluster", "basic", "--quiet"]
    assert main(["filter", source, str(out), "--method", "median", *words]) == 0
    with rasterio.open(out) as dataset:
        told = json.loads(dataset.tags()["TILED_RASTER_PARAMETERS"])
    assert (told["mask"], told["mask_mode"]) == ("star.geojson", "see")
    report = tmp_path / "s.json"
    assert main(["statistics", source, "--json", str(report), "--statistic", "valid_count", *words]) == 0
    assert json.loads(report.read_text())["bands"][0]["valid_count"] == INSIDE.sum()
