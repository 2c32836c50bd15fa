"""The delivery plan actions of a return, with their status for the quarter."""

from dataclasses import replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from csp_desktop.core.sheet import ActionLine, ReturnSheet
from csp_desktop.ui.core_marks import status_mark
from csp_desktop.ui.item_models.roles import Role

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class ActionColumn(IntEnum):
    """The columns in order."""

    CODE = 0
    ACTION = 1
    STATUS = 2
    DUE = 3


class ActionList(QAbstractTableModel):
    """Actions as rows, in the plan's order."""

    def __init__(self) -> None:
        super().__init__()
        self._sheet: ReturnSheet | None = None
        self._rows: tuple[ActionLine, ...] = ()

    def show_sheet(self, sheet: ReturnSheet) -> None:
        """Show a return's actions; of the same return only the rows that differ are refreshed."""
        old = self._sheet
        same = old is not None and (old.board, old.quarter) == (sheet.board, sheet.quarter)
        before, self._sheet = self._rows, sheet
        if not same:
            self.beginResetModel()
            self._rows = sheet.actions
            self.endResetModel()
            return
        self._rows = sheet.actions
        for number, (was, now) in enumerate(zip(before, self._rows, strict=True)):
            if not _looks_same(was, now):
                last = self.index(number, len(ActionColumn) - 1)
                self.dataChanged.emit(self.index(number, 0), last)

    def line(self, row: int) -> ActionLine | None:
        """The action of a row; None where there is no such row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One row an action."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The columns of `ActionColumn`."""
        return 0 if parent.isValid() else len(ActionColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return ("Code", "Action", "Status", "Due")[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows and says."""
        if not index.isValid():
            return None
        line = self._rows[index.row()]
        column = ActionColumn(index.column())
        if role == Role.RECORD:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return _words(line, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.action.code}, {_words(line, column)}"
        if role == Qt.ItemDataRole.ToolTipRole and column is ActionColumn.ACTION:
            return line.action.planned.text
        if role == Role.MARK and column is ActionColumn.STATUS and line.update.status:
            return status_mark(line.update.status)
        dim = column in (ActionColumn.CODE, ActionColumn.DUE) or not line.update.status
        return True if role == Role.DIM and dim and column != ActionColumn.ACTION else None


def _looks_same(was: ActionLine, now: ActionLine) -> bool:
    """Whether a row reads as before; an update nobody has made gets an id with every reading."""
    return replace(was, update=replace(was.update, id=now.update.id)) == now


def _words(line: ActionLine, column: ActionColumn) -> str:
    due = line.action.due
    return {
        ActionColumn.CODE: line.action.code,
        ActionColumn.ACTION: line.action.planned.text,
        ActionColumn.STATUS: line.update.status.words if line.update.status else "not entered",
        ActionColumn.DUE: f"{due.day} {due:%b %Y}" if due else "not set",
    }[column]
