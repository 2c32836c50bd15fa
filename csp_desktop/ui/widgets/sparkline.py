"""A series as a line as small as a word, for the cells of a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from csp_desktop.ui.glyphs import Pen
from csp_desktop.ui.theme import Palette

WIDTH, HEIGHT = 76, 22
_LINE, _LAST, _HOLLOW, _TARGET = 1.4, 5.6, 4.8, 1.2


@dataclass(frozen=True)
class Sparkline:
    """What it draws.

    Attributes:
        values: in order of time; None is a gap.
        level: of the target; None where none is asked.
        provisional: whether the last one may still change.
    """

    values: tuple[Fraction | None, ...]
    level: Fraction | None = None
    provisional: bool = False


def places(line: Sparkline, rect: QRectF) -> list[QPointF | None]:
    """Where each value stands; the last at the right, a series without movement at mid height."""
    step = rect.width() / max(len(line.values) - 1, 1)
    first = rect.right() - step * (len(line.values) - 1)
    return [
        None if value is None else QPointF(first + step * at, _height(value, line, rect))
        for at, value in enumerate(line.values)
    ]


def paint_sparkline(
    painter: QPainter, rect: QRectF, line: Sparkline, palette: Palette, scale: float = 1.0
) -> None:
    """Paint the line, its dashed target, and its last point only.

    Args:
        painter: any active painter.
        rect: 76 x 22 at 100 %, points and all.
        line: what to draw.
        palette: the tokens in force.
        scale: 1.0 at 100 % text.
    """
    room = _LAST * scale / 2
    plot = rect.adjusted(room, room, -room, -room)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = Pen(painter, palette)
    if line.level is not None:
        _paint_target(painter, rect, _height(line.level, line, plot), palette, scale)
    points = places(line, plot)
    pen.stroke("series", _LINE * scale)
    for before, after in pairwise(points):
        if before is not None and after is not None:
            painter.drawLine(before, after)
    last = next((one for one in reversed(points) if one is not None), None)
    if last is not None and line.provisional:
        painter.setBrush(palette.color("surface"))
        pen.disc(last.x(), last.y(), _HOLLOW * scale)
    elif last is not None:
        pen.fill("series")
        pen.disc(last.x(), last.y(), _LAST * scale)
    painter.restore()


def _paint_target(
    painter: QPainter, rect: QRectF, y: float, palette: Palette, scale: float
) -> None:
    dashes = QPen(palette.color("text2"), _TARGET * scale)
    dashes.setCapStyle(Qt.PenCapStyle.FlatCap)
    dashes.setDashPattern([3, 2])
    painter.setPen(dashes)
    painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))


def _height(value: Fraction, line: Sparkline, rect: QRectF) -> float:
    known: Sequence[Fraction] = [one for one in (*line.values, line.level) if one is not None]
    low, high = min(known), max(known)
    share = float((value - low) / (high - low)) if high > low else 0.5
    return rect.bottom() - rect.height() * share
