"""Where everything of a chart lies in a rectangle: its plot, its scales, its margins."""

import math

from PySide6.QtCore import QRectF, QSizeF

from csp_desktop.ui.charts.axes import level_label, round_levels
from csp_desktop.ui.charts.drawing import Drawing, Flag
from csp_desktop.ui.theme import LIGHT, Palette, TextSize, Theme

_ROOM_ABOVE, _ROOM_AROUND = 1.06, 0.08
_ROOM_FOR_RUNS = 1.4  # words of runs can stand nowhere but over the columns
_COLUMN, _WIDEST_COLUMN = 0.66, 56
_CLOSE = 3  # px a period; closer columns touch, for there is no room for gaps between them
_ROOMY, _LEAST_MARK = 7, 0.5  # px a period below which marks shrink, down to this much of them
NAME_SAMPLE = 22  # px before a name that a piece of its line takes
_FLAG_INDENT, _FLAG_ROWS = 14, 3


class Frame:
    """The plot of a drawing in a rectangle from 0, 0."""

    def __init__(
        self,
        drawing: Drawing,
        theme: Theme,
        size: QSizeF,
        view: tuple[float, float] | None = None,
        from_zero: bool = True,
    ) -> None:
        """Lay a drawing out.

        Args:
            drawing: what is drawn.
            theme: colours and type.
            size: of the whole, in device-independent pixels.
            view: first and last of the axis below that are in view; all of it where none is given.
            from_zero: whether levels begin at nought; columns always do.
        """
        self.drawing = drawing
        self.theme = theme
        self.palette: Palette = LIGHT if drawing.on_white else theme.palette
        self.size = size
        self.first, self.last = view or (drawing.first, drawing.last)
        self.line = theme.metrics(TextSize.SMALL).height()
        self._scale_levels(from_zero or drawing.columns)
        self.flags: list[tuple[Flag, int, bool]] = []
        self.plot = self._plot()
        self.flags = self._flag_rows()
        rows = max((row for _, row, _ in self.flags), default=-1) + 1
        self.plot.setTop(self.flag_top(rows) + (4 if rows else 6))

    def x(self, at: float) -> float:
        """Pixels from the left of a place on the axis below."""
        span = max(self.last - self.first, 1e-9)
        return self.plot.left() + (at - self.first) / span * self.plot.width()

    def y(self, level: float) -> float:
        """Pixels from the top of a level."""
        span = max(self.top - self.low, 1e-9)
        return self.plot.bottom() - (level - self.low) / span * self.plot.height()

    def place(self, x: float) -> float:
        """The place on the axis below that so many pixels from the left are."""
        share = (x - self.plot.left()) / max(self.plot.width(), 1)
        return self.first + share * (self.last - self.first)

    @property
    def column_width(self) -> float:
        """Pixels that a column is wide: whole ones, with a gap, where there is room."""
        period = self.x(1.0) - self.x(0.0)
        return period if period < _CLOSE else round(min(_COLUMN * period, _WIDEST_COLUMN))

    @property
    def mark_scale(self) -> float:
        """Of filled points' size: hundreds of periods would hide one another's signals."""
        if not self.drawing.brackets:
            return self.drawing.mark_scale
        period = self.x(1.0) - self.x(0.0)
        return min(self.drawing.mark_scale, max(period / _ROOMY, _LEAST_MARK))

    def flag_top(self, row: int) -> float:
        """Pixels from the top of a row of flags."""
        title = self.line + 10 if self.drawing.title else 2
        return title + row * (2 * self.line + 4)

    def _scale_levels(self, from_zero: bool) -> None:
        levels = self.drawing.levels(self.first, self.last) or self.drawing.levels(
            self.drawing.first, self.drawing.last
        )
        top, low = max(levels, default=1.0), min(levels, default=0.0)
        if from_zero or top == low:
            crowded = self.drawing.columns and self.drawing.runs
            above = _ROOM_FOR_RUNS if crowded else _ROOM_ABOVE
            self.low, self.top = min(0.0, low), top * above if top > 0 else 1.0
        else:
            room = (top - low) * _ROOM_AROUND
            self.low, self.top = low - room, top + room
            self.low = max(self.low, 0.0) if low >= 0 else self.low
        steps = round_levels(self.top - self.low, self.drawing.least_step)
        step = steps[1] if len(steps) > 1 else 1.0
        begin = math.ceil(self.low / step - 1e-9)
        end = math.floor(self.top / step + 1e-9)
        self.levels = [round(step * count, 10) for count in range(begin, end + 1)]

    def _plot(self) -> QRectF:
        small = self.theme.metrics(TextSize.SMALL)
        widest = max(small.horizontalAdvance(level_label(one, self.levels)) for one in self.levels)
        left = widest + 16
        names = [
            self.theme.metrics(TextSize.SMALL, one.strong).horizontalAdvance(one.words)
            + (NAME_SAMPLE if one.sample else 0)
            for one in self.drawing.names
        ]
        right = max(names, default=0) + 14 if names else 14
        below = self.line + 18 + (self.line if self.drawing.axis else 0)
        width = max(self.size.width() - left - right, 40)
        top = self.line + 14
        return QRectF(left, top, width, max(self.size.height() - top - below, 40)).normalized()

    def _flag_rows(self) -> list[tuple[Flag, int, bool]]:
        """Each flag in view with its row, and whether its words stand left of its hairline."""
        taken: list[list[tuple[float, float]]] = [[] for _ in range(_FLAG_ROWS)]
        found = []
        for flag in self.drawing.flags:
            at = self.x(flag.x)
            if not self.plot.left() - 1 <= at <= self.plot.right() + 1:
                continue
            width = self.flag_width(flag) + _FLAG_INDENT
            turned = at + width > self.size.width() - 4
            span = (at - width, at + 8) if turned else (at - 2, at + width + 8)
            free = (
                number
                for number, row in enumerate(taken)
                if all(span[1] < start or end < span[0] for start, end in row)
            )
            row = next(free, None)
            if row is None:
                continue
            taken[row].append(span)
            found.append((flag, row, turned))
        return found

    def flag_width(self, flag: Flag) -> float:
        """Pixels that the words of a flag take."""
        return max(
            self.theme.metrics(TextSize.SMALL, True).horizontalAdvance(flag.fact),
            self.theme.metrics(TextSize.SMALL).horizontalAdvance(flag.note),
        )
