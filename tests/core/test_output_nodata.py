"""No valid pixel is ever changed: types x ways of having no data x filters, functions and saved rasters, read back."""

from __future__ import annotations

import itertools
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import numpy as np
import pytest
from tiled_raster.core import FILTERS, MultiprocConfig, Raster, filter_raster
from tiled_raster.core.filters.apply import FilterPass
from tiled_raster.core.filters.ground import ground_steps
from tiled_raster.core.functions import UserFunction
from tiled_raster.core.marking import Marking

sys.path.insert(0, str(Path(__file__).parent))
from nodata_layouts import COLS, LAYOUTS, PLACE, ROWS, SMALL_BLOCKS, TYPES, Case, NoSuchRaster, read_back  # noqa: E402


def expected(case: Case, name: str, policy: str, values: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """Return results in float64 and where there are any, from the whole raster at once, with NaN for nodata."""
    kernel = FILTERS[name].bind(**values)
    whole = FilterPass((kernel,), case.values.dtype.name, policy, marking=Marking("float64", math.nan))
    halo = whole.halo
    pad = (halo, halo, halo, halo)
    steps = ground_steps(tuple(PLACE)[:6], 0, ROWS, COLS, False) if kernel.spec.cell_size else None
    result = whole(case.values, case.valid, pad, cell_size=steps)
    return result, ~np.isnan(result)


def check(path: Any, wanted: np.ndarray, valid: np.ndarray) -> None:
    """Compare a written raster, value by value and gap by gap."""
    got, good, alpha = read_back(path)
    assert got.shape == wanted.shape
    kind = got.dtype
    for band in range(len(got)):
        if band == alpha:
            continue
        np.testing.assert_array_equal(good[band], valid[band], err_msg=f"validity of band {band + 1}")
        numbers = wanted[band][valid[band]]
        if kind.kind == "f":
            top = np.finfo(kind).max
            np.testing.assert_allclose(got[band][valid[band]], np.clip(numbers, -top, top), rtol=1e-6, atol=1e-6)
            assert not (np.signbit(got[band]) & (got[band] == 0)).any()
        else:
            np.testing.assert_array_equal(got[band][valid[band]].astype(float), np.rint(numbers))
    ours = Raster(path)
    stack, known = ours.band_stack()
    np.testing.assert_array_equal(stack, got)
    np.testing.assert_array_equal(known, good)


VALUES: dict[str, dict[str, Any]] = {"outliers": {"threshold": 1000.0}}
SHARE = 6
"""One in so many of all filters with all layouts is tried; which one moves on from layout to layout."""


def every_other(layout: str, first: int) -> list[str]:
    """Return half of the types, the other half for the next layout."""
    return list(TYPES[(list(LAYOUTS).index(layout) + first) % 2 :: 2])


def cases() -> Iterator[tuple[str, str, str, str]]:
    """Yield filters with layouts, types and policies in turns, and half of the types with every layout."""
    types, policies = itertools.cycle(TYPES), itertools.cycle(("keep", "fill", "keep", "propagate"))
    for number, layout in enumerate(LAYOUTS):
        for name in list(FILTERS)[number % SHARE :: SHARE]:
            yield layout, name, next(types), next(policies)
    names = itertools.cycle(
        ("max", "median", "range", "std", "count", "majority", "difference", "fill_gaps", "opening")
    )
    for layout in LAYOUTS:
        for dtype in every_other(layout, 0):
            yield layout, next(names), dtype, next(policies)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_filters(layout: str, tmp_path: Path) -> None:
    for number, (_, name, dtype, policy) in enumerate(case for case in cases() if case[0] == layout):
        try:
            case = LAYOUTS[layout](tmp_path / f"in{number}.tif", dtype, number)
        except NoSuchRaster:
            continue
        values = VALUES.get(name, {})
        config = MultiprocConfig(16, tmp_path / "o.tif", creation_options=SMALL_BLOCKS)
        made = filter_raster(case.source, config, name, nodata_policy=policy, **values)
        wanted, valid = expected(case, name, policy, values)
        try:
            check(made.filename, wanted, valid)
        except AssertionError as error:
            raise AssertionError(f"{name} of {dtype}, {policy}: {made.dtype}, nodata {made.nodata}: {error}") from error
        _, _, alpha = read_back(made.filename)
        keeps = FILTERS[name].output == "keep" and made.dtype.kind != "f"
        if case.alpha is not None and policy == "keep" and keeps:
            assert alpha == case.alpha
            np.testing.assert_array_equal(made.data.data[alpha], case.values[alpha])


FUNCTIONS: dict[str, tuple[str, Callable[[np.ndarray], np.ndarray]]] = {
    "same": ("def f(raster):\n    return raster", lambda values: values),
    "copy": ("def f(raster):\n    return raster.copy(new_array=raster.data)", lambda values: values),
    "sum": ("def f(raster):\n    return raster + 0", lambda values: values),
    "float": ("def f(raster):\n    return raster.copy(new_array=raster.data.astype('f4') * 0)", np.zeros_like),
    "array": ("import numpy as np\ndef f(block: np.ndarray):\n    return block * 0 + 3", lambda v: v * 0 + 3),
    "zero": ("import numpy as np\ndef f(block: np.ndarray):\n    return block * 0", np.zeros_like),
    "bytes": (
        "import numpy as np\ndef f(raster):\n    pixels = np.ma.getdata(raster.data) > 2\n"
        "    return raster.copy(new_array=np.ma.array(pixels.astype('u1') * 255, mask=raster.get_mask()))",
        lambda values: (values > 2) * 255.0,
    ),
    "boolean": ("def f(raster):\n    return raster > 2", lambda values: (values > 2) * 1.0),
}
"""What a user's function does, and the same for pixels in float64."""


@pytest.mark.parametrize("layout", LAYOUTS)
def test_functions(layout: str, tmp_path: Path) -> None:
    first = list(LAYOUTS).index(layout)
    for number, dtype in enumerate(every_other(layout, 1)):
        name = list(FUNCTIONS)[(3 * first + number) % len(FUNCTIONS)]
        text, of_pixels = FUNCTIONS[name]
        (tmp_path / f"{name}.py").write_text(text)
        try:
            case = LAYOUTS[layout](tmp_path / f"in{number}.tif", dtype, number)
        except NoSuchRaster:
            continue
        config = MultiprocConfig(9, tmp_path / "o.tif", creation_options=SMALL_BLOCKS)
        function = UserFunction(str(tmp_path / f"{name}.py"), "f", depth=2)
        made = filter_raster(case.source, config, "custom", function=function)
        with np.errstate(invalid="ignore"):
            wanted = of_pixels(case.values.astype(float))
        try:
            check(made.filename, wanted, case.valid)
        except AssertionError as error:
            raise AssertionError(f"{name} of {dtype}: {made.dtype}, nodata {made.nodata}: {error}") from error


@pytest.mark.parametrize("layout", LAYOUTS)
def test_saved_rasters(layout: str, tmp_path: Path) -> None:
    for number, dtype in enumerate(every_other(layout, 0)):
        try:
            case = LAYOUTS[layout](tmp_path / f"in{number}.tif", dtype, number)
        except NoSuchRaster:
            continue
        raster = case.source if isinstance(case.source, Raster) else Raster(case.source)
        raster.save(tmp_path / f"o{number}.tif")
        check(tmp_path / f"o{number}.tif", case.values.astype(float), case.valid)
        # The user masks one more place, 0 and the ends of the type among it.
        raster.load()
        valid = case.valid.copy()
        valid[..., 12:, :6] = False
        raster.set_mask(~valid)
        raster.save(tmp_path / f"p{number}.tif")
        others = [band for band in range(len(valid)) if band != case.alpha]
        got, good, _ = read_back(tmp_path / f"p{number}.tif")
        np.testing.assert_array_equal(good[others], valid[others], err_msg=dtype)
        np.testing.assert_array_equal(got[valid & good], case.values[valid & good], err_msg=dtype)
