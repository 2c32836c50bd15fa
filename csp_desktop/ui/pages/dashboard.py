"""The priority dashboard: every theme with its colours and its story, and why they are so."""

from html import escape

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from csp_desktop.core.dashboard import Dashboard, IndicatorRow
from csp_desktop.core.errors import UserError
from csp_desktop.core.periods import Quarter
from csp_desktop.services import Services
from csp_desktop.services.changes import Kind
from csp_desktop.ui.item_models.dashboard_tree import DashboardTree
from csp_desktop.ui.marks import Rag
from csp_desktop.ui.pages.dashboard_filters import DashboardFilters
from csp_desktop.ui.pages.dashboard_table import DashboardTable
from csp_desktop.ui.pages.dashboard_words import (
    Why,
    reported_words,
    sentence,
    why_of_indicator,
    why_of_theme,
)
from csp_desktop.ui.pages.page import Page
from csp_desktop.ui.tasks import Tasks
from csp_desktop.ui.theme import MARK_GAP, SPACE_MEDIUM, SPACE_PAGE, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.button import Button
from csp_desktop.ui.widgets.empty_state import EmptyState
from csp_desktop.ui.widgets.page_header import PageHeader
from csp_desktop.ui.widgets.pictures import MarkLabel
from csp_desktop.ui.widgets.segmented import Segmented
from csp_desktop.ui.widgets.stepper import Stepper
from csp_desktop.ui.widgets.words import Words

_NOW, _THEN = "now", "then"
_FOOT_LINES = 2
_LARGE = 1.5  # the size of type from which rows are worth more than the key of the marks


class DashboardPage(Page):
    """All themes of a quarter, as known now or as known when its returns were due.

    What it shows is worked out beside the window; what stood there stays until that is done.
    `trend_wanted` tells the code of an indicator, `present_wanted` the quarter to be presented.
    """

    keys = (
        ("Enter", "Open trend"),
        ("W", "Why this colour"),
        ("Right", "Open theme"),
        ("Left", "Close theme"),
        ("F5", "Present"),
        ("Ctrl+F", "Find"),
    )
    shows = frozenset({Kind.FIGURES, Kind.PLAN})

    trend_wanted = Signal(str)
    present_wanted = Signal(object)

    def __init__(self, services: Services, theme: Theme, tasks: Tasks, quarter: Quarter) -> None:
        """Build the page.

        Args:
            services: over an open database.
            theme: colours and type.
            tasks: for what takes a moment.
            quarter: the first to show.
        """
        super().__init__()
        self._services = services
        self._theme = theme
        self._tasks = tasks
        self._quarter = quarter
        self._quarters = list(services.plan.quarters_owed())
        self._board: Dashboard | None = None
        self._asked = 0
        self._shown = 0
        plan = services.plan
        baseline = Quarter.containing(plan.first_day).previous.year
        self._header, self._stepper = PageHeader(theme), Stepper(theme)
        self._known = Segmented(theme, "As known when")
        self._present = Button(theme, "Present", icon="present", in_header=True)
        self._filters = DashboardFilters(
            theme,
            [(one.name, one.code) for one in plan.boards],
            [(one.name, one.code) for one in plan.agencies],
        )
        self._tree = DashboardTree(str(baseline))
        self._table = DashboardTable(theme, self._tree)
        self._nothing = EmptyState(
            theme,
            "No indicator matches",
            "Other filters or other words show more.",
            "Show all indicators",
        )
        self._stack = QStackedWidget()
        self._mark, self._why = MarkLabel(theme, Rag.NO_TARGET, ""), Words()
        self._said = ""
        self._build()
        self._wire()

    @property
    def is_busy(self) -> bool:
        """Whether what is asked for is still being worked out."""
        return self._shown != self._asked

    def show_quarter(self, quarter: Quarter) -> None:
        """Show another quarter."""
        if quarter != self._quarter and quarter in self._quarters:
            self._quarter = quarter
            self._show_steps()
            self._read_again()

    def focus_first(self) -> None:
        """The themes, or the words to find where none matches."""
        if self._stack.currentWidget() is self._table:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._filters.focus_find()

    def reload(self) -> None:
        """Have the dashboard worked out; the last one that was asked for is shown."""
        self._asked += 1
        asked, quarter, dashboards = self._asked, self._quarter, self._services.dashboards
        then = self._known.current == _THEN
        known_on = dashboards.known_then(quarter) if then else None
        self._tasks.run(
            lambda: dashboards.of(quarter, known_on),
            lambda board: self._show(asked, board),
            lambda error: self._fail(asked, error),
        )

    # What it shows

    def _read_again(self) -> None:
        self._stale = True
        self.catch_up()

    def _show(self, asked: int, board: Dashboard) -> None:
        if asked != self._asked:
            return
        self._shown, self._board = asked, board
        self._offer_quarters(board)
        today = self._services.session.now().astimezone().date()
        with_key = self._theme.text_scale < _LARGE
        self._header.show_title("Dashboard", sentence(board, today, with_key=with_key))
        self._filter()

    def _fail(self, asked: int, error: UserError) -> None:
        """What stands there is not what was asked for, so it is not to be read as such."""
        if asked == self._asked:
            self._shown, self._stale = asked, True
            self.setEnabled(False)
            self.trouble.emit(str(error))

    def _filter(self) -> None:
        board, filters, place = self._board, self._filters.filters, self._table.place
        if board is None:
            return
        self._tree.show_dashboard(board, filters)
        self._filters.show_counts(filters.counts(board))
        some = self._tree.rowCount() > 0
        self._stack.setCurrentWidget(self._table if some else self._nothing)
        if some:
            self._table.go_to(place)
        self._follow(self._table.currentIndex())

    def _offer_quarters(self, board: Dashboard) -> None:
        """Every quarter from the first one with a figure to the last that returns are owed for."""
        first = board.first
        while first is not None and self._quarters[0] > first:
            self._quarters.insert(0, self._quarters[0].previous)
        self._show_steps()

    def _show_steps(self) -> None:
        labels = [str(one) for one in self._quarters]
        self._stepper.show_steps(labels, self._quarters.index(self._quarter))

    def _step(self, index: int) -> None:
        self._quarter = self._quarters[index]
        self._read_again()

    def _show_all(self) -> None:
        self._filters.show_all()
        self._filter()
        self.focus_first()

    # Why

    def _follow(self, current: QModelIndex) -> None:
        row = current.row()
        found = self._tree.indicator(row)
        if found is not None:
            self.subject_changed.emit(f"Indicator {found.indicator.code}")
            self._explain(why_of_indicator(found, self._reported(found)))
        elif 0 <= row < self._tree.rowCount():
            theme = self._tree.theme(row)
            self.subject_changed.emit(f"Theme {theme.priority.code}")
            self._explain(why_of_theme(theme))
        else:
            self.subject_changed.emit("")
            self._explain(None)

    def _reported(self, row: IndicatorRow) -> str:
        """What a revised figure said before; only those ask the database."""
        if row.findings is None or not row.findings.revised:
            return ""
        try:
            return reported_words(row, self._services.analysis.stories(row.indicator.code))
        except UserError as error:
            self.trouble.emit(str(error))
            return ""

    def _explain(self, why: Why | None) -> None:
        self._said = why.spoken if why else ""
        self._mark.setVisible(why is not None)
        if why is None:
            self._why.setText("")
            return
        self._mark.show_mark(why.mark, "")
        parts = (f"<b>{escape(fact)}</b> {escape(words)}" for fact, words in why.parts)
        self._why.setText(f"<span>{' '.join(parts)}</span>")
        self._why.setAccessibleName(self._said)

    def _say_why(self) -> None:
        """Told at once to those who cannot see the foot."""
        if self._said:
            event = QAccessibleAnnouncementEvent(self._why, self._said)
            QAccessible.updateAccessibility(event)

    # How it is built

    def _build(self) -> None:
        self._known.add(_NOW, "Known now")
        self._known.add(_THEN, "Known then")
        self._present.setToolTip("Show this quarter large, theme by theme (F5)")
        self._header.show_title("Dashboard")
        self._header.add_controls(self._known, self._stepper, self._present)
        self._show_steps()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._nothing)
        self._mark.hide()
        self._why.setMinimumHeight(_FOOT_LINES * self._theme.metrics().lineSpacing())
        self._why.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.setSpacing(MARK_GAP + 2)
        foot.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self._why, 1)
        inner = QVBoxLayout()
        inner.setContentsMargins(SPACE_PAGE, 0, SPACE_PAGE, SPACE_MEDIUM)
        inner.setSpacing(SPACE_SMALL)
        inner.addWidget(self._filters)
        inner.addWidget(self._stack, 1)
        inner.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addLayout(inner, 1)

    def _wire(self) -> None:
        self._stepper.stepped.connect(self._step)
        self._known.chosen.connect(lambda _: self._read_again())
        self._filters.changed.connect(self._filter)
        self._nothing.acted.connect(self._show_all)
        self._present.clicked.connect(self._ask_to_present)
        self._table.trend_wanted.connect(self.trend_wanted)
        selection = self._table.selectionModel()
        selection.currentRowChanged.connect(lambda current, _: self._follow(current))
        for keys, do in (
            ("Ctrl+F", self._filters.focus_find),
            ("W", self._say_why),
            ("F5", self._ask_to_present),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(do)

    def _ask_to_present(self) -> None:
        self.present_wanted.emit(self._quarter)
