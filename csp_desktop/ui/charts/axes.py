"""The two axes of a chart: years as brackets below, round levels at the left with their grid."""

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from csp_desktop.core.analysis.series import Point
from csp_desktop.core.numbers import number_words
from csp_desktop.core.periods import Quarter
from csp_desktop.ui.theme import TextSize

if TYPE_CHECKING:
    from csp_desktop.ui.charts.frame import Frame


_CUT = 0.9  # of a whole year; less of one is named only where its name fits


def paint_axes(painter: QPainter, frame: "Frame") -> None:
    """The title, the grid with its levels, the axis line and what stands below it."""
    palette, plot = frame.palette, frame.plot
    painter.setFont(frame.theme.font(TextSize.SMALL))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(palette.color("text2"))
    title = QRectF(6, 4, frame.size.width() - 8, frame.line + 2)
    painter.drawText(title, Qt.AlignmentFlag.AlignLeft, frame.drawing.title)
    for level in frame.levels:
        y = round(frame.y(level))
        painter.setPen(QPen(palette.color("grid"), 1))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        painter.setPen(palette.color("text2"))
        place = QRectF(0, y - frame.line / 2, plot.left() - 8, frame.line)
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, side, level_label(level, frame.levels))
    painter.setPen(QPen(palette.color("rule"), 1))
    base = round(plot.bottom())
    painter.drawLine(QPointF(plot.left(), base), QPointF(plot.right(), base))
    _paint_brackets(painter, frame)
    _paint_ticks(painter, frame)


def round_levels(top: float, smallest: float) -> list[float]:
    """Nought and three to seven round steps up to the top.

    Args:
        top: of the axis; above 0.
        smallest: the least a step may be.

    Returns:
        Levels 1, 2 or 5 times a power of ten apart.
    """
    most = top / 3
    power = 10.0 ** math.floor(math.log10(most))
    step = max(smallest, *(factor * power for factor in (1, 2, 5) if factor * power <= most))
    return [round(step * count, 10) for count in range(int(top / step) + 1)]


def level_label(level: float, levels: Sequence[float]) -> str:
    """A level in words, with as many decimals as its neighbours need."""
    step = levels[1] - levels[0] if len(levels) > 1 else 1.0
    return _label(level, max(0, -math.floor(math.log10(step))) if step < 1 else 0)


@lru_cache(maxsize=256)
def _label(level: float, places: int) -> str:
    """Kept, because the same few levels are lettered at every turn of the wheel."""
    return number_words(Fraction(level).limit_denominator(10_000), places)


def brackets(points: Sequence[Point]) -> tuple[tuple[float, float, str], ...]:
    """Years over their quarters or months; other ranges by their own names."""
    found: list[tuple[float, float, str]] = []
    for at, point in enumerate(points):
        period = point.period
        within_year = period.months is not None and period.months < 12
        first, last = (Quarter.containing(day).year for day in (period.first, period.last))
        name = str(first) if within_year and first == last else str(period)
        if found and found[-1][2] == name:
            found[-1] = (found[-1][0], at + 0.5, name)
        else:
            found.append((at - 0.5, at + 0.5, name))
    return tuple(found)


def _paint_brackets(painter: QPainter, frame: "Frame") -> None:
    plot, base = frame.plot, round(frame.plot.bottom())
    seen = [
        (max(frame.x(first), plot.left()), min(frame.x(last), plot.right()), name)
        for first, last, name in frame.drawing.brackets
        if frame.x(last) > plot.left() + 4 and frame.x(first) < plot.right() - 4
    ]
    taken = 0.0
    metrics = frame.theme.metrics(TextSize.SMALL)
    typical = max((stop - start for start, stop, _ in seen), default=0.0)
    for start, stop, name in _shortened(frame, seen):
        painter.setPen(QPen(frame.palette.color("rule"), 1))
        painter.drawLine(QPointF(start + 2, base + 8), QPointF(stop - 2, base + 8))
        half, middle = metrics.horizontalAdvance(name) / 2, (start + stop) / 2
        if 2 * half > stop - start and stop - start < _CUT * typical:
            continue
        if middle - half < taken or middle + half > frame.size.width():
            continue
        painter.setPen(frame.palette.color("text2"))
        place = QRectF(middle - half - 2, base + 11, 2 * half + 4, metrics.height() + 2)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, name)
        taken = middle + half + 4


def _shortened(
    frame: "Frame", places: list[tuple[float, float, str]]
) -> list[tuple[float, float, str]]:
    """All names without their century, where one of them would not fit its bracket."""
    metrics = frame.theme.metrics(TextSize.SMALL)
    # The first and the last year may be cut; they say nothing of the room there is.
    whole_years = places[1:-1] or places
    room = min((stop - start for start, stop, _ in whole_years), default=0) - 4
    if all(metrics.horizontalAdvance(name) <= room for _, _, name in places):
        return places
    return [(start, stop, name[2:] if "/" in name else name) for start, stop, name in places]


def _paint_ticks(painter: QPainter, frame: "Frame") -> None:
    base = round(frame.plot.bottom())
    metrics = frame.theme.metrics(TextSize.SMALL)
    taken = 0.0
    for at, name in frame.drawing.ticks:
        x = round(frame.x(at))
        if not frame.plot.left() - 1 <= x <= frame.plot.right() + 1:
            continue
        painter.setPen(QPen(frame.palette.color("rule"), 1))
        painter.drawLine(QPointF(x, base), QPointF(x, base + 4))
        half = metrics.horizontalAdvance(name) / 2
        if x - half < taken:
            continue
        painter.setPen(frame.palette.color("text2"))
        place = QRectF(x - half - 2, base + 6, 2 * half + 4, metrics.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, name)
        taken = x + half + 6
    if frame.drawing.axis:
        painter.setPen(frame.palette.color("text2"))
        place = QRectF(frame.plot.left(), base + 8 + frame.line, frame.plot.width(), frame.line + 2)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight, frame.drawing.axis)
