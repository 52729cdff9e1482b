"""A run tells how many valid pixels each filter lost to gaps: in the log, and in its account."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from tiled_raster.core import CLUSTERS, ClusterGenerator, MultiprocConfig, run
from tiled_raster.core.jobs import FilterJob, job_from_json
from tiled_raster.core.progress import RecordingProgress


@pytest.mark.parametrize("kind", CLUSTERS)
@pytest.mark.parametrize("chunk", [16, 64])
def test_losses_of_a_run(kind: str, chunk: int, make_raster: Any, make_terrain: Any, tmp_path: Path) -> None:
    source = make_raster(make_terrain(61, 47), nodata=-9999.0, holes=0.03)
    progress = RecordingProgress()
    with ClusterGenerator(kind, nb_workers=2) as cluster:
        options = {"BLOCKXSIZE": "16", "BLOCKYSIZE": "16"}
        config = MultiprocConfig(chunk, tmp_path / "o.tif", cluster=cluster, creation_options=options)
        job = FilterJob(str(source), config, ("mean", "slope", "tpi"), {"size": 3})
        account = run(job, progress)
    with rasterio.open(source) as before, rasterio.open(tmp_path / "o.tif") as after:
        valid = before.read(1) != -9999
        has_data = after.read() != after.nodata
    inside = np.zeros_like(valid)
    inside[1:-1, 1:-1] = True
    lost = [int((valid & inside & ~has).sum()) for has in has_data]
    assert lost[0] == 0
    assert lost[1] == lost[2] > 100
    assert account["lost_to_gaps"] == {"mean": 0, "slope": lost[1], "tpi": lost[2]}
    share = f"{100 * lost[1] / valid.sum():.1f}"
    assert progress.messages == [
        f"{name}: {lost[1]:,} of {valid.sum():,} valid pixels ({share} %) became nodata, because their window touches "
        "a gap"
        for name in ("slope", "tpi")
    ]


@pytest.mark.parametrize("policy", [None, "keep", "fill", "propagate"])
def test_the_policy_travels_in_the_job_and_stands_in_the_tags(policy: Any, make_raster: Any, tmp_path: Path) -> None:
    source = make_raster(np.ones((9, 9), np.float32))
    job = FilterJob(str(source), MultiprocConfig(outfile=tmp_path / "o.tif"), ("tpi",), nodata_policy=policy)
    again = job_from_json(job.to_json())
    assert again == job
    run(again)
    with rasterio.open(tmp_path / "o.tif") as made:
        tags = str(made.tags())
    assert f'"nodata_policy": "{policy or "propagate"}"' in tags
