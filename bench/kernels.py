"""Speed of every kernel, one worker, against the obvious way of doing the same with SciPy: `make bench BENCH=kernels`.

A 2000 x 2000 float32 block with 5 % nodata. Each result is compared with SciPy's before anything is timed. Ways that
call a Python function for every pixel are timed on a small piece, and counted per pixel.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / ".build" / "import"))

import numpy as np
import scipy
import scipy.ndimage as nd
from tiled_raster.core.filters import FILTERS

Array = Any
PIECE = 140
"""Side of the piece on which ways that call Python for every pixel are timed."""
SQUARE = np.ones((3, 3), bool)


def each_window(function: Callable[..., float], size: int = 3) -> Callable[[Array], Array]:
    """Return SciPy's generic filter with a function of the window's pixels."""

    def way(block: Array) -> Array:
        with np.errstate(all="ignore"):
            return nd.generic_filter(block, function, size)

    return way


def known(pixels: Array) -> Array:
    """Return the pixels that are not NaN."""
    return pixels[~np.isnan(pixels)]


def most(pixels: Array) -> float:
    """Return the most frequent value, of several the smallest."""
    values, counts = np.unique(known(pixels), return_counts=True)
    return values[counts.argmax()] if len(values) else np.nan


def least(pixels: Array) -> float:
    """Return the rarest value, of several the smallest."""
    values, counts = np.unique(known(pixels), return_counts=True)
    return values[counts.argmin()] if len(values) else np.nan


def normalised(smooth: Callable[[Array], Array]) -> Callable[[Array], Array]:
    """Return a smoothing over valid pixels: that of the values, divided by that of ones."""

    def way(block: Array) -> Array:
        valid = ~np.isnan(block)
        with np.errstate(all="ignore"):
            return smooth(np.where(valid, block, 0.0).astype(float)) / smooth(valid.astype(float))

    return way


def gaussian(block: Array) -> Array:
    """Return the normalised Gaussian."""
    return normalised(lambda a: nd.gaussian_filter(a, 1.0))(block)


def filled(block: Array) -> Array:
    """Return the block with gaps filled by two convolutions."""
    row, col = np.mgrid[-5:6, -5:6]
    square = row**2 + col**2
    weights = np.where((square > 0) & (square <= 25), 1.0 / np.maximum(square, 1), 0.0)
    return np.where(np.isnan(block), normalised(lambda a: nd.convolve(a, weights))(block), block)


def outliers(block: Array) -> Array:
    """Return the block without pixels far from their Gaussian mean."""
    return np.where(np.abs(block - gaussian(block)) > 10.0, np.nan, block)


def gradient(block: Array) -> tuple[Array, Array]:
    """Return the Horn gradient towards east and north of square pixels of side 1."""
    wide = block.astype(float)
    return nd.sobel(wide, 1) / 8, -nd.sobel(wide, 0) / 8


def slope(block: Array) -> Array:
    """Return the slope in degrees."""
    return np.degrees(np.arctan(np.hypot(*gradient(block))))


def aspect(block: Array) -> Array:
    """Return the direction of fall."""
    east, north = gradient(block)
    return np.degrees(np.arctan2(-east, -north)) % 360


def hillshade(block: Array) -> Array:
    """Return the shade of a light at 315 and 45 degrees."""
    east, north = gradient(block)
    half = np.sqrt(0.5)
    lit = (half - half * (-half * east + half * north)) / np.sqrt(1 + east**2 + north**2)
    return 1 + 254 * np.maximum(lit, 0)


def magnitude(derivative: Callable[..., Array]) -> Callable[[Array], Array]:
    """Return the length of SciPy's gradient."""
    return lambda block: np.hypot(derivative(block.astype(float), 0), derivative(block.astype(float), 1))


def riley(pixels: Array) -> float:
    """Return Riley's ruggedness."""
    return np.sqrt(((pixels - pixels[4]) ** 2).sum())


@dataclass(frozen=True)
class Way:
    """How one does it with SciPy."""

    words: str
    function: Callable[[Array], Array]
    per_pixel: bool = False
    """It calls Python for every pixel."""
    whole: bool = False
    """It knows no nodata: both are timed on a block without."""
    parameters: dict[str, Any] = field(default_factory=dict)


def generic(words: str, function: Callable[..., float]) -> Way:
    """Return the way that calls a Python function for every window."""
    return Way(f"generic_filter({words})", each_window(function), per_pixel=True)


WAYS = {
    "mean": generic("nanmean", np.nanmean),
    "median": generic("nanmedian", np.nanmedian),
    "min": generic("nanmin", np.nanmin),
    "max": generic("nanmax", np.nanmax),
    "range": generic("nanmax - nanmin", lambda p: np.nanmax(p) - np.nanmin(p)),
    "sum": generic("nansum", np.nansum),
    "std": generic("nanstd", np.nanstd),
    "variance": generic("nanvar", np.nanvar),
    "percentile": generic("nanpercentile 90", lambda p: np.nanpercentile(p, 90)),
    "majority": generic("unique", most),
    "minority": generic("unique", least),
    "variety": generic("unique", lambda p: len(np.unique(known(p)))),
    "count": Way("correlate of ones", lambda b: nd.correlate((~np.isnan(b)).astype(np.float32), SQUARE)),
    "gaussian": Way("two gaussian_filter", gaussian),
    "outliers": Way("two gaussian_filter", outliers),
    "fill_gaps": Way("two convolve", filled),
    "sobel": Way("hypot of two sobel", magnitude(nd.sobel), whole=True),
    "prewitt": Way("hypot of two prewitt", magnitude(nd.prewitt), whole=True),
    "laplacian": Way("laplace", lambda b: nd.laplace(b.astype(float)), whole=True),
    "log": Way("gaussian_laplace", lambda b: nd.gaussian_laplace(b.astype(float), 1.0), whole=True),
    "opening": Way("grey_opening", lambda b: nd.grey_opening(b, 3), whole=True),
    "closing": Way("grey_closing", lambda b: nd.grey_closing(b, 3), whole=True),
    "white_tophat": Way("white_tophat", lambda b: nd.white_tophat(b, 3), whole=True),
    "black_tophat": Way("black_tophat", lambda b: nd.black_tophat(b, 3), whole=True),
    "difference": generic("nanmean", lambda p: p[4] - np.nanmean(p)),
    "zscore": generic("nanmean, nanstd", lambda p: (p[4] - np.nanmean(p)) / np.nanstd(p)),
    "slope": Way("two sobel, arctan", slope),
    "aspect": Way("two sobel, arctan2", aspect),
    "hillshade": Way("two sobel", hillshade),
    "tpi": generic("mean", lambda p: p[4] - (p.sum() - p[4]) / 8),
    "tri": generic("riley", riley),
    "roughness": generic("max - min", lambda p: p.max() - p.min()),
}
INEXACT = ("log",)
"""SciPy's weights do not sum to zero there, so results differ by a share of the elevation."""


def blocks(side: int) -> dict[str, Array]:
    """Return a block of hills without nodata, with 5 % in patches, and with 5 % scattered."""
    rng = np.random.default_rng(1)
    y, x = np.mgrid[:side, :side]
    whole = (800 + 90 * np.sin(x / 31) * np.cos(y / 23) + rng.normal(0, 4, (side, side))).astype(np.float32)
    smooth = nd.gaussian_filter(rng.standard_normal((side, side)), 12)
    patches = np.where(smooth > np.quantile(smooth, 0.95), np.float32(np.nan), whole)
    scattered = np.where(rng.random(whole.shape) < 0.05, np.float32(np.nan), whole)
    return {"none": whole, "patches": patches, "scattered": scattered}


def best_ms(function: Callable[[], Any], rounds: int = 3) -> float:
    """Return the shortest time of some rounds in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return 1e3 * min(times)


def compare(name: str, ours: Array, theirs: Array, reach: int) -> None:
    """Stop when two results differ where both are numbers."""
    inner = np.s_[reach + 1 : -reach - 1, reach + 1 : -reach - 1]
    a, b = ours[inner].astype(float), theirs[inner].astype(float)
    both = ~np.isnan(a) & ~np.isnan(b)
    if not both.any() or not np.allclose(a[both], b[both], rtol=1e-4, atol=1e-2):
        sys.exit(f"{name}: differs from SciPy, nothing is timed")


def against_scipy(sample: dict[str, Array]) -> None:
    """Print every filter, with its defaults, beside SciPy's way."""
    print(f"{'filter':14}{'SciPy':34}{'ours ms':>9}{'SciPy ms':>11}{'times':>8}")
    for name, spec in FILTERS.items():
        way, kernel = WAYS[name], spec.bind()
        block = sample["none" if way.whole else "scattered"]
        piece = np.ascontiguousarray(block[:PIECE, :PIECE]) if way.per_pixel else block
        theirs = way.function(piece)
        if name not in INEXACT:
            compare(name, kernel(piece), theirs, kernel.halo)
        scale = block.size / piece.size
        their_ms = best_ms(lambda way=way, piece=piece: way.function(piece), 1 if way.per_pixel else 3) * scale
        our_ms = best_ms(lambda kernel=kernel, block=block: kernel(block))
        print(f"{name:14}{way.words:34}{our_ms:9.1f}{their_ms:11.0f}{their_ms / our_ms:8.1f}", flush=True)


def goals(sample: dict[str, Array]) -> None:
    """Print the goals that were set, and whether they are met."""
    whole = sample["none"]
    uniform = best_ms(lambda: nd.uniform_filter(whole, 5), 5)
    print(f"\n{'goal':62}{'measured':>10}{'wanted':>9}")

    def line(words: str, measured: float, wanted: float, least: bool) -> None:
        met = measured >= wanted if least else measured <= wanted
        sign = ">=" if least else "<="
        print(f"{words:62}{measured:10.1f}{sign + format(wanted, 'g'):>9}  {'met' if met else 'MISSED'}", flush=True)

    for size, plain, patched, scattered in ((3, 10, 5, 4), (5, 6, 5, 4)):
        theirs = best_ms(lambda size=size: nd.median_filter(whole, size), 1)
        kernel = FILTERS["median"].bind(size=size)
        for kind, wanted in (("none", plain), ("patches", patched), ("scattered", scattered)):
            ours = best_ms(lambda kernel=kernel, kind=kind: kernel(sample[kind]))
            line(f"median {size}x{size}, nodata {kind}: times faster than median_filter", theirs / ours, wanted, True)
    for name in ("min", "max", "mean", "sum", "std", "gaussian"):
        kernel = FILTERS[name].bind() if name == "gaussian" else FILTERS[name].bind(size=5)
        for kind in ("none", "patches"):
            ours = best_ms(lambda kernel=kernel, kind=kind: kernel(sample[kind]), 5)
            line(f"{name} 5x5, nodata {kind}: cost in uniform_filter 5x5", ours / uniform, 3, False)
    for name in ("min", "max", "mean", "sum", "std"):
        small, large = (FILTERS[name].bind(size=size) for size in (5, 101))
        ratio = best_ms(lambda k=large: k(sample["patches"])) / best_ms(lambda k=small: k(sample["patches"]), 5)
        line(f"{name}: cost of 101x101 in 5x5, nodata patches", ratio, 6, False)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=2000, help="side of the block in pixels")
    side = parser.parse_args().size
    print(f"{side} x {side} float32, one worker; NumPy {np.__version__}, SciPy {scipy.__version__}\n")
    sample = blocks(side)
    against_scipy(sample)
    goals(sample)


if __name__ == "__main__":
    main()
