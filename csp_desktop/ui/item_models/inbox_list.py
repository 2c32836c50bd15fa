"""The returns that wait for their reviewer, the longest waiting first."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from csp_desktop.core.review import InboxEntry
from csp_desktop.ui.item_models.roles import Role

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class InboxList(QAbstractListModel):
    """Returns as rows; the board's name is the words, its code and what waits stand below."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[InboxEntry] = []

    def show_entries(self, entries: list[InboxEntry]) -> None:
        """Replace what is shown."""
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def entry(self, row: int) -> InboxEntry | None:
        """The return of a row; None where there is no such row."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def row_of(self, board: str) -> int:
        """The row of a board; -1 where its return does not wait."""
        codes = [one.board.code for one in self._entries]
        return codes.index(board) if board in codes else -1

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One row a return."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a row shows and says."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.board.name
            case Role.RECORD:
                return entry
            case Role.CODE:
                return f"{entry.board.code}, version {entry.record.version}"
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                version = f"version {entry.record.version}"
                return ", ".join((entry.board.name, version, *_waiting(entry)))
            case Role.GUTTER:
                return ", ".join(_waiting(entry))
        return None


def _waiting(entry: InboxEntry) -> list[str]:
    """`31 lines, 1 answer, 4 queries, 3 days late`; what there is none of is left out."""
    counted = (
        (entry.lines, "line", "lines"),
        (entry.answers, "answer", "answers"),
        (entry.open_queries, "query", "queries"),
        (entry.days_late, "day late", "days late"),
    )
    found = [f"{count:,} {one if count == 1 else many}" for count, one, many in counted if count]
    return found or ["No lines"]
