"""One return three times round: submitted, sent back with reasons, answered, submitted again.

The officer's and the team's databases meet only in workbooks, and are compared at every turn.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from csp_desktop import bootstrap
from csp_desktop.core.actions import ActionStatus, Milestone
from csp_desktop.core.periods import Quarter
from csp_desktop.core.returns import ReturnState
from csp_desktop.core.sheet import ReturnSheet
from csp_desktop.excel.records import Evidence
from csp_desktop.services import Services
from csp_desktop.services.import_report import FileReport, Outcome
from csp_desktop.services.session import Session
from tests.services.test_exchange import content

QUARTER = Quarter(2015, 1)
BOARD = "ASB_OG"
ROUNDS = (1, 2, 3)


@pytest.fixture
def officer_and_team(
    built: Callable[[bool], Path], tmp_path: Path
) -> Iterator[tuple[Services, Services]]:
    """The program as either side has it open, each with a database of its own."""
    with ExitStack() as stack:

        def opened(person: str) -> Services:
            path = Path(shutil.copy(built(False), tmp_path / f"{person}.db"))
            session = Session(person, lambda: datetime(2015, 7, 14, 12, tzinfo=UTC))
            return stack.enter_context(bootstrap.services(path, session))

        yield opened("Officer"), opened("Team")


def sheet_of(services: Services) -> ReturnSheet:
    return services.returns.sheet(BOARD, QUARTER)


def sent(sender: Services, receiver: Services, path: Path) -> FileReport:
    """The report on a return that went from one to the other as a workbook."""
    sender.exchange.export_return(BOARD, QUARTER, path)
    [report], _ = receiver.exchange.import_returns([path])
    return report


def whole(services: Services) -> dict[str, Any]:
    """All that a return says, with the state of its notes and its own."""
    sheet = sheet_of(services)
    record = sheet.record
    return {
        **content(services, BOARD),
        "explained": {line.indicator.code: line.figure.explained for line in sheet.figures},
        "moves": {
            line.action.code: [(one.before, one.after) for one in line.action.moves]
            for line in sheet.actions
        },
        "return": (record.state, record.version, record.submitted_by, record.reason),
    }


def fill_in(officer: Services) -> None:
    """Everything that the return asks for, and what it does not."""
    sheet = sheet_of(officer)
    for number, line in enumerate(sheet.figures, start=20):
        figure = replace(line.figure, value=Decimal(number), absence=None)
        officer.entry.enter_figure(figure.explained_by("As counted"))
    for line in sheet.actions:
        steps = (Milestone("Hall booked", date(2015, 5, 1)), Milestone("Open day"))
        told = replace(line.update, status=ActionStatus.ON_TRACK, note="Begun", percent=10)
        planned = replace(line.action.due_on(date(2015, 9, 30)), milestones=steps, lead="Clerk")
        officer.entry.enter(BOARD, QUARTER, [planned, told])
    own = officer.entry.own_priority(BOARD, "Safer stairs")
    officer.entry.enter(BOARD, QUARTER, [own])
    proposed = officer.entry.proposal(BOARD, own.code, "Walk the alleys")
    summary = replace(sheet.summary, achievements="More reports", concerns="Posts")
    officer.entry.enter(BOARD, QUARTER, [proposed, summary])


def reasons(round_: int) -> dict[str, str]:
    """Why lines are sent back this time: B1 and B-01 always, and one line of its own."""
    own = ("B2", "B3", "B-10")[round_ - 1]
    return {code: f"=Round {round_}: why “{code}”?" for code in ("B1", "B-01", own)}


def answer(officer: Services, round_: int) -> None:
    """A change and a note on it, a note alone, and something in every other part."""
    sheet = sheet_of(officer)
    first, second, third, *_ = (line.figure for line in sheet.figures)
    corrected = replace(first, value=Decimal(30 + round_))
    left_unanswered = replace(third, value=Decimal(40 + round_))
    for figure in (
        corrected.explained_by(f"Counted again, round {round_}"),
        second.explained_by(f"It is so, round {round_}"),
        left_unanswered,
    ):
        officer.entry.enter_figure(figure)
    line, *_, proposal = sheet.actions
    booked, open_day, *rest = line.action.milestones
    met = replace(booked, met_on=date(2015, 5, round_))
    steps = (met, open_day, *rest, Milestone(f"Step {round_}", date(2015, 8, round_)))
    planned = replace(line.action.due_on(date(2015, 9 + round_, 15)), milestones=steps)
    told = replace(line.update, reason=f"Late, round {round_}", percent=10 * round_)
    text = f"Walk the alleys {round_ + 1} times"
    reworded = replace(proposal.action, planned=replace(proposal.action.planned, text=text))
    summary = replace(sheet.summary, concerns=f"Posts, round {round_}")
    officer.entry.enter(BOARD, QUARTER, [planned, told, reworded, summary])


def test_a_return_goes_three_times_round_without_loss(
    officer_and_team: tuple[Services, Services], tmp_path: Path
) -> None:
    officer, team = officer_and_team
    fill_in(officer)
    for round_ in ROUNDS:
        officer.entry.submit(BOARD, QUARTER)
        handed_in = whole(officer)
        report = sent(officer, team, tmp_path / f"in {round_}.xlsx")
        assert (report.outcome, report.conflicts, report.problems) == (Outcome.STORED, [], [])
        assert report.evidence == Evidence.AS_SUBMITTED.value
        assert whole(team) == handed_in
        assert handed_in["return"][:3] == (ReturnState.SUBMITTED, round_, "Officer")

        team.review.open(BOARD, QUARTER)
        team.review.send_back(BOARD, QUARTER, reasons(round_))
        report = sent(team, officer, tmp_path / f"out {round_}.xlsx")
        assert (report.outcome, report.changes, report.problems) == (Outcome.STORED, [], [])
        sent_back = whole(officer)
        assert sent_back == whole(team)
        assert sent_back["return"][:2] == (ReturnState.RETURNED, round_)
        told = {one.line: (one.reason, one.version, one.by) for one in sent_back["reasons"]}
        assert told == {code: (why, round_, "Team") for code, why in reasons(round_).items()}
        entered = {name: one for name, one in sent_back.items() if name in officer_lines(officer)}
        assert entered == {name: handed_in[name] for name in entered}

        answer(officer, round_)
        assert whole(officer) != sent_back

    officer.entry.submit(BOARD, QUARTER)
    sent(officer, team, tmp_path / "last.xlsx")
    team.review.approve(BOARD, QUARTER)
    state, version, *_ = whole(team)["return"]
    assert (state, version) == (ReturnState.APPROVED, len(ROUNDS) + 1)
    assert_every_round_is_in(team)


def officer_lines(officer: Services) -> set[str]:
    """The parts of a return that an officer enters."""
    return set(whole(officer)) - {"return", "state", "reasons"}


def assert_every_round_is_in(team: Services) -> None:
    """What was answered in each round stands in the team's database, or behind what stands."""
    said = whole(team)
    [story] = team.analysis.stories("B1")
    assert [one.figure.value for one in story.earlier] == [20, 31, 32]
    assert story.figure.value == 33
    assert said["B1"]["explanation"] == ("Counted again, round 3", story.figure.number_mark)
    assert said["B2"]["explanation"][0] == "It is so, round 3"
    assert [said["explained"][code] for code in ("B1", "B2", "B3")] == [True, True, False]
    assert [one.text for one in said["B-01"]["milestones"]] == [
        "Hall booked",
        "Open day",
        "Step 1",
        "Step 2",
        "Step 3",
    ]
    assert said["B-01"]["milestones"][0].met_on == date(2015, 5, 3)
    assert said["B-01"]["original_due"] == date(2015, 9, 30)
    assert len(said["moves"]["B-01"]) == 3
    assert said["ASB_OG-P1"]["text"] == "Walk the alleys 4 times"
    assert said["summary"] == {
        "achievements": "More reports",
        "concerns": "Posts, round 3",
        "decisions": "",
        "resources": "",
    }


def test_every_round_can_be_taken_back_from_the_last_until_the_return_moved_on(
    officer_and_team: tuple[Services, Services], tmp_path: Path
) -> None:
    officer, team = officer_and_team
    fill_in(officer)
    officer.entry.submit(BOARD, QUARTER)
    sent(officer, team, tmp_path / "in 1.xlsx")
    team.review.send_back(BOARD, QUARTER, reasons(1))
    sent(team, officer, tmp_path / "out 1.xlsx")
    answer(officer, 1)
    officer.entry.submit(BOARD, QUARTER)
    waiting = whole(team)
    report = sent(officer, team, tmp_path / "in 2.xlsx")
    handed_in_again = whole(team)
    team.exchange.undo_import(report.import_id)
    assert whole(team) == waiting
    [first, *_] = team.exchange.imports()[::-1]
    assert "has moved on since. It is returned, version 1." in first.why_not
    [again], _ = team.exchange.import_returns([tmp_path / "in 2.xlsx"])
    assert (again.outcome, again.changes) == (Outcome.STORED, report.changes)
    assert whole(team) == handed_in_again
