from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.actions import Action, ActionStatus, ActionUpdate
from csp_desktop.core.figures import Figure, blank
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.core.reminders import (
    Contact,
    ContactKind,
    Correspondence,
    file_stem,
    is_owed,
    reminder_of,
    wanted_by,
)
from csp_desktop.core.returns import LineReason, Return, ReturnState, Summary
from csp_desktop.core.sheet import ActionLine, Completeness, FigureLine, ReturnSheet

Q1 = Quarter(2015, 1)
DUE = date(2015, 7, 17)
LATE = date(2015, 7, 22)
FRIDAY = 4
DAYS = st.dates(date(2015, 1, 1), date(2017, 12, 31))


def figures(plan: Plan, board: str = "TMG") -> list[FigureLine]:
    return [
        FigureLine(one, blank(one.code, plan.area, Q1.range), None, None, one.asked_in(Q1))
        for one in plan.indicators_of(board)
    ]


def actions(plan: Plan, board: str = "TMG") -> list[ActionLine]:
    planned = [
        (priority.code, one)
        for priority in plan.priorities
        for one in priority.actions
        if one.board == board
    ]
    return [
        ActionLine(Action(planned=one, priority=code), ActionUpdate(action=one.code, quarter=Q1))
        for code, one in planned
    ]


def sheet(plan: Plan, board: str = "TMG", **parts: Any) -> ReturnSheet:
    content: dict[str, Any] = {
        "board": plan.board(board),
        "quarter": Q1,
        "record": Return(board=board, quarter=Q1, plan=plan.id),
        "due": DUE,
        "figures": tuple(figures(plan, board)),
        "actions": tuple(actions(plan, board)),
        "summary": Summary(board=board, quarter=Q1),
    }
    return ReturnSheet(**content | parts)


def answered(found: ReturnSheet, *, updates: bool = True) -> ReturnSheet:
    """The same with its figures entered, and its actions too unless they are left out."""
    given = [
        replace(line, figure=replace(line.figure, value=Decimal(5), absence=None))
        for line in found.figures
    ]
    status = ActionStatus.ON_TRACK if updates else None
    told = [replace(line, update=replace(line.update, status=status)) for line in found.actions]
    begun = replace(found.record, state=ReturnState.IN_PROGRESS)
    return replace(found, record=begun, figures=tuple(given), actions=tuple(told))


def sent_back(found: ReturnSheet, **reasons: str) -> ReturnSheet:
    record = replace(found.record, state=ReturnState.RETURNED, version=1)

    def with_reason(line: Any, code: str) -> Any:
        why = reasons.get(code.replace("-", "_"))
        given = why and LineReason(code, why, 1, "Team", "2015-07-21T10:00:00.000Z")
        return replace(line, reason=given or None)

    return replace(
        found,
        record=record,
        figures=tuple(with_reason(line, line.indicator.code) for line in found.figures),
        actions=tuple(with_reason(line, line.action.code) for line in found.actions),
    )


# What is said


def test_a_late_board_is_told_since_when_what_it_owes_and_by_when_it_is_wanted(plan: Plan) -> None:
    found = reminder_of(sheet(plan), LATE)
    assert found.whole == (
        "To: lead officer and chair, Tension Monitoring Group (TMG)\n"
        "Subject: Quarter 1 return, due 17 July\n"
        "\n"
        "The Tension Monitoring Group (TMG)’s return for April to June 2015 was due on Friday "
        "17 July 2015 and has not arrived: it is 5 days late. It asks for 1 figure and 1 action "
        "update.\n"
        "\n"
        "The workbook is attached. Fill it in with the program, Excel or LibreOffice and send it "
        "back by Friday 24 July 2015."
    )


@pytest.mark.parametrize("day", [DUE - timedelta(days=3), DUE])
def test_a_board_that_still_has_time_is_told_when_it_is_due(plan: Plan, day: date) -> None:
    text = reminder_of(sheet(plan), day).text
    assert "is due on Friday 17 July 2015 and has not arrived yet." in text
    assert "send it back by Friday 17 July 2015." in text
    assert "late" not in text


@pytest.mark.parametrize(
    ("days", "words"), [(1, "it is 1 day late."), (99, "it is 99 days late."), (100, "arrived.")]
)
def test_days_late_are_counted_as_long_as_the_number_says_anything(
    plan: Plan, days: int, words: str
) -> None:
    first = reminder_of(sheet(plan), DUE + timedelta(days=days)).text.split(" It asks")[0]
    assert first.endswith(words)


def test_of_a_plan_that_is_over_no_board_is_called_late(plan: Plan) -> None:
    found = reminder_of(sheet(plan), LATE, says_late=False)
    assert "was due on Friday 17 July 2015 and has not arrived." in found.text
    assert "late" not in found.whole


def test_a_return_that_was_begun_says_what_is_left(plan: Plan) -> None:
    begun = answered(sheet(plan, "NPFHF"), updates=False)
    text = reminder_of(begun, LATE).text
    assert "Still to come: 4 action updates." in text
    assert "The workbook is attached with what is entered so far in it." in text


def test_a_return_in_which_everything_is_entered_has_only_to_be_submitted(plan: Plan) -> None:
    text = reminder_of(answered(sheet(plan)), LATE).text
    assert "Everything in it is entered; it has only to be checked and submitted." in text


def test_the_workbook_is_said_to_hold_last_quarters_figures_where_it_does(plan: Plan) -> None:
    [line] = [one for one in figures(plan) if one.asked][:1]
    last = Figure(
        indicator=line.indicator.code,
        area=plan.area,
        period=Q1.previous.range,
        value=Decimal(3),
    )
    known = sheet(plan, figures=(replace(line, last_quarter=last),))
    assert "attached with last quarter’s figures in it." in reminder_of(known, LATE).text


def test_a_board_whose_return_came_back_is_told_which_lines_and_why(plan: Plan) -> None:
    back = sent_back(
        answered(sheet(plan)), A7="Does this include June?", F_05="Who leads this now?"
    )
    found = reminder_of(back, LATE)
    assert found.subject == "Quarter 1 return, sent back"
    first, reasons, workbook = found.text.split("\n\n")
    assert first.endswith("was sent back on Tuesday 21 July 2015. 2 lines need an answer.")
    lines = reasons.split("\n")
    assert lines[0] == "A7 Community tension reports: Does this include June?"
    assert lines[1].startswith("F-05 ")
    assert lines[1].endswith(": Who leads this now?")
    assert "with what was asked beside each line" in workbook
    assert "late" not in found.whole


def test_one_line_that_came_back_needs_one_answer(plan: Plan) -> None:
    back = sent_back(answered(sheet(plan)), A7="Does this include June?")
    assert "1 line needs an answer." in reminder_of(back, LATE).text


def test_a_return_that_came_back_as_a_whole_says_why_as_a_whole(plan: Plan) -> None:
    back = sent_back(answered(sheet(plan)))
    back = replace(back, record=replace(back.record, reason="The figures are of last year"))
    assert "was sent back. The figures are of last year" in reminder_of(back, LATE).text


def test_a_board_without_a_chair_in_the_plan_is_addressed_by_its_lead_officer(plan: Plan) -> None:
    chairless = next(one for one in plan.boards if not one.chair)
    assert reminder_of(sheet(plan, chairless.code), LATE).to == f"lead officer, {chairless.name}"


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("Prevent Board", "The Prevent Board’s return"),
        ("Neighbourhood Panels", "The Neighbourhood Panels’ return"),
        ("The Forum", "The Forum’s return"),
    ],
)
def test_a_board_is_named_as_one_would_say_it(plan: Plan, name: str, begins: str) -> None:
    named = replace(sheet(plan), board=replace(plan.board("TMG"), name=name))
    assert reminder_of(named, LATE).text.startswith(begins)


# By when


@given(DAYS, DAYS)
def test_a_return_that_is_not_late_is_wanted_by_the_day_it_is_due(today: date, due: date) -> None:
    day = wanted_by(today, due)
    if today <= due:
        assert day == due
    else:
        assert day.weekday() == FRIDAY
        assert timedelta(days=2) <= day - today <= timedelta(days=8)


@given(DAYS, DAYS)
def test_a_return_that_came_back_is_never_wanted_before_it_was_due(today: date, due: date) -> None:
    day = wanted_by(today, due, sent_back=True)
    assert day >= due
    assert day - today >= timedelta(days=2)
    assert day == due or day.weekday() == FRIDAY


# What is told of it


@pytest.mark.parametrize("state", ReturnState)
def test_a_board_owes_what_is_asked_of_it_and_is_not_in(plan: Plan, state: ReturnState) -> None:
    record = Return(board="TMG", quarter=Q1, state=state)
    assert is_owed(record, Completeness(3, 3)) is state.open_for_entry
    assert not is_owed(record, Completeness(0, 0))


@given(st.text(min_size=1))
def test_a_file_name_holds_nothing_that_a_disk_refuses(board: str) -> None:
    stem = file_stem(board, Q1)
    assert stem.endswith(" 2015-16-Q1")
    assert not set(stem) & set('/\\:*?"<>|.\0\n\r\t')
    assert len(stem) == len(board) + len(" 2015-16-Q1")


def test_a_file_is_named_after_its_board_and_its_quarter() -> None:
    assert file_stem("YOT_MB", Q1) == "YOT_MB 2015-16-Q1"


def test_a_return_first_came_in_with_its_lowest_version() -> None:
    came = {2: "2015-07-24T10:00:00.000Z", 1: "2015-07-16T10:00:00.000Z"}
    assert Correspondence(handed_in=came).first_in == date(2015, 7, 16)
    assert Correspondence().first_in is None


def test_a_contact_has_the_day_of_its_moment() -> None:
    contact = Contact(ContactKind.REMINDER, "2015-07-10T12:00:00.000Z")
    assert contact.day == date(2015, 7, 10)
