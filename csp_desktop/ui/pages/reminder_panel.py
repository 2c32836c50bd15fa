"""Home's panel at the right: who the selected board is, what it owes, and how to remind it."""

from math import ceil

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from csp_desktop.core.periods import day_words
from csp_desktop.core.plan import Plan
from csp_desktop.core.reminders import Reminder, counted
from csp_desktop.core.returns import ReturnState
from csp_desktop.services.returns import BoardProgress
from csp_desktop.ui.core_marks import state_mark
from csp_desktop.ui.item_models.board_table import came_words
from csp_desktop.ui.theme import SPACE_SMALL, Theme
from csp_desktop.ui.widgets.button import Button, ButtonKind
from csp_desktop.ui.widgets.chip import Chip
from csp_desktop.ui.widgets.details_panel import DetailsPanel
from csp_desktop.ui.widgets.facts import Facts
from csp_desktop.ui.widgets.panel import hairline
from csp_desktop.ui.widgets.words import Words

_WIDTH = 286
_LEAST_LINES = 9
_READY = "Reminder, ready to send"


class _Message(QTextEdit):
    """Text to be read and copied, no higher than it needs to be."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setMinimumHeight(theme.metrics().lineSpacing() * _LEAST_LINES)

    def show_text(self, text: str) -> None:
        """Show a text; what is selected in the same text stays selected."""
        if text != self.toPlainText():
            self.setPlainText(text)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In another width the lines break elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        edges = self.height() - self.viewport().height()
        wanted = ceil(self.document().size().height()) + edges
        self.setMaximumHeight(max(wanted, self.minimumHeight()))


class ReminderPanel(DetailsPanel):
    """The selected board, with its reminder ready to be copied; nothing is decided here."""

    open_wanted = Signal()
    copy_wanted = Signal()
    workbook_wanted = Signal()
    all_wanted = Signal()

    def __init__(self, theme: Theme, plan: Plan) -> None:
        super().__init__(theme, "Selected board", _WIDTH)
        self._plan = plan
        self._name = Words("", "panel")
        self._chip = Chip(theme, state_mark(ReturnState.NOT_STARTED))
        self._facts = Facts()
        self._open = Button(theme, "Open return")
        self._reminding = QWidget()
        self._text = _Message(theme, _READY)
        self._copy = Button(theme, "Copy text", key="R")
        self._workbook = Button(theme, "Save workbook…")
        self._all = Button(theme, "", ButtonKind.QUIET)
        self._build()
        self._open.clicked.connect(self.open_wanted)
        self._copy.clicked.connect(self.copy_wanted)
        self._workbook.clicked.connect(self.workbook_wanted)
        self._all.clicked.connect(self.all_wanted)

    def first_field(self) -> QWidget:
        """Where the keyboard enters the panel."""
        return self._open

    def show_board(
        self,
        progress: BoardProgress | None,
        last: BoardProgress | None,
        reminder: Reminder | None,
    ) -> None:
        """Follow the selection.

        Args:
            progress: how the board stands; None where no board is selected.
            last: the same for the quarter before; None where the plan asked nothing then.
            reminder: None where there is nothing to remind the board of.
        """
        self.show_nothing(progress is None)
        if progress is None:
            return
        submitted = progress.record.state is ReturnState.SUBMITTED
        self._name.setText(progress.board.name)
        self._chip.show_state(state_mark(progress.record.state))
        self._facts.show_facts(self._told(progress, last))
        self._open.setText("Review return" if submitted else "Open return")
        self._reminding.setVisible(reminder is not None)
        if reminder is not None:
            self._text.show_text(reminder.whole)

    def show_all(self, count: int, why_not: str) -> None:
        """Offer to save so many reminders at once; none hides the offer.

        Args:
            count: how many boards are to be reminded.
            why_not: why it cannot be done now; empty while it can.
        """
        self._all.setText(f"Save {_all_of(count)} in a folder…")
        self._all.setVisible(count > 0)
        self._all.explain_why_not(why_not)

    def _told(self, progress: BoardProgress, last: BoardProgress | None) -> list[tuple[str, str]]:
        board, plan = progress.board, self._plan
        actions = sum(
            action.board == board.code for one in plan.priorities for action in one.actions
        )
        asked = progress.complete.expected - actions
        serves = [one for one in plan.priorities if board.code in one.boards]
        return [
            ("Owes", _owed_words(asked, actions)),
            ("Handed in", _came(progress)),
            ("Chair", board.chair[:1].upper() + board.chair[1:]),
            ("Meets", board.meets[:1].upper() + board.meets[1:]),
            ("Serves", "\n".join(f"{one.code}  {one.title}" for one in serves)),
            ("Last quarter", _stood(last) if last is not None else ""),
        ]

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._chip)
        head.addStretch(1)
        head.addWidget(self._open)
        inside = QVBoxLayout(self._reminding)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SPACE_SMALL)
        for part in (hairline(), Words(_READY, "strong")):
            inside.addWidget(part)
        inside.addWidget(self._text, 1)
        for button in (self._copy, self._workbook):
            inside.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addStretch(0)
        column = self.body
        column.addWidget(self._name)
        column.addLayout(head)
        column.addWidget(self._facts)
        column.addWidget(self._reminding, 1)
        column.addWidget(self._all, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(0)


def _all_of(count: int) -> str:
    return f"all {count}" if count > 1 else "it"


def _owed_words(figures: int, actions: int) -> str:
    owed = [
        counted(number, noun)
        for number, noun in ((figures, "figure"), (actions, "action"))
        if number
    ]
    return ", ".join(owed) or "Nothing this quarter"


def _came(progress: BoardProgress) -> str:
    """`17 July 2015, on time`, and which version came last where one came after the first."""
    first, last = progress.first_in, progress.handed_in
    if first is None:
        return ""
    words = f"{day_words(first)}, {came_words(progress)}"
    if last is None or last == first:
        return words
    return f"{words}; version {progress.record.version} on {day_words(last)}"


def _stood(last: BoardProgress) -> str:
    return ", ".join(filter(None, (last.record.state.words, came_words(last))))
