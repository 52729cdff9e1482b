"""The algorithm "Statistics by zone"."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterString,
    QgsProcessingUtils,
)

from ..core.files.leftovers import written_already
from ..core.jobs import check_different
from ..core.parameters import Parameter
from ..core.statistics import STATISTICS
from ..core.zonal_job import DEFAULT_STATISTICS, PIXELS, ZonalJob
from ..core.zones.wkb import STREAM
from . import compat, dress, helptext, options, tiles
from .base import TiledAlgorithm, tell_cancelled
from .inputs import RasterInput, check_file_target, extent, raster_input
from .panel import choices, declared
from .values import Values
from .words import tr
from .zones import PolygonZones, polygons_or_raster

PIXEL_RULE = Parameter(
    name="pixels",
    label="Pixels of a polygon",
    help="centre: those whose centre lies within. touched: all that any part of the polygon lies in. share: all of "
    "these, each by the share of it that is covered.",
    default="centre",
    choices=PIXELS,
)
ZONE_BAND = Parameter(
    name="zone_band",
    label="Band with the numbers of the zones",
    help="Where the zones are a raster: the band whose whole numbers tell them apart.",
    default=1,
    minimum=1,
    maximum=65535,
    advanced=True,
)
FILES = {"OUTPUT_TABLE": "table", "OUTPUT_JSON": "json", "OUTPUT_CLASSES": "classes"}
WHOLE = ("count", "valid_count", "variety")


class ZonalStatistics(TiledAlgorithm):
    """Measures a raster in each of many zones, polygons or the numbers of another raster."""

    group_id = "zones"

    def __init__(self) -> None:
        super().__init__()
        self._input: Optional[RasterInput] = None
        self._zones: Optional[PolygonZones] = None
        self._prefix = ""

    def name(self) -> str:
        """Return the id, never changed."""
        return "zonalstatistics"

    def displayName(self) -> str:
        """Return the name in the toolbox."""
        return tr("Statistics by zone")

    def shortDescription(self) -> str:
        """Return one sentence."""
        return tr("Measures a raster of any size in each of many zones, exactly, median and percentiles too.")

    def tags(self) -> list[str]:
        """Return words that find the algorithm."""
        words = "zonal,zonal statistics,zones,polygons,polygon statistics,per polygon,land cover,tabulate area,extract"
        return [*tr(words).split(","), *STATISTICS]

    def shortHelpString(self) -> str:
        """Return the help beside the panel."""
        return tr(
            "Each zone gets the statistics of its own pixels: of every polygon of a layer, or of every whole number of "
            "a raster on the same grid. All zones are measured in one pass, exactly, whatever their number and size; "
            "polygons may overlap and lie in another CRS. A zone without a valid pixel gets counts of 0 and no other "
            "value."
        )

    def initAlgorithm(self, configuration: Any = None) -> None:  # noqa: ARG002
        """Declare the parameters."""
        parameters = [
            *options.raster_parameters(),
            _zones_parameter(),
            _selected_parameter(),
            choices(
                "statistics",
                "Statistics",
                STATISTICS,
                list(DEFAULT_STATISTICS),
                "What to measure in each zone.",
                optional=True,
            ),
            _text("PERCENTILES", "Percentiles", "Numbers from 0 to 100 separated by a semicolon, as in 5;50;95."),
            declared(PIXEL_RULE),
            declared(ZONE_BAND),
            options.advanced(_text("PREFIX", "Prefix of the fields", "Stands before the name of each statistic.", "_")),
            *options.run_parameters(),
            *_outputs(),
        ]
        dress.dress(parameters)
        labels = {name: tr(spec.label) for name, spec in STATISTICS.items()}
        notes = {name: tr(spec.summary) for name, spec in STATISTICS.items()}
        dress.dress_several(parameters[4], labels, notes, {tr("Statistics"): list(STATISTICS)})
        for parameter in parameters:
            self.addParameter(parameter)
        self.addOutput(QgsProcessingOutputNumber("ZONE_COUNT", tr("Number of zones")))

    def make_job(self, values: Values) -> ZonalJob:
        """Return the checked job; polygons become a file when it runs."""
        source = raster_input(values)
        zones, self._zones = polygons_or_raster(values, "ZONES", source)
        targets = {name: values.destination(name) for name in (*FILES, "OUTPUT")}
        for name in FILES:
            check_file_target(name, targets[name])
        tiles.check_target(targets["OUTPUT"])
        files = {name: target for name, target in targets.items() if name in FILES or tiles.is_file(target)}
        check_different({name.lower(): target for name, target in files.items()})
        job = ZonalJob(
            source=source.path,
            further_sources=source.further,
            config=options.config(values, self.settings(), None, False),
            zones=zones,
            zone_band=int(values.checked(ZONE_BAND)),
            pixels=str(values.checked(PIXEL_RULE)),
            statistics=values.names("STATISTICS"),
            percentiles=values.percentiles(),
            bands=values.bands(source.count),
            extent=extent(values, source),
            classes=targets["OUTPUT_CLASSES"],
        )
        job.check()
        self._input = source
        self._prefix = values.text("PREFIX")
        return job

    def prepare_outputs(self, values: Values) -> None:
        """Fill in the paths, temporary ones too."""
        paths = {
            job_name: self.parameterAsFileOutput(values.parameters, name, values.context)
            for name, job_name in FILES.items()
            if values.destination(name) is not None
        }
        if self._zones is not None:
            paths["zones"] = QgsProcessingUtils.generateTempFilename("zones" + STREAM)
        if values.destination("OUTPUT") is not None:
            paths["records"] = QgsProcessingUtils.generateTempFilename("zones.jsonl")
        self.job = replace(self.job, **paths)

    def make_outputs(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        """Write the polygons for the engine, run the job, and turn its records into features."""
        job = self.job
        temporary = [path for path in (job.records, job.zones if self._zones else None) if path]
        try:
            if self._zones is not None:
                self._zones.write(job.zones, feedback)
                if feedback.isCanceled():
                    tell_cancelled(feedback, tr("Cancelled."))
                    return {}
            account = self.run_job(feedback)
            if account is None:
                return {}
            results: dict[str, Any] = {name: getattr(job, own) for name, own in FILES.items() if getattr(job, own)}
            results["ZONE_COUNT"] = account["zones"]
            if job.records:
                layer = tiles.write(
                    self, parameters, context, self._input, job.records, feedback, "OUTPUT", self._written
                )
                if layer is None:
                    told = written_already([path for name, path in results.items() if name in FILES])
                    tell_cancelled(feedback, tr("Cancelled before the zones were written: {}.").format(told))
                else:
                    results["OUTPUT"] = layer
            feedback.pushInfo(helptext.measured_zones(account))
            return results
        finally:
            for path in temporary:
                if os.path.exists(path):
                    os.remove(path)

    def _written(
        self,
        algorithm: Any,
        parameters: dict[str, Any],
        context: Any,
        source: RasterInput,  # noqa: ARG002
        records: str,
        feedback: Any,
        output: str,
    ) -> Optional[str]:
        """Let QGIS make the layer: polygons with their own fields, or the numbers of a raster of zones."""
        fields = self._fields()
        where = (
            (compat.NO_GEOMETRY, QgsCoordinateReferenceSystem())
            if self._zones is None
            else (self._zones.kind, self._zones.crs)
        )
        sink, layer = algorithm.parameterAsSink(dict(parameters), output, context, fields, *where)
        if sink is None:
            raise QgsProcessingException(algorithm.invalidSinkError(dict(parameters), output))
        features = iter(()) if self._zones is None else self._zones.features()
        try:
            for record in tiles.read_records(records):
                if feedback.isCanceled():
                    return None
                feature = self._feature(fields, record, next(features, None))
                if not sink.addFeature(feature, compat.FAST_INSERT):
                    raise QgsProcessingException(tr("The zones could not be written: {}").format(sink.lastError()))
            if not sink.flushBuffer():
                raise QgsProcessingException(tr("The zones could not be written: {}").format(sink.lastError()))
        finally:
            del sink  # closes the file
        return str(layer)

    def _feature(self, fields: QgsFields, record: dict[str, Any], own: Optional[QgsFeature]) -> QgsFeature:
        """Return a zone with its statistics; `own` is its polygon, None where there is none."""
        made = QgsFeature(fields)
        first = [record["zone"]]
        if self._zones is not None:
            if own is None:
                raise QgsProcessingException(tr("The layer of zones changed during the run: run it once more."))
            made.setGeometry(own.geometry())
            first = own.attributes()
        made.setAttributes([*first, *(tiles.fitting(value) for name, value in record.items() if name != "zone")])
        return made

    def _fields(self) -> QgsFields:
        """Return the zones' own fields, then one for each statistic. Raises QgsProcessingException for a clash."""
        fields = QgsFields()
        for field in [compat.field("zone", int)] if self._zones is None else self._zones.fields:
            fields.append(QgsField(field))
        bands = self.job.bands or tuple(range(1, (self._input.count if self._input else 1) + 1))
        for place, band in enumerate(bands):
            for name in self.job.names:
                label = f"{self._prefix}{name}" if place == 0 else f"{self._prefix}b{band}_{name}"
                whole = name in WHOLE and (self.job.pixels != "share" or name == "variety")
                if not fields.append(compat.field(label, int if whole else float)):
                    raise QgsProcessingException(
                        tr("PREFIX={}: the zones have a field {} already; choose another prefix").format(
                            self._prefix, label
                        )
                    )
        return fields


def _zones_parameter() -> QgsProcessingParameterMapLayer:
    parameter = QgsProcessingParameterMapLayer(
        "ZONES", tr("Zones: polygons, or a raster"), types=[compat.POLYGON_SOURCE, compat.RASTER_SOURCE]
    )
    parameter.setHelp(
        tr(
            "A layer of polygons, in any CRS; overlapping ones are each measured by themselves. Or a raster of whole "
            "numbers on the same grid: all pixels with one number are a zone."
        )
    )
    return parameter


def _selected_parameter() -> QgsProcessingParameterBoolean:
    parameter = QgsProcessingParameterBoolean("SELECTED_ONLY", tr("Selected polygons only"), defaultValue=False)
    parameter.setHelp(tr("Measure only the features that are selected in the layer of zones."))
    return parameter


def _text(name: str, label: str, words: str, default: str = "") -> QgsProcessingParameterString:
    parameter = QgsProcessingParameterString(name, tr(label), defaultValue=default, optional=True)
    parameter.setHelp(tr(words))
    return parameter


def _outputs() -> list[Any]:
    layer = QgsProcessingParameterFeatureSink("OUTPUT", tr("Zones with statistics"), optional=True)
    files = [
        QgsProcessingParameterFileDestination(name, tr(label), tr(kind), optional=True, createByDefault=False)
        for name, label, kind in (
            ("OUTPUT_TABLE", "Table (CSV)", "CSV files (*.csv)"),
            ("OUTPUT_JSON", "JSON", "JSON files (*.json)"),
            ("OUTPUT_CLASSES", "Shares of classes (CSV)", "CSV files (*.csv)"),
        )
    ]
    return [layer, *files]
