"""The filters above the audit trail: what, whose, by whom, between which days, with which words."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from csp_desktop.core.plan import Board
from csp_desktop.core.reading import UnreadableError, read_day
from csp_desktop.services.trail import TrailFilter
from csp_desktop.storage.audit_search import What
from csp_desktop.ui.theme import SPACE_SMALL, Theme
from csp_desktop.ui.widgets.fields import ChoiceField, Labelled, TextField
from csp_desktop.ui.widgets.segmented import Segmented

_PAUSE_MILLISECONDS = 300
_KINDS = (
    (What.EVERYTHING, "All"),
    (What.FIGURES, "Figures"),
    (What.ACTIONS, "Actions"),
    (What.RETURNS, "Returns"),
    (What.PLAN, "Set-up"),
    (What.IMPORTS, "Imports"),
)
_EVERYBODY, _ALL_BOARDS = "Everybody", "All boards"
_BOARD_ROOM, _NAME_ROOM = "NPFHF  No Place", "Lead officer two"
_EXAMPLE = "14 Aug 2015"
_ARROW = 40  # what a drop-down needs beside its words


class AuditFilters(QWidget):
    """Two rows of fields; `changed` is told when a person has changed one."""

    changed = Signal()

    def __init__(self, theme: Theme, boards: Sequence[Board]) -> None:
        super().__init__()
        self._theme = theme
        self._since_day: date | None = None
        self._until_day: date | None = None
        self._what = Segmented(theme, "Which entries are shown")
        self._board, self._who = ChoiceField("Board"), ChoiceField("Who")
        self._since, self._until = TextField("Since"), TextField("Until")
        self._since_box = Labelled("Since", self._since)
        self._until_box = Labelled("Until", self._until)
        self._find = QLineEdit()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MILLISECONDS)
        self._lay_out(boards)
        self._wire()

    @property
    def wanted(self) -> TrailFilter:
        """What the fields say."""
        return TrailFilter(
            what=What(self._what.current),
            board=self._board.currentData() or "",
            who=self._who.currentData() or "",
            since=self._since_day,
            until=self._until_day,
            text=self._find.text().strip(),
        )

    def offer_users(self, users: Sequence[str]) -> None:
        """Say who can be chosen; the choice stays."""
        chosen = self._who.currentData()
        room = self._theme.width(_NAME_ROOM)
        self._who.offer([(_EVERYBODY, ""), *((one, one) for one in users)], room)
        self._who.show_value(chosen)

    def clear(self) -> None:
        """Ask for everything again, telling nobody."""
        self._what.choose(What.EVERYTHING.value)
        self._board.show_value("")
        self._who.show_value("")
        self._find.blockSignals(True)
        self._find.clear()
        self._find.blockSignals(False)
        self._pause.stop()
        for field, box in ((self._since, self._since_box), (self._until, self._until_box)):
            field.show_text("")
            box.show_notes()
        self._since_day = self._until_day = None

    def open_find(self) -> None:
        """The keyboard goes to the field that finds words."""
        self._find.setFocus()
        self._find.selectAll()

    def _lay_out(self, boards: Sequence[Board]) -> None:
        for kind, words in _KINDS:
            self._what.add(kind.value, words)
        names = [(f"{one.code}  {one.name}", one.code) for one in boards]
        self._board.offer([(_ALL_BOARDS, ""), *names], self._theme.width(_BOARD_ROOM))
        self.offer_users(())
        self._find.setAccessibleName("Find in the trail")
        self._find.setPlaceholderText("Find")
        self._find.setClearButtonEnabled(True)
        self._find.setMinimumWidth(self._theme.width("Find") + 60)
        self._find.setMaximumWidth(self._theme.metrics().averageCharWidth() * 28 + 24)
        for field, room in ((self._board, _BOARD_ROOM), (self._who, _NAME_ROOM)):
            field.setFixedWidth(self._theme.width(room) + _ARROW)
        for day in (self._since, self._until):
            day.setPlaceholderText(_EXAMPLE)
            day.setFixedWidth(self._theme.width("30 Sep 2015") + 24)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.setSpacing(SPACE_SMALL)
        first.addWidget(self._what)
        first.addStretch(1)
        first.addWidget(self._find, 1)
        second.setSpacing(SPACE_SMALL)
        for box in (
            Labelled("Board", self._board),
            Labelled("Who", self._who),
            self._since_box,
            self._until_box,
        ):
            second.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        second.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_SMALL)
        column.addLayout(first)
        column.addLayout(second)

    def _wire(self) -> None:
        for told in (self._what.chosen, self._board.picked, self._who.picked):
            told.connect(lambda _: self.changed.emit())
        self._since.committed.connect(lambda _: self._read_days())
        self._until.committed.connect(lambda _: self._read_days())
        # Each letter would search the whole trail.
        self._find.textEdited.connect(lambda _: self._pause.start())
        self._find.textChanged.connect(lambda text: None if text else self._pause.start())
        self._find.returnPressed.connect(self._find_now)
        self._pause.timeout.connect(self.changed)

    def _find_now(self) -> None:
        self._pause.stop()
        self.changed.emit()

    def _read_days(self) -> None:
        """A day that cannot be read is said beside its field and narrows nothing."""
        days: list[date | None] = []
        boxes = (self._since, self._since_box, "Since"), (self._until, self._until_box, "Until")
        for field, box, name in boxes:
            try:
                days.append(read_day(field.text(), name))
                box.show_notes()
            except UnreadableError as error:
                days.append(None)
                box.show_notes(str(error))
        self._since_day, self._until_day = days
        self.changed.emit()
