"""Compare the declared units of heights with those of the ground, for filters that need both: slope, hillshade."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Optional

if TYPE_CHECKING:
    from ..filters.spec import Kernel
    from ..raster.header import SourceInfo

CLOSE = 1e-9
"""Units that differ by less than this share are one unit."""


def height_factors(info: SourceInfo, bands: Sequence[int]) -> tuple[float, ...]:
    """Return for each band what its heights are multiplied by to be in units of the ground; 1.0 where none is declared.

    The ground's unit is that of the CRS, the metre where that measures in degrees.
    """
    return tuple(_factor(info, band) for band in bands)


def _factor(info: SourceInfo, band: int) -> float:
    height_m, ground_m = info.height_unit_m(band), _ground_unit_m(info)
    if height_m is None or ground_m is None or not _is_placed(info):
        return 1.0
    factor = height_m / ground_m
    return 1.0 if math.isclose(factor, 1.0, rel_tol=CLOSE) else factor


def _ground_unit_m(info: SourceInfo) -> Optional[float]:
    return 1.0 if info.is_geographic else info.linear_unit_m


def _is_placed(info: SourceInfo) -> bool:
    """Return whether pixels have a size on the ground: control points alone do not say one."""
    return info.is_georeferenced or not info.control


def height_notes(info: SourceInfo, bands: Sequence[int], kernels: Sequence[Kernel]) -> list[str]:
    """Return what was converted, a line for each band, for the log."""
    names = [kernel.spec.name for kernel in kernels if kernel.takes_heights]
    return [
        f"{', '.join(names)}: heights of band {band} are multiplied by {factor:.10g}, as the units that the raster "
        "declares for heights and map ask for"
        for band, factor in zip(bands, height_factors(info, bands))
        if names and factor != 1.0
    ]


def height_warnings(info: SourceInfo, bands: Sequence[int], kernels: Sequence[Kernel]) -> list[str]:
    """Return what nobody has declared, and what that means for the filters that compare heights with the ground."""
    if any(kernel.spec.cell_size for kernel in kernels) and not _is_placed(info):
        return [
            "only control points tie the raster to the ground, so its pixels have no size: they are taken to be 1 wide "
            "and 1 high, and slopes are wrong by that; warp the raster first (Raster > Projections > Warp)"
        ]
    unknown = [band for band in bands if info.height_unit_m(band) is None]
    names = [kernel.spec.name for kernel in kernels if kernel.takes_heights]
    if not names or not unknown:
        return []
    ground = "metres" if info.is_geographic else _spoken(info.linear_unit_m)
    declared = {info.units[band - 1] for band in unknown} - {None, ""}
    found = f"its unit, {', '.join(sorted(map(str, declared)))}, is no length" if declared else "none is declared"
    return [
        f"{', '.join(names)}: the unit of the heights is not known ({found}); they are taken to be in {ground}. "
        "Give Z_FACTOR where they are not: 0.3048 for feet over metres"
    ]


def _spoken(unit_m: Optional[float]) -> str:
    if unit_m is None:
        return "the unit of the raster's coordinates"
    if math.isclose(unit_m, 1.0):
        return "metres, as the map is"
    is_foot = math.isclose(unit_m, 0.3048, rel_tol=1e-5)
    return "feet, as the map is" if is_foot else f"units of {unit_m:.10g} m, as the map is"
