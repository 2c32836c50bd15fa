from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from csp_desktop import bootstrap
from csp_desktop.core.errors import NotFoundError, RefusedError
from csp_desktop.services import Services
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.services.trail import TrailFilter
from tests.conftest import LEAD_OFFICER

APRIL = date(2014, 4, 1)


def test_a_phase_is_a_dated_decision_with_its_reason_and_who_took_it(services: Services) -> None:
    assert services.phases.of("H3") == []
    changes = services.phases.begin("h3", APRIL, "  New recording rules ")
    [decided] = services.phases.of("H3")
    assert (decided.first, decided.reason, decided.by) == (
        APRIL,
        "New recording rules",
        LEAD_OFFICER.user,
    )
    assert changes == Changes.of(Kind.PLAN)
    assert services.phases.of("H4") == []


def test_decisions_stand_in_order_of_time(services: Services) -> None:
    for day in (date(2015, 4, 1), date(2012, 4, 1), APRIL):
        services.phases.begin("H3", day, "Counted anew")
    days = [one.first for one in services.phases.of("H3")]
    assert days == sorted(days)


def test_a_decision_taken_back_stays_in_the_trail(services: Services) -> None:
    services.phases.begin("H3", APRIL, "New recording rules")
    services.phases.take_back("H3", APRIL)
    assert services.phases.of("H3") == []
    told = [one.sentence for one in services.trail.page(TrailFilter(who=LEAD_OFFICER.user))]
    assert told[:2] == [
        f"{LEAD_OFFICER.user} took back a new phase of H3 from 2014-04-01: “New recording rules”",
        f"{LEAD_OFFICER.user} began a new phase of H3 from 2014-04-01: “New recording rules”",
    ]


def test_a_phase_without_a_reason_or_twice_on_a_day_is_refused(services: Services) -> None:
    with pytest.raises(RefusedError, match="Enter why a new phase begins"):
        services.phases.begin("H3", APRIL, "  ")
    services.phases.begin("H3", APRIL, "New recording rules")
    with pytest.raises(RefusedError, match="begins on 1 April 2014 already"):
        services.phases.begin("H3", APRIL, "Another")
    assert len(services.phases.of("H3")) == 1


def test_what_is_not_there_cannot_be_taken_back(services: Services) -> None:
    with pytest.raises(NotFoundError, match="No phase of H3 begins on 1 April 2014"):
        services.phases.take_back("H3", APRIL)
    with pytest.raises(NotFoundError, match="Z9"):
        services.phases.begin("Z9", APRIL, "New recording rules")


def test_a_window_that_may_only_look_decides_nothing(database: Path) -> None:
    with bootstrap.services(database, replace(LEAD_OFFICER, looks_only=True)) as services:
        with pytest.raises(RefusedError, match="may only look"):
            services.phases.begin("H3", APRIL, "New recording rules")
        with pytest.raises(RefusedError, match="may only look"):
            services.phases.take_back("H3", APRIL)
        assert services.phases.of("H3") == []
