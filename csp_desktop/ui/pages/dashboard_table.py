"""The table of the dashboard: themes that open, their indicators, and the keys for both."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView

from csp_desktop.ui.delegates.dashboard_delegate import DashboardDelegate, Shape
from csp_desktop.ui.item_models.dashboard_cells import DashboardColumn
from csp_desktop.ui.item_models.dashboard_tree import DashboardTree, Order, Place
from csp_desktop.ui.theme import ROW_NORMAL, Theme
from csp_desktop.ui.widgets.row_table import RowTable
from csp_desktop.ui.widgets.tables import dress_table

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TITLE_WORDS = "Gangs and Serious Youth Violence"
_TALLIES = (DashboardColumn.NOW, DashboardColumn.FORECAST)
# Where there is no room for all, what can be read elsewhere is left out first: on the indicator's
# trend, and at the foot.
_LEFT_OUT = (DashboardColumn.TREND, DashboardColumn.LONG, DashboardColumn.PATH)


class DashboardTable(RowTable):
    """Left, Right and Enter open and close themes; on an indicator Enter asks for its trend."""

    trend_wanted = Signal(str)

    def __init__(self, theme: Theme, model: DashboardTree) -> None:
        super().__init__()
        self._theme = theme
        self._tree = model
        self._rooms: dict[Shape, dict[DashboardColumn, int]] = {}
        self.setModel(model)
        dress_table(self, theme, ROW_NORMAL)
        self._painter = DashboardDelegate(theme, model, self)
        self.setItemDelegate(self._painter)
        self.setAccessibleName("Themes and their indicators")
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.sectionClicked.connect(self._sort)
        self.clicked.connect(self._turn)
        model.modelReset.connect(self.measure)
        for changed in (model.rowsInserted, model.rowsRemoved):
            changed.connect(self._lay_rows)
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
        self._rooms = {shape: self._measured(shape) for shape in Shape}
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow table keeps names, colours, the latest figure, its change and its signals."""
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

    def _measured(self, shape: Shape) -> dict[DashboardColumn, int]:
        """How wide each column wants to be, the names aside."""
        rooms = {}
        for column in tuple(DashboardColumn)[1:]:
            heading = self.horizontalHeader().sectionSizeFromContents(column).width()
            tallies = self._painter.measure_tallies(column) if column in _TALLIES else 0
            rooms[column] = max(heading, tallies, self._painter.measure(column, shape))
        return rooms

    def _fit(self) -> None:
        """Give the names what is left; where that is too little, narrow what stands beside them.

        First the small lines become shorter, then what matters least is left out, then figures
        stand above their words. Only what is still too wide is scrolled.
        """
        room, least = self.viewport().width(), self._painter.least_name_room()
        shape, shown = Shape.ROOMY, dict(self._rooms[Shape.ROOMY])
        if sum(shown.values()) + self._painter.name_room(_TITLE_WORDS) > room:
            shape, shown = Shape.CLOSE, dict(self._rooms[Shape.CLOSE])
        for column in _LEFT_OUT:
            if sum(shown.values()) + least > room:
                del shown[column]
        if sum(shown.values()) + least > room:
            shape = Shape.STACKED
            shown = {column: self._rooms[shape][column] for column in shown}
        spare = room - sum(shown.values())
        policy = Qt.ScrollBarPolicy
        self.setHorizontalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if spare >= least else policy.ScrollBarAlwaysOn
        )
        shown[DashboardColumn.NAME] = max(spare, least)
        for column in DashboardColumn:
            self.setColumnHidden(column, column not in shown)
            self.setColumnWidth(column, shown.get(column, 0))
        self._painter.lay_out(shape, shown)
        self._lay_rows()

    def _lay_rows(self) -> None:
        """Rows as high as their names need; the stories of themes run across."""
        self.clearSpans()
        first = DashboardColumn.LATEST
        for row in range(self._tree.rowCount()):
            self.setRowHeight(row, self._painter.row_height(row))
            if self._tree.indicator(row) is None:
                self.setSpan(row, first, 1, len(DashboardColumn) - first)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
