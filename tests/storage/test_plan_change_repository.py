import json
from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest

from csp_desktop.core.plan_changes import Agreement, PlanChange
from csp_desktop.storage.audit import Author, of_record
from csp_desktop.storage.connection import Store
from csp_desktop.storage.plan_change_repository import PlanChangeRepository

AGREED = Agreement("CSP Board", "Its meeting, item 4", date(2015, 7, 9), "Counted anew")


@pytest.fixture
def make(author: Author) -> Callable[..., PlanChange]:
    def one(**content: str) -> PlanChange:
        words = {
            "entity": "target",
            "entity_id": "T19",
            "field": "value",
            "before": "8",
            "after": "5",
            "by": author.user,
            "at": author.at,
        }
        return PlanChange(id=uuid4(), agreed=AGREED, **{**words, **content})

    return one


def test_what_was_agreed_comes_back_as_it_was_kept(
    store: Store, author: Author, make: Callable[..., PlanChange]
) -> None:
    changes = [make(), make(field="deadline", before="2015/16", after="")]
    with store.transaction():
        PlanChangeRepository(store).add(changes, author)
    assert PlanChangeRepository(store).of("target", "T19") == changes
    assert PlanChangeRepository(store).of("target", "T20") == []
    assert PlanChangeRepository(store).of("action", "T19") == []


def test_changes_come_in_the_order_of_their_moments(
    store: Store, author: Author, make: Callable[..., PlanChange]
) -> None:
    later = make(before="5", after="6", at="2015-07-20T09:00:00.000Z")
    earlier = make(at="2015-07-15T09:00:00.000Z")
    other = make(entity="action", entity_id="F-01", field="due", after="2016-03-31")
    with store.transaction():
        for one in (later, earlier, other):
            PlanChangeRepository(store).add([one], author)
    assert PlanChangeRepository(store).all() == {
        ("target", "T19"): [earlier, later],
        ("action", "F-01"): [other],
    }


def test_the_trail_has_what_was_changed_with_the_agreement(
    store: Store, author: Author, make: Callable[..., PlanChange]
) -> None:
    with store.transaction():
        PlanChangeRepository(store).add([make()], author)
    [entry] = of_record(store, "target", "T19")
    assert json.loads(entry.before) == {"value": "8"}
    assert json.loads(entry.after) == {
        "value": "5",
        "agreed_by": "CSP Board",
        "agreed_where": "Its meeting, item 4",
        "agreed_on": "2015-07-09",
        "agreed_because": "Counted anew",
    }


def test_where_the_trail_has_the_change_already_it_gets_the_agreement_alone(
    store: Store, author: Author, make: Callable[..., PlanChange]
) -> None:
    with store.transaction():
        PlanChangeRepository(store).add([make()], author, said=True)
    [entry] = of_record(store, "target", "T19")
    assert json.loads(entry.before) == {}
    assert "value" not in json.loads(entry.after)
