"""Real QGIS without a screen, the provider in it, and small rasters."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsApplication, QgsProcessingContext

sys.path.insert(0, str(Path(__file__).parent))

from plugin_tools import FILTER, FUNCTIONS, PROGRAM, Feedback, let_go, start_qgis_process, values_of, write_raster  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def plugin(qgis_processing: Any) -> Iterator[Any]:
    """The plugin as QGIS loads it, its provider registered."""
    import tiled_raster

    plugin = tiled_raster.classFactory(None)
    plugin.initProcessing()
    yield plugin
    if QgsApplication.processingRegistry().providerById("tiledraster") is not None:
        QgsApplication.processingRegistry().removeProvider("tiledraster")
    let_go()


@pytest.fixture
def provider(plugin: Any) -> Any:  # noqa: ARG001
    """The provider as it is registered now: a test before may have loaded the plugin anew."""
    return QgsApplication.processingRegistry().providerById("tiledraster")


@pytest.fixture(autouse=True)
def no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in for QGIS's window in Python is none to C++, to which QGIS 3.44 hands it with a result."""
    monkeypatch.setattr("processing.gui.Postprocessing.iface", None, raising=False)


@pytest.fixture
def context() -> Iterator[QgsProcessingContext]:
    """A context whose layers go with the test: pytest keeps that of the last one until QGIS itself has ended."""
    made = QgsProcessingContext()
    yield made
    made.temporaryLayerStore().removeAllMapLayers()


@pytest.fixture
def feedback() -> Feedback:
    return Feedback()


@pytest.fixture(scope="session")
def dem(tmp_path_factory: pytest.TempPathFactory) -> str:
    """One band of 60 x 80 float32 with a gap."""
    return write_raster(tmp_path_factory.mktemp("rasters") / "dem.tif", [values_of(60, 80)])


@pytest.fixture(scope="session")
def rgb(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Three bands of 40 x 50 uint8 without nodata."""
    bands = [((values_of(40, 50) * factor) % 251).astype(np.uint8) for factor in (1, 2, 3)]
    return write_raster(tmp_path_factory.mktemp("rasters") / "rgb.tif", bands, nodata=None, kind=gdal.GDT_Byte)


@pytest.fixture
def folder(dem: str, tmp_path: Path) -> str:
    """A folder with things that are wrong in one way each, and functions that are not."""
    (tmp_path / "words.tif").write_text("this is no raster", encoding="utf-8")
    whole = Path(dem).read_bytes()
    (tmp_path / "cut.tif").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "broken.py").write_text("def f(raster:\n", encoding="utf-8")
    (tmp_path / "functions.py").write_text(FUNCTIONS, encoding="utf-8")
    return str(tmp_path)


@pytest.fixture(scope="session")
def qgis_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a new profile that has the plugin, enabled as a user would."""
    if PROGRAM is None:
        pytest.skip("qgis_process is not installed")
    home = tmp_path_factory.mktemp("home")
    plugins = home / "profiles" / "default" / "python" / "plugins"
    plugins.mkdir(parents=True)
    os.symlink(ROOT, plugins / "tiled_raster")
    enabled = start_qgis_process(home, "plugins", "enable", "tiled_raster").communicate(timeout=180)
    assert "tiled_raster" in enabled[0]
    return home


@pytest.fixture(scope="session")
def qgis_process(qgis_home: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run qgis_process with the plugin, and wait for it."""

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        with start_qgis_process(qgis_home, *arguments, **variables) as process:
            try:
                told = process.communicate(timeout=180)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        return subprocess.CompletedProcess(process.args, process.returncode, *told)

    return run


@pytest.fixture
def batch(monkeypatch: pytest.MonkeyPatch, dem: str, tmp_path: Path) -> Iterator[Callable[..., list[str]]]:
    """Load a batch file into the batch dialog, as a user does, and run it, beside a copy of the DEM."""
    from batches import run_batch

    shutil.copy(dem, tmp_path / "dem.tif")
    monkeypatch.chdir(tmp_path)
    # QGIS closes the input at its very end, and would write its statistics to a relative path then.
    gdal.SetConfigOption("GDAL_PAM_ENABLED", "NO")
    yield lambda text, name=FILTER: run_batch(name, text, tmp_path, monkeypatch)
    gdal.SetConfigOption("GDAL_PAM_ENABLED", None)
