"""Every statistic of the registry, for many zones at once: as it is for the pixels of each zone alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tiled_raster.core.statistics import STATISTICS
from tiled_raster.core.statistics.keys import line_of
from tiled_raster.core.statistics.measurement import Measurement, measured
from tiled_raster.core.zones import spill, summary, zone_values
from tiled_raster.core.zones.burn import FULL
from tiled_raster.core.zones.runs import Runs, joined, runs_of

PERCENTILES = (0.0, 5.0, 33.3, 100.0)
NAMES = (*STATISTICS, "p0", "p5", "p33.3", "p100")
ROUNDED = {"sum", "sum_of_squares", "mean", "std", "variance", "rmse"}
SHAPES = {"coefficient_of_variation", "skewness", "kurtosis"}
"""Where data cancel, these have fewer digits."""
TYPES = ("uint8", "int8", "int16", "uint16", "int32", "uint32", "float32", "float64", "int64", "uint64")
KINDS = ("wide", "few values", "one value", "large and close")


def pixels(dtype: str, kind: str, number: int = 700) -> np.ndarray:
    rng = np.random.default_rng(TYPES.index(dtype) * 10 + KINDS.index(kind))
    is_float = np.dtype(dtype).kind == "f"
    if kind == "one value":
        return np.full(number, 7, dtype)
    if kind == "few values":
        return rng.integers(0, 5, number).astype(dtype)
    if is_float:
        return (rng.normal(0, 100, number) + (1e6 if kind == "large and close" else 0)).astype(dtype)
    limits = np.iinfo(dtype)
    top = min(limits.max, 2**52)
    low = top - min(50, top) if kind == "large and close" else max(limits.min, -(2**52))
    return rng.integers(low, top, number, endpoint=True).astype(dtype)


def alone(values: np.ndarray) -> dict[str, Any]:
    asked = Measurement(values.dtype, list(STATISTICS), PERCENTILES)
    return measured(values, np.ones(values.shape, bool), asked).results()


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_statistic_is_that_of_the_zone_alone(dtype: str, kind: str) -> None:
    values = pixels(dtype, kind)
    zones = np.random.default_rng(3).integers(0, 9, values.size) ** 2
    runs = runs_of(line_of(dtype), zones, values, None)
    totals = np.array([(zones == zone).sum() for zone in runs.zones])
    found = summary.summarised(runs, totals, NAMES, False)
    for place, zone in enumerate(runs.zones):
        for name, expected in alone(values[zones == zone]).items():
            tolerance = 1e-12 if name in ROUNDED else 1e-7 if name in SHAPES else 0
            scale = np.abs(values[zones == zone].astype(float)).max() if name in ("sum", "mean") else 0
            np.testing.assert_allclose(
                float(found[name][place]), float(expected), rtol=tolerance, atol=scale * 1e-12, err_msg=name
            )


def test_a_zone_knows_nothing_of_those_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zone_values, "PIECE", 100)
    values = pixels("float32", "wide", 3000)
    zones = np.sort(np.random.default_rng(4).integers(0, 5, values.size))
    line = line_of("float32")
    runs = runs_of(line, zones, values, None)
    totals = np.bincount(zones)
    together = summary.summarised(runs, totals, NAMES, False)
    for zone in range(5):
        one = summary.summarised(
            runs_of(line, zones[zones == zone], values[zones == zone], None), totals[[zone]], NAMES, False
        )
        for name in NAMES:
            assert one[name][0] == together[name][zone], name


def test_every_statistic_has_a_form_for_zones() -> None:
    """One that goes by the distribution is computed zone by zone; any other needs a form of its own."""
    runs = runs_of(line_of("int16"), np.zeros(4, np.int64), np.array([1, 2, 2, 9], np.int16), None)
    assert set(summary.summarised(runs, np.array([4]), list(STATISTICS), False)) == set(STATISTICS)


def test_shares_weigh_values_as_exactextract_defines_it() -> None:
    """Worked by hand: values 1, 2, 4 of weights 1/2, 1, 1/4."""
    weights = np.array([FULL // 2, FULL, FULL // 4])
    runs = runs_of(line_of("float32"), np.zeros(3, np.int64), np.array([1, 2, 4], np.float32), weights)
    found = summary.summarised(
        runs, np.array([2 * FULL]), ["count", "valid_count", "sum", "mean", "median", "mode"], True
    )
    assert found["count"][0] == 2.0
    assert found["valid_count"][0] == 1.75
    assert found["sum"][0] == 0.5 + 2 + 1
    assert found["mean"][0] == pytest.approx(3.5 / 1.75)
    # The places are 0, 1 * 1 + 2 * 0.5 = 2 and 2 * 0.25 + 2 * 1.5 = 3.5; the middle is 1.75.
    assert found["median"][0] == pytest.approx(1 + 1.75 / 2)
    assert found["mode"][0] == 2


@pytest.mark.parametrize("dtype", ["uint8", "float32", "float64"])
def test_a_zone_too_large_for_memory_is_sorted_on_disk(
    dtype: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spill, "MOST_RUNS", 100)
    line = line_of(dtype)
    kept = spill.Spill(line, tmp_path / "band1")
    parts = []
    for seed in range(4):
        values = pixels(dtype, "wide", 700)[seed * 100 : seed * 100 + 400]
        zones = np.where(np.arange(values.size) % 7 == 0, 3, 12)
        parts.append(runs_of(line, zones, values, None))
        kept.add(parts[-1])
    whole = joined(line, parts)
    found: list[Runs] = []
    for group in kept.groups():
        folder = tmp_path / f"sort{len(found)}"
        folder.mkdir()
        found.append(group.sorted_runs(folder) if group.is_large else group.runs())
    assert [int(zone) for part in found for zone in part.zones] == [3, 12]
    np.testing.assert_array_equal(np.concatenate([part.keys for part in found]), whole.keys)
    np.testing.assert_array_equal(np.concatenate([part.counts for part in found]), whole.counts)
