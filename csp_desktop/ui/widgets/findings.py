"""A heading and a list of things that were found, each a link to its place."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from csp_desktop.ui.marks import Mark
from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_SMALL, SPACE_TINY, Theme
from csp_desktop.ui.widgets.key_button import KeyButton
from csp_desktop.ui.widgets.layouts import emptied
from csp_desktop.ui.widgets.pictures import IconLabel, MarkLabel
from csp_desktop.ui.widgets.words import Words


@dataclass(frozen=True)
class Finding:
    """One thing found.

    Attributes:
        key: what `chosen` tells.
        words: the link.
        state: what stands after it, as `No note yet`.
    """

    key: str
    words: str
    state: str = ""


class Findings(QFrame):
    """A tinted box; where there is more than fits in its height it scrolls."""

    chosen = Signal(str)
    dismissed = Signal()

    def __init__(
        self,
        theme: Theme,
        tone: str,
        mark: Mark | None = None,
        lines_shown: int = 0,
        closes: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Build a hidden box.

        Args:
            theme: colours and type.
            tone: query, info or warning.
            mark: beside the heading; the sign for information where none is given.
            lines_shown: the most lines in view before the list scrolls; 0 for all of them.
            closes: whether a button puts it away.
            parent: owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._lines_shown = lines_shown
        self._first: KeyButton | None = None
        self.setProperty("kind", "query" if tone == "query" else "banner")
        self.setProperty("tone", tone)
        self._heading, self._sentence = Words("", "strong"), Words("")
        self._inside = QWidget()
        self._inside.setProperty("kind", "scrolled")
        self._links = QVBoxLayout(self._inside)
        self._links.setContentsMargins(0, 0, 0, 0)
        self._links.setSpacing(0)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out(mark, closes)
        self.hide()

    def show_findings(self, heading: str, sentence: str, findings: Sequence[Finding]) -> None:
        """List what was found; the box hides where nothing was."""
        emptied(self._links)
        self._first = None
        for one in findings:
            self._links.addWidget(self._line(one))
        self._heading.setText(heading)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self.setAccessibleName(". ".join([heading, *(one.words for one in findings)]))
        height = self._inside.sizeHint().height()
        if self._lines_shown and len(findings) > self._lines_shown:
            height = height * self._lines_shown // len(findings)
        self._scroll.setFixedHeight(height)
        self.setVisible(bool(findings))

    def focus_first(self) -> None:
        """The keyboard goes to the first link."""
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, mark: Mark | None, closes: bool) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE_SMALL)
        sign = MarkLabel(self._theme, mark, "") if mark else IconLabel(self._theme, "info", "info")
        head.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._heading, 1)
        if closes:
            close = _link("Close")
            close.clicked.connect(self.hide)
            close.clicked.connect(self.dismissed)
            head.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_MEDIUM, SPACE_SMALL, SPACE_MEDIUM, SPACE_SMALL)
        column.setSpacing(SPACE_TINY)
        column.addLayout(head)
        column.addWidget(self._sentence)
        column.addWidget(self._scroll)

    def _line(self, one: Finding) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_MEDIUM)
        link = _link(one.words)
        link.clicked.connect(lambda: self.chosen.emit(one.key))
        self._first = self._first or link
        row.addWidget(link)
        row.addWidget(Words(one.state, "sentence"), 1)
        return box


def _link(words: str) -> KeyButton:
    link = KeyButton(words)
    link.setProperty("kind", "link")
    link.setCursor(Qt.CursorShape.PointingHandCursor)
    link.setAutoDefault(False)
    return link
