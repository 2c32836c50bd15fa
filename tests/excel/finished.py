"""A finished workbook, as its parts have it and as openpyxl reads it."""

import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from posixpath import normpath
from xml.etree.ElementTree import Element, fromstring

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class TablePart:
    """A table of a sheet: its part, and where its header and its data stand."""

    root: Element
    columns: int
    first_column: int
    header_row: int
    last_row: int

    @property
    def name(self) -> str:
        return self.root.get("displayName", "")

    @property
    def data_rows(self) -> range:
        return range(self.header_row + 1, self.last_row + 1)


@dataclass
class Page:
    """A sheet: its part, its tables from the top, and what is drawn on it."""

    tab: str
    sheet: Worksheet
    root: Element
    tables: list[TablePart]
    drawings: list[Element] = field(default_factory=list)
    charts: list[Element] = field(default_factory=list)

    @property
    def cells(self) -> list[Cell]:
        """Those that hold something, row by row."""
        return [cell for row in self.sheet.iter_rows() for cell in row if cell.value is not None]

    def data(self, table: TablePart) -> Iterator[Cell]:
        """The cells of a table under its header, the blank ones too."""
        last = table.first_column + table.columns - 1
        for row in self.sheet.iter_rows(
            table.header_row + 1, table.last_row, table.first_column, last
        ):
            yield from row

    def header(self, table: TablePart) -> list[Cell]:
        last = table.first_column + table.columns - 1
        row = table.header_row
        return list(next(self.sheet.iter_rows(row, row, table.first_column, last)))

    def in_table(self, cell: Cell) -> bool:
        return any(
            one.header_row <= cell.row <= one.last_row
            and one.first_column <= cell.column < one.first_column + one.columns
            for one in self.tables
        )

    @property
    def lines(self) -> list[Cell]:
        """What stands in the first column outside the tables."""
        return [one for one in self.cells if one.column == 1 and not self.in_table(one)]


@dataclass
class Finished:
    """A workbook: what it tells of itself, its parts and its sheets."""

    book: Workbook
    parts: list[str]
    root: Element
    pages: list[Page]


def finished(path: Path) -> Finished:
    """Read a workbook."""
    with warnings.catch_warnings():
        # It warns of what it leaves out; the parts themselves are read below.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path) as archive:
        root = _part(archive, "xl/workbook.xml")
        targets = _related(archive, "xl/workbook.xml")
        pages = [
            _page(archive, sheet, str(one.get("name")), targets[one.get(_ID, "")])
            for sheet, one in zip(book.worksheets, root.iter(f"{MAIN}sheet"), strict=True)
        ]
        return Finished(book, archive.namelist(), root, pages)


def _page(archive: zipfile.ZipFile, sheet: Worksheet, tab: str, part: str) -> Page:
    found = Page(tab, sheet, _part(archive, part), [])
    for target in _related(archive, part).values():
        if "/tables/" in target:
            found.tables.append(_table(_part(archive, target)))
        if "/drawings/" in target:
            found.drawings.append(_part(archive, target))
            found.charts += [_part(archive, one) for one in _related(archive, target).values()]
    found.tables.sort(key=lambda one: one.header_row)
    return found


def _table(root: Element) -> TablePart:
    first, top, last, bottom = range_boundaries(root.get("ref", ""))
    return TablePart(root, last - first + 1, first, top, bottom)


def _part(archive: zipfile.ZipFile, name: str) -> Element:
    return fromstring(archive.read(name))


def _related(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """The parts that a part refers to, by the names it has for them."""
    own = PurePosixPath(part)
    rels = f"{own.parent}/_rels/{own.name}.rels"
    if rels not in archive.namelist():
        return {}
    return {
        one.get("Id", ""): normpath(own.parent / f"{one.get('Target')}").removeprefix("/")
        for one in _part(archive, rels).iter(f"{_RELS}Relationship")
    }
