"""The strokes and line glyphs that marks are made of, each in its own small coordinates.

Glyphs fill a box of 12 x 12 unless they say otherwise; `marks` scales and places them.
"""

from math import floor, pi

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from csp_desktop.ui.theme import Palette


def snapped(painter: QPainter, rect: QRectF) -> QRectF:
    """The rectangle with its edges moved to the nearest device pixels, so that they stay sharp."""
    transform = painter.deviceTransform()
    device = transform.mapRect(rect)
    left, top = floor(device.left() + 0.5), floor(device.top() + 0.5)
    right = max(floor(device.right() + 0.5), left + 1)
    bottom = max(floor(device.bottom() + 0.5), top + 1)
    back, _ = transform.inverted()
    return back.mapRect(QRectF(left, top, right - left, bottom - top))


class Pen:
    """A painter in a mark's own coordinates, with the strokes and shapes that marks share."""

    def __init__(self, painter: QPainter, palette: Palette) -> None:
        """Draw with an active painter in the colours of a palette."""
        self.painter = painter
        self.palette = palette

    def stroke(self, token: str, width: float) -> None:
        """Draw outlines from here on, with round ends."""
        pen = QPen(self.palette.color(token), width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self.painter.setPen(pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)

    def fill(self, token: str) -> None:
        """Draw solid shapes from here on."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.palette.color(token))

    def disc(self, x: float, y: float, diameter: float) -> None:
        """A circle about a point."""
        self.painter.drawEllipse(QPointF(x, y), diameter / 2, diameter / 2)

    def box(self, x: float, y: float, width: float, height: float, radius: float = 0) -> None:
        """A rectangle about a point, whose outer edges end on whole device pixels."""
        pen = self.painter.pen()
        half = 0.0 if pen.style() == Qt.PenStyle.NoPen else pen.widthF() / 2
        outer = QRectF(x - width / 2, y - height / 2, width, height)
        outer = snapped(self.painter, outer.adjusted(-half, -half, half, half))
        rect = outer.adjusted(half, half, -half, -half)
        self.painter.drawRoundedRect(rect, radius, radius)

    def diamond(self, x: float, y: float, width: float) -> None:
        """A square on its corner, about a point."""
        half = width / 2
        self.polygon((x, y - half), (x + half, y), (x, y + half), (x - half, y))

    def polygon(self, *points: tuple[float, float]) -> None:
        """A closed shape."""
        self.painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))

    def line(self, *points: tuple[float, float]) -> None:
        """An open line through points."""
        self.painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))

    def level(self, token: str, left: float, right: float, y: float, height: float) -> None:
        """A crisp horizontal line, painted as a filled box because those snap to pixels."""
        self.fill(token)
        self.box((left + right) / 2, y, right - left, height)


def dashed_ring(pen: Pen, ink: str) -> None:
    """Not begun."""
    pen.stroke(ink, 1.5)
    stroke = pen.painter.pen()
    stroke.setCapStyle(Qt.PenCapStyle.FlatCap)
    # Eight dashes close the ring exactly: the pattern counts in pen widths.
    stroke.setDashPattern([1.5, pi * 9.4 / 8 / 1.5 - 1.5])
    pen.painter.setPen(stroke)
    pen.disc(6, 6, 9.4)


def half_disc(pen: Pen, ink: str) -> None:
    """Half way."""
    pen.stroke(ink, 1.4)
    pen.disc(6, 6, 9.4)
    pen.fill(ink)
    pen.painter.drawPie(QRectF(1.3, 1.3, 9.4, 9.4), -90 * 16, 180 * 16)


def arrow_up(pen: Pen, ink: str) -> None:
    """Handed in."""
    pen.stroke(ink, 1.8)
    pen.line((6, 10.2), (6, 2))
    pen.line((2.6, 5.4), (6, 2), (9.4, 5.4))


def arrow_back(pen: Pen, ink: str) -> None:
    """Sent back."""
    pen.stroke(ink, 1.7)
    pen.line((4.4, 1.8), (1.8, 4.4), (4.4, 7))
    path = QPainterPath(QPointF(1.8, 4.4))
    path.lineTo(7.4, 4.4)
    path.arcTo(QRectF(4.5, 4.4, 5.8, 5.8), 90, -180)
    path.lineTo(5.2, 10.2)
    pen.painter.drawPath(path)


def tick(pen: Pen, ink: str) -> None:
    """Done."""
    pen.stroke(ink, 1.8)
    pen.line((1.6, 6.4), (4.6, 9.4), (10.4, 2.8))


def padlock(pen: Pen, ink: str) -> None:
    """Closed."""
    pen.stroke(ink, 1.4)
    pen.box(6, 8, 7.6, 5.6, 1)
    path = QPainterPath(QPointF(3.9, 5))
    path.lineTo(3.9, 3.7)
    path.arcTo(QRectF(3.9, 1.6, 4.2, 4.2), 180, -180)
    path.lineTo(8.1, 5)
    pen.painter.drawPath(path)
    pen.fill(ink)
    pen.disc(6, 8, 1.8)


def clock(pen: Pen, ink: str) -> None:
    """Waited for."""
    pen.stroke(ink, 1.4)
    pen.disc(6, 6, 10)
    pen.line((6, 3.4), (6, 6.2), (7.9, 7.3))


def slashed_ring(pen: Pen, ink: str) -> None:
    """None, and none to come."""
    pen.stroke(ink, 1.4)
    pen.disc(6, 6, 10)
    pen.line((2.7, 9.3), (9.3, 2.7))


def two_bars(pen: Pen, ink: str) -> None:
    """Put off."""
    pen.fill(ink)
    pen.box(4, 6, 2, 9)
    pen.box(8, 6, 2, 9)


def query(pen: Pen, ink: str) -> None:
    """A diamond that asks; 14 x 14."""
    pen.fill(ink)
    pen.diamond(7, 7, 14)
    pen.stroke("surface", 1.4)
    path = QPainterPath(QPointF(5.3, 5.4))
    path.cubicTo(5.3, 3.1, 8.7, 3.1, 8.7, 5.3)
    path.cubicTo(8.7, 6.7, 7, 6.7, 7, 8.2)
    pen.painter.drawPath(path)
    pen.fill("surface")
    pen.disc(7, 10.2, 1.7)


def speech(pen: Pen, ink: str) -> None:
    """Something is said about it; 15 x 15."""
    pen.stroke(ink, 1.4)
    path = QPainterPath(QPointF(3.5, 2.5))
    path.lineTo(11.5, 2.5)
    path.quadTo(13.2, 2.5, 13.2, 4.2)
    path.lineTo(13.2, 8.8)
    path.quadTo(13.2, 10.5, 11.5, 10.5)
    path.lineTo(7.6, 10.5)
    path.lineTo(4.6, 13.2)
    path.lineTo(4.6, 10.5)
    path.lineTo(3.5, 10.5)
    path.quadTo(1.8, 10.5, 1.8, 8.8)
    path.lineTo(1.8, 4.2)
    path.quadTo(1.8, 2.5, 3.5, 2.5)
    pen.painter.drawPath(path)


def late(pen: Pen, ink: str) -> None:
    """A square, because it is not good; 8 x 8."""
    pen.fill(ink)
    pen.box(4, 4, 8, 8, 0.5)
