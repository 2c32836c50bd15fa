"""The head of a page: where one is, what is shown, and what can be done with it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from csp_desktop.ui.marks import ReturnState
from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_PAGE, SPACE_PANEL, SPACE_TINY, Theme
from csp_desktop.ui.widgets.chip import Chip
from csp_desktop.ui.widgets.words import Words

_HEIGHT = 64


class PageHeader(QWidget):
    """Title with an optional chip, one sentence below, controls at the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Build an empty header.

        Args:
            theme: colours and type.
            parent: owner.
        """
        super().__init__(parent)
        self._title = Words("", "title")
        self._sentence = Words("", "sentence")
        self._chip = Chip(theme, ReturnState.NOT_STARTED)
        self._chip.hide()
        self._controls = QHBoxLayout()
        self._controls.setSpacing(SPACE_MEDIUM - 2)
        self._lay_out()

    def show_title(self, title: str, sentence: str = "", state: ReturnState | None = None) -> None:
        """Say what the page shows.

        Args:
            title: the page or the record.
            sentence: what is shown, and as known when.
            state: of the return on the page, if it shows one.
        """
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self._chip.setVisible(state is not None)
        if state is not None:
            self._chip.show_state(state)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)

    def add_controls(self, *controls: QWidget) -> None:
        """Put stepper and buttons at the right; the primary one comes last."""
        for control in controls:
            self._controls.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(SPACE_MEDIUM)
        first.addWidget(self._title)
        first.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addLayout(first)
        words.addWidget(self._sentence)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_PAGE, SPACE_TINY, SPACE_PAGE, SPACE_TINY)
        row.setSpacing(SPACE_PANEL)
        row.addLayout(words, 1)
        row.addLayout(self._controls)
        self.setMinimumHeight(_HEIGHT)
