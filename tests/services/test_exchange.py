"""Returns between machines: the officer's and the team's, each with a database of its own."""

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
from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.errors import NotFoundError, RefusedError
from csp_desktop.core.figures import Absence, Figure, FigureStatus
from csp_desktop.core.merge import Take
from csp_desktop.core.periods import Quarter
from csp_desktop.core.returns import ReturnState
from csp_desktop.services import Services
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.services.entry import Entry
from csp_desktop.services.exchange import Exchange, FileReport, LineConflict, Outcome
from csp_desktop.services.planning import load_plan
from csp_desktop.storage.audit import entries
from csp_desktop.storage.connection import opened
from csp_desktop.storage.migrate import schema_version
from csp_desktop.storage.return_repository import ReturnRepository
from tests.conftest import LEAD_OFFICER

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
    figures = {
        line.indicator.code: (
            line.figure.value,
            line.figure.numerator,
            line.figure.denominator,
            line.figure.sample_size,
            line.figure.absence,
            line.figure.expected_on,
            line.figure.expected_from,
            line.figure.status,
            line.figure.source,
            line.figure.obtained,
            line.figure.comment,
        )
        for line in sheet.figures
    }
    actions = {
        line.action.code: (
            line.action.lead,
            line.action.due,
            line.update.status,
            line.update.note,
        )
        for line in sheet.actions
    }
    return {**figures, **actions, "state": sheet.record.state}


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


def test_what_was_imported_is_what_a_later_export_says(
    officer: Services, team: Services, workbook: Path
) -> None:
    fill_in(officer)
    sent(officer, team, workbook)
    report = imported(officer, export(team, workbook))
    assert report.outcome is Outcome.UNCHANGED


@pytest.mark.parametrize("begun", [False, True])
def test_a_workbook_that_nobody_touched_changes_nothing(
    begun: bool, team: Services, workbook: Path, team_path: Path
) -> None:
    if begun:
        fill_in(team)
    before, written = content(team), rows(team_path)
    report = imported(team, export(team, workbook))
    assert (report.outcome, report.new, report.changed) == (Outcome.UNCHANGED, 0, 0)
    assert content(team) == before
    assert rows(team_path) == written


def test_the_same_workbook_again_is_unchanged(
    officer: Services, team: Services, workbook: Path, team_path: Path
) -> None:
    fill_in(officer)
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
            "F1",
            "number",
            (Decimal(240), None, None, None, None),
            (Decimal(251), None, None, None, None),
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
    """Put a return where the workflow will put it."""
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
        exchange = Exchange(store, plan, LEAD_OFFICER, Entry(store, plan, LEAD_OFFICER))
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
    book["Machine"]["B1"].value = 2
    book.save(workbook)
    report = imported(team, workbook)
    assert report.outcome is Outcome.REFUSED
    assert "written by a newer version" in report.problems[0].message


def test_a_workbook_without_its_sheet_is_refused(team: Services, workbook: Path) -> None:
    export(team, workbook)
    book = openpyxl.load_workbook(workbook)
    book["Figures"].title = "Sheet1"
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
