"""Filtering end to end: the law of seams over files, chunks and clusters; refusals before any work; provenance."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import numpy as np
import pytest
import rasterio
import scipy.ndimage
from rasterio.enums import ColorInterp
from rasterio.transform import Affine
from tiled_raster.core import (
    CLUSTERS,
    FILTERS,
    ClusterGenerator,
    FilterJob,
    MultiprocConfig,
    Raster,
    RecordingProgress,
    UserFunction,
    filter_raster,
    run,
)
from tiled_raster.core.errors import FunctionError, InvalidParameter, OutputError, RunCancelled, SourceError, TileFailed
from tiled_raster.core.jobs import job_from_json
from tiled_raster.core.raster import BlockReader, inspect

SMALL_BLOCKS = {"TILED": "YES", "BLOCKXSIZE": "16", "BLOCKYSIZE": "16"}
LAYOUTS: dict[str, dict[str, Any]] = {
    "strips": {"blockysize": 3},
    "tiles": {"tiled": True, "blockxsize": 32, "blockysize": 32, "compress": "deflate"},
    "one block": {"blockysize": 61},
    "odd tiles": {"tiled": True, "blockxsize": 16, "blockysize": 48, "compress": "lzw"},
}


@pytest.fixture(scope="module")
def clusters() -> Iterator[dict[str, Any]]:
    made = {name: ClusterGenerator(name, nb_workers=2) for name in CLUSTERS}
    yield made
    for cluster in made.values():
        cluster.close()


def filtered(source: Any, folder: Path, name: str, cluster: Any = None, chunk: Any = None, **values: Any) -> np.ndarray:
    config = MultiprocConfig(chunk, folder / "out.tif", cluster=cluster, creation_options=SMALL_BLOCKS)
    made = filter_raster(source, config, name, **values)
    with rasterio.open(str(made.filename)) as dataset:
        return np.asarray(dataset.read())


@pytest.mark.parametrize("name", FILTERS)
def test_law_of_seams(name: str, make_raster: Any, make_terrain: Any, tmp_path: Path, clusters: dict[str, Any]) -> None:
    source = make_raster(make_terrain(61, 47), nodata=-9999.0, holes=0.05)
    whole = filtered(source, tmp_path, name, chunk=1000)
    for kind, chunk in [
        ("basic", 1),
        ("threads", 7),
        ("multi", 20),
        ("threads", 64),
        ("basic", (16, 33)),
        ("multi", 200),
    ]:
        tiled = filtered(source, tmp_path, name, clusters[kind], chunk)
        assert tiled.tobytes() == whole.tobytes(), (kind, chunk)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layout_of_the_source_does_not_matter(
    layout: str, make_raster: Any, make_terrain: Any, tmp_path: Path, clusters: dict[str, Any]
) -> None:
    data = np.stack([make_terrain(61, 47, seed) for seed in (1, 2)])
    plain = filtered(make_raster(data), tmp_path, "mean", chunk=1000, size=5)
    other = filtered(make_raster(data, **LAYOUTS[layout]), tmp_path, "mean", clusters["threads"], 10, size=5)
    assert other.tobytes() == plain.tobytes()


@pytest.mark.parametrize("edge", ["shrink", "reflect", "nearest"])
@pytest.mark.parametrize("policy", ["keep", "fill", "propagate"])
def test_seams_with_every_policy_and_edge(
    edge: str, policy: str, make_raster: Any, make_terrain: Any, tmp_path: Path, clusters: dict[str, Any]
) -> None:
    source = make_raster(make_terrain(40, 30), nodata=-9999.0, holes=0.1)
    options = {"size": 9, "nodata_policy": policy, "edge": edge}
    whole = filtered(source, tmp_path, "median", chunk=1000, **options)
    tiled = filtered(source, tmp_path, "median", clusters["threads"], 5, **options)
    assert tiled.tobytes() == whole.tobytes()


def test_a_window_larger_than_the_raster(make_raster: Any, make_terrain: Any, tmp_path: Path) -> None:
    source = make_raster(make_terrain(20, 33))
    for edge in ("shrink", "reflect", "nearest"):
        whole = filtered(source, tmp_path, "mean", chunk=1000, size=91, edge=edge)
        assert filtered(source, tmp_path, "mean", chunk=3, size=91, edge=edge).tobytes() == whole.tobytes()


def test_against_scipy_on_real_terrain_without_holes(make_raster: Any, make_terrain: Any, tmp_path: Path) -> None:
    data = make_terrain(200, 150)
    source = make_raster(data)
    expected = scipy.ndimage.maximum_filter(data, 5, mode="reflect")
    np.testing.assert_array_equal(filtered(source, tmp_path, "max", chunk=50, size=5, edge="reflect")[0], expected)
    expected = scipy.ndimage.median_filter(data, 3, mode="nearest")
    np.testing.assert_array_equal(filtered(source, tmp_path, "median", chunk=50, size=3, edge="nearest")[0], expected)


def test_chosen_bands_and_several_filters(make_raster: Any, make_terrain: Any, tmp_path: Path) -> None:
    source = make_raster(np.stack([make_terrain(30, 30, seed) for seed in (1, 2, 3)]))
    with rasterio.open(source, "r+") as dataset:
        dataset.set_band_description(3, "near infrared")
    made = filter_raster(source, MultiprocConfig(outfile=tmp_path / "o.tif"), ["min", "max"], bands=(3, 1), size=3)
    assert made.count == 4
    with rasterio.open(tmp_path / "o.tif") as dataset:
        assert dataset.descriptions == ("near infrared min", "Band 1 min", "near infrared max", "Band 1 max")
    for name, described in (("max", "near infrared"), ("slope", "near infrared slope")):
        filter_raster(source, MultiprocConfig(outfile=tmp_path / "p.tif"), name, bands=(3,))
        with rasterio.open(tmp_path / "p.tif") as dataset:
            assert dataset.descriptions == (described,)
    one = filter_raster(source, MultiprocConfig(outfile=tmp_path / "p.tif"), "max", bands=(1,), size=3)
    np.testing.assert_array_equal(made.data[3], one.data)


@pytest.mark.parametrize("names", [("median", "max"), ("max", "min", "median"), ("max",)])
@pytest.mark.parametrize("colours", ["rgb", "rgba", "argb"])
def test_each_filters_picture_stands_together(
    make_raster: Any, tmp_path: Path, colours: str, names: tuple[str, ...]
) -> None:
    """Bands are grouped by filter; alpha, of which no filter makes anything, stands in the first group."""
    kinds = {"r": ColorInterp.red, "g": ColorInterp.green, "b": ColorInterp.blue, "a": ColorInterp.alpha}
    values = np.random.default_rng(3).integers(1, 255, (len(colours), 20, 30), dtype=np.uint8)
    if "a" in colours:
        values[colours.index("a"), 3:6, 4:9] = 0
    source = make_raster(values)
    with rasterio.open(source, "r+") as dataset:
        dataset.colorinterp = [kinds[letter] for letter in colours]
    filter_raster(source, MultiprocConfig(outfile=tmp_path / "o.tif", chunk_size=16), list(names), size=3)
    wanted = [(name, letter) for name in names for letter in colours if name == names[0] or letter != "a"]
    with rasterio.open(tmp_path / "o.tif") as dataset:
        assert dataset.count == len(wanted)
        assert list(dataset.colorinterp[: len(colours)]) == [kinds[letter] for letter in colours]
        assert not set(dataset.colorinterp[len(colours) :]) & set(kinds.values())
        made = dataset.read()
    for name in names:
        filter_raster(source, MultiprocConfig(outfile=tmp_path / "one.tif"), name, size=3)
        with rasterio.open(tmp_path / "one.tif") as dataset:
            alone = dict(zip(colours, dataset.read()))
        for band, (filter_name, letter) in zip(made, wanted):
            if filter_name == name:
                np.testing.assert_array_equal(band, alone[letter])


def test_the_file_keeps_its_place_and_tells_how_it_was_made(
    make_raster: Any, make_terrain: Any, tmp_path: Path
) -> None:
    turned = Affine(24, 12, 500000, 18, -16, 5200000)
    source = make_raster(make_terrain(30, 40), nodata=-9999.0, transform=turned)
    filter_raster(source, MultiprocConfig(outfile=tmp_path / "o.tif"), "gaussian", sigma=2.0)
    with rasterio.open(tmp_path / "o.tif") as dataset, rasterio.open(source) as before:
        assert dataset.transform == before.transform
        assert dataset.crs == before.crs
        assert dataset.nodata == -9999.0
        assert dataset.tags()["TILED_RASTER_FILTER"] == "gaussian"
        settings = json.loads(dataset.tags()["TILED_RASTER_PARAMETERS"])
        assert settings["parameters"]["gaussian"]["sigma"] == 2.0
        assert "Tiled Raster" in dataset.tags()["TIFFTAG_SOFTWARE"]


def test_an_extent_snaps_outward_and_reads_the_margin_outside(
    make_raster: Any, make_terrain: Any, tmp_path: Path
) -> None:
    source = make_raster(make_terrain(60, 50))
    config = MultiprocConfig(outfile=tmp_path / "o.tif")
    extent = (500000 + 30 * 10.4, 5200000 - 30 * 29.9, 500000 + 30 * 24.0, 5200000 - 30 * 12.5)
    part = filter_raster(source, config, "mean", size=7, extent=extent)
    assert part.shape == (18, 14)
    assert part.transform == Affine(30, 0, 500000 + 300, 0, -30, 5200000 - 360)
    values = part.data.copy()
    whole = filter_raster(source, MultiprocConfig(outfile=tmp_path / "p.tif"), "mean", size=7)
    np.testing.assert_array_equal(values, whole.data[12:30, 10:24])


def test_an_extent_beside_the_raster(make_raster: Any, make_terrain: Any, tmp_path: Path) -> None:
    with pytest.raises(InvalidParameter, match="does not meet the raster"):
        filter_raster(make_raster(make_terrain(9, 9)), MultiprocConfig(), "mean", extent=(0, 0, 10, 10))


def test_a_raster_in_memory(make_raster: Any, make_terrain: Any, tmp_path: Path, clusters: dict[str, Any]) -> None:
    source = make_raster(make_terrain(61, 47), nodata=-9999.0, holes=0.05)
    loaded = Raster(source)
    loaded.load()
    from_file = filtered(source, tmp_path, "median", clusters["multi"], 20)
    assert filtered(loaded, tmp_path, "median", clusters["multi"], 20).tobytes() == from_file.tobytes()


@pytest.mark.parametrize(
    ("values", "error", "message"),
    [
        ({"filters": "blur"}, InvalidParameter, "filter=blur: must be one of mean"),
        ({"filters": ()}, InvalidParameter, "filter is empty"),
        ({"size": 4}, InvalidParameter, "size=4: must be odd, try 3 or 5"),
        ({"size": 99999}, InvalidParameter, "size=99999: must be"),
        ({"sgima": 2}, InvalidParameter, "sgima is no parameter of mean, which takes"),
        ({"filters": "gaussian", "sigma": 0}, InvalidParameter, "sigma=0: must be above 0"),
        ({"bands": (2,)}, InvalidParameter, "bands=2: .* has (one|1) band"),
        ({"bands": (0,)}, InvalidParameter, "bands=0: bands are counted from 1"),
        ({"bands": (1, 1)}, InvalidParameter, "a band is named twice"),
        ({"nodata_policy": "drop"}, InvalidParameter, "nodata_policy=drop: must be one of keep, fill or propagate"),
        ({"edge": "wrap"}, InvalidParameter, "edge=wrap: must be one of shrink, reflect or nearest"),
        ({"output_dtype": "complex64"}, InvalidParameter, "output_type=complex64: must be one of"),
        ({"min_valid": 0}, InvalidParameter, "min_valid=0"),
        ({"filters": ["custom", "mean"]}, InvalidParameter, "custom runs alone"),
        ({"filters": "custom"}, InvalidParameter, "needs function_file"),
    ],
)
def test_bad_values_are_refused_before_any_work(
    values: dict[str, Any], error: type[Exception], message: str, make_raster: Any, make_terrain: Any, tmp_path: Path
) -> None:
    values = {"filters": "mean", **values}
    with pytest.raises(error, match=message):
        filter_raster(make_raster(make_terrain(9, 9)), MultiprocConfig(outfile=tmp_path / "o.tif"), **values)
    assert not (tmp_path / "o.tif").exists()


def _truncated(folder: Path, make: Callable[..., Path]) -> Path:
    whole = make(np.random.default_rng(1).random((300, 300), np.float32), compress="deflate", tiled=True)
    path = folder / "short.tif"
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    return path


def _text(folder: Path, make: Callable[..., Path]) -> Path:
    (folder / "text.tif").write_text("no raster")
    return folder / "text.tif"


@pytest.mark.parametrize(
    "broken", [_truncated, _text, lambda folder, make: folder, lambda folder, make: folder / "nowhere.tif"]
)
def test_broken_sources(broken: Any, make_raster: Any, tmp_path: Path) -> None:
    path = broken(tmp_path, make_raster)
    with pytest.raises(SourceError) as caught:
        filter_raster(path, MultiprocConfig(outfile=tmp_path / "o.tif"), "mean")
    assert path.name in str(caught.value)
    assert not (tmp_path / "o.tif").exists()


@pytest.mark.parametrize(
    ("target", "message"),
    [("missing/o.tif", "folder .* does not exist"), ("o.xyzzy", "xyzzy"), (".", "is a folder"), ("o.png", "(?i)png")],
)
def test_targets_that_cannot_be_written(
    target: str, message: str, make_raster: Any, make_terrain: Any, tmp_path: Path
) -> None:
    with pytest.raises(OutputError, match=message):
        filter_raster(make_raster(make_terrain(9, 9)), MultiprocConfig(outfile=tmp_path / target), "mean")


def test_output_equal_to_input(make_raster: Any, make_terrain: Any, tmp_path: Path) -> None:
    source = make_raster(make_terrain(9, 9))
    before = source.read_bytes()
    os.symlink(source, tmp_path / "link.tif")
    for target in (source, tmp_path / "link.tif", f"{tmp_path}/../{tmp_path.name}/{source.name}"):
        with pytest.raises(OutputError, match="is the input itself"):
            filter_raster(source, MultiprocConfig(outfile=target), "mean")
    assert source.read_bytes() == before


@pytest.mark.parametrize("kind", CLUSTERS)
def test_cancel_leaves_nothing(kind: str, make_raster: Any, make_terrain: Any, tmp_path: Path) -> None:
    source = make_raster(make_terrain(64, 64))
    (tmp_path / "o.tif").write_bytes(b"old")
    with ClusterGenerator(kind, nb_workers=2) as cluster:
        config = MultiprocConfig(16, tmp_path / "o.tif", cluster=cluster, creation_options=SMALL_BLOCKS)
        progress = RecordingProgress(cancel_after=3)
        with pytest.raises(RunCancelled):
            filter_raster(source, config, "mean", progress=progress)
    assert progress.updates[-1] == (3, 16)
    assert (tmp_path / "o.tif").read_bytes() == b"old"
    assert sorted(os.listdir(tmp_path)) == ["o.tif", "source0.tif"]


def test_progress_and_plan(make_raster: Any, make_terrain: Any, tmp_path: Path) -> None:
    progress = RecordingProgress()
    config = MultiprocConfig(16, tmp_path / "o.tif", creation_options=SMALL_BLOCKS)
    filter_raster(make_raster(make_terrain(33, 16)), config, "mean", progress=progress)
    assert progress.updates == [(1, 3), (2, 3), (3, 3)]
    (plan,) = progress.plans
    assert plan["tiles"] == 3
    assert plan["output_shape"] == (1, 33, 16)
    assert plan["text"][0] == "3 tiles of up to 16 x 16 pixels (rows x columns), with a margin of 1"


def test_a_job_is_the_same_through_json(make_raster: Any, make_terrain: Any, tmp_path: Path) -> None:
    source = make_raster(make_terrain(40, 40))
    config = MultiprocConfig(20, str(tmp_path / "o.tif"), cluster=ClusterGenerator("threads", 2))
    job = FilterJob(str(source), config, ("max",), {"size": 5}, (1,), extent=(500000, 5199000, 500600, 5200000))
    again = job_from_json(json.loads(json.dumps(job.to_json())))
    assert again.to_json() == job.to_json()
    account = run(again)
    json.dumps(account, allow_nan=False)
    assert account["output"] == str(tmp_path / "o.tif")
    assert account["dtype"] == "float32"
    assert inspect(tmp_path / "o.tif").width == 20
    config.cluster.close()


FUNCTIONS = '''
"""Functions for tests."""
import sys
import numpy as np

def doubled(raster, factor=2):
    raster.data = raster.data * factor
    return raster

def shifted(block: np.ndarray, by: float = 0.0) -> np.ndarray:
    assert block.ndim == 2 and block.dtype.kind == "f"
    return block + by

def fails(raster):
    values = [1, 2]
    return values[5]

def leaves(raster):
    sys.exit(3)
'''


@pytest.fixture
def function_file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.py"
    path.write_text(FUNCTIONS)
    return path


@pytest.mark.parametrize("kind", CLUSTERS)
def test_a_users_function_by_file(
    kind: str, function_file: Path, make_raster: Any, make_terrain: Any, tmp_path: Path
) -> None:
    source = make_raster(np.stack([make_terrain(30, 30, 1), make_terrain(30, 30, 2)]), nodata=-9999.0, holes=0.1)
    before = Raster(source).data
    with ClusterGenerator(kind, nb_workers=2) as cluster:
        config = MultiprocConfig(7, tmp_path / "o.tif", cluster=cluster)
        made = filter_raster(
            source, config, "custom", function=UserFunction(str(function_file), "doubled", {"factor": 3})
        )
        np.testing.assert_array_equal(made.data.filled(0), (before * 3).filled(0))
        made = filter_raster(
            source, config, "custom", function=UserFunction(str(function_file), "shifted", {"by": 1.5}, 2), bands=(2,)
        )
        np.testing.assert_array_equal(made.data.filled(0), (before[1] + np.float32(1.5)).filled(0))
        assert made.nodata == -9999.0
        with pytest.raises(TileFailed, match=r"IndexError: list index out of range \(mine.py, line 16, in fails\)"):
            filter_raster(source, config, "custom", function=UserFunction(str(function_file), "fails"))
        with pytest.raises(TileFailed, match="sys.exit"):
            filter_raster(source, config, "custom", function=UserFunction(str(function_file), "leaves"))
    assert not list(tmp_path.glob("**/__pycache__")) or kind != "multi"


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        (FUNCTIONS, "missing", "has no such function; it has doubled, shifted, fails or leaves"),
        ("import not_to_be_found", "f", r"does not import: ModuleNotFoundError.*mine.py, line 1"),
        ("def f(:\n", "f", r"does not import: SyntaxError.*mine.py, line 1"),
        ("x = 1", "f", "it defines no function"),
    ],
)
def test_function_files_that_cannot_be_used(
    text: str, name: str, message: str, make_raster: Any, make_terrain: Any, tmp_path: Path
) -> None:
    (tmp_path / "mine.py").write_text(text)
    with pytest.raises(FunctionError, match=message):
        filter_raster(
            make_raster(make_terrain(9, 9)),
            MultiprocConfig(outfile=tmp_path / "o.tif"),
            "custom",
            function=UserFunction(str(tmp_path / "mine.py"), name),
        )
    assert not (tmp_path / "o.tif").exists()


def test_no_block_is_compressed_twice(make_raster: Any, tmp_path: Path) -> None:
    data = np.random.default_rng(2).integers(0, 50, (700, 900)).astype(np.int16)
    source = make_raster(data, compress="deflate", predictor=2, tiled=True)
    filter_raster(
        source, MultiprocConfig(100, tmp_path / "o.tif", cluster=ClusterGenerator("threads", 2)), "max", size=1
    )
    with BlockReader(tmp_path / "o.tif") as reader:
        values, _ = reader.read(reader.info.frame, [1])
    np.testing.assert_array_equal(values[0], data)
    import rasterio.shutil

    with rasterio.open(tmp_path / "o.tif") as made:
        block = made.block_shapes[0]
    options = {"TILED": "YES", "COMPRESS": "DEFLATE", "PREDICTOR": "2"}
    options.update(BLOCKXSIZE=str(block[1]), BLOCKYSIZE=str(block[0]))
    rasterio.shutil.copy(tmp_path / "o.tif", tmp_path / "copy.tif", driver="GTiff", **options)
    assert (tmp_path / "o.tif").stat().st_size < 1.02 * (tmp_path / "copy.tif").stat().st_size + 4096


GDALDEM = {
    "slope": (["slope"], {}),
    "slope in percent": (["slope", "-p"], {"slope_unit": "percent"}),
    "hillshade": (["hillshade", "-az", "300", "-alt", "40"], {"azimuth": 300, "altitude": 40}),
    "tri": (["TRI", "-alg", "Riley"], {}),
    "tpi": (["TPI"], {}),
    "roughness": (["roughness"], {}),
}


@pytest.mark.parametrize("name", GDALDEM)
def test_terrain_as_gdaldem_computes_it(name: str, make_raster: Any, make_terrain: Any, tmp_path: Path) -> None:
    words, values = GDALDEM[name]
    source = make_raster(make_terrain(61, 47), nodata=-9999.0, holes=0.02)
    subprocess.run(["gdaldem", words[0], str(source), str(tmp_path / "g.tif"), *words[1:], "-q"], check=True)
    ours = filtered(source, tmp_path, name.split()[0], chunk=20, **values)[0].astype(float)
    with rasterio.open(tmp_path / "g.tif") as dataset, rasterio.open(tmp_path / "out.tif") as made:
        theirs = dataset.read(1).astype(float)
        np.testing.assert_array_equal(ours == made.nodata, theirs == dataset.nodata)
        valid = theirs != dataset.nodata
    # GDAL computes in float32; a shade may round to the other side.
    np.testing.assert_allclose(ours[valid], theirs[valid], rtol=2e-5, atol=1 if name == "hillshade" else 2e-3)


def test_terrain_in_degrees_uses_local_metres_and_says_so(make_raster: Any, make_terrain: Any, tmp_path: Path) -> None:
    degrees = Affine(0.001, 0, 15.0, 0, -0.001, 47.0)
    source = make_raster(make_terrain(61, 47), crs="EPSG:4326", transform=degrees)
    progress = RecordingProgress()
    config = MultiprocConfig(20, tmp_path / "o.tif", creation_options=SMALL_BLOCKS)
    slope = filter_raster(source, config, "slope", progress=progress).data.copy()
    assert "measures in degrees" in progress.warnings[0]
    # 1/1000 degree is 111 m north and 76 m east at 47 degrees: as steep as in metres with those pixels.
    metres = Affine(76.06, 0, 0, 0, -111.17, 0)
    plain = make_raster(make_terrain(61, 47), transform=metres)
    expected = filter_raster(plain, MultiprocConfig(outfile=tmp_path / "p.tif"), "slope").data
    np.testing.assert_allclose(slope.compressed(), expected.compressed(), rtol=2e-3)
    whole = filter_raster(source, MultiprocConfig(outfile=tmp_path / "q.tif"), "slope").data
    np.testing.assert_array_equal(slope, whole)


@pytest.mark.parametrize(
    ("extension", "dtype"), [("img", "float32"), ("dat", "int16"), ("tif", "uint64"), ("bil", "uint8")]
)
def test_other_formats(extension: str, dtype: str, make_raster: Any, tmp_path: Path) -> None:
    data = np.random.default_rng(3).integers(0, 200, (40, 50)).astype(dtype)
    source = make_raster(data)
    config = MultiprocConfig(9, tmp_path / f"o.{extension}")
    np.testing.assert_array_equal(filter_raster(source, config, "max", size=1).data, data)


def test_cloud_optimised_geotiff(make_raster: Any, make_terrain: Any, tmp_path: Path) -> None:
    data = make_terrain(700, 600)
    config = MultiprocConfig(200, tmp_path / "o.tif", driver="COG", cluster=ClusterGenerator("threads", 2))
    made = filter_raster(make_raster(data), config, "min", size=1)
    np.testing.assert_array_equal(made.data, data)
    with rasterio.open(tmp_path / "o.tif") as dataset:
        assert dataset.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
    assert sorted(os.listdir(tmp_path)) == ["o.tif", "source0.tif"]


def test_64_bit_integers_keep_every_digit(make_raster: Any, tmp_path: Path) -> None:
    data = np.arange(2**62, 2**62 + 400, dtype=np.int64).reshape(20, 20)
    source = make_raster(data)
    for name, expected in (("max", data), ("median", data)):
        made = filter_raster(source, MultiprocConfig(7, tmp_path / "o.tif"), name, size=1)
        np.testing.assert_array_equal(made.data.data, expected)
    with pytest.raises(InvalidParameter, match="int64: is written to GeoTIFF"):
        filter_raster(source, MultiprocConfig(7, tmp_path / "o.img"), "max")
    with pytest.raises((InvalidParameter, TileFailed), match="beyond ±2\\^53"):
        filter_raster(source, MultiprocConfig(7, tmp_path / "o.tif"), "mean")


def test_a_picture_without_nodata_keeps_its_white(make_raster: Any, tmp_path: Path) -> None:
    data = np.random.default_rng(6).integers(0, 256, (3, 40, 50)).astype(np.uint8)
    data[:, :10] = 255
    source = make_raster(data)
    made = filter_raster(source, MultiprocConfig(16, tmp_path / "o.tif", creation_options=SMALL_BLOCKS), "max", size=3)
    np.testing.assert_array_equal(made.data.data, scipy.ndimage.maximum_filter(data, (1, 3, 3), mode="nearest"))
    assert made.nodata is None
    # Where gaps can arise a mask band marks them, for every value may be valid.
    made = filter_raster(source, MultiprocConfig(16, tmp_path / "o.tif"), "max", size=3, min_valid=9)
    assert made.nodata is None
    assert made.dtype == np.uint8
    assert made.data[0, 5, 5] == 255
    assert made.get_mask()[0, 0, 0]
    made = filter_raster(source, MultiprocConfig(16, tmp_path / "o.tif"), "max", size=3, output_nodata=0)
    assert made.nodata == 0
