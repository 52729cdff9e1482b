"""Several layers as one raster in the real QGIS: in filters, tools and statistics, in models and given as text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import processing
import pytest
from osgeo import gdal
from plugin_tools import Feedback, read_raster, run_as_model_child
from qgis.core import QgsProcessingException, QgsProject, QgsRasterLayer

pytestmark = pytest.mark.usefixtures("provider")
FILTER, STATISTICS = "tiledraster:tiledfilter", "tiledraster:tiledstatistics"


@pytest.fixture(scope="module")
def sheets(dem: str, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The raster cut into six files of unequal sizes, the first one not in its corner."""
    folder, made = tmp_path_factory.mktemp("sheets"), []
    for row, rows in ((0, 25), (25, 35)):
        for col, cols in ((0, 30), (30, 19), (49, 31)):
            made.append(str(folder / f"{row}_{col}.tif"))
            gdal.Translate(made[-1], dem, srcWin=[col, row, cols, rows])
    return [made[4], *made[:4], made[5]]


def run(name: str, sources: list[Any], output: Any, **given: Any) -> Any:
    values = {"INPUT": sources[0], "INPUTS": sources[1:], "OUTPUT": str(output), **given}
    return processing.run(name, values, feedback=Feedback())


def assert_same(one: Any, other: Any) -> None:
    assert read_raster(str(one)).tobytes() == read_raster(str(other)).tobytes()
    datasets = [gdal.Open(str(path)) for path in (one, other)]
    places = [dataset.GetGeoTransform() for dataset in datasets]
    np.testing.assert_allclose(places[0], places[1], rtol=1e-12)
    assert len({dataset.GetRasterBand(1).GetNoDataValue() for dataset in datasets}) == 1


@pytest.fixture(scope="module")
def expected(dem: str, plugin: Any, tmp_path_factory: pytest.TempPathFactory) -> str:  # noqa: ARG001
    target = str(tmp_path_factory.mktemp("expected") / "whole.tif")
    processing.run(FILTER, {"INPUT": dem, "FILTER": ["median"], "SIZE": 9, "OUTPUT": target}, feedback=Feedback())
    return target


def test_every_algorithm_that_computes_takes_several_rasters(provider: Any) -> None:
    for algorithm in provider.algorithms():
        names = {definition.name() for definition in algorithm.parameterDefinitions()}
        if "CHUNK_SIZE" in names and "CLUSTER" in names:
            assert "INPUTS" in names, algorithm.name()


@pytest.mark.parametrize("form", ["paths", "layers", "project", "text", "with the first", "one alone"])
def test_every_way_to_name_layers_gives_the_raster_of_one_file(
    form: str, sheets: list[str], expected: str, tmp_path: Path
) -> None:
    given: Any = sheets
    if form in ("layers", "project"):
        given = [QgsRasterLayer(sheet, Path(sheet).stem) for sheet in sheets]
    if form == "project":
        QgsProject.instance().addMapLayers(given)
        given = [layer.id() for layer in given]
    further: Any = {"text": ";".join(sheets[1:]), "with the first": sheets}.get(form, given[1:])
    if form == "one alone":
        whole = str(tmp_path / "rest.vrt")
        gdal.BuildVRT(whole, sheets[1:]).FlushCache()
        further = whole
    try:
        run(FILTER, given, tmp_path / "out.tif", FILTER=["median"], SIZE=9, INPUTS=further)
    finally:
        QgsProject.instance().removeAllMapLayers()
    assert_same(tmp_path / "out.tif", expected)


def test_a_model_and_an_area_in_a_further_layer(sheets: list[str], dem: str, expected: str, tmp_path: Path) -> None:
    values = {"INPUT": sheets[0], "INPUTS": sheets[1:], "FILTER": ["median"], "SIZE": 9}
    run_as_model_child(FILTER, {**values, "OUTPUT": str(tmp_path / "model.tif")}, "OUTPUT", Feedback())
    assert_same(tmp_path / "model.tif", expected)
    area = QgsRasterLayer(sheets[1]).extent()
    for name, sources in (("many", sheets), ("one", [dem])):
        run(FILTER, sources, tmp_path / f"{name}.tif", FILTER=["median"], SIZE=9, EXTENT=area)
    assert_same(tmp_path / "many.tif", tmp_path / "one.tif")


def test_tools_and_statistics(sheets: list[str], dem: str, tmp_path: Path) -> None:
    for name, sources in (("many", sheets), ("one", [dem])):
        run("tiledraster:slope", sources, tmp_path / f"{name}.tif")
    assert_same(tmp_path / "many.tif", tmp_path / "one.tif")
    found = [
        processing.run(STATISTICS, {"INPUT": first, "INPUTS": more, "STATISTICS": ["mean", "median", "count"]})
        for first, more in ((sheets[0], sheets[1:]), (dem, []))
    ]
    for name in ("MEAN", "MEDIAN", "COUNT"):
        assert found[0][name] == found[1][name]


@pytest.mark.parametrize("way", ["algorithm", "model"])
@pytest.mark.parametrize("odd", ["missing", "vector", "other grid", "output"])
def test_what_does_not_fit_is_named(odd: str, way: str, sheets: list[str], tmp_path: Path) -> None:
    bad, target, said = str(tmp_path / "odd.tif"), str(tmp_path / "out.tif"), "odd"
    if odd == "vector":
        bad = str(tmp_path / "odd.geojson")
        Path(bad).write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    elif odd != "missing":
        gdal.Translate(bad, sheets[1], **({"width": 7, "height": 9} if odd == "other grid" else {}))
    if odd == "output":
        target, said = bad, "output="
    values = {"INPUT": sheets[0], "INPUTS": [*sheets[2:], bad], "FILTER": ["median"], "OUTPUT": target}
    feedback = Feedback()
    with pytest.raises(QgsProcessingException) as told:
        if way == "algorithm":
            processing.run(FILTER, values, feedback=feedback)
        else:
            run_as_model_child(FILTER, values, "OUTPUT", feedback)
    assert said in "\n".join([str(told.value), *feedback.errors])
    assert not (tmp_path / "out.tif").exists()
