"""The foot of the presentation: the themes as letters, and what the edition shows."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from csp_desktop.core.editions import Edition
from csp_desktop.ui.pages.presentation_slides import Slide
from csp_desktop.ui.pages.presentation_table import NOTE, Type
from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_PANEL, SPACE_SMALL

LETTER = 36
_ALSO = {
    Edition.INTERNAL: "The internal edition shows every figure, restricted ones as well.",
    Edition.PARTNERSHIP: "The partnership edition shows small numbers as well.",
}


def quiet_button(words: str, parent: QWidget) -> QPushButton:
    """A button for the mouse; the keyboard stays with the presentation, whose keys do the same."""
    button = QPushButton(words, parent)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


class Letters(QWidget):
    """A letter for each theme; the one that is shown stands on a disc and in 600."""

    chosen = Signal(int)

    def __init__(self, kind: Type, parent: QWidget) -> None:
        """Build an empty row.

        Args:
            kind: fonts and colours.
            parent: owner.
        """
        super().__init__(parent)
        self._kind = kind
        self._codes: list[str] = []
        self._buttons: list[QPushButton] = []

    @property
    def wanted_width(self) -> int:
        """The room in pixels that all letters need."""
        return sum(self._width(one) for one in self._codes)

    def show_themes(self, slides: Sequence[Slide], current: int) -> None:
        """Name the themes and mark one of them."""
        codes = [one.code for one in slides]
        if codes != self._codes:
            self._make(codes)
        left = 0
        for number, (button, slide) in enumerate(zip(self._buttons, slides, strict=True)):
            now = number == current
            width = self._width(slide.code)
            button.setGeometry(QRect(left, 0, width, LETTER))
            left += width
            button.setProperty("current", now)
            button.setFont(self._kind.font(NOTE, semibold=now))
            button.setToolTip(slide.title)
            button.setAccessibleName(f"{slide.code}, {slide.title}{', shown' if now else ''}")
            button.style().unpolish(button)
            button.style().polish(button)

    def _make(self, codes: list[str]) -> None:
        for old in self._buttons:
            old.deleteLater()
        self._codes = codes
        self._buttons = [quiet_button(one, self) for one in codes]
        for number, button in enumerate(self._buttons):
            button.setProperty("letter", True)
            button.clicked.connect(lambda _=False, at=number: self.chosen.emit(at))
            button.show()

    def _width(self, code: str) -> int:
        return max(LETTER, self._kind.width(code, NOTE, semibold=True) + SPACE_PANEL) + 4


class Confirmation(QFrame):
    """Asks, in place, before an edition is shown that protects less."""

    confirmed = Signal()
    refused = Signal()

    def __init__(self, kind: Type, parent: QWidget) -> None:
        """Build it out of sight.

        Args:
            kind: fonts and colours.
            parent: owner.
        """
        super().__init__(parent)
        self._words = QLabel()
        self._words.setFont(kind.font(NOTE, semibold=True))
        show, stay = quiet_button("Enter: show it", self), quiet_button("Esc: stay", self)
        for one in (show, stay):
            one.setFont(kind.font(NOTE))
        show.clicked.connect(self.confirmed)
        stay.clicked.connect(self.refused)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_MEDIUM, 0, SPACE_MEDIUM, 0)
        row.setSpacing(SPACE_SMALL)
        row.addWidget(self._words)
        row.addStretch(1)
        row.addWidget(show)
        row.addWidget(stay)
        self.hide()

    def ask(self, edition: Edition) -> str:
        """Ask whether to show an edition; the words are given back to be announced."""
        words = _ALSO[edition]
        self._words.setText(words)
        self.setAccessibleName(f"{words} Enter shows it, Escape stays.")
        self.show()
        return self.accessibleName()
