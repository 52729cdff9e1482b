"""The algorithm "Tiled statistics (collect)"."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any, Optional

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
    QgsProcessingUtils,
)

from ..core.files.leftovers import written_already
from ..core.jobs import DEFAULT_STATISTICS, StatisticsJob, check_different
from ..core.run_options import HISTOGRAM_BINS
from ..core.statistics import STATISTICS
from . import compat, dress, helptext, options, tile_layer, tiles
from .base import TiledAlgorithm, tell_cancelled
from .class_style import classes_of
from .inputs import RasterInput, check_file_target, extent, input_layer, raster_input
from .mask import MaskLayer, mask_parameters
from .panel import choices, declared
from .tables import load_table
from .tile_size import SIZE_UNIT, TILE_SIZE, with_tile_size
from .values import Values
from .words import tr

FILES = {"OUTPUT_TABLE": "csv", "OUTPUT_JSON": "json", "OUTPUT_HTML": "html"}


class TiledStatistics(TiledAlgorithm):
    """Measures a raster: numbers, table, JSON, report, and a polygon for each tile."""

    group_id = "allinone"
    runs_user_code = True

    def __init__(self) -> None:
        super().__init__()
        self._input: Optional[RasterInput] = None
        self._mask = MaskLayer()
        self._files: dict[str, str] = {}
        self._style: Any = None

    def name(self) -> str:
        """Return the id, never changed."""
        return "tiledstatistics"

    def displayName(self) -> str:
        """Return the name in the toolbox."""
        return tr("Tiled statistics (collect)")

    def shortDescription(self) -> str:
        """Return one sentence."""
        return tr("Measures a raster of any size tile by tile, exactly, median and percentiles too.")

    def tags(self) -> list[str]:
        """Return words that find the algorithm."""
        words = "average,deviation,quantile,histogram,summary,large,parallel,report,python,function"
        return [*tr(words).split(","), *STATISTICS]

    def shortHelpString(self) -> str:
        """Return the help beside the panel."""
        return helptext.of_statistics(STATISTICS.values())

    def initAlgorithm(self, configuration: Any = None) -> None:  # noqa: ARG002
        """Declare the parameters and a number output for each statistic."""
        parameters = [
            *options.raster_parameters(),
            choices(
                "statistics",
                "Statistics",
                STATISTICS,
                list(DEFAULT_STATISTICS),
                "What to measure, over the whole raster or the area chosen.",
                optional=True,
            ),
            _percentiles(),
            declared(HISTOGRAM_BINS),
            *options.function_parameters("A Python file with your own function; it is also called on each tile."),
            *map(declared, (TILE_SIZE, SIZE_UNIT)),
            *mask_parameters(),
            *options.run_parameters(),
            *_file_outputs(),
        ]
        dress.dress(parameters)
        labels = {name: tr(spec.label) for name, spec in STATISTICS.items()}
        notes = {name: tr(spec.summary) for name, spec in STATISTICS.items()}
        dress.dress_several(parameters[2], labels, notes, {tr("Statistics"): list(STATISTICS)})
        for parameter in parameters:
            self.addParameter(parameter)
        for spec in STATISTICS.values():
            self.addOutput(QgsProcessingOutputNumber(spec.name.upper(), tr(spec.label)))

    def make_job(self, values: Values) -> StatisticsJob:
        """Return the checked job."""
        source = raster_input(values)
        targets = {name: values.destination(name) for name in (*FILES, "OUTPUT_TILES")}
        targets = {name: target for name, target in targets.items() if name in FILES or tiles.is_file(target)}
        for name in FILES:
            check_file_target(name, targets[name])
        tiles.check_target(values.destination(tiles.OUTPUT))
        check_different({name.lower(): target for name, target in targets.items()})
        function = options.user_function(values, self.settings())
        mask = MaskLayer.of(values, source)
        job = StatisticsJob(
            source=source.path,
            further_sources=source.further,
            config=with_tile_size(options.config(values, self.settings(), None, function is not None), values, source),
            statistics=values.names("STATISTICS"),
            percentiles=values.percentiles(),
            bands=values.bands(source.count),
            histogram_bins=int(values.checked(HISTOGRAM_BINS)),
            extent=extent(values, source),
            per_tile=values.destination("OUTPUT_TILES") is not None,
            function=function,
            classes=classes_of(input_layer(values)),
            mask=mask.path,
            mask_mode=mask.mode,
        )
        job.check()
        self._mask = mask
        self._input = source
        self.outputDefinition("OUTPUT_HTML").setDescription(tr("{}: report").format(source.name))
        return job

    def prepare_outputs(self, values: Values) -> None:
        """Fill in the paths, temporary ones too, and make the style of the tiles in the main thread."""
        self._style = tile_layer.made(tr("{}: statistics of each tile").format(self._input.name))
        self._files = {
            name: self.parameterAsFileOutput(values.parameters, name, values.context)
            for name in FILES
            if values.destination(name) is not None
        }
        self.job = replace(
            self.job,
            table=self._files.get("OUTPUT_TABLE"),
            json=self._files.get("OUTPUT_JSON"),
            html=self._files.get("OUTPUT_HTML"),
            tiles_file=QgsProcessingUtils.generateTempFilename("tiles.jsonl") if self.job.per_tile else None,
            commands=((tr("Python console of QGIS"), self._command(values)),),
        )

    def _command(self, values: Values) -> str:
        """Return how to repeat the run, as the report may show it: a function's arguments may be secrets."""
        shown = dict(values.parameters)
        if self.job.function is not None and not self.job.function.record_arguments:
            shown["FUNCTION_ARGUMENTS"] = "…"
        return str(self.asPythonCommand(shown, values.context))

    def make_outputs(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        """Run the job, then turn its records into outputs."""
        records = self.job.tiles_file
        try:
            with self._mask.written(self.job, feedback) as self.job:
                account = self.run_job(feedback)
            if account is None:
                return {}
            results: dict[str, Any] = {**self._files, **_numbers(account["bands"][0])}
            if records is not None:
                layer = tiles.write(self, parameters, context, self._input, records, feedback)
                if layer is not None:
                    self._style.learn(records)
                    tile_layer.attach(self._style, layer, context)
                    results["OUTPUT_TILES"] = layer
                else:
                    told = written_already(list(self._files.values()))
                    tell_cancelled(feedback, tr("Cancelled before the layer of tiles was written: {}.").format(told))
        finally:
            if records is not None and os.path.exists(records):
                os.remove(records)
        load_table(self._files.get("OUTPUT_TABLE"), tr("{}: statistics").format(self._input.name), context, feedback)
        for line in helptext.measured(account):
            feedback.pushInfo(line)
        return results


def _numbers(band: dict[str, Any]) -> dict[str, Any]:
    """Return the numbers of the first chosen band under their outputs' names, null where there is none."""
    return {name.upper(): tiles.fitting(value) for name, value in band.items() if helptext.is_number(name, value)}


def _percentiles() -> QgsProcessingParameterString:
    parameter = QgsProcessingParameterString("PERCENTILES", tr("Percentiles"), defaultValue="", optional=True)
    parameter.setHelp(tr("Numbers from 0 to 100 separated by a semicolon, as in 5;50;95. They are exact."))
    return parameter


def _file_outputs() -> list[Any]:
    area = QgsProcessingParameterFeatureSink(
        "OUTPUT_TILES",
        tr("Statistics of each tile"),
        type=compat.POLYGON_SOURCE,
        optional=True,
        createByDefault=False,
    )
    files = [
        QgsProcessingParameterFileDestination(name, tr(label), tr(kind), optional=True, createByDefault=shown)
        for name, label, kind, shown in (
            ("OUTPUT_TABLE", "Table (CSV)", "CSV files (*.csv)", False),
            ("OUTPUT_JSON", "JSON", "JSON files (*.json)", False),
            ("OUTPUT_HTML", "Report (HTML)", "HTML files (*.html)", True),
        )
    ]
    return [area, *files]
