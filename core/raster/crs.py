"""Read a CRS from whatever stands for one, and tell what is asked of it."""

from __future__ import annotations

from typing import Any, Optional

from ..errors import InvalidParameter
from .backends import backend
from .backends.contract import LibraryError


def crs_facts(wkt: Optional[str]) -> tuple[Optional[str], bool, Optional[float]]:
    """Return a CRS, whether its units are degrees, and the metres in a unit where they are lengths."""
    return (wkt, *backend().crs_facts(wkt)) if wkt else (None, False, None)


def checked_crs(name: str, crs: Any) -> Optional[str]:
    """Return the WKT of what stands for a CRS, None for None and "". Raises InvalidParameter."""
    if crs is None or isinstance(crs, str) and not crs:
        return None
    try:
        return backend().wkt_of(crs)
    except LibraryError as error:
        raise InvalidParameter(f"{name}={crs}: is not known ({error})") from error
