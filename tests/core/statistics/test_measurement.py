"""Merged statistics against NumPy on the whole array: exact, whatever the tiles, in a bounded number of passes."""

from __future__ import annotations

import errno
import io
import math
import pickle

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from tiled_raster.core.errors import InvalidParameter, OutputError
from tiled_raster.core.statistics import STATISTICS, Measurement, distinct, refine
from tiled_raster.core.statistics.measurement import measured

EXACT = ("count", "valid_count", "min", "max", "median", "nmad", "iqr", "le90", "mode", "variety")
PERCENTILES = (0, 5, 33.3, 50, 90, 100)
DTYPES = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float32", "float64")
MOST_PASSES = {8: 1, 16: 1, 32: 3, 64: 6}


def elements(dtype: np.dtype) -> st.SearchStrategy:
    """Values of a type; integers of 64 bits within what float64 tells apart, where NumPy itself is exact."""
    if dtype.kind == "f":
        wide = st.floats(-(2.0**100), 2.0**100, width=8 * dtype.itemsize)
        return st.one_of(wide, st.sampled_from([0.0, -0.0, 1.0, -1.0, 1e-40, 2.5]).map(dtype.type))
    limits = np.iinfo(dtype)
    return st.one_of(
        st.integers(max(int(limits.min), -(2**51)), min(int(limits.max), 2**51)),
        st.integers(max(int(limits.min), -3), 9),
    )


@pytest.mark.parametrize("dtype", DTYPES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_equals_numpy_for_any_values_and_chunk(dtype, data, tools):
    kind = np.dtype(dtype)
    shape = data.draw(hnp.array_shapes(min_dims=2, max_dims=2, max_side=9))
    values = data.draw(hnp.arrays(kind, shape, elements=elements(kind)))
    valid = data.draw(hnp.arrays(bool, shape))
    chunk = data.draw(st.integers(1, 10))
    found = tools.measure_tiles(values, valid, chunk, EXACT, PERCENTILES).results()
    expected = tools.reference(values[valid], values.size, PERCENTILES)
    wrong = {
        name: (value, expected.get(name)) for name, value in found.items() if not tools.same(value, expected.get(name))
    }
    if not valid.any():
        assert found.pop("variety") == 0
        wrong.pop("variety", None)
    assert not wrong


@pytest.mark.parametrize("dtype", DTYPES)
def test_chunks_make_no_difference(dtype, tools):
    random = np.random.default_rng(5)
    values = (random.normal(60, 25, (50, 61)) + random.integers(0, 3, (50, 61))).clip(0, 120).astype(dtype)
    valid = random.random(values.shape) > 0.2
    found = [tools.measure_tiles(values, valid, chunk, tuple(STATISTICS), PERCENTILES, 12) for chunk in (3, 16, 100)]
    for measurement in found[1:]:
        assert measurement.results() == found[0].results()
        assert measurement.histogram() == found[0].histogram()


def _float_cases(dtype):
    random, kind = np.random.default_rng(7), np.dtype(dtype)
    bits = random.integers(0, 2 ** (8 * kind.itemsize) - 1, 3001, dtype=f"u{kind.itemsize}", endpoint=True).view(kind)
    patterns = bits[np.isfinite(bits)]
    tiny = patterns[np.abs(patterns) < 1e-3]
    signs = random.choice([-1.0, 1.0], 3001)
    yield "any pattern", patterns[np.abs(patterns) < 1e300]
    yield "denormals", random.integers(0, 1 << 20, 3001).astype(f"u{kind.itemsize}").view(kind)
    # The distances of the tiny values from a median near 100 are those of values near 200.
    yield (
        "cancelling",
        np.concatenate([tiny, random.normal(100, 1e-3, len(tiny) // 2), random.normal(200, 1, len(tiny) // 2)]),
    )
    yield "cancelling, negative", np.concatenate([tiny, np.full(3, -100.0), np.full(len(tiny) - 1, -200.0)])
    yield "signed zeros", np.where(signs > 0, 0.0, -0.0)
    yield "zeros and others", np.where(signs > 0, 0.0, random.normal(0, 1, 3001))
    yield "huge range", np.where(signs > 0, np.finfo(kind).max / 8, np.finfo(kind).tiny)
    yield "all distinct", np.linspace(1, 2, 3001)
    yield "logarithmic", np.exp(random.uniform(-60, 60, 3001)) * signs
    yield "two clusters", np.concatenate([random.normal(1e-6, 1e-9, 1500), random.normal(1e6, 1, 1500)])
    yield "symmetric", 5.0 * signs + random.normal(0, 1e-3, 3001)


def _integer_cases(dtype):
    random, limits = np.random.default_rng(7), np.iinfo(dtype)
    half = min(int(limits.max) // 2, 2**51)
    yield "wide", random.integers(max(int(limits.min), -half), half, 3001)
    yield "logarithmic", 2.0 ** random.uniform(0, np.log2(half), 3001)
    yield "few", random.integers(0, 5, 3001)


def _cases():
    for dtype in DTYPES:
        source = _float_cases if np.dtype(dtype).kind == "f" else _integer_cases
        plain = (
            ("constant", np.full(101, 3)),
            ("two values", np.arange(100) % 3 // 2 * 4 + 3),
            ("single", np.array([5])),
        )
        for name, values in (*source(dtype), *plain):
            yield pytest.param(values.astype(dtype), id=f"{dtype}, {name}")


@pytest.mark.parametrize("values", list(_cases()))
@pytest.mark.parametrize("collect", [0, refine.COLLECT_LIMIT])
def test_hard_data_is_exact_within_the_promised_passes(values, collect, tools, monkeypatch):
    """With collecting switched off, every pixel has to be found by counting alone, as in a raster of any size."""
    monkeypatch.setattr(refine, "COLLECT_LIMIT", collect)
    every = tuple(range(1, 100))
    block = values.reshape(1, -1)
    measurement = tools.measure_tiles(block, np.ones(block.shape, bool), 1000, EXACT[:-2], every, 20)
    found, expected = measurement.results(), tools.reference(values, values.size, every)
    assert {name: value for name, value in found.items() if value != expected[name]} == {}
    assert measurement.passes <= MOST_PASSES[8 * values.dtype.itemsize]
    assert sum(measurement.histogram().counts) == values.size


@pytest.mark.parametrize("dtype", ["float32", "float64", "int64"])
def test_findings_of_a_tile_are_bounded(dtype, monkeypatch):
    monkeypatch.setattr(refine, "COLLECT_LIMIT", 0)
    random = np.random.default_rng(2)
    values = (
        np.exp(random.uniform(-60, 60, 200_000)) if dtype[0] == "f" else random.integers(-(2**62), 2**62, 200_000)
    ).astype(dtype)
    valid = np.ones(values.shape, bool)
    measurement = Measurement(dtype, ("median", "nmad"), range(1, 100), 64)
    task = measurement.next_pass()
    while task is not None:
        findings = task(values, valid)
        assert len(pickle.dumps(findings)) < 12_000_000
        assert len(pickle.dumps(task)) < 500_000
        measurement.absorb(findings)
        measurement.end_pass()
        assert len(measurement._distribution.low) < 2_000_000
        task = measurement.next_pass()
    kept = values if dtype == "int64" else values.astype(np.float64)
    assert measurement.results()["median"] == np.median(kept)


def test_one_pass_where_one_is_enough(tools):
    values = np.arange(60, dtype=np.float32).reshape(6, 10)
    valid = np.ones(values.shape, bool)
    assert tools.measure_tiles(values, valid, 4, ("mean", "std", "min", "valid_count", "skewness")).passes == 1
    short = values.astype(np.int16)
    assert tools.measure_tiles(short, valid, 4, tuple(STATISTICS), (5, 95), 10).passes == 1


def test_64_bit_integers_beyond_float64(tools):
    values = np.array([[2**62 + 1, 2**62 + 3, 2**62 + 5, 2**62 + 7, 2**62 + 7]], np.int64)
    found = tools.measure_tiles(
        values, np.ones(values.shape, bool), 2, ("min", "max", "median", "sum", "mode", "nmad")
    ).results()
    assert found["min"] == 2**62 + 1
    assert found["max"] == 2**62 + 7
    assert found["median"] == 2**62 + 5
    assert found["sum"] == 5 * 2**62 + 23
    assert found["mode"] == 2**62 + 7
    assert found["nmad"] == 1.4826 * 2
    even = np.array([[2**64 - 1, 2**64 - 3]], np.uint64)
    assert tools.measure_tiles(even, np.ones(even.shape, bool), 1, ("median",)).results()["median"] == 2**64 - 2


@pytest.mark.parametrize("dtype", ["uint8", "int16", "int32", "float32", "float64"])
@pytest.mark.parametrize("bins", [1, 7, 64])
def test_histogram_is_numpys(dtype, bins, tools):
    random = np.random.default_rng(8)
    values = random.normal(50, 20, (40, 30)).clip(0, 120).astype(dtype)
    valid = random.random(values.shape) > 0.1
    histogram = tools.measure_tiles(values, valid, 7, (), (), bins).histogram()
    counts, edges = np.histogram(values[valid].astype(np.float64), bins)
    assert list(histogram.counts) == counts.tolist()
    assert histogram.edges == pytest.approx(edges.tolist(), rel=1e-15)


def test_histogram_of_constant_and_of_nothing(tools):
    values = np.full((3, 3), 4.0, np.float32)
    histogram = tools.measure_tiles(values, np.ones((3, 3), bool), 2, (), (), 4).histogram()
    assert histogram.counts == tuple(np.histogram(values.astype(np.float64), 4)[0])
    assert tools.measure_tiles(values, np.zeros((3, 3), bool), 2, (), (), 4).histogram().counts == ()


def test_entropy_of_values_and_of_bins(tools):
    values = np.array([[1, 1, 2, 3]], np.int32)
    valid = np.ones(values.shape, bool)
    assert tools.measure_tiles(values, valid, 2, ("entropy",)).results()["entropy"] == pytest.approx(1.5)
    floats = np.array([[0.0, 0.1, 0.6, 1.0]], np.float32)
    assert tools.measure_tiles(floats, valid, 2, ("entropy",), (), 2).results()["entropy"] == pytest.approx(1.0)


def test_empty_band_gives_counts_of_zero_and_nan(tools):
    for dtype in DTYPES:
        found = tools.measure_tiles(
            np.zeros((4, 4), dtype), np.zeros((4, 4), bool), 3, tuple(STATISTICS), (5,)
        ).results()
        numbers = {name: found.pop(name) for name in ("count", "valid_count", "percentage_valid", "variety")}
        assert numbers == {"count": 16, "valid_count": 0, "percentage_valid": 0.0, "variety": 0}
        assert all(math.isnan(value) for value in found.values())


def _many_values(dtype):
    """Data of many distinct values: in no order, in order, with a heavy value, and with ties of the most frequent."""
    random, kind = np.random.default_rng(9), np.dtype(dtype)
    if kind.kind == "f":
        spread = np.exp(random.uniform(-60, 60, 1600)) * random.choice([-1, 1], 1600)
        zeros = np.where(np.arange(1600) % 4, spread, random.choice([0.0, -0.0], 1600))
    else:
        limits = np.iinfo(kind)
        spread = random.integers(limits.min, limits.max, 1600, dtype=kind, endpoint=True)
        zeros = np.where(np.arange(1600) % 4, spread, kind.type(limits.max))
    yield "any order", spread
    yield "in order", np.sort(spread)
    yield "a heavy value", zeros
    yield "ties", np.tile(spread[:80], 20)
    yield "pairs far apart", np.concatenate((spread[:800], spread[:800][::-1]))


@pytest.mark.parametrize("dtype", ["uint32", "int32", "uint64", "int64", "float32", "float64"])
@pytest.mark.parametrize(("chunk", "merged"), [(3, 1), (7, 90), (64, 90)])
def test_more_distinct_values_than_memory_holds(dtype, chunk, merged, tools, monkeypatch):
    """Sorted runs on disk, read some values at a time, tell mode, variety and entropy in the same two passes."""
    monkeypatch.setattr(distinct, "DISTINCT_LIMIT", 50)
    monkeypatch.setattr(distinct, "HELD_LIMIT", 70)
    monkeypatch.setattr(distinct, "MERGED_LIMIT", merged)
    for name, data in _many_values(dtype):
        values = data.astype(dtype).reshape(40, 40)
        measurement = tools.measure_tiles(
            values, np.ones(values.shape, bool), chunk, ("mode", "variety", "entropy", "median"), (), 9
        )
        found = measurement.results()
        kinds, counts = np.unique(values + values.dtype.type(0), return_counts=True)
        binned = np.histogram(values.astype(np.float64), 9)[0] if values.dtype.kind == "f" else counts
        share = binned[binned > 0] / values.size
        assert found["mode"] == kinds[counts.argmax()], name
        assert found["variety"] == len(kinds), name
        assert found["entropy"] == pytest.approx(-(share * np.log2(share)).sum(), rel=1e-12, abs=1e-12), name
        assert found["median"] == pytest.approx(np.median(values.astype(np.float64)), rel=1e-12, abs=0), name
        assert measurement.passes == 2
        assert sum(measurement.histogram().counts) == 1600


def test_entropy_of_more_values_than_memory_holds_does_not_depend_on_tiles(tools, monkeypatch):
    monkeypatch.setattr(distinct, "DISTINCT_LIMIT", 50)
    random = np.random.default_rng(4)
    values = (random.lognormal(3, 2, (50, 40)) * 10).astype(np.int32)
    found = set()
    for chunk, held, merged in ((5, 70, 60), (7, 200, 90), (64, 1 << 19, 1 << 19), (13, 90, 1000)):
        monkeypatch.setattr(distinct, "HELD_LIMIT", held)
        monkeypatch.setattr(distinct, "MERGED_LIMIT", merged)
        found.add(
            tools.measure_tiles(values, np.ones(values.shape, bool), chunk, ("entropy", "mode")).results()["entropy"]
        )
    assert len(found) == 1


def test_a_merge_reads_little_at_a_time(monkeypatch):
    monkeypatch.setattr(distinct, "HELD_LIMIT", 100)
    monkeypatch.setattr(distinct, "DISTINCT_LIMIT", 50)
    monkeypatch.setattr(distinct, "MERGED_LIMIT", 200)
    random, tally = np.random.default_rng(3), distinct.Tally(8000)
    tiles = [np.unique(random.integers(0, 3000, 60).astype(np.uint32)) for _ in range(80)]
    for keys in tiles:
        tally.add(distinct.Collected(keys, np.ones(keys.size, np.uint32)))
    parts = list(tally._runs.merged())
    tally.close()
    assert max(part.keys.size for part in parts) <= 200
    kinds, counts = np.unique(np.concatenate(tiles[: 2 * (len(tiles) // 2)]), return_counts=True)
    assert np.concatenate([part.keys for part in parts]).tolist() == kinds.tolist()
    assert np.concatenate([part.count for part in parts]).tolist() == counts.tolist()


def test_no_room_for_the_values_is_told(tools, monkeypatch):
    class FullDisk(io.BytesIO):
        def write(self, data):
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(distinct, "DISTINCT_LIMIT", 50)
    monkeypatch.setattr(distinct, "HELD_LIMIT", 70)
    monkeypatch.setattr(distinct.tempfile, "TemporaryFile", lambda **_: FullDisk())
    values = np.arange(400, dtype=np.float32).reshape(20, 20)
    with pytest.raises(OutputError, match=r"No space left.*TMPDIR.*leave out mode"):
        tools.measure_tiles(values, np.ones(values.shape, bool), 5, ("mode",))


def test_bad_requests_are_refused():
    with pytest.raises(InvalidParameter, match="averge.*median"):
        Measurement("float32", ["averge"])
    with pytest.raises(InvalidParameter, match="101.*0 to 100"):
        Measurement("float32", [], [101])
    with pytest.raises(InvalidParameter, match="complex64"):
        Measurement("complex64", ["mean"])


def test_byte_order_and_strides_do_not_matter():
    values = np.arange(24, dtype=">f4").reshape(4, 6)[:, ::2]
    found = measured(values, np.ones(values.shape, bool), Measurement(values.dtype, ["median", "sum"])).results()
    assert found == {"median": np.median(values), "sum": values.sum()}
