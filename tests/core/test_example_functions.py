"""The functions in resources/examples do what their first lines say, tile by tile as on the whole raster."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiled_raster.core import (
    ClusterGenerator,
    MultiprocConfig,
    Raster,
    UserFunction,
    filter_raster,
    raster_statistics,
)

FILE = str(Path(__file__).parents[2] / "resources" / "examples" / "functions.py")


@pytest.fixture
def source(make_raster: Any, make_terrain: Any) -> Path:
    data = make_terrain(90, 70)
    data[40, 30] += 500
    return make_raster(data, nodata=-9999.0, holes=0.02)


@pytest.mark.parametrize(
    ("name", "arguments", "depth"), [("despiked", {"limit": 100.0}, 2), ("relative_height", {"size": 9}, 4)]
)
def test_tiles_equal_the_whole(name: str, arguments: dict[str, Any], depth: int, source: Path, tmp_path: Path) -> None:
    results = []
    with ClusterGenerator("multi", nb_workers=2) as cluster:
        for chunk in (1000, 16):
            config = MultiprocConfig(chunk, tmp_path / "o.tif", cluster=cluster)
            function = UserFunction(FILE, name, arguments, depth)
            results.append(filter_raster(source, config, "custom", function=function).data.copy())
    np.testing.assert_array_equal(results[0].filled(-1), results[1].filled(-1))
    if name == "despiked":
        assert results[0].mask[40, 30]
        assert results[0].mask.sum() == 1 + Raster(source).get_mask().sum()
    else:
        assert results[0].min() == 0.0
        assert results[0].max() == 1.0


def test_numbers_of_each_tile(source: Path) -> None:
    function = UserFunction(FILE, "relief", {"step": 10})
    report = raster_statistics(source, MultiprocConfig(45), ["mean"], function=function)
    data = Raster(source).data
    span = float(data[:45, :45].max() - data[:45, :45].min())
    assert report.tiles[0]["result"]["relief"] == round(span / 10) * 10
    assert 0 < report.tiles[0]["result"]["share_above_mean"] < 1
