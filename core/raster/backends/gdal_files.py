"""The back end on osgeo.gdal, which every QGIS brings."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any, Optional

import numpy as np
from osgeo import gdal, osr

from ...arrays import Transform
from .contract import CACHE_BYTES, OPTIONS, Box, Creation, LibraryError, Place, Points, refuse_elsewhere
from .gdal_dataset import GdalDataset
from .gdal_values import as_gcps, buffer_type, has_int8, reference_of, told
from .plain import Affine, BoundingBox, Crs

NAME = "gdal"

_SIGNED_BYTE = {"PIXELTYPE": "SIGNEDBYTE"}
"""How GDAL before 3.7, which has no type for it, marks int8."""


def versions() -> dict[str, str]:
    return {"gdal": gdal.__version__}


_IS_OF_THREAD = hasattr(gdal, "SetThreadLocalConfigOption")
"""Before GDAL 3.6 Python reaches only the options of the whole process. There this package's own ones stay as they are
set: a thread that leaves would take them from another one that still reads."""
_get = getattr(gdal, "GetThreadLocalConfigOption", gdal.GetConfigOption)
_set = getattr(gdal, "SetThreadLocalConfigOption", gdal.SetConfigOption)


class _Ears(threading.local):
    """How many listen to GDAL's warnings in this thread; where none does they are kept from standard error."""

    count = 0


_EARS = _Ears()


@contextmanager
def environment(**options: Any) -> Iterator[None]:
    wanted = {**OPTIONS, **options}
    cache_bytes = int(wanted.pop("GDAL_CACHEMAX", CACHE_BYTES))
    gdal.SetCacheMax(cache_bytes)
    before = {name: _get(name) for name in wanted}
    for name, value in wanted.items():
        _set(name, _option(value))
    is_quiet = not _EARS.count
    if is_quiet:
        gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        yield
    finally:
        if is_quiet:
            gdal.PopErrorHandler()
        for name, old in before.items():
            if _IS_OF_THREAD or name not in OPTIONS:
                _set(name, old)
        if cache_bytes != CACHE_BYTES:  # the cache is of all threads
            gdal.SetCacheMax(CACHE_BYTES)


def _option(value: Any) -> str:
    return ("ON" if value else "OFF") if isinstance(value, bool) else str(value)


@contextmanager
def heard() -> Iterator[list[str]]:
    heard: list[str] = []

    def hear(_severity: int, _number: int, message: str) -> None:
        heard.append(message)

    gdal.PushErrorHandler(hear)
    _EARS.count += 1
    try:
        yield heard
    finally:
        _EARS.count -= 1
        gdal.PopErrorHandler()


def open_dataset(path: str) -> GdalDataset:
    return _opened(path, 0)


def update(path: str) -> GdalDataset:
    return _opened(path, gdal.OF_UPDATE)


def _opened(path: str, flags: int) -> GdalDataset:
    with told():
        dataset = gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_VERBOSE_ERROR | flags)
    if dataset is None:  # some drivers refuse without a word
        raise LibraryError(f"'{path}' not recognized as being in a supported file format.")
    return GdalDataset(dataset)


def create(creation: Creation) -> GdalDataset:
    options, dtype = dict(creation.options), np.dtype(creation.dtype)
    if dtype == np.int8 and not has_int8():
        options.update(_SIGNED_BYTE)
    words = [f"{key.upper()}={value}" for key, value in options.items()]
    with told():
        made = GdalDataset(
            gdal.GetDriverByName(creation.driver).Create(
                creation.path, creation.width, creation.height, creation.count, buffer_type(dtype), words
            )
        )
    failure = _settled(made, creation)
    if failure is not None:
        with suppress(LibraryError):  # what is half made cannot be closed well
            made.close()
        raise failure
    return made


def _settled(made: GdalDataset, creation: Creation) -> Optional[LibraryError]:
    """Tell a new dataset its nodata value and where it lies; return what went wrong."""
    try:
        with told():
            if creation.nodata is not None:
                made.set_nodata(creation.nodata)
            if creation.transform is not None:
                a, b, c, d, e, f = creation.transform
                made.own.SetGeoTransform((c, a, b, f, d, e))
            if creation.crs_wkt:
                made.own.SetSpatialRef(reference_of(creation.crs_wkt))
    except LibraryError as error:
        return error
    return None


def copy(source: str, target: str, driver: str, options: Mapping[str, str]) -> None:
    words = [f"{key.upper()}={value}" for key, value in options.items()]
    with told(), open_dataset(source) as dataset:
        GdalDataset(gdal.GetDriverByName(driver).CreateCopy(target, dataset.own, 1, words)).close()


def exists(path: str) -> bool:
    try:
        return gdal.VSIStatL(path) is not None
    except RuntimeError:
        return False


def delete(path: str) -> None:
    with told():
        if path.startswith("/vsimem/"):
            gdal.Unlink(path)
        else:
            gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_VERBOSE_ERROR).GetDriver().Delete(path)


def drivers() -> list[str]:
    return [gdal.GetDriver(index).ShortName for index in range(gdal.GetDriverCount())]


def can_create(driver: str) -> bool:
    with told():
        known = gdal.GetDriverByName(driver)
        facts = {} if known is None else known.GetMetadata()
    if facts.get("DCAP_CREATE") == "YES":
        return True
    if facts.get("DCAP_CREATECOPY") == "YES":
        return False
    raise LibraryError(f"no raster can be written by {driver}")


@lru_cache(maxsize=1)
def _extensions() -> dict[str, str]:
    """Return the formats by extension: of several that claim one the last, as rasterio has it, but never COG."""
    found: dict[str, str] = {}
    for index in range(gdal.GetDriverCount()):
        driver = gdal.GetDriver(index)
        facts = driver.GetMetadata()
        is_written = "DCAP_RASTER" in facts and ("DCAP_CREATE" in facts or "DCAP_CREATECOPY" in facts)
        if is_written and driver.ShortName != "COG":
            extensions = (facts.get("DMD_EXTENSIONS") or facts.get("DMD_EXTENSION") or "").lower().split()
            found.update(dict.fromkeys(extensions, driver.ShortName))
    return found


def driver_of_extension(extension: str) -> str:
    return _extensions().get(extension, "")


def wkt_of(crs: Any) -> Optional[str]:
    reference, text = osr.SpatialReference(), _as_text(crs)
    refuse_elsewhere(text)
    with told():
        reference.SetFromUserInput(text)
        return reference.ExportToWkt() or None


def _as_text(crs: Any) -> str:
    if hasattr(crs, "to_wkt"):
        return str(crs.to_wkt())
    if isinstance(crs, Mapping):
        return " ".join(f"+{key}" if value is True else f"+{key}={value}" for key, value in crs.items())
    return f"EPSG:{crs}" if isinstance(crs, int) else str(crs)


def crs_object(wkt: str) -> Crs:
    return Crs(wkt, reference_of)


def affine_object(transform: Transform) -> Affine:
    return Affine(*transform)


def box_object(left: float, bottom: float, right: float, top: float) -> BoundingBox:
    return BoundingBox(left, bottom, right, top)


def crs_facts(wkt: str) -> tuple[bool, Optional[float]]:
    reference = reference_of(wkt)
    if reference.IsGeographic():
        return True, None
    return False, float(reference.GetLinearUnits()) or None


def transform_points(source_wkt: str, target_wkt: str, points: Sequence[Place]) -> list[Place]:
    with environment(), told():
        there = osr.CoordinateTransformation(reference_of(source_wkt), reference_of(target_wkt))
        return [(float(place[0]), float(place[1])) for place in there.TransformPoints([list(xy) for xy in points])]


def transform_box(source_wkt: str, target_wkt: str, box: Box, pieces: int) -> Box:
    with environment(), told():
        there = osr.CoordinateTransformation(reference_of(source_wkt), reference_of(target_wkt))
        left, bottom, right, top = map(float, there.TransformBounds(*box, pieces))
    if not all(map(math.isfinite, (left, bottom, right, top))):
        raise LibraryError("the box lies outside the other CRS")
    return left, bottom, right, top


def places(points: Points, pixels: Sequence[Place]) -> list[Place]:
    with environment(), told():
        dataset = gdal.GetDriverByName("MEM").Create("", 1, 1)
        dataset.SetGCPs(as_gcps(points), None)
        transformer = gdal.Transformer(dataset, None, ["METHOD=GCP_POLYNOMIAL"])
        found = [transformer.TransformPoint(0, col, row)[1] for row, col in pixels]
    return [(float(x), float(y)) for x, y, _ in found]
