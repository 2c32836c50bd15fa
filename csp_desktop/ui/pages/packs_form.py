"""What pack is wanted: its kind, its board, its edition, its meeting and its marking."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from csp_desktop.core.editions import Edition
from csp_desktop.core.packs.document import PackKind
from csp_desktop.core.plan import Board
from csp_desktop.core.reading import UnreadableError, read_day
from csp_desktop.ui.theme import SPACE_PANEL, SPACE_SMALL, SPACE_TINY, TextSize, Theme
from csp_desktop.ui.widgets.fields import ChoiceField, Labelled, TextField
from csp_desktop.ui.widgets.segmented import Segmented
from csp_desktop.ui.widgets.words import Words

_BOARD_ROOM = "NPFHF  No Place For Hate Forum"
_MEETING = "Meeting on, like 14 Aug 2015"
_KNOWN = "Figures as known on, empty for now"
_ROUNDED = "Withhold 1 to 7 too, and round other counts to the nearest 5"
_ARROW = 40  # what a drop-down needs beside its words
_TOLD = {
    Edition.INTERNAL: "Everything, restricted figures and comments included.",
    Edition.PARTNERSHIP: "Restricted indicators by name only, nothing worked out from them.",
    Edition.PUBLIC: "No restricted indicator, no small number, no chart.",
}


class PackForm(QWidget):
    """Fields for the next pack; `changed` is told when another one is wanted.

    No edition is chosen beforehand (CONVENTIONS.md C10). `marked` tells the text of a new marking,
    `rounded` whether public counts are to be in round numbers.
    """

    changed = Signal()
    marked = Signal(str)
    rounded = Signal(bool)

    def __init__(self, theme: Theme, boards: Sequence[Board]) -> None:
        super().__init__()
        self._theme = theme
        self._kind = Segmented(theme, "Kind of pack")
        self._board = ChoiceField("Board")
        self._board_box = Labelled("Board", self._board)
        self._editions: dict[Edition, QRadioButton] = {}
        self._group = QButtonGroup(self)
        self._told = Words("", "sentence")
        self._rounded = QCheckBox(_ROUNDED)
        self._rounded.setAccessibleName("Public counts in round numbers")
        self._rounded.setAccessibleDescription(_ROUNDED)
        self._meeting = TextField("Meeting on")
        self._meeting_box = Labelled(_MEETING, self._meeting)
        self._known = TextField("Figures as known on")
        self._known_box = Labelled(_KNOWN, self._known)
        self._marking = TextField("Marking")
        self._marking_box = Labelled("Marking of every pack", self._marking)
        self._day: date | None = None
        self._known_day: date | None = None
        self._lay_out(boards)
        self._wire()

    @property
    def kind(self) -> PackKind:
        """What the pack is for."""
        return PackKind(self._kind.current)

    @property
    def board(self) -> str:
        """The code of the board of a chair's update; empty for other kinds, and for none yet."""
        return str(self._board.currentData() or "") if self.kind is PackKind.CHAIR else ""

    @property
    def edition(self) -> Edition | None:
        """Whom the pack is for; None until somebody has said."""
        chosen = (edition for edition, one in self._editions.items() if one.isChecked())
        return next(chosen, None)

    @property
    def meeting(self) -> date | None:
        """The day of the meeting; an assessment is for none."""
        return None if self.kind is PackKind.ASSESSMENT else self._day

    @property
    def known_on(self) -> date | None:
        """The day as known on which figures are shown; None for what is known now."""
        return self._known_day

    def show_marking(self, text: str) -> None:
        """Show the marking that is kept; one that is being typed stays."""
        self._marking.show_text(text, keep=True)

    def show_rounded(self, rounded: bool) -> None:
        """Show whether public counts are in round numbers."""
        self._rounded.setChecked(rounded)

    def show_marking_problem(self, words: str) -> None:
        """Say why a marking cannot be kept; nothing where it is."""
        self._marking_box.show_notes(words)

    def lock_settings(self, reason: str) -> None:
        """Let the settings of every pack be read and not changed, and say why."""
        self._marking.lock(reason)
        self._rounded.setEnabled(False)
        self._rounded.setToolTip(reason)

    def commit(self) -> None:
        """Hand over what was typed."""
        self._meeting.commit()
        self._known.commit()
        self._marking.commit()

    def focus_edition(self) -> None:
        """The keyboard goes to the editions."""
        chosen = self.edition or next(iter(Edition))
        self._editions[chosen].setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_board(self) -> None:
        """The keyboard goes to the boards."""
        self._board.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, boards: Sequence[Board]) -> None:
        for kind in PackKind:
            self._kind.add(kind.value, kind.words)
        self._board.offer(
            [("Choose a board", ""), *((f"{one.code}  {one.name}", one.code) for one in boards)],
            self._theme.width(_BOARD_ROOM),
        )
        self._board.setFixedWidth(self._theme.width(_BOARD_ROOM) + _ARROW)
        self._board_box.hide()
        for field, label in ((self._meeting, _MEETING), (self._known, _KNOWN)):
            field.setFixedWidth(self._theme.width(label, TextSize.SMALL) + 4)
        days = QHBoxLayout()
        days.setSpacing(SPACE_PANEL)
        for box in (self._meeting_box, self._known_box):
            days.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        days.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_SMALL)
        column.addWidget(self._kind, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._board_box)
        column.addWidget(self._edition_box())
        column.addLayout(days)
        column.addWidget(self._marking_box)

    def _edition_box(self) -> QWidget:
        """Three answers of which none is given beforehand, and what the given one means."""
        box = QWidget()
        box.setAccessibleName("Edition")
        row = QHBoxLayout()
        row.setSpacing(SPACE_PANEL)
        for edition in Edition:
            button = QRadioButton(edition.words.removesuffix(" edition"))
            button.setAccessibleName(edition.words)
            button.setAccessibleDescription(_TOLD[edition])
            button.setToolTip(_TOLD[edition])
            self._editions[edition] = button
            self._group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_TINY)
        column.addWidget(Words("Edition: who will read it", "label"))
        column.addLayout(row)
        column.addWidget(self._told)
        column.addWidget(self._rounded)
        self._told.hide()
        self._rounded.hide()
        return box

    def _wire(self) -> None:
        self._kind.chosen.connect(lambda _: self._kind_chosen())
        self._board.picked.connect(lambda _: self.changed.emit())
        self._group.buttonClicked.connect(lambda _: self._edition_chosen())
        self._rounded.clicked.connect(self.rounded)
        self._meeting.committed.connect(self._read_meeting)
        self._known.committed.connect(self._read_known)
        self._marking.committed.connect(self.marked)

    def _kind_chosen(self) -> None:
        self._board_box.setVisible(self.kind is PackKind.CHAIR)
        self._meeting_box.setVisible(self.kind is not PackKind.ASSESSMENT)
        self.changed.emit()

    def _edition_chosen(self) -> None:
        edition = self.edition
        self._told.setText(_TOLD[edition] if edition else "")
        self._told.setVisible(edition is not None)
        self._rounded.setVisible(edition is Edition.PUBLIC)
        self.changed.emit()

    def _read_meeting(self, text: str) -> None:
        day = self._read_day(text, "Meeting on", self._meeting_box, self._day)
        if day != self._day:
            self._day = day
            self.changed.emit()

    def _read_known(self, text: str) -> None:
        day = self._read_day(text, "Figures as known on", self._known_box, self._known_day)
        if day != self._known_day:
            self._known_day = day
            self.changed.emit()

    @staticmethod
    def _read_day(text: str, name: str, box: Labelled, before: date | None) -> date | None:
        """A day that cannot be read is said beside its field and leaves the pack as it was."""
        try:
            day = read_day(text, name)
        except UnreadableError as error:
            box.show_notes(str(error))
            return before
        box.show_notes()
        return day
