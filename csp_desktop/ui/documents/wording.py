"""What a cell of a pack says on paper."""

from datetime import date

from csp_desktop.core.numbers import MINUS, number_words
from csp_desktop.core.packs.document import SHORTHAND, Cell, Link, Number
from csp_desktop.core.periods import day_words

_BEHIND = {"%": "%", "pt": " pt"}


def cell_words(cell: Cell) -> str:
    """`1,234`, `−3.0 pt`, `£5`, `17 July 2015`, or the words that stand there."""
    if isinstance(cell, Number):
        return _number(cell)
    if isinstance(cell, Link):
        return cell.words
    return day_words(cell) if isinstance(cell, date) else cell


def stands_right(cell: Cell) -> bool:
    """Whether a cell is a number, or stands where a number would."""
    return isinstance(cell, Number) or cell in SHORTHAND


def _number(cell: Number) -> str:
    words = number_words(cell.value, cell.places, sign=cell.signed)
    if cell.unit != "£":
        return words + _BEHIND.get(cell.unit, cell.unit and f" {cell.unit}")
    sign = words[0] if words[0] in ("+", MINUS) else ""
    return f"{sign}£{words[len(sign) :]}"
