"""When actions run and fall due: bars beside the rows of a table, under an axis of quarters."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QScrollBar, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from csp_desktop.ui.charts.timeline_axis import QuarterAxis
from csp_desktop.ui.charts.timeline_bars import Bars
from csp_desktop.ui.charts.timeline_row import TimelineRow
from csp_desktop.ui.charts.timeline_shapes import UPRIGHT, Shapes
from csp_desktop.ui.theme import MARK_GAP, SPACE_PAGE, TextSize, Theme

__all__ = ["Timeline", "TimelineKey", "TimelineRow"]

# As in trend_chart.py: pyqtgraph's own way out crashes where Qt has let go of an item before it.
pg.setConfigOptions(exitCleanup=False)

_ROOM_AFTER = 50  # one part in so many of the span


class Timeline(QWidget):
    """The bars of the rows of a table; `pressed` tells where, in pixels below the heading.

    It takes no keyboard: that stays in the table, whose rows it follows.
    """

    pressed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Build an empty timeline.

        Args:
            theme: colours and type.
            parent: owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._today = date.today()
        self._rows: tuple[TimelineRow, ...] = ()
        self._bar: QScrollBar | None = None
        self._quarters = QuarterAxis(theme)
        self._bars = Bars(theme)
        self._chart = pg.PlotWidget(self, axisItems={"top": self._quarters})
        self._build()
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def heading_height(self) -> int:
        """How high the axis of quarters is; the table's heading beside it is to be as high."""
        return self._quarters.wanted_height

    def show_span(self, first: date, last: date, today: date) -> None:
        """Show these days, both included, and a line at today where it is one of them."""
        self._today = today
        # What falls on the last day is to be seen whole.
        last += timedelta(days=1 + (last - first).days // _ROOM_AFTER)
        self._quarters.show_span(first, last, today)
        self._bars.show_span(first, last, today)
        self._plot().setXRange(first.toordinal(), last.toordinal() + 1, padding=0)
        self._describe()

    def show_rows(self, rows: Sequence[TimelineRow]) -> None:
        """Draw these rows and no others."""
        self._rows = tuple(rows)
        self._bars.show_rows(self._rows)
        self._describe()

    def follow(self, bar: QScrollBar) -> None:
        """Have the wheel move a table's scroll bar, as it does over the table itself."""
        self._bar = bar

    def words(self, row: TimelineRow) -> str:
        """What a row shows, as in `Due 30 June 2015, 22 days overdue. At risk.`."""
        return row.words(self._today)

    def let_go(self) -> None:
        """Take the plot apart before Qt does; `TrendChart.let_go` says why."""
        self._theme.changed.disconnect(self._dress)
        self._bar = None
        self.hide()
        self._chart.close()

    def event(self, event: QEvent) -> bool:
        """Over a row the tool tip says in words what it shows."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            y = event.pos().y() - self.heading_height
            found = next((one for one in self._rows if 0 <= y - one.top < one.height), None)
            shown = y >= 0 and found is not None and not found.heading
            QToolTip.showText(event.globalPos(), self.words(found) if shown and found else "", self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a row is the table's to answer."""
        y = round(event.position().y()) - self.heading_height
        if y >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.pressed.emit(y)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel moves the table."""
        if self._bar is None:
            super().wheelEvent(event)
        else:
            QCoreApplication.sendEvent(self._bar, event)

    def sizeHint(self) -> QSize:
        """Room for five quarters, each with its year."""
        quarter = self._theme.width("Q1 15/16", TextSize.SMALL, semibold=True)
        return QSize(5 * quarter, self.heading_height + 200)

    def _build(self) -> None:
        chart, plot = self._chart, self._plot()
        chart.setFrameShape(pg.PlotWidget.Shape.NoFrame)
        chart.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        chart.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        chart.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        chart.setMenuEnabled(False)
        plot.layout.setContentsMargins(0, 0, 0, 0)
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        plot.invertY(True)
        plot.showAxis("top")
        for side in ("left", "bottom"):
            plot.hideAxis(side)
        plot.addItem(self._bars, ignoreBounds=True)
        plot.vb.sigResized.connect(self._fit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(chart)
        self.setAccessibleName("Timeline")
        chart.setAccessibleName("Timeline")

    def _plot(self) -> pg.PlotItem:
        return self._chart.getPlotItem()

    def _fit(self) -> None:
        """Keep the rows' pixels those of the table."""
        self._plot().setYRange(0, max(self._plot().vb.height(), 1), padding=0)

    def _dress(self) -> None:
        self._chart.setBackground(self._theme.palette.surface)
        self._quarters.refresh()
        self._bars.update()

    def _describe(self) -> None:
        rows = (one for one in self._rows if not one.heading)
        told = (f"{one.name}: {self.words(one)}" if one.name else self.words(one) for one in rows)
        self.setAccessibleDescription("\n".join(told))


class TimelineKey(QWidget):
    """What the shapes of a timeline stand for, in one line."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Build the key.

        Args:
            theme: colours and type.
            parent: owner.
        """
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName("Key: " + "; ".join(words for words, _, _ in _KEY))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """All shapes with their words beside each other."""
        theme = self._theme
        samples = sum(theme.scaled(room) + MARK_GAP for _, room, _ in _KEY)
        words = sum(theme.width(words, TextSize.SMALL) for words, _, _ in _KEY)
        width = samples + words + (len(_KEY) - 1) * SPACE_PAGE
        return QSize(width, max(theme.metrics(TextSize.SMALL).height(), theme.scaled(UPRIGHT)))

    def minimumSizeHint(self) -> QSize:
        """A shape without its words would say nothing."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Each shape, then its words."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(TextSize.SMALL))
        left = 0
        for words, room, paint in _KEY:
            wide = theme.scaled(room)
            paint(Shapes(painter, theme, "canvas"), left, left + wide, self.height() // 2)
            left += wide + MARK_GAP
            width = theme.width(words, TextSize.SMALL)
            painter.setPen(theme.palette.color("text2"))
            place = QRectF(left, 0, width, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
            left += width + SPACE_PAGE
        painter.end()


def _key_bar(shapes: Shapes, left: float, right: float, middle: float) -> None:
    half = (left + right) / 2
    shapes.to_come(half, right, middle)
    shapes.elapsed(left, half, middle)


def _key_due(shapes: Shapes, left: float, right: float, middle: float) -> None:
    shapes.due((left + right) / 2, middle)


def _key_original(shapes: Shapes, left: float, right: float, middle: float) -> None:
    shapes.original_due((left + right) / 2, middle)


def _key_milestones(shapes: Shapes, left: float, right: float, middle: float) -> None:
    quarter = (right - left) / 4
    shapes.milestone(left + quarter, middle, met=True)
    shapes.milestone(right - quarter, middle, met=False)


_KEY: tuple[tuple[str, int, Callable[[Shapes, float, float, float], None]], ...] = (
    ("elapsed, to come", 30, _key_bar),
    ("due", 4, _key_due),
    ("original due", 4, _key_original),
    ("milestone met, to come", 26, _key_milestones),
    ("overdue", 22, Shapes.overdue),
)
