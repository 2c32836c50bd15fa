"""Targets, definitions and due dates of the plan, with what holds now and how often it changed."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from csp_desktop.core.plan_changes import PlanItem
from csp_desktop.ui.item_models.roles import Role

Index = QModelIndex | QPersistentModelIndex
ALL, CHANGED = "all", "changed"
_NOWHERE = QModelIndex()
_HEADINGS = ("Code", "Name", "Now", "Changes")


class PlanColumn(IntEnum):
    """The columns in order."""

    CODE = 0
    NAME = 1
    NOW = 2
    CHANGES = 3


class PlanTable(QAbstractTableModel):
    """Items of the plan as rows."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[PlanItem] = []

    def show_items(self, items: Sequence[PlanItem]) -> None:
        """Show items; of the same ones only the rows that differ are refreshed."""
        before, now = self._items, list(items)
        if [_key(one) for one in before] != [_key(one) for one in now]:
            self.beginResetModel()
            self._items = now
            self.endResetModel()
            return
        self._items = now
        for row, (was, one) in enumerate(zip(before, now, strict=True)):
            if was != one:
                last = self.index(row, len(PlanColumn) - 1)
                self.dataChanged.emit(self.index(row, 0), last)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One row an item."""
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The columns of `PlanColumn`."""
        return 0 if parent.isValid() else len(PlanColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return _HEADINGS[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows and says."""
        if not index.isValid():
            return None
        item, column = self._items[index.row()], PlanColumn(index.column())
        match role:
            case Role.RECORD:
                return item
            case Qt.ItemDataRole.DisplayRole:
                return _words(item, column).replace("\n", " ")
            case Qt.ItemDataRole.ToolTipRole:
                return _words(item, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                said = _words(item, column) or "never changed"
                return f"{item.code}, {_HEADINGS[column]}: {said}"
            case Role.DIM:
                quiet = column in (PlanColumn.CODE, PlanColumn.NOW) and not item.changes
                return True if quiet else None
            case Role.EMPHASIS:
                return True if column is PlanColumn.NOW and item.changes else None
        return None


class PlanFilter(QSortFilterProxyModel):
    """The items of a segment that hold the words typed."""

    def __init__(self, items: PlanTable) -> None:
        super().__init__()
        self._which = ALL
        self._words: list[str] = []
        self.setSourceModel(items)

    def show_only(self, which: str) -> None:
        """Show one of the segments: all, changed, or an entity."""
        self.beginFilterChange()
        self._which = which
        self.endFilterChange()

    def find(self, text: str) -> None:
        """Show items whose code, name or present state holds every one of these words."""
        self.beginFilterChange()
        self._words = text.casefold().split()
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Whether an item is shown."""
        item: PlanItem = self.sourceModel().index(row, 0, parent).data(Role.RECORD)
        if self._which == CHANGED and not item.changes:
            return False
        if self._which not in (ALL, CHANGED, item.entity):
            return False
        held = f"{item.code} {item.name} {item.now}".casefold()
        return all(word in held for word in self._words)


def _key(item: PlanItem) -> tuple[str, str]:
    return item.entity, item.id


def _words(item: PlanItem, column: PlanColumn) -> str:
    changed = f"{item.changes} change{'s' if item.changes > 1 else ''}" if item.changes else ""
    return (item.code, item.name, item.now, changed)[column]
