"""Statistics end to end: equal to NumPy on the whole valid array, whatever the chunk and the cluster."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiled_raster.core import (
    CLUSTERS,
    STATISTICS,
    ClusterGenerator,
    MultiprocConfig,
    Raster,
    RecordingProgress,
    StatisticsJob,
    UserFunction,
    raster_statistics,
    run,
)
from tiled_raster.core.cli import main
from tiled_raster.core.errors import InvalidParameter, RunCancelled
from tiled_raster.core.jobs import job_from_json
from tiled_raster.core.progress import place_in_passes

PERCENTILES = (0.0, 5.0, 33.3, 50.0, 95.0, 100.0)


@pytest.fixture(scope="module")
def clusters() -> Iterator[dict[str, Any]]:
    made = {name: ClusterGenerator(name, nb_workers=2) for name in CLUSTERS}
    yield made
    for cluster in made.values():
        cluster.close()


def valid_values(path: Path, band: int = 1) -> np.ndarray:
    data = Raster(path).data
    return (data if data.ndim == 2 else data[band - 1]).compressed()


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "int32", "float32", "float64"])
def test_equal_to_numpy(dtype: str, make_raster: Any, make_terrain: Any, clusters: dict[str, Any]) -> None:
    data = (make_terrain(83, 61) / (8 if dtype == "uint8" else 1)).astype(dtype)
    path = make_raster(data, nodata=7, holes=0.1)
    valid = valid_values(path).astype(float)
    reports = [
        raster_statistics(path, MultiprocConfig(chunk, cluster=clusters[kind]), [*STATISTICS], percentiles=PERCENTILES)
        for kind, chunk in [("basic", 1000), ("basic", 20), ("threads", 20), ("multi", 20), ("threads", (7, 61))]
    ]
    for report in reports:
        band = report.bands[0]
        assert band["band"] == 1
        assert band["count"] == data.size
        assert band["valid_count"] == valid.size
        assert (band["min"], band["max"]) == (valid.min(), valid.max())
        for percent in PERCENTILES:
            assert band[f"p{percent:g}"] == np.quantile(valid, percent / 100), percent
        assert band["median"] == np.median(valid)
        assert band["nmad"] == 1.4826 * np.median(np.abs(valid - np.median(valid)))
        assert band["mean"] == pytest.approx(valid.mean(), rel=1e-12)
        assert band["std"] == pytest.approx(valid.std(), rel=1e-12)
        assert band["rmse"] == pytest.approx(np.sqrt((valid**2).mean()), rel=1e-12)
        assert band["sum"] == pytest.approx(valid.sum(), rel=1e-12)
    for report in reports[1:]:  # the law of seams: every digit, whatever the chunk and the cluster
        assert dict(report.bands[0]) == dict(reports[0].bands[0])


def test_merging_keeps_digits(make_raster: Any) -> None:
    rng = np.random.default_rng(3)
    data = 1e8 + 1e-3 * rng.standard_normal((200, 200))
    path = make_raster(data)
    band = raster_statistics(path, MultiprocConfig(13), ["mean", "std"]).bands[0]
    exact = data.astype(np.longdouble)
    assert band["mean"] == pytest.approx(float(exact.mean()), rel=1e-15)
    assert band["std"] == pytest.approx(float((exact - exact.mean()).std()), rel=1e-12)


def test_nothing_valid(make_raster: Any) -> None:
    path = make_raster(np.full((20, 20), np.nan, np.float32))
    report = raster_statistics(path, MultiprocConfig(7), [*STATISTICS], percentiles=(50,))
    band = report.bands[0]
    assert band["count"] == 400
    assert band["valid_count"] == 0
    assert np.isnan(band["sum"])
    assert np.isnan(band["median"])
    assert json.loads(json.dumps(report.to_json(), allow_nan=False))


def test_bands_in_the_order_chosen(make_raster: Any, make_terrain: Any) -> None:
    path = make_raster(np.stack([make_terrain(20, 20, seed) for seed in (1, 2, 3)]))
    report = raster_statistics(path, MultiprocConfig(), ["mean"], bands=(3, 1))
    assert [band["band"] for band in report.bands] == [3, 1]
    assert report.bands[0]["mean"] == pytest.approx(valid_values(path, 3).astype(float).mean(), rel=1e-12)


@pytest.mark.parametrize("kind", CLUSTERS)
def test_per_tile_statistics_have_their_place(
    kind: str, make_raster: Any, make_terrain: Any, clusters: dict[str, Any]
) -> None:
    path = make_raster(make_terrain(30, 25))
    data = Raster(path).data
    report = raster_statistics(path, MultiprocConfig((20, 10), cluster=clusters[kind]), ["mean", "max"], per_tile=True)
    assert [(tile["row_min"], tile["col_min"]) for tile in report.tiles] == [
        (0, 0),
        (0, 10),
        (0, 20),
        (20, 0),
        (20, 10),
        (20, 20),
    ]
    last = report.tiles[-1]
    assert last["b1_max"] == data[20:, 20:].max()
    assert last["corners"] == [
        [500600.0, 5199400.0],
        [500750.0, 5199400.0],
        [500750.0, 5199100.0],
        [500600.0, 5199100.0],
    ]


def test_an_extent(make_raster: Any, make_terrain: Any) -> None:
    path = make_raster(make_terrain(30, 25))
    extent = (500000 + 30 * 5, 5200000 - 30 * 12, 500000 + 30 * 9, 5200000 - 30 * 2)
    band = raster_statistics(path, MultiprocConfig(4), ["count", "max"], extent=extent).bands[0]
    assert band["count"] == 40
    assert band["max"] == Raster(path).data[2:12, 5:9].max()


def test_a_users_function_is_called_on_each_tile(
    make_raster: Any, make_terrain: Any, tmp_path: Path, clusters: dict[str, Any]
) -> None:
    path = make_raster(make_terrain(30, 30))
    (tmp_path / "mine.py").write_text("def span(raster, times=1):\n    return {'span': raster.data.max() * times}\n")
    function = UserFunction(str(tmp_path / "mine.py"), "span", {"times": 2})
    report = raster_statistics(path, MultiprocConfig(15, cluster=clusters["multi"]), [], function=function)
    assert [tile["result"]["span"] for tile in report.tiles] == [
        float(Raster(path).data[rows, cols].max() * 2)
        for rows in (slice(0, 15), slice(15, 30))
        for cols in (slice(0, 15), slice(15, 30))
    ]


def test_job_files(make_raster: Any, make_terrain: Any, tmp_path: Path) -> None:
    path = make_raster(make_terrain(40, 40))
    config = MultiprocConfig(20, cluster=ClusterGenerator("threads", 2))
    job = StatisticsJob(
        str(path),
        config,
        ("mean", "median"),
        (5.0,),
        histogram_bins=10,
        per_tile=True,
        table=str(tmp_path / "o.csv"),
        json=str(tmp_path / "o.json"),
        html=str(tmp_path / "o.html"),
        tiles_file=str(tmp_path / "o.jsonl"),
    )
    progress = RecordingProgress()
    account = run(job_from_json(json.loads(json.dumps(job.to_json()))), progress)
    json.dumps(account, allow_nan=False)
    median = np.median(valid_values(path).astype(float))
    assert account["bands"][0]["median"] == median
    assert json.loads((tmp_path / "o.json").read_text())["bands"][0]["median"] == median
    header, row = (tmp_path / "o.csv").read_text().splitlines()
    assert float(row.split(",")[header.split(",").index("median")]) == median
    assert len([json.loads(line) for line in (tmp_path / "o.jsonl").read_text().splitlines()]) == 4
    assert "<svg" in (tmp_path / "o.html").read_text(encoding="utf-8")
    assert progress.updates[-1][0] == progress.updates[-1][1]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"statistics": ["avarage"]}, "statistics=avarage: must be one of count"),
        ({"statistics": []}, "statistics is empty"),
        ({"percentiles": [101]}, "percentiles=101: must be from 0 to 100"),
        ({"histogram_bins": -1}, "histogram_bins=-1"),
        ({"bands": [4]}, "bands=4"),
    ],
)
def test_bad_values(values: dict[str, Any], message: str, make_raster: Any, make_terrain: Any) -> None:
    with pytest.raises(InvalidParameter, match=message):
        raster_statistics(make_raster(make_terrain(9, 9)), MultiprocConfig(), **values)


def test_cancel_leaves_no_file(make_raster: Any, make_terrain: Any, tmp_path: Path) -> None:
    path = make_raster(make_terrain(40, 40))
    job = StatisticsJob(str(path), MultiprocConfig(5), json=str(tmp_path / "o.json"), html=str(tmp_path / "o.html"))
    with pytest.raises(RunCancelled):
        run(job, RecordingProgress(cancel_after=2))
    assert os.listdir(tmp_path) == ["source0.tif"]


def test_many_bands(make_raster: Any, clusters: dict[str, Any]) -> None:
    data = np.random.default_rng(4).standard_normal((40, 20, 30)).astype(np.float32)
    progress = RecordingProgress()
    report = raster_statistics(
        make_raster(data), MultiprocConfig(16, cluster=clusters["threads"]), ["median", "mean"], progress=progress
    )
    for band, values in zip(report.bands, data):
        assert band["median"] == np.median(values.astype(float))
        assert band["mean"] == pytest.approx(values.astype(float).mean(), rel=1e-12)
    assert progress.updates[-1][0] == progress.updates[-1][1]


@pytest.mark.parametrize(("bands", "names", "passes"), [(1, ["mean"], 1), (1, ["median"], 2), (9, ["median"], 4)])
def test_the_plan_counts_the_passes_that_progress_counts(
    bands: int, names: list[str], passes: int, make_raster: Any
) -> None:
    data = np.random.default_rng(4).standard_normal((bands, 20, 30)).astype(np.float32)
    progress = RecordingProgress()
    report = raster_statistics(make_raster(data), MultiprocConfig(10), names, progress=progress)
    assert (progress.plans[0]["tiles"], progress.plans[0]["passes"]) == (6, passes)
    assert progress.updates == [(done, 6 * passes) for done in range(1, 6 * passes + 1)]
    assert report.run.passes == min(passes, 2)


def test_a_place_in_passes() -> None:
    assert place_in_passes(1, 9, 9) == (1, 9, 1, 1)
    assert place_in_passes(9, 27, 9) == (9, 9, 1, 3)
    assert place_in_passes(10, 27, 9) == (1, 9, 2, 3)
    assert place_in_passes(27, 27, 9) == (9, 9, 3, 3)
    assert place_in_passes(0, 27, 9) == (0, 9, 1, 3)
    assert place_in_passes(5, 20, 0) == (5, 20, 1, 1)


def test_the_terminal_tells_the_pass(
    make_raster: Any, make_terrain: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = make_raster(make_terrain(20, 30))
    arguments = ["statistics", str(path), "--statistic", "median", "--chunk-size", "10", "--cluster", "basic"]
    monkeypatch.setattr(sys, "argv", ["tiled_raster", *arguments])
    assert main(arguments) == 0
    told = capsys.readouterr()
    assert "about 2 passes over the tiles" in told.err
    assert "100 % (tile 6 of 6, pass 2 of 2)" in told.err
    command = json.loads(told.out)["run"]["commands"]["Terminal"]
    done = subprocess.run(command, shell=True, capture_output=True, check=True)
    assert json.loads(done.stdout)["bands"] == json.loads(told.out)["bands"]


def test_tiles_reach_every_output_beside_the_file_of_polygons(
    make_raster: Any, make_terrain: Any, tmp_path: Path
) -> None:
    (tmp_path / "mine.py").write_text("def span(raster):\n    return {'list': [1, float('nan')]}\n")
    page, data, lines = (tmp_path / name for name in ("o.html", "o.json", "o.jsonl"))
    job = StatisticsJob(
        str(make_raster(make_terrain(40, 40))),
        MultiprocConfig(20),
        ("max",),
        per_tile=True,
        function=UserFunction(str(tmp_path / "mine.py"), "span"),
        json=str(data),
        html=str(page),
        tiles_file=str(lines),
    )
    assert run(job, RecordingProgress())["tiles"] == []  # millions of tiles pass no pipe
    tiles = json.loads(data.read_text())["tiles"]
    assert [tile["result"] for tile in tiles] == [{"list": [1, None]}] * 4
    polygons = [json.loads(line) for line in lines.read_text().splitlines()]
    assert [tile["b1_max"] for tile in polygons] == [tile["b1_max"] for tile in tiles]
    assert "b1_mean" not in polygons[0]  # only the map of the report needs it
    assert "Mean of each tile" in page.read_text(encoding="utf-8")
