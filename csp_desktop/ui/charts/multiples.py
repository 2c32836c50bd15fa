"""Several indicators as small charts side by side, on the same axis below and each named."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

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

from csp_desktop.core.analysis.findings import Findings
from csp_desktop.core.periods import DateRange
from csp_desktop.ui.charts.control import control_drawing
from csp_desktop.ui.charts.drawing import Drawing
from csp_desktop.ui.charts.frame import Frame
from csp_desktop.ui.charts.painting import paint_chart
from csp_desktop.ui.theme import TextSize, Theme

_LEAST_WIDTH, _LEAST_HEIGHT, _GAP = 205, 132, 8


@dataclass(frozen=True)
class Small:
    """One of the small charts.

    Attributes:
        heading: code and name.
        latest: its latest figure in words.
        words: what it shows, in a sentence.
    """

    code: str
    heading: str
    latest: str
    words: str
    drawing: Drawing


def on_one_axis(found: Sequence[Findings]) -> list[Drawing]:
    """Small drawings of several figures over one stretch of time, where their periods are alike.

    Marks, gaps and lines stay; what has no room in a small chart stands in its sentence.
    """
    drawings = [_bare(control_drawing(one)) for one in found]
    kinds = {one.period.kind for one in found}
    if len(kinds) > 1:
        return drawings
    last = max(one.period for one in found)
    behind = [_periods_between(one.period, last) for one in found]
    spans = [one.last - one.first for one in drawings]
    longest = max(span + back for span, back in zip(spans, behind, strict=True))
    return [
        replace(one, first=one.last + back - longest, last=one.last + back)
        for one, back in zip(drawings, behind, strict=True)
    ]


def _bare(drawing: Drawing) -> Drawing:
    return replace(
        drawing,
        title="",
        mark_scale=0.6,
        flags=(),
        runs=(),
        extra_names=(),
        lines=tuple(replace(one, name="") for one in drawing.lines),
    )


def _periods_between(earlier: DateRange, later: DateRange) -> int:
    """How many periods of this length lie between two; to the ends of their financial years."""
    if not earlier.months:
        return 0
    ends = [
        one.last if one.quarter is None else one.quarter.year.range.last for one in (earlier, later)
    ]
    months = (ends[1].year - ends[0].year) * 12 + ends[1].month - ends[0].month
    return max(0, months // earlier.months)


class Multiples(QWidget):
    """A grid of small charts; arrows go from one to the next and Enter opens it."""

    read_out = Signal(str)
    opened = Signal(str)
    """The code of the chart that was chosen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Build an empty grid.

        Args:
            theme: colours and type.
            parent: owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._charts: tuple[Small, ...] = ()
        self._at = -1
        self.setAccessibleName("Small multiples")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    def show_charts(self, charts: Sequence[Small]) -> None:
        """Draw others, on one axis that holds them all."""
        self._charts = tuple(charts)
        self._at = -1
        told = "; ".join(f"{one.heading}, {one.latest}" for one in self._charts)
        self.setAccessibleDescription(told)
        self._measure()
        self.update()

    def _measure(self) -> None:
        rows = -(-len(self._charts) // self._columns())
        self.setMinimumHeight(rows * self._theme.scaled(_LEAST_HEIGHT))

    @property
    def charts(self) -> tuple[Small, ...]:
        """What is drawn, in order."""
        return self._charts

    def places(self) -> list[QRectF]:
        """Where each chart stands."""
        columns = self._columns()
        rows = max(-(-len(self._charts) // columns), 1)
        width = (self.width() - (columns - 1) * _GAP) / columns
        height = (self.height() - (rows - 1) * _GAP) / rows
        return [
            QRectF(
                (at % columns) * (width + _GAP), (at // columns) * (height + _GAP), width, height
            )
            for at in range(len(self._charts))
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End move; Enter opens."""
        last = len(self._charts) - 1
        steps = {
            Qt.Key.Key_Left: self._at - 1,
            Qt.Key.Key_Right: self._at + 1,
            Qt.Key.Key_Up: self._at - self._columns(),
            Qt.Key.Key_Down: self._at + self._columns(),
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
        """Every chart under its name."""
        painter = QPainter(self)
        palette = self._theme.palette
        painter.fillRect(self.rect(), palette.color("surface"))
        for at, (one, place) in enumerate(zip(self._charts, self.places(), strict=True)):
            self._paint_small(painter, one, place)
            if at == self._at and self.hasFocus():
                painter.setPen(QPen(palette.color("focus"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(place.adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_small(self, painter: QPainter, one: Small, place: QRectF) -> None:
        palette, theme = self._theme.palette, self._theme
        line = theme.metrics(TextSize.SMALL, True).height()
        painter.save()
        painter.translate(place.left(), place.top() + line)
        paint_chart(
            painter, Frame(one.drawing, theme, QSizeF(place.width(), place.height() - line))
        )
        painter.restore()
        head = QRectF(place.left() + 4, place.top() + 2, place.width() - 8, line)
        painter.setFont(theme.font(TextSize.SMALL, semibold=True))
        painter.setPen(palette.color("text"))
        wide = int(head.width())
        shown = painter.fontMetrics().elidedText(one.heading, Qt.TextElideMode.ElideRight, wide)
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft, shown)
        painter.setFont(theme.font(TextSize.SMALL))
        painter.setPen(palette.color("text2"))
        head.translate(0, line)
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft, f"Latest {one.latest}")

    def _columns(self) -> int:
        least = self._theme.scaled(_LEAST_WIDTH)
        return max(1, min(self.width() // least, len(self._charts) or 1))

    def _under(self, x: float, y: float) -> int:
        return next((at for at, one in enumerate(self.places()) if one.contains(x, y)), -1)

    def _go(self, at: int) -> None:
        self._at = at
        one = self._charts[at]
        self.read_out.emit(f"{one.heading}: {one.latest}. {one.words}")
        self.update()
