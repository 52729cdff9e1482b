"""A raster on osgeo.gdal: the `Dataset` of the contract."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Optional

import numpy as np
from osgeo import gdal

from ...arrays import Array, Nodata, Number, Transform
from .contract import Colormap, LibraryError, Points
from .gdal_values import as_gcps, buffer_type, dtype_of, reference_of, told, within, wkt_of_reference

if TYPE_CHECKING:
    from ...tiles import Tile

_COLOURS = (
    *("undefined", "gray", "palette", "red", "green", "blue", "alpha", "hue", "saturation", "lightness"),
    *("cyan", "magenta", "yellow", "black", "Y", "Cb", "Cr"),
)
"""rasterio's names, in the order of GDAL's numbers."""
_FLAGS = {
    gdal.GMF_ALL_VALID: "all_valid",
    gdal.GMF_PER_DATASET: "per_dataset",
    gdal.GMF_ALPHA: "alpha",
    gdal.GMF_NODATA: "nodata",
}
_NO_TRANSFORM = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)


class GdalDataset:
    """A `Dataset` of the contract, on osgeo's."""

    def __init__(self, dataset: Any) -> None:
        self._dataset = dataset
        self.driver: str = dataset.GetDriver().ShortName
        self.height: int = dataset.RasterYSize
        self.width: int = dataset.RasterXSize
        self.count: int = dataset.RasterCount
        self._bands = [dataset.GetRasterBand(band) for band in range(1, self.count + 1)]
        self.dtypes = tuple(map(dtype_of, self._bands))
        self._has_mask = False

    @property
    def own(self) -> Any:
        """The dataset of osgeo.gdal."""
        return self._dataset

    @property
    def closed(self) -> bool:
        return self._dataset is None

    @property
    def nodata(self) -> tuple[Nodata, ...]:
        return tuple(within(band.GetNoDataValue(), dtype) for band, dtype in zip(self._bands, self.dtypes))

    @property
    def transform(self) -> Transform:
        found = self._dataset.GetGeoTransform(can_return_null=True)
        if found is None:
            return _NO_TRANSFORM
        c, a, b, f, d, e = found
        return a, b, c, d, e, f

    @property
    def crs_wkt(self) -> Optional[str]:
        return wkt_of_reference(self._dataset.GetSpatialRef())

    @property
    def block_shapes(self) -> tuple[tuple[int, int], ...]:
        return tuple((rows, cols) for cols, rows in (band.GetBlockSize() for band in self._bands))

    @property
    def descriptions(self) -> tuple[Optional[str], ...]:
        return tuple(band.GetDescription() or None for band in self._bands)

    @property
    def units(self) -> tuple[Optional[str], ...]:
        return tuple(band.GetUnitType() or None for band in self._bands)

    @property
    def scales(self) -> tuple[float, ...]:
        return tuple(1.0 if scale is None else scale for scale in (band.GetScale() for band in self._bands))

    @property
    def offsets(self) -> tuple[float, ...]:
        return tuple(band.GetOffset() or 0.0 for band in self._bands)

    @property
    def colorinterp(self) -> tuple[str, ...]:
        numbers = [band.GetColorInterpretation() for band in self._bands]
        return tuple(_COLOURS[number] if number < len(_COLOURS) else _COLOURS[0] for number in numbers)

    @property
    def mask_flags(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(name for bit, name in _FLAGS.items() if band.GetMaskFlags() & bit) for band in self._bands)

    @property
    def control(self) -> tuple[Points, Optional[str]]:
        points = tuple((gcp.GCPLine, gcp.GCPPixel, gcp.GCPX, gcp.GCPY, gcp.GCPZ) for gcp in self._dataset.GetGCPs())
        return points, wkt_of_reference(self._dataset.GetGCPSpatialRef()) if points else None

    @property
    def files(self) -> list[str]:
        return list(self._dataset.GetFileList() or [])

    @property
    def subdatasets(self) -> list[str]:
        return [name for name, _ in self._dataset.GetSubDatasets()]

    def colormap(self, band: int) -> Optional[Colormap]:
        table = self._bands[band - 1].GetColorTable()
        if table is None:
            return None
        return tuple((index, tuple(table.GetColorEntry(index))) for index in range(table.GetCount()))

    def tags(self, band: int = 0, domain: str = "") -> dict[str, str]:
        return dict((self._bands[band - 1] if band else self._dataset).GetMetadata(domain) or {})

    def read(self, bands: Sequence[int], tile: Tile) -> Array:
        values = np.empty((len(bands), tile.height, tile.width), self.dtypes[bands[0] - 1])
        with told():
            self._dataset.ReadRaster(
                *_place(tile), buf_type=buffer_type(values.dtype), band_list=list(bands), buf_obj=values
            )
        return values

    def read_mask(self, band: int, tile: Tile) -> Array:
        mask = np.empty((tile.height, tile.width), np.uint8)
        with told():
            self._bands[band - 1].GetMaskBand().ReadRaster(*_place(tile), buf_type=gdal.GDT_Byte, buf_obj=mask)
        return mask

    def write(self, tile: Tile, values: Array) -> None:
        with told():
            self._dataset.WriteRaster(
                *_place(tile),
                np.ascontiguousarray(values).data,
                buf_type=buffer_type(values.dtype),
                band_list=list(range(1, self.count + 1)),
            )

    def write_mask(self, tile: Tile, mask: Array) -> None:
        with told():
            if not self._has_mask:
                self._dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
                self._has_mask = True
            band = self._bands[0].GetMaskBand()
            band.WriteRaster(*_place(tile), np.ascontiguousarray(mask, np.uint8).data, buf_type=gdal.GDT_Byte)

    def set_nodata(self, nodata: Number) -> None:
        with told():
            for band in self._bands:
                band.SetNoDataValue(nodata)

    def set_tags(self, tags: Mapping[str, str], band: int = 0, domain: str = "") -> None:
        owner = self._bands[band - 1] if band else self._dataset
        with told():
            owner.SetMetadata({**(owner.GetMetadata(domain) or {}), **tags}, domain)

    def set_description(self, band: int, text: str) -> None:
        with told():
            self._bands[band - 1].SetDescription(text)

    def set_unit(self, band: int, text: str) -> None:
        with told():
            self._bands[band - 1].SetUnitType(text)

    def set_scaling(self, scales: Sequence[float], offsets: Sequence[float]) -> None:
        with told():
            for band, scale in zip(self._bands, scales):
                band.SetScale(scale)
            for band, offset in zip(self._bands, offsets):
                band.SetOffset(offset)

    def set_colorinterp(self, names: Sequence[str]) -> None:
        with told():
            for band, name in zip(self._bands, names):
                band.SetColorInterpretation(_COLOURS.index(name))

    def set_colormap(self, band: int, colormap: Colormap) -> None:
        table = gdal.ColorTable()
        for index, colour in colormap:
            table.SetColorEntry(index, tuple(colour))
        with told():
            self._bands[band - 1].SetColorTable(table)

    def set_control(self, points: Points, crs_wkt: Optional[str]) -> None:
        with told():
            self._dataset.SetGCPs(as_gcps(points), reference_of(crs_wkt) if crs_wkt else None)

    def build_overviews(self, factors: Sequence[int], resampling: str) -> None:
        with told():
            self._dataset.BuildOverviews(resampling.upper(), list(factors))

    def close(self) -> None:
        dataset, self._dataset, self._bands = self._dataset, None, []
        if dataset is None:
            return
        if hasattr(dataset, "Close"):
            with told(), _let_go(dataset):
                dataset.Close()
            return
        failure = _flushed(dataset)  # before 3.8 the last reference closes, and keeps errors to itself
        with _unheard():
            del dataset
        if failure is not None:
            raise failure

    def __enter__(self) -> GdalDataset:
        return self

    def __exit__(self, *error: Any) -> None:
        self.close()


def _flushed(dataset: Any) -> Optional[LibraryError]:
    """Write what waits; return what went wrong."""
    try:
        with told():
            dataset.FlushCache()
    except LibraryError as error:
        return error
    return None


@contextmanager
def _let_go(dataset: Any) -> Iterator[None]:
    """Leave a dataset to nobody once closing it has failed: it is gone, and osgeo would free it a second time."""
    try:
        yield
    except Exception:
        if getattr(dataset, "this", None) is not None:
            dataset.thisown = False
        raise


_CLOSING = threading.Lock()


@contextmanager
def _unheard() -> Iterator[None]:
    """Let Python say nothing of an error in a dataset's end, which it cannot raise."""
    with _CLOSING:
        own = sys.unraisablehook
        sys.unraisablehook = lambda left: None if "delete_Dataset" in repr(left.object) else own(left)
        try:
            yield
        finally:
            sys.unraisablehook = own


def _place(tile: Tile) -> tuple[int, int, int, int]:
    return tile.col_min, tile.row_min, tile.width, tile.height
