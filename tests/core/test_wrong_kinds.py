"""Values of a wrong kind are refused in words, and only a function's first parameter says what it takes."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiled_raster.core import (
    MultiprocConfig,
    Raster,
    filter_raster,
    map_multiproc_collect,
    map_overlap_multiproc_save,
    raster_statistics,
)
from tiled_raster.core.errors import InvalidParameter
from tiled_raster.core.functions import UserFunction

STYLES = """
import functools
import numpy as np
import numpy.typing as npt

def array(block: np.ndarray, weights=None): return block.ndim
def array_in_words(block: "np.ndarray"): return block.ndim
def array_of_floats(block: npt.NDArray[np.float32]): return block.ndim
def array_words_of_floats(block: "NDArray[np.float32]"): return block.ndim
def raster(raster, weights=None): return raster.count
def raster_and_weights(raster, weights: np.ndarray = None): return raster.count
def raster_and_keyword(raster, *, weights: "np.ndarray" = None): return raster.count
def raster_of_a_kind(raster: "Raster", weights: np.ndarray = None): return raster.count
def raster_to_array(raster) -> np.ndarray: return raster.count
def raster_and_more(raster, *others: np.ndarray): return raster.count

class OfArrays:
    def __call__(self, block: np.ndarray, raster=None): return block.ndim
class OfRasters:
    def __call__(self, raster, block: np.ndarray = None): return raster.count

array_called = OfArrays()
raster_called = OfRasters()
array_bound = functools.partial(array, weights=1)
raster_bound = functools.partial(raster_and_weights, weights=1)

@functools.wraps(array)
def array_wrapped(*given, **named): return array(*given, **named)
@functools.wraps(raster_and_weights)
def raster_wrapped(*given, **named): return raster_and_weights(*given, **named)
"""
NAMES = [line.split("(")[0].split(" =")[0].replace("def ", "") for line in STYLES.splitlines() if "(" in line]
NAMES = [name for name in NAMES if name.startswith(("array", "raster"))]


@pytest.fixture
def styles(tmp_path: Path) -> Path:
    path = tmp_path / "styles.py"
    path.write_text(STYLES)
    return path


@pytest.mark.parametrize("future", ["", "from __future__ import annotations\n"])
def test_only_the_first_parameter_says_what_a_function_takes(styles: Path, make_raster: Any, future: str) -> None:
    styles.write_text(future + STYLES)
    source = make_raster(np.ones((3, 4, 5), np.float32))
    assert len(NAMES) == 16
    for name in NAMES:
        (found,) = map_multiproc_collect(UserFunction(str(styles), name), source, MultiprocConfig(100))
        # An array comes band by band, so there are three results of 2 dimensions each.
        assert found == ([2, 2, 2] if name.startswith("array") else 3), name


DEPTHS = ["x", "3", None, math.nan, math.inf, -1, 1.5, [1], True, np.float64("nan"), b"2"]


@pytest.mark.parametrize("depth", DEPTHS, ids=repr)
def test_a_depth_that_is_none(make_raster: Any, tmp_path: Path, depth: Any) -> None:
    source = make_raster(np.ones((4, 5), np.float32))
    for call in (map_multiproc_collect, map_overlap_multiproc_save):
        with pytest.raises(InvalidParameter, match="depth=.*: must be a whole number of pixels, 0 or more"):
            call(abs, source, MultiprocConfig(9, tmp_path / "o.tif"), depth=depth)


@pytest.mark.parametrize("depth", [0, 2, 2.0, np.int16(2), np.float32(2)], ids=repr)
def test_a_depth_that_is_one(make_raster: Any, depth: Any) -> None:
    source = make_raster(np.ones((4, 5), np.float32))
    shapes = map_multiproc_collect(_shape, source, MultiprocConfig(4), depth=depth)
    assert shapes[0] == (4, 4 + min(int(depth), 1))


def _shape(raster: Any) -> Any:
    return raster.shape


CALLS = {
    "save": lambda source, config: map_overlap_multiproc_save(abs, source, config),
    "collect": lambda source, config: map_multiproc_collect(abs, source, config),
    "filter": lambda source, config: filter_raster(source, config),
    "statistics": lambda source, config: raster_statistics(source, config),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    "source", [None, 42, [42], ("a.tif", None), [], [["a.tif"]], np.ones((2, 2)), {"a": 1}], ids=repr
)
def test_a_source_that_is_none(call: str, source: Any) -> None:
    with pytest.raises(InvalidParameter, match=r"(source|input)\b.*: (must be one path or one Raster|name a raster)"):
        CALLS[call](source, MultiprocConfig(10))


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("config", [None, 512, "out.tif", {}, MultiprocConfig(cluster="multi")], ids=repr)
def test_a_config_that_is_none(call: str, config: Any, make_raster: Any) -> None:
    with pytest.raises(InvalidParameter, match=r"(config|cluster)=.*: must be (a MultiprocConfig|made by Cluster)"):
        CALLS[call](make_raster(np.ones((4, 5), np.float32)), config)


@pytest.mark.parametrize("asked", [42, 4.2, b"mean", [42], ["mean", None], {"mean"}, object()], ids=repr)
def test_names_of_statistics_that_are_none(asked: Any) -> None:
    raster = Raster.from_array(np.ones((4, 5), np.float32), (1, 0, 0, 0, -1, 0), None)
    with pytest.raises(InvalidParameter, match="a name or a function"):
        raster.get_stats(asked)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("bands", "x"),
        ("bands", [1.5]),
        ("bands", [None]),
        ("bands", {1}),
        ("bands", math.nan),
        ("extent", 5),
        ("extent", ("a", 1, 2, 3)),
        ("extent", (1, 2, 3)),
        ("extent", (math.nan, 0, 1, 1)),
    ],
)
@pytest.mark.parametrize("call", [filter_raster, raster_statistics])
def test_bands_and_extents_that_are_none(call: Any, name: str, value: Any, make_raster: Any) -> None:
    with pytest.raises(InvalidParameter, match=f"{name}="):
        call(make_raster(np.ones((4, 5), np.float32)), MultiprocConfig(10), **{name: value})


@pytest.mark.parametrize("value", [None, 42, [42], {"mean"}, b"mean"], ids=repr)
def test_filters_and_statistics_that_are_none(value: Any, make_raster: Any) -> None:
    source = make_raster(np.ones((4, 5), np.float32))
    with pytest.raises(InvalidParameter, match="filter="):
        filter_raster(source, MultiprocConfig(10), value)
    with pytest.raises(InvalidParameter, match="statistics="):
        raster_statistics(source, MultiprocConfig(10), value)


@pytest.mark.parametrize("value", [["x"], [None], math.nan, [101], {5}])
def test_percentiles_that_are_none(value: Any, make_raster: Any) -> None:
    with pytest.raises(InvalidParameter, match="percentiles="):
        raster_statistics(make_raster(np.ones((4, 5), np.float32)), MultiprocConfig(10), percentiles=value)


def test_one_band_and_one_percentile_need_no_list(make_raster: Any) -> None:
    source = make_raster(np.stack([np.zeros((4, 5)), np.ones((4, 5))]).astype(np.float32))
    report = raster_statistics(source, MultiprocConfig(10), "mean", bands=np.int64(2), percentiles="50")
    assert report.bands == [{"band": 2, "mean": 1.0, "p50": 1.0}]
