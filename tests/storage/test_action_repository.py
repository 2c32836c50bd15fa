from dataclasses import replace
from datetime import date

import pytest

from csp_desktop.core.actions import (
    Action,
    ActionStatus,
    ActionUpdate,
    Milestone,
    PlannedAction,
    Resourcing,
)
from csp_desktop.core.errors import StaleError
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.storage.action_repository import ActionRepository
from csp_desktop.storage.audit import Author, entries
from csp_desktop.storage.connection import Store

QUARTER = Quarter(2015, 1)


@pytest.fixture
def actions(store: Store) -> ActionRepository:
    """The actions of the built-in plan, as the plan prints them."""
    return ActionRepository(store)


def test_every_action_belongs_to_the_board_the_plan_names(
    actions: ActionRepository, plan: Plan
) -> None:
    planned = [one for priority in plan.priorities for one in priority.actions]
    for board in plan.boards:
        expected = [one for one in planned if one.board == board.code]
        assert [one.planned for one in actions.of_board(board.code)] == expected
        assert {one.version for one in actions.of_board(board.code)} <= {1}
    held = [code for codes in actions.codes_by_board().values() for code in codes]
    assert sorted(held) == sorted(one.code for one in planned)


def first_of(actions: ActionRepository) -> Action:
    return actions.of_board("NPFHF")[0]


def test_a_lead_and_a_due_date_are_kept(
    store: Store, actions: ActionRepository, author: Author
) -> None:
    led = replace(first_of(actions).due_on(date(2015, 9, 30)), lead="Hate crime co-ordinator")
    with store.transaction():
        stored = actions.save(led, author)
    assert stored == replace(led, version=2)
    assert first_of(actions) == stored


def test_a_stale_action_is_refused_and_changes_nothing(
    store: Store, actions: ActionRepository, author: Author
) -> None:
    before = first_of(actions)
    with store.transaction():
        stored = actions.save(replace(before.due_on(None), lead="First"), author)
    trail = entries(store)
    with pytest.raises(StaleError, match="was changed while you had it open"), store.transaction():
        actions.save(replace(before.due_on(None), lead="Second"), author)
    assert first_of(actions) == stored
    assert entries(store) == trail


def test_an_update_comes_back_as_it_was_and_only_for_its_quarter(
    store: Store, actions: ActionRepository, author: Author
) -> None:
    code = first_of(actions).code
    update = ActionUpdate(
        action=code, quarter=QUARTER, status=ActionStatus.AT_RISK, note="“Short of staff”\nSee."
    )
    with store.transaction():
        stored = actions.save_update(update, author)
    assert stored == replace(update, version=1)
    assert actions.updates(QUARTER) == {code: stored}
    assert actions.updates(QUARTER, "NPFHF") == {code: stored}
    assert actions.updates(QUARTER, "TMG") == {}
    assert actions.updates(QUARTER.plus(1)) == {}


def test_a_stale_update_is_refused_and_changes_nothing(
    store: Store, actions: ActionRepository, author: Author
) -> None:
    update = ActionUpdate(action=first_of(actions).code, quarter=QUARTER, note="First")
    with store.transaction():
        stored = actions.save_update(update, author)
    with pytest.raises(StaleError), store.transaction():
        actions.save_update(replace(update, note="Second"), author)
    assert actions.updates(QUARTER) == {update.action: stored}


def test_an_update_keeps_its_id_whoever_saves_it(
    store: Store, actions: ActionRepository, author: Author
) -> None:
    update = ActionUpdate(action=first_of(actions).code, quarter=QUARTER, note="First")
    other = ActionUpdate(action=update.action, quarter=QUARTER, note="Second", version=1)
    with store.transaction():
        actions.save_update(update, author)
        assert actions.save_update(other, author).id == update.id
    assert actions.updates(QUARTER)[update.action].note == "Second"


def test_every_change_is_written_down_with_before_and_after(
    store: Store, actions: ActionRepository, author: Author
) -> None:
    begun = len(entries(store))
    action = first_of(actions)
    with store.transaction():
        actions.save(replace(action.due_on(date(2015, 9, 30)), lead="Co-ordinator"), author)
        actions.save_update(ActionUpdate(action=action.code, quarter=QUARTER, note="x"), author)
    led, updated = entries(store)[begun:]
    assert (led.entity, led.entity_id) == ("action", action.code)
    assert '"lead": ""' in led.before
    assert '"due": "2015-09-30"' in led.after
    assert (updated.entity, updated.before) == ("action_update", "")
    assert '"note": "x"' in updated.after


STEPS = (
    Milestone("Launch\nin the town hall", date(2015, 5, 1), date(2015, 5, 8)),
    Milestone("Review", None, None),
)


def test_the_whole_form_of_an_action_is_kept(
    store: Store, actions: ActionRepository, author: Author
) -> None:
    filled = replace(
        first_of(actions),
        aim="Fewer hate crimes",
        measures=("Recorded", "Detected"),
        partners="Schools; Victim Support",
        start=date(2015, 4, 20),
        milestones=STEPS,
        resources_needed="£2,000",
        resources_source="Fund",
        resourcing=Resourcing.NOT_SECURED,
    )
    with store.transaction():
        stored = actions.save(filled, author)
    assert stored == replace(filled, version=2)
    assert first_of(actions) == stored


def test_milestones_are_those_of_the_last_save_in_their_order(
    store: Store, actions: ActionRepository, author: Author
) -> None:
    for steps in (STEPS, STEPS[::-1], STEPS[1:], ()):
        with store.transaction():
            actions.save(replace(first_of(actions), milestones=steps), author)
        assert first_of(actions).milestones == steps
        assert actions.of_board("NPFHF")[1].milestones == ()


def test_a_due_date_set_for_the_first_time_or_left_alone_is_no_move(
    store: Store, actions: ActionRepository, author: Author
) -> None:
    for lead in ("First", "Second"):
        due = first_of(actions).due_on(date(2015, 9, 30))
        with store.transaction():
            actions.save(replace(due, lead=lead), author)
    assert first_of(actions).moves == ()
    with store.transaction():
        actions.save(first_of(actions).due_on(None), author)
    [move] = first_of(actions).moves
    assert (move.before, move.after, move.by, move.at) == (
        date(2015, 9, 30),
        None,
        author.user,
        author.at,
    )


def test_a_proposal_is_stored_with_its_text_and_stays_known_when_it_is_dropped(
    store: Store, actions: ActionRepository, author: Author
) -> None:
    planned = PlannedAction("NPFHF-P1", "Posters at every stop", "NPFHF")
    proposal = Action(planned=planned, priority="F", proposed=True, version=0)
    with store.transaction():
        stored = actions.save(proposal, author)
    assert stored == replace(proposal, version=1)
    assert actions.of_board("NPFHF")[-1] == stored
    with store.transaction():
        actions.save(replace(stored, dropped=True), author)
    assert "NPFHF-P1" not in [one.code for one in actions.of_board("NPFHF")]
    assert actions.proposals("NPFHF") == ["NPFHF-P1"]
    assert "NPFHF-P1" not in actions.codes_by_board()["NPFHF"]
    dropped = actions.get("NPFHF-P1")
    assert dropped is not None
    assert (dropped.dropped, dropped.version) == (True, 2)
