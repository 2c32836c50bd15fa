"""Home: who owes what for the quarter, and a reminder ready for each board that is late."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from csp_desktop.core.errors import UserError
from csp_desktop.core.periods import Quarter, day_words
from csp_desktop.core.reminders import Reminder, counted, is_owed
from csp_desktop.core.returns import ReturnState
from csp_desktop.services import Services
from csp_desktop.services.changes import Kind
from csp_desktop.services.returns import BoardProgress
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.pages.home_boards import BoardList
from csp_desktop.ui.pages.page import Page
from csp_desktop.ui.pages.reminder_panel import ReminderPanel
from csp_desktop.ui.pages.reminding import Reminding
from csp_desktop.ui.tasks import Tasks
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.banner import Banner, BannerKind
from csp_desktop.ui.widgets.button import Button, ButtonKind
from csp_desktop.ui.widgets.page_header import PageHeader
from csp_desktop.ui.widgets.stepper import Stepper

_LOOKS_ONLY = "This window may only look, because the database is open elsewhere"


class HomePage(Page):
    """The boards with the state of their returns at left, the selected one at right."""

    keys = (
        ("Enter", "Open return"),
        ("R", "Copy reminder"),
        ("S", "Sort by next column"),
        ("Shift+S", "Turn round"),
        ("Ctrl+F", "Find a board"),
        ("F6", "Next pane"),
    )
    shows = frozenset({Kind.FIGURES, Kind.ACTIONS, Kind.RETURNS, Kind.PLAN})

    return_wanted = Signal(str, object)
    review_wanted = Signal(str, object)
    import_wanted = Signal()
    quarter_changed = Signal(object)

    def __init__(
        self, services: Services, theme: Theme, tasks: Tasks, dialogs: Dialogs, quarter: Quarter
    ) -> None:
        super().__init__()
        self._services = services
        self._quarter = quarter
        self._quarters = services.plan.quarters_owed()
        self._last: dict[str, BoardProgress] = {}
        self._reminders: dict[str, Reminder] = {}
        self._to_remind: list[str] = []
        self._reminding = Reminding(services, tasks, dialogs, self)
        self._header = PageHeader(theme)
        self._stepper = Stepper(theme)
        self._import = Button(theme, "Import returns…", icon="import", in_header=True)
        self._remind = Button(theme, "", ButtonKind.PRIMARY, icon="mail", in_header=True)
        self._failed = Banner(theme, BannerKind.ERROR, "")
        self._progress = Banner(theme, BannerKind.INFO, "")
        self._done = Banner(theme, BannerKind.INFO, "")
        self._boards = BoardList(theme)
        self._details = ReminderPanel(theme, services.plan)
        self._build()
        self._wire()

    @property
    def quarter(self) -> Quarter:
        """The quarter shown."""
        return self._quarter

    @property
    def is_busy(self) -> bool:
        """Whether reminders or a workbook are being written."""
        return self._reminding.is_busy

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
        self._boards.focus_table()

    def reload(self) -> None:
        """Read who owes what."""
        services, before = self._services, self._quarter.previous
        progress = services.returns.progress(self._quarter)
        earlier = services.returns.progress(before) if before in self._quarters else []
        self._to_remind = services.contacts.to_remind(progress)
        over = services.contacts.plan_is_over
        if over:
            progress, earlier = _without_lateness(progress), _without_lateness(earlier)
        self._last = {one.board.code: one for one in earlier}
        self._reminders.clear()
        due = progress[0].due
        self._header.show_title(
            "Home",
            f"Returns for {self._quarter.words()}. Due {due:%A} {day_words(due)}.",
        )
        ending = f" The plan ended on {day_words(services.plan.last_day)}." if over else ""
        self._boards.show_progress(progress, ending)
        self._offer_all()

    def _build(self) -> None:
        self._stepper.show_steps(
            [str(one) for one in self._quarters], self._quarters.index(self._quarter)
        )
        self._header.add_controls(self._stepper, self._import, self._remind)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._boards, 1)
        body.addWidget(self._details)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        for banner in (self._failed, self._progress, self._done):
            banner.hide()
            column.addWidget(banner)
        column.addLayout(body, 1)

    def _wire(self) -> None:
        self._stepper.stepped.connect(self._step)
        self._import.clicked.connect(self.import_wanted)
        self._remind.clicked.connect(self._save_all)
        self._failed.acted.connect(self._failed.hide)
        self._done.acted.connect(self._done.hide)
        self._progress.acted.connect(self._reminding.cancel)
        self._boards.moved.connect(self._show_current)
        self._boards.opened.connect(self._open)
        self._details.open_wanted.connect(self._open)
        self._details.copy_wanted.connect(self._copy)
        self._details.workbook_wanted.connect(self._save_workbook)
        self._details.all_wanted.connect(self._save_all)
        self._reminding.failed.connect(self._complain)
        self._reminding.advanced.connect(self._show_progress)
        self._reminding.ended.connect(self._end)
        self._reminding.noted.connect(self._refresh)
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+F": self._boards.focus_find,
            "F6": self._next_pane,
            "R": self._copy,
            "S": self._boards.sort_by_next,
            "Shift+S": self._boards.turn_round,
        }
        for key, do in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(do)

    def _step(self, index: int) -> None:
        self._quarter = self._quarters[index]
        self.quarter_changed.emit(self._quarter)
        self._refresh()

    def _open(self) -> None:
        row = self._boards.current
        if row is not None:
            submitted = row.record.state is ReturnState.SUBMITTED
            wanted = self.review_wanted if submitted else self.return_wanted
            wanted.emit(row.board.code, self._quarter)

    def _next_pane(self) -> None:
        if self._details.isAncestorOf(self.focusWidget() or self):
            self._boards.focus_table()
        else:
            self._details.focus_on(self._details.first_field())

    def _show_current(self) -> None:
        row = self._boards.current
        last = self._last.get(row.board.code) if row is not None else None
        self._details.show_board(row, last, self._reminder())

    def _reminder(self) -> Reminder | None:
        """Of the selected board; kept, because the selection moves often."""
        row = self._boards.current
        if row is None or not is_owed(row.record, row.complete):
            return None
        code = row.board.code
        if code not in self._reminders:
            try:
                self._reminders[code] = self._services.contacts.reminder(code, self._quarter)
            except UserError as error:
                self._stale = True
                self.trouble.emit(str(error))
        return self._reminders.get(code)

    def _copy(self) -> None:
        row, reminder = self._boards.current, self._reminder()
        if row is not None and reminder is not None:
            self._reminding.copy(row.board.code, self._quarter, reminder)
            self.subject_changed.emit(f"Reminder copied: {row.board.name}")

    def _save_workbook(self) -> None:
        row = self._boards.current
        if row is not None:
            self._reminding.save_workbook(row.board.code, self._quarter)

    def _save_all(self) -> None:
        self._reminding.save_all(self._to_remind, self._quarter)

    def _show_progress(self, done: int, total: int) -> None:
        self._done.hide()
        self._failed.hide()
        self._progress.show_words(f"Writing reminders: {done} of {total}.", "", "Cancel")
        self._progress.show_progress(done, total)
        self._progress.setVisible(self.is_busy)
        self._offer_all()

    def _end(self, words: str) -> None:
        self._progress.hide()
        self._done.setVisible(bool(words))
        self._done.show_words(words, "", "Close")
        if words:
            self._done.announce()
        self._refresh()

    def _complain(self, fact: str, cure: str) -> None:
        self._failed.show_words(fact, cure, "Close")
        self._failed.show()
        self._failed.announce()

    def _offer_all(self) -> None:
        """Both buttons say how many; without a late board there is none in the header."""
        count = len(self._to_remind)
        late = "" if self._services.contacts.plan_is_over else "late "
        why = "Reminders are being written" if self.is_busy else ""
        if self._services.session.looks_only:
            why = _LOOKS_ONLY
        self._remind.setText(f"Remind {counted(count, f'{late}board')}…")
        self._remind.setVisible(count > 0)
        self._remind.explain_why_not(why)
        self._details.show_all(count, why)


def _without_lateness(progress: Iterable[BoardProgress]) -> list[BoardProgress]:
    """Of a plan that is over: lateness is nobody's task any more."""
    return [replace(one, days_late=0, first_in=None) for one in progress]
