"""What SQL finds of all actions is held against what the core says of each one."""

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from csp_desktop import paths
from csp_desktop.core.actions import ActionStatus, ActionUpdate, Milestone, Resourcing
from csp_desktop.core.delivery import (
    NONE,
    OFTEN,
    AsOf,
    Counts,
    DeliveryRow,
    DueIn,
    Filters,
    GroupBy,
    Segment,
)
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.storage.action_repository import ActionRepository
from csp_desktop.storage.audit import Author
from csp_desktop.storage.connection import Store, opened
from csp_desktop.storage.delivery_repository import DeliveryRepository
from csp_desktop.storage.migrate import schema_version
from tests.conftest import LEAD_OFFICER

FIRST, Q2 = Quarter(2015, 1), Quarter(2015, 2)
NOW = AsOf(Q2, date(2015, 10, 14), FIRST)


@pytest.fixture(scope="module")
def made(
    built: Callable[[bool], Path], plan: Plan, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A database in which every action of the plan is in some state or other."""
    path = Path(shutil.copy(built(False), tmp_path_factory.mktemp("delivery") / "csp.db"))
    author = LEAD_OFFICER.author("enter action")
    draw = random.Random(7)
    with opened(path, schema_version(paths.MIGRATIONS)) as store, store.transaction():
        actions = ActionRepository(store)
        for board in plan.boards:
            for action in actions.of_board(board.code):
                changed = replace(
                    action,
                    resources_needed=draw.choice(["", "Staff"]),
                    resourcing=draw.choice([None, *Resourcing]),
                    milestones=(Milestone("Begun", date(2015, 5, 1)), Milestone("Done")),
                )
                for _ in range(draw.randrange(5)):
                    day = date(2015, 1, 1) + timedelta(days=draw.randrange(600))
                    changed = actions.save(changed.due_on(day), author)
                if draw.random() < 0.1:
                    actions.save(replace(changed, dropped=True), author)
                for back in (0, 1, 2, -1):
                    status = draw.choice([None, None, *ActionStatus])
                    quarter = Q2.plus(-back)
                    update = ActionUpdate(action=action.code, quarter=quarter, status=status)
                    actions.save_update(update, author)
    return path


@pytest.fixture
def database(made: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copy(made, tmp_path / "told.db"))


@pytest.fixture
def told(database: Path) -> Iterator[Store]:
    """The same, opened."""
    with opened(database, schema_version(paths.MIGRATIONS)) as store:
        yield store


@pytest.fixture
def plans(told: Store) -> DeliveryRepository:
    return DeliveryRepository(told)


def shown(
    plans: DeliveryRepository,
    filters: Filters = Filters(),  # noqa: B008
    by: GroupBy = GroupBy.NONE,
    as_of: AsOf = NOW,
) -> dict[str, list[DeliveryRow]]:
    found = plans.places(as_of, filters, by)
    return {key: plans.rows(as_of, places) for key, places in found.items()}


def every(plans: DeliveryRepository, as_of: AsOf = NOW) -> list[DeliveryRow]:
    return shown(plans, as_of=as_of)[""]


_IN_SEGMENT: dict[Segment, Callable[[DeliveryRow], bool]] = {
    Segment.ALL: lambda one: True,
    Segment.OFF_TRACK: lambda one: one.status is ActionStatus.OFF_TRACK,
    Segment.AT_RISK: lambda one: one.status is ActionStatus.AT_RISK,
    Segment.OVERDUE: lambda one: one.days_over > 0,
    Segment.SLIPPED: lambda one: one.slips >= OFTEN,
    Segment.NO_UPDATE: lambda one: one.no_update,
    Segment.EXCEPTIONS: lambda one: bool(one.concerns),
}


@pytest.mark.parametrize(
    "as_of",
    [NOW, AsOf(FIRST, date(2015, 7, 14), FIRST), AsOf(Quarter(2016, 1), date(2016, 7, 1), FIRST)],
)
@pytest.mark.parametrize("segment", Segment)
def test_a_segment_holds_and_counts_the_actions_that_the_core_puts_into_it(
    plans: DeliveryRepository, segment: Segment, as_of: AsOf
) -> None:
    rows = every(plans, as_of)
    wanted = [one.code for one in rows if _IN_SEGMENT[segment](one)]
    found = shown(plans, Filters(segment=segment), as_of=as_of).get("", [])
    assert [one.code for one in found] == wanted
    assert plans.counts(as_of, Filters()).by_segment[segment] == len(wanted)
    if as_of == NOW:
        assert 0 < len(wanted) <= len(rows)


_KEY_OF: dict[GroupBy, Callable[[DeliveryRow], str]] = {
    GroupBy.STATUS: lambda one: one.status.value if one.status else "",
    GroupBy.BOARD: lambda one: one.board,
    GroupBy.PRIORITY: lambda one: one.priority,
    GroupBy.LEAD: lambda one: one.agency,
    GroupBy.DUE: lambda one: str(Quarter.containing(one.due)) if one.due else "",
    GroupBy.OVERDUE: lambda one: str(int(one.days_over > 0)),
    GroupBy.NO_UPDATE: lambda one: str(int(one.no_update)),
    GroupBy.SLIPPED: lambda one: str(int(one.slips >= OFTEN)),
    GroupBy.EXCEPTION: lambda one: one.concerns[0].value if one.concerns else "",
    GroupBy.NONE: lambda one: "",
}


@pytest.mark.parametrize("by", GroupBy)
def test_groups_part_the_actions_as_the_core_would(plans: DeliveryRepository, by: GroupBy) -> None:
    found = shown(plans, by=by)
    assert {key: len(rows) for key, rows in found.items()} == Counter(
        map(_KEY_OF[by], every(plans))
    )
    assert all(_KEY_OF[by](row) == key for key, rows in found.items() for row in rows)


@pytest.mark.parametrize(
    ("filters", "lets_through"),
    [
        (Filters(board="TTCG"), lambda one: one.board == "TTCG"),
        (Filters(priority="F"), lambda one: one.priority == "F"),
        (Filters(agency=NONE), lambda one: not one.agency),
        (Filters(status=NONE), lambda one: one.status is None),
        (Filters(status="complete"), lambda one: one.status is ActionStatus.COMPLETE),
        (Filters(find=" POLICE "), lambda one: "police" in one.text.lower()),
        (Filters(find="f-0"), lambda one: "f-0" in f"{one.text} {one.code}".lower()),
        (Filters(due=DueIn.NONE), lambda one: one.due is None),
        (Filters(due=DueIn.EARLIER), lambda one: one.due and one.due < date(2015, 7, 1)),
        (
            Filters(due=DueIn.THIS_QUARTER),
            lambda one: one.due and Quarter.containing(one.due) == Q2,
        ),
        (
            Filters(due=DueIn.NEXT_QUARTER),
            lambda one: one.due and Quarter.containing(one.due) == Q2.plus(1),
        ),
        (Filters(due=DueIn.LATER), lambda one: one.due and one.due >= date(2016, 1, 1)),
        (Filters(board="TTCG", due=DueIn.NONE), lambda one: one.board == "TTCG" and not one.due),
    ],
)
def test_a_filter_lets_through_what_it_names(
    plans: DeliveryRepository, filters: Filters, lets_through: Callable[[DeliveryRow], bool]
) -> None:
    wanted = [one.code for one in every(plans) if lets_through(one)]
    assert wanted
    assert [one.code for one in shown(plans, filters)[""]] == wanted
    counts = plans.counts(NOW, filters)
    assert (counts.by_segment[Segment.ALL], counts.total) == (len(wanted), len(every(plans)))


def test_words_are_found_as_they_are_typed(plans: DeliveryRepository) -> None:
    """Neither of the marks that stand for anything in SQL does here."""
    assert shown(plans, Filters(find="%")).get("", []) == [
        one for one in every(plans) if "%" in one.text
    ]
    assert shown(plans, Filters(find="P_lice")) == {}
    assert shown(plans, Filters(find="it's; DROP TABLE action")) == {}


def test_segments_are_counted_among_what_the_filters_let_through_whatever_the_segment(
    plans: DeliveryRepository,
) -> None:
    wide = plans.counts(NOW, Filters(board="TTCG"))
    assert plans.counts(NOW, Filters(board="TTCG", segment=Segment.OVERDUE)) == wide
    assert wide.by_segment[Segment.ALL] < wide.total


def test_a_row_says_what_the_action_says(plans: DeliveryRepository, told: Store) -> None:
    actions = ActionRepository(told)
    for row in every(plans):
        action = actions.get(row.code)
        assert action is not None
        assert (row.text, row.board) == (action.planned.text, action.planned.board)
        assert (row.due, row.original_due, row.slips) == (
            action.due,
            action.original_due,
            action.slips,
        )
        assert (row.milestones, row.resourcing) == (action.milestones, action.resourcing)
        said = [one for one in actions.updates_of(row.code) if one.entered and one.quarter <= Q2]
        last = max(said, key=lambda one: str(one.quarter), default=None)
        assert (row.status, row.heard) == ((last.status, last.quarter) if last else (None, None))


def test_actions_of_a_proposal_that_was_taken_back_are_left_out(
    plans: DeliveryRepository, told: Store
) -> None:
    actions = ActionRepository(told)
    there = {one.code for one in every(plans)}
    kept = [code for codes in actions.codes_by_board().values() for code in codes]
    dropped = {code for code in kept if (one := actions.get(code)) and one.dropped}
    assert dropped
    assert there == set(kept) - dropped


def test_what_is_due_first_stands_first_and_what_has_no_date_last(
    plans: DeliveryRepository,
) -> None:
    days = [one.due or date.max for one in every(plans)]
    assert days == sorted(days)
    assert days[-1] == date.max


def test_rows_come_in_the_order_asked_for_and_without_those_that_are_gone(
    plans: DeliveryRepository,
) -> None:
    first, second = (one.place for one in every(plans)[:2])
    assert [one.place for one in plans.rows(NOW, [second, 10**9, first])] == [second, first]
    assert plans.rows(NOW, []) == []


def off_track(plans: DeliveryRepository) -> int:
    return plans.counts(NOW, Filters()).by_segment[Segment.OFF_TRACK]


def say_off_track(store: Store, code: str, author: Author) -> None:
    actions = ActionRepository(store)
    now = next(one for one in actions.updates_of(code) if one.quarter == Q2)
    with store.transaction():
        actions.save_update(replace(now, status=ActionStatus.OFF_TRACK), author)


def test_what_is_stored_here_is_seen_at_once(
    plans: DeliveryRepository, told: Store, author: Author
) -> None:
    before = off_track(plans)
    other = next(one for one in every(plans) if one.status is not ActionStatus.OFF_TRACK)
    say_off_track(told, other.code, author)
    assert off_track(plans) == before + 1


@pytest.fixture
def elsewhere(database: Path) -> Iterator[Store]:
    """The same database, opened a second time."""
    with opened(database, schema_version(paths.MIGRATIONS)) as store:
        yield store


def test_what_is_stored_elsewhere_is_seen_at_once(
    plans: DeliveryRepository, elsewhere: Store, author: Author
) -> None:
    before = off_track(plans)
    other = next(one for one in every(plans) if one.status is not ActionStatus.OFF_TRACK)
    say_off_track(elsewhere, other.code, author)
    assert off_track(plans) == before + 1


def test_a_window_that_may_only_look_sees_the_same(
    plans: DeliveryRepository, database: Path
) -> None:
    version = schema_version(paths.MIGRATIONS)
    with opened(database, version, looks_only=True) as store:
        looking = DeliveryRepository(store)
        for segment in Segment:
            filters = Filters(segment=segment, due=DueIn.LATER)
            assert looking.counts(NOW, filters) == plans.counts(NOW, filters)
            for by in GroupBy:
                assert looking.places(NOW, filters, by) == plans.places(NOW, filters, by)


def test_an_empty_plan_is_counted_as_empty(store: Store) -> None:
    store.database.execute_sql("DELETE FROM action")
    plans = DeliveryRepository(store)
    assert plans.counts(NOW, Filters()) == Counts(0, dict.fromkeys(Segment, 0))
    assert plans.places(NOW, Filters(), GroupBy.STATUS) == {}
