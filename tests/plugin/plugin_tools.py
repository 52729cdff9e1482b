"""What the plugin's tests share: small rasters, and the ways to run an algorithm."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Optional

import numpy as np
from osgeo import gdal, osr
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
)

gdal.UseExceptions()
FILTER = "tiledraster:tiledfilter"
STATISTICS = "tiledraster:tiledstatistics"
NODATA = -9999.0
PROGRAM = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
"""Debian 12's wrapper adds an option that qgis_process does not know; the program itself is beside it."""


class Feedback(QgsProcessingFeedback):
    """Keeps what it is told; cancels itself when the first tile is done, where asked to."""

    def __init__(self, cancel_at_first_tile: bool = False) -> None:
        super().__init__(False)
        self.lines: list[str] = []
        self.warnings: list[str] = []
        self.errors: list[str] = []
        self.progress: list[float] = []
        self.texts: list[str] = []
        if cancel_at_first_tile:
            self.progressChanged.connect(lambda percent: self.cancel() if percent > 0 else None)

    def pushInfo(self, info: str) -> None:
        self.lines.append(info)

    def pushWarning(self, warning: str) -> None:
        self.warnings.append(warning)

    def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: N803
        self.errors.append(error)

    def setProgressText(self, text: str) -> None:
        self.texts.append(text)


def values_of(rows: int, cols: int) -> np.ndarray:
    """Return a hilly float32 surface with a gap."""
    row, col = np.mgrid[0:rows, 0:cols]
    surface = (500 + 40 * np.sin(row / 7.0) * np.cos(col / 5.0) + (row * 31 + col * 17) % 13).astype(np.float32)
    surface[5:9, 10:16] = NODATA
    return surface


def write_raster(
    path: Path,
    bands: list[np.ndarray],
    epsg: Optional[int] = 32633,
    nodata: Optional[float] = NODATA,
    kind: int = gdal.GDT_Float32,
) -> str:
    """Write a GeoTIFF of 10 m pixels and return its path."""
    rows, cols = bands[0].shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), cols, rows, len(bands), kind)
    dataset.SetGeoTransform((500000.0, 10.0, 0.0, 5200000.0, 0.0, -10.0))
    if epsg is not None:
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(epsg)
        dataset.SetProjection(reference.ExportToWkt())
    for number, values in enumerate(bands, 1):
        band = dataset.GetRasterBand(number)
        if nodata is not None:
            band.SetNoDataValue(nodata)
        band.WriteArray(values)
    dataset.FlushCache()
    return str(path)


def read_raster(path: str) -> np.ndarray:
    """Return (bands, rows, columns)."""
    dataset = gdal.Open(path)
    values = dataset.ReadAsArray()
    return values[np.newaxis] if values.ndim == 2 else values


_ALIVE: list[Any] = []
"""Parameters and outputs belong to their algorithm, and go when it goes."""


def algorithm(name: str) -> Any:
    """Return a new instance of an algorithm."""
    _ALIVE.append(QgsApplication.processingRegistry().createAlgorithmById(name))
    return _ALIVE[-1]


def let_go() -> None:
    """Let go of everything that must not outlive QGIS."""
    _ALIVE.clear()
    gc.collect()


def model_of(name: str, parameters: dict[str, Any], output: str = "OUTPUT") -> QgsProcessingModelAlgorithm:
    """Return a model whose only step is the algorithm, with these values, and `output` as the model's output."""
    model = QgsProcessingModelAlgorithm("one step", "tests")
    child = QgsProcessingModelChildAlgorithm(name)
    child.setChildId("step")
    for key, value in parameters.items():
        child.addParameterSources(key, [QgsProcessingModelChildParameterSource.fromStaticValue(value)])
    made = QgsProcessingModelOutput("result", "result")
    made.setChildId("step")
    made.setChildOutputName(output)
    child.setModelOutputs({"result": made})
    model.addChildAlgorithm(child)
    return model


def output_of(model: QgsProcessingModelAlgorithm) -> str:
    """Return the name of a model's only output: `step:result`, and from QGIS 3.34 on `result` where that is unique."""
    return str(model.destinationParameterDefinitions()[0].name())


def run_as_model_child(name: str, parameters: dict[str, Any], output: str, feedback: Any) -> dict[str, Any]:
    """Run a one-step model; its output is given as `RESULT`. Raises QgsProcessingException, as the toolbox shows it."""
    model = model_of(name, {key: value for key, value in parameters.items() if key != output}, output).create()
    results, fine = model.run({output_of(model): parameters[output]}, QgsProcessingContext(), feedback)
    if not fine:
        raise QgsProcessingException("\n".join(feedback.errors))
    return {**results, "RESULT": results[output_of(model)]}


def left_over(folder: str) -> list[str]:
    """Return partial files that a run left behind."""
    return [name for name in os.listdir(folder) if "partial" in name]


FUNCTIONS = """
import numpy as np

def twice(block: np.ndarray, factor: float = 2.0):
    return block * factor

def cropped(block: np.ndarray):
    return block[1:-1, 1:-1]

def spread(raster):
    return {"spread": float(raster.data.max() - raster.data.min())}

def held(raster):
    "Let the first tile pass and hold all others: a run that only ends when it is cancelled."
    import time
    if (raster.bounds.left, raster.bounds.top) != (500000.0, 5200000.0):
        time.sleep(3600)
    return raster

def held_spread(raster):
    return spread(held(raster))
"""


def start_qgis_process(home: Path, *arguments: str, **variables: str) -> subprocess.Popen[str]:
    """Start qgis_process with the profile `home`."""
    assert PROGRAM is not None
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    environment.update(QGIS_CUSTOM_CONFIG_PATH=str(home), QT_QPA_PLATFORM="offscreen", PYTHONDONTWRITEBYTECODE="1")
    return subprocess.Popen(
        [PROGRAM, *arguments],
        env={**environment, **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=home,
    )
