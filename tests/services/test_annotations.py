from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from csp_desktop import bootstrap
from csp_desktop.core.errors import NotFoundError, RefusedError
from csp_desktop.services import Services
from csp_desktop.services.annotations import LONGEST_FACT
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.services.trail import TrailFilter
from csp_desktop.storage.audit import first_break
from csp_desktop.storage.connection import Store
from tests.conftest import LEAD_OFFICER

NOVEMBER = date(2013, 11, 1)
MODEL = "New local policing model"


def test_a_note_is_kept_with_its_day_its_lines_and_who_made_it(services: Services) -> None:
    changes = services.annotations.add("h3", NOVEMBER, f"  {MODEL} ", " in place ")
    [noted] = services.annotations.of("H3")
    assert (noted.indicator, noted.day, noted.fact, noted.note) == (
        "H3",
        NOVEMBER,
        MODEL,
        "in place",
    )
    assert (noted.by, noted.at[:10]) == (LEAD_OFFICER.user, "2015-07-14")
    assert changes == Changes.of(Kind.PLAN)


def test_a_note_stands_on_its_own_chart_or_on_every_one(services: Services) -> None:
    services.annotations.add("H3", NOVEMBER, MODEL)
    services.annotations.add("", date(2012, 5, 3), "Elections")
    told = {
        code: [one.fact for one in services.annotations.of(code)] for code in ("H3", "H2", "F1")
    }
    assert told == {"H3": ["Elections", MODEL], "H2": ["Elections"], "F1": ["Elections"]}


def test_a_note_taken_back_stays_in_the_trail(services: Services) -> None:
    services.annotations.add("H3", NOVEMBER, MODEL)
    services.annotations.add("", NOVEMBER, "Elections")
    for noted in services.annotations.of("H3"):
        services.annotations.take_back(noted.id)
    assert services.annotations.of("H3") == []
    told = [one.sentence for one in services.trail.page(TrailFilter(who=LEAD_OFFICER.user))][:4]
    who = LEAD_OFFICER.user
    assert sorted(told) == sorted(
        [
            f"{who} took back the note on every chart at 1 November 2013: “Elections”",
            f"{who} took back the note on H3 at 1 November 2013: “{MODEL}”",
            f"{who} noted on every chart at 1 November 2013: “Elections”",
            f"{who} noted on H3 at 1 November 2013: “{MODEL}”",
        ]
    )


def test_the_trail_of_notes_is_a_part_of_its_chain(services: Services, database: Path) -> None:
    services.annotations.add("H3", NOVEMBER, MODEL)
    store = Store(database)
    try:
        assert first_break(store) is None
    finally:
        store.close()


@pytest.mark.parametrize(
    ("fact", "note", "why"),
    [
        ("  ", "", "Enter what happened"),
        ("x" * (LONGEST_FACT + 1), "", "must be 60 characters or less"),
        ("One\nTwo", "", "What happened must be one line"),
        ("One", "Two\nThree", "The line below must be one line"),
    ],
)
def test_a_note_that_does_not_fit_a_chart_is_refused(
    services: Services, fact: str, note: str, why: str
) -> None:
    with pytest.raises(RefusedError, match=why):
        services.annotations.add("H3", NOVEMBER, fact, note)
    assert services.annotations.of("H3") == []


def test_the_same_is_noted_once_a_day(services: Services) -> None:
    services.annotations.add("H3", NOVEMBER, MODEL)
    with pytest.raises(RefusedError, match="is noted on H3 at 1 November 2013 already"):
        services.annotations.add("H3", NOVEMBER, MODEL)
    services.annotations.add("H3", date(2013, 12, 1), MODEL)
    services.annotations.add("H4", NOVEMBER, MODEL)
    assert len(services.annotations.of("H3")) == 2


def test_what_is_not_there_can_neither_be_noted_on_nor_taken_back(services: Services) -> None:
    with pytest.raises(NotFoundError, match="Z9"):
        services.annotations.add("Z9", NOVEMBER, MODEL)
    with pytest.raises(NotFoundError, match="not there any more"):
        services.annotations.take_back("none")


def test_a_window_that_may_only_look_notes_nothing(services: Services, database: Path) -> None:
    services.annotations.add("H3", NOVEMBER, MODEL)
    [noted] = services.annotations.of("H3")
    with bootstrap.services(database, replace(LEAD_OFFICER, looks_only=True)) as looking:
        with pytest.raises(RefusedError, match="may only look"):
            looking.annotations.add("H3", NOVEMBER, "Another")
        with pytest.raises(RefusedError, match="may only look"):
            looking.annotations.take_back(noted.id)
        assert looking.annotations.of("H3") == [noted]
