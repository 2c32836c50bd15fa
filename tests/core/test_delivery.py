from array import array
from datetime import date
from typing import Any

import pytest

from csp_desktop.core.actions import ActionStatus, Resourcing
from csp_desktop.core.delivery import AsOf, Concern, DeliveryRow, pages
from csp_desktop.core.periods import Quarter

FIRST = Quarter(2015, 1)
Q2 = Quarter(2015, 2)
TODAY = date(2015, 10, 14)


def row(**parts: Any) -> DeliveryRow:
    """An action in order: on track, reported this quarter, not due for long."""
    given = {
        "place": 1,
        "as_of": AsOf(Q2, TODAY, FIRST),
        "code": "F-01",
        "text": "Raise reporting",
        "priority": "F",
        "board": "NPFHF",
        "agency": "",
        "lead": "",
        "status": ActionStatus.ON_TRACK,
        "heard": Q2,
        "start": None,
        "due": date(2015, 12, 31),
        "original_due": date(2015, 12, 31),
        "milestones": (),
        "slips": 0,
        "resources_needed": "",
        "resourcing": None,
        "proposed": False,
    }
    return DeliveryRow(**(given | parts))


def test_an_action_in_order_gives_no_concern() -> None:
    assert row().concerns == ()
    assert not row().no_update


def test_an_action_is_overdue_from_the_day_after_it_was_due() -> None:
    assert row(due=TODAY).days_over == 0
    late = row(due=date(2015, 10, 13))
    assert (late.days_over, late.concerns) == (1, (Concern.OVERDUE,))


@pytest.mark.parametrize("status", [ActionStatus.COMPLETE, ActionStatus.DEFERRED])
def test_what_is_complete_or_deferred_concerns_nobody(status: ActionStatus) -> None:
    done = row(
        status=status,
        due=date(2014, 1, 1),
        heard=FIRST.previous,
        slips=3,
        resources_needed="Staff",
        resourcing=Resourcing.NOT_SECURED,
    )
    assert (done.days_over, done.concerns) == (0, ())
    assert done.no_update


def test_an_action_is_neglected_after_two_quarters_without_an_update() -> None:
    assert row(heard=FIRST).concerns == ()
    assert row(heard=FIRST).no_update
    assert row(heard=FIRST.previous).concerns == (Concern.NEGLECTED,)
    assert row(heard=None, status=None).concerns == (Concern.NEGLECTED,)


def test_nothing_is_neglected_in_the_first_quarter_of_the_plan() -> None:
    begun = AsOf(FIRST, date(2015, 7, 14), FIRST)
    assert row(as_of=begun, heard=None, status=None).concerns == ()
    assert row(as_of=begun, heard=None, status=None).no_update


def test_a_proposal_is_neglected_only_once_something_was_said_of_it() -> None:
    assert row(proposed=True, heard=None, status=None).concerns == ()
    assert row(proposed=True, heard=FIRST.previous).concerns == (Concern.NEGLECTED,)


def test_an_action_is_slipping_from_the_second_time_it_is_put_off() -> None:
    assert row(slips=1).concerns == ()
    assert row(slips=2).concerns == (Concern.SLIPPING,)


@pytest.mark.parametrize(
    ("needed", "resourcing", "unfunded"),
    [
        ("Two officers", Resourcing.NOT_SECURED, True),
        ("Two officers", Resourcing.APPLIED, False),
        ("Two officers", None, False),
        ("", Resourcing.NOT_SECURED, False),
    ],
)
def test_an_action_is_unfunded_if_it_needs_resources_that_are_not_secured(
    needed: str, resourcing: Resourcing | None, unfunded: bool
) -> None:
    found = row(resources_needed=needed, resourcing=resourcing).concerns
    assert (found == (Concern.UNFUNDED,)) is unfunded


def test_the_gravest_concern_comes_first() -> None:
    everything = row(
        status=ActionStatus.OFF_TRACK,
        due=date(2015, 9, 30),
        heard=FIRST.previous,
        slips=2,
        resources_needed="Staff",
        resourcing=Resourcing.NOT_SECURED,
    )
    assert everything.concerns == tuple(Concern)


def test_an_action_has_slipped_by_the_days_since_it_was_first_promised() -> None:
    assert row(original_due=date(2015, 12, 1)).days_slipped == 30
    assert row(original_due=date(2016, 1, 31)).days_slipped == 0
    assert row(due=None).days_slipped == 0


def test_pages_hold_every_place_once_and_in_order() -> None:
    places = array("q", range(7))
    assert [list(one) for one in pages(places, 3)] == [[0, 1, 2], [3, 4, 5], [6]]
    assert list(pages(array("q"), 3)) == []
