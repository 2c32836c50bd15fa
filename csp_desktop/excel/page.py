"""A sheet as this program lays it out: headings, cells to fill in, lists, one page wide on paper.

Text stays text, whatever it begins with, and a number keeps every digit.
"""

import math
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from csp_desktop.core.errors import RefusedError
from csp_desktop.core.texts import storable
from csp_desktop.excel import layout, styles
from csp_desktop.excel.book import LONGEST_TEXT
from csp_desktop.excel.layout import Column

AnyCell = Cell | MergedCell
DATE_FORMAT = "DD MMM YYYY"

_LIKE_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_EXACT_DIGITS = 15  # as many as a spreadsheet keeps of a number
_LINE, _TALLEST_ROW = 14.5, 409
_A4_WIDTH = 260  # characters across, lying; more of them are too small to read


def put(cell: AnyCell, value: Any) -> None:
    """Set a cell.

    Raises:
        RefusedError: the text is longer than a cell holds.
    """
    if value in (None, "") or isinstance(cell, MergedCell):
        return
    if isinstance(value, (Decimal, int)) and _digits(value) > _EXACT_DIGITS:
        value = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, str):
        text = storable(value)
        if len(text) > LONGEST_TEXT:
            raise RefusedError(
                f"The text “{text[:40]}…” is longer than a cell of a workbook holds: "
                f"{LONGEST_TEXT:,} characters. Shorten it, then export again."
            )
        cell.value = text
        cell.data_type = "s"
        if text.startswith(_LIKE_FORMULA):
            cell.quotePrefix = True
    elif isinstance(value, (Decimal, int, date)):
        cell.value = value


FILL_IN = "Fill in the framed cells. Every other cell is locked, without password."


def head(
    page: Worksheet, columns: tuple[Column, ...], title: str, *lines: str, frozen: str = "C"
) -> None:
    """The title, at most two lines under it, and the row of headings; the sheet is protected.

    Args:
        frozen: the first column that moves.
    """
    put(page.cell(1, 1), title)
    page.cell(1, 1).font = styles.TITLE
    for number, line in enumerate(filter(None, lines), start=2):
        put(page.cell(number, 1), line)
        page.cell(number, 1).font = styles.BODY
    for place, column in enumerate(columns, start=1):
        cell = page.cell(layout.TABLE_HEADING_ROW, place)
        put(cell, column.heading)
        cell.font = styles.HEADING
        cell.fill = styles.HEADING_FILL
        cell.alignment = styles.HEADING_ALIGNMENT
        cell.border = styles.ROW_BORDER
        page.column_dimensions[get_column_letter(place)].width = column.width
    page.row_dimensions[layout.TABLE_HEADING_ROW].height = 32
    page.freeze_panes = f"{frozen}{layout.TABLE_HEADING_ROW + 1}"
    page.sheet_view.showGridLines = False
    fit_page(page, "landscape", sum(column.width for column in columns))
    page.print_title_rows = f"{layout.TABLE_HEADING_ROW}:{layout.TABLE_HEADING_ROW}"
    page.protection.enable()
    page.protection.formatColumns = page.protection.formatRows = False


def fit_page(
    page: Worksheet, orientation: Literal["portrait", "landscape"], width: int = 0
) -> None:
    """All columns on one page, as many pages down as it takes; many columns want a large sheet."""
    page.page_setup.orientation = orientation
    page.page_setup.paperSize = page.PAPERSIZE_A3 if width > _A4_WIDTH else page.PAPERSIZE_A4
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)


def fit_row(page: Worksheet, row: int, texts: list[tuple[Any, int]]) -> None:
    """A height for the longest wrapped text: not every program works it out on opening."""
    lines = max(
        sum(max(1, math.ceil(len(part) * 0.85 / width)) for part in text.split("\n"))
        for text, width in ((str(text or ""), width) for text, width in texts)
    )
    page.row_dimensions[row].height = min(_TALLEST_ROW, max(1, lines) * _LINE + 4)


def dress(
    cell: AnyCell,
    column: Column,
    alignment: Alignment = styles.TEXT,
    number_format: str = "General",
) -> None:
    """Make a cell look like what it is: to be filled in, or only to be read."""
    told = column.entered or column is layout.SENT_BACK
    cell.font = styles.BODY if told else styles.QUIET
    cell.alignment = alignment
    cell.border = styles.INPUT_BORDER if column.entered else styles.ROW_BORDER
    if column.entered:
        cell.fill = styles.INPUT_FILL
        cell.protection = styles.UNLOCKED
    if number_format != "General":
        cell.number_format = number_format


def _digits(value: Decimal | int) -> int:
    """How many digits it takes to write the number out."""
    number = Decimal(value)
    return max(len(number.as_tuple().digits), abs(number.adjusted()))
