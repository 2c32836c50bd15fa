from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from csp_desktop import bootstrap
from csp_desktop.core.errors import NotFoundError, RefusedError
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan_changes import ACTION, INDICATOR, TARGET, ChangeFormError
from csp_desktop.core.returns import ReturnState
from csp_desktop.services import Services
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.services.trail import TrailFilter
from csp_desktop.storage.connection import Store
from csp_desktop.storage.return_repository import ReturnRepository
from tests.conftest import LEAD_OFFICER, NOW

Q1 = Quarter(2015, 1)
AGREED = {
    "agreed_by": "CSP Board",
    "agreed_where": "Its meeting, item 4",
    "agreed_on": "9 July 2015",
    "reason": "Counted anew",
}
TEAM = replace(LEAD_OFFICER, user="Team")


@pytest.fixture
def team(database: Path) -> Iterator[Services]:
    """The community safety team at a clock that stands still."""
    with bootstrap.services(database, TEAM) as services:
        yield services


@pytest.fixture
def agree(team: Services) -> Callable[..., Changes]:
    def one(entity: str, entity_id: str, **typed: str) -> Changes:
        return team.plan_changes.record(entity, entity_id, {**typed, **AGREED})

    return one


def target(services: Services, target_id: str):
    return next(one for one in services.plan.targets if one.id == target_id)


def test_a_changed_target_holds_and_the_original_stays(team: Services, agree) -> None:
    original = target(team, "T19")
    changes = agree(TARGET, "T19", value="5", deadline="30 September 2016")
    now = team.plan_changes.story(TARGET, "T19").current
    assert (now["value"], now["deadline"]) == ("5", "2016-09-30")
    assert (original.value, str(original.deadline)) == (Decimal(8), "2015/16")
    assert changes == Changes.of(Kind.PLAN)
    story = team.plan_changes.story(TARGET, "T19")
    assert (story.original, story.item.now) == (
        "Down 8% by 2015/16",
        "Down 5% by 30 September 2016",
    )
    assert story.item.changes == 1
    assert {one.words for one in story.changes} == {
        "Value from 8% to 5%",
        "Deadline from 2015/16 to 30 September 2016",
    }
    told = story.changes[0].change
    assert (told.agreed.by, told.agreed.on, told.by) == ("CSP Board", date(2015, 7, 9), "Team")


def test_the_last_of_several_changes_holds_even_while_the_clock_stands_still(
    team: Services, agree
) -> None:
    for value in ("5", "9", "3"):
        agree(TARGET, "T19", value=value, deadline="2015/16")
    assert team.plan_changes.story(TARGET, "T19").current["value"] == "3"
    story = team.plan_changes.story(TARGET, "T19")
    assert [one.words for one in story.changes] == [
        "Value from 8% to 5%",
        "Value from 5% to 9%",
        "Value from 9% to 3%",
    ]


def test_the_last_change_holds_even_after_the_clock_was_put_back(database: Path) -> None:
    for hours, value in ((0, "5"), (-3, "6")):
        session = replace(TEAM, now=lambda hours=hours: NOW + timedelta(hours=hours))
        with bootstrap.services(database, session) as services:
            typed = {"value": value, "deadline": "2015/16", **AGREED}
            services.plan_changes.record(TARGET, "T19", typed)
            now = services.plan_changes.story(TARGET, "T19").current
    assert now["value"] == "6"


def test_figures_stand_against_the_original_and_the_changed_target(team: Services, agree) -> None:
    [before] = team.plan_changes.story(TARGET, "T19").standings
    assert before.changed == ""
    agree(TARGET, "T19", value="0", deadline="2015/16")
    [after] = team.plan_changes.story(TARGET, "T19").standings
    assert after.original == before.original
    assert after.original.endswith("against at most 555: 84 over, 15.2%, red.")
    assert after.changed.endswith("against at most 603: 36 over, 6.0%, amber.")


def test_a_changed_definition_holds(team: Services, agree) -> None:
    agree(INDICATOR, "H2", definition="Burglary of a dwelling, sheds left out")
    story = team.plan_changes.story(INDICATOR, "H2")
    assert story.current["definition"] == "Burglary of a dwelling, sheds left out"
    assert story.original == "No definition"
    assert team.plan_changes.story(INDICATOR, "H3").current["definition"] == ""


def test_a_changed_due_date_moves_the_action_and_stands_in_its_story(team: Services, agree) -> None:
    changes = agree(ACTION, "F-01", due="30 September 2015")
    assert Kind.ACTIONS in changes.kinds
    agree(ACTION, "F-01", due="31 March 2016")
    action = next(
        one.action for one in team.returns.sheet("NPFHF", Q1).actions if one.action.code == "F-01"
    )
    assert action.due == date(2016, 3, 31)
    assert [(one.before, one.after, one.by) for one in action.moves] == [
        (date(2015, 9, 30), date(2016, 3, 31), "Team")
    ]
    story = team.plan_changes.story(ACTION, "F-01")
    assert (story.original, story.item.now) == ("No due date", "31 March 2016")
    assert len(story.changes) == 2
    assert story.moves == (), "an agreed move is told once"


def test_a_move_that_a_board_made_itself_is_told_apart(team: Services, agree) -> None:
    for day in (date(2015, 9, 30), date(2015, 12, 31)):
        action = team.returns.sheet("NPFHF", Q1).actions[0].action
        team.entry.enter_action(Q1, action.due_on(day))
    agree(ACTION, "F-01", due="31 March 2016")
    story = team.plan_changes.story(ACTION, "F-01")
    assert [one.after for one in story.moves] == [date(2015, 12, 31)]
    assert [one.words for one in story.changes] == [
        "Due date from 31 December 2015 to 31 March 2016"
    ]
    assert story.original == "30 September 2015"


def test_a_return_that_is_locked_does_not_hinder_what_the_team_has_agreed(
    team: Services, agree, database: Path
) -> None:
    store = Store(database)
    with store.transaction():
        returns = ReturnRepository(store, team.plan.id)
        handed_in = returns.get("NPFHF", Q1).started().submitted("Lead officer")
        returns.save(handed_in, LEAD_OFFICER.author("submit"))
    store.close()
    assert team.returns.sheet("NPFHF", Q1).record.state is ReturnState.SUBMITTED
    agree(ACTION, "F-01", due="31 March 2016")
    assert team.plan_changes.story(ACTION, "F-01").item.now == "31 March 2016"


def test_every_change_stands_in_the_audit_trail_in_words(team: Services, agree) -> None:
    agree(TARGET, "T19", value="5", deadline="2015/16")
    agree(INDICATOR, "H2", definition="Sheds left out")
    agree(ACTION, "F-01", due="31 March 2016")
    told = [one.sentence for one in team.trail.page(TrailFilter(who="Team"))]
    assert told == [
        "Team recorded that the change of action F-01 was agreed by CSP Board",
        "Team changed action F-01: due from nothing to 31 March 2016, and 1 more field",
        "Team changed indicator H2: definition from nothing to “Sheds left out”, "
        "as agreed by CSP Board",
        "Team changed target T19: value from 8% to 5%, as agreed by CSP Board",
    ]


def test_items_are_everything_that_can_be_changed_with_what_holds_now(
    team: Services, agree
) -> None:
    agree(ACTION, "F-01", due="31 March 2016")
    items = team.plan_changes.items()
    assert sum(one.entity == TARGET for one in items) == len(team.plan.targets)
    assert sum(one.entity == INDICATOR for one in items) == len(team.plan.indicators)
    planned = sum(len(part.actions) for part in team.plan.priorities)
    assert sum(one.entity == ACTION for one in items) == planned
    assert [(one.id, one.now, one.changes) for one in items if one.changes] == [
        ("F-01", "31 March 2016", 1)
    ]


def test_what_is_missing_is_refused_and_nothing_is_stored(team: Services) -> None:
    before = team.trail.count(TrailFilter())
    with pytest.raises(ChangeFormError, match="Enter who agreed it"):
        team.plan_changes.record(ACTION, "F-01", {"due": "31 March 2016"})
    typed = {"value": "8", "deadline": "2015/16", **AGREED}
    with pytest.raises(ChangeFormError, match="must be other than it is now"):
        team.plan_changes.record(TARGET, "T19", typed)
    assert team.trail.count(TrailFilter()) == before


def test_what_is_not_in_the_plan_is_not_found(team: Services) -> None:
    for entity, code in ((TARGET, "T99"), (INDICATOR, "Z9"), (ACTION, "Z-99")):
        with pytest.raises(NotFoundError, match=code):
            team.plan_changes.story(entity, code)


def test_a_window_that_may_only_look_records_nothing(database: Path) -> None:
    with bootstrap.services(database, replace(TEAM, looks_only=True)) as services:
        with pytest.raises(RefusedError, match="may only look"):
            services.plan_changes.record(ACTION, "F-01", {"due": "31 March 2016", **AGREED})
        assert services.plan_changes.story(ACTION, "F-01").item.now == "No due date"


def test_a_return_asks_by_the_definition_that_was_agreed(team: Services) -> None:
    def asked() -> str:
        lines = team.returns.sheet("NPFHF", Quarter(2015, 1)).figures
        return next(one.indicator.definition for one in lines if one.indicator.code == "F1")

    printed = team.plan.indicator("F1").definition
    assert asked() == printed
    team.plan_changes.record("indicator", "F1", {**AGREED, "definition": "All seven strands"})
    assert asked() == "All seven strands"
    assert team.plan.indicator("F1").definition == printed


def test_an_indicator_is_outside_control_from_the_day_it_is_agreed(team: Services, agree) -> None:
    def marked() -> set[str]:
        rows = team.dashboards.of(Q1).rows
        return {one.indicator.code for one in rows if one.outside_control}

    assert marked() == set()
    agree(INDICATOR, "H3", outside_control="yes")
    assert marked() == {"H3"}
    story = team.plan_changes.story(INDICATOR, "H3")
    assert story.current["outside_control"] == "yes"
    assert [one.words for one in story.changes] == [
        "Outside the partnership’s control from no to yes"
    ]
    newest = team.trail.page(TrailFilter())[0].changes
    assert ("Outside the partnership’s control", "no", "yes") in [
        (one.label, one.before, one.after) for one in newest
    ]
    agree(INDICATOR, "H3", outside_control="no")
    assert marked() == set()
