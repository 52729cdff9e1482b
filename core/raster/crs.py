"""Read a CRS from whatever stands for one, and tell what is asked of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from ..errors import InvalidParameter

if TYPE_CHECKING:
    from rasterio.io import DatasetReader


def crs_of(dataset: DatasetReader) -> Any:
    """Return the dataset's CRS, None where there is none that rasterio knows."""
    from rasterio.errors import CRSError

    try:
        return dataset.crs
    except CRSError:
        return None


def crs_facts(crs: Any) -> tuple[Optional[str], bool, Optional[float]]:
    """Return a rasterio CRS as WKT, whether its units are degrees, and the metres in a unit where they are lengths."""
    from rasterio.errors import CRSError

    wkt = crs.to_wkt() if crs else None
    if not wkt:
        return None, False, None
    if crs.is_geographic:
        return wkt, True, None
    try:
        return wkt, False, float(crs.linear_units_factor[1])
    except CRSError:
        return wkt, False, None


def checked_crs(name: str, crs: Any) -> Any:
    """Return a rasterio CRS for what stands for one, None for None and "". Raises InvalidParameter."""
    from rasterio.crs import CRS
    from rasterio.errors import CRSError

    if crs is None or crs == "":
        return None
    try:
        return CRS.from_user_input(crs)
    except (CRSError, ValueError, TypeError) as error:
        raise InvalidParameter(f"{name}={crs}: is not known ({error})") from error
