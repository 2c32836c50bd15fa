"""What people do to a form, and what is read of it: nothing is guessed, nothing passed over."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.errors import RefusedError
from csp_desktop.core.figures import Absence, Figure, Unit, blank
from csp_desktop.core.rules import Severity
from csp_desktop.excel import layout
from csp_desktop.excel.fields import with_figure_fields
from csp_desktop.excel.records import ReadReturn
from csp_desktop.excel.return_reader import read_return
from csp_desktop.excel.return_writer import write_return
from tests.excel.samples import AREA, CODES, PLAN, QUARTER, UNITS, figure, parts_of, sheet, zipped

COUNT, PERCENTAGE, SURVEY, RATE, MONEY = (CODES[unit] for unit in Unit)
ROW = {code: layout.TABLE_HEADING_ROW + place for place, code in enumerate(UNITS, start=1)}
COLUMN = {one.field: place for place, one in enumerate(layout.FIGURE_COLUMNS, start=1)}
ERROR, INFORMATION = Severity.ERROR, Severity.INFORMATION
FILLED = {
    COUNT: figure(COUNT, value=Decimal(30), comment="As usual", obtained=date(2015, 7, 3)),
    PERCENTAGE: figure(PERCENTAGE, numerator=Decimal(24), denominator=Decimal(413)),
    SURVEY: figure(SURVEY, value=Decimal(78), sample_size=1171),
    RATE: figure(RATE, absence=Absence.NOT_COLLECTED),
    MONEY: figure(MONEY, value=Decimal("12.5")),
}


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """The workbook of a return with a figure of every unit."""
    path = tmp_path / "filled.xlsx"
    write_return(path, PLAN, sheet(FILLED))
    return path


def read(path: Path) -> ReadReturn:
    return read_return(path, PLAN)


def figures_of(found: ReadReturn) -> dict[str, Figure]:
    return {
        line.code: with_figure_fields(blank(line.code, AREA, QUARTER.range), line.fields)
        for line in found.figures
    }


def with_edit(path: Path, edit: Callable[[Workbook], object]) -> ReadReturn:
    """What is read of the workbook once somebody has worked in it."""
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return read(path)


def on_figures(path: Path, edit: Callable[[Worksheet], object]) -> ReadReturn:
    return with_edit(path, lambda book: edit(book[layout.FIGURES]))


def same_figures(found: ReadReturn, but: dict[str, Figure] | None = None) -> bool:
    expected = FILLED | (but or {})
    read_ones = figures_of(found)
    return read_ones.keys() == expected.keys() and all(
        read_ones[code].same_content(one) for code, one in expected.items()
    )


def said(found: ReadReturn) -> list[tuple[Severity, str, str]]:
    return [(one.severity, one.sheet, one.cell) for one in found.problems]


def put(page: Worksheet, code: str, field: str, value: Any, number_format: str = "") -> None:
    cell = page.cell(ROW[code], COLUMN[field])
    cell.value = value
    cell.number_format = number_format or cell.number_format


@pytest.mark.parametrize("name", [layout.FIGURES, layout.ACTIONS, layout.SUMMARY, layout.MACHINE])
def test_a_renamed_sheet_is_found_by_what_it_holds_and_noted(name: str, filled: Path) -> None:
    found = with_edit(filled, lambda book: setattr(book[name], "title", "Sheet 2 (final)"))
    assert same_figures(found)
    assert len(found.actions) == 2
    [problem] = found.problems
    assert (problem.severity, problem.sheet) == (INFORMATION, "Sheet 2 (final)")
    assert problem.message == f"The sheet {name} is called “Sheet 2 (final)” here; it was read"


def test_sheets_may_stand_in_any_order_and_be_hidden(filled: Path) -> None:
    def move(book: Workbook) -> None:
        book.move_sheet(layout.MACHINE, -5)
        book.move_sheet(layout.FIGURES, 3)
        book[layout.MACHINE].sheet_state = "hidden"

    found = with_edit(filled, move)
    assert same_figures(found)
    assert found.problems == ()


def test_a_copy_beside_the_sheet_is_named_and_not_read(filled: Path) -> None:
    def copy(book: Workbook) -> None:
        book.copy_worksheet(book[layout.FIGURES]).title = "Figures (2)"
        put(book["Figures (2)"], COUNT, "value", 99)

    found = with_edit(filled, copy)
    assert same_figures(found)
    assert said(found) == [(INFORMATION, "Figures (2)", "")]


def test_two_sheets_of_which_neither_has_the_name_are_refused(filled: Path) -> None:
    def copy(book: Workbook) -> None:
        book.copy_worksheet(book[layout.FIGURES]).title = "New"
        book[layout.FIGURES].title = "Old"

    with pytest.raises(RefusedError, match="its sheets “Old” and “New” could each be Figures"):
        with_edit(filled, copy)


def test_inserted_columns_are_passed_over_and_what_is_typed_there_is_noted(filled: Path) -> None:
    def insert(page: Worksheet) -> None:
        page.insert_cols(3, 2)
        page.cell(4, 3).value = "My notes"
        page.cell(6, 4).value = 17

    found = on_figures(filled, insert)
    assert same_figures(found)
    assert said(found) == [
        (INFORMATION, layout.FIGURES, "C4"),
        (INFORMATION, layout.FIGURES, "D6"),
    ]
    assert found.problems[1].message == "“17” stands beside the form; it was not taken"


def test_hidden_columns_and_rows_are_read(filled: Path) -> None:
    def hide(page: Worksheet) -> None:
        page.column_dimensions["F"].hidden = True
        page.row_dimensions[6].hidden = True

    assert same_figures(on_figures(filled, hide))


def test_a_heading_that_stands_twice_is_refused_with_its_name(filled: Path) -> None:
    with pytest.raises(RefusedError, match="the column “Figure” stands there twice"):
        on_figures(filled, lambda page: page.cell(4, 25, "Figure"))


@pytest.mark.parametrize(
    "heading", ["Lead officer’s role", "  lead  OFFICER'S role ", "Lead\nofficer's\u00a0role"]
)
def test_a_heading_is_known_through_curls_capitals_and_spaces(heading: str, filled: Path) -> None:
    place = [one.field for one in layout.ACTION_COLUMNS].index("lead") + 1

    def rename(book: Workbook) -> None:
        book[layout.ACTIONS].cell(4, place).value = heading
        book[layout.ACTIONS].cell(5, place).value = "Clerk"

    assert with_edit(filled, rename).actions[0].fields["lead"] == "Clerk"


@pytest.mark.parametrize("code", [" S-01 ", "S\u201301", "s-01", "\u200bS-01"])
def test_a_code_is_known_through_spaces_and_dashes(code: str, filled: Path) -> None:
    def rename(book: Workbook) -> None:
        book[layout.ACTIONS]["A5"] = code
        book[layout.ACTIONS]["D5"] = " on  TRACK\u00a0"

    [line, _] = with_edit(filled, rename).actions
    assert (line.code, line.fields["status"]) == ("S-01", ActionStatus.ON_TRACK)


def test_rows_may_be_sorted_and_blank_rows_stand_between(filled: Path) -> None:
    def sort(page: Worksheet) -> None:
        for turn, code in enumerate(reversed(UNITS), start=1):
            page.move_range(f"A{ROW[code]}:R{ROW[code]}", rows=20 + 3 * turn)

    found = on_figures(filled, sort)
    assert same_figures(found)
    assert found.problems == ()


def test_what_is_typed_below_and_above_the_form_is_noted(filled: Path) -> None:
    def type_beside(page: Worksheet) -> None:
        page["B40"] = "Total"
        page["F40"] = 108
        page["D1"] = "Draft!"

    found = on_figures(filled, type_beside)
    assert same_figures(found)
    assert said(found) == [(INFORMATION, layout.FIGURES, cell) for cell in ("D1", "B40", "F40")]


def test_a_sheet_full_of_notes_of_their_own_is_noted_in_a_few_lines(filled: Path) -> None:
    def fill(page: Worksheet) -> None:
        for row in range(100, 300):
            page.cell(row, 30).value = row

    found = on_figures(filled, fill)
    assert len(found.problems) == 21
    assert found.problems[-1].message.startswith("Another 180 cells beside the form hold something")


def test_a_sheet_of_their_own_is_named(filled: Path) -> None:
    def add(book: Workbook) -> None:
        book.create_sheet("Workings")["A1"] = 5
        book.create_sheet("Empty")

    assert said(with_edit(filled, add)) == [(INFORMATION, "Workings", "")]


@pytest.mark.parametrize(
    ("field", "value", "heading"),
    [
        ("name", "Another name", "Indicator"),
        ("last_quarter", 77, "Last quarter"),
        ("year_ago", "n/a", "A year ago"),
        ("unit", None, "Unit"),
    ],
)
def test_a_locked_cell_that_was_changed_is_reported_and_not_taken(
    field: str, value: Any, heading: str, filled: Path
) -> None:
    found = on_figures(filled, lambda page: put(page, COUNT, field, value))
    assert same_figures(found)
    [problem] = found.problems
    assert problem.severity is INFORMATION
    assert problem.message == (
        f"“{heading}” of {COUNT} is not what the program wrote; it was not taken"
    )


def test_codes_that_were_exchanged_are_noticed_by_the_names_beside_them(filled: Path) -> None:
    def swap(page: Worksheet) -> None:
        put(page, COUNT, "code", RATE)
        put(page, RATE, "code", COUNT)

    words = [one.message for one in on_figures(filled, swap).problems]
    assert [one for one in words if one.startswith("“Indicator” of")] == [
        f"“Indicator” of {code} is not what the program wrote; it was not taken"
        for code in (RATE, COUNT)
    ]


def test_a_note_on_a_cell_is_reported_with_its_text(filled: Path) -> None:
    def note(page: Worksheet) -> None:
        page["F5"].comment = Comment("Check this\nwith Sam", "A")

    found = on_figures(filled, note)
    assert same_figures(found)
    [problem] = found.problems
    assert (problem.severity, problem.cell) == (INFORMATION, "F5")
    assert problem.message == (
        "A note is attached to this cell: “Check this with Sam”; it was not taken"
    )


def test_many_notes_are_told_of_in_a_few_lines(filled: Path) -> None:
    def note(page: Worksheet) -> None:
        for row in range(100, 150):
            page.cell(row, 2).comment = Comment("Seen", "A")

    found = on_figures(filled, note)
    assert len(found.problems) == 21
    assert found.problems[-1].message.startswith("Another 30 notes are attached to cells")


def test_of_a_conversation_on_a_cell_only_its_words_are_told(filled: Path) -> None:
    said_by_excel = "[Threaded comment]\n\nYour version allows you to read this\n\nComment:\n"
    found = on_figures(
        filled, lambda page: setattr(page["F5"], "comment", Comment(f"{said_by_excel}  Why?", "A"))
    )
    assert "“Why?”" in found.problems[0].message


def test_a_formula_without_what_it_comes_to_is_an_error_at_its_cell(filled: Path) -> None:
    found = on_figures(filled, lambda page: put(page, COUNT, "value", "=10+23"))
    assert not figures_of(found)[COUNT].entered
    [problem] = found.problems
    assert (problem.severity, problem.cell) == (ERROR, "F5")
    assert problem.message.startswith("This formula was saved without what it comes to; type the")


@pytest.mark.parametrize(
    ("cell", "value", "severities"),
    [
        (b'<c r="F5" t="str"><f>A1</f><v>n/a</v></c>', Absence.NOT_APPLICABLE, [INFORMATION]),
        (b'<c r="F5" t="str"><f>""</f><v></v></c>', Absence.NOT_ENTERED, [INFORMATION]),
        (b'<c r="F5" t="e"><f>1/0</f><v>#DIV/0!</v></c>', None, [ERROR, INFORMATION]),
        (b'<c r="F5"><f t="shared" si="0"/><v>41</v></c>', 41, [INFORMATION]),
    ],
)
def test_what_a_formula_came_to_is_taken_and_noted(
    cell: bytes, value: Any, severities: list[Severity], filled: Path
) -> None:
    parts = parts_of(filled)
    page = parts["xl/worksheets/sheet2.xml"]
    start = page.index(b'<c r="F5"')
    end = page.index(b"</c>", start) + len(b"</c>")
    zipped(filled, {**parts, "xl/worksheets/sheet2.xml": page[:start] + cell + page[end:]})
    found = read(filled)
    assert sorted((one.severity for one in found.problems), key=lambda one: one.value) == severities
    assert {one.cell for one in found.problems} == {"F5"}
    one = figures_of(found)[COUNT]
    assert value is None or value in (one.value, one.absence)


def test_a_code_merged_with_the_blank_row_under_it_counts_for_the_row_with_the_figure(
    filled: Path,
) -> None:
    def merge(page: Worksheet) -> None:
        page.insert_rows(6)
        page.merge_cells("A5:A6")
        for place in range(4, 19):
            page.cell(6, place).value, page.cell(5, place).value = page.cell(5, place).value, None

    assert same_figures(on_figures(filled, merge))


def test_a_figure_merged_down_into_a_blank_row_is_taken(filled: Path) -> None:
    def merge(page: Worksheet) -> None:
        page.insert_rows(6)
        page.merge_cells("F5:F6")

    found = on_figures(filled, merge)
    assert same_figures(found)
    assert found.problems == ()


def test_a_code_merged_with_the_name_beside_it_is_still_the_code(filled: Path) -> None:
    found = on_figures(filled, lambda page: page.merge_cells("A5:B5"))
    assert same_figures(found)
    assert [one.message for one in found.problems] == [
        f"“Indicator” of {COUNT} is not what the program wrote; it was not taken"
    ]


@pytest.mark.parametrize(
    ("area", "words"),
    [
        ("F5:F6", "are merged over several rows, so it is not clear where “30” belongs"),
        ("F5:G5", "are merged over “Figure” and “Numerator”, so it is not clear where “30”"),
    ],
)
def test_a_figure_merged_over_others_is_a_problem_at_its_cell_and_not_taken(
    area: str, words: str, filled: Path
) -> None:
    found = on_figures(filled, lambda page: page.merge_cells(area))
    [problem] = [one for one in found.problems if one.severity is ERROR]
    assert problem.cell == "F5"
    assert words in problem.message
    assert not figures_of(found)[COUNT].entered


def test_a_code_merged_over_two_filled_rows_is_a_problem_and_neither_is_taken(
    filled: Path,
) -> None:
    found = on_figures(filled, lambda page: page.merge_cells("A5:A6"))
    assert (ERROR, layout.FIGURES, "A5") in said(found)
    assert {COUNT, PERCENTAGE}.isdisjoint(line.code for line in found.figures)


@pytest.mark.parametrize("at", [date(2015, 7, 30), date(2099, 12, 31)])
def test_days_counted_from_1904_are_the_days_they_show(at: date, filled: Path) -> None:
    def count_from_1904(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        put(book[layout.FIGURES], COUNT, "obtained", at)

    found = with_edit(filled, count_from_1904)
    assert b"date1904" in parts_of(filled)["xl/workbook.xml"]
    assert figures_of(found)[COUNT].obtained == at


Habit = tuple[str, Callable[[Worksheet], object], dict[str, Figure]]
HABITS: list[Habit] = [
    ("hides a column", lambda page: setattr(page.column_dimensions["G"], "hidden", True), {}),
    ("notes a cell", lambda page: setattr(page["K6"], "comment", Comment("Why?", "A")), {}),
    ("adds a total", lambda page: page.cell(60, 6, 108), {}),
    ("adds a column", lambda page: page.cell(4, 24, "Mine"), {}),
    ("leaves spaces", lambda page: put(page, RATE, "absence", " Not  collected\u00a0"), {}),
    (
        "types text",
        lambda page: put(page, COUNT, "value", " 1,234 "),
        {COUNT: replace(FILLED[COUNT], value=Decimal(1234))},
    ),
    (
        "types a percentage",
        lambda page: put(page, SURVEY, "value", 0.23, "0%"),
        {SURVEY: replace(FILLED[SURVEY], value=Decimal(23))},
    ),
    (
        "types 23%",
        lambda page: put(page, PERCENTAGE, "value", "23%"),
        {PERCENTAGE: replace(FILLED[PERCENTAGE], value=Decimal(23))},
    ),
    (
        "types a day",
        lambda page: put(page, MONEY, "obtained", "3 July 2015"),
        {MONEY: replace(FILLED[MONEY], obtained=date(2015, 7, 3))},
    ),
    (
        "gives a day and a time",
        lambda page: put(page, RATE, "expected_on", datetime(2015, 8, 1, 9, 30)),
        {RATE: replace(FILLED[RATE], expected_on=date(2015, 8, 1))},
    ),
]


@given(
    st.lists(st.sampled_from(HABITS), unique_by=lambda one: one[0], max_size=len(HABITS)),
    st.sampled_from(["", "rename", "insert a column", "insert rows", "sort"]),
)
def test_habits_of_every_kind_come_together_without_loss(
    tmp_path_factory: pytest.TempPathFactory, habits: list[Habit], last: str
) -> None:
    path = tmp_path_factory.mktemp("habits") / "return.xlsx"
    write_return(path, PLAN, sheet(FILLED))
    expected: dict[str, Figure] = {}

    def work(page: Worksheet) -> None:
        for _, edit, changed in habits:
            edit(page)
            expected.update(changed)
        if last == "rename":
            page.title = "Q1"
        elif last == "insert a column":
            page.insert_cols(2)
        elif last == "insert rows":
            page.insert_rows(6, 3)
        elif last == "sort":
            for turn, code in enumerate(reversed(UNITS), start=1):
                page.move_range(f"A{ROW[code]}:R{ROW[code]}", rows=10 + 2 * turn)

    found = on_figures(path, work)
    assert [one for one in found.problems if one.severity is ERROR] == []
    assert same_figures(found, expected)
