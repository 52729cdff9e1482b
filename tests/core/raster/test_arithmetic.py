"""Arithmetic on rasters of integers against Python's own, which has no limits; other grids; nodata that stays free."""

from __future__ import annotations

import operator

import numpy as np
import pytest
import rasterio
from tiled_raster.core.errors import InvalidParameter
from tiled_raster.core.raster import Raster

PLACE = rasterio.Affine(10.0, 0.0, 100.0, 0.0, -10.0, 900.0)
INTEGERS = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64")
TWO = (operator.add, operator.sub, operator.mul, operator.floordiv, operator.mod, np.maximum, np.minimum, np.fmod)
ONE = (operator.neg, operator.abs, np.square, np.sign, operator.pos, operator.invert)


def extremes(dtype, rng, size=24):
    """Values at and near both ends of a type, and between."""
    limits = np.iinfo(dtype)
    ends = [limits.min, limits.min + 1, limits.max, limits.max - 1, 0, 1, 2, 3]
    middle = rng.integers(limits.min, limits.max, size - len(ends), dtype=dtype, endpoint=True)
    return rng.permutation(np.concatenate([np.array(ends, dtype), middle])).reshape(4, -1)


def exact(function, *operands):
    """Return the results of Python's integers, None where there is none."""
    results = []
    for values in zip(*(np.broadcast_to(np.asarray(each, object), (4, 6)).reshape(-1) for each in operands)):
        try:
            results.append(int(function(*(int(value) for value in values))))
        except ZeroDivisionError:
            results.append(None)
    return results


def fmod(one, other):
    return abs(one) % abs(other) * (1 if one >= 0 else -1) if other else 1 // 0


PYTHON = {np.maximum: max, np.minimum: min, np.square: lambda value: value * value, np.fmod: fmod}
PYTHON[np.sign] = lambda value: (value > 0) - (value < 0)


def check(function, *operands):
    """Compare with Python's integers, or see that what no type holds is refused."""
    arrays = [each.data.data if isinstance(each, Raster) else each for each in operands]
    wanted = exact(PYTHON.get(function, function), *arrays)
    numbers = [value for value in wanted if value is not None]
    base = np.result_type(*(each.dtype for each in operands if isinstance(each, Raster)))
    if base.kind == "f":  # int64 with uint64, as NumPy has it
        return
    least = 0 if base == "uint64" else -(2**63)
    most = 2**64 - 1 if base.kind == "u" else 2**63 - 1
    if max(numbers) > most or min(numbers) < least:
        with pytest.raises(InvalidParameter, match="does not hold"):
            function(*operands)
        return
    result = function(*operands)
    got = result.data.data.reshape(-1).tolist()
    assert [value for value, known in zip(got, wanted) if known is not None] == numbers


@pytest.mark.parametrize("function", TWO)
@pytest.mark.parametrize("first", INTEGERS)
def test_two_rasters(function, first):
    rng = np.random.default_rng(7)
    for second in INTEGERS:
        one = Raster.from_array(extremes(first, rng), PLACE, None)
        other = Raster.from_array(extremes(second, rng), PLACE, None)
        check(function, one, other)


@pytest.mark.parametrize("function", TWO)
@pytest.mark.parametrize("dtype", INTEGERS)
def test_a_raster_and_a_number(function, dtype):
    raster = Raster.from_array(extremes(dtype, np.random.default_rng(8)), PLACE, None)
    for number in (1, 2, 7, 255, 1000, 70_000, np.uint8(200), np.int64(3), -1, -300):
        check(function, raster, number)
        check(function, number, raster)


@pytest.mark.parametrize("dtype", INTEGERS)
def test_one_raster(dtype):
    raster = Raster.from_array(extremes(dtype, np.random.default_rng(9)), PLACE, None)
    for function in ONE:
        if function is not operator.invert:
            check(function, raster)
    for exponent in (0, 1, 2, 3, 5):
        check(lambda base, by=exponent: base**by, raster)
    assert (~raster).dtype == raster.dtype


@pytest.mark.parametrize(
    ("dtype", "change", "wanted"),
    [
        ("uint8", lambda r: r * 2, "uint16"),
        ("uint8", lambda r: r * 1000, "uint32"),
        ("uint8", lambda r: r - 1, "int16"),
        ("uint8", lambda r: 255 - r, "uint8"),
        ("uint8", lambda r: r - r, "int16"),
        ("uint8", lambda r: r * r, "uint16"),
        ("uint8", lambda r: r // 2, "uint8"),
        ("uint8", lambda r: r + 0.5, "float64"),
        ("uint8", np.sqrt, "float32"),
        ("int8", operator.neg, "int16"),
        ("int16", operator.abs, "int32"),
        ("uint16", operator.abs, "uint16"),
        ("int16", lambda r: r + 1, "int32"),
        ("int32", lambda r: r * r, "int64"),
        ("int64", lambda r: r + 1, "int64"),
        ("float32", lambda r: r * 2, "float32"),
        ("int16", np.sqrt, "float32"),
    ],
)
def test_the_type_follows_from_types_and_numbers_alone(dtype, change, wanted):
    for data in (np.zeros((2, 2), dtype), np.ones((2, 2), dtype)):
        assert change(Raster.from_array(data, PLACE, None)).dtype == wanted


def test_in_place_widens_too():
    raster = Raster.from_array(np.array([[250, 3]], "uint8"), PLACE, None)
    raster *= 2
    assert raster.data.tolist() == [[500, 6]]


@pytest.mark.parametrize("dtype", INTEGERS)
@pytest.mark.parametrize("nodata", [0, 7, "max"])
@pytest.mark.parametrize("change", [lambda r: r + 1, lambda r: r * 2, lambda r: r // 3, lambda r: 30 - r, np.abs])
def test_no_valid_result_is_taken_for_nodata(dtype, nodata, change):
    marker = np.iinfo(dtype).max if nodata == "max" else nodata
    data = np.arange(1, 21).reshape(4, 5).astype(dtype)
    data[0, 0] = marker
    raster = Raster.from_array(data, PLACE, None, nodata=int(marker))
    result = change(raster)
    np.testing.assert_array_equal(result.get_mask(), raster.get_mask())
    valid = ~raster.get_mask()
    want = [int(change(int(value))) for value in data[valid]]
    assert result.data.data[valid].tolist() == want
    assert result.nodata not in want
    assert result.stored()[0][raster.get_mask()].tolist() == [result.nodata] * int(raster.get_mask().sum())


def test_a_float_result_that_is_nodata_stays_valid():
    raster = Raster.from_array(np.array([[-9999.0, 1.0, 0.0]], "float32"), PLACE, None, nodata=-9999.0)
    assert (raster + 1).nodata == -9999.0
    lower = raster - 10_000
    assert lower.data.tolist() == [[None, -9999.0, -10_000.0]]
    assert np.isnan(lower.nodata)


def test_what_64_bits_do_not_hold_is_refused_unless_it_is_masked():
    data = np.array([[2**62, 5, -(2**63)]], "int64")
    with pytest.raises(InvalidParameter, match=r"multiply gives 9223372036854775808, which int64.*astype"):
        Raster.from_array(np.array([[2**62, 5]], "int64"), PLACE, None) * 2
    with pytest.raises(InvalidParameter, match="64 bits"):
        Raster.from_array(np.array([[5, 2**40]], "int64"), PLACE, None) ** 100
    raster = Raster.from_array(data, PLACE, None, nodata=-(2**63))
    assert (raster + 1).data.tolist() == [[2**62 + 1, 6, None]]
    assert (-raster).data.tolist() == [[-(2**62), -5, None]]


def test_negative_powers_are_no_integers():
    raster = Raster.from_array(np.array([[2, 5]], "int16"), PLACE, None)
    for exponent in (-1, Raster.from_array(np.array([[2, -5]], "int16"), PLACE, None)):
        with pytest.raises(InvalidParameter, match="negative powers"):
            raster**exponent
    # NumPy's power differs in the last digit from one processor to another.
    assert (raster.astype("float64") ** -1).data.tolist() == [pytest.approx([0.5, 0.2], rel=1e-15)]
    masked = Raster.from_array(np.array([[2, -9999]], "int16"), PLACE, None, nodata=-9999)
    assert (raster**masked).data.tolist() == [[4, None]]


@pytest.mark.parametrize("dtype", ["uint8", "int8"])
@pytest.mark.parametrize(
    "function", [np.sqrt, np.exp, np.log1p, np.cbrt, lambda r: np.hypot(r, r), lambda r: np.ldexp(r, r // 8)]
)
def test_bytes_are_not_computed_in_half_floats(dtype, function):
    data = np.arange(1, 101).reshape(10, 10).astype(dtype)
    data[0, 0] = 80
    result = function(Raster.from_array(data, PLACE, None))
    with np.errstate(over="ignore"):
        np.testing.assert_allclose(result.data.data, function(data.astype("int32")).astype("float32"), rtol=1e-6)
    assert result.dtype == "float32"


NAN_FUNCTIONS = (
    *(np.nanmean, np.nanmedian, np.nanstd, np.nanvar, np.nansum, np.nanmin, np.nanmax, np.median),
    lambda r: np.nanpercentile(r, 33.3),
    lambda r: np.percentile(r, 66.6),
    lambda r: np.nanquantile(r, 0.1),
)


@pytest.mark.parametrize("dtype", ["uint8", "int8", "uint16", "int16", "int32"])
@pytest.mark.parametrize("function", NAN_FUNCTIONS)
def test_functions_that_see_nan_compute_integers_in_float64(dtype, function):
    limits = np.iinfo(dtype)
    data = np.random.default_rng(3).integers(limits.min, limits.max, (90, 90), dtype=dtype)
    raster = Raster.from_array(data, PLACE, None, nodata=int(data[0, 0]))
    plain = np.where(raster.get_mask(), np.nan, data.astype(float))
    plain_function = np.nanmedian if function is np.median else function
    want = np.nanpercentile(plain, 66.6) if function is NAN_FUNCTIONS[9] else plain_function(plain)
    assert function(raster) == want


def test_functions_that_add_do_not_wrap():
    raster = Raster.from_array(np.array([[250, 3, 200]], "uint8"), PLACE, None)
    assert np.diff(raster).tolist() == [[-247, 197]]
    assert np.ediff1d(raster).tolist() == [-247, 197]
    assert np.sum(raster) == 453


@pytest.mark.parametrize(
    ("transform", "crs", "words"),
    [
        (PLACE, "EPSG:32719", "CRS differ, WGS 84 / UTM zone 18S and WGS 84 / UTM zone 19S"),
        (PLACE, None, "UTM zone 18S and none"),
        (PLACE * rasterio.Affine.translation(0.5, 0), "EPSG:32718", "transform"),
        (PLACE * rasterio.Affine.scale(2), "EPSG:32718", "transform"),
    ],
)
def test_rasters_of_another_place_are_refused(transform, crs, words):
    here = Raster.from_array(np.ones((2, 3)), PLACE, "EPSG:32718")
    there = Raster.from_array(np.ones((2, 3)), transform, crs)
    for use in (operator.add, np.maximum, lambda a, b: np.where(a > 0, a, b)):
        with pytest.raises(InvalidParameter, match=words.replace("differ,", "differ.*,")):
            use(here, there)
    assert isinstance(here + here.copy(), Raster)


def test_the_same_crs_by_other_words_is_the_same():
    here = Raster.from_array(np.ones((2, 3)), PLACE, "EPSG:32718")
    words = rasterio.crs.CRS.from_epsg(32718).to_wkt(version="WKT2_2018")
    assert (here + Raster.from_array(np.ones((2, 3)), PLACE, words)).data.tolist() == [[2.0] * 3] * 2
