"""Read polygons from well-known binary (OGC 06-103r4, 8.2; ISO 13249-3 for Z and M), GeoPackage and GeoJSON.

QGIS hands over any layer as a stream of well-known binary. Without QGIS the two formats that need no library are read.
"""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Callable, Optional

import numpy as np

from ..arrays import Array
from ..errors import SourceError
from .polygons import Shape

POLYGON, MULTIPOLYGON, COLLECTION = 3, 6, 7
STREAM = ".wkbs"
"""Extension of a stream of records: the length as 4 bytes, little end first, then so much well-known binary.

A length of 0 stands for a feature without a geometry.
"""


@dataclass(frozen=True)
class VectorZones:
    """The polygons of a file, and what it says of their CRS."""

    shapes: list[Shape]
    crs: Optional[str] = None
    """As text that names one; None: that of the raster."""


def read_zones(path: str, name: str = "zones") -> Optional[VectorZones]:
    """Return the polygons of a file, None for one that is none of these formats. Raises SourceError.

    `name` is the parameter's, for errors.
    """
    ending = path[path.rfind(".") :].lower()
    reader = READERS.get(ending)
    if reader is None:
        return None
    try:
        return reader(path)
    except OSError as error:
        raise SourceError(f"{name}={path}: cannot be read ({error.strerror or error})") from error
    except (ValueError, KeyError, TypeError, IndexError, struct.error, sqlite3.Error) as error:
        raise SourceError(f"{name}={path}: is damaged, or not what its name says ({error})") from error


def _read_stream(path: str) -> VectorZones:
    with open(path, "rb") as file:
        data = file.read()
    shapes: list[Shape] = []
    at = 0
    while at < len(data):
        (length,) = struct.unpack_from("<I", data, at)
        shapes.append(shape_of(data[at + 4 : at + 4 + length]) if length else [])
        at += 4 + length
    return VectorZones(shapes)


def write_stream(path: str, geometries: Iterator[bytes]) -> int:
    """Write a stream of geometries as well-known binary, b"" for none; return how many there are."""
    number = 0
    with open(path, "wb") as file:
        for geometry in geometries:
            file.write(struct.pack("<I", len(geometry)))
            file.write(geometry)
            number += 1
    return number


def shape_of(data: bytes) -> Shape:
    """Return the polygons of a geometry as well-known binary; others in it enclose nothing and are left out.

    Raises struct.error or ValueError for what is none.
    """
    parts: list[Any] = []
    _take_geometry(data, 0, parts)
    return parts


def _take_geometry(data: bytes, at: int, parts: list[Any]) -> int:
    order = "<" if data[at] == 1 else ">"
    code, number = struct.unpack_from(f"{order}II", data, at + 1)
    kind, dimensions = _kind_of(code)
    if code & 0x20000000:  # EWKB with an SRID between type and number
        (number,) = struct.unpack_from(f"{order}I", data, at + 9)
        at += 4
    at += 9
    if kind == POLYGON:
        rings = []
        for _ in range(number):
            ring, at = _ring(data, at, order, dimensions)
            rings.append(ring)
        parts.append(rings)
        return at
    if kind in (MULTIPOLYGON, COLLECTION):
        for _ in range(number):
            at = _take_geometry(data, at, parts)
        return at
    raise ValueError(f"a geometry of type {kind}, where polygons are needed")


def _kind_of(code: int) -> tuple[int, int]:
    """Return the type of a geometry, and the number of coordinates of a point."""
    high = bool(code & 0x80000000) + bool(code & 0x40000000)
    plain = code & 0x0FFFFFFF
    return plain % 1000, 2 + high + (0, 1, 1, 2)[min(plain // 1000, 3)]


def _ring(data: bytes, at: int, order: str, dimensions: int) -> tuple[Any, int]:
    (number,) = struct.unpack_from(f"{order}I", data, at)
    points = np.frombuffer(data, f"{order}f8", number * dimensions, at + 4).reshape(number, dimensions)
    return closed(points[:, :2].astype(np.float64)), at + 4 + 8 * number * dimensions


def closed(ring: Array) -> Array:
    """Return a ring that ends where it begins."""
    return ring if len(ring) == 0 or (ring[0] == ring[-1]).all() else np.concatenate((ring, ring[:1]))


def _read_geopackage(path: str) -> VectorZones:
    open(path, "rb").close()  # sqlite would make a file that is missing
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base:
        rows = base.execute("SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns").fetchall()
        if len(rows) != 1:
            names = ", ".join(name for name, *_ in rows)
            raise ValueError(f"{len(rows)} layers ({names}); give a file with one")
        table, column, srs = rows[0]
        found = base.execute("SELECT definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?", (srs,)).fetchone()
        select = " ".join(("SELECT", _quoted(column), "FROM", _quoted(table), "ORDER BY rowid"))
        shapes = [_geopackage_shape(blob) for (blob,) in base.execute(select)]
    return VectorZones(shapes, found[0] if found and srs > 0 else None)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _geopackage_shape(blob: Optional[bytes]) -> Shape:
    """Return the polygons of a geometry of GeoPackage, which has a header before its well-known binary."""
    if blob is None:
        return []
    envelope = (0, 32, 48, 48, 64)[(blob[3] >> 1) & 7]
    return [] if blob[3] & 16 else shape_of(blob[8 + envelope :])


def _read_geojson(path: str) -> VectorZones:
    with open(path, encoding="utf-8-sig") as file:
        data = json.load(file)
    features = data["features"] if data["type"] == "FeatureCollection" else [data]
    geometries = [feature["geometry"] if feature["type"] == "Feature" else feature for feature in features]
    named = data.get("crs", {}).get("properties", {}).get("name")
    return VectorZones([_geojson_shape(geometry) for geometry in geometries], named or "OGC:CRS84")


def _geojson_shape(geometry: Optional[dict[str, Any]]) -> Shape:
    if geometry is None:
        return []
    if geometry["type"] == "GeometryCollection":
        return [part for one in geometry["geometries"] for part in _geojson_shape(one)]
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"a geometry of type {geometry['type']}, where polygons are needed")
    coordinates: Sequence[Any] = geometry["coordinates"]
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    return [[closed(np.array([point[:2] for point in ring], np.float64)) for ring in rings] for rings in polygons]


READERS: dict[str, Callable[[str], VectorZones]] = {
    STREAM: _read_stream,
    ".gpkg": _read_geopackage,
    ".geojson": _read_geojson,
    ".json": _read_geojson,
}
