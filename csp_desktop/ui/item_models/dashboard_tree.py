"""The themes of the dashboard, each with its indicators below it while it is open."""

from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from csp_desktop.core.dashboard import Dashboard, IndicatorRow, ThemeRow
from csp_desktop.core.dashboard_filters import Filters
from csp_desktop.ui.item_models.dashboard_cells import (
    DashboardCell,
    DashboardColumn,
    indicator_cells,
    sort_key,
    theme_cells,
)
from csp_desktop.ui.item_models.roles import Role

Index = QModelIndex | QPersistentModelIndex
Place = tuple[str, str]
"""The code of a theme and of an indicator below it; the second is empty for the theme itself."""
_NOWHERE = QModelIndex()
_HEADINGS = {
    DashboardColumn.NAME: "Theme and indicator",
    DashboardColumn.NOW: "RAG now",
    DashboardColumn.FORECAST: "Forecast",
    DashboardColumn.LATEST: "Latest",
    DashboardColumn.PATH: "Against path",
    DashboardColumn.YEAR: "On a year ago",
    DashboardColumn.LONG: "On {}",
    DashboardColumn.TREND: "Trend",
    DashboardColumn.SIGNALS: "Signals",
}


class Order(Enum):
    """How the indicators inside a theme are ordered."""

    PLAN = "as the plan has them"
    WORST_FIRST = "worst first"
    WORST_LAST = "worst last"


class DashboardTree(QAbstractTableModel):
    """Rows of themes and, below the open ones, of the indicators that the filters let through."""

    def __init__(self, baseline: str) -> None:
        """Build an empty tree.

        Args:
            baseline: the year that the long direction is held against, for its heading.
        """
        super().__init__()
        self._baseline = baseline
        self._board: Dashboard | None = None
        self._filters = Filters()
        self._column, self._order = DashboardColumn.NAME, Order.PLAN
        self._open: set[str] = set()
        self._closed: set[str] = set()
        self._themes: list[tuple[ThemeRow, list[IndicatorRow]]] = []
        self._lines: list[tuple[int, int]] = []
        self._cells: dict[Place, list[DashboardCell]] = {}

    def show_dashboard(self, board: Dashboard, filters: Filters) -> None:
        """Replace what is shown.

        Themes stay as they were opened; where filters keep something out, all that match are open.
        """
        if filters != self._filters:
            self._closed.clear()
        if board is not self._board:
            self._cells.clear()
        self.beginResetModel()
        self._board, self._filters = board, filters
        self._arrange()
        self.endResetModel()

    def order_by(self, column: DashboardColumn, order: Order) -> None:
        """Put the indicators of every theme in another order; themes keep the plan's."""
        self.beginResetModel()
        self._column, self._order = column, order
        self._arrange()
        self.endResetModel()

    @property
    def order(self) -> tuple[DashboardColumn, Order]:
        """By which column the indicators of a theme are ordered, and how."""
        return self._column, self._order

    @property
    def theme_rows(self) -> list[int]:
        """The rows that are themes."""
        return [row for row, (_, below) in enumerate(self._lines) if below < 0]

    def theme(self, row: int) -> ThemeRow:
        """The theme of a row, or the one it stands under."""
        return self._themes[self._lines[row][0]][0]

    def indicator(self, row: int) -> IndicatorRow | None:
        """The indicator of a row; None for a theme, or where there is no such row."""
        if not 0 <= row < len(self._lines):
            return None
        number, below = self._lines[row]
        return None if below < 0 else self._themes[number][1][below]

    def theme_row(self, row: int) -> int:
        """The row of the theme a row stands under; the row itself where it is one."""
        return row - self._lines[row][1] - 1

    def is_open(self, row: int) -> bool:
        """Whether the theme of a row shows its indicators."""
        return self._is_open(self.theme(row))

    def open_theme(self, row: int, *, opened: bool) -> None:
        """Show the indicators of the theme at a row, or hide them."""
        theme = self.theme(row)
        count = len(self._themes[self._lines[row][0]][1])
        if self._is_open(theme) == opened or not count:
            return
        first, last = row + 1, row + count
        if opened:
            self.beginInsertRows(_NOWHERE, first, last)
        else:
            self.beginRemoveRows(_NOWHERE, first, last)
        kept = self._closed if self._filters else self._open
        kept ^= {theme.priority.code}
        self._number()
        if opened:
            self.endInsertRows()
        else:
            self.endRemoveRows()
        self.dataChanged.emit(self.index(row, 0), self.index(row, DashboardColumn.SIGNALS))

    def place(self, row: int) -> Place | None:
        """Which theme and indicator a row shows, to be found again in another order."""
        if not 0 <= row < len(self._lines):
            return None
        found = self.indicator(row)
        return self.theme(row).priority.code, found.indicator.code if found else ""

    def row_of(self, place: Place) -> int:
        """The row of a place, or else of its theme; -1 where neither is shown."""
        rows = {self.place(row): row for row in range(len(self._lines))}
        return rows.get(place, rows.get((place[0], ""), -1))

    def cell(self, row: int, column: int) -> DashboardCell:
        """What a cell shows and says."""
        return self._row_cells(row)[column]

    def every_cell(self, column: int) -> list[DashboardCell]:
        """What a column shows of every indicator, whether its theme is open or not."""
        found = self._board.rows if self._board else []
        return [self._cells_of(("", row.indicator.code), row)[column] for row in found]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Themes, and the indicators of those that are open."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The columns of `DashboardColumn`."""
        return 0 if parent.isValid() else len(DashboardColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return _HEADINGS[DashboardColumn(section)].format(self._baseline)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says; what it paints is asked for whole, by `cell`."""
        if not index.isValid():
            return None
        if role == Role.RECORD:
            return self.indicator(index.row())
        if role == Role.HEADING:
            return True if self.indicator(index.row()) is None else None
        cell = self.cell(index.row(), index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return " ".join(filter(None, (cell.number, cell.words, *_counts(cell))))
            case Qt.ItemDataRole.ToolTipRole:
                return cell.tip or None
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(index.row(), index.column(), cell)
        return None

    def _spoken(self, row: int, column: int, cell: DashboardCell) -> str:
        found = self.indicator(row)
        if found is not None:
            return f"{found.indicator.code}, {cell.said}"
        state = f", {'open' if self.is_open(row) else 'closed'}" if column == 0 else ""
        return f"Theme {self.theme(row).priority.code}, {cell.said}{state}"

    def _arrange(self) -> None:
        """Choose and order what is shown."""
        self._themes = []
        for theme in self._board.themes if self._board else ():
            rows = self._filters.rows(theme)
            if rows or not self._filters:
                self._themes.append((theme, self._ordered(rows)))
        self._number()

    def _ordered(self, rows: list[IndicatorRow]) -> list[IndicatorRow]:
        if self._order is Order.PLAN:
            return rows
        keyed = [(sort_key(one, self._column), one) for one in rows]
        known = [(key, one) for key, one in keyed if key is not None]
        known.sort(key=lambda pair: pair[0], reverse=self._order is Order.WORST_LAST)
        return [one for _, one in known] + [one for key, one in keyed if key is None]

    def _number(self) -> None:
        """Count anew which line each row shows."""
        self._lines = [
            (number, below)
            for number, (theme, rows) in enumerate(self._themes)
            for below in range(-1, len(rows) if self._is_open(theme) else 0)
        ]

    def _is_open(self, theme: ThemeRow) -> bool:
        code = theme.priority.code
        return code not in self._closed if self._filters else code in self._open

    def _row_cells(self, row: int) -> list[DashboardCell]:
        found, theme = self.indicator(row), self.theme(row)
        code = found.indicator.code if found else ""
        return self._cells_of(("" if found else theme.priority.code, code), found, theme)

    def _cells_of(
        self, place: Place, row: IndicatorRow | None, theme: ThemeRow | None = None
    ) -> list[DashboardCell]:
        """A row's cells, made when they are first wanted; an indicator's serve all its themes."""
        assert self._board is not None, "cells are asked of what is shown"
        if place not in self._cells:
            if row is not None:
                self._cells[place] = indicator_cells(row, self._board.quarter.range)
            elif theme is not None:
                self._cells[place] = theme_cells(theme)
        return self._cells[place]


def _counts(cell: DashboardCell) -> list[str]:
    return [f"{mark.short} {count}" if count.isdigit() else count for mark, count in cell.marks]
