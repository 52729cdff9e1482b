"""Build what the dialogs show for our parameters: QGIS's own widgets, with a word here and a step there.

A parameter names one of these classes in its metadata and stays a plain parameter: scripts, models, batches and
`qgis_process` never see them. Processing's factory calls the class; in a model's editor and in a batch, where no field
comes or goes, it returns QGIS's own widget: a table of hundreds of rows holds nothing that lives in Python.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Optional

from processing.gui.wrappers import dialogTypes
from qgis.core import QgsProcessingContext
from qgis.gui import QgsAbstractProcessingParameterWidgetWrapper, QgsGui, QgsProcessingGui
from qgis.PyQt.QtWidgets import QComboBox, QSpinBox, QVBoxLayout, QWidget

from ..core.functions import functions_in
from . import compat
from .chosen_names import Names
from .form import LINE, Form
from .picker import Picker

BATCH = QgsProcessingGui.WidgetType.Batch

INDENT = 14
"""Pixels by which fields that depend on a choice stand to the right, below it."""


class Wrapped(QgsAbstractProcessingParameterWidgetWrapper):
    """A stock widget, wrapped: everything is passed on to it."""

    def __new__(cls, parameter: Any, dialog: Any, row: int = 0, col: int = 0, **words: Any) -> Any:  # noqa: ARG004
        """Return the wrapper; in the editor of a model and in a batch QGIS's own."""
        if dialog.__class__.__name__ == "ModelerParametersDialog":
            return modeler_widget(parameter, dialog)
        if kind_of(dialog) == BATCH:
            return cls.in_batch(QgsGui.processingGuiRegistry().createParameterWidgetWrapper(parameter, BATCH), dialog)
        return super().__new__(cls)

    @classmethod
    def in_batch(cls, stock: Any, dialog: Any) -> Any:
        """Return QGIS's own wrapper for a cell of a batch's table."""
        stock.setDialog(dialog)
        return stock

    def __init__(self, parameter: Any, dialog: Any, row: int = 0, col: int = 0, **words: Any) -> None:  # noqa: ARG002
        kind = kind_of(dialog)
        super().__init__(parameter, kind)
        self.form = Form.of(dialog)
        self.words = words
        self.stock = QgsGui.processingGuiRegistry().createParameterWidgetWrapper(parameter, kind)
        self.stock.setDialog(dialog)

    def setWidgetContext(self, context: Any) -> None:
        """Pass the context on."""
        super().setWidgetContext(context)
        self.stock.setWidgetContext(context)

    def registerProcessingContextGenerator(self, generator: Any) -> None:
        """Pass the generator on."""
        super().registerProcessingContextGenerator(generator)
        self.stock.registerProcessingContextGenerator(generator)

    def createWidget(self) -> QWidget:
        """Return the stock widget, and tell when its value changes."""
        widget = self.stock.createWrappedWidget(QgsProcessingContext())
        self.stock.widgetValueHasChanged.connect(lambda _: self.tell())
        return self.adapted(widget)

    def adapted(self, widget: QWidget) -> QWidget:
        """Return the widget to show, made of the stock one."""
        return widget

    def tell(self) -> None:
        """Tell whoever listens that the value has changed."""
        self.widgetValueHasChanged.emit(self)

    def setWidgetValue(self, value: Any, context: Any) -> None:
        """Show a value."""
        self.stock.setParameterValue(value, context)

    def widgetValue(self) -> Any:
        """Return what is shown."""
        return self.stock.parameterValue()

    def postInitialize(self, wrappers: Sequence[Any]) -> None:
        """Meet the wrappers of the other parameters, and the form they are all part of."""
        self.stock.postInitialize(list(wrappers))
        if self.form is not None:
            self.form.meet(wrappers)


class Watched(Wrapped):
    """A field of every form, so that the form is known: it says at once when there is no engine."""


class OddNumber(Wrapped):
    """A number that must be odd: its arrows go from 1 to 3 to 5."""

    def adapted(self, widget: QWidget) -> QWidget:
        """Return the spin box with a step of two."""
        for box in spin_boxes(widget):
            box.setSingleStep(2)
        return widget


def kind_of(dialog: Any) -> Any:
    """Return for which kind of dialog a widget is made; a dialog derived from one of QGIS's is of its kind."""
    named = (dialogTypes[one.__name__] for one in type(dialog).__mro__ if one.__name__ in dialogTypes)
    return next(named, QgsProcessingGui.WidgetType.Standard)


def only_one(value: Any) -> Any:
    """Return what a list of one holds, as a batch of "Tiled filter" names its filter; else the value itself."""
    return value[0] if isinstance(value, (list, tuple)) and len(value) == 1 else value


def framed(widget: QWidget) -> tuple[QWidget, QVBoxLayout]:
    """Return a frame with the widget in it, and its layout, where there is room for more."""
    frame = QWidget()
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(widget)
    return frame, layout


def spin_boxes(widget: QWidget) -> list[QSpinBox]:
    """Return the spin boxes in a widget, itself too."""
    return [one for one in (widget, *widget.findChildren(QSpinBox)) if isinstance(one, QSpinBox)]


class Choosing(Wrapped):
    """A choice, shown by labels; the fields that depend on it are shown only with it, those it `moves` just below it.

    `labels` maps the stored names to what is shown, `dependents` the names of parameters to the choices they need.
    """

    def adapted(self, widget: QWidget) -> QWidget:
        """Return the stock widget with labels, in a frame that has room for the fields that depend on it."""
        self.relabel(widget)
        frame, self.room = framed(self.chooser(widget))
        return frame

    @classmethod
    def in_batch(cls, stock: Any, dialog: Any) -> Any:
        """Return QGIS's own wrapper, which also takes a list of one."""
        show = stock.setParameterValue
        stock.setParameterValue = lambda value, context: show(only_one(value), context)
        return super().in_batch(stock, dialog)

    def setWidgetValue(self, value: Any, context: Any) -> None:
        """Show a choice."""
        super().setWidgetValue(only_one(value), context)

    def relabel(self, widget: QWidget) -> None:
        """Show labels in the stock combo box; the data of its items stay the names."""
        labels: Mapping[str, str] = self.words.get("labels", {})
        for box in [widget] if isinstance(widget, QComboBox) else []:
            for index in range(box.count()):
                box.setItemText(index, labels.get(str(box.itemData(index)), box.itemText(index)))

    def chooser(self, widget: QWidget) -> QWidget:
        """Return the widget in which one chooses."""
        return widget

    def chosen(self) -> list[str]:
        """Return the chosen names."""
        value = self.widgetValue()
        return [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]

    def allows(self, name: str) -> bool:
        """Return whether a parameter has an effect with what is chosen."""
        needed: Optional[Sequence[str]] = self.words.get("dependents", {}).get(name)
        return needed is None or any(choice in needed for choice in self.chosen())

    def postInitialize(self, wrappers: Sequence[Any]) -> None:
        """Move the fields that depend on this choice below it."""
        super().postInitialize(wrappers)
        if self.form is None:
            return
        shown = {wrapper.parameterDefinition().name(): wrapper for wrapper in wrappers}
        for name in self.words.get("moves", []):
            if name in shown and shown[name].parameterDefinition().flags() & compat.ADVANCED:
                self.take_in(shown[name])

    def take_in(self, wrapper: Any) -> None:
        """Put another parameter's label and field below this one, a little to the right."""
        line = QWidget()
        line.setObjectName(LINE)
        layout = QVBoxLayout(line)
        layout.setContentsMargins(INDENT, 0, 0, 0)
        for widget in (wrapper.wrappedLabel(), wrapper.wrappedWidget()):
            if widget is not None:
                layout.addWidget(widget)
        self.room.addWidget(line)


class ChoosingSeveral(Choosing):
    """Several choices, in a list by families with labels, a search line and a sentence each."""

    def chooser(self, widget: QWidget) -> QWidget:  # noqa: ARG002
        """Return the list; the stock widget, which shows only how many are chosen, is not shown."""
        self.picker = Picker(self.words.get("families", []), self.words.get("labels", {}), self.words.get("notes", {}))
        self.picker.changed.connect(self.tell)
        return self.picker

    @classmethod
    def in_batch(cls, stock: Any, dialog: Any) -> Any:
        """Return QGIS's own wrapper, whose widget names what is chosen."""
        create = stock.createWrappedWidget

        def create_named(context: Any) -> QWidget:
            widget = create(context)
            stock.names = Names(widget, stock.parameterValue)
            return widget

        stock.createWrappedWidget = create_named
        stock.setDialog(dialog)
        return stock

    def adapted(self, widget: QWidget) -> QWidget:
        """Return the list."""
        self.unused = widget
        return super().adapted(widget)

    def setWidgetValue(self, value: Any, context: Any) -> None:  # noqa: ARG002
        """Show what is chosen."""
        parts = value.replace(";", ",").split(",") if isinstance(value, str) else value or []
        self.picker.choose([str(part).strip() for part in parts if str(part).strip()])

    def widgetValue(self) -> Any:
        """Return the names chosen."""
        return self.picker.chosen()


class FunctionName(Wrapped):
    """The name of a function: a list of those in the file named, which is read and never run."""

    def adapted(self, widget: QWidget) -> QWidget:  # noqa: ARG002
        """Return a list that can be typed in."""
        self.box = QComboBox()
        self.box.setEditable(True)
        self.box.currentTextChanged.connect(lambda _: self.tell())
        return framed(self.box)[0]

    def setWidgetValue(self, value: Any, context: Any) -> None:  # noqa: ARG002
        """Show a name, whether the file has it or not."""
        self.box.setCurrentText("" if value is None else str(value))

    def widgetValue(self) -> Any:
        """Return the name."""
        return self.box.currentText().strip()

    def postInitialize(self, wrappers: Sequence[Any]) -> None:
        """Follow the field that names the file."""
        super().postInitialize(wrappers)
        for wrapper in wrappers if self.form is not None else []:
            if wrapper.parameterDefinition().name() == "FUNCTION_FILE":
                wrapper.widgetValueHasChanged.connect(lambda file: self.list_functions(file.parameterValue()))
                self.list_functions(wrapper.parameterValue())

    def list_functions(self, path: Any) -> None:
        """Offer the functions of the file; the first one where no name was given."""
        names = functions_in(str(path)) if path else []
        typed = self.box.currentText().strip()
        offered = [self.box.itemText(index) for index in range(self.box.count())]
        self.box.clear()
        self.box.addItems(names)
        kept = typed and typed not in offered
        self.box.setCurrentText(typed if kept or typed in names else (names or [""])[0])


def modeler_widget(parameter: Any, dialog: Any) -> Any:
    """Return the widget of a model's editor; it shows the names that are chosen, not how many."""
    registry = QgsGui.processingGuiRegistry()
    widget = registry.createModelerParameterWidget(dialog.model, dialog.childId, parameter, dialog.context)
    widget.setDialog(dialog)
    widget.names = Names(widget, lambda: _static_value(widget.value()))
    return widget


def _static_value(given: Any) -> Any:
    """Return the value in a model's child that is neither computed nor another child's: QGIS gives one or a list."""
    sources = given if isinstance(given, (list, tuple)) else [given]
    return next((source.staticValue() for source in sources if hasattr(source, "staticValue")), None)
