"""A user who may have no more threads: a run ends in bounded time, whole or with one sentence that tells what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
import rasterio

BOOTSTRAP = Path(__file__).resolve().parents[2] / "core" / "processes" / "bootstrap.py"
NOBODY = 54321
"""A user id that has no process."""
PATIENCE_S = 120


def limited(limit):
    """Return the words before a command that let its user have `limit` threads; files are reached as before."""
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        pytest.skip("only root can become a user who has no process yet")
    # The kernel lets nobody pass who may set limits himself.
    powers = "--bounding-set=-sys_resource,-sys_admin"
    return ["setpriv", f"--ruid={NOBODY}", powers, "prlimit", f"--nproc={limit}:{limit}"]


def run(limit, source, target, cluster):
    words = ["filter", str(source), str(target), "--method=max"]
    words += ["--chunk-size=64", f"--cluster={cluster}", "--workers=3"]
    return subprocess.run(
        [*limited(limit), sys.executable, "-B", str(BOOTSTRAP), "cli", *words],
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},  # NumPy's library begs for threads while it is loaded
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )


FEW = {"threads": range(1, 13), "multi": (1, 2, 4, 6, 9, 13, 17, 20, 23, 40)}


@pytest.mark.parametrize(("cluster", "limit"), [(cluster, limit) for cluster in FEW for limit in FEW[cluster]])
def test_a_run_without_threads_to_be_had_ends_with_a_sentence(dem, place, cluster, limit):
    target = place / "out.tif"
    done = run(limit, dem, target, cluster)
    if done.returncode == 0:
        with rasterio.open(target) as written:
            assert written.read(1).shape == (300, 300)
        assert limit > 4
    else:
        assert "the system gives this program no more" in done.stderr, done.stderr
        assert "cluster=basic" in done.stderr
        assert "Traceback" not in done.stderr
        assert os.listdir(place) == ["dem.tif"]


@pytest.mark.parametrize(("cluster", "limit"), [("threads", 60), ("multi", 60)])
def test_a_run_with_just_enough_threads_ends_well(dem, place, cluster, limit):
    assert run(limit, dem, place / "out.tif", cluster).returncode == 0
    assert (place / "out.tif").exists()


@pytest.fixture
def place():
    """A folder that every user reaches; pytest's own are their maker's."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        yield Path(folder)


@pytest.fixture
def dem(place):
    path = place / "dem.tif"
    with rasterio.open(path, "w", driver="GTiff", width=300, height=300, count=1, dtype="float32") as file:
        file.write(np.random.default_rng(1).random((1, 300, 300), np.float32))
    return path
