"""The right answers, written plainly and without the package: what the bench compares with before it measures."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import rasterio
from rasterio.windows import Window

STRIP_ROWS = 500


def window_result(method: str, values: np.ndarray, size: int) -> np.ndarray:
    """Return max or mean of the valid (not NaN) pixels in each size x size window, NaN where the centre is NaN."""
    halo = size // 2
    padded = np.pad(values, halo, constant_values=np.nan)
    rows, cols = values.shape
    shifted = (padded[i : i + rows, j : j + cols] for i in range(size) for j in range(size))
    if method == "max":
        result = np.full(values.shape, -np.inf)
        for part in shifted:
            result = np.fmax(result, part)
    else:
        total, count = np.zeros(values.shape), np.zeros(values.shape)
        for part in shifted:
            valid = ~np.isnan(part)
            total += np.where(valid, part, 0)
            count += valid
        result = np.divide(total, count, out=np.full(values.shape, np.nan), where=count > 0)
    return np.where(np.isnan(values), np.nan, result)


def expected(method: str, size: int, source: Path) -> np.ndarray:
    """Return the right answer for a whole file as float32, kept beside it since it takes longer than what is timed."""
    kept = source.with_name(f"{source.stem}-{method}-{size}.npy")
    if not kept.exists():
        partial = kept.with_suffix(".partial.npy")
        with rasterio.open(source) as dataset:
            result = np.lib.format.open_memmap(partial, "w+", np.float32, dataset.shape)
            for start in range(0, dataset.height, STRIP_ROWS):
                stop = min(start + STRIP_ROWS, dataset.height)
                top, bottom = max(start - size // 2, 0), min(stop + size // 2, dataset.height)
                result[start:stop] = window_result(method, _block(dataset, top, bottom), size)[start - top : stop - top]
        del result
        partial.replace(kept)
    return np.load(kept, mmap_mode="r")


def largest_difference(method: str, size: int, source: Path, result: Path) -> float:
    """Return the largest difference between a filtered file and the right answer; infinite if their gaps differ."""
    right, largest = expected(method, size, source), 0.0
    with rasterio.open(result) as after:
        for start in range(0, after.height, STRIP_ROWS):
            wanted = right[start : start + STRIP_ROWS]
            got = _block(after, start, start + len(wanted))
            if (np.isnan(wanted) != np.isnan(got)).any():
                return float("inf")
            largest = max(largest, float(np.nanmax(np.abs(wanted - got), initial=0)))
    return largest


def _block(dataset: rasterio.DatasetReader, start: int, stop: int) -> np.ndarray:
    read = dataset.read(1, window=Window(0, start, dataset.width, stop - start), masked=True)
    return read.astype("float64").filled(np.nan)


def statistics_of(source: Path, percentiles: tuple[float, ...]) -> dict[str, float]:
    """Return the statistics of band 1, from all its valid pixels in memory as float64."""
    with rasterio.open(source) as dataset:
        valid = dataset.read(1, masked=True).compressed().astype("float64")
    median = float(np.median(valid))
    quantiles = np.quantile(valid, np.array(percentiles) / 100)
    return {
        "valid_count": float(valid.size), "sum": float(valid.sum()), "mean": float(valid.mean()),
        "std": float(valid.std()), "min": float(valid.min()), "max": float(valid.max()), "median": median,
        "nmad": float(1.4826 * np.median(np.abs(valid - median))),
        **{f"p{percent:g}": float(value) for percent, value in zip(percentiles, quantiles)},
    }  # fmt: skip


def cached_statistics(source: Path, percentiles: tuple[float, ...]) -> dict[str, float]:
    """Return `statistics_of`, kept beside the raster since it takes longer than what is measured."""
    kept = source.with_suffix(".reference.json")
    if not kept.exists():
        kept.write_text(json.dumps(statistics_of(source, percentiles)), encoding="utf-8")
    return json.loads(kept.read_text(encoding="utf-8"))


def differing(got: dict[str, float], expected: dict[str, float], names: tuple[str, ...]) -> list[str]:
    """Return which of the statistics differ by more than rounding allows, with both values."""
    exact = {"valid_count", "min", "max", "median", "nmad"} | {name for name in names if name.startswith("p")}
    wrong = []
    for name in names:
        tolerance = 0.0 if name in exact else 1e-9 * abs(expected[name])
        if not abs(got[name] - expected[name]) <= tolerance:
            wrong.append(f"{name} is {got[name]!r}, not {expected[name]!r}")
    return wrong
