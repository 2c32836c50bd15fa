"""How wide the columns of a table are on paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from csp_desktop.core.packs.document import Cell, Link, Table
from csp_desktop.ui.documents.paper import POINT, Type
from csp_desktop.ui.documents.wording import cell_words

CELL = 9.0  # points of type
PAD = 4 * POINT
_LONGEST_WORD = 110 * POINT  # a longer one is broken
_COMFORTABLE = 160 * POINT  # for a column of sentences
_STEP = 6 * POINT  # in which room is given to columns
_ROWS_ON_PAGE = 12
_SPARE = POINT / 2  # so that no rounding breaks what fits


@dataclass(frozen=True)
class Wanted:
    """What a column asks for, in the measure of paper and with its padding.

    Attributes:
        least: for its longest word.
        cells: for each of its cells unbroken, the heading first.
    """

    least: float
    cells: tuple[float, ...]

    @property
    def whole(self) -> float:
        """For its longest cell unbroken."""
        return max(self.least, *self.cells)

    @property
    def comfortable(self) -> float:
        """With sentences broken where one would like to read them."""
        return min(self.whole, max(self.least, _COMFORTABLE))


@dataclass(frozen=True)
class Slot:
    """A column in its place: which one, and from where to where, with its padding."""

    column: int
    left: float
    width: float


def wanted(table: Table, type_: Type) -> list[Wanted]:
    """What each column of a table asks for."""
    found = []
    for at, column in enumerate(table.columns):
        measured = [
            type_.measured(column.heading, CELL, semibold=True),
            type_.measured(column.unit, CELL),
            *(type_.measured(_longest(row[at]), CELL) for row in table.rows),
        ]
        around = 2 * PAD + _SPARE
        least = min(max(word for word, _ in measured), _LONGEST_WORD) + around
        found.append(Wanted(least, tuple(line + around for _, line in measured)))
    return found


def needs(columns: Sequence[Wanted]) -> float:
    """What a table would like across."""
    return sum(one.comfortable for one in columns)


def slots(columns: Sequence[Wanted], room: float) -> list[list[Slot]]:
    """The columns side by side in so much room.

    Where not even their longest words fit, they stand in several tables below one another, each
    beginning with the first column, which says what its rows are of.
    """
    groups: list[list[int]] = [[]]
    taken = 0.0
    for at, one in enumerate(columns):
        if groups[-1] and len(groups[-1]) > (len(groups) > 1) and taken + one.least > room:
            groups.append([0])
            taken = columns[0].least
        groups[-1].append(at)
        taken += one.least
    return [_side_by_side(group, columns, room) for group in groups]


def _side_by_side(group: Sequence[int], columns: Sequence[Wanted], room: float) -> list[Slot]:
    widths = _shared([columns[at] for at in group], room)
    found, left = [], 0.0
    for at, width in zip(group, widths, strict=True):
        found.append(Slot(at, left, width))
        left += width
    return found


def _shared(columns: Sequence[Wanted], room: float) -> list[float]:
    """All of what is wanted where it fits; else little by little to whoever makes rows tall."""
    if sum(one.whole for one in columns) <= room:
        return [one.whole for one in columns]
    widths = [one.least for one in columns]
    rows = list(zip(*(one.cells for one in columns), strict=True))
    rows += [rows[0]] * (len(rows) // _ROWS_ON_PAGE)  # the headings stand on every page
    while sum(widths) + _STEP <= room:
        gains = _gains(rows, widths)
        best = max(range(len(widths)), key=gains.__getitem__)
        if not gains[best]:
            break
        widths[best] += _STEP
    return widths


def _gains(rows: Sequence[Sequence[float]], widths: Sequence[float]) -> list[float]:
    """How many lines a step more would save in each column, of the rows that it makes tall."""
    gains = [0.0] * len(widths)
    inner = [max(one - 2 * PAD, 1.0) for one in widths]
    for row in rows:
        lines = [(one - 2 * PAD) / wide for one, wide in zip(row, inner, strict=True)]
        tallest = max(lines)
        if tallest > 1:
            at = lines.index(tallest)
            gains[at] += tallest - (row[at] - 2 * PAD) / (inner[at] + _STEP)
    return gains


def _longest(cell: Cell) -> str:
    """What a cell says; what leads to a sheet says its page as well, known only later."""
    return f"{cell.words}, page 000" if isinstance(cell, Link) else cell_words(cell)
