"""The algorithm "Tiled filter (save)"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Optional

from qgis.core import QgsProcessingParameterRasterDestination, QgsProcessingParameterString

from ..core.filters import FILTERS
from ..core.filters.policies import EDGE, MIN_VALID, NODATA_POLICY
from ..core.jobs import CUSTOM, OUTPUT_DTYPES, FilterJob, nodata_from_text
from ..core.parameters import Parameter
from . import compat, helptext, options, style
from .base import TiledAlgorithm
from .inputs import check_raster_target, extent, raster_input
from .panel import changed_but_unused, choices, declared, union
from .values import Values
from .words import tr

CHOOSE = "auto"
OUTPUT_TYPE = Parameter(
    name="output_type",
    label="Type of the output",
    help="auto: the input's type where the filter keeps values, else a type that holds the result. With another type "
    "values are rounded and clipped, never wrapped.",
    default=CHOOSE,
    choices=(CHOOSE, *OUTPUT_DTYPES),
    advanced=True,
)


class TiledFilter(TiledAlgorithm):
    """Filters a raster into a new one."""

    def __init__(self) -> None:
        super().__init__()
        self._style: Any = None
        self._source_name = ""

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
                "One filter, or several: the output has a band for each band and filter. Values that only one or two "
                "filters use stand under Advanced parameters, marked with the filter's name. custom runs your own "
                "Python function.",
            ),
            *(declared(record, used_by) for record, used_by in union(FILTERS.values())),
            declared(NODATA_POLICY),
            *(declared(record) for record in (MIN_VALID, EDGE)),
            *options.function_parameters("A Python file with your own function; choose custom as the filter."),
            *options.run_parameters(),
            declared(OUTPUT_TYPE),
            _output_nodata(),
            _creation_options(),
        ]
        for parameter in parameters:
            self.addParameter(parameter)
        self.addParameter(QgsProcessingParameterRasterDestination("OUTPUT", tr("Filtered raster")))

    def make_job(self, values: Values) -> FilterJob:
        """Return the checked job."""
        source = raster_input(values)
        check_raster_target("OUTPUT", values.destination("OUTPUT"), source)
        filters = values.names("FILTER")
        function = options.user_function(values) if CUSTOM in filters else None
        chosen = [FILTERS[name] for name in filters if name in FILTERS]
        creation = values.creation_options()
        driver = creation.pop("DRIVER", None)
        config = replace(
            options.config(values, self.settings(), None, function is not None),
            driver=driver,
            creation_options=creation,
        )
        job = FilterJob(
            source=source.path,
            config=config,
            filters=filters,
            parameters={record.name: values.checked(record) for record, _ in union(chosen)},
            bands=values.bands(source.count),
            nodata_policy=str(values.checked(NODATA_POLICY)) if values.is_given("NODATA_POLICY") else None,
            min_valid=int(values.checked(MIN_VALID)),
            edge=str(values.checked(EDGE)),
            extent=extent(values, source),
            output_dtype=_unless_auto(values.checked(OUTPUT_TYPE)),
            output_nodata=nodata_from_text(values.text("OUTPUT_NODATA")),
            function=function,
        )
        job.check()
        self._source_name = source.name
        return job

    def prepare_outputs(self, values: Values) -> None:
        """Make the style that the result will have, in the main thread."""
        title = f"{self._source_name}: {', '.join(self.job.filters)}"
        own = self.job.filters[0] if len(self.job.filters) == 1 and _as_usual(self.job) else None
        self._style = style.for_result(own, title, values.destination("OUTPUT") in ("", None))

    def remarks(self, values: Values) -> list[str]:
        """Say also which values have no effect with the chosen filters."""
        remarks = super().remarks(values) + changed_but_unused(FILTERS.values(), self.job.filters, values)
        if values.text("FUNCTION_FILE") and not self.job.is_custom:
            remarks.append(tr("FUNCTION_FILE has no effect: choose custom as the filter."))
        return remarks

    def make_outputs(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        """Run the job."""
        output = self.parameterAsOutputLayer(parameters, "OUTPUT", context)
        self.job = replace(self.job, config=replace(self.job.config, outfile=output))
        account = self.run_job(feedback)
        if account is None:
            return {}
        feedback.pushInfo(helptext.done(account))
        style.attach(self._style, output, context, self.parameterDefinition("OUTPUT").description())
        return {"OUTPUT": account["output"]}


def _as_usual(job: FilterJob) -> bool:
    """Return whether a filter's choices are the default ones: its style is made for these, slope's for degrees."""
    records = [record for name in job.filters if name in FILTERS for record in FILTERS[name].parameters]
    return all(job.parameters[record.name] == record.default for record in records if record.choices)


def _output_nodata() -> QgsProcessingParameterString:
    parameter = QgsProcessingParameterString("OUTPUT_NODATA", tr("Nodata value of the output"), optional=True)
    parameter.setHelp(tr("A number, or nan. Empty: the input's where the output's type holds it, else a fitting one."))
    return options.advanced(parameter)


def _creation_options() -> QgsProcessingParameterString:
    parameter = QgsProcessingParameterString("CREATION_OPTIONS", tr("Creation options"), defaultValue="", optional=True)
    parameter.setHelp(
        tr(
            "Options of the output's format, as COMPRESS=ZSTD|BLOCKXSIZE=512. They win over the defaults: tiled, "
            "compressed with the right predictor, BIGTIFF=IF_SAFER. DRIVER=COG writes a cloud optimised GeoTIFF."
        )
    )
    compat.show_raster_options(parameter)
    return options.advanced(parameter)


def _unless_auto(value: Any) -> Optional[str]:
    return None if value == CHOOSE else str(value)
