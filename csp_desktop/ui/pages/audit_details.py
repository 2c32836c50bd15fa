"""The panel beside the audit trail: the whole change of the selected entry."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from csp_desktop.core.audit_sentences import TrailEntry
from csp_desktop.core.audit_words import FieldWords
from csp_desktop.core.periods import day_words
from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.button import Button
from csp_desktop.ui.widgets.details_panel import DetailsPanel
from csp_desktop.ui.widgets.facts import Facts
from csp_desktop.ui.widgets.panel import hairline
from csp_desktop.ui.widgets.words import Words

_LEAST_WIDTH, _WIDTH, _LONGEST_NAME = 316, 344, 120


class AuditDetails(DetailsPanel):
    """Follows the selection of the trail."""

    story_wanted = Signal(str, str)
    """Entity and id of the record whose whole story is wanted."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Selected entry", _WIDTH)
        # In a narrow window the panel gives way before the list does.
        self.setMinimumWidth(theme.scaled(_LEAST_WIDTH))
        self._entry: TrailEntry | None = None
        self._place, self._name = Words("", "panel"), Words("")
        self._sentence = Words("", "sentence")
        self._changes = _Changes()
        self._facts = Facts()
        self._story = Button(theme, "Whole story of this record", key="Enter")
        self._story.clicked.connect(self._ask_for_story)
        for words in (self._place, self._name, self._sentence):
            words.setTextFormat(Qt.TextFormat.PlainText)
        for part in (
            self._place,
            self._name,
            self._sentence,
            self._changes,
            hairline(),
            self._facts,
        ):
            self.body.addWidget(part)
        self.body.addWidget(self._story, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self.show_nothing(True)

    @property
    def number(self) -> int:
        """Of the entry shown; 0 for none."""
        return self._entry.number if self._entry else 0

    def show_entry(self, entry: TrailEntry | None, *, in_story: bool = False) -> None:
        """Show another entry.

        Args:
            entry: it; None for no selection.
            in_story: whether the list shows the whole story of its record already.
        """
        self._entry = entry
        self.show_nothing(entry is None)
        if entry is None:
            return
        subject = entry.subject
        self._place.setText(subject.place or entry.entity.replace("_", " ").capitalize())
        self._name.setText(shortened(subject.name))
        self._name.setToolTip(subject.name)
        self._name.setVisible(bool(subject.name))
        self._sentence.setText(f"{entry.sentence}.")
        self._changes.show_changes(entry.changes)
        self._facts.show_facts(_facts(entry))
        self._story.explain_why_not("The list shows it already" if in_story else "")
        self.scroll_to_top()

    def first_field(self) -> QWidget:
        """Where the keyboard enters the panel."""
        return self._story

    def _ask_for_story(self) -> None:
        if self._entry is not None:
            self.story_wanted.emit(self._entry.entity, self._entry.entity_id)


def shortened(name: str) -> str:
    """A name as far as it tells one record from another; some actions are a page long."""
    cut = name[: _LONGEST_NAME - 1].rstrip()
    return name if len(name) <= _LONGEST_NAME else f"{cut}…"


class _Changes(QWidget):
    """Field by field, what it said before and after, side by side."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, SPACE_SMALL, 0, SPACE_SMALL)
        self._grid.setHorizontalSpacing(SPACE_MEDIUM)
        self._grid.setVerticalSpacing(2)
        for column, words in enumerate(("From", "To")):
            self._grid.addWidget(Words(words, "label"), 0, column)
            self._grid.setColumnStretch(column, 1)
        self._rows: list[tuple[Words, Words, Words]] = []

    def show_changes(self, changes: Sequence[FieldWords]) -> None:
        """Replace the rows; their labels are used again, because the selection moves often."""
        self.setVisible(bool(changes))
        while len(self._rows) < len(changes):
            self._add_row()
        for number, row in enumerate(self._rows):
            one = changes[number] if number < len(changes) else None
            said = (one.label, one.before, one.after) if one else ("", "", "")
            for words, text in zip(row, said, strict=True):
                words.setText(text)
                words.setVisible(one is not None)

    def _add_row(self) -> None:
        label, before, after = Words("", "strong"), Words(), Words()
        at = 1 + 2 * len(self._rows)
        self._grid.addWidget(label, at, 0, 1, 2)
        for column, words in enumerate((before, after)):
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(words, at + 1, column, Qt.AlignmentFlag.AlignTop)
        self._rows.append((label, before, after))


def _facts(entry: TrailEntry) -> list[tuple[str, str]]:
    when = datetime.fromisoformat(entry.at).astimezone()
    number = f", number {entry.import_id}" if entry.import_id else ""
    return [
        ("When", f"{when:%A} {day_words(when.date())}, {when:%H:%M}"),
        ("Who", entry.user),
        ("Operation", entry.operation),
        ("Import", f"{entry.import_file}{number}" if entry.import_file else ""),
        ("Board", entry.subject.board),
        ("Entry", f"{entry.number:,}"),
    ]
