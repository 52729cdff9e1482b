"""The parameters: their ids, which are never changed, their help, and that they follow from the registries."""

from __future__ import annotations

import ast
from typing import Any

import pytest
from plugin_tools import FILTER, STATISTICS, algorithm
from qgis.core import QgsProcessingContext, QgsProcessingParameterDefinition, QgsProcessingParameterEnum
from tiled_raster.algorithms.panel import union
from tiled_raster.core.clusters import CLUSTERS
from tiled_raster.core.filters import FILTERS
from tiled_raster.core.statistics import STATISTICS as MEASURES

BEFORE = ["INPUT", "BANDS", "FILTER"]
AFTER_FILTERS = [
    "SIZES",
    "SIZE_UNIT",
    "NODATA_POLICY",
    "MIN_VALID",
    "EDGE",
    "FUNCTION_FILE",
    "FUNCTION_NAME",
    "FUNCTION_ARGUMENTS",
    "DEPTH",
    "MASK",
    "SELECTED_ONLY",
    "MASK_MODE",
    "INPUTS",
    "EXTENT",
    "CHUNK_SIZE",
    "CLUSTER",
    "WORKERS",
    "MEMORY_LIMIT",
    "OUTPUT_TYPE",
    "OUTPUT_NODATA",
    "FORMAT",
    "OVERVIEWS",
    "CREATION_OPTIONS",
    "OUTPUT",
]
OF_STATISTICS = [
    "INPUT",
    "BANDS",
    "STATISTICS",
    "PERCENTILES",
    "HISTOGRAM_BINS",
    "FUNCTION_FILE",
    "FUNCTION_NAME",
    "FUNCTION_ARGUMENTS",
    "DEPTH",
    "TILE_SIZE",
    "SIZE_UNIT",
    "MASK",
    "SELECTED_ONLY",
    "MASK_MODE",
    "INPUTS",
    "EXTENT",
    "CHUNK_SIZE",
    "CLUSTER",
    "WORKERS",
    "MEMORY_LIMIT",
    "OUTPUT_TILES",
    "OUTPUT_TABLE",
    "OUTPUT_JSON",
    "OUTPUT_HTML",
]
FIRST_FILTER_PARAMETERS = {"SIZE", "SIGMA", "TRUNCATE"}
FIRST_NUMBERS = {"MEAN", "STD", "MEDIAN", "MIN", "MAX", "SUM", "COUNT", "VALID_COUNT", "RMSE"}

pytestmark = pytest.mark.usefixtures("provider")


def names_of(name: str) -> list[str]:
    return [definition.name() for definition in algorithm(name).parameterDefinitions()]


def test_the_names_of_the_filter_stay() -> None:
    own = [record.name.upper() for record, _ in union(FILTERS.values())]
    assert names_of(FILTER) == [*BEFORE, *own, *AFTER_FILTERS]
    assert set(own) >= FIRST_FILTER_PARAMETERS


def test_the_names_of_the_statistics_stay() -> None:
    assert names_of(STATISTICS) == OF_STATISTICS
    outputs = [output.name() for output in algorithm(STATISTICS).outputDefinitions()]
    assert outputs[4:] == [name.upper() for name in MEASURES]
    assert set(outputs) >= FIRST_NUMBERS


def test_choices_are_names_and_not_numbers() -> None:
    enums = [
        definition
        for name in (FILTER, STATISTICS)
        for definition in algorithm(name).parameterDefinitions()
        if definition.type() == QgsProcessingParameterEnum.typeName()
    ]
    assert len(enums) >= 7
    for definition in enums:
        assert definition.usesStaticStrings(), definition.name()
        assert f"as in {definition.name()}=" in definition.help(), definition.name()


def test_choices_come_from_the_registries() -> None:
    one = algorithm(FILTER)
    assert one.parameterDefinition("FILTER").options() == [*FILTERS, "custom"]
    assert one.parameterDefinition("FILTER").allowMultiple()
    assert one.parameterDefinition("CLUSTER").options() == ["auto", *CLUSTERS]
    assert algorithm(STATISTICS).parameterDefinition("STATISTICS").options() == list(MEASURES)


@pytest.mark.parametrize("name", [FILTER, STATISTICS])
def test_every_parameter_has_help_and_a_label(name: str) -> None:
    for definition in algorithm(name).parameterDefinitions():
        assert definition.description(), definition.name()
        assert definition.isDestination() or len(definition.help()) > 20, definition.name()


def test_the_help_of_a_filters_parameter_ends_with_its_users() -> None:
    one = algorithm(FILTER)
    for record, users in union(FILTERS.values()):
        labels = ", ".join(spec.label for spec in users)
        assert one.parameterDefinition(record.name.upper()).help().endswith(f"Used by: {labels}.")


def test_what_few_filters_use_is_marked_with_their_names() -> None:
    one = algorithm(FILTER)
    assert one.parameterDefinition("AZIMUTH").description().endswith("(for hillshade)")
    assert one.parameterDefinition("AZIMUTH").flags() & QgsProcessingParameterDefinition.Flag.FlagAdvanced
    assert one.parameterDefinition("SIZE").description() == "Window size"


def test_parameters_of_the_same_name_mean_the_same() -> None:
    for spec in FILTERS.values():
        for record in spec.parameters:
            shown = next(known for known, _ in union(FILTERS.values()) if known.name == record.name)
            assert (record.default, record.choices, record.odd) == (shown.default, shown.choices, shown.odd), (
                record.name
            )


@pytest.mark.parametrize("name", [FILTER, STATISTICS])
def test_the_first_sight_is_short(name: str) -> None:
    advanced = QgsProcessingParameterDefinition.Flag.FlagAdvanced
    shown = [one for one in algorithm(name).parameterDefinitions() if not one.flags() & advanced]
    assert len(shown) <= 12, [one.name() for one in shown]


@pytest.mark.parametrize("name", [FILTER, STATISTICS])
def test_the_help_names_every_choice(name: str) -> None:
    text = algorithm(name).shortHelpString()
    for choice in FILTERS if name == FILTER else MEASURES:
        assert f"<b>{choice}</b>" in text


@pytest.mark.parametrize(
    ("name", "values"),
    [
        (FILTER, {"FILTER": ["mean", "max"], "BANDS": [1, 2], "SIZE": 7, "FUNCTION_ARGUMENTS": '{"a": "it\'s"}'}),
        (FILTER, {"FILTER": "mean", "CLUSTER": "multi", "CREATION_OPTIONS": "COMPRESS=ZSTD|TILED=YES"}),
        (STATISTICS, {"STATISTICS": ["mean"], "PERCENTILES": "5;95", "EXTENT": "0,1,0,1 [EPSG:4326]"}),
    ],
)
def test_a_run_can_be_written_as_python_and_read_again(name: str, values: dict[str, Any]) -> None:
    parameters = {"INPUT": "dem.tif", **values}
    text = algorithm(name).asPythonCommand(parameters, QgsProcessingContext())
    call = ast.parse(text).body[0].value
    assert [ast.literal_eval(one) for one in call.args] == [name, parameters]
