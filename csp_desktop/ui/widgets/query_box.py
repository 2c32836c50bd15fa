"""What the rules query in a figure, and the one note that answers all of it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from csp_desktop.core.rules import Problem
from csp_desktop.ui.marks import Sign
from csp_desktop.ui.theme import MARK_GAP, SPACE_MEDIUM, SPACE_SMALL, SPACE_TINY, Theme
from csp_desktop.ui.widgets.button import Button
from csp_desktop.ui.widgets.fields import TextArea
from csp_desktop.ui.widgets.pictures import MarkLabel
from csp_desktop.ui.widgets.words import Words

_LINES = 2
_ASK = "Say why, or change the figure. It does not stop you saving."
_ANSWERED = "Your note is sent with the figure."
_OLD = "Your note was for an earlier figure. Change it, or say it again."


class _Query(QWidget):
    """One query: what it is called and its sentence."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._title, self._sentence = Words("", "query"), Words("")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(MARK_GAP)
        grid.setVerticalSpacing(SPACE_TINY)
        grid.setColumnStretch(1, 1)
        mark = MarkLabel(theme, Sign.QUERY, "")
        grid.addWidget(mark, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._title, 0, 1)
        grid.addWidget(self._sentence, 1, 0, 1, 2)
        for words in (self._title, self._sentence):
            words.setTextFormat(Qt.TextFormat.PlainText)

    def show_query(self, problem: Problem) -> None:
        self._title.setText(f"Query: {problem.title}")
        self._sentence.setText(problem.message)


class NoteField(TextArea):
    """A note of a few lines; Enter gives it, Shift+Enter begins a new line."""

    given = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter alone ends the note."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.given.emit()
        else:
            super().keyPressEvent(event)


class QueryBox(QFrame):
    """A tinted box with every query of one figure; hidden where there is none.

    `explained` tells the note, also one that stood there before and holds for the figure as it is
    now.
    """

    explained = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Build a hidden box.

        Args:
            theme: colours and type.
            parent: owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._is_old = False
        self._queries: list[_Query] = []
        self.note = NoteField("Note on the query", _LINES)
        self._said = Words("", "small")
        self._again = Button(theme, "Say it again")
        self.setProperty("kind", "query")
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE_SMALL)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_MEDIUM, SPACE_SMALL, SPACE_MEDIUM - 1, SPACE_MEDIUM - 2)
        column.setSpacing(SPACE_SMALL - 2)
        column.addLayout(self._list)
        column.addWidget(self._said)
        column.addWidget(self.note)
        column.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeft)
        self._said.setBuddy(self.note)
        self.note.setPlaceholderText("Enter a note")
        self.note.committed.connect(self.explained)
        self.note.given.connect(self._give)
        self._again.clicked.connect(self._say_again)
        self.hide()

    def show_queries(
        self, queries: Sequence[Problem], note: str, holds: bool, keep: bool, open_: bool
    ) -> None:
        """Show what is asked and what has been answered; nothing is told by it.

        Args:
            queries: of one figure, answered or not.
            note: as stored.
            holds: whether it was written for the figure as it is now.
            keep: whether it is the same figure's still, so that what is being typed stays.
            open_: whether the note may be changed.
        """
        while len(self._queries) < len(queries):
            self._queries.append(_Query(self._theme))
            self._list.addWidget(self._queries[-1])
        for number, one in enumerate(self._queries):
            one.setVisible(number < len(queries))
            if number < len(queries):
                one.show_query(queries[number])
        self.note.show_text(note, keep)
        self._is_old = bool(note) and not holds
        self._said.setText(_OLD if self._is_old else _ANSWERED if note else _ASK)
        self.note.setReadOnly(not open_)
        self._again.setVisible(self._is_old and open_)
        self.setAccessibleName(", ".join(f"Query: {one.title}" for one in queries))
        self.setVisible(bool(queries))

    def commit(self) -> None:
        """Hand over the note if it has changed."""
        self.note.commit()

    def _say_again(self) -> None:
        # The button goes once it has done its work; the keyboard must not go with it.
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)
        self._give()

    def _give(self) -> None:
        """Enter and the button mean the words that stand there, old ones too."""
        if self.note.has_typed:
            self.note.commit()
        elif self._is_old and not self.note.isReadOnly():
            self.explained.emit(self.note.toPlainText())
