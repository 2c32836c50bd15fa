"""Whether the tables of a finished workbook keep the rules for them (CONVENTIONS.md A11-A22)."""

import re
from collections.abc import Iterator

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter

from tests.excel.finished import MAIN, Finished, Page

Found = tuple[str, str, str]
"""A rule, a cell and words."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PUNCTUATION = re.compile(r"[^A-Za-z0-9]*")
_NUMBER = re.compile(r"[+−-]?£?\d[\d,]*(\.\d+)?%?")
_MARK = re.compile(r"\[[a-z]+\]")
_NOTE = re.compile(r"\[note (\d+)\]", re.IGNORECASE)
_SYMBOLS = re.compile(r"[*†‡§¹²³⁰-⁹]")
_LEAST_WIDTH, _MOST_WIDTH, _WIDE, _LONG = 16, 90, 32, 50


def placing(page: Page, public: bool) -> Iterator[Found]:
    """A11, A12: from the first column, counted in words, nothing under the last."""
    count = len(page.tables)
    if not count:
        return
    said = "contains one table." if count == 1 else f"contains {count} tables."
    if not any(said in str(one.value) for one in page.lines):
        yield "A11", "A2", f"the sheet does not say that it {said}"
    if public and count > 1:
        yield "A11", "", "the sheet has several tables"
    for table in page.tables:
        if table.first_column != 1:
            yield "A11", "", f"the table {table.name} does not start in the first column"
    for above, below in zip(page.tables, page.tables[1:], strict=False):
        between = range(above.last_row + 1, below.header_row)
        if len(between) != 1 or page.sheet.cell(between[0], 1).value is None:
            yield "A11", f"A{above.last_row + 1}", "a title alone stands between two tables"
    last = page.tables[-1].last_row
    if public and any(cell.row > last for cell in page.cells):
        yield "A12", f"A{last + 1}", "something stands below the table"


def naming(page: Page, public: bool) -> Iterator[Found]:
    """A13, A14: a real table with a name, every heading text and the only one of its kind."""
    for table in page.tables:
        if table.root.get("headerRowCount", "1") != "1" or not table.data_rows:
            yield "A13", "", f"the table {table.name} has no header row or no data"
        if not _NAME.fullmatch(table.name):
            yield "A13", "", f"the table's name {table.name} is not letters and underscores"
        if public and table.root.find(f"{MAIN}autoFilter") is not None:
            yield "A12", "", f"the table {table.name} has filter buttons"
        headings = [cell.value for cell in page.header(table)]
        texts = [str(one).casefold() for one in headings]
        if len(set(texts)) < len(texts):
            yield "A14", f"A{table.header_row}", "two columns have the same heading"
        if not all(isinstance(one, str) and one.strip() for one in headings):
            yield "A14", f"A{table.header_row}", "a heading is empty, or no text"


def wholeness(page: Page, public: bool) -> Iterator[Found]:
    """A15, A16, A17: nothing merged, no blank row or column, every blank cell explained."""
    if page.root.find(f"{MAIN}mergeCells") is not None:
        yield "A15", "", "cells are merged"
    explained = any(re.search("blank|empty", str(one.value), re.I) for one in page.lines)
    for table in page.tables:
        cells = list(page.data(table))
        lines = [cells[at : at + table.columns] for at in range(0, len(cells), table.columns)]
        for line in (*lines, *zip(*lines, strict=True)):
            if all(cell.value is None for cell in line):
                yield "A15", line[0].coordinate, "a row or column is blank"
        blanks = [cell for cell in cells if cell.value is None]
        if blanks and not explained:
            yield "A16", blanks[0].coordinate, "the sheet does not say what a blank cell means"
        for cell in cells if public else ():
            if isinstance(cell.value, str) and _PUNCTUATION.fullmatch(cell.value):
                yield "A17", cell.coordinate, "the cell holds punctuation alone"


def lying(page: Page, public: bool) -> Iterator[Found]:
    """A18, A19: numbers are numbers and lie right, texts lie left and wrap, widths are sensible."""
    for table in page.tables:
        for heading in page.header(table):
            cells = [one for one in page.data(table) if one.column == heading.column]
            numeric = any(isinstance(one.value, int | float) for one in cells)
            # A column of marks alone stands where numbers would stand.
            numbers = numeric or all(_is_mark(one.value) for one in cells)
            for cell in (heading, *cells):
                if cell.value is not None:
                    yield from _cell_lying(cell, numeric, numbers)
            if public:
                yield from _width(page, heading, cells)


def _is_mark(value: object) -> bool:
    return isinstance(value, str) and bool(_MARK.fullmatch(value))


def _cell_lying(cell: Cell, numeric: bool, numbers: bool) -> Iterator[Found]:
    is_text = isinstance(cell.value, str)
    if is_text and _NUMBER.fullmatch(cell.value):
        yield "A18", cell.coordinate, "a number is kept as text"
    right = cell.alignment.horizontal == "right"
    if right != numeric and not (right and (numbers or _is_mark(cell.value))):
        yield "A18", cell.coordinate, "text lies left, and numbers lie right"
    if is_text and not cell.alignment.wrap_text:
        yield "A19", cell.coordinate, "the text does not wrap"


def _width(page: Page, heading: Cell, cells: list[Cell]) -> Iterator[Found]:
    width = page.sheet.column_dimensions[get_column_letter(heading.column)].width
    longest = max(len(str(one.value or "")) for one in cells)
    least = _WIDE if longest > _LONG else _LEAST_WIDTH
    if not least <= width <= _MOST_WIDTH:
        yield "A19", heading.coordinate, f"the column is {width:g} characters wide"


def symbols(page: Page, public: bool) -> Iterator[Found]:
    """A21: notes are never symbols, and stand in headings, titles or a column of notes."""
    for cell in (*page.lines, *(one for table in page.tables for one in page.header(table))):
        if _SYMBOLS.search(str(cell.value)):
            yield "A21", cell.coordinate, "a symbol stands for a note"
    for table in page.tables if page.tab != "Notes" else ():
        for cell in page.data(table):
            heading = str(page.sheet.cell(table.header_row, cell.column).value)
            noted = _NOTE.search(str(cell.value))
            if noted and not heading.casefold().startswith("note"):
                yield "A21", cell.coordinate, "a note stands in a cell of data"


def totals(page: Page, public: bool) -> Iterator[Found]:
    """A22: a total is not in the middle."""
    for table in page.tables:
        rows = list(table.data_rows)
        for row in rows[1:-1]:
            if str(page.sheet.cell(row, 1).value).casefold().strip() == "total":
                yield "A22", f"A{row}", "a total stands in the middle"


def shorthand(page: Page, public: bool) -> Iterator[Found]:
    """Every mark that is used on a sheet is defined on it, and none is defined unused."""
    used: dict[str, str] = {}
    for table in page.tables:
        for cell in (*page.header(table), *page.data(table)):
            for mark in _MARK.findall(str(cell.value)):
                used.setdefault(mark, cell.coordinate)
    defined = {
        mark: cell.coordinate for cell in page.lines for mark in _MARK.findall(str(cell.value))
    }
    for mark in used.keys() - defined.keys():
        yield "Shorthand", used[mark], f"{mark} is not defined on the sheet"
    for mark in defined.keys() - used.keys():
        yield "Shorthand", defined[mark], f"{mark} is defined and not used"


RULES = (placing, naming, wholeness, lying, symbols, totals, shorthand)


def notes(book: Finished) -> Iterator[tuple[str, str, str, str]]:
    """A21 across the workbook: numbered by first use, every one defined and used."""
    used: list[int] = []
    for page in book.pages:
        for cell in page.cells if page.tab != "Notes" else ():
            for number in map(int, _NOTE.findall(str(cell.value))):
                if number not in used:
                    used.append(number)
                    if number != len(used):
                        words = f"note {number} comes before note {len(used)}"
                        yield "A21", page.tab, cell.coordinate, words
    defined = _defined(book)
    if used and defined is None:
        yield "A1", "", "", "notes are used, and there is no sheet of notes"
    if set(defined or ()) != set(used):
        yield "A21", "Notes", "", f"defined are the notes {defined}, used the notes {used}"


def _defined(book: Finished) -> list[int] | None:
    for page in book.pages:
        if page.tab == "Notes":
            cells = [page.data(table) for table in page.tables]
            first = [str(one.value) for row in cells for one in row if one.column == 1]
            return [int(one) for text in first for one in _NOTE.findall(text)]
    return None
