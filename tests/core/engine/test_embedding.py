"""A host that is no Python, as QGIS is on Windows and macOS: it must be started once, by us, and never again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import numpy as np
import pytest

HERE = Path(__file__).resolve().parent
KINDS = ("basic", "threads", "multi")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the program is written for POSIX")


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """Compile the host against the Python that runs the tests."""
    include = sysconfig.get_paths()["include"]
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or not Path(include, "Python.h").exists():
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        pytest.fail(
            "This test compiles a program that embeds Python, which needs a C compiler and Python's headers in "
            f"{include}: sudo apt install gcc python3-dev (or the -dev package of Python {version})"
        )
    path = tmp_path_factory.mktemp("embedding") / "qgis-like"
    folder = sysconfig.get_config_var("LIBDIR")
    library = f"python{sysconfig.get_config_var('VERSION')}{getattr(sys, 'abiflags', '')}"
    command = [
        compiler,
        "-O1",
        str(HERE / "embedding.c"),
        "-o",
        str(path),
        f"-I{include}",
        f"-L{folder}",
        f"-l{library}",
    ]
    libraries = f"{sysconfig.get_config_var('LIBS') or ''} {sysconfig.get_config_var('SYSLIBS') or ''}".split()
    done = subprocess.run([*command, f"-Wl,-rpath,{folder}", "-rdynamic", *libraries], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return path


def write_raster(path, data):
    import rasterio
    from rasterio.transform import from_origin

    options = {"driver": "GTiff", "height": data.shape[0], "width": data.shape[1], "count": 1, "dtype": data.dtype}
    with rasterio.open(path, "w", crs="EPSG:32633", transform=from_origin(0, 0, 10, 10), **options) as dataset:
        dataset.write(data, 1)


def read_raster(path):
    import rasterio

    with rasterio.open(path) as dataset:
        return dataset.read(1)


def slow_max(data):
    rows, cols = data.shape
    return np.array(
        [
            [data[max(row - 1, 0) : row + 2, max(col - 1, 0) : col + 2].max() for col in range(cols)]
            for row in range(rows)
        ]
    )


def test_a_filter_runs_in_a_host_that_is_no_python_and_the_host_is_started_once(program, tmp_path):
    data = np.random.default_rng(3).integers(0, 1000, (40, 50)).astype("int16")
    source = tmp_path / "höhe.tif"
    write_raster(source, data)
    where = {
        "import": str(HERE.parents[2] / ".build" / "import"),
        "source": str(source),
        "output": str(tmp_path / "{kind}.tif"),
        "report": str(tmp_path / "report.json"),
        "kinds": KINDS,
    }
    log = tmp_path / "starts"
    environment = {**os.environ, "EMBEDDING_LOG": str(log), "EMBEDDING_WHERE": json.dumps(where)}
    done = subprocess.run([str(program), str(HERE / "embedded_host.py")], env=environment, timeout=500)
    report = json.loads((tmp_path / "report.json").read_text())
    assert "error" not in report, report["error"]
    assert done.returncode == 0
    assert report["executable"] == str(program)
    assert report["streams"] == [None, None, None]
    for kind in KINDS:
        np.testing.assert_array_equal(read_raster(tmp_path / f"{kind}.tif"), slow_max(data))
    assert set(report["events"]) <= {"start", "plan", "progress", "log", "warning"}
    assert not {"rasterio", "scipy"} & set(report["loaded"])
    assert report["unchanged"]
    assert log.read_text().splitlines() == [f"{program} {HERE / 'embedded_host.py'} "]
