"""A dialog of ours that is open: which fields it shows, which one is wrong, and whether there is an engine at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Optional

from qgis.core import Qgis
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QWidget

from . import engine
from .look import look_in_background
from .plan_line import PlanLine
from .preview import Preview, map_canvas
from .words import tr

MARKED, INK = QColor(255, 205, 200), QColor(40, 0, 0)
NAME = "tiled_raster_form"
NAMED = re.compile(r"([a-z][a-z0-9_]*)(?:=(.*?): | is )(.*)", re.DOTALL)
"""An error of core: "size=4: must be odd, …" or "input is empty: …"."""


class Form(QObject):
    """What we know of one dialog; it lives as long as the dialog does."""

    def __init__(self, dialog: Any) -> None:
        super().__init__(dialog)
        self.setObjectName(NAME)
        self.dialog = dialog
        self.wrappers: dict[str, Any] = {}
        self._marked: Optional[str] = None
        self._look: Any = None
        self._plan: Any = None
        self._preview: Any = None

    @classmethod
    def of(cls, dialog: Any) -> Optional[Form]:
        """Return the form of a dialog, made at the first call; None for what is no dialog of an algorithm."""
        if not isinstance(dialog, QObject) or not hasattr(dialog, "algorithm"):
            return None
        known = [child for child in dialog.children() if isinstance(child, Form)]
        return known[0] if known else cls(dialog)

    def meet(self, wrappers: Sequence[Any]) -> None:
        """Follow every field, once all are there; then look for an engine."""
        if self.wrappers:
            return
        self.wrappers = {wrapper.parameterDefinition().name(): wrapper for wrapper in wrappers}
        for wrapper in wrappers:
            wrapper.widgetValueHasChanged.connect(lambda changed: self._follow(changed.parameterDefinition().name()))
        algorithm = self.dialog.algorithm()
        if hasattr(algorithm, "form"):
            algorithm.form = self
        self.show_what_matters()
        self._look_for_engine(algorithm)
        if hasattr(algorithm, "make_job") and self.dialog.layout() is not None:
            self._plan = PlanLine(self.dialog, lambda message: in_words_of_the_form(message, algorithm)[1])
            if getattr(algorithm, "has_preview", False):
                self._preview = Preview(self.dialog, self.in_words, map_canvas)
                self._plan.row.addWidget(self._preview.button)
            self._plan.follow()

    def _follow(self, name: str) -> None:
        if name == self._marked:
            self.unmark()
        self.show_what_matters()
        if self._plan is not None:
            self._plan.follow()

    def show_what_matters(self) -> None:
        """Show each field that has an effect with what is chosen, and hide the others."""
        choosing = [wrapper for wrapper in self.wrappers.values() if hasattr(wrapper, "allows")]
        for name, wrapper in self.wrappers.items():
            shown = all(choice.allows(name) for choice in choosing)
            for widget in (wrapper.wrappedLabel(), wrapper.wrappedWidget()):
                if widget is not None:
                    widget.setVisible(shown)
                    line = widget.parentWidget()
                    if line is not None and line.objectName() == LINE:
                        line.setVisible(shown)

    def in_words(self, message: str) -> str:
        """Return an error of core in the words of this form, and mark the field that it names."""
        name, words = in_words_of_the_form(message, self.dialog.algorithm())
        if name:
            self.mark(name)
        return words

    def mark(self, name: str) -> None:
        """Colour a field until it is changed."""
        self.unmark()
        wrapper = self.wrappers.get(name)
        widget = None if wrapper is None else wrapper.wrappedWidget()
        if widget is not None:
            self._marked = name
            colour(widget, True)
            widget.setFocus()

    def unmark(self) -> None:
        """Take the colour away."""
        wrapper = self.wrappers.get(self._marked or "")
        self._marked = None
        if wrapper is not None and wrapper.wrappedWidget() is not None:
            colour(wrapper.wrappedWidget(), False)

    def _look_for_engine(self, algorithm: Any) -> None:
        """Say at once where no engine can be started; where nobody has looked yet, look in the background."""
        settings = engine.settings_of(algorithm.provider())
        can, advice = engine.can_execute(settings)
        if not can:
            self.tell(advice)
        else:
            self._look = look_in_background(settings, self._looked)

    def _looked(self) -> None:
        if self._look is not None and self._look.advice:
            self.tell(self._look.advice)

    def tell(self, advice: str) -> None:
        """Say in the dialog that no engine can be started, with the remedy behind a button."""
        head, _, rest = advice.partition("\n")
        self.dialog.messageBar().pushMessage(tr("No engine"), head, rest, Qgis.MessageLevel.Warning, 0)


def colour(widget: QWidget, marked: bool) -> None:
    """Colour what is typed into in a field, or give it the colours of all others again."""
    for one in (widget, *widget.findChildren(QWidget)):
        palette = QPalette()
        if marked:
            for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Button):
                palette.setColor(role, MARKED)
            for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
                palette.setColor(role, INK)
        one.setPalette(palette)


LINE = "tiled_raster_line"
"""The name of a line that holds a field moved below a choice."""


EVEN = "must be odd, "


def in_words_of_the_form(message: str, algorithm: Any) -> tuple[str, str]:
    """Return the parameter that an error of core names, "" for none, and the error by the label of its field."""
    found = NAMED.fullmatch(message)
    definition = None if found is None else algorithm.parameterDefinition(found[1].upper())
    if found is None or definition is None:
        return "", message
    label = definition.description()
    if found[2] is None:
        return definition.name(), f"{label}: {tr('is')} {found[3]}"
    given, rest = found[2], found[3]
    if rest.startswith(EVEN):
        return definition.name(), tr("{}: {} is even, {}").format(label, given, rest[len(EVEN) :])
    if rest.startswith("must "):
        return definition.name(), tr("{}: {} is given, {}").format(label, given, rest)
    return definition.name(), f"{label}: {given}: {rest}"
