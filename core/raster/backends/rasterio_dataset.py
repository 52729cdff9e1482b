"""Open a raster with rasterio: the `Dataset` of the contract, with what rasterio's versions do differently."""

from __future__ import annotations

import threading
import uuid
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Optional

# The parsed text is written by GDAL a moment before, not taken from outside.
from xml.etree import ElementTree  # nosec B405

import rasterio
import rasterio.shutil
from rasterio._err import CPLE_BaseError
from rasterio.control import GroundControlPoint
from rasterio.crs import CRS
from rasterio.enums import ColorInterp
from rasterio.errors import CRSError, NotGeoreferencedWarning, RasterioError
from rasterio.windows import Window

from ...arrays import Array, Nodata, Transform
from .contract import CACHE_BYTES, OPTIONS, Colormap, LibraryError, Points

if TYPE_CHECKING:
    from ...tiles import Tile

NAME = "rasterio"

_OPENING = threading.RLock()
_SWAPPED = {"int64": "uint64", "uint64": "int64"}
FAILURES: tuple[type[Exception], ...] = (RasterioError, CRSError, CPLE_BaseError, OSError, ValueError, TypeError)
"""What rasterio raises where GDAL refuses. Some of its functions pass GDAL's own errors on, which it does not derive
from RasterioError."""


@contextmanager
def told() -> Iterator[None]:
    """Turn what rasterio raises into LibraryError, in the words of GDAL where it has some."""
    try:
        yield
    except FAILURES as error:
        raise LibraryError(str(error.__cause__ or error)) from error


@contextmanager
def quietly() -> Iterator[None]:
    """Silence rasterio's warning about rasters without georeference: they are welcome here.

    Python's warning filters are the process's, so only one thread at a time changes them.
    """
    with _OPENING, warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        yield


def _names_64_swapped() -> bool:
    """Return whether this rasterio takes GDAL's Int64 for UInt64 and the other way round, as 1.3 does."""
    return bool(rasterio.dtypes.dtype_fwd.get(12) == "int64")


def rasterio_type(name: str) -> str:
    """Return the true type of what rasterio calls `name`, and the name under which to give a type to rasterio."""
    return _SWAPPED.get(name, name) if _names_64_swapped() else name


class RasterioDataset:
    """A `Dataset` of the contract, on rasterio's."""

    def __init__(self, dataset: Any, path: str) -> None:
        self._dataset = dataset
        self._path = path
        self.driver: str = dataset.driver
        self.height: int = dataset.height
        self.width: int = dataset.width
        self.count: int = dataset.count
        self.dtypes = tuple(rasterio_type(name) for name in dataset.dtypes)

    @property
    def closed(self) -> bool:
        return bool(self._dataset.closed)

    @property
    def nodata(self) -> tuple[Nodata, ...]:
        values = tuple(self._dataset.nodatavals)
        return _exact_nodata(self._path, values) if {"int64", "uint64"} & set(self.dtypes) else values

    @property
    def transform(self) -> Transform:
        return tuple(self._dataset.transform)[:6]

    @property
    def crs_wkt(self) -> Optional[str]:
        try:
            return self._dataset.crs.to_wkt() or None if self._dataset.crs else None
        except CRSError:
            return None

    @property
    def block_shapes(self) -> tuple[tuple[int, int], ...]:
        return tuple(self._dataset.block_shapes)

    @property
    def descriptions(self) -> tuple[Optional[str], ...]:
        return tuple(self._dataset.descriptions)

    @property
    def units(self) -> tuple[Optional[str], ...]:
        return tuple(unit or None for unit in self._dataset.units)

    @property
    def scales(self) -> tuple[float, ...]:
        return tuple(self._dataset.scales)

    @property
    def offsets(self) -> tuple[float, ...]:
        return tuple(self._dataset.offsets)

    @property
    def colorinterp(self) -> tuple[str, ...]:
        return tuple(interpretation.name for interpretation in self._dataset.colorinterp)

    @property
    def mask_flags(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(flag.name for flag in flags) for flags in self._dataset.mask_flag_enums)

    @property
    def control(self) -> tuple[Points, Optional[str]]:
        points, crs = self._dataset.gcps
        plain = tuple((point.row, point.col, point.x, point.y, point.z or 0.0) for point in points)
        return plain, crs.to_wkt() if points and crs else None

    @property
    def files(self) -> list[str]:
        return list(self._dataset.files)

    @property
    def subdatasets(self) -> list[str]:
        return list(self._dataset.subdatasets)

    def colormap(self, band: int) -> Optional[Colormap]:
        try:
            return tuple(self._dataset.colormap(band).items())
        except ValueError:
            return None

    def tags(self, band: int = 0, domain: str = "") -> dict[str, str]:
        return dict(self._dataset.tags(band, ns=domain or None))

    def read(self, bands: Sequence[int], tile: Tile) -> Array:
        with told():
            values: Array = self._dataset.read(list(bands), window=_window(tile))
        dtype = self.dtypes[bands[0] - 1]
        return values if values.dtype == dtype else values.view(dtype)

    def read_mask(self, band: int, tile: Tile) -> Array:
        with told():
            mask: Array = self._dataset.read_masks(band, window=_window(tile))
        return mask

    def write(self, tile: Tile, values: Array) -> None:
        name = rasterio_type(str(values.dtype))
        with told():
            self._dataset.write(values if values.dtype == name else values.view(name), window=_window(tile))

    def write_mask(self, tile: Tile, mask: Array) -> None:
        with told():
            self._dataset.write_mask(mask, window=_window(tile))

    def set_tags(self, tags: Mapping[str, str], band: int = 0, domain: str = "") -> None:
        with told():
            self._dataset.update_tags(band, ns=domain or None, **dict(tags))

    def set_description(self, band: int, text: str) -> None:
        with told():
            self._dataset.set_band_description(band, text)

    def set_unit(self, band: int, text: str) -> None:
        with told():
            self._dataset.set_band_unit(band, text)

    def set_scaling(self, scales: Sequence[float], offsets: Sequence[float]) -> None:
        with told():
            self._dataset.scales = tuple(scales)
            self._dataset.offsets = tuple(offsets)

    def set_colorinterp(self, names: Sequence[str]) -> None:
        with told():
            self._dataset.colorinterp = [ColorInterp[name] for name in names]

    def set_colormap(self, band: int, colormap: Colormap) -> None:
        with told():
            self._dataset.write_colormap(band, dict(colormap))

    def set_control(self, points: Points, crs_wkt: Optional[str]) -> None:
        with told():
            crs = CRS.from_wkt(crs_wkt) if crs_wkt else None
            self._dataset.gcps = [GroundControlPoint(*point) for point in points], crs

    def build_overviews(self, factors: Sequence[int], resampling: str) -> None:
        with told():
            self._dataset.build_overviews(list(factors), rasterio.enums.Resampling[resampling])

    def close(self) -> None:
        with told():
            self._dataset.close()

    def __enter__(self) -> RasterioDataset:
        return self

    def __exit__(self, *error: Any) -> None:
        self.close()


def _window(tile: Tile) -> Window:
    return Window(tile.col_min, tile.row_min, tile.width, tile.height)


def _exact_nodata(path: str, rounded: tuple[Nodata, ...]) -> tuple[Nodata, ...]:
    """Return each band's nodata, whole numbers as int: GDAL's own description of the raster says it in full.

    rasterio passes it through float64; `rounded` are its values, kept where the description says nothing else.
    """
    virtual = f"/vsimem/{uuid.uuid4().hex}.vrt"
    with told():
        rasterio.shutil.copy(path, virtual, driver="VRT")
        try:
            with quietly(), rasterio.open(virtual) as dataset:
                text = dataset.tags(ns="xml:VRT")["xml:VRT"]
        finally:
            rasterio.shutil.delete(virtual)
    values = [
        _number(band.findtext("NoDataValue"))
        for band in ElementTree.fromstring(text).iter("VRTRasterBand")  # nosec B314
        if band.get("subClass") is None
    ]
    return tuple(values) if len(values) == len(rounded) else rounded


def _number(text: Optional[str]) -> Nodata:
    if text is None:
        return None
    try:
        return int(text)
    except ValueError:
        return float(text)


@contextmanager
def environment(**options: Any) -> Iterator[None]:
    with rasterio.Env(**{"GDAL_CACHEMAX": CACHE_BYTES, **OPTIONS, **options}):
        yield


def open_dataset(path: str) -> RasterioDataset:
    with told(), quietly():
        return RasterioDataset(rasterio.open(path), path)
