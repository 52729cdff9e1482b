"""Sums, means and spreads: exact, whatever the tiles, where naive formulas lose everything."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext
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
    std = root(second)
    return {
        "sum": rounded(sum(numbers)),
        "sum_of_squares": rounded(squares),
        "mean": rounded(mean),
        "std": rounded(std),
        "variance": rounded(second),
        "rmse": rounded(root(squares / count)),
        "skewness": rounded(third / second / std),
        "kurtosis": rounded(fourth / second**2 - 3),
        "coefficient_of_variation": rounded(std / mean) if mean else math.nan,
    }


def root(square: Fraction) -> Fraction:
    """A square root of sixty digits, of any size."""
    with localcontext() as context:
        context.prec = 60
        return Fraction((Decimal(square.numerator) / Decimal(square.denominator)).sqrt())


def rounded(number: Fraction) -> float:
    """The nearest float64, infinite where there is none."""
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def cases():
    random = np.random.default_rng(3)
    yield "large and close", 1e8 + random.normal(0, 1e-3, (30, 40))
    yield "larger and closer", 1e12 + random.random((30, 40))
    yield "float32", random.lognormal(3, 1, (30, 40)).astype(np.float32)
    yield "one tile far away", np.where(np.arange(1200).reshape(30, 40) < 5, 0.0, 1e6 + random.normal(0, 1, (30, 40)))
    yield "int16", random.integers(-500, 9000, (30, 40)).astype(np.int16)
    yield "int32", random.integers(-(2**30), 2**31 - 1, (30, 40)).astype(np.int32)
    yield "int64 beyond float64", (2**60 + random.integers(0, 1000, (30, 40))).astype(np.int64)
    far = random.normal(0, 1e8, 599)
    yield "cancelling", np.concatenate([far, -far, [1e-6, 2e-6]]).reshape(30, 40)
    yield (
        "cancelling between tiles",
        (np.where(np.arange(1200) < 600, 1e10, -1e10) + random.random(1200)).reshape(30, 40),
    )
    yield "cancelling to nothing", np.concatenate([far, -far, [0.0, -0.0]]).reshape(30, 40).astype(np.float32)
    yield "denormals", (random.integers(1, 99, (30, 40)) * 5e-324)
    yield "tiny", random.normal(1e-200, 1e-201, (30, 40))
    yield "huge", random.normal(1e300, 1e299, (30, 40))
    yield "largest", np.where(random.random((30, 40)) < 0.3, -1, 1) * np.finfo(np.float64).max
    yield "largest float32", (np.where(random.random((30, 40)) < 0.3, -1, 1) * np.finfo(np.float32).max).astype("f4")
    yield "every size", np.exp(random.uniform(-700, 700, (30, 40))) * random.choice([-1, 1], (30, 40))
    yield "uint64 of full range", random.integers(0, 2**64 - 1, (30, 40), dtype=np.uint64, endpoint=True)
    yield "int64 of full range", random.integers(-(2**63), 2**63 - 1, (30, 40), dtype=np.int64, endpoint=True)
    patterns = random.integers(0, 2**64 - 1, 1200, dtype=np.uint64, endpoint=True).view(np.float64)
    yield "any pattern", np.where(np.isfinite(patterns), patterns, 5e-324).reshape(30, 40)
    patterns = random.integers(0, 2**32 - 1, 1200, dtype=np.uint32, endpoint=True).view(np.float32)
    yield "any pattern of float32", np.where(np.isfinite(patterns), patterns, np.float32(1e-45)).reshape(30, 40)
    yield "both ends of float64", np.where(random.random((30, 40)) < 0.5, np.finfo(np.float64).max, -5e-324)
    yield "near zero", random.normal(0, 300, (30, 40)).astype(np.float32)
    few = random.normal(1000, 1, 1200)
    few[[3, 700]] = 1e-9, -7e-300
    yield "two that are much smaller", few.reshape(30, 40)


@pytest.mark.parametrize(("name", "values"), list(cases()))
def test_moments_are_the_nearest_float64_for_any_tiles(name, values, tools):
    expected = exact(values)
    valid = np.ones(values.shape, bool)
    first, *others = (tools.measure_tiles(values, valid, chunk, NAMES).results() for chunk in (64, 1, 7, 13))
    for found in others:
        assert bits(found) == bits(first)
    rational = ("sum", "sum_of_squares", "mean", "variance", "kurtosis")
    assert {key: float(first[key]) for key in rational} == {key: expected[key] for key in rational}
    for key in set(NAMES) - set(rational):  # of square roots: at most a step aside
        assert first[key] == pytest.approx(expected[key], rel=2.0**-52, abs=0, nan_ok=True), key


def bits(found: dict[str, float]) -> dict[str, object]:
    """Numbers as they can be compared to the last bit, NaN and -0.0 too; integers of any size as they are."""
    return {name: value.hex() if isinstance(value, float) else value for name, value in found.items()}


@pytest.mark.parametrize("dtype", ["float32", "float64", "int32", "int64"])
def test_more_than_a_block_of_pixels(dtype, tools):
    """Several blocks of a piece, and pieces of a tile, add up to what `math.fsum` and integers give."""
    random = np.random.default_rng(8)
    spread = random.choice([1, 1e-9, 1e3], (700, 500), p=[0.9, 0.05, 0.05])
    values = (random.normal(0, 3e5, spread.shape) * spread).astype(dtype)
    valid = random.random(values.shape) > 0.1
    first, *others = (tools.measure_tiles(values, valid, chunk, NAMES).results() for chunk in (1000, 333, 64))
    for found in others:
        assert bits(found) == bits(first)
    kept = values[valid].tolist()
    assert first["sum"] == (math.fsum(kept) if dtype[0] == "f" else sum(kept))
    assert first["sum_of_squares"] == float(sum(Fraction(value) ** 2 for value in kept))


def test_sums_of_the_largest_blocks_do_not_round(tools):
    """Every pixel the largest of its digits: the bound on pixels of a block is reached, not passed."""
    values = np.full((300, 300), np.nextafter(2.0, 0))
    found = tools.measure_tiles(values, np.ones(values.shape, bool), 1000, NAMES).results()
    assert found["mean"] == np.nextafter(2.0, 0)
    assert found["variance"] == 0.0
    assert found["sum_of_squares"] == float(values.size * Fraction(values[0, 0]) ** 2)


def test_sums_of_integers_are_exact(tools):
    values = np.full((50, 50), 2**63 - 1, np.int64)
    found = tools.measure_tiles(values, np.ones(values.shape, bool), 20, ("sum",)).results()
    assert found["sum"] == 2500 * (2**63 - 1)
    assert isinstance(found["sum"], int)


@pytest.mark.parametrize("value", [0.1, -1e-310, 1e-170, 123456.789, -1e20, np.finfo(np.float64).max])
def test_constant_data_has_no_shape(value, tools):
    values = np.full((7, 43), value)
    found = tools.measure_tiles(values, np.ones(values.shape, bool), 9, NAMES).results()
    assert found["mean"] == value
    assert found["rmse"] == pytest.approx(abs(value), rel=1e-15, abs=0)
    assert found["std"] == found["variance"] == found["coefficient_of_variation"] == 0.0
    assert math.isnan(found["skewness"])
    assert math.isnan(found["kurtosis"])


def test_values_at_the_end_of_float64(tools):
    values = np.array([[1e308, -1e308, 1e308, 1e308]])
    found = tools.measure_tiles(values, np.ones(values.shape, bool), 4, ("std", "variance", "mean", "median")).results()
    assert found["variance"] == math.inf
    assert found["std"] == pytest.approx(math.sqrt(0.75) * 1e308, rel=1e-15)
    assert found["mean"] == 5e307
    assert found["median"] == 1e308
