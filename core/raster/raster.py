"""Raster: pixels with a mask and a place on the ground, of the shape that GeoUtils gives to users' functions."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Optional, Union

import numpy as np

from ..arrays import Array, Nodata
from ..errors import InvalidParameter, SourceError
from ..pixels import filled, free_nodata, typed_nodata, valid_pixels
from ..tiles import Tile
from .arithmetic import ArrayLike
from .array_header import info_like, info_of_array, info_of_bands
from .comparison import Compared
from .conversion import Converted, check_pixel_type, fitting_nodata
from .coordinates import Located
from .cropping import Cropped
from .description import Described
from .header import SourceInfo
from .inspection import describe
from .output import moved_transform
from .sampling import Sampled
from .saving import Saved

_ma: Any = np.ma
"""NumPy's own types leave most of it untyped before 2.3."""


class Raster(Located, Converted, Cropped, Compared, Sampled, Described, Saved, ArrayLike):
    """A raster, from a file or from an array.

    From a file nothing but the header is read until `.data` is asked for. NumPy's functions and arithmetic work on
    it and keep place and mask. It can be pickled; one that is not loaded travels as its header.
    """

    def __init__(
        self,
        source: Union[str, os.PathLike[str], SourceInfo, Raster],
        bands: Union[int, Sequence[int], None] = None,
        *,
        load_data: bool = False,
        force_nodata: Nodata = None,
        nodata: Nodata = None,
        is_mask: bool = False,
    ) -> None:
        """Open the raster file `source`; of a `Raster` be another handle, with the same pixels.

        Of a dataset that rasterio has open the file is opened anew.

        :param bands: a band (from 1) or several, the only ones that are read; None: all.
        :param load_data: read the pixels at once.
        :param force_nodata: nodata value in place of the file's; `nodata` is its older name.
        :param is_mask: turn the pixels into booleans, True where they are not 0; this reads them.
        :raises SourceError: there is no such file. InvalidParameter: a band that it lacks.
        """
        if isinstance(source, Raster):
            self.become(source)
            return
        name: Any = getattr(source, "name", source) if hasattr(source, "block_shapes") else source
        info = source if isinstance(source, SourceInfo) else describe(name)
        wanted = force_nodata if nodata is None else nodata
        self.chosen_bands = info.checked_bands([bands] if isinstance(bands, int) else bands)
        self._info = info if wanted is None else replace(info, nodata=(wanted,) * info.count)
        self._nodata: Nodata = self._info.nodata[self.chosen_bands[0] - 1]
        self._cast_nodata: Nodata = None
        self._data: Optional[np.ma.MaskedArray[Any, Any]] = None
        self.tags: dict[str, str] = dict(info.tags)
        if load_data or is_mask:
            self.load()
        if is_mask:
            self.astype(bool, inplace=True)

    @classmethod
    def from_array(
        cls,
        data: Array,
        transform: Iterable[float],
        crs: Any,
        nodata: Nodata = None,
        area_or_point: Optional[str] = None,
        tags: Optional[Mapping[str, str]] = None,
        cast_nodata: bool = True,
    ) -> Raster:
        """Return a raster of `data`, (rows, columns) or (bands, rows, columns), masked or not.

        :param transform: Affine, or its first six numbers.
        :param crs: anything rasterio takes for a CRS, or None.
        :param nodata: value that marks pixels without data; they become masked, as do NaN and infinities.
        :param area_or_point: "Area" or "Point": whether pixels are areas or points, see `area_or_point`.
        :param tags: metadata.
        :param cast_nodata: take another nodata value where the type does not hold it; False: raise.
        :raises InvalidParameter: wrong number of dimensions, or an array without pixels.
        """
        array = np.asanyarray(data)
        raster = cls(info_of_array(array, transform, crs, fitting_nodata(array, nodata, cast_nodata)))
        raster.tags = dict(tags or {})
        raster.set_area_or_point(area_or_point, shift_area_or_point=False)
        raster.data = data
        raster.show_cast(nodata)
        return raster

    @classmethod
    def of_tile(
        cls,
        info: SourceInfo,
        tile: Tile,
        values: Array,
        valid: Array,
        bands: Optional[Sequence[int]] = None,
    ) -> Raster:
        """Return the raster of one tile, as a user's function gets it: 2-D for one band, masked where not valid.

        :param tile: the piece of the source that `values` covers, inside the source.
        :param values: (bands, rows, columns); they stay as they are under the mask.
        :param valid: same shape.
        :param bands: of the source (from 1), which `values` are; None: all. Where their nodata values differ the tile
            has none, and its mask says all.
        """
        chosen = info_of_bands(info, info.checked_bands(bands))
        place = replace(chosen, transform=moved_transform(info.transform, tile))
        raster = cls(info_like(place, values, chosen.common_nodata))
        data = _ma.MaskedArray(values, mask=~valid)
        raster._data = raster._with_fill(data[0] if values.shape[0] == 1 else data)
        return raster

    @property
    def header(self) -> SourceInfo:
        """The header: the file's, with the pixels' type, count and nodata as they are now; no path for an array."""
        known = replace(self._info, tags=tuple(self.tags.items()))
        if self._data is None and len(self.chosen_bands) == known.count:
            return known
        if (str(self.dtype), self.count, self._nodata) == (known.dtype, known.count, known.nodata[0]):
            return known
        return info_like(known, self.data, self._nodata, known.path)

    @property
    def data(self) -> np.ma.MaskedArray[Any, Any]:
        """The pixels, masked where there is no data: (rows, columns) for one band, else (bands, rows, columns).

        Reads the whole file the first time. Can be assigned: an array of the same rows and columns.
        """
        if self._data is None:
            self.load()
        assert self._data is not None
        return self._data

    @data.setter
    def data(self, new: Array) -> None:
        array = _ma.asarray(new) if isinstance(new, np.ma.MaskedArray) else _ma.MaskedArray(np.asarray(new))
        if array.ndim == 3 and array.shape[0] == 1:
            array = array[0]
        self._check(array)
        nodata = self._nodata if array.dtype.kind != "b" else None
        mask = _ma.getmaskarray(array) | ~valid_pixels(array.data, nodata)
        self._data = self._with_fill(_ma.MaskedArray(array.data, mask=mask))

    def _check(self, array: Array) -> None:
        """Raise InvalidParameter for what cannot be this raster's pixels."""
        if array.ndim not in (2, 3) or array.shape[-2:] != self.shape:
            wanted = f"{self.height} rows and {self.width} columns"
            raise InvalidParameter(f"data of shape {array.shape}: must have {wanted}")
        check_pixel_type(array.dtype)

    def _with_fill(self, data: np.ma.MaskedArray[Any, Any]) -> np.ma.MaskedArray[Any, Any]:
        """Return `data` with nodata as its fill value, where its type can hold that."""
        marker = typed_nodata(self.nodata, data.dtype)
        if marker is not None:
            data.fill_value = marker
        return data

    def load(self, bands: Union[int, Sequence[int], None] = None) -> None:
        """Read the file into memory, or only `bands` (from 1); nothing if that is done. Raises SourceError."""
        if bands is not None:
            self._data = None
            self.chosen_bands = self._info.checked_bands([bands] if isinstance(bands, int) else bands)
        if self._data is not None:
            return
        if not self._info.path:
            raise SourceError("the raster was made from an array and has no file")
        self._data = self._with_fill(self.read(self._info.frame))

    def read(self, tile: Tile) -> np.ma.MaskedArray[Any, Any]:
        """Return the part `tile` of the chosen bands from the file, which is not kept."""
        from .reader import BlockReader

        with BlockReader(self._info) as reader:
            values, valid = reader.read(tile, self.chosen_bands)
        data: np.ma.MaskedArray[Any, Any] = _ma.MaskedArray(values, mask=~valid)
        return data[0] if len(values) == 1 else data

    @property
    def is_loaded(self) -> bool:
        """Whether the pixels are in memory."""
        return self._data is not None

    @property
    def filename(self) -> Optional[str]:
        """The file's path, or None for a raster made from an array."""
        return self._info.path or None

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of the pixels."""
        return np.dtype(self._info.dtype) if self._data is None else self._data.dtype

    @property
    def count(self) -> int:
        """Number of bands."""
        if self._data is None:
            return len(self.chosen_bands)
        return 1 if self._data.ndim == 2 else int(self._data.shape[0])

    def piece(self, tile: Tile) -> Raster:
        """Return the part `tile`, inside the raster, as a raster of its own; of a file not loaded only that is read."""
        rows, cols = tile.within(self._info.frame)
        data = self.read(tile) if self._data is None else self._data[..., rows, cols].copy()
        place = replace(self._info, transform=moved_transform(self._info.transform, tile))
        part = type(self)(info_like(place, data, self._nodata))
        part.tags, part._nodata, part._data = dict(self.tags), self._nodata, part._with_fill(data)
        return part

    def become(self, other: Raster) -> None:
        """Take header and pixels of another raster, in place of one's own."""
        vars(self).update(vars(other))

    def adopt(self, data: Array, nodata: Nodata, fill: bool = True) -> Raster:
        """Take `data` for pixels, where their mask alone says which are without data (and NaN); returns the raster.

        `nodata` marks them where the type holds it and no valid pixel is that; else NaN does, or a free value stands in
        for it.
        `fill`: they get that value, as a file would have it.
        """
        array = _ma.asarray(data)
        self._check(array)
        mask = _ma.getmaskarray(array) | ~valid_pixels(array.data, None)
        chosen = free_nodata(array.data, ~mask, nodata)
        named = chosen == nodata or chosen is None or chosen != chosen
        self._nodata, self._cast_nodata = (chosen, None) if named else (None, chosen)
        values = array.data if self.nodata is None or not fill else filled(array.data, ~mask, array.dtype, self.nodata)
        self._data = self._with_fill(_ma.MaskedArray(values, mask=mask))
        return self

    def copy(self, new_array: Optional[Array] = None, cast_nodata: bool = True) -> Raster:
        """Return a raster of its own in the same place, with `new_array` for pixels if given.

        Of a masked array the mask says where there is no data; of a plain one NaN does, and the nodata value in
        the raster's own type: in another that number may be a result. `cast_nodata` as in `from_array`.
        """
        if new_array is None and self._data is None:
            twin = type(self)(self._info, self.chosen_bands)
            twin._nodata, twin.tags = self._nodata, dict(self.tags)
            return twin
        array = np.asanyarray(self.data.copy() if new_array is None else new_array)
        nodata = fitting_nodata(array, self._nodata, cast_nodata)
        twin = type(self)(info_like(self.header, array, nodata))
        if isinstance(array, np.ma.MaskedArray) or array.dtype != self.dtype:
            twin.adopt(array, nodata, fill=False)
        else:
            twin.data = array
        if nodata is None:
            twin.show_cast(self._nodata)
        return twin
