"""Call a user's function on the `Raster` of a tile, and cut the margin off what it returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Optional

from ..arrays import Array, Nodata
from ..errors import FunctionError
from .block import Block


@dataclass(frozen=True)
class CallFunction:
    """The operation that calls a user's function on the tile `Raster`."""

    function: Callable[..., Any]
    args: tuple[Any, ...] = ()
    kwargs: tuple[tuple[str, Any], ...] = ()
    saves: bool = False

    def narrows(self, hides: bool) -> bool:  # noqa: ARG002
        """Return False: a function is given its whole tile, whatever of it the mask leaves."""
        return False

    def __call__(self, block: Block) -> Any:
        """Return the function's result; for *save*, `TileResult` without the margin. None outside the run's mask."""
        if block.is_outside:
            return None
        from ..functions import mark_where
        from ..raster import Raster

        raster = Raster.of_tile(block.info, block.frame, block.values, block.valid, block.bands)
        try:
            result = self.function(raster, *self.args, **dict(self.kwargs))
        except Exception as error:
            mark_where(error, self.function)
            raise
        return trimmed(result, block) if self.saves else without_margin(result, block)


@dataclass(frozen=True)
class TileResult:
    """A tile as a user's function made it, without the margin."""

    values: Array
    """(bands, rows, columns), in a type that a file can hold."""
    mask: Optional[Array]
    """True where there is no data; None where nothing is masked."""
    nodata: Nodata
    """The raster's own, where its type holds it."""
    dtype: str
    """The type as the function returned it."""


def without_margin(result: Any, block: Block) -> Any:
    """Return a collected result, its rasters that cover the margin without it: alone, or in a tuple, list or dict."""
    from ..raster import Raster

    if isinstance(result, tuple) and any(isinstance(part, Raster) for part in result):
        parts = [without_margin(part, block) for part in result]
        return type(result)(*parts) if hasattr(result, "_fields") else tuple(parts)
    if type(result) is list:
        return [without_margin(part, block) for part in result]
    if type(result) is dict:
        return {name: without_margin(part, block) for name, part in result.items()}
    if not isinstance(result, Raster) or result.shape != block.frame.shape:
        return result
    rows, cols = block.tile.within(block.frame)
    return result.icrop((cols.start, rows.start, cols.stop, rows.stop))


def trimmed(result: Any, block: Block) -> TileResult:
    """Return a function's `Raster` without the margin. Raises FunctionError for anything else or another shape."""
    from ..raster import Raster

    if not isinstance(result, Raster):
        wanted = "the function must return a Raster, or an array in array style"
        raise FunctionError(f"{wanted}; it returned {_kind(result)}")
    values, valid = result.band_stack()
    if values.shape[1:] != block.frame.shape:
        wanted = " x ".join(str(side) for side in block.frame.shape)
        got = " x ".join(str(side) for side in values.shape[1:])
        raise FunctionError(
            f"the function returned {got} pixels for a tile of {wanted} with its margin: it must keep rows and columns"
        )
    inner = (slice(None), *block.tile.within(block.frame))
    seen = block.in_reach
    return _storable(values[inner], valid[inner] if seen is None else valid[inner] & seen, result.own_nodata)


def _storable(values: Array, valid: Array, nodata: Nodata) -> TileResult:
    """Return the pixels of a result in a type that a file holds; what has the raster's own nodata is not valid."""
    import numpy as np

    from ..pixels import converted, held, stored_dtype, valid_pixels

    if values.dtype.kind not in "buif":
        raise FunctionError(f"the function returned pixels of type {values.dtype}: it must be a type of real numbers")
    missing = ~(valid & valid_pixels(values, nodata))
    own = None if values.dtype.kind == "b" else held(nodata, values.dtype)
    pixels = np.ascontiguousarray(converted(values, stored_dtype(values.dtype)))
    return TileResult(pixels, missing if missing.any() else None, own, str(values.dtype))


def _kind(result: Any) -> str:
    return "nothing" if result is None else f"a {type(result).__name__}"
