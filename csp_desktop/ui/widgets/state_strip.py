"""One small cell a board, grouped by the state of its return, and what each group counts."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from csp_desktop.ui import marks
from csp_desktop.ui.marks import ReturnState
from csp_desktop.ui.theme import TextSize, Theme

_CELL_WIDTH, _CELL_HEIGHT, _CELL_GAP, _GROUP_GAP = 21, 18, 3, 13
_KEY, _KEY_GAP, _ENTRY_GAP, _LEAD = 12, 7, 17, 8
_ORDER = (
    ReturnState.ISSUED,
    ReturnState.APPROVED,
    ReturnState.SUBMITTED,
    ReturnState.RETURNED,
    ReturnState.IN_PROGRESS,
    ReturnState.NOT_STARTED,
)


class StateStrip(QWidget):
    """The quarter at a glance; a screen reader is told the counts."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Build an empty strip.

        Args:
            theme: colours and type.
            parent: owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._counts: Counter[ReturnState] = Counter()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_states(self, states: Sequence[ReturnState]) -> None:
        """Show one cell for each of these."""
        self._counts = Counter(states)
        words = ", ".join(f"{count} {state.short.lower()}" for state, count in self._groups())
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        """The cells and the line that counts them."""
        total = sum(self._counts.values())
        width = total * (_CELL_WIDTH + _CELL_GAP) + len(self._counts) * _GROUP_GAP
        return QSize(width, _CELL_HEIGHT + _LEAD + self._theme.metrics(TextSize.SMALL).height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cells above, counts below."""
        painter = QPainter(self)
        left = 0.0
        for state, count in self._groups():
            for _ in range(count):
                cell = QRectF(left, 0, _CELL_WIDTH, _CELL_HEIGHT)
                marks.paint_state_cell(painter, cell, state, self._theme.palette)
                left += _CELL_WIDTH + _CELL_GAP
            left += _GROUP_GAP - _CELL_GAP
        self._paint_counts(painter)
        painter.end()

    def _paint_counts(self, painter: QPainter) -> None:
        metrics = self._theme.metrics(TextSize.SMALL)
        bold = self._theme.font(TextSize.SMALL, semibold=True)
        top = _CELL_HEIGHT + _LEAD
        base = top + metrics.ascent()
        left = 0.0
        for state, count in self._groups():
            key = QRectF(left, top + (metrics.height() - 10) / 2, _KEY, 10)
            marks.paint_state_cell(painter, key, state, self._theme.palette)
            left += _KEY + _KEY_GAP
            painter.setFont(bold)
            painter.setPen(self._theme.palette.color("text"))
            painter.drawText(round(left), round(base), str(count))
            left += painter.fontMetrics().horizontalAdvance(f"{count} ")
            painter.setFont(self._theme.font(TextSize.SMALL))
            painter.setPen(self._theme.palette.color("text2"))
            word = state.short.lower()
            painter.drawText(round(left), round(base), word)
            left += metrics.horizontalAdvance(word) + _ENTRY_GAP

    def _groups(self) -> list[tuple[ReturnState, int]]:
        return [(state, self._counts[state]) for state in _ORDER if self._counts[state]]
