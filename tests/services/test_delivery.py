import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from csp_desktop import bootstrap
from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.delivery import AsOf, DueIn, Filters, GroupBy, Segment
from csp_desktop.core.errors import NotFoundError, RefusedError, StorageError
from csp_desktop.core.periods import Quarter
from csp_desktop.services import Services
from csp_desktop.services.delivery import SavedView, plain_text
from csp_desktop.services.session import Session
from csp_desktop.storage.connection import Store
from csp_desktop.storage.view_repository import ViewRepository
from tests.conftest import LEAD_OFFICER
from tests.services.test_entry import QUARTER

LATE = SavedView("Late", Filters(segment=Segment.OVERDUE, due=DueIn.EARLIER), GroupBy.BOARD)


def report(services: Services, code: str, status: ActionStatus, **parts: object) -> None:
    for board in services.plan.boards:
        for line in services.returns.sheet(board.code, QUARTER).actions:
            if line.action.code == code:
                action = replace(line.action.due_on(date(2015, 6, 30)), **parts)
                services.entry.enter_action(QUARTER, action)
                services.entry.enter_update(board.code, replace(line.update, status=status))


# From when the plan is seen


def test_while_the_plan_runs_it_is_seen_from_today(empty_services: Services) -> None:
    assert not empty_services.delivery.is_over
    expected = AsOf(QUARTER, date(2015, 7, 14), QUARTER)
    assert empty_services.delivery.as_of(QUARTER) == expected


def test_a_plan_that_is_over_is_seen_from_the_day_the_returns_were_due(
    empty_database: Path,
) -> None:
    later = Session("Lead officer", lambda: datetime(2026, 7, 14, 12, tzinfo=UTC))
    with bootstrap.services(empty_database, later) as services:
        assert services.delivery.is_over
        assert services.delivery.as_of(QUARTER).day == QUARTER.due(services.plan.return_due_days)


def test_a_quarter_of_which_nothing_was_asked_is_refused(empty_services: Services) -> None:
    with pytest.raises(NotFoundError):
        empty_services.delivery.as_of(Quarter(1999, 1))


# Groups


def groups(services: Services, by: GroupBy) -> dict[str, int]:
    as_of = services.delivery.as_of(QUARTER)
    return {one.words: len(one) for one in services.delivery.groups(as_of, Filters(), by)}


def test_what_needs_attention_is_the_first_group(empty_services: Services) -> None:
    report(empty_services, "F-02", ActionStatus.ON_TRACK)
    report(empty_services, "F-03", ActionStatus.AT_RISK)
    report(empty_services, "F-01", ActionStatus.OFF_TRACK)
    found = groups(empty_services, GroupBy.STATUS)
    assert list(found) == ["Off track", "At risk", "Not reported", "On track"]
    assert sum(found.values()) == 126


def test_groups_are_named_in_words_and_stand_in_the_plans_order(
    empty_services: Services,
) -> None:
    plan = empty_services.plan
    boards = list(groups(empty_services, GroupBy.BOARD))
    assert boards == [one.name for one in plan.boards if one.name in boards]
    assert next(iter(groups(empty_services, GroupBy.PRIORITY))).startswith("A ")
    leads = list(groups(empty_services, GroupBy.LEAD))
    assert leads[-1] == "No lead agency named"
    assert set(leads[:-1]) <= {one.name for one in plan.agencies}
    assert groups(empty_services, GroupBy.NONE) == {"All actions": 126}
    assert groups(empty_services, GroupBy.NO_UPDATE) == {"No update this quarter": 126}


def test_due_quarters_come_in_their_order_and_actions_without_one_last(
    empty_services: Services,
) -> None:
    report(empty_services, "F-01", ActionStatus.ON_TRACK)
    report(empty_services, "F-02", ActionStatus.ON_TRACK, due=date(2015, 3, 31))
    assert list(groups(empty_services, GroupBy.DUE)) == [
        "Due in quarter 4, January to March 2015",
        "Due in quarter 1, April to June 2015",
        "No due date",
    ]


def test_a_priority_that_a_board_has_set_itself_is_named(empty_services: Services) -> None:
    own = empty_services.entry.own_priority("NPFHF", "Hate crime on buses")
    empty_services.entry.enter("NPFHF", QUARTER, [own])
    proposal = empty_services.entry.proposal("NPFHF", own.code, "Posters at every stop")
    empty_services.entry.enter("NPFHF", QUARTER, [proposal])
    assert groups(empty_services, GroupBy.PRIORITY)["NPFHF-O1 Hate crime on buses"] == 1
    assert empty_services.delivery.priorities()["NPFHF-O1"] == "Hate crime on buses"


# Export


def exported(services: Services, path: Path) -> list[list[str]]:
    as_of = services.delivery.as_of(QUARTER)
    found = services.delivery.groups(as_of, Filters(board="NPFHF"), GroupBy.STATUS)
    assert services.delivery.export(as_of, found, path) == sum(map(len, found))
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_what_is_shown_is_exported_as_a_table(empty_services: Services, tmp_path: Path) -> None:
    report(empty_services, "F-02", ActionStatus.AT_RISK, lead="Café manager")
    heading, first, *rest = exported(empty_services, tmp_path / "plan.csv")
    assert (tmp_path / "plan.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    row = dict(zip(heading, first, strict=True))
    assert (row["Code"], row["Lead"], row["Status"]) == ("F-02", "Café manager", "At risk")
    assert (row["Due"], row["Days overdue"], row["Exceptions"]) == ("2015-06-30", "14", "Overdue")
    assert [one[0] for one in rest] == ["F-01", "F-03", "F-04"]
    assert {len(one) for one in rest} == {len(heading)}


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t"])
def test_no_text_becomes_a_formula(begins: str, empty_services: Services, tmp_path: Path) -> None:
    report(empty_services, "F-02", ActionStatus.AT_RISK, lead=f"{begins}1+1")
    _, first, *_ = exported(empty_services, tmp_path / "plan.csv")
    assert f"'{begins}1+1" in first
    assert plain_text("1+1=2") == "1+1=2"


def test_a_file_that_cannot_be_written_is_told(empty_services: Services, tmp_path: Path) -> None:
    as_of = empty_services.delivery.as_of(QUARTER)
    with pytest.raises(StorageError, match="cannot be written"):
        empty_services.delivery.export(as_of, [], tmp_path / "nowhere" / "plan.csv")


# Saved views


def test_a_view_comes_back_as_it_was_saved(empty_services: Services) -> None:
    other = SavedView("All", Filters(board="TTCG", find="bike"), GroupBy.NONE)
    for view in (LATE, other):
        empty_services.delivery.save_view(view)
    assert empty_services.delivery.views() == [other, LATE]
    empty_services.delivery.save_view(replace(LATE, by=GroupBy.LEAD))
    assert empty_services.delivery.views() == [other, replace(LATE, by=GroupBy.LEAD)]
    empty_services.delivery.delete_view("All")
    assert [one.name for one in empty_services.delivery.views()] == ["Late"]


def test_a_view_needs_a_name_and_loses_the_space_round_it(empty_services: Services) -> None:
    with pytest.raises(RefusedError, match=r"^Enter a name for this view\.$"):
        empty_services.delivery.save_view(replace(LATE, name="  "))
    empty_services.delivery.save_view(replace(LATE, name="  Late "))
    assert empty_services.delivery.views() == [LATE]


def test_a_window_that_may_only_look_opens_views_and_saves_none(
    empty_services: Services, empty_database: Path
) -> None:
    empty_services.delivery.save_view(LATE)
    with bootstrap.services(empty_database, replace(LEAD_OFFICER, looks_only=True)) as looking:
        assert looking.delivery.views() == [LATE]
        with pytest.raises(RefusedError, match="may only look"):
            looking.delivery.save_view(replace(LATE, name="Other"))
        with pytest.raises(RefusedError, match="may only look"):
            looking.delivery.delete_view("Late")


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"by": "status"}', '{"by": "moon", "filters": {}}', '{"filters": 3}'],
)
def test_a_view_that_cannot_be_read_is_left_out(
    content: str, empty_services: Services, store: Store
) -> None:
    with store.transaction():
        ViewRepository(store, "delivery").save("Odd", content, LEAD_OFFICER.author("save view"))
    empty_services.delivery.save_view(LATE)
    assert empty_services.delivery.views() == [LATE]
