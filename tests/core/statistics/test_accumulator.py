"""An accumulator is one class: what the registry never heard of is measured by tiles, and zone by zone."""

from __future__ import annotations

import math
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from tiled_raster.core.statistics import Measurement, StatisticSpec, lookup
from tiled_raster.core.statistics.accumulator import Merging, Piece, least_kinds
from tiled_raster.core.statistics.counts import Counts, Extremes
from tiled_raster.core.statistics.distribution import Distribution
from tiled_raster.core.statistics.keys import line_of
from tiled_raster.core.statistics.moments import Moments, ShapeMoments
from tiled_raster.core.zones import summary
from tiled_raster.core.zones.burn import FULL
from tiled_raster.core.zones.runs import runs_of

DTYPES = ("uint8", "int16", "uint16", "int32", "float32", "float64", "int64")


@dataclass(frozen=True)
class Above:
    """The pixels above a hundred, and how far they all are above it."""

    pixels: Any = 0
    excess: Fraction = Fraction(0)

    @classmethod
    def nothing(cls) -> Above:
        return cls()

    @classmethod
    def of(cls, piece: Piece) -> Above:
        return cls.of_counts(piece.values.tolist(), [1] * piece.values.size, 0)

    @classmethod
    def gatherer(cls, pixels: int) -> Merging:  # noqa: ARG003
        return Merging(cls(), cls.of)

    def merged(self, tile: Above) -> Above:
        return type(self)(self.pixels + tile.pixels, self.excess + tile.excess)

    @classmethod
    def of_counts(cls, values: Sequence[Any], counts: Sequence[Any], pixels: Any) -> Above:  # noqa: ARG003
        high = [(Fraction(value) - 100, count) for value, count in zip(values, counts) if value > 100]
        return cls(sum(count for _, count in high), sum((count * more for more, count in high), Fraction(0)))


SPEC = StatisticSpec(
    name="mean_excess",
    label="Mean excess",
    summary="How far the pixels above a hundred are above it, on average.",
    accumulator=Above,
    finish=lambda above: float(above.excess / above.pixels) if above.pixels else math.nan,
)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(lookup._KNOWN, lookup.plain_name(SPEC.name), SPEC)


def pixels(dtype: str) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(DTYPES.index(dtype))
    values = rng.integers(0, 128 if dtype == "uint8" else 4000, (40, 37)).astype(dtype)
    return values + values.dtype.type(0.25) if values.dtype.kind == "f" else values, rng.random(values.shape) > 0.2


def expected(values: np.ndarray) -> float:
    above = values[values > 100].astype(float)
    return float(np.mean(above - 100))


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_new_one_is_measured_tile_by_tile_beside_the_others(dtype: str, known: None, tools: Any) -> None:
    values, valid = pixels(dtype)
    names = ["mean_excess", "mean", "kurtosis", "median", "max", "valid_count"]
    whole = tools.measure_tiles(values, valid, 100, names).results()
    assert whole["mean_excess"] == pytest.approx(expected(values[valid]), rel=1e-15)
    assert whole["mean"] == pytest.approx(values[valid].astype(float).mean(), rel=1e-15)
    for chunk in (7, 16):
        assert tools.measure_tiles(values, valid, chunk, names).results() == whole


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_new_one_is_measured_zone_by_zone(dtype: str, known: None) -> None:
    values, valid = pixels(dtype)
    zones = np.random.default_rng(8).integers(0, 5, values.shape)
    runs = runs_of(line_of(dtype), zones[valid], values[valid], None)
    found = summary.summarised(runs, np.bincount(zones.reshape(-1)), ["mean_excess"], False)
    by_hand = [expected(values[valid & (zones == zone)]) for zone in range(5)]
    np.testing.assert_allclose(found["mean_excess"], by_hand, rtol=1e-15)


def test_in_zones_a_new_one_weighs_pixels_by_their_share(known: None) -> None:
    """Worked by hand: 90, 102 and 110 of shares 1, 1/2 and 1/4."""
    weights = np.array([FULL, FULL // 2, FULL // 4])
    runs = runs_of(line_of("int16"), np.zeros(3, np.int64), np.array([90, 102, 110], np.int16), weights)
    found = summary.summarised(runs, np.array([2 * FULL]), ["mean_excess"], True)
    assert found["mean_excess"][0] == pytest.approx((2 / 2 + 10 / 4) / (1 / 2 + 1 / 4))


def test_no_valid_pixel(known: None, tools: Any) -> None:
    nothing = np.zeros((9, 9), bool)
    assert math.isnan(
        tools.measure_tiles(np.zeros((9, 9), "float32"), nothing, 4, ["mean_excess"]).results()["mean_excess"]
    )


@pytest.mark.parametrize("is_share", [False, True])
@pytest.mark.parametrize("dtype", DTYPES)
def test_what_accumulators_make_of_a_zone_is_what_its_own_form_makes(dtype: str, is_share: bool) -> None:
    values, valid = pixels(dtype)
    zones = np.random.default_rng(9).integers(0, 4, values.shape)
    weights = np.random.default_rng(10).integers(1, FULL, values.shape) if is_share else None
    runs = runs_of(line_of(dtype), zones[valid], values[valid], None if weights is None else weights[valid])
    totals = np.bincount(zones.reshape(-1), None if weights is None else weights.reshape(-1)).astype(np.int64)
    zone = summary.Summary(summary.ZoneValues(runs, totals, is_share))
    names = [name for name in summary.SUMMED if lookup.STATISTICS[name].accumulator is not Distribution]
    assert len(names) >= 14
    for name in names:
        np.testing.assert_allclose(zone._one_by_one(name), zone.of(name), rtol=1e-9, err_msg=name)


def test_one_that_derives_from_another_serves_both() -> None:
    assert least_kinds([Moments, ShapeMoments, Moments]) == (ShapeMoments,)
    assert least_kinds([Moments, Above, Extremes]) == (Moments, Above, Extremes)
    task = Measurement("float64", ["mean", "kurtosis", "std"]).next_pass()
    assert task.kinds == (Counts, Extremes, ShapeMoments)  # type: ignore[union-attr]
    assert pickle.loads(pickle.dumps(task)) == task
