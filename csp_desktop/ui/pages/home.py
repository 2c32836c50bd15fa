"""Home: the boards' returns for the quarter and how complete each is."""

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from csp_desktop.core.periods import Quarter, day_words
from csp_desktop.core.returns import ReturnState
from csp_desktop.services import Services
from csp_desktop.services.changes import Kind
from csp_desktop.services.returns import BoardProgress
from csp_desktop.ui.core_marks import state_mark
from csp_desktop.ui.delegates.mark_delegate import MarkDelegate
from csp_desktop.ui.delegates.name_delegate import NameDelegate
from csp_desktop.ui.delegates.progress_delegate import ProgressDelegate
from csp_desktop.ui.delegates.state_delegate import StateDelegate
from csp_desktop.ui.item_models.board_table import BoardColumn, BoardTable
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.pages.page import Page
from csp_desktop.ui.theme import (
    ROW_DENSE,
    SPACE_PAGE,
    SPACE_SMALL,
    Theme,
)
from csp_desktop.ui.widgets.button import Button, ButtonKind
from csp_desktop.ui.widgets.chip import Chip
from csp_desktop.ui.widgets.details_panel import DetailsPanel
from csp_desktop.ui.widgets.facts import Facts
from csp_desktop.ui.widgets.page_header import PageHeader
from csp_desktop.ui.widgets.panel import hairline
from csp_desktop.ui.widgets.segmented import Segmented
from csp_desktop.ui.widgets.state_strip import StateStrip
from csp_desktop.ui.widgets.stepper import Stepper
from csp_desktop.ui.widgets.tables import dress_table
from csp_desktop.ui.widgets.words import Words

_DETAILS_WIDTH = 286
_ALL, _LATE, _OPEN, _IN = "all", "late", "open", "in"


class HomePage(Page):
    """Who owes what for the quarter."""

    keys = (("Enter", "Open return"), ("Ctrl+F", "Find a board"), ("F6", "Next pane"))
    shows = frozenset({Kind.FIGURES, Kind.ACTIONS, Kind.RETURNS, Kind.PLAN})

    return_wanted = Signal(str, object)
    quarter_changed = Signal(object)

    def __init__(self, services: Services, theme: Theme, quarter: Quarter) -> None:
        super().__init__()
        self._services = services
        self._theme = theme
        self._quarter = quarter
        self._quarters = services.plan.quarters_owed()
        self._boards = BoardTable()
        self._shown = _BoardFilter(self._boards)
        self._header = PageHeader(theme)
        self._stepper = Stepper(theme)
        self._headline = Words("", "headline")
        self._sentence = Words("", "sentence")
        self._strip = StateStrip(theme)
        self._filter = Segmented(theme, "Which returns are shown")
        self._find = QLineEdit()
        self._table = QTableView()
        self._details = _BoardDetails(services, theme)
        self._build()
        self._wire()

    def show_quarter(self, quarter: Quarter) -> None:
        """Show another quarter."""
        if quarter != self._quarter:
            self._quarter = quarter
            self._stepper.show_steps(
                [str(one) for one in self._quarters], self._quarters.index(quarter)
            )
            self._stale = True
            if self.isVisible():
                self._refresh()

    def focus_first(self) -> None:
        """The table of boards."""
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read who owes what."""
        progress = self._services.returns.progress(self._quarter)
        if self._plan_is_over():
            progress = [replace(one, days_late=0) for one in progress]
        chosen = self._current_board()
        self._boards.show_progress(progress)
        self._table.resizeColumnToContents(BoardColumn.STATE)
        self._table.resizeColumnToContents(BoardColumn.DUE)
        self._select(chosen)
        self._say(progress)

    def _build(self) -> None:
        self._stepper.show_steps(
            [str(one) for one in self._quarters], self._quarters.index(self._quarter)
        )
        self._header.add_controls(self._stepper)
        for key, words in ((_ALL, "All"), (_LATE, "Late"), (_OPEN, "To come"), (_IN, "In")):
            self._filter.add(key, words, 0)
        self._find.setPlaceholderText("Find a board")
        self._find.setAccessibleName("Find a board")
        self._find.setClearButtonEnabled(True)
        self._find.setFixedWidth(self._theme.metrics().averageCharWidth() * 22 + 24)
        self._dress_table()
        filters = QHBoxLayout()
        filters.addWidget(self._filter)
        filters.addStretch(1)
        filters.addWidget(self._find)
        left = QVBoxLayout()
        left.setContentsMargins(SPACE_PAGE, 0, SPACE_PAGE, SPACE_PAGE)
        left.setSpacing(SPACE_SMALL)
        for part in (self._headline, self._sentence):
            left.addWidget(part)
        left.addSpacing(2)
        left.addWidget(self._strip)
        left.addSpacing(SPACE_SMALL - 4)
        left.addLayout(filters)
        left.addWidget(self._table, 1)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addLayout(left, 1)
        body.addWidget(self._details)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addLayout(body, 1)

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
        metrics = theme.metrics()
        table.setColumnWidth(BoardColumn.ENTERED, metrics.horizontalAdvance("100 of 100") + 74)
        table.sortByColumn(BoardColumn.DUE, Qt.SortOrder.AscendingOrder)

    def _wire(self) -> None:
        self._stepper.stepped.connect(self._step)
        for asked, narrow in (
            (self._filter.chosen, self._shown.show_only),
            (self._find.textChanged, self._shown.find),
        ):
            asked.connect(narrow)
            # Where anything is shown, one board is the current one.
            asked.connect(lambda _: self._select(self._current_board()))
        self._table.activated.connect(self._open)
        self._details.open_wanted.connect(self._open_current)
        self._table.selectionModel().currentRowChanged.connect(
            lambda current, _: self._details.show_board(current.data(Role.RECORD))
        )
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._find.setFocus)
        pane = QShortcut(QKeySequence("F6"), self)
        pane.activated.connect(self._next_pane)

    def _step(self, index: int) -> None:
        self._quarter = self._quarters[index]
        self.quarter_changed.emit(self._quarter)
        self._refresh()

    def _open(self, index: QModelIndex) -> None:
        row = index.data(Role.RECORD)
        if row is not None:
            self.return_wanted.emit(row.board.code, self._quarter)

    def _open_current(self) -> None:
        self._open(self._table.currentIndex())

    def _next_pane(self) -> None:
        inside = self._details.isAncestorOf(self.focusWidget() or self)
        (self._table if inside else self._details.first_field()).setFocus()

    def _current_board(self) -> str:
        row = self._table.currentIndex().data(Role.RECORD)
        return row.board.code if row is not None else ""

    def _select(self, code: str) -> None:
        rows = range(self._shown.rowCount())
        codes = [self._shown.index(row, 0).data(Role.RECORD).board.code for row in rows]
        if codes:
            self._table.setCurrentIndex(
                self._shown.index(codes.index(code) if code in codes else 0, 0)
            )
            self._details.show_board(self._table.currentIndex().data(Role.RECORD))

    def _say(self, progress: list[BoardProgress]) -> None:
        asked = [one for one in progress if one.complete.expected]
        late = [one for one in asked if one.days_late]
        come_in = [one for one in asked if not one.record.state.open_for_entry]
        due = progress[0].due
        self._header.show_title(
            "Home",
            f"Returns for {self._quarter.words()}. Due {due:%A} {day_words(due)}.",
        )
        self._headline.setText(_headline(len(late), len(come_in), len(asked)))
        self._sentence.setText(_sentence(progress, asked) + self._ending())
        self._strip.show_states([state_mark(one.record.state) for one in progress])
        waiting = [one for one in asked if one.record.state.open_for_entry]
        counts = {_ALL: progress, _LATE: late, _OPEN: waiting, _IN: come_in}
        for key, rows in counts.items():
            self._filter.show_count(key, len(rows))

    def _plan_is_over(self) -> bool:
        """Whether the whole plan lies behind us: then lateness is history, and nobody's task."""
        last = self._services.plan.quarters_owed()[-1]
        return self._services.session.today() > last.due(self._services.plan.return_due_days)

    def _ending(self) -> str:
        if not self._plan_is_over():
            return ""
        return f" The plan ended on {day_words(self._services.plan.last_day)}."


class _BoardFilter(QSortFilterProxyModel):
    """The boards that match the segment and the words typed."""

    def __init__(self, boards: BoardTable) -> None:
        super().__init__()
        self._which = _ALL
        self._words = ""
        self.setSortRole(Role.SORT)
        self.setSourceModel(boards)

    def show_only(self, which: str) -> None:
        """Show one of the segments."""
        self.beginFilterChange()
        self._which = which
        self.endFilterChange()

    def find(self, words: str) -> None:
        """Show boards whose name or code holds these words."""
        self.beginFilterChange()
        self._words = words.strip().lower()
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        """Whether a board is shown."""
        record = self.sourceModel().index(row, 0, parent).data(Role.RECORD)
        if self._words not in f"{record.board.name} {record.board.code}".lower():
            return False
        is_open, asked = record.record.state.open_for_entry, bool(record.complete.expected)
        wanted = {_LATE: bool(record.days_late), _OPEN: is_open and asked}
        wanted[_IN] = not is_open and asked
        return wanted.get(self._which, True)


class _BoardDetails(DetailsPanel):
    """What the selected board owes, and who it is."""

    open_wanted = Signal()

    def __init__(self, services: Services, theme: Theme) -> None:
        super().__init__(theme, "Selected board", _DETAILS_WIDTH)
        self._services = services
        self._name = Words("", "panel")
        self._chip = Chip(theme, state_mark(ReturnState.NOT_STARTED))
        self._open = Button(theme, "Open return", ButtonKind.PRIMARY)
        self._open.clicked.connect(self.open_wanted)
        self._facts = Facts()
        head = QHBoxLayout()
        head.addWidget(self._chip)
        head.addStretch(1)
        column = self.body
        column.addWidget(self._name)
        column.addLayout(head)
        column.addWidget(self._facts)
        column.addWidget(hairline())
        column.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def first_field(self) -> QWidget:
        """Where the keyboard enters the panel."""
        return self._open

    def show_board(self, progress: BoardProgress | None) -> None:
        """Follow the selection."""
        self.setEnabled(progress is not None)
        if progress is None:
            return
        board, plan = progress.board, self._services.plan
        actions = sum(
            action.board == board.code for one in plan.priorities for action in one.actions
        )
        asked = progress.complete.expected - actions
        serves = [one for one in plan.priorities if board.code in one.boards]
        self._name.setText(board.name)
        self._chip.show_state(state_mark(progress.record.state))
        self._facts.show_facts(
            [
                ("Owes", f"{_counted(asked, 'figure')}, {_counted(actions, 'action')}"),
                ("Entered", progress.complete.words),
                ("Chair", board.chair),
                ("Meets", board.meets),
                ("Serves", "\n".join(f"{one.code}  {one.title}" for one in serves)),
                ("Also called", ", ".join(board.abbreviations)),
            ]
        )


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


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
