from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop import bootstrap
from csp_desktop.core.actions import Action, ActionStatus, ActionUpdate
from csp_desktop.core.errors import NotFoundError
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.services import Services
from csp_desktop.services.action_story import ActionStory, indicators_of
from csp_desktop.services.session import Session
from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import PlanChangeRow

Q1, Q2 = Quarter(2015, 1), Quarter(2015, 2)
CODE, BOARD = "F-01", "NPFHF"
JUNE, SEPTEMBER, DECEMBER = date(2015, 6, 30), date(2015, 9, 30), date(2015, 12, 31)


def told(services: Services, code: str = CODE, quarter: Quarter = Q1) -> ActionStory:
    return services.stories.story(code, quarter)


def report(services: Services, quarter: Quarter, status: ActionStatus, note: str = "") -> None:
    stored = services.entry.stored(ActionUpdate(action=CODE, quarter=quarter))
    assert isinstance(stored, ActionUpdate)
    services.entry.enter_update(BOARD, replace(stored, status=status, note=note))


def change(services: Services, **parts: object) -> Action:
    action = told(services).action
    services.entry.enter_action(Q1, replace(action, **parts))
    return told(services).action


def move_due(services: Services, *days: date) -> None:
    for day in days:
        action = told(services).action
        services.entry.enter_action(Q1, action.due_on(day))


def at_work(database: Path, user: str, day: int):
    """The services as somebody has them on a day of July 2015."""
    session = Session(user, lambda: datetime(2015, 7, day, 9, tzinfo=UTC))
    return bootstrap.services(database, session)


def agree(
    database: Path, before: date | None, after: date, why: str, at: str = "2015-07-14T12:00:00.000Z"
) -> None:
    store = Store(database)
    try:
        row = {
            "id": why,
            "entity": "action",
            "entity_id": CODE,
            "field": "due",
            "before": before.isoformat() if before else "",
            "after": after.isoformat(),
            "agreed_by": "CSP executive",
            "agreed_where": "meeting of 9 July",
            "agreed_on": date(2015, 7, 9),
            "reason": why,
            "by": "Lead officer",
            "at": at,
        }
        store.insert(PlanChangeRow, [row])
    finally:
        store.close()


# The action


def test_an_action_is_told_with_its_priority_board_and_agency(services: Services) -> None:
    story = told(services, "D-01")
    assert story.action.planned.text.startswith("The Council will continue to develop")
    assert story.priority.startswith("Violence")
    assert story.board == "Domestic Violence Forum"
    assert story.agency == "London Borough of Tower Hamlets"


def test_an_action_under_a_boards_own_priority_is_told_with_its_title(services: Services) -> None:
    own = services.entry.own_priority(BOARD, "Hate crime on buses")
    proposal = services.entry.proposal(BOARD, own.code, "Posters on every bus")
    services.entry.enter(BOARD, Q1, [own, proposal])
    story = told(services, proposal.code)
    assert story.priority == "Hate crime on buses"
    assert story.moving == ()


def test_there_is_no_story_of_an_action_that_is_not_there(services: Services) -> None:
    with pytest.raises(NotFoundError, match="There is no action “Z-99”"):
        told(services, "Z-99")


# Updates


def test_every_quarters_update_is_told_newest_first_with_who_and_when(database: Path) -> None:
    with at_work(database, "First officer", 3) as services:
        report(services, Q1, ActionStatus.ON_TRACK, "Begun.")
    with at_work(database, "Second officer", 5) as services:
        report(services, Q2, ActionStatus.AT_RISK, "Slow.")
        story = told(services)
    assert [(one.update.quarter, one.update.note, one.by, one.at) for one in story.updates] == [
        (Q2, "Slow.", "Second officer", "2015-07-05T09:00:00.000Z"),
        (Q1, "Begun.", "First officer", "2015-07-03T09:00:00.000Z"),
    ]


def test_an_update_is_told_as_whoever_wrote_it_last_left_it(database: Path) -> None:
    with at_work(database, "First officer", 3) as services:
        report(services, Q1, ActionStatus.ON_TRACK)
    with at_work(database, "Second officer", 5) as services:
        report(services, Q1, ActionStatus.OFF_TRACK)
        [one] = told(services).updates
    assert (one.update.status, one.by) == (ActionStatus.OFF_TRACK, "Second officer")


def test_the_present_update_is_that_of_the_quarter_asked_about(services: Services) -> None:
    report(services, Q2, ActionStatus.AT_RISK)
    assert told(services, quarter=Q1).now is None
    now = told(services, quarter=Q2).now
    assert now is not None
    assert now.status is ActionStatus.AT_RISK


# The due date


def test_every_move_of_the_due_date_is_told_with_what_was_agreed(
    services: Services, database: Path
) -> None:
    move_due(services, JUNE, SEPTEMBER, DECEMBER)
    agree(database, SEPTEMBER, DECEMBER, "The contract was let late")
    first, second = told(services).moves
    assert (first.before, first.after, first.by) == (JUNE, SEPTEMBER, "Lead officer")
    assert first.agreement is None
    assert second.agreement is not None
    assert second.agreement.reason == "The contract was let late"
    assert second.agreement.agreed_by == "CSP executive"
    assert second.agreement.agreed_on == date(2015, 7, 9)


def test_a_move_that_was_made_twice_keeps_each_agreement_apart(database: Path) -> None:
    with at_work(database, "Lead officer", 3) as services:
        move_due(services, JUNE, SEPTEMBER, JUNE)
    with at_work(database, "Lead officer", 5) as services:
        move_due(services, SEPTEMBER)
        agree(database, JUNE, SEPTEMBER, "second", "2015-07-05T09:00:00.000Z")
        moves = told(services).moves
        reasons = [one.agreement.reason if one.agreement else "" for one in moves]
        assert reasons == ["", "", "second"]
        agree(database, JUNE, SEPTEMBER, "first", "2015-07-03T09:00:00.000Z")
        moves = told(services).moves
    reasons = [one.agreement.reason if one.agreement else "" for one in moves]
    assert reasons == ["first", "", "second"]


def test_no_agreement_is_lost_where_there_are_more_of_them_than_moves(
    services: Services, database: Path
) -> None:
    move_due(services, JUNE, SEPTEMBER)
    agree(database, JUNE, SEPTEMBER, "said once")
    agree(database, JUNE, SEPTEMBER, "said again")
    reasons = {one.agreement.reason for one in told(services).moves if one.agreement}
    assert reasons == {"said once", "said again"}


def test_a_first_due_date_that_was_agreed_belongs_to_the_story(
    services: Services, database: Path
) -> None:
    agree(database, None, JUNE, "Set by the executive")
    [move] = told(services).moves
    assert (move.before, move.after) == (None, JUNE)
    assert move.agreement is not None


def test_agreed_changes_of_anything_else_do_not_move_the_due_date(
    services: Services, database: Path
) -> None:
    agree(database, JUNE, SEPTEMBER, "why")
    store = Store(database)
    try:
        store.update(PlanChangeRow, [{"id": "why", "field": "text"}])
    finally:
        store.close()
    assert told(services).moves == ()


# The indicators


def test_an_action_that_names_measures_moves_their_indicators(services: Services) -> None:
    measures = [measure for one in services.plan.priorities for measure in one.measures]
    measure = next(one for one in measures if one.parts)
    change(services, measures=(measure.text,))
    story = told(services)
    codes = [*measure.indicators, *(code for part in measure.parts for code in part.indicators)]
    assert story.named
    assert [one.indicator.code for one in story.moving] == list(dict.fromkeys(codes))[:6]


@pytest.mark.parametrize("words", ["H3", "Fewer, as in H3", "theft of a motor  VEHICLE"])
def test_a_measure_in_a_boards_own_words_means_the_indicator_it_names(
    services: Services, plan: Plan, words: str
) -> None:
    if "VEHICLE" in words:
        words = plan.indicator("H3").title.upper()
    change(services, measures=(words,))
    story = told(services)
    assert story.named
    assert "H3" in {one.indicator.code for one in story.moving}
    assert len(story.moving) < 3


def test_an_action_that_names_nothing_known_moves_its_prioritys_indicators(
    services: Services,
) -> None:
    change(services, measures=("People feel better",))
    story = told(services)
    assert not story.named
    assert len(story.moving) == 6
    assert story.left_out == 19


def test_of_a_whole_priority_those_with_figures_come_first(services: Services) -> None:
    story = told(services, "D-01")
    assert [bool(one.figures) for one in story.moving] == [True] + [False] * 5


def test_an_indicator_is_told_with_its_last_twelve_quarters_up_to_the_one_asked_about(
    services: Services,
) -> None:
    change(services, measures=("H3",))
    [moved] = told(services, quarter=Q1).moving
    quarters = [one.period.quarter for one in moved.figures]
    assert quarters == [Q1.plus(-back) for back in reversed(range(12))]
    [earlier] = told(services, quarter=Q1.plus(-1)).moving
    assert earlier.figures[-1].period.quarter == Q1.plus(-1)


def test_a_sum_is_told_as_its_parts_add_up(services: Services) -> None:
    change(services, measures=("H7",))
    [moved] = told(services).moving
    trend = {one.period: one.value for one in services.analysis.trend("H7").series}
    assert moved.figures
    assert all(one.exact == trend[one.period] for one in moved.figures)
    assert moved.figures[0].value == Decimal(moved.figures[0].value or 0).to_integral_value()


@given(st.data())
def test_every_measure_of_the_plan_is_known_by_its_own_words(plan: Plan, data) -> None:
    priority = data.draw(st.sampled_from([one for one in plan.priorities if one.measures]))
    measure = data.draw(st.sampled_from(priority.measures))
    planned = data.draw(st.sampled_from(priority.actions))
    text = measure.text.upper() if data.draw(st.booleans()) else f" {measure.text}\n"
    action = Action(planned=planned, priority=priority.code, measures=(text,))
    found, named = indicators_of(plan, action)
    assert named
    assert set(measure.indicators) <= {one.code for one in found}


def test_every_action_of_the_plan_has_a_story(services: Services) -> None:
    for priority in services.plan.priorities:
        for planned in priority.actions:
            story = told(services, planned.code)
            assert story.priority == priority.title
            assert story.moving, planned.code
