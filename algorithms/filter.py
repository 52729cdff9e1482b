"""Do what every algorithm does that filters a raster, and be the one that can do everything: "Tiled filter (save)"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Optional

from qgis.core import QgsProcessingParameterRasterDestination

from ..core.filters import FILTERS
from ..core.filters.policies import EDGE, MIN_VALID, NODATA_POLICY
from ..core.filters.sizes import SIZE_UNIT, SIZES, checked_sizes
from ..core.filters.spec import FilterSpec
from ..core.filters.windows.window import SIZE
from ..core.functions import UserFunction
from ..core.jobs import CUSTOM, FilterJob, nodata_from_text
from ..core.run_options import OUTPUT_TYPE, OVERVIEWS, chosen_dtype
from . import dress, helptext, options, style
from .base import TiledAlgorithm
from .inputs import check_raster_target, extent, raster_input
from .mask import MaskLayer, mask_parameters
from .panel import changed_but_unused, choices, declared, union
from .titles import title_of
from .values import Values
from .words import tr


class FilterAlgorithm(TiledAlgorithm):
    """Filters a raster into a new one. Subclasses declare the parameters, and say which filters are chosen."""

    has_preview = True

    def __init__(self) -> None:
        super().__init__()
        self._style: Any = None
        self._mask = MaskLayer()
        self._source_name = ""

    def filters_of(self, values: Values) -> tuple[str, ...]:
        """Return the names of the chosen filters, checked or not. Raises InvalidParameter."""
        raise NotImplementedError

    def offered(self) -> Sequence[FilterSpec]:
        """Return the filters that can be chosen."""
        return ()

    def function_of(self, values: Values) -> Optional[UserFunction]:  # noqa: ARG002
        """Return the user's function, where the chosen filter is one."""
        return None

    def declare(self, parameters: Iterable[Any], output: str) -> None:
        """Add the parameters, and OUTPUT with its label."""
        parameters = list(parameters)
        dress.dress(parameters, self.offered())
        for parameter in parameters:
            self.addParameter(parameter)
        self.addParameter(QgsProcessingParameterRasterDestination("OUTPUT", tr(output)))

    def make_job(self, values: Values) -> FilterJob:
        """Return the checked job."""
        source = raster_input(values)
        check_raster_target("OUTPUT", values.destination("OUTPUT"), source)
        filters = self.filters_of(values)
        function = self.function_of(values)
        chosen = [FILTERS[name] for name in filters if name in FILTERS]
        creation = values.creation_options()
        driver = options.driver(values, creation.pop("DRIVER", None))
        config = replace(
            options.config(values, self.settings(), None, function is not None),
            driver=driver,
            creation_options=creation,
        )
        mask = MaskLayer.of(values, source)
        job = FilterJob(
            source=source.path,
            further_sources=source.further,
            config=config,
            filters=filters,
            **_lengths_and_others(chosen, values),
            bands=values.bands(source.count),
            nodata_policy=str(values.checked(NODATA_POLICY)) if values.is_given("NODATA_POLICY") else None,
            min_valid=int(values.checked(MIN_VALID)),
            edge=str(values.checked(EDGE)),
            extent=extent(values, source),
            output_dtype=chosen_dtype(values.checked(OUTPUT_TYPE)),
            output_nodata=nodata_from_text(values.text("OUTPUT_NODATA")),
            overviews=str(values.checked(OVERVIEWS)),
            function=function,
            mask=mask.path,
            mask_mode=mask.mode,
        )
        job.check()
        self._mask = mask
        self._source_name = source.name
        return job

    def prepare_outputs(self, values: Values) -> None:
        """Make the style that the result will have, in the main thread."""
        self._style = style.for_result(
            self.job,
            title_of(self._source_name, self.job),
            values.destination("OUTPUT") in ("", None),
            self.parameterAsRasterLayer(values.parameters, "INPUT", values.context),
        )

    def remarks(self, values: Values) -> list[str]:
        """Say also which values have no effect with the chosen filters."""
        found = super().remarks(values) + changed_but_unused(self.offered(), self.job.filters, values)
        if self.job.sizes and values.is_changed(SIZE):
            found.append(tr("SIZE has no effect: SIZES takes its place."))
        return found

    def make_outputs(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        """Run the job."""
        output = self.parameterAsOutputLayer(parameters, "OUTPUT", context)
        config = self.job.config.copy()  # not `replace`, which would fix the driver by the name it had before
        config.outfile = output
        with self._mask.written(replace(self.job, config=config), feedback) as self.job:
            account = self.run_job(feedback)
        if account is None:
            return {}
        feedback.pushInfo(helptext.done(account))
        style.attach(self._style, output, context, self.parameterDefinition("OUTPUT").description())
        return {"OUTPUT": account["output"]}


def _lengths_and_others(chosen: Sequence[FilterSpec], values: Values) -> dict[str, Any]:
    """Return the filters' own values as a job holds them; lengths in units of the map as they were given."""
    sizes, unit = checked_sizes(values.text("SIZES")), str(values.checked(SIZE_UNIT))
    records = [record for record, _ in union(chosen) if not (sizes and record is SIZE)]
    return {
        "parameters": {
            record.name: values.raw(record.name.upper()) if unit == "map" and record.length else values.checked(record)
            for record in records
        },
        "sizes": sizes,
        "size_unit": unit,
    }


def size_parameters(filters: Sequence[FilterSpec]) -> list[Any]:
    """Return SIZES and SIZE_UNIT, as far as these filters have windows with sizes, and lengths."""
    records = [record for record, _ in union(filters)]
    has_lengths = any(record.length for record in records)
    return [declared(record) for record, fits in ((SIZES, SIZE in records), (SIZE_UNIT, has_lengths)) if fits]


class TiledFilter(FilterAlgorithm):
    """Everything: any filters, several at once, and a function of the user's own."""

    group_id = "allinone"
    runs_user_code = True

    def name(self) -> str:
        """Return the id, never changed."""
        return "tiledfilter"

    def displayName(self) -> str:
        """Return the name in the toolbox."""
        return tr("Tiled filter (save)")

    def shortDescription(self) -> str:
        """Return one sentence."""
        return tr("Filters a raster of any size tile by tile, on all cores, into a new raster.")

    def tags(self) -> list[str]:
        """Return words that find the algorithm."""
        words = "focal,neighbourhood,neighborhood,window,smooth,denoise,convolution,large,parallel,python"
        return [*tr(words).split(","), *FILTERS]

    def shortHelpString(self) -> str:
        """Return the help beside the panel."""
        return helptext.of_filters(FILTERS.values())

    def initAlgorithm(self, configuration: Any = None) -> None:  # noqa: ARG002
        """Declare the parameters: common ones by hand, a filter's own from its record."""
        parameters = [
            *options.raster_parameters(),
            choices(
                "filter",
                "Filter",
                [*FILTERS, CUSTOM],
                ["median"],
                "One filter, or several: the output has a band for each band and filter. Values that only some "
                "filters use are asked for below the list once one of these is chosen. custom runs your own Python "
                "function.",
            ),
            *(declared(record, used_by) for record, used_by in union(FILTERS.values())),
            *size_parameters(self.offered()),
            declared(NODATA_POLICY),
            *(declared(record) for record in (MIN_VALID, EDGE)),
            *options.function_parameters("A Python file with your own function; choose custom as the filter."),
            *mask_parameters(),
            *options.run_parameters(),
            *options.output_parameters(),
        ]
        self.declare(parameters, "Filtered raster")

    def filters_of(self, values: Values) -> tuple[str, ...]:
        """Return the chosen names, unchecked."""
        return values.names("FILTER")

    def offered(self) -> Sequence[FilterSpec]:
        """Return every filter."""
        return tuple(FILTERS.values())

    def function_of(self, values: Values) -> Optional[UserFunction]:
        """Return the user's function, where custom is chosen."""
        return options.user_function(values, self.settings()) if CUSTOM in values.names("FILTER") else None

    def remarks(self, values: Values) -> list[str]:
        """Say also that a function is named that is not called."""
        remarks = super().remarks(values)
        if values.text("FUNCTION_FILE") and not self.job.is_custom:
            remarks.append(tr("FUNCTION_FILE has no effect: choose custom as the filter."))
        return remarks
