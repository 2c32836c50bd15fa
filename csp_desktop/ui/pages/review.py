"""Review: the team's inbox, and one submitted return line by line."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from csp_desktop.core.periods import Quarter
from csp_desktop.core.returns import LineReason, ReturnState
from csp_desktop.core.review import Decision, KeptVersion, ReviewLine, ReviewSheet
from csp_desktop.services import Services
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.ui.core_marks import state_mark
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.notifier import Notifier
from csp_desktop.ui.pages.page import Page
from csp_desktop.ui.pages.review_banners import ReviewBanners
from csp_desktop.ui.pages.review_deciding import ReviewDeciding
from csp_desktop.ui.pages.review_foot import KEYS_OF_LINE, ReviewFoot
from csp_desktop.ui.pages.review_inbox import ReviewInbox
from csp_desktop.ui.pages.review_lines import ReviewLines
from csp_desktop.ui.pages.review_moves import ReviewMoves
from csp_desktop.ui.pages.review_words import (
    as_kept,
    head_sentence,
    why_not_decide,
)
from csp_desktop.ui.pages.sending import Sending
from csp_desktop.ui.tasks import Tasks
from csp_desktop.ui.theme import SPACE_PAGE, Theme
from csp_desktop.ui.widgets.button import Button
from csp_desktop.ui.widgets.empty_state import EmptyState
from csp_desktop.ui.widgets.page_header import PageHeader
from csp_desktop.ui.widgets.panel import hairline

_WORK, _NOTHING = 0, 1


class ReviewPage(Page):
    """One return at a time; a decision is stored, then shown without reading anything again."""

    keys = KEYS_OF_LINE
    shows = frozenset({Kind.FIGURES, Kind.ACTIONS, Kind.RETURNS, Kind.PLAN})

    def __init__(
        self,
        services: Services,
        theme: Theme,
        notifier: Notifier,
        tasks: Tasks,
        dialogs: Dialogs,
        quarter: Quarter,
    ) -> None:
        super().__init__()
        self._services = services
        self._review = services.review
        self._quarter = quarter
        self._board = ""
        self._sheet: ReviewSheet | None = None
        self._shown: ReviewSheet | None = None
        self._versions: list[KeptVersion] = []
        self._version = 0
        self._has_said = False
        self._deciding = ReviewDeciding(services, notifier, self)
        self._sending = Sending(services, notifier, tasks, dialogs, self)
        self._header = PageHeader(theme)
        self._summary = Button(theme, "Summary", key="M", in_header=True)
        self._send_back = Button(theme, "Return to board…", icon="arrow-back", in_header=True)
        self._approve = Button(theme, "Approve…", in_header=True)
        self._banners = ReviewBanners(theme)
        self._inbox = ReviewInbox(theme, services.plan)
        self._lines = ReviewLines(theme)
        self._foot = ReviewFoot(theme, services.plan)
        self._moves = ReviewMoves(services, self._deciding, self._foot, self)
        self._nothing = EmptyState(theme, "", "")
        self._stack = QStackedWidget()
        self._build()
        self._wire()

    @property
    def board(self) -> str:
        """The board whose return is shown; empty where none waits."""
        return self._board

    @property
    def quarter(self) -> Quarter:
        """The quarter shown."""
        return self._quarter

    @property
    def sheet(self) -> ReviewSheet | None:
        """The return with every decision, as it stands; None where none is shown."""
        return self._sheet

    def show_return(self, board: str, quarter: Quarter) -> None:
        """Show a board's return, whether it waits or not."""
        self._board, self._quarter, self._version = board, quarter, 0
        self._foot.talk.begin()
        self._banners.dismiss()
        if self.isVisible():
            self._refresh()
            self.focus_first()
        else:
            self._stale = True

    def show_line(self, code: str) -> None:
        """Go to a line of the return that is shown."""
        self._lines.select(code)
        self.focus_first()

    def read_version(self, version: int) -> None:
        """Read a version that was kept; 0 shows the return as it stands."""
        self._version = version
        self._moves.leave()
        self._show()
        self.focus_first()

    def focus_first(self) -> None:
        """The keyboard goes to the line to decide now, or to the button that opens any return."""
        work = self._lines.table if self._board else self._inbox.chooser
        work.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_notice(self, changes: Changes) -> None:
        """What this page has stored itself it shows already."""
        if not self._deciding.is_telling:
            super().take_notice(changes)

    def reload(self) -> None:
        """Read the inbox and the return; the selected line stays."""
        self._inbox.show_entries(self._review.inbox(self._quarter), self._quarter)
        self._board = self._board or self._inbox.first
        self._inbox.select(self._board)
        self._moves.leave()
        self._stack.setCurrentIndex(_WORK if self._board else _NOTHING)
        if self._board:
            self._sheet = self._deciding.opened(self._review.sheet(self._board, self._quarter))
            self._versions = self._review.versions(self._board, self._quarter)
            self._show()
        else:
            self._sheet = self._shown = None
            self._show_nothing()

    def _show(self) -> None:
        """Show the return as it stands, or the version of it that is read."""
        assert self._sheet is not None
        version, shown = self._read_version(), self._sheet
        if version is not None:
            earlier = [one for one in self._versions if one.version < version.version]
            shown = as_kept(self._sheet, version, earlier[-1] if earlier else None)
        now = self._sheet.sheet.record.version
        others = [one for one in self._versions if one.version != now]
        self._shown = shown
        self._lines.show_sheet(shown)
        self._inbox.show_versions(others)
        self._banners.show_state(self._sheet, version, self._services.session.looks_only)
        self._show_head()
        self._follow()

    def _show_head(self) -> None:
        assert self._sheet is not None
        record = self._sheet.sheet.record
        self._header.show_title(
            self._sheet.sheet.board.name, head_sentence(self._sheet), state_mark(record.state)
        )
        self._summary.show()
        submitted = record.state is ReturnState.SUBMITTED and not self._version
        for button in (self._send_back, self._approve):
            button.setVisible(submitted)
            button.explain_why_not(self._why_not())

    def _show_nothing(self) -> None:
        self._header.show_title("Review", f"Returns for {self._quarter.words()}.")
        for button in (self._summary, self._send_back, self._approve):
            button.hide()
        self._banners.show_nothing()
        self._inbox.show_versions([])
        self._nothing.show_words(
            "No return waits for review",
            f"Returns for {self._quarter} stand here once they are submitted, or their workbooks "
            "are imported. Step to another quarter at the left, or open any board’s return.",
            "Any return",
        )

    def _step(self, by: int) -> None:
        if self._sheet is not None:
            self._lines.step(by)

    def _follow(self) -> None:
        """Chart, words and thread go with the selected line, which they name themselves."""
        if self._sheet is None:
            return
        self._foot.show_line(self._lines.current, self._why_not())
        self._offer_keys()
        if self._has_said:
            self._say("")

    def _read_version(self) -> KeptVersion | None:
        """The kept version that is read; None while the return is shown as it stands."""
        return next((one for one in self._versions if one.version == self._version), None)

    def _why_not(self) -> str:
        assert self._sheet is not None
        return why_not_decide(self._sheet, self._read_version())

    def _say(self, words: str) -> None:
        """Something to know at the foot of the window, until the next step."""
        self._has_said = bool(words)
        self.subject_changed.emit(words)

    def _may_decide(self) -> bool:
        """Whether the return can be decided on; why not is said at the foot of the window."""
        if self._sheet is None:
            return False
        why_not = self._why_not()
        if why_not:
            self._say(f"{why_not}.")
        return not why_not

    def _decidable(self) -> ReviewLine | None:
        """The selected line, where it can be decided."""
        if self._foot.is_asking or not self._may_decide():
            return None
        return self._lines.current

    def _accept(self) -> None:
        """Accept the selected line and go to the next one to decide."""
        line = self._decidable()
        if line is None:
            return
        if line.decision is not Decision.ACCEPTED:
            codes = [line.code]
            if not self._deciding.accept(self._board, self._quarter, codes):
                return
            self._decide(codes, accepted=True)
        if not self._lines.go_to_next():
            self._follow()

    def _accept_quiet(self) -> None:
        """Accept every line in which nothing was found, and go to the first that is left."""
        codes = self._lines.quiet
        if self._decidable() is None or not codes:
            return
        if not self._deciding.accept(self._board, self._quarter, codes):
            return
        self._decide(codes, accepted=True)
        if not self._lines.go_to_next():
            self._follow()
        self._lines.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_back(self) -> None:
        """Leave the selected line to be decided again."""
        line = self._decidable()
        if line is None or line.decision is Decision.TO_DECIDE:
            return
        codes = [line.code]
        if self._deciding.take_back(self._board, self._quarter, codes):
            self._decide(codes, accepted=False)
            self._follow()

    def _begin_query(self) -> None:
        line = self._decidable()
        if line is not None:
            self._foot.talk.open_query(line)
            self._offer_keys()

    def _query(self, words: str) -> None:
        """Keep what is asked of the selected line until the return goes back."""
        line = self._decidable()
        if line is None:
            return
        asked = self._deciding.ask(self._board, self._quarter, line.code, words)
        if asked is not None:
            # A field that hides with the keyboard in it would hand it to the button beside it.
            self._lines.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self._foot.talk.close_query()
            self._decide([line.code], accepted=False, query=asked)
            self._follow()

    def _decide(
        self, codes: Sequence[str], *, accepted: bool, query: LineReason | None = None
    ) -> None:
        """Show what has been stored, without reading it again."""
        assert self._sheet is not None
        self._sheet = self._sheet.with_decision(codes, accepted=accepted, query=query)
        self._lines.show_decisions(self._sheet)
        self._show_head()
        self._banners.dismiss()

    def _complain(self, fact: str, cure: str) -> None:
        """Say what could not be stored, beside what is stored now."""
        self._refresh()
        self._banners.complain(fact, cure)

    def _ask_to_send_back(self) -> None:
        if self._may_decide() and self._sheet is not None:
            self._moves.send_back(self._sheet)

    def _ask_to_approve(self) -> None:
        """Approving is for the return as it is stored now, so that it is read once more."""
        if not self._may_decide():
            return
        self._refresh()
        if self._sheet is not None and self._sheet.may_decide:
            self._moves.approve(self._sheet)

    def _ask_to_reopen(self) -> None:
        if self._sheet is not None:
            self._moves.reopen(self._sheet)

    def _tell_summary(self) -> None:
        """The chair's texts, in the version that is read."""
        if self._shown is not None:
            self._moves.tell_summary(self._shown)

    def _show_moved(self) -> None:
        """The return as it stands now that it has moved on."""
        self._banners.dismiss()
        self._refresh()
        self.focus_first()

    def _leave(self) -> None:
        """Escape: out of the question, the query or the version one reads, whichever is open."""
        self.focus_first()
        if self._foot.is_asking:
            self._moves.leave()
        elif self._foot.talk.is_asking:
            self._foot.talk.close_query()
        elif self._version:
            self.read_version(0)
        self._offer_keys()

    def _go_on(self) -> None:
        """Ctrl+Enter: yes to what is asked, keep the query, or begin to approve."""
        if self._foot.is_asking:
            self._foot.question.confirm()
        elif self._foot.talk.is_asking:
            self._foot.talk.give_query()
        else:
            self._ask_to_approve()

    def _show_quarter(self, quarter: Quarter) -> None:
        self.show_return("", quarter)

    def _show_next(self) -> None:
        following = self._inbox.following(self._board)
        if following:
            self.show_return(following, self._quarter)

    def _next_pane(self) -> None:
        panes: list[tuple[QWidget, QWidget]] = [
            (self._inbox, self._inbox.view),
            (self._lines, self._lines.table),
            (self._foot, self._foot.first_field),
        ]
        focused = self.focusWidget() or self
        at = next((n for n, (pane, _) in enumerate(panes) if pane.isAncestorOf(focused)), -1)
        panes[(at + 1) % len(panes)][1].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _offer_keys(self) -> None:
        keys = self._foot.keys
        if keys != self.keys:
            self.keys = keys
            if self.isVisible():
                self.keys_changed.emit(keys)

    def _build(self) -> None:
        self._header.add_controls(self._summary, self._send_back, self._approve)
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._lines, 8)
        column.addWidget(hairline())
        column.addWidget(self._foot, 5)
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.setContentsMargins(SPACE_PAGE, SPACE_PAGE, SPACE_PAGE, SPACE_PAGE)
        column.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignTop)
        self._stack.setProperty("kind", "details")
        self._stack.addWidget(work)
        self._stack.addWidget(empty)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._inbox)
        body.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._header, self._banners, hairline()):
            column.addWidget(part)
        column.addLayout(body, 1)

    def _wire(self) -> None:
        self._summary.clicked.connect(self._tell_summary)
        self._send_back.clicked.connect(self._ask_to_send_back)
        self._approve.clicked.connect(self._ask_to_approve)
        self._banners.back_wanted.connect(lambda: self.read_version(0))
        self._banners.reopening_wanted.connect(self._ask_to_reopen)
        self._banners.workbook_wanted.connect(
            lambda: self._sending.export(self._board, self._quarter)
        )
        self._inbox.wanted.connect(lambda board: self.show_return(board, self._quarter))
        self._inbox.quarter_wanted.connect(self._show_quarter)
        self._nothing.acted.connect(self._inbox.chooser.open_list)
        self._lines.moved.connect(self._follow)
        self._lines.accept_quiet_wanted.connect(self._accept_quiet)
        self._inbox.version_wanted.connect(self.read_version)
        self._foot.talk.accept_wanted.connect(self._accept)
        self._foot.talk.query_wanted.connect(self._begin_query)
        self._foot.talk.query_given.connect(self._query)
        self._moves.asked.connect(self._offer_keys)
        self._moves.moved.connect(self._show_moved)
        self._foot.question.left.connect(self._leave)
        self._deciding.failed.connect(self._complain)
        self._sending.failed.connect(self._banners.complain)
        self._sending.written.connect(self._say)
        self._bind_keys()

    def _bind_keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "J": lambda: self._step(1),
            "K": lambda: self._step(-1),
            "A": self._accept,
            "Shift+A": self._accept_quiet,
            "Q": self._begin_query,
            "U": self._take_back,
            "S": self._ask_to_send_back,
            "M": self._tell_summary,
            "Ctrl+J": self._show_next,
            "Ctrl+Return": self._go_on,
            "Ctrl+Enter": self._go_on,
            "Ctrl+B": self._inbox.chooser.open_list,
            "Esc": self._leave,
            "F6": self._next_pane,
        }
        for key, do in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(do)
