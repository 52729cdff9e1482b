"""Masks in the real QGIS: polygon layers, selections, other CRSs, rasters, in filters, tools and statistics."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import processing
import pytest
from osgeo import gdal
from plugin_tools import Feedback, model_of, output_of, read_raster
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)

pytestmark = pytest.mark.usefixtures("provider")
FILTER, STATISTICS = "tiledraster:tiledfilter", "tiledraster:tiledstatistics"


def layer_of(dem: str, *parts: tuple[float, float, float, float], crs: str = "") -> QgsVectorLayer:
    """Return rectangles given as shares of the raster (left, top, right, bottom)."""
    raster = QgsRasterLayer(dem)
    whole, own = raster.extent(), raster.crs().authid()
    layer = QgsVectorLayer(f"Polygon?crs={crs or own}", "mask", "memory")
    for left, top, right, bottom in parts:
        feature = QgsFeature()
        xs = [whole.xMinimum() + whole.width() * share for share in (left, right)]
        ys = [whole.yMaximum() - whole.height() * share for share in (bottom, top)]
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(xs[0], ys[0], xs[1], ys[1])))
        layer.dataProvider().addFeatures([feature])
    if not crs or crs == own:
        return layer
    given = {"INPUT": layer_of(dem, *parts), "TARGET_CRS": crs, "OUTPUT": "memory:"}
    return processing.run("native:reprojectlayer", given)["OUTPUT"]


def run(name: str, dem: str, mask: Any, output: Any, **given: Any) -> Any:
    values = {"INPUT": dem, "MASK": mask, "OUTPUT": str(output), **given}
    return processing.run(name, values, feedback=Feedback())


def valid(path: str) -> np.ndarray:
    dataset = gdal.Open(path)
    values = dataset.ReadAsArray()
    return (dataset.GetRasterBand(1).GetMaskBand().ReadAsArray() != 0) & np.isfinite(values)


def test_every_filter_tool_takes_a_mask(provider: Any) -> None:
    for algorithm in provider.algorithms():
        names = {definition.name() for definition in algorithm.parameterDefinitions()}
        if "NODATA_POLICY" in names or "EDGE" in names or "FUNCTION_FILE" in names:
            assert {"MASK", "MASK_MODE", "SELECTED_ONLY"} <= names, algorithm.name()


@pytest.mark.parametrize("mode", ["compute", "see"])
@pytest.mark.parametrize("crs", ["", "EPSG:4326"])
def test_polygons_of_any_crs(crs: str, mode: str, dem: str, tmp_path: Path) -> None:
    mask = layer_of(dem, (0.25, 0.25, 0.75, 0.5), crs=crs)
    given = {"FILTER": ["mean"], "SIZE": 5, "NODATA_POLICY": "fill", "MASK_MODE": mode}
    made = run(FILTER, dem, mask, tmp_path / "out.tif", **given)["OUTPUT"]
    rows, cols = read_raster(dem)[0].shape
    grow = 2 if mode == "see" else 0
    box = np.s_[rows // 4 - grow : rows // 2 + grow, cols // 4 - grow : cols * 3 // 4 + grow]
    inside = np.zeros((rows, cols), bool)
    inside[box] = True
    np.testing.assert_array_equal(valid(made), inside)
    assert not list(tmp_path.glob("*.wkbs"))


def test_only_selected_ones_in_tools_and_statistics(dem: str, tmp_path: Path) -> None:
    mask = layer_of(dem, (0, 0, 1, 1), (0.5, 0.5, 1, 1))
    mask.selectByIds([2])
    given = {"SELECTED_ONLY": True, "SIGMA": 1.5}
    made = run("tiledraster:gaussiansmoothing", dem, mask, tmp_path / "out.tif", **given)["OUTPUT"]
    values = read_raster(dem)[0]
    rows, cols = values.shape
    assert not valid(made)[: rows // 2].any()
    assert valid(made)[rows // 2 :, cols // 2 :].any()
    found = run(STATISTICS, dem, mask, "", STATISTICS=["count", "max"], SELECTED_ONLY=True)
    source = QgsRasterLayer(dem)
    nodata = source.dataProvider().sourceNoDataValue(1)
    part = values[rows // 2 :, cols // 2 :]
    assert found["COUNT"] == part.size
    assert found["MAX"] == pytest.approx(part[part != nodata].max())


def test_a_raster_and_a_model(dem: str, tmp_path: Path) -> None:
    source = gdal.Open(dem)
    path = str(tmp_path / "mask.tif")
    made = gdal.GetDriverByName("GTiff").Create(path, source.RasterXSize, source.RasterYSize, 1, gdal.GDT_Byte)
    made.SetGeoTransform(source.GetGeoTransform())
    made.SetProjection(source.GetProjection())
    inside = np.arange(source.RasterXSize * source.RasterYSize).reshape(source.RasterYSize, -1) % 3 == 0
    made.GetRasterBand(1).WriteArray(inside.astype("u1"))
    del made
    model = model_of(FILTER, {"INPUT": dem, "MASK": path, "FILTER": ["max"], "SIZE": 9, "NODATA_POLICY": "fill"})
    found = processing.run(model, {output_of(model): str(tmp_path / "out.tif")}, feedback=Feedback())
    np.testing.assert_array_equal(valid(found[output_of(model)]), inside)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"MASK": "nothing.gpkg"}, "mask=nothing.gpkg"),
        ({"MASK_MODE": "hide"}, "mask_mode=hide"),
        ({"SELECTED_ONLY": True}, "no feature is selected"),
    ],
)
def test_bad_values_are_told_in_words(changed: dict[str, Any], words: str, dem: str, tmp_path: Path) -> None:
    values = {"MASK": layer_of(dem, (0, 0, 1, 1)), **changed}
    with pytest.raises(QgsProcessingException, match=words):
        run(FILTER, dem, values.pop("MASK"), tmp_path / "out.tif", **values)


def test_a_layer_of_lines_is_no_mask(dem: str, tmp_path: Path) -> None:
    lines = QgsVectorLayer("LineString?crs=EPSG:4326", "lines", "memory")
    QgsProject.instance().addMapLayer(lines)
    try:
        with pytest.raises(QgsProcessingException, match="mask=lines: must be a layer of polygons, or a raster"):
            run(FILTER, dem, lines, tmp_path / "out.tif")
    finally:
        QgsProject.instance().removeMapLayer(lines.id())
