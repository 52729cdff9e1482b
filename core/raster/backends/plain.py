"""Stand-ins for the small objects that rasterio gives out, with the same attributes, where it is absent."""

from __future__ import annotations

import math
from typing import Any, Callable, NamedTuple, Optional

from ...arrays import Transform


class BoundingBox(NamedTuple):
    """The box around a raster, in units of its CRS."""

    left: float
    bottom: float
    right: float
    top: float


class Affine(NamedTuple):
    """x = a * column + b * row + c, y = d * column + e * row + f; nine numbers, as of a 3 x 3 matrix."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    g: float = 0.0
    h: float = 0.0
    i: float = 1.0

    @classmethod
    def from_gdal(cls, c: float, a: float, b: float, f: float, d: float, e: float) -> Affine:
        """Return the transform of GDAL's six numbers."""
        return cls(float(a), float(b), float(c), float(d), float(e), float(f))

    @classmethod
    def identity(cls) -> Affine:
        """Return the transform that changes nothing."""
        return cls(1.0, 0.0, 0.0, 0.0, 1.0, 0.0)

    @classmethod
    def translation(cls, xoff: float, yoff: float) -> Affine:
        """Return a shift."""
        return cls(1.0, 0.0, float(xoff), 0.0, 1.0, float(yoff))

    @classmethod
    def scale(cls, x: float, y: Optional[float] = None) -> Affine:
        """Return a change of scale, of both axes where one number is given."""
        return cls(float(x), 0.0, 0.0, 0.0, float(x if y is None else y), 0.0)

    @classmethod
    def rotation(cls, angle: float) -> Affine:
        """Return a turn by degrees, counter-clockwise."""
        turn = math.radians(angle)
        return cls(math.cos(turn), -math.sin(turn), 0.0, math.sin(turn), math.cos(turn), 0.0)

    def to_gdal(self) -> Transform:
        """Return the numbers in GDAL's order."""
        return self.c, self.a, self.b, self.f, self.d, self.e

    @property
    def determinant(self) -> float:
        """The signed area of a pixel."""
        return self.a * self.e - self.b * self.d

    @property
    def xoff(self) -> float:
        """X of the first corner."""
        return self.c

    @property
    def yoff(self) -> float:
        """Y of the first corner."""
        return self.f

    def __mul__(self, other: Any) -> Any:
        """Return the transform after `other`, or the place of a (column, row)."""
        if len(other) != 2:  # this class, or that of rasterio
            a, b, c, d, e, f = tuple(other)[:6]
            return Affine(
                self.a * a + self.b * d,
                self.a * b + self.b * e,
                self.a * c + self.b * f + self.c,
                self.d * a + self.e * d,
                self.d * b + self.e * e,
                self.d * c + self.e * f + self.f,
            )
        x, y = other
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f

    def __rmul__(self, other: Any) -> Any:
        """Return this transform after `other`: rasterio's leaves it to this one."""
        return Affine(*tuple(other)[:6]) * self

    def __matmul__(self, other: Any) -> Any:
        """Return the same as `*`, as newer versions of affine want it."""
        return self * other

    def almost_equals(self, other: Any, precision: float = 1e-5) -> bool:
        """Return whether no number differs from that of `other` by as much as `precision`."""
        return all(abs(one - another) < precision for one, another in zip(self, other))

    def __eq__(self, other: object) -> bool:
        """Return whether the other has the same numbers: rasterio's newest is no tuple."""
        numbers: Any = other
        return tuple(self) == tuple(numbers) if hasattr(other, "__getitem__") else NotImplemented

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __invert__(self) -> Affine:
        """Return the way back. Raises ZeroDivisionError for a transform that flattens the plane."""
        size = self.determinant
        a, b, d, e = self.e / size, -self.b / size, -self.d / size, self.a / size
        return Affine(a, b, -self.c * a - self.f * b, d, e, -self.c * d - self.f * e)


class Crs:
    """A coordinate reference system, known by its WKT."""

    def __init__(self, wkt: str, reference: Callable[[str], Any]) -> None:
        """`reference(wkt)` gives osgeo's object; it is kept out of pickles."""
        self._wkt, self._reference = wkt, reference

    def to_wkt(self) -> str:
        """Return the WKT."""
        return self._wkt

    @property
    def wkt(self) -> str:
        """The WKT."""
        return self._wkt

    def to_epsg(self) -> Optional[int]:
        """Return the EPSG code that the CRS names for itself, or None."""
        found = self._reference(self._wkt)
        code = found.GetAuthorityCode(None) if found.GetAuthorityName(None) == "EPSG" else None
        return int(code) if code else None

    def to_authority(self) -> Optional[tuple[str, str]]:
        """Return the authority's name and code, or None."""
        found = self._reference(self._wkt)
        name = found.GetAuthorityName(None)
        return (name, found.GetAuthorityCode(None)) if name else None

    def to_string(self) -> str:
        """Return the authority's code, else the WKT."""
        authority = self.to_authority()
        return ":".join(authority) if authority else self._wkt

    @property
    def is_geographic(self) -> bool:
        """Whether its units are angles."""
        return bool(self._reference(self._wkt).IsGeographic())

    @property
    def is_projected(self) -> bool:
        """Whether it is a map projection."""
        return bool(self._reference(self._wkt).IsProjected())

    @property
    def linear_units(self) -> str:
        """Name of the unit of length."""
        return str(self._reference(self._wkt).GetLinearUnitsName())

    @property
    def linear_units_factor(self) -> tuple[str, float]:
        """Name of the unit of length, and the metres in it."""
        found = self._reference(self._wkt)
        return str(found.GetLinearUnitsName()), float(found.GetLinearUnits())

    def __eq__(self, other: object) -> bool:
        if not hasattr(other, "to_wkt"):
            return NotImplemented
        return bool(self._reference(self._wkt).IsSame(self._reference(other.to_wkt())))

    def __hash__(self) -> int:
        return hash(self._wkt)

    def __bool__(self) -> bool:
        return bool(self._wkt)

    def __str__(self) -> str:
        return self.to_string()

    def __repr__(self) -> str:
        return f"CRS({self.to_string()!r})"
