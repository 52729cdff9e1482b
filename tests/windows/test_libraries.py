"""What the Python of a QGIS on Windows reads and writes rasters with, and that filters and clusters run on it.

Nothing here needs rasterio or SciPy: it is what runs in the Python that most people have.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec

import numpy as np
import pytest
from tiled_raster.core import FILTERS, STATISTICS, MultiprocConfig, Raster, filter_raster, raster_statistics
from tiled_raster.core.clusters import ClusterGenerator
from tiled_raster.core.engine.check import check_engine
from tiled_raster.core.raster.backends import VARIABLE, backend

PLACE = (10.0, 0.0, 500000.0, 0.0, -10.0, 4000000.0)


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    values = np.random.default_rng(5).normal(500, 90, (90, 130)).astype("float32")
    values[7:12, 20:31] = -9999
    folder = tmp_path_factory.mktemp("größe 日本")
    Raster.from_array(values, PLACE, "EPSG:32633", nodata=-9999).save(folder / "dem.tif")
    return folder / "dem.tif"


def test_the_library_is_the_one_that_is_there():
    wanted = os.environ.get(VARIABLE) or ("rasterio" if find_spec("rasterio") else "gdal")
    assert wanted == backend().NAME


def test_this_python_serves_as_the_engine():
    report = check_engine(sys.executable)
    assert report["engine"] is not None, report["candidates"]
    assert report["engine"]["backend"] == backend().NAME


def test_a_raster_says_where_it_lies(source):
    raster = Raster(source)
    assert tuple(raster.transform)[:6] == PLACE
    assert tuple(raster.bounds) == (500000.0, 3999100.0, 501300.0, 4000000.0)
    assert (raster.nodata, raster.crs.to_epsg(), raster.crs.is_geographic) == (-9999, 32633, False)


@pytest.mark.parametrize("name", [name for name in FILTERS if name != "custom"])
def test_a_filter_leaves_no_seams(source, tmp_path, name):
    made = [
        filter_raster(source, MultiprocConfig(chunk, str(tmp_path / f"{chunk}.tif")), name).data for chunk in (40, 1000)
    ]
    assert made[0].tobytes() == made[1].tobytes()


def test_every_cluster_writes_the_same_file(source, tmp_path):
    files = []
    for kind in ("basic", "threads", "multi"):
        with ClusterGenerator(kind, nb_workers=2) as cluster:
            target = tmp_path / f"{kind} 日本.tif"
            filter_raster(source, MultiprocConfig(32, str(target), cluster=cluster), "median", size=13)
            files.append(target.read_bytes())
    assert files[0] == files[1] == files[2]


def test_statistics_are_numpys(source):
    names = [name for name in STATISTICS if name != "custom"]
    measured = raster_statistics(source, MultiprocConfig(40), names, percentiles=(5,)).bands[0]
    valid = Raster(source).data.compressed().astype("float64")
    assert measured["median"] == np.median(valid)
    assert measured["p5"] == np.quantile(valid, 0.05)
    assert measured["mean"] == pytest.approx(valid.mean(), rel=1e-12)


def test_the_command_line_names_the_library(source, tmp_path):
    command = [sys.executable, "-m", "tiled_raster", "filter", str(source), str(tmp_path / "out.tif")]
    done = subprocess.run([*command, "--method", "slope", "--workers", "2"], capture_output=True, timeout=100)
    told = (done.stdout + done.stderr).decode("utf-8")
    assert done.returncode == 0, told
    assert f"read and written by {'rasterio' if backend().NAME == 'rasterio' else 'osgeo.gdal'}" in told
    tags = dict(Raster(tmp_path / "out.tif").tags)
    assert json.loads(tags["TILED_RASTER_VERSIONS"])["gdal"] == backend().versions()["gdal"]
