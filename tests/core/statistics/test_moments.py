"""Sums, means and spreads: right to 1e-12 where naive formulas lose everything."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

NAMES = ("sum", "sum_of_squares", "mean", "std", "variance", "rmse", "skewness", "kurtosis", "coefficient_of_variation")


def exact(values: np.ndarray) -> dict[str, float]:
    """The moments by fractions, rounded once at the end."""
    numbers = [Fraction(value.item()) for value in values.reshape(-1)]
    count = len(numbers)
    mean = sum(numbers) / count
    second, third, fourth = (sum((number - mean) ** power for number in numbers) / count for power in (2, 3, 4))
    squares = sum(number**2 for number in numbers)
    std = math.sqrt(second)
    return {
        "sum": float(sum(numbers)),
        "sum_of_squares": float(squares),
        "mean": float(mean),
        "std": std,
        "variance": float(second),
        "rmse": math.sqrt(squares / count),
        "skewness": float(third / second) / std,
        "kurtosis": float(fourth / second**2) - 3,
        "coefficient_of_variation": std / float(mean),
    }


def cases():
    random = np.random.default_rng(3)
    yield "large and close", 1e8 + random.normal(0, 1e-3, (30, 40))
    yield "larger and closer", 1e12 + random.random((30, 40))
    yield "float32", random.lognormal(3, 1, (30, 40)).astype(np.float32)
    yield "one tile far away", np.where(np.arange(1200).reshape(30, 40) < 5, 0.0, 1e6 + random.normal(0, 1, (30, 40)))
    yield "int16", random.integers(-500, 9000, (30, 40)).astype(np.int16)
    yield "int32", random.integers(-(2**30), 2**31 - 1, (30, 40)).astype(np.int32)
    yield "int64 beyond float64", (2**60 + random.integers(0, 1000, (30, 40))).astype(np.int64)
    yield "uint64 of full range", random.integers(0, 2**64 - 1, (30, 40), dtype=np.uint64, endpoint=True)


@pytest.mark.parametrize(("name", "values"), list(cases()))
@pytest.mark.parametrize("chunk", [1, 7, 64])
def test_moments_to_1e_12(name, values, chunk, tools):
    found = tools.measure_tiles(values, np.ones(values.shape, bool), chunk, NAMES).results()
    expected = exact(values)
    for key in ("skewness", "kurtosis"):  # differences of sums of either sign: near zero only the absolute error counts
        assert found.pop(key) == pytest.approx(expected.pop(key), rel=1e-11, abs=1e-11)
    assert found == pytest.approx(expected, rel=1e-12)


def test_sums_of_integers_are_exact(tools):
    values = np.full((50, 50), 2**63 - 1, np.int64)
    found = tools.measure_tiles(values, np.ones(values.shape, bool), 20, ("sum",)).results()
    assert found["sum"] == 2500 * (2**63 - 1)
    assert isinstance(found["sum"], int)


def test_same_chunk_gives_the_same_bits_in_any_order_of_calls(tools):
    values = np.random.default_rng(1).normal(5, 2, (64, 64))
    valid = np.ones(values.shape, bool)
    first, second = (tools.measure_tiles(values, valid, 16, NAMES).results() for _ in range(2))
    assert first == second


def test_constant_data_has_no_shape(tools):
    values = np.full((5, 5), 0.1)
    found = tools.measure_tiles(values, np.ones(values.shape, bool), 2, NAMES).results()
    assert found["mean"] == 0.1
    assert found["std"] == 0.0
    assert math.isnan(found["skewness"])
    assert math.isnan(found["kurtosis"])


def test_values_at_the_end_of_float64(tools):
    values = np.array([[1e308, -1e308, 1e308, 1e308]])
    found = tools.measure_tiles(values, np.ones(values.shape, bool), 4, ("std", "variance", "mean", "median")).results()
    assert found["variance"] == math.inf
    assert found["median"] == 1e308
