"""The two axes of a chart, painted by us: years as brackets below, round levels at the left."""

import math
from collections.abc import Sequence
from fractions import Fraction

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from csp_desktop.core.analysis.series import Point
from csp_desktop.core.numbers import number_words
from csp_desktop.ui.theme import TextSize, Theme


class YearAxis(pg.AxisItem):
    """Years as brackets under their quarters; other ranges by their own names."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("bottom")
        self._theme = theme
        self._brackets: list[tuple[float, float, str]] = []

    def show_periods(self, points: Sequence[Point]) -> None:
        """Bracket these periods, one a unit of the axis."""
        self._brackets = _brackets(points)
        self.setHeight(self._theme.metrics(TextSize.SMALL).height() + 18)
        self.setPen(QPen(self._theme.palette.color("rule"), 1))
        self.setStyle(tickLength=0, showValues=False)
        self.picture = None
        self.update()

    def drawPicture(self, painter: QPainter, axis: object, ticks: object, texts: object) -> None:
        """The axis line, then a bracket and a name for each year."""
        box, view = self.boundingRect(), self.linkedView()
        if view is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(self._theme.font(TextSize.SMALL))
        scale = box.width() / max(view.viewRect().width(), 1e-9)
        places = [
            (
                (first - view.viewRect().left()) * scale,
                (last - view.viewRect().left()) * scale,
                name,
            )
            for first, last, name in self._brackets
        ]
        painter.setPen(QPen(self._theme.palette.color("rule"), 1))
        painter.drawLine(QPointF(0, 1), QPointF(max((end for _, end, _ in places), default=0), 1))
        taken = 0.0
        for start, stop, name in self._shortened(places):
            taken = self._paint_bracket(painter, start + 2, stop - 2, name, taken, box.width())

    def _shortened(self, places: list[tuple[float, float, str]]) -> list[tuple[float, float, str]]:
        """All names without their century, where one of them would not fit its bracket."""
        metrics = self._theme.metrics(TextSize.SMALL)
        # The first and the last year may be cut; they say nothing of the room there is.
        whole_years = places[1:-1] or places
        room = min((stop - start for start, stop, _ in whole_years), default=0) - 4
        if all(metrics.horizontalAdvance(name) <= room for _, _, name in places):
            return places
        return [(start, stop, name[2:] if "/" in name else name) for start, stop, name in places]

    def _paint_bracket(
        self, painter: QPainter, start: float, stop: float, name: str, taken: float, end: float
    ) -> float:
        """A bracket and, where there is room after what is taken, its name; where that ends."""
        palette, metrics = self._theme.palette, self._theme.metrics(TextSize.SMALL)
        painter.setPen(QPen(palette.color("rule"), 1))
        painter.drawLine(QPointF(start, 8), QPointF(stop, 8))
        half = metrics.horizontalAdvance(name) / 2
        middle = (start + stop) / 2
        if middle - half < taken or middle + half > end:
            return taken
        painter.setPen(palette.color("text2"))
        place = QRectF(middle - half - 2, 10, 2 * half + 4, metrics.height() + 2)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, name)
        return middle + half + 4


class LevelAxis(pg.AxisItem):
    """Round levels at the left, nought included, with the words numbers have elsewhere."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("left")
        self._theme = theme
        self._shown: Sequence[float] = ()

    def show_levels(self, levels: Sequence[float]) -> None:
        """Label these levels, and be as wide as the widest label."""
        self._shown = levels
        widest = max((_level_label(level, levels) for level in levels), key=len, default="0")
        self.setWidth(self._theme.metrics(TextSize.SMALL).horizontalAdvance(widest) + 14)
        self.setStyle(showValues=False, tickLength=0)
        self.picture = None
        self.update()

    def boundingRect(self) -> QRectF:
        """The axis and half a line above and below it, for the labels at its ends."""
        half = self._theme.metrics(TextSize.SMALL).height()
        return self.mapRectFromParent(self.geometry()).adjusted(0, -half, 0, half)

    def drawPicture(self, painter: QPainter, axis: object, ticks: object, texts: object) -> None:
        """The labels, right-aligned beside the plot."""
        view = self.linkedView()
        if view is None or not self._shown:
            return
        painter.setFont(self._theme.font(TextSize.SMALL))
        painter.setPen(self._theme.palette.color("text2"))
        box = self.mapRectFromParent(self.geometry())
        height = self._theme.metrics(TextSize.SMALL).height()
        top = view.viewRect().bottom()
        for level in self._shown:
            y = box.top() + box.height() * (1 - level / max(top, 1e-9))
            place = QRectF(box.left(), y - height / 2, box.width() - 8, height)
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, side, _level_label(level, self._shown))


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


def _level_label(level: float, levels: Sequence[float]) -> str:
    step = levels[1] if len(levels) > 1 else 1.0
    places = max(0, -math.floor(math.log10(step))) if step < 1 else 0
    return number_words(Fraction(level).limit_denominator(10_000), places)


def _brackets(points: Sequence[Point]) -> list[tuple[float, float, str]]:
    found: list[tuple[float, float, str]] = []
    for at, point in enumerate(points):
        quarter = point.period.quarter
        name = str(quarter.year) if quarter else str(point.period)
        if found and found[-1][2] == name:
            found[-1] = (found[-1][0], at + 0.5, name)
        else:
            found.append((at - 0.5, at + 0.5, name))
    return found
