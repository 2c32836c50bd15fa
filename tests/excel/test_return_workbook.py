"""The return workbook out and back: what is written is read, by us and by others."""

import json
import re
import shutil
import stat
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from csp_desktop.core.actions import (
    Action,
    ActionStatus,
    ActionUpdate,
    Milestone,
    Resourcing,
)
from csp_desktop.core.errors import NotFoundError, RefusedError, StorageError
from csp_desktop.core.figures import Absence, Figure, FigureStatus, Unit, blank
from csp_desktop.core.plan import Plan
from csp_desktop.core.returns import Return, ReturnState, Summary
from csp_desktop.core.rules import Severity
from csp_desktop.core.sheet import ReturnSheet
from csp_desktop.excel import layout
from csp_desktop.excel.fields import (
    action_fields,
    figure_fields,
    fingerprints,
    mark_of,
    one_line,
    with_action_fields,
    with_figure_fields,
)
from csp_desktop.excel.return_reader import ReadReturn, read_return
from csp_desktop.excel.return_writer import write_return
from tests.excel.samples import (
    ACTIONS,
    AREA,
    CODES,
    PLAN,
    QUARTER,
    UNITS,
    figure,
    parts_of,
    proposal,
    sheet,
    untouched,
    zipped,
)

COUNT, PERCENTAGE, SURVEY, RATE, MONEY = (CODES[unit] for unit in Unit)
ROW = {code: layout.TABLE_HEADING_ROW + place for place, code in enumerate(UNITS, start=1)}
COLUMN = {one.field: place for place, one in enumerate(layout.FIGURE_COLUMNS, start=1)}
ACTION_COLUMN = {one.field: place for place, one in enumerate(layout.ACTION_COLUMNS, start=1)}

ACTION_TEXTS = ("lead", "partners", "resources_needed", "resources_source", "aim")
UPDATE_TEXTS = ("reason", "note", "next_steps", "evidence")

LIKE_FORMULAS = [
    "=1+1",
    "+44 20",
    "-5 on last year",
    "@everyone",
    "\tindented",
    "=cmd|' /c calc'!A1",
]
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufffe\uffff") | (
    st.sampled_from("=+-@\t\n\u200f\u202e\U0001f694é")
)
TEXTS = st.text(
    CHARACTERS.filter(lambda one: one >= " " or one in "\t\n"), max_size=60
) | st.sampled_from(LIKE_FORMULAS)
DAYS = st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31))
WHOLE = st.integers(0, 10**15 - 1).map(Decimal)
PLACES = st.decimals(0, 10**9, places=4) | st.decimals(0, 1, places=12)
PERCENT = st.decimals(0, 100, places=3)
FEWER = settings(max_examples=settings.default.max_examples // 3 if settings.default else 10)


def numbers(unit: Unit) -> st.SearchStrategy[dict[str, Any]]:
    """What an officer may give as a figure of this unit."""
    absent = st.fixed_dictionaries({"absence": st.sampled_from(Absence)})
    parts = {"numerator": WHOLE, "denominator": WHOLE}
    given_as = {
        Unit.COUNT: [{"value": WHOLE}],
        Unit.PERCENTAGE: [{"value": PERCENT}, parts, {"value": PERCENT, **parts}],
        Unit.SURVEY_PERCENTAGE: [{"value": PERCENT, "sample_size": st.integers(0, 10**6)}],
        Unit.RATE: [{"value": PLACES}],
        Unit.MONEY: [{"value": PLACES}, {"value": PLACES.map(Decimal.__neg__)}],
    }[unit]
    return st.one_of(absent, *map(st.fixed_dictionaries, given_as))


@st.composite
def figures(draw: st.DrawFn) -> dict[str, Figure]:
    """A figure for each unit, with a note on it as it is or on what it was."""
    found = {}
    for code, unit in UNITS.items():
        content = {
            **draw(numbers(unit)),
            "status": draw(st.sampled_from(FigureStatus)),
            "comment": draw(TEXTS),
            "source": draw(TEXTS),
            "expected_from": draw(TEXTS),
            "expected_on": draw(DAYS),
            "obtained": draw(DAYS),
        }
        was = figure(code, **draw(numbers(unit)))
        of_what = draw(st.sampled_from([figure(code, **content), was]))
        noted = of_what.explained_by(draw(TEXTS))
        content |= {"explanation": noted.explanation, "explains": noted.explains}
        found[code] = figure(code, **content)
    return found


LINES = TEXTS.map(one_line)
MILESTONES = st.builds(
    Milestone, LINES | st.just("Lamps | in stock | 3 Aug 2015"), DAYS, DAYS
).filter(lambda one: one != Milestone(""))


@st.composite
def actions(draw: st.DrawFn) -> dict[str, tuple[Action, ActionUpdate]]:
    """What a board reports on its actions, and on one it has proposed."""
    found = {}
    proposed = proposal("SAFE-P1", "Walk the alleys")
    for action, update in (*map(untouched, ACTIONS), proposed):
        led = replace(
            action.due_on(draw(DAYS)),
            lead=draw(TEXTS),
            partners=draw(TEXTS),
            start=draw(DAYS),
            milestones=tuple(draw(st.lists(MILESTONES, max_size=3))),
            resources_needed=draw(TEXTS),
            resources_source=draw(TEXTS),
            resourcing=draw(st.none() | st.sampled_from(Resourcing)),
            aim=draw(TEXTS),
            measures=tuple(filter(None, draw(st.lists(LINES, max_size=3)))),
        )
        reported = replace(
            update,
            status=draw(st.none() | st.sampled_from(ActionStatus)),
            reason=draw(TEXTS),
            percent=draw(st.none() | st.integers(0, 100)),
            note=draw(TEXTS),
            next_steps=draw(TEXTS),
            evidence=draw(TEXTS),
        )
        found[action.code] = led, reported
    return found


SUMMARIES = st.builds(
    Summary,
    board=st.just("SAFE"),
    quarter=st.just(QUARTER),
    achievements=TEXTS,
    concerns=TEXTS,
    decisions=TEXTS,
    resources=TEXTS,
)


def read(path: Path) -> ReadReturn:
    return read_return(path, PLAN)


def read_figures(path: Path) -> dict[str, Figure]:
    return {
        line.code: with_figure_fields(blank(line.code, AREA, QUARTER.range), line.fields)
        for line in read(path).figures
    }


def as_fields(one: ReturnSheet) -> dict[str, dict[str, Any]]:
    return {
        **{line.indicator.code: figure_fields(line.figure) for line in one.figures},
        **{line.action.code: action_fields(line.action, line.update) for line in one.actions},
    }


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where drawn examples are written, one over the other."""
    return tmp_path_factory.mktemp("drawn") / "return.xlsx"


@given(figures(), actions(), SUMMARIES)
def test_a_return_is_read_back_as_it_was_written(
    place: Path,
    given_figures: dict[str, Figure],
    given_actions: dict[str, tuple[Action, ActionUpdate]],
    summary: Summary,
) -> None:
    one = sheet(given_figures, given_actions, summary=summary)
    write_return(place, PLAN, one)
    back = read(place)
    assert back.problems == ()
    for line in back.figures:
        again = with_figure_fields(given_figures[line.code], line.fields)
        if given_figures[line.code].entered:
            assert again == given_figures[line.code]
        else:
            assert not again.entered
            assert again.comment == given_figures[line.code].comment
        assert again.explained == given_figures[line.code].explained
        assert again.explains == given_figures[line.code].explains
    for line in back.actions:
        action, update = given_actions[line.code]
        assert with_action_fields(action, update, line.fields) == (action, update)
    for line in (*back.figures, *back.actions):
        assert line.written == fingerprints(mark_of(as_fields(one)[line.code]))
    assert [line.code for line in back.figures] == list(UNITS)
    assert [line.code for line in back.actions] == [*(one.code for one in ACTIONS), "SAFE-P1"]
    assert back.summary is not None
    assert replace(summary, **back.summary.fields) == summary
    assert back.summary.written == fingerprints(mark_of(back.summary.fields))


@FEWER
@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**40).map(
        lambda one: one + 0
    )
)
@example(Decimal("23.076923076923077"))
@example(Decimal("9" * 40))
@example(Decimal("0.1234567890123456789"))
def test_a_number_of_any_length_keeps_every_digit(place: Path, value: Decimal) -> None:
    whole = value.to_integral_value()
    given_figures = {
        RATE: figure(RATE, value=value),
        PERCENTAGE: figure(PERCENTAGE, numerator=whole, denominator=whole + 1),
    }
    write_return(place, PLAN, sheet(given_figures))
    back = read_figures(place)
    assert {code: back[code].value for code in given_figures} == {RATE: value, PERCENTAGE: None}
    assert (back[PERCENTAGE].numerator, back[PERCENTAGE].denominator) == (whole, whole + 1)


@pytest.mark.parametrize("state", list(ReturnState))
def test_the_workbook_says_which_return_it_is(state: ReturnState, tmp_path: Path) -> None:
    record = Return(board="SAFE", quarter=QUARTER, plan=PLAN.id, state=state, version=3)
    write_return(tmp_path / "return.xlsx", PLAN, sheet(record=record))
    back = read(tmp_path / "return.xlsx")
    assert (back.board, back.quarter, back.version, back.state) == ("SAFE", QUARTER, 3, state)


@FEWER
@given(figures(), actions())
def test_text_is_never_a_formula_and_numbers_are_numbers(
    place: Path,
    given_figures: dict[str, Figure],
    given_actions: dict[str, tuple[Action, ActionUpdate]],
) -> None:
    write_return(place, PLAN, sheet(given_figures, given_actions))
    sheets = {name: xml for name, xml in parts_of(place).items() if "worksheets/" in name}
    assert len(sheets) == 6
    for xml in sheets.values():
        assert not re.search(rb"<f[\s>/]", xml)
        assert b'<c t="str"' not in xml
    page = openpyxl.load_workbook(place)[layout.FIGURES]
    for code, one in given_figures.items():
        for name in ("value", "numerator", "denominator", "sample_size"):
            number = getattr(one, name)
            cell = page.cell(ROW[code], COLUMN[name])
            assert cell.data_type == "n"
            assert (cell.value is None) == (number is None)
            assert number is None or Decimal(repr(cell.value)) == number


@pytest.mark.parametrize("text", LIKE_FORMULAS)
def test_text_like_a_formula_stays_text_in_every_column(text: str, tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    noted = figure(COUNT, value=Decimal(1), comment=text, source=text, expected_from=text)
    action, update = untouched(ACTIONS[0])
    reported = dict.fromkeys(ACTION_TEXTS, text), dict.fromkeys(UPDATE_TEXTS, text)
    led = replace(action, **reported[0]), replace(update, **reported[1])
    written = Summary(board="SAFE", quarter=QUARTER, **dict.fromkeys(layout.SUMMARY_PARTS, text))
    one = sheet({COUNT: noted}, {ACTIONS[0].code: led}, summary=written)
    write_return(path, PLAN, one)
    back = read(path)
    assert back.summary is not None
    assert set(back.summary.fields.values()) == {text}
    assert {back.figures[0].fields[name] for name in ("comment", "source", "expected_from")} == {
        text
    }
    found = {back.actions[0].fields[name] for name in (*ACTION_TEXTS, *UPDATE_TEXTS)}
    assert found == {text}
    cell = openpyxl.load_workbook(path)[layout.FIGURES].cell(ROW[COUNT], COLUMN["comment"])
    assert cell.data_type == "s"
    assert cell.quotePrefix


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x0b", "\x1b", "\x1f", "\ufffe", "\ud800"])
@pytest.mark.parametrize("text", [*LIKE_FORMULAS, "plain"])
def test_a_control_character_is_dropped_and_uncovers_no_formula(
    control: str, text: str, tmp_path: Path
) -> None:
    path = tmp_path / "return.xlsx"
    write_return(
        path, PLAN, sheet({COUNT: figure(COUNT, value=Decimal(1), comment=control + text)})
    )
    found = read(path)
    assert found.problems == ()
    assert found.figures[0].fields["comment"] == text
    cell = openpyxl.load_workbook(path)[layout.FIGURES].cell(ROW[COUNT], COLUMN["comment"])
    assert cell.data_type == "s"
    assert cell.quotePrefix == (text in LIKE_FORMULAS)


@FEWER
@given(figures(), actions())
def test_a_second_reader_finds_the_same_cells(
    place: Path,
    given_figures: dict[str, Figure],
    given_actions: dict[str, tuple[Action, ActionUpdate]],
) -> None:
    write_return(place, PLAN, sheet(given_figures, given_actions))
    book = CalamineWorkbook.from_path(str(place))
    rows = book.get_sheet_by_name(layout.FIGURES).to_python(skip_empty_area=False)
    for code, one in given_figures.items():
        cells = rows[ROW[code] - 1]
        for name in ("value", "numerator", "denominator", "sample_size"):
            number = getattr(one, name)
            found = cells[COLUMN[name] - 1]
            assert found == ("" if number is None else float(number))
        for name in ("expected_on", "obtained"):
            day = getattr(one, name)
            assert cells[COLUMN[name] - 1] == ("" if day is None else day)
        for name in ("comment", "source", "expected_from"):
            assert visible(cells[COLUMN[name] - 1]) == visible(getattr(one, name))
    rows = book.get_sheet_by_name(layout.ACTIONS).to_python(skip_empty_area=False)
    for number, planned in enumerate(ACTIONS, start=layout.TABLE_HEADING_ROW):
        action, update = given_actions[planned.code]
        for name in ACTION_TEXTS:
            assert visible(rows[number][ACTION_COLUMN[name] - 1]) == visible(getattr(action, name))
        for name in UPDATE_TEXTS:
            assert visible(rows[number][ACTION_COLUMN[name] - 1]) == visible(getattr(update, name))
        percent = rows[number][ACTION_COLUMN["percent"] - 1]
        assert percent == ("" if update.percent is None else update.percent)


def visible(text: str) -> str:
    """The text; nothing where it is only white space, which no other program keeps."""
    return text if text.strip() else ""


FILLED = {
    COUNT: figure(
        COUNT, value=Decimal(0), comment="=1+1", source="\tMPS", obtained=date(2015, 7, 3)
    ),
    PERCENTAGE: figure(
        PERCENTAGE, value=Decimal("5.8"), numerator=Decimal(24), denominator=Decimal(413)
    ),
    SURVEY: figure(
        SURVEY,
        value=Decimal("78.5"),
        sample_size=1171,
        status=FigureStatus.FINAL,
        comment="“Zażółć” – @all\nsecond line",
    ),
    RATE: figure(
        RATE,
        absence=Absence.NOT_YET_AVAILABLE,
        expected_on=date(2015, 8, 1),
        expected_from="+the council",
    ),
    MONEY: figure(MONEY, value=Decimal("-1250.50"), status=FigureStatus.REVISED).explained_by(
        "-A refund"
    ),
}


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """The workbook of a return with a figure of every unit and an update."""
    path = tmp_path / "filled.xlsx"
    action, update = untouched(ACTIONS[0])
    milestones = (Milestone("-Lamps | in", date(2015, 8, 14)), Milestone("Done"))
    reported = (
        replace(action.due_on(date(2015, 9, 30)), lead="-Clerk", milestones=milestones),
        replace(update, status=ActionStatus.AT_RISK, note="=Short of staff", percent=40),
    )
    summary = Summary(board="SAFE", quarter=QUARTER, concerns="=Dark nights\n\tand mornings")
    one = sheet(FILLED, {ACTIONS[0].code: reported}, summary=summary)
    write_return(path, PLAN, one)
    return path


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_recalculates_and_saves_it_and_we_read_the_same(
    filled: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "saved" / filled.name
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(saved.parent),
            str(filled),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert saved.read_bytes() != filled.read_bytes()
    assert read(saved) == read(filled)


def edited(path: Path, edit: Callable[[Workbook], object]) -> Path:
    """The workbook as somebody leaves it who has worked in it."""
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return path


def typed(path: Path, of: str, **cells: Any) -> Path:
    """The workbook after these were typed into an indicator's row."""

    def edit(book: Workbook) -> None:
        for name, value in cells.items():
            number_format = None
            if isinstance(value, tuple):
                value, number_format = value
            cell = book[layout.FIGURES].cell(ROW[of], COLUMN[name])
            cell.value = value
            if number_format is not None:
                cell.number_format = number_format

    return edited(path, edit)


@pytest.mark.parametrize(
    ("code", "cells", "expected"),
    [
        (COUNT, {"value": 0}, {"value": 0}),
        (COUNT, {"value": 1234}, {"value": 1234}),
        (COUNT, {"value": " 1,234 "}, {"value": 1234}),
        (COUNT, {"value": "n/a"}, {"absence": Absence.NOT_APPLICABLE}),
        (COUNT, {"absence": "Not collected"}, {"absence": Absence.NOT_COLLECTED}),
        (COUNT, {"absence": " not COLLECTED "}, {"absence": Absence.NOT_COLLECTED}),
        (PERCENTAGE, {"value": (0.78, "0%")}, {"value": 78}),
        (PERCENTAGE, {"value": (0.057, "0.00%")}, {"value": "5.7"}),
        (PERCENTAGE, {"value": (78, '0"%"')}, {"value": 78}),
        (PERCENTAGE, {"value": "78%"}, {"value": 78}),
        (PERCENTAGE, {"value": "24/413"}, {"numerator": 24, "denominator": 413}),
        (PERCENTAGE, {"numerator": 0, "denominator": 413}, {"numerator": 0, "denominator": 413}),
        (PERCENTAGE, {"value": "375 (23%)"}, {"value": 23, "numerator": 375}),
        (
            PERCENTAGE,
            {"value": "23%", "numerator": 375, "denominator": "1,630"},
            {"value": 23, "numerator": 375, "denominator": 1630},
        ),
        (SURVEY, {"value": "78%", "sample_size": 1171}, {"value": 78, "sample_size": 1171}),
        (SURVEY, {"value": "78% of 1,171"}, {"value": 78, "sample_size": 1171}),
        (
            SURVEY,
            {"value": (0.785, "0.0%"), "sample_size": "1,171"},
            {"value": "78.5", "sample_size": 1171},
        ),
        (RATE, {"value": 1.17}, {"value": "1.17"}),
        (MONEY, {"value": "£1,250.50"}, {"value": "1250.50"}),
        (MONEY, {"value": (1250.5, '"£"#,##0.00')}, {"value": "1250.5"}),
    ],
)
def test_what_people_type_is_read_as_they_mean_it(
    code: str, cells: dict[str, Any], expected: dict[str, Any], workbook: Path
) -> None:
    typed(workbook, code, **cells)
    parts = {
        name: value if name in ("absence", "sample_size") else Decimal(value)
        for name, value in expected.items()
    }
    assert read(workbook).problems == ()
    assert read_figures(workbook)[code].same_content(figure(code, **parts))


@pytest.mark.parametrize(
    ("code", "cells", "place", "words"),
    [
        (COUNT, {"value": "about 30"}, "F5", "@count must be a whole number, like 30"),
        (COUNT, {"value": (0.3, "0%")}, "F5", "@count must be a whole number, like 30"),
        (COUNT, {"value": True}, "F5", "“True” must be a number, like 30"),
        (COUNT, {"value": "#DIV/0!"}, "F5", "@count must be a whole number, like 30"),
        (COUNT, {"value": datetime(2015, 4, 3)}, "F5", "“2015-04-03 00:00:00” must be a number"),
        (COUNT, {"value": "-"}, "F5", "@count: say what “-” means, or enter the figure"),
        (PERCENTAGE, {"value": "0.23"}, "F6", "@percentage: 0.23 may be 23% or 0.23%"),
        (COUNT, {"absence": "Lost"}, "J5", "“Lost” must be one of: Not yet available, Not coll"),
        (COUNT, {"value": 5, "status": "Guessed"}, "M5", "“Guessed” must be one of: Provisional"),
        (COUNT, {"value": 5, "obtained": "July"}, "O5", "Date obtained must be a real date"),
        (COUNT, {"value": 5, "obtained": "31/02/2015"}, "O5", "Date obtained must be a real date"),
        (PERCENTAGE, {"numerator": "a few"}, "G6", "“a few” must be a number, like 30"),
        (PERCENTAGE, {"numerator": datetime(2015, 4, 3)}, "G6", "must be a number, like 30"),
        (PERCENTAGE, {"numerator": 5, "denominator": False}, "H6", "must be a number, like 30"),
        (SURVEY, {"value": 78, "sample_size": 1171.5}, "I7", "“1171.5” must be a whole number"),
        (SURVEY, {"value": 78, "sample_size": 10**15}, "I7", "must be 999,999,999,999,999 or"),
        (SURVEY, {"value": 78, "sample_size": "many"}, "I7", "“many” must be a number, like 30"),
    ],
)
def test_what_cannot_be_read_is_reported_with_its_place_and_never_guessed(
    code: str, cells: dict[str, Any], place: str, words: str, workbook: Path
) -> None:
    typed(workbook, code, **cells)
    [problem] = read(workbook).problems
    assert (problem.severity, problem.sheet, problem.cell) == (
        Severity.ERROR,
        layout.FIGURES,
        place,
    )
    assert problem.message.startswith(words) or words in problem.message


def test_a_number_without_end_is_reported(workbook: Path) -> None:
    typed(workbook, COUNT, value=30)
    parts = parts_of(workbook)
    page = parts["xl/worksheets/sheet2.xml"]
    assert page.count(b"<v>30</v>") == 1
    zipped(
        workbook,
        {**parts, "xl/worksheets/sheet2.xml": page.replace(b"<v>30</v>", b"<v>1e999</v>")},
    )
    assert [one.message for one in read(workbook).problems] == ["“inf” must be a number, like 30"]
    assert not read_figures(workbook)[COUNT].entered


def test_a_formula_is_read_as_what_it_comes_to(workbook: Path) -> None:
    typed(workbook, COUNT, value=30)
    parts = parts_of(workbook)
    page = parts["xl/worksheets/sheet2.xml"]
    assert page.count(b"<v>30</v>") == 1
    worked_out = page.replace(b"<v>30</v>", b"<f>10+23</f><v>33</v>")
    zipped(workbook, {**parts, "xl/worksheets/sheet2.xml": worked_out})
    assert read_figures(workbook)[COUNT].value == 33
    [problem] = read(workbook).problems
    assert (problem.severity, problem.cell) == (Severity.INFORMATION, f"F{ROW[COUNT]}")
    assert problem.message == "This is a formula; what it came to was taken: “33”"


def test_what_a_newer_excel_adds_is_passed_over_without_a_word(
    workbook: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    typed(workbook, COUNT, value=30)
    parts = parts_of(workbook)
    page = parts["xl/worksheets/sheet2.xml"]
    added = b'<extLst><ext uri="{11111111-2222-3333-4444-555555555555}"/></extLst></worksheet>'
    extended = page.replace(b"</worksheet>", added)
    zipped(workbook, {**parts, "xl/worksheets/sheet2.xml": extended})
    with pytest.warns(UserWarning, match="Unknown extension"):
        openpyxl.load_workbook(workbook)
    assert read_figures(workbook)[COUNT].value == 30
    assert capfd.readouterr() == ("", "")


def test_a_figure_beside_a_reason_for_having_none_is_taken_and_mentioned(workbook: Path) -> None:
    typed(workbook, COUNT, value=30, absence="Not collected")
    [problem] = read(workbook).problems
    assert (problem.severity, problem.cell) == (Severity.INFORMATION, "J5")
    assert read_figures(workbook)[COUNT].value == 30


@pytest.mark.parametrize("day", ["30/06/2015", "30 Jun 2015", "30 June 2015", "2015-06-30"])
def test_a_date_typed_as_text_is_read(day: str, workbook: Path) -> None:
    typed(workbook, COUNT, value=5, obtained=day)
    assert read_figures(workbook)[COUNT].obtained == date(2015, 6, 30)


def test_blank_cells_say_nothing(workbook: Path) -> None:
    typed(workbook, COUNT, value="   ", comment=None)
    assert read(workbook).problems == ()
    assert all(
        value in (None, "") for line in read(workbook).figures for value in line.fields.values()
    )


def test_rows_and_columns_may_stand_in_any_order(filled: Path) -> None:
    before = read(filled)

    def turn_round(book: Workbook) -> None:
        page = book[layout.FIGURES]
        rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=4)]
        formats = [[cell.number_format for cell in row] for row in page.iter_rows(min_row=4)]
        page.delete_rows(4, page.max_row)
        for number, (row, of_row) in enumerate(
            zip([rows[0], *rows[:0:-1]], [formats[0], *formats[:0:-1]], strict=True), start=9
        ):
            for place, (value, number_format) in enumerate(
                zip(row[::-1], of_row[::-1], strict=True), start=3
            ):
                cell = page.cell(number, place)
                cell.value = value
                cell.number_format = number_format
                if isinstance(value, str):
                    cell.data_type = "s"
        page.cell(9, 1).value = "My own column"
        page.cell(20, 1).value = "Thank you!"

    after = read(edited(filled, turn_round))
    assert {line.code: line for line in after.figures} == {
        line.code: line for line in before.figures
    }
    assert [(one.severity, one.cell) for one in after.problems] == [
        (Severity.INFORMATION, "A9"),
        (Severity.INFORMATION, "A20"),
    ]


def test_a_row_of_another_board_is_reported_and_not_taken(workbook: Path) -> None:
    edited(workbook, lambda book: book[layout.FIGURES].cell(ROW[COUNT], 1, "H2"))
    back = read(workbook)
    assert [one.message for one in back.problems] == [
        "The code H2 is not one of this board's; the row was not taken"
    ]
    assert COUNT not in [line.code for line in back.figures]


def test_a_code_that_stands_twice_is_reported_and_the_first_row_taken(workbook: Path) -> None:
    typed(workbook, COUNT, value=1)
    typed(workbook, PERCENTAGE, code=COUNT, value=2)
    back = read(workbook)
    assert [one.cell for one in back.problems] == ["A6"]
    assert read_figures(workbook)[COUNT].value == 1


def machine(book: Workbook, fact: str, value: Any) -> None:
    page = book[layout.MACHINE]
    for row in page.iter_rows(max_row=len(layout.MACHINE_FACTS)):
        if row[0].value == fact:
            row[1].value = value


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda book: book.remove(book[layout.MACHINE]), "is not a return workbook of this"),
        (lambda book: book.remove(book[layout.FIGURES]), "it has no sheet Figures"),
        (lambda book: book.remove(book[layout.ACTIONS]), "it has no sheet Actions"),
        (lambda book: machine(book, "format", 3), "written by a newer version"),
        (lambda book: machine(book, "format", "x"), "written by a newer version"),
        (lambda book: machine(book, "plan", "big-town-2013"), "plan “big-town-2013”; this"),
        (lambda book: machine(book, "state", "lost"), "its sheet Machine was changed"),
        (lambda book: machine(book, "version", "two"), "its sheet Machine was changed"),
        (lambda book: machine(book, "return", "x"), "its sheet Machine was changed"),
        (lambda book: book[layout.MACHINE].delete_rows(4), "its sheet Machine was changed"),
        (lambda book: machine(book, "version", -1), "its sheet Machine was changed"),
        (lambda book: machine(book, "version", 10**30), "its sheet Machine was changed"),
        (lambda book: book[layout.MACHINE].cell(15, 4, "{no json"), "Machine was changed"),
        (lambda book: book[layout.MACHINE].cell(15, 4, "[1, 2]"), "Machine was changed"),
        (lambda book: book[layout.MACHINE].cell(15, 6, "[" * 30_000), "Machine was changed"),
        (lambda book: book[layout.MACHINE].cell(15, 6, '{"explains": 5}'), "Machine was changed"),
        (lambda book: book[layout.MACHINE].cell(15, 6, '{"other": ""}'), "Machine was changed"),
        (lambda book: book.remove(book[layout.SUMMARY]), "it has no sheet Summary"),
        (lambda book: book[layout.FIGURES].delete_rows(4), "the row of headings is missing"),
        (
            lambda book: book[layout.FIGURES].cell(4, COLUMN["value"], "Number"),
            "sheet Figures: the column “Figure” is missing",
        ),
        (
            lambda book: book[layout.ACTIONS].cell(4, ACTION_COLUMN["status"], "State"),
            "sheet Actions: the column “Status” is missing",
        ),
    ],
)
def test_a_workbook_that_lost_its_shape_is_refused_in_words(
    edit: Callable[[Workbook], object], words: str, workbook: Path
) -> None:
    edited(workbook, edit)
    with pytest.raises(RefusedError) as refusal:
        read(workbook)
    assert words in str(refusal.value)
    assert workbook.name in str(refusal.value)


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        ("board", "NOPE", "no board “NOPE”"),
        ("quarter", "2015", "is not a quarter"),
        ("quarter", "2014/15-Q1", "asks no return for 2014/15-Q1"),
    ],
)
def test_a_return_the_plan_does_not_ask_for_is_refused(
    fact: str, value: str, words: str, workbook: Path
) -> None:
    edited(workbook, lambda book: machine(book, fact, value))
    with pytest.raises(NotFoundError, match=words):
        read(workbook)


def test_a_cell_in_a_style_that_is_not_there_is_refused_without_a_word_of_its_own(
    workbook: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    parts = parts_of(workbook)
    page = re.sub(rb' s="\d+"', b' s="9999"', parts["xl/worksheets/sheet2.xml"])
    zipped(workbook, {**parts, "xl/worksheets/sheet2.xml": page})
    with pytest.raises(RefusedError, match="no spreadsheet program wrote it"):
        read(workbook)
    assert capfd.readouterr() == ("", "")


def pages(path: Path) -> dict[str, Worksheet]:
    book = openpyxl.load_workbook(path)
    return {page.title: page for page in book.worksheets}


def test_exactly_the_cells_to_fill_in_are_unlocked(filled: Path) -> None:
    for name, columns in (
        (layout.FIGURES, layout.FIGURE_COLUMNS),
        (layout.ACTIONS, layout.ACTION_COLUMNS),
        (layout.SUMMARY, layout.SUMMARY_COLUMNS),
    ):
        page = pages(filled)[name]
        assert page.protection.sheet
        for row in page.iter_rows(min_row=layout.TABLE_HEADING_ROW + 1, max_col=len(columns)):
            for column, cell in zip(columns, row, strict=True):
                assert cell.protection.locked != column.entered, cell.coordinate


def test_no_sheet_is_hidden_or_empty_and_the_first_is_shown(filled: Path) -> None:
    assert list(pages(filled)) == [
        "How_to_fill_in",
        "Figures",
        "Actions",
        "Summary",
        "History",
        "Machine",
    ]
    for page in pages(filled).values():
        assert page.sheet_state == "visible"
        assert page.cell(1, 1).value
    assert openpyxl.load_workbook(filled).active.title == "How_to_fill_in"


def test_every_list_to_choose_from_is_short_enough_for_excel_and_offers_what_is_read(
    workbook: Path,
) -> None:
    kinds = {
        layout.FIGURES: [
            [one.words for one in Absence if one is not Absence.NOT_ENTERED],
            ["Provisional", "Revised", "Final"],
        ],
        layout.ACTIONS: [
            [one.words for one in ActionStatus],
            ["Secured", "Application made", "Not secured"],
        ],
    }
    for name, expected in kinds.items():
        checks = pages(workbook)[name].data_validations.dataValidation
        validations = [one for one in checks if one.type == "list"]
        lists = [one.formula1 for one in validations]
        rows = len(UNITS) if name == layout.FIGURES else len(ACTIONS)
        for one in validations:
            [area] = one.sqref.ranges
            assert (area.min_row, area.max_row) == (5, 4 + rows)
        assert [one.strip('"').split(",") for one in lists] == expected
        assert all(len(one) <= 255 for one in lists)


def test_the_properties_name_the_partnership_and_no_person(workbook: Path) -> None:
    properties = openpyxl.load_workbook(workbook).properties
    assert properties.creator == PLAN.partnership
    assert properties.lastModifiedBy is None
    assert properties.title == "Safer Wittering Board: return for 2015/16-Q1"


def test_what_stood_there_before_is_shown_beside_the_cell(tmp_path: Path) -> None:
    one = sheet()
    before = replace(figure(COUNT, value=Decimal(1095)), period=QUARTER.previous.range)
    lines = (replace(one.figures[0], last_quarter=before), *one.figures[1:])
    write_return(tmp_path / "return.xlsx", PLAN, replace(one, figures=lines))
    page = pages(tmp_path / "return.xlsx")[layout.FIGURES]
    assert page.cell(ROW[COUNT], COLUMN["last_quarter"]).value == "1,095"
    assert page.cell(ROW[COUNT], COLUMN["year_ago"]).value is None


def test_a_restricted_indicator_is_marked_where_it_is_filled_in(workbook: Path) -> None:
    page = pages(workbook)[layout.FIGURES]
    units = {code: str(page.cell(row, COLUMN["unit"]).value) for code, row in ROW.items()}
    assert [code for code, unit in units.items() if "not for publication" in unit] == [RATE]


def test_the_machine_sheet_says_what_a_row_held_by_fingerprints_alone(filled: Path) -> None:
    page = pages(filled)[layout.MACHINE]
    rows = list(page.iter_rows(min_row=15, values_only=True))
    marks = [json.loads(row[4]) for row in rows if row[4]]
    assert len(marks) == len(UNITS) + len(ACTIONS) + 1
    marks += [json.loads(row[6]) for row in rows if row[6]]
    assert len(marks) > 2 * (len(UNITS) + len(ACTIONS))
    found = {value for mark in marks for value in mark.values()}
    assert all(re.fullmatch(r"[0-9a-f]{16}|", one) for one in found)
    assert len(found) > 5


def test_a_workbook_is_whole_or_not_there(tmp_path: Path, plan: Plan) -> None:
    (tmp_path / "minutes.txt").write_text("The minutes")
    with pytest.raises(StorageError, match="cannot be written"):
        write_return(tmp_path / "minutes.txt" / "return.xlsx", plan, sheet())
    with pytest.raises(StorageError, match="cannot be written"):
        write_return(tmp_path / ("a" * 300 + ".xlsx"), plan, sheet())
    assert [one.name for one in tmp_path.iterdir()] == ["minutes.txt"]


def test_a_workbook_replaces_the_one_that_was_there(filled: Path) -> None:
    write_return(filled, PLAN, sheet())
    assert not read_figures(filled)[COUNT].entered
    assert [one.name for one in filled.parent.iterdir()] == ["filled.xlsx"]


def test_whoever_may_read_the_folder_may_read_the_workbook(tmp_path: Path) -> None:
    (tmp_path / "ordinary.txt").write_text("as any file is made")
    write_return(tmp_path / "return.xlsx", PLAN, sheet())
    usual = stat.S_IMODE((tmp_path / "ordinary.txt").stat().st_mode)
    assert stat.S_IMODE((tmp_path / "return.xlsx").stat().st_mode) == usual
