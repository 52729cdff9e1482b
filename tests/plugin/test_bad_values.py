"""Every bad value is refused in words before any work, however the algorithm is run; they name value and choices."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Callable

import pytest
from plugin_tools import FILTER, STATISTICS, Feedback, algorithm, run_as_model_child
from qgis import processing
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProperty, QgsRasterLayer

pytestmark = pytest.mark.usefixtures("provider")

COMMON = [
    ("missing file", {"INPUT": "{folder}/nothing.tif"}, ["nothing.tif", "no such file"]),
    ("no input", {"INPUT": ""}, ["input is empty"]),
    ("directory", {"INPUT": "{folder}"}, ["is a folder"]),
    ("not a raster", {"INPUT": "{folder}/words.tif"}, ["words.tif", "no raster"]),
    ("band above, by comma", {"INPUT": "{rgb}", "BANDS": "1,4"}, ["bands=1,4", "no band 4", "1 to 3"]),
    ("band above", {"BANDS": [2]}, ["bands=2", "only band 1"]),
    ("band above, as text", {"INPUT": "{rgb}", "BANDS": "1;4"}, ["bands=1;4", "no band 4", "1 to 3"]),
    ("band zero", {"INPUT": "{rgb}", "BANDS": [0]}, ["no band 0", "1 to 3"]),
    ("band in words", {"BANDS": "red"}, ["bands=red", "numbers separated by a semicolon"]),
    ("unknown cluster", {"CLUSTER": "bascic"}, ["cluster=bascic", "auto, basic, threads or multi"]),
    ("cluster by number", {"CLUSTER": 1}, ["cluster=1", "auto, basic, threads or multi"]),
    ("negative chunk", {"CHUNK_SIZE": -5}, ["chunk_size=-5", "from 0"]),
    ("chunk in words", {"CHUNK_SIZE": "large"}, ["chunk_size=large", "whole number"]),
    ("half a worker", {"WORKERS": 1.5}, ["workers=1.5", "whole number"]),
    ("tiny memory", {"MEMORY_LIMIT": 3}, ["memory_limit=3", "16 MB"]),
    ("extent in words", {"EXTENT": "here"}, ["extent=here", "xmin,xmax,ymin,ymax"]),
    ("extent elsewhere", {"EXTENT": "0,1,0,1"}, ["extent=0,1,0,1", "outside the raster", "500000"]),
    ("extent with an unknown CRS", {"EXTENT": "0,1,0,1 [EPSG:987654]"}, ["EPSG:987654", "unknown"]),
]
OF_FILTER = [
    ("even size", {"SIZE": 4}, ["size=4", "must be odd, try 3 or 5"]),
    ("huge size", {"SIZE": 100_001}, ["size=100001", "from 1 to 4097"]),
    ("size as text", {"SIZE": "wide"}, ["size=wide", "whole number"]),
    ("sigma 0", {"FILTER": "gaussian", "SIGMA": 0}, ["sigma=0", "above 0"]),
    ("unknown filter", {"FILTER": ["medain"]}, ["filter=medain", "mean, median", "custom"]),
    ("filter by number", {"FILTER": [1]}, ["filter=1", "mean, median"]),
    ("one of two unknown", {"FILTER": "mean,moan"}, ["filter=moan", "mean, median"]),
    ("no filter", {"FILTER": []}, ["filter is empty", "mean, median"]),
    ("custom with another", {"FILTER": ["custom", "mean"]}, ["custom runs alone"]),
    ("custom without a file", {"FILTER": ["custom"]}, ["function_file", "Python file"]),
    (
        "custom file missing",
        {"FILTER": "custom", "FUNCTION_FILE": "{folder}/no.py", "FUNCTION_NAME": "f"},
        ["no.py", "no such file"],
    ),
    (
        "custom without a name",
        {"FILTER": "custom", "FUNCTION_FILE": "{folder}/functions.py"},
        ["function_name", "name of a function"],
    ),
    (
        "arguments that are no JSON",
        {
            "FILTER": "custom",
            "FUNCTION_FILE": "{folder}/functions.py",
            "FUNCTION_NAME": "twice",
            "FUNCTION_ARGUMENTS": "factor=3",
        },
        ["function_arguments=factor=3", "JSON object"],
    ),
    ("unknown policy", {"NODATA_POLICY": "ignore"}, ["nodata_policy=ignore", "keep, fill or propagate"]),
    ("unknown edge", {"EDGE": "wrap"}, ["edge=wrap", "shrink, reflect or nearest"]),
    ("no valid pixel wanted", {"MIN_VALID": 0}, ["min_valid=0", "1 or more"]),
    ("unknown type", {"OUTPUT_TYPE": "float16"}, ["output_type=float16", "float32"]),
    ("nodata in words", {"OUTPUT_NODATA": "none"}, ["output_nodata=none", "number or nan"]),
    ("creation option without a value", {"CREATION_OPTIONS": "COMPRESS"}, ["COMPRESS", "KEY=VALUE"]),
    ("folder missing", {"OUTPUT": "{folder}/sub/out.tif"}, ["sub", "no folder"]),
    ("unknown format", {"OUTPUT": "{folder}/out.xyz"}, ["out.xyz", ".tif"]),
    ("not by windows", {"OUTPUT": "{folder}/out.png"}, ["out.png", "tile by tile", ".tif"]),
    ("no format", {"OUTPUT": "{folder}/out"}, ["without an extension", ".tif"]),
]
OF_STATISTICS = [
    ("unknown statistic", {"STATISTICS": ["meen"]}, ["statistics=meen", "mean"]),
    ("statistic by number", {"STATISTICS": "2"}, ["statistics=2", "mean"]),
    (
        "two outputs in one file",
        {"OUTPUT_TABLE": "{folder}/one", "OUTPUT_HTML": "{folder}/./one"},
        ["output_html=", "is output_table already"],
    ),
    ("nothing to measure", {"STATISTICS": []}, ["statistics is empty", "mean"]),
    ("percentile above", {"PERCENTILES": "5;105"}, ["105", "from 0 to 100"]),
    ("percentile in words", {"PERCENTILES": "p5"}, ["percentiles=p5", "5;50;95"]),
    ("bins below 0", {"HISTOGRAM_BINS": -1}, ["histogram_bins=-1", "from 0"]),
    ("folder missing", {"OUTPUT_TABLE": "{folder}/sub/out.csv"}, ["output_table", "no folder"]),
]
ROWS = [
    *((FILTER, *row) for row in (*COMMON, *OF_FILTER)),
    *((STATISTICS, *row) for row in (*COMMON, *OF_STATISTICS)),
]
OUTPUTS = {FILTER: "OUTPUT", STATISTICS: "OUTPUT_JSON"}


def by_check(name: str, parameters: dict[str, Any]) -> str:
    fine, words = algorithm(name).checkParameterValues(parameters, QgsProcessingContext())
    return "" if fine else words


def by_processing_run(name: str, parameters: dict[str, Any]) -> str:
    try:
        processing.run(name, parameters, feedback=Feedback())
    except QgsProcessingException as error:
        return str(error)
    return ""


def by_model(name: str, parameters: dict[str, Any]) -> str:
    try:
        run_as_model_child(name, parameters, OUTPUTS[name], Feedback())
    except QgsProcessingException as error:
        return str(error)
    return ""


@pytest.mark.parametrize("route", [by_check, by_processing_run, by_model])
@pytest.mark.parametrize(("name", "values", "words"), [row[:1] + row[2:] for row in ROWS], ids=[row[1] for row in ROWS])
def test_a_bad_value_is_refused_in_words(
    name: str,
    values: dict[str, Any],
    words: list[str],
    route: Callable[[str, dict[str, Any]], str],
    folder: str,
    dem: str,
    rgb: str,
) -> None:
    target = os.path.join(folder, "out.tif" if name == FILTER else "out.json")
    parameters = {"INPUT": dem, OUTPUTS[name]: target, **values}
    parameters = {
        key: value.format(folder=folder, rgb=rgb) if isinstance(value, str) and value.startswith("{") else value
        for key, value in parameters.items()
    }
    before = sorted(os.listdir(folder))
    answer = route(name, parameters)
    for word in words:
        assert word in answer
    assert "Traceback" not in answer
    assert sorted(os.listdir(folder)) == before


@pytest.mark.parametrize("route", [by_check, by_processing_run, by_model])
def test_the_input_is_never_the_output(route: Callable[..., str], folder: str) -> None:
    source = os.path.join(folder, "source.tif")
    from plugin_tools import values_of, write_raster

    write_raster(Path(source), [values_of(20, 20)])
    link = os.path.join(folder, "link.tif")
    os.symlink(source, link)
    before = Path(source).read_bytes()
    for target in (source, link, os.path.join(folder, ".", "source.tif")):
        assert "is the input itself" in route(FILTER, {"INPUT": source, "OUTPUT": target})
    assert Path(source).read_bytes() == before


@pytest.mark.parametrize("kind", ["wms", "memory"])
def test_a_layer_that_is_no_file_is_refused(kind: str, tmp_path: Path, dem: str) -> None:
    if kind == "wms":
        layer = QgsRasterLayer("type=xyz&url=file:///nowhere/{z}/{x}/{y}.png&zmax=1&zmin=0", "tiles", "wms")
    else:
        from osgeo import gdal

        gdal.GetDriverByName("GTiff").CreateCopy("/vsimem/inside.tif", gdal.Open(dem))
        layer = QgsRasterLayer("/vsimem/inside.tif", "inside")
    assert layer.isValid()
    answer = by_check(FILTER, {"INPUT": layer, "OUTPUT": str(tmp_path / "out.tif")})
    assert layer.name() in answer
    assert "no file on disk" in answer
    assert "Save As" in answer


def test_a_broken_layer_is_refused(tmp_path: Path) -> None:
    layer = QgsRasterLayer("moved.tif", "old one")
    assert "old one" in by_check(FILTER, {"INPUT": layer, "OUTPUT": str(tmp_path / "out.tif")})


def test_a_data_defined_value_is_looked_at_too(dem: str, tmp_path: Path) -> None:
    parameters = {"INPUT": dem, "OUTPUT": str(tmp_path / "out.tif"), "SIZE": QgsProperty.fromExpression("2 + 2")}
    assert "size=4" in by_check(FILTER, parameters)
    parameters["SIZE"] = QgsProperty.fromExpression("2 + 3")
    assert by_check(FILTER, parameters) == ""


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_refused(dem: str, tmp_path: Path) -> None:
    os.chmod(tmp_path, 0o500)
    assert "cannot be written to" in by_check(FILTER, {"INPUT": dem, "OUTPUT": str(tmp_path / "out.tif")})


@pytest.mark.parametrize(
    ("name", "values"),
    [
        (FILTER, {"SIZE": "7", "FILTER": "mean,max", "BANDS": "1;3", "WORKERS": "2"}),
        (FILTER, {"SIZE": 7.0, "FILTER": ["mean"], "BANDS": [1, 2], "EXTENT": "500000,500100,5199900,5200000"}),
        (FILTER, {"FILTER": "gaussian", "SIGMA": "0.5", "OUTPUT_NODATA": "nan", "OUTPUT_TYPE": "float64"}),
        (FILTER, {"EXTENT": None, "BANDS": None, "FUNCTION_FILE": "", "CREATION_OPTIONS": ""}),
        (STATISTICS, {"STATISTICS": "mean,std", "PERCENTILES": "5; 33.3 95", "HISTOGRAM_BINS": "16"}),
        (STATISTICS, {"STATISTICS": "mean;std", "PERCENTILES": "5,95", "BANDS": "2, 3"}),
        (STATISTICS, {"STATISTICS": [], "PERCENTILES": "50"}),
    ],
)
def test_good_values_are_not_refused(name: str, values: dict[str, Any], rgb: str, tmp_path: Path) -> None:
    target = {FILTER: {"OUTPUT": str(tmp_path / "out.tif")}, STATISTICS: {}}[name]
    assert by_check(name, {"INPUT": rgb, **target, **values}) == ""
