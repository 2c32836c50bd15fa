"""The words on a chart: names at the ends of lines, brackets with theirs, flags above the plot."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from csp_desktop.ui.charts.drawing import Dot, Line, Name, Run
from csp_desktop.ui.charts.frame import NAME_SAMPLE, Frame
from csp_desktop.ui.theme import TextSize

NAME_GAP = 14
_CLEAR = 7  # px round the middle of a point
_FAR, _LINE = 0.4, 3.0  # what a step away, and a line that is hidden, count against a place
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | _MIDDLE


class _Skyline:
    """The highest and the lowest ink of points and lines in every column of pixels."""

    def __init__(self, frame: Frame) -> None:
        columns = math.ceil(frame.size.width()) + 1
        self._tops, self._bottoms = [math.inf] * columns, [-math.inf] * columns
        seen = [
            (frame.x(one.x), frame.y(one.y))
            for one in frame.drawing.dots
            if frame.first - 1 <= one.x <= frame.last + 1
        ]
        for x, y in seen:
            self._add(x - _CLEAR, x + _CLEAR, y - _CLEAR, y + _CLEAR)
        if frame.drawing.columns:
            half = frame.column_width / 2
            for x, y in seen:
                self._add(x - half, x + half, y, frame.plot.bottom())
        else:
            for (left, before), (right, after) in pairwise(seen):
                self._add(left, right, min(before, after), max(before, after))
        for one in frame.drawing.whiskers:
            x = frame.x(one.x)
            self._add(x - _CLEAR, x + _CLEAR, frame.y(one.upper), frame.y(one.lower))

    def is_clear(self, place: QRectF) -> bool:
        """Whether a place lies wholly above or wholly below the ink of its columns."""
        columns = slice(max(0, math.floor(place.left())), max(1, math.ceil(place.right()) + 1))
        tops, bottoms = self._tops[columns], self._bottoms[columns]
        return place.bottom() < min(tops) or place.top() > max(bottoms)

    def _add(self, left: float, right: float, top: float, bottom: float) -> None:
        last = min(math.ceil(right) + 1, len(self._tops))
        for column in range(max(0, math.floor(left)), last):
            if top < self._tops[column]:
                self._tops[column] = top
            if bottom > self._bottoms[column]:
                self._bottoms[column] = bottom


def placed_names(frame: Frame) -> list[tuple[Name, QRectF]]:
    """Every name at the right end with its place: in the order of levels, never on another."""
    gap = max(NAME_GAP * frame.theme.text_scale, frame.line)
    names = frame.drawing.names[::-1]
    wanted = [frame.y(min(max(one.level, frame.low), frame.top)) for one in names]
    least, most = frame.line / 2, frame.size.height() - frame.line / 2
    tops = _apart(wanted, gap, least, most)
    left = frame.plot.right() + 8
    width = frame.size.width() - left
    return [
        (
            name,
            QRectF(left, top - frame.line / 2, width, frame.line).adjusted(
                NAME_SAMPLE if name.sample else 0, 0, 0, 0
            ),
        )
        for name, top in zip(names, tops, strict=True)
    ]


def paint_names(painter: QPainter, frame: Frame) -> None:
    """Names at the right ends of lines."""
    for name, place in placed_names(frame):
        painter.setFont(frame.theme.font(TextSize.SMALL, name.strong))
        if name.sample is not None:
            _paint_sample(painter, frame, name.sample, place)
        painter.setPen(frame.palette.color(_lettered(name)))
        painter.drawText(place, _LEFT, name.words)


def _lettered(name: Name) -> str:
    """The ink of words: what is light enough for a line may be too light for letters."""
    if name.ink.startswith("#"):
        return "text" if name.strong else "text2"
    return "text2" if name.ink in ("limit", "rule") else name.ink


def _paint_sample(painter: QPainter, frame: Frame, line: Line, place: QRectF) -> None:
    drawn = QPen(_ink(frame, line.ink), line.width)
    drawn.setCapStyle(Qt.PenCapStyle.FlatCap)
    if line.dash:
        drawn.setDashPattern(list(line.dash))
    painter.setPen(drawn)
    middle = round(place.center().y())
    begin = place.left() - NAME_SAMPLE
    painter.drawLine(QPointF(begin, middle), QPointF(begin + NAME_SAMPLE - 5, middle))


def paint_dot_names(painter: QPainter, frame: Frame) -> None:
    """Names beside single points, right of them, or left where there is no room."""
    for dot, place in placed_dot_names(frame):
        strong = dot.ink != "rule"
        painter.fillRect(place, _ground(frame))
        painter.setFont(frame.theme.font(TextSize.SMALL, strong))
        painter.setPen(_ink(frame, "text2" if dot.ink == "rule" else dot.ink))
        painter.drawText(place, _LEFT, dot.name)


def placed_dot_names(frame: Frame) -> list[tuple[Dot, QRectF]]:
    """Every named point with the place of its words, clear of the others and of lines if it can."""
    named = [dot for dot in frame.drawing.dots if dot.name]
    if not named:
        return []
    ruled = _ink_of_lines(frame, frame.drawing.lines)
    centres = [QPointF(frame.x(one.x), frame.y(one.y)) for one in named]
    around = QRectF(-_CLEAR, -_CLEAR, 2 * _CLEAR, 2 * _CLEAR)
    taken = [around.translated(one) for one in centres]
    found = []
    for dot, at in zip(named, centres, strict=True):
        strong = dot.ink != "rule"
        width = frame.theme.metrics(TextSize.SMALL, strong).horizontalAdvance(dot.name) + 4
        tried = list(_beside(at, width, frame.line))
        inside = [one for one in tried if one.left() >= 0 and one.right() <= frame.plot.right()]
        place = _clearest(inside, (taken, ruled)) or tried[0]
        taken.append(place)
        found.append((dot, place))
    return found


def _clearest(
    places: Sequence[QRectF], ink: tuple[Sequence[QRectF], Sequence[QRectF]]
) -> QRectF | None:
    """The first place clear of words and points and of lines; else of words and points alone."""
    points, ruled = ink
    free = [one for one in places if not any(one.intersects(other) for other in points)]
    clear = (one for one in free if not any(one.intersects(other) for other in ruled))
    return next(clear, free[0] if free else None)


def paint_flags(painter: QPainter, frame: Frame) -> None:
    """A hairline, a small flag, a bold fact and one line below, above the plot."""
    palette = frame.palette
    for flag, row, turned in frame.flags:
        x, top = round(frame.x(flag.x)), frame.flag_top(row)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(palette.color("rule"), 1))
        painter.drawLine(QPointF(x, top + 3), QPointF(x, frame.plot.bottom()))
        side = -1 if turned else 1
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color("text2"))
        corners = ((0, 3), (8 * side, 3), (6 * side, 6.5), (8 * side, 10), (0, 10))
        painter.drawPolygon(QPolygonF([QPointF(x + dx, top + dy) for dx, dy in corners]))
        width = frame.flag_width(flag) + 4
        left = x - 14 - width if turned else x + 14
        align = (Qt.AlignmentFlag.AlignRight if turned else Qt.AlignmentFlag.AlignLeft) | _MIDDLE
        painter.setFont(frame.theme.font(TextSize.SMALL, semibold=True))
        painter.setPen(palette.color("text"))
        painter.drawText(QRectF(left, top, width, frame.line), align, flag.fact)
        painter.setFont(frame.theme.font(TextSize.SMALL))
        painter.setPen(palette.color("text2"))
        painter.drawText(QRectF(left, top + frame.line, width, frame.line), align, flag.note)


def placed_runs(frame: Frame) -> list[tuple[Run, float, QRectF]]:
    """Every run in view with the height of its bracket and the place of its words.

    Words stand clear of the points and of one another; a run for which there is no such place keeps
    its word in the table alone.
    """
    skyline, taken = _Skyline(frame), list[QRectF]()
    ruled = _ink_of_rules(frame)
    found = []
    for run in frame.drawing.runs:
        if run.last < frame.first or run.first > frame.last:
            continue
        best = _best_place(frame, run, (skyline, taken, ruled))
        if best is not None:
            level, place = best
            taken.append(_with_bracket(frame, run, level, place).adjusted(-4, -2, 4, 2))
            found.append((run, level, place))
    return found


def paint_runs(painter: QPainter, frame: Frame) -> None:
    """Brackets over or under the points of a signal, with its name and what it says."""
    for run, level, place in placed_runs(frame):
        ink = _ink(frame, run.ink)
        first, last = frame.x(run.first), frame.x(run.last)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(ink, 1.6))
        towards = -6 if place.top() > level else 6
        if last > first:
            painter.drawLine(QPointF(first, level), QPointF(last, level))
            for end in (first, last):
                painter.drawLine(QPointF(end, level), QPointF(end, level + towards))
        painter.fillRect(place, _ground(frame))
        painter.setPen(ink)
        painter.setFont(frame.theme.font(TextSize.SMALL, semibold=True))
        painter.drawText(
            QRectF(place.left(), place.top(), place.width(), frame.line), _LEFT, run.fact
        )
        painter.setFont(frame.theme.font(TextSize.SMALL))
        below = QRectF(place.left(), place.top() + frame.line, place.width(), frame.line)
        painter.drawText(below, _LEFT, run.note)


def _best_place(
    frame: Frame, run: Run, ink: tuple[_Skyline, Sequence[QRectF], Sequence[QRectF]]
) -> tuple[float, QRectF] | None:
    """The place clear of points that is near and hides least of lines; None where none is clear."""
    best, least = None, math.inf
    skyline, taken, ruled = ink
    for away, level, place in _candidates(frame, run):
        if away * _FAR >= least:
            continue
        whole = _with_bracket(frame, run, level, place)
        if not frame.plot.contains(whole) or not skyline.is_clear(whole):
            continue
        if any(whole.intersects(one) for one in taken):
            continue
        cost = away * _FAR + _hidden(frame, run, level, place, ruled)
        if cost < least:
            best, least = (level, place), cost
    return best


def _hidden(frame: Frame, run: Run, level: float, place: QRectF, ruled: Sequence[QRectF]) -> float:
    """How much the words and the bracket hide: a hairline of a flag counts least."""
    bracket = QRectF(frame.x(run.first), level - 2, frame.x(run.last) - frame.x(run.first), 4)
    hidden = 0.0
    for one in ruled:
        hairline = one.height() > one.width()
        if place.intersects(one) or (not hairline and bracket.intersects(one)):
            hidden += 1 if hairline else _LINE
    return hidden


def _candidates(frame: Frame, run: Run) -> Iterator[tuple[int, float, QRectF]]:
    """Steps away, the height of the bracket and its words: first on the run's own side."""
    width = max(
        frame.theme.metrics(TextSize.SMALL, True).horizontalAdvance(run.fact),
        frame.theme.metrics(TextSize.SMALL).horizontalAdvance(run.note),
    )
    first, last = frame.x(run.first), frame.x(run.last)
    lefts = [first, last - width, (first + last - width) / 2]
    low, high = frame.y(min(run.ys)), frame.y(max(run.ys))
    for above in (run.above, not run.above):
        for step in range(16):
            away = 16 + step * frame.line
            level = high - away if above else low + away
            top = level - 2 * frame.line - 4 if above else level + 5
            for left in lefts:
                inside = min(max(left, frame.plot.left() + 2), frame.plot.right() - width - 2)
                yield step, level, QRectF(inside, top, width + 2, 2 * frame.line)


def _ink_of_rules(frame: Frame) -> list[QRectF]:
    """Where named lines and the hairlines of flags run; words may cross them at need."""
    ruled = _ink_of_lines(frame, [line for line in frame.drawing.lines if line.ink != "series"])
    ruled += [
        QRectF(frame.x(flag.x) - 1, frame.plot.top(), 2, frame.plot.height())
        for flag, _, _ in frame.flags
    ]
    return ruled


def _ink_of_lines(frame: Frame, lines: Sequence[Line]) -> list[QRectF]:
    """What every piece of these lines takes, and a little more around."""
    return [
        QRectF(QPointF(*one), QPointF(*after)).normalized().adjusted(-1, -2, 1, 2)
        for line in lines
        for one, after in pairwise(
            (frame.x(x), frame.y(y)) for x, y in zip(line.xs, line.ys, strict=True)
        )
    ]


def _with_bracket(frame: Frame, run: Run, level: float, place: QRectF) -> QRectF:
    first, last = frame.x(run.first), frame.x(run.last)
    return place.united(QRectF(first, level - 3, max(last - first, 1), 6))


def _beside(at: QPointF, width: float, height: float) -> Iterator[QRectF]:
    middle = at.y() - height / 2
    # Half a line up or down still stands beside its point, and clear of a level line through it.
    for drop in (0, -0.6, 0.6, -1.2, 1.2, -2, 2):
        top = middle + drop * height
        yield QRectF(at.x() + 9, top, width, height)
        yield QRectF(at.x() - 9 - width, top, width, height)


def _apart(wanted: Sequence[float], gap: float, least: float, most: float) -> list[float]:
    """Heights in the same order, at least so far apart and as near to where they belong as fits."""
    placed: list[float] = []
    for one in wanted:
        placed.append(max(one, placed[-1] + gap if placed else least))
    limit = most
    for at in reversed(range(len(placed))):
        placed[at] = min(placed[at], limit)
        limit = placed[at] - gap
    return placed


def _ground(frame: Frame) -> QColor:
    """The panel, let through a little, so that words over a line are still read."""
    ground = frame.palette.color("surface")
    ground.setAlphaF(0.8)
    return ground


def _ink(frame: Frame, ink: str) -> QColor:
    return QColor(ink) if ink.startswith("#") else frame.palette.color(ink)
