from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from csp_desktop import bootstrap, paths
from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.figures import Absence, Figure, FigureStatus
from csp_desktop.core.periods import DateRange, Quarter, parse_range
from csp_desktop.core.records import Draft
from csp_desktop.core.returns import ReturnState
from csp_desktop.core.sheet import Completeness, FigureLine, ReturnSheet
from csp_desktop.services import Services
from csp_desktop.services.returns import BoardProgress
from csp_desktop.services.session import Session
from csp_desktop.storage.connection import Store, opened
from csp_desktop.storage.figure_repository import FigureRepository
from csp_desktop.storage.migrate import schema_version
from tests.conftest import LEAD_OFFICER
from tests.services.test_entry import QUARTER, entered, figure_of

BOARD = "NPFHF"


def sheet(services: Services, board: str = BOARD, quarter: Quarter = QUARTER) -> ReturnSheet:
    return services.returns.sheet(board, quarter)


def line_of(services: Services, code: str, quarter: Quarter = QUARTER) -> FigureLine:
    board = services.plan.indicator(code).board
    lines = services.returns.sheet(board, quarter).figures
    return next(line for line in lines if line.indicator.code == code)


def progress_of(services: Services, board: str = BOARD) -> BoardProgress:
    return next(one for one in services.returns.progress(QUARTER) if one.board.code == board)


def propose(services: Services, text: str = "Posters at every stop") -> None:
    services.entry.enter(BOARD, QUARTER, [services.entry.proposal(BOARD, "F", text)])


def test_what_a_board_proposes_is_never_counted(empty_services: Services) -> None:
    propose(empty_services)
    proposed = sheet(empty_services).actions[-1]
    assert (proposed.action.code, proposed.asked) == ("NPFHF-P1", False)
    assert sheet(empty_services).actions_complete == Completeness(0, 4)
    told = replace(proposed.update, status=ActionStatus.ON_TRACK)
    empty_services.entry.enter_update(BOARD, told)
    assert sheet(empty_services).actions[-1].update.entered
    assert sheet(empty_services).actions_complete == Completeness(0, 4)
    assert progress_of(empty_services).complete == Completeness(0, 30)


def test_a_return_is_complete_without_a_status_for_what_its_board_proposes(
    empty_services: Services,
) -> None:
    propose(empty_services)
    found = sheet(empty_services)
    answers: list[Any] = [
        replace(line.figure, absence=Absence.NOT_COLLECTED) for line in found.figures
    ]
    answers += [
        replace(line.update, status=ActionStatus.ON_TRACK) for line in found.actions if line.asked
    ]
    empty_services.entry.enter(BOARD, QUARTER, answers)
    found = sheet(empty_services)
    assert found.complete == Completeness(30, 30)
    assert found.problems == []
    assert progress_of(empty_services).complete == found.complete
    assert empty_services.entry.submit(BOARD, QUARTER).state is ReturnState.SUBMITTED


def test_progress_and_sheet_count_alike_with_proposals_and_priorities_of_their_own(
    services: Services,
) -> None:
    own = services.entry.own_priority(BOARD, "Hate crime on buses")
    services.entry.enter(BOARD, QUARTER, [own])
    for code in ("F", own.code):
        services.entry.enter(BOARD, QUARTER, [services.entry.proposal(BOARD, code, "Posters")])
    for line in sheet(services).actions:
        services.entry.enter_update(BOARD, replace(line.update, status=ActionStatus.COMPLETE))
    for one in services.returns.progress(QUARTER):
        assert one.complete == sheet(services, one.board.code).complete
        assert one.complete.entered <= one.complete.expected


def test_a_proposal_stands_after_the_plans_actions_until_it_is_taken_back(
    empty_services: Services,
) -> None:
    propose(empty_services, "Posters")
    propose(empty_services, "A stall")
    codes = [line.action.code for line in sheet(empty_services).actions]
    assert codes == ["F-01", "F-02", "F-03", "F-04", "NPFHF-P1", "NPFHF-P2"]
    first = sheet(empty_services).actions[4].action
    empty_services.entry.enter_action(QUARTER, replace(first, dropped=True))
    codes = [line.action.code for line in sheet(empty_services).actions]
    assert codes == ["F-01", "F-02", "F-03", "F-04", "NPFHF-P2"]
    assert sheet(empty_services, "TMG").actions[-1].action.code == "F-05"


def test_a_boards_own_priority_is_its_own_and_no_part_of_the_plan(
    empty_database: Path,
) -> None:
    with bootstrap.services(empty_database, LEAD_OFFICER) as services:
        before = services.plan
        own = services.entry.own_priority(BOARD, " Hate crime on buses ")
        services.entry.enter(BOARD, QUARTER, [own])
        second = services.entry.own_priority(BOARD, "Hate crime online")
        services.entry.enter(BOARD, QUARTER, [second])
    with bootstrap.services(empty_database, LEAD_OFFICER) as services:
        assert services.plan == before
        told = [(one.code, one.title) for one in sheet(services).own_priorities]
        assert told == [("NPFHF-O1", "Hate crime on buses"), ("NPFHF-O2", "Hate crime online")]
        assert sheet(services, "TTCG").own_priorities == ()


def test_a_query_is_open_until_somebody_writes_a_note(services: Services) -> None:
    """F1 has a plausible range and no history by quarters."""
    entered(services, "F1", value=Decimal(5000))
    waiting = [one.rule for one in line_of(services, "F1").problems if one.waits]
    assert waiting == ["implausible"]
    assert progress_of(services).open_queries == 1
    noted = figure_of(services, "F1").explained_by("A campaign in May")
    services.entry.enter_figure(noted)
    assert progress_of(services).open_queries == 0
    assert [one.explained for one in line_of(services, "F1").problems] == [True]


def test_a_note_no_longer_answers_when_the_figure_changes(services: Services) -> None:
    noted = replace(entered(services, "F1", value=Decimal(5000))).explained_by("A campaign")
    services.entry.enter_figure(noted)
    services.entry.enter_figure(replace(figure_of(services, "F1"), comment="Counted twice"))
    assert progress_of(services).open_queries == 0
    services.entry.enter_figure(replace(figure_of(services, "F1"), value=Decimal(6000)))
    assert progress_of(services).open_queries == 1
    services.entry.enter_figure(replace(figure_of(services, "F1"), value=Decimal(5000)))
    assert progress_of(services).open_queries == 0


def test_queries_are_counted_once_a_return_was_begun(services: Services) -> None:
    """The history that comes with the plan is nobody's entry."""
    before = {one.board.code: one.open_queries for one in services.returns.progress(QUARTER)}
    assert set(before.values()) == {0}
    entered(services, "F1", value=Decimal(5000))
    after = {one.board.code: one.open_queries for one in services.returns.progress(QUARTER)}
    assert {code for code, number in after.items() if number} == {BOARD}


def test_progress_counts_the_queries_that_the_sheet_shows(services: Services) -> None:
    for code, value in (("H1", 9000), ("H3", 1), ("H8", 0)):
        entered(services, code, value=Decimal(value))
    waiting = [one for one in sheet(services, "TTCG").problems if one.waits]
    assert len(waiting) >= 3
    assert progress_of(services, "TTCG").open_queries == len(waiting)


def test_a_figure_far_from_its_twelve_quarters_is_queried_and_its_neighbour_is_not(
    services: Services,
) -> None:
    line = line_of(services, "H3")
    assert len(line.past.quarters) == 12
    assert line.past.quarters[-1].period == QUARTER.previous.range
    assert line.past.quarters[0].period == QUARTER.plus(-12).range
    assert "far-from-history" not in {one.rule for one in line.problems}
    entered(services, "H3", value=Decimal(2770))
    assert "far-from-history" in {one.rule for one in line_of(services, "H3").problems}


def test_a_revised_figure_says_what_was_reported_before(empty_services: Services) -> None:
    entered(empty_services, "F1", value=Decimal(248))
    entered(empty_services, "F1", value=Decimal(277), status=FigureStatus.REVISED)
    [query] = [one for one in line_of(empty_services, "F1").problems if one.rule == "revised"]
    assert query.message == "277 now, reported as 248 before"


@pytest.fixture
def store_of(empty_database: Path) -> Callable[[], Any]:
    return lambda: opened(empty_database, schema_version(paths.MIGRATIONS))


def put(store: Store, code: str, area: str, period: DateRange, **parts: Any) -> None:
    figure = Figure(indicator=code, area=area, period=period, **parts)
    FigureRepository(store).save(figure, LEAD_OFFICER.author("import"))


@pytest.mark.parametrize(
    ("period", "overlaps"),
    [
        ("2015-05..2015-07", True),
        ("2015-06..2015-08", True),
        ("2015-07..2015-09", False),
        ("2015-04..2016-03", False),
    ],
)
def test_only_a_range_as_long_that_shares_days_overlaps(
    period: str, overlaps: bool, empty_database: Path, store_of: Callable[[], Any]
) -> None:
    with bootstrap.services(empty_database, LEAD_OFFICER) as services:
        with store_of() as store, store.transaction():
            put(store, "F1", services.plan.area, parse_range(period), value=Decimal(5))
        entered(services, "F1", value=Decimal(5))
        rules = {one.rule for one in line_of(services, "F1").problems}
        assert ("overlap" in rules) is overlaps
        blocked = "overlap" in {one.rule for one in sheet(services).problems}
        assert blocked is overlaps


def test_a_figure_of_another_area_overlaps_nothing_here(
    empty_database: Path, store_of: Callable[[], Any]
) -> None:
    with bootstrap.services(empty_database, LEAD_OFFICER) as services:
        with store_of() as store, store.transaction():
            put(store, "F1", "Hackney", parse_range("2015-05..2015-07"), value=Decimal(5))
        entered(services, "F1", value=Decimal(5))
        assert "overlap" not in {one.rule for one in line_of(services, "F1").problems}


def test_text_that_could_not_be_read_stands_in_its_line_and_is_an_error(
    empty_database: Path,
) -> None:
    drafts = [
        Draft("F1", QUARTER, "number", "about 30"),
        Draft("F1", QUARTER, "obtained", "July"),
        Draft("F-01", QUARTER, "due", "next spring"),
    ]
    with bootstrap.services(empty_database, LEAD_OFFICER) as services:
        services.entry.enter(BOARD, QUARTER, drafts)
    with bootstrap.services(empty_database, LEAD_OFFICER) as services:
        line = line_of(services, "F1")
        assert line.drafts == {"number": "about 30", "obtained": "July"}
        assert [one.field for one in line.outstanding] == ["number", "obtained"]
        [action, *others] = sheet(services).actions
        assert action.drafts == {"due": "next spring"}
        assert [one.drafts for one in others] == [{}] * len(others)
        assert line_of(services, "F1", QUARTER.plus(1)).drafts == {}
        services.entry.enter(BOARD, QUARTER, [replace(one, text="") for one in drafts])
        assert line_of(services, "F1").drafts == {}


def test_text_that_could_not_be_read_begins_no_return(empty_services: Services) -> None:
    empty_services.entry.enter(BOARD, QUARTER, [Draft("F1", QUARTER, "number", "about 30")])
    assert sheet(empty_services).record.state is ReturnState.NOT_STARTED
    assert sheet(empty_services).complete.entered == 0


def test_the_story_of_a_figure_is_told_newest_first(empty_database: Path) -> None:
    for hour, user, parts in (
        (9, "A. Officer", {"value": Decimal(5), "comment": "By hand"}),
        (10, "B. Officer", {"value": Decimal(1234), "comment": ""}),
        (11, "A. Officer", {"value": None, "absence": Absence.NOT_COLLECTED}),
    ):
        session = Session(user, lambda hour=hour: datetime(2015, 7, 14, hour, tzinfo=UTC))
        with bootstrap.services(empty_database, session) as services:
            entered(services, "F1", **parts)
            figure = figure_of(services, "F1")
            told = [(one.at, one.by, one.words) for one in services.returns.history(figure)]
    assert told == [
        ("2015-07-14T11:00:00.000Z", "A. Officer", "Not collected"),
        ("2015-07-14T10:00:00.000Z", "B. Officer", "1,234"),
        ("2015-07-14T09:00:00.000Z", "A. Officer", "5, By hand"),
    ]


def test_a_figure_that_nobody_has_entered_has_no_story(empty_services: Services) -> None:
    assert empty_services.returns.history(figure_of(empty_services, "F1")) == []


def test_last_quarters_update_stands_beside_this_quarters(empty_services: Services) -> None:
    update = sheet(empty_services).actions[0].update
    empty_services.entry.enter_update(
        BOARD, replace(update, status=ActionStatus.ON_TRACK, note="Launched")
    )
    later = sheet(empty_services, quarter=QUARTER.plus(1)).actions[0]
    assert later.last is not None
    assert (later.last.note, later.update.note) == ("Launched", "")
    assert sheet(empty_services).actions[0].last is None


def test_a_moved_due_date_is_told_with_who_moved_it_and_counted(empty_services: Services) -> None:
    for due in (date(2015, 9, 30), date(2015, 12, 31), date(2015, 11, 30), date(2016, 1, 31)):
        action = sheet(empty_services).actions[0].action
        empty_services.entry.enter_action(QUARTER, action.due_on(due))
    action = sheet(empty_services).actions[0].action
    assert (action.due, action.original_due) == (date(2016, 1, 31), date(2015, 9, 30))
    assert (action.slips, action.days_slipped) == (2, 123)
    assert [(one.before, one.after, one.by) for one in action.moves] == [
        (date(2015, 9, 30), date(2015, 12, 31), "Lead officer"),
        (date(2015, 12, 31), date(2015, 11, 30), "Lead officer"),
        (date(2015, 11, 30), date(2016, 1, 31), "Lead officer"),
    ]


def test_what_a_return_asks_in_the_fourth_quarter_comes_once_a_year(
    empty_services: Services,
) -> None:
    first, fourth = (sheet(empty_services, "TMG", QUARTER.plus(more)) for more in (0, 3))
    assert (first.figures_complete.expected, fourth.figures_complete.expected) == (1, 6)
    assert len(first.figures) == len(fourth.figures) == 6
