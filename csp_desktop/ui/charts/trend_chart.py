"""An indicator over time: its series, baseline and target, each named at the line's end."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from csp_desktop.core.analysis.series import Point
from csp_desktop.core.figures import Unit
from csp_desktop.core.numbers import number_words
from csp_desktop.services.analysis import Trend
from csp_desktop.ui.charts.axes import LevelAxis, YearAxis, round_levels
from csp_desktop.ui.theme import TextSize, Theme
from csp_desktop.ui.trend_words import axis_title, value_words

# pyqtgraph would otherwise gather every stray item into a scene as the interpreter goes down, which
# crashes where Qt has already let go of some of them.
pg.setConfigOptions(exitCleanup=False)

_SERIES, _POINT = 1.8, 6.6
_LABEL_GAP = 14
_RING = 2
_ROOM_ABOVE = 1.12


@dataclass(frozen=True)
class _Line:
    """A level that holds over part of the axis, with its name."""

    name: str
    level: float
    first: float
    last: float
    token: str
    dash: Sequence[float]
    width: float


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
        self._trend: Trend | None = None
        self._series: tuple[Point, ...] = ()
        self._at = -1
        self._years = YearAxis(theme)
        self._levels = LevelAxis(theme)
        super().__init__(parent, axisItems={"bottom": self._years, "left": self._levels})
        self.setAccessibleName("Trend")
        self.setMinimumHeight(220)
        # pyqtgraph lets its viewport take the focus too, which has no name and reads no keys.
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMenuEnabled(False)
        self.hideButtons()
        self._plot().setMouseEnabled(x=False, y=False)
        self._cross = pg.InfiniteLine(angle=90, movable=False)
        self.scene().sigMouseMoved.connect(self._follow_pointer)
        theme.changed.connect(self._draw)

    def show_trend(self, trend: Trend) -> None:
        """Draw another trend."""
        self._trend = trend
        self._series = _to_year_end(trend.series)
        self._at = -1
        self._draw()

    @property
    def values(self) -> list[tuple[str, float]]:
        """What is drawn: every period with its value, in order."""
        return [(str(self._points()[at].period), value) for at, value in self._known()]

    @property
    def line_names(self) -> list[str]:
        """The names that stand at the ends of lines."""
        return [line.name for line in self._lines()]

    def let_go(self) -> None:
        """Take the plot apart before Qt does.

        Left to Qt, the scene deletes items that Python still holds, which crashes now and then
        (see PlotItem.close in pyqtgraph).
        """
        self._theme.changed.disconnect(self._draw)
        self._trend = None
        # The pointer leaves a hidden chart; it must do so while there is a plot to leave.
        self.hide()
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go from point to point; Home and End to the first and last."""
        last = len(self._points()) - 1
        at = self._at if self._at >= 0 else last + 1
        targets = {
            Qt.Key.Key_Left: at - 1,
            Qt.Key.Key_Right: at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        target = targets.get(Qt.Key(event.key()))
        if target is None or last < 0:
            super().keyPressEvent(event)
            return
        self._read(min(max(target, 0), last))

    def resizeEvent(self, event: object) -> None:
        """Names at the ends of lines keep their distance at every size."""
        super().resizeEvent(event)
        if self._trend is not None:
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

    def _plot(self) -> pg.PlotItem:
        return self.getPlotItem()

    def _points(self) -> tuple[Point, ...]:
        return self._series

    def _known(self) -> list[tuple[int, float]]:
        """Place and value of every point that has one."""
        return [
            (at, float(one.value)) for at, one in enumerate(self._points()) if one.value is not None
        ]

    def _draw(self) -> None:
        if self._trend is None:
            return
        plot = self._plot()
        plot.clear()
        palette = self._theme.palette
        self.setBackground(palette.surface)
        self._dress_axes()
        lines = self._lines()
        for line in lines:
            pen = _pen(palette.color(line.token), line.width, line.dash)
            self._add(pg.PlotDataItem([line.first, line.last], [line.level] * 2, pen=pen))
        self._draw_series()
        top = self._scale(lines)
        self._name_lines(lines, top)
        self._cross.setPen(_pen(palette.color("rule"), 1))
        self._cross.setVisible(self._at >= 0)
        plot.addItem(self._cross, ignoreBounds=True)

    def _draw_series(self) -> None:
        palette = self._theme.palette
        series = palette.color("series")
        for run in _runs(self._points()):
            values = [value for _, value in run]
            pen = _pen(series, _SERIES)
            self._add(pg.PlotDataItem([at for at, _ in run], values, pen=pen, antialias=True))
        known = self._known()
        surface = palette.color("surface")
        brushes = [surface if self._points()[at].provisional else series for at, _ in known]
        self._add(
            pg.ScatterPlotItem(
                [at for at, _ in known],
                [value for _, value in known],
                size=_POINT,
                brush=brushes,
                pen=_pen(series, 1.6),
                antialias=True,
            )
        )
        self._draw_gaps()

    def _draw_gaps(self) -> None:
        """A gap keeps its place and carries its reason as a glyph on the axis."""
        gaps = [at for at, one in enumerate(self._points()) if one.value is None and one.gap]
        if gaps:
            ink = _pen(self._theme.palette.color("text3"), 1.4)
            marks = pg.ScatterPlotItem(gaps, [0] * len(gaps), symbol="x", size=7, pen=ink)
            self._add(marks)

    def _lines(self) -> list[_Line]:
        if self._trend is None:
            return []
        found: list[_Line] = []
        end = len(self._points()) - 0.5
        for target in self._trend.targets:
            inside = [
                at for at, one in enumerate(self._points()) if target.holds.overlaps(one.period)
            ]
            if target.level is None or not inside:
                continue
            base = target.target.baseline
            if target.baseline is not None and base is not None:
                start = next(
                    at for at, one in enumerate(self._points()) if base.overlaps(one.period)
                )
                name = f"Baseline {self._level_words(target.baseline)}"
                found.append(
                    _Line(name, float(target.baseline), start - 0.5, end, "baseline", (1, 2), 1.6)
                )
            name = f"{target.name} {self._level_words(target.level)}"
            first, last = inside[0] - 0.5, inside[-1] + 0.5
            look = ("text2", (2, 2), 1.3) if target.replaced else ("text", (5, 2.5), 1.8)
            found.append(_Line(name, float(target.level), first, last, *look))
        return list({line.name: line for line in found}.values())

    def _level_words(self, level: Fraction) -> str:
        assert self._trend is not None
        indicator = self._trend.indicator
        if indicator.unit.is_percentage:
            return number_words(level, 1) + "%"
        return number_words(level)

    def _scale(self, lines: list[_Line]) -> float:
        values = [value for _, value in self._known()] + [line.level for line in lines]
        top = max(values, default=1.0) * _ROOM_ABOVE or 1.0
        room = self._theme.metrics(TextSize.SMALL, True).horizontalAdvance("Baseline 12,345 ") + 8
        columns = max(len(self._points()), 1)
        plot_width = max(self.width() - 90, 200)
        extra = columns * room / max(plot_width - room, 100)
        self._plot().setXRange(-0.6, columns - 0.5 + extra, padding=0)
        self._plot().setYRange(0, top, padding=0)
        whole = self._trend is not None and self._trend.indicator.unit is Unit.COUNT
        levels = round_levels(top, 1.0 if whole else 0.0)
        self._levels.show_levels(levels)
        grid = _pen(self._theme.palette.color("grid"), 1)
        for level in levels[1:]:
            line = pg.InfiniteLine(level, angle=0, pen=grid)
            line.setZValue(-10)
            self._add(line)
        return top

    def _name_lines(self, lines: list[_Line], top: float) -> None:
        """Names at the right ends, at least 14 px apart, in the order of their levels."""
        end = len(self._points()) - 0.5
        height = max(self.height() - 70, 100)
        gap = _LABEL_GAP * self._theme.text_scale / height * top
        names = [(line.level, line.name, line.token) for line in lines]
        known = self._known()
        if known and self._trend is not None:
            last = self._points()[known[-1][0]]
            words = value_words(self._trend.indicator, last) + (
                " prov." if last.provisional else ""
            )
            names.append((known[-1][1], words, "series"))
        placed = float("-inf")
        for level, name, token in sorted(names):
            place = max(level, placed + gap)
            placed = place
            label = pg.TextItem(name, color=self._theme.palette.color(token), anchor=(0, 0.5))
            label.setFont(self._theme.font(TextSize.SMALL, semibold=token != "series"))
            label.setPos(QPointF(end, place))
            self._add(label)

    def _dress_axes(self) -> None:
        palette = self._theme.palette
        plot = self._plot()
        assert self._trend is not None
        title = f'<span style="font-size:{9 * self._theme.text_scale:g}pt">'
        title += f"{axis_title(self._trend)}</span>"
        plot.setTitle(title, color=palette.text2, justify="left")
        self._years.show_periods(self._points())

    def _add(self, item: object) -> None:
        self._plot().addItem(item, ignoreBounds=True)

    def _follow_pointer(self, place: QPointF) -> None:
        if not self._points() or not self._plot().sceneBoundingRect().contains(place):
            return
        x = self._plot().vb.mapSceneToView(place).x()
        self._read(min(max(round(x), 0), len(self._points()) - 1))

    def _read(self, at: int) -> None:
        assert self._trend is not None
        self._at = at
        point = self._points()[at]
        self._cross.setValue(at)
        self._cross.setVisible(True)
        value = value_words(self._trend.indicator, point) or "no figure yet"
        words = f"{point.period.words()}: {value}"
        self.read_out.emit(words + (", provisional" if point.provisional else ""))


def _to_year_end(series: tuple[Point, ...]) -> tuple[Point, ...]:
    """The series with the rest of its last financial year in view, so that targets have room."""
    whole = list(series)
    while whole and (last := whole[-1].period.quarter) is not None and last.number < 4:
        whole.append(Point(last.plus(1).range, None))
    return tuple(whole)


def _runs(points: Sequence[Point]) -> list[list[tuple[int, float]]]:
    """Stretches without a gap: a line is never drawn across one."""
    runs: list[list[tuple[int, float]]] = [[]]
    for at, point in enumerate(points):
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append((at, float(point.value)))
    return [run for run in runs if run]


def _pen(color: QColor, width: float, dash: Sequence[float] = ()) -> QPen:
    pen = QPen(color, width)
    pen.setCosmetic(True)
    if dash:
        pen.setDashPattern(list(dash))
    return pen
