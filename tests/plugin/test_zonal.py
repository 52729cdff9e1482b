"""Statistics by zone in the real QGIS: polygons, rasters of zones, selections, other CRSs, and bad values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import processing
import pytest
from osgeo import gdal
from plugin_tools import Feedback, read_raster
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)

pytestmark = pytest.mark.usefixtures("provider")
ZONAL = "tiledraster:zonalstatistics"


def polygons(crs: str, rectangles: list[QgsRectangle], source: str = "") -> QgsVectorLayer:
    """Return a memory layer of rectangles with a name each, given in `source` CRS."""
    layer = QgsVectorLayer(f"Polygon?crs={crs}&field=name:string", "zones", "memory")
    move = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem(source or crs), QgsCoordinateReferenceSystem(crs), QgsProject.instance()
    )
    features = []
    for number, rectangle in enumerate(rectangles):
        feature = QgsFeature(layer.fields())
        shape = QgsGeometry.fromRect(rectangle).densifyByCount(4)
        shape.transform(move)
        feature.setGeometry(shape)
        feature["name"] = f"zone {number}"
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def run(dem: str, zones: Any, **given: Any) -> Any:
    values = {"INPUT": dem, "ZONES": zones, "OUTPUT": "memory:", **given}
    return processing.run(ZONAL, values, feedback=Feedback())


@pytest.fixture
def extent(dem: str) -> QgsRectangle:
    return QgsRasterLayer(dem).extent()


@pytest.fixture
def crs(dem: str) -> str:
    return QgsRasterLayer(dem).crs().authid()


def quarter(extent: QgsRectangle) -> QgsRectangle:
    return QgsRectangle(extent.xMinimum(), extent.center().y(), extent.center().x(), extent.yMaximum())


def test_polygons_get_fields_and_keep_their_own(dem: str, extent: QgsRectangle, crs: str) -> None:
    layer = polygons(crs, [extent, quarter(extent), QgsRectangle(0, 0, 1, 1)])
    made = run(dem, layer, STATISTICS=["count", "mean", "median"], PERCENTILES="90")
    fields = [field.name() for field in made["OUTPUT"].fields()]
    assert fields == ["name", "_count", "_mean", "_median", "_p90"]
    rows = [feature.attributes() for feature in made["OUTPUT"].getFeatures()]
    values = read_raster(dem)[0].astype(float)
    source = QgsRasterLayer(dem)
    nodata = source.dataProvider().sourceNoDataValue(1)
    part = values[: values.shape[0] // 2, : values.shape[1] // 2]
    for row, pixels in zip(rows, (values, part)):
        valid = pixels[pixels != nodata]
        assert row[1] == pixels.size
        assert row[2:] == pytest.approx([valid.mean(), np.median(valid), np.quantile(valid, 0.9)], rel=1e-6)
    assert rows[2][:2] == ["zone 2", 0]
    assert made["ZONE_COUNT"] == 3


def test_it_agrees_with_qgis_itself(dem: str, extent: QgsRectangle, crs: str) -> None:
    rng = np.random.default_rng(1)
    places = rng.uniform(0.1, 0.9, (8, 2)) * (extent.width(), extent.height()) + (extent.xMinimum(), extent.yMinimum())
    layer = polygons(crs, [QgsRectangle(x - 777, y - 555, x + 333, y + 444) for x, y in places])
    ours = run(dem, layer, STATISTICS=["valid_count", "sum", "mean", "min", "max"])["OUTPUT"]
    given = {"INPUT": layer, "INPUT_RASTER": dem, "RASTER_BAND": 1, "STATISTICS": [0, 1, 2, 5, 6], "OUTPUT": "memory:"}
    theirs = processing.run("native:zonalstatisticsfb", given)["OUTPUT"]
    for mine, other in zip(ours.getFeatures(), theirs.getFeatures()):
        assert mine.attributes()[1:] == pytest.approx(other.attributes()[1:], rel=1e-6)


def test_other_crs_selection_and_prefix(dem: str, extent: QgsRectangle, crs: str) -> None:
    layer = polygons("EPSG:4326", [extent, quarter(extent)], crs)
    layer.selectByIds([2])
    made = run(dem, layer, SELECTED_ONLY=True, PREFIX="z_", STATISTICS=["count"])["OUTPUT"]
    rows = [feature.attributes() for feature in made.getFeatures()]
    size = QgsRasterLayer(dem)
    assert [row[0] for row in rows] == ["zone 1"]
    assert rows[0][1] == pytest.approx(size.width() * size.height() / 4, rel=0.02)
    assert made.crs().authid() == "EPSG:4326"


def test_a_raster_of_zones_gives_a_table(dem: str, tmp_path: Path) -> None:
    values = read_raster(dem)[0]
    numbers = np.arange(values.size, dtype=np.int16).reshape(values.shape) % 3
    zones = str(tmp_path / "zones.tif")
    file = gdal.GetDriverByName("GTiff").CreateCopy(zones, gdal.Open(dem), options=["COPY_SRC_MDD=NO"])
    made = gdal.Translate(zones + ".int.tif", file, outputType=gdal.GDT_Int16, bandList=[1], noData="none")
    made.GetRasterBand(1).WriteArray(numbers)
    del file, made
    zones += ".int.tif"
    made = run(dem, zones, STATISTICS=["count"], OUTPUT_TABLE=str(tmp_path / "t.csv"))
    rows = [feature.attributes() for feature in made["OUTPUT"].getFeatures()]
    assert [row[0] for row in rows] == [0, 1, 2]
    assert sum(row[1] for row in rows) == values.size
    assert (tmp_path / "t.csv").read_text().splitlines()[0] == "zone,count"


def test_an_invalid_polygon_is_mended(dem: str, extent: QgsRectangle, crs: str) -> None:
    layer = QgsVectorLayer(f"Polygon?crs={crs}", "zones", "memory")
    x0, y0, x1, y1 = extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt(f"Polygon(({x0} {y0},{x1} {y1},{x1} {y0},{x0} {y1},{x0} {y0}))"))
    layer.dataProvider().addFeatures([feature])
    row = next(run(dem, layer, STATISTICS=["count"])["OUTPUT"].getFeatures())
    size = QgsRasterLayer(dem)
    assert row["_count"] == pytest.approx(size.width() * size.height() / 2, rel=0.05)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"ZONES": ""}, "zones"),
        ({"ZONES": "nothing.gpkg"}, "nothing.gpkg"),
        ({"PIXELS": "half"}, "pixels=half"),
        ({"STATISTICS": "middle"}, "statistics=middle"),
        ({"SELECTED_ONLY": True}, "no feature is selected"),
        ({"OUTPUT_CLASSES": "c.csv"}, "whole numbers"),
    ],
)
def test_bad_values_are_told_in_words(
    changed: dict[str, Any], words: str, dem: str, extent: QgsRectangle, crs: str, tmp_path: Path
) -> None:
    changed = {name: str(tmp_path / value) if name == "OUTPUT_CLASSES" else value for name, value in changed.items()}
    with pytest.raises(QgsProcessingException, match=words):
        run(dem, polygons(crs, [extent]), **changed)


def test_a_field_that_is_there_already_is_told(dem: str, extent: QgsRectangle, crs: str) -> None:
    first = run(dem, polygons(crs, [extent]))["OUTPUT"]
    with pytest.raises(QgsProcessingException, match="choose another prefix"):
        run(dem, first)
