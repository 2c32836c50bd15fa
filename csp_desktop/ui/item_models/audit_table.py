"""The audit trail as sentences under their days, the newest first, fetched as they are scrolled to.

The trail grows to hundreds of thousands of entries; only those that somebody has come to are held.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from csp_desktop.core.audit_sentences import TrailEntry
from csp_desktop.core.errors import UserError
from csp_desktop.core.periods import day_words
from csp_desktop.ui.item_models.roles import Role

Index = QModelIndex | QPersistentModelIndex
Fetch = Callable[[int | None], list[TrailEntry]]
_NOWHERE = QModelIndex()


class AuditTable(QAbstractTableModel):
    """Rows of one column: a day, then its entries; a day cannot be selected."""

    failed = Signal(str)
    """Why more entries cannot be read now."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[date | TrailEntry] = []
        self._fetch: Fetch = lambda _: []
        self._last: int | None = None
        self._is_whole = True
        self._is_fetching = False

    def show_entries(self, fetch: Fetch) -> None:
        """Show other entries from their beginning.

        Args:
            fetch: the entries that come after the one with this number; the first ones for None.
                None at all says that there are no more.

        Raises:
            UserError: they cannot be read; what was shown stays.
        """
        first = fetch(None)
        self._is_fetching = True
        self.beginResetModel()
        self._fetch, self._rows, self._last = fetch, [], None
        self._take(self._with_days(first), first)
        self.endResetModel()
        self._is_fetching = False

    def entry(self, row: int) -> TrailEntry | None:
        """The entry of a row; None for a day, or where there is no such row."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, TrailEntry) else None

    def first_entry(self) -> int:
        """The row of the newest entry; -1 without one."""
        return 1 if len(self._rows) > 1 else -1

    def row_of(self, number: int) -> int:
        """The row of an entry among those fetched; -1 where it is not among them."""
        for row, one in enumerate(self._rows):
            if isinstance(one, TrailEntry) and one.number == number:
                return row
        return -1

    def canFetchMore(self, parent: Index = _NOWHERE) -> bool:
        """Whether there may be older entries."""
        return not (parent.isValid() or self._is_whole or self._is_fetching)

    def fetchMore(self, parent: Index = _NOWHERE) -> None:
        """Add the next older entries."""
        if not self.canFetchMore(parent):
            return
        try:
            found = self._fetch(self._last)
        except UserError as error:
            self._is_whole = True
            self.failed.emit(str(error))
            return
        rows = self._with_days(found)
        if not rows:
            self._is_whole = True
            return
        # Whoever follows the model may ask for more while rows are being added.
        self._is_fetching = True
        self.beginInsertRows(_NOWHERE, len(self._rows), len(self._rows) + len(rows) - 1)
        self._take(rows, found)
        self.endInsertRows()
        self._is_fetching = False

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Days and entries fetched so far."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """One: the sentence."""
        return 0 if parent.isValid() else 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The keyboard steps over days."""
        is_entry = index.isValid() and self.entry(index.row()) is not None
        return super().flags(index) if is_entry else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a row shows and says."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if isinstance(row, date):
            says = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return f"{row:%A} {day_words(row)}" if role in says else role == Role.HEADING or None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return f"{_local(row):%H:%M} {row.sentence}"
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{_local(row):%H:%M}, {row.sentence}"
            case Role.RECORD:
                return row
        return None

    def _with_days(self, entries: list[TrailEntry]) -> list[date | TrailEntry]:
        """The entries with a row for each day that begins among them."""
        before = self._rows[-1] if self._rows else None
        day = _local(before).date() if isinstance(before, TrailEntry) else None
        rows: list[date | TrailEntry] = []
        for entry in entries:
            if (begun := _local(entry).date()) != day:
                rows.append(begun)
                day = begun
            rows.append(entry)
        return rows

    def _take(self, rows: list[date | TrailEntry], entries: list[TrailEntry]) -> None:
        self._rows += rows
        self._last = entries[-1].number if entries else self._last
        self._is_whole = not entries


def _local(entry: TrailEntry) -> datetime:
    return datetime.fromisoformat(entry.at).astimezone()
