"""The head of a page: where one is, what is shown, and what can be done with it."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from csp_desktop.ui.marks import ReturnState
from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_PAGE, SPACE_PANEL, SPACE_TINY, Theme
from csp_desktop.ui.widgets.chip import Chip
from csp_desktop.ui.widgets.words import Words

_HEIGHT = 64
_MOST_BESIDE = 0.75  # of the width; wider controls stand below the words


class PageHeader(QWidget):
    """Title with an optional chip, one sentence below, controls at the right.

    Where large type leaves the words no room, the controls stand below them.
    """

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
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Controls beside the words where both have room."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Controls that come or go may leave more room, or less."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        room = self.width() - 2 * SPACE_PAGE
        beside = self._controls.sizeHint().width() <= room * _MOST_BESIDE
        directions = QBoxLayout.Direction
        direction = directions.LeftToRight if beside else directions.TopToBottom
        if direction != self._row.direction():
            self._row.setDirection(direction)
            left, middle = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignVCenter
            self._row.setAlignment(self._controls, middle if beside else left)

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
        row = self._row
        row.setContentsMargins(SPACE_PAGE, SPACE_TINY, SPACE_PAGE, SPACE_TINY)
        row.setSpacing(SPACE_PANEL)
        row.addLayout(words, 1)
        row.addLayout(self._controls)
        self.setMinimumHeight(_HEIGHT)
