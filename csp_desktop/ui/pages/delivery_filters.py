"""The filters above the delivery plan: segments and words in one row, the choices below."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.delivery import ANY, NONE, Counts, DueIn, Filters, GroupBy, Segment
from csp_desktop.services.delivery import NOT_REPORTED
from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.fields import ChoiceField
from csp_desktop.ui.widgets.segmented import Segmented

Answers = Sequence[tuple[str, object]]
_SEGMENTS = {
    Segment.ALL: "All",
    Segment.OFF_TRACK: "Off track",
    Segment.AT_RISK: "At risk",
    Segment.OVERDUE: "Overdue",
    Segment.SLIPPED: "Slipped twice",
    Segment.NO_UPDATE: "No update",
    Segment.EXCEPTIONS: "Exceptions",
}
_DUE = {
    DueIn.ANY: "Any due date",
    DueIn.EARLIER: "Due earlier",
    DueIn.THIS_QUARTER: "This quarter",
    DueIn.NEXT_QUARTER: "Next quarter",
    DueIn.LATER: "Due later",
    DueIn.NONE: "No due date",
}
_GROUPS = {
    GroupBy.STATUS: "By status",
    GroupBy.BOARD: "By board",
    GroupBy.PRIORITY: "By priority",
    GroupBy.LEAD: "By lead agency",
    GroupBy.DUE: "By due quarter",
    GroupBy.OVERDUE: "By overdue",
    GroupBy.NO_UPDATE: "By no update",
    GroupBy.SLIPPED: "By slippage",
    GroupBy.EXCEPTION: "By exception",
    GroupBy.NONE: "No groups",
}
_ROOM = "All priorities"
_EDGES, _EDGES_AT_LEAST = 66, 38  # of a choice: its padding and its arrow
_PAUSE_MILLISECONDS = 150  # after which a person has typed a word, or most of it
_LEAST_FIND, _MOST_FIND = 70, 160


class DeliveryFilters(QWidget):
    """Two rows of controls; `changed` is told when a person has changed one of them."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._segment = Segmented(theme, "Which actions are shown")
        self._board, self._priority = ChoiceField("Board"), ChoiceField("Priority")
        self._agency, self._status = ChoiceField("Lead agency"), ChoiceField("Status")
        self._due, self._by = ChoiceField("Due"), ChoiceField("Group by")
        self._find = QLineEdit()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MILLISECONDS)
        self._offer()
        self._lay_out()
        self._wire()

    @property
    def filters(self) -> Filters:
        """What the controls ask for."""
        return Filters(
            segment=Segment(self._segment.current),
            board=self._board.currentData() or ANY,
            priority=self._priority.currentData() or ANY,
            agency=self._agency.currentData() or ANY,
            status=self._status.currentData() or ANY,
            due=DueIn(self._due.currentData()),
            find=self._find.text().strip(),
        )

    @property
    def by(self) -> GroupBy:
        """What the actions are grouped by."""
        return GroupBy(self._by.currentData())

    @property
    def narrow(self) -> bool:
        """Whether anything but the segment keeps actions out."""
        return replace(self.filters, segment=Segment.ALL) != Filters()

    def offer(self, boards: Answers, priorities: Answers, agencies: Answers) -> None:
        """Say what can be chosen; the choices stay."""
        before, room = self.filters, self._theme.width(_ROOM)
        leads = [("All leads", ANY), *agencies, ("No lead agency", NONE)]
        self._board.offer([("All boards", ANY), *boards], room)
        self._priority.offer([("All priorities", ANY), *priorities], room)
        self._agency.offer(leads, room)
        self._board.show_value(before.board)
        self._priority.show_value(before.priority)
        self._agency.show_value(before.agency)

    def show_filters(self, filters: Filters, by: GroupBy) -> None:
        """Show a saved view; nothing is told by it."""
        self._segment.choose(filters.segment.value)
        for field, value in (
            (self._board, filters.board),
            (self._priority, filters.priority),
            (self._agency, filters.agency),
            (self._status, filters.status),
            (self._due, filters.due.value),
            (self._by, by.value),
        ):
            field.show_value(value)
        self._pause.stop()
        self._find.blockSignals(True)
        self._find.setText(filters.find)
        self._find.blockSignals(False)

    def show_counts(self, counts: Counts) -> None:
        """Say how many actions each segment has."""
        for segment, number in counts.by_segment.items():
            self._segment.show_count(segment.value, number)

    def focus_find(self) -> None:
        """Give the keyboard to the words to be found."""
        self._find.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._find.selectAll()

    def open_grouping(self) -> None:
        """Show what the actions can be grouped by."""
        self._by.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._by.showPopup()

    def _offer(self) -> None:
        for segment, words in _SEGMENTS.items():
            self._segment.add(segment.value, words, 0)
        statuses = [(one.words, one.value) for one in ActionStatus]
        self._status.offer([("Any status", ANY), *statuses, (NOT_REPORTED, NONE)])
        self._due.offer([(words, one.value) for one, words in _DUE.items()])
        self._by.offer([(words, one.value) for one, words in _GROUPS.items()])
        self.offer([], [], [])
        self._find.setPlaceholderText("Find")
        self._find.setAccessibleName("Find an action")
        self._find.setClearButtonEnabled(True)
        self._find.setMinimumWidth(self._theme.scaled(_LEAST_FIND))
        self._find.setMaximumWidth(self._theme.scaled(_MOST_FIND))

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.addWidget(self._segment)
        above.addStretch(1)
        above.addSpacing(SPACE_SMALL)
        above.addWidget(self._find, 2)
        below = QHBoxLayout()
        below.setSpacing(SPACE_SMALL)
        for field in (*self._choices(), self._by):
            # In a narrow window the answer that lets all through is still read whole.
            words = [field.itemText(at) for at in range(field.count())]
            widest = max(map(self._theme.width, words)) + _EDGES_AT_LEAST
            field.setMinimumWidth(max(widest, self._theme.width(words[0]) + _EDGES))
        for field in self._choices():
            below.addWidget(field)
        below.addStretch(1)
        below.addWidget(self._by)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_MEDIUM - 4)
        column.addLayout(above)
        column.addLayout(below)

    def _wire(self) -> None:
        self._segment.chosen.connect(lambda _: self.changed.emit())
        for field in (*self._choices(), self._by):
            field.picked.connect(lambda _: self.changed.emit())
        self._find.textChanged.connect(lambda _: self._pause.start())
        self._pause.timeout.connect(self.changed)

    def _choices(self) -> tuple[ChoiceField, ...]:
        return (self._board, self._priority, self._agency, self._status, self._due)
