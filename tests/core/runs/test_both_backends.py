"""The same job gives the same file and the same numbers, whichever raster library reads and writes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Callable

import numpy as np
import pytest
from rasterio.transform import Affine
from tiled_raster.core import FILTERS, STATISTICS, MultiprocConfig, Raster, errors, filter_raster, raster_statistics
from tiled_raster.core.raster import backends

ROTATED = Affine(24, 12, 500000, 18, -16, 5200000)
TYPES = ("float32", "uint8", "int16", "float64", "int64", "uint16", "int32")


@pytest.fixture
def through(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Let one of the libraries serve from now on, as a process that starts with the variable does."""
    pytest.importorskip("osgeo.gdal_array", exc_type=ImportError)

    def choose(name: str) -> Any:
        monkeypatch.setenv(backends.VARIABLE, name)
        backends.backend.cache_clear()
        return backends.backend()

    yield choose
    backends.backend.cache_clear()


def values(dtype: str, seed: int = 3) -> np.ndarray:
    rng = np.random.default_rng(seed)
    cells = rng.integers(0, 120, (2, 50, 70))
    return (cells + 0.25).astype(dtype) if dtype.startswith("float") else cells.astype(dtype)


def source_of(make_raster: Callable[..., Path], place: int) -> Path:
    """Return a raster of the type and layout whose turn it is."""
    dtype = TYPES[place % len(TYPES)]
    layout: dict[str, Any] = {} if place % 2 else {"tiled": True, "blockxsize": 16, "blockysize": 32}
    if place % 3 == 0:
        layout["transform"] = ROTATED
    nodata = {"holes": 0.1, "nodata": 7} if place % 4 and dtype != "int64" else {}
    return make_raster(values(dtype), **nodata, **layout)


def outcomes(through: Callable[[str], Any], work: Callable[[str], Any]) -> tuple[Any, Any, bool]:
    """Return what `work` gives with each library, and whether both run on the same GDAL."""
    versions, found = [], []
    for name in ("rasterio", "gdal"):
        versions.append(through(name).versions()["gdal"])
        try:
            found.append(work(name))
        except errors.TilingError as error:
            found.append(str(error).replace(f"{name}.", "out."))
    return found[0], found[1], versions[0] == versions[1]


@pytest.mark.parametrize(("place", "name"), list(enumerate(name for name in FILTERS if name != "custom")))
def test_a_filters_file_is_the_same(make_raster, tmp_path, through, place, name):
    source = source_of(make_raster, place)

    def work(library: str) -> bytes:
        target = tmp_path / f"{library}.tif"
        overviews = {"overviews": "auto"} if place % 5 == 0 else {}
        filter_raster(source, MultiprocConfig(16, str(target)), name, **overviews)
        return target.read_bytes()

    first, second, is_same_gdal = outcomes(through, work)
    assert type(first) is type(second)
    if is_same_gdal or isinstance(first, str):
        assert first == second
    elif isinstance(first, bytes):
        left, right = (Raster(tmp_path / f"{library}.tif") for library in ("rasterio", "gdal"))
        assert left.data.tobytes() == right.data.tobytes()


@pytest.mark.parametrize("place", range(len(TYPES)))
def test_statistics_are_the_same(make_raster, through, place):
    source = source_of(make_raster, place)

    def work(_library: str) -> str:
        asked = [name for name in STATISTICS if name != "custom"]
        made = raster_statistics(source, MultiprocConfig(32), asked, percentiles=(5, 33.3), per_tile=True).to_json()
        return json.dumps({key: value for key, value in made.items() if key != "run"})  # that has the clock's times

    first, second, _ = outcomes(through, work)
    assert first == second
    assert "nmad" in str(first)


@pytest.mark.parametrize("extension", ["img", "sdat", "bil", "rst", "asc"])
def test_other_formats_are_the_same(make_raster, tmp_path, through, extension):
    source = make_raster(values("float32")[0], holes=0.1, nodata=-9999)

    def work(library: str) -> Any:
        target = tmp_path / f"{library}.{extension}"
        filter_raster(source, MultiprocConfig(32, str(target)), "median")
        result = Raster(target)
        place = (tuple(result.transform)[:6], result.bounds, result.res, result.crs and result.crs.to_wkt())
        return result.data.filled(0).tobytes(), result.nodata, str(result.dtype), place

    first, second, _ = outcomes(through, work)
    assert first == second


def test_what_a_raster_says_of_its_place_is_alike(make_raster, through):
    path = make_raster(values("uint8"), transform=ROTATED)

    def work(_library: str) -> Any:
        raster = Raster(path)
        centre, inverse = raster.transform * (35, 25), ~raster.transform * (500000, 5200000)
        return [*raster.bounds, *raster.res, *centre, *inverse, raster.crs.to_epsg(), raster.crs.is_geographic]

    first, second, _ = outcomes(through, work)
    assert first == pytest.approx(second, rel=1e-15)


def test_a_library_that_is_asked_for_and_absent_is_named(monkeypatch, through):
    monkeypatch.setitem(sys.modules, "rasterio", None)
    for module in ("rasterio_files", "rasterio_dataset"):
        monkeypatch.delitem(sys.modules, f"{backends.__name__}.{module}", raising=False)
    with pytest.raises(errors.EngineError, match="TILED_RASTER_BACKEND=rasterio: .*import of rasterio"):
        through("rasterio")
    assert through("").NAME == "gdal", "what cannot be imported is passed over where nothing is asked for"
    with pytest.raises(errors.EngineError, match="TILED_RASTER_BACKEND=grass: must be rasterio or gdal"):
        through("grass")
