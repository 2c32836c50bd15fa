"""What a workbook tells of how its content came there."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from csp_desktop.core.figures import Unit
from csp_desktop.core.plan import Plan
from csp_desktop.core.returns import Return, ReturnState, Summary
from csp_desktop.excel import layout
from csp_desktop.excel.records import ChangedCell, Evidence
from csp_desktop.excel.return_reader import read_return
from csp_desktop.excel.return_writer import write_return
from tests.excel.samples import ACTIONS, CODES, PLAN, QUARTER, figure, sheet, untouched
from tests.places import ROOT

COUNT = CODES[Unit.COUNT]
OPEN = [one for one in ReturnState if one.open_for_entry]
LOCKED = [one for one in ReturnState if not one.open_for_entry]
FIGURE_CELL = ChangedCell(layout.FIGURES, "F5", COUNT, "value")


def written(path: Path, state: ReturnState) -> Path:
    record = Return(board="SAFE", quarter=QUARTER, plan=PLAN.id, state=state, version=2)
    action, update = untouched(ACTIONS[0])
    actions = {ACTIONS[0].code: (action, replace(update, note="=Lamps\n", percent=40))}
    figures = {COUNT: figure(COUNT, value=Decimal("30.50"), comment=" - up ")}
    summary = Summary(board="SAFE", quarter=QUARTER, concerns="Dark")
    write_return(path, PLAN, sheet(figures, actions, record, summary))
    return path


def after(path: Path, edit: Callable[[Workbook], object]) -> tuple[Evidence, list[ChangedCell]]:
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    found = read_return(path, PLAN)
    return found.evidence, list(found.changes)


def type_a_figure(book: Workbook) -> None:
    book[layout.FIGURES]["F5"] = 31


@pytest.mark.parametrize("state", OPEN)
def test_an_open_return_as_the_program_wrote_it_is_untouched(
    state: ReturnState, tmp_path: Path
) -> None:
    path = written(tmp_path / "return.xlsx", state)
    assert after(path, lambda _: None) == (Evidence.UNTOUCHED, [])


@pytest.mark.parametrize("state", OPEN)
def test_an_open_return_that_was_filled_in_lists_the_cells(
    state: ReturnState, tmp_path: Path
) -> None:
    path = written(tmp_path / "return.xlsx", state)
    assert after(path, type_a_figure) == (Evidence.FILLED_OUTSIDE, [FIGURE_CELL])


@pytest.mark.parametrize("state", LOCKED)
def test_a_locked_return_comes_as_submitted_from_the_program(
    state: ReturnState, tmp_path: Path
) -> None:
    path = written(tmp_path / "return.xlsx", state)
    assert after(path, lambda _: None) == (Evidence.AS_SUBMITTED, [])
    assert Evidence.AS_SUBMITTED.value == "as submitted from the program"


@pytest.mark.parametrize("state", LOCKED)
def test_a_locked_return_that_was_edited_was_changed_after_submission(
    state: ReturnState, tmp_path: Path
) -> None:
    path = written(tmp_path / "return.xlsx", state)
    assert after(path, type_a_figure) == (Evidence.CHANGED_AFTER_SUBMISSION, [FIGURE_CELL])


@pytest.mark.parametrize(
    ("sheet_name", "cell", "value", "code", "field"),
    [
        (layout.FIGURES, "F5", None, COUNT, "value"),
        (layout.FIGURES, "P6", "New", CODES[Unit.PERCENTAGE], "comment"),
        (layout.ACTIONS, "F5", 41, "S-01", "percent"),
        (layout.ACTIONS, "D6", "On track", "S-02", "status"),
        (layout.SUMMARY, "C6", "Darker", "Concerns", "text"),
    ],
)
def test_every_cell_to_fill_in_is_watched(
    sheet_name: str, cell: str, value: object, code: str, field: str, tmp_path: Path
) -> None:
    path = written(tmp_path / "return.xlsx", ReturnState.SUBMITTED)

    def edit(book: Workbook) -> None:
        book[sheet_name][cell] = value

    changed = [ChangedCell(sheet_name, cell, code, field)]
    assert after(path, edit) == (Evidence.CHANGED_AFTER_SUBMISSION, changed)


def test_a_percent_sign_given_to_a_number_is_a_change(tmp_path: Path) -> None:
    path = written(tmp_path / "return.xlsx", ReturnState.SUBMITTED)

    def edit(book: Workbook) -> None:
        book[layout.FIGURES]["F5"].number_format = "0%"

    assert after(path, edit) == (Evidence.CHANGED_AFTER_SUBMISSION, [FIGURE_CELL])


def test_a_row_that_is_gone_is_a_change(tmp_path: Path) -> None:
    path = written(tmp_path / "return.xlsx", ReturnState.SUBMITTED)
    gone = ChangedCell(layout.FIGURES, "", COUNT, "")
    assert after(path, lambda book: book[layout.FIGURES].delete_rows(5)) == (
        Evidence.CHANGED_AFTER_SUBMISSION,
        [gone],
    )


def test_rows_and_columns_in_another_order_are_no_change(tmp_path: Path) -> None:
    path = written(tmp_path / "return.xlsx", ReturnState.SUBMITTED)

    def move(book: Workbook) -> None:
        page = book[layout.FIGURES]
        page.insert_cols(2, 2)
        page.move_range("A5:T5", rows=20)

    assert after(path, move) == (Evidence.AS_SUBMITTED, [])


def fact(book: Workbook, name: str, value: object) -> None:
    for row in book[layout.MACHINE].iter_rows(max_row=14):
        if row[0].value == name:
            row[1].value = value


def test_a_state_that_was_typed_over_is_a_change_of_the_machine_sheet(tmp_path: Path) -> None:
    path = written(tmp_path / "return.xlsx", ReturnState.IN_PROGRESS)
    assert after(path, lambda book: fact(book, "state", "submitted")) == (
        Evidence.CHANGED_AFTER_SUBMISSION,
        [ChangedCell(layout.MACHINE, "", "", "digest")],
    )


def test_without_a_digest_nothing_is_known(tmp_path: Path) -> None:
    path = written(tmp_path / "return.xlsx", ReturnState.SUBMITTED)
    assert after(path, lambda book: fact(book, "digest", None)) == (Evidence.UNKNOWN, [])


def test_of_a_workbook_without_marks_nothing_is_known_and_nothing_is_lost() -> None:
    found = read_return(ROOT / "tests" / "data" / "workbooks" / "format_2_unmarked.xlsx", PLAN)
    assert (found.evidence, found.changes, found.problems) == (Evidence.UNKNOWN, (), ())
    assert [line.fields["number"] for line in found.figures if line.code == COUNT] == [
        (Decimal("30.5"), None, None, None, None)
    ]
    assert found.summary is not None
    assert found.summary.fields["concerns"] == "Dark"
    assert found.actions[0].fields["percent"] == 40


def test_of_a_workbook_of_the_first_format_nothing_is_known(plan: Plan) -> None:
    found = read_return(ROOT / "tests" / "data" / "workbooks" / "format_1.xlsx", plan)
    assert (found.evidence, found.changes) == (Evidence.UNKNOWN, ())
    assert not [one for one in found.problems if "not taken" in one.message]
