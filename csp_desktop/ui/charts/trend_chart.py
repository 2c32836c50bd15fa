"""The chart of a trend on the screen: one drawing, with a cross line, zoom and pan."""

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from csp_desktop.ui.charts.drawing import Drawing
from csp_desktop.ui.charts.frame import Frame
from csp_desktop.ui.charts.painting import paint_chart, pen
from csp_desktop.ui.theme import Theme

# pyqtgraph would otherwise gather every stray item into a scene as the interpreter goes down, which
# crashes where Qt has already let go of some of them.
pg.setConfigOptions(exitCleanup=False)

_RING = 2
_ZOOM = 0.7
_NOTCH = 120  # of a wheel, in eighths of a degree
_LEAST_SEEN = 4.0  # units of the axis below
_REST = 120  # ms without a change of view, after which all of it is painted


class _Canvas(pg.GraphicsObject):
    """Everything but the cross line, kept as a picture until something changes."""

    def __init__(self, chart: "TrendChart", parent: QGraphicsItem) -> None:
        super().__init__()
        self._chart: TrendChart | None = chart
        self.setParentItem(parent)
        self.setZValue(-10)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._picture: QPixmap | None = None
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def resized(self) -> None:
        self.prepareGeometryChange()
        self._picture = None
        self.update()

    def let_go(self) -> None:
        self._chart = None

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, *self._size())

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        chart = self._chart
        frame = chart.frame if chart is not None else None
        if chart is None or frame is None:
            return
        if chart.moving:
            # It is shown once and never again: there is nothing to keep.
            self._picture = None
            paint_chart(painter, frame, moving=True)
            return
        ratio = painter.device().devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatio() != ratio:
            self._picture = QPixmap((frame.size * ratio).toSize())
            self._picture.setDevicePixelRatio(ratio)
            inner = QPainter(self._picture)
            paint_chart(inner, frame)
            inner.end()
        # Only what the cross line has left bare is put back.
        bare = option.exposedRect.toAlignedRect()
        source = QRectF(QPointF(bare.topLeft()) * ratio, QSizeF(bare.size()) * ratio)
        painter.drawPixmap(QRectF(bare), self._picture, source)

    def _size(self) -> tuple[float, float]:
        if self._chart is None:
            return 0.0, 0.0
        return float(self._chart.viewport().width()), float(self._chart.viewport().height())


class TrendChart(pg.PlotWidget):
    """The chart; arrow keys and the pointer move its cross line, which `read_out` follows."""

    read_out = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Build an empty chart.

        Args:
            theme: colours and type.
            parent: owner.
        """
        # pyqtgraph resizes while it is being built, so what a resize reads must be there before.
        self._theme = theme
        self._drawing: Drawing | None = None
        self._canvas: _Canvas | None = None
        self.frame: Frame | None = None
        self._at = -1
        self._from_zero = True
        self._resting = QTimer()
        self._resting.setSingleShot(True)
        self._resting.setInterval(_REST)
        super().__init__(parent)
        self.setAccessibleName("Trend")
        self.setMinimumHeight(220)
        # pyqtgraph lets its viewport take the focus too, which has no name and reads no keys.
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMenuEnabled(False)
        self.hideButtons()
        plot, box = self.getPlotItem(), self.getViewBox()
        for side in ("left", "bottom"):
            plot.hideAxis(side)
        plot.layout.setContentsMargins(0, 0, 0, 0)
        plot.layout.setSpacing(0)
        box.setMouseEnabled(x=True, y=False)
        box.setDefaultPadding(0)
        box.disableAutoRange()
        box.setYRange(0, 1, padding=0)
        box.sigXRangeChanged.connect(self._range_changed)
        self._canvas = _Canvas(self, plot)
        self._cross = pg.InfiniteLine(angle=90, movable=False)
        self._cross.hide()
        box.addItem(self._cross, ignoreBounds=True)
        self.scene().sigMouseMoved.connect(self._follow_pointer)
        theme.changed.connect(self._draw)
        self._resting.timeout.connect(self._draw)

    @property
    def moving(self) -> bool:
        """Whether what is in view has just changed and may go on changing."""
        return self._resting.isActive()

    def show_drawing(self, drawing: Drawing) -> None:
        """Draw something else, the whole of it in view and levels from nought."""
        self._drawing = drawing
        self._at = -1
        self._from_zero = True
        self._cross.hide()
        self._resting.stop()
        self.show_whole()

    def redraw(self, drawing: Drawing) -> None:
        """Draw the same figures otherwise; what is in view and what is read stay."""
        self._drawing = drawing
        self._draw()

    @property
    def drawing(self) -> Drawing | None:
        """What is drawn."""
        return self._drawing

    @property
    def at(self) -> int:
        """The stop of the drawing that is read out; −1 before one is."""
        return self._at

    @property
    def values(self) -> list[tuple[str, float]]:
        """Every point drawn, in order: where it stands in words, and its value."""
        if self._drawing is None:
            return []
        named = {stop.x: stop.name for stop in self._drawing.stops}
        return [(named.get(dot.x, ""), dot.y) for dot in self._drawing.dots if dot.counted]

    @property
    def line_names(self) -> list[str]:
        """The names that stand at the ends of lines."""
        return [name.words for name in self._drawing.names] if self._drawing else []

    @property
    def view(self) -> tuple[float, float]:
        """First and last of the axis below that are in view."""
        first, last = self.getViewBox().viewRange()[0]
        return float(first), float(last)

    @property
    def from_zero(self) -> bool:
        """Whether levels begin at nought."""
        return self._from_zero or (self._drawing is not None and self._drawing.columns)

    def show_whole(self) -> None:
        """Bring the whole series into view."""
        drawing = self._drawing
        if drawing is None:
            return
        box = self.getViewBox()
        span = drawing.last - drawing.first
        box.blockSignals(True)  # one change of what is in view, not three
        box.setLimits(
            xMin=drawing.first,
            xMax=drawing.last,
            minXRange=min(_LEAST_SEEN, span),
            maxXRange=span,
        )
        box.setXRange(drawing.first, drawing.last, padding=0)
        box.blockSignals(False)
        self._draw()

    def zoom(self, factor: float, about: float | None = None) -> None:
        """See less of the axis, or more, round a place; the cross line, else the latest."""
        first, last = self.view
        if about is None:
            about = self._stop_x() if self._at >= 0 else last
        self._look_at(about - (about - first) * factor, about + (last - about) * factor)

    def pan(self, by: float) -> None:
        """Move along the axis by a share of what is in view."""
        first, last = self.view
        self._look_at(first + by * (last - first), last + by * (last - first))

    def toggle_zero(self) -> None:
        """Levels from nought, or as far as the figures in view reach; columns keep to nought."""
        if self._drawing is not None and self._drawing.columns:
            self.read_out.emit(
                "Columns always stand on nought. Draw a line, key C, to see levels only as far as "
                "the figures reach."
            )
            return
        self._from_zero = not self._from_zero
        self._draw()
        told = "from nought" if self._from_zero else "only as far as the figures in view reach"
        self.read_out.emit(f"Levels are drawn {told}. Key 0 changes that.")

    def let_go(self) -> None:
        """Take the plot apart before Qt does.

        Left to Qt, the scene deletes items that Python still holds, which crashes now and then
        (see PlotItem.close in pyqtgraph).
        """
        self._theme.changed.disconnect(self._draw)
        self._resting.stop()
        self._drawing = None
        self.frame = None
        # The pointer leaves a hidden chart; it must do so while there is a plot to leave.
        self.hide()
        if self._canvas is not None:
            self._canvas.let_go()
            self.scene().removeItem(self._canvas)
            self._canvas = None
        self.close()

    def sizeHint(self) -> QSize:
        """Little: it takes what room the page has."""
        return QSize(400, 220)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right read, with Shift they pan; Ctrl+plus and minus zoom; Home shows all."""
        if self._drawing is None or not self._drawing.stops:
            super().keyPressEvent(event)
            return
        key, held = Qt.Key(event.key()), event.modifiers()
        shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
        control = bool(held & Qt.KeyboardModifier.ControlModifier)
        last = len(self._drawing.stops) - 1
        at = self._at if self._at >= 0 else last + 1
        if shift and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.pan(-0.25 if key == Qt.Key.Key_Left else 0.25)
        elif control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_ZOOM)
        elif control and key == Qt.Key.Key_Minus:
            self.zoom(1 / _ZOOM)
        elif key == Qt.Key.Key_0 and not control:
            self.toggle_zero()
        elif key == Qt.Key.Key_Home:
            self.show_whole()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_End):
            step = {Qt.Key.Key_Left: at - 1, Qt.Key.Key_Right: at + 1}.get(key, last)
            self._read(min(max(step, 0), last))
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom round the pointer; the wheel alone is the page's."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier or self.frame is None:
            event.ignore()
            return
        notches = event.angleDelta().y() / _NOTCH
        self.zoom(_ZOOM**notches, self.frame.place(event.position().x()))
        event.accept()

    def resizeEvent(self, event: object) -> None:
        """Names at the ends of lines keep their distance at every size."""
        super().resizeEvent(event)
        if self._drawing is not None:
            self._draw()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring comes with the focus."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes with the focus."""
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The plot, and a ring round it while it has the keyboard."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self._theme.palette.color("focus"), _RING))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
            painter.end()

    def _look_at(self, first: float, last: float) -> None:
        drawing = self._drawing
        if drawing is None:
            return
        span = min(max(last - first, _LEAST_SEEN), drawing.last - drawing.first)
        first = min(max(first, drawing.first), drawing.last - span)
        self.getViewBox().setXRange(first, first + span, padding=0)

    def _range_changed(self) -> None:
        if self._drawing is not None:
            self._resting.start()
            self._draw()

    def _draw(self) -> None:
        """Lay the drawing out for the size and the stretch in view, and paint it anew."""
        if self._drawing is None or self._canvas is None:
            return
        size = QSizeF(self.viewport().size())
        before = self.frame
        self.frame = Frame(self._drawing, self._theme, size, self.view, self._from_zero)
        if before is None or (before.plot, before.palette) != (self.frame.plot, self.frame.palette):
            self._make_room(size)
        self._canvas.resized()

    def _make_room(self, size: QSizeF) -> None:
        """Give pyqtgraph's own box the place of the plot, so that the mouse means what is seen."""
        assert self.frame is not None, "room is made for a frame"
        plot, layout = self.frame.plot, self.getPlotItem().layout
        layout.setColumnFixedWidth(0, plot.left())
        layout.setColumnFixedWidth(2, max(size.width() - plot.right(), 0))
        layout.setRowFixedHeight(0, plot.top())
        layout.setRowFixedHeight(3, max(size.height() - plot.bottom(), 0))
        self.setBackground(self.frame.palette.color("surface"))
        self._cross.setPen(pen(self.frame.palette.color("rule"), 1))

    def _stop_x(self) -> float:
        assert self._drawing is not None, "there is no stop without a drawing"
        return self._drawing.stops[self._at].x

    def _follow_pointer(self, place: QPointF) -> None:
        drawing, frame = self._drawing, self.frame
        if drawing is None or frame is None or not drawing.stops:
            return
        if not frame.plot.contains(place):
            return
        x = frame.place(place.x())
        nearest = min(range(len(drawing.stops)), key=lambda at: abs(drawing.stops[at].x - x))
        if nearest != self._at:
            self._read(nearest)

    def _read(self, at: int) -> None:
        assert self._drawing is not None, "only what is drawn is read out"
        self._at = at
        x = self._stop_x()
        first, last = self.view
        if not first <= x <= last:
            self._look_at(x - (last - first) / 2, x + (last - first) / 2)
        self._cross.setValue(x)
        self._cross.show()
        self.read_out.emit(self._drawing.stops[at].words)
