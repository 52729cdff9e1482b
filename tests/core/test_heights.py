"""Declared units of heights are converted, undeclared ones are a warning, and Z_FACTOR wins."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio.control import GroundControlPoint
from rasterio.crs import CRS
from tiled_raster.core import MultiprocConfig, filter_raster
from tiled_raster.core.progress import RecordingProgress
from tiled_raster.core.raster.length_units import SURVEY_FOOT_M, unit_m, vertical_unit_m

FOOT = 0.3048
UTM = "EPSG:32633"
STATE_PLANE = "EPSG:2263"  # New York Long Island, in US survey feet

DECLARED = {
    # (CRS, the band's unit): what heights are multiplied by
    "metres by the band": (UTM, "metre", 1.0),
    "feet by the band": (UTM, "ft", FOOT),
    "survey feet by the band": (UTM, "US survey foot", SURVEY_FOOT_M),
    "centimetres by the band": (UTM, "cm", 0.01),
    "feet by the CRS": ("EPSG:32633+8228", "", FOOT),  # NAVD88 height in feet
    "survey feet by the CRS": ("EPSG:32633+6360", "", SURVEY_FOOT_M),
    "metres by the CRS": ("EPSG:32633+5703", "", 1.0),
    "the band rather than the CRS": ("EPSG:32633+5703", "ft", FOOT),
    "metres over survey feet": (STATE_PLANE, "m", 1 / SURVEY_FOOT_M),
    "survey feet over survey feet": ("EPSG:2263+6360", "", 1.0),
}


@pytest.fixture
def declared(make_raster: Any, make_terrain: Any) -> Any:
    """Return a function that writes a raster with a CRS and a unit of its band."""

    def make(crs: Any, unit: str = "", data: Any = None, **more: Any) -> Path:
        path = make_raster(make_terrain(31, 27) if data is None else data, crs=crs, nodata=-9999.0, **more)
        if unit:
            with rasterio.open(path, "r+") as dataset:
                dataset.units = [unit] * dataset.count
        return path

    return make


def run(source: Path, tmp_path: Path, name: str = "slope", **parameters: Any) -> tuple[np.ndarray, RecordingProgress]:
    progress = RecordingProgress()
    config = MultiprocConfig(16, tmp_path / "o.tif")
    made = filter_raster(source, config, name, progress=progress, **parameters)
    return made.data.filled(np.nan if made.dtype.kind == "f" else 0), progress


@pytest.mark.parametrize("name", ["slope", "hillshade"])
@pytest.mark.parametrize("case", DECLARED)
def test_declared_units_are_converted(case: str, name: str, declared: Any, tmp_path: Path) -> None:
    crs, unit, factor = DECLARED[case]
    got, progress = run(declared(crs, unit), tmp_path, name)
    wanted, _ = run(declared(crs), tmp_path, name, z_factor=factor if factor != 1.0 else 1.0 + 1e-15)
    np.testing.assert_allclose(got, wanted, rtol=1e-6, atol=1 if name == "hillshade" else 0)
    assert not [warning for warning in progress.warnings if "unit of the heights" in warning]
    assert bool([line for line in progress.messages if "are multiplied by" in line]) == (factor != 1.0)


@pytest.mark.parametrize("case", ["metres by the band", "metres by the CRS", "survey feet over survey feet"])
def test_one_unit_gives_the_bits_of_no_unit(case: str, declared: Any, tmp_path: Path) -> None:
    crs, unit, _ = DECLARED[case]
    got, _ = run(declared(crs, unit), tmp_path)
    plain, _ = run(declared(UTM), tmp_path)
    np.testing.assert_array_equal(got, plain)


def test_gdaldem_with_its_scale_says_the_same(declared: Any, tmp_path: Path) -> None:
    source = declared("EPSG:32633+6360")
    got, _ = run(source, tmp_path)
    scale = str(1 / SURVEY_FOOT_M)
    subprocess.run(["gdaldem", "slope", str(source), str(tmp_path / "g.tif"), "-s", scale, "-q"], check=True)
    with rasterio.open(tmp_path / "g.tif") as dataset:
        theirs = dataset.read(1, masked=True).filled(np.nan)
    np.testing.assert_allclose(got, theirs, rtol=1e-4)  # GDAL computes in float32


def test_z_factor_wins(declared: Any, tmp_path: Path) -> None:
    for name in ("slope", "hillshade"):
        got, progress = run(declared("EPSG:32633+6360", "ft"), tmp_path, name, z_factor=2.5)
        plain, _ = run(declared(UTM), tmp_path, name, z_factor=2.5)
        np.testing.assert_array_equal(got, plain)
        assert not [line for line in progress.messages + progress.warnings if "height" in line]


def test_each_band_has_its_own_unit(declared: Any, make_terrain: Any, tmp_path: Path) -> None:
    source = declared(UTM, data=np.stack([make_terrain(31, 27)] * 3))
    with rasterio.open(source, "r+") as dataset:
        dataset.units = ["m", "ft", "us-ft"]
    got, progress = run(source, tmp_path)
    for band, factor in ((0, 1.0 + 1e-15), (1, FOOT), (2, SURVEY_FOOT_M)):
        wanted, _ = run(declared(UTM), tmp_path, z_factor=factor)
        np.testing.assert_allclose(got[band], wanted, rtol=1e-6)
    assert len([line for line in progress.messages if "of band 2" in line or "of band 3" in line]) == 2
    got, _ = run(source, tmp_path, bands=(3, 1))
    np.testing.assert_allclose(got[1], run(declared(UTM), tmp_path)[0], rtol=1e-6)


def test_what_only_compares_heights_is_left_alone(declared: Any, tmp_path: Path) -> None:
    for name in ("tpi", "tri", "roughness", "aspect", "sobel"):
        got, progress = run(declared("EPSG:32633+6360", "ft"), tmp_path, name)
        plain, _ = run(declared(UTM), tmp_path, name)
        np.testing.assert_array_equal(got, plain)
        assert not [line for line in progress.messages + progress.warnings if "height" in line]


@pytest.mark.parametrize(
    ("crs", "unit", "words"),
    [
        (UTM, "", "none is declared.* in metres, as the map is"),
        (STATE_PLANE, "", "none is declared.* in feet, as the map is"),
        ("EPSG:4326", "", "none is declared.* in metres"),
        (None, "", "none is declared.* the unit of the raster's coordinates"),
        (UTM, "kelvin", "its unit, kelvin, is no length"),
    ],
)
def test_undeclared_units_are_a_warning(crs: Any, unit: str, words: str, declared: Any, tmp_path: Path) -> None:
    import re

    for name, warns in (("slope", True), ("hillshade", True), ("aspect", False), ("tri", False)):
        _, progress = run(declared(crs, unit), tmp_path, name)
        found = [warning for warning in progress.warnings if re.search(words, warning)]
        assert len(found) == warns, (name, progress.warnings)
    _, progress = run(declared(crs, unit), tmp_path, "slope", z_factor=0.5)
    assert not [warning for warning in progress.warnings if "unit of the heights" in warning]


def test_control_points_alone_are_a_warning(make_raster: Any, make_terrain: Any, tmp_path: Path) -> None:
    source = make_raster(make_terrain(31, 27), transform=rasterio.Affine.identity(), crs=None)
    points = [GroundControlPoint(row, col, 5e5 + 30 * col, 5e6 - 30 * row) for row, col in ((0, 0), (0, 27), (31, 0))]
    with rasterio.open(source, "r+") as dataset:
        dataset.gcps = points, CRS.from_epsg(32633)
        dataset.units = ["ft"]
    for name in ("slope", "aspect", "hillshade"):
        _, progress = run(source, tmp_path, name)
        assert [warning for warning in progress.warnings if "only control points" in warning]
    _, progress = run(source, tmp_path, "tri")
    assert not progress.warnings


@pytest.mark.parametrize(
    ("name", "metres"),
    [
        ("m", 1.0),
        ("Metre", 1.0),
        ("meters", 1.0),
        ("ft", FOOT),
        ("Feet", FOOT),
        ("foot (International)", FOOT),
        ("ftUS", SURVEY_FOOT_M),
        ("us-ft", SURVEY_FOOT_M),
        ("US survey foot", SURVEY_FOOT_M),
        ("Foot_US", SURVEY_FOOT_M),
        ("cm", 0.01),
        ("", None),
        (None, None),
        ("degree", None),
        ("m/s", None),
        ("unknown", None),
        ("dB", None),
    ],
)
def test_units_by_name(name: Any, metres: Any) -> None:
    assert unit_m(name) == metres


@pytest.mark.parametrize("version", ["WKT1_GDAL", "WKT2_2019", "WKT2_2015"])
@pytest.mark.parametrize(
    ("crs", "metres"),
    [
        ("EPSG:2263", None),
        ("EPSG:4326", None),
        ("EPSG:32633+5703", 1.0),
        ("EPSG:2263+6360", SURVEY_FOOT_M),
        ("EPSG:4326+8228", FOOT),
        ("EPSG:4979", 1.0),
    ],
)
def test_units_of_a_crs(crs: str, metres: Any, version: str) -> None:
    try:
        wkt = CRS.from_string(crs).to_wkt(version=version)
    except Exception:  # noqa: BLE001 - three dimensions cannot be said in WKT 1
        pytest.skip("this CRS has no such WKT")
    found = vertical_unit_m(wkt)
    assert found is None if metres is None else found == pytest.approx(metres, rel=1e-8)


@pytest.mark.parametrize("text", ["", None, "EPSG:4326", "VERT_CS[", "]", 'A["x"', 'VERT_CS["x",UNIT["y",abc]]', "[["])
def test_what_is_no_wkt_declares_nothing(text: Any) -> None:
    assert vertical_unit_m(text) is None
