"""Write a made-up elevation model: mountains with valleys, a few spikes as sensors leave them, and gaps.

    python scripts/sample_dem.py dem.tif --size 4000 --seed 7

It is written in strips, so that its size is not limited by memory; the same seed and size give the same file,
pixel for pixel, whatever the height of the strips.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import rasterio
from rasterio.transform import from_origin
from rasterio.windows import Window

NODATA = -9999.0
PIXEL_M = 10.0
WEST_M, NORTH_M = 500_000.0, 5_200_000.0
STRIP_ROWS = 512
OCTAVES = tuple((1.93**power, 1.85 ** (power - 10)) for power in range(10, 0, -1))
"""Lattice spacing in pixels and weight: each octave is half as wide as the one before and somewhat weaker."""
RELIEF_M = 1200.0
SPIKE_SHARE = 0.003


def lattice_angles(seed: int, octave: int, rows: range, width: int) -> np.ndarray:
    """Return a random direction for each lattice point; those of a row depend on the row's number only."""
    turns = [np.random.default_rng([seed, octave, row]).uniform(0, 2 * np.pi, width) for row in rows]
    return np.stack(turns)


def noise(seed: int, octave: int, spacing: float, rows: range, width: int) -> np.ndarray:
    """Return one octave of gradient noise (Perlin 1985) over whole raster rows: (rows, width), about -1 to 1.

    The part that depends on the column is worked out once per lattice row, not once per pixel row.
    """
    col, col_offset, col_share = _positions(np.arange(width), spacing)
    row, row_offset, row_share = _positions(np.arange(rows.start, rows.stop), spacing)
    angles = lattice_angles(seed, octave, range(int(row[0]), int(row[-1]) + 2), int(col[-1]) + 2)
    east, south = np.cos(angles), np.sin(angles)
    across = east[:, col] * col_offset * (1 - col_share) + east[:, col + 1] * (col_offset - 1) * col_share
    down = south[:, col] * (1 - col_share) + south[:, col + 1] * col_share
    above, offset, share = row - row[0], row_offset[:, None], row_share[:, None]
    upper = across[above] + down[above] * offset
    lower = across[above + 1] + down[above + 1] * (offset - 1)
    return 1.4 * (upper * (1 - share) + lower * share)


def _positions(pixels: np.ndarray, spacing: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the lattice point before each pixel, the offset from it and the weight of the next one (Perlin 2002)."""
    place = pixels / spacing
    before = np.floor(place).astype(np.intp)
    offset = place - before
    return before, offset, offset**3 * (offset * (6 * offset - 15) + 10)


def strip_of_dem(seed: int, rows: range, width: int, gap_share: float) -> np.ndarray:
    """Return `rows` of the elevation model as float32 metres (rows, width), NODATA in its gaps."""
    height = np.zeros((len(rows), width))
    for octave, (spacing, weight) in enumerate(OCTAVES):
        waves = noise(seed, octave, spacing, rows, width)
        height += weight * (1 - 2 * np.abs(waves) if octave < 5 else waves)  # folded noise has ridges
    dem = (1500 + RELIEF_M * height / 2).astype(np.float32)
    for place, row in enumerate(rows):
        _add_spikes(np.random.default_rng([seed, 100, row]), dem[place])
    cover = noise(seed, 200, 96.0, rows, width) + 0.5 * noise(seed, 201, 24.0, rows, width)
    dem[cover > _gap_level(seed, gap_share)] = NODATA
    return dem


def _add_spikes(rng: np.random.Generator, line: np.ndarray) -> None:
    places = rng.integers(0, line.size, rng.poisson(SPIKE_SHARE * line.size))
    line[places] += rng.normal(0, 120, places.size).astype(np.float32)


def _gap_level(seed: int, share: float) -> float:
    """Return the level of the gap noise that `share` of all pixels exceed, from a sample that any strip would draw."""
    if share <= 0:
        return np.inf
    rows = range(2048)
    sample = noise(seed, 200, 96.0, rows, 256) + 0.5 * noise(seed, 201, 24.0, rows, 256)
    return float(np.quantile(sample, 1 - share))


def strips(height: int) -> Iterator[range]:
    """Yield the rows of each strip from top to bottom."""
    for start in range(0, height, STRIP_ROWS):
        yield range(start, min(start + STRIP_ROWS, height))


def write_dem(target: Path, size: int, seed: int = 7, gap_share: float = 0.05, compress: str = "deflate") -> None:
    """Write a square DEM of `size` pixels a side: float32, tiled, UTM zone 33 N, 10 m pixels, nodata -9999."""
    profile = {
        "driver": "GTiff", "height": size, "width": size, "count": 1, "dtype": "float32", "nodata": NODATA,
        "crs": "EPSG:32633", "transform": from_origin(WEST_M, NORTH_M, PIXEL_M, PIXEL_M), "tiled": True,
        "blockxsize": 512, "blockysize": 512, "compress": compress, "bigtiff": "if_safer", "num_threads": 2,
    }  # fmt: skip
    if compress == "deflate":
        profile["predictor"] = 3
    partial = target.with_name(f".{target.stem}.{os.getpid()}.partial.tif")
    try:
        with rasterio.open(partial, "w", **profile) as dataset:
            dataset.set_band_description(1, "elevation")
            dataset.set_band_unit(1, "m")
            for rows in strips(size):
                data = strip_of_dem(seed, rows, size, gap_share)
                dataset.write(data, 1, window=Window(0, rows.start, size, len(rows)))
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def main() -> None:
    """Read the command line and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", type=Path)
    parser.add_argument("--size", type=int, default=4000, help="pixels a side")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--gaps", type=float, default=0.05, help="share of pixels without a value")
    parser.add_argument("--compress", default="deflate")
    options = parser.parse_args()
    options.target.parent.mkdir(parents=True, exist_ok=True)
    write_dem(options.target, options.size, options.seed, options.gaps, options.compress)
    print(f"{options.target}: {options.size} x {options.size} pixels, {options.target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
