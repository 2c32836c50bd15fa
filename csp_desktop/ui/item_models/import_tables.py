"""What an import changes field by field, and the imports there have been."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from csp_desktop.services.import_report import FieldChange, StoredImport
from csp_desktop.ui.item_models.roles import Role

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_NOTHING = "nothing"


class RecordTable(QAbstractTableModel):
    """Records as rows of words."""

    def __init__(self, headings: tuple[str, ...], words: Callable[[Any], tuple[str, ...]]) -> None:
        """Build an empty table.

        Args:
            headings: the columns' names.
            words: the cells of a record's row.
        """
        super().__init__()
        self._headings = headings
        self._words = words
        self._records: list[Any] = []

    def show_records(self, records: Sequence[Any]) -> None:
        """Replace what is shown."""
        self.beginResetModel()
        self._records = list(records)
        self.endResetModel()

    def record(self, row: int) -> Any:
        """What a row shows; None where there is no such row."""
        return self._records[row] if 0 <= row < len(self._records) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One row a record."""
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """As many as there are headings."""
        return 0 if parent.isValid() else len(self._headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return self._headings[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows and says."""
        if not index.isValid():
            return None
        words = self._words(self._records[index.row()])
        if role == Qt.ItemDataRole.DisplayRole:
            return words[index.column()].replace("\n", "; ")
        if role == Qt.ItemDataRole.ToolTipRole:
            return words[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._headings[index.column()]}: {words[index.column()] or _NOTHING}"
        return True if role == Role.DIM and index.column() == 0 else None


class ChangeColumn(IntEnum):
    """The columns of what a file changes."""

    CODE = 0
    FIELD = 1
    BEFORE = 2
    AFTER = 3


def change_table() -> RecordTable:
    """The fields a workbook fills or gives other content."""
    return RecordTable(("Code", "Field", "Was", "Becomes"), _change_words)


class ImportColumn(IntEnum):
    """The columns of the imports there have been."""

    AT = 0
    RETURN = 1
    FILE = 2
    BROUGHT = 3


def import_table() -> RecordTable:
    """Imports, the newest first."""
    return RecordTable(("When", "Return", "File", "Brought"), _import_words)


def _change_words(change: FieldChange) -> tuple[str, ...]:
    return change.code, change.label, change.before or _NOTHING, change.after


def _import_words(record: StoredImport) -> tuple[str, ...]:
    """When and by whom, what, and how much, or that it has been taken back."""
    brought = f"{record.new:,} new, {record.changed:,} changed"
    return (
        f"{_moment(record.at)}, {record.by}",
        f"{record.board} {record.quarter}",
        record.file,
        f"Taken back by {record.undone_by}" if record.undone_at else brought,
    )


def _moment(at: str) -> str:
    when = datetime.fromisoformat(at).astimezone()
    return f"{when.day} {when:%b %Y %H:%M}"
