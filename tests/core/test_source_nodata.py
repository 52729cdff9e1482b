"""What the caller knows of an input and its file does not: its CRS, and what counts as nodata too."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from tiled_raster.core import CLUSTERS, ClusterGenerator, MultiprocConfig, Raster, filter_raster, raster_statistics
from tiled_raster.core.errors import InvalidParameter
from tiled_raster.core.functions import UserFunction
from tiled_raster.core.jobs import FilterJob, StatisticsJob, job_from_json
from tiled_raster.core.pixels import hide_ranges
from tiled_raster.core.source_nodata import NodataRule, crs_text, nodata_rules

DTYPES = ("uint8", "int16", "uint16", "int32", "int64", "float32", "float64")

GIVEN = {
    # as given: which of the values 0 to 9 are then nodata, 9 being the file's own
    "a number": (5, {5, 9}),
    "several": ([5, 6.0], {5, 6, 9}),
    "a range": ([(2, 4)], {2, 3, 4, 9}),
    "a range of fractions": ([(1.5, 4.5)], {2, 3, 4, 9}),
    "an open range": ([(None, 2)], {0, 1, 2, 9}),
    "between two values": ([(2.2, 2.8)], {9}),
    "values and ranges": ([0, (7, math.inf)], {0, 7, 8, 9}),
    "of a band": ({1: 5}, {5, 9}),
    "of another band": ({2: 5}, {9}),
    "not a number": (math.nan, {9}),
    "what the type does not hold": (1e300, {9}),
    "not the file's": (NodataRule(own=False), set()),
    "in place of the file's": (NodataRule(ranges=((5, 5),), own=False), {5}),
    "in place of the file's, of one band": (NodataRule(1, ((5, 5), (6, 7)), own=False), {5, 6, 7}),
}


@pytest.fixture
def tens(make_raster: Any) -> Any:
    """Return a function that writes two bands of the values 0 to 9, where 9 is nodata."""

    def make(dtype: str = "int16", nodata: Any = 9) -> Path:
        data = np.random.default_rng(2).integers(0, 10, (2, 20, 24)).astype(dtype)
        return make_raster(data, nodata=nodata)

    return make


@pytest.mark.parametrize("case", GIVEN)
@pytest.mark.parametrize("dtype", DTYPES)
def test_what_counts_as_nodata(case: str, dtype: str, tens: Any, tmp_path: Path) -> None:
    given, missing = GIVEN[case]
    source = tens(dtype)
    with rasterio.open(source) as dataset:
        data = dataset.read(1)
    valid = ~np.isin(data, list(missing))
    for raster in (source, Raster(source)):
        report = raster_statistics(raster, MultiprocConfig(7), ["valid_count", "max"], bands=1, source_nodata=given)
        assert report.bands[0]["valid_count"] == valid.sum()
        assert report.bands[0]["max"] == data[valid].max()
    made = filter_raster(source, MultiprocConfig(7, tmp_path / "o.tif"), "min", size=1, bands=1, source_nodata=given)
    np.testing.assert_array_equal(made.get_mask(), ~valid)
    np.testing.assert_array_equal(made.data.compressed(), data[valid])


def test_a_loaded_raster_too(tens: Any, tmp_path: Path) -> None:
    raster = Raster(tens())
    raster.load()
    valid = ~np.isin(raster.data.data, [5, 9])
    report = raster_statistics(raster, MultiprocConfig(7), ["valid_count"], source_nodata=5)
    assert [band["valid_count"] for band in report.bands] == [one.sum() for one in valid]
    made = filter_raster(raster, MultiprocConfig(7, tmp_path / "o.tif"), "max", size=3, source_nodata=5)
    np.testing.assert_array_equal(made.get_mask(), ~valid)
    assert made.data.max() == 8


def test_a_file_that_declares_none(tens: Any, tmp_path: Path) -> None:
    """A single value is taken for the file's own, so the output declares it."""
    source = tens("uint8", nodata=None)
    made = filter_raster(source, MultiprocConfig(7, tmp_path / "o.tif"), "max", size=3, source_nodata=0)
    with rasterio.open(source) as dataset:
        np.testing.assert_array_equal(made.get_mask(), dataset.read() == 0)
    assert made.nodata == 0
    made = filter_raster(source, MultiprocConfig(7, tmp_path / "o.tif"), "max", size=3, source_nodata=[(0, 3)])
    with rasterio.open(source) as dataset:
        np.testing.assert_array_equal(made.get_mask(), dataset.read() <= 3)


@pytest.mark.parametrize("kind", CLUSTERS)
def test_workers_and_users_functions_know_it(kind: str, tens: Any, tmp_path: Path) -> None:
    source = tens()
    file = tmp_path / "mine.py"
    file.write_text(
        "def count(raster):\n    return int((~raster.get_mask()).sum())\n\n\ndef same(raster):\n    return raster\n"
    )
    with rasterio.open(source) as dataset:
        valid = ~np.isin(dataset.read(), [5, 9])
    with ClusterGenerator(kind, nb_workers=2) as cluster:
        config = MultiprocConfig(7, tmp_path / "o.tif", cluster=cluster)
        report = raster_statistics(
            source, config, ["valid_count"], function=UserFunction(str(file), "count"), source_nodata=5
        )
        assert sum(tile["result"] for tile in report.tiles) == valid.sum()
        made = filter_raster(source, config, "custom", function=UserFunction(str(file), "same"), source_nodata=5)
        np.testing.assert_array_equal(made.get_mask(), ~valid)


def test_floats_of_a_single_value_are_compared_as_gdal_does(make_raster: Any) -> None:
    data = np.array([[0.1, 0.2, 0.3, np.nextafter(np.float32(0.2), np.float32(1))]], np.float32)
    report = raster_statistics(make_raster(data), MultiprocConfig(), ["valid_count"], source_nodata=0.2)
    assert report.bands[0]["valid_count"] == 2
    report = raster_statistics(make_raster(data), MultiprocConfig(), ["valid_count"], source_nodata=[(0.1, 0.2)])
    # 0.1 and 0.2 as float32 lie above what the range ends say: in QGIS too the second is data.
    assert report.bands[0]["valid_count"] == 3


def test_ends_of_a_range_are_compared_as_qgis_does() -> None:
    """Measured by QgsRasterRange(0.1, 0.3).contains: doubles, at the ends some 9e-16 farther."""
    inside = [
        0.1,
        0.3,
        0.1 + 0.2,
        float(np.float32(0.1)),
        np.nextafter(0.1, 0),
        0.09999999999999913,
        0.3000000000000008,
    ]
    outside = [0.09999999999999911, 0.3000000000000010, float(np.float32(0.3)), 0.4]
    for dtype, numbers in (("float64", inside + outside), ("float32", inside[:1] + [0.2, float(np.float32(0.3)), 0.4])):
        values = np.array(numbers, dtype)
        valid = np.ones(values.shape, bool)
        hide_ranges(values, [(0.1, 0.3)], valid)
        expected = [not 0.1 - 8.9e-16 <= float(value) <= 0.3 + 8.9e-16 for value in values]
        assert list(valid) == expected
    assert expected == [False, False, True, True]


def test_64_bit_integers_keep_their_digits(make_raster: Any) -> None:
    data = np.arange(2**62, 2**62 + 6, dtype=np.int64)[np.newaxis]
    for given in (2**62 + 3, [(2**62 + 3, 2**62 + 3)], str(2**62 + 3)):
        report = raster_statistics(make_raster(data), MultiprocConfig(), ["valid_count"], source_nodata=given)
        assert report.bands[0]["valid_count"] == 5


@pytest.mark.parametrize(
    "given", ["x", "1;2", [(5, 2)], [(1, 2, 3)], [[]], {0.5: 1}, {"a": 1}, {-1: 1}, {"ranges": [], "x": 1}, True]
)
def test_what_is_none(given: Any) -> None:
    with pytest.raises(InvalidParameter, match="source_nodata"):
        nodata_rules(given)


def test_a_band_that_is_not_there(tens: Any) -> None:
    with pytest.raises(InvalidParameter, match="bands=3"):
        raster_statistics(tens(), MultiprocConfig(), source_nodata={3: 1})


@pytest.mark.parametrize("case", GIVEN)
@pytest.mark.parametrize("kind", [FilterJob, StatisticsJob])
def test_json_both_ways(kind: Any, case: str) -> None:
    job = kind("a.tif", MultiprocConfig(), source_crs="EPSG:2056", source_nodata=GIVEN[case][0])
    text = json.dumps(job.to_json(), allow_nan=False)
    assert job_from_json(json.loads(text)) == job
    plain = kind("a.tif", MultiprocConfig())
    assert (plain.source_crs, plain.source_nodata) == (None, ())
    old = plain.to_json()
    del old["source_crs"], old["source_nodata"]
    assert job_from_json(old) == plain
    assert job_from_json({**plain.to_json(), "source_nodata": 99}).source_nodata == (NodataRule(0, ((99, 99),)),)


def test_the_crs_matters_for_slope_on_an_ascii_grid(make_terrain: Any, tmp_path: Path) -> None:
    """Without a CRS a grid in degrees has pixels of 0.001 and slopes of 90; with it, metres."""
    rows = "\n".join(" ".join(f"{value:.2f}" for value in row) for row in make_terrain(20, 24))
    header = "ncols 24\nnrows 20\nxllcorner 15\nyllcorner 47\ncellsize 0.001\nNODATA_value -9999\n"
    (tmp_path / "a.asc").write_text(header + rows + "\n")
    source = tmp_path / "a.asc"
    steep = filter_raster(source, MultiprocConfig(9, tmp_path / "o.tif"), "slope").data.mean()
    assert steep > 89
    made = filter_raster(source, MultiprocConfig(9, tmp_path / "p.tif"), "slope", source_crs="EPSG:4326")
    assert made.crs.to_epsg() == 4326
    with rasterio.open(
        tmp_path / "with.tif", "w", driver="GTiff", height=20, width=24, count=1, dtype="float32"
    ) as out:
        with rasterio.open(source) as dataset:
            out.write(dataset.read())
            out.transform = dataset.transform
        out.crs = "EPSG:4326"
    wanted = filter_raster(tmp_path / "with.tif", MultiprocConfig(outfile=tmp_path / "q.tif"), "slope").data
    np.testing.assert_array_equal(made.data.filled(0), wanted.filled(0))
    assert raster_statistics(source, MultiprocConfig(), source_crs=4326).run.crs == "WGS 84"
    loaded = Raster(source)
    loaded.load()
    again = filter_raster(loaded, MultiprocConfig(9, tmp_path / "r.tif"), "slope", source_crs="EPSG:4326")
    np.testing.assert_array_equal(again.data.filled(0), wanted.filled(0))


def test_another_crs_keeps_the_declared_heights(make_raster: Any, make_terrain: Any, tmp_path: Path) -> None:
    """A CRS without heights says nothing against the file's."""
    source = make_raster(make_terrain(20, 24), crs="EPSG:32633+6360")
    made = filter_raster(source, MultiprocConfig(outfile=tmp_path / "o.tif"), "slope", source_crs="EPSG:32634")
    plain = filter_raster(source, MultiprocConfig(outfile=tmp_path / "p.tif"), "slope")
    np.testing.assert_array_equal(made.data, plain.data)
    assert made.crs.to_epsg() == 32634


@pytest.mark.parametrize("crs", ["EPSG:999999", "nonsense", 0])
def test_a_crs_that_is_none(crs: Any, tens: Any) -> None:
    with pytest.raises(InvalidParameter, match="source_crs="):
        raster_statistics(tens(), MultiprocConfig(), source_crs=crs)


def test_kinds_of_crs() -> None:
    assert crs_text(None) is None
    assert crs_text(32633) == crs_text("EPSG:32633") == "EPSG:32633"
    assert crs_text(rasterio.crs.CRS.from_epsg(32633)).startswith(("PROJCS", "PROJCRS"))
    for wrong in (1.5, True, ["EPSG:4326"], "", "  "):
        with pytest.raises(InvalidParameter, match="source_crs="):
            crs_text(wrong)
