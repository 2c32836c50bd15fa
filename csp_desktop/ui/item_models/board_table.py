"""Home's table: every board with the state of its return for the quarter."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from csp_desktop.core.periods import day_words
from csp_desktop.services.returns import BoardProgress
from csp_desktop.ui.core_marks import state_mark
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.marks import Sign

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_DAYS_IN_WORDS = 99


class BoardColumn(IntEnum):
    """The columns in order."""

    BOARD = 0
    STATE = 1
    ENTERED = 2
    DUE = 3


class BoardTable(QAbstractTableModel):
    """Boards as rows."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[BoardProgress] = []

    def show_progress(self, rows: list[BoardProgress]) -> None:
        """Replace what is shown."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def progress(self, row: int) -> BoardProgress:
        """The record of a row."""
        return self._rows[row]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One row a board."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The columns of `BoardColumn`."""
        return 0 if parent.isValid() else len(BoardColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return ("Board", "State", "Entered", "Due")[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows, sorts by and says."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        column = BoardColumn(index.column())
        if role == Role.RECORD:
            return row
        if role == Role.SORT:
            return _sort_key(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.board.name}, {_words(row, column)}"
        if role == Qt.ItemDataRole.DisplayRole:
            return _words(row, column)
        return _looks(row, column).get(role)


def due_words(row: BoardProgress) -> str:
    """`5 days late`, `late since 17 July 2015`, `On time`, or when it is due."""
    if not row.complete.expected:
        return "Nothing asked"
    if row.days_late > _DAYS_IN_WORDS:
        return f"Late since {row.due.day} {row.due:%b %Y}"
    if row.days_late:
        return f"{row.days_late} day{'s' if row.days_late > 1 else ''} late"
    return f"Due {day_words(row.due, year=False)}" if row.record.state.open_for_entry else "In"


def _words(row: BoardProgress, column: BoardColumn) -> str:
    return {
        BoardColumn.BOARD: row.board.name,
        BoardColumn.STATE: row.record.state.words,
        BoardColumn.ENTERED: row.complete.words,
        BoardColumn.DUE: due_words(row),
    }[column]


def _looks(row: BoardProgress, column: BoardColumn) -> dict[int, Any]:
    late = bool(row.days_late)
    looks: dict[BoardColumn, dict[int, Any]] = {
        BoardColumn.BOARD: {Role.CODE: row.board.code, Role.EMPHASIS: late},
        BoardColumn.STATE: {Role.STATE: state_mark(row.record.state)},
        BoardColumn.ENTERED: {Role.PROGRESS: (row.complete.entered, row.complete.expected)},
        BoardColumn.DUE: {Role.MARK: Sign.LATE if late else None, Role.DIM: not late},
    }
    return looks[column]


def _sort_key(row: BoardProgress, column: BoardColumn) -> Any:
    return {
        BoardColumn.BOARD: row.board.name.lower(),
        BoardColumn.STATE: list(type(row.record.state)).index(row.record.state),
        BoardColumn.ENTERED: row.complete.entered / max(row.complete.expected, 1),
        # The latest first, boards that owe nothing last.
        BoardColumn.DUE: -row.days_late if row.complete.expected else 1,
    }[column]
