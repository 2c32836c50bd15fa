"""What must hold of a pack before it is written; a pack that breaks it is a fault of ours."""

import re
from collections.abc import Iterable, Iterator

from csp_desktop.core.editions import Edition
from csp_desktop.core.packs.document import Cell, Chart, Column, Link, Number, Pack, Sheet, Table

_TAB = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,30}")
_TABLE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,254}")
# What a spreadsheet takes for a cell, and so for no name: AB12, R1C1.
_CELL_NAME = re.compile(r"[A-Z]{1,3}[0-9]+|R[0-9]*(C[0-9]*)?|C[0-9]*", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[^A-Za-z0-9]+")


def check_pack(pack: Pack) -> None:
    """See that a pack can be written as an accessible workbook (CONVENTIONS.md A).

    Raises:
        ValueError: it cannot; which sheet, and why.
    """
    fault = next(_faults(pack), None)
    if fault:
        raise ValueError(fault)


def header(column: Column) -> str:
    """What stands in the header row: the heading, its unit under it (A14)."""
    return f"{column.heading}\n({column.unit})" if column.unit else column.heading


def words(cell: Cell) -> str:
    """The text of a cell; empty for a blank, a number and a date."""
    if isinstance(cell, Link):
        return cell.words
    return cell if isinstance(cell, str) else ""


def is_blank(cell: Cell) -> bool:
    """Whether nothing stands in a cell."""
    return isinstance(cell, str | Link) and not words(cell).strip()


def _faults(pack: Pack) -> Iterator[str]:
    if pack.made.tzinfo is None:
        yield "The moment a pack is made needs its time zone"
    if not pack.sheets or not pack.title.strip() or not pack.author.strip():
        yield "A pack needs a title, an author and sheets"
    tabs = [sheet.tab for sheet in pack.sheets]
    names = [table.name for sheet in pack.sheets for table in sheet.tables]
    for tab in _repeated(tabs):
        yield f"Two sheets are called {tab}"
    for name in _repeated(names):
        yield f"Two tables are called {name}"
    for sheet in pack.sheets:
        found = (*_of_sheet(sheet), *_links(sheet, set(tabs)))
        if sheet.chart is not None:
            found += tuple(_of_chart(sheet, sheet.chart, pack.edition))
        yield from (f"{sheet.tab}: {fault}" for fault in found)


def _of_sheet(sheet: Sheet) -> Iterator[str]:
    if not _TAB.fullmatch(sheet.tab):
        yield "its tab needs 1 to 31 letters, digits and underscores, no digit first (A2)"
    if not sheet.title.strip():
        yield "it has no title (A9)"
    if any(not line.text.strip() for line in sheet.lines):
        yield "a line is empty (A10)"
    if not sheet.lines and not sheet.tables:
        yield "nothing stands on it (A3)"
    for table in sheet.tables:
        if len(sheet.tables) > 1 and not table.title.strip():
            yield f"the table {table.name} needs a title (A11)"
        yield from (f"the table {table.name}: {fault}" for fault in _of_table(table))
        cells = [cell for row in table.rows for cell in row]
        if not sheet.blank and any(map(is_blank, cells)):
            yield f"the table {table.name} has blank cells whose meaning is not given (A16)"


def _of_table(table: Table) -> Iterator[str]:
    if not _TABLE_NAME.fullmatch(table.name) or _CELL_NAME.fullmatch(table.name):
        yield "a name has letters, digits and underscores and is not that of a cell (A13)"
    if not table.columns or not table.rows:
        yield "it has no columns or no rows (A13)"
    if any(not column.heading.strip() for column in table.columns):
        yield "a heading is empty (A14)"
    for heading in _repeated(header(column) for column in table.columns):
        yield f"two columns are headed {heading!r} (A14)"
    yield from _of_rows(table)


def _of_rows(table: Table) -> Iterator[str]:
    for number, row in enumerate(table.rows, start=1):
        if len(row) != len(table.columns):
            yield f"row {number} has {len(row)} cells for {len(table.columns)} columns"
        if all(map(is_blank, row)):
            yield f"row {number} is blank (A15)"
        if any(isinstance(cell, Number) and not cell.value.is_finite() for cell in row):
            yield f"row {number} holds what is no number"
        if any(_PUNCTUATION.fullmatch(words(cell)) for cell in row):
            yield f"row {number} has a cell with punctuation alone (A17)"


def _of_chart(sheet: Sheet, chart: Chart, edition: Edition) -> Iterator[str]:
    if edition is Edition.PUBLIC:
        yield "a public pack carries no charts (A8)"
    if not (chart.title.strip() and chart.said.strip() and chart.vertical.strip()):
        yield "the chart needs a title, a sentence and a name for its axis (A8)"
    if not sheet.tables:
        yield "the chart has no table (A8)"
        return
    places = {chart.categories, *(line.column for line in chart.lines)}
    if not chart.lines or not places <= set(range(len(sheet.tables[0].columns))):
        yield "the chart shows no columns, or columns that its table has not got"


def _links(sheet: Sheet, tabs: set[str]) -> Iterator[str]:
    wanted = {line.tab for line in sheet.lines if line.tab}
    for table in sheet.tables:
        wanted |= {cell.tab for row in table.rows for cell in row if isinstance(cell, Link)}
    for tab in sorted(wanted - tabs):
        yield f"it leads to {tab}, which is no sheet of the pack"


def _repeated(names: Iterable[str]) -> Iterator[str]:
    """Those that stand there again, in whatever case."""
    seen = set()
    for name in names:
        if name.casefold() in seen:
            yield name
        seen.add(name.casefold())
