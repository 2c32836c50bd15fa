"""Home's table: every board with the state of its return for the quarter."""

from enum import Enum, IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from csp_desktop.core.periods import day_words
from csp_desktop.core.reminders import counted
from csp_desktop.core.returns import ReturnState
from csp_desktop.services.returns import BoardProgress
from csp_desktop.ui.core_marks import state_mark
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.marks import Sign

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_DAYS_IN_WORDS = 99
_NUMBERS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BoardColumn(IntEnum):
    """The columns in order."""

    BOARD = 0
    STATE = 1
    VERSION = 2
    ENTERED = 3
    DUE = 4
    QUERIES = 5
    CONTACT = 6


_HEADINGS = {
    BoardColumn.BOARD: "Board",
    BoardColumn.STATE: "State",
    BoardColumn.VERSION: "Version",
    BoardColumn.ENTERED: "Entered",
    BoardColumn.DUE: "Due",
    BoardColumn.QUERIES: "Queries",
    BoardColumn.CONTACT: "Last contact",
}
_RIGHT = (BoardColumn.VERSION, BoardColumn.QUERIES)


class Segment(Enum):
    """Which returns are shown."""

    ALL = "All"
    LATE = "Late"
    TO_REVIEW = "To review"
    RETURNED = "Returned"
    APPROVED = "Approved"

    def holds(self, row: BoardProgress) -> bool:
        """Whether a return belongs to it."""
        state = row.record.state
        return {
            Segment.ALL: True,
            Segment.LATE: bool(row.days_late),
            Segment.TO_REVIEW: state is ReturnState.SUBMITTED,
            Segment.RETURNED: state is ReturnState.RETURNED,
            Segment.APPROVED: state in (ReturnState.APPROVED, ReturnState.ISSUED),
        }[self]


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
        """The columns' names, at the side of their figures."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = BoardColumn(section)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in _RIGHT:
            return _NUMBERS
        return _HEADINGS[column] if role == Qt.ItemDataRole.DisplayRole else None

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
            return f"{row.board.name}, {_spoken(row, column)}"
        if role == Qt.ItemDataRole.DisplayRole:
            return _words(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _NUMBERS if column in _RIGHT else None
        return _looks(row, column).get(role)


class BoardFilter(QSortFilterProxyModel):
    """The boards that match the segment and the words typed."""

    def __init__(self, boards: BoardTable) -> None:
        super().__init__()
        self._segment = Segment.ALL
        self._words = ""
        self.setSortRole(Role.SORT)
        self.setSourceModel(boards)

    def show_only(self, segment: Segment) -> None:
        """Show one of the segments."""
        self.beginFilterChange()
        self._segment = segment
        self.endFilterChange()

    def find(self, words: str) -> None:
        """Show boards whose name or code holds these words."""
        self.beginFilterChange()
        self._words = words.strip().lower()
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        """Whether a board is shown."""
        record = self.sourceModel().index(row, 0, parent).data(Role.RECORD)
        named = self._words in f"{record.board.name} {record.board.code}".lower()
        return named and self._segment.holds(record)


def due_words(row: BoardProgress) -> str:
    """`5 days late`, `Late since 17 Jul 2015`, `On time`, `In, 3 days late`, or when it is due."""
    if not row.complete.expected:
        return "Nothing asked"
    if row.days_late > _DAYS_IN_WORDS:
        return f"Late since {row.due.day} {row.due:%b %Y}"
    if row.days_late:
        return f"{counted(row.days_late, 'day')} late"
    state = row.record.state
    if row.on_time is None or (state.open_for_entry and state is not ReturnState.RETURNED):
        return f"Due {day_words(row.due, year=False)}" if state.open_for_entry else "In"
    return f"In, {came_words(row)}" if row.days_over else "On time"


def came_words(row: BoardProgress) -> str:
    """`on time` or `3 days late`, of a return that came in; empty where nobody knows."""
    if row.on_time is None:
        return ""
    if row.days_over > _DAYS_IN_WORDS:
        return "late"
    return f"{counted(row.days_over, 'day')} late" if row.days_over else "on time"


def _words(row: BoardProgress, column: BoardColumn) -> str:
    contact = row.last_contact
    return {
        BoardColumn.BOARD: row.board.name,
        BoardColumn.STATE: row.record.state.words,
        BoardColumn.VERSION: str(row.record.version or ""),
        BoardColumn.ENTERED: row.complete.words,
        BoardColumn.DUE: due_words(row),
        BoardColumn.QUERIES: str(row.open_queries or ""),
        BoardColumn.CONTACT: (
            f"{contact.day.day} {contact.day:%b}, {contact.kind.value}" if contact else ""
        ),
    }[column]


def _spoken(row: BoardProgress, column: BoardColumn) -> str:
    """The words of a cell, with what its heading says where it shows a number or nothing."""
    words = _words(row, column)
    if column is BoardColumn.VERSION:
        return f"version {words}" if words else "no version yet"
    if column is BoardColumn.QUERIES:
        return f"{words or 'no'} open quer{'y' if row.open_queries == 1 else 'ies'}"
    return words or "no contact yet"


def _looks(row: BoardProgress, column: BoardColumn) -> dict[int, Any]:
    late = bool(row.days_late)
    looks: dict[BoardColumn, dict[int, Any]] = {
        BoardColumn.BOARD: {
            Role.CODE: row.board.code,
            Role.EMPHASIS: late,
            Qt.ItemDataRole.ToolTipRole: row.board.name,
        },
        BoardColumn.STATE: {Role.STATE: state_mark(row.record.state)},
        BoardColumn.ENTERED: {Role.PROGRESS: (row.complete.entered, row.complete.expected)},
        BoardColumn.DUE: {Role.MARK: Sign.LATE if late else None, Role.DIM: not late},
        BoardColumn.CONTACT: {Role.DIM: True},
    }
    return looks.get(column, {})


def _sort_key(row: BoardProgress, column: BoardColumn) -> Any:
    return {
        BoardColumn.BOARD: row.board.name.lower(),
        BoardColumn.STATE: list(ReturnState).index(row.record.state),
        BoardColumn.VERSION: row.record.version,
        BoardColumn.ENTERED: row.complete.entered / max(row.complete.expected, 1),
        # The latest first, boards that owe nothing last.
        BoardColumn.DUE: -row.days_late if row.complete.expected else 1,
        BoardColumn.QUERIES: row.open_queries,
        BoardColumn.CONTACT: row.last_contact.at if row.last_contact else "",
    }[column]
