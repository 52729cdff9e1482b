"""Translate types, nodata values, coordinate systems, control points and errors to osgeo.gdal and back."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Optional

import numpy as np
from osgeo import gdal, gdal_array, osr

from ...arrays import Nodata
from ...pixels import limits_of
from .contract import LibraryError, Points

# The process is the engine's own, or a script's that has asked for this back end: nobody else's GDAL is changed.
gdal.UseExceptions()
osr.UseExceptions()

_FAILURES = (RuntimeError, OSError, ValueError, TypeError)


@contextmanager
def told() -> Iterator[None]:
    """Turn what GDAL raises into LibraryError.

    The frames that the error came through are let go: they hold the dataset, whose last reference closes it.
    """
    try:
        yield
    except _FAILURES as error:
        raise LibraryError(str(error)) from error.with_traceback(None)


def within(nodata: Nodata, dtype: str) -> Nodata:
    """Return a band's nodata value, None where no pixel of its type can be that: of integers NaN, or out of range."""
    if nodata is None or np.dtype(dtype).kind not in "iuf":
        return nodata
    if np.dtype(dtype).kind == "f" and not math.isfinite(nodata):
        return nodata
    least, most = limits_of(dtype)
    return nodata if least <= nodata <= most else None


def has_int8() -> bool:
    return hasattr(gdal, "GDT_Int8")


@cache
def buffer_type(dtype: Any) -> int:
    if dtype == np.int8 and not has_int8():
        return int(gdal.GDT_Byte)  # the bits pass as they are
    return int(gdal_array.NumericTypeCodeToGDALTypeCode(np.dtype(dtype).type))


def dtype_of(band: Any) -> str:
    if band.DataType == gdal.GDT_Byte and band.GetMetadata("IMAGE_STRUCTURE").get("PIXELTYPE") == "SIGNEDBYTE":
        return "int8"
    code = gdal_array.GDALTypeCodeToNumericTypeCode(band.DataType)
    return _COMPLEX_INTEGERS.get(band.DataType) or np.dtype(code).name


_COMPLEX_INTEGERS = {gdal.GDT_CInt16: "complex_int16", gdal.GDT_CInt32: "complex64"}


def reference_of(wkt: str) -> Any:
    reference = osr.SpatialReference()
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    reference.ImportFromWkt(wkt)
    return reference


def wkt_of_reference(reference: Any) -> Optional[str]:
    try:
        return reference.ExportToWkt() or None if reference is not None else None
    except RuntimeError:
        return None


def as_gcps(points: Points) -> list[Any]:
    return [gdal.GCP(x, y, z, col, row, "", str(number)) for number, (row, col, x, y, z) in enumerate(points, start=1)]
