"""Deciding on the lines of a submitted return, and the versions that are kept of it."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from csp_desktop import bootstrap, paths
from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.errors import NotFoundError, RefusedError
from csp_desktop.core.figures import Figure
from csp_desktop.core.returns import ReturnState
from csp_desktop.core.review import Decision, ReviewLine, ReviewSheet
from csp_desktop.services import Services
from csp_desktop.services.session import Session
from csp_desktop.storage.audit import entries, first_break
from csp_desktop.storage.connection import opened
from csp_desktop.storage.migrate import schema_version
from tests.conftest import NOW
from tests.services.test_entry import QUARTER
from tests.services.test_review import ACTION, BOARD, FIGURE, Two, fill, two

__all__ = ["two"]


def line(services: Services, code: str) -> ReviewLine:
    return next(one for one in read(services).lines if one.code == code)


def read(services: Services) -> ReviewSheet:
    return services.review.sheet(BOARD, QUARTER)


def figure(services: Services) -> Figure:
    found = services.returns.sheet(BOARD, QUARTER).figures
    return next(one.figure for one in found if one.indicator.code == FIGURE)


def asked(services: Services) -> dict[str, str]:
    """What the board reads beside its figures."""
    found = services.returns.sheet(BOARD, QUARTER).figures
    return {one.indicator.code: one.reason.reason for one in found if one.reason}


@pytest.fixture
def submitted(two: Two) -> Two:
    officer, _ = two
    fill(officer)
    officer.entry.submit(BOARD, QUARTER)
    return two


@pytest.fixture
def resubmitted(submitted: Two) -> Two:
    """Two lines were queried: one was answered in words, the other changed."""
    officer, team = submitted
    team.review.ask(BOARD, QUARTER, FIGURE, "Are these all?")
    team.review.ask(BOARD, QUARTER, ACTION, "Whose reports?")
    team.review.send_back(BOARD, QUARTER)
    officer.entry.enter_figure(replace(figure(officer), value=Decimal(21)))
    update = officer.returns.sheet(BOARD, QUARTER).actions[0].update
    officer.entry.enter_update(BOARD, replace(update, note="Those of the wardens"))
    officer.entry.submit(BOARD, QUARTER)
    return submitted


def test_every_line_is_to_be_decided_at_first(submitted: Two) -> None:
    _, team = submitted
    sheet = read(team)
    assert {one.code: one.decision for one in sheet.lines} == {
        FIGURE: Decision.TO_DECIDE,
        ACTION: Decision.TO_DECIDE,
    }
    assert (sheet.accepted, sheet.queried, sheet.before) == (0, [], None)
    assert sheet.may_decide


def test_lines_are_accepted_at_once_and_taken_back(submitted: Two) -> None:
    _, team = submitted
    team.review.accept(BOARD, QUARTER, [FIGURE, ACTION])
    team.review.accept(BOARD, QUARTER, [FIGURE])
    assert read(team).accepted == 2
    team.review.take_back(BOARD, QUARTER, [FIGURE])
    assert line(team, FIGURE).decision is Decision.TO_DECIDE
    assert line(team, ACTION).decision is Decision.ACCEPTED


def test_a_line_is_either_accepted_or_queried(submitted: Two) -> None:
    _, team = submitted
    team.review.accept(BOARD, QUARTER, [FIGURE])
    team.review.ask(BOARD, QUARTER, FIGURE, "Are these all?")
    assert line(team, FIGURE).decision is Decision.QUERIED
    team.review.ask(BOARD, QUARTER, FIGURE, "Are these really all?")
    [message] = line(team, FIGURE).thread
    assert (message.text, message.by, message.waiting) == (
        "Are these really all?",
        "The team",
        True,
    )
    team.review.accept(BOARD, QUARTER, [FIGURE])
    found = line(team, FIGURE)
    assert (found.decision, found.thread) == (Decision.ACCEPTED, ())


@pytest.mark.parametrize("blank", ["", " \n"])
def test_a_query_asks_something(blank: str, submitted: Two) -> None:
    _, team = submitted
    with pytest.raises(RefusedError, match=f"^Enter a reason for {FIGURE}: the board must be able"):
        team.review.ask(BOARD, QUARTER, FIGURE, blank)
    assert line(team, FIGURE).query is None


def test_a_line_of_another_board_is_not_decided_on(submitted: Two) -> None:
    _, team = submitted
    with pytest.raises(NotFoundError, match=r"^F1 is no line of the return of TMG for 2015/16-Q1"):
        team.review.accept(BOARD, QUARTER, [FIGURE, "F1"])
    assert read(team).accepted == 0


def test_only_lines_of_a_submitted_return_are_decided_on(two: Two) -> None:
    officer, team = two
    fill(officer)
    for decide in (
        lambda: team.review.accept(BOARD, QUARTER, [FIGURE]),
        lambda: team.review.take_back(BOARD, QUARTER, [FIGURE]),
        lambda: team.review.ask(BOARD, QUARTER, FIGURE, "Are these all?"),
    ):
        with pytest.raises(RefusedError, match=r"is in progress\. Only one that is submitted"):
            decide()
    assert not read(team).may_decide


def test_the_board_reads_a_query_only_once_the_return_is_sent_back(submitted: Two) -> None:
    officer, team = submitted
    team.review.ask(BOARD, QUARTER, FIGURE, "Are these all?")
    assert asked(officer) == {}
    team.review.send_back(BOARD, QUARTER)
    assert asked(officer) == {FIGURE: "Are these all?"}


def test_reasons_that_are_given_at_the_end_go_with_what_was_asked(submitted: Two) -> None:
    _, team = submitted
    team.review.ask(BOARD, QUARTER, FIGURE, "Are these all?")
    record = team.review.send_back(BOARD, QUARTER, {ACTION: "Whose reports?"})
    assert record.reason == f"{FIGURE}: Are these all?; {ACTION}: Whose reports?"


def test_the_next_version_shows_what_changed_and_what_was_answered(resubmitted: Two) -> None:
    _, team = resubmitted
    changed, answered = line(team, FIGURE), line(team, ACTION)
    assert (changed.changed, answered.changed) == (True, False)
    assert changed.answered
    assert answered.answered
    assert [one.text for one in changed.thread] == ["Are these all?", "Changed 12 to 21."]
    assert [(one.text, one.by, one.from_team) for one in answered.thread] == [
        ("Whose reports?", "The team", True),
        ("Those of the wardens", "A. Officer", False),
    ]
    assert not any(one.waiting for one in (*changed.thread, *answered.thread))
    assert [one.decision for one in read(team).lines] == [Decision.TO_DECIDE] * 2


def test_a_query_that_nobody_answered_stays_open(submitted: Two) -> None:
    officer, team = submitted
    team.review.ask(BOARD, QUARTER, FIGURE, "Are these all?")
    team.review.send_back(BOARD, QUARTER)
    officer.entry.submit(BOARD, QUARTER)
    found = line(team, FIGURE)
    assert (found.answered, found.changed, found.quiet) == (False, False, False)
    assert [one.text for one in found.thread] == ["Are these all?"]


def test_lines_without_findings_are_the_quiet_ones(resubmitted: Two) -> None:
    officer, team = resubmitted
    assert read(team).quiet == [], "both were asked about"
    team.review.accept(BOARD, QUARTER, [FIGURE, ACTION])
    team.review.approve(BOARD, QUARTER)
    team.review.reopen(BOARD, QUARTER, "One more came late")
    update = officer.returns.sheet(BOARD, QUARTER).actions[0].update
    late = replace(update, status=ActionStatus.OFF_TRACK, reason="")
    officer.entry.enter_update(BOARD, late)
    officer.entry.submit(BOARD, QUARTER)
    assert [one.code for one in read(team).quiet] == []
    assert line(team, ACTION).problems


def test_a_line_in_which_nothing_was_found_is_quiet(submitted: Two) -> None:
    _, team = submitted
    found = {one.code: bool(one.problems) for one in read(team).lines}
    assert {one.code for one in read(team).quiet} == {
        code for code, odd in found.items() if not odd
    }
    team.review.accept(BOARD, QUARTER, [one.code for one in read(team).quiet])
    assert read(team).quiet == []


def test_decisions_shown_at_once_are_those_read_again(submitted: Two) -> None:
    _, team = submitted
    sheet = read(team)
    team.review.accept(BOARD, QUARTER, [ACTION])
    query = team.review.ask(BOARD, QUARTER, FIGURE, "Are these all?")
    shown = sheet.with_decision([ACTION], accepted=True)
    shown = shown.with_decision([FIGURE], accepted=False, query=query)
    again = read(team)
    assert [(one.decision, one.thread) for one in shown.lines] == [
        (one.decision, one.thread) for one in again.lines
    ]


def test_a_return_of_which_something_is_asked_is_not_approved(submitted: Two) -> None:
    _, team = submitted
    team.review.ask(BOARD, QUARTER, FIGURE, "Are these all?")
    why = (
        f"Something is still asked of {FIGURE}. Send the return back, or take what is asked back "
        "first."
    )
    assert read(team).why_not_approve == why
    with pytest.raises(RefusedError) as refused:
        team.review.approve(BOARD, QUARTER)
    assert str(refused.value) == why
    team.review.take_back(BOARD, QUARTER, [FIGURE])
    assert read(team).why_not_approve == ""
    assert team.review.approve(BOARD, QUARTER).state is ReturnState.APPROVED


def test_whoever_submitted_is_told_why_they_cannot_approve(submitted: Two) -> None:
    officer, _ = submitted
    assert read(officer).why_not_approve == (
        "A. Officer submitted this return and so cannot approve it. Another reviewer can."
    )


def test_the_approved_version_stays_readable_when_the_return_is_reopened(resubmitted: Two) -> None:
    officer, team = resubmitted
    team.review.approve(BOARD, QUARTER)
    team.review.reopen(BOARD, QUARTER, "One more came late")
    officer.entry.enter_figure(replace(figure(officer), value=Decimal(22)))
    first, approved = team.review.versions(BOARD, QUARTER)
    assert (first.version, first.approved_by) == (1, "")
    assert (approved.version, approved.approved_by, approved.submitted_by) == (
        2,
        "The team",
        "A. Officer",
    )
    values = [one.records[FIGURE][0] for one in (first, approved)]
    assert [one.value for one in values if isinstance(one, Figure)] == [12, 21]
    assert read(team).before == approved


def test_a_version_that_was_withdrawn_is_not_kept(submitted: Two) -> None:
    officer, team = submitted
    officer.entry.withdraw(BOARD, QUARTER)
    assert team.review.versions(BOARD, QUARTER) == []
    fill(officer, 13)
    officer.entry.submit(BOARD, QUARTER)
    assert [one.version for one in team.review.versions(BOARD, QUARTER)] == [2]
    assert read(team).before is None
    assert not line(team, FIGURE).changed


def test_the_inbox_holds_what_waits_the_first_handed_in_at_the_top(
    resubmitted: Two, empty_database: Path
) -> None:
    _, team = resubmitted
    team.review.accept(BOARD, QUARTER, [ACTION])
    earlier = Session("C. Officer", lambda: NOW.replace(day=NOW.day - 1))
    with bootstrap.services(empty_database, earlier) as other:
        other.entry.submit("CSP", QUARTER)
    found = team.review.inbox(QUARTER)
    assert [one.board.code for one in found] == ["CSP", BOARD]
    mine = found[1]
    assert (mine.lines, mine.accepted, mine.queried, mine.answers) == (2, 1, 0, 2)
    assert mine.handed_in == NOW.astimezone().date()
    assert mine.days_late == 0
    team.review.approve(BOARD, QUARTER)
    assert [one.board.code for one in team.review.inbox(QUARTER)] == ["CSP"]


def test_every_decision_is_in_the_trail(resubmitted: Two, empty_database: Path) -> None:
    _, team = resubmitted
    team.review.accept(BOARD, QUARTER, [FIGURE])
    team.review.take_back(BOARD, QUARTER, [FIGURE])
    with opened(empty_database, schema_version(paths.MIGRATIONS)) as store:
        found = [
            (one.user, one.action, one.entity, one.entity_id)
            for one in entries(store)
            if one.entity in ("acceptance", "line_reason")
        ]
        assert first_break(store) is None
    assert found == [
        ("The team", "query", "line_reason", FIGURE),
        ("The team", "query", "line_reason", ACTION),
        ("The team", "accept", "acceptance", FIGURE),
        ("The team", "decide again", "acceptance", FIGURE),
    ]


def test_a_window_that_only_looks_decides_nothing(submitted: Two, empty_database: Path) -> None:
    before = empty_database.read_bytes()
    looking = Session("B. Reviewer", lambda: NOW, looks_only=True)
    with bootstrap.services(empty_database, looking) as looks:
        assert not read(looks).may_decide
        assert read(looks).why_not_approve.startswith("This window may only look")
        for decide in (
            lambda: looks.review.accept(BOARD, QUARTER, [FIGURE]),
            lambda: looks.review.ask(BOARD, QUARTER, FIGURE, "Are these all?"),
            lambda: looks.review.take_back(BOARD, QUARTER, [FIGURE]),
            lambda: looks.review.send_back(BOARD, QUARTER, {FIGURE: "Are these all?"}),
            lambda: looks.review.approve(BOARD, QUARTER),
        ):
            with pytest.raises(RefusedError, match="This window may only look"):
                decide()
    assert empty_database.read_bytes() == before
