"""The twin of a chart: the same as a table, newest first, with every signal in words."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from csp_desktop.core.analysis.charting import Charted
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.plan import Indicator
from csp_desktop.ui.delegates.signal_delegate import SignalDelegate
from csp_desktop.ui.item_models.period_table import PeriodColumn, PeriodTable
from csp_desktop.ui.item_models.rows_table import RowsTable
from csp_desktop.ui.theme import CELL_PADDING, ROW_DENSE, SPACE_SMALL, TextSize, Theme
from csp_desktop.ui.widgets.button import Button, ButtonKind
from csp_desktop.ui.widgets.tables import dress_table
from csp_desktop.ui.widgets.words import Words

_NAME = "The same as a table"
_MARK = 22
_WIDEST = 440  # px at 100 % text; wider tables scroll


class TwinTable(QWidget):
    """A table of periods, or of whatever else a chart shows, that can be copied."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._periods, self._rows = PeriodTable(), RowsTable()
        self._table = QTableView()
        self._copy = Button(theme, "Copy", ButtonKind.QUIET, icon="copy")
        self._dress()
        head = QHBoxLayout()
        head.addWidget(Words(_NAME, "strong"), 1)
        head.addWidget(self._copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_SMALL)
        column.addLayout(head)
        column.addWidget(self._table, 1)
        self._copy.clicked.connect(self.copy)
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence.StandardKey.Copy, self, context=inside).activated.connect(self.copy)

    @property
    def has_focus(self) -> bool:
        """Whether the table has the keyboard."""
        return self._table.hasFocus()

    def focus_table(self) -> None:
        """Give the keyboard to the table."""
        self._table.setFocus()

    def show_series(
        self, indicator: Indicator, series: tuple[Point, ...], charted: Charted | None
    ) -> None:
        """One row a period, newest first."""
        self._periods.show_series(indicator, series, charted)
        self._use(self._periods)
        self._fit([self._width(self._periods, column) for column in PeriodColumn])

    def show_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Headings, then rows."""
        self._rows.show_rows(rows)
        self._use(self._rows)
        self._fit([self._width(self._rows, column) for column in range(len(rows[0]))])

    def copy(self) -> None:
        """Put the whole table on the clipboard, with its headings, as a spreadsheet takes it."""
        model = self._table.model()
        across = range(model.columnCount())
        head = [str(model.headerData(at, Qt.Orientation.Horizontal)) for at in across]
        rows = [
            [str(model.index(row, at).data() or "") for at in across]
            for row in range(model.rowCount())
        ]
        QApplication.clipboard().setText("\n".join("\t".join(row) for row in (head, *rows)))

    def _width(self, model: PeriodTable | RowsTable, column: int) -> int:
        """What the widest cell of a column takes, and its heading."""
        words = {str(model.index(row, column).data() or "") for row in range(model.rowCount())}
        heading = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        widest = max((self._theme.width(one) for one in words), default=0)
        if model is self._periods and column == PeriodColumn.VALUE:
            widest = max((self._theme.width(one, semibold=True) for one in words), default=0)
        if model is self._periods and column == PeriodColumn.SIGNAL and any(words):
            widest += self._theme.scaled(_MARK)
        small = self._theme.metrics(TextSize.SMALL, True).horizontalAdvance(heading)
        return max(widest, small + 6) + 2 * CELL_PADDING + 3

    def _use(self, model: PeriodTable | RowsTable) -> None:
        if self._table.model() is not model:
            self._table.setModel(model)

    def _fit(self, widths: Sequence[int]) -> None:
        widest = self._theme.scaled(_WIDEST)
        header = self._table.horizontalHeader()
        for column, width in enumerate(widths):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self._table.setColumnWidth(column, width)
        whole = sum(widths) + 16
        self.setFixedWidth(min(whole, widest))
        if whole <= widest:
            header.setSectionResizeMode(len(widths) - 1, QHeaderView.ResizeMode.Stretch)

    def _dress(self) -> None:
        table = self._table
        dress_table(table, self._theme, ROW_DENSE)
        table.setModel(self._periods)
        signals = SignalDelegate(self._theme, table)
        table.setItemDelegateForColumn(PeriodColumn.SIGNAL, signals)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setAccessibleName(_NAME)
