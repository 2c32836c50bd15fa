"""A pack as a workbook: its cells, its looks, its charts; the same pack is the same file."""

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from csp_desktop.core.editions import Edition
from csp_desktop.core.errors import RefusedError, StorageError
from csp_desktop.core.packs.document import (
    Cell,
    Chart,
    ChartLine,
    Column,
    Line,
    Link,
    Number,
    Pack,
    Role,
    Sheet,
    Table,
)
from csp_desktop.excel.book import LONGEST_TEXT
from csp_desktop.excel.pack_looks import stored
from csp_desktop.excel.pack_writer import write_pack
from tests.excel.finished import CHART, DRAWING, finished
from tests.packs import MADE, PARTNERSHIP, pack
from tests.places import ROOT

PLAIN = Table(
    "plain", (Column("Place"), Column("Offences", "number")), (("Green", Number(Decimal(7))),)
)


def written(path: Path, *sheets: Sheet, edition: Edition = Edition.INTERNAL) -> Workbook:
    """The workbook of a pack that has these sheets alone."""
    write_pack(replace(pack(edition), sheets=sheets), path)
    return openpyxl.load_workbook(path)


def with_cells(path: Path, *cells: Cell) -> list[Any]:
    """These cells as a workbook has them, under each other."""
    table = Table("one", (Column("Offences"),), tuple((cell,) for cell in cells))
    page = written(path, Sheet("One", "One", tables=(table,))).active
    return [page.cell(row, 1) for row in range(3, 3 + len(cells))]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pack.xlsx"


def test_sheets_stand_in_their_order_under_their_titles(path: Path) -> None:
    one = pack()
    write_pack(one, path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [sheet.tab for sheet in one.sheets]
    assert [page["A1"].value for page in book] == [sheet.title for sheet in one.sheets]
    assert book.active.title == one.sheets[0].tab


def test_lines_stand_in_the_first_column_without_gaps_and_then_the_tables(path: Path) -> None:
    second = replace(PLAIN, name="second", title="1b: Again")
    lines = (Line("This worksheet contains 2 tables."), Line("Read on", heading=True))
    tables = (replace(PLAIN, title="1a: Once"), second)
    page = written(path, Sheet("One", "Title", lines, tables, blank="None is blank.")).active
    assert [cell.value for cell in page["A"]] == [
        "Title",
        "This worksheet contains 2 tables.",
        "Read on",
        "None is blank.",
        "1a: Once",
        "Place",
        "Green",
        "1b: Again",
        "Place",
        "Green",
    ]
    assert [(one.name, one.ref) for one in page.tables.values()] == [
        ("plain", "A6:B7"),
        ("second", "A9:B10"),
    ]


def test_what_blanks_mean_is_said_once(path: Path) -> None:
    page = written(path, Sheet("One", "One", (Line("Blank: nil."),), (PLAIN,), blank="Blank: nil."))
    assert [cell.value for cell in page.active["A"]].count("Blank: nil.") == 1


def test_a_heading_has_its_unit_under_it_and_the_table_knows_it_by_that(path: Path) -> None:
    page = written(path, Sheet("One", "One", tables=(PLAIN,))).active
    assert page["B2"].value == "Offences\n(number)"
    assert page.tables["plain"].column_names == ["Place", "Offences\n(number)"]
    with zipfile.ZipFile(path) as archive:
        part = archive.read("xl/tables/table1.xml").decode()
    # A line break in a table's part is written as an escape, in capitals or not.
    assert re.search("Offences_x000a_.number.", part, re.IGNORECASE)


@pytest.mark.parametrize(
    ("number", "value", "shown"),
    [
        (Number(Decimal(1234)), 1234, "#,##0"),
        (Number(Decimal("1.25"), 1), 1.25, "#,##0.0"),
        (Number(Decimal("33.3"), 1, "%"), 33.3, '#,##0.0"%"'),
        (Number(Decimal(12500), 0, "£"), 12500, '"£"#,##0'),
        (Number(Decimal("12.5"), 2, "£"), 12.5, '"£"#,##0.00'),
        (Number(Decimal("-1.5"), 1, "pt"), -1.5, '#,##0.0" pt";"−"#,##0.0" pt"'),
        (Number(Decimal(-4)), -4, '#,##0;"−"#,##0'),
        (Number(Decimal(4), signed=True), 4, '+#,##0;"−"#,##0;#,##0'),
        (Number(Decimal(0), 1, "%", signed=True), 0, '+#,##0.0"%";"−"#,##0.0"%";#,##0.0"%"'),
    ],
)
def test_a_number_is_a_number_and_shows_its_places_unit_and_sign(
    number: Number, value: float, shown: str, path: Path
) -> None:
    (cell,) = with_cells(path, number)
    assert (cell.value, cell.number_format) == (value, shown)
    assert cell.alignment.horizontal == "right"


@given(st.fractions(0, 1_000), st.integers(0, 6))
def test_a_long_number_loses_no_digit_that_is_shown(value: Any, places: int) -> None:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    kept = stored(Number(exact, places))
    step = Decimal(1).scaleb(-places)
    assert kept.quantize(step, "ROUND_HALF_UP") == exact.quantize(step, "ROUND_HALF_UP")
    assert len(kept.as_tuple().digits) <= 15


def test_a_mark_lies_right_among_numbers_and_text_lies_left(path: Path) -> None:
    table = Table(
        "one",
        (Column("Place"), Column("Offences"), Column("Said")),
        (("Green", "[c]", "Late"), ("Mill", Number(Decimal(9)), "Done")),
    )
    page = written(path, Sheet("One", "One", tables=(table,))).active
    assert [page.cell(3, place).alignment.horizontal for place in (1, 2, 3)] == [
        "left",
        "right",
        "left",
    ]
    assert page["B2"].alignment.horizontal == "right"


def test_a_date_is_a_date(path: Path) -> None:
    (cell,) = with_cells(path, date(2015, 9, 30))
    assert cell.value == datetime(2015, 9, 30)
    assert cell.number_format == "d mmmm yyyy"


@pytest.mark.parametrize("text", ["=1+1", "+4", "-4", "@all", "=cmd|' /c calc'!A1"])
def test_a_text_is_never_a_formula(text: str, path: Path) -> None:
    (cell,) = with_cells(path, text)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    plain = with_cells(path, "plain")[0]
    assert not plain.quotePrefix


def test_a_control_character_is_left_out(path: Path) -> None:
    assert with_cells(path, "a\x07b\r\nc")[0].value == "ab\nc"


def test_words_lead_to_their_sheet(path: Path) -> None:
    table = Table("one", (Column("Worksheet"),), ((Link("The figures", "Two"),),))
    first = Sheet("One", "One", (Line("To the figures", tab="Two"),), (table,))
    page = written(path, first, Sheet("Two", "Two", (Line("Figures"),)))["One"]
    for place, words in (("A2", "To the figures"), ("A4", "The figures")):
        link = page[place].hyperlink
        assert (page[place].value, link.location, link.target) == (words, "'Two'!A1", None)


@pytest.mark.parametrize("edition", Edition)
def test_the_file_tells_of_the_partnership_and_of_no_person(edition: Edition, path: Path) -> None:
    one = pack(edition)
    write_pack(one, path)
    told = openpyxl.load_workbook(path).properties
    assert (told.title, told.creator, told.lastModifiedBy) == (one.title, PARTNERSHIP, PARTNERSHIP)
    assert (told.language, told.category) == ("en-GB", edition.words)
    assert (told.keywords or "") == one.marking
    assert told.created == told.modified == MADE.replace(tzinfo=None)


def test_nothing_is_frozen_filtered_hidden_or_filled(path: Path) -> None:
    write_pack(pack(), path)
    for page in openpyxl.load_workbook(path):
        assert page.freeze_panes is None
        assert page.auto_filter.ref is None
        assert page.sheet_state == "visible"
        assert all(one.autoFilter is None for one in page.tables.values())
        assert all(one.tableStyleInfo is None for one in page.tables.values())
        assert all(cell.fill.patternType is None for row in page.rows for cell in row)


def test_columns_are_wide_enough_for_what_they_hold(path: Path) -> None:
    columns = (Column("A"), Column("B"), Column("C", wide=True), Column("D"), Column("E"))
    row = ("x", "y" * 51, "word", date(2015, 9, 30), "word " * 40)
    page = written(path, Sheet("One", "One", tables=(Table("t", columns, (row,)),))).active
    widths = [page.column_dimensions[letter].width for letter in "ABCDE"]
    assert widths == [16, 32, 32, 20, 60]


def test_a_row_is_as_high_as_its_longest_text(path: Path) -> None:
    columns = (Column("Code"), Column("Said", wide=True))
    texts = ("short", "two lines of words when it is wrapped " * 2, "many lines " * 60)
    rows = tuple(("x", text) for text in texts)
    page = written(path, Sheet("One", "One", tables=(Table("t", columns, rows),))).active
    heights = [page.row_dimensions[row].height for row in (3, 4, 5)]
    assert heights == sorted(heights)
    assert heights[1] > 1.5 * heights[0]
    assert heights[2] > 4 * heights[1]


def test_a_line_too_long_for_its_sheet_is_wrapped_in_a_wide_column(path: Path) -> None:
    sheet = Sheet("One", "One", (Line("word " * 60), Line("short")), (PLAIN,))
    page = written(path, sheet).active
    assert page["A2"].alignment.wrap_text
    assert not page["A3"].alignment.wrap_text
    assert page.column_dimensions["A"].width == 60
    assert page.row_dimensions[2].height > 3 * page.row_dimensions[3].height


def charted(path: Path, *values: Cell) -> Any:
    """The first line of a chart of these values, as its part has it."""
    columns = (Column("Quarter"), Column("Offences", "number"))
    rows = tuple((f"Q{number}", value) for number, value in enumerate(values, start=1))
    chart = Chart("Burglary", "It rose.", "Offences", 0, (ChartLine(1, Role.FIGURES),))
    blank = "A blank cell means no figure."
    sheet = Sheet("Chart_A", "A", (), (Table("t", columns, rows),), chart, blank)
    write_pack(replace(pack(), sheets=(sheet,)), path)
    return finished(path).pages[0]


def test_a_chart_is_drawn_from_its_table_and_leaves_gaps_for_words_and_blanks(path: Path) -> None:
    values = (Number(Decimal(5)), "[x]", "[c]", "", Number(Decimal(6)))
    (chart,) = charted(path, *values).charts
    areas = [one.text for one in chart.iter(f"{CHART}f")]
    assert areas == [
        "'Chart_A'!$A$4:$A$8",
        "('Chart_A'!$B$4,'Chart_A'!$C$5:$C$6,'Chart_A'!$B$7:$B$8)",
    ]
    assert chart.find(f".//{CHART}dispBlanksAs").get("val") == "gap"
    assert not list(chart.iter(f"{CHART}numCache"))


def test_a_chart_says_what_it_shows_and_names_its_axes(path: Path) -> None:
    page = charted(path, Number(Decimal(5)), Number(Decimal(6)))
    (told,) = page.drawings[0].iter(f"{DRAWING}cNvPr")
    assert (told.get("descr"), told.get("title")) == ("It rose.", "Burglary")
    texts = {one.text for one in page.charts[0].iter() if one.tag.endswith("}t")}
    assert texts == {"Burglary", "Quarter", "Offences"}
    assert [one.get("val") for one in page.charts[0].iter(f"{CHART}delete")] == ["0", "0"]


def test_a_chart_covers_no_cell(path: Path) -> None:
    page = charted(path, Number(Decimal(5)))
    column = next(one for one in page.drawings[0].iter(f"{DRAWING}col"))
    assert int(column.text) >= page.sheet.max_column


def test_each_role_is_drawn_in_its_own_way(path: Path) -> None:
    write_pack(pack(), path)
    chart = finished(path).pages[5].charts[0]
    dashes = [
        next(one.get("val") for one in line.iter() if one.tag.endswith("}prstDash"))
        for line in chart.iter(f"{CHART}ser")
    ]
    assert dashes == ["solid", "solid", "sysDash", "sysDash", "lgDash"]
    symbols = [one.get("val") for one in chart.iter(f"{CHART}symbol")]
    assert symbols == ["circle", "none", "none", "none", "none"]
    assert {one.get("val") for one in chart.iter(f"{CHART}smooth")} == {"0"}


def test_the_digest_is_that_of_the_file(path: Path) -> None:
    digest = write_pack(pack(), path)
    assert digest == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("edition", Edition)
def test_the_same_pack_is_the_same_file_in_another_process_at_another_time(
    edition: Edition, path: Path, tmp_path: Path
) -> None:
    digest = write_pack(pack(edition), path)
    script = (
        "import sys; from pathlib import Path; from csp_desktop.core.editions import Edition; "
        "from csp_desktop.excel.pack_writer import write_pack; from tests.packs import pack; "
        f"print(write_pack(pack(Edition.{edition.name}), Path(sys.argv[1])))"
    )
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/New_York")):
        other = tmp_path / f"{seed}.xlsx"
        own = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", script, str(other)],
            env=own,
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        assert done.stdout.strip() == digest
        assert other.read_bytes() == path.read_bytes()


def test_openpyxl_uses_the_standard_library_whatever_else_is_installed() -> None:
    assert not openpyxl.LXML, "lxml writes other bytes, and fails in other words"


def test_every_part_of_the_file_is_of_the_same_moment_and_no_system(path: Path) -> None:
    write_pack(pack(), path)
    with zipfile.ZipFile(path) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {one.create_system for one in archive.infolist()} == {0}
        for name in archive.namelist():
            fromstring(archive.read(name))


def test_a_file_that_cannot_be_written_is_told_and_the_old_one_stays(path: Path) -> None:
    path.mkdir()
    with pytest.raises(StorageError, match=r"pack\.xlsx cannot be written"):
        write_pack(pack(), path)
    assert [one.name for one in path.parent.iterdir() if one.name.startswith("pack")] == [path.name]


def test_a_text_longer_than_a_cell_is_refused_and_nothing_is_written(path: Path) -> None:
    sheet = Sheet("One", "One", (Line("x" * (LONGEST_TEXT + 1)),))
    with pytest.raises(RefusedError, match="longer than a cell"):
        write_pack(replace(pack(), sheets=(sheet,)), path)
    assert not path.exists()


def table(*rows: tuple[Cell, ...], columns: tuple[Column, ...] = PLAIN.columns) -> Table:
    return Table("t", columns, rows)


SEVEN = Number(Decimal(7))
CHARTED = Chart("Burglary", "It rose.", "Offences", 0, (ChartLine(1, Role.FIGURES),))
FAULTS = {
    "A2": Sheet("2015_figures", "One", (Line("x"),)),
    "A3": Sheet("One", "One"),
    "A9": Sheet("One", " ", (Line("x"),)),
    "A10": Sheet("One", "One", (Line(""),)),
    "A11": Sheet("One", "One", tables=(PLAIN, replace(PLAIN, name="other"))),
    "name has letters": Sheet("One", "One", tables=(replace(PLAIN, name="H3"),)),
    "no rows": Sheet("One", "One", tables=(table(),)),
    "heading is empty": Sheet("One", "One", tables=(table(("x",), columns=(Column(" "),)),)),
    "two columns": Sheet(
        "One", "One", tables=(table(("x", "y"), columns=(Column("A"), Column("a"))),)
    ),
    "1 cells for 2 columns": Sheet("One", "One", tables=(table(("x",)),)),
    "row 2 is blank": Sheet("One", "One", tables=(table(("x", SEVEN), ("", "")),), blank="nil"),
    "no number": Sheet("One", "One", tables=(table(("x", Number(Decimal("NaN")))),)),
    "A16": Sheet("One", "One", tables=(table(("x", "")),)),
    "A17": Sheet("One", "One", tables=(table(("x", "..")),)),
    "no table": Sheet("One", "One", (Line("x"),), chart=CHARTED),
    "has not got": Sheet(
        "One", "One", tables=(PLAIN,), chart=replace(CHARTED, lines=(ChartLine(2, Role.MEAN),))
    ),
    "the chart needs": Sheet("One", "One", tables=(PLAIN,), chart=replace(CHARTED, said="")),
    "leads to Two": Sheet("One", "One", (Line("x", tab="Two"),)),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_pack_that_breaks_a_rule_is_a_fault_of_ours(fault: str, path: Path) -> None:
    with pytest.raises(ValueError, match=fault):
        write_pack(replace(pack(), sheets=(FAULTS[fault],)), path)
    assert not path.exists()


def test_no_two_sheets_and_no_two_tables_share_a_name(path: Path) -> None:
    one = Sheet("One", "One", tables=(PLAIN,))
    for other, said in (
        (replace(one, tab="ONE"), "Two sheets"),
        (replace(one, tab="Two"), "Two tables"),
    ):
        with pytest.raises(ValueError, match=said):
            write_pack(replace(pack(), sheets=(one, other)), path)


def test_a_public_pack_with_a_chart_is_a_fault_of_ours(path: Path) -> None:
    with pytest.raises(ValueError, match="public pack carries no charts"):
        write_pack(replace(pack(), edition=Edition.PUBLIC), path)


def test_a_moment_without_its_zone_is_a_fault_of_ours(path: Path) -> None:
    one: Pack = replace(pack(), made=datetime(2015, 7, 28))
    with pytest.raises(ValueError, match="time zone"):
        write_pack(one, path)
