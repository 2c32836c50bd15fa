from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from csp_desktop import bootstrap, paths
from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.errors import NotFoundError, RefusedError, StaleError
from csp_desktop.core.figures import Absence, Figure
from csp_desktop.core.periods import Quarter, parse_range
from csp_desktop.core.returns import Return, ReturnState
from csp_desktop.services import Services
from csp_desktop.services.changes import Kind
from csp_desktop.services.session import Session
from csp_desktop.storage.audit import entries
from csp_desktop.storage.connection import opened
from csp_desktop.storage.migrate import schema_version
from csp_desktop.storage.return_repository import ReturnRepository
from tests.conftest import LEAD_OFFICER

QUARTER = Quarter(2015, 1)


def figure_of(services: Services, code: str, quarter: Quarter = QUARTER) -> Figure:
    board = services.plan.indicator(code).board
    sheet = services.returns.sheet(board, quarter)
    return next(line.figure for line in sheet.figures if line.indicator.code == code)


def entered(services: Services, code: str, **parts: Any) -> Figure:
    """This quarter's figure of an indicator after somebody entered it."""
    content = {"absence": None, **parts}
    services.entry.enter_figure(replace(figure_of(services, code), **content))
    return figure_of(services, code)


def handed_in(database: Path, plan: str, *boards: str, quarter: Quarter = QUARTER) -> None:
    """Submit returns as they will be submitted: through their states, into the database."""
    with opened(database, schema_version(paths.MIGRATIONS)) as store, store.transaction():
        returns = ReturnRepository(store, plan)
        for board in boards:
            submitted = returns.get(board, quarter).started().submitted("Lead officer")
            returns.save(submitted, LEAD_OFFICER.author("submit"))


def test_a_sheet_holds_what_its_board_reports_in_the_plans_order(services: Services) -> None:
    sheet = services.returns.sheet("npfhf", QUARTER)
    assert sheet.board.code == "NPFHF"
    assert tuple(line.indicator for line in sheet.figures) == services.plan.indicators_of("NPFHF")
    assert [line.action.code for line in sheet.actions] == ["F-01", "F-02", "F-03", "F-04"]
    assert sheet.record.state is ReturnState.NOT_STARTED
    assert sheet.due == date(2015, 7, 17)


def test_last_quarter_and_the_same_quarter_last_year_stand_beside_the_figure(
    services: Services,
) -> None:
    sheet = services.returns.sheet("TTCG", QUARTER)
    line = next(one for one in sheet.figures if one.indicator.code == "H3")
    assert line.last_quarter is not None
    assert line.year_ago is not None
    assert line.last_quarter.period == QUARTER.previous.range
    assert line.year_ago.period == QUARTER.year_before.range
    assert (line.figure.value, line.last_quarter.value, line.year_ago.value) == (277, 235, 202)


def test_nothing_entered_is_not_entered_and_never_zero(empty_services: Services) -> None:
    sheet = empty_services.returns.sheet("TTCG", QUARTER)
    assert {line.figure.absence for line in sheet.figures} == {Absence.NOT_ENTERED}
    assert {line.update.status for line in sheet.actions} == {None}
    assert sheet.complete.entered == 0


def test_a_figure_is_saved_as_it_is_entered(empty_services: Services) -> None:
    figure = entered(empty_services, "F1", value=Decimal(0), comment="None came in")
    assert (figure.value, figure.comment, figure.version) == (Decimal(0), "None came in", 1)
    assert figure.entered


def test_the_first_value_starts_the_return_and_the_second_changes_no_state(
    empty_services: Services,
) -> None:
    first = empty_services.entry.enter_figure(
        replace(figure_of(empty_services, "F1"), value=Decimal(5), absence=None)
    )
    second = empty_services.entry.enter_figure(
        replace(figure_of(empty_services, "F1"), value=Decimal(6), absence=None)
    )
    assert first.kinds == {Kind.FIGURES, Kind.RETURNS}
    assert second.kinds == {Kind.FIGURES}
    record = empty_services.returns.sheet("NPFHF", QUARTER).record
    assert (record.state, record.version) == (ReturnState.IN_PROGRESS, 0)


def test_only_the_board_whose_figure_it_is_has_started(empty_services: Services) -> None:
    entered(empty_services, "F1", value=Decimal(5))
    states = {one.board.code: one.record.state for one in empty_services.returns.progress(QUARTER)}
    assert [code for code, state in states.items() if state is ReturnState.IN_PROGRESS] == ["NPFHF"]


def test_a_figure_of_another_quarter_starts_that_quarters_return(
    empty_services: Services,
) -> None:
    later = QUARTER.plus(1)
    figure = replace(figure_of(empty_services, "F1", later), value=Decimal(5), absence=None)
    empty_services.entry.enter_figure(figure)
    returns = empty_services.returns
    assert returns.sheet("NPFHF", later).record.state is ReturnState.IN_PROGRESS
    assert returns.sheet("NPFHF", QUARTER).record.state is ReturnState.NOT_STARTED


def test_a_revised_figure_keeps_what_it_said_before(empty_services: Services) -> None:
    entered(empty_services, "F1", value=Decimal(5))
    entered(empty_services, "F1", value=Decimal(6))
    [story] = empty_services.analysis.stories("F1")
    assert story.figure.value == 6
    assert [(one.figure.value, one.replaced_by) for one in story.earlier] == [(5, "Lead officer")]
    assert story.earlier[0].replaced_at == "2015-07-14T12:00:00.000Z"


def test_a_stale_figure_is_refused(empty_services: Services) -> None:
    before = figure_of(empty_services, "F1")
    entered(empty_services, "F1", value=Decimal(5))
    with pytest.raises(StaleError, match="F1 for 2015/16-Q1 was changed"):
        empty_services.entry.enter_figure(replace(before, value=Decimal(9), absence=None))
    assert figure_of(empty_services, "F1").value == 5


def test_an_update_is_saved_and_starts_the_return(empty_services: Services) -> None:
    line = empty_services.returns.sheet("NPFHF", QUARTER).actions[0]
    changes = empty_services.entry.enter_update(
        "NPFHF", replace(line.update, status=ActionStatus.ON_TRACK, note="Launched in May")
    )
    assert changes.kinds == {Kind.ACTIONS, Kind.RETURNS}
    sheet = empty_services.returns.sheet("NPFHF", QUARTER)
    assert sheet.actions[0].update.note == "Launched in May"
    assert sheet.actions_complete.entered == 1
    assert sheet.record.state is ReturnState.IN_PROGRESS


def test_a_lead_and_a_due_date_are_saved_and_the_first_due_date_stays(
    empty_services: Services,
) -> None:
    for due in (date(2015, 9, 30), date(2015, 12, 31)):
        action = empty_services.returns.sheet("NPFHF", QUARTER).actions[0].action
        led = replace(action.due_on(due), lead="Hate crime co-ordinator")
        empty_services.entry.enter_action(QUARTER, led)
    action = empty_services.returns.sheet("NPFHF", QUARTER).actions[0].action
    assert (action.lead, action.due, action.original_due) == (
        "Hate crime co-ordinator",
        date(2015, 12, 31),
        date(2015, 9, 30),
    )


def test_text_is_stored_as_every_file_can_hold_it(empty_services: Services) -> None:
    pasted = "One\r\nTwo\rThree\x0b\x00\ufffe \ud800“é”"
    kept = "One\nTwo\nThree “é”"
    figure = entered(
        empty_services,
        "F1",
        value=Decimal(5),
        comment=pasted,
        source=pasted,
        expected_from=pasted,
    )
    assert (figure.comment, figure.source, figure.expected_from) == (kept, kept, kept)
    line = empty_services.returns.sheet("NPFHF", QUARTER).actions[0]
    empty_services.entry.enter_update("NPFHF", replace(line.update, note=pasted))
    empty_services.entry.enter_action(QUARTER, replace(line.action, lead=pasted))
    line = empty_services.returns.sheet("NPFHF", QUARTER).actions[0]
    assert (line.update.note, line.action.lead) == (kept, kept)


@pytest.fixture
def locked(empty_database: Path, plan: Any) -> Path:
    """A database in which the No Place For Hate Forum has handed its return in."""
    handed_in(empty_database, plan.id, "NPFHF")
    return empty_database


def test_a_locked_return_takes_no_figure_update_or_lead(locked: Path) -> None:
    before = locked.read_bytes()
    with bootstrap.services(locked, LEAD_OFFICER) as services:
        line = services.returns.sheet("NPFHF", QUARTER).actions[0]
        attempts = [
            lambda: entered(services, "F1", value=Decimal(5)),
            lambda: services.entry.enter_update("NPFHF", replace(line.update, note="Late")),
            lambda: services.entry.enter_action(QUARTER, replace(line.action, lead="Late")),
        ]
        for attempt in attempts:
            with pytest.raises(RefusedError, match="is submitted and locked"):
                attempt()
    assert locked.read_bytes() == before


@pytest.mark.parametrize("code", ["Z9", ""])
def test_a_figure_of_no_indicator_is_refused(code: str, empty_services: Services) -> None:
    figure = replace(figure_of(empty_services, "F1"), indicator=code)
    with pytest.raises(NotFoundError, match="There is no indicator"):
        empty_services.entry.enter_figure(figure)


@pytest.mark.parametrize("period", ["2014/15-Q1", "2016/17-Q1"])
def test_a_figure_outside_the_plan_is_refused(period: str, empty_services: Services) -> None:
    figure = replace(figure_of(empty_services, "F1"), period=parse_range(period))
    with pytest.raises(NotFoundError, match="The plan asks no return for"):
        empty_services.entry.enter_figure(figure)


def test_every_entry_is_written_down_with_who_and_when(empty_database: Path) -> None:
    def clock() -> datetime:
        return datetime(2015, 8, 1, 9, 30, tzinfo=UTC)

    with bootstrap.services(empty_database, Session("A. Officer", clock)) as services:
        entered(services, "F1", value=Decimal(5))
    with opened(empty_database, schema_version(paths.MIGRATIONS)) as store:
        made = [one for one in entries(store) if one.user == "A. Officer"]
    assert [(one.entity, one.action) for one in made] == [
        ("figure", "enter figure"),
        ("return", "enter figure"),
    ]
    assert {one.at for one in made} == {"2015-08-01T09:30:00.000Z"}


def test_progress_counts_what_was_entered_of_what_is_asked(empty_services: Services) -> None:
    before = {one.board.code: one.complete for one in empty_services.returns.progress(QUARTER)}
    entered(empty_services, "F1", value=Decimal(5))
    entered(empty_services, "F2", value=None, absence=Absence.NOT_COLLECTED)
    after = {one.board.code: one.complete for one in empty_services.returns.progress(QUARTER)}
    assert before.pop("NPFHF").words == "0 of 30"
    assert after.pop("NPFHF").words == "2 of 30"
    assert after == before


def test_progress_and_sheet_count_alike(services: Services) -> None:
    for quarter in services.plan.quarters_owed():
        for one in services.returns.progress(quarter):
            sheet = services.returns.sheet(one.board.code, quarter)
            assert (one.complete, one.record, one.due) == (sheet.complete, sheet.record, sheet.due)


@pytest.mark.parametrize(
    ("now", "late"),
    [
        (datetime(2015, 7, 14, 12, tzinfo=UTC), 0),
        (datetime(2015, 7, 17, 12, tzinfo=UTC), 0),
        (datetime(2015, 7, 18, 12, tzinfo=UTC), 1),
        (datetime(2015, 8, 17, 12, tzinfo=UTC), 31),
    ],
)
def test_a_return_is_late_from_the_day_after_it_was_due(
    now: datetime, late: int, empty_database: Path
) -> None:
    with bootstrap.services(empty_database, Session("Lead officer", lambda: now)) as services:
        days = {one.board.code: one.days_late for one in services.returns.progress(QUARTER)}
    owing = {code for code, number in days.items() if number}
    assert set(days.values()) == {0, late}
    assert "NPFHF" in owing or not late
    assert "CSP" not in owing, "it owes nothing"


def test_a_return_that_was_handed_in_is_not_late(locked: Path) -> None:
    def clock() -> datetime:
        return datetime(2015, 8, 17, 12, tzinfo=UTC)

    with bootstrap.services(locked, Session("Lead officer", clock)) as services:
        late = {one.board.code: one.days_late for one in services.returns.progress(QUARTER)}
    assert (late["NPFHF"], late["TMG"]) == (0, 31)


def test_the_open_quarter_is_the_first_that_a_board_still_owes(
    empty_database: Path, plan: Any
) -> None:
    def open_quarter() -> Quarter:
        with bootstrap.services(empty_database, LEAD_OFFICER) as services:
            return services.returns.open_quarter()

    with bootstrap.services(empty_database, LEAD_OFFICER) as services:
        owing = [
            one.board.code for one in services.returns.progress(QUARTER) if one.complete.expected
        ]
    assert 0 < len(owing) < len(plan.boards)
    assert open_quarter() == QUARTER
    handed_in(empty_database, plan.id, *owing[:-1])
    assert open_quarter() == QUARTER
    handed_in(empty_database, plan.id, owing[-1])
    assert open_quarter() == QUARTER.plus(1)


def test_an_unknown_board_or_a_quarter_outside_the_plan_has_no_sheet(
    empty_services: Services,
) -> None:
    with pytest.raises(NotFoundError, match="There is no board “NOPE”"):
        empty_services.returns.sheet("NOPE", QUARTER)
    with pytest.raises(NotFoundError, match="asks no return for 2014/15-Q4"):
        empty_services.returns.sheet("NPFHF", QUARTER.previous)
    with pytest.raises(NotFoundError, match="asks no return for 2014/15-Q4"):
        empty_services.returns.progress(QUARTER.previous)


def test_a_return_has_the_id_of_its_plan(empty_services: Services) -> None:
    expected = Return(board="NPFHF", quarter=QUARTER, plan=empty_services.plan.id).id
    assert empty_services.returns.sheet("NPFHF", QUARTER).record.id == expected
