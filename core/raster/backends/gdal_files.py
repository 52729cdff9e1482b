"""The back end on osgeo.gdal, which every QGIS brings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Optional

import numpy as np
from osgeo import gdal, osr

from .contract import Creation, LibraryError, Points
from .gdal_dataset import GdalDataset, as_gcps, buffer_type, has_int8, reference_of, told
from .options import CACHE_BYTES, OPTIONS
from .plain import Crs

NAME = "gdal"

_SIGNED_BYTE = {"PIXELTYPE": "SIGNEDBYTE"}
"""How GDAL before 3.7, which has no type for it, marks int8."""


def versions() -> dict[str, str]:
    return {"gdal": gdal.__version__}


@contextmanager
def environment(**options: Any) -> Iterator[None]:
    wanted = {**OPTIONS, **options}
    gdal.SetCacheMax(int(wanted.pop("GDAL_CACHEMAX", CACHE_BYTES)))
    before = {name: gdal.GetThreadLocalConfigOption(name) for name in wanted}
    for name, value in wanted.items():
        gdal.SetThreadLocalConfigOption(name, _option(value))
    try:
        yield
    finally:
        for name, old in before.items():
            gdal.SetThreadLocalConfigOption(name, old)


def _option(value: Any) -> str:
    return ("ON" if value else "OFF") if isinstance(value, bool) else str(value)


@contextmanager
def heard() -> Iterator[list[str]]:
    heard: list[str] = []

    def hear(_severity: int, _number: int, message: str) -> None:
        heard.append(message)

    gdal.PushErrorHandler(hear)
    try:
        yield heard
    finally:
        gdal.PopErrorHandler()


def open_dataset(path: str) -> GdalDataset:
    with told():
        return GdalDataset(gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_VERBOSE_ERROR))


def update(path: str) -> GdalDataset:
    with told():
        return GdalDataset(gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_UPDATE | gdal.OF_VERBOSE_ERROR))


def create(creation: Creation) -> GdalDataset:
    options, dtype = dict(creation.options), np.dtype(creation.dtype)
    if dtype == np.int8 and not has_int8():
        options.update(_SIGNED_BYTE)
    with told():
        dataset = gdal.GetDriverByName(creation.driver).Create(
            creation.path,
            creation.width,
            creation.height,
            creation.count,
            buffer_type(dtype),
            [f"{key.upper()}={value}" for key, value in options.items()],
        )
        made = GdalDataset(dataset)
        if creation.nodata is not None:
            for band in made._bands:
                band.SetNoDataValue(creation.nodata)
        if creation.transform is not None:
            a, b, c, d, e, f = creation.transform
            dataset.SetGeoTransform((c, a, b, f, d, e))
        if creation.crs_wkt:
            dataset.SetSpatialRef(reference_of(creation.crs_wkt))
        return made


def copy(source: str, target: str, driver: str, options: Mapping[str, str]) -> None:
    with told():
        dataset = gdal.OpenEx(source, gdal.OF_RASTER | gdal.OF_VERBOSE_ERROR)
        words = [f"{key.upper()}={value}" for key, value in options.items()]
        made = gdal.GetDriverByName(driver).CreateCopy(target, dataset, 1, words)
        GdalDataset(made).close()


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
            gdal.OpenEx(path, gdal.OF_RASTER).GetDriver().Delete(path)


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
    found: dict[str, str] = {}
    for index in range(gdal.GetDriverCount()):
        driver = gdal.GetDriver(index)
        facts = driver.GetMetadata()
        if "DCAP_RASTER" in facts and ("DCAP_CREATE" in facts or "DCAP_CREATECOPY" in facts):
            for extension in (facts.get("DMD_EXTENSIONS") or facts.get("DMD_EXTENSION") or "").split():
                found.setdefault(extension.lower(), driver.ShortName)
    return found


def driver_of_extension(extension: str) -> str:
    return _extensions().get(extension, "")


def wkt_of(crs: Any) -> Optional[str]:
    if hasattr(crs, "to_wkt"):
        crs = crs.to_wkt()
    reference = osr.SpatialReference()
    with told():
        reference.SetFromUserInput(f"EPSG:{crs}" if isinstance(crs, int) else str(crs))
        return reference.ExportToWkt() or None


def crs_object(wkt: str) -> Crs:
    return Crs(wkt, reference_of)


def crs_facts(wkt: str) -> tuple[bool, Optional[float]]:
    reference = reference_of(wkt)
    if reference.IsGeographic():
        return True, None
    return False, float(reference.GetLinearUnits()) or None


def places(points: Points, pixels: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    with environment(), told():
        dataset = gdal.GetDriverByName("MEM").Create("", 1, 1)
        dataset.SetGCPs(as_gcps(points), None)
        transformer = gdal.Transformer(dataset, None, ["METHOD=GCP_POLYNOMIAL"])
        found = [transformer.TransformPoint(0, col, row)[1] for row, col in pixels]
    return [(float(x), float(y)) for x, y, _ in found]
