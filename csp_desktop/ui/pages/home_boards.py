"""Home's boards: the quarter in a sentence, a strip and a table that is narrowed and sorted."""

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from csp_desktop.services.returns import BoardProgress
from csp_desktop.ui.core_marks import state_mark
from csp_desktop.ui.delegates.mark_delegate import MarkDelegate
from csp_desktop.ui.delegates.name_delegate import NameDelegate
from csp_desktop.ui.delegates.progress_delegate import ProgressDelegate
from csp_desktop.ui.delegates.state_delegate import StateDelegate
from csp_desktop.ui.item_models.board_table import BoardColumn, BoardFilter, BoardTable, Segment
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.theme import (
    ROW_DENSE,
    SPACE_PAGE,
    SPACE_SMALL,
    Theme,
)
from csp_desktop.ui.widgets.segmented import Segmented
from csp_desktop.ui.widgets.state_strip import StateStrip
from csp_desktop.ui.widgets.tables import dress_table
from csp_desktop.ui.widgets.words import Words


class BoardList(QWidget):
    """Every board with its return; where anything is shown, one board is the current one.

    `moved` tells that another board is, or that it has been read again; `opened` that somebody
    wants to see its return.
    """

    moved = Signal()
    opened = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._boards = BoardTable()
        self._shown = BoardFilter(self._boards)
        self._headline = Words("", "headline")
        self._sentence = Words("", "sentence")
        self._strip = StateStrip(theme)
        self._filter = Segmented(theme, "Which returns are shown")
        self._find = QLineEdit()
        self._filters = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._table = QTableView()
        self._build()
        self._wire()

    @property
    def current(self) -> BoardProgress | None:
        """The board one stands on; None where none is shown."""
        row: BoardProgress | None = self._table.currentIndex().data(Role.RECORD)
        return row

    def show_progress(self, progress: list[BoardProgress], ending: str) -> None:
        """Show how every board stands; the one one stood on stays the current one.

        Args:
            progress: of every board.
            ending: what is said after the sentence.
        """
        chosen = self._code()
        self._boards.show_progress(progress)
        for column in list(BoardColumn)[1:]:
            self._table.resizeColumnToContents(column)
        self._say(progress, ending)
        self._select(chosen)

    def focus_table(self) -> None:
        """The keyboard goes to the boards."""
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_find(self) -> None:
        """The keyboard goes to the field that finds a board."""
        self._find.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def sort_by_next(self) -> None:
        """Sort by the column right of the one sorted by, and by the first after the last."""
        column = self._table.horizontalHeader().sortIndicatorSection() + 1
        self._table.sortByColumn(column % len(BoardColumn), Qt.SortOrder.AscendingOrder)

    def turn_round(self) -> None:
        """Sort by the same column the other way."""
        header = self._table.horizontalHeader()
        up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        order = down if header.sortIndicatorOrder() == up else up
        self._table.sortByColumn(header.sortIndicatorSection(), order)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the choice of returns; the field that finds goes below it then."""
        size = super().minimumSizeHint()
        return QSize(self._filter.sizeHint().width() + 2 * SPACE_PAGE, size.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Both beside each other where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wanted = self._filter.sizeHint().width() + SPACE_SMALL + self._find.width()
        beside = self.width() - 2 * SPACE_PAGE >= wanted
        directions = QBoxLayout.Direction
        self._filters.setDirection(directions.LeftToRight if beside else directions.TopToBottom)

    def _build(self) -> None:
        for segment in Segment:
            self._filter.add(segment.name, segment.value, 0)
        self._find.setPlaceholderText("Find a board")
        self._find.setAccessibleName("Find a board")
        self._find.setClearButtonEnabled(True)
        self._find.setFixedWidth(self._theme.metrics().averageCharWidth() * 22 + 24)
        self._dress_table()
        self._filters.addWidget(self._filter)
        self._filters.addStretch(1)
        self._filters.addWidget(self._find)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_PAGE, 0, SPACE_PAGE, SPACE_PAGE)
        column.setSpacing(SPACE_SMALL)
        column.addWidget(self._headline)
        column.addWidget(self._sentence)
        column.addSpacing(2)
        column.addWidget(self._strip)
        column.addSpacing(SPACE_SMALL - 4)
        column.addLayout(self._filters)
        column.addWidget(self._table, 1)

    def _dress_table(self) -> None:
        table, theme = self._table, self._theme
        table.setModel(self._shown)
        dress_table(table, theme, ROW_DENSE)
        table.setAccessibleName("Returns")
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setSortingEnabled(True)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        self._delegates = {
            BoardColumn.BOARD: NameDelegate(theme, table),
            BoardColumn.STATE: StateDelegate(theme, table),
            BoardColumn.ENTERED: ProgressDelegate(theme, table),
            BoardColumn.DUE: MarkDelegate(theme, table),
        }
        for column, delegate in self._delegates.items():
            table.setItemDelegateForColumn(column, delegate)
        header = table.horizontalHeader()
        header.setSectionResizeMode(BoardColumn.BOARD, QHeaderView.ResizeMode.Stretch)
        header.sortIndicatorChanged.connect(self._say_order)
        table.sortByColumn(BoardColumn.DUE, Qt.SortOrder.AscendingOrder)

    def _wire(self) -> None:
        self._filter.chosen.connect(self._narrow)
        self._find.textChanged.connect(self._search)
        self._find.returnPressed.connect(self.focus_table)
        self._table.activated.connect(lambda _: self.opened.emit())
        self._table.selectionModel().currentRowChanged.connect(lambda *_: self.moved.emit())

    def _say_order(self, column: int, order: Qt.SortOrder) -> None:
        """The mark in the heading is not there for a screen reader."""
        name = self._boards.headerData(column, Qt.Orientation.Horizontal)
        way = "upwards" if order == Qt.SortOrder.AscendingOrder else "downwards"
        self._table.setAccessibleDescription(f"Sorted by {name}, {way}")

    def _narrow(self, segment: str) -> None:
        chosen = self._code()
        self._shown.show_only(Segment[segment])
        self._select(chosen)

    def _search(self, words: str) -> None:
        chosen = self._code()
        self._shown.find(words)
        self._select(chosen)

    def _code(self) -> str:
        return self.current.board.code if self.current is not None else ""

    def _select(self, code: str) -> None:
        rows = range(self._shown.rowCount())
        codes = [self._shown.index(row, 0).data(Role.RECORD).board.code for row in rows]
        index = QModelIndex()
        if codes:
            index = self._shown.index(codes.index(code) if code in codes else 0, 0)
        self._table.setCurrentIndex(index)
        self.moved.emit()

    def _say(self, progress: list[BoardProgress], ending: str) -> None:
        asked = [one for one in progress if one.complete.expected]
        late = sum(Segment.LATE.holds(one) for one in asked)
        come_in = sum(not one.record.state.open_for_entry for one in asked)
        self._headline.setText(_headline(late, come_in, len(asked)))
        self._sentence.setText(_sentence(progress, asked) + ending)
        self._strip.show_states([state_mark(one.record.state) for one in progress])
        for segment in Segment:
            self._filter.show_count(segment.name, sum(map(segment.holds, progress)))
        self._arrange()


def _headline(late: int, come_in: int, asked: int) -> str:
    if late:
        return f"{late} of {asked} returns are late"
    if come_in == asked:
        return f"All {asked} returns are in"
    return f"{come_in} of {asked} returns are in"


def _sentence(progress: list[BoardProgress], asked: list[BoardProgress]) -> str:
    entered = sum(one.complete.entered for one in asked)
    expected = sum(one.complete.expected for one in asked)
    words = f"{entered:,} of {expected:,} figures and actions are entered."
    spared = [one.board.code for one in progress if not one.complete.expected]
    if spared:
        words += f" Nothing is asked of {' and '.join(spared)} this quarter."
    return words
