"""Rows of words under headings: the twin of a chart that is not one of periods."""

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_NUMBER = re.compile(r"[+−]?£?[\d,.]+(%| pt)?")


class RowsTable(QAbstractTableModel):
    """The first of the rows are the headings; numbers stand right."""

    def __init__(self) -> None:
        super().__init__()
        self._head: tuple[str, ...] = ()
        self._rows: list[tuple[str, ...]] = []

    def show_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Replace what is shown.

        Args:
            rows: the headings, then rows as long as they are.
        """
        self.beginResetModel()
        self._head, self._rows = (rows[0], list(rows[1:])) if rows else ((), [])
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Without the headings."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """As many as there are headings."""
        return 0 if parent.isValid() else len(self._head)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The headings, on the side of what stands below them."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            numbers = any(row[section] and _is_number(row[section]) for row in self._rows)
            return _side(numbers and section > 0)
        return self._head[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows and says."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        words = row[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row[0]}, {self._head[index.column()]}: {words or 'nothing'}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(index.column() > 0 and _is_number(words))
        return None


def _is_number(words: str) -> bool:
    return not words or _NUMBER.fullmatch(words) is not None


def _side(right: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
