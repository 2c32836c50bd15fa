"""A finished pack in the hands of other programs: LibreOffice, calamine, a validator."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from csp_desktop.core.editions import Edition
from csp_desktop.core.packs.document import Cell, Link, Number, Pack, Sheet
from csp_desktop.excel.pack_checks import header
from csp_desktop.excel.pack_writer import write_pack
from tests.excel import office
from tests.excel.finished import CHART, finished
from tests.packs import pack

Row = tuple[object, ...]


@pytest.fixture(scope="module", params=Edition, ids=lambda one: one.name.lower())
def edition(request: pytest.FixtureRequest) -> Edition:
    return request.param


@pytest.fixture(scope="module")
def path(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a pack, one for each edition."""
    path = tmp_path_factory.mktemp("pack") / "pack.xlsx"
    write_pack(pack(edition), path)
    return path


def expected(one: Pack) -> dict[str, list[Row]]:
    """What every reader finds, sheet by sheet, without the blank cells that end a row."""
    return {sheet.tab: list(_rows(sheet)) for sheet in one.sheets}


def _rows(sheet: Sheet) -> Iterator[Row]:
    yield (sheet.title,)
    texts = [line.text for line in sheet.lines]
    yield from ((text,) for text in (*texts, sheet.blank) if text)
    for table in sheet.tables:
        if table.title:
            yield (table.title,)
        yield tuple(header(column) for column in table.columns)
        yield from (_trimmed([_value(cell) for cell in row]) for row in table.rows)


def _value(cell: Cell) -> object:
    if isinstance(cell, Number):
        return float(cell.value)
    if isinstance(cell, Link):
        return cell.words
    return cell if isinstance(cell, str) else datetime(cell.year, cell.month, cell.day)


def _trimmed(row: list[object]) -> Row:
    while row and row[-1] in ("", None):
        row = row[:-1]
    return tuple("" if one is None else one for one in row)


def by_openpyxl(path: Path) -> dict[str, list[Row]]:
    return {
        page.title: [_trimmed(list(row)) for row in page.iter_rows(values_only=True)]
        for page in openpyxl.load_workbook(path)
    }


def by_calamine(path: Path) -> dict[str, list[Row]]:
    book = CalamineWorkbook.from_path(str(path))
    found = {}
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python()
        found[name] = [_trimmed([_as_moment(one) for one in row]) for row in rows]
    return found


def _as_moment(value: object) -> object:
    is_day = hasattr(value, "year") and not isinstance(value, datetime)
    return datetime(value.year, value.month, value.day) if is_day else value


def test_openpyxl_and_calamine_read_the_same_cells(edition: Edition, path: Path) -> None:
    assert by_openpyxl(path) == expected(pack(edition))
    assert by_calamine(path) == expected(pack(edition))


@office.needed
def test_libreoffice_saves_the_same_cells_and_charts_with_a_gap_for_every_mark(
    edition: Edition, path: Path
) -> None:
    saved, one = office.converted(path, office.XLSX), pack(edition)
    assert by_openpyxl(saved) == expected(one)
    for sheet, page in zip(one.sheets, finished(saved).pages, strict=True):
        assert len(page.charts) == (sheet.chart is not None)
        if sheet.chart is not None:
            assert drawn(page.charts[0]) == [
                {
                    place: row[line.column].value
                    for place, row in enumerate(sheet.tables[0].rows)
                    if isinstance(row[line.column], Number)
                }
                for line in sheet.chart.lines
            ]


def drawn(chart: Element) -> list[dict[int, Decimal]]:
    """The points of each line, as LibreOffice leaves them with the chart."""
    return [
        {
            int(one.get("idx", "")): Decimal(one.findtext(f"{CHART}v", ""))
            for one in line.iter(f"{CHART}pt")
        }
        for line in chart.iter(f"{CHART}val")
    ]


@office.needed
def test_on_paper_nothing_is_cut_and_every_word_is_there(edition: Edition, path: Path) -> None:
    pypdf = pytest.importorskip("pypdf", reason="pypdf, which reads what a PDF says, is not here")
    pages = pypdf.PdfReader(office.converted(path, office.PDF)).pages
    said = "".join("".join(page.extract_text() for page in pages).split())
    assert "###" not in said
    assert "#REF!" not in said
    for rows in expected(pack(edition)).values():
        for text in (one for row in rows for one in row if isinstance(one, str)):
            assert "".join(text.split()) in said


def test_a_validator_of_the_standard_finds_no_error(edition: Edition, path: Path) -> None:
    audit = pytest.importorskip("openxml_audit", reason="openxml-audit is not here")
    for version in (audit.FileFormat.OFFICE_2007, audit.FileFormat.MICROSOFT_365):
        result = audit.OpenXmlValidator(file_format=version, max_errors=0).validate(str(path))
        assert [str(one) for one in result.errors if one.severity.name == "ERROR"] == []
