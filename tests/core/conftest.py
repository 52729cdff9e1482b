"""Rasters to test on, made on the spot; a home of the test's own, and patience."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any, Callable

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine

UTM = "EPSG:32633"
NORTH_UP = Affine(30.0, 0.0, 500000.0, 0.0, -30.0, 5200000.0)


def terrain(rows: int, cols: int, seed: int = 1) -> np.ndarray:
    """Return a hilly float32 surface with some noise."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:rows, :cols].astype(float)
    hills = 800 + 300 * np.sin(x / 17) * np.cos(y / 23) + 5 * rng.standard_normal((rows, cols))
    return hills.astype(np.float32)


@pytest.fixture
def make_raster(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes an array, with holes where asked, and gives the path."""
    made = []

    def make(
        data: np.ndarray,
        *,
        nodata: Any = None,
        holes: float = 0.0,
        transform: Affine = NORTH_UP,
        crs: Any = UTM,
        seed: int = 5,
        **profile: Any,
    ) -> Path:
        bands = data[np.newaxis] if data.ndim == 2 else data
        bands = bands.copy()
        if holes:
            rng = np.random.default_rng(seed)
            bands[rng.random(bands.shape) < holes] = nodata
        path = tmp_path / f"source{len(made)}.tif"
        made.append(path)
        with rasterio.open(
            path,
            "w",
            driver="GTiff",
            height=bands.shape[1],
            width=bands.shape[2],
            count=bands.shape[0],
            dtype=bands.dtype,
            nodata=nodata,
            transform=transform,
            crs=crs,
            **profile,
        ) as dataset:
            dataset.write(bands)
        return path

    return make


def read(path: Any) -> np.ndarray:
    """Return all bands of a file as they are stored."""
    with rasterio.open(path) as dataset:
        return dataset.read()


@pytest.fixture
def read_raster() -> Callable[[Any], np.ndarray]:
    """Return `read`."""
    return read


@pytest.fixture
def make_terrain() -> Callable[..., np.ndarray]:
    """Return `terrain`."""
    return terrain


@pytest.fixture
def own_home(tmp_path_factory, monkeypatch):
    """Keep the user's cache and data out of the tests, and the tests out of them."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("TILED_RASTER_PYTHON", sys.executable)
    return home


@pytest.fixture
def eventually():
    """Wait until something is true; fail if it never becomes so."""

    def wait(condition, what="", patience_s=120):
        deadline = time.monotonic() + patience_s
        while not condition():
            assert time.monotonic() < deadline, f"never came true: {what or condition}"
            time.sleep(0.01)

    return wait


@pytest.fixture
def is_running():
    """Return whether a process exists and is no zombie (in a container nobody may reap an orphan)."""

    def is_running(pid):
        try:
            status = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return False
        return status.rpartition(")")[2].split()[0] not in "ZX"

    return is_running
