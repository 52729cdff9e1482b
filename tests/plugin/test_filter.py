"""The filter, run for real in its engine from QGIS: results, outputs, log, cancel, styles."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from plugin_tools import (
    FILTER,
    NODATA,
    Feedback,
    algorithm,
    left_over,
    model_of,
    output_of,
    read_raster,
    run_as_model_child,
    values_of,
    write_raster,
)
from processing.gui.Postprocessing import handleAlgorithmResults
from qgis import processing
from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsSingleBandGrayRenderer,
    QgsSingleBandPseudoColorRenderer,
)
from qgis.PyQt.QtCore import QEventLoop

pytestmark = pytest.mark.usefixtures("provider")


def largest_around(values: np.ndarray, reach: int) -> np.ndarray:
    """Return the maximum over the square window, plainly; nodata where the centre is nodata."""
    rows, cols = values.shape
    made = np.empty_like(values)
    for row in range(rows):
        for col in range(cols):
            window = values[max(row - reach, 0) : row + reach + 1, max(col - reach, 0) : col + reach + 1]
            valid = window[window != NODATA]
            made[row, col] = valid.max() if values[row, col] != NODATA else NODATA
    return made


def run_filter(values: dict[str, Any], feedback: Any = None) -> np.ndarray:
    return read_raster(processing.run(FILTER, values, feedback=feedback or Feedback())["OUTPUT"])


@pytest.mark.parametrize("cluster", ["auto", "basic", "threads", "multi"])
def test_the_result_is_right_however_the_work_is_shared(cluster: str, dem: str, tmp_path: Path) -> None:
    out = str(tmp_path / "out.tif")
    values = {
        "INPUT": dem,
        "FILTER": "max",
        "SIZE": 5,
        "CLUSTER": cluster,
        "WORKERS": 2,
        "CHUNK_SIZE": 16,
        "OUTPUT": out,
    }
    assert np.array_equal(run_filter(values)[0], largest_around(values_of(60, 80), 2))
    assert not left_over(str(tmp_path))


def test_a_model_child_gives_the_same(dem: str, tmp_path: Path) -> None:
    values = {"INPUT": dem, "FILTER": ["max"], "SIZE": 5, "OUTPUT": str(tmp_path / "model.tif")}
    results = run_as_model_child(FILTER, values, "OUTPUT", Feedback())
    assert np.array_equal(read_raster(results["RESULT"])[0], largest_around(values_of(60, 80), 2))


@pytest.mark.parametrize(
    ("bands", "filters"), [([3, 1], ["min", "max"]), ("3;1", "min;max"), ("3,1", "min,max"), ("3, 1", "min; max")]
)
def test_several_filters_on_chosen_bands(bands: Any, filters: Any, rgb: str, tmp_path: Path) -> None:
    out = str(tmp_path / "out.tif")
    made = run_filter({"INPUT": rgb, "BANDS": bands, "FILTER": filters, "SIZE": 3, "OUTPUT": out})
    assert made.shape == (4, 40, 50)
    assert made.dtype == np.uint8
    assert (made[0] <= made[2]).all()
    assert (made[1] <= made[3]).all()
    third = read_raster(rgb)[2]
    assert (made[0] <= third).all()
    assert made[0].max() <= third.max()


def test_the_log_begins_with_the_plan_and_progress_never_goes_back(dem: str, tmp_path: Path) -> None:
    feedback = Feedback()
    feedback.progressChanged.connect(feedback.progress.append)
    out = str(tmp_path / "out.tif")
    run_filter({"INPUT": dem, "FILTER": "mean", "CHUNK_SIZE": 16, "WORKERS": 2, "OUTPUT": out}, feedback)
    plan = [line for line in feedback.lines if line.startswith("Plan: ")]
    assert feedback.lines[: len(plan)] == plan
    words = " ".join(plan)
    for word in ("tile", "2 workers", "MB for tiles", "output: 1 band of 60 x 80 float32"):
        assert word in words
    assert feedback.progress == sorted(feedback.progress)
    assert feedback.progress[-1] == 100
    assert feedback.texts[-1].startswith("Tile ")
    assert any(line.startswith("Done in ") for line in feedback.lines)


@pytest.mark.parametrize("name", ['NETCDF:"{0}/c d.nc":Band1', "GTIFF_DIR:2:{0}/two.tif", "vrt://{0}/two.tif?bands=1"])
def test_a_layer_in_a_container_is_a_source(name: str, dem: str, tmp_path: Path) -> None:
    gdal.Translate(str(tmp_path / "c d.nc"), dem, format="netCDF")
    for options in ([], ["APPEND_SUBDATASET=YES"]):
        gdal.Translate(str(tmp_path / "two.tif"), dem, creationOptions=options)
    source = name.format(tmp_path)
    layer = QgsRasterLayer(source, "contained")
    assert layer.isValid()
    values = {"FILTER": "max", "SIZE": 1, "OUTPUT": str(tmp_path / "out.tif")}
    for given in (layer, source):
        np.testing.assert_array_equal(run_filter({"INPUT": given, **values}), read_raster(source))
    if "two" in name:
        with pytest.raises(QgsProcessingException, match="is the input itself"):
            run_filter({"INPUT": source, **values, "OUTPUT": str(tmp_path / "two.tif")})


def test_a_temporary_output_is_made(dem: str) -> None:
    path = processing.run(FILTER, {"INPUT": dem, "FILTER": "mean", "OUTPUT": QgsProcessing.TEMPORARY_OUTPUT})["OUTPUT"]
    assert path.endswith(".tif")
    assert QgsRasterLayer(path).isValid()


def test_a_raster_without_a_crs(tmp_path: Path) -> None:
    source = write_raster(tmp_path / "plain.tif", [values_of(30, 30)], epsg=None)
    out = str(tmp_path / "out.tif")
    run_filter({"INPUT": source, "FILTER": "mean", "EXTENT": "500000,500100,5199900,5200000", "OUTPUT": out})
    layer = QgsRasterLayer(out)
    assert not layer.crs().isValid()
    assert (layer.width(), layer.height()) == (10, 10)


def test_an_extent_in_another_crs_covers_what_was_asked_and_reads_around_it(dem: str, tmp_path: Path) -> None:
    out = str(tmp_path / "out.tif")
    # About 15.0026 to 15.0052 east, 46.9515 to 46.9530 north: inside the raster, in degrees.
    made = run_filter(
        {
            "INPUT": dem,
            "FILTER": "max",
            "SIZE": 5,
            "EXTENT": "15.0026,15.0052,46.9530,46.9540 [EPSG:4326]",
            "OUTPUT": out,
        }
    )[0]
    layer, whole = QgsRasterLayer(out), QgsRasterLayer(dem)
    assert 18 <= layer.width() <= 24
    assert whole.extent().contains(layer.extent())
    row = round((whole.extent().yMaximum() - layer.extent().yMaximum()) / 10)
    col = round((layer.extent().xMinimum() - whole.extent().xMinimum()) / 10)
    expected = largest_around(values_of(60, 80), 2)[row : row + layer.height(), col : col + layer.width()]
    assert np.array_equal(made, expected)


def test_options_and_formats_of_the_output(dem: str, tmp_path: Path) -> None:
    out = str(tmp_path / "out.tif")
    run_filter(
        {"INPUT": dem, "FILTER": "mean", "CREATION_OPTIONS": "COMPRESS=LZW|PREDICTOR=2|PREDICTOR=3", "OUTPUT": out}
    )
    assert gdal.Open(out).GetMetadata("IMAGE_STRUCTURE")["COMPRESSION"] == "LZW"
    cog = str(tmp_path / "cog.tif")
    run_filter({"INPUT": dem, "FILTER": "mean", "CREATION_OPTIONS": "DRIVER=COG", "OUTPUT": cog})
    assert gdal.Open(cog).GetMetadata("IMAGE_STRUCTURE")["LAYOUT"] == "COG"
    img = str(tmp_path / "out.img")
    run_filter({"INPUT": dem, "FILTER": "mean", "OUTPUT": img})
    assert gdal.Open(img).GetDriver().ShortName == "HFA"


def test_type_and_nodata_of_the_output(dem: str, tmp_path: Path) -> None:
    out = str(tmp_path / "out.tif")
    values = {"INPUT": dem, "FILTER": "max", "SIZE": 5, "OUTPUT_TYPE": "int16", "OUTPUT_NODATA": "-1", "OUTPUT": out}
    made = run_filter(values)[0]
    expected = largest_around(values_of(60, 80), 2)
    assert made.dtype == np.int16
    assert gdal.Open(out).GetRasterBand(1).GetNoDataValue() == -1
    assert np.array_equal(made, np.where(expected == NODATA, -1, np.rint(expected)).astype(np.int16))


def test_a_function_of_ones_own(dem: str, folder: str) -> None:
    out = os.path.join(folder, "out.tif")
    values = {
        "INPUT": dem,
        "FILTER": "custom",
        "FUNCTION_FILE": os.path.join(folder, "functions.py"),
        "FUNCTION_NAME": "twice",
        "FUNCTION_ARGUMENTS": '{"factor": 3}',
        "WORKERS": 2,
        "OUTPUT": out,
    }
    source = values_of(60, 80)
    made = run_filter(values)[0]
    valid = source != NODATA
    assert np.array_equal(made[valid], source[valid] * 3)
    assert (made[~valid] == gdal.Open(out).GetRasterBand(1).GetNoDataValue()).all()


ENGINES_OWN = [
    ("truncated", {"INPUT": "{folder}/cut.tif"}, ["cut.tif"]),
    (
        "does not import",
        {"FILTER": "custom", "FUNCTION_FILE": "{folder}/broken.py", "FUNCTION_NAME": "f"},
        ["broken.py", "line 1"],
    ),
    (
        "no such name",
        {"FILTER": "custom", "FUNCTION_FILE": "{folder}/functions.py", "FUNCTION_NAME": "thrice"},
        ["thrice", "twice"],
    ),
    (
        "wrong shape",
        {"FILTER": "custom", "FUNCTION_FILE": "{folder}/functions.py", "FUNCTION_NAME": "cropped"},
        ["rows and columns"],
    ),
    ("option of the format", {"CREATION_OPTIONS": "BLOCKXSIZE=100"}, ["BLOCKXSIZE=100", "16"]),
    ("unknown driver", {"CREATION_OPTIONS": "DRIVER=Nothing"}, ["Nothing", "GTiff"]),
]


@pytest.mark.parametrize("as_child", [False, True], ids=["processing.run", "model"])
@pytest.mark.parametrize(("values", "words"), [row[1:] for row in ENGINES_OWN], ids=[row[0] for row in ENGINES_OWN])
def test_what_only_the_engine_can_see_is_one_clear_error(
    values: dict[str, str], words: list[str], as_child: bool, dem: str, folder: str
) -> None:
    out = os.path.join(folder, "out.tif")
    Path(out).write_bytes(b"what was there before")
    parameters = {"INPUT": dem, "OUTPUT": out, **{key: value.format(folder=folder) for key, value in values.items()}}
    before = sorted(os.listdir(folder))
    run = (lambda: run_as_model_child(FILTER, parameters, "OUTPUT", Feedback())) if as_child else None
    with pytest.raises(QgsProcessingException) as caught:
        (run or (lambda: processing.run(FILTER, parameters, feedback=Feedback())))()
    for word in words:
        assert word in str(caught.value)
    assert "Traceback" not in str(caught.value)
    assert Path(out).read_bytes() == b"what was there before"
    assert sorted(os.listdir(folder)) == before


@pytest.mark.parametrize("cluster", ["threads", "multi"])
def test_cancel_leaves_the_old_output_and_nothing_else(cluster: str, dem: str, folder: str) -> None:
    out = Path(folder) / "out.tif"
    out.write_bytes(b"what was there before")
    before = sorted(os.listdir(folder))
    feedback = Feedback(cancel_at_first_tile=True)
    function = {"FUNCTION_FILE": os.path.join(folder, "functions.py"), "FUNCTION_NAME": "held"}
    values = {"INPUT": dem, "FILTER": ["custom"], **function, "CHUNK_SIZE": 16, "CLUSTER": cluster, "OUTPUT": str(out)}
    results, fine = algorithm(FILTER).run(values, QgsProcessingContext(), feedback)
    assert fine
    assert results == {}
    assert feedback.isCanceled()
    assert any("ancelled" in line for line in feedback.lines)
    assert out.read_bytes() == b"what was there before"
    assert sorted(os.listdir(folder)) == before


def test_values_without_effect_are_told(dem: str, tmp_path: Path) -> None:
    feedback = Feedback()
    run_filter({"INPUT": dem, "FILTER": "mean", "SIGMA": 9, "OUTPUT": str(tmp_path / "out.tif")}, feedback)
    assert [warning for warning in feedback.warnings if "SIGMA=9" in warning and "gaussian" in warning]
    feedback = Feedback()
    run_filter({"INPUT": dem, "FILTER": "gaussian", "SIGMA": 2, "OUTPUT": str(tmp_path / "out.tif")}, feedback)
    assert not feedback.warnings


@pytest.mark.parametrize(("scale", "offset"), [(0.1, 0.0), (1.0, 273.0)])
def test_a_scaled_band_is_computed_as_stored_and_that_is_told(
    scale: float, offset: float, rgb: str, tmp_path: Path
) -> None:
    source = str(tmp_path / "scaled.tif")
    dataset = gdal.Translate(source, rgb)
    dataset.GetRasterBand(2).SetScale(scale)
    dataset.GetRasterBand(2).SetOffset(offset)
    del dataset
    feedback, out = Feedback(), str(tmp_path / "out.tif")
    run_filter({"INPUT": source, "FILTER": "max", "SIZE": 1, "OUTPUT": out}, feedback)
    assert [warning for warning in feedback.warnings if "Band 2 has a scale or offset" in warning]
    np.testing.assert_array_equal(read_raster(out), read_raster(rgb))
    kept = gdal.Open(out)
    assert (kept.GetRasterBand(2).GetScale(), kept.GetRasterBand(2).GetOffset()) == (scale, offset)


def load_result(values: dict[str, Any]) -> QgsRasterLayer:
    """Run in a background thread, as the toolbox does, load the result into the project, and return its layer."""
    project, context, feedback, loop = QgsProject.instance(), QgsProcessingContext(), Feedback(), QEventLoop()
    context.setProject(project)
    target = QgsProcessingOutputLayerDefinition(values.get("OUTPUT", QgsProcessing.TEMPORARY_OUTPUT), project)
    one, ended = algorithm(FILTER), []
    task = QgsProcessingAlgRunnerTask(one, {**values, "OUTPUT": target}, context, feedback)
    task.executed.connect(lambda fine, results: (ended.append((fine, results)), loop.quit()))
    QgsApplication.taskManager().addTask(task)
    loop.exec()
    fine, results = ended[0]
    assert fine, feedback.errors
    assert handleAlgorithmResults(one, context, feedback)
    return next(layer for layer in project.mapLayers().values() if layer.source() == results["OUTPUT"])


def test_the_result_is_loaded_with_a_stretch_and_a_name(dem: str, qgis_new_project: Any) -> None:
    layer = load_result({"INPUT": dem, "FILTER": "median"})
    assert layer.name() == "dem: median"
    renderer = layer.renderer()
    assert isinstance(renderer, QgsSingleBandGrayRenderer)
    stretch = renderer.contrastEnhancement()
    values = values_of(60, 80)
    valid = values[values != NODATA]
    assert valid.min() - 1 <= stretch.minimumValue() < stretch.maximumValue() <= valid.max() + 1


def test_terrain_is_loaded_with_a_style_of_its_own(dem: str, qgis_new_project: Any) -> None:
    layer = load_result({"INPUT": dem, "FILTER": "slope"})
    assert isinstance(layer.renderer(), QgsSingleBandPseudoColorRenderer)
    assert layer.renderer().classificationMax() == 90
    percent = load_result({"INPUT": dem, "FILTER": "slope", "SLOPE_UNIT": "percent"})
    assert isinstance(percent.renderer(), QgsSingleBandGrayRenderer)
    shaded = load_result({"INPUT": dem, "FILTER": "hillshade"})
    assert shaded.renderer().contrastEnhancement().maximumValue() == 255


def test_colours_are_stretched_too(rgb: str, qgis_new_project: Any, tmp_path: Path) -> None:
    layer = load_result({"INPUT": rgb, "FILTER": "median", "OUTPUT": str(tmp_path / "smooth.tif")})
    assert layer.name() in ("rgb: median", "smooth")  # as the user's settings say
    assert layer.bandCount() == 3
    assert layer.renderer().type() in ("multibandcolor", "singlebandgray")


@pytest.mark.parametrize(
    "style", sorted((Path(__file__).parents[2] / "resources" / "styles").glob("*.qml")), ids=lambda path: path.stem
)
def test_a_style_of_its_own_belongs_to_a_filter_and_loads(style: Path, dem: str) -> None:
    from tiled_raster.core.filters import FILTERS

    assert style.stem in FILTERS
    layer = QgsRasterLayer(dem, "dem")
    assert layer.loadNamedStyle(str(style))[1]
    assert isinstance(layer.renderer(), (QgsSingleBandGrayRenderer, QgsSingleBandPseudoColorRenderer))


def test_the_qgis_process_loads_neither_rasterio_nor_scipy(dem: str, tmp_path: Path) -> None:
    code = f"""
        import os, sys
        before = dict(os.environ), list(sys.path)
        from qgis.core import QgsApplication
        app = QgsApplication([], False)
        app.initQgis()
        from processing.core.Processing import Processing
        Processing.initialize()
        import processing
        import tiled_raster
        plugin = tiled_raster.classFactory(None)
        plugin.initProcessing()
        environment, path = dict(os.environ), list(sys.path)
        made = processing.run("{FILTER}", {{"INPUT": {dem!r}, "FILTER": "gaussian", "WORKERS": 2, "CLUSTER": "multi",
                                           "OUTPUT": {str(tmp_path / "out.tif")!r}}})
        assert os.path.getsize(made["OUTPUT"]) > 0
        loaded = sorted(name for name in sys.modules if name.split(".")[0] in ("rasterio", "scipy"))
        assert loaded == [], loaded
        assert dict(os.environ) == environment
        assert sys.path == path
        if "multiprocessing" in sys.modules:
            import multiprocessing
            assert multiprocessing.get_start_method(allow_none=True) is None
        print("clean", flush=True)
        os._exit(0)
    """
    plugins = "/usr/share/qgis/python/plugins"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([os.environ["PYTHONPATH"], plugins])}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.stdout.strip().endswith("clean"), done.stdout + done.stderr


def test_a_model_is_not_checked_beforehand(dem: str) -> None:
    """Why `prepareAlgorithm` repeats the checks: a model accepts what its child would refuse."""
    model = model_of(FILTER, {"INPUT": dem, "SIZE": 4}).create()
    fine, words = model.checkParameterValues({output_of(model): "out.tif"}, QgsProcessingContext())
    assert fine, words
