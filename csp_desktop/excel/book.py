"""The cells of a workbook, read in one pass: values, formulas, merged ranges and notes.

openpyxl's own parts read the strings, styles and cells. What a return has no use for is passed
over: pictures, charts, tables, links. No range is ever spread out into its cells.
"""

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError

import openpyxl.xml
from openpyxl.packaging.relationship import get_dependents
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._reader import (
    FORMULA_TAG,
    MERGE_TAG,
    ROW_TAG,
    VALUE_TAG,
    WorkSheetParser,
)
from openpyxl.xml.constants import COMMENTS_NS, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring, iterparse

from csp_desktop.core.errors import RefusedError

# What openpyxl and the standard library raise over files that no spreadsheet program wrote.
_DAMAGED = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
_PLACE = re.compile(r"[A-Z]{1,3}\d{1,7}")
# What Excel itself holds of a sheet.
LONGEST_TEXT = 32_767
_LAST_ROW, _LAST_COLUMN, _LONGEST_TITLE = 1_048_576, 16_384, 31
_OF_THREAD = "\nComment:\n"  # what Excel writes before the text of a conversation


class ReadCell(NamedTuple):
    """One cell: where it stands and what it holds.

    Attributes:
        value: of a formula, what it came to when the workbook was last saved.
    """

    sheet: str
    row: int
    column: int
    value: Any = None
    number_format: str = "General"
    formula: bool = False

    @property
    def coordinate(self) -> str:
        """`F5`."""
        return f"{get_column_letter(self.column)}{self.row}"


class Area(NamedTuple):
    """A range of merged cells."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int

    @property
    def words(self) -> str:
        """`F5:G5`."""
        first, last = get_column_letter(self.first_column), get_column_letter(self.last_column)
        return f"{first}{self.first_row}:{last}{self.last_row}"


@dataclass
class ReadSheet:
    """The cells of one sheet that hold something, by row and column.

    Attributes:
        notes: what people have attached to cells, by coordinate.
    """

    title: str
    rows: dict[int, dict[int, ReadCell]] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)

    def cell(self, row: int, column: int) -> ReadCell:
        """The cell there, blank where the workbook has none."""
        found = self.rows.get(row, {}).get(column)
        return found or ReadCell(self.title, row, column)


def read_book(path: Path) -> list[ReadSheet]:
    """The sheets of a workbook that the gate has let through, in their order.

    Raises:
        RefusedError: it is damaged.
    """
    assert openpyxl.xml.DEFUSEDXML, "defusedxml guards against hostile XML"
    try:
        with path.open("rb") as file, warnings.catch_warnings(), redirect_stdout(StringIO()):
            # It warns and prints of what it does not know, in words for programmers.
            warnings.simplefilter("ignore")
            return _BookReader(file).sheets()
    except _DAMAGED as error:
        raise RefusedError(
            f"{path.name} was not read: it is damaged, or no spreadsheet program wrote it. "
            "Ask for it again."
        ) from error


class _BookReader(ExcelReader):
    """openpyxl's reader of a workbook, as far as its cells go."""

    def __init__(self, file: Any) -> None:
        super().__init__(file, data_only=True, keep_links=False)

    def sheets(self) -> list[ReadSheet]:
        with self.archive:
            self.read_manifest()
            self.read_strings()
            self.read_workbook()
            apply_stylesheet(self.archive, self.wb)
            formats = _Formats(self.wb)
            return [
                self._sheet(sheet.name[:_LONGEST_TITLE], rel.target, formats)
                for sheet, rel in self.parser.find_sheets()
                if rel.target in self.valid_files and "chartsheet" not in rel.Type
            ]

    def _sheet(self, title: str, part: str, formats: "_Formats") -> ReadSheet:
        found = ReadSheet(title)
        book: Any = self.wb
        parser = _CellParser(
            BytesIO(self.archive.read(part)),
            self.shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for cells in parser.rows():
            for cell in cells:
                value, formula = cell["value"], cell["formula"]
                if value is None and not formula:
                    continue
                row, column = cell["row"], cell["column"]
                if not (1 <= row <= _LAST_ROW and 1 <= column <= _LAST_COLUMN):
                    raise ValueError(row, column)
                if isinstance(value, str) and len(value) > LONGEST_TEXT:
                    raise ValueError(value[:_LONGEST_TITLE])
                there = found.rows.setdefault(row, {})
                shown = formats.of(cell["style_id"])
                there[column] = ReadCell(title, row, column, value, shown, formula)
        found.merged = parser.merged_areas
        found.notes = self._notes(part)
        return found

    def _notes(self, part: str) -> dict[str, str]:
        rels_part = str(PurePosixPath(part).parent / "_rels" / f"{PurePosixPath(part).name}.rels")
        if rels_part not in self.valid_files:
            return {}
        found: dict[str, str] = {}
        for rel in get_dependents(self.archive, rels_part).find(COMMENTS_NS):
            root = fromstring(self.archive.read(rel.target))
            for comment in root.iter(f"{{{SHEET_MAIN_NS}}}comment"):
                words = comment.iter(f"{{{SHEET_MAIN_NS}}}t")
                text = "".join(word.text or "" for word in words)
                place = comment.get("ref", "")
                if _PLACE.fullmatch(place):
                    found[place] = text.partition(_OF_THREAD)[2] or text
        return found


class _Formats:
    """The number formats of a workbook's cell styles."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._known: dict[int, str] = {}

    def of(self, style: int) -> str:
        if style not in self._known:
            place = self._book._cell_styles[style].numFmtId
            own = place - BUILTIN_FORMATS_MAX_SIZE
            self._known[style] = (
                BUILTIN_FORMATS.get(place, "General")
                if own < 0
                else self._book._number_formats[own]
            )
        return self._known[style]


class _CellParser(WorkSheetParser):
    """openpyxl's parser of a sheet, for its rows and merged ranges alone."""

    merged_areas: list[Area]

    def rows(self) -> Iterator[list[dict[str, Any]]]:
        self.merged_areas = []
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                _, cells = self.parse_row(element)
                element.clear()
                yield cells
            elif element.tag == MERGE_TAG:
                for one in element:
                    self.merged_areas.append(_area(one.get("ref", "")))
                element.clear()

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        cell["formula"] = element.find(FORMULA_TAG) is not None
        if cell["formula"] and element.get("t") == "str" and cell["value"] is None:
            # A formula that came to no text has come to something.
            cell["value"] = "" if element.find(VALUE_TAG) is not None else None
        return cell


def _area(ref: str) -> Area:
    bounds = range_boundaries(ref)
    if None in bounds:
        raise ValueError(ref)
    return Area(*bounds)
