"""Hold what a panel, a command line or a script asks for: jobs, frozen, plain, and JSON both ways.

This module imports neither rasterio nor scipy, so that QGIS can build and check a job.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Optional, Union

from .arrays import Nodata
from .config import MultiprocConfig, check_config
from .errors import InvalidParameter, listed
from .filters.policies import EDGE, MIN_VALID, NODATA_POLICY
from .filters.sizes import SIZE_UNIT, bound, check_lengths, checked_sizes
from .functions import UserFunction
from .job_checks import Extent, check_bands, check_extent, check_mask, check_source, checked_percentiles
from .parameters import Value, plain, whole_number
from .run_options import HISTOGRAM_BINS, OUTPUT_DTYPES, OVERVIEWS
from .source_nodata import NodataRule, crs_text, nodata_rules
from .zonal_job import ZonalJob

if TYPE_CHECKING:
    from .filters.spec import FilterSpec, Kernel

CUSTOM = "custom"
"""The filter that is a user's own function."""

DEFAULT_STATISTICS = ("valid_count", "percentage_valid", "min", "max", "mean", "std", "sum")


@dataclass(frozen=True)
class FilterJob:
    """Filter a raster into a new one: all filters on all chosen bands, in one pass over the input."""

    source: str
    config: MultiprocConfig
    filters: tuple[str, ...] = ("mean",)
    parameters: Mapping[str, Value] = field(default_factory=dict)
    """Values by name, over all filters; each filter takes those it knows."""
    bands: Optional[tuple[int, ...]] = None
    """1-based; None: all."""
    nodata_policy: Optional[str] = None
    """`keep`, `fill` or `propagate`; None: keep, but for TPI of 3 x 3 propagate, as gdaldem."""
    min_valid: int = 1
    edge: str = "shrink"
    extent: Optional[Extent] = None
    """(xmin, ymin, xmax, ymax) in the raster's CRS; snapped outward to whole pixels."""
    output_dtype: Optional[str] = None
    output_nodata: Nodata = None
    overviews: str = "auto"
    """`auto`: GeoTIFFs of more than 2048 pixels get overviews and statistics; `yes` or `no`."""
    function: Optional[UserFunction] = None
    """The user's function, where `filters` is `("custom",)`."""
    source_crs: Optional[str] = None
    """The input's CRS, as text that names one, where it is another than the file says."""
    source_nodata: tuple[NodataRule, ...] = ()
    """What counts as nodata in the input beside what the file says; may be given as `nodata_rules` takes it."""
    mask: Optional[str] = None
    """Polygons (GeoPackage, GeoJSON, a stream of QGIS's) or a raster on the grid of `source` whose pixels count where
    they are not zero; None: no mask."""
    mask_mode: str = "compute"
    """`compute`: pixels outside get no result, but windows see them; `see`: they count as nodata."""
    further_sources: tuple[str, ...] = ()
    """Files, folders and patterns that make one raster with `source`; later ones lie upon earlier ones."""
    sizes: tuple[float, ...] = ()
    """Sizes of the window in place of the one under `parameters`: a filter for each; may be text with semicolons."""
    size_unit: str = "pixels"
    """`pixels`, or `map`: lengths, `sizes` too, are in units of the raster's CRS."""

    def __post_init__(self) -> None:
        # Arrays become lists at once, so that the job goes through JSON.
        object.__setattr__(self, "parameters", {name: plain(value) for name, value in self.parameters.items()})
        object.__setattr__(self, "sizes", checked_sizes(plain(self.sizes)))
        object.__setattr__(self, "source_crs", crs_text(self.source_crs))
        object.__setattr__(self, "source_nodata", nodata_rules(self.source_nodata))

    def check(self) -> tuple[Kernel, ...]:
        """Return the filters with their values, none for a user's function.

        Raises InvalidParameter for whatever is wrong and can be told without opening the raster.
        """
        check_source(self.source, *self.further_sources)
        check_config(self.config)
        check_bands(self.bands)
        check_extent(self.extent)
        check_mask(self.mask, self.mask_mode)
        if self.nodata_policy is not None:
            NODATA_POLICY.checked(self.nodata_policy)
        EDGE.checked(self.edge)
        MIN_VALID.checked(self.min_valid)
        OVERVIEWS.checked(self.overviews)
        if self.output_dtype is not None:
            _check_type(self.output_dtype)
        if not self.is_custom:
            return self.kernels()
        if self.function is None:
            raise InvalidParameter("filter=custom: needs function_file, the Python file that holds the function")
        self.function.check()
        return ()

    @property
    def is_custom(self) -> bool:
        """Whether the job runs a user's function."""
        if CUSTOM in self.filters and len(self.filters) > 1:
            raise InvalidParameter("filter=custom runs alone: take the other filters out, or run them afterwards")
        return self.filters == (CUSTOM,)

    def kernels(self) -> tuple[Kernel, ...]:
        """Return the filters with their values, none where these are in units of the map: that asks for the raster.

        Raises InvalidParameter for unknown filters, names and bad values.
        """
        specs = self.specs()
        if SIZE_UNIT.checked(self.size_unit) == "map":
            check_lengths(specs, self.parameters, self.sizes)
            return ()
        return bound(specs, self.parameters, self.sizes)[0]

    def specs(self) -> tuple[FilterSpec, ...]:
        """Return the records of the filters. Raises InvalidParameter for unknown filters and names of values."""
        from .filters import FILTERS

        if not self.filters:
            raise InvalidParameter(f"filter is empty: choose from {listed([*FILTERS, CUSTOM])}")
        for name in self.filters:
            if name not in FILTERS:
                raise InvalidParameter(f"filter={name}: must be one of {listed([*FILTERS, CUSTOM])}")
        specs = [FILTERS[name] for name in self.filters]
        known = {parameter.name for spec in specs for parameter in spec.parameters}
        for name in self.parameters:
            if name not in known:
                takes = f"takes {listed(sorted(known))}" if known else "takes no parameter"
                raise InvalidParameter(f"{name} is no parameter of {listed(self.filters)}, which {takes}")
        return tuple(specs)

    @property
    def other_sources(self) -> tuple[str, ...]:
        """Files that are read beside the input, which no output may replace."""
        return () if self.mask is None else (self.mask,)

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` reads."""
        return {**_plain(self), "kind": "filter"}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> FilterJob:
        """Return the job that `to_json` wrote."""
        return cls(**_restored(data))


@dataclass(frozen=True)
class StatisticsJob:
    """Measure a raster: merged over all tiles, exactly, and per tile where asked."""

    source: str
    config: MultiprocConfig
    statistics: tuple[str, ...] = DEFAULT_STATISTICS
    percentiles: tuple[float, ...] = ()
    bands: Optional[tuple[int, ...]] = None
    histogram_bins: int = 0
    """Bins of the histogram between min and max; 0: none is asked for."""
    extent: Optional[Extent] = None
    per_tile: bool = False
    function: Optional[UserFunction] = None
    """A user's function called on each tile instead of, or besides, the statistics."""
    table: Optional[str] = None
    json: Optional[str] = None
    html: Optional[str] = None
    tiles_file: Optional[str] = None
    """Where the per-tile records go, one JSON object a line, so that millions of tiles pass no pipe."""
    commands: tuple[tuple[str, str], ...] = ()
    """How to repeat the run, for the report: where to type it, and what."""
    source_crs: Optional[str] = None
    """The input's CRS, as text that names one, where it is another than the file says."""
    source_nodata: tuple[NodataRule, ...] = ()
    """What counts as nodata in the input beside what the file says; may be given as `nodata_rules` takes it."""
    mask: Optional[str] = None
    """Polygons (GeoPackage, GeoJSON, a stream of QGIS's) or a raster on the grid of `source` whose pixels count where
    they are not zero; None: no mask."""
    mask_mode: str = "compute"
    """`compute`: pixels outside get no result, but windows see them; `see`: they count as nodata."""
    further_sources: tuple[str, ...] = ()
    """Files, folders and patterns that make one raster with `source`; later ones lie upon earlier ones."""

    classes: tuple[tuple[int, float, str, str], ...] = ()
    """What a layer's style says of a map of classes: band, value, name and colour (`#rrggbb`) of each class."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "classes", tuple((int(band), *rest) for band, *rest in self.classes))
        object.__setattr__(self, "source_crs", crs_text(self.source_crs))
        object.__setattr__(self, "source_nodata", nodata_rules(self.source_nodata))

    def check(self) -> None:
        """Raise InvalidParameter for whatever is wrong and can be told without opening the raster."""
        from .statistics import STATISTICS

        check_source(self.source, *self.further_sources)
        check_config(self.config)
        check_bands(self.bands)
        check_extent(self.extent)
        check_mask(self.mask, self.mask_mode)
        if not self.statistics and not self.percentiles and self.function is None:
            raise InvalidParameter(f"statistics is empty: choose from {listed(STATISTICS)}")
        for name in self.statistics:
            if name not in STATISTICS:
                raise InvalidParameter(f"statistics={name}: must be one of {listed(STATISTICS)}")
        checked_percentiles(self.percentiles)
        HISTOGRAM_BINS.checked(whole_number("histogram_bins", self.histogram_bins, "bins"))
        if self.function is not None:
            self.function.check()
        check_different({"table": self.table, "json": self.json, "html": self.html, "tiles_file": self.tiles_file})

    @property
    def other_sources(self) -> tuple[str, ...]:
        """Files that are read beside the input, which no output may replace."""
        return () if self.mask is None else (self.mask,)

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` reads."""
        return {**_plain(self), "kind": "statistics"}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> StatisticsJob:
        """Return the job that `to_json` wrote."""
        return cls(**_restored(data))


Job = Union[FilterJob, StatisticsJob, ZonalJob]


def job_from_json(data: Mapping[str, Any]) -> Job:
    """Return the job of any kind. Raises InvalidParameter for a kind that is none."""
    kinds = {"filter": FilterJob, "statistics": StatisticsJob, "zonal": ZonalJob}
    kind = data.get("kind")
    if kind not in kinds:
        raise InvalidParameter(f"kind={kind}: must be {listed(kinds)}")
    return kinds[kind].from_json(data)  # type: ignore[no-any-return, attr-defined]


def _plain(job: Any) -> dict[str, Any]:
    data = {name: getattr(job, name) for name in job.__dataclass_fields__}
    data["config"] = job.config.to_json()
    data["source_nodata"] = [rule.to_json() for rule in job.source_nodata]
    data["function"] = None if job.function is None else job.function.to_json()
    return {name: list(value) if isinstance(value, tuple) else value for name, value in data.items()}


def _restored(data: Mapping[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
    fields.pop("kind", None)
    if "commands" in fields:
        fields["commands"] = tuple((place, text) for place, text in fields["commands"])
    fields["config"] = MultiprocConfig.from_json(fields["config"])
    if fields.get("function") is not None:
        fields["function"] = UserFunction(**fields["function"])
    return fields


def nodata_from_text(text: str) -> Nodata:
    """Return the number in a text, None of an empty one. Raises InvalidParameter."""
    if not text:
        return None
    try:
        return int(text)
    except ValueError:
        pass  # not a whole number; 64-bit ones must not pass through a float
    try:
        return float(text)
    except ValueError:
        raise InvalidParameter(f"output_nodata={text}: must be a number or nan, or empty to choose for me") from None


def check_different(outputs: Mapping[str, Optional[str]]) -> None:
    """Raise InvalidParameter when two outputs, paths by name, are one file. None or "" is one that has no path."""
    names: dict[str, str] = {}
    for name, path in outputs.items():
        if path:
            other = names.setdefault(os.path.realpath(path), name)
            if other != name:
                raise InvalidParameter(f"{name}={path}: is {other} already; give each output a file of its own")


def _check_type(dtype: str) -> None:
    if dtype not in OUTPUT_DTYPES:
        raise InvalidParameter(f"output_type={dtype}: must be one of {listed(OUTPUT_DTYPES)}")
