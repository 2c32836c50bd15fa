"""A chart painted into any painter: the screen, a picture, a page, small multiples."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from csp_desktop.ui.charts.axes import paint_axes
from csp_desktop.ui.charts.drawing import Dot, Line, Shape
from csp_desktop.ui.charts.frame import Frame
from csp_desktop.ui.charts.lettering import paint_dot_names, paint_flags, paint_names, paint_runs
from csp_desktop.ui.theme import Palette

_SIZES = {Shape.DOT: 6.6, Shape.DISC: 11.0, Shape.SQUARE: 10.0, Shape.DIAMOND: 12.0}
_CAPS = {
    Shape.DOT: Qt.PenCapStyle.RoundCap,
    Shape.DISC: Qt.PenCapStyle.RoundCap,
    Shape.SQUARE: Qt.PenCapStyle.SquareCap,
}
_OUTLINE = 1.4
_CAP = 5
_MANY = 60
_CASING = 0.9  # px of the panel on either side of a line that crosses columns
_LEAST_HOLLOW = 5  # px; a narrower outline would look filled


def paint_chart(painter: QPainter, frame: Frame, *, moving: bool = False) -> None:
    """The whole of a drawing, axes and words included, on the panel's own ground.

    Args:
        painter: any active painter.
        frame: the drawing with its place.
        moving: a draft for as long as what is in view changes: edges are not smoothed, and the
            words of runs, which are placed anew for every view, wait until it rests.
    """
    painter.fillRect(QRectF(QPointF(0, 0), frame.size), frame.palette.color("surface"))
    _paint_bands(painter, frame)
    paint_axes(painter, frame)
    paint_flags(painter, frame)
    painter.save()
    # Half a point at either end of the axis is still seen whole.
    painter.setClipRect(frame.plot.adjusted(-7, -7, 7, 7))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not moving)
    if frame.drawing.columns:
        _paint_columns(painter, frame)
    for line in frame.drawing.lines:
        _paint_line(painter, frame, line, moving=moving)
    _paint_whiskers(painter, frame)
    _paint_dots(painter, frame, moving=moving)
    _paint_gaps(painter, frame)
    painter.restore()
    if not moving:
        paint_runs(painter, frame)
    paint_dot_names(painter, frame)
    paint_names(painter, frame)


def ink_of(palette: Palette, ink: str) -> QColor:
    """The colour of a token, or of `#RRGGBB`."""
    return QColor(ink) if ink.startswith("#") else palette.color(ink)


def paint_shape(
    painter: QPainter, at: QPointF, dot: Dot, palette: Palette, scale: float = 1.0
) -> None:
    """One point: filled, or hollow where it is not yet certain, with an outline of the panel."""
    color, surface = ink_of(palette, dot.ink), palette.color("surface")
    size = _SIZES[dot.shape] * scale
    if dot.shape is not Shape.DOT:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(surface)
        _outline(painter, at, dot.shape, size + 2 * _OUTLINE)
    if dot.hollow:
        painter.setPen(QPen(color, 1.8))
        painter.setBrush(surface)
        size -= 1.8
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
    _outline(painter, at, dot.shape, size)


def paint_cross(painter: QPainter, at: QPointF, palette: Palette) -> None:
    """The mark of a period without a figure."""
    painter.setPen(pen(palette.color("text3"), 1.4))
    painter.drawLine(at + QPointF(-3, -3), at + QPointF(3, 3))
    painter.drawLine(at + QPointF(-3, 3), at + QPointF(3, -3))


def pen(color: QColor, width: float, dash: Sequence[float] = ()) -> QPen:
    """A pen; dashes in lengths of its width, with flat ends."""
    made = QPen(color, width)
    made.setCapStyle(Qt.PenCapStyle.FlatCap if dash else Qt.PenCapStyle.RoundCap)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dash:
        made.setDashPattern(list(dash))
    return made


def _outline(painter: QPainter, at: QPointF, shape: Shape, size: float) -> None:
    half = size / 2
    if shape is Shape.SQUARE:
        painter.drawRect(QRectF(at.x() - half, at.y() - half, size, size))
    elif shape is Shape.DIAMOND:
        sides = ((0, -half), (half, 0), (0, half), (-half, 0))
        painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in sides]))
    else:
        painter.drawEllipse(at, half, half)


def _paint_dots(painter: QPainter, frame: Frame, *, moving: bool) -> None:
    """Filled round and square points of one look in one stroke of a pen; the others one by one.

    In a draft they have no outline of the panel. Where figures are columns, only signals are marked
    at their heads, and what is provisional where a column is too narrow to be hollow.
    """
    left, across = frame.x(0.0), frame.x(1.0) - frame.x(0.0)
    base, up = frame.y(0.0), frame.y(0.0) - frame.y(1.0)
    looks: dict[tuple[Shape, str], list[QPointF]] = {}
    others = []
    first, last = frame.first - 0.5, frame.last + 0.5
    columns, narrow = frame.drawing.columns, frame.column_width < _LEAST_HOLLOW
    for dot in frame.drawing.dots:
        if columns and dot.shape is Shape.DOT and not (narrow and dot.hollow):
            continue
        if not first <= dot.x <= last:
            continue
        at = QPointF(left + dot.x * across, base - dot.y * up)
        if dot.hollow or dot.shape not in _CAPS:
            others.append((at, dot))
        else:
            looks.setdefault((dot.shape, dot.ink), []).append(at)
    scale = frame.mark_scale
    for (shape, ink), places in looks.items():
        points, size = QPolygonF(places), _SIZES[shape] * scale
        rounds = [(ink_of(frame.palette, ink), size)]
        if shape is not Shape.DOT and not moving:
            rounds.insert(0, (frame.palette.color("surface"), size + 2 * _OUTLINE))
        for color, width in rounds:
            dots = QPen(color, width)
            dots.setCapStyle(_CAPS[shape])
            painter.setPen(dots)
            painter.drawPoints(points)
    for at, dot in others:
        # A smaller hollow one would look filled.
        whole = frame.drawing.mark_scale if dot.hollow else scale
        paint_shape(painter, at, dot, frame.palette, whole)


def _paint_columns(painter: QPainter, frame: Frame) -> None:
    """A column from nought for every figure: filled, or an outline where it is not yet certain."""
    left, across = frame.x(0.0), frame.x(1.0) - frame.x(0.0)
    base, up = frame.y(0.0), frame.y(0.0) - frame.y(1.0)
    wide = frame.column_width
    touching, can_be_hollow = wide != round(wide), wide >= _LEAST_HOLLOW
    first, last = frame.first - 0.5, frame.last + 0.5
    filled, hollow = list[QRectF](), list[QRectF]()
    for dot in frame.drawing.dots:
        if not dot.counted or not first <= dot.x <= last:
            continue
        begin, high = left + dot.x * across - wide / 2, dot.y * up
        place = QRectF(begin if touching else round(begin), base - high, wide, high)
        (hollow if dot.hollow and can_be_hollow else filled).append(place)
    color = frame.palette.color("series")
    painter.save()
    painter.setClipRect(frame.plot)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRects(filled)
    painter.setPen(QPen(color, 2))
    painter.setBrush(frame.palette.color("surface"))
    painter.drawRects([one.adjusted(1, 1, -1, 0) for one in hollow])
    painter.restore()


def _paint_bands(painter: QPainter, frame: Frame) -> None:
    for band in frame.drawing.bands:
        left = max(frame.x(band.first), frame.plot.left())
        right = min(frame.x(band.last), frame.plot.right())
        if right > left:
            top, bottom = frame.y(band.upper), min(frame.y(band.lower), frame.plot.bottom())
            place = QRectF(left, top, right - left, bottom - top)
            painter.fillRect(place, frame.palette.color("band"))


def _paint_line(painter: QPainter, frame: Frame, line: Line, *, moving: bool) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    # The points in view and one more at either side; a line of hundreds costs by its length.
    first = max(bisect_left(line.xs, frame.first) - 1, 0)
    seen = slice(first, bisect_right(line.xs, frame.last) + 1)
    left, across = frame.x(0.0), frame.x(1.0) - frame.x(0.0)
    base, up = frame.y(0.0), frame.y(0.0) - frame.y(1.0)
    points = [
        QPointF(left + x * across, base - y * up)
        for x, y in zip(line.xs[seen], line.ys[seen], strict=True)
    ]
    if frame.drawing.columns:
        painter.setPen(_casing(frame.palette, line, dashed=not moving))
        painter.drawPolyline(QPolygonF(points))
    painter.setPen(pen(ink_of(frame.palette, line.ink), line.width, line.dash))
    if line.dash or len(points) < _MANY:
        painter.drawPolyline(QPolygonF(points))
    else:
        # Hundreds of points stroked as one path take several times as long.
        painter.drawLines([QLineF(one, after) for one, after in pairwise(points)])


def _casing(palette: Palette, line: Line, *, dashed: bool) -> QPen:
    """A pen of the panel under a line: ink on ink would be lost where it crosses a column."""
    wide = line.width + 2 * _CASING
    if not dashed:
        return pen(palette.color("surface"), wide)
    # Each dash a little longer at either end, its gap as much shorter.
    longer = (2 * _CASING, -2 * _CASING) * (len(line.dash) // 2)
    dash = [
        max(one * line.width + by, 0.1) / wide for one, by in zip(line.dash, longer, strict=True)
    ]
    made = pen(palette.color("surface"), wide, dash)
    made.setDashOffset(_CASING / wide)
    return made


def _paint_whiskers(painter: QPainter, frame: Frame) -> None:
    painter.setPen(pen(frame.palette.color("series"), 1.4))
    for one in frame.drawing.whiskers:
        x, low, high = frame.x(one.x), frame.y(one.lower), frame.y(one.upper)
        painter.drawLine(QPointF(x, low), QPointF(x, high))
        for end in (low, high):
            painter.drawLine(QPointF(x - _CAP, end), QPointF(x + _CAP, end))


def _paint_gaps(painter: QPainter, frame: Frame) -> None:
    """A gap keeps its place and is marked on the axis; its reason is read out and in the table."""
    for gap in frame.drawing.gaps:
        paint_cross(painter, QPointF(frame.x(gap.x), frame.plot.bottom()), frame.palette)
