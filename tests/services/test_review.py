from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from csp_desktop import bootstrap, paths
from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.errors import NotFoundError, RefusedError, UserError
from csp_desktop.core.figures import Absence
from csp_desktop.core.records import Draft
from csp_desktop.core.returns import Return, ReturnState, Summary
from csp_desktop.core.sheet import ReturnSheet
from csp_desktop.services import Services
from csp_desktop.services.session import Session
from csp_desktop.storage.audit import entries, first_break
from csp_desktop.storage.connection import opened
from csp_desktop.storage.migrate import schema_version
from tests.conftest import NOW
from tests.services.test_edits import held
from tests.services.test_entry import QUARTER

BOARD, FIGURE, ACTION = "TMG", "A7", "F-05"
OFFICER = Session("A. Officer", lambda: NOW)
TEAM = Session("The team", lambda: NOW)

Two = tuple[Services, Services]


@pytest.fixture
def two(empty_database: Path) -> Iterator[Two]:
    """The officer's services and the team's, over one database."""
    with (
        bootstrap.services(empty_database, OFFICER) as officer,
        bootstrap.services(empty_database, TEAM) as team,
    ):
        yield officer, team


def sheet(services: Services) -> ReturnSheet:
    return services.returns.sheet(BOARD, QUARTER)


def fill(services: Services, value: int = 12) -> None:
    """Answer everything the return asks."""
    found = sheet(services)
    figure = next(line.figure for line in found.figures if line.indicator.code == FIGURE)
    [action] = found.actions
    services.edits.enter(
        BOARD,
        QUARTER,
        [
            replace(figure, value=Decimal(value), absence=None),
            replace(action.update, status=ActionStatus.ON_TRACK, note=f"{value} reports read"),
        ],
        "fill in",
    )


def submitted(two: Two) -> Return:
    officer, _ = two
    fill(officer)
    return officer.entry.submit(BOARD, QUARTER)


def test_a_return_with_blanks_is_not_handed_in_and_the_sentence_names_one(two: Two) -> None:
    officer, _ = two
    with pytest.raises(RefusedError) as refused:
        officer.entry.submit(BOARD, QUARTER)
    assert str(refused.value) == (
        "The return of TMG for 2015/16-Q1 is not ready to submit: Enter the figure for “Community "
        "tension reports”, or say why there is none, and 1 more. Check the return; it lists them "
        "all."
    )
    assert sheet(officer).record.state is ReturnState.NOT_STARTED


def test_a_return_with_an_error_is_not_handed_in(two: Two) -> None:
    officer, _ = two
    fill(officer)
    figure = sheet(officer).figures[0].figure
    officer.entry.enter_figure(replace(figure, value=Decimal("12.5")))
    with pytest.raises(RefusedError, match=r"Community tension reports must be a whole number"):
        officer.entry.submit(BOARD, QUARTER)
    assert sheet(officer).record.state is ReturnState.IN_PROGRESS


def test_text_that_could_not_be_read_keeps_a_return_from_being_handed_in(two: Two) -> None:
    officer, _ = two
    fill(officer)
    officer.edits.enter(BOARD, QUARTER, [Draft(FIGURE, QUARTER, "number", "a dozen")])
    with pytest.raises(RefusedError, match=r"must be a whole number, like 30\. Check the return"):
        officer.entry.submit(BOARD, QUARTER)
    officer.edits.enter(BOARD, QUARTER, [Draft(FIGURE, QUARTER, "number", "")])
    assert officer.entry.submit(BOARD, QUARTER).state is ReturnState.SUBMITTED


def test_an_absence_answers_and_queries_and_information_stop_nothing(two: Two) -> None:
    officer, _ = two
    fill(officer)
    found = sheet(officer)
    officer.entry.enter_figure(
        replace(found.figures[0].figure, value=None, absence=Absence.NOT_COLLECTED)
    )
    told = replace(sheet(officer).actions[0].update, status=ActionStatus.OFF_TRACK, reason="")
    officer.entry.enter_update(BOARD, told)
    assert [one.rule for one in sheet(officer).problems] == ["off-track-without-reason"]
    assert officer.entry.submit(BOARD, QUARTER).state is ReturnState.SUBMITTED


def test_handing_in_locks_the_return_for_everything(two: Two) -> None:
    officer, _ = two
    record = submitted(two)
    assert (record.state, record.version) == (ReturnState.SUBMITTED, 1)
    assert record.submitted_by == "A. Officer"
    before, found = held(officer, BOARD), sheet(officer)
    assert not found.open
    records = [
        replace(found.figures[0].figure, comment="Late"),
        replace(found.actions[0].update, note="Late"),
        replace(found.actions[0].action, lead="Late"),
        replace(found.summary, concerns="Late"),
        Draft(FIGURE, QUARTER, "number", "late"),
        officer.entry.proposal(BOARD, "F", "Late"),
        officer.entry.own_priority(BOARD, "Late"),
    ]
    for one in records:
        with pytest.raises(RefusedError, match="is submitted and locked"):
            officer.edits.enter(BOARD, QUARTER, [one])
    assert held(officer, BOARD) == before


def test_a_return_is_handed_in_once(two: Two) -> None:
    officer, _ = two
    submitted(two)
    with pytest.raises(RefusedError, match="is submitted"):
        officer.entry.submit(BOARD, QUARTER)
    assert sheet(officer).record.version == 1


def test_a_return_that_asks_for_nothing_is_handed_in_with_its_summary(two: Two) -> None:
    officer, _ = two
    officer.entry.enter("CSP", QUARTER, [Summary(board="CSP", quarter=QUARTER, concerns="Few")])
    assert officer.entry.submit("CSP", QUARTER).state is ReturnState.SUBMITTED


def test_a_return_is_withdrawn_until_the_team_has_opened_it(two: Two) -> None:
    officer, team = two
    submitted(two)
    withdrawn = officer.entry.withdraw(BOARD, QUARTER)
    assert withdrawn.state is ReturnState.IN_PROGRESS
    assert sheet(officer).open
    officer.entry.submit(BOARD, QUARTER)
    team.review.open(BOARD, QUARTER)
    with pytest.raises(RefusedError) as refused:
        officer.entry.withdraw(BOARD, QUARTER)
    assert str(refused.value) == (
        "The team has opened this return, so it cannot be withdrawn. Ask the team to send it back."
    )
    assert sheet(officer).record.state is ReturnState.SUBMITTED


def test_a_return_handed_in_again_can_be_withdrawn_again(two: Two) -> None:
    officer, team = two
    submitted(two)
    team.review.open(BOARD, QUARTER)
    team.review.send_back(BOARD, QUARTER, {FIGURE: "Are these all?"})
    again = officer.entry.submit(BOARD, QUARTER)
    assert (again.version, again.opened_by) == (2, "")
    assert officer.entry.withdraw(BOARD, QUARTER).state is ReturnState.IN_PROGRESS


def test_only_a_submitted_return_is_withdrawn_opened_approved_or_sent_back(two: Two) -> None:
    officer, team = two
    fill(officer)
    moves: list[Callable[[], object]] = [
        lambda: officer.entry.withdraw(BOARD, QUARTER),
        lambda: team.review.open(BOARD, QUARTER),
        lambda: team.review.approve(BOARD, QUARTER),
        lambda: team.review.send_back(BOARD, QUARTER, {FIGURE: "Why?"}),
        lambda: team.review.reopen(BOARD, QUARTER, "Why?"),
    ]
    for move in moves:
        with pytest.raises(RefusedError, match=r"is in progress\. Only one that is"):
            move()
    assert sheet(officer).record.state is ReturnState.IN_PROGRESS


def test_the_first_of_the_team_to_open_a_return_is_kept(two: Two) -> None:
    officer, team = two
    submitted(two)
    team.review.open(BOARD, QUARTER)
    officer.review.open(BOARD, QUARTER)
    assert sheet(team).record.opened_by == "The team"


@pytest.mark.parametrize("blank", ["", "  ", "\n"])
def test_sending_back_wants_a_reason_for_each_line(blank: str, two: Two) -> None:
    officer, team = two
    submitted(two)
    with pytest.raises(RefusedError, match=f"^Enter a reason for {ACTION}: the board must be able"):
        team.review.send_back(BOARD, QUARTER, {FIGURE: "Are these all?", ACTION: blank})
    with pytest.raises(RefusedError, match=r"^Enter a reason: the board must be able"):
        team.review.send_back(BOARD, QUARTER, {})
    assert sheet(officer).record.state is ReturnState.SUBMITTED


def test_a_line_that_is_none_of_the_returns_is_not_sent_back(two: Two) -> None:
    officer, team = two
    submitted(two)
    with pytest.raises(NotFoundError, match=r"^F1 is no line of the return of TMG for 2015/16-Q1"):
        team.review.send_back(BOARD, QUARTER, {"F1": "Are these all?"})
    assert sheet(officer).record.state is ReturnState.SUBMITTED


def test_the_reasons_stand_on_the_lines_of_the_return_that_was_sent_back(two: Two) -> None:
    officer, team = two
    submitted(two)
    reasons = {FIGURE: " Are these all?\r\nSay which. ", ACTION: "Whose reports?"}
    record = team.review.send_back(BOARD, QUARTER, reasons)
    assert record.state is ReturnState.RETURNED
    found = sheet(officer)
    assert found.open
    told = {
        line.reason.line: (line.reason.reason, line.reason.by, line.reason.version)
        for line in (*found.figures, *found.actions)
        if line.reason
    }
    assert told == {
        FIGURE: ("Are these all?\nSay which.", "The team", 1),
        ACTION: ("Whose reports?", "The team", 1),
    }
    assert found.record.reason == f"{FIGURE}: Are these all?\nSay which.; {ACTION}: Whose reports?"


def test_the_reasons_of_the_last_sending_back_are_the_ones_that_stand(two: Two) -> None:
    officer, team = two
    submitted(two)
    team.review.send_back(BOARD, QUARTER, {FIGURE: "Are these all?", ACTION: "Whose?"})
    fill(officer, 13)
    assert sheet(officer).figures[0].reason is not None, "until it is handed in again"
    officer.entry.submit(BOARD, QUARTER)
    found = sheet(officer)
    assert [line.reason for line in (*found.figures, *found.actions) if line.reason] == []
    team.review.send_back(BOARD, QUARTER, {ACTION: "And the rest?"})
    found = sheet(officer)
    assert {line.reason.line for line in (*found.figures, *found.actions) if line.reason} == {
        ACTION
    }
    assert found.record.version == 2


def test_nobody_approves_their_own_return(two: Two) -> None:
    officer, team = two
    submitted(two)
    with pytest.raises(RefusedError) as refused:
        officer.review.approve(BOARD, QUARTER)
    assert str(refused.value) == (
        "A. Officer submitted this return and so cannot approve it. Another reviewer can."
    )
    assert team.review.approve(BOARD, QUARTER).state is ReturnState.APPROVED


def test_an_approved_return_is_reopened_with_a_reason_as_a_new_version(two: Two) -> None:
    officer, team = two
    submitted(two)
    team.review.approve(BOARD, QUARTER)
    for blank in ("", " "):
        with pytest.raises(RefusedError, match=r"^Enter a reason: the board must be able to read"):
            team.review.reopen(BOARD, QUARTER, blank)
    assert not sheet(officer).open
    record = team.review.reopen(BOARD, QUARTER, "Two reports came late")
    assert (record.state, record.version) == (ReturnState.IN_PROGRESS, 2)
    assert record.reason == "Two reports came late"
    fill(officer, 14)
    assert sheet(officer).figures[0].figure.value == 14


def test_a_note_stands_through_sending_back_while_its_figure_is_unchanged(two: Two) -> None:
    officer, team = two
    fill(officer)
    noted = sheet(officer).figures[0].figure.explained_by("A festival")
    officer.entry.enter_figure(noted)
    officer.entry.submit(BOARD, QUARTER)
    team.review.send_back(BOARD, QUARTER, {ACTION: "Whose reports?"})
    officer.entry.submit(BOARD, QUARTER)
    assert sheet(officer).figures[0].figure.explained
    team.review.send_back(BOARD, QUARTER, {FIGURE: "Are these all?"})
    officer.entry.enter_figure(replace(sheet(officer).figures[0].figure, value=Decimal(13)))
    changed = sheet(officer).figures[0].figure
    assert (changed.explanation, changed.explained) == ("A festival", False)


def test_every_move_is_in_the_audit_trail_with_who_made_it(two: Two, empty_database: Path) -> None:
    officer, team = two
    submitted(two)
    team.review.open(BOARD, QUARTER)
    team.review.send_back(BOARD, QUARTER, {FIGURE: "Are these all?"})
    officer.entry.submit(BOARD, QUARTER)
    team.review.approve(BOARD, QUARTER)
    team.review.reopen(BOARD, QUARTER, "Two came late")
    with opened(empty_database, schema_version(paths.MIGRATIONS)) as store:
        moves = [(one.user, one.action) for one in entries(store) if one.entity == "return"]
        assert first_break(store) is None
    assert moves == [
        ("A. Officer", "fill in"),
        ("A. Officer", "submit"),
        ("The team", "open"),
        ("The team", "send back"),
        ("A. Officer", "submit"),
        ("The team", "approve"),
        ("The team", "reopen"),
    ]


def test_a_window_that_only_looks_refuses_every_write_in_words(
    two: Two, empty_database: Path
) -> None:
    _, team = two
    submitted(two)
    team.review.send_back(BOARD, QUARTER, {FIGURE: "Are these all?"})
    before = empty_database.read_bytes()
    looking = Session("B. Officer", lambda: NOW, looks_only=True)
    with bootstrap.services(empty_database, looking) as looks:
        found = sheet(looks)
        assert found.record.state is ReturnState.RETURNED
        assert not found.open
        figure, update = found.figures[0].figure, found.actions[0].update
        writes: list[Callable[[], object]] = [
            lambda: looks.edits.enter(BOARD, QUARTER, [replace(figure, comment="Mine")]),
            lambda: looks.entry.enter(BOARD, QUARTER, [replace(update, note="Mine")]),
            lambda: looks.entry.enter_figure(replace(figure, comment="Mine")),
            lambda: looks.entry.enter_update(BOARD, replace(update, note="Mine")),
            lambda: looks.entry.enter_action(QUARTER, replace(found.actions[0].action, lead="Me")),
            lambda: looks.edits.enter(BOARD, QUARTER, [looks.entry.own_priority(BOARD, "Mine")]),
            lambda: looks.entry.submit(BOARD, QUARTER),
            lambda: looks.entry.withdraw(BOARD, QUARTER),
        ]
        for write in writes:
            with pytest.raises(RefusedError, match=r"^This window may only look, because"):
                write()
    assert empty_database.read_bytes() == before


@pytest.mark.parametrize("move", ["open", "approve", "send back", "reopen"])
def test_a_window_that_only_looks_moves_no_return_on(
    move: str, two: Two, empty_database: Path
) -> None:
    _, team = two
    submitted(two)
    if move == "reopen":
        team.review.approve(BOARD, QUARTER)
    before = empty_database.read_bytes()
    looking = Session("B. Officer", lambda: NOW, looks_only=True)
    with bootstrap.services(empty_database, looking) as looks:
        moves: dict[str, Callable[[], object]] = {
            "open": lambda: looks.review.open(BOARD, QUARTER),
            "approve": lambda: looks.review.approve(BOARD, QUARTER),
            "send back": lambda: looks.review.send_back(BOARD, QUARTER, {FIGURE: "Why?"}),
            "reopen": lambda: looks.review.reopen(BOARD, QUARTER, "Why?"),
        }
        with pytest.raises(UserError):
            moves[move]()
    assert empty_database.read_bytes() == before


def test_no_board_or_quarter_outside_the_plan_is_moved_on(two: Two) -> None:
    officer, team = two
    moves: list[Callable[[str, object], object]] = [
        lambda board, quarter: officer.entry.submit(board, quarter),
        lambda board, quarter: officer.entry.withdraw(board, quarter),
        lambda board, quarter: team.review.open(board, quarter),
        lambda board, quarter: team.review.approve(board, quarter),
        lambda board, quarter: team.review.reopen(board, quarter, "x"),
    ]
    for move in moves:
        with pytest.raises(NotFoundError, match="There is no board “NOPE”"):
            move("NOPE", QUARTER)
        with pytest.raises(NotFoundError, match="asks no return for 2014/15-Q4"):
            move(BOARD, QUARTER.previous)


def test_somebody_who_knows_the_board_in_small_letters_hands_in_the_same_return(two: Two) -> None:
    officer, team = two
    fill(officer)
    officer.entry.submit("tmg", QUARTER)
    team.review.send_back("tmg", QUARTER, {FIGURE: "Are these all?"})
    assert sheet(officer).record.state is ReturnState.RETURNED


STATES = {
    ReturnState.NOT_STARTED: (),
    ReturnState.IN_PROGRESS: ("fill",),
    ReturnState.SUBMITTED: ("fill", "submit"),
    ReturnState.RETURNED: ("fill", "submit", "send back"),
    ReturnState.APPROVED: ("fill", "submit", "approve"),
}
MOVES: dict[str, Callable[[Services], object]] = {
    "fill": fill,
    "submit": lambda one: one.entry.submit(BOARD, QUARTER),
    "withdraw": lambda one: one.entry.withdraw(BOARD, QUARTER),
    "open": lambda one: one.review.open(BOARD, QUARTER),
    "accept": lambda one: one.review.accept(BOARD, QUARTER, [FIGURE]),
    "ask": lambda one: one.review.ask(BOARD, QUARTER, FIGURE, "Are these all?"),
    "send back": lambda one: one.review.send_back(BOARD, QUARTER, {FIGURE: "Are these all?"}),
    "approve": lambda one: one.review.approve(BOARD, QUARTER),
    "reopen": lambda one: one.review.reopen(BOARD, QUARTER, "Two came late"),
}
_OPEN = (ReturnState.NOT_STARTED, ReturnState.IN_PROGRESS, ReturnState.RETURNED)
LEADS_TO = {
    **{(state, "fill"): ReturnState.IN_PROGRESS for state in _OPEN[:2]},
    (ReturnState.RETURNED, "fill"): ReturnState.RETURNED,
    (ReturnState.IN_PROGRESS, "submit"): ReturnState.SUBMITTED,
    (ReturnState.RETURNED, "submit"): ReturnState.SUBMITTED,
    (ReturnState.SUBMITTED, "withdraw"): ReturnState.IN_PROGRESS,
    **{(ReturnState.SUBMITTED, move): ReturnState.SUBMITTED for move in ("open", "accept", "ask")},
    (ReturnState.SUBMITTED, "send back"): ReturnState.RETURNED,
    (ReturnState.SUBMITTED, "approve"): ReturnState.APPROVED,
    (ReturnState.APPROVED, "reopen"): ReturnState.IN_PROGRESS,
}


@pytest.mark.parametrize("role", ["who submitted it", "another person", "a window that looks"])
@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("state", STATES)
def test_each_role_makes_the_moves_of_the_design_and_no_other(
    state: ReturnState, move: str, role: str, two: Two, empty_database: Path
) -> None:
    officer, team = two
    for step in STATES[state]:
        MOVES[step](officer if step in ("fill", "submit") else team)
    looking = Session("The team", lambda: NOW, looks_only=role == "a window that looks")
    by = OFFICER if role == "who submitted it" else looking
    with bootstrap.services(empty_database, by) as services:
        led_to = LEADS_TO.get((state, move))
        own = (move, role) == ("approve", "who submitted it")
        if by.looks_only or own or led_to is None:
            with pytest.raises(UserError):
                MOVES[move](services)
            led_to = state
        else:
            MOVES[move](services)
    assert sheet(officer).record.state is led_to
