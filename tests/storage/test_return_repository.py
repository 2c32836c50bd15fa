from dataclasses import replace

import pytest

from csp_desktop.core.errors import StaleError
from csp_desktop.core.periods import Quarter
from csp_desktop.core.returns import Return, ReturnState
from csp_desktop.storage.audit import Author, entries
from csp_desktop.storage.connection import Store
from csp_desktop.storage.return_repository import ReturnRepository

QUARTER = Quarter(2015, 1)


@pytest.fixture
def returns(store: Store) -> ReturnRepository:
    """Returns over the built-in plan, none begun."""
    return ReturnRepository(store, "a-plan")


def saved(store: Store, record: Return, author: Author) -> Return:
    with store.transaction():
        return ReturnRepository(store, "a-plan").save(record, author)


def test_a_return_nobody_has_touched_has_no_row(returns: ReturnRepository) -> None:
    assert returns.of_quarter(QUARTER) == {}
    assert returns.get("NPFHF", QUARTER) == Return(board="NPFHF", quarter=QUARTER, plan="a-plan")


def test_a_stored_return_comes_back_as_it_was(
    store: Store, returns: ReturnRepository, author: Author
) -> None:
    record = Return(
        board="NPFHF",
        quarter=QUARTER,
        plan="a-plan",
        state=ReturnState.RETURNED,
        version=3,
        submitted_by="Lead officer",
        reason="“Explain H3”",
    )
    stored = saved(store, record, author)
    assert stored == replace(record, row_version=1)
    assert returns.get("NPFHF", QUARTER) == stored
    assert returns.of_quarter(QUARTER) == {"NPFHF": stored}


def test_returns_of_other_quarters_stay_apart(
    store: Store, returns: ReturnRepository, author: Author
) -> None:
    first = saved(store, returns.unbegun("NPFHF", QUARTER).started(), author)
    second = saved(store, returns.unbegun("NPFHF", QUARTER.plus(1)).started(), author)
    assert returns.of_quarter(QUARTER) == {"NPFHF": first}
    assert returns.of_quarter(QUARTER.plus(1)) == {"NPFHF": second}


def test_a_stale_save_is_refused_and_changes_nothing(
    store: Store, returns: ReturnRepository, author: Author
) -> None:
    first = saved(store, returns.unbegun("NPFHF", QUARTER).started(), author)
    second = saved(store, first.submitted("Lead officer"), author)
    trail = entries(store)
    for stale in (first, returns.unbegun("NPFHF", QUARTER)):
        with pytest.raises(StaleError, match="NPFHF for 2015/16-Q1 was changed"):
            saved(store, stale, author)
    assert returns.get("NPFHF", QUARTER) == second
    assert entries(store) == trail


def test_every_move_is_written_down_with_before_and_after(
    store: Store, returns: ReturnRepository, author: Author
) -> None:
    begun = len(entries(store))
    first = saved(store, returns.unbegun("NPFHF", QUARTER).started(), author)
    saved(store, first.submitted("Lead officer"), author)
    made, changed = entries(store)[begun:]
    assert (made.entity, made.entity_id, made.before) == ("return", str(first.id), "")
    assert changed.before == made.after
    assert '"state": "submitted"' in changed.after
