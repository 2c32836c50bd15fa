"""The rows of a timeline, painted as one item of the plot."""

from collections.abc import Sequence
from datetime import date

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QTransform

from csp_desktop.ui.charts.timeline_axis import (
    MIDDLE_OF_DAY,
    TODAY_LINE,
    Span,
    grid_days,
    short_day,
)
from csp_desktop.ui.charts.timeline_row import TimelineRow
from csp_desktop.ui.charts.timeline_shapes import Shapes
from csp_desktop.ui.theme import CELL_PADDING, TextSize, Theme


class Bars(pg.GraphicsObject):
    """The rows, with the quarters' lines and today's through them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._span = (date.today(), date.today())
        self._today = date.min
        self._rows: Sequence[TimelineRow] = ()
        self._place = QTransform()
        self._width = 0.0

    def show_span(self, first: date, last: date, today: date) -> None:
        """Stand these days beside each other, with a line at today where it is one of them."""
        self._span, self._today = (first, last), today
        self.update()

    def show_rows(self, rows: Sequence[TimelineRow]) -> None:
        """Paint these rows and no others."""
        self._rows = rows
        self.update()

    def viewRangeChanged(self) -> None:
        """The item is as large as what is in view."""
        self.prepareGeometryChange()

    def boundingRect(self) -> QRectF:
        """All that is in view."""
        view = self.getViewBox()
        return QRectF() if view is None else view.viewRect()

    def paint(self, painter: QPainter, *options: object) -> None:
        """Grounds and lines, then bars, today, and the marks on the bars."""
        # Shapes keep their size whatever span is shown, so they are painted in pixels.
        self._place = painter.worldTransform()
        box = self._place.mapRect(self.boundingRect())
        self._width = box.width()
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font(TextSize.SMALL))
        self._paint_grounds(painter, box)
        told = [one for one in self._rows if not one.heading]
        for row in told:
            self._paint_bar(painter, row)
        if self._span[0] <= self._today <= self._span[1]:
            today = QRectF(round(self._now()) - TODAY_LINE / 2, box.top(), TODAY_LINE, box.height())
            painter.fillRect(today, self._theme.palette.color("accent"))
        for row in told:
            self._paint_marks(painter, row)
            self._paint_words(painter, row)
        painter.restore()

    def _paint_grounds(self, painter: QPainter, box: QRectF) -> None:
        palette = self._theme.palette
        for row in self._rows:
            place = QRectF(box.left(), self._top(row), box.width(), row.height)
            painter.fillRect(place, palette.color(_ground(row)))
            line = QRectF(place.left(), place.bottom() - 1, place.width(), 1)
            painter.fillRect(line, palette.color("border"))
        for day in grid_days(self._span, box.width()):
            line = QRectF(round(self._x(day)), box.top(), 1, box.height())
            painter.fillRect(line, palette.color("border"))

    def _paint_bar(self, painter: QPainter, row: TimelineRow) -> None:
        shapes, middle = Shapes(painter, self._theme, _ground(row)), self._middle(row)
        ends = self._now() if row.due is None else self._x(row.due, 1)
        if row.start is not None and (left := self._x(row.start)) < ends:
            split = min(max(self._now(), left), ends)
            if split < ends:
                shapes.to_come(split, ends, middle)
            if left < split:
                shapes.elapsed(left, split, middle)
        if row.days_over(self._today):
            shapes.overdue(ends, self._now(), middle)

    def _paint_marks(self, painter: QPainter, row: TimelineRow) -> None:
        shapes, middle = Shapes(painter, self._theme, _ground(row)), self._middle(row)
        if row.original_due is not None and row.original_due != row.due:
            shapes.original_due(self._x(row.original_due, 1), middle)
        if row.due is not None:
            shapes.due(self._x(row.due, 1), middle)
        for step in row.milestones:
            day = step.due or step.met_on
            if day is not None:
                shapes.milestone(self._x(day, 1), middle, step.met_on is not None)

    def _paint_words(self, painter: QPainter, row: TimelineRow) -> None:
        """Why a row shows no bar: it has no dates, or they lie outside the span."""
        words, side = _instead(row, self._span, self._today)
        if words:
            painter.setPen(self._theme.palette.color("text3"))
            left = self._x(self._span[0]) + CELL_PADDING
            place = QRectF(left, self._top(row), self._width - 2 * CELL_PADDING, row.height)
            painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, words)

    def _x(self, day: date, after: float = 0.0) -> float:
        """Where a day begins, or that much later."""
        return self._place.map(QPointF(day.toordinal() + after, 0)).x()

    def _now(self) -> float:
        return self._x(self._today, MIDDLE_OF_DAY)

    def _top(self, row: TimelineRow) -> float:
        return round(self._place.map(QPointF(0, 0)).y()) + row.top

    def _middle(self, row: TimelineRow) -> float:
        return self._top(row) + row.height // 2


def _ground(row: TimelineRow) -> str:
    """The token of what a row stands on, as in the table."""
    if row.selected:
        return "select"
    return "canvas" if row.heading else "surface"


def _instead(row: TimelineRow, span: Span, today: date) -> tuple[str, Qt.AlignmentFlag]:
    """What stands in a row in which nothing can be drawn, and at which side."""
    days, left = row.days, Qt.AlignmentFlag.AlignLeft
    if not days:
        return "no dates", left
    runs_on = bool(row.days_over(today)) or (row.start is not None and row.due is None)
    last = max(days[-1], today) if runs_on else days[-1]
    if last < span[0]:
        return f"until {short_day(last, year=True)}", left
    if days[0] > span[1]:
        word = "due" if days[0] == row.due else "from"
        return f"{word} {short_day(days[0], year=True)}", Qt.AlignmentFlag.AlignRight
    return "", left
