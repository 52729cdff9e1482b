"""Let a Raster stand where NumPy expects an array: operators, universal functions, array functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from ..errors import InvalidParameter
from .array_header import info_like
from .georeference import check_same_grid
from .widening import compute, widened

if TYPE_CHECKING:
    from .header import SourceInfo

_ON_NAN = {
    "median": np.nanmedian,
    "percentile": np.nanpercentile,
    "quantile": np.nanquantile,
}
"""Functions that do not see a mask, by their twins that see NaN."""
_ADDING = ("diff", "ediff1d", "convolve", "correlate", "dot", "inner", "outer", "vdot", "cross", "kron", "tensordot")
"""Functions that add and multiply in the array's own type: they get integers of 64 bits."""


class ArrayLike(NDArrayOperatorsMixin):
    """Base of Raster: arithmetic on masked arrays, results as rasters in the same place."""

    if TYPE_CHECKING:  # what a Raster has, of which nothing else is known here

        def __init__(self, source: Any) -> None: ...

        @property
        def header(self) -> SourceInfo:
            """What is known of it beside its pixels."""

        @property
        def data(self) -> Any:
            """The masked array of its pixels."""

        @property
        def own_nodata(self) -> Any:
            """Its nodata value."""

        @property
        def shape(self) -> tuple[int, int]:
            """Its rows and columns."""

        def adopt(self, data: Any, nodata: Any) -> Any:
            """Take pixels and a nodata value over."""

        def copy(self, new_array: Any = None) -> Any:
            """Return its like in the same place, with other pixels."""

        def get_nanarray(self, dtype: Any = None) -> Any:
            """Return its pixels as floats, NaN where there is no data."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        """Apply `ufunc` to the masked arrays; results of the raster's shape come back as rasters.

        Integers are computed in a type that holds every result, and are refused where 64 bits do not.
        """
        first = _first_raster(inputs)
        out = kwargs.pop("out", None)
        arrays = [_array(item, first) for item in inputs]
        nodata = _nodata_of(inputs)
        # What lies under the mask is computed too, and need not make sense.
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            way = widened(ufunc, arrays, nodata is not None) if method == "__call__" and not kwargs else None
            if way is not None:
                result, nodata = compute(ufunc, arrays, way), way.nodata(nodata)
            else:
                result = _no_half_floats(ufunc, method, arrays, kwargs)
        if out is None:
            return _placed(result, first, nodata)
        results = result if isinstance(result, tuple) else (result,)
        for target, part in zip(out, results):
            if not isinstance(target, ArrayLike):
                raise InvalidParameter("the output of an operation on rasters must be a raster")
            target.adopt(part, nodata)
        return out[0] if len(out) == 1 else out

    def __array_function__(self, func: Callable[..., Any], types: Any, args: Any, kwargs: Any) -> Any:
        """Apply one of NumPy's functions; the masked twin is taken where there is one."""
        first = _first_raster([*_flat(args), *_flat(kwargs.values())])
        name = func.__name__
        if name in _ON_NAN or name.startswith("nan"):
            chosen, taken = _ON_NAN.get(name, func), _nan_array
        else:
            chosen, taken = getattr(np.ma, name, func), _wide_array if name in _ADDING else _array
        arrays = [taken(item, first) for item in args]
        keywords = {key: taken(value, first) for key, value in kwargs.items()}
        return _placed(chosen(*arrays, **keywords), first)


def _nodata_of(items: Any) -> Any:
    """Return the nodata value of the first raster that has one."""
    known = [item.own_nodata for item in items if isinstance(item, ArrayLike)]
    return next((nodata for nodata in known if nodata is not None), None)


def _no_half_floats(ufunc: np.ufunc, method: str, arrays: list[Any], kwargs: dict[str, Any]) -> Any:
    """Apply `ufunc` as NumPy does, in float32 where NumPy would give 8-bit integers half floats of three digits."""
    result = getattr(ufunc, method)(*arrays, **kwargs)
    halves = [each for each in arrays if getattr(each, "dtype", None) == np.float16]
    if halves or kwargs or getattr(result, "dtype", None) != np.float16:
        return result
    first = next(index for index, each in enumerate(arrays) if isinstance(each, np.ndarray))
    wide = [each.astype(np.float32) if index == first else each for index, each in enumerate(arrays)]
    return getattr(ufunc, method)(*wide)


def _flat(items: Any) -> list[Any]:
    return [part for item in items for part in (item if isinstance(item, (list, tuple)) else [item])]


def _first_raster(items: Any) -> ArrayLike:
    return next(item for item in items if isinstance(item, ArrayLike))


def _array(item: Any, first: ArrayLike) -> Any:
    """Return a raster's masked array, after the check that it lies where `first` does; other things as they are."""
    if isinstance(item, (list, tuple)):
        return type(item)(_array(part, first) for part in item)
    if not isinstance(item, ArrayLike):
        return item
    check_same_grid(first.header, item.header)
    return item.data


def _wide_array(item: Any, first: ArrayLike) -> Any:
    """Return what `_array` does, rasters of integers in 64 bits."""
    if isinstance(item, (list, tuple)):
        return type(item)(_wide_array(part, first) for part in item)
    array = _array(item, first)
    narrow = isinstance(item, ArrayLike) and array.dtype.kind in "iu" and array.dtype.itemsize < 8
    return array.astype(np.int64) if narrow else array


def _nan_array(item: Any, first: ArrayLike) -> Any:
    """Return a raster as floats with NaN for nodata, integers in float64 so that sums and means are exact."""
    if isinstance(item, (list, tuple)):
        return type(item)(_nan_array(part, first) for part in item)
    if not isinstance(item, ArrayLike):
        return item
    data = _array(item, first)
    return item.get_nanarray(np.float64 if data.dtype.kind in "biu" else None)


_SAME = object()
"""No nodata was chosen for a result: its values say by the raster's own where there is no data."""


def _placed(result: Any, first: ArrayLike, nodata: Any = _SAME) -> Any:
    """Return arrays that cover the raster as rasters, everything else as it is.

    With `nodata` the mask alone says where there is no data, and it is the value that marks it.
    """
    if isinstance(result, tuple):
        return tuple(_placed(part, first, nodata) for part in result)
    covers = isinstance(result, np.ndarray) and result.ndim in (2, 3) and result.shape[-2:] == first.shape
    if not covers or result.dtype.kind not in "biuf":
        return result
    if nodata is _SAME:
        return first.copy(new_array=result)
    return type(first)(info_like(first.header, result, nodata)).adopt(result, nodata)
