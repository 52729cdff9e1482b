"""Draw a picture for each tool: a generated raster beside what the tool makes of it, by the tool's own default values.

They stand on the pages behind the Help buttons (resources/help/pictures) and in the README (docs/gallery.jpg).
Nothing but the engine makes the results; QGIS's Qt draws them.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Callable

import numpy as np
import picture
import rasterio
import sample_dem

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "resources" / "help" / "pictures"
GALLERY = ROOT / "docs" / "gallery.jpg"
sys.path.insert(0, str(ROOT / ".build" / "import"))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tiled_raster.core import FILTERS, MultiprocConfig, Raster, filter_raster, raster_statistics

SIDE, SEED, QUALITY = 280, 11, 66
PANEL, MARGIN, LINE = SIDE, 8, 26
COVER = {10: (0, 90, 50), 20: (120, 170, 70), 30: (225, 215, 130), 50: (190, 60, 50), 80: (70, 120, 190)}
BLUE, WHITE, RED = (np.array(colour, float) for colour in ((33, 102, 172), (247, 247, 247), (178, 24, 43)))
DARK, MID, LIGHT = (np.array(colour, float) for colour in ((37, 66, 98), (92, 175, 124), (253, 243, 198)))
Values = np.ndarray
SIGNED = ("tpi", "difference", "zscore", "laplacian", "log")
CHOSEN: Mapping[str, Mapping[str, Any]] = {
    "focalstatistics": {"filter": "majority", "size": 9},
    "topographicposition": {"size": 31},
    "localrelief": {"size": 31},
    "morphology": {"size": 15},
    "edgedetection": {},
    "fillgaps": {"distance": 40},
    "tiledfilter": {"filter": "median", "size": 5, "nodata_policy": "fill"},
}
"""What differs from the first values of the form, so that a small picture shows it."""
SHOWN = ("focalstatistics", "fillgaps", "edgedetection", "slope", "hillshade", "topographicposition")
"""The tools of the README's gallery."""


def dem(gaps: float = 0.05) -> Values:
    """Return the sample DEM: float64 metres with spikes, NaN in its gaps."""
    values = sample_dem.strip_of_dem(SEED, range(SIDE), SIDE, gaps).astype(float)
    values[values == sample_dem.NODATA] = np.nan
    return values


def clean_dem() -> Values:
    """Return the DEM without its spikes and gaps, for terrain."""
    raw = as_raster(dem(0.0).astype(np.float32))
    return filter_raster(raw, MultiprocConfig(), "median", size=5).data.astype(float).filled(np.nan)


def land_cover() -> Values:
    """Return a made-up land cover: classes by height and noise, speckled as classified images are."""
    height, rng = dem(0.0), np.random.default_rng(SEED)
    limits = np.nanquantile(height, (0.12, 0.4, 0.7))
    classes = np.array([80, 20, 10, 30])[np.digitize(height, limits)]
    town = sample_dem.noise(SEED, 300, 60.0, range(SIDE), SIDE) > 0.55
    classes[town & (classes != 80)] = 50
    speckle = rng.random(classes.shape) < 0.08
    classes[speckle] = rng.choice(list(COVER), int(speckle.sum()))
    return classes.astype(float)


def as_raster(values: Values) -> Raster:
    """Return values as a raster of 10 m pixels."""
    place = rasterio.transform.from_origin(5e5, 5.2e6, 10, 10)
    filled = np.where(np.isnan(values), sample_dem.NODATA, values) if values.dtype.kind == "f" else values
    nodata = sample_dem.NODATA if values.dtype.kind == "f" else None
    return Raster.from_array(filled, place, "EPSG:32633", nodata=nodata)


def covered(values: Values) -> Values:
    """Return classes in their colours: uint8 (rows, cols, 3)."""
    drawn = np.full((*values.shape, 3), 255, np.uint8)
    for code, colour in COVER.items():
        drawn[values == code] = colour
    return drawn


def ramped(values: Values, low: float, high: float, colours: tuple[Values, Values, Values]) -> Values:
    """Return values on a ramp of three colours, gaps in the colour of gaps."""
    share = np.clip((np.nan_to_num(values) - low) / max(high - low, 1e-9), 0, 1)[..., None]
    first, middle, last = colours
    lower = first + (middle - first) * 2 * share
    drawn = np.where(share < 0.5, lower, middle + (last - middle) * (2 * share - 1))
    drawn[np.isnan(values)] = picture.GAP_COLOUR
    return drawn.astype(np.uint8)


def drawn(values: Values, name: str) -> Values:
    """Return a filter's result as a picture: signed ones part their colours at 0."""
    low, high = picture.limits_of(values, 2)
    if name in SIGNED:
        reach = max(abs(low), abs(high))
        return ramped(values, -reach, reach, (BLUE, WHITE, RED))
    if name == "aspect":
        return ramped(np.abs(values - 180), 0, 180, (LIGHT, MID, DARK))
    if name == "hillshade":
        return ramped(values, 1, 255, tuple(np.full(3, grey) for grey in (0.0, 127.0, 255.0)))  # type: ignore[arg-type]
    return ramped(values, low, high, (DARK, MID, LIGHT))


def of_filter(tool: str, filters: tuple[str, ...], default: str) -> tuple[Values, Values]:
    """Return raster and result of a tool, as pictures."""
    chosen = dict(CHOSEN.get(tool, {}))
    name = chosen.pop("filter", default or filters[0])
    if name == "majority":
        classes = land_cover().astype(np.uint8)
        result = filter_raster(as_raster(classes), MultiprocConfig(), name, **chosen)
        return covered(classes), covered(result.data.astype(float).filled(np.nan))
    spec = FILTERS[name]
    before = clean_dem() if spec.family == "terrain" or tool in ("localrelief", "edgedetection") else dem()
    result = filter_raster(as_raster(before), MultiprocConfig(), name, **chosen)
    after = result.data.astype(float).filled(np.nan)
    limits = picture.limits_of(before, 1)
    same = spec.meaning == "value"
    return picture.relief(before, limits), picture.relief(after, limits) if same else drawn(after, name)


def of_statistics() -> tuple[Values, Values]:
    """Return the DEM, and the mean of each of its tiles."""
    before = dem()
    report = raster_statistics(as_raster(before), MultiprocConfig(chunk_size=28), ["mean"], per_tile=True)
    means = np.full(before.shape, np.nan)
    for tile in report.tiles:
        place = slice(tile["row_min"], tile["row_max"]), slice(tile["col_min"], tile["col_max"])
        means[place] = np.nan if tile["b1_mean"] is None else tile["b1_mean"]
    return picture.relief(before, picture.limits_of(before, 1)), drawn(means, "mean")


def of_zones() -> tuple[Values, Values]:
    """Return the land cover as zones, and the mean height of each."""
    zones, heights = land_cover(), dem()
    means = np.zeros(zones.shape)
    for code in COVER:
        part = as_raster(np.where(zones == code, heights, np.nan))
        means[zones == code] = raster_statistics(part, MultiprocConfig(), ["mean"]).bands[0]["mean"]
    return covered(zones), drawn(means, "mean")


def of_grid() -> tuple[Values, Values]:
    """Return the DEM, and the DEM under tiles with the margin of one of them."""
    before = picture.relief(dem(), picture.limits_of(dem(), 1))
    after = before.copy()
    for edge in range(0, SIDE, 70):
        after[edge : edge + 2] = after[:, edge : edge + 2] = (20, 30, 50)
    inner, outer = slice(70, 142), slice(60, 152)
    after[70:142, 70:142] = after[70:142, 70:142] * 0.7 + np.array((70, 130, 220)) * 0.3
    ring = np.zeros(after.shape[:2], bool)
    ring[outer, outer] = True
    ring[inner, inner] = False
    after[ring] = after[ring] * 0.5 + np.array((240, 170, 40)) * 0.5
    return before, after


def of_function() -> tuple[Values, Values]:
    """Return the DEM, and what the first function of the examples makes of it."""
    import importlib.util

    place = importlib.util.spec_from_file_location("examples", ROOT / "resources" / "examples" / "functions.py")
    examples = importlib.util.module_from_spec(place)  # type: ignore[arg-type]
    place.loader.exec_module(examples)  # type: ignore[union-attr]
    before = dem()
    after = examples.despiked(as_raster(before)).data.astype(float).filled(np.nan)
    limits = picture.limits_of(before, 1)
    return picture.relief(before, limits), picture.relief(after, limits)


def pictures() -> dict[str, Callable[[], tuple[Values, Values]]]:
    """Return what draws each tool's pair, by the tool's id."""
    from functools import partial

    from tiled_raster.algorithms.tools import TOOLS

    made: dict[str, Any] = {
        tool.name: partial(of_filter, tool.name, tuple(spec.name for spec in tool.filters), tool.default)
        for tool in TOOLS
    }
    made["tiledfilter"] = partial(of_filter, "tiledfilter", ("median",), "")
    made.update(tiledstatistics=of_statistics, zonalstatistics=of_zones, tilinggrid=of_grid, ownfunction=of_function)
    return made


def image_of(values: Values) -> Any:
    """Return uint8 (rows, cols, 3) as a Qt image of its own."""
    from qgis.PyQt.QtGui import QImage

    rows, cols = values.shape[:2]
    data = np.ascontiguousarray(values).tobytes()
    return QImage(data, cols, rows, 3 * cols, QImage.Format.Format_RGB888).copy()


def sheet_of(width: int, height: int) -> Any:
    """Return an empty white image."""
    from qgis.PyQt.QtGui import QColor, QImage

    sheet = QImage(width, height, QImage.Format.Format_RGB32)
    sheet.fill(QColor("white"))
    return sheet


def save(sheet: Any, target: Path) -> None:
    """Save an image. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not sheet.save(str(target), "JPG", QUALITY):
        raise OSError(f"{target}: could not be written")


def draw_pair(pair: tuple[Values, Values], target: Path) -> None:
    """Save raster and result side by side."""
    from qgis.PyQt.QtGui import QPainter

    sheet = sheet_of(2 * PANEL + MARGIN, PANEL)
    painter = QPainter(sheet)
    for place, values in enumerate(pair):
        painter.drawImage(place * (PANEL + MARGIN), 0, image_of(values))
    painter.end()
    save(sheet, target)


def draw_gallery(pairs: Mapping[str, tuple[Values, Values]], labels: Mapping[str, str], target: Path) -> None:
    """Save the tools of SHOWN under their names: half raster, half result, three in a row."""
    from qgis.PyQt.QtCore import QRect, Qt
    from qgis.PyQt.QtGui import QFont, QPainter

    rows = -(-len(SHOWN) // 3)
    sheet = sheet_of(3 * (PANEL + MARGIN) + MARGIN, rows * (PANEL + LINE + MARGIN))
    painter = QPainter(sheet)
    painter.setFont(QFont("DejaVu Sans", 11))
    for number, name in enumerate(SHOWN):
        row, col = divmod(number, 3)
        left, top = MARGIN + col * (PANEL + MARGIN), row * (PANEL + LINE + MARGIN)
        before, after = pairs[name]
        half = np.concatenate(
            [before[:, : SIDE // 2 - 1], np.full((SIDE, 2, 3), 255, np.uint8), after[:, SIDE // 2 + 1 :]], axis=1
        )
        painter.drawText(QRect(left, top, PANEL, LINE), Qt.AlignmentFlag.AlignVCenter, labels[name])
        painter.drawImage(left, top + LINE, image_of(half))
    painter.end()
    save(sheet, target)


def main() -> int:
    """Draw everything."""
    from qgis.PyQt.QtGui import QGuiApplication
    from tiled_raster.algorithms.tools import TOOLS

    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TMPDIR"] = folder
        pairs = {name: make() for name, make in pictures().items()}
    for name, pair in pairs.items():
        draw_pair(pair, PICTURES / f"{name}.jpg")
    draw_gallery(pairs, {tool.name: tool.label for tool in TOOLS}, GALLERY)
    size = sum(path.stat().st_size for path in PICTURES.glob("*.jpg"))
    print(f"{PICTURES.relative_to(ROOT)}: {len(pairs)} pictures, {size / 1e3:.0f} kB")
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
