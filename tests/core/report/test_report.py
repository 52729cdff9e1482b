"""The report: JSON without NaN, a table, and a page that escapes what it shows."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from tiled_raster.core.report.charts import distribution_svg, tile_map_svg
from tiled_raster.core.report.facts import BandInfo, RunInfo
from tiled_raster.core.report.numbers import grouped, shown, significant, tick_text, ticks
from tiled_raster.core.report.report import StatisticsReport
from tiled_raster.core.statistics import STATISTICS, Measurement, find_statistic
from tiled_raster.core.statistics.histogram import AUTOMATIC

RUN = RunInfo(
    "/data/<b>&.tif", 40, 50, 4, (20, 30), 2, "threads", 2, 1.25, 8000, commands=(("Shell", "run '<x>' & go"),)
)


def measured(values, valid, names=tuple(STATISTICS), percentiles=(5, 33.3), bins=16):
    """Measure an array in one piece."""
    measurement = Measurement(values.dtype, names, percentiles, bins)
    while (task := measurement.next_pass()) is not None:
        measurement.absorb(task(values, valid))
        measurement.end_pass()
    return measurement


@pytest.fixture
def report():
    values = np.random.default_rng(4).normal(500, 80, (40, 50)).astype(np.float32)
    valid = np.ones(values.shape, bool)
    full = measured(values, valid)
    empty = measured(values, ~valid)
    tiles = [
        {"row_min": row, "row_max": row + 20, "col_min": 0, "col_max": 50, "b1_mean": mean, "b2_mean": math.nan}
        for row, mean in ((0, 499.0), (20, 503.5))
    ]
    return StatisticsReport(
        [{"band": 1, **full.results()}, {"band": 2, **empty.results()}],
        RUN,
        [BandInfo(1, "float32", "<script>alert(1)</script>", "m", -9999.0), BandInfo(2, "float32")],
        [full.histogram(), empty.histogram()],
        tiles,
    )


def test_json_has_null_for_nan_and_everything_else(report):
    text = json.dumps(report.to_json(), allow_nan=False)
    back = json.loads(text)
    assert back["bands"][1]["mean"] is None
    assert back["bands"][1]["valid_count"] == 0
    assert back["bands"][0]["mean"] == report.bands[0]["mean"]
    assert sum(back["bands"][0]["histogram"]["counts"]) == 2000
    assert back["tiles"][0]["b1_mean"] == 499.0
    assert back["tiles"][0]["b2_mean"] is None
    assert back["run"]["passes"] == 2


def test_table_has_a_row_for_each_band_at_full_precision(report):
    rows = list(csv.DictReader(io.StringIO(report.to_csv())))
    assert [row["band"] for row in rows] == ["1", "2"]
    assert float(rows[0]["p33.3"]) == report.bands[0]["p33.3"]
    assert rows[1]["median"] == ""


def test_page_escapes_and_draws(report):
    page = report.to_html()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "run &#x27;&lt;x&gt;&#x27; &amp; go" in page
    pictures = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(pictures) == 2  # histogram and map of the first band; the second has no valid pixel
    for picture in pictures:
        ElementTree.fromstring(picture)
    assert "nan" not in re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL).lower().split()
    for name in STATISTICS:
        assert STATISTICS[name].label in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


def test_page_without_pictures_and_without_statistics():
    bare = StatisticsReport([{"band": 1}], RUN)
    assert "Band 1" in bare.to_html()
    assert "<svg" not in bare.to_html()


def test_page_of_a_constant_band():
    values = np.full((4, 4), 7, np.uint8)
    measurement = measured(values, np.ones((4, 4), bool), tuple(STATISTICS), (5,), 8)
    page = StatisticsReport([{"band": 1, **measurement.results()}], RUN, [], [measurement.histogram()]).to_html()
    ElementTree.fromstring(re.findall(r"<svg.*?</svg>", page, re.DOTALL)[0])


@pytest.mark.parametrize(
    "values",
    [
        np.full(9, 1e20, np.float32),
        np.array([-1.7e308, 1.7e308]),
        np.array([0.0, 5e-324]),
        np.full(4, np.finfo(np.float64).max),
        2**62 + np.arange(5),
        np.array([3], np.uint8),
        np.array([0, 255], np.uint8),
        np.array([-(2**31), 2**31 - 1], np.int32),
        1e8 + np.linspace(-1e-3, 1e-3, 50),
    ],
)
def test_pictures_of_odd_ranges_stay_within_their_frame(values):
    block = values.reshape(1, -1)
    measurement = measured(block, np.ones(block.shape, bool), tuple(STATISTICS), (5,), AUTOMATIC)
    histogram, figures = measurement.histogram(), measurement.results()
    assert sum(histogram.counts) == values.size
    picture = ElementTree.fromstring(distribution_svg(histogram, figures, "m"))
    numbers = [float(text) for line in picture.iter() for name, text in line.items() if name in ("x", "x1", "x2", "cx")]
    assert min(numbers) >= 0
    assert max(numbers) <= 640
    assert "nan" not in ElementTree.tostring(picture, "unicode")
    labels = [(text.get("y"), text.text) for text in picture.iter() if text.get("class") in ("middle", "", "end")]
    assert len(labels) == len(set(labels))
    tiles = [{"row_min": 0, "row_max": 1, "col_min": 0, "col_max": 1, "b1_mean": figures["mean"]}]
    ElementTree.fromstring(tile_map_svg(tiles, 1, "m"))


@pytest.mark.parametrize(("dtype", "top", "bins"), [("uint8", 255, 256), ("int16", 1000, 251), ("int32", 7, 8)])
def test_every_bin_of_integers_holds_equally_many_values(dtype, top, bins):
    values = np.arange(top + 1, dtype=dtype).reshape(1, -1)
    histogram = measured(values, np.ones(values.shape, bool), (), (), AUTOMATIC).histogram()
    assert len(histogram.counts) == bins
    assert len(set(histogram.counts[:-1])) == 1


def test_a_picture_does_not_change_the_entropy():
    values = np.random.default_rng(2).normal(0, 1, (30, 30))
    valid = np.ones(values.shape, bool)
    alone, drawn = (measured(values, valid, ("entropy",), (), bins).results() for bins in (0, AUTOMATIC))
    assert alone == drawn


def test_map_of_many_tiles_stays_small():
    tiles = [
        {
            "row_min": row,
            "row_max": row + 1,
            "col_min": col,
            "col_max": col + 1,
            "b1_mean": float(row),
            "b1_valid_count": 1,
        }
        for row in range(200)
        for col in range(150)
    ]
    picture = ElementTree.fromstring(tile_map_svg(tiles, 1, "m"))
    assert 500 < len(picture) < 3000


@pytest.mark.parametrize(
    ("value", "name", "decimals", "text"),
    [
        (1234567, "valid_count", None, "1,234,567"),
        (1815.6234, "mean", 1, "1,815.6"),
        (-0.5, "min", 2, "\u22120.50"),
        (math.nan, "mean", 2, "\u2013"),
        (None, "mean", 2, "\u2013"),
        (99.99999, "percentage_valid", None, "99.99999"),
        (100.0, "percentage_valid", None, "100.00"),
        (100000000.00012, "mean", 6, "100,000,000.000120"),
        (0.174725, "skewness", None, "0.1747"),
    ],
)
def test_figures_have_sensible_digits(value, name, decimals, text):
    assert shown(value, find_statistic(name), decimals) == text


def test_large_and_small_numbers_use_powers_of_ten():
    assert significant(3.0914512e15, 4) == "3.091 × 10¹⁵"
    assert grouped(2.5e-40, 15) == "2.5 × 10⁻⁴⁰"


def test_ticks_are_round_and_within():
    assert ticks(889.2, 3303.1) == [1000.0, 1500.0, 2000.0, 2500.0, 3000.0]
    assert ticks(5, 5) == [5]
    assert tick_text(20000, 10000) == "20\u202fk"
    assert tick_text(0.25, 0.05) == "0.25"
