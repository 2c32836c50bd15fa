from dataclasses import replace
from datetime import date

import pytest

from csp_desktop.core.actions import Action, ActionStatus, ActionUpdate
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
