"""`get_stats` of one tile: names, titles and aliases of GeoUtils, percentiles and functions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tiled_raster.core.errors import InvalidParameter
from tiled_raster.core.statistics import GEOUTILS_NAMES, STATISTICS, find_statistic, tile_record, tile_statistics

VALUES = np.array([4.0, 1.0, 2.0, 2.0, 9.0])
TITLES = {
    "Mean": 3.6,
    "Median": 2.0,
    "Max": 9.0,
    "Min": 1.0,
    "Sum": 18.0,
    "Sum of squares": 106.0,
    "90th percentile": float(np.quantile(VALUES, 0.9)),
    "LE90": float(np.quantile(VALUES, 0.95) - np.quantile(VALUES, 0.05)),
    "IQR": 2.0,
    "NMAD": 1.4826,
    "RMSE": math.sqrt(106 / 5),
    "Standard deviation": float(np.std(VALUES)),
    "Valid count": 5,
    "Total count": 8,
    "Percentage valid points": 62.5,
}


def test_no_names_gives_every_title():
    assert tile_statistics(VALUES, 8) == pytest.approx(TITLES)


@pytest.mark.parametrize(
    ("alias", "title"),
    [
        *((title, title) for title in TITLES),
        ("mean", "Mean"),
        ("maximum", "Max"),
        ("minimum", "Min"),
        ("sumofsquares", "Sum of squares"),
        ("sum2", "Sum of squares"),
        ("90thpercentile", "90th percentile"),
        ("90percentile", "90th percentile"),
        ("p90", "90th percentile"),
        ("iqr", "IQR"),
        ("le90", "LE90"),
        ("nmad", "NMAD"),
        ("rms", "RMSE"),
        ("std", "Standard deviation"),
        ("standarddeviation", "Standard deviation"),
        ("standard_deviation", "Standard deviation"),
        ("validcount", "Valid count"),
        ("valid_count", "Valid count"),
        ("totalcount", "Total count"),
        ("total_count", "Total count"),
        ("percentagevalidpoints", "Percentage valid points"),
        ("percentage_valid_points", "Percentage valid points"),
    ],
)
def test_one_name_gives_its_value(alias, title):
    assert tile_statistics(VALUES, 8, alias) == pytest.approx(TITLES[title])


def test_a_list_keeps_the_names_as_asked():
    found = tile_statistics(VALUES, 8, ["Valid count", "mean", "p33.3", "5th percentile"])
    assert list(found) == ["Valid count", "mean", "p33.3", "5th percentile"]
    assert found["p33.3"] == np.quantile(VALUES, 0.333)
    assert found["5th percentile"] == np.quantile(VALUES, 0.05)


def test_functions_get_the_valid_values():
    def spread(values):
        return values.max() - values.min()

    assert tile_statistics(VALUES, 8, spread) == 8.0
    assert tile_statistics(VALUES, 8, ["mean", spread]) == {"mean": 3.6, "spread": 8.0}


def test_values_that_are_not_finite_are_left_out():
    assert tile_statistics(np.array([1.0, np.nan, np.inf, 3.0]), 4, ["mean", "valid_count"]) == {
        "mean": 2.0,
        "valid_count": 2,
    }


def test_empty_tile():
    found = tile_statistics(np.array([], np.float32), 7)
    assert (found.pop("Valid count"), found.pop("Total count"), found.pop("Percentage valid points")) == (0, 7, 0.0)
    assert all(math.isnan(value) for value in found.values())
    assert math.isnan(tile_statistics(np.array([]), 7, max))


@pytest.mark.parametrize("name", ["averge", "", "p101", "p"])
def test_unknown_names_are_refused_with_the_choices(name):
    with pytest.raises(InvalidParameter, match="median|from 0 to 100"):
        tile_statistics(VALUES, 8, ["mean", name])


def test_neither_name_nor_function():
    with pytest.raises(InvalidParameter, match="3: must be a name or a function"):
        tile_statistics(VALUES, 8, ["mean", 3])


def test_a_record_has_the_names_of_the_registry():
    values, valid = VALUES.reshape(1, 5), np.array([[True, True, True, True, False]])
    found = tile_record(values, valid, ["count", "valid_count", "median"], (25,))
    assert found == {"count": 5, "valid_count": 4, "median": 2.0, "p25": 1.75}


def test_every_statistic_is_told_in_words():
    for name, spec in STATISTICS.items():
        assert spec.name == name
        assert spec.label
        assert spec.summary.endswith(".")
        for word in (spec.name, spec.title, *spec.aliases):
            assert not word or find_statistic(word) is spec
    assert {find_statistic(name).title for name in GEOUTILS_NAMES} == set(TITLES)
