"""The rows of a sheet as its part has them, written straight from its cells.

openpyxl builds an element for each cell, which takes most of the time that a pack takes.
"""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import Element

_HERE = "rows"  # what holds the place of the rows until they are there


class RowsWriter(WorksheetWriter):
    """openpyxl's writer of a sheet, but for its rows."""

    def __init__(self, page: Worksheet) -> None:
        self._part = BytesIO()
        super().__init__(page, self._part)

    def write_rows(self) -> None:
        """Leave a place for the rows."""
        own: Any = self
        place = Element("sheetData")
        place.text = _HERE
        own.xf.send(place)

    def part(self) -> bytes:
        """The whole part of the sheet."""
        page: Any = self.ws
        # Links are written after the rows, from this list, in which openpyxl puts those it meets.
        cells = sorted(page._cells.items())
        page._hyperlinks = [cell._hyperlink for _, cell in cells if cell._hyperlink]
        self.write()
        rows = "".join(_rows(cells, page.row_dimensions)).encode()
        before, place, after = self._part.getvalue().partition(f">{_HERE}<".encode())
        assert place, "the place of the rows is there"
        return before + b">" + rows + b"<" + after


def _rows(cells: list[Any], heights: dict[int, dict[str, str]]) -> Iterator[str]:
    styles: dict[int, int] = {}
    for row, group in groupby(cells, lambda one: one[0][0]):
        named = "".join(f' {name}="{value}"' for name, value in heights[row].items())
        yield f'<row r="{row}"{named}>'
        for (_, column), cell in group:
            style = styles.get(id(cell._style))
            if style is None:
                style = styles[id(cell._style)] = cell.style_id
            yield _cell(cell, f"{get_column_letter(column)}{row}", style)
        yield "</row>"


def _cell(cell: Any, place: str, style: int) -> str:
    value = cell._value
    if cell.data_type == "s":
        kept = ' xml:space="preserve"' if value != value.strip() else ""
        text = f"<is><t{kept}>{escape(value)}</t></is>"
        return f'<c r="{place}" s="{style}" t="inlineStr">{text}</c>'
    number: object = f"{value:f}" if cell.data_type == "n" else _serial(value)
    return f'<c r="{place}" s="{style}"><v>{number}</v></c>'


def _serial(day: date) -> int:
    """The number that a workbook has for a day."""
    return int(to_excel(day))  # type: ignore[no-untyped-call]
