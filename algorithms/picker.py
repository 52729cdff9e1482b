"""A list in which several things are chosen: by families, with labels, a search line and a sentence each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Optional

from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QAbstractItemView, QLabel, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from .words import tr

NAME = Qt.ItemDataRole.UserRole
Families = Sequence[tuple[str, Sequence[str]]]
LINES = 9
"""Rows of the list that are in sight."""
INDENTATION = 12


class Picker(QWidget):
    """Choose names from `families`, pairs of a heading and its names; `labels` says what they are called.

    `notes` has a sentence for each, shown beside it, and in full below the list for the one under the mouse.
    """

    changed = pyqtSignal()

    def __init__(self, families: Families, labels: Mapping[str, str], notes: Mapping[str, str]) -> None:
        super().__init__()
        self._labels, self._notes = labels, notes
        self._chosen: list[str] = []
        self._items: dict[str, QTreeWidgetItem] = {}
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search…"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.list = self._list(families)
        self.told = QLabel()
        self.told.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.search, self.list, self.told):
            layout.addWidget(widget)
        self._tell()

    def _list(self, families: Families) -> QTreeWidget:
        made = QTreeWidget()
        made.setHeaderHidden(True)
        made.setColumnCount(2)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        made.setUniformRowHeights(True)
        made.setIndentation(INDENTATION)
        made.setMouseTracking(True)
        for heading, names in families:
            family = QTreeWidgetItem(made, [heading])
            family.setFlags(Qt.ItemFlag.ItemIsEnabled)
            family.setFirstColumnSpanned(True)
            for name in names:
                self._items[name] = self._item(family, name)
        made.expandAll()
        made.resizeColumnToContents(0)
        made.setFixedHeight(LINES * max(made.sizeHintForRow(0), 16) + 2 * made.frameWidth())
        made.itemChanged.connect(self._ticked)
        made.itemEntered.connect(lambda item, _: self._tell(item.data(0, NAME)))
        return made

    def _item(self, family: QTreeWidgetItem, name: str) -> QTreeWidgetItem:
        note = self._notes.get(name, "")
        item = QTreeWidgetItem(family, [self._labels.get(name, name), note])
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(0, Qt.CheckState.Unchecked)
        item.setData(0, NAME, name)
        for column in (0, 1):
            item.setToolTip(column, f"{name}: {note}" if note else name)
        return item

    def chosen(self) -> list[str]:
        """Return the names chosen, in the order in which they were."""
        return list(self._chosen)

    def choose(self, names: Sequence[str]) -> None:
        """Choose these names and no others; one that is not offered is passed over."""
        self._chosen = [name for name in dict.fromkeys(names) if name in self._items]
        self.list.blockSignals(True)
        for name, item in self._items.items():
            ticked = name in self._chosen
            item.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        QTimer.singleShot(0, self._show_first)  # before it is laid out, the list knows no rows
        self._tell()
        self.changed.emit()

    def _ticked(self, item: QTreeWidgetItem) -> None:
        name = item.data(0, NAME)
        if name is None:
            return
        self._chosen = [one for one in self._chosen if one != name]
        if item.checkState(0) == Qt.CheckState.Checked:
            self._chosen.append(name)
        self._tell()
        self.changed.emit()

    def _show_first(self) -> None:
        if self._chosen:
            self.list.scrollToItem(self._items[self._chosen[0]], QAbstractItemView.ScrollHint.PositionAtCenter)

    def leaveEvent(self, event: Any) -> None:
        """Say again what is chosen."""
        self._tell()
        super().leaveEvent(event)

    def _tell(self, name: Optional[str] = None) -> None:
        """Say what is chosen; the sentence of `name`, or of the only one that is chosen."""
        if name is None and len(self._chosen) == 1:
            name = self._chosen[0]
        if name is not None and self._notes.get(name):
            self.told.setText(f"{self._labels.get(name, name)}: {self._notes[name]}")
            return
        labels = [self._labels.get(one, one) for one in self._chosen]
        self.told.setText(tr("Chosen: {}").format(", ".join(labels) or tr("nothing")))

    def _narrow(self, text: str) -> None:
        """Show only what has every word of the search in its name, label, sentence or family."""
        words = text.casefold().split()
        for number in range(self.list.topLevelItemCount()):
            family = self.list.topLevelItem(number)
            shown = 0
            for place in range(family.childCount()):
                item = family.child(place)
                told = " ".join((item.data(0, NAME), item.text(0), item.text(1), family.text(0))).casefold()
                item.setHidden(not all(word in told for word in words))
                shown += not item.isHidden()
            family.setHidden(not shown)
