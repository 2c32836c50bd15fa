"""A page of paper: its size, its margins, its type, and words broken into lines for it."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from csp_desktop.ui.theme import Theme

POINT = 10  # units: fine enough that no letter is moved to the next one
DPI = 72 * POINT
_SHORT, _LONG = 595 * POINT, 842 * POINT  # A4
_SIDE, _TOP, _FOOT = 36 * POINT, 40 * POINT, 54 * POINT
_LEADING = 1.12


@dataclass(frozen=True)
class Paper:
    """A4, upright or wide; everything in tenths of a point from the top left corner."""

    wide: bool = False

    @property
    def width(self) -> float:
        """Of the sheet of paper."""
        return _LONG if self.wide else _SHORT

    @property
    def height(self) -> float:
        """Of the sheet of paper."""
        return _SHORT if self.wide else _LONG

    @property
    def body(self) -> QRectF:
        """Where a sheet's content stands."""
        return QRectF(_SIDE, _TOP, self.width - 2 * _SIDE, self.height - _TOP - _FOOT)

    @property
    def foot(self) -> QRectF:
        """Where marking, edition and page number stand."""
        top = self.height - _FOOT + 14 * POINT
        return QRectF(_SIDE, top, self.width - 2 * _SIDE, _FOOT - 28 * POINT)


class Type:
    """The program's type at its size on paper."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._measured: dict[tuple[float, bool, str], tuple[float, float]] = {}

    def font(self, points: float, semibold: bool = False) -> QFont:
        """A font that is as large on paper, without the grid of a screen."""
        font = self._theme.font(points, semibold)
        font.setPixelSize(round(points * POINT))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        # Two letters in one shape are two letters again for whoever copies or searches.
        font.setFeature(QFont.Tag("liga"), 0)
        return font

    def measured(self, words: str, points: float, semibold: bool = False) -> tuple[float, float]:
        """What the longest of some words needs, and what all of them need in unbroken lines."""
        key = points, semibold, words
        if key not in self._measured:
            metrics = QFontMetricsF(self.font(points, semibold))
            word, line = (
                max((metrics.horizontalAdvance(one) for one in parts), default=0.0)
                for parts in (words.split(), words.splitlines())
            )
            self._measured[key] = word, line
        return self._measured[key]


class Text:
    """Words broken into lines; every letter of them stands in one of its lines."""

    def __init__(
        self,
        words: str,
        font: QFont,
        width: float,
        right: bool = False,
        after: QFont | None = None,
    ) -> None:
        """Break words.

        Args:
            words: may hold line breaks of its own.
            font: of `Type`.
            width: of a line; a word that is wider is broken.
            right: whether its lines end at the same place.
            after: of everything after a line break of its own; the same where none is given.
        """
        self.words = words
        self.step = QFontMetricsF(font).lineSpacing() * _LEADING
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        option = QTextOption(side)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._lines: list[QTextLine] = []
        # A line belongs to its layout, which has to live as long.
        self._layouts = [
            QTextLayout(part, after if at and after else font)
            for at, part in enumerate(words.splitlines())
        ]
        for layout in self._layouts:
            layout.setTextOption(option)
            self._break(layout, width)

    @property
    def lines(self) -> int:
        """How many there are; none of nothing."""
        return len(self._lines)

    @property
    def height(self) -> float:
        """Of all its lines."""
        return self.lines * self.step

    @property
    def width(self) -> float:
        """Of its longest line, from where it begins."""
        return max((one.naturalTextWidth() for one in self._lines), default=0.0)

    def draw(self, painter: QPainter, number: int, at: QPointF, ink: QColor) -> None:
        """Draw one line with its top left corner at a place."""
        painter.setPen(ink)
        line = self._lines[number]
        line.draw(painter, at + QPointF(0, (self.step - line.height()) / 2))

    def _break(self, layout: QTextLayout, width: float) -> None:
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, 0))
            self._lines.append(line)
        layout.endLayout()
