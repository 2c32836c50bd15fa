"""The table of the dashboard: themes that open, their indicators, and the keys for both."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from csp_desktop.ui.delegates.dashboard_delegate import DashboardDelegate
from csp_desktop.ui.item_models.dashboard_cells import DashboardColumn
from csp_desktop.ui.item_models.dashboard_tree import DashboardTree, Order, Place
from csp_desktop.ui.theme import CELL_PADDING, ROW_NORMAL, ROW_THEME, TextSize, Theme
from csp_desktop.ui.widgets.tables import dress_table

Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TITLE_WORDS, _NAME_WORDS = "Gangs and Serious Youth Violence", "Residential burglaries"
_NAME_LEFT = 54
_TALLIES = (DashboardColumn.NOW, DashboardColumn.FORECAST)
# What matters least is left out first where there is no room for all: the words of the signals
# stand at the foot as well, so they give way to whole titles, the others to whole names only.
_LEFT_OUT = (
    DashboardColumn.SIGNALS,
    DashboardColumn.TREND,
    DashboardColumn.LONG,
    DashboardColumn.PATH,
    DashboardColumn.YEAR,
)


class DashboardTable(QTableView):
    """Left, Right and Enter open and close themes; on an indicator Enter asks for its trend."""

    trend_wanted = Signal(str)

    def __init__(self, theme: Theme, model: DashboardTree) -> None:
        super().__init__()
        self._theme = theme
        self._tree = model
        self._rooms: dict[DashboardColumn, int] = {}
        self.setModel(model)
        dress_table(self, theme, ROW_NORMAL)
        self._painter = DashboardDelegate(theme, model, self)
        self.setItemDelegate(self._painter)
        self.setAccessibleName("Themes and their indicators")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(DashboardColumn.NAME, QHeaderView.ResizeMode.Stretch)
        header.sectionClicked.connect(self._sort)
        self.clicked.connect(self._turn)
        for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            changed.connect(self._lay_rows)
        model.modelReset.connect(self.measure)
        self.measure()

    @property
    def place(self) -> Place | None:
        """Which theme and indicator one stands on."""
        return self._tree.place(self.currentIndex().row())

    def go_to(self, place: Place | None) -> None:
        """Stand on a theme or an indicator, or else on the first row."""
        row = self._tree.row_of(place) if place else -1
        self.setCurrentIndex(self._tree.index(max(row, 0), 0))

    def measure(self) -> None:
        """Columns as wide as what they show of any indicator, or as the tallies of a theme."""
        for column in tuple(DashboardColumn)[1:]:
            heading = str(self._tree.headerData(column, Qt.Orientation.Horizontal))
            room = self._theme.width(heading, TextSize.SMALL, semibold=True) + 2 * CELL_PADDING
            if column in _TALLIES:
                room = max(room, self._painter.measure_tallies(column))
            self._rooms[column] = max(room, self._painter.measure(column))
            self.setColumnWidth(column, self._rooms[column])
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open and close themes and open a trend by key."""
        row, key = self.currentIndex().row(), Qt.Key(event.key())
        if row < 0 or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Left:
            self._close(row)
        elif key == Qt.Key.Key_Right:
            if self._tree.indicator(row) is None:
                self._tree.open_theme(row, opened=True)
        elif key in _ENTER:
            self._enter(row)
        else:
            super().keyPressEvent(event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Home and End go to the first and last row: here one moves from row to row."""
        last = self._tree.rowCount() - 1
        ends = {
            QAbstractItemView.CursorAction.MoveHome: 0,
            QAbstractItemView.CursorAction.MoveEnd: last,
        }
        if action in ends and last >= 0:
            return self._tree.index(ends[action], 0)
        return super().moveCursor(action, modifiers)

    def selectionCommand(
        self, index: Index, event: object = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Wherever one clicks, the row is selected from its first cell."""
        flags = QItemSelectionModel.SelectionFlag
        return flags.ClearAndSelect | flags.Rows

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow table keeps the names and the colours."""
        super().resizeEvent(event)
        self._fit()

    def _enter(self, row: int) -> None:
        found = self._tree.indicator(row)
        if found is None:
            self._tree.open_theme(row, opened=not self._tree.is_open(row))
        else:
            self.trend_wanted.emit(found.indicator.code)

    def _close(self, row: int) -> None:
        """Close a theme; from an indicator go to its theme first."""
        heading = self._tree.theme_row(row)
        if heading == row:
            self._tree.open_theme(row, opened=False)
        else:
            self.setCurrentIndex(self._tree.index(heading, 0))

    def _turn(self, index: QModelIndex) -> None:
        row = index.row()
        if self._tree.indicator(row) is None:
            self._tree.open_theme(row, opened=not self._tree.is_open(row))

    def _sort(self, section: int) -> None:
        """Worst first, worst last, and back to the plan's order."""
        column, place = DashboardColumn(section), self.place
        before, order = self._tree.order
        orders = list(Order)
        following = orders[(orders.index(order) + 1) % len(orders)]
        if column in (DashboardColumn.NAME, DashboardColumn.TREND):
            following = Order.PLAN
        elif column is not before:
            following = Order.WORST_FIRST
        self._tree.order_by(column, following)
        header = self.horizontalHeader()
        header.setSortIndicatorShown(following is not Order.PLAN)
        falls = following is Order.WORST_FIRST
        way = Qt.SortOrder.DescendingOrder if falls else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(column, way)
        self.go_to(place)

    def _lay_rows(self) -> None:
        """Themes are a little higher, and their stories run across."""
        self.clearSpans()
        first = DashboardColumn.LATEST
        for row in range(self._tree.rowCount()):
            is_theme = self._tree.indicator(row) is None
            self.setRowHeight(row, self._theme.height(ROW_THEME if is_theme else ROW_NORMAL))
            if is_theme:
                self.setSpan(row, first, 1, len(DashboardColumn) - first)

    def _fit(self) -> None:
        """Leave out what matters least until the names can be read."""
        room, shown = self.viewport().width(), dict(self._rooms)
        for column in _LEFT_OUT:
            if sum(shown.values()) > room - self._name_width(column):
                del shown[column]
        for column in self._rooms:
            self.setColumnHidden(column, column not in shown)
        if not set(_LEFT_OUT) & set(shown):
            # Alone beside the colours, it gives the stories what the names can spare.
            spare = room - self._name_width(_LEFT_OUT[-1]) - sum(shown.values())
            shown[DashboardColumn.LATEST] += max(spare, 0)
        self.setColumnWidth(DashboardColumn.LATEST, shown[DashboardColumn.LATEST])

    def _name_width(self, column: DashboardColumn) -> int:
        """The least room for the names before a column has to go."""
        words = _TITLE_WORDS if column is DashboardColumn.SIGNALS else _NAME_WORDS
        return self._theme.width(words) + self._theme.scaled(_NAME_LEFT) + CELL_PADDING
