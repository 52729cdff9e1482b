"""The forms, in QGIS's own dialogs at the size they open with: what is in sight, what comes with a choice, errors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from plugin_tools import algorithm
from processing.gui.AlgorithmDialog import AlgorithmDialog
from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog
from processing.modeler.ModelerParametersDialog import ModelerParametersDialog
from qgis.core import (
    NULL,
    QgsProcessingContext,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsSettings,
)
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QAbstractScrollArea, QComboBox, QLabel, QLineEdit, QSpinBox
from tiled_raster.algorithms import form as forms
from tiled_raster.algorithms import look, widgets
from tiled_raster.algorithms.tools import TOOLS as SPECS
from tiled_raster.core.errors import EngineError

pytestmark = pytest.mark.usefixtures("provider")

EXAMPLE = Path(__file__).resolve().parents[2] / "resources" / "examples" / "functions.py"
TOOLS = ("tiledfilter", "tiledstatistics", *(tool.name for tool in SPECS), "ownfunction", "tilinggrid", "checkengine")


class Opened:
    """A dialog of an algorithm that is shown, and the fields in it."""

    def __init__(self, name: str) -> None:
        QgsSettings().remove("Windows/QgsProcessingDialogBase/geometry")  # of the dialog that was closed last
        self.algorithm = algorithm(f"tiledraster:{name}")
        self.dialog = AlgorithmDialog(self.algorithm)
        self.dialog.show()
        self.wait()
        self.wrappers = self.dialog.mainWidget().wrappers

    def wait(self) -> None:
        for _ in range(5):
            QCoreApplication.processEvents()

    def set(self, **values: Any) -> None:
        self.dialog.mainWidget().setParameters(values)
        self.wait()

    def get(self) -> dict[str, Any]:
        found: dict[str, Any] = self.dialog.mainWidget().createProcessingParameters()
        return found

    def widget(self, name: str) -> Any:
        wrapper = self.wrappers[name]
        return wrapper.wrappedWidget() if hasattr(wrapper, "wrappedWidget") else wrapper.widget

    def is_shown(self, name: str) -> bool:
        widget = self.widget(name)
        return widget is not None and not widget.isHidden()

    def in_sight(self) -> list[str]:
        """Return the fields that are in sight without opening the advanced ones."""
        return [name for name in self.wrappers if self.widget(name) is not None and self.widget(name).isVisible()]

    def close(self) -> None:
        self.dialog.close()
        self.dialog.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def no_main_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in for QGIS's window in Python is none to C++, to which the panels hand parts of it."""
    for module in ("ParametersPanel", "BatchPanel", "AlgorithmDialog", "BatchAlgorithmDialog"):
        monkeypatch.setattr(f"processing.gui.{module}.iface", None, raising=False)
    monkeypatch.setattr("processing.modeler.ModelerParametersDialog.iface", None, raising=False)


@pytest.fixture
def opened() -> Iterator[Any]:
    every: list[Opened] = []

    def open_one(name: str) -> Opened:
        every.append(Opened(name))
        return every[-1]

    yield open_one
    for one in every:
        one.close()


@pytest.mark.parametrize("name", TOOLS)
def test_a_form_opens_with_few_fields_and_scrolls_only_downwards(name: str, opened: Any) -> None:
    one = opened(name)
    outputs = {each.name() for each in one.algorithm.destinationParameterDefinitions()}
    assert len([field for field in one.in_sight() if field not in outputs]) <= 7
    for area in one.dialog.mainWidget().findChildren(QAbstractScrollArea):
        assert not area.horizontalScrollBar().isVisible()
    labels = [label for label in one.dialog.mainWidget().findChildren(QLabel) if label.isVisible()]
    assert labels
    clipped = [label.text() for label in labels if not label.wordWrap() and label.sizeHint().width() > label.width()]
    assert not clipped


DEPENDENT = [
    ("focalstatistics", {}, "SIZE SHAPE", "PERCENTILE COLUMNS INNER_SIZE WEIGHTS WEIGHTS_FILE"),
    ("focalstatistics", {"FILTER": "percentile"}, "PERCENTILE SIZE SHAPE", "INNER_SIZE"),
    ("focalstatistics", {"SHAPE": "annulus"}, "SIZE INNER_SIZE", "COLUMNS WEIGHTS WEIGHTS_FILE"),
    ("focalstatistics", {"SHAPE": "rectangle"}, "SIZE COLUMNS", "INNER_SIZE WEIGHTS WEIGHTS_FILE"),
    ("morphology", {"SHAPE": "weights"}, "WEIGHTS WEIGHTS_FILE", "SIZE COLUMNS INNER_SIZE"),
    ("hillshade", {}, "AZIMUTH ALTITUDE", ""),
    ("hillshade", {"LIGHT": "multidirectional"}, "ALTITUDE Z_FACTOR", "AZIMUTH"),
    ("edgedetection", {}, "DIRECTION", "NEIGHBOURS SIGMA"),
    ("edgedetection", {"FILTER": "log"}, "SIGMA", "DIRECTION NEIGHBOURS"),
    ("ruggedness", {"FILTER": "roughness"}, "", "TRI_METHOD"),
    ("tiledfilter", {}, "SIZE SHAPE NODATA_POLICY", "SIGMA AZIMUTH LIGHT PERCENTILE FUNCTION_FILE DISTANCE"),
    ("tiledfilter", {"FILTER": ["hillshade"]}, "LIGHT AZIMUTH ALTITUDE Z_FACTOR", "SIZE SHAPE SIGMA NODATA_POLICY"),
    ("tiledfilter", {"FILTER": ["hillshade", "percentile"], "SHAPE": "annulus"}, "PERCENTILE SIZE INNER_SIZE", ""),
    ("tiledfilter", {"FILTER": ["slope"], "SHAPE": "annulus"}, "SLOPE_UNIT Z_FACTOR", "SHAPE INNER_SIZE AZIMUTH"),
    ("tiledfilter", {"FILTER": ["custom"]}, "FUNCTION_FILE FUNCTION_NAME DEPTH", "SIZE SHAPE NODATA_POLICY"),
]


@pytest.mark.parametrize(("name", "values", "shown", "hidden"), DEPENDENT)
def test_a_field_is_shown_only_with_the_choice_it_depends_on(
    name: str, values: dict[str, Any], shown: str, hidden: str, opened: Any
) -> None:
    one = opened(name)
    one.set(**values)
    assert [field for field in shown.split() if not one.is_shown(field)] == []
    assert [field for field in hidden.split() if one.is_shown(field)] == []
    one.set(FILTER=one.algorithm.parameterDefinition("FILTER").defaultValue()) if "FILTER" in values else None


def test_a_chosen_filters_fields_are_in_sight_without_opening_the_advanced_ones(opened: Any) -> None:
    one = opened("tiledfilter")
    one.wrappers["FILTER"].picker.choose(["hillshade"])
    one.wait()
    assert {"LIGHT", "AZIMUTH", "ALTITUDE", "Z_FACTOR"} <= set(one.in_sight())
    assert "SIZE" not in one.in_sight()


@pytest.mark.parametrize("name", [name for name in TOOLS if name != "checkengine"])
def test_a_form_gives_the_values_it_was_given_and_its_defaults_otherwise(name: str, dem: str, opened: Any) -> None:
    one = opened(name)
    one.set(INPUT=dem, FUNCTION_FILE=str(EXAMPLE))
    values = one.get()
    for definition in one.algorithm.parameterDefinitions():
        given, wanted = values.get(definition.name()), definition.defaultValue()
        if (
            not definition.isDestination()
            and definition.name() not in ("INPUT", "BANDS", "FUNCTION_NAME")
            and wanted is not None
        ):
            # From 3.36 on an empty line of text is NULL, which every reader of it takes for none.
            assert str("" if given in (None, NULL) else given) == str(wanted), definition.name()
    known = {each.name() for each in one.algorithm.parameterDefinitions()}
    other = {"SIZE": 9, "SHAPE": "circle", "FILTER": ["max", "tpi"], "STATISTICS": ["median", "max"], "WORKERS": 3}
    chosen = {key: value for key, value in other.items() if key in known}
    if name not in ("tiledfilter", "focalstatistics"):
        chosen.pop("FILTER", None)
    if name == "focalstatistics":
        chosen["FILTER"] = "majority"
    one.set(**chosen)
    values = one.get()
    assert {key: values[key] for key in chosen} == chosen


def test_choices_are_shown_by_their_labels_and_stored_by_their_names(opened: Any, dem: str) -> None:
    one = opened("morphology")
    one.set(INPUT=dem)
    box = one.widget("FILTER").findChild(QComboBox)
    assert [box.itemText(index) for index in range(box.count())] == [
        "Opening",
        "Closing",
        "White top-hat",
        "Black top-hat",
    ]
    box.setCurrentIndex(2)
    assert one.get()["FILTER"] == "white_tophat"


def test_filters_are_searched_in_a_list_by_families(opened: Any) -> None:
    picker = opened("tiledfilter").wrappers["FILTER"].picker
    headings = [picker.list.topLevelItem(number).text(0) for number in range(picker.list.topLevelItemCount())]
    assert headings == ["Focal", "Smoothing", "Edges", "Terrain", "Your own"]
    assert picker.told.text().startswith("Median: ")
    picker.search.setText("sun hill")
    assert all(item.isHidden() for item in picker._items.values())
    picker.search.setText("GROUND light")
    assert [name for name, item in picker._items.items() if not item.isHidden()] == ["hillshade"]


def test_spin_boxes_of_odd_sizes_step_by_two(opened: Any, dem: str) -> None:
    one = opened("focalstatistics")
    one.set(INPUT=dem)
    for name in ("SIZE", "COLUMNS", "INNER_SIZE"):
        box = one.widget(name)
        box = box if isinstance(box, QSpinBox) else box.findChild(QSpinBox)
        before = box.value()
        box.stepUp()
        assert box.value() == before + 2
    assert one.get()["SIZE"] == 5


def test_the_functions_of_a_file_are_listed_and_never_run(opened: Any, dem: str, tmp_path: Path) -> None:
    trap = tmp_path / "trap.py"
    trap.write_text(
        "open(__file__ + '.ran', 'w')\n\ndef second(x):\n    pass\n\ndef _own(x):\n    pass\n\nclass No: pass\n"
    )
    one = opened("ownfunction")
    one.set(FUNCTION_FILE=str(EXAMPLE), INPUT=dem)
    box = one.wrappers["FUNCTION_NAME"].box
    assert [box.itemText(index) for index in range(box.count())] == ["despiked", "relative_height", "relief"]
    assert one.get()["FUNCTION_NAME"] == "despiked"
    one.set(FUNCTION_FILE=str(trap))
    assert [box.itemText(index) for index in range(box.count())] == ["second"]
    assert one.wrappers["FUNCTION_NAME"].parameterValue() == "second"
    assert not Path(f"{trap}.ran").exists()
    one.set(FUNCTION_NAME="made_elsewhere")
    assert one.wrappers["FUNCTION_NAME"].parameterValue() == "made_elsewhere"


WORDS = [
    ("focalstatistics", {"SIZE": 4}, "SIZE", "Window size: 4 is even, try 3 or 5"),
    (
        "focalstatistics",
        {"SHAPE": "rectangle", "COLUMNS": 8},
        "COLUMNS",
        "Columns of a rectangle: 8 is even, try 7 or 9",
    ),
    ("gaussiansmoothing", {"SIGMA": 0}, "SIGMA", "Sigma: 0 is given, must be above 0"),
    (
        "ownfunction",
        {"FUNCTION_ARGUMENTS": "factor=3"},
        "FUNCTION_ARGUMENTS",
        "Arguments, as JSON: factor=3 is given, must be a",
    ),
    (
        "tiledstatistics",
        {"PERCENTILES": "p5"},
        "PERCENTILES",
        "Percentiles: p5 is given, must be numbers from 0 to 100",
    ),
    ("tiledfilter", {"FILTER": []}, "FILTER", "Filter: is empty: choose from mean"),
    ("slope", {"OUTPUT": "/nowhere/out.tif"}, "OUTPUT", "Slope: /nowhere/out.tif: there is no folder"),
]


@pytest.mark.parametrize(("name", "values", "field", "words"), WORDS)
def test_an_error_uses_the_words_of_the_form_and_marks_the_field(
    name: str, values: dict[str, Any], field: str, words: str, dem: str, opened: Any
) -> None:
    one = opened(name)
    given = {"INPUT": dem, "FUNCTION_FILE": str(EXAMPLE), "FUNCTION_NAME": "relief", **values}
    known = {each.name() for each in one.algorithm.parameterDefinitions()}
    given = {key: value for key, value in given.items() if key in known}
    fine, told = one.algorithm.checkParameterValues(given, QgsProcessingContext())
    assert not fine
    assert words in told
    usual = one.widget("INPUT").palette()
    editor = one.widget(field)
    assert editor.palette().base().color() != usual.base().color()
    if field == "SIZE":
        one.set(SIZE=5)
        assert editor.palette().base().color() == usual.base().color()
    fine, plain = algorithm(f"tiledraster:{name}").checkParameterValues(given, QgsProcessingContext())
    assert not fine
    assert plain.startswith((f"{field.lower()}=", f"{field.lower()} is "))


def test_a_missing_engine_is_said_when_the_form_opens(opened: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(forms.Form, "tell", lambda form, advice: told.append(advice))
    monkeypatch.setattr(forms.engine, "can_execute", lambda settings: (False, "no Python\nrun pip"))
    opened("slope")
    assert told == ["no Python\nrun pip"]


def test_where_nobody_looked_for_an_engine_the_form_does_in_the_background(
    opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_found(setting: Any, **more: Any) -> None:
        raise EngineError("no Python")

    told: list[str] = []
    monkeypatch.setattr(forms.Form, "tell", lambda form, advice: told.append(advice))
    monkeypatch.setattr(look.engine, "is_known", lambda settings: False)
    monkeypatch.setattr(look, "find_interpreter", none_found)
    one = opened("slope")
    for _ in range(2000):
        if told:
            break
        one.wait()
    assert told == ["no Python"]


def test_a_batch_shows_which_filter_is_chosen(dem: str) -> None:
    dialog = BatchAlgorithmDialog(algorithm("tiledraster:tiledfilter"))
    try:
        panel = dialog.mainWidget()
        column = panel.parameter_to_column["FILTER"]
        row = 1 if panel.tblParameters.cellWidget(0, column).__class__.__name__ == "BatchPanelFillWidget" else 0
        cell = panel.tblParameters.cellWidget(row, column)
        line = cell.findChild(QLineEdit)
        QCoreApplication.processEvents()
        assert line.text() == "median"
        panel.wrappers[row - 1][column].setParameterValue(["mean", "max"], QgsProcessingContext())
        QCoreApplication.processEvents()
        assert line.text() == "mean, max"
        # The table holds QGIS's own wrappers alone: one that lived in Python was found deleted under the batch's feet.
        assert not [one for one in panel.wrappers[0] if type(one).__module__.startswith("tiled_raster")]
    finally:
        dialog.deleteLater()


def test_the_editor_of_a_model_shows_which_filter_is_chosen() -> None:
    model = QgsProcessingModelAlgorithm()
    editor = ModelerParametersDialog(algorithm("tiledraster:tiledfilter"), model)
    try:
        wrapper = editor.widget.widget.wrappers["FILTER"]
        wrapper.setWidgetValue(QgsProcessingModelChildParameterSource.fromStaticValue(["mean", "max"]))
        QCoreApplication.processEvents()
        assert "mean, max" in [line.text() for line in wrapper.findChildren(QLineEdit)]
        child = editor.createAlgorithm()
        assert child.parameterSources()["FILTER"][0].staticValue() == ["mean", "max"]
    finally:
        editor.deleteLater()


def test_every_widget_named_in_metadata_is_there() -> None:
    for name in TOOLS:
        for definition in algorithm(f"tiledraster:{name}").parameterDefinitions():
            path = definition.metadata().get("widget_wrapper", {}).get("class", "")
            if path.startswith("tiled_raster"):
                assert hasattr(widgets, path.rpartition(".")[2])
