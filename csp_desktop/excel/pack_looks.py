"""How the cells of a pack look: a few styles, each made once and shared by all its cells."""

from decimal import ROUND_DOWN, Context, Decimal
from enum import Enum
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook import Workbook

from csp_desktop.core.packs.document import Number
from csp_desktop.excel import styles
from csp_desktop.excel.pack_heights import Size

DATE_FORMAT = "d mmmm yyyy"

_BEFORE = ("£",)
_CLOSE = ("%",)
# A spreadsheet keeps 15 digits. What is cut off never moves a number across a half.
_KEPT = Context(prec=15, rounding=ROUND_DOWN)
_MINUS = '"−"'


class Look(Enum):
    """What a cell is, and so its font and how it lies."""

    TITLE = (styles.PACK_TITLE, styles.ONE_LINE)
    HEADING = (styles.PACK_HEADING, styles.ONE_LINE)
    LINE = (styles.PACK_BODY, styles.ONE_LINE)
    LINK_LINE = (styles.PACK_LINK, styles.ONE_LINE)
    WRAPPED_TITLE = (styles.PACK_TITLE, styles.TEXT)
    WRAPPED_HEADING = (styles.PACK_HEADING, styles.TEXT)
    TEXT = (styles.PACK_BODY, styles.TEXT)
    LINK = (styles.PACK_LINK, styles.TEXT)
    INSET_TEXT = (styles.PACK_BODY, styles.INSET_TEXT)
    INSET_LINK = (styles.PACK_LINK, styles.INSET_TEXT)
    NUMBER = (styles.PACK_BODY, styles.NUMBER)
    TEXT_FOR_NUMBER = (styles.PACK_BODY, styles.TEXT_FOR_NUMBER)
    COLUMN = (styles.PACK_COLUMN, styles.COLUMN)
    INSET_COLUMN = (styles.PACK_COLUMN, styles.INSET_COLUMN)
    NUMBER_COLUMN = (styles.PACK_COLUMN, styles.NUMBER_COLUMN)

    @property
    def wrapped(self) -> "Look":
        """The same where the text may take several rows of letters."""
        return _WRAPPED.get(self, self)

    @property
    def size(self) -> Size:
        """How large its letters are."""
        return _SIZES[self]


_WRAPPED = {
    Look.TITLE: Look.WRAPPED_TITLE,
    Look.HEADING: Look.WRAPPED_HEADING,
    Look.LINE: Look.TEXT,
    Look.LINK_LINE: Look.LINK,
}
_SIZES = {look: Size.of(look.value[0]) for look in Look}


class Looks:
    """The styles of one workbook; its own font becomes that of the pack, which widths go by."""

    def __init__(self, book: Workbook) -> None:
        inside: Any = book
        inside._fonts = IndexedList([styles.PACK_BODY])
        inside._named_styles["Normal"].font = styles.PACK_BODY
        self._page = book.active
        self._made: dict[tuple[Look, str], Any] = {}

    def style(self, look: Look, number_format: str = "General") -> Any:
        """The style that all cells of a look share; copy it before changing it."""
        key = look, number_format
        if key not in self._made:
            font, alignment = look.value
            self._made[key] = self._style(font, alignment, number_format)
        return self._made[key]

    def _style(self, font: Font, alignment: Alignment, number_format: str) -> Any:
        cell: Any = Cell(self._page, 1, 1)  # type: ignore[arg-type]
        cell.font, cell.alignment, cell.number_format = font, alignment, number_format
        return cell._style


def stored(number: Number) -> Decimal:
    """The number as a spreadsheet can keep it, which shows what the whole of it would show."""
    return _KEPT.plus(number.value)


def number_format(number: Number) -> str:
    """How a number is shown: its decimals and unit, thousands apart, a true minus sign."""
    places = f".{'0' * number.places}" if number.places else ""
    before = after = ""
    if number.unit in _BEFORE:
        before = f'"{number.unit}"'
    elif number.unit:
        after = f'"{number.unit}"' if number.unit in _CLOSE else f'" {number.unit}"'
    shown = f"{before}#,##0{places}{after}"
    if number.signed:
        return f"+{shown};{_MINUS}{shown};{shown}"
    return f"{shown};{_MINUS}{shown}" if number.value < 0 else shown
