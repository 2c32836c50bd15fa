"""Workbooks made by hand to wear the reader out: refused, or read within their bounds."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from csp_desktop.core.errors import RefusedError
from csp_desktop.core.rules import Severity
from csp_desktop.excel import layout
from csp_desktop.excel.return_reader import read_return
from tests.excel.samples import PLAN, parts_of, zipped

FIGURES = "xl/worksheets/sheet2.xml"
MILESTONES = [one.field for one in layout.ACTION_COLUMNS].index("milestones") + 1


@pytest.fixture(autouse=True)
def in_time() -> Iterator[None]:
    """None of them takes ten seconds."""
    began = time.perf_counter()
    yield
    assert time.perf_counter() - began < 10


def edited(path: Path, edit: Callable[[Workbook], object]) -> Path:
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return path


def with_rows(path: Path, rows: bytes) -> Path:
    """The workbook with these rows below its figures."""
    parts = parts_of(path)
    page = parts[FIGURES].replace(b"</sheetData>", rows + b"</sheetData>")
    return zipped(path, {**parts, FIGURES: page})


def test_a_format_of_thousands_of_digits_is_a_newer_one(workbook: Path) -> None:
    edited(workbook, lambda book: book[layout.MACHINE].cell(1, 2, "9" * 5_000))
    with pytest.raises(RefusedError, match="written by a newer version"):
        read_return(workbook, PLAN)


def test_a_number_larger_than_any_other_is_read_to_its_last_digit(workbook: Path) -> None:
    cell = f'<row r="5"><c r="F5"><v>{10**400}</v></c></row>'
    line = read_return(with_rows(workbook, cell.encode()), PLAN).figures[0]
    assert line.fields["number"][0] == 10**400


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="60">' + b"<c><v>1</v></c>" * 20_000 + b"</row>",
        b'<row r="-5"><c><v>1</v></c></row>',
        b'<row r="0"><c><v>1</v></c></row>',
        b'<row r="9999999"><c><v>1</v></c></row>',
    ],
    ids=["too wide", "before the first", "none", "too far down"],
)
def test_a_cell_where_no_sheet_has_one_is_refused(rows: bytes, workbook: Path) -> None:
    with pytest.raises(RefusedError, match="was not read"):
        read_return(with_rows(workbook, rows), PLAN)


def test_thousands_of_rows_with_long_codes_are_refused(workbook: Path) -> None:
    rows = b"".join(
        f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>É{os.urandom(15_000).hex()}'
        "</t></is></c></row>".encode()
        for number in range(100, 200)
    )
    found = read_return(with_rows(workbook, rows), PLAN)
    assert len(found.problems) == 100
    assert max(len(one.message) for one in found.problems) < 200
    few = b"".join(
        b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>Z</t></is></c></row>' % (number, number)
        for number in range(300, 2_400)
    )
    with pytest.raises(RefusedError, match="more than 2,000 rows have a code"):
        read_return(with_rows(workbook, few), PLAN)


def test_thousands_of_merged_cells_over_thousands_of_rows_are_refused(workbook: Path) -> None:
    rows = "".join(
        f'<row r="{number}"><c r="F{number}"><v>{number % 97}</v></c></row>'
        for number in range(100, 20_000)
    )
    areas = "".join(f'<mergeCell ref="F{number}:F20000"/>' for number in range(100, 20_000))
    parts = parts_of(with_rows(workbook, rows.encode()))
    merging = f"</sheetData><mergeCells>{areas}</mergeCells>".encode()
    page = parts[FIGURES].replace(b"</sheetData>", merging)
    with pytest.raises(RefusedError, match="more cells are merged than a return holds"):
        read_return(zipped(workbook, {**parts, FIGURES: page}), PLAN)


def test_thousands_of_milestones_are_one_problem(workbook: Path) -> None:
    lines = "a|b|c\n" * 5_000
    edited(workbook, lambda book: book[layout.ACTIONS].cell(5, MILESTONES, lines))
    found = read_return(workbook, PLAN)
    assert [(one.severity, one.message) for one in found.problems] == [
        (Severity.ERROR, "Milestones must be 200 or fewer")
    ]
    assert found.actions[0].fields["milestones"] is None


def test_a_text_longer_than_a_cell_holds_is_refused(workbook: Path) -> None:
    cell = b'<c r="P60" t="inlineStr"><is><t>' + b"long " * 10_000 + b"</t></is></c>"
    with pytest.raises(RefusedError, match="no spreadsheet program wrote it"):
        read_return(with_rows(workbook, b'<row r="60">' + cell + b"</row>"), PLAN)


def test_a_note_on_a_place_that_is_none_is_passed_over(workbook: Path) -> None:
    parts = parts_of(workbook)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org"
    notes = (
        f'<comments xmlns="{main}"><commentList><comment ref="A1:XFD1048576"><text><t>Far</t>'
        '</text></comment><comment ref="B2"><text><t>Near</t></text></comment></commentList>'
        "</comments>"
    )
    rels = (
        f'<Relationships xmlns="{links}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{links}/officeDocument/2006/relationships/comments" '
        'Target="/xl/comments/c.xml"/></Relationships>'
    )
    parts |= {
        "xl/comments/c.xml": notes.encode(),
        "xl/worksheets/_rels/sheet2.xml.rels": rels.encode(),
    }
    found = read_return(zipped(workbook, parts), PLAN)
    assert [(one.cell, "“Near”" in one.message) for one in found.problems] == [("B2", True)]
