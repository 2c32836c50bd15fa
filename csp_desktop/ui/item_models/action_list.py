"""The delivery plan actions of a return, with their status for the quarter."""

from dataclasses import replace
from datetime import date
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from csp_desktop.core.rules import Severity
from csp_desktop.core.sheet import ActionLine, ReturnSheet
from csp_desktop.ui.core_marks import status_mark
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.marks import Mark, ReturnState, Sign

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class ActionColumn(IntEnum):
    """The columns in order."""

    CODE = 0
    ACTION = 1
    STATUS = 2
    DUE = 3
    NOTE = 4


class ActionList(QAbstractTableModel):
    """Actions as rows, in the plan's order, then what the board has proposed."""

    def __init__(self) -> None:
        super().__init__()
        self._sheet: ReturnSheet | None = None
        self._rows: tuple[ActionLine, ...] = ()

    def show_sheet(self, sheet: ReturnSheet) -> None:
        """Show a return's actions; of the same ones only the rows that differ are refreshed."""
        old, before = self._sheet, self._rows
        same = (
            old is not None
            and (old.board, old.quarter) == (sheet.board, sheet.quarter)
            and _codes(before) == _codes(sheet.actions)
        )
        self._sheet = sheet
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

    def row_of(self, code: str) -> int:
        """The row of an action; -1 where it is none of this return's."""
        codes = _codes(self._rows)
        return codes.index(code) if code in codes else -1

    def find(self, text: str, after: int) -> int:
        """The next row that has the text in its code or its words; -1 where none has.

        Args:
            text: in whatever case.
            after: the row to begin behind; the search comes round to it in the end.
        """
        wanted, count = text.strip().casefold(), len(self._rows)
        for row in ((after + step) % count for step in range(1, count + 1)):
            if wanted and wanted in _searched(self._rows[row]):
                return row
        return -1

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
        return ("Code", "Action", "Status", "Due", "Notes")[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows and says."""
        if not index.isValid():
            return None
        line = self._rows[index.row()]
        column = ActionColumn(index.column())
        match role:
            case Role.RECORD:
                return line
            case Qt.ItemDataRole.DisplayRole:
                return _words(line, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{line.action.code}, {_spoken(line, column)}"
            case Qt.ItemDataRole.ToolTipRole:
                return _tip(line, column) or None
            case Role.MARK:
                return _mark(line, column)
            case Role.CODE:
                return _tag(line) if column is ActionColumn.ACTION else None
            case Role.DIM:
                return True if _is_dim(line, column) else None
            case Role.EMPHASIS:
                error = column is ActionColumn.NOTE and _note(line) == _ERROR
                return True if error else None
        return None


_SENT_BACK, _ERROR, _INFORMATION = "Sent back", "Error", "Information"


def _codes(lines: tuple[ActionLine, ...]) -> list[str]:
    return [one.action.code for one in lines]


def _looks_same(was: ActionLine, now: ActionLine) -> bool:
    """Whether a row reads as before; an update nobody has made gets an id with every reading."""
    return replace(was, update=replace(was.update, id=now.update.id)) == now


def _searched(line: ActionLine) -> str:
    planned = line.action.planned
    return "\n".join((planned.code, planned.heading, planned.text, *planned.parts)).casefold()


def _words(line: ActionLine, column: ActionColumn) -> str:
    match column:
        case ActionColumn.CODE:
            return line.action.code
        case ActionColumn.ACTION:
            return line.action.planned.text
        case ActionColumn.STATUS:
            return line.update.status.words if line.update.status else "not entered"
        case ActionColumn.DUE:
            return _due(line)
        case ActionColumn.NOTE:
            return _note(line)


def _spoken(line: ActionLine, column: ActionColumn) -> str:
    words = _words(line, column) or "no notes"
    return f"{words}, {_tag(line)}" if column is ActionColumn.ACTION and _tag(line) else words


def _tip(line: ActionLine, column: ActionColumn) -> str:
    if column is ActionColumn.ACTION:
        return "\n".join((line.action.planned.text, *line.action.planned.parts))
    if column is ActionColumn.NOTE:
        back = [f"Sent back: {line.reason.reason}"] if line.reason else []
        return "\n".join((*back, *(one.message for one in line.problems)))
    return ""


def _mark(line: ActionLine, column: ActionColumn) -> Mark | None:
    if column is ActionColumn.STATUS and line.update.status:
        return status_mark(line.update.status)
    if column is ActionColumn.DUE and days_over(line):
        return Sign.LATE
    if column is ActionColumn.NOTE and line.reason:
        return ReturnState.RETURNED
    return None


def _tag(line: ActionLine) -> str:
    return "proposed" if line.action.proposed else ""


def _is_dim(line: ActionLine, column: ActionColumn) -> bool:
    if column is ActionColumn.STATUS:
        return line.update.status is None
    return column in (ActionColumn.CODE, ActionColumn.DUE) or (
        column is ActionColumn.NOTE and _note(line) == _INFORMATION
    )


def _note(line: ActionLine) -> str:
    """What the board should look at first; the tool tip and the form say all of it."""
    if line.reason:
        return _SENT_BACK
    found = {one.severity for one in line.problems}
    if Severity.ERROR in found:
        return _ERROR
    return _INFORMATION if Severity.INFORMATION in found else ""


def days_over(line: ActionLine) -> int:
    """How many days an action that is still open was past its due date as the quarter ended."""
    due, status = line.action.due, line.update.status
    if due is None or (status is not None and not status.unfinished):
        return 0
    return max(0, (line.update.quarter.range.last - due).days)


def _due(line: ActionLine) -> str:
    action, days = line.action, days_over(line)
    if action.due is None:
        return "not set"
    ends = line.update.quarter.range.last
    due = _day(action.due, ends)
    if days:
        return f"{due}, {days} {'days' if days > 1 else 'day'} over"
    if action.days_slipped and action.original_due:
        return f"{due}, was {_day(action.original_due, ends)}"
    return due


def _day(day: date, near: date) -> str:
    """`30 Sep`, and with its year where that is not the quarter's."""
    return f"{day.day} {day:%b}" + ("" if day.year == near.year else f" {day:%y}")
