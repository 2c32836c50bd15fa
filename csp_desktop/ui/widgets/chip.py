"""The state of a return, as a chip."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from csp_desktop.ui import marks
from csp_desktop.ui.marks import ReturnState
from csp_desktop.ui.theme import TextSize, Theme


class Chip(QLabel):
    """Tint, glyph and word of a return's state; a label, so that readers find plain text."""

    def __init__(self, theme: Theme, state: ReturnState, parent: QWidget | None = None) -> None:
        """Build the chip.

        Args:
            theme: colours and type.
            state: what to show first.
            parent: owner.
        """
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(state)
        theme.changed.connect(self.updateGeometry)

    @property
    def state(self) -> ReturnState:
        """What is shown."""
        return self._state

    def show_state(self, state: ReturnState) -> None:
        """Show another state."""
        self._state = state
        self.setText(state.short)
        self.setAccessibleName(state.long)
        self.setToolTip("" if state.long == state.short else state.long)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its word."""
        return marks.chip_size(self._state, self._font(), self._theme.text_scale)

    def minimumSizeHint(self) -> QSize:
        """The word is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The chip itself."""
        painter = QPainter(self)
        marks.paint_chip(
            painter,
            QRectF(self.rect()),
            self._state,
            self._theme.palette,
            self._font(),
            self._theme.text_scale,
        )
        painter.end()

    def _font(self) -> QFont:
        return self._theme.font(TextSize.SMALL, semibold=True)
