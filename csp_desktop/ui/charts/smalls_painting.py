"""Small charts in a grid with their key, painted into any painter: screen, picture, page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter

from csp_desktop.ui.charts.drawing import Dot, Gap, Line, Shape
from csp_desktop.ui.charts.frame import Frame
from csp_desktop.ui.charts.painting import ink_of, paint_chart, paint_cross, paint_shape, pen
from csp_desktop.ui.charts.smalls import Sample, Small, key_of
from csp_desktop.ui.theme import MARK_GAP, SPACE_PANEL, SPACE_SMALL, Palette, TextSize, Theme

_LEAST_WIDTH, _LEAST_HEIGHT, _GAP = 205, 112, 8
_LINE, _MARK = 26, 12  # px that a sample takes in the key
_EDGE = 4


@dataclass(frozen=True)
class Layout:
    """Where everything stands.

    Attributes:
        places: of the charts, in order.
        columns: of the grid.
        key: what each sample stands for, with the place of sample and words together.
        least_height: what all of it needs at this width.
        heading_lines: how many lines the longest name takes; all charts begin alike.
    """

    places: list[QRectF]
    columns: int
    key: list[tuple[str, Sample, QRectF]]
    least_height: int
    heading_lines: int = 1


def laid_out(smalls: Sequence[Small], theme: Theme, size: QSizeF) -> Layout:
    """The grid over the whole size, with the key below it.

    Args:
        smalls: the charts.
        theme: type.
        size: in device-independent pixels; where it is too low, the charts are as low as it asks.
    """
    columns = max(1, min(int(size.width()) // theme.scaled(_LEAST_WIDTH), len(smalls) or 1))
    rows = max(-(-len(smalls) // columns), 1)
    key, tall = _key_places(smalls, theme, size.width())
    room = size.height() - tall
    width = (size.width() - (columns - 1) * _GAP) / columns
    height = (room - (rows - 1) * _GAP) / rows
    places = [
        QRectF((at % columns) * (width + _GAP), (at // columns) * (height + _GAP), width, height)
        for at in range(len(smalls))
    ]
    shifted = [(words, sample, place.translated(0, room)) for words, sample, place in key]
    lines = max((len(_heading(one, theme, width)) for one in smalls), default=1)
    more = (lines - 1) * theme.metrics(TextSize.SMALL, True).height()
    least = rows * (theme.scaled(_LEAST_HEIGHT) + more + _GAP) - _GAP + tall
    return Layout(places, columns, shifted, round(least) if smalls else 0, lines)


def paint_smalls(
    painter: QPainter, smalls: Sequence[Small], theme: Theme, palette: Palette, layout: Layout
) -> None:
    """Every chart under its name, and below them what their marks stand for."""
    for one, place in zip(smalls, layout.places, strict=True):
        _paint_small(painter, one, place, theme, palette, layout.heading_lines)
    for words, sample, place in layout.key:
        _paint_entry(painter, words, sample, place, theme, palette)


def _key_places(
    smalls: Sequence[Small], theme: Theme, width: float
) -> tuple[list[tuple[str, Sample, QRectF]], float]:
    """Entries in as many rows as they need, from a top of 0; and the height of all of them."""
    metrics = theme.metrics(TextSize.SMALL)
    tall = metrics.height() + 4
    left, top = float(_EDGE), float(SPACE_SMALL)
    placed: list[tuple[str, Sample, QRectF]] = []
    for words, sample in key_of(smalls):
        wide = _sample_width(sample, theme) + MARK_GAP + metrics.horizontalAdvance(words) + 2
        if placed and left + wide > width:
            left, top = float(_EDGE), top + tall
        placed.append((words, sample, QRectF(left, top, wide, tall)))
        left += wide + SPACE_PANEL
    return placed, top + tall if placed else 0.0


def _heading(one: Small, theme: Theme, width: float) -> list[str]:
    """The name in lines that leave room for the latest figure at the end of the first."""
    bold = theme.metrics(TextSize.SMALL, True)
    taken = theme.metrics(TextSize.SMALL).horizontalAdvance(one.latest) + MARK_GAP
    whole = width - 2 * _EDGE
    lines: list[str] = []
    for word in one.heading.split():
        longer = f"{lines[-1]} {word}" if lines else word
        room = whole - taken if len(lines) <= 1 else whole
        if lines and bold.horizontalAdvance(longer) > room:
            lines.append(word)
        else:
            lines[-1:] = [longer]
    return lines


def _paint_small(
    painter: QPainter,
    one: Small,
    place: QRectF,
    theme: Theme,
    palette: Palette,
    heading_lines: int,
) -> None:
    line = theme.metrics(TextSize.SMALL, True).height()
    above = line * heading_lines
    frame = Frame(one.drawing, theme, QSizeF(place.width(), place.height() - above))
    frame.palette = palette
    painter.save()
    painter.translate(place.left(), place.top() + above)
    paint_chart(painter, frame)
    painter.restore()
    head = QRectF(place.left() + _EDGE, place.top() + 2, place.width() - 2 * _EDGE, line)
    painter.setFont(theme.font(TextSize.SMALL, semibold=True))
    painter.setPen(palette.color("text"))
    for at, words in enumerate(_heading(one, theme, place.width())):
        painter.drawText(head.translated(0, at * line), Qt.AlignmentFlag.AlignLeft, words)
    painter.setFont(theme.font(TextSize.SMALL))
    painter.setPen(palette.color("text2"))
    painter.drawText(head, Qt.AlignmentFlag.AlignRight, one.latest)


def _paint_entry(
    painter: QPainter, words: str, sample: Sample, place: QRectF, theme: Theme, palette: Palette
) -> None:
    width = _sample_width(sample, theme)
    middle = QPointF(place.left() + width / 2, place.center().y())
    side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.setFont(theme.font(TextSize.SMALL))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if isinstance(sample, Line):
        painter.setPen(pen(ink_of(palette, sample.ink), sample.width, sample.dash))
        painter.drawLine(QPointF(place.left(), middle.y()), middle + QPointF(width / 2, 0))
    elif isinstance(sample, Dot):
        # A plain point as large as a signal could be taken for one.
        scale = 1.0 if sample.shape is Shape.DOT else 0.8
        paint_shape(painter, middle, replace(sample, x=0, y=0), palette, scale)
    elif isinstance(sample, Gap):
        paint_cross(painter, middle, palette)
    else:
        painter.setPen(palette.color("text2"))
        painter.drawText(place, side, sample)
    painter.restore()
    painter.setFont(theme.font(TextSize.SMALL))
    painter.setPen(palette.color("text2"))
    painter.drawText(place.adjusted(width + MARK_GAP, 0, 0, 0), side, words)


def _sample_width(sample: Sample, theme: Theme) -> int:
    """Pieces of lines are long enough for their dashes; marks take what they need."""
    if isinstance(sample, str):
        return theme.metrics(TextSize.SMALL).horizontalAdvance(sample)
    return _LINE if isinstance(sample, Line) else _MARK
