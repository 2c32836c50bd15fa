"""How high the rows of a pack must be: not every program works it out on opening.

Texts are measured by the advance widths of Arial, as the type foundry gives them.
"""

from dataclasses import dataclass
from functools import lru_cache

from openpyxl.styles import Font

_BODY = 12.0  # points, the size that a column's width is counted in
_LINE, _AROUND = 1.3, 5.0  # of a line, in its letters' size; above and below its lines, in points
_TALLEST = 409.0  # that a spreadsheet allows
_DIGIT = 0.556  # of the letters' size
_BOLD = 1.08
_UNEVEN = 1.03  # screens round letters up to whole dots
_MARGIN = 1.5  # of a column's width in digits, left free at its sides: an indent takes one
_WIDTHS = (
    (0.191, "'"),
    (0.222, "ijl‘’"),
    (0.26, "|"),
    (0.278, "It!,./:;[]\\ f"),
    (0.333, "r()-`{}“”"),
    (0.389, '"*^'),
    (0.5, "ckxyzsvJ"),
    (0.611, "FTZ"),
    (0.667, "ABEKPSVXY&"),
    (0.722, "CDHNRUw"),
    (0.778, "GOQ"),
    (0.833, "mM"),
    (0.889, "%"),
    (0.944, "W"),
    (1.015, "@—…"),
)
_WIDTH_OF = {letter: width for width, letters in _WIDTHS for letter in letters}


@dataclass(frozen=True)
class Size:
    """How large letters are.

    Attributes:
        points: their size.
        stretch: how much wider they run than the body's.
    """

    points: float
    stretch: float

    @staticmethod
    def of(font: Font) -> "Size":
        """That of a font."""
        points = font.sz or _BODY
        return Size(points, points / _BODY * (_BOLD if font.b else 1))

    def height(self, lines: int) -> float:
        """The height in points of a row that holds so many lines."""
        return min(_TALLEST, round(lines * _LINE * self.points + _AROUND, 1))


@lru_cache(maxsize=8192)
def lines_of(text: str, width: int, stretch: float) -> int:
    """How many lines a text takes, wrapped at its words.

    Args:
        text: with its own line breaks.
        width: of the column, in digits of the body's font.
        stretch: how much wider its letters run than the body's.
    """
    room = (width - _MARGIN) * _DIGIT / _UNEVEN / stretch
    return sum(_wrapped(part, room) for part in text.split("\n"))


def _wrapped(text: str, room: float) -> int:
    lines, taken = 1, 0.0
    for word in text.split(" "):
        wide = _measure(word)
        if taken and taken + wide > room:
            lines, taken = lines + 1, 0.0
        while wide > room:
            lines, wide = lines + 1, wide - room
        taken += wide + _WIDTH_OF[" "]
    return lines


def _measure(text: str) -> float:
    return sum(_WIDTH_OF.get(letter, _DIGIT) for letter in text)
