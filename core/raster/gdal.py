"""Tell what this GDAL can do."""

from __future__ import annotations

from typing import Optional

from .backends import backend


def gdal_version() -> tuple[int, int]:
    """Return GDAL's major and minor version."""
    major, minor = backend().versions()["gdal"].split(".")[:2]
    return int(major), int(minor)


def has_int8() -> bool:
    """Return whether this GDAL has a type for int8. Older ones mark bytes, and compare them as unsigned ones."""
    return gdal_version() >= (3, 7)


def type_problem(dtype: str) -> Optional[str]:
    """Return why this GDAL cannot write `dtype`, or None."""
    if dtype in ("int64", "uint64") and gdal_version() < (3, 5):
        return f"{dtype} needs GDAL 3.5 or newer, this is {backend().versions()['gdal']}"
    if dtype == "float16":
        return "float16 cannot be written: use float32"
    return None
