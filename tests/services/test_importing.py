"""What an import reports, one field after another, and how it is taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from csp_desktop import bootstrap
from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.errors import NotFoundError, RefusedError, StorageError
from csp_desktop.core.figures import Absence
from csp_desktop.core.merge import Take
from csp_desktop.core.returns import ReturnState
from csp_desktop.core.rules import Severity
from csp_desktop.excel.records import Evidence
from csp_desktop.services import Services
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.services.import_report import ChangeKind, FileReport, Outcome
from csp_desktop.storage.audit import entries, first_break
from csp_desktop.storage.connection import opened
from csp_desktop.storage.import_repository import ImportRepository
from tests.conftest import LEAD_OFFICER
from tests.services.test_exchange import (
    QUARTER,
    SCHEMA,
    action_of,
    content,
    disputed,
    enter,
    explain,
    export,
    figure_of,
    fill_in,
    fill_in_all,
    imported,
    line_of,
    move,
    officer,
    officer_path,
    record_of,
    resubmitted,
    sent,
    sent_back,
    set_priority,
    submitted,
    team,
    team_path,
    typed,
    update,
    workbook,
    write_summary,
)

__all__ = [
    "disputed",
    "officer",
    "officer_path",
    "resubmitted",
    "sent_back",
    "submitted",
    "team",
    "team_path",
    "workbook",
]


def marks(services: Services) -> dict[str, Any]:
    """What both sides last held, line by line."""
    sheet = services.returns.sheet("NPFHF", QUARTER)
    return {
        **{line.indicator.code: line.figure.shared for line in sheet.figures},
        **{line.action.code: (line.action.shared, line.update.shared) for line in sheet.actions},
        "summary": sheet.summary.shared,
    }


def whole(services: Services) -> dict[str, Any]:
    """All that a return holds, with the moves of its due dates and its state and version."""
    sheet = services.returns.sheet("NPFHF", QUARTER)
    return {
        **content(services),
        "moves": {line.action.code: line.action.moves for line in sheet.actions},
        "record": replace(sheet.record, row_version=0),
    }


def undo(services: Services, report: FileReport) -> Changes:
    return services.exchange.undo_import(report.import_id)


def changed(report: FileReport) -> dict[tuple[str, str], tuple[str, str, str, ChangeKind]]:
    return {
        (one.code, one.field): (one.label, one.before, one.after, one.kind)
        for one in report.changes
    }


def test_a_report_names_each_field_with_what_stood_there_and_what_comes(
    officer: Services, team: Services, workbook: Path
) -> None:
    fill_in(officer)
    enter(team, "F1", comment="")
    write_summary(officer, achievements="More reports")
    report = sent(officer, team, workbook)
    told = changed(report)
    assert (report.board, report.quarter) == ("NPFHF", QUARTER)
    assert len(report.changes) == report.new == 15
    new = ChangeKind.NEW
    assert told["F1", "number"] == ("Figure", "", "248", new)
    assert told["F1", "comment"] == ("Comment", "", "=as counted", new)
    assert told["F1", "obtained"] == ("Date obtained", "", "3 July 2015", new)
    assert told["F2", "number"] == ("Figure", "", "67 of 248", new)
    assert told["F4", "number"] == ("Figure", "", "Not yet available", new)
    assert told["F-02", "due"] == ("Due", "", "30 September 2015", new)
    assert told["F-01", "status"] == ("Status", "", "On track", new)
    assert told["Summary", "achievements"] == ("Achievements", "", "More reports", new)
    [of_figure] = [one for one in report.changes if one.field == "obtained"]
    assert of_figure.name == "Hate crime (total)"


def test_a_changed_field_is_told_with_both_contents_and_the_rest_is_counted(
    officer: Services, team: Services, workbook: Path
) -> None:
    fill_in(officer)
    sent(officer, team, workbook)
    enter(officer, "F1", value=Decimal(1251))
    report = sent(officer, team, workbook)
    assert changed(report) == {
        ("F1", "number"): ("Figure", "248", "1,251", ChangeKind.CHANGED),
    }
    assert (report.new, report.changed, report.unchanged) == (0, 1, 13)


def test_a_dry_run_tells_the_same_changes_and_has_nothing_to_undo(
    disputed: Path, team: Services, team_path: Path
) -> None:
    before = team_path.read_bytes()
    decisions = {(disputed, "F1", "number"): Take.INCOMING}
    [dry], _ = team.exchange.import_returns([disputed], decisions=decisions, dry_run=True)
    assert team_path.read_bytes() == before
    assert (dry.import_id, team.exchange.imports()[0].id) == ("", "1")
    [wet], _ = team.exchange.import_returns([disputed], decisions=decisions)
    assert wet.import_id == "2"
    assert replace(wet, import_id="") == dry


def test_a_conflict_says_what_stood_there_before_and_who_changed_it(
    officer: Services, team: Services, team_path: Path, workbook: Path
) -> None:
    fill_in_all(officer)
    sent(officer, team, workbook)
    with bootstrap.services(team_path, replace(LEAD_OFFICER, user="A. Reviewer")) as colleague:
        enter(colleague, "F1", value=Decimal(240))
        update(colleague, 0, ActionStatus.AT_RISK, "Paused in July")
        write_summary(colleague, achievements="Many more reports")
    enter(team, "F1", source="MPS")  # says nothing of the number
    enter(officer, "F1", value=Decimal(251))
    update(officer, 0, ActionStatus.COMPLETE, "Launched in May")
    write_summary(officer, achievements="Reports doubled")
    found = {(one.code, one.label): one for one in sent(officer, team, workbook).conflicts}
    told = {place: (one.base, one.stored, one.incoming) for place, one in found.items()}
    assert told == {
        ("F1", "Figure"): ("248", "240", "251"),
        ("F-01", "Status"): ("On track", "At risk", "Complete"),
        ("Summary", "Achievements"): ("More reports", "Many more reports", "Reports doubled"),
    }
    assert {one.stored_by for one in found.values()} == {"A. Reviewer"}


def test_a_report_says_whether_the_workbook_is_as_the_program_wrote_it(
    officer: Services, team: Services, workbook: Path
) -> None:
    fill_in(officer)
    assert sent(officer, team, workbook).evidence == Evidence.UNTOUCHED.value
    report = imported(team, typed(workbook, "F1", Figure=251))
    assert report.evidence == Evidence.FILLED_OUTSIDE.value
    assert report.problems == []


def test_a_preview_says_which_files_hold_the_same_return(
    officer: Services, team: Services, workbook: Path
) -> None:
    fill_in(officer)
    export(officer, workbook)
    twin = typed(workbook, "F1", Figure=251).rename(workbook.with_name("B.xlsx"))
    export(officer, workbook.with_name("A.xlsx"))
    reports, _ = team.exchange.import_returns([workbook.parent], dry_run=True)
    assert [one.file.name for one in reports] == ["A.xlsx", "B.xlsx"]
    assert reports[0].problems == []
    assert [one.message for one in reports[1].problems] == [
        "A.xlsx holds the same return; what this file adds to it shows when that one is stored"
    ]
    reports, _ = team.exchange.import_returns([workbook.parent, twin])
    assert [one.problems for one in reports] == [[], [], []]


def test_each_cell_that_was_changed_after_the_return_was_submitted_is_listed(
    officer: Services, team: Services, workbook: Path, officer_path: Path
) -> None:
    fill_in_all(officer)
    move(officer_path, ReturnState.SUBMITTED, version=1, submitted_by="Officer")
    assert sent(officer, team, workbook).problems == []
    report = imported(team, typed(workbook, "F1", Figure=251))
    assert report.evidence == Evidence.CHANGED_AFTER_SUBMISSION.value
    said = report.problems[0]
    assert said.message == "F1, Figure was changed after the return was submitted"
    assert said.severity is Severity.INFORMATION
    assert openpyxl.load_workbook(workbook)[said.sheet][said.cell].value == 251


@pytest.fixture
def twice_disputed(disputed: Path, officer: Services, team: Services) -> Path:
    """A workbook with two conflicts in two lines."""
    update(team, 0, ActionStatus.AT_RISK, "Launched in May")
    update(officer, 0, ActionStatus.COMPLETE, "Launched in May")
    return export(officer, disputed)


def test_each_conflict_is_settled_as_a_person_decided_it(
    twice_disputed: Path, team: Services
) -> None:
    decisions = {
        (twice_disputed, "F1", "number"): Take.INCOMING,
        (twice_disputed, "F-01", "status"): Take.STORED,
    }
    report = imported(team, twice_disputed, decisions=decisions)
    assert (report.outcome, report.conflicts) == (Outcome.STORED, [])
    assert figure_of(team, "F1").value == 251
    assert action_status(team) is ActionStatus.AT_RISK


def action_status(services: Services) -> ActionStatus | None:
    return services.returns.sheet("NPFHF", QUARTER).actions[0].update.status


def test_a_file_with_one_conflict_undecided_stores_nothing_and_names_that_one(
    twice_disputed: Path, team: Services
) -> None:
    before = whole(team)
    decisions = {(twice_disputed, "F1", "number"): Take.INCOMING}
    report = imported(team, twice_disputed, decisions=decisions)
    assert report.outcome is Outcome.CONFLICT
    assert [(one.code, one.field) for one in report.conflicts] == [("F-01", "status")]
    assert whole(team) == before


def test_what_nobody_decided_is_settled_by_the_rule_for_all(
    twice_disputed: Path, team: Services
) -> None:
    decisions = {(twice_disputed, "F1", "number"): Take.STORED}
    imported(team, twice_disputed, decisions=decisions, take=Take.INCOMING)
    assert figure_of(team, "F1").value == 240
    assert action_status(team) is ActionStatus.COMPLETE


def test_a_decision_counts_for_its_own_file_alone(
    disputed: Path, team: Services, tmp_path: Path
) -> None:
    decisions = {(tmp_path / "other.xlsx", "F1", "number"): Take.INCOMING}
    assert imported(team, disputed, decisions=decisions).outcome is Outcome.CONFLICT


def test_an_import_is_kept_with_who_when_what_and_how_much(
    officer: Services, team: Services, team_path: Path, workbook: Path
) -> None:
    fill_in(officer)
    report = sent(officer, team, workbook)
    [kept] = team.exchange.imports()
    assert (kept.id, kept.file) == (report.import_id, workbook.name)
    assert (kept.by, kept.at) == ("Lead officer", "2015-07-14T12:00:00.000Z")
    assert (kept.board, kept.quarter, kept.new, kept.changed) == ("NPFHF", QUARTER, 14, 0)
    assert (kept.undone_at, kept.undone_by, kept.why_not) == ("", "", "")
    with opened(team_path, SCHEMA) as store:
        [stored] = ImportRepository(store).newest(5)
    assert stored.sha256 == sha256(workbook.read_bytes()).hexdigest()


def test_what_stored_nothing_is_not_kept(disputed: Path, team: Services, tmp_path: Path) -> None:
    (tmp_path / "letter.xlsx").write_text("Dear all")
    imported(team, disputed)
    imported(team, tmp_path / "letter.xlsx")
    assert [one.id for one in team.exchange.imports()] == ["1"]


def test_the_last_imports_come_newest_first(
    officer: Services, team: Services, workbook: Path
) -> None:
    for number in (1, 2, 3):
        enter(officer, "F1", value=Decimal(number))
        sent(officer, team, workbook)
    assert [one.id for one in team.exchange.imports()] == ["3", "2", "1"]
    assert [one.id for one in team.exchange.imports(limit=1)] == ["3"]


def nothing_before(services: Services) -> None:
    """A database that has never seen the return."""


def all_before(services: Services) -> None:
    """A database in which the return says something else in every part."""
    fill_in_all(services)
    enter(services, "F1", value=Decimal(11), comment="earlier")
    write_summary(services, achievements="Fewer reports", concerns="Posts")


@pytest.mark.parametrize("begin", [nothing_before, fill_in, all_before])
def test_an_import_undone_leaves_everything_as_it_was_and_can_be_done_again(
    begin: Callable[[Services], None], officer: Services, team: Services, workbook: Path
) -> None:
    begin(team)
    fill_in_all(officer)
    before, shared = whole(team), marks(team)
    first = sent(officer, team, workbook, take=Take.INCOMING)
    after, shared_after = whole(team), marks(team)
    assert after != before
    assert undo(team, first) == Changes.of(Kind.FIGURES, Kind.ACTIONS, Kind.RETURNS)
    assert whole(team) == before
    assert marks(team) == shared
    again = imported(team, workbook, take=Take.INCOMING)
    assert replace(again, import_id="") == replace(first, import_id="")
    assert whole(team) == after
    assert marks(team) == shared_after


@pytest.mark.parametrize("begin", [nothing_before, fill_in, all_before])
def test_a_return_submitted_outside_is_open_again_once_its_import_is_undone(
    begin: Callable[[Services], None],
    officer: Services,
    officer_path: Path,
    team: Services,
    workbook: Path,
) -> None:
    begin(team)
    before = whole(team)
    fill_in_all(officer)
    move(officer_path, ReturnState.SUBMITTED, version=1, submitted_by="Officer")
    first = sent(officer, team, workbook, take=Take.INCOMING)
    after = whole(team)
    assert record_of(team).state is ReturnState.SUBMITTED
    undo(team, first)
    assert whole(team) == before
    imported(team, workbook, take=Take.INCOMING)
    assert whole(team) == after


def test_reasons_that_came_with_a_file_go_with_it_and_come_again(
    sent_back: Path, officer: Services
) -> None:
    before = whole(officer)
    first = imported(officer, sent_back)
    after = whole(officer)
    assert len(after["reasons"]) == 2
    undo(officer, first)
    assert whole(officer) == before
    assert record_of(officer).state is ReturnState.SUBMITTED
    imported(officer, sent_back)
    assert whole(officer) == after


def test_a_return_submitted_again_goes_back_to_the_one_that_was_sent_back(
    resubmitted: Path, team: Services
) -> None:
    before = whole(team)
    undo(team, imported(team, resubmitted))
    assert whole(team) == before
    assert record_of(team).state is ReturnState.RETURNED


def test_undoing_is_written_as_new_versions_and_the_trail_keeps_both(
    officer: Services, team: Services, team_path: Path, workbook: Path
) -> None:
    enter(team, "F1", value=Decimal(11))
    fill_in_all(officer)
    first = sent(officer, team, workbook, take=Take.INCOMING)
    undo(team, first)
    assert figure_of(team, "F1").version == 3
    [story] = team.analysis.stories("F1")
    assert [one.figure.value for one in story.earlier] == [11, 248]
    with opened(team_path, SCHEMA) as store:
        trail = entries(store)
        assert first_break(store) is None
    name = workbook.name
    of_figure = [one.action for one in trail if one.entity_id == str(figure_of(team, "F1").id)]
    assert of_figure == ["enter figure", f"import {name}", f"undo import {name}"]
    taken_out = [one for one in trail if one.before and not one.after]
    assert {one.entity for one in taken_out} == {"action", "priority"}


def test_an_import_undone_says_so_and_is_not_undone_twice(
    officer: Services, team: Services, workbook: Path
) -> None:
    fill_in(officer)
    report = sent(officer, team, workbook)
    undo(team, report)
    [kept] = team.exchange.imports()
    assert (kept.undone_at, kept.undone_by) == ("2015-07-14T12:00:00.000Z", "Lead officer")
    assert kept.why_not == "This import was undone on 14 July 2015 by Lead officer."
    with pytest.raises(RefusedError, match="was undone on 14 July 2015"):
        undo(team, report)


def change_figure(team: Services, team_path: Path) -> None:
    enter(team, "F1", source="MPS")


def change_update(team: Services, team_path: Path) -> None:
    update(team, 0, ActionStatus.AT_RISK, "Paused")


def change_action(team: Services, team_path: Path) -> None:
    team.entry.enter_action(QUARTER, replace(action_of(team, "F-02"), lead="Manager"))


def change_summary(team: Services, team_path: Path) -> None:
    write_summary(team, concerns="Vacant posts")


def take_proposal_back(team: Services, team_path: Path) -> None:
    team.entry.enter_action(QUARTER, replace(action_of(team, "NPFHF-P1"), dropped=True))


def report_on_proposal(team: Services, team_path: Path) -> None:
    line = line_of(team, "NPFHF-P1")
    told = replace(line.update, status=ActionStatus.ON_TRACK)
    team.entry.enter_update("NPFHF", told)


def report_on_proposal_next_quarter(team: Services, team_path: Path) -> None:
    second = team.returns.sheet("NPFHF", QUARTER.plus(1))
    line = next(one for one in second.actions if one.action.code == "NPFHF-P1")
    team.entry.enter_update("NPFHF", replace(line.update, note="Walked"))


def rename_priority(team: Services, team_path: Path) -> None:
    [own] = team.returns.sheet("NPFHF", QUARTER).own_priorities
    team.entry.enter("NPFHF", QUARTER, [replace(own, title="Safer lifts")])


def propose_under_priority(team: Services, team_path: Path) -> None:
    proposed = team.entry.proposal("NPFHF", "NPFHF-O1", "Light the stairs")
    team.entry.enter("NPFHF", QUARTER, [proposed])


def submit(team: Services, team_path: Path) -> None:
    move(team_path, ReturnState.SUBMITTED, version=1)


def submit_and_withdraw(team: Services, team_path: Path) -> None:
    move(team_path, ReturnState.SUBMITTED, version=1)
    team.entry.withdraw("NPFHF", QUARTER)


@pytest.mark.parametrize(
    ("meanwhile", "words"),
    [
        (change_figure, "because F1 was changed since."),
        (change_update, "because action F-01 was changed since."),
        (change_action, "because action F-02 was changed since."),
        (change_summary, "because the summary was changed since."),
        (take_proposal_back, "because action NPFHF-P1 was changed since."),
        (report_on_proposal, "because action NPFHF-P1 was changed since."),
        (report_on_proposal_next_quarter, "because action NPFHF-P1 was changed since."),
        (rename_priority, "because the priority NPFHF-O1 was changed since."),
        (propose_under_priority, "because the priority NPFHF-O1 was changed since."),
        (submit, "has moved on since. It is submitted, version 1."),
        (submit_and_withdraw, "has moved on since. It is in progress, version 1."),
    ],
)
def test_an_import_on_which_something_depends_stays(
    meanwhile: Callable[[Services, Path], None],
    words: str,
    officer: Services,
    team: Services,
    team_path: Path,
    workbook: Path,
) -> None:
    fill_in_all(officer)
    report = sent(officer, team, workbook)
    meanwhile(team, team_path)
    before = whole(team)
    assert team.exchange.imports()[0].why_not.endswith(words)
    with pytest.raises(RefusedError, match="This import cannot be undone, because "):
        undo(team, report)
    assert whole(team) == before


def test_a_submitted_return_that_the_team_has_opened_stays(submitted: Path, team: Services) -> None:
    team.review.open("NPFHF", QUARTER)
    [kept] = team.exchange.imports()
    assert kept.why_not.endswith("It is submitted, version 1, opened by Lead officer.")


def test_what_was_entered_beside_an_import_stays_and_the_return_is_still_begun(
    officer: Services, team: Services, workbook: Path
) -> None:
    fill_in(officer)
    report = sent(officer, team, workbook)
    enter(team, "F5", value=Decimal(5))
    undo(team, report)
    assert figure_of(team, "F5").value == 5
    assert figure_of(team, "F1").absence is Absence.NOT_ENTERED
    assert record_of(team).state is ReturnState.IN_PROGRESS


def test_imports_are_undone_one_after_the_other_back_to_the_first(
    officer: Services, team: Services, workbook: Path
) -> None:
    stages, reports = [whole(team)], []
    for number in (1, 2, 3):
        enter(officer, "F1", value=Decimal(number))
        explain(officer, "F1", f"Count {number}")
        if number == 1:
            set_priority(officer, "Safer stairs")
        if number == 2:
            [own] = officer.returns.sheet("NPFHF", QUARTER).own_priorities
            officer.entry.enter("NPFHF", QUARTER, [replace(own, title="Safer lifts")])
        reports.append(sent(officer, team, workbook, take=Take.INCOMING))
        stages.append(whole(team))
    with pytest.raises(RefusedError, match="F1 was changed since"):
        undo(team, reports[0])
    for report, stage in zip(reversed(reports), stages[-2::-1], strict=True):
        undo(team, report)
        assert whole(team) == stage


def test_undoing_keeps_the_first_due_date_and_the_story_of_its_moves(
    officer: Services, team: Services, workbook: Path
) -> None:
    for services in (officer, team):
        action = services.returns.sheet("NPFHF", QUARTER).actions[1].action
        services.entry.enter_action(QUARTER, action.due_on(date(2015, 9, 30)))
    sent(officer, team, workbook)
    officer.entry.enter_action(QUARTER, action_of(officer, "F-02").due_on(date(2015, 12, 31)))
    report = sent(officer, team, workbook)
    assert action_of(team, "F-02").slips == 1
    undo(team, report)
    assert action_of(team, "F-02").due == date(2015, 9, 30)
    assert action_of(team, "F-02").moves == ()


def test_a_blank_that_an_undone_import_leaves_conflicts_with_nothing(
    officer: Services, team: Services, workbook: Path
) -> None:
    fill_in(officer)
    undo(team, sent(officer, team, workbook))
    enter(officer, "F1", value=Decimal(300))
    report = sent(officer, team, workbook)
    assert (report.outcome, report.conflicts) == (Outcome.STORED, [])
    assert figure_of(team, "F1").value == 300


def test_a_disputed_file_is_disputed_again_once_it_is_undone(
    disputed: Path, team: Services
) -> None:
    first = imported(team, disputed)
    undo(team, imported(team, disputed, take=Take.STORED))
    assert figure_of(team, "F1").value == 240
    assert imported(team, disputed) == first


@pytest.mark.parametrize("name", ["7", "", "first", "-1", "²"])
def test_an_import_that_never_was_cannot_be_undone(name: str, team: Services) -> None:
    with pytest.raises(NotFoundError, match=f"There is no import “{name}”"):
        team.exchange.undo_import(name)


def test_a_window_that_only_looks_sees_imports_and_undoes_none(
    officer: Services, team: Services, team_path: Path, workbook: Path
) -> None:
    fill_in(officer)
    report = sent(officer, team, workbook)
    with bootstrap.services(team_path, replace(LEAD_OFFICER, looks_only=True)) as looking:
        assert [one.why_not for one in looking.exchange.imports()] == [""]
        with pytest.raises(RefusedError, match="may only look"):
            undo(looking, report)


def test_undoing_one_board_leaves_the_others(
    officer: Services, team: Services, tmp_path: Path
) -> None:
    fill_in(officer)
    enter(officer, "F3", board="TMG", value=Decimal(78), sample_size=1147)
    first = imported(team, export(officer, tmp_path / "NPFHF.xlsx"))
    imported(team, export(officer, tmp_path / "TMG.xlsx", board="TMG"))
    undo(team, first)
    assert figure_of(team, "F3", "TMG").value == 78


def test_an_undo_that_fails_half_way_changes_nothing(
    officer: Services, team: Services, team_path: Path, workbook: Path
) -> None:
    fill_in(officer)
    report = sent(officer, team, workbook)
    before = whole(team)
    with opened(team_path, SCHEMA) as store:
        store.database.execute_sql(
            "CREATE TRIGGER no_room BEFORE UPDATE ON import "
            "BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    with pytest.raises(StorageError, match="is full"):
        undo(team, report)
    assert whole(team) == before


def test_a_submitted_return_that_comes_in_is_kept_whole_until_its_import_is_taken_back(
    officer: Services, team: Services, workbook: Path, officer_path: Path
) -> None:
    fill_in_all(officer)
    move(officer_path, ReturnState.SUBMITTED, version=1, submitted_by="Officer")
    report = sent(officer, team, workbook)
    [kept] = team.review.versions("NPFHF", QUARTER)
    assert (kept.version, kept.submitted_by) == (1, "Officer")
    assert figure_of(team, "F1") in kept.records["F1"]
    assert kept.records[""] == (team.returns.sheet("NPFHF", QUARTER).summary,)
    team.exchange.undo_import(report.import_id)
    assert team.review.versions("NPFHF", QUARTER) == []
