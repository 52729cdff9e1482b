"""A parameter's record refuses what it says it refuses, in words."""

from __future__ import annotations

import pytest
from tiled_raster.core.errors import ERROR_KINDS, InvalidParameter, TileFailed, kind_of, listed
from tiled_raster.core.parameters import Parameter, checked_values

SIZE = Parameter("size", "Size", "Side of the window.", default=3, minimum=1, maximum=4097, odd=True)
SIGMA = Parameter("sigma", "Sigma", "Width.", default=1.0, above=0)
SHAPE = Parameter("shape", "Shape", "Form.", default="square", choices=("square", "circle"))


@pytest.mark.parametrize(
    ("parameter", "value", "message"),
    [
        (SIZE, 4, "size=4: must be odd, try 3 or 5"),
        (SIZE, 0, "size=0: must be from 1 to 4097"),
        (SIZE, 99999, "size=99999: must be from 1 to 4097"),
        (SIZE, 3.5, "size=3.5: must be a whole number from 1 to 4097"),
        (SIZE, True, "size=True: must be a whole number from 1 to 4097"),
        (SIZE, "big", "size=big: must be a whole number from 1 to 4097"),
        (SIZE, None, "size=None: must be a whole number from 1 to 4097"),
        (SIGMA, 0, "sigma=0: must be above 0"),
        (SIGMA, float("nan"), "sigma=nan: must be a number above 0"),
        (SIGMA, float("inf"), "sigma=inf: must be a number above 0"),
        (SHAPE, "star", "shape=star: must be one of square or circle"),
    ],
)
def test_refusals(parameter: Parameter, value: object, message: str) -> None:
    with pytest.raises(InvalidParameter) as caught:
        parameter.checked(value)
    assert str(caught.value) == message
    assert isinstance(caught.value, ValueError)


def test_text_that_spells_a_number_is_a_number() -> None:
    assert SIZE.checked("5") == 5
    assert isinstance(SIZE.checked(5.0), int)
    assert SIGMA.checked("2.5") == 2.5


def test_defaults_are_filled_in_and_unknown_names_refused() -> None:
    assert checked_values("mean", (SIZE, SHAPE), {"size": 7}) == {"size": 7, "shape": "square"}
    with pytest.raises(InvalidParameter, match="mean has no parameter sgima: it has size or sigma"):
        checked_values("mean", (SIZE, SIGMA), {"sgima": 2})


def test_errors_cross_as_their_kind() -> None:
    for name, kind in ERROR_KINDS.items():
        assert kind_of(kind("x")) == name
    assert kind_of(KeyError("x")) == "TilingError"
    assert isinstance(TileFailed("x"), RuntimeError)


def test_listed() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b or c"
