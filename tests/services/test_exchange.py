"""Returns between machines: the officer's and the team's, each with a database of its own."""

import itertools
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from csp_desktop import bootstrap, paths
from csp_desktop.core.actions import (
    Action,
    ActionStatus,
    Milestone,
    OwnPriority,
    Resourcing,
)
from csp_desktop.core.errors import NotFoundError, RefusedError
from csp_desktop.core.figures import Absence, Figure, FigureStatus
from csp_desktop.core.merge import Take
from csp_desktop.core.periods import Quarter
from csp_desktop.core.returns import Return, ReturnState
from csp_desktop.core.rules import Severity
from csp_desktop.core.sheet import ActionLine, FigureLine
from csp_desktop.excel.fields import action_fields, figure_fields, summary_fields
from csp_desktop.services import Services
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.services.exchange import Exchange
from csp_desktop.services.import_report import FileReport, LineConflict, Outcome
from csp_desktop.services.planning import load_plan
from csp_desktop.services.returns import Returns
from csp_desktop.storage.audit import entries
from csp_desktop.storage.connection import opened
from csp_desktop.storage.migrate import schema_version
from csp_desktop.storage.return_repository import ReturnRepository
from tests.conftest import LEAD_OFFICER
from tests.places import ROOT

QUARTER = Quarter(2015, 1)
SCHEMA = schema_version(paths.MIGRATIONS)


@pytest.fixture
def team_path(built: Callable[[bool], Path], tmp_path: Path) -> Path:
    """The community safety team's database."""
    return Path(shutil.copy(built(False), tmp_path / "team.db"))


@pytest.fixture
def officer_path(built: Callable[[bool], Path], tmp_path: Path) -> Path:
    """An officer's own database, begun from the same plan."""
    return Path(shutil.copy(built(False), tmp_path / "officer.db"))


@pytest.fixture
def team(team_path: Path) -> Iterator[Services]:
    """The program as the community safety team has it open."""
    with bootstrap.services(team_path, LEAD_OFFICER) as services:
        yield services


@pytest.fixture
def officer(officer_path: Path) -> Iterator[Services]:
    """The program as an officer has it open."""
    with bootstrap.services(officer_path, LEAD_OFFICER) as services:
        yield services


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Where the return workbook lies."""
    return tmp_path / "NPFHF 2015-16-Q1.xlsx"


def figure_of(services: Services, code: str, board: str = "NPFHF") -> Figure:
    lines = services.returns.sheet(board, QUARTER).figures
    return next(line.figure for line in lines if line.indicator.code == code)


def enter(services: Services, code: str, board: str = "NPFHF", **parts: Any) -> None:
    figure = figure_of(services, code, board)
    content = parts if not {"value", "numerator"} & set(parts) else {"absence": None, **parts}
    services.entry.enter_figure(replace(figure, **content))


def update(services: Services, place: int, status: ActionStatus | None, note: str) -> None:
    line = services.returns.sheet("NPFHF", QUARTER).actions[place]
    services.entry.enter_update("NPFHF", replace(line.update, status=status, note=note))


def export(services: Services, path: Path, board: str = "NPFHF") -> Path:
    services.exchange.export_return(board, QUARTER, path)
    return path


def imported(services: Services, path: Path, **how: Any) -> FileReport:
    [report], _ = services.exchange.import_returns([path], **how)
    return report


def sent(officer: Services, team: Services, path: Path, **how: Any) -> FileReport:
    return imported(team, export(officer, path), **how)


def content(services: Services, board: str = "NPFHF") -> dict[str, Any]:
    """What a board's return says, without ids and versions."""
    sheet = services.returns.sheet(board, QUARTER)
    return {
        **{line.indicator.code: figure_fields(line.figure) for line in sheet.figures},
        **{
            line.action.code: {
                **action_fields(line.action, line.update),
                "original_due": line.action.original_due,
                "proposed": line.action.proposed,
            }
            for line in sheet.actions
        },
        "summary": summary_fields(sheet.summary),
        "own priorities": sheet.own_priorities,
        "reasons": [line.reason for line in (*sheet.figures, *sheet.actions) if line.reason],
        "state": sheet.record.state,
    }


def typed(path: Path, of: str, **cells: Any) -> Path:
    """The workbook after these were typed under their headings into a row of the figures."""
    book = openpyxl.load_workbook(path)
    page = book["Figures"]
    headings = {cell.value: cell.column for cell in page[4]}
    row = next(row for row in range(5, page.max_row + 1) if page.cell(row, 1).value == of)
    for heading, value in cells.items():
        page.cell(row, headings[heading.replace("_", " ")]).value = value
    book.save(path)
    return path


def fill_in(services: Services) -> None:
    enter(services, "F1", value=Decimal(248), comment="=as counted", obtained=date(2015, 7, 3))
    enter(services, "F2", numerator=Decimal(67), denominator=Decimal(248))
    enter(
        services,
        "F4",
        absence=Absence.NOT_YET_AVAILABLE,
        expected_on=date(2015, 8, 1),
        expected_from="Victim Support",
    )
    update(services, 0, ActionStatus.ON_TRACK, "Launched in May")
    action = services.returns.sheet("NPFHF", QUARTER).actions[1].action
    services.entry.enter_action(QUARTER, replace(action.due_on(date(2015, 9, 30)), lead="Clerk"))


def line_of(services: Services, code: str) -> FigureLine | ActionLine:
    """A line of the return by its code."""
    sheet = services.returns.sheet("NPFHF", QUARTER)
    figures = {line.indicator.code: line for line in sheet.figures}
    return figures.get(code) or next(one for one in sheet.actions if one.action.code == code)


def action_of(services: Services, code: str) -> Action:
    line = line_of(services, code)
    assert isinstance(line, ActionLine)
    return line.action


def record_of(services: Services) -> Return:
    return services.returns.sheet("NPFHF", QUARTER).record


def write_summary(services: Services, **texts: str) -> None:
    summary = services.returns.sheet("NPFHF", QUARTER).summary
    services.entry.enter("NPFHF", QUARTER, [replace(summary, **texts)])


def explain(services: Services, code: str, note: str) -> None:
    services.entry.enter_figure(figure_of(services, code).explained_by(note))


def fill_in_all(services: Services) -> None:
    """Every kind of thing that a return holds."""
    fill_in(services)
    explain(services, "F1", "After the campaign")
    explain(services, "F2", "Few")
    enter(services, "F2", numerator=Decimal(68))  # reopens the note
    line = services.returns.sheet("NPFHF", QUARTER).actions[1]
    action = replace(
        line.action.due_on(date(2015, 12, 31)),
        partners="Victim Support",
        start=date(2015, 4, 1),
        milestones=(Milestone("Hall booked", date(2015, 5, 1), date(2015, 5, 12)),),
        resources_needed="£500",
        resources_source="MOPAC",
        resourcing=Resourcing.APPLIED,
        aim="Fewer victims",
        measures=("Reports", "Sanction detections"),
    )
    reported = replace(
        line.update,
        status=ActionStatus.OFF_TRACK,
        reason="The post is vacant",
        percent=40,
        next_steps="Fill it",
        evidence="Minutes",
    )
    services.entry.enter("NPFHF", QUARTER, [action, reported])
    propose(services, "Walk the alleys")
    write_summary(services, achievements="More reports", resources="£500")


def set_priority(services: Services, title: str) -> OwnPriority:
    own = services.entry.own_priority("NPFHF", title)
    services.entry.enter("NPFHF", QUARTER, [own])
    return own


def propose(services: Services, text: str) -> None:
    """A priority of the board's own, and an action under it."""
    own = set_priority(services, "Safer stairs")
    proposed = services.entry.proposal("NPFHF", own.code, text)
    services.entry.enter("NPFHF", QUARTER, [proposed])


def rows(path: Path) -> int:
    """How many writes the audit trail holds."""
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM audit").fetchone()[0])


def test_a_filled_in_return_arrives_as_it_was_entered(
    officer: Services, team: Services, workbook: Path
) -> None:
    fill_in(officer)
    report = sent(officer, team, workbook)
    assert (report.outcome, report.return_name) == (Outcome.STORED, "NPFHF 2015/16-Q1")
    assert (report.changed, report.conflicts, report.problems) == (0, [], [])
    # number, state, comment and day of F1; number and state of F2; number, state, day and place
    # of F4; status and note of the first action; lead and due date of the second
    assert report.new == 14
    assert content(team) == content(officer)


def test_everything_a_return_holds_arrives_as_it_was_entered(
    officer: Services, team: Services, workbook: Path
) -> None:
    fill_in_all(officer)
    report = sent(officer, team, workbook)
    assert (report.outcome, report.changed) == (Outcome.STORED, 0)
    assert (report.conflicts, report.problems) == ([], [])
    assert content(team) == content(officer)
    assert action_of(team, "F-02").original_due == date(2015, 9, 30)
    assert [figure_of(team, code).explained for code in ("F1", "F2")] == [True, False]


def test_what_was_imported_is_what_a_later_export_says(
    officer: Services, team: Services, workbook: Path
) -> None:
    fill_in_all(officer)
    sent(officer, team, workbook)
    report = imported(officer, export(team, workbook))
    assert report.outcome is Outcome.UNCHANGED


@pytest.mark.parametrize("begun", [False, True])
def test_a_workbook_that_nobody_touched_changes_nothing(
    begun: bool, team: Services, workbook: Path, team_path: Path
) -> None:
    if begun:
        fill_in_all(team)
    before, written = content(team), rows(team_path)
    report = imported(team, export(team, workbook))
    assert (report.outcome, report.new, report.changed) == (Outcome.UNCHANGED, 0, 0)
    assert content(team) == before
    assert rows(team_path) == written


def test_the_same_workbook_again_is_unchanged(
    officer: Services, team: Services, workbook: Path, team_path: Path
) -> None:
    fill_in_all(officer)
    sent(officer, team, workbook)
    written = rows(team_path)
    report = imported(team, workbook)
    assert (report.outcome, report.new, report.changed) == (Outcome.UNCHANGED, 0, 0)
    assert rows(team_path) == written


def test_a_later_version_of_the_return_changes_what_the_officer_changed(
    officer: Services, team: Services, workbook: Path
) -> None:
    fill_in(officer)
    sent(officer, team, workbook)
    enter(officer, "F1", value=Decimal(251), status=FigureStatus.REVISED)
    report = sent(officer, team, workbook)
    assert (report.outcome, report.new, report.changed) == (Outcome.STORED, 0, 2)
    assert content(team) == content(officer)
    [story] = team.analysis.stories("F1")
    assert [one.figure.value for one in story.earlier] == [248]


def test_different_fields_of_one_figure_merge(
    officer: Services, team: Services, workbook: Path
) -> None:
    fill_in(officer)
    sent(officer, team, workbook)
    enter(team, "F1", source="MPS")
    enter(officer, "F1", value=Decimal(251))
    report = sent(officer, team, workbook)
    assert (report.outcome, report.changed, report.conflicts) == (Outcome.STORED, 1, [])
    figure = figure_of(team, "F1")
    assert (figure.value, figure.source, figure.comment) == (251, "MPS", "=as counted")


def test_different_lines_merge(officer: Services, team: Services, workbook: Path) -> None:
    fill_in(officer)
    sent(officer, team, workbook)
    enter(team, "F1", value=Decimal(251))
    update(team, 2, ActionStatus.AT_RISK, "Short of staff")
    enter(officer, "F2", numerator=Decimal(70), denominator=Decimal(248))
    update(officer, 3, ActionStatus.COMPLETE, "Done")
    assert sent(officer, team, workbook).outcome is Outcome.STORED
    assert figure_of(team, "F1").value == 251
    assert figure_of(team, "F2").numerator == 70
    actions = team.returns.sheet("NPFHF", QUARTER).actions
    assert [line.update.status for line in actions[2:]] == [
        ActionStatus.AT_RISK,
        ActionStatus.COMPLETE,
    ]


def test_what_the_board_fills_in_on_the_teams_own_export_is_taken(
    team: Services, workbook: Path
) -> None:
    enter(team, "F1", value=Decimal(240), comment="from the dashboard")
    export(team, workbook)
    report = imported(team, typed(workbook, "F1", Figure=251))
    assert (report.outcome, report.changed, report.conflicts) == (Outcome.STORED, 1, [])
    assert figure_of(team, "F1").value == 251


@pytest.fixture
def disputed(officer: Services, team: Services, workbook: Path) -> Path:
    """A workbook with one number that was changed on both sides, and one that was not."""
    fill_in(officer)
    sent(officer, team, workbook)
    enter(team, "F1", value=Decimal(240))
    enter(officer, "F1", value=Decimal(251))
    enter(officer, "F2", numerator=Decimal(70), denominator=Decimal(248))
    return export(officer, workbook)


def test_a_conflict_stores_nothing_and_says_what_stands_on_either_side(
    disputed: Path, team: Services, team_path: Path
) -> None:
    before, written = content(team), rows(team_path)
    report = imported(team, disputed)
    assert report.outcome is Outcome.CONFLICT
    assert report.conflicts == [
        LineConflict(
            code="F1",
            name="Hate crime (total)",
            field="number",
            label="Figure",
            base="248",
            stored="240",
            incoming="251",
            stored_by="Lead officer",
            stored_at="2015-07-14T12:00:00.000Z",
            stored_value=(Decimal(240), None, None, None, None),
            incoming_value=(Decimal(251), None, None, None, None),
        )
    ]
    assert content(team) == before
    assert rows(team_path) == written


@pytest.mark.parametrize(("take", "value"), [(Take.INCOMING, 251), (Take.STORED, 240)])
def test_a_conflict_is_settled_as_a_person_says_and_the_rest_is_taken(
    take: Take, value: int, disputed: Path, team: Services
) -> None:
    report = imported(team, disputed, take=take)
    assert (report.outcome, report.conflicts) == (Outcome.STORED, [])
    assert figure_of(team, "F1").value == value
    assert figure_of(team, "F2").numerator == 70


@pytest.mark.parametrize("take", list(Take))
def test_a_settled_conflict_is_settled_for_that_file(
    take: Take, disputed: Path, team: Services
) -> None:
    imported(team, disputed, take=take)
    before = content(team)
    report = imported(team, disputed, take=take)
    assert report.outcome is Outcome.UNCHANGED
    assert content(team) == before


def test_both_sides_with_the_same_new_number_agree(
    officer: Services, team: Services, workbook: Path
) -> None:
    fill_in(officer)
    sent(officer, team, workbook)
    for services in (officer, team):
        enter(services, "F1", value=Decimal(251))
    report = sent(officer, team, workbook)
    assert (report.outcome, report.conflicts) == (Outcome.UNCHANGED, [])


def test_what_both_sides_said_alike_is_remembered_as_shared(
    officer: Services, team: Services, workbook: Path
) -> None:
    for services in (officer, team):
        enter(services, "F1", value=Decimal(251))
        update(services, 0, ActionStatus.ON_TRACK, "Launched in May")
    assert sent(officer, team, workbook).outcome is Outcome.UNCHANGED
    enter(team, "F1", value=Decimal(252))
    update(team, 0, ActionStatus.AT_RISK, "Paused in July")
    before = content(team)
    report = sent(officer, team, workbook)
    assert (report.outcome, report.conflicts) == (Outcome.UNCHANGED, [])
    assert content(team) == before


def test_an_action_changed_on_both_sides_is_a_conflict_of_its_fields(
    officer: Services, team: Services, workbook: Path
) -> None:
    fill_in(officer)
    sent(officer, team, workbook)
    update(team, 0, ActionStatus.AT_RISK, "Paused in July")
    update(officer, 0, ActionStatus.COMPLETE, "Done in June")
    report = sent(officer, team, workbook)
    assert report.outcome is Outcome.CONFLICT
    assert [(one.code, one.field) for one in report.conflicts] == [
        ("F-01", "status"),
        ("F-01", "note"),
    ]
    assert imported(team, workbook, take=Take.INCOMING).outcome is Outcome.STORED
    [line, *_] = team.returns.sheet("NPFHF", QUARTER).actions
    assert (line.update.status, line.update.note) == (ActionStatus.COMPLETE, "Done in June")


def test_a_word_in_a_comment_is_never_mistaken_for_a_state(
    officer: Services, team: Services, workbook: Path
) -> None:
    enter(officer, "F1", value=Decimal(248), comment="provisional", source="provisional")
    sent(officer, team, workbook)
    enter(team, "F1", status=FigureStatus.FINAL)
    assert sent(officer, team, workbook).conflicts == []
    assert figure_of(team, "F1").status is FigureStatus.FINAL


def test_a_blank_in_the_workbook_never_erases_what_is_stored(
    team: Services, workbook: Path
) -> None:
    fill_in(team)
    before = content(team)
    export(team, workbook)
    typed(workbook, "F1", Figure=None, Comment=None, Date_obtained="", Provisional_or_final=" ")
    report = imported(team, workbook)
    assert (report.outcome, report.problems) == (Outcome.UNCHANGED, [])
    assert content(team) == before


def test_a_zero_in_the_workbook_is_a_value(team: Services, workbook: Path) -> None:
    fill_in(team)
    report = imported(team, typed(export(team, workbook), "F1", Figure=0))
    assert (report.outcome, report.changed) == (Outcome.STORED, 1)
    assert figure_of(team, "F1").value == 0


def test_a_number_replaces_an_absence(team: Services, workbook: Path) -> None:
    fill_in(team)
    typed(export(team, workbook), "F4", Figure=12)
    edited = openpyxl.load_workbook(workbook)
    page = edited["Figures"]
    for row in page.iter_rows(min_row=5):
        if row[0].value == "F4":
            row[9].value = None
    edited.save(workbook)
    assert imported(team, workbook).outcome is Outcome.STORED
    figure = figure_of(team, "F4")
    assert (figure.value, figure.absence) == (12, None)


@pytest.mark.parametrize("take", [None, *Take])
def test_a_dry_run_says_what_would_happen_and_stores_nothing(
    take: Take | None, disputed: Path, team: Services, team_path: Path
) -> None:
    before = team_path.read_bytes()
    [dry], changes = team.exchange.import_returns([disputed], take=take, dry_run=True)
    assert changes == Changes()
    assert team_path.read_bytes() == before
    wet = imported(team, disputed, take=take)
    assert (dry.outcome, dry.new, dry.changed, dry.conflicts) == (
        wet.outcome,
        wet.new,
        wet.changed,
        wet.conflicts,
    )


def test_what_an_import_touched_is_announced_once(
    officer: Services, team: Services, workbook: Path
) -> None:
    fill_in(officer)
    export(officer, workbook)
    _, first = team.exchange.import_returns([workbook])
    _, second = team.exchange.import_returns([workbook])
    assert first == Changes.of(Kind.FIGURES, Kind.ACTIONS, Kind.RETURNS)
    assert second == Changes()


def move(path: Path, state: ReturnState, **more: Any) -> None:
    """Put a return where its workflow puts it."""
    with opened(path, SCHEMA) as store, store.transaction():
        returns = ReturnRepository(store, load_plan(store).id)
        record = replace(returns.get("NPFHF", QUARTER), state=state, **more)
        returns.save(record, LEAD_OFFICER.author("submit"))


@pytest.mark.parametrize(
    ("state", "how"),
    [
        (ReturnState.SUBMITTED, {}),
        (ReturnState.APPROVED, {}),
        (ReturnState.ISSUED, {}),
        (ReturnState.SUBMITTED, {"dry_run": True}),
        (ReturnState.SUBMITTED, {"take": Take.INCOMING}),
        (ReturnState.SUBMITTED, {"take": Take.STORED}),
        (ReturnState.SUBMITTED, {"take": Take.INCOMING, "dry_run": True}),
    ],
)
def test_a_locked_return_is_refused(
    state: ReturnState,
    how: dict[str, Any],
    disputed: Path,
    team: Services,
    team_path: Path,
) -> None:
    move(team_path, state)
    before = team_path.read_bytes()
    report = imported(team, disputed, **how)
    assert report.outcome is Outcome.REFUSED
    assert f"is {state.words.lower()} and locked" in report.problems[-1].message
    assert team_path.read_bytes() == before


def test_a_workbook_that_changes_nothing_is_welcome_even_to_a_locked_return(
    officer: Services, team: Services, workbook: Path, team_path: Path
) -> None:
    fill_in(officer)
    sent(officer, team, workbook)
    move(team_path, ReturnState.SUBMITTED)
    assert imported(team, workbook).outcome is Outcome.UNCHANGED


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (ReturnState.IN_PROGRESS, ReturnState.IN_PROGRESS),
        (ReturnState.SUBMITTED, ReturnState.SUBMITTED),
        (ReturnState.RETURNED, ReturnState.RETURNED),
        (ReturnState.APPROVED, ReturnState.SUBMITTED),
        (ReturnState.ISSUED, ReturnState.SUBMITTED),
    ],
)
def test_a_return_new_to_this_database_comes_with_its_state_but_never_approved(
    theirs: ReturnState,
    ours: ReturnState,
    officer: Services,
    team: Services,
    workbook: Path,
    officer_path: Path,
) -> None:
    fill_in(officer)
    move(officer_path, theirs, version=2)
    assert sent(officer, team, workbook).outcome is Outcome.STORED
    record = team.returns.sheet("NPFHF", QUARTER).record
    assert (record.state, record.version) == (ours, 2)


def test_a_note_stays_with_its_figure_while_the_figure_is_unchanged(
    officer: Services, team: Services, workbook: Path
) -> None:
    fill_in_all(officer)
    sent(officer, team, workbook)
    enter(officer, "F1", comment="Looked at again")
    sent(officer, team, workbook)
    assert figure_of(team, "F1").comment == "Looked at again"
    assert figure_of(team, "F1").explained


def test_a_note_reopens_when_the_workbook_changes_the_number_and_not_the_note(
    team: Services, workbook: Path
) -> None:
    fill_in_all(team)
    report = imported(team, typed(export(team, workbook), "F1", Figure=300))
    assert (report.outcome, report.changed) == (Outcome.STORED, 1)
    figure = figure_of(team, "F1")
    assert (figure.value, figure.explanation) == (300, "After the campaign")
    assert not figure.explained


def test_a_note_that_is_typed_in_the_workbook_explains_the_number_beside_it(
    team: Services, workbook: Path
) -> None:
    fill_in_all(team)
    export(team, workbook)
    typed(workbook, "F1", Figure=300, Note_on_a_query="Counted twice, now right")
    typed(workbook, "F2", Note_on_a_query="Still few")
    assert imported(team, workbook).changed == 3
    assert [figure_of(team, code).explained for code in ("F1", "F2")] == [True, True]


def test_the_same_note_given_again_for_another_number_travels(
    officer: Services, team: Services, workbook: Path
) -> None:
    fill_in_all(officer)
    sent(officer, team, workbook)
    explain(officer, "F2", "Few")
    report = sent(officer, team, workbook)
    assert (report.outcome, report.changed, report.conflicts) == (Outcome.STORED, 1, [])
    assert figure_of(team, "F2").explained


def test_notes_that_differ_on_both_sides_are_a_conflict(
    officer: Services, team: Services, workbook: Path
) -> None:
    fill_in_all(officer)
    sent(officer, team, workbook)
    explain(officer, "F1", "The campaign of May")
    explain(team, "F1", "See the minutes")
    [conflict] = sent(officer, team, workbook).conflicts
    assert (conflict.code, conflict.field) == ("F1", "explanation")
    assert (conflict.stored, conflict.incoming) == ("See the minutes", "The campaign of May")


def test_milestones_that_differ_on_both_sides_are_told_as_they_stand_in_the_workbook(
    officer: Services, team: Services, workbook: Path
) -> None:
    fill_in_all(officer)
    sent(officer, team, workbook)
    for services, met_on in ((officer, date(2015, 5, 13)), (team, None)):
        action = action_of(services, "F-02")
        steps = (Milestone("Hall booked", date(2015, 5, 1), met_on),)
        services.entry.enter_action(QUARTER, replace(action, milestones=steps))
    [conflict] = sent(officer, team, workbook).conflicts
    assert (conflict.code, conflict.field) == ("F-02", "milestones")
    assert conflict.stored == "Hall booked | 1 May 2015"
    assert conflict.incoming == "Hall booked | 1 May 2015 | 13 May 2015"


def test_the_text_of_a_proposal_merges_like_any_other_field(
    officer: Services, team: Services, workbook: Path
) -> None:
    propose(officer, "Walk the alleys")
    sent(officer, team, workbook)
    assert action_of(team, "NPFHF-P1").proposed
    reword(officer, "Walk the alleys at night")
    report = sent(officer, team, workbook)
    assert (report.outcome, report.changed) == (Outcome.STORED, 1)
    assert action_of(team, "NPFHF-P1").planned.text == "Walk the alleys at night"
    reword(officer, "Walk them twice")
    reword(team, "Drive through them")
    conflicts = sent(officer, team, workbook).conflicts
    assert [(one.code, one.field) for one in conflicts] == [("NPFHF-P1", "text")]


def reword(services: Services, text: str) -> None:
    action = action_of(services, "NPFHF-P1")
    planned = replace(action.planned, text=text)
    services.entry.enter_action(QUARTER, replace(action, planned=planned))


def test_a_proposal_made_on_both_sides_under_one_code_is_for_a_person_to_settle(
    officer: Services, team: Services, workbook: Path
) -> None:
    propose(officer, "Walk the alleys")
    propose(team, "Light the stairs")
    report = sent(officer, team, workbook)
    assert report.outcome is Outcome.CONFLICT
    assert [(one.code, one.field) for one in report.conflicts] == [("NPFHF-P1", "text")]
    assert imported(team, workbook, take=Take.INCOMING).outcome is Outcome.STORED
    assert action_of(team, "NPFHF-P1").planned.text == "Walk the alleys"


@pytest.mark.parametrize(
    ("take", "title"), [(Take.INCOMING, "Safer stairs"), (Take.STORED, "Quieter nights")]
)
def test_own_priorities_that_differ_under_one_code_are_for_a_person_to_settle(
    take: Take, title: str, officer: Services, team: Services, workbook: Path
) -> None:
    set_priority(officer, "Safer stairs")
    set_priority(team, "Quieter nights")
    [conflict] = sent(officer, team, workbook).conflicts
    assert (conflict.code, conflict.field) == ("NPFHF-O1", "title")
    imported(team, workbook, take=take)
    [own] = team.returns.sheet("NPFHF", QUARTER).own_priorities
    assert own.title == title


def test_a_proposal_that_was_taken_back_does_not_travel(
    officer: Services, team: Services, workbook: Path
) -> None:
    propose(officer, "Walk the alleys")
    taken_back = replace(action_of(officer, "NPFHF-P1"), dropped=True)
    officer.entry.enter_action(QUARTER, taken_back)
    sent(officer, team, workbook)
    assert "NPFHF-P1" not in content(team)


def test_a_proposal_that_was_taken_back_here_is_not_brought_back_by_a_workbook(
    officer: Services, team: Services, workbook: Path
) -> None:
    propose(officer, "Walk the alleys")
    sent(officer, team, workbook)
    taken_back = replace(action_of(officer, "NPFHF-P1"), dropped=True)
    officer.entry.enter_action(QUARTER, taken_back)
    report = imported(officer, export(team, workbook))
    assert report.outcome is Outcome.UNCHANGED
    assert [(one.severity, one.message) for one in report.problems] == [
        (Severity.INFORMATION, "The action NPFHF-P1 was taken back here; it stays so")
    ]
    assert "NPFHF-P1" not in content(officer)


def test_an_own_priority_that_was_taken_back_stays_so_and_its_actions_still_travel(
    officer: Services, team: Services, workbook: Path
) -> None:
    propose(officer, "Walk the alleys")
    [own] = officer.returns.sheet("NPFHF", QUARTER).own_priorities
    set_priority(team, "Safer stairs")
    for services in (officer, team):
        services.entry.enter("NPFHF", QUARTER, [replace(own, title="")])
    assert sent(officer, team, workbook).problems == []
    assert action_of(team, "NPFHF-P1").priority == own.code
    assert team.returns.sheet("NPFHF", QUARTER).own_priorities == ()
    officer.entry.enter("NPFHF", QUARTER, [own])
    [problem] = sent(officer, team, workbook).problems
    assert problem.message == "The priority NPFHF-O1 was taken back here; it stays so"
    assert team.returns.sheet("NPFHF", QUARTER).own_priorities == ()


def test_an_action_under_a_priority_that_was_taken_back_comes_into_an_empty_database(
    officer: Services, team: Services, workbook: Path
) -> None:
    propose(officer, "Walk the alleys")
    [own] = officer.returns.sheet("NPFHF", QUARTER).own_priorities
    officer.entry.enter("NPFHF", QUARTER, [replace(own, title="")])
    report = sent(officer, team, workbook)
    assert (report.outcome, report.new, report.problems) == (Outcome.STORED, 2, [])
    assert content(team) == content(officer)


def test_the_parts_of_a_summary_merge_one_by_one(
    officer: Services, team: Services, workbook: Path
) -> None:
    write_summary(officer, achievements="More reports", concerns="Vacant posts")
    assert sent(officer, team, workbook).new == 2
    write_summary(team, achievements="Many more reports")
    write_summary(officer, concerns="One vacant post", decisions="Agree the plan")
    report = sent(officer, team, workbook)
    assert (report.outcome, report.new, report.changed) == (Outcome.STORED, 1, 1)
    assert content(team)["summary"] == {
        "achievements": "Many more reports",
        "concerns": "One vacant post",
        "decisions": "Agree the plan",
        "resources": "",
    }
    write_summary(officer, achievements="Reports doubled")
    [conflict] = sent(officer, team, workbook).conflicts
    assert (conflict.code, conflict.field) == ("Summary", "achievements")


def test_what_both_sides_said_alike_in_the_summary_is_remembered_as_shared(
    officer: Services, team: Services, workbook: Path
) -> None:
    for services in (officer, team):
        write_summary(services, concerns="Vacant posts")
    assert sent(officer, team, workbook).outcome is Outcome.UNCHANGED
    write_summary(team, concerns="One vacant post")
    assert sent(officer, team, workbook).conflicts == []


FORMAT_1 = ROOT / "tests" / "data" / "workbooks" / "format_1.xlsx"


def test_a_workbook_of_the_first_format_is_taken_and_erases_nothing(
    officer: Services, team: Services
) -> None:
    fill_in(officer)
    assert imported(team, FORMAT_1).new == 14
    assert content(team) == content(officer)
    fill_in_all(team)
    before = content(team)
    report = imported(team, FORMAT_1, take=Take.STORED)
    assert (report.new, report.problems) == (0, [])
    assert content(team) == before


def test_what_the_first_format_does_not_carry_stays_shared(
    officer: Services, team: Services, workbook: Path
) -> None:
    fill_in_all(officer)
    sent(officer, team, workbook)
    imported(team, FORMAT_1, take=Take.STORED)
    explain(officer, "F1", "The campaign of May")
    assert sent(officer, team, workbook).conflicts == []
    assert figure_of(team, "F1").explanation == "The campaign of May"


@pytest.fixture
def submitted(officer: Services, team: Services, workbook: Path, officer_path: Path) -> Path:
    """The workbook of a return that was submitted and has come to the team."""
    fill_in_all(officer)
    move(officer_path, ReturnState.SUBMITTED, version=1, submitted_by="Officer")
    sent(officer, team, workbook)
    return workbook


@pytest.fixture
def sent_back(submitted: Path, officer: Services, team: Services) -> Path:
    """The workbook in which the team has sent two lines of it back."""
    team.review.open("NPFHF", QUARTER)
    reasons = {"F1": "=Say where it comes from", "F-02": "Which post?"}
    team.review.send_back("NPFHF", QUARTER, reasons)
    return export(team, submitted)


def test_a_submitted_return_comes_in_unopened_with_who_submitted_it(
    submitted: Path, team: Services, officer: Services
) -> None:
    team.review.open("NPFHF", QUARTER)
    record = record_of(team)
    assert (record.state, record.version, record.submitted_by, record.opened_by) == (
        ReturnState.SUBMITTED,
        1,
        "Officer",
        "Lead officer",
    )
    imported(officer, export(team, submitted))
    assert record_of(officer).opened_by == ""
    imported(team, export(officer, submitted))
    assert record_of(team).opened_by == "Lead officer"


def test_what_is_sent_back_appears_on_the_officers_own_lines(
    sent_back: Path, officer: Services, team: Services
) -> None:
    report = imported(officer, sent_back)
    assert (report.outcome, report.new, report.changed) == (Outcome.STORED, 0, 0)
    assert report.problems == []
    assert record_of(officer).state is ReturnState.RETURNED
    assert record_of(officer).reason == record_of(team).reason != ""
    for code, words in (("F1", "=Say where it comes from"), ("F-02", "Which post?")):
        reason = line_of(officer, code).reason
        assert reason == line_of(team, code).reason
        assert reason is not None
        assert (reason.reason, reason.version, reason.by) == (words, 1, "Lead officer")
    assert line_of(officer, "F2").reason is None


def test_a_return_sent_back_is_taken_once(
    sent_back: Path, officer: Services, officer_path: Path
) -> None:
    imported(officer, sent_back)
    written = rows(officer_path)
    assert imported(officer, sent_back).outcome is Outcome.UNCHANGED
    assert rows(officer_path) == written


def test_what_changed_on_the_way_back_is_merged_into_what_was_submitted(
    sent_back: Path, officer: Services, team: Services
) -> None:
    enter(team, "F5", value=Decimal(5))
    report = imported(officer, export(team, sent_back))
    assert (report.outcome, report.new) == (Outcome.STORED, 2)
    assert figure_of(officer, "F5").value == 5


def test_a_return_sent_back_comes_into_a_database_that_has_never_seen_it(
    sent_back: Path, empty_services: Services
) -> None:
    assert imported(empty_services, sent_back).outcome is Outcome.STORED
    assert record_of(empty_services).state is ReturnState.RETURNED
    assert line_of(empty_services, "F1").reason is not None


@pytest.mark.parametrize(
    ("state", "version"),
    [
        (ReturnState.SUBMITTED, 2),
        (ReturnState.APPROVED, 1),
        (ReturnState.ISSUED, 1),
        (ReturnState.IN_PROGRESS, 2),
    ],
)
def test_only_the_version_that_was_sent_back_is_opened_by_it(
    state: ReturnState, version: int, sent_back: Path, officer: Services, officer_path: Path
) -> None:
    move(officer_path, state, version=version)
    assert imported(officer, sent_back).outcome is Outcome.UNCHANGED
    record = record_of(officer)
    assert (record.state, record.version) == (state, version)
    move(officer_path, ReturnState.RETURNED)
    assert line_of(officer, "F1").reason is None


def test_a_return_withdrawn_meanwhile_still_learns_why_it_was_sent_back(
    sent_back: Path, officer: Services
) -> None:
    officer.entry.withdraw("NPFHF", QUARTER)
    imported(officer, sent_back)
    assert record_of(officer).state is ReturnState.RETURNED
    assert line_of(officer, "F1").reason is not None


@pytest.fixture
def resubmitted(sent_back: Path, officer: Services, officer_path: Path) -> Path:
    """The workbook of the return after the officer has changed it and submitted it again."""
    imported(officer, sent_back)
    enter(officer, "F1", value=Decimal(251))
    move(officer_path, ReturnState.SUBMITTED, version=2, submitted_by="Officer")
    return export(officer, sent_back)


def test_a_return_submitted_again_replaces_the_one_that_was_sent_back(
    resubmitted: Path, team: Services
) -> None:
    report = imported(team, resubmitted)
    assert (report.outcome, report.changed, report.conflicts) == (Outcome.STORED, 1, [])
    record = record_of(team)
    assert (record.state, record.version, record.opened_by) == (ReturnState.SUBMITTED, 2, "")
    assert figure_of(team, "F1").value == 251
    assert not figure_of(team, "F1").explained
    assert figure_of(team, "F1").explanation == "After the campaign"


def test_an_old_workbook_does_not_open_what_was_submitted_again(
    resubmitted: Path, officer: Services, team: Services, tmp_path: Path
) -> None:
    old = export(team, tmp_path / "old.xlsx")
    assert imported(officer, old).outcome is Outcome.UNCHANGED
    assert record_of(officer).state is ReturnState.SUBMITTED
    imported(team, resubmitted)
    before = content(team)
    imported(team, old)
    assert content(team) == before
    assert record_of(team).version == 2


@pytest.mark.parametrize("state", [ReturnState.IN_PROGRESS, ReturnState.RETURNED])
def test_a_submitted_return_locks_one_that_is_open_here_with_its_content_merged(
    state: ReturnState, officer: Services, team: Services, workbook: Path, officer_path: Path
) -> None:
    enter(team, "F5", value=Decimal(5))
    if state is ReturnState.RETURNED:
        team_path = workbook.parent / "team.db"
        move(team_path, state)
    fill_in(officer)
    move(officer_path, ReturnState.SUBMITTED, version=1)
    assert sent(officer, team, workbook).outcome is Outcome.STORED
    assert (record_of(team).state, record_of(team).version) == (ReturnState.SUBMITTED, 1)
    assert (figure_of(team, "F1").value, figure_of(team, "F5").value) == (248, 5)


def test_a_submitted_return_in_conflict_locks_nothing(
    disputed: Path, team: Services, officer: Services, officer_path: Path
) -> None:
    move(officer_path, ReturnState.SUBMITTED, version=1)
    assert sent(officer, team, disputed).outcome is Outcome.CONFLICT
    assert record_of(team).state is ReturnState.IN_PROGRESS
    assert imported(team, disputed, take=Take.INCOMING).outcome is Outcome.STORED
    assert record_of(team).state is ReturnState.SUBMITTED


def test_a_return_the_team_reopened_is_submitted_again_under_the_next_version(
    submitted: Path, officer: Services, team: Services, officer_path: Path, team_path: Path
) -> None:
    move(team_path, ReturnState.APPROVED)
    team.review.reopen("NPFHF", QUARTER, "The figures were revised")
    export(team, submitted)
    assert imported(officer, submitted).outcome is Outcome.UNCHANGED
    assert record_of(officer).state is ReturnState.SUBMITTED
    officer.entry.withdraw("NPFHF", QUARTER)
    imported(officer, submitted)
    record = record_of(officer)
    assert (record.state, record.version, record.reason) == (
        ReturnState.IN_PROGRESS,
        2,
        "The figures were revised",
    )
    move(officer_path, ReturnState.SUBMITTED, version=3)
    sent(officer, team, submitted)
    assert (record_of(team).state, record_of(team).version) == (ReturnState.SUBMITTED, 3)


def submit_again(officer: Services, officer_path: Path, path: Path) -> Path:
    """The workbook after the officer has withdrawn, changed and submitted once more."""
    officer.entry.withdraw("NPFHF", QUARTER)
    enter(officer, "F1", value=Decimal(251))
    move(officer_path, ReturnState.SUBMITTED, version=2)
    return export(officer, path)


def test_what_nobody_has_opened_yet_takes_what_was_submitted_after_it(
    submitted: Path, officer: Services, team: Services, officer_path: Path
) -> None:
    report = imported(team, submit_again(officer, officer_path, submitted))
    assert (report.outcome, report.changed) == (Outcome.STORED, 1)
    assert (record_of(team).state, record_of(team).version) == (ReturnState.SUBMITTED, 2)
    assert figure_of(team, "F1").value == 251


def test_what_the_team_has_opened_stays_opened_when_the_same_is_submitted_again(
    submitted: Path, officer: Services, team: Services, officer_path: Path
) -> None:
    team.review.open("NPFHF", QUARTER)
    officer.entry.withdraw("NPFHF", QUARTER)
    move(officer_path, ReturnState.SUBMITTED, version=2)
    assert sent(officer, team, submitted).outcome is Outcome.STORED
    assert (record_of(team).version, record_of(team).opened_by) == (2, "Lead officer")


@pytest.mark.parametrize("state", [None, ReturnState.APPROVED, ReturnState.ISSUED])
def test_what_the_team_has_opened_or_approved_takes_nothing_from_a_newer_workbook(
    state: ReturnState | None,
    submitted: Path,
    officer: Services,
    team: Services,
    officer_path: Path,
    team_path: Path,
) -> None:
    team.review.open("NPFHF", QUARTER)
    if state is not None:
        move(team_path, state)
    before = content(team)
    report = imported(team, submit_again(officer, officer_path, submitted))
    assert report.outcome is Outcome.REFUSED
    assert "and locked" in report.problems[-1].message
    assert content(team) == before
    assert record_of(team).version == 1


@pytest.mark.parametrize("ours", [one for one in ReturnState if not one.open_for_entry])
def test_no_workbook_makes_a_return_less_locked_but_the_one_that_sends_it_back(
    ours: ReturnState, team: Services, workbook: Path, team_path: Path
) -> None:
    enter(team, "F1", value=Decimal(248))
    export(team, workbook)
    for theirs, version in itertools.product(ReturnState, (1, 2, 3)):
        move(team_path, ours, version=2)
        report = imported(team, machine(workbook, state=theirs.value, version=version))
        assert {one.severity for one in report.problems} <= {Severity.INFORMATION}
        record = record_of(team)
        submitted = ours is ReturnState.SUBMITTED
        back = submitted and theirs is ReturnState.RETURNED and version == 2
        newer = submitted and not theirs.open_for_entry and version == 3
        assert record.state is (ReturnState.RETURNED if back else ours)
        assert record.version == (3 if newer else 2)


def machine(path: Path, **facts: Any) -> Path:
    """The workbook with other facts about its return."""
    book = openpyxl.load_workbook(path)
    for row in book["Machine"].iter_rows(max_row=11):
        row[1].value = facts.get(str(row[0].value), row[1].value)
    book.save(path)
    return path


def test_a_cell_that_cannot_be_read_is_reported_and_the_rest_is_stored(
    officer: Services, team: Services, workbook: Path
) -> None:
    fill_in(officer)
    export(officer, workbook)
    report = imported(team, typed(workbook, "F1", Figure="about 250"))
    assert report.outcome is Outcome.STORED
    [problem] = report.problems
    assert (problem.sheet, problem.cell[0]) == ("Figures", "F")
    assert not figure_of(team, "F1").entered
    assert figure_of(team, "F1").comment == "=as counted"
    assert figure_of(team, "F2").numerator == 67


def test_a_file_that_fails_half_way_stores_nothing(
    officer: Services, empty_database: Path, workbook: Path
) -> None:
    fill_in(officer)
    enter(officer, "F5", value=Decimal(5), comment="a long comment " * 2_000)
    export(officer, workbook)
    with opened(empty_database, SCHEMA) as store:
        store.set_number("max_page_count", store.pragma("page_count"))
        plan = load_plan(store)
        exchange = Exchange(store, plan, LEAD_OFFICER, Returns(store, plan, LEAD_OFFICER))
        before, trail = store.path.read_bytes(), entries(store)
        [report], changes = exchange.import_returns([workbook])
        assert report.outcome is Outcome.REFUSED
        assert "is full" in report.problems[-1].message
        assert changes == Changes()
        assert entries(store) == trail
    assert empty_database.read_bytes() == before


def test_a_return_of_another_plan_is_refused(
    little_plan: Path, team: Services, workbook: Path, tmp_path: Path, team_path: Path
) -> None:
    bootstrap.start(tmp_path / "little.db", LEAD_OFFICER, little_plan)
    with bootstrap.services(tmp_path / "little.db", LEAD_OFFICER) as other:
        other.exchange.export_return("SAFE", QUARTER, workbook)
    written = rows(team_path)
    report = imported(team, workbook)
    assert report.outcome is Outcome.REFUSED
    assert "is a return of Little Wittering" in report.problems[0].message
    assert rows(team_path) == written


def test_a_workbook_of_a_newer_program_is_refused(team: Services, workbook: Path) -> None:
    export(team, workbook)
    book = openpyxl.load_workbook(workbook)
    book["Machine"]["B1"].value = 3
    book.save(workbook)
    report = imported(team, workbook)
    assert report.outcome is Outcome.REFUSED
    assert "written by a newer version" in report.problems[0].message


def test_a_workbook_without_its_sheet_is_refused(team: Services, workbook: Path) -> None:
    export(team, workbook)
    book = openpyxl.load_workbook(workbook)
    del book["Figures"]
    book.save(workbook)
    report = imported(team, workbook)
    assert report.outcome is Outcome.REFUSED
    assert "it has no sheet Figures" in report.problems[0].message


def test_a_file_that_is_no_workbook_is_refused_and_the_others_are_taken(
    officer: Services, team: Services, tmp_path: Path
) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    fill_in(officer)
    enter(officer, "F3", board="TMG", value=Decimal(78), sample_size=1147)
    export(officer, folder / "b NPFHF.xlsx")
    export(officer, folder / "c TMG.xlsx", board="TMG")
    (folder / "a letter.xlsx").write_text("Dear all")
    (folder / "~$b NPFHF.xlsx").write_bytes(b"lock")
    (folder / "notes.txt").write_text("none of this program's business")
    reports, _ = team.exchange.import_returns([folder])
    assert [(one.file.name, one.outcome) for one in reports] == [
        ("a letter.xlsx", Outcome.REFUSED),
        ("b NPFHF.xlsx", Outcome.STORED),
        ("c TMG.xlsx", Outcome.STORED),
    ]
    assert content(team) == content(officer)
    assert content(team, "TMG") == content(officer, "TMG")


def test_files_and_folders_can_be_named_together(
    officer: Services, team: Services, workbook: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    fill_in(officer)
    export(officer, workbook)
    export(officer, folder / "TMG.xlsx", board="TMG")
    reports, _ = team.exchange.import_returns([workbook, folder])
    assert [one.file for one in reports] == [workbook, folder / "TMG.xlsx"]


def test_a_folder_without_workbooks_says_so(team: Services, tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    with pytest.raises(NotFoundError, match="holds no workbook"):
        team.exchange.import_returns([tmp_path / "inbox"])


@pytest.mark.parametrize("name", ["nowhere.xlsx", "a" * 300])
def test_a_path_to_nothing_is_refused_before_anything_is_read(
    name: str, officer: Services, team: Services, workbook: Path, tmp_path: Path
) -> None:
    fill_in(officer)
    before = content(team)
    with pytest.raises(NotFoundError, match="There is no file or folder"):
        team.exchange.import_returns([export(officer, workbook), tmp_path / name])
    assert content(team) == before


@pytest.mark.parametrize("name", ["return.xls", "return", "return.csv"])
def test_a_return_is_written_as_xlsx_or_not_at_all(
    name: str, team: Services, tmp_path: Path
) -> None:
    with pytest.raises(RefusedError, match=r"must end in \.xlsx"):
        export(team, tmp_path / name)
    assert not (tmp_path / name).exists()


def test_an_export_says_what_it_wrote(team: Services, workbook: Path) -> None:
    fill_in(team)
    sheet = team.exchange.export_return("npfhf", QUARTER, workbook)
    assert sheet.board.code == "NPFHF"
    assert sheet.complete.words == "4 of 30"
    assert workbook.exists()


@pytest.mark.parametrize(
    ("board", "quarter", "words"),
    [
        ("NOPE", QUARTER, "There is no board “NOPE”"),
        ("NPFHF", Quarter(2014, 4), "asks no return for 2014/15-Q4"),
    ],
)
def test_a_return_nobody_owes_is_not_written(
    board: str, quarter: Quarter, words: str, team: Services, workbook: Path
) -> None:
    with pytest.raises(NotFoundError, match=words):
        team.exchange.export_return(board, quarter, workbook)
    assert not workbook.exists()


def test_every_board_of_the_plan_goes_out_and_comes_back(
    officer: Services, team: Services, tmp_path: Path
) -> None:
    for board in officer.plan.boards:
        path = export(officer, tmp_path / f"{board.code}.xlsx", board=board.code)
        report = imported(team, path)
        assert (report.outcome, report.problems) == (Outcome.UNCHANGED, []), board.code


def test_an_import_is_written_down_with_the_name_of_its_file(
    officer: Services, empty_database: Path, workbook: Path
) -> None:
    fill_in(officer)
    export(officer, workbook)
    with bootstrap.services(empty_database, LEAD_OFFICER) as services:
        imported(services, workbook)
    with opened(empty_database, SCHEMA) as store:
        actions = {one.action for one in entries(store)}
    assert actions == {"start", "import NPFHF 2015-16-Q1.xlsx"}
