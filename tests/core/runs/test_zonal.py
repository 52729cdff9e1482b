"""Statistics by zone end to end: as of each zone's pixels alone, whatever the chunk, the cluster and the format."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasterio.transform import Affine
from tiled_raster.core import CLUSTERS, STATISTICS, ClusterGenerator, MultiprocConfig, ZonalJob, run, zonal_statistics
from tiled_raster.core.cli import main
from tiled_raster.core.errors import InvalidParameter, OutputError, SourceError
from tiled_raster.core.jobs import job_from_json
from tiled_raster.core.statistics.tile import tile_record
from tiled_raster.core.zones.wkb import write_stream

PLACED = Affine.rotation(17) * Affine(10.0, 0.0, 500000.0, 0.0, -10.0, 5200000.0)
NAMES = tuple(STATISTICS)


def ring(points: Any, transform: Affine = PLACED) -> list[list[float]]:
    """Return pixel coordinates (column, row) on the ground, closed."""
    return [
        list(transform @ (x, y)) if hasattr(transform, "__matmul__") else list(transform * (x, y)) for x, y in points
    ]


def boxes(rng: np.random.Generator, height: int, width: int, number: int) -> list[list[tuple[float, float]]]:
    made = []
    for _ in range(number):
        (x0, x1), (y0, y1) = np.sort(rng.uniform(-5, width + 5, 2)), np.sort(rng.uniform(-5, height + 5, 2))
        made.append([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)])
    return made


def geojson(path: Path, rings: list[Any], crs: str = "EPSG:32633") -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {},
            "geometry": None if one is None else {"type": "Polygon", "coordinates": [ring(one)]},
        }
        for one in rings
    ]
    named = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": named, "features": features}))
    return path


@pytest.fixture(scope="module")
def clusters() -> Iterator[dict[str, Any]]:
    made = {name: ClusterGenerator(name, nb_workers=2) for name in CLUSTERS if name != "dask"}
    yield made
    for cluster in made.values():
        cluster.close()


def expected(values: np.ndarray, nodata: Any, inside: np.ndarray) -> dict[str, Any]:
    """Return the statistics of the pixels of a zone, by the statistics of a tile."""
    pixels = values[inside]
    made = tile_record(pixels, pixels != nodata, NAMES)
    return {name: None if isinstance(one, float) and not np.isfinite(one) else one for name, one in made.items()}


@pytest.mark.parametrize("dtype", ["uint8", "int32", "float32"])
def test_each_zone_is_measured_as_its_pixels_alone(dtype: str, make_raster: Any, tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    data = rng.integers(0, 200, (61, 83)).astype(dtype)
    source = make_raster(data, nodata=3, transform=PLACED)
    zones = [*boxes(rng, 61, 83, 12), None]
    found = zonal_statistics(source, geojson(tmp_path / "z.geojson", zones), MultiprocConfig(16), NAMES)
    rows, cols = np.mgrid[:61, :83] + 0.5
    for one, zone in zip(found, zones):
        inside = np.zeros(data.shape, bool)
        if zone is not None:
            (x0, y0), (x1, y1) = zone[0], zone[2]
            inside = (cols >= x0) & (cols < x1) & (rows >= y0) & (rows < y1)
        for name, value in expected(data, 3, inside).items():
            assert one[name] == (pytest.approx(value, rel=1e-11) if value is not None else None), name


@pytest.mark.parametrize("rule", ["centre", "touched", "share"])
def test_no_chunk_and_no_cluster_leaves_a_trace(rule: str, clusters: Any, make_raster: Any, tmp_path: Path) -> None:
    rng = np.random.default_rng(6)
    data = np.stack([rng.normal(50, 9, (90, 70)), rng.normal(0, 1, (90, 70))]).astype(np.float32)
    source = make_raster(data, nodata=-9999, holes=0.1, transform=PLACED)
    path = geojson(tmp_path / "z.geojson", boxes(rng, 90, 70, 15))
    found = []
    for kind, chunk in (("basic", 128), ("basic", 13), ("threads", 32), ("multi", 40)):
        config = MultiprocConfig(chunk, cluster=clusters[kind])
        found.append(zonal_statistics(source, path, config, NAMES, percentiles=(5, 33.3), pixels=rule))
    assert all(one == found[0] for one in found[1:])
    assert "b2_nmad" in found[0][0]


def test_shares_equal_exactextract(make_raster: Any, tmp_path: Path) -> None:
    exactextract = pytest.importorskip("exactextract")
    rng = np.random.default_rng(8)
    data = rng.normal(50, 9, (40, 50)).astype(np.float32)
    data[5:9, 4:20] = np.nan
    source = make_raster(data, transform=Affine(1, 0, 0, 0, -1, 40))
    rings = [[(x, y), (x + w, y + 1), (x + w / 2, y + h), (x, y)] for x, y, w, h in rng.uniform(1, 20, (12, 4))]
    collection = json.loads(geojson(tmp_path / "z.geojson", rings).read_text())
    for feature, one in zip(collection["features"], rings):
        feature["geometry"]["coordinates"] = [[[x, 40 - y] for x, y in one]]
    (tmp_path / "z.geojson").write_text(json.dumps(collection))
    raster = exactextract.raster.NumPyRasterSource(data.astype(float), 0, 0, 50, 40)
    names = {"valid_count": "count", "std": "stdev", "p5": "quantile_5"}
    asked = (
        "valid_count",
        "sum",
        "mean",
        "min",
        "max",
        "median",
        "std",
        "variance",
        "coefficient_of_variation",
        "variety",
    )
    operations = [names.get(name, name) for name in asked]
    theirs = exactextract.exact_extract(raster, collection["features"], [*operations, "quantile(q=0.05)"])
    ours = zonal_statistics(
        source,
        tmp_path / "z.geojson",
        MultiprocConfig(16),
        asked,
        percentiles=[5],
        pixels="share",
        source_crs="EPSG:32633",
    )
    for mine, other in zip(ours, theirs):
        for name in (*asked, "p5"):
            assert mine[name] == pytest.approx(other["properties"][names.get(name, name)], rel=1e-5), name


@pytest.mark.parametrize("dtype", ["uint8", "int16", "int32"])
def test_numbers_of_a_raster_are_zones_wherever_it_lies_on_the_grid(dtype: str, make_raster: Any) -> None:
    rng = np.random.default_rng(9)
    data = rng.integers(0, 1000, (50, 60)).astype(np.int16)
    source = make_raster(data, nodata=5)
    numbers = rng.integers(0, 6, (40, 70)).astype(dtype)
    moved = Affine(30.0, 0.0, 500000.0 + 30 * 7, 0.0, -30.0, 5200000.0 + 30 * 4)  # 7 columns right, 4 rows up
    zones = make_raster(numbers, nodata=0, transform=moved)
    found = zonal_statistics(source, zones, MultiprocConfig(16), NAMES)
    laid = np.zeros(data.shape, dtype)
    laid[:36, 7:] = numbers[4:, :53]
    assert [one["zone"] for one in found] == [1, 2, 3, 4, 5]
    for one in found:
        for name, value in expected(data, 5, laid == one["zone"]).items():
            assert one[name] == pytest.approx(value, rel=1e-11), name


def test_a_raster_of_zones_on_another_grid_is_refused(make_raster: Any) -> None:
    source = make_raster(np.zeros((20, 20), np.int16))
    for transform in (
        Affine(30.0, 0.0, 500015.0, 0.0, -30.0, 5200000.0),
        Affine(15.0, 0.0, 500000.0, 0.0, -15.0, 5200000.0),
        Affine.rotation(1) * Affine(30.0, 0.0, 500000.0, 0.0, -30.0, 5200000.0),
    ):
        with pytest.raises(InvalidParameter, match="another grid"):
            zonal_statistics(source, make_raster(np.ones((20, 20), np.int16), transform=transform), MultiprocConfig())
    with pytest.raises(InvalidParameter, match="whole numbers"):
        zonal_statistics(source, make_raster(np.ones((20, 20), np.float32)), MultiprocConfig())


def test_classes_of_a_zone_have_shares_and_areas(make_raster: Any, tmp_path: Path) -> None:
    data = np.repeat(np.array([[1, 1, 2], [1, 2, 7]], np.uint8), 4, axis=0)
    source = make_raster(data, nodata=7)
    zones = tmp_path / "z.geojson"
    zones.write_text(
        json.dumps(
            {
                "type": "Polygon",
                "crs": {"properties": {"name": "EPSG:32633"}},
                "coordinates": [[[500000, 5200000], [500090, 5200000], [500090, 5199760], [500000, 5199760]]],
            }
        )
    )
    run(
        ZonalJob(
            str(source), MultiprocConfig(4), str(zones), classes=str(tmp_path / "c.csv"), json=str(tmp_path / "z.json")
        )
    )
    lines = (tmp_path / "c.csv").read_text().splitlines()
    assert lines[0] == "zone,band,class,pixels,share,area"
    rows = [[float(part) for part in line.split(",")] for line in lines[1:]]
    assert rows == [[0, 1, 1, 12, 0.6, 12 * 900], [0, 1, 2, 8, 0.4, 8 * 900]]
    assert [row["class"] for row in json.loads((tmp_path / "z.json").read_text())["classes"]] == [1, 2]
    with pytest.raises(InvalidParameter, match="whole numbers"):
        run(
            ZonalJob(
                str(make_raster(data.astype(np.float32))), MultiprocConfig(), str(zones), classes=str(tmp_path / "d")
            )
        )


def test_polygons_of_another_crs_are_brought_over(make_raster: Any, tmp_path: Path) -> None:
    source = make_raster(np.arange(400, dtype=np.int16).reshape(20, 20))
    here = [[(3, 3), (9, 3), (9, 9), (3, 9), (3, 3)]]
    plain = geojson(tmp_path / "a.geojson", here)
    data = json.loads(plain.read_text())
    data["features"][0]["geometry"]["coordinates"] = [
        [[500000 + 30 * x, 5200000 - 30 * y] for x, y in here[0]],
    ]
    plain.write_text(json.dumps(data))
    from rasterio.warp import transform

    xs, ys = transform("EPSG:32633", "EPSG:4326", *zip(*data["features"][0]["geometry"]["coordinates"][0]))
    del data["crs"]
    data["features"][0]["geometry"]["coordinates"] = [list(zip(xs, ys))]
    (tmp_path / "b.geojson").write_text(json.dumps(data))
    first, second = (
        zonal_statistics(source, tmp_path / name, MultiprocConfig()) for name in ("a.geojson", "b.geojson")
    )
    assert first == second
    assert first[0]["count"] == 36


def wkb(points: Any, code: int = 3, order: str = "<") -> bytes:
    points = np.asarray(points, f"{order}f8")
    head = struct.pack(f"{order}BIII", order == "<", code, 1, len(points))
    return head + points.tobytes()


def test_a_stream_holds_every_form_of_well_known_binary(make_raster: Any, tmp_path: Path) -> None:
    source = make_raster(np.ones((20, 20), np.int16), transform=Affine(1, 0, 0, 0, -1, 20))
    flat = [(2, 2), (8, 2), (8, 8), (2, 8), (2, 2)]
    high = [(x, y, 7) for x, y in flat]
    both = [(x, y, 7, 8) for x, y in flat]
    several = struct.pack("<BII", 1, 6, 2) + wkb(flat) + wkb([(10, 10), (12, 10), (12, 12), (10, 12), (10, 10)])
    geometries = [
        wkb(flat),
        wkb(flat, order=">"),
        wkb(high, 1003),
        wkb(high, 0x80000003),
        wkb(high, 2003),
        wkb(both, 3003),
        wkb(both, 0xC0000003),
        struct.pack("<BIIII", 1, 0x20000003, 32633, 1, 5) + np.array(flat, float).tobytes(),
        b"",
        several,
    ]
    assert write_stream(str(tmp_path / "z.wkbs"), iter(geometries)) == 10
    found = zonal_statistics(source, tmp_path / "z.wkbs", MultiprocConfig(), ["count"])
    assert [one["count"] for one in found] == [36] * 8 + [0, 40]


def test_a_geopackage_is_read(make_raster: Any, tmp_path: Path) -> None:
    ogr = pytest.importorskip("osgeo.ogr")
    osr = pytest.importorskip("osgeo.osr")
    source = make_raster(np.ones((20, 20), np.int16))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32633)
    file = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "z.gpkg"))
    layer = file.CreateLayer("zones", reference, ogr.wkbMultiPolygon)
    for text in ("MULTIPOLYGON(((500000 5200000,500090 5200000,500090 5199910,500000 5200000)))", None):
        feature = ogr.Feature(layer.GetLayerDefn())
        if text:
            feature.SetGeometry(ogr.CreateGeometryFromWkt(text))
        layer.CreateFeature(feature)
    del layer, file, feature
    found = zonal_statistics(source, tmp_path / "z.gpkg", MultiprocConfig(), ["count"])
    assert [one["count"] for one in found] == [6, 0]


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ('{"type": "FeatureCollection", "features": [', SourceError, "damaged"),
        ('{"type": "Point", "coordinates": [1, 2]}', SourceError, "polygons are needed"),
        ('{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1e400, 1], [0, 0]]]}', InvalidParameter, "finite"),
    ],
)
def test_bad_polygons_are_told_in_words(text: str, error: Any, words: str, make_raster: Any, tmp_path: Path) -> None:
    source = make_raster(np.ones((20, 20), np.int16), crs=None)
    (tmp_path / "z.geojson").write_text(text)
    with pytest.raises(error, match=words):
        zonal_statistics(source, tmp_path / "z.geojson", MultiprocConfig())


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"zones": ""}, "zones is empty"),
        ({"pixels": "half"}, "pixels=half: must be one of"),
        ({"statistics": ("middle",)}, "statistics=middle"),
        ({"statistics": ()}, "statistics is empty"),
        ({"zone_band": 0}, "zone_band=0"),
        ({"percentiles": (101,)}, "percentiles=101"),
    ],
)
def test_bad_values_are_told_before_any_work(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidParameter, match=words):
        ZonalJob(**{"source": "a.tif", "config": MultiprocConfig(), "zones": "z.gpkg", **changed}).check()


def test_a_job_goes_through_json(make_raster: Any, tmp_path: Path) -> None:
    job = ZonalJob("a.tif", MultiprocConfig(64), "z.gpkg", percentiles=(5.0,), bands=(1, 2), source_nodata=9)  # type: ignore[arg-type]
    again = job_from_json(json.loads(json.dumps(job.to_json())))
    assert again.to_json() == job.to_json()


def test_outputs_are_never_the_zones(make_raster: Any, tmp_path: Path) -> None:
    zones = geojson(tmp_path / "z.geojson", [])
    source = make_raster(np.ones((20, 20), np.int16))
    with pytest.raises(OutputError, match="zones"):
        run(ZonalJob(str(source), MultiprocConfig(), str(zones), json=str(zones)))


def test_the_command_line_measures_zones(make_raster: Any, tmp_path: Path, capsys: Any) -> None:
    source = make_raster(np.arange(400, dtype=np.int16).reshape(20, 20), transform=PLACED)
    zones = geojson(tmp_path / "z.geojson", [[(0, 0), (20, 0), (20, 20), (0, 20), (0, 0)]])
    assert main(["zonal", str(source), str(zones), "--statistic", "median", "--percentile", "25", "--quiet"]) == 0
    assert json.loads(capsys.readouterr().out)["zones"] == [{"zone": 0, "median": 199.5, "p25": 99.75}]
    assert main(["zonal", str(source), str(zones), "--csv", str(tmp_path / "t.csv"), "--quiet"]) == 0
    assert (tmp_path / "t.csv").read_text().splitlines() == ["zone,count,mean,min,max", "0,400,199.5,0.0,399.0"]


def test_nothing_is_left_of_a_run(make_raster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    source = make_raster(np.ones((20, 20), np.int16), transform=PLACED)
    zonal_statistics(source, geojson(tmp_path / "z.geojson", [[(0, 0), (9, 0), (9, 9), (0, 0)]]), MultiprocConfig(4))
    assert list(folder.iterdir()) == []


def test_the_pixels_of_a_raster_in_memory_count_too(make_raster: Any, tmp_path: Path) -> None:
    from tiled_raster.core import Raster

    raster = Raster.from_array(
        np.arange(100, dtype=np.int16).reshape(10, 10), tuple(PLACED)[:6], "EPSG:32633", nodata=4
    )
    zones = geojson(tmp_path / "z.geojson", [[(0, 0), (10, 0), (10, 1), (0, 1), (0, 0)]])
    found = zonal_statistics(raster, zones, MultiprocConfig(4), ["count", "valid_count", "sum"])
    assert found == [{"zone": 0, "count": 10, "valid_count": 9, "sum": 41.0}]
