"""Packs: what is missing from the next one, what has been issued, and what changed since."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from csp_desktop.core.disclosure.rounding import EXACT
from csp_desktop.core.editions import Edition
from csp_desktop.core.errors import UserError
from csp_desktop.core.packs.document import PackKind
from csp_desktop.core.packs.issued import IssuedPack, PackDraft
from csp_desktop.core.periods import DateRange, Quarter
from csp_desktop.services import Services
from csp_desktop.services.changes import Kind
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.notifier import Notifier
from csp_desktop.ui.pages.packs_form import PackForm
from csp_desktop.ui.pages.packs_issued import IssuedPacks
from csp_desktop.ui.pages.packs_period import PackPeriod
from csp_desktop.ui.pages.packs_report import PackReport
from csp_desktop.ui.pages.packs_words import (
    compared_words,
    headline,
    not_issued,
    read_words,
    sentence,
    since_words,
    suspicion_words,
)
from csp_desktop.ui.pages.packs_writing import PackWriting
from csp_desktop.ui.pages.page import Page
from csp_desktop.ui.tasks import Tasks
from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_PAGE, Theme
from csp_desktop.ui.widgets.banner import Banner, BannerKind
from csp_desktop.ui.widgets.button import Button, ButtonKind
from csp_desktop.ui.widgets.empty_state import EmptyState
from csp_desktop.ui.widgets.page_header import PageHeader

_LOOKS_ONLY = "This window may only look, because the database is open elsewhere"
_NO_DRAFT, _DRAFTING = "There is no draft yet", "The draft is being worked out"
_WRITING = "A file is being written"
_SENTENCE = "A pack is drafted for one edition, issued once, and kept as it was issued."
_NOT_YET = "There is no draft yet", "What changed since the last issued pack is said of a draft."
_FIRST = "No earlier pack", "None of this kind and edition has been issued yet."
_UNCHANGED = "Nothing changed", "Every colour, figure and action says what it said then."
_ALIKE = "They say the same", "No colour, figure or action differs."
_LEAST_LINES = 12  # of what the next pack lacks and holds
_LETTERS_AT_RIGHT = 46  # across the tables


@dataclass(frozen=True)
class _Wanted:
    """Which pack is wanted; `meeting` alone does not make it another one."""

    kind: PackKind
    period: Quarter | DateRange
    edition: Edition
    board: str
    known_on: date | None


class PacksPage(Page):
    """The next pack at left, drafted beside the window; issued ones and changes at right."""

    keys = (
        ("Ctrl+S", "Save a draft"),
        ("Ctrl+P", "Save as PDF"),
        ("Ctrl+Return", "Issue"),
        ("F6", "Next pane"),
    )
    shows = frozenset({Kind.PLAN, Kind.FIGURES, Kind.ACTIONS, Kind.RETURNS, Kind.PACKS})

    def __init__(
        self,
        services: Services,
        theme: Theme,
        notifier: Notifier,
        tasks: Tasks,
        dialogs: Dialogs,
        quarter: Quarter,
    ) -> None:
        """Build the page.

        Args:
            services: over an open database.
            theme: colours and type.
            notifier: tells what was issued, and that there is another marking.
            tasks: for what takes a moment.
            dialogs: asks for files, and before a pack is issued.
            quarter: the first to draft a pack of.
        """
        super().__init__()
        plan = services.plan
        self._services = services
        self._theme = theme
        self._notifier = notifier
        self._tasks = tasks
        self._wanted: _Wanted | None = None
        self._draft: PackDraft | None = None
        self._known: list[IssuedPack] = []
        self._asked = self._shown = 0
        self._is_writing = self._is_let_go = False
        self._header, self._period = PageHeader(theme), PackPeriod(theme, plan, quarter)
        self._save = Button(theme, "Save a draft…", in_header=True)
        self._pdf = Button(theme, "Save as PDF…", in_header=True)
        self._issue = Button(theme, "Issue…", ButtonKind.PRIMARY, in_header=True)
        self._failed = Banner(theme, BannerKind.ERROR, "")
        self._told = Banner(theme, BannerKind.INFO, "")
        self._ask = Banner(theme, BannerKind.WARNING, "")
        self._form = PackForm(theme, plan.boards)
        self._report = PackReport(theme, {one.code: one.name for one in plan.indicators})
        self._nothing = EmptyState(theme, "", "")
        self._stack = QStackedWidget()
        self._issued = IssuedPacks(theme)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._writing = PackWriting(services, tasks, dialogs, self)
        self._cure: Callable[[], None] = self._form.focus_edition
        self._once_read: Callable[[], None] = self._save_draft
        self._build()
        self._wire()

    @property
    def is_busy(self) -> bool:
        """Whether a draft is being worked out, or a file written."""
        return self._shown != self._asked or self._is_writing

    def show_quarter(self, quarter: Quarter) -> None:
        """Draft the pack of another quarter."""
        if self._period.show_quarter(quarter):
            self._want_another()

    def focus_first(self) -> None:
        """The editions: without one there is nothing to be done."""
        self._form.focus_edition()

    def commit(self) -> None:
        """Store what was typed and has not been stored yet."""
        self._form.commit()

    def let_go(self) -> None:
        """What comes back once the window is closing finds nobody to tell."""
        self._is_let_go = True
        self._writing.let_go()

    def reload(self) -> None:
        """Read what has been issued and have the next pack drafted anew."""
        packs = self._services.packs
        self._known = packs.issued()
        self._issued.show_packs(self._known)
        self._form.show_marking(packs.marking())
        self._form.show_rounded(packs.rule() is not EXACT)
        self._ask_for_draft()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Issued packs stand below the next one where both side by side have no room."""
        super().resizeEvent(event)
        right = self._theme.metrics().averageCharWidth() * _LETTERS_AT_RIGHT
        room = self.width() - 3 * SPACE_PAGE
        beside = self._form.minimumSizeHint().width() + right <= room
        directions = QBoxLayout.Direction
        self._body.setDirection(directions.LeftToRight if beside else directions.TopToBottom)

    # The draft

    def _want_another(self) -> None:
        self._period.show_kind(self._form.kind)
        self._stale = True
        self.catch_up()

    def _ask_for_draft(self) -> None:
        """Have the pack that is wanted worked out; the last one that was asked for is shown."""
        form, packs = self._form, self._services.packs
        self._asked += 1
        asked, edition, meeting = self._asked, form.edition, form.meeting
        if edition is None or (form.kind is PackKind.CHAIR and not form.board):
            self._shown = asked
            self._forget(None)
            self._say_what_to_choose(edition)
            return
        wanted = _Wanted(form.kind, self._period.period, edition, form.board, form.known_on)
        if wanted != self._wanted:
            # What stood there may be for other eyes.
            self._forget(wanted)
            self._say_nothing(f"{_DRAFTING}.", "It stands here in a moment.", "")
        self._show_buttons()
        self._tasks.run(
            lambda: packs.draft(
                wanted.kind,
                wanted.period,
                wanted.edition,
                board=wanted.board,
                meeting=meeting,
                known_on=wanted.known_on,
            ),
            lambda draft: self._show(asked, draft),
            lambda error: self._fail(asked, error),
        )

    def _show(self, asked: int, draft: PackDraft) -> None:
        if asked != self._asked or self._is_let_go:
            return
        self._shown = asked
        self._header.show_title("Packs", sentence(draft))
        if self._draft is None or headline(self._draft) != headline(draft):
            words = f"{headline(draft)}. {sentence(draft)}"
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._report, words))
        self._draft = draft
        self._report.show_draft(draft)
        self._stack.setCurrentWidget(self._report)
        if self._report.was_read:
            self._ask.hide()
        self._show_changes(draft)
        self._show_buttons()

    def _fail(self, asked: int, error: UserError) -> None:
        if asked != self._asked or self._is_let_go:
            return
        self._shown = asked
        self._forget(None)
        self._say_nothing("The pack cannot be drafted now", str(error), "Try again")
        self._cure = self._want_another

    def _forget(self, wanted: _Wanted | None) -> None:
        self._wanted, self._draft = wanted, None
        self._report.forget()
        self._ask.hide()
        self._header.show_title("Packs", _SENTENCE)
        self._issued.show_changes(since_words(None), (), _NOT_YET)
        self._show_buttons()

    def _say_what_to_choose(self, edition: Edition | None) -> None:
        if edition is None:
            self._say_nothing(
                "Choose the edition first",
                "Who will read the pack decides what it may show; nothing is drafted before.",
                "Choose the edition",
            )
            self._cure = self._form.focus_edition
        else:
            self._say_nothing(
                "Choose the board first", "A chair’s update is of one board.", "Choose the board"
            )
            self._cure = self._form.focus_board

    def _say_nothing(self, fact: str, cure: str, action: str) -> None:
        self._nothing.show_words(fact, cure, action)
        self._stack.setCurrentWidget(self._nothing)

    def _show_changes(self, draft: PackDraft) -> None:
        since = next((one for one in self._known if one.id == draft.since), None)
        nothing = _UNCHANGED if since else _FIRST
        self._issued.show_changes(since_words(since), draft.changes, nothing)

    def _show_buttons(self) -> None:
        """What can be done now, and why not the rest."""
        draft = self._draft
        why = _DRAFTING if self._shown != self._asked else "" if draft else _NO_DRAFT
        why = _WRITING if self._is_writing else why
        for button in (self._save, self._pdf):
            button.explain_why_not(why)
        if draft is not None and not why:
            looks_only = self._services.session.looks_only
            why = _LOOKS_ONLY if looks_only else not_issued(draft, read=self._report.was_read)
        self._issue.explain_why_not(why)

    # What is done with it

    def _save_draft(self) -> None:
        if (draft := self._ready(self._save, self._save_draft)) is not None:
            self._writing.save_draft(draft)

    def _save_pdf(self) -> None:
        if (draft := self._ready(self._pdf, self._save_pdf)) is not None:
            self._writing.save_pdf(draft.pack)

    def _issue_it(self) -> None:
        if (draft := self._ready(self._issue, self._issue_it)) is not None:
            self._writing.issue(draft)

    def _ready(self, button: Button, again: Callable[[], None]) -> PackDraft | None:
        """The draft, once somebody has read what in it looks like a person; else they are asked."""
        draft = self._draft
        if draft is None or not button.isEnabled():
            return None
        if self._report.was_read:
            return draft
        self._once_read = again
        count = len(draft.suspicions)
        cure = "The words that are listed go into the file as they are."
        self._ask.show_words(f"{suspicion_words(count)}.", cure, read_words(count))
        self._ask.show()
        self._ask.announce()
        return None

    def _was_read(self) -> None:
        self._report.say_read()
        self._once_read()

    def _follow_reading(self) -> None:
        if self._report.was_read:
            self._ask.hide()
        self._show_buttons()

    def _mark(self, text: str) -> None:
        try:
            changes = self._services.packs.set_marking(text)
        except UserError as error:
            self._form.show_marking_problem(str(error))
            return
        self._form.show_marking_problem("")
        self._notifier.publish(changes)

    def _round(self, rounded: bool) -> None:
        try:
            changes = self._services.packs.set_rounded(rounded)
        except UserError as error:
            self._show_banner(self._failed, "Not set.", str(error))
            return
        self._notifier.publish(changes)

    def _compare(self, earlier: IssuedPack, later: IssuedPack) -> None:
        try:
            changes = self._services.packs.compare(earlier.id, later.id)
        except UserError as error:
            self._show_banner(self._failed, "Not compared.", str(error))
            return
        heading = compared_words(earlier, later)
        self._issued.show_changes(heading, changes, _ALIKE, back=True)

    def _back_to_draft(self) -> None:
        if self._draft is not None:
            self._show_changes(self._draft)
        else:
            self._forget(self._wanted)
        self._issued.focus_issued()

    def _take_busy(self, is_busy: bool) -> None:
        self._is_writing = is_busy
        if is_busy:
            self._told.hide()
            self._failed.hide()
        self._show_buttons()

    # How it is built

    @staticmethod
    def _show_banner(banner: Banner, fact: str, more: str) -> None:
        banner.show_words(fact, more, "Close")
        banner.show()
        banner.announce()

    def _next_pane(self) -> None:
        """Round from the fields to the draft, the issued packs and the changes."""
        panes: list[QWidget] = [self._form]
        if self._stack.currentWidget() is self._report:
            panes.append(self._report)
        panes += self._issued.panes()
        now = self.focusWidget() or self
        at = next((n for n, one in enumerate(panes) if one is now or one.isAncestorOf(now)), -1)
        following = panes[(at + 1) % len(panes)]
        if following is self._form:
            self._form.focus_edition()
        elif following is self._report:
            self._report.focus_first()
        else:
            following.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _build(self) -> None:
        for banner in (self._failed, self._told, self._ask):
            banner.hide()
        self._header.add_controls(self._period, self._save, self._pdf, self._issue)
        if self._services.session.looks_only:
            self._form.lock_settings(_LOOKS_ONLY)
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._report)
        self._forget(None)
        left = QVBoxLayout()
        left.setSpacing(SPACE_MEDIUM)
        left.addWidget(self._form)
        left.addWidget(self._stack, 1)
        inside = QWidget()
        inside.setProperty("kind", "scrolled")
        inside.setLayout(self._body)
        self._body.setContentsMargins(SPACE_PAGE, 0, SPACE_PAGE, SPACE_MEDIUM)
        self._body.setSpacing(SPACE_PAGE)
        self._body.addLayout(left, 2)
        self._body.addWidget(self._issued, 3)
        self._stack.setMinimumHeight(self._theme.metrics().lineSpacing() * _LEAST_LINES)
        around = QScrollArea()
        around.setWidget(inside)
        around.setWidgetResizable(True)
        around.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        around.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._header, self._failed, self._told, self._ask):
            column.addWidget(part)
        column.addWidget(around, 1)

    def _wire(self) -> None:
        self._period.stepped.connect(lambda _: self._want_another())
        self._form.changed.connect(self._want_another)
        self._form.marked.connect(self._mark)
        self._form.rounded.connect(self._round)
        self._nothing.acted.connect(lambda: self._cure())
        self._report.read.connect(self._follow_reading)
        self._ask.acted.connect(self._was_read)
        for banner in (self._failed, self._told):
            banner.acted.connect(banner.hide)
        writing, issued = self._writing, self._issued
        writing.busy.connect(self._take_busy)
        writing.told.connect(lambda fact, more: self._show_banner(self._told, fact, more))
        writing.failed.connect(lambda fact, cure: self._show_banner(self._failed, fact, cure))
        writing.issued.connect(self._notifier.publish)
        issued.write_wanted.connect(writing.write_again)
        issued.pdf_wanted.connect(writing.pdf_of)
        issued.compare_wanted.connect(self._compare)
        issued.back_wanted.connect(self._back_to_draft)
        for button, keys, do in (
            (self._save, "Ctrl+S", self._save_draft),
            (self._pdf, "Ctrl+P", self._save_pdf),
            (self._issue, "Ctrl+Return", self._issue_it),
        ):
            button.clicked.connect(do)
            QShortcut(QKeySequence(keys), self).activated.connect(do)
        QShortcut(QKeySequence("F6"), self).activated.connect(self._next_pane)
