"""Windows of several sizes and units of the map in the real QGIS."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import processing
import pytest
from osgeo import gdal
from plugin_tools import Feedback, model_of, output_of
from qgis.core import QgsProcessingException, QgsRasterLayer

pytestmark = pytest.mark.usefixtures("provider")


def made(name: str, dem: str, output: Any, **given: Any) -> tuple[np.ndarray, Feedback]:
    feedback = Feedback()
    found = processing.run(f"tiledraster:{name}", {"INPUT": dem, "OUTPUT": str(output), **given}, feedback=feedback)
    return gdal.Open(found["OUTPUT"]).ReadAsArray(), feedback


def test_a_band_for_each_size(dem: str, tmp_path: Path) -> None:
    found, _ = made("focalstatistics", dem, tmp_path / "all.tif", FILTER="max", SIZES="3;7")
    for band, size in zip(found, (3, 7)):
        alone, _ = made("focalstatistics", dem, tmp_path / f"{size}.tif", FILTER="max", SIZE=size)
        np.testing.assert_array_equal(band, alone)
    dataset = gdal.Open(str(tmp_path / "all.tif"))
    names = [dataset.GetRasterBand(band).GetDescription() for band in (1, 2)]
    assert [name.split(" ", 2)[2] for name in names] == ["max 3 px", "max 7 px"]


def test_units_of_the_map_in_tools_and_models(dem: str, tmp_path: Path) -> None:
    side = QgsRasterLayer(dem).rasterUnitsPerPixelX()
    wanted, _ = made("tiledfilter", dem, tmp_path / "px.tif", FILTER=["median"], SIZE=5)
    model = model_of(
        "tiledraster:tiledfilter", {"INPUT": dem, "FILTER": ["median"], "SIZES": str(5.2 * side), "SIZE_UNIT": "map"}
    )
    feedback = Feedback()
    found = processing.run(model, {output_of(model): str(tmp_path / "map.tif")}, feedback=feedback)
    np.testing.assert_array_equal(gdal.Open(found[output_of(model)]).ReadAsArray(), wanted)
    wanted, _ = made("gaussiansmoothing", dem, tmp_path / "px2.tif", SIGMA=1.5)
    smooth, _ = made("gaussiansmoothing", dem, tmp_path / "map2.tif", SIGMA=1.5 * side, SIZE_UNIT="map")
    np.testing.assert_allclose(smooth, wanted, rtol=1e-6)


@pytest.mark.parametrize(
    ("given", "words"),
    [({"SIZES": "4;5"}, "size=4: must be odd"), ({"SIZES": "x"}, "sizes=x"), ({"SIZE_UNIT": "mile"}, "size_unit=mile")],
)
def test_bad_values_are_told(given: dict[str, Any], words: str, dem: str, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match=words):
        made("tiledfilter", dem, tmp_path / "out.tif", FILTER=["mean"], **given)
