"""The form above a chart: note what happened, begin a phase, or take either back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from csp_desktop.core.analysis.charting import Rebase
from csp_desktop.core.annotations import Annotation
from csp_desktop.core.periods import day_words
from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.button import Button, ButtonKind
from csp_desktop.ui.widgets.fields import ChoiceField, Labelled, TextField
from csp_desktop.ui.widgets.words import Words

NOTE, NOTE_ON_ALL, PHASE = "note", "note on every chart", "phase"
_KINDS = (
    ("Note on this chart", NOTE),
    ("Note on every chart", NOTE_ON_ALL),
    ("Begin a phase here", PHASE),
)


@dataclass(frozen=True)
class Typed:
    """What stands in the form, as it was typed."""

    kind: str
    day: str
    fact: str
    note: str


class AnnotationForm(QFrame):
    """Nothing is stored before its button; Escape closes it and keeps what was typed."""

    added = Signal(object)
    """What was typed, as `Typed`."""
    taken_back = Signal(object)
    """The note or the phase that is to go."""
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self._kind = ChoiceField("What to add")
        self._kind.offer(_KINDS)
        self._day, self._fact = TextField("Day"), TextField("What happened")
        self._note = TextField("One line more")
        self._day_box = Labelled("Day, like 1 Nov 2013", self._day)
        self._fact_box = Labelled("What happened, in a few words", self._fact)
        self._note_box = Labelled("One line more (may stay empty)", self._note)
        self._kept = ChoiceField("Noted already")
        self._add = Button(theme, "Add", ButtonKind.PRIMARY, key="Ctrl+Return")
        self._close = Button(theme, "Close", key="Esc")
        self._remove = Button(theme, "Take back", ButtonKind.DANGER)
        self._trouble = Words("", "error")
        self._lay_out()
        self._kind.picked.connect(self._show_kind)
        self._add.clicked.connect(self._hand_over)
        self._close.clicked.connect(self.closed)
        self._remove.clicked.connect(self._hand_back)
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+Return"), self, context=inside).activated.connect(
            self._hand_over
        )
        QShortcut(QKeySequence("Esc"), self, context=inside).activated.connect(self.closed)
        self.hide()

    def open_at(self, day: date) -> None:
        """Show the form with a day in it, ready for typing."""
        self._day.show_text(day_words(day))
        self._say("")
        self.show()
        self._fact.setFocus()

    def show_kept(self, notes: Sequence[Annotation], phases: Sequence[Rebase]) -> None:
        """Offer what can be taken back."""
        offered: list[tuple[str, object]] = [
            (f"{day_words(one.day)}: {one.fact}", one) for one in notes
        ]
        offered += [(f"{day_words(one.first)}: new phase, {one.reason}", one) for one in phases]
        self._kept.offer(offered or [("Nothing yet", None)])
        self._remove.explain_why_not("" if offered else "Nothing is noted yet")

    def show_trouble(self, words: str) -> None:
        """Say why nothing was stored; what was typed stays."""
        self._say(words)
        self._fact.setFocus()

    def clear(self) -> None:
        """Forget what was typed: it has been stored."""
        self._fact.show_text("")
        self._note.show_text("")
        self._say("")

    def _say(self, words: str) -> None:
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))
        self._fact.setAccessibleDescription(words)

    def _show_kind(self, kind: object) -> None:
        """A phase has a reason and no second line."""
        self._note_box.setVisible(kind != PHASE)
        self._fact.setAccessibleName("Why a new phase begins" if kind == PHASE else "What happened")

    def _hand_over(self) -> None:
        typed = Typed(
            str(self._kind.currentData()), self._day.text(), self._fact.text(), self._note.text()
        )
        self.added.emit(typed)

    def _hand_back(self) -> None:
        kept = self._kept.currentData()
        if kept is not None:
            self.taken_back.emit(kept)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_MEDIUM)
        grid.setVerticalSpacing(SPACE_SMALL)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(Labelled("What to add", self._kind), 0, 0, top)
        grid.addWidget(self._day_box, 0, 1, top)
        grid.addWidget(self._fact_box, 1, 0, top)
        grid.addWidget(self._note_box, 1, 1, top)
        grid.addWidget(Labelled("Noted already", self._kept), 2, 0, 1, 2, top)
        for half in (0, 1):
            grid.setColumnStretch(half, 1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_SMALL)
        row.addWidget(self._add)
        row.addWidget(self._close)
        row.addStretch(1)
        row.addWidget(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_MEDIUM, SPACE_SMALL, SPACE_MEDIUM, SPACE_SMALL)
        column.setSpacing(SPACE_SMALL)
        column.addLayout(grid)
        column.addWidget(self._trouble)
        column.addLayout(row)
