"""Save rasters that are in memory: as which pixels a file holds them, and how it says where there is no data."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Optional, Union

import numpy as np

from ..arrays import Array, Nodata
from ..errors import InvalidParameter
from ..marking import Marking, marked
from ..pixels import default_nodata, filled, held, stored_dtype, typed_nodata
from .array_header import info_with_gaps
from .formats import keeps_masks
from .output import output_profile

_ma: Any = np.ma


class Saved:
    """Base of Raster: its pixels in a file."""

    def band_stack(self: Any) -> tuple[Array, Array]:
        """Return values and validity, each (bands, rows, columns); values under the mask are what they happen to be.

        NaN and infinities are never valid, whatever the mask says.
        """
        data = self.data if self.data.ndim == 3 else self.data[np.newaxis]
        valid = ~_ma.getmaskarray(data)
        return data.data, valid & np.isfinite(data.data) if data.dtype.kind == "f" else valid

    @property
    def stored_dtype(self: Any) -> np.dtype[Any]:
        """The type in which a file holds these pixels: booleans become uint8."""
        return stored_dtype(self.dtype)

    @property
    def stored_nodata(self: Any) -> Nodata:
        """The nodata of a file of these pixels: 255 for booleans, the type's own default where something is masked."""
        if self.dtype.kind == "b":
            return 255
        if self._nodata is not None and (typed_nodata(self._nodata, self.dtype) is not None or self.dtype.kind == "f"):
            return self._nodata  # type: ignore[no-any-return]
        return default_nodata(self.dtype) if _ma.getmaskarray(self.data).any() else None

    def stored(self: Any, dtype: Any = None, nodata: Nodata = None) -> Array:
        """Return the pixels as a file of `dtype` and `nodata` holds them: (bands, rows, columns), nodata where masked.

        Values are rounded and clipped to the type, never wrapped. None: `stored_dtype` and `stored_nodata`. Raises
        InvalidParameter where pixels are masked and the type does not hold the nodata value.
        """
        values, valid = self.band_stack()
        kind = self.stored_dtype if dtype is None else np.dtype(dtype)
        marker = self.stored_nodata if nodata is None else nodata
        if marker is not None and held(marker, kind) is None and not valid.all():
            raise InvalidParameter(
                f"nodata={marker}: {kind} does not hold it; name one, as in stored({kind}, nodata=0)"
            )
        return filled(values, valid, kind, marker)

    def save(
        self: Any, path: Union[str, os.PathLike[str]], creation_options: Optional[Mapping[str, str]] = None
    ) -> None:
        """Write the raster to `path`, in the format of its extension. Raises OutputError."""
        from .parts import writer_of

        marking, planes = self._marked(keeps_masks(path, None))
        profile = output_profile(
            self.header,
            self._info.frame,
            self.count,
            marking.dtype,
            marking.nodata,
            target=path,
            creation_options=creation_options,
            meanings=["value" if self._hides_valid(band, marking) else "same" for band in range(self.count)],
            mask=marking.mask,
        )
        with writer_of(profile) as writer:
            writer.write(self._info.frame, planes)

    def _hides_valid(self: Any, band: int, marking: Marking) -> bool:
        """Return whether a band, from 0, is alpha that is 0 where pixels are valid, and will not be mended."""
        if self.header.alpha_band != band + 1 or marking.alpha is not None:
            return False
        values, valid = self.band_stack()
        return bool((valid & (values[band] == 0)).any(axis=(1, 2))[np.arange(len(values)) != band].any())

    def _marked(self: Any, can_mask: bool) -> tuple[Marking, Array]:
        """Return how a file of these pixels says where there is no data, and its bands, and mask band if it has one."""
        values, valid = self.band_stack()
        info = info_with_gaps(self.header, valid)
        nodata = None if info.common_nodata is None and self._nodata is not None else self.nodata
        return marked(values, valid, nodata, info.gaps(range(1, self.count + 1)), can_mask)
