"""Join many files into one raster: check that they fit, and write a virtual raster of GDAL's that reads them.

Later files lie upon earlier ones with their valid pixels, as in `gdalbuildvrt`. What no file covers is nodata: by the
nodata value that all files have, else by a mask band, so that no valid pixel is taken for a gap.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..arrays import Array, Transform
from ..errors import SourceError
from .backends import environment
from .check import check_raw_size, check_structure, refuse_complex
from .georeference import same_crs
from .header import Part, SourceInfo
from .inspection import describe
from .virtual_raster import EXACT, Layer, Layout, virtual_raster

SHIFT_PX = 0.01
"""How far, in pixels, a file may lie beside the grid of the first: coordinates are rounded when they are written."""


@dataclass(frozen=True)
class Joined:
    """A virtual raster, and the files that it reads."""

    path: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Mosaic:
    """Files that make one raster, checked."""

    layers: tuple[Layer, ...]
    layout: Layout

    @classmethod
    def of(cls, files: Sequence[str]) -> Mosaic:
        """Check that `files` (two at least) fit together. Raises SourceError that names the file which does not."""
        with environment():  # once, not for each file
            infos = [_checked(file) for file in files]
        first = infos[0]
        for info in infos:
            _check_fits(info, first)
        places = [_place(info, first) for info in infos]
        top, left = (min(place[axis] for place in places) for axis in (0, 1))
        layers = tuple(Layer(info, row - top, col - left) for info, (row, col) in zip(infos, places))
        covered = _coverage(layers)
        layout = Layout(
            height=max(layer.row + layer.info.height for layer in layers),
            width=max(layer.col + layer.info.width for layer in layers),
            transform=_transform(layers, top, left),
            has_gaps=bool((covered == 0).any()),
            overlaps=bool((covered > 1).any()),
        )
        if layout.overlaps:
            _check_exact(layers)
        return cls(layers, layout)

    def written(self, path: str) -> Joined:
        """Write the virtual raster to `path`, and return what a run reads."""
        with open(path, "w", encoding="utf-8") as file:
            file.write(virtual_raster(self.layers, self.layout))
        infos = [layer.info for layer in self.layers]
        return Joined(path, tuple((info.file, info.size_bytes, info.modified_ns) for info in infos))


def _checked(file: str) -> SourceInfo:
    info = describe(file)
    refuse_complex(info.path, info.dtypes)
    check_structure(info.path, info.driver)
    check_raw_size(info.path, info.driver, info.height * info.width, info.dtypes)
    if not info.is_georeferenced:
        raise SourceError(f"{file}: has no georeference, so its place among the other files is not known")
    path = file if file.startswith("/vsi") or not os.path.exists(file) else os.path.abspath(file)
    return replace(info, path=path)


def _check_fits(info: SourceInfo, first: SourceInfo) -> None:
    """Raise SourceError where `info` is not of the kind of the first file."""
    facts = {
        "CRS": (info.crs_name or "none", first.crs_name or "none", same_crs(info.crs_wkt, first.crs_wkt)),
        "bands": (info.count, first.count, info.count == first.count),
        "type": (_listed(info.dtypes), _listed(first.dtypes), info.dtypes == first.dtypes),
        "scale": (_listed(info.scales), _listed(first.scales), info.scales == first.scales),
        "offset": (_listed(info.offsets), _listed(first.offsets), info.offsets == first.offsets),
        "unit": (_listed(info.units), _listed(first.units), info.units == first.units),
        "alpha band": (info.alpha_band or "none", first.alpha_band or "none", info.alpha_band == first.alpha_band),
        "palette": ("another one", "its own", info.colormaps == first.colormaps),
    }
    for what, (here, there, fits) in facts.items():
        if not fits:
            raise SourceError(
                f"{info.path}: cannot be one raster with {first.path}: its {what} is {here}, that of the first file "
                f"is {there}; leave it out, or convert it"
            )


def _listed(values: Sequence[object]) -> str:
    different = dict.fromkeys(str(value) for value in values)
    return ", ".join(different)


def _place(info: SourceInfo, first: SourceInfo) -> tuple[int, int]:
    """Return the row and column of a file's first pixel on the grid of the first file. Raises SourceError off it."""
    a, b, c, d, e, f = first.transform
    here = info.transform
    size = math.hypot(a, d), math.hypot(b, e)
    drift = max(
        abs(here[0] - a) * info.width / size[0],
        abs(here[3] - d) * info.width / size[0],
        abs(here[1] - b) * info.height / size[1],
        abs(here[4] - e) * info.height / size[1],
    )
    if drift > SHIFT_PX:
        pixels = [
            f"{math.hypot(one[0], one[3]):.10g} x {math.hypot(one[1], one[4]):.10g}"
            for one in (here, (a, b, c, d, e, f))
        ]
        raise SourceError(
            f"{info.path}: cannot be one raster with {first.path}: its pixels measure {pixels[0]}, those of the first "
            f"file {pixels[1]}{' and are turned differently' if pixels[0] == pixels[1] else ''}; warp it to that grid"
        )
    x, y, whole = here[2] - c, here[5] - f, a * e - b * d
    col, row = (e * x - b * y) / whole, (a * y - d * x) / whole
    shift = max(abs(col - round(col)), abs(row - round(row)))
    if shift > SHIFT_PX:
        raise SourceError(
            f"{info.path}: does not lie on the pixel grid of {first.path}: it is shifted by {shift:.3g} of a pixel; "
            "warp it to that grid"
        )
    return round(row), round(col)


def _transform(layers: Sequence[Layer], top: int, left: int) -> Transform:
    """Return the transform of the whole: that of the file in its upper left corner, where there is one."""
    for layer in layers:
        if layer.row == 0 and layer.col == 0:
            return layer.info.transform
    a, b, c, d, e, f = layers[0].info.transform
    return a, b, c + a * left + b * top, d, e, f + d * left + e * top


def _coverage(layers: Sequence[Layer]) -> Array:
    """Return how many files cover each piece of the plane, cut at the sides of all files (rows, columns)."""
    rows = sorted({edge for layer in layers for edge in (layer.row, layer.row + layer.info.height)})
    cols = sorted({edge for layer in layers for edge in (layer.col, layer.col + layer.info.width)})
    row_of, col_of = ({edge: index for index, edge in enumerate(edges)} for edges in (rows, cols))
    steps = np.zeros((len(rows), len(cols)), np.int32)
    for layer in layers:
        upper, lower = row_of[layer.row], row_of[layer.row + layer.info.height]
        near, far = col_of[layer.col], col_of[layer.col + layer.info.width]
        for row, col, step in ((upper, near, 1), (upper, far, -1), (lower, near, -1), (lower, far, 1)):
            steps[row, col] += step
    covered: Array = steps.cumsum(0, np.int32).cumsum(1, np.int32)[:-1, :-1]
    return covered


def _check_exact(layers: Sequence[Layer]) -> None:
    """Raise SourceError where GDAL would round 64-bit integers while it lays a file with gaps upon another one."""
    for layer in layers:
        info = layer.info
        if any(info.dtypes[band - 1] in EXACT and not info.is_gapless(band) for band in range(1, info.count + 1)):
            raise SourceError(
                f"{info.path}: holds 64-bit integers with nodata and the files overlap: GDAL would round them; "
                "convert the files to float64 or int32, or cut them so that none overlaps another"
            )
