"""Below the table at right: what was asked of the selected line, and what its board gave."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from csp_desktop.core.review import Message, ReviewLine
from csp_desktop.core.rules import Problem, Severity
from csp_desktop.core.sheet import FigureLine
from csp_desktop.ui.pages.review_words import changes, moment_words, standing_words, told
from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.button import Button, ButtonKind
from csp_desktop.ui.widgets.fields import Labelled
from csp_desktop.ui.widgets.query_box import NoteField
from csp_desktop.ui.widgets.words import Words

_BAR, _LINES = 3, 2
_TOKENS = {Severity.ERROR: "red", Severity.QUERY: "query", Severity.INFORMATION: "border"}
_NAMES = {Severity.ERROR: "Error", Severity.QUERY: "Query", Severity.INFORMATION: "Information"}


@dataclass(frozen=True)
class _Said:
    """One entry: who or what says it, when or how it stands, the words, the token of its bar."""

    who: str
    about: str
    text: str
    token: str


class _Entry(QWidget):
    """A bar at the left, who says it, and the words below."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._token = "border"
        self._who, self._about = Words("", "small-strong"), Words("", "label")
        self._text = Words("")
        for words in (self._who, self._about, self._text):
            words.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head = QHBoxLayout()
        head.setSpacing(SPACE_SMALL)
        head.addWidget(self._who)
        head.addWidget(self._about)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(_BAR + SPACE_SMALL + 2, 0, 0, 0)
        column.setSpacing(1)
        column.addLayout(head)
        column.addWidget(self._text)

    def show_said(self, said: _Said) -> None:
        self._token = said.token
        self._who.setText(said.who)
        self._about.setText(said.about)
        self._text.setText(said.text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar says at a glance who speaks; the words beside it say it too."""
        painter = QPainter(self)
        painter.fillRect(0, 0, _BAR, self.height(), self._theme.palette.color(self._token))
        painter.end()


class ReviewThread(QWidget):
    """Follows the selected line; a query is typed where the buttons stand."""

    accept_wanted = Signal()
    query_wanted = Signal()
    query_given = Signal(str)

    def __init__(self, theme: Theme) -> None:
        """Build an empty part.

        Args:
            theme: colours and type.
        """
        super().__init__()
        self._theme = theme
        self._entries: list[_Entry] = []
        self._code = self._asked = ""
        self._drafts: dict[str, str] = {}
        self._title, self._standing = Words("", "panel"), Words("", "sentence")
        self._list = QVBoxLayout()
        self._scroll = QScrollArea()
        self._accept = Button(theme, "Accept", ButtonKind.PRIMARY, key="A")
        self._query = Button(theme, "Query", key="Q")
        self._buttons = QWidget()
        self._field = NoteField("Query on the line", _LINES)
        self._asking = Labelled("", self._field)
        self._keep = Button(theme, "Keep query", key="Enter")
        self._answers = QWidget()
        self.setAccessibleName("Query and answers")
        self._lay_out()
        self._accept.clicked.connect(self.accept_wanted)
        self._query.clicked.connect(self.query_wanted)
        self._field.given.connect(self.give_query)
        self._keep.clicked.connect(self.give_query)

    @property
    def is_asking(self) -> bool:
        """Whether a query is being typed."""
        return not self._answers.isHidden()

    @property
    def first_button(self) -> QWidget:
        """Where the keyboard enters the part."""
        return self._field if self.is_asking else self._accept

    def begin(self) -> None:
        """Another return: what was begun for lines of the last one is no longer wanted."""
        self.close_query()
        self._drafts.clear()

    def show_line(self, line: ReviewLine | None, why_not: str) -> None:
        """Show another line, or the same one with another decision.

        Args:
            line: the selected one.
            why_not: why nothing can be decided; empty where it can.
        """
        self.close_query()
        self.setVisible(line is not None)
        if line is None:
            return
        self._code = line.code
        if line.query is not None and self._drafts.get(line.code) == line.query.reason:
            del self._drafts[line.code]  # kept as it was typed
        self._title.setText(f"{line.code}, query and answers")
        self._standing.setText("" if why_not else standing_words(line))
        self._show_entries(_said_of(line))
        for button in (self._accept, self._query):
            if button.toolTip() != why_not or button.isEnabled() == bool(why_not):
                button.explain_why_not(why_not)
        again = line.asked is not None or line.query is not None
        self._query.setText("Ask again" if again else "Query")
        self._scroll.verticalScrollBar().setValue(0)

    def open_query(self, line: ReviewLine) -> None:
        """Give the keyboard to a field for the query; what was begun or asked stands in it."""
        self._asked = line.query.reason if line.query else ""
        self._field.show_text(self._drafts.get(line.code, self._asked))
        self._field.setAccessibleName(f"Query on {line.code}")
        self._asking.show_notes()
        self._buttons.hide()
        self._answers.show()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def close_query(self) -> None:
        """Put the field away; words that were begun stand in it again when it is opened."""
        if self.is_asking:
            words = self._field.toPlainText().strip()
            if words != self._asked:
                self._drafts[self._code] = words
            self._answers.hide()
            self._buttons.show()

    def give_query(self) -> None:
        """Hand the query over, or say that there are no words in it yet."""
        words = self._field.toPlainText().strip()
        if words:
            self.query_given.emit(words)
        else:
            self._asking.show_notes("Enter what you ask of the board")

    def _show_entries(self, told_now: Sequence[_Said]) -> None:
        while len(self._entries) < len(told_now):
            self._entries.append(_Entry(self._theme))
            self._list.insertWidget(len(self._entries) - 1, self._entries[-1])
        for number, entry in enumerate(self._entries):
            if number < len(told_now):
                entry.show_said(told_now[number])
            entry.setVisible(number < len(told_now))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._standing)
        inside = QWidget()
        inside.setProperty("kind", "scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, SPACE_SMALL, 0)
        column.addLayout(self._list)
        column.addStretch(1)
        self._list.setSpacing(SPACE_SMALL)
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(3, 3, 3, 3)  # the ring round the primary button stands outside it
        row.setSpacing(SPACE_SMALL)
        row.addWidget(self._accept)
        row.addWidget(self._query)
        row.addStretch(1)
        row = QHBoxLayout(self._answers)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_SMALL)
        row.addWidget(self._asking, 1)
        row.addWidget(self._keep, 0, Qt.AlignmentFlag.AlignBottom)
        self._answers.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(18, SPACE_MEDIUM, SPACE_MEDIUM, SPACE_SMALL)
        column.setSpacing(SPACE_SMALL)
        column.addLayout(head)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._buttons)
        column.addWidget(self._answers)


def _said_of(line: ReviewLine) -> list[_Said]:
    """The thread, then what was found and changed, then what the board gave beside the number."""
    said = [_message(one) for one in line.thread]
    said += [_problem(one) for one in line.problems]
    if isinstance(line.line, FigureLine) and (changed := changes(line)):
        words = "\n".join(f"{label}: {change}" for label, change in changed)
        said.append(_Said("Changed since the version before", "", words, "accent"))
    said += [_Said(label, "", words, "border") for label, words in told(line) if words]
    return said or [_Said("Nothing found", "", "No query, no comment, no finding.", "border")]


def _message(one: Message) -> _Said:
    about = moment_words(one.at)
    if one.waiting:
        about += ", kept until the return goes back"
    return _Said(one.by, about, one.text, "border" if one.from_team else "accent")


def _problem(one: Problem) -> _Said:
    name = _NAMES[one.severity]
    who = f"{name}: {one.title}" if one.title else name
    about = ""
    if one.severity is Severity.QUERY:
        about = "answered by a note" if one.explained else "no note on it"
    return _Said(who, about, one.message, _TOKENS[one.severity])
