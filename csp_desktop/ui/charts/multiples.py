"""Several indicators as small charts side by side, on the same axis below and each named."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from csp_desktop.ui.charts.smalls import Small, key_of
from csp_desktop.ui.charts.smalls_painting import laid_out, paint_smalls
from csp_desktop.ui.theme import Theme


class Multiples(QWidget):
    """A grid of small charts; arrows go from one to the next and Enter opens it."""

    read_out = Signal(str)
    opened = Signal(str)
    """The code of the chart that was chosen."""
    measured = Signal(int)
    """How high all of it must be at this width."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Build an empty grid.

        Args:
            theme: colours and type.
            parent: owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._charts: tuple[Small, ...] = ()
        self._layout = laid_out((), theme, QSizeF(1, 1))
        self._at = -1
        self.setAccessibleName("Small multiples")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        theme.changed.connect(self._measure)

    def show_charts(self, charts: Sequence[Small]) -> None:
        """Draw others, on one axis that holds them all."""
        self._charts = tuple(charts)
        self._at = 0 if self._charts and self.hasFocus() else -1
        told = "; ".join(f"{one.heading}, {one.latest}" for one in self._charts)
        self.setAccessibleDescription(told)
        self._measure()

    def redraw(self, charts: Sequence[Small]) -> None:
        """Draw the same charts otherwise; the one that is read stays."""
        self._charts = tuple(charts)
        self._measure()

    @property
    def charts(self) -> tuple[Small, ...]:
        """What is drawn, in order."""
        return self._charts

    @property
    def key(self) -> list[str]:
        """What stands below the charts: the words for every mark that is drawn in them."""
        return [words for words, _ in key_of(self._charts)]

    def places(self) -> list[QRectF]:
        """Where each chart stands."""
        return self._layout.places

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End move; Enter opens."""
        last = len(self._charts) - 1
        columns = self._layout.columns
        steps = {
            Qt.Key.Key_Left: self._at - 1,
            Qt.Key.Key_Right: self._at + 1,
            Qt.Key.Key_Up: self._at - columns,
            Qt.Key.Key_Down: self._at + columns,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in steps and last >= 0:
            self._go(min(max(steps[key], 0), last))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at >= 0:
            self.opened.emit(self._charts[self._at].code)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The chart under the pointer is read out."""
        at = self._under(event.position().x(), event.position().y())
        if at >= 0 and at != self._at:
            self._go(at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens a chart."""
        at = self._under(event.position().x(), event.position().y())
        if at >= 0:
            self.opened.emit(self._charts[at].code)

    def event(self, event: QEvent) -> bool:
        """What a chart shows, as a tip."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            at = self._under(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), self._charts[at].words if at >= 0 else "", self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower grid has more rows."""
        super().resizeEvent(event)
        self._measure()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring comes with the focus."""
        super().focusInEvent(event)
        if self._charts and self._at < 0:
            self._at = 0
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Every chart under its name, their key, and a ring round the one that is read."""
        painter = QPainter(self)
        palette = self._theme.palette
        painter.fillRect(self.rect(), palette.color("surface"))
        paint_smalls(painter, self._charts, self._theme, palette, self._layout)
        if 0 <= self._at < len(self._charts) and self.hasFocus():
            painter.setPen(QPen(palette.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._layout.places[self._at].adjusted(1, 1, -1, -1))
        painter.end()

    def _measure(self) -> None:
        self._layout = laid_out(self._charts, self._theme, QSizeF(self.size()))
        self.setMinimumHeight(self._layout.least_height)
        self.measured.emit(self._layout.least_height)
        self.update()

    def _under(self, x: float, y: float) -> int:
        return next((at for at, one in enumerate(self.places()) if one.contains(x, y)), -1)

    def _go(self, at: int) -> None:
        self._at = at
        one = self._charts[at]
        self.read_out.emit(f"{one.heading}: {one.latest}. {one.words}")
        self.update()
