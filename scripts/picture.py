"""Draw a raster before and after as shaded relief: the whole of it above, a detail below, as one PNG.

    python scripts/picture.py dem.tif median.tif before-after.png "before" "after" [--detail]

Runs in a Python that has QGIS's Qt, which draws the words; no other library for pictures is needed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import rasterio
from rasterio.windows import Window

PANEL, DETAIL_PIXELS, MARGIN, HEAD = 460, 115, 14, 34
GAP_COLOUR = (196, 64, 48)
LOW, MIDDLE, HIGH = (np.array(colour) for colour in ((88, 130, 96), (214, 198, 150), (250, 248, 245)))


def relief(values: np.ndarray, limits: tuple[float, float]) -> np.ndarray:
    """Return elevations (NaN for gaps) as coloured, shaded relief: uint8 (rows, cols, 3)."""
    share = np.clip((values - limits[0]) / max(limits[1] - limits[0], 1e-9), 0, 1)[..., None]
    colour = np.where(share < 0.5, LOW + (MIDDLE - LOW) * 2 * share, MIDDLE + (HIGH - MIDDLE) * (2 * share - 1))
    down, right = np.gradient(values)
    scale = 1.5 / max(float(np.nanmedian(np.hypot(down, right))), 1e-9)
    shade = (1 + scale * (right + down) / 2) / np.sqrt(1 + (scale * down) ** 2 + (scale * right) ** 2)
    shaded = colour * np.clip(0.55 + 0.4 * shade, 0.25, 1.1)[..., None]
    gaps = np.isnan(shaded).any(axis=-1)
    picture = np.clip(np.nan_to_num(shaded), 0, 255).astype(np.uint8)
    picture[gaps & ~np.isnan(values)] = MIDDLE.astype(np.uint8)
    picture[np.isnan(values)] = GAP_COLOUR
    return picture


def whole(path: Path) -> np.ndarray:
    """Return band 1 of the raster, thinned out to a panel's size, NaN for gaps."""
    with rasterio.open(path) as dataset:
        shape = panel_shape(dataset.height, dataset.width)
        return dataset.read(1, out_shape=shape, masked=True).astype("float64").filled(np.nan)


def middle(path: Path) -> np.ndarray:
    """Return the middle of band 1, as many pixels as a panel has, NaN for gaps."""
    with rasterio.open(path) as dataset:
        rows, cols = min(PANEL, dataset.height), min(PANEL, dataset.width)
        window = Window((dataset.width - cols) // 2, (dataset.height - rows) // 2, cols, rows)
        return dataset.read(1, window=window, masked=True).astype("float64").filled(np.nan)


def panel_shape(rows: int, cols: int) -> tuple[int, int]:
    """Return rows and columns of the largest picture of this form that fits a panel."""
    scale = PANEL / max(rows, cols)
    return max(round(rows * scale), 1), max(round(cols * scale), 1)


def detail(path: Path, window: Window) -> np.ndarray:
    """Return a part of band 1 as shaded relief, each pixel drawn as a square."""
    with rasterio.open(path) as dataset:
        values = dataset.read(1, window=window, masked=True).astype("float64").filled(np.nan)
    shaded = relief(values, limits_of(values, 2))
    repeat = max(PANEL // max(values.shape), 1)
    return shaded.repeat(repeat, axis=0).repeat(repeat, axis=1)


def limits_of(values: np.ndarray, percent: float) -> tuple[float, float]:
    """Return the values that `percent` of all lie below and above; 0 and 1 where there are none."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        return 0.0, 1.0
    low, high = np.percentile(finite, (percent, 100 - percent))
    return float(low), float(high)


def telling_window(path: Path) -> Window:
    """Return a window that shows a gap: the one, of those on a coarse grid, with about a tenth of it missing."""
    with rasterio.open(path) as dataset:
        side = min(DETAIL_PIXELS, dataset.height, dataset.width)
        rows, cols = (range(0, length - side + 1, max(side, length // 12)) for length in dataset.shape)
        windows = [Window(col, row, side, side) for row in rows for col in cols]
        missing = [np.ma.getmaskarray(dataset.read(1, window=window, masked=True)).mean() for window in windows]
    return windows[int(np.argmin(np.abs(np.array(missing) - 0.1)))]


def before_and_after(
    before: Path, after: Path, target: Path, captions: tuple[str, str], only_detail: bool = False
) -> None:
    """Write the picture to `target`, both sides with the same colours, `captions` above them."""
    window = telling_window(before)
    columns = [[detail(path, window)] for path in (before, after)]
    if not only_detail:
        limits = limits_of(whole(before), 1)
        for column, path in zip(columns, (before, after)):
            column.insert(0, relief(whole(path), limits))
    draw(columns, captions, target)


def draw(columns: list[list[np.ndarray]], captions: tuple[str, str], target: Path) -> None:
    """Lay the pictures out in columns with a caption above each, and save them."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from qgis.PyQt.QtCore import QRect, Qt
    from qgis.PyQt.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter

    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    width = len(columns) * (PANEL + MARGIN) + MARGIN
    height = HEAD + sum(max(column[row].shape[0] for column in columns) + MARGIN for row in range(len(columns[0])))
    sheet = QImage(width, height, QImage.Format.Format_RGB32)
    sheet.fill(QColor("white"))
    painter = QPainter(sheet)
    painter.setFont(QFont("DejaVu Sans", 11))
    for place, (column, caption) in enumerate(zip(columns, captions)):
        left, top = MARGIN + place * (PANEL + MARGIN), HEAD
        painter.drawText(QRect(left, 0, PANEL, HEAD), Qt.AlignmentFlag.AlignVCenter, caption)
        for picture in column:
            rows, cols = picture.shape[:2]
            data = np.ascontiguousarray(picture).tobytes()
            painter.drawImage(left, top, QImage(data, cols, rows, 3 * cols, QImage.Format.Format_RGB888))
            top += rows + MARGIN
    painter.end()
    if not sheet.save(str(target)):
        raise OSError(f"{target}: could not be written")
    del application


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--detail"]
    before_and_after(*map(Path, words[:3]), (words[3], words[4]), only_detail="--detail" in sys.argv)
