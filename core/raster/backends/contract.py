"""The contract of a back end: a module with these functions, through which a raster library does the work.

Plain values go in and out: NumPy's names of types, tuples for transforms, WKT for coordinate systems, `Tile` for
windows. Bands count from 1. Whatever a library raises is told as `LibraryError`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional, Protocol

from ...arrays import Array, Nodata, Transform

if TYPE_CHECKING:
    from ...tiles import Tile

Points = tuple[tuple[float, float, float, float, float], ...]
"""Control points: row, column, x, y, z."""
Place = tuple[float, float]
"""x and y, or row and column."""
Box = tuple[float, float, float, float]
"""left, bottom, right, top."""
Colormap = tuple[tuple[int, tuple[int, int, int, int]], ...]

CACHE_BYTES = 32 * 2**20
"""GDAL's block cache in each process. Measured from 8 to 64 MB: larger ones made nothing faster and held memory, since
readers of a run share their pieces and the writer hands over whole blocks. In bytes: rasterio gives the number to GDAL
as it is, without taking small ones for megabytes as GDAL's own option does."""

OPTIONS: dict[str, Any] = {
    "GDAL_ERROR_ON_LIBJPEG_WARNING": True,
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    "GDAL_MAX_DATASET_POOL_SIZE": 100,
}
"""What is missing of a JPEG that was cut is an error: by itself GDAL gives grey pixels and a warning. Python in a
virtual raster is never run, whatever the surroundings allow. Of the files that a virtual raster reads no more than
these stay open at once: macOS lets a process have 256."""


class LibraryError(Exception):
    """The raster library failed; its own words are the message, its error the cause."""


def refuse_elsewhere(crs: str) -> None:
    """Raise LibraryError for a file or an address: GDAL would read it, and take what it finds there for a CRS."""
    is_address = crs.startswith(("http:", "https:", "/vsi")) and "opengis.net" not in crs
    if is_address or os.path.exists(crs):
        raise LibraryError(f"a file or an address is no CRS: {crs}")


@dataclass(frozen=True)
class Creation:
    """What a new dataset is told when it is made."""

    path: str
    driver: str
    height: int
    width: int
    count: int
    dtype: str
    """NumPy's name."""
    nodata: Nodata = None
    crs_wkt: Optional[str] = None
    transform: Optional[Transform] = None
    options: tuple[tuple[str, str], ...] = ()


class Dataset(Protocol):
    """An open raster; a context manager that closes it. One made by `create` can also be written."""

    driver: str
    height: int
    width: int
    count: int
    dtypes: tuple[str, ...]
    """NumPy's names of the stored types."""

    @property
    def closed(self) -> bool:
        """Whether it is closed."""

    @property
    def nodata(self) -> tuple[Nodata, ...]:
        """One for each band, exact for 64-bit integers."""

    @property
    def transform(self) -> Transform:
        """a, b, c, d, e, f; (1, 0, 0, 0, 1, 0) where there is none."""

    @property
    def crs_wkt(self) -> Optional[str]:
        """None where there is no CRS, or one that the library cannot read."""

    @property
    def block_shapes(self) -> tuple[tuple[int, int], ...]:
        """Rows and columns of each band's blocks."""

    @property
    def descriptions(self) -> tuple[Optional[str], ...]:
        """Names of the bands."""

    @property
    def units(self) -> tuple[Optional[str], ...]:
        """Units of the bands' values."""

    @property
    def scales(self) -> tuple[float, ...]:
        """Factors from stored to true values."""

    @property
    def offsets(self) -> tuple[float, ...]:
        """What is added after scaling."""

    @property
    def colorinterp(self) -> tuple[str, ...]:
        """`gray`, `red`, `alpha`, `palette` … for each band."""

    @property
    def mask_flags(self) -> tuple[tuple[str, ...], ...]:
        """GDAL's mask flags of each band: `all_valid`, `per_dataset`, `alpha`, `nodata`."""

    @property
    def control(self) -> tuple[Points, Optional[str]]:
        """Control points and the CRS of their coordinates."""

    @property
    def files(self) -> list[str]:
        """The files it is read from, as GDAL lists them."""

    @property
    def subdatasets(self) -> list[str]:
        """Names of the rasters in a container."""

    def colormap(self, band: int) -> Optional[Colormap]:
        """Return the palette of a band."""

    def tags(self, band: int = 0, domain: str = "") -> dict[str, str]:
        """Return the metadata of the dataset (band 0) or of a band."""

    def read(self, bands: Sequence[int], tile: Tile) -> Array:
        """Return pixels (bands, rows, columns) of bands that have one type."""

    def read_mask(self, band: int, tile: Tile) -> Array:
        """Return the mask (rows, columns) of a band as uint8: 0 hides the pixel."""

    def write(self, tile: Tile, values: Array) -> None:
        """Write all bands (bands, rows, columns), of the dataset's type."""

    def write_mask(self, tile: Tile, mask: Array) -> None:
        """Write the mask of all bands (rows, columns), uint8: 0 hides the pixel. The first call makes it."""

    def set_tags(self, tags: Mapping[str, str], band: int = 0, domain: str = "") -> None:
        """Add metadata to the dataset (band 0) or to a band."""

    def set_description(self, band: int, text: str) -> None:
        """Name a band."""

    def set_unit(self, band: int, text: str) -> None:
        """Say what a band's values are measured in."""

    def set_scaling(self, scales: Sequence[float], offsets: Sequence[float]) -> None:
        """Say how stored values become true ones, for every band."""

    def set_colorinterp(self, names: Sequence[str]) -> None:
        """Say what the bands mean as colours."""

    def set_colormap(self, band: int, colormap: Colormap) -> None:
        """Give a band a palette."""

    def set_control(self, points: Points, crs_wkt: Optional[str]) -> None:
        """Tie the dataset to the ground by points."""

    def build_overviews(self, factors: Sequence[int], resampling: str) -> None:
        """Make reduced copies of all bands by one of GDAL's ways: `average`, `nearest`, `mode`."""

    def close(self) -> None:
        """Write what waits, and close; closing twice does no harm."""

    def __enter__(self) -> Dataset: ...

    def __exit__(self, *error: Any) -> None: ...


class Backend(Protocol):
    """The module of a back end."""

    NAME: str

    @staticmethod
    def versions() -> dict[str, str]:
        """Return the versions of the libraries by name; `gdal` is among them."""

    @staticmethod
    def environment(**options: Any) -> AbstractContextManager[None]:
        """Set options of GDAL for this thread while the context lasts, with this package's own ones."""

    @staticmethod
    def heard() -> AbstractContextManager[list[str]]:
        """Yield a list that fills with what GDAL warns of in this thread."""

    @staticmethod
    def open_dataset(path: str) -> Dataset:
        """Open a raster for reading. Raises LibraryError."""

    @staticmethod
    def create(creation: Creation) -> Dataset:
        """Make a raster for writing. Raises LibraryError."""

    @staticmethod
    def update(path: str) -> Dataset:
        """Open a raster that is there for writing. Raises LibraryError."""

    @staticmethod
    def copy(source: str, target: str, driver: str, options: Mapping[str, str]) -> None:
        """Copy a raster into another format. Raises LibraryError."""

    @staticmethod
    def exists(path: str) -> bool:
        """Return whether there is such a file, also in GDAL's own memory."""

    @staticmethod
    def delete(path: str) -> None:
        """Remove a raster with what belongs to it. Raises LibraryError."""

    @staticmethod
    def drivers() -> list[str]:
        """Return GDAL's names of all formats."""

    @staticmethod
    def can_create(driver: str) -> bool:
        """Return whether the format can be written by windows, or only copied into. Raises LibraryError for neither."""

    @staticmethod
    def driver_of_extension(extension: str) -> str:
        """Return GDAL's name of the format for an extension in lower case without its dot; "" where there is none."""

    @staticmethod
    def wkt_of(crs: Any) -> Optional[str]:
        """Return the WKT of what a user gives as a CRS: an authority's code, WKT, PROJ's text. Raises LibraryError."""

    @staticmethod
    def crs_object(wkt: str) -> Any:
        """Return an object with `to_wkt()`, `to_epsg()`, `is_geographic`, `linear_units_factor`, and equality."""

    @staticmethod
    def affine_object(transform: Transform) -> Any:
        """Return an object with `a` to `f`, that multiplies places (column, row), and whose inverse `~` goes back."""

    @staticmethod
    def box_object(left: float, bottom: float, right: float, top: float) -> Any:
        """Return a tuple with `left`, `bottom`, `right`, `top`."""

    @staticmethod
    def crs_facts(wkt: str) -> tuple[bool, Optional[float]]:
        """Return whether the CRS is geographic, and the metres in a unit of its lengths; None where it has none."""

    @staticmethod
    def transform_points(source_wkt: str, target_wkt: str, points: Sequence[Place]) -> list[Place]:
        """Return x and y of places in another CRS; not finite where it has none. Raises LibraryError."""

    @staticmethod
    def transform_box(source_wkt: str, target_wkt: str, box: Box, pieces: int) -> Box:
        """Return the box around a box in another CRS, whose sides are cut into so many pieces. Raises LibraryError."""

    @staticmethod
    def places(points: Points, pixels: Sequence[Place]) -> list[Place]:
        """Return x and y of the corners (row, column) of pixels by a polynomial through control points."""
