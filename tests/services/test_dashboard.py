"""The dashboard of a quarter over a real database, as known now and as known then."""

from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from csp_desktop import bootstrap
from csp_desktop.core.analysis.rag import Rag
from csp_desktop.core.dashboard import Dashboard, IndicatorRow
from csp_desktop.core.periods import Quarter
from csp_desktop.services import Services
from csp_desktop.services.session import Session
from csp_desktop.storage.connection import Store
from tests.services.test_judging import counted

Q1 = Quarter(2015, 1)


def row(board: Dashboard, code: str) -> IndicatorRow:
    return next(one for one in board.rows if one.indicator.code == code)


def value(board: Dashboard, code: str) -> str:
    found = row(board, code).findings
    return found.value if found else row(board, code).why


def test_every_theme_and_every_indicator_of_the_plan_is_there(services: Services) -> None:
    board = services.dashboards.of(Q1)
    assert len(board.themes) == len(services.plan.priorities) == 11
    codes = {one.indicator.code for one in board.rows}
    assert codes == {one.code for one in services.plan.indicators}


def test_an_indicator_has_its_latest_figure_up_to_the_quarter(services: Services) -> None:
    board = services.dashboards.of(Q1)
    thefts = row(board, "H3")
    assert (value(board, "H3"), thefts.now.rag, thefts.forecast.rag) == ("277", Rag.RED, Rag.RED)
    assert thefts.gap is not None
    assert (thefts.gap.words, thefts.gap.level) == ("59 over", "218")
    hate_crime = row(board, "F1").findings
    assert hate_crime is not None
    assert hate_crime.period.last < Q1.range.first
    assert (row(board, "F9").findings, value(board, "F9")) == (None, "not entered")


def test_the_figures_of_later_quarters_do_not_count(services: Services) -> None:
    assert value(services.dashboards.of(Q1.plus(-4)), "H3") == "202"


def test_the_first_quarter_is_that_of_the_first_figure(services: Services) -> None:
    first = services.dashboards.of(Q1).first
    assert first is not None
    assert first < Q1.plus(-20)
    assert any(row.findings for row in services.dashboards.of(first).rows)


def test_a_database_without_figures_has_a_dashboard_without_colours(
    empty_services: Services,
) -> None:
    board = empty_services.dashboards.of(Q1)
    assert board.first is None
    assert {one.story for one in board.themes} == {"No figures up to June 2015."}
    assert all(one.now_word == one.forecast_word == "No figure" for one in board.rows)


# As known then


def test_known_then_is_the_day_by_which_the_returns_were_due(services: Services) -> None:
    assert services.dashboards.known_then(Q1) == date(2015, 7, 17)


def a_month_later(database: Path) -> AbstractContextManager[Services]:
    later = Session("Lead officer", lambda: datetime(2015, 8, 20, 12, tzinfo=UTC))
    return bootstrap.services(database, later)


def test_what_was_revised_after_the_day_is_shown_as_it_was_known_then(
    services: Services, database: Path
) -> None:
    counted(services, "F1", Q1, 250)
    with a_month_later(database) as opened:
        counted(opened, "F1", Q1, 260)
        now = opened.dashboards.of(Q1)
        then = opened.dashboards.of(Q1, opened.dashboards.known_then(Q1))
    assert (value(now, "F1"), value(then, "F1")) == ("260", "250")
    assert (now.known_on, then.known_on) == (None, date(2015, 7, 17))
    assert value(now, "H3") == value(then, "H3")


def test_what_was_entered_after_the_day_was_not_known_then(
    services: Services, database: Path
) -> None:
    with a_month_later(database) as opened:
        counted(opened, "F5", Q1, 40)
        now = opened.dashboards.of(Q1)
        then = opened.dashboards.of(Q1, opened.dashboards.known_then(Q1))
    assert (value(now, "F5"), value(then, "F5")) == ("40", "not entered")


# What it asks of the database


def test_it_takes_the_same_number_of_queries_however_many_figures_there_are(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    rows = Store.rows
    monkeypatch.setattr(Store, "rows", lambda self, query: asked.append(query) or rows(self, query))
    known_on = services.dashboards.known_then(Q1)

    def count(day: date | None) -> int:
        asked.clear()
        services.dashboards.of(Q1, day)
        return len(asked)

    before = count(None), count(known_on)
    for board in services.plan.boards:
        for line in services.returns.sheet(board.code, Q1).figures:
            if not line.indicator.unit.is_percentage:
                counted(services, line.indicator.code, Q1, 7)
    known = sum(one.findings is not None for one in services.dashboards.of(Q1).rows)
    assert known > 80
    assert (count(None), count(known_on)) == before
    assert max(before) <= 5
