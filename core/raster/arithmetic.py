"""What lets a Raster stand where NumPy expects an array: operators, universal functions, array functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from ..errors import InvalidParameter

if TYPE_CHECKING:
    from .raster import Raster

_ON_NAN = {
    "median": np.nanmedian,
    "percentile": np.nanpercentile,
    "quantile": np.nanquantile,
}
"""Functions that do not see a mask, by their twins that see NaN."""


class ArrayLike(NDArrayOperatorsMixin):
    """Base of Raster: arithmetic on masked arrays, results as rasters in the same place."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        """Apply `ufunc` to the masked arrays; results of the raster's shape come back as rasters."""
        first = _first_raster(inputs)
        out = kwargs.pop("out", None)
        arrays = [_array(item, first) for item in inputs]
        # What lies under the mask is computed too, and need not make sense.
        with np.errstate(invalid="ignore", divide="ignore"):
            result = getattr(ufunc, method)(*arrays, **kwargs)
        if out is None:
            return _placed(result, first)
        results = result if isinstance(result, tuple) else (result,)
        for target, part in zip(out, results):
            if not isinstance(target, ArrayLike):
                raise InvalidParameter("the output of an operation on rasters must be a raster")
            target.data = part  # type: ignore[attr-defined]
        return out[0] if len(out) == 1 else out

    def __array_function__(self, func: Callable[..., Any], types: Any, args: Any, kwargs: Any) -> Any:
        """Apply one of NumPy's functions; the masked twin is taken where there is one."""
        first = _first_raster(args) if any(isinstance(item, ArrayLike) for item in args) else None
        if first is None:
            first = _first_raster([*_flat(args), *kwargs.values()])
        name = func.__name__
        if name in _ON_NAN or name.startswith("nan"):
            arrays, chosen = [_nan_array(item) for item in args], _ON_NAN.get(name, func)
            keywords = {key: _nan_array(value) for key, value in kwargs.items()}
        else:
            arrays, chosen = [_array(item, first) for item in args], getattr(np.ma, name, func)
            keywords = {key: _array(value, first) for key, value in kwargs.items()}
        return _placed(chosen(*arrays, **keywords), first)


def _flat(items: Any) -> list[Any]:
    return [part for item in items for part in (item if isinstance(item, (list, tuple)) else [item])]


def _first_raster(items: Any) -> Raster:
    return next(item for item in items if isinstance(item, ArrayLike))  # type: ignore[return-value]


def _array(item: Any, first: Raster) -> Any:
    """Return a raster's masked array, after the check that it lies where `first` does; other things as they are."""
    if isinstance(item, (list, tuple)):
        return type(item)(_array(part, first) for part in item)
    if not isinstance(item, ArrayLike):
        return item
    here, there = first.info, item.info  # type: ignore[attr-defined]
    if (here.height, here.width, here.transform) != (there.height, there.width, there.transform):
        raise InvalidParameter("the rasters do not lie on the same grid: their size or their transform differs")
    return item.data  # type: ignore[attr-defined]


def _nan_array(item: Any) -> Any:
    if isinstance(item, (list, tuple)):
        return type(item)(_nan_array(part) for part in item)
    return item.get_nanarray() if isinstance(item, ArrayLike) else item  # type: ignore[attr-defined]


def _placed(result: Any, first: Raster) -> Any:
    """Return arrays that cover the raster as rasters, everything else as it is."""
    if isinstance(result, tuple):
        return tuple(_placed(part, first) for part in result)
    covers = isinstance(result, np.ndarray) and result.ndim in (2, 3) and result.shape[-2:] == first.shape
    return first.copy(new_array=result) if covers and result.dtype.kind in "biuf" else result
