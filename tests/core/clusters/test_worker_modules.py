"""What a worker imports for a run of filters: what computes a block, and nothing of what prepares or reports a run."""

from __future__ import annotations

from pathlib import Path

import cluster_tasks as tasks
import numpy as np
import rasterio
from tiled_raster.core import ClusterGenerator, MultiprocConfig, filter_raster

PARENT = ("jobs", "api", "config", "report", "runs.prepare", "runs.run", "runs.statistics_output", "runs.estimate")
PARENT += (
    "tiling.plan",
    "tiling.loop",
    "tiling.save",
    "tiling.chunks",
    "statistics",
    "zones",
    "engine",
    "raster.writer",
)

MOST_MODULES = 35
"""Of ours that a worker loads for a median, packages counted: each is read from disk in each worker."""


def test_a_worker_of_a_median_loads_nothing_of_the_parents_side(tmp_path: Path) -> None:
    source, target = str(tmp_path / "source.tif"), str(tmp_path / "median.tif")
    pixels = np.arange(3600, dtype="float32").reshape(1, 60, 60)
    with rasterio.open(source, "w", driver="GTiff", width=60, height=60, count=1, dtype="float32") as dataset:
        dataset.write(pixels)
    cluster = ClusterGenerator("multi", 1)
    try:
        filter_raster(source, MultiprocConfig(chunk_size=20, outfile=target, cluster=cluster), "median", size=5)
        modules = cluster.get_res(cluster.launch_task(tasks.see_program))["modules"]
    finally:
        cluster.close()
    ours = [name.partition(".core.")[2] for name in modules if name.startswith("tiled_raster.core.")]
    assert "filters.rank_filters" in ours  # it is the worker that computed the median
    assert not [name for name in ours if name.startswith(PARENT)]
    assert len([name for name in modules if name.partition(".")[0] == "tiled_raster"]) <= MOST_MODULES
