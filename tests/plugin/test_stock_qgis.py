"""A QGIS whose Python has NumPy and osgeo.gdal, and neither rasterio nor SciPy, as most people have it."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Callable

import pytest
from plugin_tools import FILTER, STATISTICS, Feedback, read_raster
from qgis import processing

Run = Callable[..., "subprocess.CompletedProcess[str]"]
HIDDEN = ("rasterio", "scipy", "affine")
KEPT = ("numpy", "osgeo")
BLOCKER = f"""
import sys


class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {HIDDEN!r}:
            raise ModuleNotFoundError("No module named " + repr(name), name=name)


sys.meta_path.insert(0, Refuse())
"""


@pytest.fixture(scope="module")
def stock(qgis_process: Run, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run qgis_process where neither QGIS nor the Python that it finds can import what is hidden."""
    folder = tmp_path_factory.mktemp("stock")
    (folder / "blocked").mkdir()
    (folder / "blocked" / "sitecustomize.py").write_text(BLOCKER, encoding="utf-8")
    venv.EnvBuilder(symlinks=True, with_pip=False).create(folder / "python")
    python = folder / "python" / "bin" / "python3"
    packages = next((folder / "python" / "lib").glob("python3*/site-packages"))
    for name in KEPT:
        spec = importlib.util.find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        package = Path(spec.origin).parent
        for found in (package, *package.parent.glob(f"{name}.libs")):
            (packages / found.name).symlink_to(found)
    for name in (*HIDDEN, *KEPT):
        can_import = subprocess.run([str(python), "-c", f"import {name}"], capture_output=True).returncode == 0
        assert can_import == (name in KEPT), name
    variables = {
        "PYTHONPATH": str(folder / "blocked"),
        "TILED_RASTER_PYTHON": str(python),
        "XDG_CACHE_HOME": str(folder),
    }
    return lambda *arguments, **more: qgis_process(*arguments, **{**variables, **more})


def test_the_plugin_starts_and_says_what_it_runs_on(stock: Run) -> None:
    done = stock("run", "tiledraster:checkengine")
    told = done.stdout + done.stderr
    assert "Rasters are read and written by: osgeo.gdal" in told
    assert "without scipy, which is not needed" in told
    assert "without rasterio, which is not needed" in told
    assert "Traceback" not in told


@pytest.mark.usefixtures("provider")
def test_a_filter_gives_what_it_gives_with_rasterio(stock: Run, dem: str, tmp_path: Path) -> None:
    names, target = ["median", "gaussian", "majority"], str(tmp_path / "stock.tif")
    given = {"INPUT": dem, "SIZE": 13, "SHAPE": "circle", "NODATA_POLICY": "fill", "CLUSTER": "multi", "WORKERS": 2}
    words = [f"{name}={value}" for name, value in given.items()] + [f"FILTER={name}" for name in names]
    done = stock("run", FILTER, "--", *words, f"OUTPUT={target}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "read and written by osgeo.gdal of GDAL" in done.stdout
    feedback = Feedback()
    processing.run(FILTER, {**given, "FILTER": names, "OUTPUT": str(tmp_path / "full.tif")}, feedback=feedback)
    assert "read and written by rasterio" in "\n".join(feedback.lines)
    assert read_raster(target).tobytes() == read_raster(str(tmp_path / "full.tif")).tobytes()


@pytest.mark.usefixtures("provider")
def test_statistics_are_the_same_numbers(stock: Run, dem: str) -> None:
    names = ["mean", "median", "nmad", "std"]
    done = stock("run", STATISTICS, "--json", "--", f"INPUT={dem}", f"STATISTICS={','.join(names)}", "WORKERS=2")
    assert done.returncode == 0, done.stdout + done.stderr
    first = json.loads(done.stdout)["results"]
    second = processing.run(STATISTICS, {"INPUT": dem, "STATISTICS": names, "WORKERS": 2})
    for name in names:
        assert first[name.upper()] == second[name.upper()]


def test_a_function_that_wants_scipy_says_so_by_name(stock: Run, dem: str, tmp_path: Path) -> None:
    file, target = tmp_path / "own.py", tmp_path / "out.tif"
    file.write_text("import scipy.ndimage\n\n\ndef smooth(block):\n    return scipy.ndimage.median_filter(block, 3)\n")
    run = [f"INPUT={dem}", f"FUNCTION_FILE={file}", "FUNCTION_NAME=smooth", "DEPTH=1", f"OUTPUT={target}"]
    done = stock("run", "tiledraster:ownfunction", "--", *run)
    told = done.stdout + done.stderr
    assert done.returncode != 0
    assert "No module named 'scipy'" in told
    assert "Traceback" not in done.stdout.split("No module named 'scipy'")[0]
    assert not target.exists()


def test_a_library_that_is_forced_and_absent_is_named(stock: Run, dem: str, tmp_path: Path) -> None:
    target = tmp_path / "out.tif"
    variables = {"TILED_RASTER_BACKEND": "rasterio", "XDG_CACHE_HOME": str(tmp_path)}
    done = stock("run", "tiledraster:slope", "--", f"INPUT={dem}", f"OUTPUT={target}", **variables)
    told = done.stdout + done.stderr
    assert done.returncode != 0
    assert "rasterio: ModuleNotFoundError: No module named 'rasterio'" in told
    assert not target.exists()


def test_this_test_hides_them_from_qgis_too() -> None:
    for name in HIDDEN:
        done = subprocess.run([sys.executable, "-c", f"{BLOCKER}\nimport {name}"], capture_output=True, text=True)
        assert f"No module named '{name}'" in done.stderr
