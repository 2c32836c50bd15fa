"""The columns of a pack's tables: how wide they are, and on which side their cells lie."""

from dataclasses import dataclass
from datetime import date

from csp_desktop.core.packs.document import SHORTHAND, Cell, Column, Number, Sheet, Table
from csp_desktop.excel.pack_checks import words
from csp_desktop.excel.pack_looks import Look

READABLE = 60  # characters, the width at which sentences read well
ROOM = 120  # characters across that are seen at once, and on paper at their full size

_NARROW, _DATE, _MEDIUM, _PROSE = 16, 20, 32, 90
_SHORT, _LONG = 50, 110  # the most characters that a narrow and a medium column hold in a cell
_Cells = tuple[Cell, ...]


@dataclass(frozen=True)
class ColumnLooks:
    """How the cells of a column look: they lie right where it holds numbers, else left.

    Only in the first column do they begin at its edge, as the lines above the table do.
    """

    heading: Look
    text: Look
    link: Look


_FIRST = ColumnLooks(Look.COLUMN, Look.TEXT, Look.LINK)
_OTHER = ColumnLooks(Look.INSET_COLUMN, Look.INSET_TEXT, Look.INSET_LINK)
_NUMBERS = ColumnLooks(Look.NUMBER_COLUMN, Look.TEXT_FOR_NUMBER, Look.INSET_LINK)


def looks_of(table: Table) -> list[ColumnLooks]:
    """How the cells of each column look."""
    texts = (_FIRST if place == 0 else _OTHER for place in range(len(table.columns)))
    return [
        _NUMBERS if _holds_numbers(column, cells) else text
        for (column, cells), text in zip(_columns(table), texts, strict=True)
    ]


def widths_of(sheet: Sheet) -> list[int]:
    """The widths of a sheet's columns in characters: what the widest of its tables asks for."""
    if not sheet.tables:
        return [_PROSE]
    found = [0] * max(len(table.columns) for table in sheet.tables)
    for table in sheet.tables:
        for place, (column, cells) in enumerate(_columns(table)):
            found[place] = max(found[place], _width(column, cells))
    return _spread(found, sheet)


def _spread(widths: list[int], sheet: Sheet) -> list[int]:
    """The widths, with more for sentences where the sheet has room for it."""
    wide = {
        place for one in sheet.tables for place, column in enumerate(one.columns) if column.wide
    }
    for place in sorted(wide):
        if sum(widths) - widths[place] + READABLE <= ROOM:
            widths[place] = READABLE
    return widths


def _columns(table: Table) -> list[tuple[Column, _Cells]]:
    return list(zip(table.columns, zip(*table.rows, strict=True), strict=True))


def _holds_numbers(column: Column, cells: _Cells) -> bool:
    """What stands in place of a number lies with the numbers (A18)."""
    if column.unit or any(isinstance(cell, Number) for cell in cells):
        return True
    held = {cell for cell in cells if isinstance(cell, str) and cell}
    return bool(held) and held <= set(SHORTHAND)


def _width(column: Column, cells: tuple[Cell, ...]) -> int:
    longest = max((len(words(cell)) for cell in cells), default=0)
    if longest > _LONG:
        return READABLE
    if column.wide or longest > _SHORT:
        return _MEDIUM
    return _DATE if any(isinstance(cell, date) for cell in cells) else _NARROW
