"""A virtual raster may hold Python. It is never run, whatever the surroundings say, by none of our programs."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from tiled_raster.core import ClusterGenerator, FilterJob, MultiprocConfig, filter_raster
from tiled_raster.core.engine.client import run_job
from tiled_raster.core.errors import TilingError
from tiled_raster.core.interpreter.environment import refuse_python_in_rasters

VRT = """<VRTDataset rasterXSize="6" rasterYSize="5">
  <VRTRasterBand dataType="Float64" band="1" subClass="VRTDerivedRasterBand">
    <PixelFunctionLanguage>Python</PixelFunctionLanguage>
    <PixelFunctionType>act</PixelFunctionType>
    <PixelFunctionCode><![CDATA[
def act(in_ar, out_ar, *rest, **more):
    open({trace!r}, "w").close()
    out_ar[:] = 7
]]></PixelFunctionCode>
    <SimpleSource><SourceFilename>{source}</SourceFilename><SourceBand>1</SourceBand></SimpleSource>
  </VRTRasterBand>
</VRTDataset>"""


@pytest.fixture
def virtual(make, tmp_path, monkeypatch):
    """A virtual raster that leaves a trace when its Python is run, where everything says that it may be."""
    trace, path = tmp_path / "trace", tmp_path / "virtual.vrt"
    path.write_text(VRT.format(trace=str(trace), source=make(np.ones((1, 5, 6)))))
    settings = tmp_path / "gdalrc"
    settings.write_text("[configoptions]\nGDAL_VRT_ENABLE_PYTHON=YES\n")
    monkeypatch.setenv("GDAL_CONFIG_FILE", str(settings))
    monkeypatch.setenv("GDAL_VRT_ENABLE_PYTHON", "YES")
    yield str(path)
    assert not trace.exists()


def outcome(run):
    """Run something that reads the raster and fails at that, in words."""
    with pytest.raises(TilingError) as told:
        run()
    return str(told.value)


def test_gdal_itself_would_run_it(virtual, tmp_path):
    """Otherwise the other tests would show nothing."""
    code = f"import rasterio\nprint(rasterio.open({virtual!r}).read().max())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    if done.stdout != "7.0\n":
        pytest.skip(f"this GDAL finds no Python: {done.stderr[-300:]}")
    (tmp_path / "trace").unlink()


@pytest.mark.parametrize("cluster", ["basic", "threads", "multi"])
def test_not_by_the_library(virtual, tmp_path, cluster):
    config = MultiprocConfig(outfile=tmp_path / "out.tif", cluster=ClusterGenerator(cluster, 2))
    assert "virtual.vrt" in outcome(lambda: filter_raster(virtual, config, "max", size=3))


@pytest.mark.parametrize("cluster", ["threads", "multi"])
def test_not_by_the_engine(virtual, tmp_path, cluster, monkeypatch):
    monkeypatch.setenv("TILED_RASTER_PYTHON", sys.executable)
    config = MultiprocConfig(outfile=tmp_path / "out.tif", cluster=ClusterGenerator(cluster, 2))
    job = FilterJob(virtual, config, ("max",), {"size": 3}).to_json()
    assert "virtual.vrt" in outcome(lambda: run_job(job, lambda event: None, lambda: False))


def test_not_by_the_command_line(virtual, tmp_path):
    command = [sys.executable, "-m", "tiled_raster", "filter", virtual, str(tmp_path / "out.tif")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert "virtual.vrt" in done.stderr


def test_the_variable_is_there_once_and_says_no():
    environment = {"gdal_vrt_enable_python": "YES", "GDAL_VRT_ENABLE_PYTHON": "TRUSTED_MODULES", "OTHER": "kept"}
    refuse_python_in_rasters(environment)
    assert environment == {"GDAL_VRT_ENABLE_PYTHON": "NO", "OTHER": "kept"}
    assert "GDAL_VRT_ENABLE_PYTHON" not in os.environ or os.environ["GDAL_VRT_ENABLE_PYTHON"] != "YES"
