"""Change what pixels are: their type, their nodata value, their mask."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from ..arrays import Array, Nodata
from ..errors import InvalidParameter
from ..pixels import free_nodata, held
from .cropping import mask_index

_ma: Any = np.ma
_DEFAULTS = {"uint8": 255, "int8": -128, "uint16": 65535, "int16": -32768}
"""The nodata values that GeoUtils takes when the type changes; 99999 and -99999 for larger types."""


class Converted:
    """Base of Raster: masks, types and nodata values."""

    _nodata: Nodata
    _cast_nodata: Nodata

    @property
    def nodata(self: Any) -> Nodata:
        """The value that marks pixels without data, of the first band. Can be assigned, see `set_nodata`.

        Where the type was changed to one that does not hold it, GeoUtils' value for the new type, or another that no
        valid pixel is.
        """
        return self._cast_nodata if self._nodata is None else self._nodata  # type: ignore[no-any-return]

    @nodata.setter
    def nodata(self: Any, value: Nodata) -> None:
        self.set_nodata(value)

    @property
    def own_nodata(self: Any) -> Nodata:
        """The nodata value that was named for these pixels; None where `nodata` stands in for one that does not fit."""
        return self._nodata  # type: ignore[no-any-return]

    def show_cast(self: Any, wanted: Nodata) -> None:
        """Have `nodata` give a value of the pixels' type where they do not hold the one that was wanted."""
        self._cast_nodata = None
        if wanted is not None and self._nodata is None and self.dtype.kind != "b":
            self._cast_nodata = free_nodata(self.data.data, ~self.get_mask(), geoutils_nodata(self.dtype))

    def name_nodata(self: Any, value: Nodata) -> None:
        """Name the value that marks pixels without data; mask and pixels stay."""
        self._nodata = None if value is None else held(value, self.dtype)
        if self._data is not None:
            self._with_fill(self._data)

    @property
    def is_mask(self: Any) -> bool:
        """Whether the pixels are booleans."""
        return bool(self.dtype.kind == "b")

    def get_mask(self: Any) -> Array:
        """Return where there is no data, in the shape of `.data`; a file is read for it, and its pixels not kept."""
        return np.array(_ma.getmaskarray(self.data if self.is_loaded else self.read(self.header.frame)), copy=True)

    def set_mask(self: Any, mask: Any) -> None:
        """Mask pixels where `mask` is True or not 0, besides those that are masked already.

        :param mask: `Raster` or array of the raster's rows and columns, or of each band.
        """
        self.load()
        self.data[mask_index(self, mask, "mask")] = _ma.masked

    def get_nanarray(self: Any, floating_dtype: Any = None, *, return_mask: bool = False) -> Any:
        """Return the pixels as floats with NaN where there is no data.

        :param floating_dtype: the type for integers and booleans; None: float32 where that holds every value. Floats
            keep their type, as in GeoUtils.
        :param return_mask: give `(array, mask)`, the mask True where there is no data.
        """
        narrow = self.dtype.kind == "f" and self.dtype.itemsize >= 4
        kind = np.result_type(self.dtype, np.float32) if narrow or floating_dtype is None else np.dtype(floating_dtype)
        if kind.kind != "f":
            raise InvalidParameter(f"floating_dtype={floating_dtype}: must be a type of floats, as float32 or float64")
        mask = self.get_mask()
        values = np.asarray(self.data.data.astype(kind))
        values[mask] = np.nan
        return (values, mask) if return_mask else values

    def astype(self: Any, dtype: Any, convert_nodata: bool = True, inplace: bool = False) -> Any:
        """Return the raster in another type, cast as NumPy does: floats lose their fractions, and a warning says so.

        :param convert_nodata: the nodata value becomes GeoUtils' for the new type, another where a valid pixel is that.
            False: it stays where the type holds it.
        :param inplace: change this raster and return nothing.
        """
        kind = np.dtype(dtype)
        if kind.kind not in "biuf":
            raise InvalidParameter(f"dtype={dtype}: must be a type of real numbers or bool")
        with np.errstate(all="ignore"):
            array = _ma.MaskedArray(self.data.data.astype(kind), mask=self.get_mask())
        if kind.kind != "b" and not _holds_all(self.data, array):
            warnings.warn(f"dtype conversion will result in a loss of information: {kind}", UserWarning, stacklevel=2)
        target = self if inplace else self.copy(new_array=np.zeros(self.data.shape, kind))
        nodata = geoutils_nodata(kind) if convert_nodata and kind.kind != "b" else self.nodata
        target.adopt(array, nodata, fill=False)
        return None if inplace else target

    def set_nodata(self: Any, new_nodata: Nodata, update_array: bool = True, update_mask: bool = True) -> None:
        """Name another nodata value, for all bands.

        :param new_nodata: a number that the type holds, or None for none.
        :param update_array: pixels that hold the old value get the new one.
        :param update_mask: pixels that hold the new value become masked; those that hold the old one appear, unless the
            array is updated.
        :raises InvalidParameter: a value that the type does not hold.
        """
        if new_nodata is not None and (not _is_number(new_nodata) or held(new_nodata, self.dtype) is None):
            raise InvalidParameter(f"nodata={new_nodata}: must be None or a number that {self.dtype} holds")
        if update_array or update_mask:
            _update(self.data, self.nodata, new_nodata, update_array, update_mask)
        self.name_nodata(new_nodata)


def geoutils_nodata(dtype: Any) -> int:
    """Return the nodata value that GeoUtils takes for a type where nothing else is said."""
    kind = np.dtype(dtype)
    return _DEFAULTS.get(kind.name, 99999 if kind.kind == "u" else -99999)


def check_pixel_type(dtype: Any) -> None:
    """Raise InvalidParameter for what no raster here has: complex numbers, text, times, objects."""
    if dtype.kind not in "biuf":
        raise InvalidParameter(f"data of type {dtype}: must be real numbers or booleans")


def fitting_nodata(values: Any, nodata: Nodata, cast: bool) -> Nodata:
    """Return a nodata value for pixels of another type, None where they do not hold it.

    Raises InvalidParameter then unless it may be `cast`, and for values that are no real numbers.
    """
    check_pixel_type(values.dtype)
    if nodata is None or values.dtype.kind == "b" or held(nodata, values.dtype) is not None:
        return None if values.dtype.kind == "b" else nodata
    if not cast:
        raise InvalidParameter(
            f"nodata={nodata}: {values.dtype} does not hold it; take another one, or cast_nodata=True"
        )
    return None


def _update(data: Any, old: Nodata, new: Nodata, update_array: bool, update_mask: bool) -> None:
    """Change values and mask of `data` for a new nodata value."""
    values, mask = data.data, _ma.getmaskarray(data).copy()
    were, are = _equal(values, old), _equal(values, new)
    if are[~mask].any():
        warnings.warn(f"pixels that are {new}, the new nodata value, were valid before", UserWarning, stacklevel=3)
    if update_array and new is not None:
        values[were] = values.dtype.type(new)
    if update_mask:
        if not update_array or new is None:
            mask &= ~were
        data.mask = mask | are


def _equal(values: Any, nodata: Nodata) -> Any:
    if nodata is None or held(nodata, values.dtype) is None:
        return np.zeros(values.shape, bool)
    return np.isnan(values) if nodata != nodata else values == values.dtype.type(nodata)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)


def _holds_all(before: Any, after: Any) -> bool:
    """Return whether a cast kept every valid value."""
    valid = ~_ma.getmaskarray(before)
    old, new = before.data[valid], after.data[valid]
    if after.dtype.kind == "f":  # roundings of floats are no loss, infinity is
        return bool(np.isfinite(new).all())
    with np.errstate(all="ignore"):
        return bool((new == old).all() and (new.astype(old.dtype) == old).all())
