"""What a return workbook carries beside the figures: notes, the plan, the summary, the reasons."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from csp_desktop.core.actions import (
    Action,
    ActionStatus,
    ActionUpdate,
    Milestone,
    OwnPriority,
    Resourcing,
)
from csp_desktop.core.errors import RefusedError
from csp_desktop.core.figures import Figure, Unit, blank
from csp_desktop.core.plan import Plan
from csp_desktop.core.returns import LineReason, Return, ReturnState
from csp_desktop.core.rules import Severity
from csp_desktop.excel import layout
from csp_desktop.excel.fields import with_action_fields, with_figure_fields
from csp_desktop.excel.records import ReadReturn
from csp_desktop.excel.return_reader import read_return
from csp_desktop.excel.return_writer import write_return
from tests.excel.samples import (
    ACTIONS,
    AREA,
    CODES,
    PLAN,
    QUARTER,
    figure,
    proposal,
    sheet,
    untouched,
)
from tests.places import ROOT

COUNT, PERCENTAGE = CODES[Unit.COUNT], CODES[Unit.PERCENTAGE]
FIRST, SECOND = (planned.code for planned in ACTIONS)
FORMAT_1 = ROOT / "tests" / "data" / "workbooks" / "format_1.xlsx"


def read(path: Path) -> ReadReturn:
    return read_return(path, PLAN)


def typed(path: Path, sheet: str, row: str, **cells: Any) -> Path:
    """The workbook after these were typed into a row, by the fields of its columns."""
    columns = {
        layout.FIGURES: layout.FIGURE_COLUMNS,
        layout.ACTIONS: layout.ACTION_COLUMNS,
        layout.SUMMARY: layout.SUMMARY_COLUMNS,
    }[sheet]
    places = {one.field: place for place, one in enumerate(columns, start=1)}
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    number = next(n for n in range(5, page.max_row + 1) if page.cell(n, 1).value == row)
    for field, value in cells.items():
        cell = page.cell(number, places[field])
        cell.value, shown = value if isinstance(value, tuple) else (value, cell.number_format)
        cell.number_format = shown
    book.save(path)
    return path


def figure_in(path: Path, code: str) -> Figure:
    [line] = [line for line in read(path).figures if line.code == code]
    return with_figure_fields(blank(code, AREA, QUARTER.range), line.fields)


def action_in(path: Path, code: str) -> tuple[Action, ActionUpdate]:
    [line] = [line for line in read(path).actions if line.code == code]
    planned = next(one for one in ACTIONS if one.code == code)
    return with_action_fields(*untouched(planned), line.fields)


@pytest.fixture
def noted(tmp_path: Path) -> Path:
    """The workbook of a return with a note on its count, 240, and one on an earlier percentage."""
    count = figure(COUNT, value=Decimal(240)).explained_by("After the campaign")
    earlier = figure(PERCENTAGE, numerator=Decimal(3), denominator=Decimal(4)).explained_by("Few")
    percentage = replace(earlier, numerator=Decimal(2))
    path = tmp_path / "noted.xlsx"
    write_return(path, PLAN, sheet({COUNT: count, PERCENTAGE: percentage}))
    return path


def test_a_note_stays_with_its_figure_while_neither_is_changed(noted: Path) -> None:
    assert figure_in(typed(noted, layout.FIGURES, COUNT, comment="Seen"), COUNT).explained


def test_a_note_reopens_when_the_figure_is_changed_and_the_note_is_not(noted: Path) -> None:
    found = figure_in(typed(noted, layout.FIGURES, COUNT, value=250), COUNT)
    assert (found.explanation, found.explained) == ("After the campaign", False)
    assert found.explains == figure(COUNT, value=Decimal(240)).number_mark


def test_a_note_that_had_reopened_stays_open_and_holds_again_for_its_own_number(
    noted: Path,
) -> None:
    assert not figure_in(noted, PERCENTAGE).explained
    assert figure_in(typed(noted, layout.FIGURES, PERCENTAGE, numerator=3), PERCENTAGE).explained


def test_a_note_that_is_written_anew_explains_the_number_beside_it(noted: Path) -> None:
    typed(noted, layout.FIGURES, COUNT, value=250, explanation=" Recounted in July ")
    typed(noted, layout.FIGURES, PERCENTAGE, explanation="Still few")
    for code, note in ((COUNT, "Recounted in July"), (PERCENTAGE, "Still few")):
        found = figure_in(noted, code)
        assert (found.explanation, found.explained) == (note, True)


@pytest.mark.parametrize(
    ("cells", "explained"),
    [
        ({"value": "1,234"}, {"value": Decimal(1234)}),
        ({"numerator": 24, "denominator": 413}, {"numerator": 24, "denominator": 413}),
        ({"value": (0.5, "0%")}, {"value": Decimal(50)}),
    ],
)
def test_a_note_typed_beside_a_number_explains_that_number(
    cells: dict[str, Any], explained: dict[str, Any], workbook: Path
) -> None:
    code = PERCENTAGE if len(cells) > 1 or explained["value"] == 50 else COUNT
    typed(workbook, layout.FIGURES, code, explanation="New", **cells)
    parts = {name: Decimal(value) for name, value in explained.items()}
    assert figure_in(workbook, code).explains == figure(code, **parts).number_mark
    assert figure_in(workbook, code).explained


def test_a_note_beside_a_number_that_cannot_be_read_explains_nothing_yet(noted: Path) -> None:
    typed(noted, layout.FIGURES, COUNT, value="about 250", explanation="A guess")
    [line, *_] = read(noted).figures
    was = figure(COUNT, value=Decimal(240))
    assert not with_figure_fields(was, {"explanation": line.fields["explanation"]}).explained


@pytest.mark.parametrize(
    ("text", "milestones"),
    [
        ("Lamps in", [Milestone("Lamps in")]),
        ("Lamps in | 14 Aug 2015", [Milestone("Lamps in", date(2015, 8, 14))]),
        (
            "Lamps in|14/08/2015|3.8.2015",
            [Milestone("Lamps in", date(2015, 8, 14), date(2015, 8, 3))],
        ),
        ("Lamps in || 3 August 2015", [Milestone("Lamps in", None, date(2015, 8, 3))]),
        (" One \n\n  Two | \r\n", [Milestone("One"), Milestone("Two")]),
        ("In | out | 2015-08-14 |", [Milestone("In | out", date(2015, 8, 14))]),
        (" | 14 Aug 2015", [Milestone("", date(2015, 8, 14))]),
    ],
)
def test_milestones_are_read_one_on_a_line(
    text: str, milestones: list[Milestone], workbook: Path
) -> None:
    typed(workbook, layout.ACTIONS, FIRST, milestones=text)
    assert read(workbook).problems == ()
    assert action_in(workbook, FIRST)[0].milestones == tuple(milestones)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Lamps in | soon", "Milestone “Lamps in”: the day it is due must be a real date"),
        ("Lamps in | 31/02/2015", "Milestone “Lamps in”: the day it is due must be a real date"),
        ("Lamps in | | yes", "Milestone “Lamps in”: the day it was met must be a real date"),
    ],
)
def test_a_milestone_that_cannot_be_read_is_reported_and_none_of_the_others_is_lost(
    text: str, words: str, workbook: Path
) -> None:
    typed(workbook, layout.ACTIONS, FIRST, milestones=f"First\n{text}")
    [problem] = read(workbook).problems
    assert (problem.severity, problem.sheet) == (Severity.ERROR, layout.ACTIONS)
    assert problem.message.startswith(words)
    assert read(workbook).actions[0].fields["milestones"] is None


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"percent": 40}, {"percent": 40}),
        ({"percent": (0.57, "0%")}, {"percent": 57}),
        ({"percent": "57%"}, {"percent": 57}),
        ({"percent": 0}, {"percent": 0}),
        ({"start": datetime(2015, 4, 1)}, {"start": date(2015, 4, 1)}),
        ({"due": "1 April 2015"}, {"due": date(2015, 4, 1), "original_due": date(2015, 4, 1)}),
        ({"measures": "One\n \n Two "}, {"measures": ("One", "Two")}),
        ({"resourcing": " application MADE"}, {"resourcing": Resourcing.APPLIED}),
        ({"status": "at risk"}, {"status": ActionStatus.AT_RISK}),
    ],
)
def test_what_is_typed_of_an_action_is_read_as_it_is_meant(
    cells: dict[str, Any], expected: dict[str, Any], workbook: Path
) -> None:
    typed(workbook, layout.ACTIONS, SECOND, **cells)
    assert read(workbook).problems == ()
    action, update = action_in(workbook, SECOND)
    found = {**vars(action), **vars(update)}
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"percent": "most"}, "Percent complete must be a whole number, like 30"),
        ({"percent": 40.5}, "Percent complete must be a whole number, like 30"),
        ({"percent": True}, "Percent complete must be a whole number, like 30"),
        ({"percent": 10**20}, "“100000000000000000000” must be 999,999,999,999,999 or fewer"),
        ({"start": "spring"}, "Start must be a real date, like 14 Aug 2015"),
        ({"due": (42_000, "General")}, "Due must be a real date, like 14 Aug 2015"),
        ({"resourcing": "maybe"}, "“maybe” must be one of: Secured, Application made, Not sec"),
    ],
)
def test_what_cannot_be_read_of_an_action_is_reported_with_its_place(
    cells: dict[str, Any], words: str, workbook: Path
) -> None:
    typed(workbook, layout.ACTIONS, SECOND, **cells)
    [problem] = read(workbook).problems
    assert (problem.severity, problem.sheet) == (Severity.ERROR, layout.ACTIONS)
    assert problem.cell.endswith("6")
    assert problem.message.startswith(words)
    [name] = cells
    assert read(workbook).actions[1].fields[name] is None


def test_the_first_due_date_is_shown_locked_and_comes_along(tmp_path: Path) -> None:
    action, update = untouched(ACTIONS[0])
    moved = action.due_on(date(2015, 9, 30)).due_on(date(2015, 12, 31))
    path = tmp_path / "return.xlsx"
    write_return(path, PLAN, sheet(actions={FIRST: (moved, update)}))
    assert action_in(path, FIRST)[0].same_content(moved)
    page = openpyxl.load_workbook(path)[layout.ACTIONS]
    headings = {cell.value: cell.column for cell in page[4]}
    assert page.cell(5, headings["First due"]).value == datetime(2015, 9, 30)


OWN = OwnPriority("SAFE-O1", "SAFE", "=Safer stairs")
PROPOSED = {
    "SAFE-P1": proposal("SAFE-P1", "Walk the alleys\n- by night"),
    "SAFE-P2": proposal("SAFE-P2", "Light the stairs", OWN.code),
}


@pytest.fixture
def proposing(tmp_path: Path) -> Path:
    """The workbook of a board with a priority of its own and two proposals."""
    path = tmp_path / "proposing.xlsx"
    write_return(path, PLAN, sheet(actions=PROPOSED, own_priorities=(OWN,)))
    return path


def test_what_a_board_proposes_comes_with_its_text_and_priority(proposing: Path) -> None:
    back = read(proposing)
    assert back.problems == ()
    assert [(one.code, one.fields["title"]) for one in back.priorities] == [(OWN.code, OWN.title)]
    found = {line.code: line for line in back.actions if line.proposed}
    assert set(found) == set(PROPOSED)
    for code, (action, update) in PROPOSED.items():
        bare = replace(action, planned=replace(action.planned, text=""), priority="")
        assert with_action_fields(bare, update, found[code].fields) == (action, update)


def test_a_proposal_is_marked_in_the_sheet(proposing: Path) -> None:
    page = openpyxl.load_workbook(proposing)[layout.ACTIONS]
    under = {row[0].value: row[1].value for row in page.iter_rows(min_row=5)}
    assert under["SAFE-P1"] == "Priority S\nProposed by the board"
    assert under["SAFE-P2"] == "Priority SAFE-O1: =Safer stairs\nProposed by the board"
    assert under[FIRST] == "=Lighting"


def test_a_code_that_is_not_declared_as_a_proposal_is_reported(proposing: Path) -> None:
    typed(proposing, layout.ACTIONS, "SAFE-P2", code="SAFE-P3")
    back = read(proposing)
    assert [one.message for one in back.problems] == [
        "The code SAFE-P3 is not one of this board's; the row was not taken"
    ]
    assert [line.code for line in back.actions] == [FIRST, SECOND, "SAFE-P1"]


def test_a_line_break_within_a_milestone_or_a_measure_becomes_a_space(tmp_path: Path) -> None:
    action, update = untouched(ACTIONS[0])
    broken = replace(action, milestones=(Milestone("One \n two"),), measures=("a\nb", " "))
    path = tmp_path / "return.xlsx"
    write_return(path, PLAN, sheet(actions={FIRST: (broken, update)}))
    found, _ = action_in(path, FIRST)
    assert (found.milestones, found.measures) == ((Milestone("One two"),), ("a b",))
    [line, *_] = read(path).actions
    assert json.dumps(dict(line.written), sort_keys=True) == written_mark(path, "action", FIRST)


def written_mark(path: Path, kind: str, code: str) -> Any:
    rows = openpyxl.load_workbook(path)[layout.MACHINE].iter_rows(min_row=14, values_only=True)
    return next(row[4] for row in rows if row[:2] == (kind, code))


def details(path: Path, code: str, change: Callable[[dict[str, Any]], object]) -> Path:
    """The workbook after somebody has meddled with the details of a row."""
    book = openpyxl.load_workbook(path)
    for row in book[layout.MACHINE].iter_rows(min_row=14):
        if row[1].value == code:
            found = json.loads(str(row[5].value))
            change(found)
            row[5].value = json.dumps(found)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("SAFE-P1", lambda found: found["proposal"].update(text=" ")),
        ("SAFE-P1", lambda found: found["proposal"].update(text=5)),
        ("SAFE-P1", lambda found: found["proposal"].update(parts="abc")),
        ("SAFE-P1", lambda found: found["proposal"].update(priority="Z")),
        ("SAFE-P1", lambda found: found["proposal"].pop("heading")),
        ("SAFE-P1", lambda found: found.update(original_due="soon")),
        ("SAFE-P1", lambda found: found.update(sent_back={"reason": "so"})),
        ("SAFE-O1", lambda found: found.update(title=None)),
        ("SAFE-O1", lambda found: found.pop("title")),
    ],
)
def test_details_that_the_program_has_not_written_are_refused(
    code: str, change: Callable[[dict[str, Any]], object], proposing: Path
) -> None:
    with pytest.raises(RefusedError, match="its sheet Machine was changed"):
        read(details(proposing, code, change))


@pytest.mark.parametrize(("was", "code"), [("SAFE-P1", FIRST), ("SAFE-P1", "OTHER-P1")])
def test_no_workbook_declares_an_action_of_the_plan_or_of_another_board(
    was: str, code: str, proposing: Path
) -> None:
    book = openpyxl.load_workbook(proposing)
    for row in book[layout.MACHINE].iter_rows(min_row=14):
        if row[1].value == was:
            row[1].value = code
    book.save(proposing)
    with pytest.raises(RefusedError, match="its sheet Machine was changed"):
        read(proposing)


def test_the_summary_has_a_label_and_a_line_on_what_each_part_is_for(workbook: Path) -> None:
    page = openpyxl.load_workbook(workbook)[layout.SUMMARY]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=5)]
    assert [row[0] for row in rows] == [
        "Achievements",
        "Concerns",
        "Decisions wanted",
        "Resources wanted",
    ]
    assert all(row[1].endswith(".") for row in rows)


def test_what_the_chair_types_is_read_to_the_letter(workbook: Path) -> None:
    typed(workbook, layout.SUMMARY, "Decisions wanted", text=" Agree\n\n- by May ")
    typed(workbook, layout.SUMMARY, "Concerns", code="Worries", text="Dark nights")
    back = read(workbook)
    assert back.summary is not None
    assert back.summary.fields == {
        "achievements": "",
        "decisions": " Agree\n\n- by May ",
        "resources": "",
    }
    assert [one.message for one in back.problems] == [
        "The code Worries is no part of the summary; the row was not taken"
    ]


REASONS = {
    code: LineReason(code, f"={code}: say why", 2, "Team lead", "2015-07-14T12:00:00.000+00:00")
    for code in (COUNT, SECOND)
}


def test_the_reasons_of_a_return_that_is_sent_back_stand_beside_their_lines(
    tmp_path: Path,
) -> None:
    record = Return(
        board="SAFE",
        quarter=QUARTER,
        plan=PLAN.id,
        state=ReturnState.RETURNED,
        version=2,
        submitted_by="Officer",
        reason="=two lines",
    )
    path = tmp_path / "return.xlsx"
    write_return(path, PLAN, sheet(record=record, reasons=REASONS))
    back = read(path)
    assert {one.line: one for one in back.sent_back} == REASONS
    assert (back.submitted_by, back.reason) == ("Officer", "=two lines")
    for name, row in ((layout.FIGURES, 5), (layout.ACTIONS, 6)):
        page = openpyxl.load_workbook(path)[name]
        last = page.max_column
        assert page.cell(4, last).value == "Sent back because"
        assert str(page.cell(row, last).value).endswith("say why")
        assert page.cell(row, last).protection.locked
        assert page.cell(11 - row, last).value is None


def test_the_column_for_reasons_is_there_when_there_are_none(workbook: Path) -> None:
    for name in (layout.FIGURES, layout.ACTIONS):
        page = openpyxl.load_workbook(workbook)[name]
        assert page.cell(4, page.max_column).value == "Sent back because"
    assert read(workbook).sent_back == ()


def test_a_workbook_of_the_first_format_is_still_read(plan: Plan) -> None:
    """It was written by the program before the notes, the action form and the summary."""
    back = read_return(FORMAT_1, plan)
    assert (back.board, back.version, back.state) == ("NPFHF", 0, ReturnState.IN_PROGRESS)
    assert (back.summary, back.priorities, back.sent_back, back.problems) == (None, (), (), ())
    figures = {line.code: line.fields for line in back.figures}
    assert figures["F1"]["number"] == (Decimal(248), None, None, None, None)
    assert "explanation" not in figures["F1"]
    actions = {line.code: line.fields for line in back.actions}
    assert actions["F-01"] == {
        "lead": "",
        "due": None,
        "status": ActionStatus.ON_TRACK,
        "note": "Launched in May",
    }
    assert actions["F-02"]["due"] == date(2015, 9, 30)


@pytest.mark.parametrize("name", [layout.FIGURES, layout.ACTIONS, layout.SUMMARY])
def test_every_sheet_to_fill_in_is_one_lying_page_wide_on_paper(name: str, workbook: Path) -> None:
    page = openpyxl.load_workbook(workbook)[name]
    setup = page.page_setup
    assert (setup.orientation, setup.fitToWidth, setup.fitToHeight) == ("landscape", 1, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    across = sum(one.width for one in page.column_dimensions.values())
    # So that eleven-point text keeps about six points: A3 is wider than A4 by the root of two.
    assert across <= (370 if str(setup.paperSize) == page.PAPERSIZE_A3 else 260)


def test_a_text_that_no_cell_can_hold_is_refused_rather_than_cut(tmp_path: Path) -> None:
    long = figure(COUNT, value=Decimal(1), comment="a" * 32_768)
    with pytest.raises(RefusedError, match="longer than a cell of a workbook holds"):
        write_return(tmp_path / "return.xlsx", PLAN, sheet({COUNT: long}))
    assert list(tmp_path.iterdir()) == []
