"""Types and nodata values of the output, rounding, clipping, and any raster at all (hypothesis)."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest
import references
from hypothesis import given, settings
from hypothesis import strategies as st
from test_focal import check, tolerance_of
from tiled_raster.core.errors import InvalidParameter, NodataClash
from tiled_raster.core.filters import FILTERS
from tiled_raster.core.filters.apply import FilterPass
from tiled_raster.core.filters.output import output_dtype, ways_of_results
from tiled_raster.core.marking import Marking, SourceGaps
from tiled_raster.core.pixels import cast_into, held
from tiling import filter_tiled, filter_whole


def cast(values, dtype):
    """Return `cast_into` a new array."""
    target = np.empty(values.shape, dtype)
    cast_into(target, values)
    return target


@pytest.mark.parametrize(
    ("names", "source", "wanted"),
    [
        (["median"], "uint8", "uint8"),
        (["median"], "int64", "int64"),
        (["opening"], "uint16", "uint16"),
        (["range"], "int16", "int32"),
        (["range"], "int64", "uint64"),
        (["range"], "uint32", "uint32"),
        (["mean"], "int16", "float32"),
        (["mean"], "int32", "float64"),
        (["slope"], "float64", "float64"),
        (["count"], "float64", "uint16"),
        (["hillshade"], "float64", "uint8"),
        (["median", "mean"], "uint8", "float32"),
        (["count", "hillshade"], "uint8", "uint16"),
    ],
)
def test_type_rules(names, source, wanted):
    assert output_dtype([FILTERS[name].bind() for name in names], source) == np.dtype(wanted)


def test_large_counts_take_uint32():
    assert output_dtype([FILTERS["variety"].bind(size=257)], "uint8") == np.uint32
    assert output_dtype([FILTERS["variety"].bind(size=255)], "uint8") == np.uint16


NAN = "nan"
MASK, ALPHA, BOTH = {"mask": True}, {"alpha": 3}, {"mask": True, "alpha": 3}
WAYS = [
    # What selects pixels keeps the input's nodata.
    ("max", "uint8", 0, {}, [("uint8", 0)]),
    ("max", "int16", 7, {}, [("int16", 7)]),
    ("max", "float32", 0.0, {}, [("float32", 0.0)]),
    ("outliers", "float32", -9999.0, {}, [("float32", -9999.0)]),
    ("max", "uint64", 2**63 + 1, {}, [("uint64", 2**63 + 1)]),
    # What lies between pixels cannot reach an end of the type; in the midst it might.
    ("median", "uint8", 0, {}, [("uint8", 0)]),
    ("median", "int16", -32768, {}, [("int16", -32768)]),
    ("median", "int16", -9999, {}, [("int16", -9999), ("int16", MASK)]),
    ("mean", "uint8", 0, {}, [("float32", 0.0)]),
    ("mean", "float32", -9999, {}, [("float32", -9999.0), ("float32", NAN)]),
    ("mean", "float32", -3.4028234663852886e38, {}, [("float32", -3.4028234663852886e38)]),
    ("mean", "float32", -1.7976931348623157e308, {}, [("float32", NAN)]),
    ("mean", "float32", None, {}, [("float32", NAN)]),
    # What can be 0 never gets 0.
    *((name, "uint8", 0, {}, [("float32", NAN)]) for name in ("std", "variance", "white_tophat", "tri", "roughness")),
    *((name, "uint8", 0, {}, [("float32", NAN)]) for name in ("difference", "zscore", "sobel", "laplacian", "sum")),
    ("difference", "float32", -9999.0, {}, [("float32", -9999.0), ("float32", NAN)]),
    ("std", "int16", -9999, {}, [("float32", -9999.0)]),
    ("aspect", "float32", 0.0, {}, [("float32", NAN)]),
    ("aspect", "float32", -1.0, {}, [("float32", -1.0)]),
    # Ranges and counts of integers have values to spare, in a wider type if need be.
    ("range", "uint8", 0, {}, [("uint8", 255)]),
    ("range", "uint8", None, {}, [("uint16", 65535), ("uint8", MASK)]),
    ("range", "int8", -1, {}, [("int16", -1)]),
    ("range", "int64", -1, {}, [("uint64", MASK)]),
    ("count", "float32", -9999.0, {}, [("uint16", 65535)]),
    ("count", "uint8", 5, {}, [("uint16", 65535)]),
    ("hillshade", "float32", -9999.0, {}, [("uint8", 0)]),
    # Every value may be valid: what the input has.
    ("max", "uint8", None, {}, [("uint8", MASK), ("uint16", 65535)]),
    ("max", "uint8", None, {"alpha": 3, "bands": 4}, [("uint8", ALPHA), ("uint16", 65535)]),
    ("max", "uint16", None, {"alpha": 3, "bands": 4}, [("uint16", ALPHA), ("uint32", 2**32 - 1)]),
    # Alpha that GDAL takes for a band like others has a mask beside it.
    ("max", "uint8", None, {"alpha": 3, "bands": 5}, [("uint8", BOTH), ("uint16", 65535)]),
    ("max", "int16", None, {"alpha": 3, "bands": 4}, [("int16", BOTH), ("int32", -(2**31))]),
    ("max", "uint8", None, {"shared": False}, [("uint16", 65535)]),
    ("max", "int16", None, {"shared": False}, [("int32", -(2**31))]),
    ("max", "uint8", None, {"possible": False}, [("uint8", None), ("uint8", MASK), ("uint16", 65535)]),
    ("max", "uint64", None, {}, [("uint64", MASK)]),
]


@pytest.mark.parametrize(("name", "dtype", "nodata", "gaps", "wanted"), WAYS)
def test_the_ways_to_mark_gaps(name, dtype, nodata, gaps, wanted):
    got = ways_of_results([FILTERS[name].bind()], SourceGaps(nodata=nodata, **gaps), dtype)
    expected = [Marking(kind, **how) if isinstance(how, dict) else Marking(kind, how) for kind, how in wanted]
    assert [str(way) for way in got][: len(expected)] == [
        str(way).replace("'nan'", "nan").replace(f"nodata={NAN!r}", "nodata=nan") for way in expected
    ]


def test_values_are_tried_in_a_chosen_type_that_has_none_to_spare():
    """Two bands that lack different pixels: no mask says it, and 65535 hardly comes up."""
    gaps = SourceGaps(nodata=-9999, shared=False)
    ways = ways_of_results([FILTERS["mean"].bind()], gaps, "float32", "uint16")
    assert ways == (Marking("uint16", 65535), Marking("uint16", 0))
    gaps = SourceGaps(nodata=2, shared=False)
    ways = ways_of_results([FILTERS["mean"].bind()], gaps, "float32", "int32")
    assert ways == (Marking("int32", 2), Marking("int32", -(2**31)), Marking("int32", 2**31 - 1))


def test_a_chosen_type_is_kept():
    kernel = FILTERS["max"].bind()
    assert ways_of_results([kernel], SourceGaps(), "uint8", "int16") == (
        Marking("int16", -32768),
        Marking("int16", mask=True),
    )
    assert ways_of_results([kernel], SourceGaps(nodata=0), "int16", "uint8") == (Marking("uint8", mask=True),)
    with pytest.raises(InvalidParameter, match="every value of uint8 may be valid"):
        ways_of_results([kernel], SourceGaps(), "uint8", "uint8", can_mask=False)


@pytest.mark.parametrize(
    ("values", "dtype", "wanted"),
    [
        ([-1.0, 0.5, 1.5, 254.6, 300.0, 1e30], "uint8", [0, 0, 2, 255, 255, 255]),
        ([-1e30, 9.3e18, 2.0**62], "int64", [-(2**63), 2**63 - 1, 2**62]),
        ([1e30, 2.0**64, 5.0], "uint64", [2**64 - 1, 2**64 - 1, 5]),
        ([1e300, -1e300, -0.0], "float32", [3.4028235e38, -3.4028235e38, 0.0]),
    ],
)
def test_cast_rounds_and_clips(values, dtype, wanted):
    got = cast(np.array(values), dtype)
    assert got.dtype == np.dtype(dtype)
    np.testing.assert_array_equal(got, np.array(wanted, dtype))
    assert not np.signbit(got[got == 0]).any()


def test_cast_between_integers():
    got = cast(np.array([-5, 300, 2**40], np.int64), "uint8")
    np.testing.assert_array_equal(got, np.array([0, 255, 255], np.uint8))
    assert int(cast(np.array([2**64 - 1], np.uint64), "int64")[0]) == 2**63 - 1


def test_a_valid_pixel_is_never_changed():
    """What has the nodata value is told with its place."""
    values = np.full((1, 4, 4), 7, np.uint8)
    valid = np.ones(values.shape, bool)
    valid[0, :2] = False
    with pytest.raises(NodataClash, match="row 2, column 0.* this value") as caught:
        filter_whole(FilterPass((FILTERS["median"].bind(),), "uint8", out_nodata=7), values, valid)
    assert (caught.value.nodata, caught.value.row, caught.value.col) == (7, 2, 0)
    assert pickle.loads(pickle.dumps(caught.value)).args == caught.value.args
    got = filter_whole(FilterPass((FILTERS["median"].bind(),), "uint8", out_nodata=8), values, valid)[0]
    np.testing.assert_array_equal(got, np.where(valid[0], 7, 8))


def test_a_chosen_type_is_rounded_and_clipped():
    values = np.array([[[-300.0, 2.4, 2.6, 999.0]]])
    filter_pass = FilterPass((FILTERS["mean"].bind(size=1),), "float64", out_dtype="uint8", out_nodata=200)
    np.testing.assert_array_equal(filter_whole(filter_pass, values, np.ones(values.shape, bool))[0, 0], [0, 2, 3, 255])


def test_refusals():
    kernel = FILTERS["mean"].bind()
    for fields, words in (
        ({"nodata_policy": "ignore"}, "keep, fill or propagate"),
        ({"edge": "wrap"}, "shrink, reflect or nearest"),
        ({"min_valid": 0}, "1 or more"),
        ({"out_dtype": "uint8", "out_nodata": -1}, "does not hold it"),
    ):
        with pytest.raises(InvalidParameter, match=words):
            FilterPass((kernel,), "float32", **fields)
    with pytest.raises(InvalidParameter, match="at least one"):
        FilterPass((), "float32")
    large = np.full((1, 5, 5), 2**53 + 2, np.int64)
    with pytest.raises(InvalidParameter, match="53-bit"):
        filter_whole(FilterPass((kernel,), "int64"), large, np.ones(large.shape, bool))
    got = filter_whole(FilterPass((kernel,), "int64"), large, np.zeros(large.shape, bool))
    assert np.isnan(got).all()


def test_spread_of_small_deviations_on_large_numbers():
    rng = np.random.default_rng(6)
    for level, width, dtype in ((1e4, 0.1, np.float32), (1e8, 1e-3, np.float64)):
        values = (level + rng.normal(0, width, (1, 40, 40))).astype(dtype)
        valid = rng.random(values.shape) > 0.1
        got = filter_whole(FilterPass((FILTERS["std"].bind(size=5),), values.dtype.name, "fill"), values, valid)[0]
        for row, col in ((10, 10), (20, 31), (37, 5)):
            part = np.s_[0, row - 2 : row + 3, col - 2 : col + 3]
            wanted = references.std(values[part][valid[part]].tolist())
            assert got[row, col] == pytest.approx(wanted, rel=1.2e-7 if dtype is np.float32 else 1e-14)


WINDOWS = st.one_of(
    st.fixed_dictionaries({"size": st.sampled_from([1, 3, 5, 9, 13])}),
    st.fixed_dictionaries(
        {"size": st.sampled_from([1, 3, 7]), "shape": st.just("rectangle"), "columns": st.sampled_from([1, 5, 9])}
    ),
    st.fixed_dictionaries({"size": st.sampled_from([3, 5, 9]), "shape": st.sampled_from(["circle", "annulus"])}),
)
EXACT = [name for name in references.FOCAL if FILTERS[name].exact]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_raster(data):
    """Shapes, types, nodata, windows, policies and edges: equal to the loops, and to its own tiles."""
    name = data.draw(st.sampled_from(EXACT))
    dtype = data.draw(st.sampled_from(["uint8", "int8", "int16", "uint32", "int64", "uint64", "float32", "float64"]))
    rows, cols = data.draw(st.integers(1, 9)), data.draw(st.integers(1, 9))
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    kind = np.dtype(dtype)
    limits = (-1000, 1000) if kind.kind == "f" else (int(np.iinfo(kind).min), int(np.iinfo(kind).max))
    pool = rng.integers(*limits, size=6, dtype=np.int64 if kind.kind == "f" else kind, endpoint=True)
    values = rng.choice(pool, (1, rows, cols)).astype(kind)
    valid = rng.random(values.shape) >= data.draw(st.sampled_from([0.0, 0.1, 0.5, 1.0]))
    policy = data.draw(st.sampled_from(["keep", "fill", "propagate"]))
    edge = data.draw(st.sampled_from(["shrink", "reflect", "nearest"]))
    kernel = FILTERS[name].bind(**data.draw(WINDOWS))
    filter_pass = FilterPass((kernel,), dtype, policy, data.draw(st.integers(1, 3)), edge)
    got = filter_whole(filter_pass, values, valid)
    wanted = references.filtered(
        references.plain(references.FOCAL[name]),
        kernel.window.offsets,
        values[0],
        valid[0],
        policy,
        filter_pass.min_valid,
        edge,
    )
    check(got, wanted, filter_pass, tolerance_of(name, filter_pass, values))
    chunk = (data.draw(st.integers(1, 10)), data.draw(st.integers(1, 10)))
    assert filter_tiled(pickle.loads(pickle.dumps(filter_pass)), values, valid, chunk).tobytes() == got.tobytes()


@pytest.mark.parametrize("dtype", ["uint8", "int16", "int64", "float32", "float64"])
@pytest.mark.parametrize("share", [0.0, 12.5, 50.0, 90.0, 100.0])
def test_percentile(share, dtype):
    rng = np.random.default_rng(9)
    values = rng.integers(0, 120, (1, 12, 13)).astype(dtype)
    valid = rng.random(values.shape) > 0.2
    kernel = FILTERS["percentile"].bind(size=5, percentile=share)
    filter_pass = FilterPass((kernel,), dtype)
    wanted = references.filtered(
        references.plain(lambda found: references.percentile(found, share)), kernel.window.offsets, values[0], valid[0]
    )
    check(filter_whole(filter_pass, values, valid), wanted, filter_pass, 0)


@pytest.mark.parametrize("name", ["median", "percentile", "majority", "variety"])
def test_windows_too_large_for_a_network(name):
    rng = np.random.default_rng(9)
    values = rng.integers(0, 50, (1, 20, 21)).astype(np.float32)
    valid = rng.random(values.shape) > 0.2
    kernel = FILTERS[name].bind(size=13)
    reference = references.FOCAL.get(name) or (lambda found: references.percentile(found, 90.0))
    wanted = references.filtered(references.plain(reference), kernel.window.offsets, values[0], valid[0])
    filter_pass = FilterPass((kernel,), "float32")
    check(filter_whole(filter_pass, values, valid), wanted, filter_pass, 0)


LARGE = "; ".join(["0 " * 5 + "1 " * 12] * 8 + ["0 " * 5 + "0 " * 12] * 6 + ["0 " * 5 + "1 " * 12] * 5)
"""A matrix of 19 by 17, lopsided, with 156 pixels in two pieces."""


@pytest.mark.parametrize("dtype", ["uint8", "int64", "float32", "float64"])
@pytest.mark.parametrize("share", [0.0, 0.01, 0.4])
@pytest.mark.parametrize("window", [{"size": 13}, {"shape": "weights", "weights": LARGE}], ids=["square", "lopsided"])
@pytest.mark.parametrize("name", ["median", "percentile", "minority"])
def test_large_windows_with_and_without_gaps(name, window, share, dtype):
    rng = np.random.default_rng(11)
    offset = 2**60 + 1 if dtype == "int64" else 0
    values = rng.integers(0, 90, (1, 40, 45)).astype(dtype) + np.dtype(dtype).type(offset)
    valid = rng.random(values.shape) >= share
    valid[0, :12, :15] &= share == 0
    kernel = FILTERS[name].bind(**window)
    filter_pass = FilterPass((kernel,), dtype)
    got = filter_whole(filter_pass, values, valid)
    assert filter_tiled(filter_pass, values, valid, (11, 40)).tobytes() == got.tobytes()
    reference = references.FOCAL.get(name) or (lambda found: references.percentile(found, 90.0))
    wanted = references.filtered(references.plain(reference), kernel.window.offsets, values[0], valid[0])
    check(got, wanted, filter_pass, 0)


@pytest.mark.parametrize("name", [name for name in references.FOCAL if name not in ("mean", "sum")])
def test_a_window_much_larger_than_the_raster(name):
    values = np.arange(12, dtype=np.float32).reshape(1, 3, 4) // 2
    valid = values != 3
    filter_pass = FilterPass((FILTERS[name].bind(size=1025),), "float32")
    got = filter_whole(filter_pass, values, valid)[0]
    wanted = float(references.FOCAL[name](values[valid].tolist()))
    np.testing.assert_allclose(got[valid[0]], wanted, rtol=1.2e-7)


def test_held():
    assert held(255.0, "uint8") == 255
    assert isinstance(held(255.0, "uint8"), int)
    assert held(256, "uint8") is None
    assert held(math.inf, "float32") is None
    assert held(None, "float32") is None


def test_wider_outputs_get_their_digits():
    """Sums of 16-bit pixels as 32-bit integers, and means of float32 as float64, are not rounded to float32 first."""
    rng = np.random.default_rng(7)
    values = rng.integers(60000, 65535, (1, 30, 30), np.uint16)
    valid = np.ones(values.shape, bool)
    got = filter_whole(FilterPass((FILTERS["sum"].bind(size=25),), "uint16", out_dtype="uint32"), values, valid)
    assert int(got[0, 15, 15]) == int(values[0, 3:28, 3:28].sum(dtype=np.int64))
    real = rng.normal(100, 1, values.shape).astype(np.float32)
    got = filter_whole(FilterPass((FILTERS["mean"].bind(),), "float32", out_dtype="float64"), real, valid)
    assert got[0, 9, 9] == pytest.approx(real[0, 8:11, 8:11].mean(dtype=float), rel=1e-15)
    large = np.array([[[3e38, -3e38]]], np.float32)
    got = filter_whole(FilterPass((FILTERS["range"].bind(),), "float32", out_dtype="float64"), large, large != 0)
    np.testing.assert_allclose(got, 6e38, rtol=1e-7)
    got = filter_whole(FilterPass((FILTERS["range"].bind(),), "float32"), large, large != 0)
    np.testing.assert_array_equal(got, np.finfo(np.float32).max)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_medians_at_both_ends_of_the_floats(dtype):
    kind = np.finfo(dtype)
    tiny = np.nextafter(kind.dtype.type(0), kind.dtype.type(1))
    for pair, wanted in (((tiny, tiny), tiny), ((tiny, 3 * tiny), 2 * tiny), ((kind.max, kind.max), kind.max)):
        values = np.array([[pair]], dtype)
        got = filter_whole(FilterPass((FILTERS["median"].bind(),), dtype), values, np.ones(values.shape, bool))
        np.testing.assert_array_equal(got, wanted)


def test_counts_above_the_digits_of_float32():
    values = np.full((1, 1, 1), 7, np.uint8)
    kernel = FILTERS["count"].bind(size=4097)
    got = filter_whole(FilterPass((kernel,), "uint8", edge="reflect"), values, values == 7)
    assert int(got[0, 0, 0]) == 4097**2


def test_spread_from_squares_and_from_deviations_meet():
    """Rough, almost flat and flat ground side by side: digits enough everywhere, and the same in tiles."""
    rng = np.random.default_rng(8)
    width = np.repeat([30.0, 0.3, 0.03, 0.002, 0.0], 60)
    values = (4000 + rng.normal(0, 1, (1, 40, 300)) * width).astype(np.float32)
    valid = rng.random(values.shape) > 0.1
    filter_pass = FilterPass((FILTERS["std"].bind(size=5),), "float32")
    got = filter_whole(filter_pass, values, valid)
    assert filter_tiled(filter_pass, values, valid, (9, 31)).tobytes() == got.tobytes()
    for row, col in np.argwhere(valid[0, :38, :298])[::29]:
        part = np.s_[0, max(row - 2, 0) : row + 3, max(col - 2, 0) : col + 3]
        wanted = references.std(values[part][valid[part]].tolist())
        assert got[0, row, col] == pytest.approx(wanted, rel=1.2e-7, abs=0.0)
