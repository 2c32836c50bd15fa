"""The last quarters of one indicator as a small line, painted beside its figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from csp_desktop.core.figures import Figure, FigureStatus, Unit
from csp_desktop.core.numbers import figure_words, number_words
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Indicator
from csp_desktop.ui.glyphs import Pen
from csp_desktop.ui.theme import SPACE_SMALL, SPACE_TINY, TextSize, Theme

_HEIGHT, _LEAST_WIDTH = 74, 160
_LINE, _POINT, _HOLLOW, _DIAMOND = 1.6, 5.0, 4.4, 16.0
_TOPS = (Fraction(1), Fraction(3, 2), *map(Fraction, (2, 3, 4, 5, 6, 8, 10)))


@dataclass(frozen=True)
class QuarterFigure:
    """A quarter and what was reported for it; None where nothing was."""

    quarter: Quarter
    figure: Figure | None

    @property
    def value(self) -> Fraction | None:
        """The number; None for an absence, which is never drawn as nought."""
        return self.figure.exact if self.figure else None


def quarters_up_to(past: Sequence[Figure], now: Figure) -> list[QuarterFigure]:
    """Every quarter from the first known to this figure's, without figures of other ranges."""
    known = {one.period.quarter: one for one in (*past, now)}
    known.pop(None, None)
    quarters = sorted(one for one in known if one is not None)
    found: list[QuarterFigure] = []
    while quarters and (not found or found[-1].quarter < quarters[-1]):
        quarter = found[-1].quarter.plus(1) if found else quarters[0]
        found.append(QuarterFigure(quarter, known.get(quarter)))
    return found


class MiniChart(QWidget):
    """Points joined by a line that breaks where there is no number; a sentence says the same."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Build an empty chart.

        Args:
            theme: colours and type.
            parent: owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._unit = Unit.COUNT
        self._quarters: Sequence[QuarterFigure] = ()
        self._queried = False
        self._levels: list[Fraction] = []
        self._labels: list[str] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_quarters(
        self, indicator: Indicator, quarters: Sequence[QuarterFigure], queried: bool
    ) -> None:
        """Draw these quarters.

        Args:
            indicator: whose they are.
            quarters: without a break, the current one last.
            queried: whether a query on the current one waits for a note.
        """
        self._unit, self._quarters, self._queried = indicator.unit, quarters, queried
        # Worked out once: painting asks for them again and again.
        self._levels = _levels([one.value for one in quarters], indicator.unit)
        self._labels = [_level_words(one) for one in self._levels]
        self.setAccessibleName(_sentence(indicator, quarters, queried))
        self.update()

    @property
    def levels(self) -> list[Fraction]:
        """What the gridlines stand for, from the lowest up; nought is always among them."""
        return self._levels

    @property
    def points(self) -> list[QPointF | None]:
        """Where each quarter's number stands; None is a gap."""
        plot, levels = self._plot(), self.levels
        span = levels[-1] - levels[0]
        step = plot.width() / max(len(self._quarters) - 1, 1)
        first = plot.right() - step * (len(self._quarters) - 1)
        return [
            None
            if (value := one.value) is None
            else QPointF(
                first + step * at, plot.bottom() - plot.height() * float((value - levels[0]) / span)
            )
            for at, one in enumerate(self._quarters)
        ]

    def sizeHint(self) -> QSize:
        """Three labels above each other and the quarters below them."""
        line = self._theme.metrics(TextSize.SMALL).height()
        height = max(self._theme.scaled(_HEIGHT), 4 * line + SPACE_SMALL)
        return QSize(self._theme.scaled(_LEAST_WIDTH), height)

    def minimumSizeHint(self) -> QSize:
        """Room for the names of two quarters."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Gridlines and labels, then the line, then the points."""
        if not self._quarters:
            return
        painter = QPainter(self)
        painter.setFont(self._theme.font(TextSize.SMALL))
        self._paint_levels(painter)
        self._paint_quarters(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_series(Pen(painter, self._theme.palette))
        painter.end()

    def _plot(self) -> QRectF:
        """Where points may stand: right of the levels, with room for the diamond of a query."""
        line = self._theme.metrics(TextSize.SMALL).height()
        labels = max(self._theme.width(one, TextSize.SMALL) for one in self._labels)
        room = self._room()
        return QRectF(self.rect()).adjusted(
            labels + SPACE_SMALL + room, max(line / 2, room), -room, -line - SPACE_TINY - room / 2
        )

    def _room(self) -> float:
        """What the diamond of a query takes beyond its point."""
        return _DIAMOND / 2 * self._theme.text_scale + 1

    def _paint_levels(self, painter: QPainter) -> None:
        plot, levels, palette = self._plot(), self.levels, self._theme.palette
        line = painter.fontMetrics().height()
        left = plot.left() - self._room()
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for level, label in zip(levels, self._labels, strict=True):
            share = float((level - levels[0]) / (levels[-1] - levels[0]))
            y = round(plot.bottom() - plot.height() * share)
            painter.fillRect(QRectF(left, y, self.width() - left, 1), palette.color("grid"))
            painter.setPen(palette.color("text2"))
            place = QRectF(0, y - line / 2, left - SPACE_SMALL, line)
            painter.drawText(place, side, label)

    def _paint_quarters(self, painter: QPainter) -> None:
        painter.setPen(self._theme.palette.color("text2"))
        line = painter.fontMetrics().height()
        left = self._plot().left() - self._room()
        place = QRectF(left, self.height() - line, self.width() - left, line)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight, str(self._quarters[-1].quarter))
        if len(self._quarters) > 1:
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft, str(self._quarters[0].quarter))

    def _paint_series(self, pen: Pen) -> None:
        points, scale = self.points, self._theme.text_scale
        line = _LINE * scale
        pen.stroke("series", line)
        for before, after in pairwise(points):
            if before is not None and after is not None:
                pen.painter.drawLine(before, after)
        last = points[-1]
        if self._queried and last is not None:
            pen.stroke("query", line)
            pen.painter.setBrush(self._theme.palette.color("surface"))
            pen.diamond(last.x(), last.y(), _DIAMOND * scale - line)
        for one, point in zip(self._quarters, points, strict=True):
            if point is None or one.figure is None:
                continue
            if one.figure.status is FigureStatus.PROVISIONAL:
                pen.stroke("series", line)
                pen.painter.setBrush(self._theme.palette.color("surface"))
                pen.disc(point.x(), point.y(), _HOLLOW * scale)
            else:
                pen.fill("series")
                pen.disc(point.x(), point.y(), _POINT * scale)


def _levels(values: Sequence[Fraction | None], unit: Unit) -> list[Fraction]:
    known = [one for one in values if one is not None]
    high, low = max([*known, Fraction(0)]), min([*known, Fraction(0)])
    top, bottom = _round_up(high), -_round_up(-low)
    if low < 0:
        return [bottom, Fraction(0), *([top] if top else [])]
    middle = top / 2
    shown = middle.denominator == 1 or unit is not Unit.COUNT
    return [Fraction(0), *([middle] if top and shown else []), top or Fraction(1)]


def _round_up(value: Fraction) -> Fraction:
    """The least round number that is not below the value; 0 for nothing."""
    if value <= 0:
        return Fraction(0)
    power = Fraction(1)
    while power > value:
        power /= 10
    while power * 10 < value:
        power *= 10
    return next(power * one for one in _TOPS if power * one >= value)


def _level_words(level: Fraction) -> str:
    places = next((one for one in (0, 1) if (level * 10**one).denominator == 1), 2)
    return number_words(level, places)


def _sentence(indicator: Indicator, quarters: Sequence[QuarterFigure], queried: bool) -> str:
    """What the chart shows, for those who cannot see it."""
    known = [
        (one.value, figure_words(one.figure, indicator.unit), one)
        for one in quarters
        if one.figure is not None and one.value is not None
    ]
    if not known:
        return f"{indicator.name}: no figures to draw."
    _, words, last = known[-1]
    low, high = min(known, key=lambda one: one[0]), max(known, key=lambda one: one[0])
    said = (
        f"{indicator.name}, {quarters[0].quarter} to {quarters[-1].quarter}: "
        f"between {low[1]} and {high[1]}, last {words} in {last.quarter}"
    )
    if last.figure is not None and last.figure.status is FigureStatus.PROVISIONAL:
        said += ", provisional"
    gaps = len(quarters) - len(known)
    if gaps:
        said += f"; no figure in {gaps} {'quarter' if gaps == 1 else 'quarters'}"
    return said + (". A query waits." if queried else ".")
