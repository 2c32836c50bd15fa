"""Returns: one board's figures, delivery plan and summary for a quarter, checked and handed in."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from csp_desktop.core.errors import UserError
from csp_desktop.core.periods import Quarter, day_words
from csp_desktop.core.records import Record
from csp_desktop.core.returns import ReturnState
from csp_desktop.core.rules import Severity
from csp_desktop.core.sheet import FigureLine, ReturnSheet
from csp_desktop.services import Services
from csp_desktop.services.changes import Kind
from csp_desktop.services.edits import Step
from csp_desktop.services.returns import Entered
from csp_desktop.ui.core_marks import state_mark
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.notifier import Notifier
from csp_desktop.ui.pages.check_part import CheckPart
from csp_desktop.ui.pages.delivery_plan_part import DeliveryPlanPart
from csp_desktop.ui.pages.fetching import Fetching
from csp_desktop.ui.pages.figures_part import FiguresPart
from csp_desktop.ui.pages.page import Page
from csp_desktop.ui.pages.return_banners import ReturnBanners
from csp_desktop.ui.pages.saving import Saving, line_of_step
from csp_desktop.ui.pages.sending import Sending
from csp_desktop.ui.pages.summary_part import SummaryPart
from csp_desktop.ui.tasks import Tasks
from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_PAGE, Theme
from csp_desktop.ui.widgets.button import Button, ButtonKind
from csp_desktop.ui.widgets.chooser import Choice, Chooser
from csp_desktop.ui.widgets.empty_state import EmptyState
from csp_desktop.ui.widgets.find_field import FindField
from csp_desktop.ui.widgets.page_header import PageHeader
from csp_desktop.ui.widgets.progress import ProgressLine
from csp_desktop.ui.widgets.stepper import Stepper
from csp_desktop.ui.widgets.tab_bar import TabBar
from csp_desktop.ui.widgets.words import Words

FIGURES, ACTIONS, SUMMARY, CHECK, _NOTHING = range(5)
_EVERYWHERE = (("Ctrl+Z", "Undo"), ("Ctrl+B", "Board"), ("Ctrl+1 to 4", "Parts"))
_KEYS = {
    FIGURES: (
        ("Enter", "Down"),
        ("Tab", "Right"),
        ("F2", "Edit"),
        ("Ctrl+D", "Fill down"),
        ("Ctrl+Enter", "Details"),
        ("Ctrl+F", "Find"),
        *_EVERYWHERE,
        ("Ctrl+L", "All columns"),
        ("Ctrl+G", "Fetch from file"),
    ),
    ACTIONS: (("Enter", "Open action"), ("F6", "Form"), ("Ctrl+F", "Find"), *_EVERYWHERE),
    SUMMARY: (("Tab", "Next text"), *_EVERYWHERE),
    CHECK: (("Enter", "Go to the line"), ("F6", "Answers, submit"), *_EVERYWHERE),
}
Part = FiguresPart | DeliveryPlanPart | SummaryPart | CheckPart


class ReturnsPage(Page):
    """Choose a board and a quarter; every edit is one call of a service."""

    keys = _KEYS[FIGURES]
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
        self._quarters = services.plan.quarters_owed()
        self._quarter = quarter
        self._board = next(
            one.code for one in services.plan.boards if services.plan.indicators_of(one.code)
        )
        self._sheet: ReturnSheet | None = None
        self._saving = Saving(services, notifier, self)
        self._sending = Sending(services, notifier, tasks, dialogs, self)
        self._header = PageHeader(theme)
        self._chooser = Chooser(theme, "Board", "Find a board")
        self._stepper = Stepper(theme)
        self._export = Button(theme, "Export…", icon="export", in_header=True)
        self._hand_in = Button(theme, "Check and submit", ButtonKind.PRIMARY, in_header=True)
        self._withdraw = Button(theme, "Withdraw", in_header=True)
        self._banners = ReturnBanners(theme)
        self._tabs = TabBar(theme, "Parts of the return")
        self._fetching = Fetching(services, tasks, dialogs, self._saving, self)
        self._fetch = Button(theme, "Fetch from file…", ButtonKind.QUIET)
        self._columns = Button(theme, "All columns", ButtonKind.QUIET)
        self._find = FindField(theme, "Find in this return")
        self._bar = ProgressLine(theme, "Entered")
        self._entered = Words("", "small")
        agencies = {one.code: one.name for one in services.plan.agencies}
        self._figures = FiguresPart(theme, agencies, self._background, services.session.today)
        self._actions = DeliveryPlanPart(theme, services.plan)
        self._summary, self._check = SummaryPart(), CheckPart(theme)
        self._parts: tuple[Part, ...] = (
            self._figures,
            self._actions,
            self._summary,
            self._check,
        )
        self._behind: set[int] = set()
        self._nothing = EmptyState(theme, "", "")
        self._stack = QStackedWidget()
        self._build()
        self._wire()

    @property
    def board(self) -> str:
        """The board shown."""
        return self._board

    @property
    def quarter(self) -> Quarter:
        """The quarter shown."""
        return self._quarter

    @property
    def unsaved(self) -> int:
        """How many changes could not be stored yet."""
        return self._saving.waiting

    def show_return(self, board: str, quarter: Quarter) -> None:
        """Show another board's return or another quarter."""
        self._commit()
        self._board, self._quarter = board, quarter
        self._show_quarter()
        if self.isVisible():
            self._refresh()
            self.focus_first()
        else:
            self._stale = True

    def show_line(self, code: str, field: str = "") -> None:
        """Go to a line of the return.

        Args:
            code: an indicator's or an action's; the summary where it is empty.
            field: which of its fields.
        """
        sheet = self._sheet
        if not code:
            self._tabs.setCurrentIndex(SUMMARY)
            self.focus_first()
        elif sheet is not None and any(one.indicator.code == code for one in sheet.figures):
            self._tabs.setCurrentIndex(FIGURES)
            self._figures.show_line(code, field)
        else:
            self._tabs.setCurrentIndex(ACTIONS)
            self._actions.show_line(code, field)

    def focus_first(self) -> None:
        """The keyboard goes to what the open part begins with."""
        self._part().focus_first()

    def reload(self) -> None:
        """Read the return; the selection stays where it is."""
        self._show(self._services.returns.sheet(self._board, self._quarter))

    def commit(self) -> None:
        """Store what stands in the fields, and what could not be stored before."""
        self._commit()
        self._saving.try_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside the tabs stands what there is room for."""
        super().resizeEvent(event)
        self._fit_tools()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leaving the page stores what was typed."""
        self._commit()
        super().hideEvent(event)

    def _commit(self) -> None:
        for part in self._parts:
            part.commit()

    def _show(self, stored: ReturnSheet) -> None:
        before, sheet = self._sheet, self._saving.onto(stored)
        self._sheet = sheet
        self._behind = set(range(len(self._parts)))
        self._show_part(self._tabs.currentIndex())
        self._show_heads(sheet)
        self._banners.show_state(sheet)
        if before is None or (before.board, before.quarter) != (sheet.board, sheet.quarter):
            self._start_of_return(sheet)

    def _show_part(self, tab: int) -> None:
        """A part out of view is brought up to date when it comes into view."""
        if self._sheet is not None and tab in self._behind:
            self._behind.discard(tab)
            self._parts[tab].show_sheet(self._sheet)

    def _start_of_return(self, sheet: ReturnSheet) -> None:
        """A return opens with its figures, or with its actions where it has none."""
        if self._tabs.currentIndex() == FIGURES and not sheet.figures and sheet.actions:
            self._tabs.setCurrentIndex(ACTIONS)
        self._banners.forget_fetched()
        self._show_tab(self._tabs.currentIndex())

    def _show_heads(self, sheet: ReturnSheet) -> None:
        due = f"Due {sheet.due:%A} {day_words(sheet.due)}."
        self._header.show_title(
            sheet.board.name,
            f"Return for {sheet.quarter.words()}. {due}",
            state_mark(sheet.record.state),
        )
        found = sheet.problems
        errors = sum(one.severity is Severity.ERROR for one in found)
        queries = sum(one.waits for one in found)
        self._tabs.show_count(FIGURES, sheet.figures_complete.words)
        self._tabs.show_count(ACTIONS, sheet.actions_complete.words)
        self._tabs.show_count(SUMMARY, "written" if sheet.summary.written else "to write")
        self._tabs.show_count(CHECK, _check_words(errors, queries) if sheet.open else "answers")
        self._fit_tools()
        whole = sheet.complete
        self._bar.show_progress(whole.entered, max(whole.expected, 1))
        self._entered.setText(f"{whole.words} entered")
        submitted = sheet.record.state is ReturnState.SUBMITTED
        looks_only = self._services.session.looks_only
        self._hand_in.setVisible(sheet.open)
        self._withdraw.setVisible(submitted and not looks_only)
        self._fetch.explain_why_not("" if sheet.open else "The return is locked")
        opened = sheet.record.opened_by
        self._withdraw.explain_why_not(f"{opened} has opened this return" if opened else "")

    def _show_quarter(self) -> None:
        self._stepper.show_steps(
            [str(one) for one in self._quarters], self._quarters.index(self._quarter)
        )

    def _part(self) -> Part:
        return self._parts[max(0, self._tabs.currentIndex())]

    def _show_tab(self, tab: int) -> None:
        self._commit()
        self.keys = _KEYS[tab]
        if self.isVisible():
            self.keys_changed.emit(self.keys)
        self._fit_tools()
        self._show_part(tab)
        if tab != FIGURES or self._figures.rows:
            self._stack.setCurrentIndex(tab)
        else:
            self._nothing.show_words(
                "No figures are asked of this board",
                "The plan gives it none. Choose another board, or the other part of the return.",
            )
            self._stack.setCurrentIndex(_NOTHING)
        self._say_subject()

    def _say_subject(self) -> None:
        """The foot of the window names what the keys act upon."""
        part = self._part()
        named = part.subject if isinstance(part, (FiguresPart, DeliveryPlanPart)) else ""
        self.subject_changed.emit(named)

    def _background(self, line: FigureLine) -> tuple[Sequence[Entered], Sequence[str]]:
        """What a line's figure has said since it was entered, and its targets in words."""
        try:
            history = self._services.returns.history(line.figure) if line.figure.version else []
            trend = self._services.analysis.trend(line.indicator.code)
        except UserError:
            # The page says by itself that it cannot be read; what was typed must not suffer.
            return [], []
        return history, [f"{one.target.text.rstrip('.:')}. {one.words}" for one in trend.targets]

    def _save(self, records: Sequence[Record], what: str) -> None:
        self._saving.enter(self._board, self._quarter, records, what)

    def _go_back(self, take: Callable[[str, Quarter], Step | None], done: str) -> None:
        """Undo or redo, and show where it was."""
        self._commit()
        step = take(self._board, self._quarter)
        if step is None:
            return
        self.show_line(line_of_step(step))
        self.subject_changed.emit(f"{done}: {step.what}")

    def _propose(self, priority: str, text: str) -> None:
        self._tell_failure(
            "Not proposed.",
            lambda: self._save(
                [self._services.entry.proposal(self._board, priority, text)], "propose an action"
            ),
        )

    def _set_priority(self, title: str) -> None:
        self._tell_failure(
            "Not stored.",
            lambda: self._save(
                [self._services.entry.own_priority(self._board, title)], "set a priority of our own"
            ),
        )

    def _submit(self) -> None:
        self._commit()
        if self._saving.waiting:
            self._say_failure("Not submitted.", "Something is not saved yet.")
        else:
            self._sending.submit(self._board, self._quarter)

    def _take_back(self) -> None:
        self._sending.withdraw(self._board, self._quarter)
        self.focus_first()

    def _choose_file(self) -> None:
        self._commit()
        self._sending.export(self._board, self._quarter)

    def _choose_source(self) -> None:
        self._commit()
        self._banners.forget_fetched()
        self._fetching.fetch(self._board, self._quarter)

    def _tell_failure(self, fact: str, do: Callable[[], None]) -> None:
        try:
            do()
        except UserError as error:
            self._banners.complain(fact, str(error), "Close")

    def _say_failure(self, fact: str, cure: str) -> None:
        self._banners.complain(fact, cure, "Try again" if self._saving.waiting else "Close")

    def _try_again(self) -> None:
        """Store what could not be stored; where that is nothing, the banner has been read."""
        self._banners.dismiss()
        self._saving.try_again()

    def _find_next(self, text: str) -> None:
        part = self._part()
        if isinstance(part, (FiguresPart, DeliveryPlanPart)):
            self._find.show_found(part.find_next(text))

    def _toggle_columns(self) -> None:
        self._tabs.setCurrentIndex(FIGURES)
        self._figures.set_wide(not self._figures.is_wide)
        self._columns.setText("Fewer columns" if self._figures.is_wide else "All columns")

    def _fit_tools(self) -> None:
        """The tabs come first; their counts, and keys, stand in for what does not fit."""
        tab = self._tabs.currentIndex()
        room = self.width() - 2 * SPACE_PAGE - self._tabs.sizeHint().width()
        wanted = {
            self._find: tab in (FIGURES, ACTIONS),
            self._entered: True,
            self._columns: tab == FIGURES,
            self._fetch: tab == FIGURES and bool(self._sheet and self._sheet.figures),
            self._bar: True,
        }
        for tool, belongs in wanted.items():
            needed = tool.sizeHint().width() + SPACE_MEDIUM
            if tool is self._find or tool is self._bar:
                needed = tool.maximumWidth() + SPACE_MEDIUM  # of fixed width
            fits = belongs and needed <= room
            tool.setVisible(fits)
            room -= needed if fits else 0

    def _build(self) -> None:
        plan = self._services.plan
        self._chooser.offer([Choice(one.code, one.name, one.code) for one in plan.boards])
        self._header.add_controls(
            self._chooser, self._stepper, self._export, self._withdraw, self._hand_in
        )
        self._show_quarter()
        for name in ("Figures", "Delivery plan", "Summary", "Check"):
            self._tabs.addTab(name)
        self._bar.setFixedWidth(100)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(SPACE_PAGE, 0, SPACE_PAGE, 0)
        tabs.setSpacing(SPACE_MEDIUM)
        tabs.addWidget(self._tabs)
        tabs.addStretch(1)
        for one in (self._fetch, self._columns, self._find, self._bar, self._entered):
            tabs.addWidget(one, 0, Qt.AlignmentFlag.AlignVCenter)
        for part in self._parts:
            self._stack.addWidget(part)
        self._stack.addWidget(_padded(self._nothing))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._banners)
        column.addLayout(tabs)
        column.addWidget(self._stack, 1)

    def _wire(self) -> None:
        self._chooser.chosen.connect(lambda code: self.show_return(code, self._quarter))
        self._stepper.stepped.connect(
            lambda index: self.show_return(self._board, self._quarters[index])
        )
        self._export.clicked.connect(self._choose_file)
        self._hand_in.clicked.connect(self._open_check)
        self._withdraw.clicked.connect(self._take_back)
        self._banners.acted.connect(self._try_again)
        self._saving.failed.connect(self._say_failure)
        self._saving.solved.connect(self._banners.dismiss)
        self._saving.stale.connect(self._show_again)
        self._sending.failed.connect(self._say_failure)
        self._sending.written.connect(self.subject_changed)
        self._sending.writing.connect(
            lambda busy: self._export.explain_why_not("The workbook is being written" * busy)
        )
        self._fetch.clicked.connect(self._choose_source)
        self._fetching.failed.connect(self._say_failure)
        self._fetching.told.connect(self._banners.tell_fetched)
        self._fetching.offered.connect(self._banners.offer_changes)
        self._fetching.reading.connect(
            lambda busy: self._fetch.explain_why_not("The file is being read" * busy)
        )
        self._banners.replacing.connect(self._fetching.replace_changed)
        self._tabs.currentChanged.connect(self._show_tab)
        self._columns.clicked.connect(self._toggle_columns)
        self._find.wanted.connect(self._find_next)
        self._find.left.connect(self.focus_first)
        for part in self._parts:
            part.entered.connect(self._save)
        for one in (self._figures, self._actions):
            one.subject_changed.connect(lambda _: self._say_subject())
        self._actions.proposal_wanted.connect(self._propose)
        self._actions.priority_wanted.connect(self._set_priority)
        self._check.line_wanted.connect(self.show_line)
        self._check.submit_wanted.connect(self._submit)
        self._bind_keys()

    def _bind_keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+B": self._chooser.open_list,
            "Ctrl+E": self._export.click,
            "Ctrl+G": self._fetch.click,
            "Ctrl+F": self._find.open,
            "Ctrl+L": self._toggle_columns,
            "Ctrl+Z": lambda: self._go_back(self._saving.undo, "Undone"),
            "Ctrl+Y": lambda: self._go_back(self._saving.redo, "Done again"),
            "Ctrl+Shift+Z": lambda: self._go_back(self._saving.redo, "Done again"),
            "F6": lambda: self._part().next_pane(),
            "Ctrl+4": self._open_check,
        }
        for number, tab in enumerate((FIGURES, ACTIONS, SUMMARY), start=1):
            keys[f"Ctrl+{number}"] = partial(self._open_tab, tab)
        for key, do in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(do)

    def _open_tab(self, tab: int) -> None:
        self._tabs.setCurrentIndex(tab)
        self.focus_first()

    def _open_check(self) -> None:
        self._open_tab(CHECK)

    def _show_again(self) -> None:
        """What is in view is not what is stored: read it, or at least overlay what is kept."""
        try:
            self.reload()
        except UserError:
            if self._sheet is not None:
                self._show(self._sheet)


def _check_words(errors: int, queries: int) -> str:
    if errors:
        return f"{errors} to do"
    return f"{queries} {'queries' if queries > 1 else 'query'}" if queries else "ready"


def _padded(inner: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(SPACE_PAGE, SPACE_PAGE, SPACE_PAGE, SPACE_PAGE)
    column.addWidget(inner, 0, Qt.AlignmentFlag.AlignTop)
    return box
