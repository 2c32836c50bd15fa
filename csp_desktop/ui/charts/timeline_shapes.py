"""The shapes a timeline is made of: solid is past or met, hollow is to come."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from csp_desktop.ui.glyphs import Pen, snapped
from csp_desktop.ui.theme import Theme

UPRIGHT = 16
_BAR, _DIAMOND = 8, 9
_LINE, _OVERDUE_LINE = 2, 3
_ORIGINAL_DASH, _OVERDUE_DASH = (1.5, 1.5), (1.2, 1.2)


class Shapes:
    """The shapes of a timeline on one ground; every place is given in pixels."""

    def __init__(self, painter: QPainter, theme: Theme, ground: str) -> None:
        """Paint with an active painter.

        Args:
            painter: in pixels.
            theme: colours and sizes.
            ground: token of the colour below the shapes.
        """
        self._painter = painter
        self._theme = theme
        self._pen = Pen(painter, theme.palette)
        self._ground = ground

    def elapsed(self, left: float, right: float, middle: float) -> None:
        """The part of a bar that lies in the past: solid."""
        bar = self._bar(left, right, middle)
        self._painter.fillRect(bar, self._theme.palette.color("elapsed"))

    def to_come(self, left: float, right: float, middle: float) -> None:
        """The part of a bar that lies ahead: hollow."""
        bar = self._bar(left, right, middle).adjusted(0.5, 0.5, -0.5, -0.5)
        self._painter.setPen(QPen(self._theme.palette.color("rule"), 1))
        self._painter.setBrush(self._theme.palette.color("surface"))
        self._painter.drawRect(bar)

    def due(self, x: float, middle: float) -> None:
        """An upright where it is due."""
        half = self._theme.scaled(UPRIGHT) / 2
        upright = QRectF(x - _LINE / 2, middle - half, _LINE, 2 * half)
        self._painter.fillRect(snapped(self._painter, upright), self._theme.palette.color("text"))

    def original_due(self, x: float, middle: float) -> None:
        """A dashed upright where it was due at first."""
        half = self._theme.scaled(UPRIGHT + 2) / 2
        self._dashed("text", _LINE, _ORIGINAL_DASH)
        self._painter.drawLine(QLineF(round(x), middle - half, round(x), middle + half))

    def overdue(self, left: float, right: float, middle: float) -> None:
        """Dashes from the due date to today."""
        self._dashed("red", _OVERDUE_LINE, _OVERDUE_DASH)
        self._painter.drawLine(QLineF(left + _LINE, middle, right, middle))

    def milestone(self, x: float, middle: float, met: bool) -> None:
        """A diamond, solid once the milestone is met."""
        size = self._theme.scaled(_DIAMOND)
        if met:
            # An edge in the colour of the row keeps it apart from the bar it stands on.
            self._pen.fill(self._ground)
            self._pen.diamond(round(x), middle, size + 4)
            self._pen.fill("text")
            self._pen.diamond(round(x), middle, size + 1)
        else:
            self._pen.stroke("text", 1.4)
            self._painter.setBrush(self._theme.palette.color("surface"))
            self._pen.diamond(round(x), middle, size)

    def _bar(self, left: float, right: float, middle: float) -> QRectF:
        high = self._theme.scaled(_BAR)
        return snapped(self._painter, QRectF(left, middle - high / 2, right - left, high))

    def _dashed(self, token: str, width: float, dash: Sequence[float]) -> None:
        pen = QPen(self._theme.palette.color(token), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(list(dash))
        self._painter.setPen(pen)
