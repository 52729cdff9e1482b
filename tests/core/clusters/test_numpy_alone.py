"""Filters and statistics need NumPy alone: a worker that has no SciPy runs all of them."""

from __future__ import annotations

import cluster_tasks as tasks
import numpy as np
from affine import Affine
from tiled_raster.core import FILTERS, STATISTICS, Raster
from tiled_raster.core.clusters import ClusterGenerator


def test_a_worker_without_scipy_runs_every_filter_and_statistic(tmp_path):
    path = str(tmp_path / "heights.tif")
    values = np.random.default_rng(0).normal(500, 30, (50, 40)).astype(np.float32)
    Raster.from_array(values, Affine(1, 0, 0, 0, -1, 0), "EPSG:32633").save(path)
    with ClusterGenerator("multi", 1) as cluster:
        ran, measured = cluster.launch_task(tasks.without_scipy, (path,)).result()
    assert ran == list(FILTERS)
    assert measured == list(STATISTICS)
