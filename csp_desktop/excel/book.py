"""The cells of a workbook, read in one pass: values, formulas, merged ranges and notes.

openpyxl's own parts read the workbook and its cells. What a return has no use for is passed over:
looks, pictures, charts, tables, links. No range is ever spread out into its cells. The long parts
are parsed by the standard library, twice as fast as by defusedxml: the gate has refused every
document type, without which no entity can be declared.
"""

import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Container, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError, iterparse

import openpyxl.xml
from openpyxl.packaging.relationship import get_dependents
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._reader import (
    FORMULA_TAG,
    INLINE_STRING,
    MERGE_TAG,
    ROW_TAG,
    VALUE_TAG,
    WorkSheetParser,
)
from openpyxl.xml.constants import ARC_STYLE, COMMENTS_NS, SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring

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
_FORMAT = f"{{{SHEET_MAIN_NS}}}numFmt"
_STYLE = f"{{{SHEET_MAIN_NS}}}cellXfs/{{{SHEET_MAIN_NS}}}xf"
_STRING = f"{{{SHEET_MAIN_NS}}}si"
_TEXT = f"{{{SHEET_MAIN_NS}}}t"
_TEXT_OF_RUN = f"{{{SHEET_MAIN_NS}}}r/{_TEXT}"
_UNDERSCORE = "x005F_"  # what stands for one that would begin an escape
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


def read_book(path: Path, unread: Container[str] = ()) -> list[ReadSheet]:
    """The sheets of a workbook that the gate has let through, in their order.

    Args:
        path: of the workbook.
        unread: titles of sheets whose cells nobody wants; only what is attached to them is read.

    Raises:
        RefusedError: it is damaged.
    """
    assert openpyxl.xml.DEFUSEDXML, "defusedxml guards against hostile XML"
    try:
        with path.open("rb") as file, warnings.catch_warnings(), redirect_stdout(StringIO()):
            # It warns and prints of what it does not know, in words for programmers.
            warnings.simplefilter("ignore")
            return _BookReader(file).sheets(unread)
    except _DAMAGED as error:
        raise RefusedError(
            f"{path.name} was not read: it is damaged, or no spreadsheet program wrote it. "
            "Ask for it again."
        ) from error


class _BookReader(ExcelReader):
    """openpyxl's reader of a workbook, as far as its cells go."""

    def __init__(self, file: Any) -> None:
        super().__init__(file, data_only=True, keep_links=False)

    def sheets(self, unread: Container[str]) -> list[ReadSheet]:
        with self.archive:
            self.read_manifest()
            self.read_strings()
            self.read_workbook()
            formats = self._formats()
            found = []
            for sheet, rel in self.parser.find_sheets():
                if rel.target in self.valid_files and "chartsheet" not in rel.Type:
                    one = ReadSheet(sheet.name[:_LONGEST_TITLE])
                    if one.title not in unread:
                        self._read_cells(one, rel.target, formats)
                    one.notes = self._notes(rel.target)
                    found.append(one)
            return found

    def read_strings(self) -> None:
        """The strings that cells share."""
        part: Any = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        if part is None:
            return
        for _, element in iterparse(BytesIO(self.archive.read(part.PartName[1:]))):
            if element.tag == _STRING:
                self.shared_strings.append(_text(element).replace(_UNDERSCORE, ""))
                element.clear()

    def _read_cells(self, found: ReadSheet, part: str, formats: list[str]) -> None:
        title = found.title
        parser = _CellParser(
            BytesIO(self.archive.read(part)),
            self.shared_strings,
            data_only=True,
            epoch=self.wb.epoch,
            date_formats=_styles(formats, is_date_format),
            timedelta_formats=_styles(formats, is_timedelta_format),
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
                shown = formats[cell["style_id"]]
                there[column] = ReadCell(title, row, column, value, shown, formula)
        found.merged = parser.merged_areas

    def _formats(self) -> list[str]:
        """The number format of each cell style."""
        if ARC_STYLE not in self.valid_files:
            return ["General"]
        root = fromstring(self.archive.read(ARC_STYLE))
        known = dict(BUILTIN_FORMATS)
        for one in root.iter(_FORMAT):
            known[int(one.get("numFmtId", ""))] = one.get("formatCode", "")
        styles = root.iterfind(_STYLE)
        return [known.get(int(one.get("numFmtId", 0)), "General") for one in styles]

    def _notes(self, part: str) -> dict[str, str]:
        rels_part = str(PurePosixPath(part).parent / "_rels" / f"{PurePosixPath(part).name}.rels")
        if rels_part not in self.valid_files:
            return {}
        found: dict[str, str] = {}
        for rel in get_dependents(self.archive, rels_part).find(COMMENTS_NS):
            root = fromstring(self.archive.read(rel.target))
            for comment in root.iter(f"{{{SHEET_MAIN_NS}}}comment"):
                words = comment.iter(_TEXT)
                text = "".join(word.text or "" for word in words)
                place = comment.get("ref", "")
                if _PLACE.fullmatch(place):
                    found[place] = text.partition(_OF_THREAD)[2] or text
        return found


class _CellParser(WorkSheetParser):
    """openpyxl's parser of a sheet, for its rows and merged ranges alone."""

    merged_areas: list[Area]

    def rows(self) -> Iterator[list[dict[str, Any]]]:
        self.merged_areas = []
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                row: Any = element
                _, cells = self.parse_row(row)
                element.clear()
                yield cells
            elif element.tag == MERGE_TAG:
                for one in element:
                    self.merged_areas.append(_area(one.get("ref", "")))
                element.clear()

    def parse_cell(self, element: Any) -> dict[str, Any]:
        inline = element.find(INLINE_STRING)
        if inline is not None:
            element.remove(inline)
        cell: dict[str, Any] = super().parse_cell(element)
        if inline is not None:
            cell["value"] = _text(inline)
        cell["formula"] = element.find(FORMULA_TAG) is not None
        if cell["formula"] and element.get("t") == "str" and cell["value"] is None:
            # A formula that came to no text has come to something.
            cell["value"] = "" if element.find(VALUE_TAG) is not None else None
        return cell


def _text(element: Any) -> str:
    """A string without the looks of its runs; with them it takes several times as long to read."""
    words = (*element.iterfind(_TEXT), *element.iterfind(_TEXT_OF_RUN))
    return "".join(one.text or "" for one in words)


def _styles(formats: list[str], wanted: Callable[[str], bool]) -> set[int]:
    return {place for place, one in enumerate(formats) if wanted(one)}


def _area(ref: str) -> Area:
    bounds = range_boundaries(ref)
    if None in bounds:
        raise ValueError(ref)
    return Area(*bounds)
