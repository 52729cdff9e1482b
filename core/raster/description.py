"""Tell what a raster is: bands, format, metadata, and all of it in words."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np


class Described:
    """Base of Raster: what it is called and holds."""

    @property
    def bands(self: Any) -> tuple[int, ...]:
        """Numbers of the bands in memory, from 1; of a file that is not loaded, those that it will load."""
        return self.chosen_bands if not self.is_loaded else tuple(range(1, self.count + 1))

    @property
    def indexes(self: Any) -> tuple[int, ...]:
        """The same as `bands`, by rasterio's name."""
        return tuple(self.bands)

    @property
    def bands_on_disk(self: Any) -> Optional[tuple[int, ...]]:
        """Numbers of the file's bands, from 1; None for a raster made from an array."""
        return tuple(range(1, self.count_on_disk + 1)) if self.filename else None

    @property
    def count_on_disk(self: Any) -> Optional[int]:
        """Number of the file's bands; None for a raster made from an array."""
        return self._info.count if self.filename else None

    @property
    def name(self: Any) -> Optional[str]:
        """The file's path, or None for a raster made from an array."""
        return self.filename  # type: ignore[no-any-return]

    @property
    def driver(self: Any) -> Optional[str]:
        """GDAL's name of the file's format, or None for a raster made from an array."""
        return self._info.driver if self.filename else None

    @property
    def is_modified(self: Any) -> bool:
        """Whether what is in memory differs from the file: True without a file, False where nothing is loaded."""
        return bool(self.is_loaded and self.differs_from_file())

    def differs_from_file(self: Any) -> bool:
        """Return whether pixels, bands, nodata or place are not the file's; also where nothing is loaded."""
        if not self.filename or self.count != self.count_on_disk:
            return True
        fresh = type(self)(self.filename)
        same_place = (self.transform, self.crs, self.nodata) == (fresh.transform, fresh.crs, fresh.nodata)
        return not (same_place and (not self.is_loaded or self.raster_equal(fresh)))

    @property
    def profile(self: Any) -> dict[str, Any]:
        """What `rasterio.open` takes to make such a raster."""
        names = ("dtype", "nodata", "width", "height", "count", "crs", "transform")
        known = {"driver": self.driver or "GTiff", **{name: getattr(self, name) for name in names}}
        if self.filename:
            rows, cols = self.header.block_shape
            known.update(blockxsize=cols, blockysize=rows, tiled=cols != self.width)
        return known

    def __repr__(self: Any) -> str:
        data = f"{self.count} x {self.height} x {self.width} {self.dtype}"
        crs = self.header.crs_name or None
        place = f"transform={self.header.transform}, crs={crs}, nodata={self.nodata}"
        return f"Raster({self.filename or 'in memory'}: data={data}, {place})"

    def info(self: Any, stats: bool = False, verbose: bool = True) -> Optional[str]:
        """Print what is known of the raster, with `stats` the statistics of each band too.

        :param verbose: False returns the text and prints nothing.
        """
        lines = _facts(self)
        if stats:
            for band in range(1, self.count + 1):
                lines += ["", f"Statistics of band {band}:", *_aligned(self.get_stats(band=band))]
        text = "\n".join(lines) + "\n"
        if not verbose:
            return text
        print(text)  # noqa: T201 - that is what it is for
        return None


def _facts(raster: Any) -> list[str]:
    bounds = raster.bounds
    crs = raster.crs.to_string() if raster.crs is not None else None
    return _aligned(
        {
            "Driver": raster.driver,
            "Opened from file": raster.filename,
            "Loaded?": raster.is_loaded,
            "Grid size": f"{raster.width}, {raster.height}",
            "Number of bands": raster.count,
            "Data types": raster.dtype,
            "Coordinate system": crs,
            "Nodata value": raster.nodata,
            "Pixel interpretation": raster.area_or_point,
            "Pixel size": f"{raster.res[0]}, {raster.res[1]}",
            "Upper left corner": f"{bounds.left}, {bounds.top}",
            "Lower right corner": f"{bounds.right}, {bounds.bottom}",
        }
    )


def _aligned(values: dict[str, Any]) -> list[str]:
    """Return names and values as lines, values one below the other."""
    width = max(map(len, values)) + 2
    return [
        f"{name + ':':<{width}}{f'{value:.2f}' if isinstance(value, (float, np.floating)) else value}"
        for name, value in values.items()
    ]
