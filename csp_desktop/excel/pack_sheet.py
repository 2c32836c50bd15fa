"""One sheet of a pack: the title, the lines under it, then its tables, each a real table."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openpyxl.cell.cell import Cell as BookCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table as BookTable
from openpyxl.worksheet.table import TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from csp_desktop.core.packs.document import Cell, Line, Link, Number, Sheet, Table
from csp_desktop.core.texts import storable
from csp_desktop.excel.book import LONGEST_TEXT
from csp_desktop.excel.pack_charts import WIDTH, line_chart
from csp_desktop.excel.pack_checks import header, words
from csp_desktop.excel.pack_columns import READABLE, ROOM, ColumnLooks, looks_of, widths_of
from csp_desktop.excel.pack_heights import Size, lines_of
from csp_desktop.excel.pack_looks import DATE_FORMAT, Look, Looks, number_format, stored
from csp_desktop.excel.page import fit_page, put

_LIKE_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BODY_POINTS, _USUAL_POINTS = 12, 11


@dataclass
class _Writing:
    """A sheet as it fills from the top.

    Attributes:
        cells: by row and column.
        heights: of the rows, as the file has them; openpyxl's own records cost more than the cells.
    """

    page: Worksheet
    looks: Looks
    cells: dict[tuple[int, int], Any] = field(init=False)
    heights: dict[int, dict[str, str]] = field(default_factory=dict)
    row: int = 0

    def __post_init__(self) -> None:
        inside: Any = self.page
        self.cells, inside.row_dimensions = inside._cells, self.heights

    def text(self, column: int, text: str, look: Look, tab: str = "") -> None:
        """A text in the present row, which is never a formula, and the sheet it leads to."""
        text = storable(text)
        cell = self._cell(column, self.looks.style(look))
        if len(text) > LONGEST_TEXT or text.startswith(_LIKE_FORMULA):
            cell._style = copy(cell._style)
            put(cell, text)
        else:
            cell._value, cell.data_type = text, "s"
        if tab:
            cell._hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{tab}'!A1", display=text)

    def number(self, column: int, number: Number) -> None:
        """A number in the present row."""
        cell = self._cell(column, self.looks.style(Look.NUMBER, number_format(number)))
        cell._value = stored(number)

    def day(self, column: int, day: date, look: Look) -> None:
        """A date in the present row."""
        cell = self._cell(column, self.looks.style(look, DATE_FORMAT))
        cell._value, cell.data_type = day, "d"

    def end_row(self, lines: int, size: Size) -> None:
        """Give the present row the height of its lines."""
        self.heights[self.row] = {"ht": str(size.height(lines)), "customHeight": "1"}

    def _cell(self, column: int, style: Any) -> Any:
        cell: Any = BookCell(self.page, self.row, column)
        cell._style = style
        self.cells[self.row, column] = cell
        return cell


def write_sheet(page: Worksheet, looks: Looks, sheet: Sheet) -> None:
    """Write a sheet of a pack, which has been checked.

    Raises:
        RefusedError: a text is longer than a cell holds.
    """
    writing = _Writing(page, looks)
    widths = widths_of(sheet)
    beside = WIDTH if sheet.chart else 0
    _write_lines(writing, sheet, widths, max(ROOM, sum(widths)) + beside)
    first_rows = [_write_table(writing, table, widths) for table in sheet.tables]
    for place, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    if sheet.chart is not None:
        page.add_chart(line_chart(sheet.chart, sheet.tables[0], sheet.tab, first_rows[0]))
    if len(first_rows) == 1:
        page.print_title_rows = f"{first_rows[0] - 1}:{first_rows[0] - 1}"
    fit_page(page, "landscape", (sum(widths) + beside) * _BODY_POINTS // _USUAL_POINTS)


def _write_lines(writing: _Writing, sheet: Sheet, widths: list[int], room: int) -> None:
    """The title and the lines; where one is too long for the sheet, the first column is wide."""
    lines = [Line(sheet.title), *sheet.lines]
    if sheet.blank and all(line.text != sheet.blank for line in lines):
        lines.append(Line(sheet.blank))
    wrapped = {line for line in lines if len(line.text) > room or not sheet.tables}
    if wrapped:
        widths[0] = max(widths[0], READABLE)
    for line in lines:
        writing.row += 1
        look = Look.TITLE if writing.row == 1 else _look_of_line(line)
        rows = 1
        if line in wrapped:
            look = look.wrapped
            rows = lines_of(line.text, widths[0], look.size.stretch)
        writing.text(1, line.text, look, line.tab)
        writing.end_row(rows, look.size)


def _look_of_line(line: Line) -> Look:
    if line.heading:
        return Look.HEADING
    return Look.LINK_LINE if line.tab else Look.LINE


def _write_table(writing: _Writing, table: Table, widths: list[int]) -> int:
    """Write a table under what stands there; the first row of its data."""
    if table.title:
        writing.row += 1
        writing.text(1, table.title, Look.HEADING)
        writing.end_row(1, Look.HEADING.size)
    headers = [header(column) for column in table.columns]
    looks = looks_of(table)
    writing.row += 1
    for place, (text, look) in enumerate(zip(headers, looks, strict=True), start=1):
        writing.text(place, text, look.heading)
    writing.end_row(_lines(headers, widths, Look.COLUMN.size), Look.COLUMN.size)
    first = writing.row + 1
    for row in table.rows:
        writing.row += 1
        for place, (cell, look) in enumerate(zip(row, looks, strict=True), start=1):
            _write_cell(writing, place, cell, look)
        writing.end_row(_lines(row, widths, Look.TEXT.size), Look.TEXT.size)
    _add_table(writing, table.name, headers, first)
    return first


def _write_cell(writing: _Writing, place: int, cell: Cell, look: ColumnLooks) -> None:
    if isinstance(cell, str):
        if cell:
            writing.text(place, cell, look.text)
    elif isinstance(cell, Number):
        writing.number(place, cell)
    elif isinstance(cell, Link):
        writing.text(place, cell.words, look.link, cell.tab)
    else:
        writing.day(place, cell, look.text)


def _lines(row: Sequence[Cell], widths: list[int], size: Size) -> int:
    """How many lines the longest text of a row takes."""
    found = 1
    for cell, width in zip(row, widths, strict=False):
        text = words(cell)
        if len(text) * 2 > width:
            found = max(found, lines_of(text, width, size.stretch))
    return found


def _add_table(writing: _Writing, name: str, headers: list[str], first: int) -> None:
    """Make the cells a table of the workbook, without filter buttons, fills and stripes."""
    last = f"{get_column_letter(len(headers))}{writing.row}"
    made = BookTable(displayName=name, ref=f"A{first - 1}:{last}")
    made.tableColumns = [
        TableColumn(id=place, name=storable(text)) for place, text in enumerate(headers, start=1)
    ]
    writing.page.add_table(made)
