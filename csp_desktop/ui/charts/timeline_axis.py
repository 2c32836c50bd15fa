"""The quarters above a timeline, with their years and today's flag."""

from datetime import date

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from csp_desktop.core.periods import Quarter
from csp_desktop.ui.theme import (
    CELL_PADDING,
    HEADING_TWO_LINES,
    RADIUS_TAG,
    SPACE_TINY,
    TextSize,
    Theme,
)

Span = tuple[date, date]
TODAY_LINE, MIDDLE_OF_DAY = 2, 0.5
_LEAST_QUARTER = 12
_LABEL_GAP = 6


class QuarterAxis(pg.AxisItem):
    """The quarters shown, with their years, and today's flag."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("top")
        self._theme = theme
        self._span = (date.today(), date.today())
        self._today = date.min
        self.setStyle(tickLength=0, showValues=False)

    @property
    def wanted_height(self) -> int:
        """Room for the names and, below them, the flag."""
        line = self._theme.metrics(TextSize.SMALL, semibold=True).height()
        return max(HEADING_TWO_LINES, 2 * line + 11)

    def show_span(self, first: date, last: date, today: date) -> None:
        """Name the quarters of these days, and flag today where it is one of them."""
        self._span, self._today = (first, last), today
        self.refresh()

    def refresh(self) -> None:
        """Be as high as the type wants and draw all anew."""
        self.setHeight(self.wanted_height)
        self.picture = None
        self.update()

    def drawPicture(self, painter: QPainter, axis: object, ticks: object, texts: object) -> None:
        """The names of the quarters above, the flag below them."""
        box, palette = self.mapRectFromParent(self.geometry()), self._theme.palette
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(box, palette.color("alt"))
        painter.fillRect(
            QRectF(box.left(), box.bottom() - 1, box.width(), 1), palette.color("border")
        )
        for day in grid_days(self._span, box.width()):
            line = QRectF(round(self._x(day, box.width())), box.top() + 4, 1, box.height() - 5)
            painter.fillRect(line, palette.color("border"))
        painter.setPen(palette.color("text2"))
        for left, number, year in self.names(box.width()):
            self._paint_name(painter, QPointF(left + _LABEL_GAP, box.top() + 4), number, year)
        if self._span[0] <= self._today <= self._span[1]:
            self._paint_flag(painter, box)

    def names(self, width: float) -> list[tuple[float, str, str]]:
        """Where each name begins, the quarter's number and the year, as far as there is room.

        Where not every quarter has room for both, a year stands at its first quarter alone; where
        there is less room still, the other quarters have no names.
        """
        room = 91 * self._scale(width) - _LABEL_GAP
        both, alone = (self._wide(*one) for one in (("Q1", "15/16"), ("", "15/16")))
        found: list[tuple[float, str, str]] = []
        for one in _quarters(self._span):
            year = _year(one) if not found or one.number == 1 else ""
            number = f"Q{one.number}" if room >= (both if year else alone) else ""
            left = max(self._x(one.range.first, width), 0.0)
            end = self._x((one if room >= alone else one.year).range.last, width)
            if (number or year) and left + _LABEL_GAP + self._wide(number, year) <= min(end, width):
                found.append((left, number, year))
        return found

    def _wide(self, number: str, year: str) -> int:
        both = SPACE_TINY if number and year else 0
        strong = self._theme.width(number, TextSize.SMALL, semibold=True)
        return strong + both + self._theme.width(year, TextSize.SMALL)

    def _scale(self, width: float) -> float:
        """Pixels a day."""
        first, last = self._span
        return width / ((last - first).days + 1)

    def _x(self, day: date, width: float) -> float:
        return (day - self._span[0]).days * self._scale(width)

    def _paint_name(self, painter: QPainter, place: QPointF, number: str, year: str) -> None:
        ascent = self._theme.metrics(TextSize.SMALL, semibold=True).ascent()
        painter.setFont(self._theme.font(TextSize.SMALL, semibold=True))
        painter.drawText(place + QPointF(0, ascent), number)
        painter.setFont(self._theme.font(TextSize.SMALL))
        after = self._wide(number, year) - self._wide("", year)
        painter.drawText(place + QPointF(after, ascent), year)

    def _paint_flag(self, painter: QPainter, box: QRectF) -> None:
        theme, words = self._theme, f"Today {short_day(self._today)}"
        wide = theme.width(words, TextSize.SMALL, semibold=True) + 2 * CELL_PADDING
        high = theme.metrics(TextSize.SMALL, semibold=True).height() + 1
        middle = self._x(self._today, box.width()) + MIDDLE_OF_DAY * self._scale(box.width())
        left = min(max(middle - wide / 2, 1), box.width() - wide - 1)
        flag = QRectF(round(box.left() + left), box.bottom() - high - 1, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.palette.color("accent"))
        painter.drawRoundedRect(flag, RADIUS_TAG, RADIUS_TAG)
        painter.fillRect(
            QRectF(round(box.left() + middle) - TODAY_LINE / 2, box.bottom() - 2, TODAY_LINE, 2),
            theme.palette.color("accent"),
        )
        painter.setPen(theme.palette.color("on_accent"))
        painter.setFont(theme.font(TextSize.SMALL, semibold=True))
        painter.drawText(flag, Qt.AlignmentFlag.AlignCenter, words)


def _quarters(span: Span) -> list[Quarter]:
    quarters = [Quarter.containing(span[0])]
    while quarters[-1].range.last < span[1]:
        quarters.append(quarters[-1].plus(1))
    return quarters


def grid_days(span: Span, width: float) -> list[date]:
    """The days at which a line stands: the first of each quarter, or of each year alone."""
    quarters = _quarters(span)
    near = width / len(quarters) < _LEAST_QUARTER
    return [
        one.range.first
        for one in quarters
        if one.range.first >= span[0] and (one.number == 1 or not near)
    ]


def _year(quarter: Quarter) -> str:
    return str(quarter.year)[2:]


def short_day(day: date, *, year: bool = False) -> str:
    """`22 Jul`, or `22 Jul 15`."""
    return f"{day.day} {day:%b}" + (f" {day:%y}" if year else "")
