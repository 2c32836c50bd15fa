from dataclasses import replace

import pytest

from csp_desktop.core.errors import StaleError
from csp_desktop.core.periods import Quarter
from csp_desktop.core.returns import LineReason, Return, ReturnState, Summary
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


SUMMARY = Summary(
    board="NPFHF",
    quarter=QUARTER,
    achievements="The pledge was launched",
    concerns="Few reports",
    decisions="Agree the form",
    resources="A half-time post",
    shared="{}",
)


def test_a_summary_nobody_has_written_is_blank(returns: ReturnRepository) -> None:
    blank = returns.summary("NPFHF", QUARTER)
    assert (blank.written, blank.version) == (False, 0)


def test_a_stored_summary_comes_back_as_it_was(
    store: Store, returns: ReturnRepository, author: Author
) -> None:
    with store.transaction():
        stored = returns.save_summary(SUMMARY, author)
    assert stored == replace(SUMMARY, version=1)
    assert returns.summary("NPFHF", QUARTER) == stored
    assert not returns.summary("NPFHF", QUARTER.plus(1)).written


def test_a_stale_summary_is_refused_and_changes_nothing(
    store: Store, returns: ReturnRepository, author: Author
) -> None:
    with store.transaction():
        stored = returns.save_summary(SUMMARY, author)
    trail = entries(store)
    for stale in (SUMMARY, replace(stored, version=2)):
        with (
            pytest.raises(StaleError, match="summary of NPFHF for 2015/16-Q1 was changed"),
            store.transaction(),
        ):
            returns.save_summary(replace(stale, concerns="Mine"), author)
    assert returns.summary("NPFHF", QUARTER) == stored
    assert entries(store) == trail


def test_reasons_belong_to_one_version_of_one_return(
    store: Store, returns: ReturnRepository, author: Author
) -> None:
    record = replace(returns.unbegun("NPFHF", QUARTER), version=2)
    reason = LineReason("F1", "Are these all?", 2, author.user, author.at)
    with store.transaction():
        returns.save_reasons(record, [reason], author)
    assert returns.reasons(record) == {"F1": reason}
    for other in (replace(record, version=3), replace(record, board="TTCG")):
        assert returns.reasons(other) == {}
    assert [one.entity for one in entries(store)][-1] == "line_reason"
