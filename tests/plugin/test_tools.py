"""One tool per job: each is registered, is found by the words that people search, and builds the same job."""

from __future__ import annotations

import os
import re
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from plugin_tools import FILTER, Feedback, algorithm, read_raster, run_as_model_child
from qgis import processing
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingParameterDefinition,
    QgsVectorLayer,
)
from qgis.gui import QgsProcessingToolboxModel, QgsProcessingToolboxProxyModel
from qgis.PyQt.QtCore import QModelIndex
from qgis.PyQt.QtGui import QColor, QIcon
from tiled_raster.algorithms.tool import choice_of
from tiled_raster.algorithms.tools import GROUPS, TOOLS, ToolSpec
from tiled_raster.core import ClusterGenerator, MultiprocConfig, filter_raster
from tiled_raster.core.filters import FILTERS

pytestmark = pytest.mark.usefixtures("provider")

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "resources" / "examples"
ADVANCED = QgsProcessingParameterDefinition.Flag.FlagAdvanced
IDS = {
    "tiledfilter": ("Tiled filter (save)", "allinone"),
    "tiledstatistics": ("Tiled statistics (collect)", "allinone"),
    "focalstatistics": ("Focal statistics", "neighbourhood"),
    "gaussiansmoothing": ("Gaussian smoothing", "smoothing"),
    "fillgaps": ("Fill gaps", "smoothing"),
    "removeoutliers": ("Remove outliers", "smoothing"),
    "edgedetection": ("Edge detection", "edges"),
    "morphology": ("Morphology", "edges"),
    "slope": ("Slope", "terrain"),
    "aspect": ("Aspect", "terrain"),
    "hillshade": ("Hillshade", "terrain"),
    "topographicposition": ("Topographic position index (TPI)", "terrain"),
    "ruggedness": ("Ruggedness and roughness", "terrain"),
    "localrelief": ("Local relief", "terrain"),
    "zonalstatistics": ("Statistics by zone", "zones"),
    "ownfunction": ("Own function on tiles", "owncode"),
    "tilinggrid": ("Tiling grid (preview)", "helpers"),
    "checkengine": ("Check the engine", "helpers"),
}
"""Ids, names and groups, as saved models and people hold on to them."""
SEARCHED = {
    "focalstatistics": "focal statistics, focal, moving window, sliding window, neighbourhood analysis, neighborhood, "
    "neighbourhood statistics, low pass, low-pass filter, despeckle, salt and pepper, median, mean filter, majority, "
    "majority filter, standard deviation, percentile, convolution, kernel, denoise, smooth, average, variety, "
    "diversity, box filter, blur, quantile, dilate, erode, range, minimum, maximum, annulus",
    "gaussiansmoothing": "gaussian, gaussian blur, gauss, smoothing, low pass, blur, denoise, sigma",
    "fillgaps": "fill gaps, fill nodata, fill no data, inpainting, void filling, voids, holes, interpolate, missing, "
    "fillnodata, gap",
    "removeoutliers": "outliers, remove outliers, spikes, despike, blunders, artefacts, clean, threshold",
    "edgedetection": "edge detection, edges, sobel, prewitt, laplacian, laplacian of gaussian, high pass, gradient, "
    "lineaments, blob, sharpen",
    "morphology": "morphology, opening, closing, top hat, top-hat, tophat, erosion, dilation, structuring element",
    "slope": "slope, steepness, dem, dtm, gradient, terrain, inclination, gdaldem",
    "aspect": "aspect, exposition, orientation, direction, facing",
    "hillshade": "hillshade, shaded relief, relief, shading, illumination, sun, multidirectional, shadow",
    "topographicposition": "topographic position, tpi, landform, ridges, valleys, topographic position index",
    "ruggedness": "ruggedness, roughness, tri, terrain ruggedness index, riley, rugged",
    "localrelief": "local relief, z-score, zscore, deviation from mean, relief, microrelief, archaeology, residual, "
    "difference from mean, local relief model",
    "zonalstatistics": "zonal, zonal statistics, zones, polygon statistics, per polygon, tabulate area",
    "ownfunction": "own function, python, custom, user defined, numpy, script, raster calculator",
    "tilinggrid": "tiling, tile grid, fishnet, halo, overlap, footprint",
    "tiledstatistics": "statistics, histogram, tiled statistics",
    "tiledfilter": "tiled filter, parallel",
    "checkengine": "engine, diagnose, rasterio",
}
NOT_THERE = (
    "viewshed, watershed, contour, kriging, mosaic, clip, reproject, curvature, ndvi, pansharpen, "
    "classification, clustering, segmentation, hydrology, flow accumulation, canny, fourier, wavelet, texture, glcm, "
    "polygonize, rasterize, resample, geomorphon, bilateral"
)


def search(text: str) -> set[str]:
    """Return the names of our algorithms that QGIS's toolbox shows for a search."""
    model = QgsProcessingToolboxProxyModel(None, QgsApplication.processingRegistry())
    model.setFilterString(text)
    found, waiting = set(), [QModelIndex()]
    while waiting:
        parent = waiting.pop()
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            waiting.append(index)
            found.add(str(model.data(index, QgsProcessingToolboxModel.Roles.RoleAlgorithmId) or ""))
    return {name.partition(":")[2] for name in found if name.startswith("tiledraster:")}


WORDS = [(word.strip(), name) for name, words in SEARCHED.items() for word in words.split(",")]


def test_at_least_eighty_words_are_searched() -> None:
    assert len({word for word, _ in WORDS}) >= 80


@pytest.mark.parametrize("name", SEARCHED)
def test_a_search_finds_the_tool(name: str) -> None:
    missed = [word for word, wanted in WORDS if wanted == name and name not in search(word)]
    assert not missed


def test_a_search_for_what_is_not_there_finds_nothing() -> None:
    assert {word.strip(): search(word.strip()) for word in NOT_THERE.split(",") if search(word.strip())} == {}


def test_the_toolbox_has_these_tools_in_these_groups(provider: Any) -> None:
    found = {one.name(): (one.displayName(), one.groupId()) for one in provider.algorithms()}
    assert {name: found[name] for name in IDS} == IDS
    for one in provider.algorithms():
        assert one.group() == GROUPS[one.groupId()]


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("background", ["#ffffff", "#323232"])
def test_every_group_has_an_icon_that_shows_at_16_pixels(group: str, background: str) -> None:
    path = ROOT / "resources" / "icons" / f"{group}.svg"
    image = QIcon(str(path)).pixmap(16, 16).toImage()
    behind = QColor(background)
    seen = 0
    for x in range(16):
        for y in range(16):
            colour = image.pixelColor(x, y)
            distance = max(abs(a - b) for a, b in zip(colour.getRgb()[:3], behind.getRgb()[:3]))
            seen += colour.alpha() > 128 and distance > 60
    assert seen >= 30


def test_every_filter_names_its_tool() -> None:
    known = {tool.name for tool in TOOLS}
    wrong = {spec.name: spec.tool for spec in FILTERS.values() if spec.tool not in known}
    assert not wrong, "name the tool in the filter's record, or give it a ToolSpec of its own in algorithms/tools.py"
    assert all(tool.filters for tool in TOOLS)


def test_only_what_runs_a_users_file_is_marked_as_a_risk(provider: Any) -> None:
    risky = {one.name() for one in provider.algorithms() if getattr(one, "runs_user_code", False)}
    assert risky == {"tiledfilter", "tiledstatistics", "ownfunction"}


@pytest.mark.parametrize("name", IDS)
def test_few_fields_are_in_sight_and_each_has_help(name: str) -> None:
    one = algorithm(f"tiledraster:{name}")
    shown = [each for each in one.parameterDefinitions() if not each.flags() & ADVANCED and not each.isDestination()]
    assert len(shown) <= 7, [each.name() for each in shown]
    for each in one.parameterDefinitions():
        assert each.isDestination() or len(each.help()) > 20, each.name()
    assert len(one.shortHelpString()) > 80


def test_a_tools_parameters_are_named_as_those_of_the_filter_that_can_do_everything() -> None:
    known = {each.name(): each for each in algorithm(FILTER).parameterDefinitions()}
    for tool in TOOLS:
        for each in algorithm(f"tiledraster:{tool.name}").parameterDefinitions():
            assert each.type() == known[each.name()].type(), each.name()
            if each.name() not in ("FILTER", "OUTPUT"):
                assert each.defaultValue() == known[each.name()].defaultValue()


def names_of(tool: ToolSpec) -> list[str]:
    return [spec.name for spec in tool.filters]


CHOICES = [(tool.name, name) for tool in TOOLS for name in names_of(tool)]


@pytest.fixture(scope="module")
def by_library(dem: str, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return what makes the result of each filter, by the library and one tile after the other."""
    folder = tmp_path_factory.mktemp("library")

    def made(name: str) -> np.ndarray:
        out = str(folder / f"{name}.tif")
        filter_raster(dem, MultiprocConfig(outfile=out, cluster=ClusterGenerator("basic")), name)
        return read_raster(out)

    return made


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_a_tool_gives_the_same_bits_as_the_library(tool: ToolSpec, dem: str, tmp_path: Path, by_library: Any) -> None:
    """As it stands when it is opened: nothing but the input given; and in a model."""
    out, of_model = str(tmp_path / "out.tif"), str(tmp_path / "model.tif")
    name = f"tiledraster:{tool.name}"
    processing.run(name, {"INPUT": dem, "OUTPUT": out}, feedback=Feedback())
    expected = by_library(choice_of(tool).default)
    made = read_raster(out)
    assert made.dtype == expected.dtype
    assert made.tobytes() == expected.tobytes()
    run_as_model_child(name, {"INPUT": dem, "OUTPUT": of_model}, "OUTPUT", Feedback())
    assert read_raster(of_model).tobytes() == expected.tobytes()


@pytest.mark.parametrize(("tool", "choice"), CHOICES)
def test_a_choice_makes_the_job_that_the_filter_makes(tool: str, choice: str, dem: str) -> None:
    values = {"INPUT": dem, "FILTER": choice, "SIZE": 5, "SIGMA": 2, "EDGE": "reflect", "OUTPUT": "memory:"}
    assert job_of(f"tiledraster:{tool}", values) == job_of(FILTER, values)


def test_a_choice_given_as_text_passes_every_check_of_qgis() -> None:
    """A tool's FILTER is one name and no list; that of "Tiled filter (save)" is several, as text too."""
    for tool, choice in CHOICES:
        name = f"tiledraster:{tool}"
        asked = algorithm(name).parameterDefinition("FILTER")
        assert asked is None or asked.checkValueIsAcceptable(listed_by(name, choice))
    assert listed_by(FILTER, "max;min") == ["max", "min"]


def listed_by(name: str, given: str) -> Any:
    from tiled_raster.algorithms.values import Values

    return Values(algorithm(name), {"FILTER": given}, QgsProcessingContext()).with_lists()["FILTER"]


def job_of(name: str, values: dict[str, Any]) -> Any:
    from tiled_raster.algorithms.values import Values

    one = algorithm(name)
    return one.make_job(Values(one, values, QgsProcessingContext())).to_json()


@pytest.mark.parametrize(
    ("tool", "values", "words"),
    [
        ("focalstatistics", {"FILTER": "slope"}, ["slope", "mean, median", "count"]),
        ("focalstatistics", {"FILTER": ["mean", "max"]}, ["mean", "max"]),
        ("edgedetection", {"FILTER": 1}, ["1", "sobel, prewitt, laplacian or log"]),
        ("hillshade", {"AZIMUTH": 400}, ["400", "from 0 to 360"]),
        ("topographicposition", {"SIZE": 4}, ["4", "try 3 or 5"]),
        ("ownfunction", {}, ["file"]),
        ("ownfunction", {"FUNCTION_FILE": "{examples}/functions.py"}, ["name", "has"]),
        ("tilinggrid", {"CHUNK_SIZE": -1}, ["-1", "from 0"]),
        ("tilinggrid", {"CHUNK_SIZE": 1, "INPUT": "{large}"}, ["9,000,000", "1,000,000"]),
        ("tilinggrid", {"INPUT": "nowhere.tif"}, ["nowhere.tif", "no such file"]),
    ],
)
@pytest.mark.parametrize("as_child", [False, True], ids=["processing.run", "model"])
def test_a_bad_value_is_refused_in_words(
    tool: str, values: dict[str, Any], words: list[str], as_child: bool, dem: str, tmp_path: Path
) -> None:
    large = tmp_path / "large.tif"
    gdal.GetDriverByName("GTiff").Create(str(large), 3000, 3000, options=["SPARSE_OK=YES"])
    texts = {"examples": EXAMPLES, "large": large}
    given = {key: value.format(**texts) if isinstance(value, str) else value for key, value in values.items()}
    parameters = {"INPUT": dem, **given, "OUTPUT": "TEMPORARY_OUTPUT"}
    name = f"tiledraster:{tool}"
    run = partial(processing.run, name, parameters, feedback=Feedback())
    if as_child:
        run = partial(run_as_model_child, name, parameters, "OUTPUT", Feedback())
    with pytest.raises(QgsProcessingException) as caught:
        run()
    for word in words:
        assert word in str(caught.value)


def test_a_function_of_ones_own(dem: str, folder: str) -> None:
    out = os.path.join(folder, "out.tif")
    function = {"FUNCTION_FILE": os.path.join(folder, "functions.py"), "FUNCTION_NAME": "twice"}
    processing.run("tiledraster:ownfunction", {"INPUT": dem, **function, "OUTPUT": out}, feedback=Feedback())
    other = os.path.join(folder, "other.tif")
    processing.run(FILTER, {"INPUT": dem, "FILTER": "custom", **function, "OUTPUT": other}, feedback=Feedback())
    assert read_raster(out).tobytes() == read_raster(other).tobytes()
    assert read_raster(out)[0, 30, 30] == 2 * read_raster(dem)[0, 30, 30]


def test_the_grid_covers_the_raster_once_and_shows_the_margins(dem: str, tmp_path: Path) -> None:
    out = str(tmp_path / "grid.gpkg")
    values = {"INPUT": dem, "CHUNK_SIZE": 32, "DEPTH": 3, "OUTPUT": out}
    layer = processing.run("tiledraster:tilinggrid", values, feedback=Feedback())["OUTPUT"]
    features = list(QgsVectorLayer(str(layer), "grid", "ogr").getFeatures())
    tiles = {one["tile"]: one for one in features if one["part"] == "tile"}
    margins = {one["tile"]: one for one in features if one["part"] == "halo"}
    assert len(tiles) == len(margins) == 2 * 3
    assert sum(one.geometry().area() for one in tiles.values()) == 60 * 80 * 100
    assert tiles[1].geometry().boundingBox().toString(0) == "500000,5199680 : 500320,5200000"
    assert margins[1].geometry().boundingBox().toString(0) == "500000,5199650 : 500350,5200000"
    assert (tiles[6]["row_min"], tiles[6]["row_max"], tiles[6]["col_min"], tiles[6]["col_max"]) == (32, 60, 64, 80)


def test_the_grid_follows_a_rotated_raster(tmp_path: Path) -> None:
    source = str(tmp_path / "turned.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(source, 40, 20)
    dataset.SetGeoTransform((100.0, 3.0, 1.0, 200.0, 1.0, -3.0))
    del dataset
    run = partial(processing.run, "tiledraster:tilinggrid", feedback=Feedback())
    layer = run({"INPUT": source, "CHUNK_SIZE": 20, "OUTPUT": "TEMPORARY_OUTPUT"})["OUTPUT"]
    shapes = [one.geometry().asPolygon()[0] for one in layer.getFeatures()]
    assert len(shapes) == 2
    assert [(point.x(), point.y()) for point in shapes[1][:4]] == [(160, 220), (220, 240), (240, 180), (180, 160)]


def test_a_grid_of_chosen_size_is_that_of_a_run(dem: str) -> None:
    feedback = Feedback()
    processing.run("tiledraster:tilinggrid", {"INPUT": dem, "OUTPUT": "memory:"}, feedback=feedback)
    told = re.findall(r"(\d+) tiles of up to (\d+) x (\d+)", " ".join(feedback.lines))
    assert told
    run = Feedback()
    function = {"FUNCTION_FILE": str(EXAMPLES / "functions.py"), "FUNCTION_NAME": "despiked"}
    values = {"INPUT": dem, **function, "OUTPUT": "TEMPORARY_OUTPUT"}
    processing.run("tiledraster:ownfunction", values, feedback=run)
    assert re.findall(r"(\d+) tiles? of up to (\d+) x (\d+)", " ".join(run.lines)) == told
