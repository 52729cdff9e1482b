"""Windows of several sizes in one run, and lengths in units of the map: the bits of separate runs in pixels."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine
from tiled_raster.core import FILTERS, FilterJob, MultiprocConfig, filter_raster, run
from tiled_raster.core.cli import main
from tiled_raster.core.errors import InvalidParameter
from tiled_raster.core.filters.sizes import rounded
from tiled_raster.core.jobs import job_from_json
from tiled_raster.core.progress import Progress

WINDOWED = [name for name, spec in FILTERS.items() if any(one.name == "size" for one in spec.parameters)]
METRES = Affine(10.0, 0.0, 500000.0, 0.0, -10.0, 5200000.0)
GRIDS = {
    "metres": (METRES, "EPSG:32633", 10.0, 10.0),
    "rotated": (Affine.rotation(30) * Affine.scale(10.0, -10.0), "EPSG:32633", 10.0, 10.0),
    "oblong": (Affine(4.0, 0.0, 500000.0, 0.0, -10.0, 5200000.0), "EPSG:32633", 10.0, 4.0),
    "degrees": (Affine(0.001, 0.0, 14.0, 0.0, -0.002, 47.0), "EPSG:4326", 0.002, 0.001),
}


class Heard(Progress):
    """Keeps what the log is told."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def log(self, text: str) -> None:
        self.lines.append(text)


@pytest.fixture
def data() -> np.ndarray:
    made = np.random.default_rng(2).normal(100, 20, (41, 53)).astype(np.float32)
    made[10:13, 20:26] = -9999
    return made


def config(tmp_path: Path, name: str, chunk: Any = 16) -> MultiprocConfig:
    return MultiprocConfig(chunk, str(tmp_path / f"{name}.tif"))


def bands(raster: Any) -> np.ndarray:
    with rasterio.open(getattr(raster, "filename", raster)) as dataset:
        return np.where(dataset.read_masks() != 0, dataset.read(), 0)


@pytest.mark.parametrize("name", WINDOWED)
def test_sizes_give_the_bits_of_separate_runs(name: str, data: np.ndarray, make_raster: Any, tmp_path: Path) -> None:
    source = make_raster(data, nodata=-9999)
    made = filter_raster(source, config(tmp_path, "all"), name, sizes="3; 9;5")
    alone = [bands(filter_raster(source, config(tmp_path, f"s{s}", None), name, size=s))[0] for s in (3, 9, 5)]
    np.testing.assert_array_equal(bands(made), np.stack(alone))
    with rasterio.open(made.filename) as dataset:
        assert dataset.descriptions == tuple(f"Band 1 {name} {size} px" for size in (3, 9, 5))
        told = json.loads(dataset.tags()["TILED_RASTER_PARAMETERS"])["parameters"]
    assert [told[f"{name} {size} px"]["size"] for size in (3, 9, 5)] == [3, 9, 5]


def test_filters_without_a_window_stand_beside(data: np.ndarray, make_raster: Any, tmp_path: Path) -> None:
    source = make_raster(np.stack([data, data + 1]), nodata=-9999)
    job = FilterJob(str(source), config(tmp_path, "all"), ("tpi", "slope", "mean"), sizes=(5, 11))
    account = run(job_from_json(json.loads(json.dumps(job.to_json()))))
    assert list(account["lost_to_gaps"]) == ["tpi 5 px", "tpi 11 px", "slope", "mean 5 px", "mean 11 px"]
    assert len(account["bands"]) == 10
    alone = filter_raster(source, config(tmp_path, "mean"), "mean", size=11, bands=[2])
    np.testing.assert_array_equal(bands(account["output"])[-1], bands(alone)[0])


@pytest.mark.parametrize("grid", GRIDS)
def test_squares_of_the_map_are_rounded_by_rows_and_columns(
    grid: str, data: np.ndarray, make_raster: Any, tmp_path: Path
) -> None:
    transform, crs, down, across = GRIDS[grid]
    source = make_raster(data, nodata=-9999, transform=transform, crs=crs)
    heard, wanted = Heard(), []
    sizes = [5.2 * down, 9.9 * down]
    made = filter_raster(source, config(tmp_path, "map"), "max", sizes=sizes, size_unit="map", progress=heard)
    for size in sizes:
        rows, columns = (int(rounded("odd", size / side)) for side in (down, across))
        given: dict[str, Any] = {"size": rows, "shape": "rectangle", "columns": columns}
        wanted.append(bands(filter_raster(source, config(tmp_path, "px"), "max", **given))[0])
        assert any(f"{size:.10g} in units of the map" in line and f"{rows} " in line for line in heard.lines)
    np.testing.assert_array_equal(bands(made), np.stack(wanted))


def test_round_lengths_take_the_mean_of_oblong_pixels(data: np.ndarray, make_raster: Any, tmp_path: Path) -> None:
    transform, crs, down, across = GRIDS["oblong"]
    source, middle = make_raster(data, nodata=-9999, transform=transform, crs=crs), (down * across) ** 0.5
    for name, given, pixels in (
        ("gaussian", {"sigma": 15.0}, {"sigma": 15.0 / middle}),
        ("fill_gaps", {"distance": 30}, {"distance": 5}),
        ("mean", {"size": 44.0, "shape": "circle"}, {"size": 7, "shape": "circle"}),
        ("mean", {"size": 60, "shape": "annulus", "inner_size": 19}, {"size": 9, "shape": "annulus", "inner_size": 3}),
    ):
        heard = Heard()
        made = filter_raster(source, config(tmp_path, "map"), name, size_unit="map", progress=heard, **given)
        wanted = filter_raster(source, config(tmp_path, "px"), name, **pixels)
        np.testing.assert_array_equal(bands(made), bands(wanted))
        assert any("is taken for both" in line for line in heard.lines)


@pytest.mark.parametrize(
    ("pixels", "odd", "whole"), [(0.1, 1, 1), (1.99, 1, 2), (2.0, 3, 2), (3.9, 3, 4), (4.1, 5, 4), (101.0, 101, 101)]
)
def test_lengths_are_rounded_to_the_nearest(pixels: float, odd: int, whole: int) -> None:
    assert (rounded("odd", pixels), rounded("whole", pixels), rounded("exact", pixels)) == (odd, whole, pixels)


def test_what_cannot_be_is_told(data: np.ndarray, make_raster: Any, tmp_path: Path) -> None:
    source = make_raster(data, nodata=-9999, transform=METRES)
    nowhere = make_raster(data, transform=Affine.identity(), crs=None)
    wrong: list[tuple[Any, str, dict[str, Any], str]] = [
        (source, "mean", {"sizes": (3, 4)}, "size=4: must be odd"),
        (source, "mean", {"sizes": "3;three"}, "sizes=three: must be a number above 0"),
        (source, "mean", {"sizes": (5, 5)}, "mean 5 px comes twice"),
        (source, "mean", {"sizes": (50, 55), "size_unit": "map"}, "mean 5 px comes twice"),
        (source, "slope", {"sizes": (3,)}, "slope has no window with a size"),
        (source, "mean", {"sizes": (3, 5), "size": 7}, "leave one of them out"),
        (source, "mean", {"sizes": (3, 5), "shape": "weights"}, "no effect with shape=weights"),
        (source, "mean", {"size": -3.0, "size_unit": "map"}, "size=-3.0: must be a number above 0"),
        (source, "mean", {"size": 90000, "size_unit": "map"}, "size=9001: .*in pixels, rounded"),
        (source, "mean", {"size": 3, "size_unit": "miles"}, "size_unit=miles"),
        (nowhere, "mean", {"size": 3, "size_unit": "map"}, "lies nowhere on a map"),
    ]
    for raster, name, given, words in wrong:
        with pytest.raises(InvalidParameter, match=words):
            filter_raster(raster, config(tmp_path, "out"), name, **given)


def test_the_command_line_takes_them(data: np.ndarray, make_raster: Any, tmp_path: Path) -> None:
    source, out = make_raster(data, nodata=-9999, transform=METRES), tmp_path / "cli.tif"
    words = ["--method", "median", "--sizes", "30;70.5", "--size-unit", "map", "--cluster", "basic", "--quiet"]
    assert main(["filter", str(source), str(out), *words]) == 0
    wanted = filter_raster(source, config(tmp_path, "px"), "median", sizes=(3, 7))
    np.testing.assert_array_equal(bands(out), bands(wanted))
