"""The rows of the presentation: a name, a figure, three marks with their words, a small line."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from csp_desktop.core.periods import FinancialYear
from csp_desktop.ui import marks
from csp_desktop.ui.pages.presentation_slides import Cell, SlideRow
from csp_desktop.ui.theme import Palette, Theme
from csp_desktop.ui.widgets.sparkline import Sparkline, paint_sparkline

NOTE, WORDS, FIGURE, NAME = 14, 18, 27, 30  # points: of notes, words, figures and a theme's name
ROW, MARK, HEADING = 80, 24, 32
_MARK_GAP, _RULE, _LINE_HEIGHT, _LINE_SCALE = 12, 2, 44, 1.6
_LEAST_NAME = 230  # pixels under which a name would break too often
_WRAP = Qt.TextFlag.TextWordWrap
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
HEADINGS = ("Indicator", "Quarter", "Now", "Year end", "On a year ago")


class Type:
    """The fonts and colours of the presentation; its type is large as it is and does not grow."""

    def __init__(self, theme: Theme, palette: Palette) -> None:
        """Take the family from the program's theme.

        Args:
            theme: gives the fonts.
            palette: of the presentation, which need not be that of the window.
        """
        self._theme = theme
        self.palette = palette

    def font(self, points: int, semibold: bool = False) -> QFont:
        """The interface font at a size in points."""
        return self._theme.font(points / self._theme.text_scale, semibold)

    def width(self, words: str, points: int, semibold: bool = False) -> int:
        """The room in pixels that words in one line need."""
        return self._theme.width(words, points / self._theme.text_scale, semibold)

    def line(self, points: int) -> int:
        """The height in pixels of a line."""
        return self.wrapped("A", points, 10_000)

    def wrapped(self, words: str, points: int, width: int, semibold: bool = False) -> int:
        """The height in pixels of words that break at a width."""
        metrics = QFontMetrics(self.font(points, semibold))
        return metrics.boundingRect(QRect(0, 0, width, 10_000), int(_WRAP), words).height()


@dataclass(frozen=True)
class Columns:
    """Where the columns of a page begin and how wide they are, in pixels, with their names."""

    names: tuple[str, ...]
    lefts: tuple[int, ...]
    widths: tuple[int, ...]

    @property
    def right(self) -> int:
        """Where the last one ends."""
        return self.lefts[-1] + self.widths[-1]


def columns(kind: Type, rows: Sequence[SlideRow], first: FinancialYear, width: int) -> Columns:
    """Room for the longest words of each column; names have the rest and may break.

    The closer the words stand, the shorter the lines: as wide as lets every name stand in two.

    Args:
        kind: fonts.
        rows: of a theme, whatever page they stand on.
        first: year of the small lines.
        width: of the whole, in pixels.
    """
    since = f"Since {first}"
    roomy = _columns(kind, rows, (32, 196, since), width)
    if all(name_fits(kind, one.name, roomy.widths[0]) for one in rows):
        return roomy
    close = _columns(kind, rows, (24, 130, since), width)
    if close.widths[0] >= _LEAST_NAME:
        return close
    return _columns(kind, rows, (20, 110, "Trend"), width, broken=True)


def name_fits(kind: Type, name: str, width: int) -> bool:
    """Whether a name stands in two lines."""
    longest = max(kind.width(one, WORDS) for one in name.split())
    return longest <= width and kind.wrapped(name, WORDS, width) <= 2 * kind.line(WORDS)


def _columns(
    kind: Type,
    rows: Sequence[SlideRow],
    line: tuple[int, int, str],
    width: int,
    *,
    broken: bool = False,
) -> Columns:
    """Columns so far apart, with a small line so wide under its heading.

    Args:
        broken: whether words beside marks may stand in two lines.
    """
    gap, wide, last = line
    needed = [
        max(kind.width(one.value.words, FIGURE, True), kind.width(one.value.beside, NOTE))
        for one in rows
    ]
    found = [max([kind.width(HEADINGS[1], NOTE, True), *needed])]
    for place in (1, 2, 3):
        cells = [one.cells[place] for one in rows if one.held is None]
        title = kind.width(HEADINGS[place + 1], NOTE, True)
        found.append(max([title, *(_width(kind, cell, broken=broken) for cell in cells)]))
    found.append(max(kind.width(last, NOTE, True), wide))
    widths = (width - sum(found) - 5 * gap, *found)
    lefts = tuple(sum(widths[:at]) + gap * at for at in range(len(widths)))
    return Columns((*HEADINGS, last), lefts, widths)


def _width(kind: Type, cell: Cell, *, broken: bool) -> int:
    mark = MARK + _MARK_GAP if cell.mark is not None else 0
    words = cell.words.split()
    first = 1 if broken else len(words)
    splits = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(first, len(words) + 1))
    return mark + min(
        (max(kind.width(one, WORDS, cell.semibold) for one in split) for split in splits),
        default=0,
    )


class CellView(QWidget):
    """One cell: its mark, its words, what stands below them; says all of it to screen readers."""

    def __init__(self, kind: Type, cell: Cell, points: int, *, right: bool = False) -> None:
        """Build the cell.

        Args:
            kind: fonts and colours.
            cell: what it shows.
            points: size of the words.
            right: whether the words stand at the right.
        """
        super().__init__()
        self.cell = cell
        self._kind = kind
        self._points = points
        self._side = _RIGHT if right else _LEFT
        self.setAccessibleName(cell.said)

    @property
    def is_cut(self) -> bool:
        """Whether its words need more room than it has."""
        room = self._room()
        words = self.cell.words.split() if not self._in_one_line else [self.cell.words]
        widest = max(
            (self._kind.width(one, self._points, self.cell.semibold) for one in words), default=0
        )
        return widest > room.width() or self._words_height() + self._beside_height() > self.height()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The mark in the middle of the height, the words beside it."""
        painter = QPainter(self)
        palette, room = self._kind.palette, self._room()
        if self.cell.mark is not None:
            place = QRectF(0, (self.height() - MARK) / 2, MARK, MARK)
            marks.paint(painter, place, self.cell.mark, palette)
        below = self._beside_height()
        painter.setFont(self._kind.font(self._points, self.cell.semibold))
        painter.setPen(palette.color(self.cell.ink))
        painter.drawText(room.adjusted(0, 0, 0, -below), int(self._side) | _WRAP, self.cell.words)
        if below:
            painter.setFont(self._kind.font(NOTE))
            painter.setPen(palette.color("text2"))
            low = QRect(room.x(), self.height() - below - 2, room.width(), below)
            painter.drawText(low, int(self._side), self.cell.beside)
        painter.end()

    @property
    def _in_one_line(self) -> bool:
        return self._points == FIGURE

    def _room(self) -> QRect:
        left = MARK + _MARK_GAP if self.cell.mark is not None else 0
        return self.rect().adjusted(left, 0, 0, 0)

    def _words_height(self) -> int:
        if self._in_one_line:
            return self._kind.line(FIGURE)
        cell = self.cell
        return self._kind.wrapped(cell.words, self._points, self._room().width(), cell.semibold)

    def _beside_height(self) -> int:
        return self._kind.line(NOTE) if self.cell.beside else 0


class LineView(QWidget):
    """A small line; its words say from when to when, and what is asked for."""

    def __init__(self, kind: Type, line: Sparkline, said: str) -> None:
        super().__init__()
        self._kind = kind
        self._line = line
        self.setAccessibleName(said)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line in the middle of the height."""
        painter = QPainter(self)
        place = QRectF(0, (self.height() - _LINE_HEIGHT) / 2, self.width(), _LINE_HEIGHT)
        paint_sparkline(painter, place, self._line, self._kind.palette, _LINE_SCALE)
        painter.end()


class RowView(QWidget):
    """An indicator's row with a hairline below it."""

    def __init__(self, kind: Type, row: SlideRow, where: Columns) -> None:
        """Build the row.

        Args:
            kind: fonts and colours.
            row: what it shows.
            where: its columns.
        """
        super().__init__()
        self._kind = kind
        self.setAccessibleName(row.name)
        for view, left, width in self._views(row, where):
            view.setParent(self)
            view.setGeometry(left, 0, width, ROW - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The hairline."""
        painter = QPainter(self)
        line = QRect(0, self.height() - 1, self.width(), 1)
        painter.fillRect(line, self._kind.palette.color("border"))
        painter.end()

    def _views(self, row: SlideRow, where: Columns) -> list[tuple[QWidget, int, int]]:
        lefts, widths = where.lefts, where.widths
        views: list[QWidget] = [self._name(row, widths[0])]
        if row.held is not None:
            held = CellView(self._kind, row.held, NOTE)
            return [(views[0], lefts[0], widths[0]), (held, lefts[1], where.right - lefts[1])]
        views.append(CellView(self._kind, row.value, FIGURE, right=True))
        views += [CellView(self._kind, one, WORDS) for one in row.cells[1:]]
        assert row.line is not None, "a row with a figure has a line"
        views.append(LineView(self._kind, row.line, row.line_said))
        return list(zip(views, lefts, widths, strict=True))

    def _name(self, row: SlideRow, width: int) -> CellView:
        """In smaller type where it would not fit in two lines, or in one above another word."""
        cell, one_line = row.name_cell, self._kind.width(row.name, WORDS) <= width
        fits = one_line or (not cell.beside and name_fits(self._kind, row.name, width))
        return CellView(self._kind, cell, WORDS if fits else NOTE)


class HeadingView(QWidget):
    """The names of the columns over a rule."""

    def __init__(self, kind: Type, where: Columns) -> None:
        """Build the heading.

        Args:
            kind: fonts and colours.
            where: the columns.
        """
        super().__init__()
        self._kind = kind
        for number, words in enumerate(where.names):
            cell = Cell(words, words, ink="text2", semibold=True)
            view = CellView(kind, cell, NOTE, right=number == 1)
            view.setParent(self)
            view.setGeometry(where.lefts[number], 0, where.widths[number], HEADING - _RULE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rule."""
        painter = QPainter(self)
        rule = QRect(0, self.height() - _RULE, self.width(), _RULE)
        painter.fillRect(rule, self._kind.palette.color("rule"))
        painter.end()
