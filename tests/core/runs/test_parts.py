"""An output in parts is the output in one file: for kinds of filters, gaps and clusters; whole, or as it was."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio.enums import ColorInterp
from tiled_raster.core import CLUSTERS, ClusterGenerator, FilterJob, MultiprocConfig, Raster, UserFunction, run
from tiled_raster.core.errors import InvalidParameter, OutputError, TileFailed
from tiled_raster.core.raster.gdal import has_int8

SMALL = {"BLOCKXSIZE": "16", "BLOCKYSIZE": "16"}
FUNCTION = "def twice(raster, fails=False):\n    if fails:\n        raise ValueError('no')\n    return raster * 2\n"
FACTS = ("crs", "transform", "nodata", "dtypes", "descriptions", "units", "scales", "colorinterp", "shape")


def job(source: Any, output: Path, cluster: Any = None, **values: Any) -> FilterJob:
    config = MultiprocConfig((32, 48), output, cluster=cluster, creation_options=SMALL)
    return FilterJob(str(source), config, **values)


def same_in_parts(source: Any, folder: Path, cluster: Any = None, **values: Any) -> None:
    """Run into one file and into parts, and compare pixels, masks and header."""
    whole, joined = folder / "whole.tif", folder / "joined.vrt"
    run(job(source, whole, **values))
    run(job(source, joined, cluster, **values))
    with rasterio.open(whole) as one, rasterio.open(joined) as parts:
        np.testing.assert_array_equal(one.read(), parts.read())
        np.testing.assert_array_equal(one.dataset_mask(), parts.dataset_mask())
        for fact in FACTS:
            assert repr(getattr(one, fact)) == repr(getattr(parts, fact)), fact
        assert one.tags() == parts.tags()
        assert len(parts.files) > 4


@pytest.fixture
def holed(make_raster: Any) -> Path:
    values = np.random.default_rng(3).integers(0, 200, (2, 101, 130)).astype(np.int16)
    return Path(make_raster(values, nodata=-9, holes=0.1))


@pytest.mark.parametrize("filters", [("median",), ("mean", "std"), ("slope",), ("count",), ("majority",)])
def test_the_same_as_one_file(holed: Path, tmp_path: Path, filters: tuple[str, ...]) -> None:
    same_in_parts(holed, tmp_path, filters=filters)


@pytest.mark.parametrize("kind", CLUSTERS)
def test_with_every_cluster(holed: Path, tmp_path: Path, kind: str) -> None:
    with ClusterGenerator(kind, nb_workers=2) as cluster:
        same_in_parts(holed, tmp_path, cluster, filters=("mean",), bands=(2,))


def test_of_a_function_and_of_a_part_of_the_raster(holed: Path, tmp_path: Path) -> None:
    (tmp_path / "f.py").write_text(FUNCTION)
    same_in_parts(holed, tmp_path, filters=("custom",), function=UserFunction(str(tmp_path / "f.py"), "twice"))
    left, bottom, right, top = rasterio.open(holed).bounds
    same_in_parts(holed, tmp_path, filters=("min",), extent=(left + 500, bottom + 400, right - 300, top - 700))


def test_of_a_picture_with_a_mask_band(make_raster: Any, tmp_path: Path) -> None:
    source = make_raster(np.random.default_rng(4).integers(0, 256, (3, 70, 90)).astype(np.uint8), photometric="RGB")
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(source, "r+") as dataset:
        dataset.write_mask(np.random.default_rng(5).random((70, 90)) > 0.2)
    same_in_parts(source, tmp_path, filters=("median",))


@pytest.mark.parametrize("bands", [2, 5])
def test_of_a_picture_with_alpha(make_raster: Any, tmp_path: Path, bands: int) -> None:
    """GDAL takes the last of 2 bands of uint8 for a mask, and the last of 5 for one like the others."""
    values = np.random.default_rng(4).integers(0, 256, (bands, 70, 90)).astype(np.uint8)
    values[-1, 20:40, 30:50] = 0
    source = make_raster(values, photometric="MINISBLACK", alpha="YES")
    with rasterio.open(source, "r+") as dataset:
        others = [ColorInterp.gray] + [ColorInterp.undefined] * (bands - 2)
        dataset.colorinterp = [*others, ColorInterp.alpha]
    same_in_parts(source, tmp_path, filters=("max",))
    with rasterio.open(tmp_path / "joined.vrt") as parts:
        assert not parts.dataset_mask()[25:35, 35:45].any()


def test_of_int8_only_where_gdal_has_such_a_type(make_raster: Any, tmp_path: Path) -> None:
    values = np.random.default_rng(4).integers(-128, 128, (1, 70, 90)).astype(np.int8)
    source = make_raster(values, nodata=-1)
    if has_int8():
        same_in_parts(source, tmp_path, filters=("max",))
    else:
        with pytest.raises(OutputError, match="int8 needs GDAL 3.7 or newer; choose .tif"):
            run(job(source, tmp_path / "joined.vrt", filters=("max",)))


def test_nobody_but_the_worker_has_pixels(holed: Path, tmp_path: Path, monkeypatch: Any) -> None:
    from tiled_raster.core.raster.parts import PartsWriter, WrittenPart

    came = []
    write = PartsWriter.write
    monkeypatch.setattr(PartsWriter, "write", lambda *given: (came.append(given[2]), write(*given)))
    with ClusterGenerator("multi", nb_workers=2) as cluster:
        run(job(holed, tmp_path / "out.vrt", cluster))
    assert came
    assert all(isinstance(one, WrittenPart) for one in came)


def test_it_can_be_moved_and_the_older_parts_go(holed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "made"
    folder.mkdir()
    for name in ("min", "max", "mean"):
        run(job(holed, folder / "out.vrt", filters=(name,)))
        assert len(os.listdir(folder)) == 2
    folder = folder.rename(tmp_path / "moved")
    run(job(holed, tmp_path / "whole.tif", filters=("mean",)))
    with rasterio.open(tmp_path / "whole.tif") as one, rasterio.open(folder / "out.vrt") as parts:
        np.testing.assert_array_equal(one.read(), parts.read())


def test_what_is_not_ours_stays(holed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "made"
    (folder / "out_parts").mkdir(parents=True)
    run(job(holed, folder / "out.vrt"))
    (folder / "out_parts-2" / "notes.txt").write_text("mine")
    run(job(holed, folder / "out.vrt"))
    assert sorted(os.listdir(folder)) == ["out.vrt", "out_parts", "out_parts-2", "out_parts-3"]


def test_a_run_that_fails_leaves_the_older_one(holed: Path, tmp_path: Path) -> None:
    (tmp_path / "f.py").write_text(FUNCTION)
    folder = tmp_path / "made"
    folder.mkdir()
    run(job(holed, folder / "out.vrt"))
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    fails = UserFunction(str(tmp_path / "f.py"), "twice", {"fails": True})
    with pytest.raises(TileFailed):
        run(job(holed, folder / "out.vrt", filters=("custom",), function=fails))
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_parts_that_are_read_are_never_replaced(holed: Path, tmp_path: Path) -> None:
    run(job(holed, tmp_path / "out.vrt"))
    part = next((tmp_path / "out_parts").glob("*.tif"))
    for source in (part, tmp_path / "out.vrt"):
        with pytest.raises(OutputError, match="input"):
            run(job(source, tmp_path / "out.vrt"))
    assert part.exists()


def test_overviews_that_it_cannot_have_are_refused(holed: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidParameter, match="overviews=yes"):
        run(job(holed, tmp_path / "out.vrt", overviews="yes"))


def test_a_raster_in_memory_is_saved_so(tmp_path: Path) -> None:
    values = np.arange(600, dtype=np.uint16).reshape(20, 30)
    Raster.from_array(values, (30, 0, 0, 0, -30, 600), 32633).save(tmp_path / "out.vrt")
    np.testing.assert_array_equal(np.asarray(Raster(tmp_path / "out.vrt").data), values)
