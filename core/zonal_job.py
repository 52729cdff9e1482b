"""Hold what is asked zone by zone: frozen, plain, and JSON both ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Optional

from .config import MultiprocConfig, check_config
from .errors import InvalidParameter, listed
from .job_checks import Extent, check_bands, check_extent, check_source, checked_percentiles
from .parameters import whole_number
from .source_nodata import NodataRule, crs_text, nodata_rules

DEFAULT_STATISTICS = ("count", "mean", "min", "max")
PIXELS = ("centre", "touched", "share")
"""When a pixel belongs to a polygon: its centre lies within; any part of it does; by the share that is covered."""


@dataclass(frozen=True)
class ZonalJob:
    """Measure a raster in each of many zones, exactly, every zone in one pass."""

    source: str
    config: MultiprocConfig
    zones: str
    """Polygons (a stream of QGIS's, GeoPackage, GeoJSON) or a raster of whole numbers on the grid of `source`."""
    zone_band: int = 1
    """The band of `zones` that holds the numbers, where it is a raster."""
    pixels: str = "centre"
    """One of PIXELS."""
    statistics: tuple[str, ...] = DEFAULT_STATISTICS
    percentiles: tuple[float, ...] = ()
    bands: Optional[tuple[int, ...]] = None
    extent: Optional[Extent] = None
    table: Optional[str] = None
    """CSV: a row for each zone."""
    json: Optional[str] = None
    classes: Optional[str] = None
    """CSV: a row for each value that occurs in a zone, with its pixels, share and area."""
    records: Optional[str] = None
    """One JSON object a line and zone, for QGIS."""
    source_crs: Optional[str] = None
    source_nodata: tuple[NodataRule, ...] = ()
    further_sources: tuple[str, ...] = ()
    """Files, folders and patterns that make one raster with `source`; later ones lie upon earlier ones."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "source_crs", crs_text(self.source_crs))
        object.__setattr__(self, "source_nodata", nodata_rules(self.source_nodata))

    def check(self) -> None:
        """Raise InvalidParameter for whatever is wrong and can be told without opening the raster."""
        from .statistics import STATISTICS

        check_source(self.source, *self.further_sources)
        check_config(self.config)
        check_bands(self.bands)
        check_extent(self.extent)
        if not self.zones:
            raise InvalidParameter("zones is empty: name polygons or a raster of zones")
        if whole_number("zone_band", self.zone_band, "bands, counted from 1") < 1:
            raise InvalidParameter(f"zone_band={self.zone_band}: bands are counted from 1")
        if self.pixels not in PIXELS:
            raise InvalidParameter(f"pixels={self.pixels}: must be one of {listed(PIXELS)}")
        for name in self.statistics:
            if name not in STATISTICS:
                raise InvalidParameter(f"statistics={name}: must be one of {listed(STATISTICS)}")
        checked_percentiles(self.percentiles)
        if not self.statistics and not self.percentiles and not self.classes:
            raise InvalidParameter(f"statistics is empty: choose from {listed(STATISTICS)}")

    @property
    def names(self) -> tuple[str, ...]:
        """Every statistic by name, percentiles last."""
        from .statistics.quantiles import percentile_name

        return (*self.statistics, *(percentile_name(percent) for percent in self.percentiles))

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` reads."""
        data = {field.name: getattr(self, field.name) for field in fields(self)}
        data.update(config=self.config.to_json(), source_nodata=[rule.to_json() for rule in self.source_nodata])
        return {"kind": "zonal", **{name: list(one) if isinstance(one, tuple) else one for name, one in data.items()}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ZonalJob:
        """Return the job that `to_json` wrote."""
        known: dict[str, Any] = {
            name: tuple(one) if isinstance(one, list) else one for name, one in data.items() if name != "kind"
        }
        known["config"] = MultiprocConfig.from_json(data["config"])
        return cls(**known)
